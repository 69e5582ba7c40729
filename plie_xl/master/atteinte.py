"""« Atteinte », « Par instance », « Par fonction »: targets, counted live over « Suivi »."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from plie_xl.attainment import CIBLE, HORS_CIBLES
from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.cells import NON_RECU
from plie_xl.master.figures import find_au_dossier, find_controle, somme_connue
from plie_xl.master.page import Formules, add_page, add_statuts, dans, lettres_de, sommes_cible
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import records
from plie_xl.model.target import Cible
from plie_xl.model.vocabulary import load_fonctions, load_taxonomie
from plie_xl.model.words import NON_CONTROLE
from plie_xl.sheets.pen import Pen

COMPTEES = ("tenu", "justifie", "a_venir", "reste", "taux", "attendu", "projection")


def add_atteinte(pen: Pen, c: Consolidation, atteinte: list[Ligne], resume: str) -> None:
    """Draw the three sheets."""
    f = add_page(pen, contract.ATTEINTE, atteinte, resume, _formules_atteinte(c))
    add_statuts(pen, f, contract.ATTEINTE, len(atteinte))
    instances = lignes_par_instance(c, atteinte)
    add_page(pen, contract.PAR_INSTANCE, instances, resume, _formules_instance)
    fonctions = lignes_par_fonction(atteinte)
    add_page(pen, contract.PAR_FONCTION, fonctions, resume, _formules_fonction)


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
                    "amendee": bool(cible.versions),  # its expected figure is no formula
                    "au_dossier": find_au_dossier(c, fiche, cible, calcul["justifie"]),
                    **find_controle(c, f"{fiche.id}/{cible.id}"),
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
    derniere = cible.en_vigueur(len(fiche.avenants))
    nature = CIBLE if derniere and cible in fiche.cibles else HORS_CIBLES
    return {
        "fiche": fiche.id,
        "cible": cible.id,
        "libelle": cible.libelle,
        "nature": nature,
        "minimum": float(derniere.minimum) if derniere and cible.par == "an" else None,
        **dict.fromkeys(COMPTEES),
        "statut": NON_RECU,
    }


def _formules_atteinte(c: Consolidation) -> Formules:
    """A row of « Atteinte »: sums by key, and what follows from them."""
    ici = lettres_de(contract.ATTEINTE)
    retenus, controles = (dans(contract.CONTROLE, x) for x in ("retenu", "cle"))
    plies, dates = dans(contract.SYNTHESE, "plie"), dans(contract.SYNTHESE, "reference")

    def formules(n: int, ligne: Ligne) -> dict[str, str]:
        if ligne["statut"] == NON_RECU:
            return {}
        sommes = ["tenu", "justifie", "a_venir"]
        sommes += ["au_dossier"] if ligne["au_dossier"] != NON_CONTROLE else []
        m, t, j, v = (f"{ici[x]}{n}" for x in ("minimum", "tenu", "justifie", "a_venir"))
        fiche = c.fiches[ligne["fiche"]]
        premier, dernier = map(_date, (fiche.premier_jour, fiche.dernier_jour))
        duree = (fiche.fin - fiche.debut).days + 1
        jours = f"MIN(SUMIFS({dates},{plies},{ici['plie']}{n}),{dernier})-{premier}+1"
        attendu = f'=IF({m}="","",{m}*MAX(0,{jours})/{duree})'
        retenu = {}
        if ligne["retenu_csf"] != NON_CONTROLE:
            retenu["retenu_csf"] = f"=SUMIFS({retenus},{controles},{ici['cle']}{n})"
        return {
            **sommes_cible(ligne, sommes, f"{ici['cle']}{n}"),
            **retenu,
            "reste": f'=IF({m}="","",MAX(0,{m}-{j}))',
            "taux": f'=IF({m}="","",{t}/{m})',
            "projection": f"={t}+{v}",
            "part_tenue": f'=IF({m}="","",MIN(1,{t}/{m}))',
            "part_justifiee": f'=IF({m}="","",MIN(1,{j}/{m}))',
            **({} if ligne["amendee"] else {"attendu": attendu}),
        }

    return formules


def _date(jour: date) -> str:
    return f"DATE({jour.year},{jour.month},{jour.day})"


def lignes_par_instance(c: Consolidation, atteinte: list[Ligne]) -> list[Ligne]:
    """Targets by harmonised category, in the order of the taxonomy, each with its total."""
    lignes: list[Ligne] = []
    for categorie in load_taxonomie().values():
        cibles = [x for x in atteinte if x["categorie"] == categorie.libelle]
        lignes.extend({**x, "total_de": 0} for x in cibles)
        if cibles:
            minimums = [x["minimum"] or 0 for x in cibles]
            tenu, justifie = (_sum_recues(cibles, k) for k in ("tenu", "justifie"))
            total = sum(minimums)
            lignes.append(
                {
                    "categorie": categorie.libelle,
                    "plie": "Total",
                    "minimum": total,
                    "libelle": f"{len(cibles)} instance{'s' * (len(cibles) > 1)}",
                    "tenu": tenu,
                    "justifie": justifie,
                    "taux": tenu / total if total and tenu is not None else None,
                    "total_de": len(cibles),
                }
            )
    return lignes


def _sum_recues(cibles: list[Ligne], colonne: str) -> float | None:
    """None, and no zero, when no territory that has such a target was received."""
    recues = [x[colonne] for x in cibles if x[colonne] is not None]
    return sum(recues) if recues else None


def _formule_taux(ici: Mapping[str, str], n: int) -> str:
    m, t = (f"{ici[c]}{n}" for c in ("minimum", "tenu"))
    return f'=IF(N({m})=0,"",IF(COUNT({t})=0,"",{t}/{m}))'


def _formules_instance(n: int, ligne: Ligne) -> dict[str, str]:
    """A row of « Par instance »: a sum over « Suivi », or the total of the rows above it."""
    if ligne.get("statut") == NON_RECU:
        return {}
    ici = lettres_de(contract.PAR_INSTANCE)
    taux = {"taux": _formule_taux(ici, n)}
    if ligne["total_de"]:
        debut = n - ligne["total_de"]
        etendues = {c: f"{ici[c]}{debut}:{ici[c]}{n - 1}" for c in ("minimum", "tenu", "justifie")}
        sommes = {c: somme_connue(x, "") for c, x in etendues.items() if c != "minimum"}
        return taux | sommes | {"minimum": f"=SUM({etendues['minimum']})"}
    return taux | sommes_cible(ligne, ("tenu", "justifie"), f"{ici['cle']}{n}")


def lignes_par_fonction(atteinte: list[Ligne]) -> list[Ligne]:
    """Targets by what they do: one row per category whose work someone does."""
    lignes = []
    for categorie in load_taxonomie().values():
        cibles = [x for x in atteinte if x["fonction"] == categorie.libelle]
        if cibles:
            minimum = sum(x["minimum"] or 0 for x in cibles)
            tenu, justifie = (_sum_recues(cibles, k) for k in ("tenu", "justifie"))
            ailleurs = [x for x in cibles if x["categorie"] != x["fonction"]]
            lignes.append(
                {
                    "fonction": categorie.libelle,
                    "instances": len(cibles),
                    "minimum": minimum,
                    "tenu": tenu,
                    "justifie": justifie,
                    "taux": tenu / minimum if minimum and tenu is not None else None,
                    "ailleurs": " ; ".join(f"{x['libelle']} ({x['plie']})" for x in ailleurs),
                }
            )
    return lignes


def _formules_fonction(n: int, ligne: Ligne) -> dict[str, str]:
    """A row of « Par fonction »: sums over « Par instance »."""
    ici = lettres_de(contract.PAR_FONCTION)
    fonctions, ici_fonction = dans(contract.PAR_INSTANCE, "fonction"), f"{ici['fonction']}{n}"
    sommes = {
        c: f"SUMIFS({dans(contract.PAR_INSTANCE, c)},{fonctions},{ici_fonction})"
        for c in ("minimum", "tenu", "justifie")
    }
    vivantes = {}
    for c in ("tenu", "justifie"):
        combien = f'COUNTIFS({dans(contract.PAR_INSTANCE, c)},">=0",{fonctions},{ici_fonction})'
        vivantes[c] = f'=IF({combien}=0,"",{sommes[c]})'
    return {
        **vivantes,
        "minimum": f"={sommes['minimum']}",
        "instances": f"=COUNTIFS({fonctions},{ici_fonction})",
        "taux": _formule_taux(ici, n),
    }
