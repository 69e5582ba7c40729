"""What everybody speaks of: texts, cells, anomalies, fiches, the workbook’s contract, readings."""
