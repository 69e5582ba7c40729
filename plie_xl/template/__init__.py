"""Fiche → workbook of the coordinator. The same fiche always gives the same bytes.

The values cached beside the formulas are those that Python counts, so that a reader which does
not recalculate sees the truth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import nan
from typing import Any

from plie_xl.attainment import Atteint, compute_taux, list_atteintes, part_ecoulee
from plie_xl.checks.count import count
from plie_xl.model.content import valeurs_parametres
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture, Table, encode
from plie_xl.model.text import read_jour
from plie_xl.model.workbook import (
    FICHE,
    LIGNE_ENTETE,
    REFERENCE,
    Feuille,
    est_vierge,
    feuilles,
    parametres,
)
from plie_xl.sheets.pen import Pen
from plie_xl.template.annexes import add_annexe
from plie_xl.template.atteinte import add_atteinte
from plie_xl.template.drawing import Contenu, Drawing, Lignes
from plie_xl.template.ecarts import add_ecarts
from plie_xl.template.fiche import add_cibles, add_fiche, add_source
from plie_xl.template.financement import add_financement
from plie_xl.template.guide import add_mode_emploi
from plie_xl.template.indicateurs import add_indicateurs
from plie_xl.template.lists import add_listes
from plie_xl.template.live import calcul_suivi, list_vivantes
from plie_xl.template.livrables import add_livrables
from plie_xl.template.rapports import add_anomalies, add_registre
from plie_xl.template.suivi import add_suivi

__all__ = ["build_template", "calcul_suivi"]

Saisies = Mapping[str, Lignes]


def build_template(
    fiche: Fiche,
    saisies: Saisies | None = None,
    *,
    boutons: bool = False,
    ajouts: Mapping[str, Sequence[str]] | None = None,
    annexes: Sequence[tuple[Feuille, Lignes]] = (),
    le: date | None = None,
) -> bytes:
    """Workbook of a fiche: blank, or filled with typed rows.

    Parameters
    ----------
    fiche
        Gives targets, evidence, amounts and the columns of « Suivi ».
    saisies
        Typed rows by table: `suivi`, `livrables`, `indicateurs`, `financement`, and one row of
        `parametres` (`techniciens`, `reference`, `contact`, `arrete`). Column identifiers are
        those of `model.workbook`. Blank when absent.
    boutons
        Draw the form buttons; the macros they call are added by `excel.package`.
    ajouts
        Headers of the columns that the user added to each table, which typed rows may hold.
    annexes
        Sheets that tell how this workbook came to be, with their rows.
    le
        The day on which it says it was saved; by default « Arrêté au », once it is past.

    Returns
    -------
    bytes
        An .xlsx workbook, the same each time. A blank one is computed at the end of the
        operation, since a date of today would change its bytes.
    """
    saisies = dict(saisies or {})
    contenu = replace(_compute(fiche, saisies), ajouts=ajouts or {})
    pen = Pen(le or contenu.cree_le or fiche.debut, f"Suivi {fiche.annee}, {fiche.plie}")
    add_mode_emploi(pen, fiche, boutons)
    _add_sheets(Drawing(fiche, pen, contenu, boutons), annexes)
    return pen.close()


def _add_sheets(drawing: Drawing, annexes: Sequence[tuple[Feuille, Lignes]]) -> None:
    """Those that stand after « Mode d’emploi », in the order of their tabs."""
    add_fiche(drawing)
    add_cibles(drawing)
    add_suivi(drawing)
    add_atteinte(drawing)
    add_livrables(drawing)
    if drawing.fiche.indicateurs:
        add_indicateurs(drawing)
    add_financement(drawing)
    add_ecarts(drawing)
    add_registre(drawing)
    add_anomalies(drawing)
    for feuille, lignes in annexes:
        add_annexe(drawing, feuille, lignes)
    add_listes(drawing)
    add_source(drawing)


def build_saisie(fiche: Fiche, saisies: Saisies, nom: str = "classeur.xlsx") -> Lecture:
    """The `Lecture` that a workbook of these typed rows would give, without writing it."""
    tables = {f.table: _table(f, saisies[f.table]) for f in feuilles(fiche) if f.table in saisies}
    tables["parametres"] = _table_parametres(fiche, saisies)
    return Lecture(nom, fiche=fiche.id, annee=fiche.annee, tables=tables)


def _table(feuille: Feuille, lignes: Lignes) -> Table:
    colonnes = {c.id: n for n, c in enumerate(feuille.colonnes, start=1) if not c.calcule}
    remplies = [n for n, ligne in enumerate(lignes) if not est_vierge(feuille, ligne)]
    valeurs = {c: encode([lignes[n].get(c, "") for n in remplies]) for c in colonnes}
    rangs = [LIGNE_ENTETE + 1 + n for n in remplies]
    return Table(feuille.table, feuille.nom, colonnes, rangs, valeurs)


def _table_parametres(fiche: Fiche, saisies: Saisies) -> Table:
    valeurs = {**valeurs_parametres(fiche), **(saisies.get("parametres") or [{}])[0]}
    return _table(
        FICHE,
        [{"rubrique": p.rubrique, "valeur": valeurs.get(p.id, "")} for p in parametres(fiche)],
    )


def _compute(fiche: Fiche, saisies: Saisies) -> Contenu:
    """What each formula will show, counted by the stages that count everything else."""
    saisie_par = (saisies.get("parametres") or [{}])[0]
    arrete = read_jour(saisie_par.get(REFERENCE))
    reference = min(arrete, fiche.fin) if arrete else fiche.fin
    compte = count(build_saisie(fiche, saisies), reference, {fiche.id: fiche})
    atteintes = list_atteintes(compte)
    globaux = {
        "tenu": _global(atteintes, "tenu"),
        "justifie": _global(atteintes, "justifie"),
        "date_reference": reference,
        "part_ecoulee": part_ecoulee(fiche, reference),
    }
    vivantes = list_vivantes(fiche)
    par_ligne = {ligne["ligne"]: ligne for ligne in compte.rangees.lignes()}
    nombre = len(saisies.get("suivi", []))
    lignes = [par_ligne.get(LIGNE_ENTETE + 1 + n, {}) for n in range(nombre)]
    calculs = {
        "suivi": [calcul_suivi(ligne, vivantes) for ligne in lignes],
        "atteinte": [_sans_nan(ligne) for ligne in atteintes],
    }
    passe = arrete if arrete and arrete <= date.today() else None  # nobody saves a workbook later
    return Contenu(saisies, calculs, globaux, passe)


def _sans_nan(ligne: Mapping[str, Any]) -> dict[str, Any]:
    return {nom: "" if valeur != valeur else valeur for nom, valeur in ligne.items()}


def _global(atteintes: list[Atteint], colonne: str) -> float | str:
    taux = next(iter(compute_taux(atteintes, colonne).values()), nan)
    return taux if taux == taux else ""
