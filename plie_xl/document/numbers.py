"""How many: turns of phrase in order of trust. Dates, durations and amounts count nothing."""

import re
from dataclasses import dataclass

from plie_xl.document.around import find_autour, has_appel, is_appel, is_article
from plie_xl.document.turns import blank_sans, find_motif, list_lettres, match_un, read_value
from plie_xl.document.words import any_of, fold, load_lexique

INCERTAINS = ("moyenne", "environ", "fourchette")


@dataclass(frozen=True)
class Nombre:
    """A number as a fiche says it: a minimum, a maximum for a range, by what (« an »)."""

    minimum: int | None
    maximum: int | None
    genre: str
    par: str
    doutes: tuple[str, ...]
    trou: tuple[int, int]  # where the turn stands in the text


def read_nombre(texte: str, titre: str = "", theme: str = "") -> Nombre | None:
    """The number of a sentence; the headings above it may qualify every number."""
    plat = blank_sans(texte)
    tout = _list_comptes(plat)
    if not tout or _is_rythme(plat, tout):
        return None
    autour = f"{plat} {fold(titre)}"
    if plage := _find_plage(plat):
        minimum, maximum, trou = read_value(plage[1]), read_value(plage[3]), plage.span()
        genre, reste = "fourchette", len(tout) - 2
        flou = minimum >= maximum or bool(find_motif("plancher").search(autour))
    else:
        choisi, maximum = _choose(plat, tout), None
        minimum, trou = read_value(choisi[1]), choisi.span()
        genre = _find_genre(autour)
        redits = [
            m for m in tout if plat[: m.start()].rstrip().endswith("(") and _repeats(m, choisi)
        ]
        reste = len(tout) - 1 - len(redits)  # « deux (2) comités » says it twice
        flou = False
        if genre == "exact" and _find_genre(fold(theme)) != "exact":
            genre = _find_genre(fold(theme))
            autour += " selon"  # said by a heading that may be of other lines
    personne = _find_personne(plat)
    par = "technicien" if personne.startswith("technicien") else "an"
    doutes = [
        *["FIC-02"] * (genre in INCERTAINS or _has("flou", f"{fold(texte)} {autour}")),
        *["FIC-03"] * (reste > 0 or flou or minimum == 0),
        *["FIC-04"] * bool(personne),
        *_doubt_phrase(texte, trou),
    ]
    return Nombre(minimum, maximum, genre, par, tuple(dict.fromkeys(doutes)), trou)


def _repeats(redit: re.Match[str], choisi: re.Match[str]) -> bool:
    return redit is not choisi and read_value(redit[1]) == read_value(choisi[1])


def _doubt_phrase(texte: str, trou: tuple[int, int]) -> list[str]:
    """What the words of the sentence make doubtful, whatever its number."""
    plat = fold(texte)
    place = find_autour(texte, trou) or is_article(plat, trou) or has_appel(texte)
    return [
        *["FIC-03"] * (_has("dont", plat) or _has("grands", plat)),
        *["FIC-04"] * has_rythme(texte),
        *["FIC-15"] * (_has("retrait", plat) or is_rappel(texte) or _is_double(plat)),
        *["FIC-22"] * bool(place),
    ]


def _is_double(plat: str) -> bool:
    """« Comité de pilotage et comité technique : 4 »: both together, or each of them?"""
    nom = rf"\b{any_of(load_lexique()['reunit'])}s?\b"
    return bool(
        re.search(rf"{nom}[^:()]*(?:\bet\b|,|/|\+) ?(?:[dl]es? |du |la |[dl] )?{nom}", plat)
    )


def _has(tournure: str, plat: str) -> bool:
    return bool(find_motif(tournure).search(plat))


def _find_plage(plat: str) -> re.Match[str] | None:
    """« 4 à 6 », « 4-6 », « entre 4 et 6 », « 4 ou 5 »."""
    un = match_un()
    plage = re.search(rf"(?:entre |de )?{un}\s*(a|-|/|et|ou)\s*{un}", plat)
    if plage and (plage[2] != "et" or plage[0].startswith("entre")):
        return plage
    return None


def _list_comptes(plat: str) -> list[re.Match[str]]:
    """The numbers of a sentence, articles left out."""
    trouves = re.finditer(match_un(), plat)
    return [m for m in trouves if m[1] not in ("un", "une") or _is_compte(plat, m)]


def list_nombres(texte: str) -> list[int]:
    """The different numbers that a sentence says, in order."""
    return list(dict.fromkeys(read_value(m[1]) for m in _list_comptes(blank_sans(texte))))


def find_tournure(texte: str) -> str:
    """The words that make a number less than firm, as they stand; "" when it says none."""
    plat = fold(texte)
    plage = re.search(rf"(?:entre )?{match_un()}\s*(?:a|-|et|ou)\s*{match_un()}", plat)
    trouves = [find_motif(m).search(plat) for m in ("moyenne", "environ", "flou")]
    trouve = next((m for m in (plage, *trouves) if m), None)
    return texte[slice(*trouve.span())].strip() if trouve else ""


def find_annee(texte: str, annees: set[int]) -> str:
    """A year that is none of the operation; "" when its period is not known."""
    dites = re.findall(r"\b(?:19|20)\d\d\b", texte)
    return next((an for an in dites if annees and int(an) not in annees), "")


