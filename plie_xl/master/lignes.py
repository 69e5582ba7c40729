"""The rows of each sheet of the master, from a consolidation: values, never formulas."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from plie_xl.attainment import CIBLE, HORS_CIBLES, part_ecoulee
from plie_xl.consolidation import Consolidation
from plie_xl.master.batches import TOUTES, Ligne
from plie_xl.master.safe_text import en_texte
from plie_xl.master.suivi import manque
from plie_xl.model.fiche import Cible, Fiche, load_fonctions, load_taxonomie
from plie_xl.model.frames import count_by, max_par
from plie_xl.model.lecture import records
from plie_xl.model.workbook import (
    A_COMPLETER,
    ATTEINTE,
    EN_BONNE_VOIE,
    EN_RETARD,
    NON_COMMENCEE,
    SEUIL_BONNE_VOIE,
)

NON_RECU = "Non reçu"
COMPTEES = ("tenu", "justifie", "a_venir", "reste", "taux", "attendu", "projection")


def lignes_atteinte(c: Consolidation) -> list[Ligne]:
    """One row per target and expected result of every fiche, territories not received included."""
    recues = {(x["fiche"], x["cible"]): x for x in records(c.atteinte)}
    lignes = []
    for fiche in c.fiches.values():
        for cible in (*fiche.cibles, *fiche.resultats):
            calcul = recues.get((fiche.id, cible.id)) or _non_recue(fiche, cible)
            lignes.append(
                {
                    **{k: None if v != v else v for k, v in calcul.items()},
                    "plie": fiche.plie,
                    "categorie": load_taxonomie()[cible.categorie].libelle,
                    "objectif": cible.objectif,
                    "lu": cible.lu,
                    "fonction": _fonction(fiche, cible),
                    "cle": f"{fiche.id}/{cible.id}",
                    "part_tenue": _part(calcul, "tenu"),
                    "part_justifiee": _part(calcul, "justifie"),
                    "indicateurs": tuple(f"{fiche.id}/{i}" for i in cible.indicateurs),
                }
            )
    return lignes


def _fonction(fiche: Fiche, cible: Cible) -> str:
    """The category whose work this target does, whatever its name."""
    categorie = load_fonctions().get(f"{fiche.id}/{cible.id}", cible.categorie)
    return load_taxonomie()[categorie].libelle


def _part(calcul: Mapping[str, Any], colonne: str) -> float | None:
    minimum, fait = calcul["minimum"], calcul[colonne]
    if fait is None or not minimum or minimum != minimum:
        return None
    return min(1.0, float(fait) / float(minimum))


def _non_recue(fiche: Fiche, cible: Cible) -> Ligne:
    """What is known of a target whose territory sent nothing: never a zero."""
    nature = CIBLE if cible in fiche.cibles else HORS_CIBLES
    return {
        "fiche": fiche.id,
        "cible": cible.id,
        "libelle": cible.libelle,
        "nature": nature,
        "minimum": float(cible.minimum) if cible.par == "an" else None,
        **dict.fromkeys(COMPTEES),
        "statut": NON_RECU,
    }


def lignes_synthese(c: Consolidation, atteinte: list[Ligne]) -> list[Ligne]:
    """One row per territory, received or not."""
    classeurs = {x["fiche"]: x for x in records(c.compte.saisie.classeurs)}
    tenues = c.compte.rangees.take(c.compte.rangees["retenue"])
    dernieres = max_par(tenues["fiche"], tenues["jour"])
    incompletes = count_by(tenues["fiche"], tenues["etat_pieces"].apply(manque, bool))
    par_fiche: dict[str, list[Ligne]] = {}
    for x in atteinte:
        if x["nature"] == CIBLE:
            par_fiche.setdefault(x["fiche"], []).append(x)
    lignes = []
    for fiche in c.fiches.values():
        cibles = par_fiche.get(fiche.id, [])
        reference = classeurs[fiche.id]["reference"] if fiche.id in classeurs else None
        parts = {nom: [x[nom] for x in cibles if x[nom] is not None] for nom in _PARTS}
        recu = reference is not None
        lignes.append(
            {
                "fiche": fiche.id,
                "plie": fiche.plie,
                "cibles": len(cibles),
                "atteintes": sum(x["statut"] == ATTEINTE for x in cibles) if recu else None,
                "tenu": sum(x["tenu"] for x in cibles) if recu else None,
                "justifie": sum(x["justifie"] for x in cibles) if recu else None,
                **{
                    t: sum(parts[p]) / len(parts[p]) if parts[p] else None
                    for p, t in _PARTS.items()
                },
                "statut": find_statut_territoire(fiche, cibles, reference),
                "montant_fse": fiche.montant_fse,
                "a_completer": incompletes.get(fiche.id, 0) if recu else None,
                "derniere": date.fromordinal(int(dernieres[fiche.id]))
                if fiche.id in dernieres
                else None,
                "reference": reference,
            }
        )
    return lignes


_PARTS = {"part_tenue": "taux_tenu", "part_justifiee": "taux_justifie"}


def find_statut_territoire(fiche: Fiche, cibles: list[Ligne], reference: date | None) -> str:
    """The words of a target's status, for a whole fiche: by its overall rate against the year."""
    if reference is None:
        return NON_RECU
    if all(x["statut"] == ATTEINTE for x in cibles):
        return ATTEINTE
    if all(x["statut"] in (ATTEINTE, A_COMPLETER) for x in cibles):
        return A_COMPLETER
    parts = [x["part_tenue"] for x in cibles if x["part_tenue"] is not None]
    if not any(parts):
        return NON_COMMENCEE
    attendu = SEUIL_BONNE_VOIE * part_ecoulee(fiche, reference)
    return EN_BONNE_VOIE if sum(parts) / len(parts) >= attendu else EN_RETARD


