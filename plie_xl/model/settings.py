"""`reglages.toml`: what AGAPE decides, each key with the sentence that explains it.

The dataclasses are the grammar: a key is a field, its default is what holds without a file. A
received folder never gives settings: they come from where AGAPE says, or from the configuration
folder of the person.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_config_path

from plie_xl.model.errors import ChoiceError
from plie_xl.model.toml import FicheError, build, read_toml

NOM = "reglages.toml"
VARIABLE, VARIABLE_FICHES = "PLIE_XL_REGLAGES", "PLIE_XL_FICHES"
DEFAUT, REGLAGE, ENVIRONNEMENT, OPTION = "défaut", "réglage", "environnement", "option"
_VARIABLE_ORIGINE = "PLIE_XL_FICHES_ORIGINE"  # so that a process that we start says « option »
_MAX_OCTETS = 262_144


class ReglageError(ChoiceError):
    """The settings cannot be used; one French sentence with file, section, key and near miss."""


def _cle(dit: str, defaut: Any = None, *, chemin: bool = False) -> Any:
    """A key: what it decides, its default, and whether it names a place on the disk."""
    faits = {"dit": dit, "chemin": chemin}
    if isinstance(defaut, dict):
        return field(default_factory=dict, metadata=faits)
    return field(default=defaut, metadata=faits)


@dataclass(frozen=True)
class Pieces:
    """Evidence as files."""

    tolerance_jours: int = _cle(
        "Jours entre une réunion et la date écrite dans sa pièce, au delà desquels on le signale.",
        7,
    )
    sans_date: Literal["rien", "signaler"] = _cle(
        "Un fichier dont le nom ne porte pas de date : « rien », ou « signaler ».", "rien"
    )
    extensions: tuple[str, ...] = _cle(
        "Ce qui peut être une pièce ; le reste du dossier est nommé, pas jugé.",
        (
            "pdf", "jpg", "jpeg", "png", "tif", "tiff", "heic", "doc", "docx", "odt",
            "xls", "xlsx", "ods", "ppt", "pptx", "txt", "eml", "msg",
        ),
    )  # fmt: skip
    taille_max_mo: int = _cle("Au delà, une pièce est nommée dans le dossier, pas recopiée.", 100)


@dataclass(frozen=True)
class Publicite:
    """The mention of the Union on what is written."""

    mention: str = _cle(
        "La phrase que portent les documents préparés.", "Cofinancé par l’Union européenne"
    )
    logo: str = _cle("L’emblème à imprimer ; sans lui, un cadre vide.", "", chemin=True)
    modele: str = _cle("Le modèle Word d’AGAPE pour la feuille d’émargement.", "", chemin=True)


@dataclass(frozen=True)
class Controle:
    """AGAPE's control: what is drawn, and what it may answer."""

    mode: Literal["exhaustif", "echantillon"] = _cle(
        "Le contrôle porte sur tout ; « echantillon » demande un motif.", "exhaustif"
    )
    taux: float | None = _cle("La part de l’échantillon, entre 0 et 1.")
    minimum_par_strate: int = _cle("Lignes contrôlées au moins par cible et par territoire.", 1)
    delai_contradictoire_jours: int | None = _cle("Jours laissés au PLIE pour répondre.")
    motifs: tuple[str, ...] = _cle(
        "Les motifs de rejet, à choisir dans une liste.",
        (
            "Pièce absente", "Pièce illisible", "Pièce non probante", "Hors période",
            "Hors cible", "Doublon", "Publicité", "Autre",
        ),
    )  # fmt: skip


AUCUNE, PART_EGALE, PRORATA = "aucune", "part égale par cible", "prorata du justifié"


@dataclass(frozen=True)
class Argent:
    """What FSE+ stands beside targets that are not proved."""

    methode: Literal["aucune", "part égale par cible", "prorata du justifié"] = _cle(
        "Comment rattacher le FSE+ aux cibles non justifiées ; sans méthode, rien n’est calculé.",
        AUCUNE,
    )


