"""What the name of a file says of it: its day, its target, its kind.

The words are those of the fiche and of `pieces.toml`; what is doubtful is no answer.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

from plie_xl.model.days import find_jours
from plie_xl.model.fiche import Fiche
from plie_xl.model.target import Cible
from plie_xl.model.text import cle_entete
from plie_xl.model.vocabulary import load_pieces

Mots = tuple[str, ...]
Marque = tuple[date, str, str]  # day, target, kind


def read_marque(nom: str, fiche: Fiche) -> Marque | None:
    """The day, target and kind that a name bears; None when one of them is in doubt."""
    cible = _find(_split_nom(nom), {c.id: _name_cible(c) for c in fiche.instances})
    nature = find_nature(nom)
    jours = find_jours(nom, fiche.annee)
    if cible and nature and len(jours) == 1 and len(jours[0]) == 1:
        return next(iter(jours[0])), cible, nature
    return None


def find_nature(nom: str) -> str:
    """The kind of piece that a name bears; "" when there is none, or two."""
    return _find(_split_nom(nom), _name_natures())


@cache
def _name_natures() -> dict[str, list[Mots]]:
    pieces = load_pieces().values()
    return {p.id: [*map(_split, (p.libelle, p.abrege, *p.noms))] for p in pieces}


def _name_cible(cible: Cible) -> list[Mots]:
    """How a target is called: its identifier, its label, and the short name in parentheses."""
    libelle, _, sigle = cible.libelle.partition("(")
    return [_split(mot) for mot in (cible.id, libelle, sigle) if mot.strip()]


def _find(mots: Mots, connus: Mapping[str, list[Mots]]) -> str:
    """The thing whose longest name stands among these words; "" when two are as long."""
    longueurs = {
        identifiant: max((len(nom) for nom in noms if _holds(mots, nom)), default=0)
        for identifiant, noms in connus.items()
    }
    plus = max(longueurs.values(), default=0)
    trouves = [identifiant for identifiant, n in longueurs.items() if n == plus]
    return trouves[0] if plus and len(trouves) == 1 else ""


def _holds(mots: Mots, nom: Mots) -> bool:
    n = len(nom)
    return bool(n) and any(mots[i : i + n] == nom for i in range(len(mots) - n + 1))


def _split_nom(nom: str) -> Mots:
    """The words of a name, without its ending."""
    return _split(nom.rpartition(".")[0] or nom)


def _split(texte: str) -> Mots:
    """Words without accents, one for a singular and its plural."""
    return tuple(mot.rstrip("s") or mot for mot in cle_entete(texte).split())
