"""What goes over the line between LibreOffice and our Python: JSON, with dates and cells.

Never pickles: nothing that is received can run.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import PurePath
from typing import Any

from .cells import TableLue, Zone

BIENVENUE, ARRET = "bonjour", "arret"  # the first word of a visitor: a click, or « stop »
REFUS = "refus"


def pack(valeur: Any) -> bytes:
    """A value as bytes; what JSON does not know keeps its name beside it."""
    return json.dumps(_plain(valeur)).encode("ascii")


def unpack(octets: bytes) -> Any:
    """What `pack` was given, paths and tuples apart: they come back as texts and lists."""
    return json.loads(octets.decode("ascii"), object_hook=_rich)


def _plain(valeur: Any) -> Any:
    if isinstance(valeur, TableLue):
        return {"$table": [list(zone) for zone in valeur]}
    if isinstance(valeur, Zone):
        return {"$zone": list(valeur)}
    if isinstance(valeur, dict):
        return {cle: _plain(contenu) for cle, contenu in valeur.items()}
    if isinstance(valeur, (list, tuple)):
        return [_plain(contenu) for contenu in valeur]
    if isinstance(valeur, dt.datetime):
        return {"$instant": valeur.isoformat()}
    if isinstance(valeur, dt.date):
        return {"$jour": valeur.isoformat()}
    return str(valeur) if isinstance(valeur, PurePath) else valeur


def _rich(objet: dict[str, Any]) -> Any:
    if "$table" in objet:
        return TableLue(*(Zone(*zone) for zone in objet["$table"]))
    if "$zone" in objet:
        return Zone(*objet["$zone"])
    if "$instant" in objet:
        return dt.datetime.fromisoformat(objet["$instant"])
    if "$jour" in objet:
        return dt.date.fromisoformat(objet["$jour"])
    return objet
