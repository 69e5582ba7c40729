"""Sheets as Excel wants them: order, cells, tables, drop-downs, drawings, texts."""

import math
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from validateurs.formules import check_conditions, check_formule
from validateurs.paquet import M, Paquet, R, bornes, deux_se_touchent, se_touchent

Cellules = dict[tuple[int, int], tuple[str, str | None, str | None]]  # type, value, formula
# The children of a sheet; one out of place and Excel refuses the file.
_ORDRE = (  # noqa: SIM905
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection"
    " protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells"
    " phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup"
    " headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing"
    " legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst"
).split()
_ERREURS = ("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!")
_AIDES = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}


def check_feuilles(p: Paquet) -> Iterator[str]:
    """Every sheet, then what they share: texts, tables told twice."""
    textes = _read_textes(p)
    emplois = 0
    for nom, partie in p.feuilles.items():
        if len(nom) > 31 or re.search(r"[\[\]:*?/\\]", nom) or nom.strip("'") != nom:
            yield f"nom de feuille interdit : {nom}"
        feuille = p.xml(partie)
        cellules: Cellules = {}
        yield from _read_cellules(p, partie, feuille, textes, cellules)
        emplois += len(feuille.findall(f".//{M}c[@t='s']"))
        yield from _check_ordre(partie, feuille)
        yield from _check_tables(p, partie, feuille, cellules)
        yield from check_conditions(p, partie)
        yield from _check_listes(p, partie, feuille)
        yield from _check_liens(p, partie, feuille)
    yield from _check_uniques(p)
    yield from _check_textes(p, textes, emplois)


def _read_textes(p: Paquet) -> list[str]:
    if "xl/sharedStrings.xml" not in p.noms:
        return []
    racine = p.xml("xl/sharedStrings.xml")
    return ["".join(t.text or "" for t in si.iter(f"{M}t")) for si in racine.findall(f"{M}si")]


def _check_textes(p: Paquet, textes: list[str], emplois: int) -> Iterator[str]:
    if not textes:
        return
    racine = p.xml("xl/sharedStrings.xml")
    if (racine.get("count"), racine.get("uniqueCount")) != (str(emplois), str(len(textes))):
        yield f"textes : {racine.get('count')} dits, {emplois} employés"
    yield from (f"textes : {len(t)} signes" for t in textes if len(t) > 32_767)


def _read_cellules(
    p: Paquet, partie: str, feuille: ElementTree.Element, textes: list[str], cellules: Cellules
) -> Iterator[str]:
    """Fill `cellules`, and tell what is wrong on the way."""
    styles = p.xml("xl/styles.xml").find(f"{M}cellXfs")
    derniere = 0
    for rangee in feuille.iter(f"{M}row"):
        ligne, colonne = int(rangee.get("r", "0")), 0
        if ligne <= derniere:
            yield f"{partie} : lignes en désordre"
        derniere = ligne
        for c in rangee:
            place = bornes(c.get("r", ""))[:2]
            if place[0] != ligne or place[1] <= colonne:
                yield f"{partie} : cellules en désordre, {c.get('r')}"
            colonne = place[1]
            if int(c.get("s", "0")) >= len(styles if styles is not None else ()):
                yield f"{partie} : style absent, {c.get('r')}"
            genre, brute, formule = c.get("t", "n"), c.findtext(f"{M}v"), c.findtext(f"{M}f")
            fautes = list(_check_valeur(genre, brute, textes))
            yield from (f"{partie}, {c.get('r')} : {faute}" for faute in fautes)
            if genre == "s" and not fautes:
                brute = textes[int(brute or 0)]
            cellules[place] = (genre, brute, formule)
            if formule:
                yield from check_formule(p, f"{partie}, {c.get('r')}", formule)


def _check_valeur(genre: str, brute: str | None, textes: list[str]) -> Iterator[str]:
    if genre == "s" and not (brute or "").isdigit():
        yield "texte sans rang"
    elif genre == "s" and int(brute or 0) >= len(textes):
        yield "texte qui n’existe pas"
    elif genre == "n" and brute and not _is_number(brute):
        yield f"nombre {brute}"
    elif genre == "b" and brute not in ("0", "1"):
        yield f"logique {brute}"
    elif genre == "e" and brute not in _ERREURS:
        yield f"erreur inconnue {brute}"


def _is_number(brute: str) -> bool:
    try:
        return math.isfinite(float(brute))
    except ValueError:
        return False


def _check_ordre(partie: str, feuille: ElementTree.Element) -> Iterator[str]:
    vus = [x.tag.rpartition("}")[2] for x in feuille]
    rangs = [_ORDRE.index(nom) for nom in vus if nom in _ORDRE]
    if rangs != sorted(rangs):
        yield f"{partie} : éléments en désordre"
    dernier = 0
    for c in feuille.iter(f"{M}col"):
        if int(c.get("min", "0")) <= dernier:
            yield f"{partie} : colonnes qui se recouvrent"
        dernier = int(c.get("max", "0"))


