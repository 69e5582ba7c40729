"""A workbook open in a live LibreOffice, asked as the resident of a real click asks it.

Each order goes over the line whole, and is carried out inside LibreOffice: asked from here, the
hundreds of small questions that it is made of took most of a click.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from plie_xl.host.libreoffice.click import obey
from plie_xl.host.libreoffice.line import pack, unpack
from plie_xl.host.libreoffice.workbook import AdaptateurLibreOffice
from plie_xl.host.remote import AdaptateurDistant

NOM = "plie_ordres.py"
SCRIPT = f"vnd.sun.star.script:{NOM}$answer?language=Python&location=user"
_TEXTE = """\
import sys

sys.path[:0] = {chemins!r}


def answer(document, demande, annulable):
    from hote.ordres import answer

    return answer(document, demande, annulable)
"""


def write_ordres(profil: Path) -> None:
    """Give a LibreOffice profile the script that carries out an order."""
    dossier = profil / "user/Scripts/python"
    dossier.mkdir(parents=True, exist_ok=True)
    essais = Path(__file__).parent.parent
    chemins = [str(essais.parent), str(essais)]
    (dossier / NOM).write_text(_TEXTE.format(chemins=chemins), encoding="utf-8")


def answer(document: Any, demande: str, annulable: bool) -> str:
    """What LibreOffice answers to an order, in its own process."""
    classeur = AdaptateurLibreOffice(document, annulable)
    return pack(obey(classeur, unpack(demande.encode("ascii")))).decode("ascii")


def from_here(document: Any, annulable: bool = False) -> AdaptateurDistant:
    """A document of another process, which the test closes itself."""
    script = document.getScriptProvider().getScript(SCRIPT)

    def ask(demande: dict[str, Any]) -> Any:
        texte = pack(demande).decode("ascii")
        reponse, *_ = script.invoke((document, texte, annulable), (), ())
        return unpack(reponse.encode("ascii"))

    return _remote(document, ask)


def from_inside(document: Any) -> AdaptateurDistant:
    """A document of this very process, which nobody closes."""
    return _remote(document, partial(obey, AdaptateurLibreOffice(document)))


def _remote(document: Any, ask: Callable[[dict[str, Any]], Any]) -> AdaptateurDistant:
    import uno

    return AdaptateurDistant(ask, uno.fileUrlToSystemPath(document.URL))
