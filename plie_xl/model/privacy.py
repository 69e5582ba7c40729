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


def find_personnelles(valeurs: Sequence[object]) -> list[str | None]:
    """The same for each of many values: those that hold nothing are mostly seen all together."""
    if not valeurs:
        return []
    textes = [v if isinstance(v, str) else str(v) for v in valeurs]
    ensemble = "\0".join(textes)
    if ensemble.count("\0") >= len(textes):  # stands in no cell, but who knows
        ensemble = "\0".join(texte.replace("\0", " ") for texte in textes)
    octets = _normalise(ensemble).encode("latin-1", "replace") + b"\0"
    chiffres = octets.translate(_GENRES, _LIAISONS)
    suspects = {*find_texts(chiffres, _SUITE), *find_texts(octets, b"@"), *find_nommeurs(octets)}
    trouvees: list[str | None] = [None] * len(valeurs)
    for n in suspects:
        trouvees[n] = find_personnelle(valeurs[n])
    return trouvees


# Each byte as a figure (or what Latin 1 cannot write), or not; what may stand between two of them.
_GENRES = bytes(48 if chr(n) in "0123456789AB?" else n and 120 for n in range(256))
_LIAISONS = b" .-\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0"
_SUITE = b"0" * 10  # as `_CHIFFRES` has, whatever stands between its figures


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


# Each byte as a space (or what Latin 1 cannot write), a capital, or another; what is neither
# the end of a text nor the start of a word in capitals; what is neither that end nor an « M ».
_LETTRES = bytes(
    32 if chr(n).isspace() or chr(n) == "?" else 65 if chr(n).isupper() else n and 120
    for n in range(256)
)
_AUTRES = bytes(n for n in range(256) if n not in (0, 1))
_SANS_M = bytes(n for n in range(256) if n not in (0, ord("M")))


def find_nommeurs(octets: bytes) -> Iterator[int]:
    """Places of the texts, each ended by a zero, of which `find_noms` may have something to say.

    Several names are as many words in capitals after a space; several announcements, as many « M ».
    """
    mots = octets.translate(_LETTRES).replace(b" A", b"\1").translate(None, _AUTRES)
    yield from find_texts(mots, b"\1" * NOMMEES)
    yield from find_texts(octets.translate(None, _SANS_M), b"M" * ANNONCEES)


def find_texts(octets: bytes, motif: bytes) -> Iterator[int]:
    """Places of the texts, each ended by a zero, that hold these bytes."""
    place = vus = 0
    while (ici := octets.find(motif, vus)) >= 0:
        place += octets.count(0, vus, ici)
        yield place
        place, vus = place + 1, octets.index(0, ici) + 1


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
