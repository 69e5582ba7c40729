"""What *Valider* puts back in the entry sheets: row numbers, drop-downs, live formulas.

A cell that somebody filled is never written over, and no style is touched.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plie_xl.checks.count import Compte
from plie_xl.checks.values import number_rows
from plie_xl.excel.open_workbook import Ouvert, find_nommee, suites, zone
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Table
from plie_xl.model.text import est_vide
from plie_xl.model.workbook import Colonne, Feuille, feuille_suivi, feuilles

if TYPE_CHECKING:
    import xlwings as xw


DITES = ("etat_pieces", "compte", "jour", "rang", "unites")  # columns that figures come from


def number_lignes(ouvert: Ouvert) -> int:
    """Give the unnumbered rows of « Suivi » the next numbers; how many there were."""
    table = ouvert.lecture.tables.get("suivi")
    if table is None or "numero" not in table.colonnes:
        return 0
    numeros = table.valeurs["numero"]
    donnes = dict(zip(table.lignes, number_rows(numeros), strict=True))
    vides = [x for x, n in zip(table.lignes, numeros, strict=True) if est_vide(n)]
    feuille, k = ouvert.book.sheets[table.feuille], table.colonnes["numero"]
    for debut, fin in suites(vides):
        zone(feuille, debut, k, fin, k).value = [[donnes[x]] for x in range(debut, fin + 1)]
    return len(vides)


def put_back_listes(ouvert: Ouvert, fiche: Fiche) -> None:
    """Paste the drop-downs of the hidden model rows over the entry columns.

    Pasting takes any engine less time than asking which cell has lost its list.
    """
    book = ouvert.book
    for feuille in feuilles(fiche):
        table = ouvert.lecture.tables.get(feuille.table)
        modele = find_nommee(book, f"modele_{feuille.table}")
        if feuille.saisie and table is not None and modele is not None:
            _paste_listes(ouvert, feuille, table, modele)
    book.app.cut_copy_mode = False


def put_back_formules(ouvert: Ouvert, fiche: Fiche, compte: Compte) -> int:
    """Write the live formulas again in the rows that show another word than Python's.

    Returns the number of rows; only rows inside the table, under its own headers.
    """
    table = ouvert.lecture.tables.get("suivi")
    if table is None or not _has_entetes(ouvert, table, fiche):
        return 0
    debut, fin = _find_lignes(ouvert, table)
    fautives = [
        ligne
        for ligne, justes in _expected(compte, fiche)
        if debut < ligne <= fin and not _shows(ouvert.grilles[table.feuille], table, ligne, justes)
    ]
    if fautives:
        from plie_xl.template.live import list_vivantes

        feuille = ouvert.book.sheets[table.feuille]
        for colonne, vivante in list_vivantes(fiche).items():
            k = table.colonnes[colonne]
            for haut, bas in suites(fautives):
                zone(feuille, haut, k, bas, k).formula = vivante.formule
    return len(fautives)


def _paste_listes(ouvert: Ouvert, feuille: Feuille, table: Table, modele: "xw.Range") -> None:
    onglet = ouvert.book.sheets[table.feuille]
    debut, fin = _find_lignes(ouvert, table)
    fin = max([fin, *table.lignes])
    for rang, place, largeur in _blocs(feuille.colonnes, table.colonnes):
        _paste(
            modele[0:1, rang : rang + largeur],
            zone(onglet, debut + 1, place, fin, place + largeur - 1),
        )


def _paste(modele: "xw.Range", cible: "xw.Range") -> None:
    """Once more when the clipboard, which every program shares, was taken in between."""
    try:
        modele.copy()
        cible.paste(paste="validation")
    except Exception:
        modele.copy()
        cible.paste(paste="validation")


def _blocs(
    colonnes: Sequence[Colonne], places: Mapping[str, int]
) -> Iterator[tuple[int, int, int]]:
    """Entry columns side by side in the model and in the sheet: rank, Excel column, width."""
    bloc: tuple[int, int, int] | None = None
    for rang, colonne in enumerate(colonnes):
        place = places.get(colonne.id)
        if place is None or not colonne.saisie:
            continue
        if bloc and (bloc[0] + bloc[2], bloc[1] + bloc[2]) == (rang, place):
            bloc = (bloc[0], bloc[1], bloc[2] + 1)
            continue
        if bloc:
            yield bloc
        bloc = (rang, place, 1)
    if bloc:
        yield bloc


def _find_lignes(ouvert: Ouvert, table: Table) -> tuple[int, int]:
    """Header row and last row of the Excel table; of the rows read, where there is none."""
    adresse = ouvert.tables[table.feuille].get(table.nom, "")
    if ":" not in adresse:
        return min(table.lignes, default=1) - 1, max(table.lignes, default=0)
    haut, bas = (int("".join(filter(str.isdigit, coin))) for coin in adresse.split(":"))
    return haut, bas


def _has_entetes(ouvert: Ouvert, table: Table, fiche: Fiche) -> bool:
    """Whether the table stands whole: formulas name their columns by their exact headers."""
    if table.nom not in ouvert.tables[table.feuille]:
        return False
    haut, _ = _find_lignes(ouvert, table)
    entetes = ouvert.grilles[table.feuille][haut - 1]
    return {c.entete for c in feuille_suivi(fiche).colonnes} <= set(entetes)


def _expected(compte: Compte, fiche: Fiche) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row of « Suivi » with what its live formulas must show."""
    from plie_xl.template.live import calcul_suivi, list_vivantes

    lues = {nom: v for nom, v in list_vivantes(fiche).items() if nom in DITES}
    for ligne in compte.rangees.lignes():
        yield ligne["ligne"], calcul_suivi(ligne, lues)


def _shows(
    grille: Sequence[Sequence[Any]], table: Table, ligne: int, justes: Mapping[str, Any]
) -> bool:
    cellules = grille[ligne - 1]
    return all(cellules[table.colonnes[c] - 1] == juste for c, juste in justes.items())
