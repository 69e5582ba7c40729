"""An xlwings engine of our own, on xlwings' BSD base classes, over any `Adaptateur`.

It answers what our buttons ask and nothing more: the rest raises NotImplementedError, inherited
from the base classes. As in Excel, every number is read as a float, a text that starts with « = »
is written as a formula, and a locked cell of a protected sheet refuses to be written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlwings as xw
from xlwings import base_classes as bc

from plie_xl.host.adapter import Adaptateur
from plie_xl.host.engine.ranges import Plage, Selection
from plie_xl.host.engine.sheets import Feuilles
from plie_xl.host.engine.tables import Noms
from plie_xl.host.libreoffice.cells import Valeurs

Open = Callable[[Path | None], Adaptateur]


@contextmanager
def active_engine(
    nom: str, open_book: Open, genre: type[Moteur] | None = None
) -> Iterator[xw.Engine]:
    """Make xlwings work on these workbooks inside the `with`, then leave it as it was."""
    precedent = xw.engines.active
    moteur = xw.Engine(impl=(genre or Moteur)(nom, open_book))
    xw.engines.add(moteur)
    moteur.activate()
    try:
        yield moteur
    finally:
        moteur.impl.apps[0].quit()
        xw.engines.engines.remove(moteur)
        del xw.engines.engines_by_name[nom]
        xw.engines.active = precedent
        if hasattr(xw.Book, "_mock_caller"):
            del xw.Book._mock_caller


class Moteur:
    """What xlwings calls an engine: one application, its books, and the values' conversions."""

    type = "desktop"

    def __init__(self, nom: str, open_book: Open) -> None:
        self.name = nom
        self.open_book = open_book
        self.apps = Applications(self)

    @staticmethod
    def clean_value_data(
        donnees: Valeurs, date: Any, vide: Any, nombre: Any, _erreurs: bool
    ) -> Valeurs:
        """Rows as read, with what xlwings was asked to make of days, blanks and numbers."""
        return [[_as_excel_gives(v, date, vide, nombre) for v in ligne] for ligne in donnees]

    @staticmethod
    def prepare_xl_data_element(valeur: Any, _options: dict[str, Any]) -> Any:
        """A value of pandas or numpy as a plain one; None for what is missing."""
        import pandas as pd

        if valeur is None or (not isinstance(valeur, list | tuple) and pd.isna(valeur)):
            return None
        if isinstance(valeur, pd.Timestamp):
            return valeur.to_pydatetime()
        return valeur.item() if hasattr(valeur, "item") else valeur


def _as_excel_gives(valeur: Any, date: Any, vide: Any, nombre: Any) -> Any:
    if valeur is None or valeur == "":
        return vide
    if isinstance(valeur, dt.datetime) and date is not dt.datetime:
        parts = ["year", "month", "day", "hour", "minute", "second", "microsecond"]
        return date(**{part: getattr(valeur, part) for part in parts}, tzinfo=None)
    if isinstance(valeur, int | float) and not isinstance(valeur, bool):
        return nombre(float(valeur)) if nombre else float(valeur)
    return valeur


class Applications(bc.Apps):
    """The only application of the engine, as a collection."""

    def __init__(self, moteur: Moteur) -> None:
        self._applications = [Application(moteur)]

    def __iter__(self) -> Iterator[Application]:
        return iter(self._applications)

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> Application:
        return self._applications[0]

    def keys(self) -> list[int]:
        return [0]

    def add(  # type: ignore[override]
        self, **_options: Any
    ) -> Application:
        return self._applications[0]


class Application(bc.App):
    """The program: its books, what it told the user (`messages`), its clipboard."""

    engine: Any = None
    books: Any = None
    visible = screen_updating = display_alerts = enable_events = True
    status_bar: Any = None
    calculation = "automatic"
    cut_copy_mode: Any = False
    pid = hwnd = 0
    version = "16.0"

    def __init__(self, moteur: Moteur) -> None:
        self.engine = moteur
        self.books = Classeurs(self)
        self.messages: list[str] = []
        self.presse_papiers: Plage | None = None

    @property
    def selection(self) -> Plage | None:
        """What is selected in the active book: one block of cells, or several of a sheet."""
        classeur = self.books.active
        choix = classeur.adaptateur.selection()
        return None if choix is None else Selection(classeur.sheets(choix[0]), choix[1])

    def activate(self, steal_focus: bool = False) -> None:
        """Nothing to bring to the front."""

    def alert(self, prompt: str, title: Any, buttons: Any, mode: Any, callback: Any) -> None:
        """What is said is told at the end; nothing can be asked."""
        if buttons == "yes_no":
            raise NotImplementedError
        self.messages.append(prompt)

    def calculate(self) -> None:
        for classeur in self.books:
            classeur.adaptateur.recalculate()

    def quit(self) -> None:
        for classeur in list(self.books):
            classeur.close()

    kill = quit


class Classeurs(bc.Books):
    """The open books; the last one opened is active."""

    def __init__(self, application: Application) -> None:
        self.app = application
        self._classeurs: list[Classeur] = []

    @property
    def active(self) -> Classeur:
        return self._classeurs[-1]

    def __len__(self) -> int:
        return len(self._classeurs)

    def __iter__(self) -> Iterator[Classeur]:
        return iter(self._classeurs)

    def __call__(self, cle: int | str) -> Classeur:
        if isinstance(cle, int):
            return self._classeurs[cle - 1]
        for classeur in self._classeurs:
            if cle in (classeur.name, classeur.fullname):
                return classeur
        raise KeyError(cle)

    def open(self, fullname: str, *_args: Any, **_options: Any) -> Classeur:
        return self._append(Path(fullname))

    def add(self) -> Classeur:
        return self._append(None)

    def forget(self, classeur: Classeur) -> None:
        """A closed book; the one opened before becomes active."""
        self._classeurs.remove(classeur)

    def _append(self, chemin: Path | None) -> Classeur:
        self._classeurs.append(Classeur(self, self.app.engine.open_book(chemin)))
        return self._classeurs[-1]


class Copiable:
    """The part of Excel's own object model our buttons use: a copy that renames nothing."""

    def __init__(self, adaptateur: Adaptateur) -> None:
        self._adaptateur = adaptateur

    def SaveCopyAs(self, chemin: str) -> None:  # noqa: N802
        """A copy; the open book keeps its own path."""
        self._adaptateur.save(Path(chemin))


class Classeur(bc.Book):
    """One open book."""

    def __init__(self, classeurs: Classeurs, adaptateur: Adaptateur) -> None:
        self._classeurs = classeurs
        self.adaptateur = adaptateur

    @property
    def api(self) -> Copiable:
        return Copiable(self.adaptateur)

    @property
    def app(self) -> Application:
        return self._classeurs.app

    @property
    def fullname(self) -> str:
        return str(self.adaptateur.chemin or "Classeur1")

    @property
    def name(self) -> str:
        return Path(self.fullname).name

    @property
    def sheets(self) -> Feuilles:
        return Feuilles(self)

    @property
    def names(self) -> Noms:
        return Noms(self)

    def activate(self) -> None:
        """The engine has no window."""

    def save(self, path: Any = None, password: str | None = None) -> None:
        self.adaptateur.save(Path(path) if path else None)

    def close(self) -> None:
        self.adaptateur.close()
        self._classeurs.forget(self)
