"""`plie-xl notifier`: the workbook of a control → one Word letter per PLIE."""

from pathlib import Path

import click
from click.exceptions import Exit

from plie_xl.cli.common import (
    ANOMALIES,
    RIEN,
    USAGE,
    argument,
    check_dossiers,
    check_present,
    fail,
    option_json,
    refusing,
    require_complement,
    show_anomalies,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.pieces import load_en_vigueur
from plie_xl.cli.screen import say, show, show_json
from plie_xl.model.text import pluriel


@commande
@argument(
    "controle", type=Path, metavar="CONTROLE.xlsx", help="Le classeur écrit par « plie-xl tirer »."
)
@click.option(
    "-o", "--dossier", type=Path, required=True, metavar="DOSSIER", help="Le dossier à créer."
)
@click.option("--essai", is_flag=True, help="Dire ce qui serait écrit, n’écrire rien.")
@option_json(help="Un objet JSON par lettre.")
def notifier(controle: Path, dossier: Path, essai: bool, en_json: bool) -> None:
    check_present([controle])
    check_dossiers(dossier)
    reglages = load_en_vigueur()
    from plie_xl.control.received import ControleError, read_controles
    from plie_xl.files.whole import check_libre, write_fichiers

    require_complement("word")
    from plie_xl.reports.letters import build_lettres

    with refusing():
        check_libre(dossier)
    try:
        [lu] = read_controles([(controle.name, controle)])
    except ControleError as erreur:
        fail(str(erreur), USAGE)
    lettres = build_lettres(lu, reglages)
    show_anomalies(lettres.anomalies, en_json)
    if lettres.fichiers and not essai:
        with refusing():
            write_fichiers(dossier, lettres.fichiers)
    for nom in lettres.fichiers:
        if en_json:
            show_json({"fichier": nom})
        else:
            show(nom)
    fait = "à écrire" if essai or not lettres.fichiers else f"dans « {dossier} »"
    reste = pluriel(lettres.sans_conclusion, "ligne")
    say(f"{pluriel(len(lettres.fichiers), 'lettre')} {fait} ; sans décision provisoire : {reste}.")
    if lettres.fichiers:
        suite("Relisez chaque lettre", "envoyez-la, puis datez « Notifié le » dans « Verdicts »")
    else:
        suite("Remplissez « Décision provisoire »", "la lettre dit ce qui y est écrit")
    raise Exit(ANOMALIES if lettres.anomalies else RIEN)