@dataclass(frozen=True)
class Bilan:
    """The report of the year."""

    delai_mois: int = _cle("Mois pour rendre le bilan après la fin de l’opération.", 6)
    modele: str = _cle("Le modèle Word d’AGAPE pour le bilan.", "", chemin=True)


DATE_DE_LA_REUNION, ANNEE_ENTIERE = "date de la réunion", "année entière"


@dataclass(frozen=True)
class Avenant:
    """Which evidence holds after an amendment."""

    pieces: Literal["date de la réunion", "année entière"] = _cle(
        "Après un avenant : les pièces du jour de la réunion, ou les dernières de l’année.",
        DATE_DE_LA_REUNION,
    )


@dataclass(frozen=True)
class Programme:
    """Its years, both included."""

    debut: int = _cle("La première année que montre « plie-xl programme ».", 2022)
    fin: int = _cle("La dernière.", 2027)


@dataclass(frozen=True)
class Lecture:
    """How the documents of a call are read."""

    lexique: str = _cle(
        "Des mots de plus pour lire les documents des fiches (TOML).", "", chemin=True
    )


@dataclass(frozen=True)
class Agenda:
    """How a calendar is read."""

    regles: str = _cle("Quel titre d’agenda est quelle cible (TOML).", "", chemin=True)


@dataclass(frozen=True)
class Reponses:
    """The answers to received workbooks."""

    expediteur: str = _cle("« De » des réponses ; vide, le champ reste à remplir.", "")
    signature: str = _cle("Les dernières lignes des réponses.", "")
    adresses: Mapping[str, str] = _cle("L’adresse de chaque PLIE, par identifiant de fiche.", {})


@dataclass(frozen=True)
class Reglages:
    """All that AGAPE decides, in force."""

    fiches: tuple[str, ...] = _cle(
        "Les dossiers de fiches, avant celles du programme.", (), chemin=True
    )
    pieces: Pieces = Pieces()
    publicite: Publicite = Publicite()
    controle: Controle = Controle()
    argent: Argent = Argent()
    bilan: Bilan = Bilan()
    avenant: Avenant = Avenant()
    programme: Programme = Programme()
    fiche: Lecture = Lecture()
    agenda: Agenda = Agenda()
    reponses: Reponses = Reponses()


@dataclass(frozen=True)
class EnVigueur:
    """The settings, the file they come from if there is one, and the origin of each key."""

    reglages: Reglages = Reglages()
    fichier: Path | None = None
    origines: Mapping[str, str] = field(default_factory=dict)

    @property
    def dossiers(self) -> list[Path]:
        """The folders of fiches, the first one winning."""
        return [Path(d) for d in self.reglages.fiches]

    def lines(self) -> Iterator[tuple[str, Any, str, str]]:
        """Each key: its name (« pieces.tolerance_jours »), value, origin, and what it decides."""
        for cle, valeur, dit in _walk(self.reglages):
            yield cle, valeur, self.origines.get(cle, DEFAUT), dit


def load_reglages(
    fichier: Path | None = None,
    fiches: tuple[Path, ...] = (),
    environ: Mapping[str, str] = os.environ,
) -> EnVigueur:
    """The settings in force: option, else environment, else file, else default, key by key.

    Parameters
    ----------
    fichier, fiches
        What the command line says: `--reglages`, `--fiches`.
    environ
        `PLIE_XL_REGLAGES` names a file, `PLIE_XL_FICHES` folders separated as in `PATH`.

    Raises
    ------
    ReglageError
        A named file is not there, or one of its lines is wrong.
    """
    nomme = fichier or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)
    chemin = nomme or find_fichier()
    if nomme and not chemin.is_file():
        raise ReglageError(f"le fichier de réglages « {chemin} » est introuvable")
    reglages, origines = _read(chemin) if chemin.is_file() else (Reglages(), {})
    dossiers, origine = fiches, OPTION
    if not dossiers and environ.get(VARIABLE_FICHES):
        dossiers = tuple(Path(d) for d in environ[VARIABLE_FICHES].split(os.pathsep) if d)
        origine = environ.get(_VARIABLE_ORIGINE, ENVIRONNEMENT)
    if dossiers:
        reglages = replace(reglages, fiches=tuple(map(str, dossiers)))
        origines = {**origines, "fiches": origine}
    return EnVigueur(reglages, chemin if chemin.is_file() else None, origines)


