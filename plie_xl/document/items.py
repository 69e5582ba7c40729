"""Lines of a block → items: a bullet opens one, grammar and the width of the page continue it."""

import re
from dataclasses import dataclass, replace

from plie_xl.document.cut import PUCE, Bloc, is_suspended
from plie_xl.document.evidence import find_pieces
from plie_xl.document.line import Ligne
from plie_xl.document.numbers import is_nombre_seul, opens_nombre, read_nombre
from plie_xl.document.turns import find_motif
from plie_xl.document.words import any_of, fold, load_lexique

INTITULE = 90  # signs at most of a theme
PROSE = 160  # signs from which what is said is more a story than a target
RETRAIT = 2  # signs from which a bullet is of a list within another


@dataclass(frozen=True)
class Item:
    """Some lines that say one thing."""

    lignes: tuple[Ligne, ...]
    puce: bool
    incertain: bool = False  # a line was joined to it, or left apart, by its length alone
    enumere: bool = False  # in a list whose commas part its items
    dit: str = ""  # its whole sentence, when it is said over several items

    @property
    def texte(self) -> str:
        """The sentence as one line, its bullet gone; a word cut by a hyphen is joined."""
        if self.dit:
            return self.dit
        entier = ""
        for ligne in self.lignes:
            morceau = ligne.texte.strip()
            colle = entier.endswith("-") and morceau[:1].islower()
            if colle and not _is_compose(entier):
                entier = entier[:-1]  # cut by the width of the page
            entier += morceau if colle or not entier else f" {morceau}"
        return re.sub(r"\s+", " ", PUCE.sub("", entier, count=1)).strip()

    @property
    def suspendu(self) -> bool:
        """Whether its sentence stops at a word that calls for another."""
        return is_suspended(self.texte.rstrip(" ,") if self.enumere else self.texte)

    @property
    def isole(self) -> bool:
        """A short line by itself, that no punctuation ends: perhaps a heading that we missed."""
        return not self.puce and len(self.texte) <= INTITULE and self.texte[-1:] not in ".;,"

    @property
    def signe(self) -> str:
        """Its bullet, whatever its rank: « 1. » and « 2. » are one."""
        trouve = PUCE.match(self.lignes[0].texte)
        return re.sub(r"\d+|[A-Za-z]\)", "1", trouve[0].strip()) if trouve else ""

    @property
    def numerote(self) -> bool:
        """« 4.1.1 »: the number of a heading rather than a bullet."""
        return "1.1" in self.signe

    @property
    def retrait(self) -> int:
        """How far from the edge its first line begins."""
        texte = self.lignes[0].texte
        return len(texte) - len(texte.lstrip())

    def holds(self, autre: "Item | None") -> bool:
        """Whether the other one is a bullet of a list within it."""
        if autre is None or not (self.puce and autre.puce):
            return False
        ronds = (self.signe, autre.signe) == ("•", "o")
        return ronds or autre.retrait - self.retrait >= RETRAIT

    def ends(self, tete: "Item | None") -> bool:
        """Whether the list under a bullet, its heading, is over here."""
        return tete is not None and tete.puce and tete.signe == self.signe and not tete.holds(self)

    def say(self, texte: str) -> "Item":
        """The same lines, under a sentence made of several items."""
        return replace(self, dit=texte)

    def join(self, autre: "Item", texte: str) -> "Item":
        """Both as one sentence."""
        incertain = self.incertain or autre.incertain
        return replace(self, lignes=(*self.lignes, *autre.lignes), incertain=incertain, dit=texte)

    def add(self, ligne: Ligne, sure: bool) -> "Item":
        """With one more line; not `sure` when only its length joined it."""
        return Item((*self.lignes, ligne), self.puce, self.incertain or not sure)


def list_items(bloc: Bloc, largeur: int) -> list[Item]:
    """The sentences of a block; `largeur` is that of its page, in signs."""
    items: list[Item] = []
    vide = True
    pleines = [x.texte.strip() for x in bloc.lignes if x.texte.strip() and not x.repere]
    petites = bool(pleines) and pleines[0][0].islower() and not any(map(PUCE.match, pleines))
    for ligne in bloc.lignes:
        if ligne.repere:
            continue
        if not ligne.texte.strip():
            vide = True
            continue
        suite = _continue(items[-1], ligne, vide, largeur, petites) if items else ""
        if suite:
            items[-1] = items[-1].add(ligne, suite == "sure")
        else:
            items.append(Item((ligne,), bool(PUCE.match(ligne.texte))))
        vide = False
    virgules = len(items) > 1 and all(item.texte.endswith(",") for item in items[:-1])
    return [part for item in items for part in _split_prose(replace(item, enumere=virgules))]


