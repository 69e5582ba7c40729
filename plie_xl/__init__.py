"""Suivi des fiches opération des PLIE dans Excel : saisir, contrôler, consolider.

The public names, in the order of the flow. They are loaded when first used, so that
`import plie_xl` costs nothing.

    load_fiches → build_template → read_classeur → count → check → compute_atteinte
                → consolidate → write_master → read_master → explain

`schemas` holds the pandera schemas that `check` runs, for a notebook.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plie_xl.attainment import compute_atteinte
    from plie_xl.checks import check, schemas
    from plie_xl.checks.count import count
    from plie_xl.consolidation import consolidate
    from plie_xl.master import write_master
    from plie_xl.master.read import read_master
    from plie_xl.model.collection import load_fiches
    from plie_xl.model.errors import PlieError
    from plie_xl.reading.read import read_classeur
    from plie_xl.reports.explain import explain
    from plie_xl.template import build_template

    __version__: str

_MODULES = {
    "load_fiches": "model.collection",
    "build_template": "template",
    "read_classeur": "reading.read",
    "check": "checks",
    "count": "checks.count",
    "schemas": "checks.schemas",
    "compute_atteinte": "attainment",
    "consolidate": "consolidation",
    "write_master": "master",
    "read_master": "master.read",
    "explain": "reports.explain",
    "PlieError": "model.errors",
}

__all__ = [
    "PlieError",
    "build_template",
    "check",
    "compute_atteinte",
    "consolidate",
    "count",
    "explain",
    "load_fiches",
    "read_classeur",
    "read_master",
    "schemas",
    "write_master",
]


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


def __getattr__(nom: str) -> Any:
    if nom == "__version__":
        return import_module("importlib.metadata").version("plie-xl")
    if nom not in _MODULES:
        raise AttributeError(f"module « plie_xl » : pas de nom « {nom} »")
    module = import_module(f"plie_xl.{_MODULES[nom]}")
    return module if nom == "schemas" else getattr(module, nom)
