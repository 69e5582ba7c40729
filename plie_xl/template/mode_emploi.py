"""« Mode d’emploi »: one screen, numbered steps, the colours said in words."""

from typing import Any

from plie_xl import charte
from plie_xl.classeur import MODE_EMPLOI, VERSION
from plie_xl.contenu import resume_fiche
from plie_xl.fiche import Fiche
from plie_xl.plume import CORPS, Plume

ETAPES = (
    ("Complétez « Fiche »", "Seules les cases jaunes sont à remplir."),
    (
        "Notez chaque réunion dans « Suivi »",
        "Une ligne par réunion ou action, dès qu’elle est prévue. Choisissez l’instance, le statut"
        " et la modalité dans les listes.",
    ),
    (
        "Indiquez les pièces",
        "Dans la colonne de chaque pièce : sa référence, son chemin ou son lien. La colonne"
        " « Pièces » dit aussitôt ce qui manque.",
    ),
    (
        "Regardez « Atteinte »",
        "Tenu : la réunion a eu lieu. Justifié : elle a aussi toutes ses pièces. Seul ce qui est"
        " justifié est payé.",
    ),
    (
        "Validez",
        "Le bouton « Valider » relit tout et écrit dans « Anomalies » ce qu’il faut corriger. Sans"
        " les boutons, le classeur reste complet : AGAPE fait le même contrôle à réception.",
    ),
    (
        "Envoyez le classeur à AGAPE",
        "Le bouton « Préparer l’envoi » en fait une copie sans macro, prête à joindre.",
    ),
)
COULEURS = (
    ("Jaune", "à remplir", charte.SAISIE, charte.ENCRE),
    ("Gris", "calculé ou fixé par la fiche : n’y touchez pas", charte.CALCUL, charte.ENCRE),
    ("Rouge", "une anomalie est expliquée dans « Anomalies »", charte.ROUGE, charte.ROUGE_ENCRE),
)
VIE_PRIVEE = (
    "Jamais de nom, d’adresse, de téléphone, de courriel ni de numéro de sécurité sociale de"
    " participants : seulement des références de pièces et des nombres."
)


def add_mode_emploi(plume: Plume, fiche: Fiche) -> None:
    """Draw the first sheet of the workbook."""
    f = plume.classeur.add_worksheet(MODE_EMPLOI)
    f.hide_gridlines(2)
    f.set_column(0, 0, 5)
    f.set_column(1, 1, 36)
    f.set_column(2, 2, 92)
    f.set_row(0, 30)
    f.write_string(
        0,
        0,
        f"Suivi {fiche.annee} du {fiche.plie}",
        plume.texte(bold=True, font_size=18, font_color=charte.ARDOISE),
    )
    f.write_string(1, 0, resume_fiche(fiche), plume.texte(font_color=charte.DOUX))
    ligne = _add_emblemes(plume, f, 3)
    ligne = _add_etapes(plume, f, ligne + 1)
    ligne = _add_couleurs(plume, f, ligne + 1)
    f.merge_range(ligne + 1, 0, ligne + 1, 2, "", plume.texte(text_wrap=True, bold=True))
    f.write_string(ligne + 1, 0, VIE_PRIVEE, plume.texte(text_wrap=True, bold=True))
    f.set_row(ligne + 1, 28)
    f.write_string(
        ligne + 3,
        0,
        f"Modèle plie_xl, version {VERSION}, fiche {fiche.numero}",
        plume.texte(font_color=charte.DOUX),
    )
    plume.print_setup(f, resume_fiche(fiche))
    f.protect()
    f.activate()


def _add_emblemes(plume: Plume, f: Any, ligne: int) -> int:
    """The emblems are not ours to draw: a marked place for each."""
    style = plume.texte(
        italic=True,
        font_color=charte.DOUX,
        border=4,
        border_color=charte.FILET,
        align="center",
        valign="vcenter",
        text_wrap=True,
        locked=False,
    )
    f.set_row(ligne, 34)
    f.merge_range(ligne, 0, ligne, 1, "Emplacement de l’emblème de l’Union européenne", style)
    f.write_string(
        ligne,
        2,
        "Emplacement du logo d’AGAPE et de la mention « Cofinancé par l’Union européenne »",
        style,
    )
    return ligne + 1


def _add_etapes(plume: Plume, f: Any, ligne: int) -> int:
    numero = plume.texte(
        bold=True, font_size=14, font_color=charte.BLEU, valign="top", align="center"
    )
    titre = plume.texte(bold=True, font_size=11, valign="top", text_wrap=True)
    texte = plume.texte(valign="top", text_wrap=True)
    for n, (nom, explication) in enumerate(ETAPES, start=1):
        f.write_number(ligne, 0, n, numero)
        f.write_string(ligne, 1, nom, titre)
        f.write_string(ligne, 2, explication, texte)
        f.set_row(ligne, 30)
        ligne += 1
    return ligne


def _add_couleurs(plume: Plume, f: Any, ligne: int) -> int:
    for nom, sens, fond, encre in COULEURS:
        style = plume.format(**{**CORPS, "bg_color": fond, "font_color": encre, "bold": True})
        f.write_string(ligne, 1, nom, style)
        f.write_string(ligne, 2, sens, plume.texte(valign="top", indent=1))
        ligne += 1
    return ligne
