"""« Mode d’emploi »: one screen, numbered steps, the colours said in words."""

from typing import Any

from plie_xl.model.buttons import list_boutons
from plie_xl.model.content import resume_fiche
from plie_xl.model.fiche import Fiche
from plie_xl.model.privacy import PROMESSE
from plie_xl.model.workbook import ANOMALIES, ATTEINTE, FICHE, MODE_EMPLOI, SUIVI, VERSION
from plie_xl.sheets import theme
from plie_xl.sheets.pen import CORPS, Pen

ETAPES = (  # title, explanation, sheet where it leads
    ("Complétez « Fiche »", "Seules les cases jaunes sont à remplir.", FICHE.nom),
    (
        "Notez chaque réunion dans « Suivi »",
        "Une ligne par réunion ou action, dès qu’elle est prévue. Choisissez l’instance, le statut"
        " et la modalité dans les listes.",
        SUIVI,
    ),
    (
        "Indiquez les pièces",
        "Dans la colonne de chaque pièce : sa référence, son chemin ou son lien. La colonne"
        " « Pièces » dit aussitôt ce qui manque.",
        SUIVI,
    ),
    (
        "Regardez « Atteinte »",
        "Tenu : la réunion a eu lieu. Justifié : elle a aussi toutes ses pièces. Seul ce qui est"
        " justifié est payé.",
        ATTEINTE.nom,
    ),
    (
        "Validez",
        "Le bouton « Valider » relit tout et écrit dans « Anomalies » ce qu’il faut corriger. Sans"
        " les boutons, le classeur reste complet : AGAPE fait le même contrôle à réception.",
        ANOMALIES.nom,
    ),
    (
        "Envoyez le classeur à AGAPE",
        "Le bouton « Préparer l’envoi », sur « Suivi », en fait une copie sans macro, prête à"
        " joindre. Sans les boutons, joignez ce classeur.",
        "",
    ),
)
COULEURS = (
    ("Jaune", "à remplir", theme.SAISIE, theme.ENCRE),
    ("Gris", "calculé ou fixé par la fiche : n’y touchez pas", theme.CALCUL, theme.ENCRE),
    (
        "Rouge",
        "une ligne ne compte pas, ou « Anomalies » explique pourquoi",
        theme.ROUGE,
        theme.ROUGE_ENCRE,
    ),
)
VIE_PRIVEE = (
    "Jamais de nom, de coordonnées ni de situation d’une personne : seulement des références de"
    f" pièces et des nombres. Le contrôle signale {PROMESSE}."
)


LARGEURS = (7, 38, 92)


def add_mode_emploi(pen: Pen, fiche: Fiche, boutons: bool = False) -> None:
    """Draw the first sheet of the workbook; `boutons` draws its buttons at the foot."""
    f = pen.add_onglet(MODE_EMPLOI)
    f.hide_gridlines(2)
    for rang, largeur in enumerate(LARGEURS):
        f.set_column(rang, rang, largeur)
    titre = f"Suivi {fiche.annee} du {fiche.plie}"
    pen.add_bandeau(f, titre, resume_fiche(fiche), len(LARGEURS))
    ligne = _add_etapes(pen, f, 3)
    ligne = _add_couleurs(pen, f, ligne + 1)
    ligne = _add_vie_privee(pen, f, ligne + 1)
    ligne = _add_emblemes(pen, f, ligne + 1)
    version = f"Modèle plie_xl, version {VERSION}, fiche {fiche.numero}"
    f.write_string(ligne, 0, version, pen.texte(font_color=theme.DOUX, indent=1))
    for n, bouton in enumerate(list_boutons("mode_emploi") if boutons else ()):
        place = {"x_offset": 8 + 190 * n, "y_offset": 8, "width": 184, "height": 28}
        f.set_row(ligne + 1, 32)
        f.insert_button(ligne + 1, 0, {"macro": bouton.macro, "caption": bouton.libelle, **place})
    pen.print_setup(f, resume_fiche(fiche))
    f.protect()
    f.activate()


def _add_etapes(pen: Pen, f: Any, ligne: int) -> int:
    """Numbered steps; the title of each leads to its sheet."""
    trait = {"bottom": 1, "bottom_color": theme.FILET, "valign": "vcenter"}
    numero = pen.texte(
        **{**trait, "bottom_color": theme.BLANC},
        bold=True,
        font_size=14,
        font_color=theme.BLANC,
        bg_color=theme.BLEU,
        align="center",
    )
    titre = {**trait, "bold": True, "font_size": 11, "text_wrap": True, "indent": 1}
    texte = pen.texte(**trait, text_wrap=True)
    for n, (nom, explication, feuille) in enumerate(ETAPES, start=1):
        f.set_row(ligne, 27)
        f.write_number(ligne, 0, n, numero)
        if feuille:
            lien = pen.texte(**{**titre, "font_color": theme.BLEU})
            vers = f"internal:'{feuille}'!A1"
            f.write_url(ligne, 1, vers, lien, nom, f"Aller à « {feuille} »")
        else:
            f.write_string(ligne, 1, nom, pen.texte(**titre))
        f.write_string(ligne, 2, explication, texte)
        ligne += 1
    return ligne


def _add_couleurs(pen: Pen, f: Any, ligne: int) -> int:
    for nom, sens, fond, encre in COULEURS:
        style = pen.format(
            **{**CORPS, "bg_color": fond, "font_color": encre, "bold": True, "indent": 1}
        )
        f.set_row(ligne, 20)
        f.write_string(ligne, 1, nom, style)
        f.write_string(ligne, 2, sens, pen.texte(valign="vcenter", indent=1))
        ligne += 1
    return ligne


def _add_vie_privee(pen: Pen, f: Any, ligne: int) -> int:
    style = pen.texte(
        text_wrap=True,
        bold=True,
        valign="vcenter",
        indent=1,
        bg_color=theme.CALCUL,
        left=5,
        left_color=theme.OCRE,
    )
    f.merge_range(ligne, 0, ligne, 2, "", style)
    f.write_string(ligne, 0, VIE_PRIVEE, style)
    f.set_row(ligne, 40)
    return ligne + 1


def _add_emblemes(pen: Pen, f: Any, ligne: int) -> int:
    """The emblems are not ours to draw: a marked place for each."""
    style = pen.texte(
        italic=True,
        font_color=theme.DOUX,
        border=4,
        border_color=theme.FILET,
        align="center",
        valign="vcenter",
        text_wrap=True,
        locked=False,
    )
    f.set_row(ligne, 29.25)
    f.merge_range(ligne, 0, ligne, 1, "Emplacement de l’emblème de l’Union européenne", style)
    f.write_string(
        ligne,
        2,
        "Emplacement du logo d’AGAPE et de la mention « Cofinancé par l’Union européenne »",
        style,
    )
    return ligne + 1
