"""`plie-xl ranger`: a copy of the pieces under house names; the folder itself is left as it is."""

from pathlib import Path

import click
from click.exceptions import Exit

from plie_xl.cli.common import ANOMALIES, ILLISIBLE, RIEN, check_dossiers, fail, refusing, suite
from plie_xl.cli.french import commande
from plie_xl.cli.pieces import (
    argument_classeur,
    argument_dossier,
    check_dehors,
    load_en_vigueur,
    open_registre,
)
from plie_xl.cli.screen import say, show
from plie_xl.model.text import pluriel


@commande
@argument_classeur
@argument_dossier
@click.option("--vers", type=Path, required=True, metavar="DOSSIER", help="Le dossier à créer.")
@click.option("--essai", is_flag=True, help="Dire les noms, n’écrire rien.")
def ranger(classeur: Path, dossier: Path, vers: Path, essai: bool) -> None:
    from plie_xl.files.whole import check_libre, write_whole

    check_dossiers(vers)
    with refusing():
        check_libre(vers)
    check_dehors(vers, dossier)
    registre = open_registre(classeur, dossier, load_en_vigueur(), sauf=[])
    from plie_xl.pieces.manifest import PieceChangeeError
    from plie_xl.pieces.tidy import fill_range, list_correspondance

    correspondance = list_correspondance(registre)
    for ancien, neuf in correspondance:
        show(f"{ancien} → {neuf or 'laissé de côté'}")
    if not essai:
        try:
            with refusing():
                write_whole(vers, lambda la: fill_range(registre, la))
        except PieceChangeeError as erreur:
            fail(str(erreur), ILLISIBLE)
    ranges = sum(bool(neuf) for _, neuf in correspondance)
    laisses = len(correspondance) - ranges
    say(f"{pluriel(ranges, 'pièce rangée')}, {pluriel(laisses, 'laissée')} de côté.")
    if correspondance:
        suite("Ouvrez « correspondance.csv »", "il donne l’ancien nom de chaque copie")
    else:
        suite("plie-xl pieces", "nomme les pièces citées dont le fichier n’est pas là")
    raise Exit(ANOMALIES if laisses else RIEN)
