"""What rules look at: one row per row of « Suivi », or one per cell to judge."""

from collections.abc import Iterable, Iterator

import numpy as np

from plie_xl.checks.count import Compte
from plie_xl.checks.figures import (
    CLES,
    build_financement,
    build_indicateurs,
    build_montants,
    build_ventilations,
    find_fautives,
    stack,
)
from plie_xl.checks.rules.territoires import find_ailleurs
from plie_xl.model.content import lignes_cibles
from plie_xl.model.evidence import read_reference
from plie_xl.model.fiche import Fiche, load_pieces
from plie_xl.model.frames import (
    Coded,
    Mask,
    Rows,
    Vector,
    build_lignes,
    build_rangees,
    cross,
    number_groups,
)
from plie_xl.model.lecture import Lecture
from plie_xl.model.privacy import find_personnelle
from plie_xl.model.text import cle, en_clair, est_vide, read_jour
from plie_xl.model.workbook import CIBLES, PARAMETRES, REFERENCE, TECHNICIENS

MODIFIEE, ABSENTE, EN_TROP = "modifiée", "absente", "en trop"  # what befell a row of « Cibles »
LIBRES = ("objet", "lieu", "commentaire")
_TEXTES = {
    "livrables": ("reference", "commentaire"),
    "financement": ("commentaire",),
}


def build_tables(compte: Compte) -> dict[str, Rows]:
    """Each of `regle.TABLES`."""
    fiches = compte.saisie.fiches
    montants, indicateurs = build_montants(compte), build_indicateurs(compte)
    return {
        "suivi": build_suivi(compte),
        "textes": build_textes(compte),
        "references": build_references(compte),
        "parametres": build_parametres(compte),
        "cibles": build_cibles(compte),
        "montants": montants,
        "financement": build_financement(montants, fiches),
        "indicateurs": indicateurs,
        "ventilations": build_ventilations(indicateurs, fiches),
    }


def build_suivi(compte: Compte) -> Rows:
    """Rows of « Suivi » with the row each one repeats: same meeting, same number."""
    suivi = compte.rangees
    cibles = {
        (fiche, c.id): c
        for fiche in suivi["fiche"].distinctes
        for c in compte.saisie.fiches[fiche].instances
    }
    connue = (suivi["fiche"], suivi["cible"])
    sans_objet = cross(lambda *x: x in cibles and cibles[x].unite != "réunion", *connue)
    preferee = cross(lambda *x: cibles[x].preferee if x in cibles else "", *connue)
    a_defaut = cross(lambda p, fournies: bool(p) and p not in fournies, preferee, suivi["fournies"])
    objet = suivi["objet"].translate(cle).sauf(~sans_objet.est(True), "")
    reelles = suivi["vivante"] & ~suivi["cible"].est(None) & ~np.isnan(suivi["jour"])
    numero = suivi["numero"].translate(lambda v: "" if est_vide(v) else cle(en_clair(v)))
    memes = (suivi["classeur"], suivi["cible"], suivi["jour"], objet)
    return suivi.avec(
        a_defaut=a_defaut.est(True),
        jumelle=_find_premieres(suivi["ligne"], reelles & ~suivi["illisible"], *memes),
        homonyme=_find_premieres(suivi["ligne"], ~numero.est(""), suivi["classeur"], numero),
        ailleurs=find_ailleurs(suivi, ~compte.tenus["CON-04"]),
    )


def _find_premieres(lignes: Vector, parmi: Mask, *cles: Coded | Vector) -> Vector:
    """Excel row of the first row with the same keys; NaN for that first row and the others."""
    ou = np.flatnonzero(parmi)
    groupes, _ = number_groups(*(c[ou] for c in cles))
    premieres = np.full(groupes.max(initial=0) + 1, np.inf)
    np.minimum.at(premieres, groupes, lignes[ou])
    repetees = premieres[groupes] != lignes[ou]
    trouvees = np.full(len(lignes), np.nan)
    trouvees[ou[repetees]] = premieres[groupes][repetees]
    return trouvees


def build_textes(compte: Compte) -> Rows:
    """Cells of text that seem to point at a person."""
    sources = {nom: build_rangees(compte.saisie.lectures, nom) for nom in _TEXTES}
    empiles = [
        ("suivi", stack(compte.rangees, (*LIBRES, *load_pieces()), find_personnelle)),
        *((nom, stack(rows, _TEXTES[nom], find_personnelle)) for nom, rows in sources.items()),
    ]
    trouves = [
        (nom, *(x[c] for c in (*CLES, "colonne", "lu")))
        for nom, rows in empiles
        for x in rows.lignes()
    ]
    return build_lignes(("table", *CLES, "colonne", "personnelle"), trouves)


