"""`plie-xl dossier`: the pack that a control asks for."""

from pathlib import Path

import click
from click.exceptions import Exit

from plie_xl.cli.common import (
    ANOMALIES,
    ILLISIBLE,
    RIEN,
    check_dossiers,
    fail,
    refusing,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.pieces import (
    Reunion,
    argument_classeur,
    argument_dossier,
    check_dehors,
    load_en_vigueur,
    open_registre,
    show_figures,
)
from plie_xl.cli.screen import say


@commande
@argument_classeur
@argument_dossier
@click.option(
    "-o", "--sortie", type=Path, required=True, metavar="DOSSIER", help="Le dossier à créer."
)
@click.option("--essai", is_flag=True, help="Dire ce qui serait écrit, n’écrire rien.")
def dossier(classeur: Path, dossier: Path, sortie: Path, essai: bool) -> None:
    from plie_xl.files.whole import check_libre, write_whole

    check_dossiers(sortie)
    with refusing():
        check_libre(sortie)
    check_dehors(sortie, dossier)
    reglages = load_en_vigueur()
    registre = open_registre(classeur, dossier, reglages, sauf=[])
    from plie_xl.pieces.judge import judge_registre
    from plie_xl.pieces.manifest import PieceChangeeError
    from plie_xl.pieces.pack import fill_pack
    from plie_xl.reading.workers import LecteurMortError

    anomalies = judge_registre(registre, reglages)
    if not essai:
        try:
            with refusing():
                write_whole(
                    sortie, lambda la: fill_pack(registre, anomalies, reglages, la, Reunion)
                )
        except PieceChangeeError as erreur:
            fail(str(erreur), ILLISIBLE)
        except LecteurMortError:
            fail("les pièces n’ont pas pu être réunies : rien n’est écrit", ILLISIBLE)
    show_figures(registre, en_json=False)
    fait = "serait écrit" if essai else "est écrit"
    say(f"Le dossier de contrôle {fait} dans « {sortie} ». Il contient des noms et des signatures.")
    suite("sha256sum -c MANIFESTE.sha256", "dit dans ce dossier si un fichier a changé depuis")
    manque = registre.totaux["references"] != registre.totaux["trouvé"]
    raise Exit(ANOMALIES if manque else RIEN)
