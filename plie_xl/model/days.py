"""Days written inside a text: « 2024-03-14 COPIL.pdf », « CR du 14 mars ». Only the certain ones.

A number that may be something else (« n° 12-03 », « 150324 ») is no day; « du 12-03 » is one.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache

from plie_xl.model.vocabulary import load_propositions

# A day whose bars are no path: « CR 12/03/2024 », not « 2024/12/CR » nor « 12/03.pdf ».
JOUR_A_BARRES = re.compile(r"(?<![\w/\\])\d{1,4}\s?/\s?\d\d?(?:\s?/\s?\d{1,4})?(?![\w/\\]|\.\w)")

_SIECLE = 2000
_ABREGE = 3  # letters of a month at least
_MARDI = "mar"
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ENTAMEE = re.compile(r"(?<!\d)\d\d?([-_./ ])\d\d?\1$")  # a day begun before another
_ENTAMEE_AU_PLUS = 7  # signs: those of the longest, and the one before it


def find_jours(texte: str, annee: int) -> tuple[frozenset[date], ...]:
    """The days that a text bears, in their order; several readings of one where it has several.

    `annee` is the year of the fiche: it completes a day that bears none, and settles whether a
    number may be a day (« 20240314 », « 14.03.24 »: that year, the one before or the one after).
    """
    possibles = (frozenset(_read(trouve, annee)) for trouve in _motif().finditer(_fold(texte)))
    return tuple(jours for jours in possibles if jours)


def find_iso(texte: str) -> int:
    """Where a text bears a day written « 2024-03-14 », the first that is no part of a number.

    -1 where it bears none; no figure is looked at.
    """
    for trouve in _ISO.finditer(texte):
        debut, fin = trouve.span()
        avant, apres = texte[max(0, debut - _ENTAMEE_AU_PLUS) : debut], texte[fin : fin + 1]
        if not (avant[-1:].isdigit() or apres.isdigit() or _ENTAMEE.search(avant)):
            return debut
    return -1


def _read(trouve: re.Match[str], annee: int) -> Iterator[date]:
    dit = trouve.groupdict()
    if dit["an"]:
        yield from _list_jours((dit["an"], dit["m"], dit["j"]))
    elif dit["colle"]:
        c = dit["colle"]
        for lu in _list_jours((c[:4], c[4:6], c[6:]), (c[4:], c[2:4], c[:2])):
            if abs(lu.year - annee) <= 1:
                yield lu
    elif dit["m_seul"]:
        yield from _list_jours((annee, dit["m_seul"], dit["j_seul"]))
    elif dit["a4"]:
        un, deux = dit["j4"], dit["m4"]
        dits = [*_list_jours((dit["a4"], deux, un))]
        yield from dits or _list_jours((dit["a4"], un, deux))  # « 03-25-2024 » is one day only
    elif dit["c"]:
        a, b, c = (int(dit[n]) for n in "abc")
        for lu in _list_jours((_SIECLE + c, b, a), (_SIECLE + a, b, c)):
            if abs(lu.year - annee) <= 1:
                yield lu
    else:
        yield from _read_en_lettres(dit, annee)


def _read_en_lettres(dit: dict[str, str], annee: int) -> Iterator[date]:
    rang = _find_mois(dit["mois"])
    if rang is not None:
        an = int(dit["an_mois"] or annee)
        yield from _list_jours((an if an >= _SIECLE else _SIECLE + an, rang, dit["jour"]))


def _list_jours(*parties: tuple[int | str, int | str, int | str]) -> Iterator[date]:
    for an, mois, jour in parties:
        try:
            yield date(int(an), int(mois), int(jour))
        except ValueError:
            continue


def _find_mois(mot: str) -> int | None:
    """« mars », « sept », « dec »; « jui » may be two months, and « mar » a Tuesday."""
    rangs = [n for n, nom in enumerate(load_propositions().mois, start=1) if nom.startswith(mot)]
    return rangs[0] if len(rangs) == 1 and mot != _MARDI else None


def _fold(texte: str) -> str:
    if texte.isascii():
        return texte.lower()
    return unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode().lower()


@cache
def _motif() -> re.Pattern[str]:
    initiales = "|".join(sorted({mois[:_ABREGE] for mois in load_propositions().mois}))
    return re.compile(
        r"(?<!\d)(?P<an>(?:19|20)\d\d)(?P<s>[-_./ ])(?P<m>\d\d?)(?P=s)(?P<j>\d\d?)(?!\d)"
        r"|(?<!\d)(?P<colle>\d{8})(?!\d)"
        r"|(?<!\d)(?P<j4>\d\d?)(?P<s4> ?[-./] ?|[_ ])(?P<m4>\d\d?)(?P=s4)"
        r"(?P<a4>(?:19|20)\d\d)(?!\d)"
        r"|(?<![\da-z])(?P<a>\d\d?)(?P<s2>[-_./])(?P<b>\d\d?)(?P=s2)(?P<c>\d\d)(?![\d])"
        r"|\b(?:du|le)[ _](?P<j_seul>\d\d?)[-./](?P<m_seul>\d\d?)(?![-_./ ]?\d)"
        rf"|(?<!\d)(?P<jour>\d\d?)(?:er)?[ _.-]*(?P<mois>(?:{initiales})[a-z]*)"
        r"(?:[ _.-]*(?P<an_mois>20\d\d)(?!\d))?"
    )