def lignes_par_instance(c: Consolidation, atteinte: list[Ligne]) -> list[Ligne]:
    """Targets by harmonised category, in the order of the taxonomy, each with its total."""
    lignes: list[Ligne] = []
    for categorie in load_taxonomie().values():
        cibles = [x for x in atteinte if x["categorie"] == categorie.libelle]
        lignes.extend({**x, "total_de": 0} for x in cibles)
        if cibles:
            minimums = [x["minimum"] or 0 for x in cibles]
            tenu, justifie = (sum(x[k] or 0 for x in cibles) for k in ("tenu", "justifie"))
            total = sum(minimums)
            lignes.append(
                {
                    "categorie": categorie.libelle,
                    "plie": "Total",
                    "minimum": total,
                    "libelle": f"{len(cibles)} instance{'s' * (len(cibles) > 1)}",
                    "tenu": tenu,
                    "justifie": justifie,
                    "taux": tenu / total if total else None,
                    "total_de": len(cibles),
                }
            )
    return lignes


def lignes_anomalies(c: Consolidation, tranche: slice = TOUTES) -> list[Ligne]:
    """Anomalies of every file, quoted text masked where it points at a person."""
    plies = dict(zip(c.sources["classeur"], c.sources["plie"], strict=True))
    return [
        {"plie": plies.get(a.cellule.classeur, "")}
        | {k: en_texte(v) for k, v in a.to_dict().items()}
        for a in c.anomalies[tranche]
    ]


def lignes_sources(c: Consolidation) -> list[Ligne]:
    """One row per file received, passed over, or missing."""
    lues = [
        {k: en_texte(v) if isinstance(v, str) else None if v != v else v for k, v in x.items()}
        for x in records(c.sources)
    ]
    passes = [
        {"classeur": en_texte(nom), "etat": "non lu", "detail": en_texte(raison)}
        for nom, raison in c.passes
    ]
    return [*({**x, "enregistre": _enregistre(x["enregistre"])} for x in lues), *passes]


def _enregistre(instant: str | None) -> str:
    """« 31/10/2024 14:05 » from what the file says of its last saving (UTC); as it is otherwise."""
    try:
        return f"{datetime.fromisoformat(instant or ''):%d/%m/%Y %H:%M}"
    except ValueError:
        return instant or ""
