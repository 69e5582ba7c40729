"""`plie-xl relances`: one text per territory, to paste into a mail, and its draft."""

from datetime import date
from pathlib import Path

import click

from plie_xl.cli.common import (
    ILLISIBLE,
    USAGE,
    argument_master,
    check_dossiers,
    check_master,
    fail,
    option_jour,
    option_remplacer,
    refusing,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.pieces import load_en_vigueur
from plie_xl.cli.screen import say
from plie_xl.cli.writing import write_all
from plie_xl.model.text import pluriel


@commande
@argument_master
@click.option(
    "-o",
    "--dossier",
    type=Path,
    required=True,
    metavar="DOSSIER",
    help="Où écrire les textes.",
)
@option_jour(
    "--avant",
    help="Échéance demandée ; par défaut quinze jours après la date du classeur maître.",
)
@option_remplacer
def relances(master: Path, dossier: Path, avant: date | None, remplacer: bool) -> None:
    from plie_xl.files.folder import claim_dossier
    from plie_xl.master.read import MasterError, read_master
    from plie_xl.reading.filled import recognize_filled
    from plie_xl.reports.drafts import write_relance
    from plie_xl.reports.reminders import EcheanceError, build_relances, find_echeance

    check_dossiers(dossier)
    check_master(master)
    try:
        lu = read_master(master)
        echeance, textes = find_echeance(lu, avant), build_relances(lu, avant)
    except MasterError as erreur:
        fail(str(erreur), ILLISIBLE)
    except EcheanceError as erreur:
        fail(str(erreur), USAGE)
    reglages = load_en_vigueur().reponses
    octets = {f"relance_{fiche}.txt": texte.encode() for fiche, texte in textes.items()}
    octets |= {
        f"relance_{fiche}.eml": write_relance(fiche, texte, reglages)
        for fiche, texte in textes.items()
    }
    with refusing():
        gardes = claim_dossier(dossier, octets, recognize_filled, lus=[master], remplacer=remplacer)
    write_all(dossier, octets.items(), gardes)
    say(f"{pluriel(len(textes), 'texte')} dans {dossier}, chacun avec son brouillon (.eml).")
    if echeance and echeance < date.today():
        say(
            f"L’échéance qu’ils donnent, le {echeance:%d/%m/%Y}, est passée : refaites le classeur"
            " maître, ou donnez la vôtre par --avant."
        )
    suite("Relisez chaque texte avant de l’envoyer", "rien ne part tout seul")
