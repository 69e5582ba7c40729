"""« Rédiger le bilan »: the year of one workbook as a Word document, and its figures read again.

facts (what the workbook says) → figures (each with its tag) → write, or AGAPE's own model
                                                             → verify, after any editing
"""
