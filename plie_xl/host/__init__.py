"""The door that LibreOffice opens, on our own xlwings engine; what runs a button is handed in.

libreoffice/ (in LibreOffice's own Python) ─ one private line ─ resident → `run` (excel/click)
"""
