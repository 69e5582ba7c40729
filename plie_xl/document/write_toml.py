"""A fiche as TOML, written as those of the package are: aligned keys, French comments."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from plie_xl.model.text import visible

IDENTITE = (
    "plie",
    "numero",
    "intitule",
    "territoire",
    "debut",
    "fin",
    "montant_fse",
    "taux_max",
    "porteuse",
    "livrables",
)
CIBLE = (
    "id",
    "libelle",
    "minimum",
    "maximum",
    "genre",
    "par",
    "unite",
    "categorie",
    "theme",
    "modalites",
    "preferee",
)
DEFAUTS = {"genre": "exact", "par": "an"}


def write_toml(
    identite: dict[str, Any], cibles: list[dict[str, Any]], source: tuple[str, str]
) -> str:
    """The text of the file; the same decisions give the same text."""
    return "\n".join([*_head(identite, source), *(x for c in cibles for x in _cible(c))]) + "\n"


def _head(identite: dict[str, Any], source: tuple[str, str]) -> Iterator[str]:
    document, empreinte = source
    annee = identite["debut"].year
    yield f"# {_line(identite['plie'])}, fiche {_line(identite['numero'])}, année {annee}."
    if document:
        yield f"# Lue dans « {_line(document)} »"
        yield f"# SHA-256 : {empreinte}"
    yield f"# Confirmée par {_line(identite['initiales'])}"
    yield ""
    yield from align((k, identite.get(k)) for k in IDENTITE)
    if identite["a_confirmer"]:
        yield f"a_confirmer = {format_value(identite['a_confirmer'])}"


def _cible(cible: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield "[[cible]]"
    dites = {k: v for k, v in cible.items() if DEFAUTS.get(k) != v}
    yield from align((k, dites.get(k)) for k in CIBLE)
    source = cible.get("source")
    if source:
        page, ligne, phrase = source["page"], source["ligne"], format_value(source["phrase"])
        yield f'lu = "p. {page}, l. {ligne}"'
        yield f"source = {{ page = {page}, ligne = {ligne}, phrase = {phrase} }}"
    if cible["a_confirmer"]:
        yield f"a_confirmer = {format_value(' ; '.join(dict.fromkeys(cible['a_confirmer'])))}"
    for phrase in dict.fromkeys(cible["phrases"]):
        yield f"# Pièces : « {_line(phrase)} »"
    yield "[cible.pieces]"
    yield from align(
        (format_key(m), [list(jeu) for jeu in jeux]) for m, jeux in cible["pieces"].items()
    )


def align(paires: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """A line for each key that says something, their values in one column."""
    dites = [(k, v) for k, v in paires if v not in (None, "", [])]
    large = max((len(k) for k, _ in dites), default=0)
    for k, v in dites:
        yield f"{k:{large}} = {format_value(v)}"


def format_key(nom: str) -> str:
    """A key, between quotes where TOML asks for them."""
    return nom if nom.isascii() and nom.isalpha() else json.dumps(nom, ensure_ascii=False)


def format_value(valeur: Any) -> str:
    """A value as TOML writes it, on one line."""
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, bool):
        return str(valeur).lower()
    if isinstance(valeur, list):
        return f"[{', '.join(map(format_value, valeur))}]"
    if isinstance(valeur, str):
        return json.dumps(_line(valeur), ensure_ascii=False)
    return repr(valeur)


def _line(texte: str) -> str:
    """One line, without a sign that a comment or a string of TOML refuses."""
    return " ".join(visible(texte).split())
