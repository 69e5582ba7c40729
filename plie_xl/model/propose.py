"""What a person most likely meant: the « vouliez-vous dire … ? » of messages.

A proposal is never counted. Where two readings are possible there is none.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from plie_xl.model.text import cle, cle_entete, nombre, read_jour, read_nombre, unify
from plie_xl.model.vocabulary import Synonymes, load_propositions

_PROCHE, _PRESQUE = 0.6, 0.75  # likeness of a text, of a short word, to what it may stand for
_HEURE = re.compile(
    r"(?<![\d/.])(?:\d{1,2} ?h ?(?:\d{2})?|\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)(?!\d)"
    r"(?: ?z\b|[+-]\d{2}:?\d{2})?"
)
_T_ISO = re.compile(r"(?<=\d)t(?=\d\d:)")
_SIGNES = (  # a letter typed for a figure, beside a figure
    (re.compile(r"(?<=\d)o(?![a-z])|(?<![a-z])o(?=\d)"), "0"),
    (re.compile(r"(?<=\d)[li](?![a-z])|(?<![a-z])[li](?=\d)"), "1"),
)
_MORCEAU = re.compile(r"\d+|[a-z]+")
_ABREGE = 3  # letters at least
_SYLLABE = 4  # letters of one word, at most, in what abridges several: « COPIL », « COTECH »
_MARDI = "mar"  # before the number; after it, March
_MILLE, _CENTIMES = 1_000, 2
_JOUR_EXCEL = 5  # figures of a day as Excel stores it, these years


@lru_cache(maxsize=4_096)
def propose_mot(typed: str, synonymes: tuple[Synonymes, ...]) -> str | None:
    """The value of a list that a text means, given the words that each is also said with."""
    dit = cle_entete(unify(typed).replace("'", " "))
    if not dit or _holds(dit, load_propositions().sans_avis):
        return None
    sens = {valeur: (valeur, *mots) for valeur, mots in ((s.valeur, s.mots) for s in synonymes)}
    dites = [valeur for valeur, mots in sens.items() if _holds(dit, mots)]
    if dites:
        return dites[0] if len(dites) == 1 else None
    tous = {mot: valeur for valeur, mots in sens.items() for mot in mots}
    voisins = [mot for mot in tous if cle_entete(mot).count(" ") == dit.count(" ")]
    proche = propose_proche(typed, tuple(voisins), _PRESQUE)
    return tous[proche] if proche else None


@lru_cache(maxsize=4_096)
def propose_proche(typed: str, connus: Sequence[str], seuil: float = _PROCHE) -> str | None:
    """The known text that is spelt nearly so."""
    par_cle = {cle_entete(connu): connu for connu in connus}
    proches = get_close_matches(cle_entete(typed), list(par_cle), n=1, cutoff=seuil)
    return par_cle[proches[0]] if proches else None


@lru_cache(maxsize=4_096)
def propose_sigle(typed: str, connus: Sequence[str]) -> str | None:
    """The one known text that begins by what these letters abridge: « COPIL n° 2 », « cis »."""
    premier, *autres = typed.split() or [""]
    lettres, pleins = cle_entete(premier), {connu: _list_pleins(connu) for connu in connus}
    est_un_mot = any(
        mot != lettres and mot.startswith(lettres) for m in pleins.values() for mot in m
    )
    if len(lettres) < _ABREGE or est_un_mot or (autres and not premier.isupper()):
        return None
    dits = [connu for connu in connus if f"({premier.upper()})" in connu]
    trouves = dits or [connu for connu, mots in pleins.items() if _abridges(lettres, mots)]
    return trouves[0] if len(trouves) == 1 else None


def _abridges(lettres: str, mots: Sequence[str], faits: int = 0) -> bool:
    """Whether the letters are the first ones of these words, two at least, none passed over."""
    if not lettres:
        return faits > 1
    return bool(mots) and any(
        mots[0].startswith(lettres[:n]) and _abridges(lettres[n:], mots[1:], faits + 1)
        for n in range(1, 1 + min(len(lettres), _SYLLABE))
    )


def _list_pleins(libelle: str) -> list[str]:
    outils = load_propositions().mots_outils
    return [
        mot for mot in cle_entete(unify(libelle).replace("'", " ")).split() if mot not in outils
    ]


def _holds(dit: str, mots: Iterable[str]) -> bool:
    return any(f" {cle_entete(mot)} " in f" {dit} " for mot in mots)


def skip_monnaie(typed: str) -> str:
    """The text without the name of the currency: « 12 500 » of « 12 500 euros »."""
    return _skip(typed, load_propositions().monnaie)


def propose_montant(typed: str) -> str | None:
    """« 12 500 » for « 12 500 euros », « EUR 12 500 », « 12,5 k€ »; never a negative amount."""
    en_milliers = _skip(typed, load_propositions().milliers)
    facteur = 1 if en_milliers == cle(typed) else _MILLE
    lu = read_nombre(skip_monnaie(typed) if facteur == 1 else en_milliers)
    if lu is None or lu < 0:
        return None
    montant = round(lu * facteur, _CENTIMES)
    return nombre(montant, 0 if montant.is_integer() else _CENTIMES)


def _skip(typed: str, mots: Iterable[str]) -> str:
    """A text without the one of these words that stands before or after its figures."""
    dit = cle(typed).rstrip(".")
    for mot in mots:
        for reste in (dit.removeprefix(mot), dit.removesuffix(mot)):
            if reste != dit and not reste.strip()[:1].isalpha() and not reste[-1:].isalpha():
                return reste.strip()
    return cle(typed)


@lru_cache(maxsize=4_096)
def propose_jour(typed: str, debut: date, fin: date) -> date | None:
    """The one day that a text means: « lundi 17 juin 2024 », « 15.04.24 », « 12/03 à 14 h ».

    `debut` and `fin` give the year that is not written, and settle between two readings; a day
    more than a year away from them is one that nobody meant.
    """
    morceaux = _cut(typed)
    if morceaux is None:
        return None
    nombres, mois, semaine = morceaux
    annees = range(debut.year, fin.year + 1)
    possibles = dict.fromkeys(
        jour
        for jour in _list_jours(nombres, mois, annees)
        if semaine is None or jour.weekday() == semaine
    )
    dedans = [jour for jour in possibles if debut <= jour <= fin]
    if dedans:
        return dedans[0] if len(dedans) == 1 else None
    proches = (jour for jour in possibles if debut.year - 1 <= jour.year <= fin.year + 1)
    return next(proches, None) if len(nombres) + (mois is not None) == 3 else None


def _cut(typed: str) -> tuple[list[str], int | None, int | None] | None:
    """The numbers, the month and the day of the week that a text says; None if it says more."""
    texte = unicodedata.normalize("NFKD", typed).encode("ascii", "ignore").decode().lower()
    texte = _HEURE.sub(" ", _T_ISO.sub(" ", " ".join(texte.split())))
    for signe, chiffre in _SIGNES:
        texte = signe.sub(chiffre, texte)
    nombres: list[str] = []
    mois: set[int] = set()
    semaine: set[int] = set()
    mots = load_propositions()
    for morceau in _MORCEAU.findall(texte):
        if morceau.isdigit() or morceau == "premier":
            nombres.append("1" if morceau == "premier" else morceau)
        elif morceau in mots.autour_du_jour:
            continue
        elif (rang := _find_rang(morceau, mots.mois, mots.mois_anglais)) is not None and (
            nombres or morceau != _MARDI
        ):
            mois.add(rang)
        elif (rang := _find_rang(morceau, mots.jours, mots.jours_anglais)) is not None:
            semaine.add(rang)
        else:
            return None
    if len(mois) > 1 or len(semaine) > 1 or not nombres:
        return None
    return nombres, next(iter(mois), None), next(iter(semaine), None)


def _find_rang(mot: str, *langues: Sequence[str]) -> int | None:
    """Place of the one name that is this word, or begins with it: « avr », « sept », « jul »."""
    for noms in langues:
        rangs = [n for n, nom in enumerate(noms) if nom == mot] or [
            n for n, nom in enumerate(noms) if len(mot) >= _ABREGE and nom.startswith(mot)
        ]
        if len(rangs) == 1:
            return rangs[0]
    return None


def _list_jours(nombres: list[str], mois: int | None, annees: range) -> Iterator[date]:
    """The days that these numbers may write, the most natural first."""
    match nombres, mois:
        case [jour], int():
            yield from filter(None, (_build(a, 1 + mois, int(jour)) for a in annees))
        case [a, b], int():
            for jour, annee in ((a, b), (b, a)):
                yield from filter(None, [_build(_annee(annee), 1 + mois, int(jour))])
        case [jour, numero], None:
            yield from filter(None, (_build(a, int(numero), int(jour)) for a in annees))
        case [a, b, c], None:
            yield from _list_trois(a, b, c)
        case [seul], None:
            yield from _list_colles(seul)


def _list_trois(a: str, b: str, c: str) -> Iterator[date]:
    ordres = [(c, b, a), (a, b, c)]
    if _build(_annee(c), int(b), int(a)) is None:  # else the French order is what is meant
        ordres.append((c, a, b))
    for annee, mois, jour in ordres:
        trouve = _build(_annee(annee), int(mois), int(jour))
        if trouve is not None:
            yield trouve


def _list_colles(chiffres: str) -> Iterator[date]:
    """« 20240312 », « 12032024 », and a day as Excel stores it."""
    if len(chiffres) == 8:
        yield from filter(
            None,
            (
                _build(int(chiffres[:4]), int(chiffres[4:6]), int(chiffres[6:])),
                _build(int(chiffres[4:]), int(chiffres[2:4]), int(chiffres[:2])),
            ),
        )
    elif len(chiffres) == _JOUR_EXCEL:
        jour = read_jour(int(chiffres))
        if jour is not None:
            yield jour


def _annee(chiffres: str) -> int:
    """« 24 » is 2024; a year of one, three or five figures is none."""
    return int(chiffres) + (2000 if len(chiffres) == 2 else 0) if len(chiffres) in (2, 4) else 0


def _build(annee: int, mois: int, jour: int) -> date | None:
    try:
        return date(annee, mois, jour) if annee > 1900 else None
    except (ValueError, OverflowError):
        return None
