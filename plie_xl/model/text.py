"""What people type and what they read: French text, dates and numbers.

Two keys compare text. `cle` is Excel's own comparison of list values (spaces and case do not
matter, accents do; ' and ’ look alike and are the same), so that a live formula and Python
recognise the same words. `cle_entete` forgives accents, marks and invisible signs, for headers.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite

FINE = "\u202f"  # narrow no-break space: thousands, and before ; : ? !
_ESPACES = re.compile(r"[\s\u00a0\u202f\u2007\u200b-\u200f\u2060\ufeff\u00ad]+")
_INVISIBLES = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")
# Apostrophes and hyphens of every kind, which nobody tells apart.
_SEMBLABLES = {
    **dict.fromkeys("\u2019\u2018\u02bc\u201b\u2032\u00b4\uff07`", "'"),
    **dict.fromkeys("\u2010\u2011", "-"),
}
# What drives a terminal, a letter or a page, or that UTF-8 cannot write: control characters, line
# breaks, marks of direction, tags, and the bytes of a name that is not UTF-8 (surrogates).
_AGISSANTS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb"
    r"\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_IMAGES_DES_CONTROLES = 0x2400  # « ␛ », « ␊ »: one sign for each of the first 32 characters
_BLANC = "[ \u00a0\u202f]"
_TYPOGRAPHIE: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"«{_BLANC}*"), f"«{FINE}"),
    (re.compile(rf"{_BLANC}*»"), f"{FINE}»"),
    (re.compile(r"(?<!\s)[ \u00a0](?=[;:!?](?:[\s»)]|$))"), FINE),
    (re.compile(r"(?<=\d)[ \u00a0](?=[%€])"), FINE),
    (re.compile(r"(?<![\d/.,:-])\d{1,3}(?: \d{3})+(?![\d/])"), lambda x: _join_milliers(x)),
    (re.compile(rf"\b[Nn]°{_BLANC}?(?=\d)"), "n°\u00a0"),
)
COUPURE = "\0"  # stands in no cell
_PONCTUATION = re.compile(rf"[^a-z0-9{COUPURE}]+")
_JMA = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?:\s+00:00(?::00)?)?", re.ASCII)
_AMJ = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?", re.ASCII)
_HEURE = re.compile(r"(\d{1,2})\s*[:hH.]\s*([0-5]\d)?(?::\d\d)?")
_NOMBRE = re.compile(r"[-+]?(\d{1,3}( \d{3})+|\d+)([.,]\d+)?", re.ASCII)
_AMBIGU = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")  # « 41.229 »: thousands, or decimals?
_ORIGINE = date(1899, 12, 30)
_BISSEXTILE = 60  # the serial of 29 February 1900, which Excel alone believes in
_LIMITE_CITATION = 80
_SANS_DECIMALE = 1e15  # from there on, no number that a sheet holds has decimals


def cle(valeur: object) -> str:
    """The text by which two list values are the same, as Excel compares them."""
    texte = str(valeur)
    return _fold(texte) if len(texte) <= _LIMITE_CITATION else _fold.__wrapped__(texte)


@lru_cache(1_024)  # labels, headers: the same few words all over
def _fold(texte: str) -> str:
    return _squeeze(unify(texte)).casefold()


def cles(textes: Sequence[str]) -> list[str]:
    """`cle` of each of many texts, which costs little more than that of one."""
    ensemble = COUPURE.join(textes)
    if ensemble.count(COUPURE) != len(textes) - 1:
        return [*map(cle, textes)]
    ensemble = unify(ensemble).casefold()
    suite = ensemble.replace(COUPURE, " ")
    if not suite.isprintable():
        ensemble = _INVISIBLES.sub("", ensemble)
    elif "  " not in suite:  # the space is the only blank that is printable
        return ensemble.strip(" ").split(COUPURE)
    return [" ".join(texte.split()) for texte in ensemble.split(COUPURE)]


def unify(texte: str) -> str:
    """The text where two signs that look alike are one: ’ and ', é in one sign or in two."""
    if texte.isascii() and "`" not in texte:
        return texte
    texte = unicodedata.normalize("NFC", texte)
    for signe, semblable in _SEMBLABLES.items():
        texte = texte.replace(signe, semblable)
    return texte


