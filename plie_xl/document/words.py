"""Text as it is compared (no accents, no capitals, same length), and the words of the reading."""

import math
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from plie_xl.files.container import FermeError, read_whole
from plie_xl.model.settings import ReglageError, load_reglages
from plie_xl.model.toml import FicheError, read_toml

# What a file of the settings may add to.
_MAX_OCTETS = 1_000_000  # of the words of a file: a hundred times ours
_GARDES = 4_096  # texts of a document, which are compared again and again
OUVERTES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("titres", "mesures", "preuves", "rubriques", "suivis", "lieux"), ()),
    **dict.fromkeys(("sommaires", "reunit"), ()),
    **dict.fromkeys(("pieces", "modalites", "connecteurs", "ouvertes", "reserves", "argent"), ()),
    "tournures": ("plancher", "environ", "moyenne", "flou", "retrait", "suite", "queue"),
    **dict.fromkeys(("rythmes", "acronymes", "unites"), ()),
}
LIBRES: dict[str, type] = {"rythmes": int, "acronymes": str, "unites": str}
ATTENDUS = {int: "un nombre de fois par an", str: "un texte"}
_SIGNES = {
    "’": " ",
    "'": " ",
    "\u2018": " ",
    "\u2011": "-",
    "–": "-",
    "—": "-",
    "\u00ad": " ",
    "«": " ",
    "»": " ",
}


@lru_cache(_GARDES)
def fold(texte: str) -> str:
    """The text for matching only: each sign becomes one sign, so that places stay the same."""
    return "".join(map(_fold_signe, texte))


@cache
def _fold_signe(signe: str) -> str:
    if signe in _SIGNES or signe.isspace():
        return _SIGNES.get(signe, " ")
    if signe.isdigit() and not signe.isdecimal():
        return " "  # a note called, a circled number: never a digit of the number beside it
    base = unicodedata.normalize("NFKD", signe)[:1] or " "
    return base.lower()[:1]


@cache
def load_lexique() -> dict[str, Any]:
    """The words of the reading, and those that the settings add."""
    octets = (files("plie_xl.document") / "lexique.toml").read_bytes()
    lexique = tomllib.loads(octets.decode())
    chemin = load_reglages().reglages.fiche.lexique
    return add_mots(lexique, Path(chemin)) if chemin else lexique


def add_mots(lexique: dict[str, Any], chemin: Path) -> dict[str, Any]:
    """The words of a file beside ours: plain words, that take nothing away.

    Raises
    ------
    ReglageError
        The file is not there, is no TOML, or names what we do not know.
    """
    nom = f"[fiche] lexique, « {chemin.name} »"
    if not chemin.is_file():
        raise ReglageError(f"{nom} : le fichier est introuvable")
    try:
        ajouts = read_toml(nom, read_whole(chemin, _MAX_OCTETS))
    except (FicheError, FermeError) as erreur:
        raise ReglageError(str(erreur)) from erreur
    joint = lexique | {cle: _join(lexique, cle, mots, nom) for cle, mots in ajouts.items()}
    rythmes = [rf"\b{re.escape(fold(mot))}\w*" for mot in ajouts.get("rythmes", {})]
    tournures = joint["tournures"]
    return joint | {"tournures": tournures | {"rythme": [*tournures["rythme"], *rythmes]}}


def _join(lexique: dict[str, Any], cle: str, mots: Any, nom: str) -> Any:
    if cle not in OUVERTES or type(mots) is not type(lexique[cle]):
        raise ReglageError(f"{nom} : la clé « {cle} » est inconnue{_near(cle, OUVERTES)}")
    if isinstance(mots, list):
        return _extend(lexique[cle], mots)
    if cle in LIBRES:
        return _add_libres(lexique[cle], cle, mots, nom)
    connues = [k for k in lexique[cle] if k in OUVERTES[cle]] or list(lexique[cle])
    for famille, siens in mots.items():
        if famille not in connues or not isinstance(siens, list):
            raise ReglageError(
                f"{nom}, [{cle}] : « {famille} » est inconnu, ou n’est pas une liste"
                f"{_near(famille, connues)}"
            )
    bord = r"\b" if cle == "tournures" else ""
    return lexique[cle] | {k: _extend(lexique[cle][k], v, bord) for k, v in mots.items()}


def _add_libres(connus: dict[str, Any], cle: str, mots: dict[str, Any], nom: str) -> dict[str, Any]:
    """« quinzomadaire = 26 », « cotecher = "comite technique" »: any word, a value of one kind."""
    for mot, valeur in mots.items():
        if type(valeur) is not LIBRES[cle]:
            raise ReglageError(f"{nom}, [{cle}] : « {mot} » attend {ATTENDUS[LIBRES[cle]]}")
    return {**{fold(mot): valeur for mot, valeur in mots.items()}, **connus}


def _extend(motifs: list[str], mots: list[object], bord: str = "") -> list[str]:
    """Patterns of ours, and plain words as they are compared."""
    plats = (re.escape(fold(str(mot)).strip()).replace("\\ ", " ") for mot in mots)
    return [*motifs, *(f"{bord}{plat}{bord}" for plat in plats if plat)]


def _near(mot: str, connus: Iterable[str]) -> str:
    proches = get_close_matches(mot, list(connus), 1)
    return f" ; vouliez-vous dire « {proches[0]} » ?" if proches else ""


@cache
def list_mots_connus() -> set[str]:
    """The words that the patterns and the common categories are made of."""
    from plie_xl.model.vocabulary import load_taxonomie

    lexique = load_lexique()
    tournures = {nom: mots for nom, mots in lexique["tournures"].items() if nom != "suite"}
    textes = [
        str(lexique | {"tournures": tournures}),
        *(c.libelle for c in load_taxonomie().values()),
    ]
    plat = fold(re.sub(r"\\+[a-z]", " ", " ".join(textes)).replace("?", ""))
    return {mot for mot in re.findall(r"[a-z]+", plat) if len(mot) > 5}


def any_of(motifs: Iterable[str]) -> str:
    """One pattern for many turns, the longest first."""
    return "(?:" + "|".join(sorted(motifs, key=len, reverse=True)) + ")"


@cache
def _vides() -> frozenset[str]:
    return frozenset(load_lexique()["vides"].split())


@lru_cache(_GARDES)
def stem(texte: str) -> frozenset[str]:
    """The stems that carry meaning: stop words gone, acronyms spelled out."""
    acronymes = load_lexique()["acronymes"]
    mots = re.findall(r"[a-z]+|\d+", fold(texte).replace(".", ""))
    mots = [m for mot in mots for m in acronymes.get(mot, mot).split()]
    return frozenset(m.rstrip("sx")[:7] for m in mots if m not in _vides() and not m.isdigit())


@dataclass(frozen=True)
class Poids:
    """How much a stem tells targets apart: rare words weigh more."""

    combien: Counter[str]
    cibles: int

    def weigh(self, stems: Iterable[str]) -> float:
        """The sum of their weights; a stem that no target bears weighs 0.7."""
        return sum(
            math.log(1 + self.cibles / self.combien[s]) if self.combien[s] else 0.7 for s in stems
        )

    def compare(self, a: frozenset[str], b: frozenset[str]) -> float:
        """How alike, from 0 to 1: the weight they share over the weight of both."""
        return self.weigh(a & b) / (self.weigh(a | b) or 1)
