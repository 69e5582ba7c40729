"""Which title is which target: the rules of AGAPE or of a coordinator, else the fiche's own words.

Rules run in the child that reads the calendar: a pattern of hers may be slow without end.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from plie_xl.model.errors import ChoiceError
from plie_xl.model.fiche import Fiche
from plie_xl.model.privacy import mask
from plie_xl.model.settings import load_reglages
from plie_xl.model.toml import build, check_connu, read_toml, section

_MAX_OCTETS = 262_144
_MAX_MOTIF = 300
LONG = 100  # characters kept of a place or a title
_LIEN = re.compile(r"https?://\S+")
_SIGLE = re.compile(r"\(([A-Z]{3,8})\)")
_COURT = re.compile("[a-z]{3,5}")  # an identifier that people use as a word: « copil », « cis »
_MOT = re.compile(r"\w{3,}")


class RegleError(ChoiceError):
    """A file of rules cannot be used; one French sentence."""


@dataclass(frozen=True)
class Regle:
    """A pattern looked for in a title, without accents or capitals, and the target it means."""

    titre: str
    cible: str

    @cached_property
    def motif(self) -> re.Pattern[str]:
        """Compiled once; `re.error` when the person wrote no regular expression."""
        return re.compile(unaccent(self.titre), re.IGNORECASE)


@dataclass(frozen=True)
class Visio:
    """Words that, in a title or a place, make a meeting « à distance »."""

    mots: tuple[str, ...] = ()


@dataclass(frozen=True)
class Titres:
    """Titles that stand for one decision: to leave out, or cancelled."""

    titre: tuple[str, ...] = ()


@dataclass(frozen=True)
class Csv:
    """The headers of a table: only « date » and « instance » are needed."""

    date: str = ""
    instance: str = ""
    statut: str = ""
    modalite: str = ""
    lieu: str = ""
    presents: str = ""
    debut: str = ""
    fin: str = ""
    separateur: str = ""
    encodage: str = ""
    format_date: str = ""


@dataclass(frozen=True)
class Regles:
    """All that recognises a meeting."""

    regles: tuple[Regle, ...] = section("regle", default=())
    visio: Visio = Visio()
    ignorer: Titres = Titres()
    annuler: Titres = Titres()
    csv: Csv = Csv()

    def find_cibles(self, titre: str, exactes: Mapping[str, str]) -> list[str]:
        """The targets that a title may be: one is recognised, two are asked about.

        `exactes` gives the labels of the fiche, which no rule can contradict.
        """
        plat = fold(titre)
        if plat in exactes:
            return [exactes[plat]]
        if holds(plat, self.ignorer.titre):
            return []
        return list(dict.fromkeys(r.cible for r in self.regles if r.motif.search(plat)))

    def is_annulee(self, titre: str) -> bool:
        """Whether a title begins with one of the words that cancel."""
        plat = fold(titre)
        mots = self.annuler.titre
        return any(re.match(rf"\W*{re.escape(fold(mot))}\b", plat) for mot in mots)

    def is_visio(self, *textes: str) -> bool:
        """Whether one of these texts holds a word of a meeting at a distance."""
        return holds(fold(" ".join(textes)), self.visio.mots)


def load_regles(chemin: Path | None, fiche: Fiche) -> Regles:
    """The rules of a file, completed by our words; without a file, those that the fiche gives.

    Raises
    ------
    RegleError
        The file is not there, or one of its lines is wrong.
    """
    defaut = replace(_load_mots(), regles=tuple(_list_mots(fiche)))
    if chemin is None:
        return defaut
    try:
        if not chemin.is_file():  # a pipe would be waited for
            raise OSError(chemin)
        with chemin.open("rb") as fichier:
            octets = fichier.read(_MAX_OCTETS + 1)
    except OSError as erreur:
        raise RegleError(f"le fichier de règles « {chemin} » ne se laisse pas lire") from erreur
    if len(octets) > _MAX_OCTETS:
        raise RegleError(f"« {chemin.name} » est bien trop long pour des règles")
    regles = build(Regles, read_toml(chemin.name, octets), chemin.name)
    for n, regle in enumerate(regles.regles, start=1):
        _check(regle, fiche, f"{chemin.name}, [[regle]] n° {n}")
    return Regles(
        regles.regles or defaut.regles,
        regles.visio if regles.visio.mots else defaut.visio,
        regles.ignorer if regles.ignorer.titre else defaut.ignorer,
        regles.annuler if regles.annuler.titre else defaut.annuler,
        regles.csv,
    )


def find_regles(chemin: Path | None, fiche: Fiche) -> Regles:
    """The rules to use: those that are named, else those of the settings, else the fiche's words.

    Raises
    ------
    ChoiceError
        The settings or the rules cannot be used.
    """
    regle = load_reglages().reglages.agenda.regles
    return load_regles(chemin or (Path(regle) if regle else None), fiche)


def list_exactes(fiche: Fiche) -> dict[str, str]:
    """The labels of the fiche, folded, and the target of each."""
    return {fold(cible.libelle): cible.id for cible in fiche.instances}


def holds(plat: str, mots: Iterable[str]) -> bool:
    """Whether a folded text holds one of these words."""
    return any(re.search(rf"\b{re.escape(fold(mot))}\b", plat) for mot in mots)


def fold(texte: str) -> str:
    """Lower case, no accents, one apostrophe, single spaces: how titles are compared."""
    return " ".join(unaccent(texte).casefold().replace("’", "'").split())


def clean_lieu(texte: str) -> str:
    """A place as it may be kept: no link, which may hold a key, and nobody pointed at."""
    return mask(" ".join(_LIEN.sub("", texte).split()))[:LONG]  # a name cut short is not seen


def unaccent(texte: str) -> str:
    """Letter for letter: « é » is « e »; capitals stay."""
    lettres = unicodedata.normalize("NFD", texte)
    return "".join(c for c in lettres if not unicodedata.combining(c))


def _check(regle: Regle, fiche: Fiche, ou: str) -> None:
    check_connu(regle.cible, [c.id for c in fiche.instances], ou, "cible")
    if len(regle.titre) > _MAX_MOTIF:
        raise RegleError(f"{ou}, clé « titre » : plus de {_MAX_MOTIF} caractères")
    try:
        _ = regle.motif
    except re.error as erreur:
        raise RegleError(
            f"{ou}, clé « titre » : « {regle.titre} » n’est pas une expression qui se cherche"
            f" (place {erreur.pos}) ; mettez une barre oblique inverse devant ( ) [ ] + * ?"
        ) from erreur


def _list_mots(fiche: Fiche) -> Iterable[Regle]:
    """Each label, singular or plural, its initials, and the identifier when it is one word."""
    for cible in fiche.instances:
        libelle = fold(cible.libelle.partition(" (")[0])
        yield Regle(rf"\b{_MOT.sub(_either, re.escape(libelle))}\b", cible.id)
        mots = [sigle.lower() for sigle in _SIGLE.findall(cible.libelle)]
        if _COURT.fullmatch(cible.id):
            mots.append(cible.id)
        for mot in dict.fromkeys(mots):
            yield Regle(rf"\b{mot}\b", cible.id)


def _either(mot: re.Match[str]) -> str:
    return mot[0].removesuffix("s") + "s?"


@cache
def _load_mots() -> Regles:
    nom = "mots.toml"
    return build(Regles, read_toml(nom, files(__package__).joinpath(nom).read_bytes()), nom)
