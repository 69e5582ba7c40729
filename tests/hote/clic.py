"""A real click on a real button: LibreOffice on a virtual screen plays the part of Excel.

The shipped VBA has lines that only Excel understands, the calls of the xlwings add-in. They are
replaced in the open document, never in the file: the one that runs Python, by a call of
`run_command` in LibreOffice's own Python, which runs the command that the add-in would have had.
"""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from patience import at_most

from hote.bureau import environment, find_program
from hote.ordres import from_inside
from plie_xl.host.engine import active_engine

_APPEL = re.compile(r'Application\.Run "xlwings\.xlam!RunPython", (.+)')
_ADD_IN = (  # what the VBA asks of the add-in beforehand, and what an add-in without a file answers
    ('Application.Run("xlwings.xlam!GetDirectoryConfigFilePath")', '""'),
    ('Application.Run("xlwings.xlam!FileExists", reglages)', "False"),
)
_SCRIPT_UNO = "vnd.sun.star.script:plie_hote.py$run_python?language=Python&location=user"
_PAQUETS = {"xdotool": "xdotool", "import": "imagemagick"}
_SCRIPT = """\
import sys

sys.path[:0] = {chemins!r}


def run_python(document, commande):
    from hote.clic import run_command

    run_command(document, commande)
"""


def run_command(document: Any, commande: str) -> None:
    """Run a button's Python command as the xlwings add-in would, `document` being its caller."""
    import xlwings as xw

    with active_engine("libreoffice", lambda _chemin: from_inside(document)):
        xw.Book().set_mock_caller()
        exec(commande, {})


def write_script(profil: Path) -> None:
    """Give a LibreOffice profile the script that stands for the xlwings add-in."""
    dossier = profil / "user/Scripts/python"
    dossier.mkdir(parents=True, exist_ok=True)
    essais = Path(__file__).parent.parent
    chemins = [str(essais.parent), str(essais), sysconfig.get_path("purelib")]
    (dossier / "plie_hote.py").write_text(_SCRIPT.format(chemins=chemins), encoding="utf-8")


def redirect(document: Any, module: str) -> None:
    """In this open document, send the calls of the xlwings add-in to `run_command`."""
    modules = document.BasicLibraries.getByName("VBAProject")
    source, fois = _APPEL.subn(
        rf'ThisComponent.getScriptProvider().getScript("{_SCRIPT_UNO}")'
        r".invoke Array(ThisComponent, \1), Array(), Array()",
        modules.getByName(module),
    )
    assert fois == 1, f"the call of the add-in, in {module}"
    for demande, reponse in _ADD_IN:
        assert demande in source, demande
        source = source.replace(demande, reponse)
    modules.replaceByName(module, source)


def run_macro(document: Any, macro: str) -> None:
    """Run a macro (« PlieBoutons.PlieValider ») without a click."""
    adresse = f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
    document.getScriptProvider().getScript(adresse).invoke((), (), ())


def click(document: Any, libelle: str, ecran: str) -> None:
    """Move the mouse to the button that reads `libelle` on the active sheet, and click."""
    coin = _find_control(document, libelle).AccessibleContext
    ou, taille = coin.getLocationOnScreen(), coin.getSize()
    click_at(ecran, ou.X + taille.Width // 2, ou.Y + taille.Height // 2)


def click_at(ecran: str, x: int, y: int) -> None:
    """Move the mouse there, and click as long as a finger does."""
    loin = ("mousemove", str(x), str(y + 200), "sleep", "0.2")  # a window opened under a mouse
    la = ("mousemove", str(x), str(y), "sleep", "0.3")  # that does not move loses its first click
    _on_screen(ecran, "xdotool", *loin, *la, "click", "1")


def follow_at(ecran: str, x: int, y: int) -> None:
    """Move the mouse there, and click with Ctrl held: a link is followed.

    Twice at the same place within half a second would be a double click.
    """
    la = ("mousemove", str(x), str(y), "sleep", "0.2")
    _on_screen(ecran, "xdotool", *la, "keydown", "ctrl", "click", "1", "keyup", "ctrl")


def type_text(ecran: str, texte: str) -> None:
    """Type in the window that has the focus."""
    _on_screen(ecran, "xdotool", "sleep", "0.5", "type", texte)
    time.sleep(0.5)


def capture(ecran: str, chemin: Path) -> Path:
    """Write the picture of the whole screen, as PNG."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    _on_screen(ecran, "import", "-window", "root", str(chemin))
    return chemin


def enlarge(document: Any, largeur: int = 1400, hauteur: int = 900) -> None:
    """Make the document's window fill the virtual screen."""
    fenetre = document.CurrentController.Frame.ContainerWindow
    fenetre.setPosSize(0, 0, largeur, hauteur, 15)


def wait_until(vrai: Callable[[], bool], quoi: str, patience: float = 30) -> None:
    """Wait for what a click brings about; `patience` in seconds."""
    fin = time.monotonic() + at_most(patience)
    while not vrai():
        if time.monotonic() > fin:
            pytest.fail(f"after {at_most(patience):.0f} s, still not: {quoi}")
        time.sleep(0.1)


def _find_control(document: Any, libelle: str) -> Any:
    controleur = document.CurrentController
    dessins = controleur.ActiveSheet.DrawPage
    for rang in range(dessins.Count):
        modele = getattr(dessins.getByIndex(rang), "Control", None)
        if modele is not None and getattr(modele, "Label", "") == libelle:
            return controleur.getControl(modele)
    raise LookupError(f"no button reads « {libelle} »")


def _on_screen(ecran: str, programme: str, *arguments: str) -> None:
    commande = [find_program(programme, _PAQUETS[programme]), *arguments]
    env = environment(Path(os.environ["HOME"]), ecran)
    subprocess.run(commande, env=env, check=True, capture_output=True)
