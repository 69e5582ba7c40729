"""One fiche read: identity, targets, evidence, each value with its sentence and its doubts."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from plie_xl.document.attribution import Visee, attribute
from plie_xl.document.categorie import guess_categorie
from plie_xl.document.cut import Decoupe
from plie_xl.document.doubts import doubt_all
from plie_xl.document.evidence import (
    TOUTES,
    Preuve,
    find_modalites,
    find_pieces,
    read_preuve,
    strip_modalites,
)
from plie_xl.document.identity import list_identite, slug
from plie_xl.document.items import Item, list_items
from plie_xl.document.lines import Ligne
from plie_xl.document.numbers import Nombre, has_rythme, read_nombre, strip_nombre
from plie_xl.document.values import Valeur, sure
from plie_xl.document.words import fold, stem

PRESENTIEL, ECRITE = "présentiel", "consultation écrite"


@dataclass
class CibleLue:
    item: Item
    nombre: Nombre | None
    libelle: str
    theme: str
    modalites: tuple[str, ...]
    doutes: list[str]
    preuves: list[tuple[Preuve, Visee, Item]] = field(default_factory=list)

    @property
    def reunit(self) -> bool:
        return bool(
            re.search(
                r"\b(?:reunion|comite|commission|rencontre|seance|copil|cop|instance|atelier|point|conseil|assemblee|conference|groupe|forum)s?\b",
                fold(self.libelle),
            )
        )


@dataclass
class FicheLue:
    valeurs: list[Valeur]
    totaux: dict[str, int]
    non_lues: list[Ligne]


def read_fiche(decoupe: Decoupe) -> FicheLue:
    largeur = max((len(ligne.texte.rstrip()) for ligne in decoupe.lignes), default=0)
    identite = list_identite(decoupe.lignes)
    cibles, notes, faites = _list_cibles(
        list_items(decoupe.mesures, largeur), decoupe.mesures.titre
    )
    livrables, lues = _read_preuves(list_items(decoupe.preuves, largeur), cibles)
    utilisees = {n for item in [*faites, *lues] for n in (ligne.numero for ligne in item.lignes)}
    fiche = next((slug(v.valeur) for v in identite if v.donnee == "plie" and v.valeur), "fiche")
    valeurs = [*identite, *livrables, *_list_valeurs(cibles, notes)]
    generaux = doubt_all(decoupe)
    valeurs = [v.finish(fiche, generaux) for v in valeurs]
    blocs = (decoupe.mesures, decoupe.preuves)
    lignes = [ligne for bloc in blocs for ligne in bloc.lignes if ligne.texte.strip()]
    non_lues = [ligne for ligne in lignes if ligne.numero not in utilisees]
    intitules = sum(1 for bloc in blocs for ligne in bloc.intitule)
    totaux = {
        "lignes": len(lignes) + intitules,
        "utilisees": len(lignes) - len(non_lues),
        "intitules": intitules,
        "non_lues": len(non_lues),
    }
    return FicheLue(valeurs, totaux, non_lues)


def _list_cibles(items: list[Item], titre: str) -> tuple[list[CibleLue], list[str], list[Item]]:
    """Targets in order; themes and notes on what precedes are used without being targets."""
    cibles: list[CibleLue] = []
    notes, faits, theme = [], [], ""
    puces = any(item.puce for item in items)
    for item in items:
        texte, nombre = item.texte, read_nombre(item.texte, titre)
        if nombre is None and _is_theme(item, puces):
            faits.append(item)
            theme = _name_theme(texte)
            titre = f"{titre} {texte}"
            continue
        if (
            nombre is None
            and find_modalites(texte)
            and re.search(r"\bpeu(?:ven)?t\b|\bces \w+|\bse tien", fold(texte))
        ):
            faits.append(item)
            notes.append(texte)
            for cible in cibles:
                cible.modalites = cible.modalites or find_modalites(texte)
            continue
        if nombre is None and (find_pieces(texte) or not (item.puce or has_rythme(texte))):
            continue  # left to « Non lu »
        doutes = list(nombre.doutes) if nombre else ["FIC-04" if has_rythme(texte) else "FIC-15"]
        libelle = (
            strip_nombre(strip_modalites(texte), nombre)
            if not find_modalites(texte)
            else strip_nombre(texte, nombre)
        )
        cibles.append(CibleLue(item, nombre, libelle, theme, find_modalites(texte), doutes))
        faits.append(item)
    return cibles, notes, faits


def _is_theme(item: Item, puces: bool) -> bool:
    return item.texte.endswith(":") or (
        puces
        and not item.puce
        and fold(item.texte).startswith(("sur ", "au titre ", "concernant ", "pour "))
    )


def _name_theme(texte: str) -> str:
    texte = re.sub(r"(?i)^sur (?:l['’]|la |le |les )?", "", texte).rstrip(" :")
    return (
        ""
        if re.match(r"(?:par|sur|pour) ?(?:an|annee|l annee)", fold(texte))
        else texte[:1].upper() + texte[1:]
    )


def _read_preuves(items: list[Item], cibles: list[CibleLue]) -> tuple[list[Valeur], list[Item]]:
    livrables, lues, theme = [], [], ""
    libelles = [strip_modalites(c.libelle) for c in cibles]
    puces = any(item.puce for item in items)
    for item in items:
        preuve = read_preuve(item.texte)
        if preuve is None or not preuve.jeux:
            if _is_theme(item, puces) and not find_pieces(item.texte):
                theme = _name_theme(item.texte)
                lues.append(item)
            continue
        if {p for jeu in preuve.jeux for p in jeu} == {"bilan"}:
            livrables.append(
                sure("livrables", [item.texte.rstrip(" .;")], item.texte, item.lignes[0])
            )
            lues.append(item)
            continue
        permis = [n for n, c in enumerate(cibles) if theme and _same(c.theme, theme)] or list(
            range(len(cibles))
        )
        visee = attribute(
            strip_modalites(preuve.sujet),
            [libelles[n] for n in permis],
            [k for k, n in enumerate(permis) if cibles[n].reunit],
        )
        for k in visee.cibles:
            cibles[permis[k]].preuves.append((preuve, visee, item))
        if visee.cibles:
            lues.append(item)
    return livrables, lues


def _same(a: str, b: str) -> bool:
    return bool(stem(a)) and len(stem(a) & stem(b)) >= 0.6 * len(stem(a) | stem(b))


def _list_valeurs(cibles: list[CibleLue], notes: list[str]) -> Iterator[Valeur]:
    vus: Counter[str] = Counter()
    for cible in cibles:
        nom = slug(cible.libelle)[:40].strip("-") or "cible"
        vus[nom] += 1
        nom += f"-{vus[nom]}" if vus[nom] > 1 else ""
        for valeur in _list_cible(cible):
            yield valeur.of(nom)


def _list_cible(c: CibleLue) -> Iterator[Valeur]:
    texte, ligne, nombre = c.item.texte, c.item.lignes[0], c.nombre
    yield sure("libelle", c.libelle, texte, ligne, c.doutes if nombre is None else [])
    yield sure("minimum", nombre.minimum if nombre else None, texte, ligne, c.doutes)
    if nombre and nombre.maximum is not None:
        yield sure("maximum", nombre.maximum, texte, ligne, c.doutes)
    yield sure("genre", nombre.genre if nombre else "exact", texte, ligne, c.doutes)
    yield sure("par", nombre.par if nombre else "an", texte, ligne, c.doutes)
    yield sure("unite", *_find_unite(c))
    if c.theme:
        yield sure("theme", c.theme, texte, ligne)
    yield from _list_pieces(c)
    yield sure("categorie", guess_categorie(c.libelle), texte, ligne, ["FIC-14"])


def _find_unite(c: CibleLue) -> tuple[Any, ...]:
    if c.reunit:
        return "réunion", c.item.texte, c.item.lignes[0]
    mots = {
        "action": "action",
        "initiativ": "action",
        "convention": "convention",
        "operation": "opération",
        "suivi": "suivi",
    }
    for mot, unite in mots.items():
        if mot in fold(c.libelle):
            return unite, c.item.texte, c.item.lignes[0], ["FIC-20"]
    return "réunion", c.item.texte, c.item.lignes[0], ["FIC-20"]


def _list_pieces(c: CibleLue) -> Iterator[Valeur]:
    """Own sentence before that of all; several at one level are read as all required."""
    texte, ligne = c.item.texte, c.item.lignes[0]
    if not c.preuves:
        yield sure("modalites", list(c.modalites), texte, ligne, ["FIC-12"])
        yield sure("pieces", {}, texte, ligne, ["FIC-12"])
        return
    haut = max(visee.niveau for _, visee, _ in c.preuves)
    propres = [p for p in c.preuves if p[1].niveau == haut]
    doutes = {d for preuve, visee, _ in propres for d in (*preuve.doutes, *visee.doutes)}
    if len(propres) < len(c.preuves):
        doutes.add("FIC-11")
    par_modalite = _merge(propres, c.modalites, doutes)
    dites = [cle for cle in par_modalite if cle != TOUTES]
    if dites and (TOUTES in par_modalite or set(dites) != set(c.modalites)):
        doutes.add("FIC-13")
    if (
        not c.reunit
        and any("emargement" in jeu for jeux in par_modalite.values() for jeu in jeux)
        and haut < 2
    ):
        doutes.add("FIC-10")
    modalites = list(c.modalites) or [m for m in (PRESENTIEL, "à distance", ECRITE) if m in dites]
    phrase, ou = " | ".join(i.texte for _, _, i in propres), propres[0][2].lignes[0]
    yield sure(
        "modalites",
        modalites,
        texte,
        ligne,
        sorted(doutes & {"FIC-13", "FIC-10", "FIC-05", "FIC-06", "FIC-11"}),
    )
    yield sure(
        "pieces",
        {k: [list(j) for j in v] for k, v in par_modalite.items()},
        phrase,
        ou,
        sorted(doutes),
    )
    preferee = next((p.preferee for p, _, _ in propres if p.preferee), "")
    if preferee:
        yield sure("preferee", preferee, phrase, ou, sorted(doutes))


def _merge(
    propres: list[tuple[Preuve, Visee, Item]], modalites: tuple[str, ...], doutes: set[str]
) -> dict[str, list[tuple[str, ...]]]:
    """The sets of several sentences, by modality: each sentence asks its own."""
    par_modalite: dict[str, list[tuple[str, ...]]] = {}
    for preuve, _, _ in propres:
        for cle, jeux in _split(preuve, modalites):
            if cle in par_modalite:
                doutes.add("FIC-11")
                jeux = [tuple(dict.fromkeys((*a, *b))) for a in par_modalite[cle] for b in jeux]
            par_modalite[cle] = list(jeux)
    return par_modalite


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
