"""The door that Excel opens: buttons, ribbon, and what installs them.

Importing this package must stay light, since a click pays for it: xlwings, pandas and the rest
are imported by the function that needs them.
"""
