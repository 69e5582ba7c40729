"""What a reader sees, for tests that look for words: typographic blanks as ordinary ones."""

import re
import subprocess

_FINES = re.compile("[\u00a0\u202f](?=[;:!?»])|(?<=«)[\u00a0\u202f]")


def ordinaire(texte: str) -> str:
    """The same text, with plain blanks around « » and before : ; ! ?"""
    return _FINES.sub(" ", texte)


def rendu_ordinaire(fini: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    """A process that ended, what it said with plain blanks."""
    dits = (ordinaire(fini.stdout or ""), ordinaire(fini.stderr or ""))
    return subprocess.CompletedProcess(fini.args, fini.returncode, *dits)
