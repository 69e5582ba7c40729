"""The few words that typer says by itself, in French: help option, panels, faults of usage."""

import gettext
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

MOTS = {
    "Commands": "Commandes",
    "Error": "Erreur",
    "required": "obligatoire",
    "default: {default}": "par défaut : {default}",
    "[default: {}]": "[par défaut : {}]",
    "[required]": "[obligatoire]",
}


class _Aide:
    """Help option that speaks French."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Montre cette aide."
        return option


class Commande(_Aide, TyperCommand):
    """A command of `plie-xl`."""


class Groupe(_Aide, TyperGroup):
    """`plie-xl` itself."""


def run(app: typer.Typer) -> None:
    """Run the command line; a fault of usage is one French sentence and exit code 2."""
    anglais = gettext.gettext
    gettext.gettext = lambda message: MOTS.get(message, anglais(message))
    try:
        code = app(standalone_mode=False)
    except typer.Abort:
        raise SystemExit(130) from None
    except Exception as erreur:
        if not hasattr(erreur, "format_message"):
            raise
        phrase = explain(erreur)
        point = "" if phrase.endswith("?") else "."
        typer.echo(
            f"plie-xl : {phrase}{point}\nPour de l’aide : {_commande(erreur)} --aide", err=True
        )
        raise SystemExit(2) from None
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
