"""The workbook that LibreOffice holds, seen from here: each order goes over the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path
from typing import Any

from plie_xl.host.libreoffice.click import ORDRES
from plie_xl.model.errors import ActionError, PlieError

Ask = Callable[[dict[str, Any]], dict[str, Any]]
# asked hundreds of times in a click, and changed by nobody else while it lasts
_RETENUS = frozenset({"sheet_names", "names", "tables", "is_protected"})
_QUI_CHANGENT = frozenset({"add_sheet", "rename_sheet", "delete_sheet", "resize_table", "protect"})


class OrdreError(PlieError):
    """LibreOffice could not carry out an order; its name and the kind of the fault."""


class AdaptateurDistant:
    """An `Adaptateur` whose every method is an order carried out inside LibreOffice."""

    natif = None

    def __init__(self, ask: Ask, chemin: str) -> None:
        self._ask = ask
        self.chemin = Path(chemin)
        self._retenus: dict[tuple[Any, ...], Any] = {}

    def __getattr__(self, ordre: str) -> Callable[..., Any]:
        if ordre not in ORDRES:
            raise AttributeError(ordre)

        def order(*args: Any, **options: Any) -> Any:
            if ordre in _QUI_CHANGENT:
                self._retenus.clear()
            if ordre not in _RETENUS:
                return self._order(ordre, args, options)
            if (ordre, *args) not in self._retenus:
                self._retenus[ordre, *args] = self._order(ordre, args, options)
            return copy(self._retenus[ordre, *args])

        return order

    def _order(self, ordre: str, args: Sequence[Any], options: dict[str, Any]) -> Any:
        reponse = self._ask({"ordre": ordre, "args": args, "options": options})
        if "faute" in reponse:
            raise _fault(reponse["faute"], ordre, args)
        return reponse["rendu"]

    def close(self) -> None:
        """Nothing: the document belongs to the person who clicked."""


def _fault(faute: str, ordre: str, args: Sequence[Any]) -> Exception:
    if faute == "protegee":
        return ActionError(
            f"la feuille « {args[0]} » est protégée. Ôtez sa protection (Outils, Protéger la"
            " feuille), puis cliquez de nouveau."
        )
    return OrdreError(f"« {ordre} » : {faute}")
