"""What every sheet of the master shares: a page with one table, live columns, words in colour."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from plie_xl.files.errors import EcritureError, Etat
from plie_xl.master import contract
from plie_xl.master.batches import Ligne, Longue, find_codee
from plie_xl.master.cells import NON_RECU
from plie_xl.master.overflow import LIGNES_EXCEL
from plie_xl.master.received import link_received
from plie_xl.model.cell import lettres
from plie_xl.model.frames import Rows
from plie_xl.model.text import pluriel
from plie_xl.model.workbook import LIGNE_ENTETE, PREMIERE_LIGNE, Colonne, Feuille
from plie_xl.sheets import theme, weave
from plie_xl.sheets.heights import count_lignes, find_hauteur, has_longs, hauteur
from plie_xl.sheets.pen import A_DROITE, CENTREES, SERREES, Pen, plage

RIEN = "Rien à signaler."  # above an empty table, which keeps one blank row
ENSEMBLE = "Ensemble"  # first cell of a row of totals, below a table and not part of it
TOTAL: dict[str, Any] = {"bold": True, "bg_color": theme.CALCUL}
ROUGE: dict[str, Any] = {
    "bg_color": theme.ROUGE,
    "font_color": theme.ROUGE_ENCRE,
    "bold": True,
}
LIEN: dict[str, Any] = {"font_color": theme.LIEN, "underline": 1}
DEBUT: dict[str, Any] = {"top": 1, "top_color": theme.DOUX}
Formules = Callable[[int, Ligne], Mapping[str, str]]
Allures = Callable[[Ligne], Mapping[str, Mapping[str, Any]]]


def add_page(
    pen: Pen,
    feuille: Feuille,
    lignes: list[Ligne],
    resume: str,
    formules: Formules = lambda n, ligne: {},
    allures: Allures = lambda ligne: {},
    graphiques: bool = False,
    rien: str = RIEN,
    sous_titre: str = "",
) -> Any:
    """A sheet with one table, `sous_titre` or `resume` under its title.

    `formules` gives the live columns of a row (1-based), `allures` those that look otherwise.
    Of a sheet whose own charts show its rows (`graphiques`), XlsxWriter must know the values.
    `rien` is said above a table without rows.
    """
    _require_place(feuille, len(lignes))
    f = pen.add_feuille(feuille, resume, sous_titre)
    pen.lignes[feuille.table] = lignes
    pen.add_table(f, feuille, len(lignes))
    _set_papier(f, feuille, len(lignes))
    if not lignes:
        add_mention(pen, f, rien)
        lignes = [{}]
    cellules = list(_cellules(pen, feuille, lignes, formules, allures))
    hauteurs = [find_hauteur(ligne, feuille.colonnes) for ligne in lignes]
    if graphiques:
        _draw(pen, f, cellules, hauteurs)
        return f
    paires = (zip(*colonne, strict=True) for colonne in zip(*cellules, strict=True))
    rangs = np.arange(len(lignes))
    colonnes = [weave.Colonne(styles, rangs, valeurs) for valeurs, styles in paires]
    lots = (weave.Lot(colonnes, np.array(hauteurs)),)
    styles = (style for colonne in colonnes for style in colonne.styles)
    pen.add_weave(f, _weave(feuille, len(lignes), lots), styles)
    return f


def _lien(pen: Pen, feuille: Feuille, colonne: Colonne) -> Mapping[str, Any]:
    """The look of a column whose cells lead somewhere."""
    toujours = colonne.id in contract.LIENS.get(feuille.table, ())
    return LIEN if toujours or (feuille.table, colonne.id) in pen.soulignees else {}


def _weave(feuille: Feuille, nombre: int, lots: Iterable[weave.Lot]) -> weave.Weave:
    return weave.Weave(PREMIERE_LIGNE, nombre, len(feuille.colonnes), lots)


def _cellules(
    pen: Pen, feuille: Feuille, lignes: list[Ligne], formules: Formules, allures: Allures
) -> Iterator[list[tuple[Any, Any]]]:
    """What each cell of a row holds, and its format."""
    debuts = _debuts(feuille, lignes)
    styles: dict[tuple[object, ...], Any] = {}
    liens = {c.id: _lien(pen, feuille, c) for c in feuille.colonnes}
    for rang, ligne in enumerate(lignes):
        toutes = formules(PREMIERE_LIGNE + rang, ligne) if ligne else {}
        vivantes = {c: formule for c, formule in toutes.items() if est_vivante(pen, formule)}
        propre = TOTAL if ligne.get("total_de") else DEBUT if rang in debuts else {}
        autres = allures(ligne)
        cellules = []
        for c in feuille.colonnes:
            allure = {**liens[c.id], **propre, **autres.get(c.id, {})}
            cle = (c.id, *allure.items())
            if cle not in styles:
                styles[cle] = corps(pen, c, **allure)
            valeur = ligne.get(c.id)
            if c.id in vivantes:
                valeur = weave.Formule(vivantes[c.id], en_cache(valeur))
            cellules.append((valeur, styles[cle]))
        yield cellules


def est_vivante(pen: Pen, formule: str) -> bool:
    """Whether the rows that a formula reads are there: elsewhere, its value alone is true."""
    return not any(f"{table}[" in formule for table in pen.ailleurs)


def add_mention(pen: Pen, f: Any, phrase: str) -> None:
    """One line above the table."""
    f.write_string(3, 0, phrase, pen.texte(bold=True, valign="vcenter"))


def add_dossier(
    pen: Pen, f: Any, feuille: Feuille, nom: str, rang: int, mots: str, dossier: str
) -> None:
    """The yellow cell above a table that its links read: where the files are."""
    f.write_string(2, rang - 1, mots, pen.texte(align="right"))
    jaune = pen.texte(bg_color=theme.SAISIE, border=1, border_color=theme.FILET)
    pen.write(f, 2, rang, dossier, jaune)
    pen.classeur.define_name(nom, f"='{feuille.nom}'!${lettres(rang + 1)}$3")


def _require_place(feuille: Feuille, nombre: int) -> None:
    """Refuse rows that nobody put elsewhere: a damaged workbook is worse than none."""
    if nombre > LIGNES_EXCEL - LIGNE_ENTETE:
        raise EcritureError(
            f"« {feuille.nom} » aurait {pluriel(nombre, 'ligne')}, plus qu’une feuille d’Excel"
            " n’en tient ; rien n’est écrit : consolidez le dossier en plusieurs fois",
            Etat.RIEN,
        )


def _draw(pen: Pen, f: Any, cellules: list[list[tuple[Any, Any]]], hauteurs: list[float]) -> None:
    """The same rows, written cell by cell."""
    for n, rangee in enumerate(cellules, start=LIGNE_ENTETE):
        f.set_row(n, hauteurs[n - LIGNE_ENTETE])
        for rang, (valeur, style) in enumerate(rangee):
            if isinstance(valeur, weave.Formule):
                f.write_formula(n, rang, valeur.texte, style, valeur.valeur)
            else:
                pen.write(f, n, rang, valeur, style)


def add_page_longue(pen: Pen, feuille: Feuille, longue: Longue, resume: str) -> Any:
    """The same for a sheet of plain rows that may be very long; nothing stands below.

    They have the columns of the sheet by their identifiers; those they lack are blank.
    """
    if not longue.nombre:
        return add_page(pen, feuille, [], resume)
    _require_place(feuille, longue.nombre)
    f = pen.add_feuille(feuille, resume)
    pen.add_table(f, feuille, longue.nombre)
    _set_papier(f, feuille, longue.nombre)
    styles = {c: corps(pen, c, **_lien(pen, feuille, c)) for c in feuille.colonnes}
    lots = (_lot(rows, styles) for rows in longue.lots())
    pen.add_weave(f, _weave(feuille, longue.nombre, lots), styles.values())
    return f


def add_longue(
    pen: Pen, feuille: Feuille, longues: Mapping[Feuille, Longue], resume: str
) -> tuple[Any, int]:
    """A sheet with all its rows, or with one line that says where they all are; and how many."""
    if feuille.table in pen.ailleurs:
        return add_page(pen, feuille, [], resume, rien=pen.ailleurs[feuille.table]), 0
    return add_page_longue(pen, feuille, longues[feuille], resume), longues[feuille].nombre


def _lot(rows: Rows, styles: Mapping[Colonne, Any]) -> weave.Lot:
    """Rows as they are written, each as high as its longest text."""
    colonnes, lignes = [], np.ones(len(rows), int)
    for c, style in styles.items():
        vient = c.calcule and c.id not in rows
        lue = rows["classeur"].translate(link_received) if vient else find_codee(rows, c.id)
        colonnes.append(weave.Colonne([style] * len(lue.distinctes), lue.codes, lue.distinctes))
        if has_longs(lue.distinctes, c):
            lignes = np.maximum(lignes, lue.apply(partial(count_lignes, colonne=c), int))
    return weave.Lot(colonnes, hauteur(lignes))


def corps(pen: Pen, colonne: Colonne, **autres: Any) -> Any:
    """The format of a body cell of the master: white, centred in height, off its borders."""
    if colonne.format in (*CENTREES, *SERREES):
        place: dict[str, Any] = {}
    else:
        place = {"align": "right" if colonne.format in A_DROITE else "left", "indent": 1}
    return pen.corps(colonne, **{"bg_color": theme.BLANC, "valign": "vcenter", **place, **autres})


def _debuts(feuille: Feuille, lignes: list[Ligne]) -> set[int]:
    """Rows where the first column changes, when it is said several times."""
    dits = [x.get(feuille.colonnes[0].id) for x in lignes]
    changes = {n for n in range(1, len(dits)) if dits[n] != dits[n - 1]}
    return changes if len(changes) < len(dits) - 1 else set()


def _set_papier(f: Any, feuille: Feuille, nombre: int) -> None:
    """Leave the columns of the screen out of the printed page."""
    if feuille.table in contract.HORS_PAPIER:
        droite = feuille.rang(contract.HORS_PAPIER[feuille.table]) - 1
        f.print_area(0, 0, LIGNE_ENTETE + max(nombre, 1) - 1, droite)


def en_cache(valeur: Any) -> Any:
    """A value as Excel caches it beside a formula: days are numbers, nothing is an empty text."""
    if isinstance(valeur, date):
        return (valeur - date(1899, 12, 30)).days
    return "" if valeur is None else valeur


def add_statuts(
    pen: Pen,
    f: Any,
    feuille: Feuille,
    nombre: int,
    colonne: str = "statut",
    couleurs: Mapping[str, tuple[str, str]] = theme.STATUTS,
    debut: bool = False,
) -> None:
    """Colour the words of a column, or the texts that begin with them (`debut`)."""
    derniere = PREMIERE_LIGNE + max(nombre, 1) - 1
    pen.add_mots(f, plage(feuille.rang(colonne), PREMIERE_LIGNE, derniere), couleurs, debut)


def add_ensemble(
    pen: Pen,
    f: Any,
    feuille: Feuille,
    lignes: list[Ligne],
    sommes: Iterable[str],
    autres: Mapping[str, tuple[str, object]] | None = None,
) -> int:
    """The total row under the table: sums, and other formulas with their values. Its 1-based row.

    `{n}` in another formula stands for that row.
    """
    n, sommes, autres = LIGNE_ENTETE + len(lignes), set(sommes), autres or {}
    for rang, colonne in enumerate(feuille.colonnes):
        style = corps(pen, colonne, bg_color=theme.CALCUL, bold=True, top=2)
        if colonne.id in sommes:
            formule = f"=SUM({plage(rang, PREMIERE_LIGNE, n)})"
            f.write_formula(n, rang, formule, style, sum(x.get(colonne.id) or 0 for x in lignes))
        elif colonne.id in autres:
            formule, valeur = autres[colonne.id]
            f.write_formula(n, rang, formule.format(n=n + 1), style, valeur)
        else:
            pen.write(f, n, rang, "" if rang else ENSEMBLE, style)
    return n + 1


def lettres_de(feuille: Feuille) -> dict[str, str]:
    """Column letters of a sheet, by identifier."""
    return {c.id: lettres(n) for n, c in enumerate(feuille.colonnes, start=1)}


def dans(feuille: Feuille, colonne: str) -> str:
    """« suivi[Tenu] »: a whole column of a table."""
    return f"{feuille.table}[{feuille.colonne(colonne).entete}]"


def sommes_suivi(colonnes: Iterable[str], cle: str) -> dict[str, str]:
    """Sums over the rows of « Suivi » that bear the key of a cell."""
    cles = dans(contract.SUIVI, "cle")
    return {c: f"=SUMIFS({dans(contract.SUIVI, c)},{cles},{cle})" for c in colonnes}


def sommes_cible(ligne: Ligne, colonnes: Iterable[str], cle: str) -> dict[str, str]:
    """The same for any target: those that « Indicateurs » counts are summed there."""
    if not ligne["indicateurs"]:
        return sommes_suivi(colonnes, cle)
    total, cles = (dans(contract.INDICATEURS, c) for c in ("total", "cle"))
    somme = "=" + "+".join(f'SUMIFS({total},{cles},"{i}")' for i in ligne["indicateurs"])
    return {c: somme for c in colonnes if c in ("tenu", "justifie", "au_dossier")}


def say_non_recus(feuille: Feuille, colonne: str, lignes: Iterable[Ligne]) -> tuple[str, str]:
    """« dont 5 PLIE non reçus », live and written: what explains a total of maxima."""
    absents = f'COUNTIF({dans(feuille, colonne)},"{NON_RECU}")'
    un, plusieurs = " PLIE non reçu", " PLIE non reçus"
    formule = f'=IF({absents}=0,"","dont "&{absents}&IF({absents}=1,"{un}","{plusieurs}"))'
    combien = sum(x[colonne] == NON_RECU for x in lignes)
    dit = f"dont {combien}{un if combien == 1 else plusieurs}" if combien else ""
    return formule, dit
