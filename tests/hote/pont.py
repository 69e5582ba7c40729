"""The bridge from the tests' Python to a live LibreOffice.

`uno` belongs to the system's Python; it is borrowed when it was made for this very version, tried
first in another process since a mismatch can end the process. Otherwise the test is skipped.
"""

from __future__ import annotations

import builtins
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from patience import at_most

from hote.bureau import find_soffice, start_soffice
from hote.ordres import write_ordres
from plie_xl.host.libreoffice.workbook import properties

_PAQUETS_DU_SYSTEME = "/usr/lib/python3/dist-packages"


@cache
def import_uno() -> Any:
    """Return the `uno` module, or skip the running test with a clear word."""
    with suppress(ImportError):
        return _import_quietly()
    essai = f"import sys; sys.path.append({_PAQUETS_DU_SYSTEME!r}); import uno"
    if subprocess.run([sys.executable, "-c", essai], capture_output=True).returncode:
        pytest.skip("python3-uno est absent, ou fait pour un autre Python que celui des essais")
    sys.path.append(_PAQUETS_DU_SYSTEME)
    try:
        return _import_quietly()
    finally:
        sys.path.remove(_PAQUETS_DU_SYSTEME)


def _import_quietly() -> Any:
    """Import `uno` without the import function it puts in place of Python's own."""
    celui_de_python = builtins.__import__
    try:
        import uno
    finally:
        builtins.__import__ = celui_de_python
    uno._uno_struct__setattr__ = _set_as_python(uno._uno_struct__setattr__)
    return uno


def _set_as_python(d_uno: Callable[[Any, str, Any], None]) -> Callable[[Any, str, Any], None]:
    """Let Python write « __traceback__ » in UNO's faults, which a `with` cannot let out without."""

    def set_attribute(self: Any, nom: str, valeur: Any) -> None:
        ecrire = object.__setattr__ if nom.startswith("__") else d_uno
        ecrire(self, nom, valeur)

    return set_attribute


@contextmanager
def live_desktop(profil: Path, ecran: str | None = None) -> Iterator[Any]:
    """Start LibreOffice and yield its desktop; headless unless `ecran` names an X display."""
    find_soffice()
    import_uno()
    write_ordres(profil)
    with start_soffice(profil, ecran=ecran) as adresse:
        bureau = connect(adresse)
        yield bureau
        with suppress(Exception):  # it answers by closing the line
            bureau.terminate()


def open_document(bureau: Any, chemin: Path | None, *, cache: bool = True) -> Any:
    """Open a workbook, macros allowed; a blank one for None. `cache`: without a window."""
    uno = import_uno()
    url = uno.systemPathToFileUrl(str(chemin.absolute())) if chemin else "private:factory/scalc"
    options = properties(Hidden=cache, MacroExecutionMode=4)  # 4: always, without asking
    return bureau.loadComponentFromURL(url, "_blank", 0, options)


def macros(document: Any) -> dict[str, str]:
    """Return the VBA that LibreOffice found in a workbook: module by name."""
    sources = {}
    for bibliotheque in document.BasicLibraries.ElementNames:
        document.BasicLibraries.loadLibrary(bibliotheque)
        modules = document.BasicLibraries.getByName(bibliotheque)
        sources |= {module: modules.getByName(module) for module in modules.ElementNames}
    return sources


def connect(adresse: str, patience: float = 60) -> Any:
    """Wait for a starting LibreOffice; `patience` in seconds."""
    uno = import_uno()
    local = uno.getComponentContext()
    resolveur = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    fin = time.monotonic() + at_most(patience)
    while True:
        try:
            contexte = resolveur.resolve(adresse)
            break
        except Exception as erreur:  # UNO's own class, which Python cannot raise again
            if time.monotonic() > fin:
                raise TimeoutError(f"LibreOffice does not answer: {erreur}") from None
            time.sleep(0.1)
    return contexte.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", contexte)