def build_references(compte: Compte) -> Rows:
    """One row per reference of a piece, with the row that gave the same reference before."""
    citees = stack(compte.rangees, load_pieces(), read_reference, ("vivante", "illisible"))
    memes = (citees["classeur"], citees["lu"].translate(lambda lue: lue))
    vivantes = citees["vivante"] & ~citees["illisible"]
    homonyme = _find_premieres(citees["ligne"], vivantes, *memes)
    return citees.avec(reference=citees["valeur"], homonyme=homonyme)


def build_parametres(compte: Compte) -> Rows:
    """One row per workbook: what « Fiche » leaves to fill in."""
    rows, fiches = compte.saisie.parametres, compte.saisie.fiches
    fautives = _rubriques_fautives(compte.saisie.lectures)
    noms = {p.id: p.rubrique for p in PARAMETRES}
    dites = {
        i: rows["classeur"].apply(lambda c, i=i: (c, noms[i]) in fautives, bool)
        for i in (TECHNICIENS, REFERENCE)
    }
    attendu = rows["fiche"].apply(lambda fiche: fiches[fiche].par_technicien, bool)
    return rows.avec(
        par_technicien=attendu & ~dites[TECHNICIENS],
        technicien_vide=rows["technicien_saisi"].apply(est_vide, bool),
        arrete_lisible=rows["arrete_au"].apply(_est_lisible, bool) | dites[REFERENCE],
    )


def _est_lisible(arrete: object) -> bool:
    return est_vide(arrete) or (not isinstance(arrete, str) and read_jour(arrete) is not None)


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


def build_cibles(compte: Compte) -> Rows:
    """Cells of « Cibles » that differ from what the fiche says."""
    ecarts = [
        (lec.classeur, lec.fiche, *ecart, False)
        for lec in compte.saisie.lectures
        if "cibles" in lec.tables and lec.fiche in compte.saisie.fiches
        for ecart in _ecarts_cibles(lec, compte.saisie.fiches[lec.fiche])
    ]
    cibles = build_lignes((*CLES, "colonne", "ecart", "lu", "attendu_valeur", "conforme"), ecarts)
    return cibles.avec(conforme=cibles["conforme"].est(True))


Ecart = tuple[int, str, str, object, object]  # row, column, what befell it, read, expected


def _ecarts_cibles(lecture: Lecture, fiche: Fiche) -> Iterator[Ecart]:
    table = lecture.tables["cibles"]
    lues_par_colonne = table.unfold()
    colonnes = [c.id for c in CIBLES.colonnes if c.id in lues_par_colonne]
    lues = [
        dict(zip(colonnes, valeurs, strict=True))
        for valeurs in zip(*(lues_par_colonne[c] for c in colonnes), strict=True)
    ]
    restes = list(range(len(lues)))
    orphelines = []
    for attendue in lignes_cibles(fiche):
        memes = (n for n in restes if _pareil(lues[n].get("libelle"), attendue["libelle"]))
        meme = next(memes, None)
        if meme is None:
            orphelines.append(attendue)
        else:
            restes.remove(meme)
            yield from _ecarts_ligne(lues[meme], attendue, table.lignes[meme], colonnes)
    for attendue in orphelines:
        if restes:
            n = restes.pop(0)
            yield from _ecarts_ligne(lues[n], attendue, table.lignes[n], colonnes)
        else:
            yield (0, "libelle", ABSENTE, "", attendue["libelle"])
    for n in restes:
        yield (table.lignes[n], "libelle", EN_TROP, lues[n].get("libelle"), "")


def _ecarts_ligne(
    lue: dict[str, object], attendue: dict[str, object], ligne: int, colonnes: Iterable[str]
) -> Iterator[Ecart]:
    for colonne in colonnes:
        if not _pareil(lue[colonne], attendue[colonne]):
            yield (ligne, colonne, MODIFIEE, lue[colonne], attendue[colonne])


def _pareil(lu: object, attendu: object) -> bool:
    return lu == attendu or cle(en_texte_simple(lu)) == cle(en_texte_simple(attendu))


def en_texte_simple(valeur: object) -> str:
    """A value as text, whole numbers without decimals."""
    return f"{valeur:g}" if isinstance(valeur, int | float) else str(valeur or "")
