"""What every sheet of the master shares: a page with one table, live columns, words in colour."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from plie_xl import charte, trame
from plie_xl.cellule import lettres
from plie_xl.classeur import LIGNE_ENTETE, PREMIERE_LIGNE, Feuille
from plie_xl.master import contrat
from plie_xl.master.lignes import Ligne
from plie_xl.plume import Plume, count_lignes, find_hauteur, has_longs, hauteur, plage
from plie_xl.saisie import distinguer

RIEN = "Rien à signaler."  # above an empty table, which keeps one blank row
ENSEMBLE = "Ensemble"  # first cell of a row of totals, below a table and not part of it
TECHNIQUES = ("part_tenue", "cle")  # from the first of them on, columns are not printed
Formules = Callable[[int, Ligne], Mapping[str, str]]


def add_page(
    plume: Plume,
    feuille: Feuille,
    lignes: list[Ligne],
    resume: str,
    formules: Formules = lambda n, ligne: {},
) -> Any:
    """A sheet with one table; `formules` gives the live columns of a row (1-based)."""
    f = plume.add_feuille(feuille, resume)
    plume.add_table(f, feuille, len(lignes))
    styles = [
        tuple(plume.corps(c, bg_color=charte.BLANC, **gras) for gras in ({}, {"bold": True}))
        for c in feuille.colonnes
    ]
    for n, ligne in enumerate(lignes, start=LIGNE_ENTETE):
        vivantes = formules(n + 1, ligne)
        f.set_row(n, find_hauteur(ligne, feuille.colonnes))
        gras = bool(ligne.get("total_de"))
        for rang, c in enumerate(feuille.colonnes):
            valeur, style = ligne.get(c.id), styles[rang][gras]
            if c.id in vivantes:
                f.write_formula(n, rang, vivantes[c.id], style, en_cache(valeur))
            else:
                plume.write(f, n, rang, valeur, style)
    techniques = [r for r, c in enumerate(feuille.colonnes) if c.id in TECHNIQUES]
    if techniques:
        f.print_area(0, 0, LIGNE_ENTETE + max(len(lignes), 1) - 1, min(techniques) - 1)
    if not lignes:
        f.write_string(3, 0, RIEN, plume.texte(bold=True, valign="vcenter"))
    return f


def add_page_longue(plume: Plume, feuille: Feuille, rows: pd.DataFrame, resume: str) -> Any:
    """The same for a sheet of plain rows that may be very long; nothing stands below.

    `rows` has the columns of the sheet by their identifiers; those it lacks are blank.
    """
    if rows.empty:
        return add_page(plume, feuille, [], resume)
    f = plume.add_feuille(feuille, resume)
    plume.add_table(f, feuille, len(rows))
    colonnes = []
    lignes = np.ones(len(rows), int)
    for c in feuille.colonnes:
        codes, distinctes = distinguer(rows[c.id]) if c.id in rows else (lignes - 1, [""])
        colonnes.append(trame.Colonne(plume.corps(c, bg_color=charte.BLANC), codes, distinctes))
        if has_longs(distinctes, c):
            hautes = np.array([count_lignes(valeur, c) for valeur in distinctes])
            lignes = np.maximum(lignes, hautes[codes])
    plume.add_trame(f, trame.Trame(PREMIERE_LIGNE, colonnes, hauteur(lignes)))
    return f


def en_cache(valeur: Any) -> Any:
    """A value as Excel caches it beside a formula: days are numbers, nothing is an empty text."""
    if isinstance(valeur, date):
        return (valeur - date(1899, 12, 30)).days
    return "" if valeur is None else valeur


def add_statuts(
    plume: Plume,
    f: Any,
    feuille: Feuille,
    nombre: int,
    colonne: str = "statut",
    couleurs: Mapping[str, tuple[str, str]] = charte.STATUTS,
) -> None:
    """Colour the words of a column."""
    derniere = PREMIERE_LIGNE + max(nombre, 1) - 1
    plume.add_mots(f, plage(feuille.rang(colonne), PREMIERE_LIGNE, derniere), couleurs)


def add_ensemble(
    plume: Plume,
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
        style = plume.corps(colonne, bg_color=charte.CALCUL, bold=True, top=2)
        if colonne.id in sommes:
            formule = f"=SUM({plage(rang, PREMIERE_LIGNE, n)})"
            f.write_formula(n, rang, formule, style, sum(x.get(colonne.id) or 0 for x in lignes))
        elif colonne.id in autres:
            formule, valeur = autres[colonne.id]
            f.write_formula(n, rang, formule.format(n=n + 1), style, valeur)
        else:
            plume.write(f, n, rang, "" if rang else ENSEMBLE, style)
    return n + 1


def lettres_de(feuille: Feuille) -> dict[str, str]:
    """Column letters of a sheet, by identifier."""
    return {c.id: lettres(n) for n, c in enumerate(feuille.colonnes, start=1)}


def dans(feuille: Feuille, colonne: str) -> str:
    """« suivi[Tenu] »: a whole column of a table."""
    return f"{feuille.table}[{feuille.colonne(colonne).entete}]"


def sommes_suivi(colonnes: Iterable[str], cle: str) -> dict[str, str]:
    """Sums over the rows of « Suivi » that bear the key of a cell."""
    cles = dans(contrat.SUIVI, "cle")
    return {c: f"=SUMIFS({dans(contrat.SUIVI, c)},{cles},{cle})" for c in colonnes}


def sommes_cible(ligne: Ligne, colonnes: Iterable[str], cle: str) -> dict[str, str]:
    """The same for any target: those that « Indicateurs » counts are summed there."""
    if not ligne["indicateurs"]:
        return sommes_suivi(colonnes, cle)
    total, cles = (dans(contrat.INDICATEURS, c) for c in ("total", "cle"))
    somme = "=" + "+".join(f'SUMIFS({total},{cles},"{i}")' for i in ligne["indicateurs"])
    return {c: somme for c in colonnes if c in ("tenu", "justifie")}
