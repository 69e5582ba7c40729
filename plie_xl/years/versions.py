"""What each version of the model changed: nothing else knows an old header."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from plie_xl.model.text import cle_entete


@dataclass(frozen=True)
class Version:
    """One version of the model, against the one before."""

    numero: int
    tables_ajoutees: tuple[str, ...] = ()
    ajoutees: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deplacees: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@cache
def load_versions() -> tuple[Version, ...]:
    """The versions of `versions.toml`, in order."""
    brut = tomllib.loads(files(__package__).joinpath("versions.toml").read_text("utf-8"))
    return tuple(
        Version(
            v["numero"],
            tuple(v.get("tables_ajoutees", ())),
            {table: tuple(colonnes) for table, colonnes in v.get("ajoutees", {}).items()},
            v.get("deplacees", {}),
        )
        for v in brut["version"]
    )


def find_deplacees(depuis: int, table: str) -> dict[str, str]:
    """Old header, folded → the column of today that takes its values."""
    return {
        cle_entete(ancienne): nouvelle
        for version in load_versions()
        if version.numero > depuis
        for ancienne, nouvelle in version.deplacees.get(table, {}).items()
    }
