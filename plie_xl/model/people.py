"""Lists of people: what a text or a sheet shows when it names participants one by one."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from plie_xl.model.text import cle_entete

NOMMEES = 3  # people by their name, to call it a list
ANNONCEES = 2  # people announced by « Mme » or « M. »
_CIVILITE = re.compile(
    r"\b(?:MM\.|M\.|Mr\b\.?|Mmes?\b|Mlles?\b|Monsieur|Madame|Mademoiselle)\s?"
    r"[A-ZÀ-Ý](?:\.\s?[A-ZÀ-Ý])?+[\w’'-]++(?:\s[A-ZÀ-Ý][\w’'-]++)?"
)
_MOT = r"[A-ZÀ-Ý][\w’'-]++"
_NOM = re.compile(rf"(?<![\w’'-]){_MOT}\s{_MOT}")  # from the start of a word: one pass
_ESPACES = 2 * NOMMEES - 1  # in a text that names so many people
_LONGUEUR = 60  # a cell that holds one name is no longer

# Headers that only a list of people bears; « Nom » says it with two others beside it.
_ENTETES = frozenset(
    (
        "prenom",
        "prenoms",
        "nom prenom",
        "nom et prenom",
        "nom du participant",
        "date de naissance",
        "ne le",
        "nir",
        "numero de securite sociale",
        "n de securite sociale",
    )
)
_ENTETES_A_TROIS = frozenset(
    ("nom", "telephone", "mail", "courriel", "adresse", "signature", "age")
)


# Each byte as a space (or what Latin 1 cannot write), a capital, or another.
_LETTRES = bytes(
    32 if chr(n).isspace() or n == ord("?") else 65 if 65 <= n <= 90 or 192 <= n <= 221 else 120
    for n in range(256)
)


def find_nommeurs(textes: Iterable[str]) -> list[int]:
    """Places of the texts that `find_noms` may have something to say of: most have not."""
    return [
        n
        for n, texte in enumerate(textes)
        if texte.count("M") >= ANNONCEES
        or (
            texte.count(" ") >= _ESPACES
            and texte.encode("latin-1", "replace").translate(_LETTRES).count(b" A") >= NOMMEES
        )
    ]


def find_noms(texte: str) -> list[tuple[int, int]]:
    """Where a text names people, when it names several: start and end of each name."""
    noms = list(_list_noms(texte)) if texte.count(" ") >= _ESPACES else []
    utiles = texte.count("M") >= (1 if noms else ANNONCEES)  # every announcement has one
    annonces = [m.span() for m in _CIVILITE.finditer(texte)] if utiles else []
    if len(annonces) < ANNONCEES and len(noms) < NOMMEES:
        return []
    return sorted({*annonces, *noms})


def _list_noms(texte: str) -> Iterator[tuple[int, int]]:
    for trouve in _NOM.finditer(texte):
        if _has_prenom(trouve[0]):
            yield trouve.span()


def _has_prenom(texte: str) -> bool:
    return not load_prenoms().isdisjoint(cle_entete(texte).split())


def find_people_list(grille: Sequence[Sequence[object]]) -> tuple[int, int] | None:
    """Row and column (from 1) where a sheet begins to list people; None when it does not."""
    vus: dict[int, list[int]] = {}
    for ligne, cellules in enumerate(grille, start=1):
        entetes = {}
        for rang, valeur in enumerate(cellules, start=1):
            if not isinstance(valeur, str) or not valeur or len(valeur) > _LONGUEUR:
                continue
            entetes[cle_entete(valeur)] = rang
            if valeur[0].isupper() and _has_prenom(valeur):
                vus.setdefault(rang, []).append(ligne)
                if len(vus[rang]) == NOMMEES:
                    return vus[rang][0], rang
        annonces = (_ENTETES | _ENTETES_A_TROIS) & entetes.keys()
        if not annonces.isdisjoint(_ENTETES) or len(annonces) >= NOMMEES:
            return ligne, min(entetes[mot] for mot in annonces)
    return None


@cache
def load_prenoms() -> frozenset[str]:
    """Frequent first names, without accents nor capitals."""
    texte = (files("plie_xl") / "fiches" / "prenoms.toml").read_text("utf-8")
    return frozenset(str(tomllib.loads(texte)["prenoms"]).split())
