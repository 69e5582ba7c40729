"""The rows of the sheets beside the counting: deliverables, indicators, financing, calendar."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

from plie_xl.checks.figures import MOIS, build_financement, build_montants, est_fse
from plie_xl.checks.figures import build_indicateurs as build_effectifs
from plie_xl.consolidation import Consolidation
from plie_xl.master.batches import Ligne
from plie_xl.master.lignes import NON_RECU
from plie_xl.master.safe_text import en_texte
from plie_xl.model.fiche import Fiche, load_taxonomie
from plie_xl.model.frames import Mask, Rows
from plie_xl.model.lecture import records
from plie_xl.model.text import cle, est_vide, read_jour
from plie_xl.model.workbook import A_VENIR, FSE, NATURES, find_people_list

REMIS, A_REMETTRE = "Remis", "À remettre"
AU_DESSUS = "au-dessus"  # of a limit of the fiche
TENUES, PREVUES = "tenues", "prévues"
TRIMESTRE = 92  # days: the longest quarter
COLONNES = ("prevu", "realise")


def lignes_livrables(c: Consolidation) -> list[Ligne]:
    """One row per deliverable typed, or asked by the fiche of a territory not received."""
    lignes = [
        {
            "plie": c.fiches[x["fiche"]].plie,
            "livrable": en_texte(x.get("livrable")),
            "etat": A_REMETTRE if est_vide(x.get("remis_le")) else REMIS,
            "remis_le": read_jour(x.get("remis_le")) or en_texte(x.get("remis_le")),
            "reference": en_texte(x.get("reference")),
            "commentaire": en_texte(x.get("commentaire")),
            "classeur": x["classeur"],
            "ligne": x["ligne"],
        }
        for x in records(c.compte.saisie.table("livrables"))
    ]
    absents = [
        {"plie": f.plie, "livrable": livrable, "etat": NON_RECU}
        for f in _manquantes(c)
        for livrable in f.livrables
    ]
    return lignes + absents


def lignes_indicateurs(c: Consolidation) -> list[Ligne]:
    """One row per indicator typed; a count that no check accepts is kept as text in brackets."""
    effectifs = build_effectifs(c.compte)
    bons = effectifs.take((effectifs["nombre"] >= 0) & ~effectifs["id"].est(None))
    nombres = _par_place(bons)
    libelles = {(f.id, cle(i.libelle)): i for f in c.fiches.values() for i in f.indicateurs}
    lignes = []
    for x in records(c.compte.saisie.table("indicateurs")):
        indicateur = libelles.get((x["fiche"], cle(x["indicateur"])))
        mois = {m: _valeur(nombres, x, m) for m in MOIS}
        lignes.append(
            {
                "plie": c.fiches[x["fiche"]].plie,
                "indicateur": en_texte(x["indicateur"]),
                "nature": indicateur.nature if indicateur else "inconnu",
                **mois,
                "total": _somme(mois.values()),
                "classeur": x["classeur"],
                "ligne": x["ligne"],
                "cle": f"{x['fiche']}/{indicateur.id}" if indicateur else "",
            }
        )
    return lignes


def lignes_postes(c: Consolidation) -> list[Ligne]:
    """One row per heading of « Financement » that holds something."""
    montants = build_montants(c.compte)
    nombres = _par_place(montants.take((montants["nombre"] >= 0) & montants["nature_connue"]))
    lignes = []
    for x in records(c.compte.saisie.table("financement")):
        nature = find_people_list(NATURES, x.get("nature"))
        valeurs = {m: _valeur(nombres, x, m) for m in COLONNES}
        if any(v != "" for v in valeurs.values()) or not est_vide(x.get("commentaire")):
            lignes.append(
                {
                    "plie": c.fiches[x["fiche"]].plie,
                    "poste": en_texte(x.get("poste")),
                    "nature": nature or en_texte(x.get("nature")),
                    "source": FSE if nature == NATURES[1] and est_fse(x.get("poste")) else "",
                    **valeurs,
                    "commentaire": en_texte(x.get("commentaire")),
                    "classeur": x["classeur"],
                    "ligne": x["ligne"],
                }
            )
    return lignes


def lignes_financement(c: Consolidation) -> list[Ligne]:
    """One row per territory: costs, resources and FSE+, planned and realised, and its limits."""
    financement = build_financement(build_montants(c.compte), c.fiches)
    sommes = {(x["fiche"], x["colonne"]): x for x in financement.lignes()}
    absentes = {f.id for f in _manquantes(c)}
    lignes = []
    for fiche in c.fiches.values():
        ligne: Ligne = {
            "plie": fiche.plie,
            "montant_fse": fiche.montant_fse,
            "taux_max": fiche.taux_max,
        }
        for colonne in COLONNES:
            somme = sommes.get((fiche.id, colonne), {})
            for nom in ("depenses", "ressources", "fse"):
                ligne[f"{nom}_{colonne}"] = None if fiche.id in absentes else somme.get(nom, 0.0)
            ligne[f"part_{colonne}"] = _part(somme)
        ligne["constat"] = NON_RECU if fiche.id in absentes else _constat(ligne)
        lignes.append(ligne)
    return lignes


def _part(somme: Mapping[str, Any]) -> float | None:
    return somme["fse"] / somme["depenses"] if somme.get("depenses") else None


def _constat(ligne: Ligne) -> str:
    """What the figures say of the limits, in words."""
    if not any(ligne[f"{nom}_{m}"] for nom in ("depenses", "ressources") for m in COLONNES):
        return "Rien n’est saisi"
    taux, fautes = ligne["taux_max"], []
    for colonne, mot in zip(COLONNES, ("prévu", "réalisé"), strict=True):
        fse, depenses = ligne[f"fse_{colonne}"], ligne[f"depenses_{colonne}"]
        if fse > ligne["montant_fse"] + 0.005:
            fautes.append(f"FSE+ {mot} {AU_DESSUS} du montant")
        if taux is not None and depenses and fse > taux * depenses + 0.005:
            fautes.append(f"FSE+ {mot} {AU_DESSUS} du taux")
    return " ; ".join(fautes) or "Dans les limites de la fiche"


def lignes_calendrier(c: Consolidation) -> list[Ligne]:
    """Two rows per territory, held then planned rows by month; `silencieux` names red months."""
    suivi = c.compte.rangees
    datees = ~np.isnan(suivi["jour"]) & (suivi["unites"] > 0)
    tenus = _jours(suivi, datees & suivi["retenue"])
    prevus = _jours(suivi, datees & suivi["compte"].est(A_VENIR))
    references = dict(
        zip(c.compte.saisie.classeurs["fiche"], c.compte.saisie.classeurs["reference"], strict=True)
    )
    lignes = []
    for fiche in c.fiches.values():
        jours = sorted(tenus.get(fiche.id, ()))
        trous = list(find_silences(fiche, jours, references.get(fiche.id)))
        mots = NON_RECU if fiche.id not in references else " ; ".join(map(_say, trous)) or "aucun"
        lignes.append(
            {
                **_mois(fiche, TENUES, jours if fiche.id in references else None),
                "silences": mots,
                "silencieux": [m for n, m in enumerate(MOIS, 1) if _dans(fiche.annee, n, trous)],
            }
        )
        a_venir = prevus.get(fiche.id, ()) if fiche.id in references else None
        lignes.append(_mois(fiche, PREVUES, a_venir))
    return lignes


def find_silences(
    fiche: Fiche, tenues: Iterable[date], reference: date | None
) -> Iterator[tuple[date, date]]:
    """Spans of more than a quarter without a held row, from the first day to the reference."""
    if reference is None:
        return
    debut = fiche.debut
    for jour in (*(j for j in tenues if j <= reference), reference + timedelta(days=1)):
        if (jour - debut).days > TRIMESTRE:
            yield debut, jour - timedelta(days=1)
        debut = jour + timedelta(days=1)


def _say(trou: tuple[date, date]) -> str:
    debut, fin = trou
    return f"du {debut:%d/%m} au {fin:%d/%m} ({(fin - debut).days + 1} jours)"


def _dans(annee: int, mois: int, trous: Iterable[tuple[date, date]]) -> bool:
    """Whether a whole month lies in a span."""
    debut = date(annee, mois, 1)
    fin = date(annee + mois // 12, mois % 12 + 1, 1) - timedelta(days=1)
    return any(a <= debut and fin <= b for a, b in trous)


def _jours(suivi: Rows, masque: Mask) -> Mapping[str, list[date]]:
    jours = defaultdict(list)
    fiches, jour = suivi["fiche"][masque].tolist(), suivi["jour"][masque].tolist()
    for fiche, ordinal in zip(fiches, jour, strict=True):
        jours[fiche].append(date.fromordinal(int(ordinal)))
    return jours


def _mois(fiche: Fiche, quoi: str, jours: Iterable[date] | None) -> Ligne:
    """Days counted by month; nothing at all, and no zero, for a territory not received."""
    faits = {"plie": fiche.plie, "quoi": quoi, "annee": fiche.annee}
    if jours is None:
        return {**faits, **dict.fromkeys((*MOIS, "total"))}
    comptes = dict.fromkeys(MOIS, 0)
    for jour in jours:
        if jour.year == fiche.annee:
            comptes[f"m{jour.month:02}"] += 1
    return {**faits, **comptes, "total": sum(comptes.values())}


def lignes_par_fonction(atteinte: list[Ligne]) -> list[Ligne]:
    """Targets by what they do: one row per category whose work someone does."""
    lignes = []
    for categorie in load_taxonomie().values():
        cibles = [x for x in atteinte if x["fonction"] == categorie.libelle]
        if cibles:
            minimum = sum(x["minimum"] or 0 for x in cibles)
            tenu, justifie = (sum(x[k] or 0 for x in cibles) for k in ("tenu", "justifie"))
            ailleurs = [x for x in cibles if x["categorie"] != x["fonction"]]
            lignes.append(
                {
                    "fonction": categorie.libelle,
                    "instances": len(cibles),
                    "minimum": minimum,
                    "tenu": tenu,
                    "justifie": justifie,
                    "taux": tenu / minimum if minimum else None,
                    "ailleurs": " ; ".join(f"{x['libelle']} ({x['plie']})" for x in ailleurs),
                }
            )
    return lignes


Places = Mapping[tuple[str, int, str], float]


def _par_place(cellules: Rows) -> Places:
    return {(x["classeur"], x["ligne"], x["colonne"]): x["nombre"] for x in cellules.lignes()}


def _valeur(nombres: Places, ligne: Mapping[str, Any], colonne: str) -> object:
    """The number that counts, or what was typed instead, in brackets; "" for nothing."""
    place = (ligne["classeur"], ligne["ligne"], colonne)
    if place in nombres:
        return nombres[place]
    brut = ligne.get(colonne)
    return "" if brut is None or est_vide(brut) else f"[{en_texte(brut)}]"


def _somme(valeurs: Iterable[object]) -> float:
    return sum(v for v in valeurs if isinstance(v, int | float))


def _manquantes(c: Consolidation) -> list[Fiche]:
    return [c.fiches[f] for f in c.manquantes]
