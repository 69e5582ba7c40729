"""`plie-xl adopter`: a confirmed workbook → the TOML of a fiche, nothing without a human word."""

import re
from pathlib import Path

import click
from click.exceptions import Exit

from plie_xl.cli.common import ANOMALIES, RIEN, argument, check_present, refusing, suite
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say
from plie_xl.model.text import pluriel

ANNEE = re.compile(r"(?:19|20)\d\d")


@commande
@argument(
    "classeur", type=Path, metavar="CLASSEUR",
    help="Le classeur à confirmer, décidé ligne par ligne.",
)  # fmt: skip
@click.option(
    "-o", "--fiche", type=Path, required=True, metavar="FICHIER",
    help="La fiche à écrire, comme fiches/2025/graves.toml.",
)  # fmt: skip
def adopter(classeur: Path, fiche: Path) -> None:
    check_present([classeur])
    from plie_xl.document.adopt import adopt
    from plie_xl.document.decided import AdoptionError
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.claim import check_dossier, find_neuf, with_ending
    from plie_xl.files.errors import is_folder
    from plie_xl.files.folder import make_dossier

    with refusing():
        check_dossier(fiche.parent)
        fiche = with_ending(fiche, ".toml")
        if is_folder(fiche.parent):
            fiche = find_neuf(fiche, (".toml",))
    try:
        texte, lue = adopt(classeur, fiche.name)
        _check_annee(fiche, lue.annee)
    except AdoptionError as erreur:
        for phrase in erreur.phrases:
            say(phrase)
        raise Exit(ANOMALIES) from erreur
    with refusing():
        make_dossier(fiche.parent)
        write_atomic(fiche, texte.encode())
    say(f"écrit : {fiche} ({lue.plie}, {lue.annee}, {pluriel(len(lue.cibles), 'cible')}).")
    _say_lexique(classeur)
    dossier = fiche.absolute().parent.parent
    suite(f"plie-xl modeles --fiches {dossier} --annee {lue.annee}", "les classeurs de cette fiche")
    raise Exit(RIEN)


def _say_lexique(classeur: Path) -> None:
    """Lines for her own lexique, when a word that she corrected may come again."""
    from plie_xl.document.decided import read_decisions
    from plie_xl.document.proposals import propose_lexique

    lignes = propose_lexique(read_decisions(classeur)[0])
    if lignes:
        say("Des mots que le programme ne lisait pas ; pour qu’il les lise, dans votre lexique :")
        for ligne in lignes:
            say(f"  {ligne}")


def _check_annee(fiche: Path, annee: int) -> None:
    """The fiches of a year lie in its folder: another year there would be refused later."""
    from plie_xl.document.decided import AdoptionError

    dossier = fiche.absolute().parent.name
    if ANNEE.fullmatch(dossier) and int(dossier) != annee:
        raise AdoptionError([
            f"la fiche est de {annee} (« Début »), son dossier est celui de {dossier} : écrivez-la"
            f" dans « {fiche.parent.parent / str(annee) / fiche.name} »"
        ])  # fmt: skip
