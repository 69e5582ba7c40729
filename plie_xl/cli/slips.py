"""Words of a command line as they were meant: what fingers, shells and Word make of them."""

import os
import re
from collections.abc import Collection, Sequence
from pathlib import Path

_MAISON = re.compile(r"(--[\w-]+=)?(~(?:[/\\].*)?)", re.DOTALL)
_EGAL = re.compile(r"(-\w)=(.*)", re.DOTALL)
_TIRETS = re.compile(r"([-–—]+)([^\W\d][\w-]*)(?:=.*)?", re.DOTALL)


def mend(mot: str) -> str:
    """« ~/recus » as a path, where the shell left it; « -o=x » as « -ox », which click means."""
    if trouve := _MAISON.fullmatch(mot):
        return f"{trouve[1] or ''}{Path(trouve[2]).expanduser()}"
    trouve = _EGAL.fullmatch(mot)
    return f"{trouve[1]}{trouve[2]}" if trouve else mot


def find_tiret(mots: Sequence[str], options: Collection[str]) -> str:
    """What to say of an option whose dashes are too few, too many, or those of Word; "" of none."""
    for mot in mots:
        trouve = _TIRETS.fullmatch(mot)
        if trouve is None or os.path.lexists(mot):
            continue
        tape, nom = trouve[1] + trouve[2], trouve[2]
        juste = f"-{nom}" if len(nom) == 1 else f"--{nom}"
        if juste in options and tape != juste:
            return f"« {tape} » s’écrit « {juste} »"
    return ""
