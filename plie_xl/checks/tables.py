"""The frames that rules look at: one row per row of « Suivi », or one per cell to judge."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from plie_xl.checks.compte import Compte
from plie_xl.classeur import CIBLES, DEPENSE, FSE, INDICATEURS, NATURES, RESSOURCE, find_liste
from plie_xl.confidentiel import find_personnelle
from plie_xl.contenu import lignes_cibles
from plie_xl.fiche import Fiche, load_pieces
from plie_xl.lecture import Lecture
from plie_xl.saisie import Saisie, find_cible, par_valeur, read_entier
from plie_xl.texte import cle, en_clair, est_vide, read_jour, read_nombre
from plie_xl.vocabulaire import load_mots_sans_reference

MOIS = tuple(c.id for c in INDICATEURS.colonnes if c.id.startswith("m"))
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
        suivi, reelles, [suivi["classeur"], suivi["cible"], suivi["jour"], objet]
    )
    numero = par_valeur(suivi["numero"], lambda v: "" if est_vide(v) else cle(en_clair(v)))
    suivi["homonyme"] = _premiere(suivi, numero != "", [suivi["classeur"], numero])
    return suivi


def _premiere(rows: pd.DataFrame, parmi: pd.Series, cles: list[pd.Series]) -> pd.Series:
    """Excel row of the first row with the same keys; NaN for that first row and the others."""
    gardees = rows.loc[parmi, "ligne"]
    if gardees.empty:
        return pd.Series(np.nan, index=rows.index)
    premiere = gardees.groupby([c[parmi] for c in cles], sort=False).transform("first")
    repetees: pd.Series = premiere.where(premiere != gardees)
    return repetees.reindex(rows.index).astype(float)


def build_textes(compte: Compte) -> pd.DataFrame:
    """Cells of text that seem to point at a person."""
    trouves = []
    sources = {
        "suivi": (compte.suivi, (*LIBRES, *load_pieces())),
        "livrables": (compte.saisie.table("livrables"), ("reference", "commentaire")),
        "financement": (compte.saisie.table("financement"), ("commentaire",)),
    }
    for table, (rows, colonnes) in sources.items():
        for colonne in colonnes:
            if colonne in rows and len(rows):
                personnelle = par_valeur(rows[colonne], find_personnelle)
                lus = rows.loc[personnelle.notna(), ["classeur", "fiche", "ligne"]]
                trouves.append(
                    lus.assign(table=table, colonne=colonne, personnelle=personnelle.dropna())
                )
    return _assemble(trouves, ["classeur", "fiche", "ligne", "table", "colonne", "personnelle"])


def build_references(compte: Compte) -> pd.DataFrame:
    """One row per reference of a piece, with the row that gave the same reference before."""
    banales = {cle(mot) for mot in load_mots_sans_reference()}
    vivantes = compte.suivi[compte.suivi["vivante"] & ~compte.suivi["illisible"]]
    longs = []
    for piece in load_pieces():
        presente = vivantes["fournies"].map(lambda f, p=piece: p in f).astype(bool)
        rows = vivantes.loc[presente, ["classeur", "fiche", "ligne"]]
        longs.append(rows.assign(colonne=piece, reference=vivantes.loc[presente, piece]))
    references = _assemble(longs, ["classeur", "fiche", "ligne", "colonne", "reference"])
    references["cle"] = par_valeur(references["reference"], lambda v: cle(en_clair(v)))
    references = references[~references["cle"].isin(banales)]
    references = references.sort_values(["classeur", "ligne"], kind="stable", ignore_index=True)
    references["homonyme"] = _premiere(
        references, references["cle"] != "", [references["classeur"], references["cle"]]
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
    return rows


def build_cibles(compte: Compte) -> pd.DataFrame:
    """Cells of « Cibles » that differ from what the fiche says."""
    ecarts = [
        {"classeur": lec.classeur, "fiche": lec.fiche, **ecart, "conforme": False}
        for lec in compte.saisie.lectures
        if "cibles" in lec.tables and lec.fiche in compte.saisie.fiches
        for ecart in _ecarts_cibles(lec, compte.saisie.fiches[lec.fiche])
    ]
    colonnes = ["classeur", "fiche", "ligne", "colonne", "valeur", "attendu_valeur", "conforme"]
    return pd.DataFrame(ecarts, columns=colonnes)


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
            yield {
                "ligne": 0,
                "colonne": "libelle",
                "valeur": "ligne absente",
                "attendu_valeur": attendue["libelle"],
            }
    for n in restes:
        yield {
            "ligne": table.lignes[n],
            "colonne": "libelle",
            "valeur": lues[n].get("libelle"),
            "attendu_valeur": "rien",
        }


def _ecarts_ligne(
    lue: dict[str, object], attendue: dict[str, object], ligne: int, colonnes: Iterable[str]
) -> Iterator[dict[str, Any]]:
    for colonne in colonnes:
        if not _pareil(lue[colonne], attendue[colonne]):
            yield {
                "ligne": ligne,
                "colonne": colonne,
                "valeur": lue[colonne],
                "attendu_valeur": attendue[colonne],
            }


def _pareil(lu: object, attendu: object) -> bool:
    return lu == attendu or cle(en_texte_simple(lu)) == cle(en_texte_simple(attendu))


def en_texte_simple(valeur: object) -> str:
    """A value as text, whole numbers without decimals."""
    return f"{valeur:g}" if isinstance(valeur, int | float) else str(valeur or "")


def build_montants(compte: Compte) -> pd.DataFrame:
    """One row per amount typed in « Financement »."""
    rows = compte.saisie.table("financement")
    if rows.empty or "nature" not in rows:
        return pd.DataFrame(
            columns=[
                *_CLES,
                "colonne",
                "valeur",
                "poste",
                "nature",
                "nombre",
                "en_texte",
                "nature_connue",
            ]
        )
    rows["nature"] = par_valeur(rows["nature"], lambda v: find_liste(NATURES, v))
    poste = rows["poste"] if "poste" in rows else pd.Series("", index=rows.index)
    longs = [
        rows[_CLES].assign(colonne=c, valeur=rows[c], poste=poste, nature=rows["nature"])
        for c in ("prevu", "realise")
        if c in rows
    ]
    montants = _assemble(longs, [*_CLES, "colonne", "valeur", "poste", "nature"])
    montants = montants[~par_valeur(montants["valeur"], est_vide, bool)].reset_index(drop=True)
    montants["nombre"] = par_valeur(montants["valeur"], _nombre, float)
    montants["en_texte"] = par_valeur(montants["valeur"], lambda v: isinstance(v, str), bool)
    montants["nature_connue"] = montants["nature"].notna()
    return montants


def build_financement(compte: Compte) -> pd.DataFrame:
    """Sums by workbook, planned and realised: costs, resources, FSE+, and the fiche's limits."""
    montants = build_montants(compte)
    valables = montants[montants["nombre"] >= 0]
    est_fse = par_valeur(valables["poste"], cle) == cle(FSE)
    postes = {
        "depenses": valables["nature"] == DEPENSE,
        "ressources": valables["nature"] == RESSOURCE,
        "fse": (valables["nature"] == RESSOURCE) & est_fse,
    }
    sommes = pd.DataFrame({n: valables["nombre"].where(m, 0.0) for n, m in postes.items()})
    cles = [valables[c] for c in ("classeur", "fiche", "colonne")]
    total = sommes.groupby(cles, sort=True).sum().reset_index()
    lignes = valables[est_fse].drop_duplicates(["classeur", "colonne"])
    total = total.merge(lignes[["classeur", "colonne", "ligne"]], how="left")
    total["ligne"] = total["ligne"].fillna(0).astype(int)
    fiches = compte.saisie.fiches
    total["montant_fse"] = total["fiche"].map({f.id: f.montant_fse for f in fiches.values()})
    taux = {f.id: np.nan if f.taux_max is None else f.taux_max for f in fiches.values()}
    total["taux_max"] = total["fiche"].map(taux).astype(float)
    return total


