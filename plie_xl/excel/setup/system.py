"""What the machine is: platform, folders, Excel, trusted folders. Facts only, read in one place.

Everything else takes a `Systeme`, so that a plain folder can stand for a Windows or a Mac home.
"""

import locale
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

Plateforme = Literal["windows", "macos", "linux"]

_APPLICATION_MAC = Path("/Applications/Microsoft Excel.app")
_CLE_EXCEL = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_CLE_DOSSIERS = r"Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"


class DossierApprouve(NamedTuple):
    """A folder where Excel runs macros without asking."""

    chemin: str
    sous_dossiers: bool


@dataclass(frozen=True)
class Systeme:
    """The facts that installing and diagnosing depend on."""

    plateforme: Plateforme
    maison: Path
    python: Path
    base_python: Path  # where that Python itself is installed, outside any virtual environment
    environnement: Mapping[str, str] = field(default_factory=dict)
    encodage: str = "utf-8"  # of the text files that VBA reads
    excel: Path | None = None
    dossiers_approuves: tuple[DossierApprouve, ...] = ()

    @property
    def demarrage(self) -> Path:
        """The folder whose add-ins Excel loads at each start."""
        if self.plateforme == "macos":
            bureau = self.maison / "Library/Group Containers/UBF8T346G9.Office"
            return bureau / "User Content.localized/Startup.localized/Excel"
        donnees = self.environnement.get("APPDATA") or self.maison / "AppData/Roaming"
        return Path(donnees, "Microsoft/Excel/XLSTART")

    @property
    def configuration(self) -> Path:
        """The user's xlwings configuration, where the add-in looks for it."""
        if self.plateforme == "macos":
            return self.maison / "Library/Containers/com.microsoft.Excel/Data/xlwings.conf"
        return self.maison / ".xlwings/xlwings.conf"

    @property
    def scripts(self) -> Path:
        """The folder of the scripts that Excel for Mac may call."""
        return self.maison / "Library/Application Scripts/com.microsoft.Excel"

    @property
    def souvenir(self) -> Path:
        """What stood in place before the installation, kept to undo it."""
        return self.maison / ".plie_xl/avant"


def read_systeme() -> Systeme:
    """Return the facts of the running machine."""
    plateforme = _platform()
    return Systeme(
        plateforme,
        Path.home(),
        Path(sys.executable),
        Path(sys.base_prefix),
        dict(os.environ),
        locale.getencoding() if plateforme == "windows" else "utf-8",
        _find_excel(),
        _trusted_folders(),
    )


def _platform() -> Plateforme:
    if sys.platform == "win32":
        return "windows"
    return "macos" if sys.platform == "darwin" else "linux"


def _find_excel() -> Path | None:
    if sys.platform == "win32":
        import winreg

        try:
            return Path(winreg.QueryValue(winreg.HKEY_LOCAL_MACHINE, _CLE_EXCEL))
        except OSError:
            return None
    return _APPLICATION_MAC if _APPLICATION_MAC.exists() else None


def _trusted_folders() -> tuple[DossierApprouve, ...]:
    """Read the user's trusted folders in the Windows registry; none elsewhere."""
    if sys.platform != "win32":
        return ()
    import winreg

    dossiers = []
    with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, _CLE_DOSSIERS) as racine:
        for rang in range(winreg.QueryInfoKey(racine)[0]):
            with winreg.OpenKey(racine, winreg.EnumKey(racine, rang)) as cle:
                valeurs = [winreg.EnumValue(cle, k) for k in range(winreg.QueryInfoKey(cle)[1])]
            dossier = {nom.casefold(): valeur for nom, valeur, _ in valeurs}
            if chemin := winreg.ExpandEnvironmentStrings(dossier.get("path", "")):
                dossiers.append(DossierApprouve(chemin, bool(dossier.get("allowsubfolders"))))
    return tuple(dossiers)
