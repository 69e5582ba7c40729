"""`plie-xl tirer`: a master → the workbook of its control."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from plie_xl.cli.common import (
    ANOMALIES,
    ILLISIBLE,
    RIEN,
    USAGE,
    argument_master,
    check_local,
    check_master,
    fail,
    option_jour,
    option_json,
    refusing,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.pieces import load_en_vigueur
from plie_xl.cli.screen import say, show, show_anomalie, show_json
from plie_xl.model.text import nombre, pluriel, visible
from plie_xl.model.words import GRAINE_ATTENDUE

if TYPE_CHECKING:
    from plie_xl.reports.drawing import Preparee


@commande
@argument_master
@click.option(
    "--graine",
    required=True,
    metavar="GRAINE",
    help=f"Ce que vous annoncez : {GRAINE_ATTENDUE}.",
)
@click.option("-o", "--sortie", type=Path, metavar="CONTROLE.xlsx", help="Le classeur à écrire.")
@click.option("--taux", metavar="20", help="La part à tirer, en %. Sans elle, tout est contrôlé.")
@click.option("--motif", default="", metavar="PHRASE", help="Pourquoi un échantillon suffit.")
@click.option(
    "--strates",
    default="fiche,cible",
    metavar="fiche,cible",
    help="Ce qui sépare les strates ; « fiche » ou « cible » seul.",
)
@option_jour("--le", help="Le jour du tirage, écrit dans le classeur.")
@click.option("--cles", is_flag=True, help="Montrer les clés des lignes, n’écrire rien.")
@click.option("--essai", is_flag=True, help="Dire ce qui serait tiré, n’écrire rien.")
@option_json(help="Un objet JSON par ligne tirée.")
def tirer(
    master: Path,
    graine: str,
    sortie: Path | None,
    taux: str | None,
    motif: str,
    strates: str,
    le: date | None,
    cles: bool,
    essai: bool,
    en_json: bool,
) -> None:
    check_local(sortie)
    check_master(master)
    _check(graine, sortie, dispense=cles or essai)
    reglages = load_en_vigueur().controle
    from plie_xl.files.claim import find_neuf
    from plie_xl.master.read import MasterError
    from plie_xl.reports.drawing import find_demande, find_faute, prepare_tirage

    demande = find_demande(reglages, graine, _read_taux(taux), motif, _read_strates(strates))
    faute = None if cles else find_faute(demande)
    if faute:
        show_anomalie(faute)
        say("Rien n’est écrit.")
        raise Exit(ANOMALIES)
    with refusing():
        place = find_neuf(sortie, (".xlsx",)) if sortie else None
    try:
        preparee = prepare_tirage(master, demande, reglages, le)
    except MasterError as erreur:
        fail(str(erreur), ILLISIBLE)
    if cles:
        for ligne in sorted(x.cle for x in preparee.tirages):
            show(ligne)
        raise Exit(RIEN)
    _write(preparee, None if essai else place)
    _say(preparee, en_json)
    raise Exit(RIEN)


def _check(graine: str, sortie: Path | None, *, dispense: bool) -> None:
    from plie_xl.control.draw import est_graine

    if sortie is None and not dispense:
        fail("il manque -o / --sortie : le classeur à écrire, comme « controle.xlsx »", USAGE)
    if not est_graine(graine):
        fail(f"« {visible(graine)} » n’est pas une graine ; donnez {GRAINE_ATTENDUE}", USAGE)


def _read_taux(taux: str | None) -> Fraction | None:
    """« 20 », « 12,5 »: a share in percent."""
    if taux is None:
        return None
    try:
        part = Fraction(taux.strip().removesuffix("%").strip().replace(",", ".")) / 100
    except (ValueError, ZeroDivisionError):
        part = Fraction(0)
    if not 0 < part <= 1:
        fail("la valeur donnée à --taux est refusée ; attendu : une part en %, de 0 à 100", USAGE)
    return part


def _read_strates(strates: str) -> tuple[str, ...]:
    from plie_xl.control.draw import STRATES

    lues = {mot.strip() for mot in strates.split(",") if mot.strip()}
    if not lues <= set(STRATES):
        fail("--strates se compose de « fiche » et de « cible », séparés d’une virgule", USAGE)
    return tuple(nom for nom in STRATES if nom in lues)


def _write(preparee: "Preparee", place: Path | None) -> None:
    from plie_xl.files.atomic import write_atomic

    if place is None:
        return
    with refusing():
        write_atomic(place, preparee.octets)
    say(f"Tirage écrit dans « {place} ».")


def _say(preparee: "Preparee", en_json: bool) -> None:
    if en_json:
        for x in preparee.tirages:
            if x.tiree:
                show_json({"cle": x.cle, "strate": x.strate, "empreinte": x.empreinte})
    else:
        for nom, (taille, tirees) in preparee.strates.items():
            show(f"{nom} : {pluriel(tirees, 'ligne tirée', 'lignes tirées')} sur {nombre(taille)}")
    tout = pluriel(len(preparee.tirages), "ligne justifiée", "lignes justifiées")
    say(f"{pluriel(preparee.tirees, 'ligne tirée', 'lignes tirées')} sur {tout}.")
    suite("Remplissez « Verdicts »", "puis « plie-xl notifier » écrit une lettre par PLIE")