def _squeeze(texte: str) -> str:
    """The text without invisible characters, its spaces one by one."""
    if not texte.isprintable():
        texte = _INVISIBLES.sub("", texte)
    return " ".join(texte.split())


def visible(texte: str, garde: str = "") -> str:
    """The text with a sign one can see in the place of each character that acts and is not seen.

    `garde` lists those that are left as they are: the line breaks of a page of text.
    """
    return _AGISSANTS.sub(lambda t: t[0] if t[0] in garde else _draw(t[0]), texte)


def _draw(signe: str) -> str:
    if signe < " ":
        return chr(_IMAGES_DES_CONTROLES + ord(signe))
    return "␡" if signe == "\x7f" else "\N{REPLACEMENT CHARACTER}"


@lru_cache(maxsize=4096)
def cle_entete(valeur: str) -> str:
    """The text by which a header is recognised: letters and figures only, no accents."""
    return cles_entete((valeur,))[valeur]


def cles_entete(valeurs: Collection[str]) -> dict[str, str]:
    """The same for many texts at once, which costs little more than for one."""
    ensemble = cle(COUPURE.join(v.replace(COUPURE, " ") for v in valeurs)).replace("'", "")
    lettres = unicodedata.normalize("NFKD", ensemble).encode("ascii", "ignore").decode()
    cles = _PONCTUATION.sub(" ", lettres.replace("'", "")).split(COUPURE)
    return dict(zip(valeurs, map(str.strip, cles), strict=True)) if valeurs else {}


def est_vide(valeur: object) -> bool:
    """True for an empty cell, and for one that holds nothing but spaces."""
    if not isinstance(valeur, str) or valeur[:1].isalnum():
        return valeur is None
    return not valeur or (len(valeur) < _LIMITE_CITATION and not cle(valeur))


def read_jour(valeur: object) -> date | None:
    """A day from a date, an Excel serial, « 4/3/2024 » or « 2024-03-04 »; None when it is none.

    A duration is the serial that the format of its cell hides.
    Day and month are never swapped: « 13/04/2024 » is 13 April, « 04/13/2024 » is no date.
    """
    if isinstance(valeur, datetime):
        return valeur.date()
    if isinstance(valeur, date):
        return valeur
    if isinstance(valeur, timedelta):
        valeur = read_serie(valeur)
    if isinstance(valeur, int | float) and not isinstance(valeur, bool):
        return _ORIGINE + timedelta(days=int(valeur)) if 1 <= valeur < 2_958_466 else None
    if not isinstance(valeur, str):
        return None
    texte = _ESPACES.sub(" ", valeur).strip()
    try:
        if trouve := _JMA.fullmatch(texte):
            return date(int(trouve[3]), int(trouve[2]), int(trouve[1]))
        if trouve := _AMJ.fullmatch(texte):
            return date(int(trouve[1]), int(trouve[2]), int(trouve[3]))
    except ValueError:
        return None
    return None


def read_heure(valeur: object) -> time | None:
    """An hour from an hour, « 9h30 » or « 09:30 »; None when it is none."""
    if isinstance(valeur, datetime):
        return valeur.time()
    if isinstance(valeur, time):
        return valeur
    if isinstance(valeur, float) and 0 < valeur < 1:
        minutes = round(valeur * 1440)
        return time(*divmod(minutes, 60)) if minutes < 1440 else None
    lue = _HEURE.fullmatch(_ESPACES.sub(" ", valeur).strip()) if isinstance(valeur, str) else None
    return time(int(lue[1]), int(lue[2] or 0)) if lue and int(lue[1]) < 24 else None


def read_nombre(valeur: object) -> float | None:
    """A number from a number, « 1 234,50 » or « 12 € »; None when it is none.

    Under a format of date or duration, it is the number behind. « 41.229 » is none: see
    `est_ambigu`.
    """
    if isinstance(valeur, bool) or valeur is None:
        return None
    if isinstance(valeur, int | float):
        return float(valeur) if isfinite(valeur) else None
    if isinstance(valeur, INSTANTS):
        return read_serie(valeur)
    if not isinstance(valeur, str):
        return None
    texte = _strip_euros(valeur)
    if _NOMBRE.fullmatch(texte) and not _AMBIGU.fullmatch(texte):
        return float(texte.replace(" ", "").replace(",", "."))
    return None


