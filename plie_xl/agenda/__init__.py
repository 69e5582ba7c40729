"""The calendar, both ways: planned rows → .ics; a received .ics or table → proposed rows.

Who is invited is never kept, nor the title of what no rule recognises.
"""
