"""`plie-xl agenda`: the planned meetings of a workbook, for any calendar."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from plie_xl.cli.common import (
    ANOMALIES,
    ILLISIBLE,
    RIEN,
    argument,
    check_local,
    check_present,
    option_remplacer,
    read_named,
    require_complement,
    show_anomalies,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say
from plie_xl.cli.writing import write_one
from plie_xl.model.text import enumere

if TYPE_CHECKING:
    from plie_xl.checks.count import Compte

argument_classeur = argument(
    "classeur", type=Path, metavar="CLASSEUR", help="Le classeur de suivi d’un PLIE."
)


@commande
@argument_classeur
@click.option(
    "-o", "--sortie", type=Path, required=True, metavar="AGENDA.ICS", help="L’agenda à écrire."
)
@option_remplacer
def agenda(classeur: Path, sortie: Path, remplacer: bool) -> None:
    require_complement("agenda")
    check_local(sortie)
    compte = count_one(classeur)
    from plie_xl.agenda.write import build_agenda, recognize_agenda

    fait = build_agenda(compte)
    chemin = write_one(
        sortie, fait.octets, recognize_agenda, ending=".ics", lus=[classeur], remplacer=remplacer
    )
    say(f"{fait} : {chemin}.")
    for lignes, raison in ((fait.sans_date, "sans date"), (fait.sans_cible, "sans instance")):
        if lignes:
            say(f"Laissé de côté, {raison} : lignes {enumere(map(str, lignes))} de « Suivi ».")
    suite("Importez ce fichier dans votre agenda", "l’importer de nouveau met à jour sans doubler")
    raise Exit(ANOMALIES if fait.sans_date or fait.sans_cible else RIEN)


def count_one(classeur: Path) -> "Compte":
    """The rows of one workbook, understood; stops where it cannot be read."""
    check_present([classeur])
    [lecture] = read_named([(classeur.name, classeur)])
    from plie_xl.checks import check, count

    compte = count(lecture)
    if not lecture.fiche or lecture.fiche not in compte.saisie.fiches:
        show_anomalies(check(compte), False)
        raise Exit(ILLISIBLE)
    return compte
