"""The block of measures → targets: what is counted, how many, under which theme."""

import re
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from plie_xl.document.attribution import Visee
from plie_xl.document.cut import Bloc, holds_bloc, names_rubrique
from plie_xl.document.evidence import (
    Preuve,
    find_modalites,
    find_pieces,
    has_reserve,
    strip_modalites,
)
from plie_xl.document.items import INTITULE, PROSE, Item, is_theme_head
from plie_xl.document.numbers import (
    Nombre,
    has_rythme,
    is_rappel,
    qualifies,
    read_nombre,
    strip_nombre,
)
from plie_xl.document.words import any_of, fold, load_lexique


@dataclass
class CibleLue:
    """A target being read: what its sentence says, and what other lines change in it."""

    item: Item
    nombre: Nombre | None
    libelle: str
    theme: str
    modalites: tuple[str, ...]
    doutes: list[str]
    suspendue: bool = False  # a sentence on pieces speaks of nobody knows which targets
    ailleurs: str = ""  # where the document counts it otherwise
    vague: bool = False  # its modalities come from a note that may speak of others
    preuves: list[tuple[Preuve, Visee, Item]] = field(default_factory=list)

    @property
    def reunit(self) -> bool:
        """Whether its words say that people meet."""
        return bool(re.search(rf"\b{any_of(load_lexique()['reunit'])}s?\b", fold(self.libelle)))


@dataclass
class Mesures:
    """What the block of measures gives: targets, and the items that fed something."""

    cibles: list[CibleLue] = field(default_factory=list)
    faits: list[Item] = field(default_factory=list)


def read_mesures(bloc: Bloc, items: list[Item], sujets: frozenset[str]) -> Mesures:
    """Targets in order; themes and notes on what precedes are used without being targets.

    `sujets`: what the sentences of evidence speak of, folded: a line that says no more is a theme.
    """
    lues, theme, qualite = Mesures(), "", ""
    tete: Item | None = None
    simples = [item for item in items if not item.numerote]
    puces = sum(item.puce for item in simples) > len(simples) / 2
    for item, suivant in pairwise([*items, None]):
        if item is None:
            break
        if not any(map(str.isalnum, item.texte)):
            continue  # a bullet alone, a line of dashes
        if item.ends(tete):
            theme, qualite, tete = "", "", None
        nombre = read_nombre(item.texte, bloc.titre, qualite)
        nomme = not item.puce and fold(item.texte).strip(" :") in sujets
        if nombre is None and (nomme or is_theme(item, suivant)):
            theme, qualite, tete = name_theme(item.texte), f"{qualite} {item.texte}", item
            lues.faits.append(item)
        elif nombre is None and _is_note(item.texte):
            lues.faits.append(item)
            _apply_note(lues.cibles, item.texte)
        elif nombre is None and (
            find_pieces(item.texte) or not (item.puce or has_rythme(item.texte))
        ):
            if item.isole:
                theme, qualite, tete = "", "", None
            continue  # left to « Non lu »
        else:
            lues.faits.append(item)
            lues.cibles.append(_build(item, nombre, theme, puces))
    _doubt_dedans(items, lues.cibles)
    _doubt_genre(bloc, items, lues.cibles)
    return lues


def _doubt_genre(bloc: Bloc, items: list[Item], cibles: list[CibleLue]) -> None:
    """A line without number that says how all of them are counted: « en moyenne »."""
    if any(
        read_nombre(i.texte) is None and qualifies(i.texte) and i.texte not in bloc.titre
        for i in items
        if not is_theme(i, None) and not has_rythme(i.texte)
    ):
        for cible in cibles:
            cible.doutes.append("FIC-02")


