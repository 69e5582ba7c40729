"""The block of evidence → each sentence given to the targets that it speaks of."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from plie_xl.document.attribution import Visee, attribute
from plie_xl.document.cibles import CibleLue, is_theme, name_theme
from plie_xl.document.evidence import (
    Preuve,
    find_pieces,
    read_preuve,
    split_modalites,
    strip_modalites,
)
from plie_xl.document.items import Item
from plie_xl.document.listed import join_lists
from plie_xl.document.numbers import is_rappel
from plie_xl.document.values import Valeur, sure
from plie_xl.document.words import any_of, fold, load_lexique, stem


@dataclass
class Preuves:
    """What the block of evidence gives besides: deliverables, and the items that fed something."""

    livrables: list[Valeur] = field(default_factory=list)
    faits: list[Item] = field(default_factory=list)
    theme: str = ""  # of the sentences that come
    tete: Item | None = None  # the line that gave it


def list_sujets(items: list[Item]) -> frozenset[str]:
    """What each sentence speaks of, before its colon; a heading is its own subject."""
    return frozenset(fold(item.texte.partition(":")[0]).strip() for item in items)


def read_preuves(items: list[Item], cibles: list[CibleLue]) -> Preuves:
    """Give to each target (changed in place) the evidence that the block asks for it."""
    lues = Preuves()
    joints = join_lists(items, lambda nom: _is_named(nom, cibles))
    for item, suivant in pairwise([*joints, None]):
        if item is None:
            break
        if item.ends(lues.tete):
            lues.theme, lues.tete = "", None
        if not find_pieces(item.texte) and is_theme(item, suivant):
            lues.theme, lues.tete = name_theme(item.texte), item
            lues.faits.append(item)
            continue
        permis = [n for n, c in enumerate(cibles) if lues.theme and _same(c.theme, lues.theme)]
        bouts = split_modalites(item.texte)
        donnes = [_give(item, bout, cibles, permis, lues) for bout in bouts]
        if any(donnes):
            lues.faits.append(item)
        else:
            lues.theme = "" if item.isole else lues.theme
            _suspend(item, cibles)
    return lues


def _suspend(item: Item, cibles: list[CibleLue]) -> None:
    """A sentence that was not read may change the rule of the targets that it names."""
    mots = stem(item.texte)
    for cible in cibles:
        nom = stem(cible.libelle)
        cible.suspendue |= bool(nom) and nom <= mots


def _is_named(nom: str, cibles: list[CibleLue]) -> bool:
    return _aim(Preuve(nom.rstrip(" :"), (), ()), cibles, []).niveau == 2


def _give(item: Item, texte: str, cibles: list[CibleLue], permis: list[int], lues: Preuves) -> bool:
    """Whether the sentence, or a part of it, fed a target or the deliverables."""
    preuve = read_preuve(texte)
    texte = texte if ":" in texte else texte.replace("→", ":", 1)
    nommee = ":" in texte
    if preuve is None or not preuve.jeux:
        if not nommee:
            return False
        preuve = Preuve(texte.partition(":")[0], (), (), doutes=["FIC-06"])  # an unknown piece
        visee = _aim(preuve, cibles, permis)
        return visee.niveau == 2 and _attach(cibles, preuve, visee, item)
    preuve.doutes += ["FIC-20"] * is_rappel(f"{lues.theme} {texte}")
    preuve.doutes += ["FIC-21"] * (item.incertain or item.suspendu)
    visee = _aim(preuve, cibles, permis)
    if not nommee and _has_reste(preuve.sujet, visee, cibles):
        preuve.doutes.append("FIC-06")
    if {p for jeu in preuve.jeux for p in jeu} == {"bilan"} and (visee.niveau < 2 or not nommee):
        lues.livrables.append(sure("livrables", [texte.rstrip(" .;")], item.texte, item.lignes[0]))
        return True
    if not visee.cibles and not nommee:
        for cible in cibles:
            cible.suspendue = True
    return _attach(cibles, preuve, visee, item)


def _has_reste(sujet: str, visee: Visee, cibles: list[CibleLue]) -> bool:
    """Words beside the pieces that name none of the targets: perhaps an unknown piece."""
    dits = [cibles[n].libelle for n in visee.cibles] if visee.niveau == 2 else []
    mots = (
        load_lexique()["remplissage"],
        *load_lexique()["instances"],
        *load_lexique()["generaux"],
    )
    connus = stem(" ".join((*dits, *mots)))
    return bool(stem(strip_modalites(_strip_tete(sujet))) - connus)


def _aim(preuve: Preuve, cibles: list[CibleLue], permis: list[int]) -> Visee:
    """Among the targets of the theme, where the sentence stands under one."""
    rangs = permis or list(range(len(cibles)))
    sujet = strip_modalites(_strip_tete(preuve.sujet))
    noms = [strip_modalites(cibles[n].libelle) for n in rangs]
    reunions = [k for k, n in enumerate(rangs) if cibles[n].reunit]
    visee, theme = attribute(sujet, noms, reunions), _aim_theme(sujet, cibles, rangs)
    if not visee.cibles:
        visee = theme or _aim_apart(sujet, noms)
    elif (
        theme
        and set(visee.cibles) < set(theme.cibles)
        and _is_called(sujet, cibles[rangs[theme.cibles[0]]].theme, noms)
    ):
        visee = replace(theme, doutes=("FIC-10",))  # « Instances de pilotage »: or one of them?
    doutes = (*visee.doutes, *["FIC-10"] * _is_ecart(sujet))
    return Visee(tuple(rangs[k] for k in visee.cibles), visee.niveau, doutes)


def _is_ecart(sujet: str) -> bool:
    """« Hors comités de pilotage »: named, and perhaps left out."""
    return bool(re.search(rf"\b{any_of(load_lexique()['ecarts']['mots'])}\b", fold(sujet)))


def _aim_theme(sujet: str, cibles: list[CibleLue], rangs: list[int]) -> Visee | None:
    """« Gouvernance : compte rendu »: all the targets of a theme."""
    siennes = [k for k, n in enumerate(rangs) if _same(cibles[n].theme, sujet)]
    return Visee(tuple(siennes), 1) if siennes else None


def _is_called(sujet: str, theme: str, noms: list[str]) -> bool:
    """Whether a subject is the very name of a theme, and of no target."""
    return stem(sujet) == stem(theme) and stem(sujet) not in map(stem, noms)


def _aim_apart(sujet: str, noms: list[str]) -> Visee:
    """« Réunions de coordination, suivis individuels, commissions »: each part by itself."""
    parts = [p for p in re.split(r",|/| et ", sujet) if p.strip()]
    visees = [attribute(part, noms, []) for part in parts] if len(parts) > 1 else []
    trouvees = {k for visee in visees if visee.niveau == 2 for k in visee.cibles}
    return Visee(tuple(sorted(trouvees)), 2, ("FIC-10",)) if trouvees else Visee((), 0)


def _strip_tete(sujet: str) -> str:
    return re.sub(r"(?i)^\s*(?:pour|concernant|s’agissant des?|en cas d[e’])\s+", "", sujet)


def _attach(cibles: list[CibleLue], preuve: Preuve, visee: Visee, item: Item) -> bool:
    for n in visee.cibles:
        cibles[n].preuves.append((preuve, visee, item))
    return bool(visee.cibles)


def _same(a: str, b: str) -> bool:
    mots, siens = stem(fold(a)), stem(fold(b))
    return bool(mots) and len(mots & siens) >= 0.6 * len(mots | siens)
