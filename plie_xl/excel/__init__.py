"""The door that Excel opens: buttons, ribbon, and what installs them.

    bouton (what the VBA calls) → valider, calculer, preparer_envoi, consolider (one per button)

Importing this package must stay light, since a click pays for it: xlwings, pandas and the rest
are imported by the function that needs them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plie_xl.excel.buttons.calculer import calculer
    from plie_xl.excel.buttons.consolider import consolider
    from plie_xl.excel.buttons.preparer_envoi import preparer_envoi
    from plie_xl.excel.buttons.valider import valider
    from plie_xl.excel.click import bouton

_MODULES = {
    "bouton": "click",
    "calculer": "buttons.calculer",
    "consolider": "buttons.consolider",
    "preparer_envoi": "buttons.preparer_envoi",
    "valider": "buttons.valider",
}

__all__ = ["bouton", "calculer", "consolider", "preparer_envoi", "valider"]


def __dir__() -> list[str]:
    return __all__


def __getattr__(nom: str) -> Any:
    if nom not in _MODULES:
        raise AttributeError(f"module « plie_xl.excel » : pas de nom « {nom} »")
    return getattr(import_module(f"plie_xl.excel.{_MODULES[nom]}"), nom)
