"""What typer says by itself, in French: the help of each command, the faults of usage."""

from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from plie_xl.cli.conversion import convert

INTERROMPU = 130  # exit code, as shells know it


class _Aide:
    """A command whose help is French from end to end."""

    name: str | None
    help: str | None

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Montre cette aide."
            convert(option)
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        arguments = [p for p in ctx.command.get_params(ctx) if p.param_type_name == "argument"]
        options = [p for p in ctx.command.get_params(ctx) if p not in arguments]
        commandes = [(nom, c.help) for nom, c in getattr(self, "commands", {}).items()]
        mots = ["COMMANDE"] * bool(commandes) + [str(p.metavar) for p in arguments]
        formatter.write_usage(ctx.command_path, " ".join([*mots, "[OPTIONS]"]), "Usage : ")
        formatter.write_paragraph()
        formatter.write_text(self.help)
        for titre, lignes in (
            ("Commandes", commandes),
            ("Arguments", [_aide(p) for p in arguments]),
            ("Options", [_aide(p) for p in options]),
        ):
            if lignes:
                with formatter.section(f"{titre}\N{NO-BREAK SPACE}"):
                    formatter.write_dl(lignes)


def _aide(param: Any) -> tuple[str, str]:
    """A parameter as the help shows it: how to write it, what it does."""
    if param.param_type_name == "argument":
        ecriture = str(param.metavar)
    else:
        valeur = "" if param.is_flag or not param.metavar else f" {param.metavar}"
        ecriture = ", ".join(sorted(param.opts, key=len)) + valeur
    defaut = param.default if param.metavar and isinstance(param.default, str | Path) else None
    suite = " [obligatoire]" if param.required else f" [par défaut : {defaut}]" if defaut else ""
    return ecriture, f"{param.help or ''}{suite}"


class Commande(_Aide, TyperCommand):
    """A command of `plie-xl`."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        for param in self.params:
            convert(param)
        return super().make_context(*args, **kwargs)


class Groupe(_Aide, TyperGroup):
    """`plie-xl` itself."""


def run(app: typer.Typer) -> None:
    """Run the command line; a fault of usage is one French sentence and exit code 2."""
    try:
        code = app(standalone_mode=False)
    except typer.Abort:
        code = INTERROMPU
    except Exception as erreur:
        if not hasattr(erreur, "format_message"):
            raise
        if type(erreur).__name__ == "NoArgsIsHelpError":
            typer.echo(erreur.format_message(), err=True)
            raise SystemExit(2) from None
        phrase = explain(erreur)
        point = "" if phrase.endswith("?") else "."
        typer.echo(
            f"plie-xl : {phrase}{point}\nPour de l’aide : {_commande(erreur)} --aide", err=True
        )
        raise SystemExit(2) from None
    if code == INTERROMPU:  # all that typer leaves of Ctrl-C; `cli.main` has the sentence
        raise KeyboardInterrupt
    raise SystemExit(code if isinstance(code, int) else 0)


def explain(erreur: Any) -> str:
    """What a fault of usage says, in French; recognised by the name of its kind."""
    genres = [classe.__name__ for classe in type(erreur).__mro__]
    param = getattr(erreur, "param", None)
    nom = _nom(param) if param is not None else ""
    if "MissingParameter" in genres:
        return f"il manque {nom}"
    if "NoSuchOption" in genres:
        return f"l’option « {erreur.option_name} » n’existe pas{_proche(erreur.possibilities)}"
    if "BadParameter" in genres:
        attendu = getattr(param, "metavar", None)
        return f"la valeur donnée à {nom} est refusée" + (f" ; attendu : {attendu}" * bool(attendu))
    mots = erreur.format_message().split("'")
    if mots[0].startswith("No such command"):
        proche = [mots[3]] if len(mots) > 3 else []
        return f"la commande « {mots[1]} » n’existe pas{_proche(proche)}"
    if mots[0].startswith("Got unexpected extra argument"):
        return "il y a un argument de trop"
    if mots[0].startswith("Missing command"):
        return "il manque la commande"
    return f"la commande est mal écrite ({erreur.format_message()})"


def _nom(param: Any) -> str:
    """How a person writes this parameter: « -o / --sortie », « FICHIER… »."""
    options = [o for o in param.opts if o.startswith("-")]
    return " / ".join(options) if options else str(param.metavar or param.name)


def _proche(possibles: Any) -> str:
    return f" ; vouliez-vous dire « {sorted(possibles)[0]} » ?" if possibles else ""


def _commande(erreur: Any) -> str:
    return erreur.ctx.command_path if getattr(erreur, "ctx", None) else "plie-xl"
