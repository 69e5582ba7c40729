"""An avenant typed in a few words → the text of the fiche with it, read again by the loader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from plie_xl.document.fields import CIBLE, find_modalite
from plie_xl.document.rule import parse_regle
from plie_xl.document.write_toml import align, format_key, format_value
from plie_xl.model.amendments import SUPPRIMEE
from plie_xl.model.apports import split_apport
from plie_xl.model.fiche import Fiche, parse_fiche
from plie_xl.model.settings import DATE_DE_LA_REUNION, load_reglages

CHAMPS = {champ.cle: champ for champ in CIBLE if champ.cle not in ("id", "par")}


@dataclass(frozen=True)
class Changement:
    """What an avenant makes of one target, from a day on; `dit` holds keys of the TOML."""

    cible: str
    le: date
    dit: Mapping[str, Any]
    motif: str = ""


def read_dit(
    valeurs: Mapping[str, str], pieces: Sequence[str], supprimer: bool = False
) -> dict[str, Any]:
    """The keys of a target as typed: `valeurs` by key, each rule of evidence as a sentence.

    Raises
    ------
    ValeurError, RegleError
        A value or a piece is not known: one French sentence with the near miss.
    """
    dit = {cle: CHAMPS[cle].lire(valeur) for cle, valeur in valeurs.items()}
    if "maximum" in dit and "genre" not in dit:
        dit["genre"] = "fourchette"
    for phrase in pieces:
        modalite, regle = _split(phrase)
        jeux, preferee = parse_regle(regle)
        dit.setdefault("pieces", {})[modalite] = [list(jeu) for jeu in jeux]
        dit |= {"preferee": preferee} if preferee else {}
    return {**dit, **({SUPPRIMEE: True} if supprimer else {})}


def _split(phrase: str) -> tuple[str, str]:
    """« à distance : mail de consultation », or a rule for every modality."""
    avant, deux_points, apres = phrase.partition(":")
    if not deux_points:
        return "toutes", phrase
    return find_modalite(f"pièces, {avant.strip()}") or "toutes", apres


def amend(fiche: Fiche, change: Changement) -> tuple[str, Fiche]:
    """The text of the fiche with this change, and what it says.

    A change of the day of the last avenant belongs to it; any other one makes a new avenant.

    Raises
    ------
    FicheError
        The change cannot be: an unknown target, a day outside of the operation…
    """
    lignes = []
    dernier = fiche.avenants[-1] if fiche.avenants else None
    if dernier is None or dernier.le != change.le:
        numero = 1 + max((avenant.numero for avenant in fiche.avenants), default=0)
        pieces = load_reglages().reglages.avenant.pieces
        connus = {"numero": numero, "le": change.le, "motif": change.motif}
        connus |= {} if pieces == DATE_DE_LA_REUNION else {"pieces": pieces}
        lignes += ["", "[[avenant]]", *align(connus.items())]
    simples = [(cle, valeur) for cle, valeur in change.dit.items() if cle != "pieces"]
    table = f"avenant.cible.{format_key(change.cible)}"
    lignes += ["", f"[{table}]", *align(simples)]
    if regles := change.dit.get("pieces"):
        paires = (f"{format_key(m)} = {format_value(jeux)}" for m, jeux in regles.items())
        lignes += [f"[{table}.pieces]", *paires]
    propre, apport = split_apport(fiche.texte)
    texte = "\n".join([propre.rstrip("\n"), *lignes]) + "\n"
    return texte, parse_fiche(f"{fiche.id}.toml", texte + apport)
