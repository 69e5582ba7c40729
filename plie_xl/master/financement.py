"""« Financement » and « Postes »: territories against their limits, and every heading received."""

from collections.abc import Mapping

from plie_xl.checks.financement import build_montants, build_sommes, est_fse, list_saisies
from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.cells import NON_RECU, add_nombres, by_place, find_manquantes, find_valeur
from plie_xl.master.figures import somme_connue, sum_connues
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
from plie_xl.model.words import NON_SAISI, NON_SAISIES, find_listed
from plie_xl.model.workbook import DEPENSE, FSE, LIGNE_ENTETE, NATURES, PREMIERE_LIGNE, RESSOURCE
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen, plage

AU_DESSUS = "au-dessus"  # of a limit of the fiche
COLONNES = ("prevu", "realise")
MOUVEMENTS = ("depenses", "ressources", "fse")
GRIS = {"bg_color": theme.CALCUL, "font_color": theme.DOUX}
SINON = {"depenses": NON_SAISIES, "ressources": NON_SAISIES, "fse": NON_SAISI}
CONSTATS = {
    "Dans les limites de la fiche": theme.STATUTS["Atteinte"],
    "Rien n’est saisi": theme.STATUTS["En retard"],
    NON_RECU: theme.STATUTS[NON_RECU],
}


def lignes_financement(c: Consolidation) -> list[Ligne]:
    """One row per territory: costs, resources and FSE+, planned and realised, and its limits.

    A sum of what nobody typed is no zero: its words say so.
    """
    montants = build_montants(c.compte)
    saisies = list_saisies(montants)
    sommes = {(x["fiche"], x["colonne"]): x for x in build_sommes(montants, c.fiches).lignes()}
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
            for nom in MOUVEMENTS:
                sinon = None if fiche.id in absentes else SINON[nom]
                saisi = (fiche.id, f"{nom}_{colonne}") in saisies
                ligne[f"{nom}_{colonne}"] = sommes[fiche.id, colonne][nom] if saisi else sinon
            ligne[f"part_{colonne}"] = _part(ligne, colonne)
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


def _part(ligne: Ligne, colonne: str) -> float | None:
    fse, depenses = (ligne[f"{nom}_{colonne}"] for nom in ("fse", "depenses"))
    connus = isinstance(fse, float) and isinstance(depenses, float)
    return fse / depenses if connus and depenses else None


def _constat(ligne: Ligne) -> str:
    """What the figures say of the limits, in words."""
    cotes = [f"{nom}_{m}" for nom in ("depenses", "ressources") for m in COLONNES]
    saisis = {cote for cote in cotes if isinstance(ligne[cote], float)}
    if not saisis:
        return "Rien n’est saisi"
    taux, fautes = ligne["taux_max"], []
    for colonne, mot in zip(COLONNES, ("prévu", "réalisé"), strict=True):
        fse, depenses = (add_nombres([ligne[f"{x}_{colonne}"]]) for x in ("fse", "depenses"))
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
        if f"{saisi}_{m}" in saisis and f"{vide}_{m}" not in saisis
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
    dits = {
        "quand": say_non_recus(feuille, "constat", lignes),
        "constat": _hors_limites(lignes),
    }
    add_ensemble(pen, f, feuille, lignes, ["montant_fse"], {**_add_totaux(lignes), **dits})
    postes = lignes_postes(c)
    add_page(pen, contract.POSTES, postes, resume)


def _add_totaux(lignes: list[Ligne]) -> dict[str, tuple[str, object]]:
    """What the territories that typed them have in all, and the share of the FSE+ in it."""
    feuille = contract.FINANCEMENT
    ici, derniere = lettres_de(feuille), LIGNE_ENTETE + len(lignes)
    totaux: dict[str, tuple[str, object]] = {}
    for m in COLONNES:
        sommes = {nom: sum_connues(lignes, f"{nom}_{m}", SINON[nom]) for nom in MOUVEMENTS}
        for nom, somme in sommes.items():
            colonne = plage(feuille.rang(f"{nom}_{m}"), PREMIERE_LIGNE, derniere)
            totaux[f"{nom}_{m}"] = somme_connue(colonne, SINON[nom]), somme
        part = _part({f"{nom}_{m}": x for nom, x in sommes.items()}, m)
        formule = _formule_part(ici[f"depenses_{m}"], ici[f"fse_{m}"], "{n}")
        totaux[f"part_{m}"] = formule, "" if part is None else part
    return totaux


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
            sommees, lesquelles = dans(postes, m), f"{plie},{criteres[nom]}"
            combien = f'COUNTIFS({sommees},">=0",{lesquelles})'
            somme = f"SUMIFS({sommees},{lesquelles})"
            vivantes[f"{nom}_{m}"] = f'=IF({combien}=0,"{SINON[nom]}",{somme})'
        vivantes[f"part_{m}"] = _formule_part(ici[f"depenses_{m}"], ici[f"fse_{m}"], str(n))
    return vivantes


def _formule_part(depenses: str, fse: str, n: str) -> str:
    """Nothing while one of the two is not a number, or the costs are zero."""
    connus = f"COUNT({depenses}{n},{fse}{n})=2"
    return f'=IF({connus},IF({depenses}{n}=0,"",{fse}{n}/{depenses}{n}),"")'
