"""What is in place for the buttons to work, one line per thing, with the remedy of each."""

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PureWindowsPath

from plie_xl.excel.package.addin import NOM_COMPLEMENT, build_complement
from plie_xl.excel.setup.install import NOM_XLWINGS, script, settings, xlwings_addin
from plie_xl.excel.setup.settings import read_settings
from plie_xl.excel.setup.system import Systeme, read_systeme
from plie_xl.model.finding import Ligne

_INSTALLER = "Fermez Excel, puis lancez « plie-xl installer »."
_NOMS = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}
_ISSUES = (
    "Clic droit sur le fichier, « Propriétés », cochez « Débloquer » ;"
    " ou rangez-le dans un dossier approuvé ;"
    " ou ouvrez son jumeau .xlsx et servez-vous de l’onglet « PLIE » ;"
    " ou utilisez les commandes « plie-xl »."
)
_SOUS_LINUX = (
    "LibreOffice ouvre les classeurs avec leurs listes, leurs formules et leurs couleurs ;"
    " le contrôle et la consolidation se font par les commandes « plie-xl »."
)


def diagnostic(fichier: Path | None = None, systeme: Systeme | None = None) -> list[Ligne]:
    """Return what is in place on this machine, and what may block the macros of `fichier`."""
    systeme = systeme or read_systeme()
    lignes = [_python(systeme), _paquet("plie-xl", "plie_xl"), _paquet("xlwings", "xlwings")]
    if systeme.plateforme == "linux":
        return [*lignes, *_linux(fichier)]
    lignes += [
        _excel(systeme),
        _fichier_en_place(systeme.demarrage / NOM_XLWINGS, "Complément xlwings", xlwings_addin),
        _fichier_en_place(systeme.demarrage / NOM_COMPLEMENT, "Complément PLIE", build_complement),
        _reglages(systeme),
    ]
    if systeme.plateforme == "macos":
        chemin = systeme.scripts / script().name
        lignes.append(_fichier_en_place(chemin, "Script pour Excel", script().read_bytes))
    return [*lignes, *_blocages(fichier, systeme)]


def is_marked(fichier: Path) -> bool:
    """Tell whether Windows marked the file as coming from the internet (`Zone.Identifier`)."""
    try:
        marque = Path(f"{fichier}:Zone.Identifier").read_text("utf-8", errors="replace")
    except OSError:
        return False
    return any(f"ZoneId={zone}" in marque for zone in (3, 4))


def is_trusted(fichier: Path, systeme: Systeme) -> bool:
    """Tell whether the file lies in one of the user's trusted folders."""
    dossier = PureWindowsPath(fichier.absolute().parent)
    for approuve in systeme.dossiers_approuves:
        racine = PureWindowsPath(approuve.chemin)
        if dossier == racine or (approuve.sous_dossiers and dossier.is_relative_to(racine)):
            return True
    return False


def _python(systeme: Systeme) -> Ligne:
    constat = f"Python {sys.version.split()[0]} : {systeme.python}"
    if systeme.plateforme == "windows" and "WindowsApps" in systeme.base_python.parts:
        remede = "Installez Python depuis python.org, puis plie_xl avec ce Python-là."
        constat += " ; celui du Microsoft Store écrit à côté des dossiers qu’Excel regarde."
        return Ligne("Python", "a_faire", constat, remede)
    return Ligne("Python", "ok", constat)


def _paquet(nom: str, sujet: str) -> Ligne:
    try:
        return Ligne(sujet, "ok", f"version {version(nom)}")
    except PackageNotFoundError:
        constat = "Absent des paquets de ce Python : un bouton ne le trouverait pas."
        return Ligne(sujet, "a_faire", constat, f"Lancez « pip install {nom} » avec ce Python.")


def _linux(fichier: Path | None) -> Iterator[Ligne]:
    constat = "Excel n’existe pas sous Linux : ni boutons, ni ruban, ni complément."
    yield Ligne("Excel", "sans_objet", constat, _SOUS_LINUX)
    if fichier:
        yield _sans_marque("linux")


