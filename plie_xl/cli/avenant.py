"""`plie-xl avenant`: what a fiche asks from a day on, typed in a few words."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from plie_xl.cli.common import RIEN, USAGE, argument, fail, option_annee, refusing, suite
from plie_xl.cli.french import Jour, commande
from plie_xl.cli.screen import say
from plie_xl.model.text import typographie

if TYPE_CHECKING:
    from plie_xl.model.collection import Deposee

_VALEURS = {  # option: key of the TOML, what it says
    "--nombre": ("minimum", "Le nombre demandé depuis ce jour : « 3 », ou « 1 à 3 »."),
    "--maximum": ("maximum", "Le haut de la fourchette."),
    "--genre": ("genre", "Exact, minimum, fourchette, moyenne ou environ."),
    "--modalites": ("modalites", "Les modalités admises, séparées par des virgules."),
    "--libelle": ("libelle", "Le libellé, pour une cible nouvelle."),
    "--unite": ("unite", "L’unité, pour une cible nouvelle : réunion, atelier…"),
    "--categorie": ("categorie", "La catégorie commune, pour une cible nouvelle."),
    "--theme": ("theme", "Le thème."),
}


def _options(fonction: click.decorators.FC) -> click.decorators.FC:
    for option, (cle, aide) in reversed(_VALEURS.items()):
        fonction = click.option(option, cle, metavar="VALEUR", help=aide)(fonction)
    return fonction


@commande
@argument("fiche", metavar="FICHE", help="L’identifiant du PLIE, comme « plie-xl fiches » le dit.")
@argument(
    "cible",
    metavar="CIBLE",
    help="La cible, son libellé ou son identifiant ; un nouveau en ajoute une.",
)
@click.option(
    "--le", type=Jour(), metavar="JJ/MM/AAAA", required=True,
    help="Le jour d’où l’avenant vaut ; le même jour le complète.",
)  # fmt: skip
@option_annee
@click.option(
    "--motif", default="", metavar="TEXTE", help="D’où il vient, comme « Avenant du 12 juin »."
)
@_options
@click.option(
    "--pieces", multiple=True, metavar="RÈGLE",
    help="« compte rendu », ou « à distance : mail de consultation » ; remplace les autres.",
)  # fmt: skip
@click.option("--supprimer", is_flag=True, help="La cible n’est plus demandée depuis ce jour.")
@click.option(
    "-o", "--sortie", type=Path, metavar="FICHIER",
    help="La fiche à écrire ; par défaut elle-même, l’ancienne gardée à côté, en .bak.",
)  # fmt: skip
@click.option("--essai", is_flag=True, help="Dire ce qui serait écrit, sans rien écrire.")
def avenant(
    fiche: str, cible: str, le: date, annee: int | None, motif: str, pieces: tuple[str, ...],
    supprimer: bool, sortie: Path | None, essai: bool, **valeurs: str | None,
) -> None:  # fmt: skip
    from plie_xl.document.amend import Changement, amend, read_dit
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.folder import make_dossier
    from plie_xl.model.errors import PlieError
    from plie_xl.years.avenant import find_cible, read_nombre, say_avenant

    deposee = _find(fiche, annee or le.year)
    sortie = _find_sortie(deposee, sortie)
    cible = cible if valeurs["libelle"] else find_cible(deposee.fiche, cible)
    dits = {cle: valeur for cle, valeur in valeurs.items() if valeur is not None}
    if "minimum" in dits and not dits.keys() & {"maximum", "genre"}:
        dits |= read_nombre(dits["minimum"], deposee.fiche, cible)
    if supprimer and (dits or pieces):
        fail("« --supprimer » va sans autre changement : retirez les autres options", USAGE)
    try:
        dit = read_dit(dits, pieces, supprimer)
        if not dit:
            fail("dites ce qui change : --nombre, --pieces, --supprimer ou une autre option", USAGE)
        texte, lue = amend(deposee.fiche, Changement(cible, le, dit, motif))
    except PlieError as erreur:
        fail(str(erreur), USAGE)
    if not essai:
        with refusing():
            make_dossier(sortie.parent)
            ecrit = write_atomic(sortie, texte.encode(), copie=True)
        if ecrit.avis:
            say(ecrit.avis)
    say(
        typographie(
            f"{'Serait écrit' if essai else 'Écrit'} : {sortie} ;"
            f" {say_avenant(lue, cible, bool(pieces))}."
        )
    )
    suite(f"plie-xl modeles --annee {lue.annee} -o modeles", "les classeurs avec l’avenant")
    say("Un classeur déjà rempli l’a par « Passer au nouveau modèle » (plie-xl migrer).")
    raise Exit(RIEN)


def _find(fiche: str, annee: int) -> "Deposee":
    from plie_xl.model.collection import fiches_en_vigueur
    from plie_xl.reports.explain import InconnuError, find_fiche

    recueil = fiches_en_vigueur()
    try:
        return recueil.deposee(find_fiche(fiche, recueil.annee(annee)))
    except InconnuError as erreur:
        fail(str(erreur), USAGE)


def _find_sortie(deposee: "Deposee", sortie: Path | None) -> Path:
    from plie_xl.files.claim import check_dossier, find_neuf, with_ending
    from plie_xl.files.errors import is_folder
    from plie_xl.years.avenant import find_fichier

    if sortie is None and (fichier := find_fichier(deposee)) is not None:
        return fichier
    if sortie is None:
        voulue = f"-o fiches/{deposee.fiche.annee}/{deposee.fiche.id}.toml"
        fail(f"cette fiche est celle du programme : dites où écrire la vôtre ({voulue})", USAGE)
    with refusing():
        if is_folder(sortie.parent):
            return find_neuf(sortie, (".toml",))
        check_dossier(sortie.parent)
        return with_ending(sortie, ".toml")
