"""The command line: the list of the commands, nothing else."""

import sys

import typer

from plie_xl.cli.atteinte import atteinte
from plie_xl.cli.consolider import consolider
from plie_xl.cli.demo import demo
from plie_xl.cli.expliquer import expliquer
from plie_xl.cli.fiches import fiches
from plie_xl.cli.french import INTERROMPU, Commande, Groupe, run
from plie_xl.cli.installation import desinstaller, diagnostic, installer
from plie_xl.cli.modeles import modeles
from plie_xl.cli.relances import relances
from plie_xl.cli.tableau_de_bord import tableau_de_bord
from plie_xl.cli.valider import valider

FAUTE = 70  # exit code of a fault of the program itself
PERSONNE = 141  # that of a program whose reader has gone, as shells know it

app = typer.Typer(
    cls=Groupe,
    subcommand_metavar="COMMANDE …",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["--aide", "--help", "-h"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for commande in (  # in the order of a year of work
    fiches,
    modeles,
    demo,
    valider,
    atteinte,
    consolider,
    expliquer,
    relances,
    tableau_de_bord,
    installer,
    desinstaller,
    diagnostic,
):
    app.command(cls=Commande)(commande)


@app.callback()
def groupe() -> None:
    """Prépare, contrôle et consolide les classeurs de suivi des PLIE."""


def main() -> None:
    """Run one command; a fault of ours is a sentence and a log, never a traceback."""
    try:
        run(app)
    except KeyboardInterrupt:
        typer.echo("plie-xl : interrompu ; rien n’est écrit à moitié.", err=True)
        raise SystemExit(INTERROMPU) from None
    except BrokenPipeError:  # « | head » has seen enough
        raise SystemExit(PERSONNE) from None
    except Exception as erreur:
        from plie_xl.files.log import write_journal

        journal = write_journal("plie-xl " + " ".join(sys.argv[1:2]), erreur)
        typer.echo(
            "plie-xl : arrêt sur une erreur du programme ; vos classeurs sont intacts.\n"
            f"Envoyez « {journal} » à AGAPE : il dit où, sans le contenu de vos cellules.",
            err=True,
        )
        raise SystemExit(FAUTE) from None
