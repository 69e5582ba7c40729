"""`plie-xl migrer`: an old workbook, its rows in the model of today, in a new file."""

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
    refusing,
    show_anomalies,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say, show_json
from plie_xl.model.text import typographie

if TYPE_CHECKING:
    from plie_xl.years.migrate import Migration


@commande
@argument("ancien", type=Path, metavar="ANCIEN", help="Le classeur à reverser ; il reste intact.")
@click.option(
    "-o",
    "--sortie",
    type=Path,
    required=True,
    metavar="NOUVEAU",
    help="Le classeur à écrire, .xlsm avec les boutons, .xlsx sans ; jamais un fichier existant.",
)
@option_json(help="Un objet JSON par ligne : anomalies, puis le total.")
@click.option("--essai", is_flag=True, help="Dire ce qui serait écrit, sans rien écrire.")
def migrer(ancien: Path, sortie: Path, en_json: bool, essai: bool) -> None:
    from plie_xl.excel.deliver import build_migration
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.claim import find_neuf
    from plie_xl.years.migrate import FORMES, find_verrou

    check_local(sortie)
    check_present([ancien])
    with refusing():
        sortie = find_neuf(sortie, (".xlsm", ".xlsx"))
    migration = _migrate(ancien, en_json)
    if verrou := find_verrou(ancien):
        say(f"« {ancien.name} » est ouvert (« {verrou} ») : seul ce qui est enregistré est lu.")
    if not essai:
        octets = build_migration(migration, boutons=sortie.suffix.casefold() == ".xlsm")
        with refusing():
            write_atomic(sortie, octets)
    show_anomalies(migration.anomalies, en_json)
    if en_json:
        show_json(migration.bilan.to_dict())
    if migration.avis:
        say(typographie(migration.avis))
    say(f"{migration.bilan}. {FORMES[0].upper()}{FORMES[1:]}.")
    say(f"{'Serait écrit' if essai else 'Écrit'} : {sortie}.")
    suite("Continuez dans le nouveau classeur", "l’ancien n’est pas modifié")
    raise Exit(ANOMALIES if migration.bilan.valeurs_laissees else RIEN)


def _migrate(ancien: Path, en_json: bool) -> "Migration":
    """The rows of the old workbook for the new one; stops where they cannot be re-poured."""
    from plie_xl.reading.own import find_own
    from plie_xl.years.migrate import OURS, MigrationError, find_fiche, list_refus, migrate

    [lecture] = read_named([(ancien.name, ancien)])
    refus, fiche = list_refus(lecture), find_fiche(lecture)
    if refus or fiche is None:
        show_anomalies(refus, en_json)
        fail(f"« {ancien.name} » n’est pas reversé : rien n’est écrit", ILLISIBLE)
    try:
        return migrate(lecture, fiche, find_own(ancien, lecture, fiche, OURS))
    except MigrationError as erreur:
        fail(str(erreur), USAGE)
