"""A reference that a link completes: « le CR <CR.pdf> », what the cell says and where it leads."""

import re

_LIEE = re.compile(r" <([^<>]+)>\Z")


def join_cible(texte: str, cible: str) -> str:
    """Both, as they are read, shown and compared from then on."""
    return f"{texte} <{cible}>"


def drop_cible(texte: str) -> str:
    """What the cell itself says: a live formula sees nothing else."""
    return _LIEE.sub("", texte)


def find_cite(texte: str) -> str:
    """Where a reference leads; the whole of it where no link was read."""
    liee = _LIEE.search(texte)
    return liee[1] if liee else texte
