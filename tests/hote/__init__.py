"""The test host: our own xlwings engine, on a file (openpyxl) or on a live LibreOffice."""
