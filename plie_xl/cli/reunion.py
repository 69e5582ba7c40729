"""`plie-xl reunion`: the papers of planned meetings, ready to print or to send."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from plie_xl.cli.agenda import count_one
from plie_xl.cli.common import (
    ANOMALIES,
    RIEN,
    USAGE,
    argument,
    check_dossiers,
    fail,
    option_jour,
    option_json,
    refusing,
    require_complement,
    show_anomalies,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say, show, show_json
from plie_xl.model.text import en_clair, enumere, pluriel, typographie

if TYPE_CHECKING:
    from plie_xl.model.settings import Publicite
    from plie_xl.reports.meeting import Reunion


@commande
@argument("classeur", type=Path, metavar="CLASSEUR", help="Le classeur de suivi d’un PLIE.")
@click.option(
    "--ligne",
    "lignes",
    type=int,
    multiple=True,
    metavar="N",
    help="Une ligne de « Suivi », comme Excel la numérote ; l’option se répète.",
)
@option_jour("--du", help="Les réunions prévues à partir de ce jour.")
@option_jour("--au", help="Les réunions prévues jusqu’à ce jour.")
@click.option("-o", "--dossier", type=Path, required=True, metavar="DOSSIER", help="Où les écrire.")
@click.option("--essai", is_flag=True, help="Dit ce qui serait écrit, et n’écrit rien.")
@option_json(help="Un objet JSON par papier et par anomalie.")
def reunion(
    classeur: Path,
    lignes: tuple[int, ...],
    du: date | None,
    au: date | None,
    dossier: Path,
    essai: bool,
    en_json: bool,
) -> None:
    if bool(lignes) == bool(du or au):
        fail("donnez « --ligne 12 », ou bien une période avec « --du » et « --au »", USAGE)
    if du and au and au < du:
        fail(f"« --au » ({en_clair(au)}) est avant « --du » ({en_clair(du)})", USAGE)
    check_dossiers(dossier)
    compte = count_one(classeur)
    require_complement("word")
    from plie_xl.reports.meeting import find_reunions
    from plie_xl.reports.meeting_papers import find_embleme_absent

    publicite = _load_publicite()
    trouve = find_reunions(compte, lignes, du, au)
    if trouve.absentes:
        noms = enumere(map(str, trouve.absentes))
        fail(f"aucune réunion n’est notée à la ligne {noms} de « Suivi »", USAGE)
    show_anomalies(trouve.anomalies, en_json)
    avis = find_embleme_absent(publicite)
    if avis:
        say(typographie(avis))
    papiers = _write(trouve.reunions, publicite, dossier, essai, en_json)
    fait = "à écrire" if essai else "dans " + str(dossier)
    say(
        f"{pluriel(len(trouve.reunions), 'réunion')}, {pluriel(papiers, 'papier')} {fait} ;"
        f" {pluriel(len(trouve.anomalies), 'ligne laissée', 'lignes laissées')} de côté."
    )
    if papiers:
        pourquoi = "aucun nom n’y est écrit, et une feuille vide ne prouve rien"
        suite("Relisez chaque papier", pourquoi)
    elif not trouve.reunions:
        suite("Notez la réunion dans « Suivi »", "avec sa date et le statut « Prévue »")
    raise Exit(ANOMALIES if trouve.anomalies or avis else RIEN)


def _load_publicite() -> "Publicite":
    from plie_xl.model.settings import ReglageError, load_reglages

    try:
        return load_reglages().reglages.publicite
    except ReglageError as erreur:
        fail(str(erreur), USAGE)


def _write(
    reunions: "tuple[Reunion, ...]",
    publicite: "Publicite",
    dossier: Path,
    essai: bool,
    en_json: bool,
) -> int:
    """Write one folder a meeting, or say what would be; how many papers."""
    from plie_xl.files.errors import DestinationError
    from plie_xl.reports.bilan.model import ModeleError
    from plie_xl.reports.prepare import prepare

    with refusing():
        try:
            papiers = prepare(reunions, publicite, dossier, essai=essai)
        except (DestinationError, ModeleError) as erreur:
            fail(str(erreur), USAGE)
    for papier in papiers:
        if en_json:
            show_json(papier.to_dict())
        else:
            show(f"{papier.dossier}/{papier.fichier}")
    servies = {papier.ligne for papier in papiers}
    for x in reunions:
        if x.ligne not in servies:
            say(f"Ligne {x.ligne} : la fiche ne demande ici aucun papier à préparer.")
    return len(papiers)
