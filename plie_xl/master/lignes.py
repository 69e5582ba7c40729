"""The rows of each sheet of the master, from a consolidation: values, never formulas."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

import numpy as np

from plie_xl.attainment import CIBLE, HORS_CIBLES, part_ecoulee
from plie_xl.classeur import (
    A_COMPLETER,
    A_VENIR,
    ATTEINTE,
    EN_BONNE_VOIE,
    EN_RETARD,
    LIBELLES_MODALITES,
    MANQUE,
    NON_COMMENCEE,
    SEUIL_BONNE_VOIE,
)
from plie_xl.consolidation import Consolidation
from plie_xl.fiche import Cible, Fiche, load_fonctions, load_pieces, load_taxonomie
from plie_xl.lecture import records
from plie_xl.master.inoffensif import couper, en_texte
from plie_xl.master.longue import TOUTES
from plie_xl.rangees import Rangees, Vecteur, coder, compter_par, croiser, max_par, ranger
from plie_xl.saisie import est_fournie
from plie_xl.texte import insecable, read_jour, read_nombre

Ligne = dict[str, Any]
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
    tenues = c.compte.rangees.prendre(c.compte.rangees["retenue"])
    dernieres = max_par(tenues["fiche"], tenues["jour"])
    incompletes = compter_par(tenues["fiche"], tenues["etat_pieces"].lire(_manque, bool))
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


def lignes_suivi(c: Consolidation) -> list[Ligne]:
    """Every row of every counted workbook, one by one; for many, see `rows_suivi`."""
    return list(rows_suivi(c).lignes())


def rows_suivi(c: Consolidation, tranche: slice = TOUTES) -> Rangees:
    """The rows of every counted workbook, or those of a range, by the columns of « Suivi »."""
    instances = {
        (f.id, cible.id): (cible.libelle, load_taxonomie()[cible.categorie].libelle)
        for f in c.fiches.values()
        for cible in f.instances
    }
    modalites = {m: libelle for libelle, m in LIBELLES_MODALITES.items()}
    x = c.compte.rangees.prendre(tranche)
    connue = (x["fiche"], x["cible"])
    retenue, unites = x["retenue"], x["unites"]
    return Rangees(
        {
            "plie": x["fiche"].traduire(lambda fiche: c.fiches[fiche].plie),
            "classeur": x["classeur"],
            "ligne": x["ligne"],
            "numero": x["numero"].traduire(en_texte),
            "date": x["date"].traduire(lambda v: read_jour(v) or en_texte(v)),
            "libelle": croiser(
                lambda f, i, v: instances[f, i][0] if i else en_texte(v), *connue, x["instance"]
            ),
            "categorie": croiser(lambda f, i: instances[f, i][1] if i else "", *connue),
            "objet": x["objet"].traduire(en_texte),
            "statut": croiser(lambda etat, v: etat or en_texte(v), x["etat"], x["statut"]),
            "modalite": croiser(
                lambda forme, v: modalites[forme] if forme else en_texte(v),
                x["forme"],
                x["modalite"],
            ),
            "lieu": x["lieu"].traduire(en_texte),
            "quantite": x["quantite"].traduire(en_texte),
            "presents": x["presents"].traduire(read_nombre),
            "pieces": coder(_pieces(x)),
            "etat_pieces": x["etat_pieces"],
            "compte": x["compte"],
            "tenu": np.where(retenue, unites, 0.0),
            "justifie": np.where(x["justifiee"], unites, 0.0),
            "a_venir": np.where(x["compte"].est(A_VENIR), unites, 0.0),
            "commentaire": x["commentaire"].traduire(en_texte),
            "cle": croiser(lambda f, i: f"{f}/{i}" if i else "", *connue),
            "jour_tenu": ranger(np.where(retenue, x["jour"], np.nan)).traduire(_jour),
        }
    )


def _pieces(suivi: Rangees) -> Iterator[str]:
    """« compte rendu : CR-2024-03 ; feuille d’émargement : … », row by row."""
    colonnes = []
    for identifiant, piece in load_pieces().items():
        dite = suivi[identifiant].traduire(partial(_dire_piece, piece.libelle))
        if any(dite.distinctes):
            colonnes.append(dite.tolist())
    rangees = zip(*colonnes, strict=True) if colonnes else ((),) * len(suivi)
    return (couper(" ; ".join(filter(None, mots))) for mots in rangees)


def _dire_piece(libelle: str, valeur: object) -> str:
    return f"{libelle} : {en_texte(valeur)}" if est_fournie(valeur) else ""


def _jour(ordinal: float | None) -> date | str:
    return date.fromordinal(int(ordinal)) if ordinal is not None and ordinal == ordinal else ""


def find_incompletes(c: Consolidation) -> Vecteur:
    """Places of the rows that are held, and whose evidence is incomplete."""
    x = c.compte.rangees
    return np.flatnonzero(x["retenue"] & x["etat_pieces"].lire(_manque, bool))


def _manque(etat: str) -> bool:
    return etat.startswith(MANQUE)


def lignes_pieces(c: Consolidation, tranche: slice = TOUTES) -> list[Ligne]:
    """One row per meeting held whose evidence is incomplete, with the sentence to send."""
    lignes = []
    for x in c.compte.rangees.prendre(find_incompletes(c)[tranche]).lignes():
        fiche = c.fiches[x["fiche"]]
        libelle = next(i.libelle for i in fiche.instances if i.id == x["cible"])
        manque = x["etat_pieces"].removeprefix(MANQUE)
        jour = _jour(x["jour"])
        lignes.append(
            {
                "plie": fiche.plie,
                "date": jour,
                "libelle": libelle,
                "modalite": x["forme"] or "",
                "manque": manque,
                "classeur": x["classeur"],
                "ligne": x["ligne"],
                "phrase": insecable(
                    f"Pour « {libelle} » du {jour:%d/%m/%Y} (ligne {x['ligne']}), il manque :"
                    f" {manque}. Merci d’indiquer la référence de la pièce dans « Suivi »."
                ),
            }
        )
    return lignes


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
