"""What must never travel: numbers, addresses and lists of names that point at people."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from plie_xl.model.text import cle_entete

_NIR = re.compile(
    r"(?<!\d)[1-478]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?\d[\dAB]\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?!\d)"
)
_TELEPHONE = re.compile(r"(?<![\d/])(?:\+33|0033|0)\s?[1-9](?:[\s.\-]?\d{2}){4}(?!\d)")
# Bounded, and tried at the start of a word only: a long text costs one pass.
_COURRIEL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,64}+(?:\.[\w-]{1,64}+)+")

# What most texts lack, so that they are seen at once to hold nothing.
_CHIFFRES = re.compile(r"(?<!\d)\d" + r"[\s.\-]?+[\dAB]" * 9)

FORMES = {
    "un numéro de sécurité sociale": _NIR,
    "un numéro de téléphone": _TELEPHONE,
    "une adresse de courriel": _COURRIEL,
}
LISTE = "une liste de personnes"
MASQUE = "[donnée personnelle retirée]"
_GRAND = 10**12  # the least number of thirteen figures

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


def find_personnelle(valeur: object) -> str | None:
    """What a value seems to hold, in French (« un numéro de téléphone »), or None."""
    if isinstance(valeur, int | float) and _GRAND <= valeur < 1000 * _GRAND:
        valeur = str(int(valeur))  # Excel makes a number of a NIR that is typed without spaces
    if not isinstance(valeur, str):
        return None
    normalise = _normalise(valeur)
    if "@" in normalise or _CHIFFRES.search(normalise):
        for nom, forme in FORMES.items():
            if forme.search(normalise):
                return nom
    return LISTE if find_noms(normalise) else None


def mask(texte: str) -> str:
    """The same text with every personal number, address or listed name replaced by a mark."""
    if find_personnelle(texte) is None:
        return texte
    texte = _normalise(texte)
    for debut, fin in reversed(find_noms(texte)):
        texte = texte[:debut] + MASQUE + texte[fin:]
    for forme in FORMES.values():
        texte = forme.sub(MASQUE, texte)
    return texte


def _normalise(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


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
