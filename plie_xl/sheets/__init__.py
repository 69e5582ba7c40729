"""Drawing a sheet: its theme, the pen, heights of rows, the weaver of long ones."""
