"""What a reader sees, for tests that look for words: typographic blanks as ordinary ones."""

import re

_FINES = re.compile("[\u00a0\u202f](?=[;:!?»])|(?<=«)[\u00a0\u202f]")


def ordinaire(texte: str) -> str:
    """The same text, with plain blanks around « » and before : ; ! ?"""
    return _FINES.sub(" ", texte)
