"""The workbook of the AGAPE manager: a folder to name, a button, and what the run found.

Its tables bear the columns of the master and hold values; the master, written beside, holds the
formulas, every row and the provenance of each figure.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from plie_xl.master import contract
from plie_xl.model.buttons import list_boutons
from plie_xl.model.workbook import LIGNE_ENTETE, PREMIERE_LIGNE, Feuille, Parametre
from plie_xl.sheets import theme
from plie_xl.sheets.pen import CORPS, Pen, plage

ACCUEIL = "Consolider"
DOSSIER, ARRETE, BILAN, MAITRE = "dossier", "arrete_au", "bilan_agape", "maitre"
DOCUMENT, FICHES = "document_fiche", "bilan_fiche"  # of the button « Lire une fiche »
REGISTRES = "dossier_registres"
GRAINE, CONTROLE, ANNEE_ARRETEE = "graine", "classeur_controle", "annee_arretee"
CREE_LE = date(2024, 1, 1)  # written in the file, and nowhere shown
_CONSIGNE = "Écrit par le bouton « Consolider »."

SYNTHESE = replace(
    contract.SYNTHESE,
    consigne=f"{_CONSIGNE} Le classeur maître dit d’où vient chaque chiffre.",
)
PIECES = replace(
    contract.PIECES_MANQUANTES, consigne=f"{_CONSIGNE} Une ligne par preuve à demander."
)
ANOMALIES, SOURCES = contract.ANOMALIES, contract.SOURCES
TABLES = (SYNTHESE, PIECES, ANOMALIES, SOURCES)
_PRETES = {"synthese": 11, "pieces_manquantes": 150, "anomalies": 150, "sources": 30}

_RUBRIQUES = (
    Parametre(
        DOSSIER,
        "Dossier des classeurs reçus",
        "Son chemin, par exemple C:\\Suivi\\2024. Vide : Excel vous le demande.",
        saisie=True,
        format="texte",
    ),
    Parametre(
        ARRETE,
        "Arrêté au",
        "Facultatif : la même date pour tous. Vide : celle de chaque classeur.",
        saisie=True,
        format="date",
    ),
    Parametre(BILAN, "Dernière consolidation"),
    Parametre(MAITRE, "Classeur maître", "Pour le comité de pilotage, le bilan et l’auditeur."),
    Parametre(
        DOCUMENT,
        "Document d’une fiche opération",
        "Pour « Lire une fiche » : .pdf, .docx ou .txt. Vide : Excel vous le demande.",
        saisie=True,
        format="texte",
    ),
    Parametre(FICHES, "Fiches à confirmer"),
    Parametre(
        REGISTRES,
        "Dossier des registres des pièces",
        "Facultatif, pour « au dossier » : les registres que les PLIE tirent de leurs pièces.",
        saisie=True,
        format="texte",
    ),
    Parametre(
        GRAINE,
        "Graine du tirage",
        "Pour « Tirer » : un nombre que vous annoncez, par exemple la date, 20250131.",
        saisie=True,
        format="texte",
    ),
    Parametre(
        CONTROLE,
        "Classeur de contrôle",
        "Écrit par « Tirer », lu par « Réunir les verdicts » et « Arrêter l’année ».",
        saisie=True,
        format="texte",
    ),
    Parametre(ANNEE_ARRETEE, "Année arrêtée", "Le dossier écrit par « Arrêter l’année »."),
)
_LARGEURS = (32, 70, 72)
_ETAPES = (
    "Rangez dans un même dossier les classeurs reçus des territoires, tels quels.",
    "Indiquez ce dossier dans la case jaune, puis cliquez sur « Consolider ».",
    "Lisez « Synthèse », demandez ce que disent « Pièces manquantes » et « Anomalies ».",
)


def build_agape(boutons: bool = False) -> bytes:
    """The blank workbook of the manager, the same bytes each time; it serves any year.

    `boutons` draws the button; the macro that it calls is added by `excel.macros`.
    """
    resume = "Consolidation des classeurs des PLIE"
    pen = Pen(CREE_LE, resume)
    _add_accueil(pen, resume, boutons)
    for feuille in TABLES:
        _add_table(pen, feuille, resume)
    return pen.close()


def _add_accueil(pen: Pen, resume: str, boutons: bool) -> None:
    f = pen.add_onglet(ACCUEIL)
    f.hide_gridlines(2)
    for rang, largeur in enumerate(_LARGEURS):
        f.set_column(rang, rang, largeur)
    pen.add_bandeau(f, "Consolider les classeurs des territoires", resume, len(_LARGEURS))
    for n, etape in enumerate(_ETAPES, start=3):
        f.set_row(n, 20)
        f.write_string(n, 0, f"{n - 2}. {etape}", pen.texte(valign="vcenter", indent=1))
    premiere = 4 + len(_ETAPES)
    for n, rubrique in enumerate(_RUBRIQUES, start=premiere):
        _add_rubrique(pen, f, n, rubrique)
    rang = premiere - 1
    f.set_row(rang, 38)  # in sight on a small screen, above what they read and write
    for n, bouton in enumerate(list_boutons("accueil") if boutons else ()):
        position = {"x_offset": 8 + 145 * n, "y_offset": 10, "width": 140, "height": 30}
        f.insert_button(rang, 0, {"macro": bouton.macro, "caption": bouton.libelle, **position})
    pen.print_setup(f, resume)
    f.activate()


def _add_rubrique(pen: Pen, f: Any, n: int, rubrique: Parametre) -> None:
    fond = theme.SAISIE if rubrique.saisie else theme.CALCUL
    format_ = theme.FORMATS[rubrique.format]
    cadre = {**CORPS, "bg_color": fond, "num_format": format_, "align": "left", "indent": 1}
    style = pen.format(**cadre)
    f.set_row(n, 58 if rubrique.id in (BILAN, FICHES) else 22)
    gris = {**CORPS, "bg_color": theme.CALCUL, "bold": True, "indent": 1}
    f.write_string(n, 0, rubrique.rubrique, pen.format(**gris))
    f.write_blank(n, 1, None, style)
    note = pen.texte(italic=True, font_color=theme.DOUX, valign="vcenter", indent=1)
    f.write_string(n, 2, rubrique.note, note)
    pen.classeur.define_name(rubrique.id, f"={ACCUEIL}!$B${n + 1}")


def _add_table(pen: Pen, feuille: Feuille, resume: str) -> None:
    f = pen.add_feuille(feuille, resume)
    nombre = _PRETES[feuille.table]
    pen.add_table(f, feuille, nombre)
    for n in range(LIGNE_ENTETE, LIGNE_ENTETE + nombre):
        for rang, c in enumerate(feuille.colonnes):
            pen.write(f, n, rang, None, pen.corps(c, bg_color=theme.BLANC))
    _add_statuts(pen, f, feuille, nombre)


def _add_statuts(pen: Pen, f: Any, feuille: Feuille, nombre: int) -> None:
    for rang in _rangs(feuille, "statut"):
        etendue = plage(rang, PREMIERE_LIGNE, LIGNE_ENTETE + nombre)
        pen.add_mots(f, etendue, theme.STATUTS, debut=True)


def _rangs(feuille: Feuille, identifiant: str) -> Iterable[int]:
    return (n for n, c in enumerate(feuille.colonnes) if c.id == identifiant)