def _check_tables(
    p: Paquet, partie: str, feuille: ElementTree.Element, cellules: Cellules
) -> Iterator[str]:
    fusions = [bornes(x.get("ref", "")) for x in feuille.iter(f"{M}mergeCell")]
    if deux_se_touchent(fusions):
        yield f"{partie} : fusions qui se recouvrent"
    tables = p.tables(partie)
    refs = [bornes(table.get("ref", "")) for _, table in tables]
    if deux_se_touchent(refs):
        yield f"{partie} : tableaux qui se recouvrent"
    if any(se_touchent(ref, fusion) for ref in refs for fusion in fusions):
        yield f"{partie} : cellules fusionnées dans un tableau"
    for (nom, table), ref in zip(tables, refs, strict=True):
        yield from _check_table(p, nom, table, ref, cellules)
        propre = feuille.find(f"{M}autoFilter")
        if propre is not None and se_touchent(bornes(propre.get("ref", "")), ref):
            yield f"{partie} : filtre de la feuille sur un tableau"


def _check_table(p: Paquet, ou: str, table: Any, ref: Any, cellules: Cellules) -> Iterator[str]:
    haut, gauche, bas, droite = ref
    noms = [c.get("name", "") for c in table.iter(f"{M}tableColumn")]
    compte = table.find(f"{M}tableColumns").get("count")
    if len(noms) != droite - gauche + 1 or compte != str(len(noms)):
        yield f"{ou} : nombre de colonnes"
    if len({nom.lower() for nom in noms}) != len(noms):
        yield f"{ou} : colonne répétée"
    if bas <= haut:
        yield f"{ou} : aucune ligne"
    for rang, nom in enumerate(noms):
        genre, valeur, formule = cellules.get((haut, gauche + rang), ("", None, None))
        if genre not in ("s", "str", "inlineStr") or valeur != _spelled(nom) or formule:
            yield f"{ou} : l’en-tête « {nom} » n’est pas dans sa cellule"
    filtre = table.find(f"{M}autoFilter")
    if filtre is not None and bornes(filtre.get("ref", "")) != ref:
        yield f"{ou} : filtre d’une autre étendue"
    for colonne in table.iter(f"{M}tableColumn"):
        if formule := colonne.findtext(f"{M}calculatedColumnFormula"):
            yield from check_formule(p, f"{ou}, {colonne.get('name')}", formule)


def _spelled(nom: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), nom)


def _check_uniques(p: Paquet) -> Iterator[str]:
    tables = [t for partie in p.feuilles.values() for _, t in p.tables(partie)]
    for quoi in ("displayName", "id"):
        dits = [t.get(quoi, "").lower() for t in tables]
        if len(set(dits)) != len(dits):
            yield f"tableaux : {quoi} répété"
    minuscules = [nom.lower() for nom in p.feuilles]
    if len(set(minuscules)) != len(minuscules):
        yield "deux feuilles du même nom"


def _check_listes(p: Paquet, partie: str, feuille: ElementTree.Element) -> Iterator[str]:
    regles = list(feuille.iter(f"{M}dataValidation"))
    etendues = [bornes(ref) for regle in regles for ref in regle.get("sqref", "").split()]
    if deux_se_touchent(etendues):
        yield f"{partie} : deux règles de saisie sur une cellule"
    for regle in regles:
        ou = f"{partie}, saisie {regle.get('sqref', '')[:20]}"
        for aide, limite in _AIDES.items():
            if len(regle.get(aide, "")) > limite:
                yield f"{ou} : {aide} de plus de {limite} signes"
        premiere = regle.findtext(f"{M}formula1") or ""
        if regle.get("type") == "list" and (not premiere or len(premiere) > 257):
            yield f"{ou} : liste vide ou trop longue"
        if "[" in re.sub(r'"[^"]*"', "", premiere):
            yield f"{ou} : tableau nommé directement"
        yield from check_formule(p, ou, premiere)


def _check_liens(p: Paquet, partie: str, feuille: ElementTree.Element) -> Iterator[str]:
    connues = set(p.relations(partie))
    externes = {x.get("Id") for x in _rels(p, partie)}
    for x in feuille.iter():
        lien = x.get(f"{R}id")
        if lien and lien not in connues | externes:
            yield f"{partie} : relation absente {lien}"
    for pied in feuille.iter(f"{M}headerFooter"):
        if any(len(x.text or "") > 255 for x in pied):
            yield f"{partie} : pied de page trop long"
    dessins = [c for genre, c in p.relations(partie).values() if genre == "vmlDrawing"]
    for dessin in dessins:
        vml = p.octets(dessin).decode("utf-8", "replace")
        formes = re.findall(r'id="_x0000_s(\d+)"', vml)
        plages = re.search(r'<o:idmap[^>]*data="([\d,]+)"', vml)
        permises = plages[1].split(",") if plages else []
        if len(set(formes)) != len(formes) or any(
            str(int(f) // 1024) not in permises for f in formes
        ):
            yield f"{dessin} : numéro de forme"


def _rels(p: Paquet, partie: str) -> list[ElementTree.Element]:
    dossier, _, nom = partie.rpartition("/")
    rels = f"{dossier}/_rels/{nom}.rels"
    return list(p.xml(rels)) if rels in p.noms else []
