"""The files that prove a row: named, found in a folder, opened, judged, bound for the control.

folder, references (what is there, what is cited) → match → open (in a child) → register → judge;
then rows (a sheet, JSON), pack (the control file), tidy (copies). received: registers read back.
"""
