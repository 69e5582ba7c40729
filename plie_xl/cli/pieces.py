"""`plie-xl pieces`: from a reference in a cell to a file that opens."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from plie_xl.cli.common import (
    ANOMALIES,
    ILLISIBLE,
    RIEN,
    USAGE,
    argument,
    check_local,
    check_present,
    fail,
    option_json,
    read_named,
    require_complement,
    show_anomalies,
    simple,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.progress import Progress
from plie_xl.cli.screen import say, show, show_anomalie, show_json
from plie_xl.cli.writing import write_one
from plie_xl.model.text import nombre, pluriel, visible

if TYPE_CHECKING:
    from datetime import date

    from plie_xl.model.settings import Reglages
    from plie_xl.pieces.register import Registre

FIGURES = {"tenu": "tenu", "justifie": "justifié", "au_dossier": "au dossier"}

argument_classeur = argument(
    "classeur", type=Path, metavar="CLASSEUR", help="Le classeur de suivi, d’un seul territoire."
)
argument_dossier = argument(
    "dossier", type=Path, metavar="DOSSIER", help="Le dossier où sont rangées ses pièces."
)


@commande
@argument_classeur
@argument_dossier
@click.option(
    "-o", "--sortie", type=Path, metavar="REGISTRE.XLSX", help="Où écrire le registre des pièces."
)
@option_json(help="Un objet JSON par pièce citée, puis un par anomalie.")
def pieces(classeur: Path, dossier: Path, sortie: Path | None, en_json: bool) -> None:
    reglages = load_en_vigueur()
    registre = open_registre(classeur, dossier, reglages, sauf=[sortie] if sortie else [])
    from plie_xl.pieces.judge import judge_registre
    from plie_xl.pieces.rows import list_rows, write_registre

    if en_json:
        for row in list_rows(registre):
            show_json({nom: _simple(valeur) for nom, valeur in row.items()})
    anomalies = judge_registre(registre, reglages)
    show_anomalies(anomalies, en_json)
    if sortie:
        _write(sortie, write_registre(registre), [classeur])
    show_figures(registre, en_json)
    if anomalies:
        suite(
            "Corrigez les références, ou déposez les fichiers", "la même commande dit ce qui reste"
        )
    else:
        suite("Rien à corriger", "chaque pièce citée est un fichier qui s’ouvre")
    raise Exit(ANOMALIES if anomalies else RIEN)


def load_en_vigueur() -> "Reglages":
    """The settings in force; refuses a file of settings that is wrong."""
    from plie_xl.model.settings import ReglageError, load_reglages

    try:
        return load_reglages().reglages
    except ReglageError as erreur:
        fail(str(erreur), USAGE)


def open_registre(
    classeur: Path,
    dossier: Path,
    reglages: "Reglages",
    sauf: "list[Path]",
    au: "date | None" = None,
) -> "Registre":
    """Read the workbook, list and look at its pieces; stops where one of them cannot be."""
    require_complement("dossier")
    check_local(classeur, dossier)
    check_present([classeur])
    from plie_xl.checks.received import list_refus
    from plie_xl.pieces.folder import DossierError
    from plie_xl.pieces.register import build_registre

    [lecture] = read_named([(classeur.name, classeur)])
    if refus := list_refus(lecture):
        for anomalie in refus:
            show_anomalie(anomalie, beside=True)
        fail(f"« {classeur.name} » n’est pas un classeur de suivi qui se lit", ILLISIBLE)
    try:
        return build_registre(
            lecture, dossier, reglages, au=au, sauf=[classeur, *sauf], suivre=_Suivi
        )
    except DossierError as erreur:
        fail(str(erreur), USAGE)


def check_dehors(sortie: Path, dossier: Path) -> None:
    """Nothing is ever written in the folder of the pieces: what is there would be a piece."""
    if sortie.resolve().is_relative_to(dossier.resolve()):
        fail(f"« {sortie} » est dans le dossier des pièces : donnez un dossier à côté", USAGE)


class _Suivi(Progress):
    """« Ouverture : 120 fichiers sur 1 000 »."""

    def __init__(self, total: int) -> None:
        super().__init__("Ouverture", total)


class Reunion(Progress):
    """« Réunion : 120 fichiers sur 1 000 »: of the pieces that become pages of one PDF."""

    def __init__(self, total: int) -> None:
        super().__init__("Réunion", total)


def show_figures(registre: "Registre", en_json: bool) -> None:
    """The figures of each target, the control total, and what was passed over."""
    from plie_xl.pieces.rows import phrase_totaux

    for x in registre.atteinte():
        if not en_json and (x["tenu"] or x["minimum"]):
            figures = [f"{mot} {nombre(float(str(x[nom])))}" for nom, mot in FIGURES.items()]
            show(f"{x['libelle']} : {', '.join(figures)}, retenu au CSF non contrôlé")
    for chemin, raison in registre.inventaire.refuses:
        say(f"« {visible(chemin)} » : {raison}.")
    vus = len(registre.inventaire.fichiers)
    passes = registre.inventaire.passes
    a_part = f", plus {nombre(passes)} du système, laissés de côté" if passes else ""
    say(f"{pluriel(vus, 'fichier')} dans le dossier{a_part}.")
    say(f"{phrase_totaux(registre)}.")


def _write(sortie: Path, octets: bytes, lus: list[Path]) -> None:
    from plie_xl.pieces.claim import recognize_registre

    say(f"Registre écrit dans « {write_one(sortie, octets, recognize_registre, lus=lus)} ».")


def _simple(valeur: object) -> object:
    return valeur.isoformat() if hasattr(valeur, "isoformat") else simple(valeur)
