"""What is inside the workbooks with macros: VBA sources, ribbon, parts of the zip."""
