"""How many: turns of phrase in order of trust. Dates, durations and amounts count nothing."""

import re
from dataclasses import dataclass
from functools import cache

from plie_xl.document.words import any_of, fold, load_lexique


@cache
def _motif(tournure: str) -> re.Pattern[str]:
    return re.compile(any_of(load_lexique()["tournures"][tournure]))


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
    chiffres = mot.replace(" ", "")
    return int(chiffres) if chiffres.isdigit() else _lettres()[mot]


def read_nombre(texte: str, titre: str = "", theme: str = "") -> Nombre | None:
    """The number of a sentence; the headings above it may qualify every number."""
    plat = _blank(_blank(_blank(fold(texte), _jours()), _motif("sans")), _motif("grands"))
    tout = [m for m in re.finditer(_un(), plat) if m[1] not in ("un", "une") or _is_compte(plat, m)]
    if not tout or _is_rythme(plat, tout):
        return None
    autour = f"{plat} {fold(titre)}"
    plage = re.search(rf"(?:entre )?{_un()}\s*(a|-|et|ou)\s*{_un()}", plat)
    if plage and (plage[2] in "a-" or plage[2] == "ou" or plage[0].startswith("entre")):
        minimum, maximum, trou = _value(plage[1]), _value(plage[3]), plage.span()
        genre, reste = "fourchette", len(tout) - 2
    else:
        choisi, maximum = _choose(plat, tout), None
        minimum, trou = _value(choisi[1]), choisi.span()
        genre = _find_genre(autour)
        reste = len({_value(m[1]) for m in tout}) - 1  # « deux (2) comités » says it twice
        if genre == "exact" and _find_genre(fold(theme)) != "exact":
            genre = _find_genre(fold(theme))
            autour += " selon"  # said by a heading that may be of other lines
    personne = _find_personne(plat)
    par = "technicien" if personne.startswith("technicien") else "an"
    faux_ordre = maximum is not None and (
        minimum >= maximum or bool(_motif("plancher").search(autour))
    )
    doutes = [
        *["FIC-02"]
        * (genre in ("moyenne", "environ", "fourchette") or bool(_motif("flou").search(autour))),
        *["FIC-03"] * (reste > 0 or faux_ordre or bool(_motif("dont").search(plat))),
        *["FIC-04"] * (bool(personne) or has_rythme(texte)),
        *["FIC-03"] * bool(_motif("grands").search(fold(texte)) or minimum == 0),
    ]
    return Nombre(minimum, maximum, genre, par, tuple(dict.fromkeys(doutes)), trou)


def list_nombres(texte: str) -> list[int]:
    """The different numbers that a sentence says, in order."""
    plat = _blank(_blank(_blank(fold(texte), _jours()), _motif("sans")), _motif("grands"))
    tout = (m for m in re.finditer(_un(), plat) if m[1] not in ("un", "une") or _is_compte(plat, m))
    return list(dict.fromkeys(_value(m[1]) for m in tout))


def find_tournure(texte: str) -> str:
    """The words that make a number less than firm, as they stand; "" when it says none."""
    plat = fold(texte)
    plage = re.search(rf"(?:entre )?{_un()}\s*(?:a|-|et|ou)\s*{_un()}", plat)
    trouves = [_motif(m).search(plat) for m in ("moyenne", "environ", "flou")]
    trouve = next((m for m in (plage, *trouves) if m), None)
    return texte[slice(*trouve.span())].strip() if trouve else ""


def find_rythme(texte: str) -> tuple[str, int]:
    """« trimestrielle » and 4, « par mois » and 12; 0 for a rhythm that gives no number."""
    trouve = _motif("rythme").search(fold(texte))
    if trouve is None:
        return "", 0
    fois = {} if " sur " in trouve[0] else load_lexique()["rythmes"]
    nombre = next((n for debut, n in fois.items() if debut in trouve[0]), 0)
    return texte[slice(*trouve.span())].strip(), nombre


def find_personne(texte: str) -> str:
    """« par référent », as it stands; "" when the number is of nobody."""
    qui = _find_personne(plat := fold(texte))
    place = plat.find(qui) if qui else -1
    return f"par {texte[place : place + len(qui)]}" if qui else ""


@cache
def _jours() -> re.Pattern[str]:
    return re.compile(rf"\d{{1,2}}\s+(?:{load_lexique()['tournures']['mois']})\b")


