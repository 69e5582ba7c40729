"""The workbook of the AGAPE manager: a folder to name, a button, and what the run found.

Its tables bear the columns of the master and hold values; the master, written beside, holds the
formulas, every row and the provenance of each figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
        "Son chemin, par exemple C:\\Suivi\\recus. Vide : Excel vous le demande.",
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
_ETAPES = (
    "Rangez dans un même dossier les classeurs reçus des territoires, tels quels.",
    "Indiquez ce dossier dans la case jaune, puis cliquez sur « Consolider ».",
    "Lisez « Synthèse », demandez ce que disent « Pièces manquantes » et « Anomalies ».",
)

ANNEE = "Nouvelle année"
A_PREPARER, PREPARES, PROGRAMME = "annee_a_preparer", "classeurs_prepares", "classeur_programme"
AVENANT_FICHE, AVENANT_CIBLE, AVENANT_LE = "avenant_fiche", "avenant_cible", "avenant_le"
AVENANT_NOMBRE, AVENANT_PIECES = "avenant_nombre", "avenant_pieces"
AVENANT_MOTIF, AVENANT_ECRIT = "avenant_motif", "avenant_ecrit"
RETIREE = "retirée"

_RUBRIQUES_ANNEE = (
    Parametre(
        A_PREPARER,
        "Année à préparer",
        "Pour « Préparer l’année ». Vide : la plus récente de vos fiches.",
        saisie=True,
        format="entier",
    ),
    Parametre(PREPARES, "Classeurs préparés", "À envoyer, chacun à son PLIE."),
    Parametre(
        AVENANT_FICHE,
        "Avenant : le PLIE",
        "Pour « Ajouter un avenant » : « graves », ou « PLIE des Graves ».",
        saisie=True,
        format="texte",
    ),
    Parametre(
        AVENANT_CIBLE,
        "La cible",
        "Son libellé, comme dans « Cibles » de son classeur.",
        saisie=True,
        format="texte",
    ),
    Parametre(AVENANT_LE, "Depuis le", "Le jour d’où l’avenant vaut.", saisie=True, format="date"),
    Parametre(
        AVENANT_NOMBRE,
        "Le nombre, depuis ce jour",
        f"« 3 », « 1 à 3 », ou « {RETIREE} ». Vide : le nombre ne change pas.",
        saisie=True,
        format="texte",
    ),
    Parametre(
        AVENANT_PIECES,
        "Les pièces, depuis ce jour",
        "« compte rendu et feuille d’émargement ». Vide : elles ne changent pas.",
        saisie=True,
        format="texte",
    ),
    Parametre(
        AVENANT_MOTIF,
        "D’où il vient",
        "Facultatif, par exemple « Avenant du 12 juin 2025 ».",
        saisie=True,
        format="texte",
    ),
    Parametre(AVENANT_ECRIT, "Dernier avenant", "La fiche écrite, et ce qu’elle demande."),
    Parametre(PROGRAMME, "Classeur du programme", "Écrit par « Le programme »."),
)
_ETAPES_ANNEE = (
    "Rangez les fiches de l’année dans votre dossier de fiches, un dossier par année.",
    "Sur « Consolider », indiquez le dossier reçu de l’année passée, puis « Préparer l’année ».",
    "En cours d’année, dites ici chaque avenant, une cible à la fois.",
)


@dataclass(frozen=True)
class Page:
    """A sheet of cells to fill, under its buttons: `place` is theirs in the catalogue."""

    nom: str
    titre: str
    place: str
    etapes: tuple[str, ...]
    rubriques: tuple[Parametre, ...]


_PAGES = (
    Page(ACCUEIL, "Consolider les classeurs des territoires", "accueil", _ETAPES, _RUBRIQUES),
    Page(
        ANNEE,
        "Une nouvelle année, et ses avenants",
        "nouvelle_annee",
        _ETAPES_ANNEE,
        _RUBRIQUES_ANNEE,
    ),
)
_LARGEURS = (32, 70, 72)
_HAUTES = (BILAN, FICHES, PREPARES, AVENANT_ECRIT)


def build_agape(boutons: bool = False) -> bytes:
    """The blank workbook of the manager, the same bytes each time; it serves any year.

    `boutons` draws the button; the macro that it calls is added by `excel.package`.
    """
    resume = "Consolidation des classeurs des PLIE"
    pen = Pen(CREE_LE, resume)
    accueil, annee = _PAGES
    _add_page(pen, accueil, resume, boutons).activate()
    for feuille in TABLES:
        _add_table(pen, feuille, resume)
    _add_page(pen, annee, resume, boutons)
    return pen.close()


def _add_page(pen: Pen, page: Page, resume: str, boutons: bool) -> Any:
    f = pen.add_onglet(page.nom)
    f.hide_gridlines(2)
    for rang, largeur in enumerate(_LARGEURS):
        f.set_column(rang, rang, largeur)
    pen.add_bandeau(f, page.titre, resume, len(_LARGEURS))
    for n, etape in enumerate(page.etapes, start=3):
        f.set_row(n, 20)
        f.write_string(n, 0, f"{n - 2}. {etape}", pen.texte(valign="vcenter", indent=1))
    premiere = 4 + len(page.etapes)
    for n, rubrique in enumerate(page.rubriques, start=premiere):
        _add_rubrique(pen, page.nom, f, n, rubrique)
    rang = premiere - 1
    f.set_row(rang, 38)  # in sight on a small screen, above what they read and write
    for n, bouton in enumerate(list_boutons(page.place) if boutons else ()):
        position = {"x_offset": 8 + 145 * n, "y_offset": 10, "width": 140, "height": 30}
        f.insert_button(rang, 0, {"macro": bouton.macro, "caption": bouton.libelle, **position})
    pen.print_setup(f, resume)
    return f


def _add_rubrique(pen: Pen, page: str, f: Any, n: int, rubrique: Parametre) -> None:
    fond = theme.SAISIE if rubrique.saisie else theme.CALCUL
    format_ = theme.FORMATS[rubrique.format]
    cadre = {**CORPS, "bg_color": fond, "num_format": format_, "align": "left", "indent": 1}
    style = pen.format(**cadre)
    f.set_row(n, 58 if rubrique.id in _HAUTES else 22)
    gris = {**CORPS, "bg_color": theme.CALCUL, "bold": True, "indent": 1}
    f.write_string(n, 0, rubrique.rubrique, pen.format(**gris))
    f.write_blank(n, 1, None, style)
    note = pen.texte(italic=True, font_color=theme.DOUX, valign="vcenter", indent=1)
    f.write_string(n, 2, rubrique.note, note)
    pen.classeur.define_name(rubrique.id, f"='{page}'!$B${n + 1}")


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
