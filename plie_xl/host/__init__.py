"""The door that LibreOffice opens: the buttons of the catalogue, on our own xlwings engine.

libreoffice/ (in LibreOffice's own Python) ─ one private line ─ resident → excel/buttons
"""
