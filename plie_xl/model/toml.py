"""Hand-written TOML → frozen dataclasses: file, place, key and near miss in every refusal.

The dataclass is the grammar: the names of its fields are the keys allowed, their annotations
the values. It knows nothing of fiches.
"""

import codecs
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, field, fields, is_dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Literal, TypeVar, cast, get_args, get_origin

from plie_xl.model.errors import ChoiceError

Jeux = tuple[tuple[str, ...], ...]
Lieux = Mapping[str, str]  # key → where it belongs, in French
T = TypeVar("T")

# A key of more names than anybody writes: what reads it takes the square of them.
_CLE_SANS_FIN = re.compile(
    rb"(?:\.[ \t]*+(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+){30}", re.ASCII
)
_IDENTIFIANT = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_MAL_ESPACE = re.compile(r"^\s|\s$|[\n\r\t]")
_NOMS = {
    str: "un texte",
    int: "un nombre entier",
    float: "un nombre",
    date: "une date",
    bool: "« true » ou « false »",
}


class FicheError(ChoiceError):
    """A fiche file is wrong. The message names the file, the place, the key."""


def section(cle: str, **options: Any) -> Any:
    """A field read from the `[[cle]]` tables of the file, as a tuple of dataclasses."""
    return field(metadata={"section": cle}, **options)


def table(cles: Iterable[str]) -> Any:
    """A field read from a `[parent.table]` of sets of texts, with only these keys."""
    return field(default_factory=dict, metadata={"cles": tuple(cles)})


def libre(cle: str) -> Any:
    """A field read from `[parent.cle.<name>]` tables, whose keys somebody else knows."""
    return field(default_factory=dict, metadata={"section": cle, "libre": True})


def digest(octets: bytes) -> str:
    """SHA-256 of a text file, whatever its ends of line and its byte-order mark."""
    texte = octets.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    return hashlib.sha256(texte).hexdigest()


def read_toml(nom: str, octets: bytes) -> dict[str, Any]:
    """The content of a file; a Windows byte-order mark does no harm.

    Raises
    ------
    FicheError
        Not UTF-8, or not TOML: with the line.
    """
    try:
        return parse_toml(octets)
    except UnicodeDecodeError as erreur:
        raise FicheError(
            f"{nom} : le fichier n’est pas enregistré en UTF-8 ; enregistrez-le de nouveau ainsi"
        ) from erreur
    except tomllib.TOMLDecodeError as erreur:
        trouve = re.search(r"at line (\d+), column (\d+)", str(erreur))
        ou = f"ligne {trouve[1]}, colonne {trouve[2]}" if trouve else "fin du fichier"
        conseil = (
            "souvent un guillemet droit oublié, une virgule en moins, une clé répétée ou un jour"
            " qui n’existe pas"
        )
        raise FicheError(f"{nom}, {ou} : ce n’est pas du TOML ({conseil})") from erreur
    except ValueError as erreur:
        raise FicheError(f"{nom} : une clé, un nombre ou des listes y sont sans fin") from erreur


def parse_toml(octets: bytes) -> dict[str, Any]:
    """The same for any reader; raises `ValueError` for what would stop or exhaust the program."""
    if _CLE_SANS_FIN.search(octets):
        raise ValueError("a key of too many names")
    try:
        return tomllib.loads(octets.decode("utf-8-sig"))
    except RecursionError as erreur:
        raise ValueError("lists of too many lists") from erreur


def build(classe: type[T], brut: Mapping[str, Any], ou: str, ailleurs: Lieux | None = None) -> T:
    """One `classe` from a TOML table.

    `ou` is the place said in messages; `ailleurs` tells a line gone astray where it belongs.
    """
    champs = {c.metadata.get("section", c.name): c for c in fields(classe) if c.init}  # type: ignore[arg-type]
    _check_cles(brut, champs, ou, ailleurs or {})
    for cle, champ in champs.items():
        if cle not in brut and champ.default is MISSING and champ.default_factory is MISSING:
            raise FicheError(f"{ou} : la clé « {cle} » manque")
    ici = "avant cette section" if ailleurs else "en tête du fichier"
    ailleurs = {**(ailleurs or {}), **dict.fromkeys(champs, ici)}
    lus = {champs[cle].name: _read(v, champs[cle], ou, cle, ailleurs) for cle, v in brut.items()}
    return classe(**lus)


def check_identifiant(identifiant: str, ou: str) -> None:
    """Raise FicheError unless it is lower-case letters, digits, and hyphens between them."""
    if not _IDENTIFIANT.fullmatch(identifiant):
        regle = "minuscules sans accent, chiffres, tirets"
        raise FicheError(f"{ou} : « {identifiant} » n’est pas un identifiant ({regle})")


def check_connu(valeur: Any, connus: Iterable[str], ou: str, cle: str) -> None:
    """Refuse a value that is not in a closed list, with the near miss."""
    connus = list(connus)
    if valeur not in connus:
        attendu = f" ; attendu {' | '.join(filter(None, connus))}" * (0 < len(connus) < 7)
        suite = _proche(valeur, connus) or attendu
        raise FicheError(f"{ou}, clé « {cle} » : {_cite(valeur)} est inconnu{suite}")


def _check_cles(brut: Iterable[str], connues: Iterable[str], ou: str, ailleurs: Lieux) -> None:
    for cle in brut:
        if cle not in connues:
            lieu = f"se place {ailleurs[cle]}" if cle in ailleurs else "est inconnue"
            proche = "" if cle in ailleurs else _proche(cle, connues)
            raise FicheError(f"{ou} : la clé « {cle} » {lieu}{proche}")