def est_ambigu(valeur: object) -> bool:
    """Whether a text may be two numbers: « 41.229 » is 41 229 for some, 41,229 for others."""
    return isinstance(valeur, str) and bool(_AMBIGU.fullmatch(_strip_euros(valeur)))


def _strip_euros(valeur: str) -> str:
    return _ESPACES.sub(" ", valeur).strip().removesuffix("€").strip()


INSTANTS = (date, time, timedelta)  # what a number looks like under such a format


def read_serie(valeur: date | time | timedelta) -> float:
    """The number that Excel keeps behind a date, an hour or a duration."""
    if isinstance(valeur, timedelta):
        return valeur / timedelta(days=1)
    if isinstance(valeur, time):
        return _read_heure(valeur)
    jours = (date(valeur.year, valeur.month, valeur.day) - _ORIGINE).days
    if jours <= _BISSEXTILE:
        jours -= 1
    return jours + (_read_heure(valeur.time()) if isinstance(valeur, datetime) else 0.0)


def _read_heure(heure: time) -> float:
    """The part of a day, as exact as a cent is."""
    secondes = 3600 * heure.hour + 60 * heure.minute + heure.second + heure.microsecond / 1e6
    return round(secondes / 86_400, 8)


def en_clair(valeur: object) -> str:
    """A value as the coordinator sees it in her cell, shortened when it is long."""
    if isinstance(valeur, str):
        texte = _squeeze(valeur)
        if len(texte) <= _LIMITE_CITATION:
            return texte
        return texte[: _LIMITE_CITATION - 1].rstrip() + "…"
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, datetime) and valeur.time() != time():
        return f"{valeur:%d/%m/%Y %H:%M}"
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, time | timedelta):
        valeur = read_serie(valeur)
    if isinstance(valeur, float):
        return f"{valeur:.15g}".replace(".", ",")
    return en_clair(str(valeur))


def enumere(mots: Iterable[str], liaison: str = "et") -> str:
    """« a, b et c »."""
    *debut, fin = list(mots) or [""]
    return f"{', '.join(debut)} {liaison} {fin}" if debut else fin


def typographie(texte: str) -> str:
    """A French text as it leaves us: narrow no-break spaces where French wants them, « n° 2 ».

    The one function that puts them; what has them already is left as it is. Nothing but blanks
    changes, save the N of « N° 2 ».
    """
    for forme, voulu in _TYPOGRAPHIE:
        texte = forme.sub(voulu, texte)
    return texte


def _join_milliers(trouve: re.Match[str]) -> str:
    return trouve[0].replace(" ", FINE)


def arrondi(valeur: float, decimales: int = 0) -> Decimal:
    """Rounded half up, from the fifteen figures that a sheet looks at: 0.405 is 41 %."""
    exact = Decimal(f"{valeur:.15g}")
    if not abs(valeur) < _SANS_DECIMALE:
        return exact
    return exact.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)


def nombre(valeur: float, decimales: int = 0) -> str:
    """« 513 000 », « 1 234,5 »: thousands by a narrow space, decimal comma."""
    return f"{arrondi(valeur, decimales):,f}".replace(",", FINE).replace(".", ",")


def euros(valeur: float) -> str:
    """« 513 000 € », with the cents only when there are some."""
    return f"{nombre(valeur, 0 if float(valeur).is_integer() else 2)}{FINE}€"


def pourcent(part: float) -> str:
    """A share as « 85 % »."""
    return f"{nombre(part * 100)}{FINE}%"


_LETTRES = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize"),
)


def en_lettres(n: int) -> str:
    """« sept », « 40 »: a small number as a word."""
    return _LETTRES[n] if 0 <= n < len(_LETTRES) else nombre(n)


def pluriel(n: int, nom: str, noms: str | None = None) -> str:
    """« 1 ligne », « 3 lignes », « 0 ligne »; the plural of every word unless given."""
    return f"{nombre(n)} {nom if abs(n) < 2 else noms or ' '.join(m + 's' for m in nom.split())}"
