"""A confirmed workbook → the TOML of a fiche, read again by the strict loader and compared."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from plie_xl.document.decided import AdoptionError, Decision, read_decisions
from plie_xl.document.fields import CIBLE, IDENTITE, INITIALES, ValeurError, find_modalite
from plie_xl.document.rule import RegleError, parse_regle
from plie_xl.document.write_toml import write_toml
from plie_xl.model.fiche import Fiche, parse_fiche
from plie_xl.model.text import cle
from plie_xl.model.toml import FicheError

Cibles = list[dict[str, Any]]


def adopt(classeur: Path, nom: str) -> tuple[str, Fiche]:
    """The text of the fiche `nom` (« graves.toml »), and the fiche that it gives.

    Raises
    ------
    AdoptionError
        What is left to decide, what was not understood, what the loader refuses: all of it.
    """
    decisions, source = read_decisions(classeur)
    fautes: list[str] = []
    identite = _read_identite([d for d in decisions if not d.cible], fautes)
    numeros = dict.fromkeys(d.cible for d in decisions if d.cible)
    cibles = [
        cible
        for n in numeros
        if (cible := _read_cible(n, [d for d in decisions if d.cible == n], fautes))
    ]
    if fautes:
        raise AdoptionError(fautes)
    texte = write_toml(identite, cibles, _find_source(source))
    try:
        fiche = parse_fiche(nom, texte)
    except FicheError as erreur:
        raise AdoptionError([str(erreur)]) from erreur
    _check_same(fiche, identite, cibles)
    return texte, fiche


def _find_source(dit: str) -> tuple[str, str]:
    """The name of the document and its digest, as « Document » says them."""
    nom = re.search(r"Document lu\s*:\s*«\s*(.+?)\s*»", dit)
    empreinte = re.search(r"SHA-256\s*:\s*([0-9a-f]{64})", dit)
    return nom[1] if nom else "", empreinte[1] if empreinte else ""


def _read_identite(decisions: list[Decision], fautes: list[str]) -> dict[str, Any]:
    champs = {cle(c.nom): c for c in IDENTITE}
    lue: dict[str, Any] = {"livrables": [], "a_confirmer": []}
    for d in decisions:
        if cle(d.donnee) == cle(INITIALES):
            lue["initiales"] = d.valeur
            continue
        champ = champs.get(cle(d.donnee))
        if champ is None:
            fautes.append(f"A{d.ligne} : la donnée « {d.donnee} » n’est pas connue")
            continue
        valeur = _parse(d, champ.lire, fautes, champ.exige)
        if champ.cle == "livrables":
            lue["livrables"] += [valeur] if valeur else []
        elif valeur not in (None, ""):
            lue[champ.cle] = valeur
        _keep_doute(d, lue["a_confirmer"])
    if not 1 <= len(lue.get("initiales", "")) <= 6:
        fautes.append(
            "écrivez vos initiales (6 lettres au plus) : colonne « Votre décision »,"
            " ligne « Vos initiales »"
        )
    return lue


def _parse(d: Decision, lire: Any, fautes: list[str], exige: bool = False) -> Any:
    """The value of a row, or None; what was not understood is kept with its cell."""
    if not d.valeur:
        if d.est_oui and exige:
            fautes.append(
                f"{d.case} : « Oui », mais aucune valeur n’a été lue ({d.donnee}) : écrivez-la"
            )
        return None
    try:
        return lire(d.valeur)
    except (ValeurError, RegleError) as erreur:
        fautes.append(f"{d.case} ({d.donnee}) : {erreur}")
        return None


def _read_cible(numero: str, decisions: list[Decision], fautes: list[str]) -> dict[str, Any] | None:
    """One target; a blank one, where nothing is typed, is none."""
    libelle = next((d for d in decisions if cle(d.donnee) == "libellé"), None)
    if libelle is None or not libelle.valeur:
        if any(d.dite and not d.ignoree for d in decisions):
            fautes.append(
                f"la cible {numero} n’a pas de libellé : écrivez-le, ou « Ignorer : motif »"
            )
        return None
    champs = {cle(c.nom): c for c in CIBLE}
    lue: dict[str, Any] = {"pieces": {}, "a_confirmer": [], "phrases": []}
    for d in decisions:
        _keep_doute(d, lue["a_confirmer"])
        if (champ := champs.get(cle(d.donnee))) is not None:
            valeur = _parse(d, champ.lire, fautes, champ.exige)
            if valeur not in (None, "", []):
                lue[champ.cle] = valeur
            continue
        _read_preuve(d, lue, fautes)
    _complete(numero, lue, libelle, fautes)
    return lue


def _read_preuve(d: Decision, lue: dict[str, Any], fautes: list[str]) -> None:
    try:
        modalite = find_modalite(d.donnee)
    except ValeurError as erreur:
        fautes.append(f"B{d.ligne} : {erreur}")
        return
    if modalite is None:
        fautes.append(f"B{d.ligne} : la donnée « {d.donnee} » n’est pas connue")
        return
    regle = _parse(d, parse_regle, fautes)
    if regle:
        lue["pieces"][modalite], preferee = regle
        lue |= {"preferee": preferee} if preferee else {}
        lue["phrases"] += [d.phrase] if d.phrase else []


def _complete(numero: str, lue: dict[str, Any], libelle: Decision, fautes: list[str]) -> None:
    """What a target cannot do without, its place in the document, and what goes by itself."""
    lue.setdefault("genre", "fourchette" if "maximum" in lue else "exact")
    lue.setdefault("par", "an")
    lue.setdefault(
        "id", re.sub(r"[^a-z0-9]+", "-", _fold(lue.get("libelle", ""))).strip("-")[:40].strip("-")
    )
    page_ligne = re.match(r"p\. (\d+), l\. (\d+)", libelle.ou)
    if page_ligne:
        lue["source"] = {
            "page": int(page_ligne[1]),
            "ligne": int(page_ligne[2]),
            "phrase": libelle.phrase,
        }
    noms = {"minimum": "Nombre", "unite": "Unité", "categorie": "Catégorie"}
    manques = [nom for cle_, nom in noms.items() if cle_ not in lue]
    manques += ["Pièces"] if not lue["pieces"] else []
    for nom in manques:
        fautes.append(f"cible {numero} (« {lue.get('libelle', '')} ») : il manque « {nom} »")


def _fold(texte: str) -> str:
    from plie_xl.document.words import fold

    return fold(texte)


def _keep_doute(d: Decision, notes: list[str]) -> None:
    if d.plus_tard:
        dite = re.sub(r"\s*FIC-\d\d : ", " ", d.doute).strip() or "à vérifier"
        notes.append(f"{d.donnee} : {dite}")


def _check_same(fiche: Fiche, identite: dict[str, Any], cibles: Cibles) -> None:
    """The loader must give back what was confirmed, value by value."""
    attendues = [(c["minimum"], c.get("maximum"), c["genre"], _sort(c["pieces"])) for c in cibles]
    relues = [(c.minimum, c.maximum, c.genre, _sort(c.pieces)) for c in fiche.cibles]
    if attendues != relues or fiche.plie != identite["plie"]:
        raise AdoptionError(
            ["la fiche relue n’est pas celle qui a été confirmée : rien n’est écrit"]
        )


def _sort(pieces: Any) -> dict[str, Iterable[tuple[str, ...]]]:
    return {m: tuple(tuple(jeu) for jeu in jeux) for m, jeux in pieces.items()}
