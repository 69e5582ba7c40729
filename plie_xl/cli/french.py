"""Commands that click runs and that speak French: the help, the faults of usage."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from plie_xl.cli.catalogue import COMMANDES
from plie_xl.cli.slips import find_tiret, mend
from plie_xl.model.text import enumere, read_jour, typographie, visible

_AILLEURS = 3  # commands named for an option that this one does not take


class Argument(click.Argument):
    """An argument that says what it is: older versions of click keep no place for that."""

    def __init__(self, declarations: Sequence[str], help: str = "", **attributs: Any) -> None:
        super().__init__(declarations, **attributs)
        self.help = help


class Jour(click.ParamType):  # type: ignore[type-arg]  # older versions of click take none
    """A day: « 31/12/2024 », as people write it, or « 2024-12-31 »."""

    name = "jour"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        jour = read_jour(value)
        if jour is None:
            self.fail("", param, ctx)
        return jour


def _apply(ctx: click.Context, param: click.Parameter, valeur: Any) -> None:
    """Before a command starts: where the fiches and the settings are."""
    if not valeur:
        return
    from plie_xl.model.settings import apply_options

    if param.name == "fiches_de":
        apply_options(None, tuple(map(Path, valeur)))
    else:
        apply_options(Path(valeur), ())


COMMUNES = (  # options that every command takes
    click.Option(
        ["--fiches", "fiches_de"],
        multiple=True,
        metavar="DOSSIER",
        expose_value=False,
        is_eager=True,
        callback=_apply,
        help="Les fiches d’AGAPE, un dossier par année ; plusieurs fois au besoin.",
    ),
    click.Option(
        ["--reglages", "reglages_de"],
        metavar="FICHIER",
        expose_value=False,
        is_eager=True,
        callback=_apply,
        help="Les réglages d’AGAPE, au lieu de ceux de cet ordinateur.",
    ),
)


class Commande(click.Command):
    """A command of `plie-xl`, French from its first word to its last."""

    allow_extra_args = True  # refused below, in French

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        propres = super().get_params(ctx)
        if isinstance(self, click.Group):
            return propres
        *siennes, aide = propres
        return [*siennes, *(o for o in COMMUNES if o.name not in {p.name for p in siennes}), aide]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Montre cette aide."
        return option

    def get_help(self, ctx: click.Context) -> str:
        return typographie(visible(super().get_help(ctx), "\n"))

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        params = self.get_params(ctx)
        arguments = [p for p in params if isinstance(p, click.Argument)]
        options = [p for p in params if isinstance(p, click.Option)]
        commandes = (
            [_insecable(x) for x in COMMANDES.items()] if isinstance(self, click.Group) else []
        )
        mots = ["COMMANDE"] * bool(commandes) + [str(p.metavar) for p in arguments]
        formatter.write_usage(ctx.command_path, " ".join([*mots, "[OPTIONS]"]), "Usage : ")
        formatter.write_paragraph()
        formatter.write_text(self.help or "")
        for titre, lignes in (
            ("Commandes", commandes),
            ("Arguments", [_aide(p) for p in arguments]),
            ("Options", [_aide(p) for p in options]),
        ):
            if lignes:
                with formatter.section(f"{titre} "):
                    formatter.write_dl(lignes)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        args = list(map(mend, args))
        try:
            self._refuse_tirets(ctx, args)
            self._refuse_doubles(ctx, args)
            reste = super().parse_args(ctx, args)
        except click.UsageError as erreur:
            erreur.ctx = erreur.ctx or ctx
            raise
        if reste and not isinstance(self, click.Group):
            raise click.UsageError("il y a un argument de trop", ctx)
        return reste

    def _refuse_tirets(self, ctx: click.Context, args: list[str]) -> None:
        siennes = {o for p in self.get_params(ctx) if isinstance(p, click.Option) for o in p.opts}
        if dit := find_tiret(args, siennes):
            raise click.UsageError(dit, ctx)

    def _refuse_doubles(self, ctx: click.Context, args: list[str]) -> None:
        """Of an option given twice, click silently forgets the first."""
        *_, donnees = self.make_parser(ctx).parse_args(list(args))
        for param in donnees:
            une = isinstance(param, click.Option) and not (param.multiple or param.is_flag)
            if une and donnees.count(param) > 1:
                raise click.UsageError(
                    f"{_nom(param)} est écrit plusieurs fois : gardez-en un", ctx
                )


class Groupe(Commande, click.Group):
    """`plie-xl` itself: a command is imported when it is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _load(cmd_name) if cmd_name in COMMANDES else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDES:
            proche = _proche(args[0], COMMANDES)
            raise click.UsageError(f"la commande « {args[0]} » n’existe pas{proche}", ctx)
        return super().resolve_command(ctx, args)


