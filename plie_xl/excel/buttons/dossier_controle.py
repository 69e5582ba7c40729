"""The button « Dossier de contrôle »: `plie-xl dossier` on the open workbook, beside it."""

import hashlib
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel.buttons.verifier_pieces import (
    BILANS_PIECES,
    check_pieces,
    load_en_vigueur,
    show_pieces,
)
from plie_xl.excel.report import announce, find_place
from plie_xl.model.errors import ActionError
from plie_xl.model.text import pluriel

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.pieces.register import Registre

_QUI = (
    "Il contient des noms et des signatures : ne le remettez qu’à ceux qui contrôlent l’opération."
)


def dossier_controle(book: "xw.Book") -> Path:
    """Look at the pieces, save the workbook, and write the pack beside it, under a free name.

    The pack names the workbook by the digest of the file just saved.

    ActionError when the pieces cannot be looked at or bound, EcritureError when the folder cannot
    be written.
    """
    ouvert, verification = check_pieces(book)
    show_pieces(ouvert, verification, verification.phrase)
    book.save()
    place = find_place(book)
    lecture = replace(ouvert.lecture, sha256=hashlib.sha256(place.read_bytes()).hexdigest())
    registre = replace(verification.registre, lecture=lecture)
    sortie = _find_libre(place.parent, f"DOSSIER_{registre.fiche.id}_{registre.fiche.annee}")
    _write(registre, sortie)
    announce(book, _say(registre, sortie), *BILANS_PIECES, alerte=True)
    return sortie


def _write(registre: "Registre", sortie: Path) -> None:
    from plie_xl.files.whole import write_whole
    from plie_xl.pieces.judge import judge_registre
    from plie_xl.pieces.manifest import PieceChangeeError
    from plie_xl.pieces.pack import fill_pack
    from plie_xl.reading.workers import LecteurMortError

    reglages = load_en_vigueur()
    anomalies = judge_registre(registre, reglages)
    try:
        write_whole(sortie, lambda la: fill_pack(registre, anomalies, reglages, la))
    except PieceChangeeError as erreur:
        raise ActionError(f"{erreur}.") from erreur
    except LecteurMortError as erreur:
        raise ActionError("les pièces n’ont pas pu être réunies ; rien n’est écrit.") from erreur


def _find_libre(parent: Path, nom: str) -> Path:
    """The first name that nothing bears."""
    noms = (f"{nom} ({n})" if n > 1 else nom for n in count(1))
    return next(parent / libre for libre in noms if not (parent / libre).exists())


def _say(registre: "Registre", sortie: Path) -> str:
    totaux = registre.totaux
    manques = totaux["references"] - totaux["trouvé"]
    sans = f", {pluriel(manques, 'manquante')}" if manques else ""
    reunies = pluriel(totaux["trouvé"], "pièce réunie", "pièces réunies")
    return f"« {sortie.name} » est écrit à côté de ce classeur : {reunies}{sans}. {_QUI}"
