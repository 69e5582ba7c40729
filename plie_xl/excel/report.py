"""What a button says: the « Anomalies » sheet, and one line where the coordinator looks."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel.open_workbook import as_texte, find_nommee, zone
from plie_xl.model.anomaly import Anomalie, group
from plie_xl.model.errors import ActionError
from plie_xl.model.extras import say_manque
from plie_xl.model.text import typographie
from plie_xl.model.workbook import ANOMALIES, LIEN, LIGNE_ENTETE, Feuille, sans_repere

if TYPE_CHECKING:
    import xlwings as xw

TITRE = "PLIE"
_DITS = ("constat", "attendu", "remede")


def require_complement(extra: str) -> None:
    """ActionError when an extra of the installation is not there."""
    if manque := say_manque(extra):
        raise ActionError(f"{manque}.")


def write_anomalies(book: "xw.Book", anomalies: Sequence[Anomalie]) -> None:
    """Replace the rows of « Anomalies », each with a link to its cells; neighbours share one.

    The address is written as text and the link is the same formula in each row, for Excel makes
    the first formula of a column that of all its rows. An older « Anomalies » has no column for
    it: text alone, one row per cell, for it is by that text that the workbook reddens the cell.
    """
    onglet = find_feuille(book, sans_repere(ANOMALIES))
    if _has_repere(onglet):
        write_table(onglet, ANOMALIES, [_ligne(a) for a in group(anomalies)], {"cellule": LIEN})
    else:
        write_table(onglet, sans_repere(ANOMALIES), [_ligne(a) for a in anomalies])


def write_table(
    onglet: "xw.Sheet",
    feuille: Feuille,
    lignes: Sequence[Mapping[str, object]],
    formules: Mapping[str, str] | None = None,
) -> None:
    """Replace the rows of a table in one call: old ones go, the table grows when it must.

    `lignes` gives each row by column identifier, its texts through `as_texte`; `formules` the one
    formula of a column, in these rows alone: LibreOffice would print the blank ones that hold one.
    A filter that would hide rows is taken off.
    """
    premiere, largeur = LIGNE_ENTETE + 1, len(feuille.colonnes)
    table = next((t for t in onglet.tables if t.name == feuille.table), None)
    if table is not None:
        premiere = table.range.row + 1
        _show_all(table)
    utilisee = max(onglet.used_range.last_cell.row, premiere)
    derniere = max(utilisee, premiere + len(lignes) - 1)
    vives = formules or {}
    pleines = [[{**ligne, **vives}.get(c.id) for c in feuille.colonnes] for ligne in lignes]
    vides = [[None] * largeur] * (derniere - premiere + 1 - len(lignes))
    if table is not None and derniere > table.range.last_cell.row:
        table.resize(zone(onglet, premiere - 1, 1, derniere, largeur))
    zone(onglet, premiere, 1, derniere, largeur).value = [*pleines, *vides]


def _show_all(table: "xw.main.Table") -> None:
    """Rows hidden by a filter come back: its arrows are taken off, then put on again."""
    with suppress(NotImplementedError):
        if table.show_autofilter:
            table.show_autofilter = False
            table.show_autofilter = True


def announce(book: "xw.Book", texte: str, *cellules: str, alerte: bool = False) -> None:
    """Say one line: in the named cells that the workbook has, in the status bar, in a box.

    The box is for what stops the coordinator; some engines have none, nor a status bar.
    """
    texte = typographie(texte)
    for nom in cellules:
        if (cellule := find_nommee(book, nom)) is not None:
            cellule.value = as_texte(texte)
    with suppress(NotImplementedError):
        book.app.status_bar = texte
    if alerte:
        with suppress(NotImplementedError), book.app.properties(screen_updating=True):
            book.app.alert(texte, TITRE)  # over a sheet that shows what was just written


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


def _has_repere(onglet: "xw.Sheet") -> bool:
    """Whether the table of this workbook's template keeps addresses apart from links."""
    table = next((t for t in onglet.tables if t.name == ANOMALIES.table), None)
    if table is None:
        return False
    entetes = table.header_row_range
    return entetes is not None and {c.entete for c in ANOMALIES.colonnes} <= {*entetes.value}


def _ligne(anomalie: Anomalie) -> dict[str, object]:
    return {
        nom: as_texte(typographie(valeur) if nom in _DITS else valeur)
        if isinstance(valeur, str)
        else valeur
        for nom, valeur in anomalie.to_ligne().items()
    }