def build_indicateurs(compte: Compte) -> pd.DataFrame:
    """One row per count typed in « Indicateurs »."""
    rows = compte.saisie.table("indicateurs")
    libelle = rows["indicateur"] if "indicateur" in rows else pd.Series("", index=rows.index)
    longs = [
        rows[_CLES].assign(colonne=m, valeur=rows[m], indicateur=libelle) for m in MOIS if m in rows
    ]
    comptes = _assemble(longs, [*_CLES, "colonne", "valeur", "indicateur"])
    comptes = comptes[~par_valeur(comptes["valeur"], est_vide, bool)].reset_index(drop=True)
    comptes["nombre"] = par_valeur(comptes["valeur"], read_entier, float)
    comptes["id"] = _identifie(comptes, compte.saisie)
    return comptes


def build_ventilations(compte: Compte) -> pd.DataFrame:
    """Sums of parts (genders, ages, diplomas…) beside the total they cannot exceed, by month."""
    comptes = build_indicateurs(compte)
    comptes = comptes[(comptes["nombre"] >= 0) & comptes["id"].notna()]
    nombres = comptes.set_index(["classeur", "colonne", "id"])["nombre"].to_dict()
    lignes = comptes.set_index(["classeur", "colonne", "id"])["ligne"].to_dict()
    trouvees = []
    for classeur, fiche in comptes[["classeur", "fiche"]].drop_duplicates().itertuples(index=False):
        for borne, parties in _groupes(compte.saisie.fiches[fiche]):
            for mois in MOIS:
                presentes = [p for p in parties if (classeur, mois, p) in nombres]
                if presentes:
                    somme = sum(nombres[classeur, mois, p] for p in presentes)
                    trouvees.append(
                        (
                            classeur,
                            fiche,
                            lignes[classeur, mois, presentes[-1]],
                            mois,
                            tuple(presentes),
                            somme,
                            borne,
                            nombres.get((classeur, mois, borne), 0.0),
                        )
                    )
    return pd.DataFrame(trouvees, columns=[*_CLES, "colonne", "parties", "somme", "total", "borne"])


def _groupes(fiche: Fiche) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each total with the parts that together stay below it."""
    groupes: dict[tuple[str, str], list[str]] = {}
    for indicateur in fiche.indicateurs:
        if indicateur.partie_de:
            nom = indicateur.groupe or indicateur.id
            groupes.setdefault((indicateur.partie_de, nom), []).append(indicateur.id)
    return ((total, tuple(parties)) for (total, _), parties in groupes.items())


def _identifie(comptes: pd.DataFrame, saisie: Saisie) -> pd.Series:
    connus = {(f.id, cle(i.libelle)): i.id for f in saisie.fiches.values() for i in f.indicateurs}
    cles = par_valeur(comptes["indicateur"], cle)
    paires = zip(comptes["fiche"], cles, strict=True)
    return pd.Series([connus.get(p) for p in paires], index=comptes.index, dtype=object)


def _nombre(valeur: object) -> float:
    nombre = read_nombre(valeur)
    return np.nan if nombre is None else nombre


def _assemble(frames: list[pd.DataFrame], colonnes: list[str]) -> pd.DataFrame:
    pleines = [f for f in frames if len(f)]
    return pd.concat(pleines, ignore_index=True) if pleines else pd.DataFrame(columns=colonnes)


_CLES = ["classeur", "fiche", "ligne"]

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

__all__ = ["FRAMES", "find_cible"]
