"""Attainment counted by hand, row by row, beside what `plie-xl atteinte` answers.

The expected values know nothing of the package: openpyxl rows, the rules of the fiches opération
written again below in plain words, and loops. Only the workbooks come from it.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commande import run_plie_xl

WORKBOOKS = Path(__file__).parents[1] / "workbooks" / "2024"
DEBUT, FIN = date(2024, 1, 1), date(2024, 12, 31)
AU = date(2024, 10, 31)
STATUTS = ("Prévue", "Réalisée", "Reportée", "Annulée")

EMARGEMENT, CR = "Feuille d’émargement", "Compte rendu"
RELEVE, MAIL = "Relevé de décisions", "Mail de consultation"
NOTES, NOTIFICATION = "Prise de notes", "Notification de décision"
AUTRE, CONVENTION = "Autre support", "Convention"

Ligne = dict[str, Any]
Preuve = Callable[[Ligne], bool]


def has(ligne: Ligne, piece: str) -> bool:
    return bool(str(ligne.get(piece) or "").strip())


def any_of(*pieces: str) -> Preuve:
    return lambda ligne: any(has(ligne, piece) for piece in pieces)


def ecrit_bordeaux(ligne: Ligne) -> bool:
    """Minutes or decisions, with the e-mail when consulted in writing, else the sign-in sheet."""
    trace = has(ligne, CR) or has(ligne, RELEVE)
    ecrite = ligne["Modalité"] == "Consultation écrite"
    return trace and has(ligne, MAIL if ecrite else EMARGEMENT)


def copil_haut_perigord(ligne: Ligne) -> bool:
    if ligne["Modalité"] == "Présentiel":
        return has(ligne, EMARGEMENT) and has(ligne, CR)
    return has(ligne, MAIL) or has(ligne, NOTIFICATION) or has(ligne, CR)


def copil_sources(ligne: Ligne) -> bool:
    if ligne["Modalité"] == "Présentiel":
        return has(ligne, EMARGEMENT) and has(ligne, CR)
    return has(ligne, MAIL)


def copil_grand_perigueux(ligne: Ligne) -> bool:
    return has(ligne, CR if ligne["Modalité"] == "Présentiel" else MAIL)


def releve_et_emargement(ligne: Ligne) -> bool:
    return has(ligne, RELEVE) and has(ligne, EMARGEMENT)


def cr_et_emargement(ligne: Ligne) -> bool:
    return has(ligne, CR) and has(ligne, EMARGEMENT)


# fiche: [(target, number, modalities it admits, what proves it)], in the order of the paper.
TOUTES = ("", "Présentiel", "À distance", "Consultation écrite")
ECRIT = ("Présentiel", "Consultation écrite")
DISTANCE = ("Présentiel", "À distance", "Consultation écrite")
SIMPLE, SUPPORT = any_of(EMARGEMENT, CR, NOTES), any_of(EMARGEMENT, CR, AUTRE)
FICHES: dict[str, list[tuple[str, int, tuple[str, ...], Preuve]]] = {
    "sources": [
        ("Comités de pilotage du PLIE", 1, ECRIT, copil_sources),
        ("Actions d’initiatives locales (développement ou participation)", 2, TOUTES, SIMPLE),
        ("Réunions référents et équipe d’animation", 20, TOUTES, SIMPLE),
        (
            "Comités de validation, d’intégration et de suivi des parcours",
            10,
            TOUTES,
            SIMPLE,
        ),
    ],
    "grand-perigueux": [
        ("Comités de pilotage", 2, DISTANCE, copil_grand_perigueux),
        (
            "Réunions de coordination de parcours avec les accompagnateurs emploi",
            8,
            TOUTES,
            SUPPORT,
        ),
        ("Suivis individuels par technicien du PLIE", 2, TOUTES, SUPPORT),
        ("Commissions d’accès et de suivi", 10, TOUTES, SUPPORT),
    ],
    "haut-perigord": [
        ("Comités de pilotage", 2, DISTANCE, copil_haut_perigord),
        ("Réunions partenariales (bilatérales ou territoriales)", 6, TOUTES, SIMPLE),
        ("Réunions de coordination de référents de parcours", 4, TOUTES, SIMPLE),
        ("Réunions partenariales liées au public cible", 4, TOUTES, SIMPLE),
    ],
    "bordeaux": [
        ("Comités de pilotage", 2, TOUTES, ecrit_bordeaux),
        (
            "Opérations sélectionnées contribuant à la mise en œuvre du PLIE",
            5,
            TOUTES,
            any_of(CR, RELEVE),
        ),
        ("Commission d’Ingénierie Territoriale (CIT)", 2, TOUTES, ecrit_bordeaux),
        (
            "Commission d’Intégration et de Veille de Parcours (CIVP)",
            8,
            TOUTES,
            ecrit_bordeaux,
        ),
        (
            "Réunions d’équipe de référents de parcours",
            8,
            TOUTES,
            lambda ligne: any_of(CR, RELEVE)(ligne) and has(ligne, EMARGEMENT),
        ),
    ],
    "libournais": [
        ("Comités opérationnels (COP)", 11, TOUTES, releve_et_emargement),
        (
            "Commissions d’intégration et de suivi de parcours (CIS)",
            11,
            TOUTES,
            releve_et_emargement,
        ),
        ("Comité de pilotage", 1, TOUTES, cr_et_emargement),
        ("Conventions de partenariat", 2, TOUTES, any_of(CONVENTION)),
    ],
}
# What counts something else than meetings: a row may be worth several.
PAR_UNITE = (
    "Actions d’initiatives locales (développement ou participation)",
    "Opérations sélectionnées contribuant à la mise en œuvre du PLIE",
    "Suivis individuels par technicien du PLIE",
    "Conventions de partenariat",
)
TECHNICIENS = {"grand-perigueux": "Suivis individuels par technicien du PLIE"}


@pytest.fixture(scope="module")
def classeurs(tmp_path_factory) -> Path:
    """The fictitious workbooks, and rougher copies of them."""
    dossier = tmp_path_factory.mktemp("demo")
    for fiche in FICHES:
        shutil.copy(WORKBOOKS / name(fiche), dossier)
        roughen(dossier / name(fiche), dossier / name(fiche, " bousculé"))
    return dossier


@pytest.fixture(scope="module", params=["", " bousculé"], ids=["lisse", "bousculé"])
def reponse(request, classeurs) -> tuple[str, list[dict[str, Any]]]:
    """What a real `plie-xl atteinte` says of all of them at once."""
    chemins = [classeurs / name(fiche, request.param) for fiche in FICHES]
    rendu = run_plie_xl("atteinte", *chemins, "--json")
    assert rendu.returncode == 0, rendu.stderr
    return request.param, [json.loads(ligne) for ligne in rendu.stdout.splitlines()]


def name(fiche: str, suite: str = "") -> str:
    return f"plie_{fiche}_2024{suite}.xlsx"


def roughen(source: Path, copie: Path) -> None:
    """What a year does to a workbook: quantities, slips, cancellations, pieces lost."""
    classeur = openpyxl.load_workbook(source)
    feuille = classeur["Suivi"]
    rangs = {cellule.value: cellule.column for cellule in feuille[5]}
    gestes = {
        3: {"Quantité": 3},
        5: dict.fromkeys(entetes_pieces(rangs)),
        7: {"Modalité": None},
        11: {"Date": datetime(2023, 6, 15)},
        13: {"Statut": "Annulée"},
        17: {"Date": datetime(2024, 12, 3)},
    }
    for n in range(6, 46):
        for pas, valeurs in gestes.items():
            if n % pas == 0 and feuille.cell(n, rangs["Date"]).value:
                for entete, valeur in valeurs.items():
                    feuille.cell(n, rangs[entete]).value = valeur
    classeur.save(copie)


def entetes_pieces(rangs: dict[str, int]) -> list[str]:
    entre = range(rangs["Présents"] + 1, rangs["Commentaire"])
    return [entete for entete, rang in rangs.items() if rang in entre]


def count_by_hand(chemin: Path, fiche: str) -> Iterator[dict[str, Any]]:
    classeur = openpyxl.load_workbook(chemin, data_only=True)
    lignes = list(read_rows(classeur["Suivi"]))
    for libelle, nombre, modalites, preuve in FICHES[fiche]:
        minimum = nombre
        if TECHNICIENS.get(fiche) == libelle:
            minimum = nombre * read_techniciens(classeur["Fiche"])
        tenu = justifie = prevu = 0
        for ligne in lignes:
            if ligne["Instance ou action"] != libelle:
                continue
            jour = ligne["Date"].date() if isinstance(ligne["Date"], datetime) else None
            quantite = ligne["Quantité"] or 1  # an empty cell counts for one
            if jour is None or not DEBUT <= jour <= FIN:
                continue
            if quantite > 1 and libelle not in PAR_UNITE:
                continue  # one row per meeting
            if ligne["Statut"] == "Prévue" and jour >= AU:
                prevu += quantite
            if ligne["Statut"] != "Réalisée" or jour > AU:
                continue
            if (ligne["Modalité"] or "") not in modalites:
                continue
            tenu += quantite
            if preuve(ligne):
                justifie += quantite
        attendu = minimum * ((AU - DEBUT).days + 1) / ((FIN - DEBUT).days + 1)
        yield {
            "libelle": libelle,
            "minimum": minimum,
            "tenu": tenu,
            "justifie": justifie,
            "reste": max(0, minimum - justifie),
            "taux": pytest.approx(tenu / minimum),
            "attendu": pytest.approx(attendu),
            "projection": tenu + prevu,
            "statut": statut(minimum, tenu, justifie, attendu),
        }


def read_rows(feuille: Any) -> Iterator[Ligne]:
    entetes = [cellule.value for cellule in feuille[5]]
    for valeurs in feuille.iter_rows(min_row=6, values_only=True):
        yield dict(zip(entetes, valeurs, strict=True))


def read_techniciens(feuille: Any) -> int:
    for rubrique, valeur, *_ in feuille.iter_rows(min_row=6, values_only=True):
        if rubrique == "Nombre de techniciens du PLIE":
            return valeur
    raise ValueError("no number of technicians")


def statut(minimum: float, tenu: float, justifie: float, attendu: float) -> str:
    if justifie >= minimum:
        return "Atteinte"
    if tenu >= minimum:
        return "Tenue, pièces à compléter"
    if tenu == 0:
        return "Non commencée"
    return "En bonne voie" if tenu >= 0.85 * attendu else "En retard"


@pytest.mark.parametrize("fiche", FICHES)
def test_l_atteinte_est_celle_qu_on_compte_a_la_main(fiche, reponse, classeurs):
    suite, objets = reponse
    attendues = list(count_by_hand(classeurs / name(fiche, suite), fiche))
    rendues = [objet for objet in objets if objet["fiche"] == fiche]
    assert [
        {nom: r[nom] for nom in a} for r, a in zip(rendues, attendues, strict=True)
    ] == attendues


@pytest.mark.parametrize("fiche", FICHES)
def test_le_compte_a_la_main_a_de_quoi_compter(fiche, classeurs):
    """A count that finds nothing would agree with anything."""
    lignes = list(count_by_hand(classeurs / name(fiche), fiche))
    assert sum(ligne["tenu"] for ligne in lignes) >= 8
    assert all(ligne["projection"] > 0 for ligne in lignes)


@pytest.mark.parametrize("fiche", FICHES)
def test_ce_qui_bouscule_un_classeur_change_son_compte(fiche, classeurs):
    lisse, bouscule = (
        list(count_by_hand(classeurs / name(fiche, s), fiche)) for s in ("", " bousculé")
    )
    assert any(ligne["justifie"] < ligne["tenu"] for ligne in bouscule)
    assert [x["tenu"] for x in bouscule] != [x["tenu"] for x in lisse]
