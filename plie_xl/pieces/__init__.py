"""From a word in a cell to a file that opens: the register of the pieces of one workbook."""
