"""`plie-xl arreter`: a year is closed, whole or not at all."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from plie_xl.cli.brought import option_registres, option_verdicts
from plie_xl.cli.common import (
    ANOMALIES,
    RIEN,
    USAGE,
    argument,
    check_dossiers,
    check_present,
    fail,
    open_depot,
    option_au,
    option_jour,
    read_named,
    refusing,
    show_anomalies,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.pieces import load_en_vigueur
from plie_xl.cli.screen import say
from plie_xl.model.text import pluriel

if TYPE_CHECKING:
    from plie_xl.control.frozen import Arrete
    from plie_xl.reports.freeze import Demande


@commande
@argument("recus", type=Path, metavar="DOSSIER", help="Le dossier des classeurs reçus.")
@click.option(
    "-o", "--sortie", type=Path, required=True, metavar="ARRETE", help="Le dossier à créer."
)
@click.option("--annee", type=click.IntRange(1900, 2099), metavar="AAAA", help="L’année à arrêter.")
@option_au
@option_jour("--le", help="Le jour de l’arrêté ; par défaut aujourd’hui.")
@click.option("--par", default="", metavar="INITIALES", help="Qui arrête : des initiales.")
@click.option("--malgre", default="", metavar="PHRASE", help="Pourquoi, si des anomalies bloquent.")
@option_registres
@option_verdicts
@click.option("--bilans", type=Path, metavar="DOSSIER", help="Les bilans, gardés tels quels.")
@click.option("--essai", is_flag=True, help="Dire si l’année peut être arrêtée, n’écrire rien.")
def arreter(
    recus: Path,
    sortie: Path,
    annee: int | None,
    au: date | None,
    le: date | None,
    par: str,
    malgre: str,
    registres: Path | None,
    verdicts: tuple[Path, ...],
    bilans: Path | None,
    essai: bool,
) -> None:
    check_present([x for x in (recus, registres, *verdicts, bilans) if x])
    check_dossiers(sortie)
    reglages = load_en_vigueur().controle
    from plie_xl.reports.freeze import Demande

    with open_depot([recus], []) as depot:
        demande = Demande(
            depot, read_named, le or date.today(), annee, au, par, malgre,
            _list(registres), verdicts, _list(bilans), reglages,
        )  # fmt: skip
        arrete = _close(demande, sortie, essai)
    version = arrete.derniere
    fait = "peut être arrêtée ; rien n’est écrit" if essai else f"est arrêtée dans « {sortie} »"
    say(f"L’année {arrete.annee} {fait} : version {version.numero},"
        f" {pluriel(len(arrete.fichiers), 'fichier')}.")  # fmt: skip
    if version.bloquantes:
        combien = pluriel(version.bloquantes, "anomalie bloquante", "anomalies bloquantes")
        say(f"Malgré {combien} : « {version.malgre} ».")
    absents = {x.cle.split("/")[0] for x in arrete.cibles if x.tenu is None}
    if absents:
        say(f"Sans classeur reçu : {pluriel(len(absents), 'territoire')}.")
    suite("plie-xl consolider … --arrete", "montrera l’année arrêtée, et ce qui a changé depuis")
    raise Exit(RIEN)


def _list(dossier: Path | None) -> tuple[Path, ...]:
    """The files of a folder, in the order of their names; links are not followed."""
    if dossier is None:
        return ()
    return tuple(sorted(x for x in dossier.iterdir() if x.is_file() and not x.is_symlink()))


def _close(demande: "Demande", sortie: Path, essai: bool) -> "Arrete":
    """Close the year, there or in a folder that goes at once; says why not."""
    import tempfile

    from plie_xl.control.frozen import ArreteError
    from plie_xl.control.received import ControleError
    from plie_xl.master.run import RienRecuError
    from plie_xl.model.expected import AnneesError
    from plie_xl.reports.freeze import RefuseError, close_year

    try:
        with refusing():
            if not essai:
                return close_year(demande, sortie)
            with tempfile.TemporaryDirectory() as brouillon:
                return close_year(demande, Path(brouillon) / "essai")
    except RefuseError as erreur:
        show_anomalies(erreur.anomalies, False)
        say(f"{erreur}.")
        raise Exit(ANOMALIES) from erreur
    except (ArreteError, ControleError, RienRecuError, AnneesError) as erreur:
        fail(str(erreur), USAGE)