def _excel(systeme: Systeme) -> Ligne:
    if systeme.excel:
        return Ligne("Excel", "ok", f"Trouvé : {systeme.excel}")
    remede = "Installez Excel, ou utilisez LibreOffice et les commandes « plie-xl »."
    return Ligne("Excel", "a_faire", "Excel n’a pas été trouvé sur cet ordinateur.", remede)


def _fichier_en_place(chemin: Path, sujet: str, attendu: Callable[[], bytes]) -> Ligne:
    """A file of another version is as bad as none: the add-in and its Python go together."""
    if not chemin.exists():
        return Ligne(sujet, "a_faire", f"Absent : {chemin}", _INSTALLER)
    if chemin.read_bytes() != attendu():
        return Ligne(sujet, "a_faire", f"D’une autre version : {chemin}", _INSTALLER)
    return Ligne(sujet, "ok", f"En place : {chemin}")


def _reglages(systeme: Systeme) -> Ligne:
    sujet = "Réglages xlwings"
    ecrits = read_settings(systeme.configuration, systeme.encodage)
    for cle, valeur in settings(systeme).items():
        if cle not in ecrits:
            constat = f"« {cle} » manque dans {systeme.configuration}"
            return Ligne(sujet, "a_faire", constat, _INSTALLER)
        if ecrits[cle] != valeur:
            constat = f"« {cle} » vaut « {ecrits[cle]} » au lieu de « {valeur} »."
            return Ligne(sujet, "a_faire", constat, _INSTALLER)
    return Ligne(sujet, "ok", f"Les boutons appellent {systeme.python}")


def _blocages(fichier: Path | None, systeme: Systeme) -> Iterator[Ligne]:
    """What may keep Excel from running the macros of this very file."""
    if fichier is None:
        remede = "Pour un classeur précis : « plie-xl diagnostic FICHIER »."
        yield Ligne("Blocage des macros", "sans_objet", "Aucun classeur à examiner.", remede)
    elif not fichier.exists():
        yield Ligne(
            "Classeur", "a_faire", f"Introuvable : {fichier}", "Vérifiez le nom du fichier."
        )
    elif systeme.plateforme == "windows":
        approuve = is_trusted(fichier, systeme)
        yield _dossier(fichier, approuve)
        yield _marque(fichier, approuve)
    else:
        yield _sans_marque(systeme.plateforme)


def _dossier(fichier: Path, approuve: bool) -> Ligne:
    sujet, dossier = "Dossier approuvé", fichier.absolute().parent
    if approuve:
        return Ligne(sujet, "ok", f"{dossier} est approuvé : les macros y marchent sans question.")
    constat = f"{dossier} n’est pas approuvé : Excel demandera « Activer le contenu » une fois."
    remede = (
        "Facultatif : Fichier, Options, Centre de gestion de la confidentialité,"
        " Emplacements approuvés, puis ajoutez ce dossier."
    )
    return Ligne(sujet, "sans_objet", constat, remede)


def _marque(fichier: Path, approuve: bool) -> Ligne:
    sujet = "Marque « venu d’internet »"
    if not is_marked(fichier):
        return Ligne(sujet, "ok", f"« {fichier.name} » n’est pas marqué : rien ne le bloque.")
    if approuve:
        return Ligne(sujet, "ok", f"« {fichier.name} » est marqué, mais son dossier est approuvé.")
    constat = f"« {fichier.name} » est marqué comme venu d’internet : Windows bloque ses macros."
    return Ligne(sujet, "a_faire", constat, _ISSUES)


def _sans_marque(plateforme: str) -> Ligne:
    constat = f"Cette marque n’existe que sous Windows, pas sous {_NOMS[plateforme]}."
    return Ligne("Marque « venu d’internet »", "sans_objet", constat)
