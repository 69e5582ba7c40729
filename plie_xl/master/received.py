"""The received files and their pieces, as the master leads to them.

Two folders, each said in a yellow cell: « Sources » has the files’, « Registre » the pieces’.
"""

import re
from functools import cache
from pathlib import Path

from plie_xl.master import contract
from plie_xl.master.safe_text import en_texte
from plie_xl.model.cell import lettres
from plie_xl.model.privacy import mask_nom
from plie_xl.sheets.weave import LIGNE, Formule

_CLASSEUR, _LIGNE = (lettres(contract.SUIVI.rang(c) + 1) for c in ("classeur", "ligne"))
# The same formula on each row of « Suivi »: the text of a workbook is no part of it.
OUVRIR = Formule(
    f'=HYPERLINK({contract.DOSSIER_RECUS}&{_CLASSEUR}{LIGNE}&"#\'Suivi\'!A"&{_LIGNE}{LIGNE},"ouvrir")',
    "ouvrir",
)
# What may lead out of the folder, or act; « %2e » is a point for who follows the link.
_AILLEURS = re.compile(r"\.\.|^[/~]|[\\:#\[\]\"]|%[0-9A-Fa-f]{2}")
_FICHIER = lettres(contract.REGISTRE.rang("fichier") + 1)


def link_received(classeur: str) -> Formule | None:
    """What opens a received file; None for a name that may lead elsewhere than its folder."""
    return None if _AILLEURS.search(classeur) else OUVRIR


def link_piece(fiche: str, fichier: object) -> Formule | None:
    """What opens a piece, in the folder of its territory; None where there is none to trust."""
    if not isinstance(fichier, str) or not fichier or en_texte(fichier) != fichier:
        return None  # a name that is masked leads nowhere
    if _AILLEURS.search(fichier) or _AILLEURS.search(fiche):
        return None
    return _link_of(fiche)


@cache
def _link_of(fiche: str) -> Formule:
    """The same formula on each row of a territory: only its identifier is part of it."""
    dossier = contract.DOSSIER_PIECES
    return Formule(f'=HYPERLINK({dossier}&"{fiche}/"&{_FICHIER}{LIGNE},"ouvrir")', "ouvrir")


def find_dossier(recus: Path | None, sortie: Path) -> str:
    """« recus/2024/ » from the folder of the master; "" when it is not below, nor sure.

    What stands above is nobody's business: it may bear the name of a person.
    """
    if recus is None:
        return ""
    ici, la = sortie.resolve().parent, recus.resolve()
    if la == ici or not la.is_relative_to(ici):
        return ""
    chemin = la.relative_to(ici).as_posix()
    return "" if _AILLEURS.search(chemin) or mask_nom(chemin) != chemin else f"{chemin}/"
