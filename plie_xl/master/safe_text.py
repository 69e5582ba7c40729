"""A coordinator's text as the master may hold it: harmless, whole, or with a visible trace.

`=SUM(1)` stays the seven characters that were typed: the pen writes it as text. What a workbook
cannot hold, or what would make a text look like another, is shown by a sign that can be seen.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from plie_xl.model.privacy import MASQUE, find_personnelles, mask
from plie_xl.model.text import en_clair, est_vide

LIMITE_EXCEL = 32_767  # UTF-16 units in a cell: an emoji counts two
COUPE = " […texte coupé]"
_CONTROLES = {n: 0x2400 + n for n in range(32) if n not in (9, 10)} | {13: None, 127: 0x2421}
# Signs that turn the direction of reading, end a line elsewhere, or are not seen at all.
_AGISSANTS = (
    *range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F),
    *range(0x2066, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
)  # fmt: skip
_RENVERSANTS = {n: f"[U+{n:04X}]" for n in _AGISSANTS}
_HORS_XML = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")
_VISIBLES = {**_CONTROLES, **_RENVERSANTS, **_HORS_XML}
_A_MONTRER = re.compile("[" + "".join(re.escape(chr(n)) for n in _VISIBLES) + "]")


def en_texte(valeur: object) -> str:
    """Any typed value as harmless text.

    Personal data is masked; a control character becomes its picture (« ␇ »), a sign that acts
    and is not seen becomes its name (« [U+202E] »), and what is beyond the limit of a
    cell is cut with a word that says so.
    """
    return _sanitize(_spell(valeur))


def en_textes(valeurs: Sequence[object]) -> list[str]:
    """The same for each of many values, searched for personal data all together."""
    textes = [_show(_spell(v)) for v in valeurs]
    dites = zip(textes, find_personnelles(textes), strict=True)
    return [cut(texte if donnee is None else MASQUE) for texte, donnee in dites]


def _spell(valeur: object) -> str:
    if valeur is None or est_vide(valeur):
        return ""
    if isinstance(valeur, date):
        return en_clair(valeur)
    return str(int(valeur) if isinstance(valeur, float) and valeur.is_integer() else valeur)


@lru_cache(maxsize=65_536)
def _sanitize(texte: str) -> str:
    return cut(mask(_show(texte)))


def _show(texte: str) -> str:
    return texte.translate(_VISIBLES) if _A_MONTRER.search(texte) else texte


def cut(texte: str) -> str:
    """The text, or what of it fits in a cell followed by `COUPE`."""
    if 2 * len(texte) <= LIMITE_EXCEL or _unites(texte) <= LIMITE_EXCEL:
        return texte
    octets = texte.encode("utf-16-le")[: 2 * (LIMITE_EXCEL - len(COUPE))]
    return octets.decode("utf-16-le", "ignore") + COUPE


def _unites(texte: str) -> int:
    return len(texte.encode("utf-16-le")) // 2
