"""The button « Reprendre les pièces »: empty evidence cells, filled from the folder of pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plie_xl.excel.buttons.valider import build_refus, check_ouvert
from plie_xl.excel.buttons.verifier_pieces import (
    BILANS_PIECES,
    check_pieces,
    find_dossier,
    load_en_vigueur,
    show_pieces,
)
from plie_xl.excel.open_workbook import Ouvert, as_texte, zone
from plie_xl.excel.report import announce, require_complement
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.cell import Cellule, lettres
from plie_xl.model.errors import ActionError
from plie_xl.model.text import en_lettres, enumere, nombre, pluriel, visible
from plie_xl.model.vocabulary import load_pieces

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.pieces.recover import Reprise

_DITES = 8  # cells named in the line; all are in the sheet


@dataclass(frozen=True)
class Reprises:
    """What a click filled, and the cells that several files fit."""

    faites: "Sequence[Reprise]"
    douteuses: "Sequence[Reprise]"

    @property
    def phrase(self) -> str:
        """The line that the coordinator reads."""
        cellules = [f"{lettres(r.colonne)}{r.ligne}" for r in self.faites]
        autres = len(cellules) - _DITES
        if autres > 0:
            cellules = [*cellules[:_DITES], pluriel(autres, "autre")]
        dites = f" ({enumere(cellules)})" if cellules else ""
        phrase = f"{pluriel(len(self.faites), 'cellule remplie', 'cellules remplies')}{dites}"
        if not self.douteuses:
            return f"{phrase}."
        n = len(self.douteuses)
        laissees = "laissée vide, à choisir" if n == 1 else "laissées vides, à choisir"
        return f"{phrase}, {nombre(n)} {laissees} : voir « Anomalies »."


def reprendre_pieces(book: "xw.Book") -> Reprises:
    """Fill each empty evidence cell that one file of the folder fits, and look at the pieces.

    A cell that holds anything is left as it is, and so is one that several files fit.

    ActionError as « Vérifier les pièces ».
    """
    require_complement("dossier")
    from plie_xl.pieces.folder import DossierError, list_dossier
    from plie_xl.pieces.recover import find_reprises

    ouvert, compte, validation = check_ouvert(book)
    if validation.fiche is None or "suivi" not in ouvert.lecture.tables:
        raise build_refus(ouvert.lecture)
    try:
        inventaire = list_dossier(find_dossier(ouvert))
    except DossierError as erreur:
        raise ActionError(f"{erreur}.") from erreur
    trouvees = find_reprises(
        compte, ouvert.lecture, inventaire, load_en_vigueur().pieces.extensions
    )
    reprises = Reprises(
        [r for r in trouvees if r.reference], [r for r in trouvees if not r.reference]
    )
    _write(ouvert, reprises.faites)
    ouvert, verification = check_pieces(book)
    doutes = [_say(ouvert, r) for r in reprises.douteuses]
    show_pieces(ouvert, verification, verification.phrase, doutes)
    announce(book, f"{reprises.phrase} {verification.phrase}", *BILANS_PIECES)
    return reprises


def _write(ouvert: Ouvert, faites: "Sequence[Reprise]") -> None:
    feuille = ouvert.book.sheets[ouvert.lecture.tables["suivi"].feuille]
    for r in faites:
        cellule = zone(feuille, r.ligne, r.colonne, r.ligne, r.colonne)
        cellule.value = as_texte(r.reference)


def _say(ouvert: Ouvert, reprise: "Reprise") -> Anomalie:
    """REU-05: which files fit a cell that stays empty."""
    from plie_xl.pieces.constats import say

    table = ouvert.lecture.tables["suivi"]
    n = len(reprise.candidats)
    combien = f"{en_lettres(n)} fichiers conviennent à"
    if n == 1:
        combien = "un fichier convient à plusieurs réunions, dont celle de"
    return say(
        "REU-05",
        Cellule(ouvert.lecture.classeur, table.feuille, reprise.ligne, reprise.colonne),
        combien=combien,
        n=reprise.ligne,
        piece=load_pieces()[reprise.nature].libelle,
        noms=enumere(f"« {visible(f.relatif)} »" for f in reprise.candidats),
    )
