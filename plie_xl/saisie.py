"""What was typed, understood: dates, numbers and list values beside the raw cells.

One frame holds the rows of any number of workbooks, joined with the facts of each row's fiche
and target, so that a rule is one vectorised expression. Understanding a value is done once per
distinct value, never once per row.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from plie_xl.classeur import (
    LIBELLES_MODALITES,
    MODALITE_INCONNUE,
    PREVUE,
    REALISEE,
    REFERENCE,
    STATUTS,
    TECHNICIENS,
    find_liste,
)
from plie_xl.classeur import PARAMETRES as RUBRIQUES
from plie_xl.contenu import etat_pieces
from plie_xl.fiche import Fiche, load_fiches, load_mots_absence, load_pieces
from plie_xl.lecture import Lecture, build_frame, categorise
from plie_xl.texte import cle, est_vide, read_jour, read_nombre

COLONNES_SUIVI = (
    "numero",
    "date",
    "instance",
    "objet",
    "statut",
    "modalite",
    "lieu",
    "quantite",
    "presents",
    "commentaire",
)


@dataclass(frozen=True)
class Saisie:
    """The typed rows of the readable workbooks, and where each of their cells stands.

    `suivi` carries the raw columns and, beside them: `cible` (identifier or NaN), `etat`
    (canonical status), `forme` (modality of the fiche), `jour`, `debut`, `fin`, `reference`
    (days as ordinals, NaN when there is none), `nombre` (quantity, empty = 1, NaN when it is
    none), `fournies` (frozenset of kinds of evidence), `etat_pieces`.
    `classeurs` has one row per workbook: `fiche`, `reference`, `techniciens`, `technicien_saisi`.
    """

    lectures: tuple[Lecture, ...]
    fiches: Mapping[str, Fiche]
    classeurs: pd.DataFrame
    suivi: pd.DataFrame

    def table(self, nom: str) -> pd.DataFrame:
        """Raw rows of another table (« livrables »…) of all workbooks."""
        return build_frame(self.lectures, nom)


def interpret(
    lectures: "Lecture | Iterable[Lecture] | Saisie",
    au: date | None = None,
    fiches: Mapping[str, Fiche] | None = None,
) -> Saisie:
    """Understand the rows of any number of workbooks at once.

    Parameters
    ----------
    lectures
        What `read_classeur` gave; unreadable files and unknown fiches carry no row.
    au
        Date of reference; by default the one written in each workbook, else today. It is never
        taken beyond the end of the operation.
    fiches
        The fiches to count against; by default those of the year.
    """
    if isinstance(lectures, Saisie):
        return lectures
    toutes = (lectures,) if isinstance(lectures, Lecture) else tuple(lectures)
    fiches = load_fiches() if fiches is None else fiches
    connues = tuple(lec for lec in toutes if lec.fiche in fiches)
    classeurs = _read_parametres(connues, fiches, au)
    suivi = build_frame(connues, "suivi")
    for colonne in (*COLONNES_SUIVI, *load_pieces()):
        if colonne not in suivi:
            suivi[colonne] = categorise(np.zeros(len(suivi), np.int8), [""])
    suivi = pd.concat([suivi, _comprendre(suivi, classeurs, connues, fiches)], axis=1)
    return Saisie(toutes, fiches, classeurs, suivi)


def par_valeur(colonne: pd.Series, lire: Callable[[Any], Any], dtype: Any = object) -> pd.Series:
    """Apply `lire` once to each distinct value of a column."""
    codes, valeurs = distinguer(colonne)
    lues = np.empty(len(valeurs) + 1, dtype=dtype)
    lues[:-1] = [lire(v) for v in valeurs]
    lues[-1] = lire("")  # a missing value has the code -1
    resultat: pd.Series = pd.Series(lues[codes], index=colonne.index, dtype=lues.dtype)
    return resultat


def distinguer(colonne: pd.Series) -> tuple[Any, Sequence[Any]]:
    """For each row the place of its value among the distinct ones, and those; -1 for none."""
    if isinstance(colonne.dtype, pd.CategoricalDtype):
        return colonne.cat.codes.to_numpy(), colonne.cat.categories.to_list()
    objets = colonne.dtype == object or isinstance(colonne.dtype, pd.StringDtype)
    codes, valeurs = pd.factorize(colonne.to_numpy(object) if objets else colonne.to_numpy())
    return codes, valeurs.tolist()


def traduire(lire: Callable[..., Any], *colonnes: pd.Series) -> pd.Series:
    """Give `lire` each distinct set of values that rows hold in these columns (None for none).

    Returns
    -------
    Series
        What it gave for each row ("" for None), as categories: equal answers are kept once.
    """
    distinctes = [distinguer(colonne) for colonne in colonnes]
    joints = np.zeros(len(colonnes[0]), np.int64)
    for codes, valeurs in distinctes:
        joints = joints * (len(valeurs) + 1) + codes + 1
    rangs, restes = pd.factorize(joints)
    mots: list[list[object]] = []
    for _, valeurs in reversed(distinctes):
        restes, ici = np.divmod(restes, len(valeurs) + 1)
        mots.insert(0, list(map([None, *valeurs].__getitem__, ici.tolist())))
    places: dict[object, int] = {}
    lus = [places.setdefault("" if lu is None else lu, len(places)) for lu in map(lire, *mots)]
    codes = np.array(lus, np.int64)[rangs]
    return pd.Series(categorise(codes, list(places)), index=colonnes[0].index)


def ordinal(valeur: object) -> float:
    """A day as a number one can compare; NaN when the value is no day."""
    jour = read_jour(valeur)
    return float(jour.toordinal()) if jour else np.nan


def read_quantite(valeur: object) -> float:
    """Empty counts 1; a positive whole number counts itself; anything else is NaN."""
    if est_vide(valeur):
        return 1.0
    if isinstance(valeur, str) and not re.fullmatch(r"[1-9][0-9]*", cle(valeur)):
        return np.nan  # of a text, the live formula reads bare figures only
    nombre = read_entier(valeur)
    return nombre if nombre > 0 else np.nan


def read_entier(valeur: object) -> float:
    """A whole number, negative or not; NaN when the value is none."""
    nombre = read_nombre(valeur)
    return nombre if nombre is not None and nombre == int(nombre) else np.nan


def _read_parametres(
    lectures: Iterable[Lecture], fiches: Mapping[str, Fiche], au: date | None
) -> pd.DataFrame:
    rubriques = {p.id: p.rubrique for p in RUBRIQUES}
    lignes = []
    for lecture in lectures:
        fiche = fiches[lecture.fiche]
        saisi = lecture.parametre(rubriques[TECHNICIENS])
        arrete = lecture.parametre(rubriques[REFERENCE])
        jour = None if isinstance(arrete, str) else read_jour(arrete)
        reference = min(au or jour or date.today(), fiche.fin)
        nombre = read_entier(saisi) if not est_vide(saisi) else np.nan
        lignes.append(
            {
                "classeur": lecture.classeur,
                "fiche": fiche.id,
                "reference": reference,
                "techniciens": nombre if nombre > 0 else np.nan,
                "technicien_saisi": saisi,
                "arrete_au": arrete,
            }
        )
    colonnes = ["classeur", "fiche", "reference", "techniciens", "technicien_saisi", "arrete_au"]
    return pd.DataFrame(lignes, columns=colonnes)


def _comprendre(
    suivi: pd.DataFrame,
    classeurs: pd.DataFrame,
    lectures: Iterable[Lecture],
    fiches: Mapping[str, Fiche],
) -> pd.DataFrame:
    """The understood columns, aligned on the rows of `suivi`."""
    par_classeur = classeurs.set_index("classeur")
    lu = pd.DataFrame(index=suivi.index)
    reference = {c: float(r.toordinal()) for c, r in par_classeur["reference"].items()}
    lu["reference"] = suivi["classeur"].map(reference).astype(float)
    lu["debut"] = _fait(suivi["fiche"], {f.id: f.debut.toordinal() for f in fiches.values()})
    lu["fin"] = _fait(suivi["fiche"], {f.id: f.fin.toordinal() for f in fiches.values()})
    lu["jour"] = par_valeur(suivi["date"], ordinal, float)
    lu["nombre"] = par_valeur(suivi["quantite"], read_quantite, float)
    lu["etat"] = par_valeur(suivi["statut"], lambda v: find_liste(STATUTS, v))
    lu["forme"] = par_valeur(suivi["modalite"], _read_modalite)
    lu["cible"] = _find_cibles(suivi, fiches)
    lu["fournies"] = _find_fournies(suivi)
    for colonne in ("date", "instance", "statut", "modalite"):
        lu[f"{colonne}_vide"] = par_valeur(suivi[colonne], est_vide, bool)
    lu["illisible"] = _find_illisibles(suivi, lectures)
    lu["etat_pieces"] = _find_etat_pieces(pd.concat([suivi[["fiche"]], lu], axis=1), fiches)
    lu["vivante"] = lu["etat"].isin((PREVUE, REALISEE))
    return lu


def _fait(fiche: pd.Series, faits: Mapping[str, int]) -> pd.Series:
    return fiche.map(faits).astype(float)


def _read_modalite(valeur: object) -> str | None:
    libelle = find_liste(tuple(LIBELLES_MODALITES), valeur)
    return LIBELLES_MODALITES[libelle] if libelle else None


def _find_cibles(suivi: pd.DataFrame, fiches: Mapping[str, Fiche]) -> pd.Series:
    """Identifier of the target each row names, by the label of its own fiche."""
    connues = {(f.id, cle(c.libelle)): c.id for f in fiches.values() for c in f.instances}
    cles = par_valeur(suivi["instance"], cle)
    return pd.Series(
        [connues.get(paire) for paire in zip(suivi["fiche"], cles, strict=True)],
        index=suivi.index,
        dtype=object,
    )


def _find_fournies(suivi: pd.DataFrame) -> pd.Series:
    """The set of kinds of evidence each row gives; a word of absence is no evidence."""
    pieces = list(load_pieces())
    masque = np.zeros(len(suivi), dtype=np.int64)
    for rang, piece in enumerate(pieces):
        presente = par_valeur(suivi[piece], est_fournie, bool)
        masque |= presente.to_numpy(bool).astype(np.int64) << rang
    return par_valeur(
        pd.Series(masque, index=suivi.index).astype(object),
        lambda m: frozenset(p for rang, p in enumerate(pieces) if m and m >> rang & 1),
    )


def est_fournie(piece: object) -> bool:
    """Whether a cell of evidence holds some: a word of absence, « non », is none."""
    return not est_vide(piece) and cle(piece) not in _absences()


@cache
def _absences() -> frozenset[str]:
    return frozenset(cle(mot) for mot in load_mots_absence())


def _find_etat_pieces(rows: pd.DataFrame, fiches: Mapping[str, Fiche]) -> pd.Series:
    """Word of « Pièces » for held rows of a known target; "" elsewhere."""
    tenues = rows[(rows["etat"] == REALISEE) & rows["cible"].notna() & ~rows["illisible"]]
    mots = pd.Series("", index=rows.index, dtype=object)
    cles = list(zip(*(tenues[c] for c in ("fiche", "cible", "forme", "fournies")), strict=True))
    etats = {}
    for paire in set(cles):
        fiche, cible, forme, fournies = paire
        etats[paire] = etat_pieces(find_cible(fiches[fiche], cible), forme, fournies)
    lus = pd.Series([etats[paire] for paire in cles], index=tenues.index, dtype=object)
    inconnues = tenues["forme"].isna() & ~tenues["modalite_vide"]
    mots.loc[tenues.index] = lus.where(~inconnues, MODALITE_INCONNUE)
    return mots


def find_cible(fiche: Fiche, identifiant: str) -> Any:
    """The target, result or body without number that bears this identifier."""
    return next(c for c in fiche.instances if c.id == identifiant)


def _find_illisibles(suivi: pd.DataFrame, lectures: Iterable[Lecture]) -> pd.Series:
    fautives = {
        (lec.classeur, ligne)
        for lec in lectures
        if "suivi" in lec.tables
        for ligne in lec.tables["suivi"].illisibles
    }
    if not fautives:
        return pd.Series(False, index=suivi.index)
    paires = zip(suivi["classeur"], suivi["ligne"], strict=True)
    return pd.Series([p in fautives for p in paires], index=suivi.index, dtype=bool)
