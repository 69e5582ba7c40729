"""Putting the add-ins in place for this user, and taking them back out.

The same places and settings as « xlwings addin install », which we cannot call: it starts Excel,
prints in English, and exits the program. What stood there before is kept and put back.
"""

import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from plie_xl.excel.package.addin import NOM_COMPLEMENT, build_complement
from plie_xl.excel.setup.settings import edit_settings, read_settings, write_settings
from plie_xl.excel.setup.system import Systeme, read_systeme
from plie_xl.files.errors import explain
from plie_xl.model.finding import Ligne

NOM_XLWINGS = "xlwings.xlam"

_FERMER = "Fermez Excel, puis relancez la même commande."
_SANS_EXCEL = Ligne(
    "Excel",
    "sans_objet",
    "Excel n’existe pas sous Linux : il n’y a ni complément à installer, ni bouton à régler.",
    "Ouvrez les classeurs dans LibreOffice : listes, formules et couleurs y fonctionnent."
    " Pour le contrôle et la consolidation, utilisez les commandes « plie-xl ».",
)


def install(systeme: Systeme | None = None) -> list[Ligne]:
    """Install both add-ins and point xlwings to the running Python; one line per thing done."""
    systeme = systeme or read_systeme()
    if systeme.plateforme == "linux":
        return [_SANS_EXCEL]
    premiere_fois = not systeme.souvenir.exists()
    gestes = [
        ("Complément xlwings", lambda: _put(systeme, NOM_XLWINGS, xlwings_addin(), premiere_fois)),
        ("Complément PLIE", lambda: _put(systeme, NOM_COMPLEMENT, build_complement(), False)),
        ("Réglages xlwings", lambda: _configure(systeme, premiere_fois)),
    ]
    if systeme.plateforme == "macos":
        gestes.append(("Script pour Excel", lambda: _put_script(systeme)))
    systeme.souvenir.mkdir(parents=True, exist_ok=True)
    return [_attempt(sujet, geste) for sujet, geste in gestes]


def uninstall(systeme: Systeme | None = None) -> list[Ligne]:
    """Undo `install`: what stood there before comes back, the rest goes; one line per thing."""
    systeme = systeme or read_systeme()
    if systeme.plateforme == "linux":
        return [_SANS_EXCEL]
    gestes = [("Complément PLIE", lambda: _remove(systeme.demarrage / NOM_COMPLEMENT))]
    if systeme.souvenir.exists():
        gestes += [
            ("Complément xlwings", lambda: _put_back(systeme)),
            ("Réglages xlwings", lambda: _unconfigure(systeme)),
        ]
        if systeme.plateforme == "macos":
            gestes.append(("Script pour Excel", lambda: _remove(systeme.scripts / script().name)))
    lignes = [_attempt(sujet, geste) for sujet, geste in gestes]
    if all(ligne.etat == "ok" for ligne in lignes):
        shutil.rmtree(systeme.souvenir, ignore_errors=True)
    return lignes


def xlwings_addin() -> bytes:
    """Return the add-in of the installed xlwings, the only one its Python side works with."""
    return (_xlwings_folder() / "addin" / NOM_XLWINGS).read_bytes()


def script() -> Path:
    """Return the AppleScript through which Excel for Mac starts Python."""
    return next(_xlwings_folder().glob("xlwings-*.applescript"))


def settings(systeme: Systeme) -> dict[str, str]:
    """Return the lines of the xlwings configuration that are ours, by key."""
    communes = {"ADD_WORKBOOK_TO_PYTHONPATH": "False"}  # no module beside a workbook is imported
    if systeme.plateforme == "macos":
        return {"INTERPRETER_MAC": str(systeme.python), **communes}
    return {"INTERPRETER_WIN": str(systeme.python), "USE UDF SERVER": "True", **communes}


def _attempt(sujet: str, geste: Callable[[], str]) -> Ligne:
    """Do one thing; a file that resists is a fact to report, not an error."""
    try:
        return Ligne(sujet, "ok", geste())
    except OSError as erreur:
        constat = f"« {erreur.filename or sujet} » n’a pas pu être modifié : {explain(erreur)[0]}."
        return Ligne(sujet, "a_faire", constat, _FERMER)
    except UnicodeEncodeError as erreur:
        constat = f"Excel ne sait pas lire « {erreur.object} », le chemin de Python."
        return Ligne(sujet, "a_faire", constat, "Installez Python dans un dossier sans accent.")


def _put(systeme: Systeme, nom: str, contenu: bytes, keep: bool) -> str:
    chemin = systeme.demarrage / nom
    if keep and chemin.exists():
        _keep(chemin, systeme)
    _write(chemin, contenu)
    return f"En place : {chemin}"


def _put_back(systeme: Systeme) -> str:
    chemin, ancien = systeme.demarrage / NOM_XLWINGS, systeme.souvenir / NOM_XLWINGS
    if not ancien.exists():
        return _remove(chemin)
    _write(chemin, ancien.read_bytes())
    return f"Remis comme avant : {chemin}"


def _put_script(systeme: Systeme) -> str:
    chemin = systeme.scripts / script().name
    _write(chemin, script().read_bytes())
    return f"En place : {chemin}"


def _configure(systeme: Systeme, keep: bool) -> str:
    chemin = systeme.configuration
    if keep and chemin.exists():
        _keep(chemin, systeme)
    write_settings(chemin, settings(systeme), systeme.encodage)
    return f"Les boutons appelleront {systeme.python}"


def _unconfigure(systeme: Systeme) -> str:
    chemin, ancien = systeme.configuration, systeme.souvenir / systeme.configuration.name
    if _is_untouched(systeme, ancien):
        _write(chemin, ancien.read_bytes())
    else:
        avant = read_settings(ancien, systeme.encodage)
        retour = {cle: avant.get(cle) for cle in settings(systeme)}
        write_settings(chemin, retour, systeme.encodage)
    return f"Remis comme avant : {chemin}"


def _is_untouched(systeme: Systeme, ancien: Path) -> bool:
    """Whether the configuration is still the earlier one with our lines, and nothing else."""
    if not (ancien.exists() and systeme.configuration.exists()):
        return False
    installee = edit_settings(ancien.read_bytes(), settings(systeme), systeme.encodage)
    return systeme.configuration.read_bytes() == installee


def _keep(chemin: Path, systeme: Systeme) -> None:
    systeme.souvenir.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(chemin, systeme.souvenir / chemin.name)


def _write(chemin: Path, contenu: bytes) -> None:
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_bytes(contenu)


def _remove(chemin: Path) -> str:
    chemin.unlink(missing_ok=True)
    return f"Retiré : {chemin}"


def _xlwings_folder() -> Path:
    module = find_spec("xlwings")
    if module is None or module.origin is None:
        raise FileNotFoundError("xlwings is not installed")
    return Path(module.origin).parent