def find_rythme(texte: str) -> tuple[str, int]:
    """« trimestrielle » and 4, « par mois » and 12; 0 for a rhythm that gives no number."""
    trouve = find_motif("rythme").search(fold(texte))
    if trouve is None:
        return "", 0
    fois = {} if " sur " in trouve[0] else load_lexique()["rythmes"]
    nombre = next((n for debut, n in fois.items() if debut in trouve[0]), 0)
    return texte[slice(*trouve.span())].strip(), nombre


def find_personne(texte: str) -> str:
    """« par référent », as it stands; "" when the number is of nobody."""
    qui = _find_personne(plat := fold(texte))
    place = plat.find(qui) if qui else -1
    dit = texte[place : place + len(qui)]
    return dit if qui.startswith("chacun") else f"par {dit}" if qui else ""


def _find_personne(plat: str) -> str:
    """« 2 par référent », « 3 / commune »: any noun without an article, but for a few."""
    sans = load_lexique()["tournures"]["par_sans"].split()
    slash = rf"(?:\d|\ban|{match_un()} [a-z]+) ?/ ?"
    motif = rf"(?:\bpar |{slash}|\b(?:pour|dans) chaque )([a-z]{{3,}})|\b(chacune?s?)\b"
    trouves = re.finditer(motif, plat)
    mots = (next(filter(None, reversed(m.groups())), "") for m in trouves)
    return next((mot for mot in mots if mot not in sans), "")


def _is_rythme(plat: str, tout: list[re.Match[str]]) -> bool:
    """« 2 par mois » counts no year; « 11 (une par mois) » and « mensuel : 10 » do."""
    rythme = find_motif("rythme").search(plat)
    if rythme is None:
        return False
    ouverte = plat.rfind("(", 0, rythme.start())
    entre = ouverte >= 0 and ")" not in plat[ouverte : rythme.start()]
    avant = entre and any(m.end() <= ouverte for m in tout)
    apres = any(m.start() > rythme.end() and plat[: m.start()].rstrip().endswith(":") for m in tout)
    return not (avant or apres)


def is_nombre_seul(texte: str) -> bool:
    """« onze », « 30 minimum », « : 2 / an »: the number of what stands before it."""
    plat = re.sub(r"[^\w ]", " ", re.sub(r"\([^)]*\)", " ", fold(texte)))
    reste = re.sub(
        r"\b(?:par|an|annee|minimum|au|moins|a|minima|environ|en|moyenne|fois|mini|entre|et|ou)\b",
        "",
        plat,
    )
    mots = reste.split()
    return 1 <= len(mots) <= 2 and all(m.isdigit() or m in list_lettres() for m in mots)


def opens_nombre(texte: str) -> bool:
    """« trois forums », « Tenir 10 ateliers », « Au moins 5 points »: a number at the head."""
    nombre = read_nombre(texte)
    if nombre is None:
        return False
    avant = fold(texte)[: nombre.trou[0]].strip()
    tete = rf"(?:{find_motif('tete').pattern}|(?:au moins|au minimum|environ|entre) )"
    return not avant or re.fullmatch(tete, f"{avant} ") is not None


def qualifies(texte: str) -> bool:
    """Whether a note makes numbers less than firm: « ces objectifs sont des minima »."""
    plat = fold(texte)
    return any(_has(m, plat) for m in ("moyenne", "environ", "plancher", "flou"))


def is_rappel(texte: str) -> bool:
    """« Rappel 2030 : », « fiche n°3 : »: told of another year, or of another fiche."""
    return _has("rappel", fold(texte).strip())


def has_rythme(texte: str) -> bool:
    """« tous les mois », « par trimestre »: whether a text says how often."""
    return _has("rythme", fold(texte))


def _is_compte(plat: str, m: re.Match[str]) -> bool:
    """« un » counts at the head or after a colon, with a year or a floor; elsewhere it is an article."""  # noqa: E501
    avant = plat[: m.start()].rstrip()
    return not avant or avant.endswith(":") or avant.endswith(("au moins", "minimum", "a minima"))


def _choose(plat: str, tout: list[re.Match[str]]) -> re.Match[str]:
    apres = [m for m in tout if plat[: m.start()].rstrip().endswith(":")]
    return (apres or tout)[0]


def _find_genre(autour: str) -> str:
    genres = {"moyenne": "moyenne", "environ": "environ", "plancher": "minimum"}
    return next((genre for mots, genre in genres.items() if _has(mots, autour)), "exact")


def strip_nombre(texte: str, nombre: Nombre | None) -> str:
    """The label: the sentence without its number and the words of its turn."""
    if nombre:
        redit = rf"^\s*\(\s*{nombre.minimum}\s*\)"  # « cinq (5) comités »
        suite = re.sub(redit, "", texte[nombre.trou[1] :])
        texte = f"{texte[: nombre.trou[0]]} {suite}"
    texte = "".join(" " if is_appel(signe) else signe for signe in texte).strip()
    tete = re.match(find_motif("tete").pattern, fold(texte))
    texte = texte[tete.end() :] if tete else texte
    for _ in range(2):
        texte = re.sub(r"\s+", " ", _cut(texte, "queue")).strip(" :;,./-\u2013")
    return texte[:1].upper() + texte[1:]


def _cut(texte: str, tournure: str) -> str:
    """Its turns taken out, with the sign before them."""
    motif = re.compile(rf"\s*[:,;(]?\s*{find_motif(tournure).pattern}\)?")
    places = [m.span() for m in motif.finditer(fold(texte))]
    for debut, fin in reversed(places):
        texte = f"{texte[:debut]} {texte[fin:]}"
    return texte
