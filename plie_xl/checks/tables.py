"""The frames that rules look at: one row per row of « Suivi », or one per cell to judge."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from plie_xl.checks.chiffres import (
    CLES,
    assemble,
    build_financement,
    build_montants,
    build_ventilations,
    find_fautives,
    stack,
)
from plie_xl.checks.chiffres import build_indicateurs as build_indicateurs
from plie_xl.checks.compte import Compte
from plie_xl.classeur import CIBLES, PARAMETRES, REFERENCE, TECHNICIENS
from plie_xl.confidentiel import find_personnelle
from plie_xl.contenu import lignes_cibles
from plie_xl.fiche import Fiche, load_pieces
from plie_xl.lecture import Lecture
from plie_xl.saisie import distinguer, par_valeur
from plie_xl.texte import cle, en_clair, est_vide, read_jour
from plie_xl.vocabulaire import load_mots_absence, load_mots_sans_reference

MODIFIEE, ABSENTE, EN_TROP = "modifiée", "absente", "en trop"  # what befell a row of « Cibles »
LIBRES = ("objet", "lieu", "commentaire")


def build_suivi(compte: Compte) -> pd.DataFrame:
    """Rows of « Suivi » with the row each one repeats: same meeting, same number."""
    suivi = compte.suivi.copy()
    cibles = {
        (f.id, c.id): (c.unite == "réunion", c.preferee)
        for f in compte.saisie.fiches.values()
        for c in f.instances
    }
    faits = [cibles.get(p, (True, "")) for p in zip(suivi["fiche"], suivi["cible"], strict=True)]
    suivi["preferee"] = pd.Series([f[1] for f in faits], index=suivi.index, dtype=object)
    suivi["a_defaut"] = [
        bool(preferee) and preferee not in fournies
        for preferee, fournies in zip(suivi["preferee"], suivi["fournies"], strict=True)
    ]
    objet = par_valeur(suivi["objet"], cle)
    objet = objet.where(~pd.Series([f[0] for f in faits], index=suivi.index, dtype=bool), "")
    reelles = suivi["vivante"] & suivi["cible"].notna() & suivi["jour"].notna()
    reelles &= ~suivi["illisible"]
    suivi["jumelle"] = _premiere(
        suivi,
        reelles,
        {**{nom: suivi[nom] for nom in ("classeur", "cible", "jour")}, "objet": objet},
    )
    numero = par_valeur(suivi["numero"], lambda v: "" if est_vide(v) else cle(en_clair(v)))
    suivi["homonyme"] = _premiere(
        suivi, numero != "", {"classeur": suivi["classeur"], "numero": numero}
    )
    return suivi


def _premiere(rows: pd.DataFrame, parmi: pd.Series, cles: Mapping[str, pd.Series]) -> pd.Series:
    """Excel row of the first row with the same keys; NaN for that first row and the others."""
    gardees = pd.DataFrame({nom: numeroter(c[parmi]) for nom, c in cles.items()})
    repetees = gardees[gardees.duplicated(keep=False)]
    if repetees.empty:
        return pd.Series(np.nan, index=rows.index)
    lignes = rows.loc[repetees.index, "ligne"]
    premiere = lignes.groupby([repetees[nom] for nom in cles], sort=False).transform("first")
    autres: pd.Series = premiere.where(premiere != lignes)
    return autres.reindex(rows.index).astype(float)


def numeroter(colonne: pd.Series) -> pd.Series:
    """The same number for equal values."""
    return pd.Series(distinguer(colonne)[0], index=colonne.index)


def build_textes(compte: Compte) -> pd.DataFrame:
    """Cells of text that seem to point at a person."""
    sources = {
        "suivi": (compte.suivi, (*LIBRES, *load_pieces())),
        "livrables": (compte.saisie.table("livrables"), ("reference", "commentaire")),
        "financement": (compte.saisie.table("financement"), ("commentaire",)),
    }
    empiles = [
        stack(rows, colonnes, find_personnelle).assign(table=table)
        for table, (rows, colonnes) in sources.items()
    ]
    textes = assemble(empiles, [*CLES, "colonne", "valeur", "lu", "table"])
    return textes.drop(columns="valeur").rename(columns={"lu": "personnelle"})


def build_references(compte: Compte) -> pd.DataFrame:
    """One row per reference of a piece, with the row that gave the same reference before."""
    banales = {cle(mot) for mot in (*load_mots_absence(), *load_mots_sans_reference())} | {""}
    vivantes = compte.suivi[compte.suivi["vivante"] & ~compte.suivi["illisible"]]

    def lire(valeur: object) -> str | None:
        lue = cle(en_clair(valeur))
        return lue if lue not in banales else None

    references = stack(vivantes, load_pieces(), lire)
    references = references.rename(columns={"valeur": "reference", "lu": "cle"})
    references = references.sort_values(["classeur", "ligne"], kind="stable", ignore_index=True)
    references["homonyme"] = _premiere(
        references,
        pd.Series(True, index=references.index),
        {nom: references[nom] for nom in ("classeur", "cle")},
    )
    return references


def build_parametres(compte: Compte) -> pd.DataFrame:
    """One row per workbook: what « Fiche » leaves to fill in."""
    rows = compte.saisie.classeurs.copy()
    avec = {f.id for f in compte.saisie.fiches.values() if f.par_technicien}
    rows["par_technicien"] = rows["fiche"].isin(avec)
    rows["technicien_vide"] = par_valeur(rows["technicien_saisi"], est_vide, bool)
    rows["arrete_lisible"] = par_valeur(
        rows["arrete_au"],
        lambda v: est_vide(v) or (not isinstance(v, str) and read_jour(v) is not None),
        bool,
    )
    fautives = _rubriques_fautives(compte.saisie.lectures)
    if fautives:
        noms = {p.id: p.rubrique for p in PARAMETRES}
        dites = {i: [(c, noms[i]) in fautives for c in rows["classeur"]] for i in noms}
        rows["par_technicien"] &= ~np.array(dites[TECHNICIENS], bool)
        rows["arrete_lisible"] |= np.array(dites[REFERENCE], bool)
    return rows


def _rubriques_fautives(lectures: tuple[Lecture, ...]) -> set[tuple[str, object]]:
    """Headings of « Fiche » whose value reading has already reported, by workbook."""
    fautives = find_fautives(lectures, "parametres")
    return {
        (lecture.classeur, rubrique)
        for lecture in lectures
        if "parametres" in lecture.tables
        for table in (lecture.tables["parametres"],)
        for ligne, rubrique in zip(table.lignes, table.valeurs["rubrique"], strict=True)
        if (lecture.classeur, ligne, "valeur") in fautives
    }


def build_cibles(compte: Compte) -> pd.DataFrame:
    """Cells of « Cibles » that differ from what the fiche says."""
    ecarts = [
        {"classeur": lec.classeur, "fiche": lec.fiche, **ecart, "conforme": False}
        for lec in compte.saisie.lectures
        if "cibles" in lec.tables and lec.fiche in compte.saisie.fiches
        for ecart in _ecarts_cibles(lec, compte.saisie.fiches[lec.fiche])
    ]
    colonnes = ["classeur", "fiche", "ligne", "colonne", "ecart", "lu", "attendu_valeur"]
    return pd.DataFrame(ecarts, columns=[*colonnes, "conforme"])


def _ecarts_cibles(lecture: Lecture, fiche: Fiche) -> Iterator[dict[str, Any]]:
    table = lecture.tables["cibles"]
    colonnes = [c.id for c in CIBLES.colonnes if c.id in table.valeurs]
    lues = [
        dict(zip(colonnes, valeurs, strict=True))
        for valeurs in zip(*(table.valeurs[c] for c in colonnes), strict=True)
    ]
    restes = list(range(len(lues)))
    orphelines = []
    for attendue in lignes_cibles(fiche):
        meme = [n for n in restes if _pareil(lues[n].get("libelle"), attendue["libelle"])]
        if meme:
            restes.remove(meme[0])
            yield from _ecarts_ligne(lues[meme[0]], attendue, table.lignes[meme[0]], colonnes)
        else:
            orphelines.append(attendue)
    for attendue in orphelines:
        if restes:
            n = restes.pop(0)
            yield from _ecarts_ligne(lues[n], attendue, table.lignes[n], colonnes)
        else:
            yield _ecart(0, "libelle", ABSENTE, "", attendue["libelle"])
    for n in restes:
        yield _ecart(table.lignes[n], "libelle", EN_TROP, lues[n].get("libelle"), "")


def _ecarts_ligne(
    lue: dict[str, object], attendue: dict[str, object], ligne: int, colonnes: Iterable[str]
) -> Iterator[dict[str, Any]]:
    for colonne in colonnes:
        if not _pareil(lue[colonne], attendue[colonne]):
            yield _ecart(ligne, colonne, MODIFIEE, lue[colonne], attendue[colonne])


def _ecart(ligne: int, colonne: str, ecart: str, lu: object, attendu: object) -> dict[str, Any]:
    faits = {"ligne": ligne, "colonne": colonne, "ecart": ecart}
    return {**faits, "lu": lu, "attendu_valeur": attendu}


def _pareil(lu: object, attendu: object) -> bool:
    return lu == attendu or cle(en_texte_simple(lu)) == cle(en_texte_simple(attendu))


def en_texte_simple(valeur: object) -> str:
    """A value as text, whole numbers without decimals."""
    return f"{valeur:g}" if isinstance(valeur, int | float) else str(valeur or "")


FRAMES: dict[str, Callable[[Compte], pd.DataFrame]] = {
    "suivi": build_suivi,
    "textes": build_textes,
    "references": build_references,
    "parametres": build_parametres,
    "cibles": build_cibles,
    "montants": build_montants,
    "financement": build_financement,
    "indicateurs": build_indicateurs,
    "ventilations": build_ventilations,
}
