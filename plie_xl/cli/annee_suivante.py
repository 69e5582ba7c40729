"""`plie-xl annee-suivante`: the workbooks of the next year, with what the last one leaves open."""

from pathlib import Path

import click
from click.exceptions import Exit

from plie_xl.cli.common import (
    ANOMALIES,
    RIEN,
    USAGE,
    argument_fichiers,
    check_dossiers,
    choose_fiches,
    fail,
    option_json,
    read_sources,
    show_anomalies,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say
from plie_xl.cli.writing import write_ours
from plie_xl.model.text import pluriel


@commande
@argument_fichiers
@click.option(
    "--annee", type=int, required=True, metavar="ANNÉE", help="L’année des nouveaux classeurs."
)
@click.option("-o", "--dossier", type=Path, required=True, metavar="DOSSIER", help="Où les écrire.")
@option_json(help="Un objet JSON par ligne.")
@click.option("--essai", is_flag=True, help="Dire ce qui serait écrit, sans rien écrire.")
def annee_suivante(
    fichiers: tuple[str, ...], annee: int, dossier: Path, en_json: bool, essai: bool
) -> None:
    from plie_xl.excel.deliver import build_reprises
    from plie_xl.years.next_year import roll_all

    check_dossiers(dossier)
    _check_ailleurs(dossier, fichiers)
    fiches = choose_fiches(annee)
    reprises, avis = roll_all(read_sources(fichiers), fiches)
    anomalies = [a for reprise in reprises for a in reprise.anomalies]
    nombre = len(reprises)
    if not essai:
        nombre = write_ours(dossier, build_reprises(reprises))
    show_anomalies(anomalies, en_json)
    for phrase in avis:
        say(phrase)
    ouvertes = sum(len(r.lignes) for r in reprises)
    say(
        f"{annee} : {pluriel(nombre, 'classeur')} dans {dossier} ;"
        f" {pluriel(sum(len(r.suivi) for r in reprises), 'réunion reprise', 'réunions reprises')},"
        f" {pluriel(ouvertes, 'point')} dans « À reprendre »."
    )
    suite("Envoyez à chaque PLIE son classeur", "aucune réunion réalisée n’y est reprise")
    raise Exit(ANOMALIES if anomalies or avis else RIEN)


def _check_ailleurs(dossier: Path, fichiers: tuple[str, ...]) -> None:
    """A new workbook among the received ones would be taken for one of them."""
    recus = {chemin if chemin.is_dir() else chemin.parent for chemin in map(Path, fichiers)}
    if dossier.exists() and any(r.exists() and dossier.samefile(r) for r in recus):
        fail(f"« {dossier} » est le dossier des classeurs reçus : donnez-en un autre", USAGE)
