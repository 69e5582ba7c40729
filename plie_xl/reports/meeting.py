"""« Préparer la réunion »: the papers that the fiche asks for, ready before the meeting.

A paper prepared proves nothing: no cell of evidence is filled here. Nobody is named either.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from textwrap import shorten
from typing import Any

from plie_xl.checks.count import Compte
from plie_xl.checks.interpret import find_cible
from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule
from plie_xl.model.fiche import Fiche
from plie_xl.model.target import Cible
from plie_xl.model.text import en_clair, enumere, read_heure, typographie
from plie_xl.model.words import PREVUE
from plie_xl.model.workbook import SUIVI, feuille_suivi
from plie_xl.pieces.names import Nom, build_nom

_LONG = 150  # characters of what a coordinator typed, so that a paper keeps to its page
_BLANC = "            "


@dataclass(frozen=True)
class Reunion:
    """One row of « Suivi »; `rang` tells it from the others of its target on its day."""

    fiche: Fiche
    cible: Cible
    ligne: int
    jour: date
    modalite: str | None
    lieu: str = ""
    objet: str = ""
    horaires: str = f"de {_BLANC} à {_BLANC}"
    rang: int = 1

    @property
    def dossier(self) -> str:
        """« 2024-03-12_COPIL », « 2024-03-12_COPIL_02 » for a second one on that day."""
        suite = f"_{self.rang:02}" if self.rang > 1 else ""
        return f"{self.jour.isoformat()}_{self.cible.id.upper()}{suite}"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of evidence that its fiche asks for, met in this way."""
        jeux = self.cible.jeux(self.modalite)
        return tuple(dict.fromkeys(piece for jeu in jeux for piece in jeu))

    def nom(self, kind: str, extension: str) -> str:
        """The name of the file of one kind of evidence, as `pieces` reads it back."""
        return build_nom(Nom(self.jour, self.cible.id, kind, self.rang, extension))


@dataclass(frozen=True)
class Preparation:
    """Rows that can be prepared, and what is wrong with those that cannot."""

    reunions: tuple[Reunion, ...] = ()
    anomalies: tuple[Anomalie, ...] = ()
    absentes: tuple[int, ...] = ()  # rows asked for where no meeting is noted


def find_reunions(
    compte: Compte,
    lignes: Iterable[int] = (),
    du: date | None = None,
    au: date | None = None,
) -> Preparation:
    """The meetings of one workbook to prepare: these rows, else those planned between two days.

    Parameters
    ----------
    lignes
        Rows of « Suivi » as Excel numbers them; what is wrong with one is said.
    du, au
        First and last day, when no row is named.
    """
    voulues = set(lignes)
    reunions, anomalies = [], []
    rangs: Counter[tuple[str | None, date | None]] = Counter()
    for x in compte.rangees.lignes():
        jour = None if x["jour"] != x["jour"] else date.fromordinal(int(x["jour"]))
        rangs[x["cible"], jour] += 1  # of every row, so that a number never changes
        if not _is_wanted(x, jour, voulues, du, au):
            continue
        fiche = compte.saisie.fiches[x["fiche"]]
        cible = find_cible(fiche, x["cible"], x["regle"]) if x["cible"] else None
        faute = _find_faute(x, jour, cible)
        if faute or jour is None or cible is None:
            anomalies.append(_say(x, fiche, *faute))
        else:
            reunions.append(_build_reunion(x, jour, fiche, cible, rangs[x["cible"], jour]))
    connues = {int(x) for x in compte.rangees["ligne"]}
    return Preparation(tuple(reunions), tuple(anomalies), tuple(sorted(voulues - connues)))


def _is_wanted(
    x: Mapping[str, Any], jour: date | None, voulues: set[int], du: date | None, au: date | None
) -> bool:
    if voulues:
        return x["ligne"] in voulues
    if x["etat"] != PREVUE:
        return False
    return jour is None or (du or date.min) <= jour <= (au or date.max)


def _find_faute(x: Mapping[str, Any], jour: date | None, cible: Cible | None) -> tuple[str, ...]:
    """Code, column, what is wrong, what was expected, what to do; empty when nothing is."""
    n = x["ligne"]
    if x["etat"] != PREVUE:
        statut = x["statut"] or "sans statut"
        return ("REU-04", "statut", f"la ligne {n} est « {statut} » : rien n’a été préparé",
                PREVUE, f"choisissez une ligne « {PREVUE} »")  # fmt: skip
    if jour is None:
        return ("REU-01", "date",
                f"la ligne {n} n’a pas de date : la feuille ne peut pas être préparée",
                "une date", "notez la date")  # fmt: skip
    if cible is None:
        return ("REU-06", "instance",
                f"la ligne {n} ne nomme aucune instance de la fiche : rien n’a été préparé",
                "une instance de la liste", "choisissez l’instance")  # fmt: skip
    if not cible.admet(x["forme"]):
        return ("REU-06", "modalite",
                f"la ligne {n} ne dit pas une modalité de la fiche : les pièces en dépendent",
                enumere(cible.modalites, "ou"), "choisissez la modalité")  # fmt: skip
    return ()


def _say(x: Mapping[str, Any], fiche: Fiche, code: str, colonne: str, *phrases: str) -> Anomalie:
    place = feuille_suivi(fiche).rang(colonne) + 1
    cellule = Cellule(x["classeur"], SUIVI, int(x["ligne"]), place)
    constat, attendu, remede = map(typographie, phrases)
    return Anomalie(code, Gravite.A_VERIFIER, cellule, constat, attendu, remede)


def _build_reunion(
    x: Mapping[str, Any], jour: date, fiche: Fiche, cible: Cible, rang: int
) -> Reunion:
    debut, fin = _say_heure(x["debut_heure"]), _say_heure(x["fin_heure"])
    lieu, objet = (shorten(en_clair(x[nom]), _LONG, placeholder=" …") for nom in ("lieu", "objet"))
    reunion = Reunion(fiche, cible, int(x["ligne"]), jour, x["forme"], lieu, objet, rang=rang)
    if not (debut or fin):
        return reunion
    return replace(reunion, horaires=f"de {debut or _BLANC} à {fin or _BLANC}")


def _say_heure(valeur: object) -> str:
    """« 9 h 30 », however the hour was typed; "" when it is none."""
    heure = read_heure(valeur)
    return (f"{heure.hour} h {heure:%M}".removesuffix(" 00")) if heure else ""
