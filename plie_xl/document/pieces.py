"""The sentences that a target was given → its modalities and its sets of pieces."""

from collections.abc import Iterator

from plie_xl.document.attribution import Visee
from plie_xl.document.cibles import CibleLue
from plie_xl.document.evidence import TOUTES, Preuve, find_modalites, has_reserve
from plie_xl.document.items import Item
from plie_xl.document.values import Valeur, sure

Regles = dict[str, list[tuple[str, ...]]]
DE_MODALITE = {"FIC-05", "FIC-06", "FIC-13"}  # may touch the modalities too
SI_DITE = {"FIC-10", "FIC-11"}  # … when a sentence of evidence names one
PRESENTIEL, A_DISTANCE, ECRITE = "présentiel", "à distance", "consultation écrite"


def list_pieces(c: CibleLue) -> Iterator[Valeur]:
    """Own sentence before that of all; several at one level are read as all required."""
    texte, ligne = c.item.texte, c.item.lignes[0]
    if not c.preuves:
        vague = ["FIC-13"] if c.vague or has_reserve(texte) else []
        yield sure("modalites", list(c.modalites), texte, ligne, ["FIC-12", *vague])
        yield sure("pieces", {}, texte, ligne, ["FIC-12"])
        return
    haut = max(visee.niveau for _, visee, _ in c.preuves)
    propres = [p for p in c.preuves if p[1].niveau == haut]
    doutes = _list_doutes(c, propres)
    par_modalite = _merge(propres, c.modalites, doutes)
    dites = [cle for cle in par_modalite if cle != TOUTES]
    if dites and (TOUTES in par_modalite or set(dites) != set(c.modalites)):
        doutes.add("FIC-13")
    if any("mail_consultation" in jeu for jeu in par_modalite.get(A_DISTANCE, ())):
        doutes.add("FIC-13")  # at a distance, or in writing?
    emarge = any("emargement" in jeu for jeux in par_modalite.values() for jeu in jeux)
    if emarge and haut < 2 and not c.reunit:
        doutes.add("FIC-10")
    reserve = {"FIC-13"} if has_reserve(texte) else set[str]()
    dites_la = any(find_modalites(item.texte) for _, _, item in c.preuves)
    siens = doutes & (DE_MODALITE | (SI_DITE if dites_la else set()))
    modalites = list(c.modalites) or [m for m in (PRESENTIEL, A_DISTANCE, ECRITE) if m in dites]
    yield sure("modalites", modalites, texte, ligne, sorted(siens | reserve))
    jeux = {k: [list(j) for j in v] for k, v in _gather(par_modalite, modalites).items() if v}
    phrase, ou = " | ".join(i.texte for _, _, i in propres), propres[0][2].lignes[0]
    yield sure("pieces", jeux, phrase, ou, sorted(doutes))
    preferee = next((p.preferee for p, _, _ in propres if p.preferee), "")
    if preferee:
        yield sure("preferee", preferee, phrase, ou, sorted(doutes))


def _gather(par_modalite: Regles, modalites: list[str]) -> Regles:
    """The same sets asked of every modality are those of all cases."""
    regles = list(par_modalite.values())
    pareilles = set(par_modalite) == set(modalites) and all(r == regles[0] for r in regles)
    return {TOUTES: regles[0]} if regles and pareilles else par_modalite


def _list_doutes(c: CibleLue, propres: list[tuple[Preuve, Visee, Item]]) -> set[str]:
    doutes = {d for preuve, visee, _ in propres for d in (*preuve.doutes, *visee.doutes)}
    doutes |= {"FIC-11"} if len(propres) < len(c.preuves) or c.suspendue else set()
    doutes |= {"FIC-13"} if c.vague else set()
    doutes |= {"FIC-21"} if any(item.incertain for _, _, item in propres) else set()
    return doutes


def _merge(
    propres: list[tuple[Preuve, Visee, Item]], modalites: tuple[str, ...], doutes: set[str]
) -> dict[str, list[tuple[str, ...]]]:
    """The sets of several sentences, by modality: each sentence asks its own."""
    par_modalite: dict[str, list[tuple[str, ...]]] = {}
    for preuve, _, _ in propres:
        for cle, jeux in _split(preuve, modalites):
            if cle in par_modalite:
                doutes.add("FIC-11")
                jeux = _require_both(par_modalite[cle], jeux)
            par_modalite[cle] = list(jeux)
    return par_modalite


def _require_both(a: list[tuple[str, ...]], b: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Every way to satisfy both; of two that are alike, or one within the other, the lighter."""
    tous = {frozenset((*x, *y)): tuple(dict.fromkeys((*x, *y))) for x in a for y in b}
    return [jeu for cle, jeu in tous.items() if not any(autre < cle for autre in tous)]


def _split(
    preuve: Preuve, modalites: tuple[str, ...]
) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    jeux = list(preuve.jeux)
    if preuve.consultation and ECRITE in modalites:
        ecrite = [j for j in jeux if preuve.consultation in j]
        yield PRESENTIEL, [j for j in jeux if j not in ecrite]
        yield ECRITE, ecrite
        return
    for modalite in preuve.modalites or (TOUTES,):
        yield modalite, jeux
