"""How many: turns of phrase in order of trust. Dates, durations and amounts count nothing."""

import re
from dataclasses import dataclass
from functools import cache

from plie_xl.document.words import any_of, fold, load_lexique

_SANS = re.compile(
    r"(?:19|20)\d\d(?:\s*[-/]\s*(?:19|20)\d\d)?|\d+(?:[.,]\d+)?\s*%|n\s*°\s*\d+|"
    r"\d[\d ]*(?:[.,]\d+)?\s*(?:€|euros?)|\d{1,2}\s*h(?:\s*\d\d)?\b|\b1er\b|\b\d+(?:e|eme|er|nd)\b|"
    r"\d+\s*(?:mois|jours?|semaines?|ans|heures?|minutes?)\b|"
    r"\d{1,2}\s+(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)|"
    r"\d{1,2}/\d{1,2}/\d{2,4}"
)
_RYTHME = re.compile(
    r"\b(?:hebdomadaires?|mensuel(?:le)?s?|bimestriel(?:le)?s?|trimestriel(?:le)?s?|semestriel(?:le)?s?|"
    r"hebdomadairement|mensuellement|par (?:mois|semaine|trimestre|semestre|bimestre)|"
    r"/ ?(?:mois|semaine|trimestre|semestre)|(?:chaque|tous les|toutes les|un \w+ sur) \w+)"
)
_PERSONNE = re.compile(
    r"(?:\bpar|/) ?(referente?s?|techniciens?|participante?s?|personne|salarie|agent|conseiller\w*|intervenant|commune)\b"  # noqa: E501
)
_AN = re.compile(
    r"(?:\bpar an\b|\bpar annee\b|/ ?an\b|\bl an\b|\bdans l annee\b|\bannuel\w*|\bpour \S*$)"
)
_MOYENNE = re.compile(r"\ben moyenne\b|\bmoyenne de\b")
_ENVIRON = re.compile(r"\benviron\b|\bde l ordre de\b|\bautour de\b|\ba peu pres\b")
_PLANCHER = re.compile(
    r"\bau moins\b|\bminimum\b|\bminimal\w*|\ba minima\b|\bau minimum\b|≥|>=|\bpas moins de\b|\bet plus\b|\bou plus\b|\bmini\b"  # noqa: E501
)
_FLOU = re.compile(
    r"\bau plus\b|\bmaximum\b|\bjusqu a\b|\bplus de\b|\bmoins de\b|\bun minimum de temps\b|\bselon\b|\bsi besoin\b|\bsi possible\b|\bvise\w*"  # noqa: E501
)


@dataclass(frozen=True)
class Nombre:
    minimum: int | None
    maximum: int | None
    genre: str
    par: str
    doutes: tuple[str, ...]
    trou: tuple[int, int]  # where the turn stands in the text


@cache
def _lettres() -> dict[str, int]:
    mots = load_lexique()["nombres"]["mots"].split()
    return {m: n for n, mot in enumerate(mots, 1) for m in (mot, mot.replace("-", " "))} | {
        "une": 1
    }


def _value(mot: str) -> int:
    return int(mot) if mot.isdigit() else _lettres()[mot]


def read_nombre(texte: str, titre: str = "") -> Nombre | None:
    """The number of a sentence; `titre`, the heading above it, may qualify every number."""
    plat = _SANS.sub(lambda m: "~" * len(m[0]), fold(texte))
    n = rf"(?<![\w,.])(\d{{1,4}}|{any_of(_lettres())})(?![\w~])"
    tout = [m for m in re.finditer(n, plat) if m[1] not in ("un", "une") or _is_compte(plat, m)]
    if not tout:
        return None
    doutes: list[str] = []
    autour = f"{plat} {fold(titre)}"
    plage = re.search(rf"(?:entre )?{n}\s*(a|-|et|ou)\s*{n}", plat)
    maximum, genre = None, "exact"
    if plage and (plage[2] in "a-" or plage[2] == "ou" or plage[0].startswith("entre")):
        minimum, maximum, genre, trou = (
            _value(plage[1]),
            _value(plage[3]),
            "fourchette",
            plage.span(),
        )
        doutes.append("FIC-02")
        if minimum >= maximum:
            doutes.append("FIC-03")
        reste = len(tout) - 2
    else:
        choisi, reste = _choose(plat, tout), len(tout) - 1
        minimum, trou = _value(choisi[1]), choisi.span()
        genre = _find_genre(autour)
    if genre in ("moyenne", "environ") or _FLOU.search(autour):
        doutes.append("FIC-02")
    if plage is not None and genre == "fourchette" and _PLANCHER.search(autour):
        doutes.append("FIC-03")
    if reste > 0:
        doutes.append("FIC-03")
    par, personne = "an", _PERSONNE.search(plat)
    if personne:
        par = "technicien" if personne[1].startswith("technicien") else "an"
        doutes.append("FIC-04")
    if _RYTHME.search(plat):
        return None
    return Nombre(minimum, maximum, genre, par, tuple(dict.fromkeys(doutes)), trou)


def has_rythme(texte: str) -> bool:
    return bool(_RYTHME.search(fold(texte)))


def _is_compte(plat: str, m: re.Match[str]) -> bool:
    """« un » counts at the head or after a colon, with a year or a floor; elsewhere it is an article."""  # noqa: E501
    avant = plat[: m.start()].rstrip()
    return not avant or avant.endswith(":") or avant.endswith(("au moins", "minimum", "a minima"))


def _choose(plat: str, tout: list[re.Match[str]]) -> re.Match[str]:
    apres = [m for m in tout if plat[: m.start()].rstrip().endswith(":")]
    return (apres or tout)[0]


def _find_genre(autour: str) -> str:
    if _MOYENNE.search(autour):
        return "moyenne"
    if _ENVIRON.search(autour):
        return "environ"
    return "minimum" if _PLANCHER.search(autour) else "exact"


def strip_nombre(texte: str, nombre: Nombre | None) -> str:
    """The label: the sentence without its number and the words of its turn."""
    if nombre:
        texte = texte[: nombre.trou[0]] + texte[nombre.trou[1] :]
    texte = re.sub(r"(?i)^\s*(?:nombre|nb)\s+(?:de |d['’]|des )?", "", texte)
    texte = re.sub(
        r"(?i)\s*[:,]?\s*(?:/|par)\s*an(?:née)?\b|\s*:?\s*\b(?:au )?minimum\b|\bau moins\b|\bà minima\b",  # noqa: E501
        "",
        texte,
    )
    return re.sub(r"^[\s:;,.-]+|[\s:;,.-]+$", "", texte)