def _split_prose(item: Item) -> list[Item]:
    """A paragraph says one thing in each of its sentences: where one ends is never sure."""
    phrases = [
        p
        for p in re.split(r"(?:(?<=[a-zà-ÿ)\d»]\.)|(?<=[A-Z]{2}\.)) +(?=[A-ZÀ-Ý])", item.texte)
        if p.strip()
    ]
    if item.puce or len(item.texte) <= PROSE or len(phrases) < 2:
        return [item]
    return [replace(item, incertain=True, dit=phrase) for phrase in phrases]


def _continue(item: Item, ligne: Ligne, vide: bool, largeur: int, petites: bool) -> str:
    """« sure » by grammar, « longueur » by the width of the page alone, or nothing.

    `petites`: a list without bullets whose sentences begin in lower case.
    """
    texte = ligne.texte.strip()
    plein = not vide and _is_full(item.lignes[-1], texte, largeur)
    avant = item.texte
    if not vide and avant.count("(") > avant.count(")") and re.match(r"[^(]{0,9}\)|\w", texte):
        return "sure"
    if PUCE.match(ligne.texte):
        return "longueur" if plein and _is_dash_within(item, ligne) else ""
    annonce = re.search(rf"{find_motif('signe').pattern} *:?$", fold(avant))
    if annonce and not vide and opens_nombre(texte):
        return "sure"
    if is_nombre_seul(texte) and read_nombre(avant) is None:
        return "sure" if avant.endswith(":") else "longueur"
    if avant.endswith((":", ".", ";")):
        commence = texte[0].islower() and not is_theme_head(avant)
        return "sure" if avant.endswith(":") and commence and not vide else ""
    dernier = re.split(r"[ '’]", fold(avant))[-1]
    if avant.endswith((",", "-", "/", "'", "’")) or dernier in load_lexique()["suspens"]:
        return "sure"
    if texte[0].islower() or texte[0] in "(:/,":
        if petites:
            return "longueur" if plein else ""
        return "sure" if item.puce or not opens_nombre(texte) else ""
    if not plein or (not item.puce and _is_complete(avant, texte)):
        return ""
    return "sure" if item.puce else "longueur"


def _is_compose(texte: str) -> bool:
    """« compte-/rendu », « vingt-/deux »: a hyphen of the word itself."""
    dernier = re.split(r"[^a-z]+", fold(texte[:-1]))[-1]
    return not texte[:-1] or texte[-2].isspace() or dernier in load_lexique()["traits"]


def is_theme_head(texte: str) -> bool:
    """Whether it begins as a heading does: « Sur », « Au titre », « Concernant »."""
    return fold(texte).startswith(("sur ", "au titre ", "concernant ", "pour ", "par "))


def _is_full(derniere: Ligne, texte: str, largeur: int) -> bool:
    return len(derniere.texte.rstrip()) + 1 + len(texte.split()[0]) > largeur


def _is_dash_within(item: Item, ligne: Ligne) -> bool:
    """« Réunions référents / - équipe d’animation »: a dash of the sentence, not a bullet."""
    tiret = re.match(r"\s*[–—-]\s+[a-zà-ÿ]", ligne.texte)
    premiere = item.lignes[0].texte.strip()
    return bool(tiret) and premiere[:1] != ligne.texte.strip()[0]


def _is_preuve(texte: str) -> bool:
    """« Visites : compte rendu »: of whom, and what proves it."""
    sujet, _, corps = texte.partition(":")
    return bool(find_pieces(corps)) and not find_pieces(sujet)


def _is_complete(avant: str, texte: str) -> bool:
    """A list without bullets: what has its number, or its pieces, is not continued."""
    plat = fold(texte)
    if plat.startswith(("nombre d", "nb d", "bilan")) or opens_nombre(texte):
        return True
    if re.match(rf"(?:{any_of(load_lexique()['reunit'])}s?)\b", plat):
        return True
    if all(map(_is_preuve, (avant, texte))):
        return True
    if texte.endswith(":") and (find_pieces(avant) or read_nombre(avant) is not None):
        return True  # the heading of what follows
    if find_pieces(avant) and any(debut == 0 for debut, _, _ in find_pieces(texte)):
        return True
    nombre = read_nombre(avant)
    return nombre is not None and len(avant) - nombre.trou[1] < 16
