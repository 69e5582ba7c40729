"""The door to the terminal: all that a command prints leaves here, and nowhere else.

A cell or a file's name cannot drive a terminal: what acts without being seen is shown by a sign
(`visible`). Blanks are those of French (`typographie`), save in JSON. Colours are ours, for who
watches, unless NO_COLOR is set.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TextIO

import click

from plie_xl.model.text import typographie, visible

if TYPE_CHECKING:
    from plie_xl.model.anomaly import Anomalie

Style = Mapping[str, Any]
Partie = str | tuple[str, Style]
GRAS: Style = {"bold": True}
ROUGE: Style = {"bold": True, "fg": "red"}
_SANS_FIN = 10_000  # columns, where nobody watches


def say(*parties: Partie) -> None:
    """Say one line to the person, beside the data."""
    _leave(parties, sys.stderr)


def show(*parties: Partie) -> None:
    """Print one line of data."""
    _leave(parties, sys.stdout)


def show_json(objet: Any, indent: int | None = None) -> None:
    """Print JSON that means the same to a program, and does nothing to a terminal."""
    texte = json.dumps(objet, ensure_ascii=False, indent=indent)
    if visible(texte, "\n") != texte:
        texte = "".join(c if visible(c, "\n") == c else json.dumps(c)[1:-1] for c in texte)
    click.echo(texte)


def show_anomalie(anomalie: "Anomalie", beside: bool = False) -> None:
    """Print one anomaly as it says itself, its code in bold, in red when something is lost."""
    lieu = anomalie.cellule
    lieu = lieu._replace(classeur=visible(lieu.classeur), feuille=visible(lieu.feuille))
    dite = replace(
        anomalie,
        cellule=lieu,
        constat=visible(anomalie.constat),
        attendu=visible(anomalie.attendu),
        remede=visible(anomalie.remede),
    )
    sorte = f"{dite.code} ({dite.gravite.value})"
    for ligne in str(dite).split("\n"):
        debut, marque, fin = ligne.partition(sorte)
        (say if beside else show)(debut, (marque, ROUGE if dite.bloquante else GRAS), fin)


def is_coloured(flux: TextIO) -> bool:
    """Whether somebody watches, and bears colours (https://no-color.org)."""
    muet = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not muet and bool(flux.isatty())


def cut(texte: str, place: int = 0) -> str:
    """The text, cut with « … » where the screen ends; `place` columns of it are taken."""
    largeur = max(shutil.get_terminal_size((_SANS_FIN, 0)).columns - place, 10)
    return texte if len(texte) <= largeur else texte[: largeur - 1].rstrip() + "…"


def prepare() -> None:
    """A stream that cannot write a sign writes « ? », and does not stop the command."""
    for flux in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            flux.reconfigure(errors="replace")  # type: ignore[union-attr]


def _leave(parties: Iterable[Partie], flux: TextIO) -> None:
    couleurs = is_coloured(flux)
    ligne = ""
    for partie in parties:
        texte, style = (partie, {}) if isinstance(partie, str) else partie
        texte = typographie(visible(texte))
        ligne += click.style(texte, **style) if texte and couleurs and style else texte
    click.echo(ligne, file=flux)
