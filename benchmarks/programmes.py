"""Our workbook saved again by other programs: the rows and the figures that are read from each.

Those that can be installed here save it now; the others saved it once (`ENREGISTRES`).
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plie_xl.attainment import compute_atteinte
from plie_xl.checks import check
from plie_xl.model.lecture import Lecture
from plie_xl.reading.read import read_classeur

ENREGISTRES = Path(__file__).parent.parent / "tests" / "hostile" / "enregistres"
SOURCE = ENREGISTRES / "source.xlsx"
# File → library, kept with how it was made.
GARDES = {
    "exceljs.xlsx": "exceljs",
    "sheetjs.xlsx": "SheetJS",
    "sheetjs-dates.ods": "SheetJS",
    "pandas-xlsxwriter.xlsx": "pandas et XlsxWriter",
    "pandas-odf.ods": "pandas et odfpy",
    "pyexcelerate.xlsx": "PyExcelerate",
    "ezodf.ods": "ezodf",
    "odfpy.ods": "odfpy",
}


@dataclass(frozen=True)
class Essai:
    """What was read of one copy, against the source; `lignes` is None when it was not saved."""

    programme: str
    format: str
    lignes: int | None = None
    memes_lignes: bool = False
    memes_chiffres: bool = False
    de_plus: int = 0  # anomalies that the source has not


def mesurer_programmes() -> list[Essai]:
    """One line for each program and format."""
    with tempfile.TemporaryDirectory() as dossier:
        vivants = [
            _essayer(programme, chemin)
            for programme, chemin in _save_partout(Path(dossier))
        ]  # fmt: skip
    return vivants + [_essayer(nom, ENREGISTRES / fichier) for fichier, nom in GARDES.items()]


def _essayer(programme: str, chemin: Path) -> Essai:
    genre = chemin.suffix
    if not chemin.exists():
        return Essai(programme, genre)
    source, lue = read_classeur(SOURCE), read_classeur(chemin, SOURCE.name)
    avant, apres = (_list_lignes(lecture) for lecture in (source, lue))
    chiffres = lue.lisible and compute_atteinte(lue).equals(compute_atteinte(source))
    de_plus = len(set(check(lue)) - set(check(source)))
    return Essai(programme, genre, len(apres), avant == apres, chiffres, de_plus)


def _list_lignes(lecture: Lecture) -> list[int]:
    suivi = lecture.tables.get("suivi")
    return list(suivi.lignes) if suivi else []


def _save_partout(dossier: Path) -> Iterator[tuple[str, Path]]:
    for nom, genre, save in _VIVANTS:
        chemin = dossier / f"{nom}{genre}"
        save(chemin)
        yield nom, chemin


def save_libreoffice(chemin: Path) -> None:
    """Save a copy with LibreOffice, if it is there."""
    a_part = f"-env:UserInstallation=file://{chemin.parent}/profil"
    options = [
        "--headless",
        "--convert-to",
        chemin.suffix[1:],
        "--outdir",
        str(chemin.parent / "s"),
    ]
    if _run("soffice", a_part, *options, str(SOURCE)):
        (chemin.parent / "s" / f"{SOURCE.stem}{chemin.suffix}").replace(chemin)


def save_gnumeric(chemin: Path) -> None:
    """The same with Gnumeric."""
    genre = {".xlsx": "Gnumeric_Excel:xlsx2", ".ods": "Gnumeric_OpenCalc:odf"}[chemin.suffix]
    _run("ssconvert", "-T", genre, str(SOURCE), str(chemin))


def save_openpyxl(chemin: Path) -> None:
    """The same with openpyxl."""
    code = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])"
    _run(sys.executable, "-W", "ignore", "-c", code, str(SOURCE), str(chemin))


def _run(programme: str, *arguments: str) -> bool:
    trouve = shutil.which(programme)
    if trouve is None:
        return False
    subprocess.run([trouve, *arguments], check=True, capture_output=True, timeout=300)
    return True


_VIVANTS: tuple[tuple[str, str, Callable[[Path], None]], ...] = (
    ("LibreOffice", ".xlsx", save_libreoffice),
    ("LibreOffice", ".ods", save_libreoffice),
    ("Gnumeric", ".xlsx", save_gnumeric),
    ("Gnumeric", ".ods", save_gnumeric),
    ("openpyxl", ".xlsx", save_openpyxl),
)
