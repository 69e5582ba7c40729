"""What is typed after a command, as values: texts, paths, days.

Recent versions of typer load pydantic for that, which takes as long as to read a workbook.
Where typer keeps no place for a converter, nothing is replaced, and it converts by itself.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

_PLACE = "_runtime_param"  # where typer keeps the converter of a parameter, once it has made it


class _Convertisseur:
    """Applies `read` to what was typed once, or to each of what was typed many times."""

    def __init__(self, read: Callable[[str], object]) -> None:
        self.lire = read

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        plusieurs = param.nargs == -1
        if value is None:
            return () if plusieurs else None
        try:
            return [self.lire(v) for v in value] if plusieurs else self.lire(value)
        except ValueError as erreur:
            raise typer.BadParameter(str(erreur), ctx=ctx, param=param) from None


def convert(param: Any) -> None:
    """Give a parameter of a simple type its converter, unless typer keeps no place for one."""
    type_lu = getattr(getattr(param, "type_descriptor", None), "annotation", None)
    if getattr(param, _PLACE, False) is not None:
        return
    if type_lu is datetime:
        setattr(param, _PLACE, _Convertisseur(_read_jour(param)))
    elif type_lu in _SIMPLES:
        setattr(param, _PLACE, _Convertisseur(_SIMPLES[type_lu]))


_SIMPLES: dict[Any, Callable[[str], object]] = {
    str: str,
    bool: bool,  # a flag: given or not
    Path: Path,
    list[Path]: Path,
    list[str]: str,
}


def _read_jour(param: Any) -> Callable[[str], object]:
    (forme,) = param.type_descriptor.parameter_info.formats
    return lambda texte: datetime.strptime(texte, forme)
