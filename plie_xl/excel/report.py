"""What a button says: the « Anomalies » sheet, and one line where the coordinator looks."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel.open_workbook import as_texte, zone
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.errors import PlieError
from plie_xl.model.text import typographie
from plie_xl.model.workbook import ANOMALIES, LIGNE_ENTETE, Feuille

if TYPE_CHECKING:
    import xlwings as xw

TITRE = "PLIE"
_DITS = ("constat", "attendu", "remede")


class ActionError(PlieError):
    """A button cannot do what is asked; one French sentence with the remedy."""


def write_anomalies(book: "xw.Book", anomalies: Sequence[Anomalie]) -> None:
    """Replace the rows of « Anomalies », each with a link to its cell.

    One row per cell: the sheets of the workbook redden the cells that stand here.
    """
    write_table(find_feuille(book, ANOMALIES), ANOMALIES, [_ligne(a) for a in anomalies])


def write_table(
    onglet: "xw.Sheet", feuille: Feuille, lignes: Sequence[Mapping[str, object]]
) -> None:
    """Replace the rows of a table in one call: old ones go, the table grows when it must.

    `lignes` gives each row by column identifier, its texts through `as_texte`.
    """
    premiere, largeur = LIGNE_ENTETE + 1, len(feuille.colonnes)
    table = next((t for t in onglet.tables if t.name == feuille.table), None)
    if table is not None:
        premiere = table.range.row + 1
    utilisee = max(onglet.used_range.last_cell.row, premiere)
    derniere = max(utilisee, premiere + len(lignes) - 1)
    pleines = [[ligne.get(c.id) for c in feuille.colonnes] for ligne in lignes]
    vides = [[None] * largeur] * (derniere - premiere + 1 - len(lignes))
    zone(onglet, premiere, 1, derniere, largeur).value = [*pleines, *vides]
    if table is not None and derniere > table.range.last_cell.row:
        table.resize(zone(onglet, premiere - 1, 1, derniere, largeur))


def lien(feuille: str, a1: str) -> str:
    """The formula of a link to a cell of the same workbook."""
    cible = f"#'{feuille.replace(chr(39), chr(39) * 2)}'!{a1}".replace('"', '""')
    return f'=HYPERLINK("{cible}","{a1}")'


def announce(book: "xw.Book", texte: str, *cellules: str, alerte: bool = False) -> None:
    """Say one line: in the named cells that the workbook has, in the status bar, in a box.

    The box is for what stops the coordinator; some engines have none, nor a status bar.
    """
    texte = typographie(texte)
    for nom in cellules:
        if nom in book.names:
            book.names[nom].refers_to_range.value = as_texte(texte)
    with suppress(NotImplementedError):
        book.app.status_bar = texte
    if alerte:
        with suppress(NotImplementedError):
            book.app.alert(texte, TITRE)


def find_place(book: "xw.Book") -> Path:
    """Where the workbook stands on a disk; ActionError when it does not."""
    import xlwings as xw

    try:
        place = Path(book.fullname)
    except xw.XlwingsError as erreur:
        raise ActionError(
            "le classeur est en ligne, hors de ce poste. Enregistrez-le dans un dossier du poste."
        ) from erreur
    if not place.is_absolute():
        raise ActionError("le classeur n’est pas encore enregistré. Enregistrez-le d’abord.")
    return place


def find_feuille(book: "xw.Book", voulue: Feuille) -> "xw.Sheet":
    """The sheet itself, made again with its headers when somebody took it out."""
    for feuille in book.sheets:
        if feuille.name == voulue.nom:
            return feuille
    feuille = book.sheets.add(voulue.nom, after=book.sheets[len(book.sheets) - 1])
    feuille["A1"].value = voulue.titre
    feuille[f"A{LIGNE_ENTETE}"].value = [c.entete for c in voulue.colonnes]
    return feuille


def _ligne(anomalie: Anomalie) -> dict[str, object]:
    valeurs: dict[str, object] = {
        nom: as_texte(typographie(valeur) if nom in _DITS else valeur)
        for nom, valeur in anomalie.to_dict().items()
    }
    place = anomalie.cellule
    if place.a1:
        valeurs["cellule"] = lien(place.feuille, place.a1)
    return valeurs
