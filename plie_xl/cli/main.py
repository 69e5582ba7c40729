"""The command line: how a run starts, and each way it ends."""

import signal
import sys
from contextlib import suppress

import click
from click.exceptions import Exit

from plie_xl.cli.french import Groupe, explain
from plie_xl.cli.screen import ROUGE, prepare, say, show
from plie_xl.model.errors import ChoiceError

USAGE = 2
FAUTE = 70  # exit code of a fault of the program itself
INTERROMPU = 130  # that of Ctrl-C, as shells know it
PERSONNE = 141  # that of a program whose reader has gone, likewise


def show_version(ctx: click.Context, param: click.Parameter, demandee: bool) -> None:
    """Say the version, and stop."""
    if demandee:
        from importlib.metadata import version

        show(f"plie-xl {version('plie-xl')}")
        ctx.exit()


@click.group(
    cls=Groupe,
    help="Prépare, contrôle et consolide les classeurs de suivi des PLIE.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--aide", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Dit la version de plie-xl.",
)
@click.pass_context
def app(ctx: click.Context) -> None:
    """`plie-xl` without a command: its help, and wrong usage."""
    if ctx.invoked_subcommand is None:
        for ligne in ctx.get_help().split("\n"):
            say(ligne)
        raise Exit(USAGE)


def listen_to_stop() -> None:
    """Take the system's « stop » and a closed window as Ctrl-C: whoever leaves tidies up first."""
    coups = [getattr(signal, nom) for nom in ("SIGTERM", "SIGHUP") if hasattr(signal, nom)]

    def interrupt(*_: object) -> None:
        for coup in coups:
            signal.signal(coup, signal.SIG_IGN)  # a second one would stop the tidying
        raise KeyboardInterrupt

    for coup in coups:
        if signal.getsignal(coup) == signal.SIG_DFL:  # « nohup » ignores one of them
            signal.signal(coup, interrupt)


def run() -> int:
    """Run one command; a fault of usage is one French sentence. Gives the exit code."""
    try:
        return app.main(standalone_mode=False) or 0
    except click.UsageError as erreur:
        phrase = explain(erreur)
        point = _point(phrase)
        commande = erreur.ctx.command_path if erreur.ctx else "plie-xl"
        say(("plie-xl : ", ROUGE), f"{phrase}{point}")
        say(f"Pour de l’aide : {commande} --aide")
        return USAGE
    except ChoiceError as erreur:
        say(("plie-xl : ", ROUGE), f"{str(erreur).removesuffix('.')}{_point(str(erreur))}")
        return USAGE
    except click.Abort:
        return _say_interrompu()
    except RuntimeError as erreur:  # what Python 3.11 makes of a stop while a class is made
        if isinstance(erreur.__cause__, KeyboardInterrupt):
            return _say_interrompu()
        raise
    except SystemExit:  # all that click leaves of « | head », which has seen enough
        return PERSONNE


def _say_interrompu() -> int:
    with suppress(OSError):  # the window may be closed
        say("plie-xl : interrompu ; rien n’est écrit à moitié.")
    return INTERROMPU


def _point(phrase: str) -> str:
    return "" if phrase.endswith("?") else "."


def main() -> None:
    """Run one command; a fault of ours is a sentence and a log, never a traceback."""
    prepare()
    listen_to_stop()
    try:
        code = run()
    except Exception as erreur:
        from plie_xl.files.log import write_journal

        journal = write_journal("plie-xl " + " ".join(sys.argv[1:2]), erreur)
        say("plie-xl : arrêt sur une erreur du programme ; vos classeurs sont intacts.")
        say(f"Envoyez « {journal} » à AGAPE : il dit où, sans le contenu de vos cellules.")
        code = FAUTE
    raise SystemExit(code)