def apply_options(fichier: Path | None, fiches: tuple[Path, ...]) -> None:
    """What the command line says, for this process and those that it starts."""
    if fichier:
        os.environ[VARIABLE] = str(fichier.absolute())
    if fiches:
        os.environ[VARIABLE_FICHES] = os.pathsep.join(str(f.absolute()) for f in fiches)
        os.environ[_VARIABLE_ORIGINE] = OPTION


def find_fichier() -> Path:
    """Where the settings of this person lie when nothing else is said; it may not be there."""
    return user_config_path("plie-xl", appauthor=False, roaming=True) / NOM


def _read(chemin: Path) -> tuple[Reglages, dict[str, str]]:
    try:
        with chemin.open("rb") as lu:
            octets = lu.read(_MAX_OCTETS + 1)
    except OSError as erreur:
        raise ReglageError(f"« {chemin} » ne se laisse pas lire") from erreur
    if len(octets) > _MAX_OCTETS:
        raise ReglageError(f"« {chemin} » est bien trop long pour des réglages")
    try:
        brut = read_toml(chemin.name, octets)
        reglages = build(Reglages, brut, chemin.name)
    except FicheError as erreur:
        raise ReglageError(str(erreur)) from erreur
    _check(reglages, chemin.name)
    origines = dict.fromkeys(_name_keys(brut), REGLAGE)
    return _resolve(reglages, chemin.resolve().parent), origines


def _name_keys(brut: Mapping[str, Any]) -> Iterator[str]:
    """« fiches », « pieces.tolerance_jours »: what a file says."""
    for cle, valeur in brut.items():
        yield from (f"{cle}.{c}" for c in valeur) if isinstance(valeur, dict) else (cle,)


def _check(reglages: Reglages, nom: str) -> None:
    """What the types cannot say: a number of days is not negative, a share is one."""
    for cle, valeur, _ in _walk(reglages):
        if isinstance(valeur, int | float) and (valeur < 0 or valeur > 10_000):
            ou, _, dernier = f"{nom}, [{cle}".rpartition(".")
            quoi = "est inférieur à zéro" if valeur < 0 else "dépasse 10 000"
            raise ReglageError(f"{ou}], clé « {dernier} » : {valeur} {quoi}")
    if not 0 <= reglages.programme.fin - reglages.programme.debut < 100:
        raise ReglageError(f"{nom}, [programme] : « fin » précède « debut », ou est bien après")
    if reglages.controle.taux is not None and not 0 < reglages.controle.taux <= 1:
        dit = "clé « taux » : une part entre 0 et 1 (0.1 pour 10 %)"
        raise ReglageError(f"{nom}, [controle], {dit}")


def _resolve(objet: Any, dossier: Path) -> Any:
    """The same settings, their paths made absolute from the folder of the file."""
    change = {}
    for champ in fields(objet):
        valeur = getattr(objet, champ.name)
        if is_dataclass(valeur):
            change[champ.name] = _resolve(valeur, dossier)
        elif champ.metadata.get("chemin") and valeur:
            simple = isinstance(valeur, str)
            poses = tuple(str(dossier / v) for v in ((valeur,) if simple else valeur))
            change[champ.name] = poses[0] if simple else poses
    return replace(objet, **change)


def _walk(objet: Any, avant: str = "") -> Iterator[tuple[str, Any, str]]:
    for champ in fields(objet):
        valeur = getattr(objet, champ.name)
        if is_dataclass(valeur):
            yield from _walk(valeur, f"{champ.name}.")
        else:
            yield avant + champ.name, valeur, champ.metadata["dit"]
