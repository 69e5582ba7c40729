"""« Financement » and « Postes »: territories against their limits, and every heading received."""

from collections.abc import Mapping
from typing import Any

from plie_xl.checks.financement import build_montants, build_sommes, est_fse
from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.cells import NON_RECU, by_place, find_manquantes, find_valeur
from plie_xl.master.page import (
    ROUGE,
    add_ensemble,
    add_page,
    add_statuts,
    dans,
    lettres_de,
    say_non_recus,
)
from plie_xl.master.safe_text import en_texte
from plie_xl.model.lecture import records
from plie_xl.model.text import est_vide, read_jour
from plie_xl.model.words import find_listed
from plie_xl.model.workbook import DEPENSE, FSE, LIGNE_ENTETE, NATURES, PREMIERE_LIGNE, RESSOURCE
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen, plage

AU_DESSUS = "au-dessus"  # of a limit of the fiche
COLONNES = ("prevu", "realise")
MOUVEMENTS = ("depenses", "ressources", "fse")
GRIS = {"bg_color": theme.CALCUL, "font_color": theme.DOUX}
NON_SAISIES = "non saisies"  # the other side of amounts that are typed: nothing can be said
CONSTATS = {
    "Dans les limites de la fiche": theme.STATUTS["Atteinte"],
    "Rien n’est saisi": theme.STATUTS["En retard"],
    NON_RECU: theme.STATUTS[NON_RECU],
}


def lignes_financement(c: Consolidation) -> list[Ligne]:
    """One row per territory: costs, resources and FSE+, planned and realised, and its limits."""
    financement = build_sommes(build_montants(c.compte), c.fiches)
    sommes = {(x["fiche"], x["colonne"]): x for x in financement.lignes()}
    quand = _find_dates(c)
    absentes = {f.id for f in find_manquantes(c)}
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
        ligne["quand"] = quand.get(fiche.id, "")
        lignes.append(ligne)
    return lignes


def _find_dates(c: Consolidation) -> Mapping[str, str]:
    """« à la date du classeur, 31/10/2024 » by fiche: amounts have no date of their own."""
    jours = {x.fiche: read_jour(x.enregistre[:10]) for x in c.compte.saisie.lectures}
    return {
        fiche: f"à la date du classeur, {jour:%d/%m/%Y}" if jour else "à la date du classeur"
        for fiche, jour in jours.items()
    }


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
    manques = [
        f"{cote} {mots} {NON_SAISIES}"
        for m, mots in zip(COLONNES, ("prévues", "réalisées"), strict=True)
        for cote, vide, saisi in (
            ("ressources", "ressources", "depenses"),
            ("dépenses", "depenses", "ressources"),
        )
        if ligne[f"{saisi}_{m}"] and not ligne[f"{vide}_{m}"]
    ]
    return " ; ".join([*fautes, *manques]) or "Dans les limites de la fiche"


def lignes_postes(c: Consolidation) -> list[Ligne]:
    """One row per heading of « Financement » that holds something."""
    montants = build_montants(c.compte)
    nombres = by_place(montants.take((montants["nombre"] >= 0) & montants["nature_connue"]))
    lignes = []
    for x in records(c.compte.saisie.table("financement")):
        nature = find_listed(NATURES, x.get("nature"))
        valeurs = {m: find_valeur(nombres, x, m) for m in COLONNES}
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


def add_financement(pen: Pen, c: Consolidation, resume: str) -> None:
    """Territories against their limits, then every heading received."""
    feuille, lignes = contract.FINANCEMENT, lignes_financement(c)
    f = add_page(pen, feuille, lignes, resume, _formules)
    add_statuts(pen, f, feuille, len(lignes), "constat", CONSTATS)
    etendue = plage(feuille.rang("constat"), PREMIERE_LIGNE, LIGNE_ENTETE + len(lignes))
    for mots, allure in ((AU_DESSUS, ROUGE), (NON_SAISIES, GRIS)):
        regle = {"type": "text", "criteria": "containing", "value": mots}
        f.conditional_format(etendue, {**regle, "format": pen.format(**allure)})
    sommes = [x.id for x in feuille.colonnes if x.format == "euros"]
    ici, parts = lettres_de(feuille), {}
    for m in COLONNES:
        depenses, fse = (sum(x[f"{nom}_{m}"] or 0 for x in lignes) for nom in ("depenses", "fse"))
        formule = _formule_part(ici[f"depenses_{m}"], ici[f"fse_{m}"], "{n}")
        parts[f"part_{m}"] = (formule, fse / depenses if depenses else "")
    dits = {
        "quand": say_non_recus(feuille, "constat", lignes),
        "constat": _hors_limites(lignes),
    }
    add_ensemble(pen, f, feuille, lignes, sommes, {**parts, **dits})
    postes = lignes_postes(c)
    add_page(pen, contract.POSTES, postes, resume)


def _hors_limites(lignes: list[Ligne]) -> tuple[str, str]:
    """How many territories are beyond their limits: the formula and its words."""
    combien = f'COUNTIF({dans(contract.FINANCEMENT, "constat")},"*{AU_DESSUS}*")'
    mots = (
        "Aucun territoire hors limites",
        "1 territoire hors limites",
        "territoires hors limites",
    )
    formule = f'=IF({combien}=0,"{mots[0]}",IF({combien}=1,"{mots[1]}",{combien}&" {mots[2]}"))'
    nombre = sum(AU_DESSUS in x["constat"] for x in lignes)
    return formule, mots[nombre] if nombre < 2 else f"{nombre} {mots[2]}"


def _formules(n: int, ligne: Ligne) -> dict[str, str]:
    """Sums over « Postes » by territory."""
    if ligne["constat"] == NON_RECU:
        return {}
    ici, postes = lettres_de(contract.FINANCEMENT), contract.POSTES
    plie = f"{dans(postes, 'plie')},{ici['plie']}{n}"
    criteres = {
        "depenses": f'{dans(postes, "nature")},"{DEPENSE}"',
        "ressources": f'{dans(postes, "nature")},"{RESSOURCE}"',
        "fse": f'{dans(postes, "source")},"{FSE}"',
    }
    vivantes = {}
    for m in COLONNES:
        for nom in MOUVEMENTS:
            vivantes[f"{nom}_{m}"] = f"=SUMIFS({dans(postes, m)},{plie},{criteres[nom]})"
        vivantes[f"part_{m}"] = _formule_part(ici[f"depenses_{m}"], ici[f"fse_{m}"], str(n))
    return vivantes


def _formule_part(depenses: str, fse: str, n: str) -> str:
    return f'=IF({depenses}{n}=0,"",{fse}{n}/{depenses}{n})'
