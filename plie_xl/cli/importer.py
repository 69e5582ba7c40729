"""`plie-xl importer`: a received calendar or table, as rows proposed for « Suivi »."""

from pathlib import Path

import click
from click.exceptions import Exit

from plie_xl.cli.agenda import argument_classeur, count_one
from plie_xl.cli.common import (
    ANOMALIES,
    RIEN,
    USAGE,
    argument,
    check_local,
    check_present,
    fail,
    option_json,
    refusing,
    require_complement,
    show_anomalies,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say, show_json
from plie_xl.model.errors import PlieError


@commande
@argument_classeur
@argument("fichier", type=Path, metavar="FICHIER", help="Un agenda (.ics) ou un tableau (.csv).")
@click.option(
    "--regles",
    type=Path,
    metavar="REGLES.TOML",
    help="Quel titre est quelle instance ; par défaut, les mots de la fiche.",
)
@click.option(
    "-o",
    "--sortie",
    type=Path,
    metavar="PROPOSITIONS.XLSX",
    help="Le classeur des propositions ; jamais un fichier existant.",
)
@option_json(help="Un objet JSON par réunion proposée, puis un par remarque.")
def importer(
    classeur: Path, fichier: Path, regles: Path | None, sortie: Path | None, en_json: bool
) -> None:
    require_complement("agenda")
    check_local(fichier, sortie)
    check_present([fichier, *filter(None, [regles])])
    from plie_xl.agenda.book import build_propositions
    from plie_xl.agenda.propose import propose
    from plie_xl.agenda.received import read_recu
    from plie_xl.agenda.rules import find_regles
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.claim import find_neuf

    if sortie:
        with refusing():
            sortie = find_neuf(sortie, (".xlsx",))
    compte = count_one(classeur)
    [lecture] = compte.saisie.lectures
    fiche = compte.saisie.fiches[lecture.fiche]
    try:
        recu = read_recu(fichier, find_regles(regles, fiche), fiche)
    except PlieError as erreur:
        fail(str(erreur), USAGE)
    propositions = propose(recu, compte, fichier.name)
    if en_json:
        for ligne in propositions.lignes:
            show_json({nom: _simple(valeur) for nom, valeur in ligne.items()})
    show_anomalies(propositions.anomalies, en_json)
    if sortie:
        with refusing():
            write_atomic(sortie, build_propositions(propositions))
        say(f"Propositions écrites : {sortie}.")
        suite("Relisez-les, puis copiez-les dans « Suivi »", "rien n’y a été changé")
    else:
        suite("Ajoutez « -o propositions.xlsx »", "les réunions proposées y seront à copier")
    raise Exit(ANOMALIES if propositions.a_regarder else RIEN)


def _simple(valeur: object) -> object:
    return valeur.isoformat() if hasattr(valeur, "isoformat") else valeur