def commande(fonction: Callable[..., None]) -> Commande:
    """Make of a function the command of its name, with the sentence of the catalogue."""
    nom = fonction.__name__.replace("_", "-")
    return click.command(nom, cls=Commande, help=COMMANDES[nom])(fonction)


def explain(erreur: click.UsageError) -> str:
    """What a fault of usage says, in French."""
    param = erreur.param if isinstance(erreur, click.BadParameter) else None
    match erreur:
        case click.MissingParameter():
            return f"il manque {_nom(param)}"
        case click.BadParameter():
            attendu = f" ; attendu : {param.metavar}" if param and param.metavar else ""
            return f"la valeur donnée à {_nom(param)} est refusée{attendu}"
        case click.NoSuchOption():
            return _unknown(erreur)
        case click.BadOptionUsage():
            return _misused(erreur)
    return erreur.format_message()  # ours, above


def _aide(param: click.Argument | click.Option) -> tuple[str, str]:
    """A parameter as the help shows it: how to write it, what it does."""
    aide: str | None = getattr(param, "help", None)
    ecriture = str(param.metavar)
    if isinstance(param, click.Option):
        valeur = f" {param.metavar}" if param.metavar else ""
        ecriture = ", ".join(sorted(param.opts, key=lambda o: (len(o), o))) + valeur
    defaut = param.default if param.metavar and isinstance(param.default, str | Path) else None
    suite = " [obligatoire]" if param.required else f" [par défaut : {defaut}]" if defaut else ""
    return _insecable((ecriture, f"{aide or ''}{suite}"))


def _insecable(ligne: tuple[str, str]) -> tuple[str, str]:
    """With its French blanks before it is cut in lines, which those blanks must not end."""
    return ligne[0], typographie(ligne[1])


def _misused(erreur: click.BadOptionUsage) -> str:
    """An option without its value, or with a value that it does not take."""
    params = erreur.ctx.command.params if erreur.ctx else []
    option = next((p for p in params if erreur.option_name in p.opts), None)
    if option is None or option.metavar is None:
        return f"l’option « {erreur.option_name} » s’écrit seule, sans valeur"
    return f"il manque la valeur de {erreur.option_name} ; attendu : {option.metavar}"


def _unknown(erreur: click.NoSuchOption) -> str:
    """An option misspelt, of another command, or written before its command."""
    nom, ctx = erreur.option_name, erreur.ctx
    proche = _proche(nom, erreur.possibilities or (), 0.7)
    if ctx is not None and isinstance(ctx.command, click.Group) and not proche:
        return f"l’option « {nom} » s’écrit après la commande, comme « plie-xl fiches --json »"
    autres = [autre for autre in COMMANDES if any(nom in p.opts for p in _load(autre).params)]
    if 0 < len(autres) <= _AILLEURS:
        prises = enumere(f"« plie-xl {autre} »" for autre in autres)
        return f"l’option « {nom} » n’est pas de cette commande, mais de {prises}"
    return f"l’option « {nom} » n’existe pas{'' if autres else proche}"


def _load(nom: str) -> click.Command:
    module = nom.replace("-", "_")
    trouvee: click.Command = getattr(import_module(f"plie_xl.cli.{module}"), module)
    return trouvee


def _nom(param: click.Parameter | None) -> str:
    """How a person writes this parameter: « -o / --sortie », « FICHIER… »."""
    if isinstance(param, click.Option):
        return " / ".join(param.opts)
    return str(param.metavar) if param else "un paramètre"


def _proche(ecrit: str, possibles: Iterable[str], ressemblance: float = 0.6) -> str:
    from difflib import get_close_matches

    proches = get_close_matches(ecrit, list(possibles), 1, ressemblance)
    return f" ; vouliez-vous dire « {proches[0]} » ?" if proches else ""