def _doubt_dedans(items: list[Item], cibles: list[CibleLue]) -> None:
    """« 5 instances », and « 3 comités », « 2 forums » within it: a total, and what it adds up?"""
    comptees = {id(c.item): c for c in cibles if c.nombre}
    for n, item in enumerate(items):
        dedans = takewhile(item.holds, items[n + 1 :])
        siennes = [comptees[id(i)] for i in dedans if id(i) in comptees]
        if siennes and id(item) in comptees:
            for cible in (comptees[id(item)], *siennes):
                cible.doutes.append("FIC-15")


def _build(item: Item, nombre: Nombre | None, theme: str, puces: bool) -> CibleLue:
    texte, modalites = item.texte, find_modalites(item.texte)
    doutes = list(nombre.doutes) if nombre else ["FIC-04" if has_rythme(texte) else "FIC-15"]
    total = fold(texte).startswith(("total", "soit ", "au total"))
    if (puces and not item.puce) or len(texte) > PROSE or total:
        doutes.append("FIC-15")
    if item.incertain:
        doutes.append("FIC-21")
    if is_rappel(theme):
        doutes.append("FIC-15")
    libelle = (
        re.sub(r"\(\s*(?:ou|et|/)?\s*\)|\s+(?:ou|et)\s*$", "", strip_modalites(texte))
        if nombre is None
        else strip_nombre(texte, nombre)
    )
    libelle = re.sub(r"\s+", " ", libelle).strip()
    if (
        not re.sub(r"\([^)]*\)?", "", libelle).strip()
        or names_rubrique(fold(libelle))
        or holds_bloc(fold(texte))
    ):
        doutes.append("FIC-15")
    return CibleLue(item, nombre, libelle or texte, theme, modalites, doutes)


def _is_note(texte: str) -> bool:
    """« Ces comités peuvent se réunir à distance »: of what precedes."""
    plat = fold(texte)
    return bool(find_modalites(texte)) and bool(
        re.search(r"\bpeu(?:ven)?t\b|\bces \w+|\bse tien|\bse reuni|\bpourr(?:a|ont)\b", plat)
    )


def _apply_note(cibles: list[CibleLue], texte: str) -> None:
    """A note that names some targets is of these; « ces instances », of all that precede."""
    from plie_xl.document.attribution import attribute

    sujet = re.split(r"(?i)\b(?:peu(?:ven)?t|se tien|se réuni|pourr)", strip_modalites(texte))[0]
    visee = attribute(sujet, [c.libelle for c in cibles], list(range(len(cibles))))
    general = not visee.cibles or visee.niveau < 2 or fold(texte).startswith(("ces ", "les "))
    for n, cible in enumerate(cibles):
        if cible.modalites or (not general and n not in visee.cibles):
            continue
        cible.modalites = find_modalites(texte)
        if not general or n not in visee.cibles or has_reserve(texte, note=True):
            cible.vague = True


def is_theme(item: Item, suivant: Item | None) -> bool:
    """A short line without number or piece, that a list follows."""
    texte = item.texte
    if texte.endswith(":"):
        return not find_pieces(texte)
    court = len(texte) <= INTITULE and not find_pieces(texte) and not has_rythme(texte)
    suivi = suivant is not None and suivant.puce and suivant.signe != item.signe
    dessous = item.holds(suivant)
    titre = item.numerote and suivant is not None and suivant.signe != item.signe
    rang = not item.puce or dessous or re.match(r"1[.)]", item.signe) is not None or titre
    suivi = suivi or dessous or titre
    return rang and court and not _is_note(texte) and (suivi or is_theme_head(texte))


def name_theme(texte: str) -> str:
    """A heading as a name: no number before it, no « sur les », no colon; "" for a period."""
    texte = re.sub(r"^[A-Z0-9]{1,3}[.)]\s+|(?i:^sur (?:l['’]|la |le |les )?)", "", texte).rstrip(
        " :"
    )
    if re.match(r"(?:par|sur|pour) ?(?:an|annee|l annee)", fold(texte)):
        return ""
    if re.search(any_of(load_lexique()["annonces"]), fold(texte).strip()):
        return ""
    return texte[:1].upper() + texte[1:]