def _read(valeur: Any, champ: "Field[Any]", ou: str, cle: str, ailleurs: Lieux) -> Any:
    """Check a TOML value against its field; lists become tuples."""
    attendu: Any = champ.type
    if "libre" in champ.metadata:
        _check_section(valeur, ou, cle)
        for nom, dedans in valeur.items():
            _check_section(dedans, ou, f"{cle}.{nom}")
        return valeur
    if "section" in champ.metadata:
        return _read_section(get_args(attendu)[0], valeur, ou, cle, ailleurs)
    if "cles" in champ.metadata:
        _check_section(valeur, ou, cle)
        _check_cles(valeur, champ.metadata["cles"], f"{ou}, section « {cle} »", ailleurs)
        return {k: _read_jeux(v, ou, f"{cle}.{k}") for k, v in valeur.items()}
    if is_dataclass(attendu):
        _check_section(valeur, ou, cle)
        return build(cast("type[Any]", attendu), valeur, f"{ou}, [{cle}]")
    if get_origin(attendu) is Mapping:
        _check_section(valeur, ou, cle)
        return {k: _read_simple(v, str, f"{ou}, [{cle}]", k) for k, v in valeur.items()}
    if get_origin(attendu) is Literal:
        _read_simple(valeur, str, ou, cle)
        check_connu(valeur, get_args(attendu), ou, cle)
        return valeur
    if get_origin(attendu) is tuple:
        return _read_liste(valeur, ou, cle)
    return _read_simple(valeur, attendu, ou, cle)


def _check_section(valeur: Any, ou: str, cle: str) -> None:
    if not isinstance(valeur, dict):
        raise FicheError(f"{ou}, clé « {cle} » : attendu une section, pas {_cite(valeur)}")


def _read_section(
    classe: type[T], valeur: Any, ou: str, cle: str, ailleurs: Lieux
) -> tuple[T, ...]:
    if not isinstance(valeur, list) or not all(isinstance(brut, dict) for brut in valeur):
        raise FicheError(f"{ou} : « {cle} » s’écrit entre doubles crochets, « [[{cle}]] »")
    nom_id = fields(classe)[0].name  # type: ignore[arg-type]
    lus: dict[str, T] = {}
    for rang, brut in enumerate(valeur, start=1):
        identifiant = brut.get(nom_id)
        dit = f"« {identifiant} »" if isinstance(identifiant, str) and identifiant else f"n°{rang}"
        objet = build(classe, brut, f"{ou}, {cle} {dit}", ailleurs)
        if nom_id == "id":
            check_identifiant(str(identifiant), f"{ou}, {cle} n°{rang}, clé « id »")
        if str(identifiant) in lus:
            raise FicheError(f"{ou} : deux « [[{cle}]] » ont {nom_id} = « {identifiant} »")
        lus[str(identifiant)] = objet
    return tuple(lus.values())


def _read_jeux(valeur: Any, ou: str, cle: str) -> Jeux:
    if not isinstance(valeur, list) or not all(isinstance(jeu, list) for jeu in valeur):
        forme = '[["a"], ["b", "c"]]'
        raise FicheError(f"{ou}, clé « {cle} » : attendu une liste de jeux, comme {forme}")
    if not valeur or not all(valeur):
        raise FicheError(f"{ou}, clé « {cle} » : un jeu de pièces est vide")
    jeux = tuple(_read_liste(jeu, ou, cle) for jeu in valeur)
    if len({frozenset(jeu) for jeu in jeux}) < len(jeux):
        raise FicheError(f"{ou}, clé « {cle} » : le même jeu de pièces figure deux fois")
    return jeux


def _read_liste(valeur: Any, ou: str, cle: str) -> tuple[str, ...]:
    if not isinstance(valeur, list):
        raise FicheError(f'{ou}, clé « {cle} » : attendu une liste ["…"], pas {_cite(valeur)}')
    textes: tuple[str, ...] = tuple(_read_simple(texte, str, ou, cle) for texte in valeur)
    for texte in textes:
        if textes.count(texte) > 1:
            raise FicheError(f"{ou}, clé « {cle} » : « {texte} » figure deux fois")
    return textes


def _read_simple(valeur: Any, attendu: Any, ou: str, cle: str) -> Any:
    """A text, a number, a day, yes or no; `attendu` may be « … | None »."""
    simple = next(t for t in (get_args(attendu) or (attendu,)) if t is not type(None))
    admis = (float, int) if simple is float else simple
    etranger = datetime if simple is bool else (bool, datetime)
    if not isinstance(valeur, admis) or isinstance(valeur, etranger):
        raise FicheError(f"{ou}, clé « {cle} » : {_cite(valeur)} n’est pas {_NOMS[simple]}")
    if isinstance(valeur, str):
        _check_texte(valeur, f"{ou}, clé « {cle} »")
    return float(valeur) if simple is float else valeur


def _check_texte(texte: str, ou: str) -> None:
    if not texte:
        raise FicheError(f"{ou} : le texte est vide")
    if _MAL_ESPACE.search(texte):
        detail = "une espace au bord, une tabulation ou un retour à la ligne"
        raise FicheError(f"{ou} : « {texte.strip()} » contient {detail}")


def _cite(valeur: Any) -> str:
    """A TOML value as its writer sees it, in quotes unless it is too long to repeat."""
    if isinstance(valeur, list | dict):
        return "une liste" if isinstance(valeur, list) else "une section"
    return f"« {str(valeur).lower() if isinstance(valeur, bool) else valeur} »"


def _proche(cle: object, connues: Iterable[str]) -> str:
    proches = get_close_matches(str(cle), list(connues), n=1)
    return f" ; vouliez-vous dire « {proches[0]} » ?" if proches else ""
