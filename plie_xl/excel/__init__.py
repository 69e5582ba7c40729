"""The door that Excel opens: buttons, ribbon, and what installs them.

    bouton (what the VBA calls) → buttons/<action>.py, one function per button of the catalogue

Importing this package must stay light, since a click pays for it: xlwings, pandas and the rest
are imported by the function that needs them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from plie_xl.model.buttons import load_boutons

if TYPE_CHECKING:
    from plie_xl.excel.click import bouton

_CLIC = "bouton"

__all__ = ["bouton"]


def __dir__() -> list[str]:
    return [_CLIC, *load_boutons()]


def __getattr__(nom: str) -> Any:
    if nom != _CLIC and nom not in load_boutons():
        raise AttributeError(f"module « plie_xl.excel » : pas de nom « {nom} »")
    module = "click" if nom == _CLIC else f"buttons.{nom}"
    return getattr(import_module(f"plie_xl.excel.{module}"), nom)
