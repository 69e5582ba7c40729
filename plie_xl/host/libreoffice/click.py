"""One click: the document refused or frozen, our Python asked, its orders carried out, one undo.

LibreOffice waits meanwhile; orders come over the line and are carried out here, in its own
process: the workbook at the click stays the workbook of the whole action.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from .cells import FeuilleProtegeeError
from .line import BIENVENUE, pack, unpack
from .reach import SansReponseError, reach
from .workbook import AdaptateurLibreOffice

_CALC = "com.sun.star.sheet.SpreadsheetDocument"
# where Outlook, Apple's Mail and the archive managers put what they open
_PASSAGES = {"inetcache", "content.outlook", "mail downloads", "caches", ".cache"}
# what may be asked: all but closing, for the document belongs to the person who clicked
ORDRES = {nom for nom in vars(AdaptateurLibreOffice) if not nom.startswith("_")} - {"close"}


def read_reglages() -> dict[str, Any]:
    """What the installation wrote beside these modules: our Python, its version, the sentences."""
    return dict(json.loads(Path(__file__).with_name("reglages.json").read_text("utf-8")))


def click(action: str, contexte: Any) -> None:
    """Run a button on the document that is active now; whatever fails is said in one sentence."""
    reglages = read_reglages()
    document = contexte.getDocument()
    try:
        dits = _act(action, document, reglages, contexte)
    except SansReponseError as erreur:
        dits = [_say(reglages, str(erreur))]
    except Exception:
        dits = [_say(reglages, "interrompu")]
    for dit in dits:
        _show(document, dit, contexte)


def find_refusal(document: Any) -> str:
    """The key of the sentence that says why nothing can be done here, "" when all is well."""
    if document is None or not document.supportsService(_CALC):
        return "pas_un_classeur"
    if document.isReadonly():
        return "lecture_seule"
    if not document.hasLocation():
        return "jamais_enregistre"
    if not document.URL.startswith("file:"):
        return "en_ligne"
    import uno

    return "temporaire" if is_temporary(Path(uno.fileUrlToSystemPath(document.URL))) else ""


def is_temporary(chemin: Path) -> bool:
    """Whether a mail or an archive was opened there: what is written beside would be lost."""
    chemin = chemin.resolve()
    temporaire = Path(tempfile.gettempdir()).resolve()
    return temporaire in chemin.parents or any(d.casefold() in _PASSAGES for d in chemin.parts)


def _act(action: str, document: Any, reglages: dict[str, Any], contexte: Any) -> list[str]:
    refus = find_refusal(document)
    if refus:
        return [_say(reglages, refus)]
    _end_typing(document, contexte)
    with reach(reglages) as ligne, one_undo(document, reglages["libelles"][action]):
        return converse(ligne, AdaptateurLibreOffice(document, annulable=True), action, reglages)


def converse(ligne: Any, classeur: Any, action: str, reglages: dict[str, Any]) -> list[str]:
    """Ask for an action, carry out each order that it gives; what is to be told at the end."""
    debut = {"mot": BIENVENUE, "version": reglages["version"], "action": action}
    ligne.send_bytes(pack({**debut, "chemin": classeur.chemin}))
    while True:
        demande = unpack(ligne.recv_bytes())
        if "refus" in demande:
            return [_say(reglages, demande["refus"])]
        if "dits" in demande:
            return list(demande["dits"])
        ligne.send_bytes(pack(obey(classeur, demande)))


def obey(classeur: Any, demande: dict[str, Any]) -> dict[str, Any]:
    """Carry out one order; a fault goes back by its name, to be raised where it was asked."""
    ordre = demande["ordre"]
    if ordre not in ORDRES:
        return {"faute": "ordre", "ou": ordre}
    try:
        return {"rendu": getattr(classeur, ordre)(*demande["args"], **demande["options"])}
    except FeuilleProtegeeError as erreur:
        return {"faute": "protegee", "ou": str(erreur)}
    except Exception as erreur:
        return {"faute": type(erreur).__name__, "ou": ordre}


@contextmanager
def one_undo(document: Any, libelle: str) -> Iterator[None]:
    """All that is written inside is undone by one Ctrl-Z, and drawn once, at the end."""
    document.lockControllers()
    document.addActionLock()
    document.UndoManager.enterUndoContext(libelle)
    try:
        yield
    finally:
        document.UndoManager.leaveUndoContext()
        document.removeActionLock()
        document.unlockControllers()


def _end_typing(document: Any, contexte: Any) -> None:
    """What is still being typed goes in its cell, as before a click in Excel."""
    ctx = contexte.getComponentContext()
    service = "com.sun.star.frame.DispatchHelper"
    aide = ctx.ServiceManager.createInstanceWithContext(service, ctx)
    aide.executeDispatch(document.CurrentController.Frame, ".uno:Calculate", "", 0, ())


def _say(reglages: dict[str, Any], cle: str) -> str:
    return str(reglages["phrases"].get(cle, reglages["phrases"]["interrompu"]))


def _show(document: Any, texte: str, contexte: Any) -> None:
    """A box over the document's own window, over none where nothing is open."""
    import uno

    with suppress(Exception):  # a message that cannot be shown must not become a traceback
        ctx = contexte.getComponentContext()
        outils = ctx.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", ctx)
        genre = uno.Enum("com.sun.star.awt.MessageBoxType", "INFOBOX")
        fenetre = document.CurrentController.Frame.ContainerWindow if document else None
        boite = outils.createMessageBox(fenetre, genre, 1, "PLIE", texte)
        boite.execute()
        boite.dispose()
