"""What the fiche allots, and at which rate: sure only where one sum, one rate, is said."""

import re
from collections.abc import Iterator
from itertools import pairwise

from plie_xl.document.line import Ligne
from plie_xl.document.values import Valeur, sure
from plie_xl.document.whole import Texte
from plie_xl.document.words import any_of, load_lexique

PETITE = 1000  # euros below which a sum lost its thousands
LOIN, APRES = 250, 30  # signs at most from « montant » to its sum; read behind it
SOMME = re.compile(
    r"(?<![\d.,])(?<!\d )(?P<entier>\d{1,3}(?:[ .]\d{3})+|\d+)(?P<reste>[.,]\d{1,2})?\s*"
    r"(?P<unite>k ?€|m€|€|k ?euros?|euros?\b|eur\b)"
)
TAUX = re.compile(
    r"taux (?:maximum |maximal |max\.? )?(?:de |d )?(?:cofinancement|intervention|financement)"
    r"[^%]{0,80}?(?<![\d,.])(?P<part>\d{1,3}(?:[,.]\d+)?)\s*%"
)
PART = re.compile(r"(?:\bco-?financ\w*|\bfse\b|\bfinancement)[^.%]{0,80}\d ?%")  # said otherwise


def read_montant(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    """The sum in the sentence on the FSE+; another one there, or a hesitation, is a doubt."""
    texte = Texte(lignes)
    sommes = list(_list_sommes(texte.plat))
    if not sommes:
        yield sure("montant_fse", None, "", lignes[0], ["FIC-20"])
        return
    debut, somme = sommes[0]
    dites = {_value(m) for _, m in sommes}
    autour = " ".join(texte.plat[d : m.end() + APRES] for d, m in sommes)
    entier = somme["unite"][0] == "e" or somme["unite"] == "€"
    rond = entier and not re.search(r"[1-9]", somme["reste"] or "")
    colle = texte.plat[: somme.start()][-1:].isalpha()  # « Z5 000 € »: a digit taken for a letter
    doutes = [
        *["FIC-03"] * (len(dites) > 1 or _has(autour, "lettres")),
        *["FIC-02"] * (not rond or colle or _value(somme) < PETITE or _has(autour, "hesite")),
    ]
    phrase = texte.brut[debut : somme.end()]
    yield sure("montant_fse", _value(somme), phrase, texte.line(somme.end() - 1), doutes)


def _list_sommes(plat: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Each sum behind a word for money where the FSE is named, and where its sentence begins."""
    mots = any_of(load_lexique()["argent"]["montants"])
    debuts = [m.start() for m in re.finditer(rf"\b{mots}\b", plat)]
    for debut, suivant in pairwise([*debuts, len(plat)]):
        fin = min(suivant, debut + LOIN)
        if re.search(r"\bfse\b", plat[max(0, debut - 20) : fin]):
            yield from ((debut, m) for m in SOMME.finditer(plat, debut, fin))


def _has(plat: str, cle: str) -> bool:
    return bool(re.search(any_of(load_lexique()["argent"][cle]), plat))


def _value(somme: re.Match[str]) -> int:
    return int(re.sub(r"\D", "", somme["entier"]))


def read_taux(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    """The rate of co-financing, when the fiche names one."""
    texte = Texte(lignes)
    trouves = list(TAUX.finditer(texte.plat))
    if not trouves:
        if perdu := PART.search(texte.plat):
            yield sure("taux_max", None, "", texte.line(perdu.start()), ["FIC-20"])
        return
    taux = {m["part"] for m in trouves}
    suite = "".join(texte.plat[m.end() : m.end() + 2 * APRES] for m in trouves)
    dits = " ".join(texte.plat[m.start() : m.end() + APRES] for m in trouves)
    doutes = [
        *["FIC-03"] * (len(taux) > 1 or "%" in suite or trouves[0][0].count("%") > 1),
        *["FIC-02"] * _has(dits, "hesite"),
    ]
    part = round(float(trouves[0]["part"].replace(",", ".")) / 100, 6)
    phrase = texte.brut[trouves[0].start() : trouves[0].end()]
    yield sure("taux_max", part, phrase, texte.line(trouves[0].start()), doutes)
