"""The received files, as the master leads to them: one folder, said in one cell of « Sources »."""

import re
from pathlib import Path

from plie_xl.master import contract
from plie_xl.model.cell import lettres
from plie_xl.model.privacy import mask_nom
from plie_xl.sheets.weave import LIGNE, Formule

_CLASSEUR, _LIGNE = (lettres(contract.SUIVI.rang(c) + 1) for c in ("classeur", "ligne"))
# The same formula on each row of « Suivi »: the text of a workbook is no part of it.
OUVRIR = Formule(
    f'=HYPERLINK({contract.DOSSIER_RECUS}&{_CLASSEUR}{LIGNE}&"#\'Suivi\'!A"&{_LIGNE}{LIGNE},"ouvrir")',
    "ouvrir",
)
_AILLEURS = re.compile(r"\.\.|^[/~]|[\\:#\[\]]")  # what may lead out of the folder, or act


def link_received(classeur: str) -> Formule | None:
    """What opens a received file; None for a name that may lead elsewhere than its folder."""
    return None if _AILLEURS.search(classeur) else OUVRIR


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
