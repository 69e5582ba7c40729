"""`plie-xl historique`: masters kept over the year, side by side."""

from pathlib import Path

import click

from plie_xl.cli.common import (
    ILLISIBLE,
    argument_masters,
    check_local,
    check_master,
    fail,
    option_json,
    option_remplacer,
    simple,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import show, show_json
from plie_xl.cli.writing import write_one


@commande
@argument_masters(help="Des classeurs maîtres gardés, dans n’importe quel ordre.")
@click.option(
    "-o", "--sortie", type=Path, metavar="HISTORIQUE.xlsx", help="Le classeur des courbes."
)
@option_json(help="Une ligne JSON par classeur maître.")
@option_remplacer
def historique(
    masters: tuple[Path, ...], sortie: Path | None, en_json: bool, remplacer: bool
) -> None:
    from plie_xl.files.inbox import keep_once
    from plie_xl.master.read import MasterError, read_master
    from plie_xl.reports.history import (
        build_historique,
        ligne_ensemble,
        recognize_historique,
        sort_masters,
    )

    check_local(*masters, sortie)
    for master in masters:
        check_master(master)
    try:
        lus = sort_masters(read_master(master) for master in keep_once(masters))
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
        octets = build_historique(lus)
        ou = write_one(sortie, octets, recognize_historique, lus=masters, remplacer=remplacer)
        suite(f"Ouvrez {ou}", "les courbes, puis chaque territoire, puis les réceptions")


def _say(ligne: dict[str, object]) -> str:
    """« 31/10/2024 : tenu 297, justifié 287, au dossier non contrôlé… »."""
    from plie_xl.model.text import en_clair

    jour = en_clair(ligne["reference"]) or "sans date"
    mots = (("tenu", "tenu"), ("justifie", "justifié"), ("au_dossier", "au dossier"),
            ("retenu_csf", "retenu au CSF"))  # fmt: skip
    dits = (f"{mot} {en_clair(ligne.get(c)) or 'non contrôlé'}" for c, mot in mots)
    return f"{jour} : {', '.join(dits)} ({ligne['master']})"
