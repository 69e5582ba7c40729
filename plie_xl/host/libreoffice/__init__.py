"""The extension's sources: what runs inside LibreOffice, whose Python is not ours.

The standard library and `uno`, nothing else; an old Python (3.8) must read these modules, and they
name one another relatively, for the extension carries them under another name.
"""
