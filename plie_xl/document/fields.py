"""Each value of a fiche: its name in the workbook, how it is shown, how it is typed back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from plie_xl.model.errors import PlieError
from plie_xl.model.propose import propose_proche, propose_sigle
from plie_xl.model.target import Genre, Par
from plie_xl.model.text import cle, enumere, nombre, read_jour, read_nombre
from plie_xl.model.vocabulary import MODALITES, load_taxonomie

TOUS_LES_CAS = "dans tous les cas"


class ValeurError(PlieError):
    """What was typed is not a value of this row: one French sentence."""


@dataclass(frozen=True)
class Champ:
    """One row of « À confirmer »: the key of the TOML, its French name, both directions."""

    cle: str
    nom: str
    dire: Callable[[Any], str]
    lire: Callable[[str], Any]
    exige: bool = True  # the fiche cannot do without


def _texte(valeur: object) -> str:
    return "" if valeur is None else re.sub(r"\s+", " ", str(valeur)).strip()


def _jour(texte: str) -> date:
    jour = read_jour(texte)
    if jour is None:
        raise ValeurError(f"« {texte} » n’est pas une date : écrivez jj/mm/aaaa")
    return jour


def _entier(texte: str) -> int:
    valeur = read_nombre(texte)
    if valeur is None or valeur != int(valeur) or valeur < 0:
        raise ValeurError(f"« {texte} » n’est pas un nombre entier")
    return int(valeur)


def _part(texte: str) -> float:
    valeur = read_nombre(texte.replace("%", ""))
    if valeur is None:
        raise ValeurError(f"« {texte} » n’est pas un taux : écrivez 85 %")
    return round(valeur / 100, 6) if "%" in texte or valeur > 1 else valeur


def _say_part(valeur: float | None) -> str:
    return f"{valeur * 100:g} %".replace(".", ",") if valeur else ""


def _choose(texte: str, choix: dict[str, str]) -> str:
    """A value of a list by its name or its key; else the near miss, or all that it may be."""
    noms = {cle(nom): valeur for nom, valeur in choix.items()} | {cle(v): v for v in choix.values()}
    if cle(texte) in noms:
        return noms[cle(texte)]
    dits = tuple(choix)
    proche = propose_sigle(texte, dits) or propose_proche(texte, dits)
    il_y_a = f"il y a {enumere(f'« {nom} »' for nom in dits)}"
    suite = f"vouliez-vous dire « {proche} » ?" if proche else il_y_a
    raise ValeurError(f"« {texte} » n’est pas dans la liste ; {suite}")


def list_categories() -> dict[str, str]:
    """The identifier of each category, by what a person reads."""
    return {c.libelle: c.id for c in load_taxonomie().values()}


def _categorie(texte: str) -> str:
    return _choose(texte, list_categories())


def _say_categorie(valeur: str | None) -> str:
    return load_taxonomie()[valeur].libelle if valeur else ""


def _modalites(texte: str) -> list[str]:
    noms = {m: m for m in MODALITES}
    return [_choose(mot, noms) for mot in re.split(r"\s*[,;]\s*|\s+et\s+", texte) if mot.strip()]


def _among(valeurs: tuple[str, ...]) -> Callable[[str], str]:
    return lambda texte: _choose(texte, {v: v for v in valeurs})


IDENTITE = (
    Champ("plie", "PLIE", _texte, _texte),
    Champ("numero", "Numéro de la fiche", _texte, _texte),
    Champ("intitule", "Intitulé", _texte, _texte),
    Champ("territoire", "Territoire", _texte, _texte),
    Champ("debut", "Début", lambda v: f"{v:%d/%m/%Y}" if v else "", _jour),
    Champ("fin", "Fin", lambda v: f"{v:%d/%m/%Y}" if v else "", _jour),
    Champ("montant_fse", "Montant FSE+ maximum (€)", lambda v: nombre(v) if v else "", _entier),
    Champ("taux_max", "Taux de cofinancement maximum", _say_part, _part, False),
    Champ("porteuse", "Structure porteuse", _texte, _texte, False),
    Champ("livrables", "Livrable", lambda v: _texte(v[0]) if v else "", _texte, False),
)  # fmt: skip
CIBLE = (
    Champ("id", "Identifiant", _texte, lambda t: cle(t).replace(" ", "-")),
    Champ("libelle", "Libellé", _texte, _texte),
    Champ("minimum", "Nombre", _texte, _entier),
    Champ("maximum", "Nombre au plus", _texte, _entier, False),
    Champ("genre", "Genre", _texte, _among(get_args(Genre))),
    Champ("par", "Par", _texte, _among(get_args(Par))),
    Champ("unite", "Unité", _texte, _texte),
    Champ("theme", "Thème", _texte, _texte, False),
    Champ("modalites", "Modalités", lambda v: ", ".join(v or ()), _modalites, False),
    Champ("categorie", "Catégorie", _say_categorie, _categorie),
)
INITIALES = "Vos initiales"


def name_pieces(modalite: str) -> str:
    """« Pièces, présentiel »: the name of a row of evidence."""
    return f"Pièces, {TOUS_LES_CAS if modalite == 'toutes' else modalite}"


def find_modalite(nom: str) -> str | None:
    """The modality of a row of evidence; None for another row."""
    if not cle(nom).startswith("pièces"):
        return None
    dite = nom.partition(",")[2].strip()
    if cle(dite) in ("", cle(TOUS_LES_CAS)):
        return "toutes"
    return _choose(dite, {m: m for m in MODALITES})
