"""`plie-xl historique`: masters kept over the year, side by side."""

from pathlib import Path

import click

from plie_xl.cli.common import (
    ILLISIBLE,
    argument,
    check_local,
    check_master,
    fail,
    option_json,
    option_remplacer,
    refusing,
    simple,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say, show, show_json


@commande
@argument(
    "masters",
    nargs=-1,
    required=True,
    type=Path,
    metavar="MAÎTRE…",
    help="Des classeurs maîtres gardés, dans n’importe quel ordre.",
)
@click.option(
    "-o", "--sortie", type=Path, metavar="HISTORIQUE.xlsx", help="Le classeur des courbes."
)
@option_json(help="Une ligne JSON par classeur maître.")
@option_remplacer
def historique(
    masters: tuple[Path, ...], sortie: Path | None, en_json: bool, remplacer: bool
) -> None:
    from plie_xl.master.read import MasterError, read_master
    from plie_xl.reports.history import build_historique, ligne_ensemble, sort_masters

    check_local(*masters, sortie)
    for master in masters:
        check_master(master)
    try:
        lus = sort_masters(read_master(master) for master in masters)
    except MasterError as erreur:
        fail(str(erreur), ILLISIBLE)
    for ligne in map(ligne_ensemble, lus):
        jour = ligne["reference"]
        if en_json:
            dite = jour.isoformat() if jour else None
            show_json({**{c: simple(v) for c, v in ligne.items()}, "reference": dite})
        else:
            show(_say(ligne))
    if sortie is not None:
        _write(sortie, build_historique(lus), masters, remplacer)


def _say(ligne: dict[str, object]) -> str:
    """« 31/10/2024 : tenu 297, justifié 287, au dossier non contrôlé… »."""
    from plie_xl.model.text import en_clair

    jour = en_clair(ligne["reference"]) or "sans date"
    mots = (("tenu", "tenu"), ("justifie", "justifié"), ("au_dossier", "au dossier"),
            ("retenu_csf", "retenu au CSF"))  # fmt: skip
    dits = (f"{mot} {en_clair(ligne.get(c)) or 'non contrôlé'}" for c, mot in mots)
    return f"{jour} : {', '.join(dits)} ({ligne['master']})"


def _write(sortie: Path, octets: bytes, lus: tuple[Path, ...], remplacer: bool) -> None:
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.claim import claim, with_ending
    from plie_xl.reports.history import recognize_historique

    with refusing():
        chemin = with_ending(sortie, ".xlsx")
        garde = claim(chemin, recognize_historique, lus=lus, remplacer=remplacer)
        ecrit = write_atomic(chemin, octets, copie=garde)
    if ecrit.avis:
        say(ecrit.avis)
    suite(f"Ouvrez {ecrit.chemin}", "les courbes, puis chaque territoire, puis les réceptions")
