"""What must never travel: what points at a person, in a text that somebody typed."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from plie_xl.model.births import NAISSANCE, find_naissance
from plie_xl.model.people import CIVILITE, LISTE, NOMMEES, PRENOM, SITUATION, find_personne
from plie_xl.model.people_words import encode, find_annonces, load_mots, simplify
from plie_xl.model.text import cle_entete, en_clair, enumere

_NIR = re.compile(
    r"(?<!\d)[1-478][\s.-]?\d{2}[\s.-]?(?:0[1-9]|1[0-2]|[2-9]\d)[\s.-]?\d[\dAB][\s.-]?\d{3}[\s.-]?"
    r"\d{3}(?:[\s.-]?\d{2})?(?!\d)"
)
_TELEPHONE = re.compile(
    r"(?<![\d/])(?:(?:\+33|0033|\(\+?33\))\s?(?:\(0\))?\s?|0)[1-9]\)?"
    r"(?:[\s.-]?\d{2}){4}(?!\d)"
)
# Bounded, and tried at the start of a word only: a long text costs one pass.
_COURRIEL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,64}+(?:\.[\w-]{1,64}+)+")

# What most texts lack, so that they are seen at once to hold nothing.
_CHIFFRES = re.compile(r"(?<!\d)\d" + r"[\s.\-()]{0,3}+[\dAB]" * 9)

_EMPREINTE = re.compile(r"[0-9a-f]{64}")  # of a file or a fiche, its figures drawn as if by lot

_FORMES = {
    "un numéro de sécurité sociale": _NIR,
    "un numéro de téléphone": _TELEPHONE,
    "une adresse de courriel": _COURRIEL,
}
NUMEROS = tuple(_FORMES)
DETECTEES = (*NUMEROS, NAISSANCE, LISTE, CIVILITE, PRENOM, SITUATION)  # all that is, nothing else
PROMESSE = enumere(DETECTEES)
MASQUE = "[donnée personnelle retirée]"
_GRAND = 10**12  # the least number of thirteen figures
_LOT = 4_000_000  # characters searched together
_LONGUEUR = 60  # a cell that holds one name is no longer
_INVISIBLES = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LIGATURES = {"œ": "oe", "Œ": "OE", "\u00a0": " ", "\u202f": " "}

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
    """What a value seems to hold, one of `DETECTEES`, or None."""
    if isinstance(valeur, int | float) and _GRAND <= valeur < 1000 * _GRAND:
        valeur = str(int(valeur))  # Excel makes a number of a NIR that is typed without spaces
    if not isinstance(valeur, str) or not valeur:
        return None
    texte = _normalise(valeur)
    return _find_forme(texte) or find_personne(texte) or find_naissance(texte)


def _find_forme(texte: str) -> str | None:
    if "@" in texte or (_CHIFFRES.search(texte) and not _EMPREINTE.fullmatch(texte)):
        return next((nom for nom, forme in _FORMES.items() if forme.search(texte)), None)
    return None


def find_personnelles(valeurs: Sequence[object]) -> list[str | None]:
    """The same for each of many values: those that hold nothing are mostly seen all together."""
    trouvees: list[str | None] = [None] * len(valeurs)
    for n in find_suspects(valeurs):
        trouvees[n] = find_personnelle(valeurs[n])
    return trouvees


def find_suspects(valeurs: Sequence[object]) -> list[int]:
    """Places of the values that may hold something, whatever their figures: no other does."""
    textes = [v if isinstance(v, str) else str(v) for v in valeurs]
    return [debut + n for debut, lot in _cut_lots(textes) for n in _list_suspects(lot)]


def _cut_lots(textes: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Neighbours that are put together, never very long, and the place of the first."""
    debut = poids = 0
    for fin, longueur in enumerate(map(len, textes), start=1):
        poids += longueur
        if poids > _LOT:
            yield debut, textes[debut:fin]
            debut, poids = fin, 0
    yield debut, textes[debut:]


def _list_suspects(textes: Sequence[str]) -> Collection[int]:
    """Places of the texts that may hold something: all the others certainly hold nothing."""
    ensemble = _SEPARE.join(["", *textes, ""])
    if ensemble.count("\0") > len(textes) + 1:  # stands in no cell, but who knows
        ensemble = _SEPARE.join(["", *(texte.replace("\0", " ") for texte in textes), ""])
    octets = encode(_normalise(ensemble)[len(_SEPARE) - 1 :])
    chiffres = octets.translate(_GENRES, _LIAISONS)
    suspects = {*find_texts(chiffres, _SUITE), *find_texts(octets, b"@")}
    mots = simplify(octets)
    for annonce in find_annonces(mots):
        suspects.update(find_texts(mots, b" %b " % annonce))
    return suspects


_SEPARE = " \0 "  # each text ends by a zero, and each of its words stands between blanks
# Each byte as a figure (or what Latin 1 cannot write), or not; what may stand between two of them.
_GENRES = bytes(48 if chr(n) in "0123456789AB?" else n and 120 for n in range(256))
_LIAISONS = b" .-()\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0"
_SUITE = b"0" * 10  # as `_CHIFFRES` has, whatever stands between its figures


def find_texts(octets: bytes, motif: bytes) -> Iterator[int]:
    """Places of the texts, each ended by a zero, that hold these bytes."""
    place = vus = 0
    while (ici := octets.find(motif, vus)) >= 0:
        place += octets.count(0, vus, ici)
        yield place
        place, vus = place + 1, octets.index(0, ici) + 1


@lru_cache(1_024)  # what messages cite is mostly the same few words
def mask(texte: str) -> str:
    """The text, or a mark in its place when it points at a person: nothing of it is copied."""
    return texte if find_personnelle(texte) is None else MASQUE


def mask_nom(fichier: str) -> str:
    """The name of a file, or a mark and its ending."""
    debut, point, fin = fichier.rpartition(".")
    return f"{mask(debut)}{point}{fin}" if debut else mask(fichier)


def cite_nu(valeur: object) -> str:
    """What was typed as a message says it, unless it points at a person."""
    return _cite_texte(valeur) if isinstance(valeur, str) else en_clair(valeur)


@lru_cache(1_024)
def _cite_texte(texte: str) -> str:
    return en_clair(mask(texte))


def cite(valeur: object) -> str:
    """The same between guillemets; "" for nothing."""
    texte = cite_nu(valeur)
    return f"« {texte} »" if texte else ""


def _normalise(texte: str) -> str:
    """The letters that are seen: composed, without what is invisible among them."""
    if texte.isascii():
        return texte
    for signe in _INVISIBLES:
        if signe in texte:
            texte = texte.replace(signe, "")
    for signe, lisible in _LIGATURES.items():
        if signe in texte:
            texte = texte.replace(signe, lisible)
    return unicodedata.normalize("NFC", texte)


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


def _has_prenom(texte: str) -> bool:
    return not load_mots("prenoms").isdisjoint(cle_entete(texte).split())
