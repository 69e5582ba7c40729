"""From one workbook to the next: another version of the model, another year."""
