"""The pieces found, copied under house names, with the list of which is which."""

import csv
from pathlib import Path

from plie_xl.model.formula import is_formula
from plie_xl.model.text import visible
from plie_xl.pieces.manifest import copy_piece, list_trouvees, name_pieces
from plie_xl.pieces.register import Registre

CORRESPONDANCE = "correspondance.csv"


def list_correspondance(registre: Registre) -> list[tuple[str, str]]:
    """Old path and new name, "" for what is left aside: a row without a date, an orphan."""
    noms = name_pieces(registre)
    trouvees = [
        (visible(p.fichier.relatif), noms.get(p.numero, ""))
        for p in list_trouvees(registre)
        if p.fichier
    ]
    return [*trouvees, *((visible(f.relatif), "") for f, _ in registre.orphelins)]


def fill_range(registre: Registre, dossier: Path) -> None:
    """Fill an empty folder with the copies and the list."""
    noms = name_pieces(registre)
    for piece in list_trouvees(registre):
        if piece.numero in noms:
            copy_piece(piece, dossier / noms[piece.numero])
    with (dossier / CORRESPONDANCE).open("x", encoding="utf-8-sig", newline="") as fichier:
        ecrit = csv.writer(fichier, delimiter=";")
        ecrit.writerow(("ancien", "nouveau"))
        for ancien, neuf in list_correspondance(registre):
            ecrit.writerow((f"'{ancien}" if is_formula(ancien) else ancien, neuf))
