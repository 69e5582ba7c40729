"""Lines of a block → items: a bullet opens one, grammar and the width of the page continue it."""

import re
from dataclasses import dataclass

from plie_xl.document.cut import PUCE, Bloc
from plie_xl.document.lines import Ligne
from plie_xl.document.words import fold, load_lexique


@dataclass(frozen=True)
class Item:
    lignes: tuple[Ligne, ...]
    puce: bool

    @property
    def texte(self) -> str:
        """The sentence as one line, its bullet gone; a word cut by a hyphen is joined."""
        entier = ""
        for ligne in self.lignes:
            morceau = ligne.texte.strip()
            colle = entier.endswith("-") and morceau[:1].islower()
            entier += morceau if colle or not entier else f" {morceau}"
        return re.sub(r"\s+", " ", PUCE.sub("", entier, count=1)).strip()


def list_items(bloc: Bloc, largeur: int) -> list[Item]:
    items: list[Item] = []
    vide = True
    for ligne in bloc.lignes:
        if not ligne.texte.strip():
            vide = True
            continue
        if items and not PUCE.match(ligne.texte) and _continues(items[-1], ligne, vide, largeur):
            items[-1] = Item((*items[-1].lignes, ligne), items[-1].puce)
        else:
            items.append(Item((ligne,), bool(PUCE.match(ligne.texte))))
        vide = False
    return items


def _continues(item: Item, ligne: Ligne, vide: bool, largeur: int) -> bool:
    avant, texte = item.texte, ligne.texte.strip()
    if avant.count("(") > avant.count(")"):
        return True
    if avant.endswith((":", ".", ";")):
        return avant.endswith(":") and bool(re.match(r"\d+\W*$", texte))
    dernier = re.split(r"[ '’]", fold(avant))[-1]
    if avant.endswith((",", "-", "/", "'", "’")) or dernier in load_lexique()["suspens"]:
        return True
    if texte[0].islower() or texte[0] in "(:/,":
        return True
    derniere = item.lignes[-1].texte.rstrip()
    return not vide and len(derniere) + 1 + len(texte.split()[0]) > largeur