def _find_personne(plat: str) -> str:
    """« 2 par référent », « 3 / commune »: any noun without an article, but for a few."""
    sans = load_lexique()["tournures"]["par_sans"].split()
    trouves = re.finditer(r"(?:\bpar |\d ?/ ?)([a-z]{3,})", plat)
    return next((m[1] for m in trouves if m[1] not in sans), "")


@cache
def _un() -> str:
    nombre = rf"\d{{1,3}}(?: \d{{3}})+|\d{{1,4}}|{any_of(_lettres())}"
    return rf"(?<![\w,.])(?<![a-z]-)({nombre})(?![\w¤]|[.,]\d)"


def _blank(plat: str, motif: re.Pattern[str]) -> str:
    return motif.sub(lambda m: "¤" * len(m[0]), plat)


def _is_rythme(plat: str, tout: list[re.Match[str]]) -> bool:
    """« 2 par mois » counts no year; « 11 (une par mois) » and « mensuel : 10 » do."""
    rythme = _motif("rythme").search(plat)
    if rythme is None:
        return False
    ouverte = plat.rfind("(", 0, rythme.start())
    entre = ouverte >= 0 and ")" not in plat[ouverte : rythme.start()]
    avant = entre and any(m.end() <= ouverte for m in tout)
    apres = any(m.start() > rythme.end() and plat[: m.start()].rstrip().endswith(":") for m in tout)
    return not (avant or apres)


def is_nombre_seul(texte: str) -> bool:
    """« onze », « 30 minimum », « : 2 / an »: the number of what stands before it."""
    plat = re.sub(r"[^\w ]", " ", fold(texte))
    reste = re.sub(
        r"\b(?:par|an|annee|minimum|au|moins|a|minima|environ|en|moyenne|fois|mini|entre|et|ou)\b",
        "",
        plat,
    )
    mots = reste.split()
    return 1 <= len(mots) <= 2 and all(m.isdigit() or m in _lettres() for m in mots)


def opens_nombre(texte: str) -> bool:
    """« trois forums », « Tenir 10 ateliers », « Au moins 5 points »: a number at the head."""
    nombre = read_nombre(texte)
    if nombre is None:
        return False
    avant = fold(texte)[: nombre.trou[0]].strip()
    tete = rf"(?:{_motif('tete').pattern}|(?:au moins|au minimum|environ|entre) )"
    return not avant or re.fullmatch(tete, f"{avant} ") is not None


def qualifies(texte: str) -> bool:
    """Whether a note makes numbers less than firm: « ces objectifs sont des minima »."""
    plat = fold(texte)
    return any(_motif(m).search(plat) for m in ("moyenne", "environ", "plancher", "flou"))


def has_rythme(texte: str) -> bool:
    return bool(_motif("rythme").search(fold(texte)))


def _is_compte(plat: str, m: re.Match[str]) -> bool:
    """« un » counts at the head or after a colon, with a year or a floor; elsewhere it is an article."""  # noqa: E501
    avant = plat[: m.start()].rstrip()
    return not avant or avant.endswith(":") or avant.endswith(("au moins", "minimum", "a minima"))


def _choose(plat: str, tout: list[re.Match[str]]) -> re.Match[str]:
    apres = [m for m in tout if plat[: m.start()].rstrip().endswith(":")]
    return (apres or tout)[0]


def _find_genre(autour: str) -> str:
    if _motif("moyenne").search(autour):
        return "moyenne"
    if _motif("environ").search(autour):
        return "environ"
    return "minimum" if _motif("plancher").search(autour) else "exact"


def strip_nombre(texte: str, nombre: Nombre | None) -> str:
    """The label: the sentence without its number and the words of its turn."""
    if nombre:
        texte = f"{texte[: nombre.trou[0]]} {texte[nombre.trou[1] :]}"
    texte = texte.strip()
    tete = re.match(_motif("tete").pattern, fold(texte))
    texte = texte[tete.end() :] if tete else texte
    for _ in range(2):
        texte = re.sub(r"\s+", " ", _cut(texte, "queue")).strip(" :;,./-\u2013")
    return texte[:1].upper() + texte[1:]


def _cut(texte: str, tournure: str) -> str:
    """Its turns taken out, with the sign before them."""
    motif = re.compile(rf"\s*[:,;(]?\s*{_motif(tournure).pattern}\)?")
    places = [m.span() for m in motif.finditer(fold(texte))]
    for debut, fin in reversed(places):
        texte = f"{texte[:debut]} {texte[fin:]}"
    return texte
