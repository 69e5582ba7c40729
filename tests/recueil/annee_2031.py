"""A desk of 2031: the eleven fiches of 2024 moved, what the program makes of them, and a few papers."""

import re
import tomllib
import zipfile
from datetime import date
from pathlib import Path

from document.decide import decide
from document.mesure import TEXTES
from openpyxl import load_workbook
from pieces.atelier import build_dossier

from plie_xl.document.confirm import build_classeur
from plie_xl.document.read import read_document
from plie_xl.model.collection import load_fiches
from plie_xl.model.fiche import parse_fiche
from plie_xl.template import build_template
from plie_xl.template.demo import build_demo

ANNEE, SUIVANTE = 2031, 2032
AUJOURDHUI = date(2031, 10, 31)
REUNIS = ("graves", "libournais", "sources")  # without a blocking anomaly: a year can be closed
ICS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
SUMMARY:Comité de pilotage
DTSTART:20311204T093000
DTEND:20311204T120000
END:VEVENT
END:VCALENDAR
"""
# Written of every year: « 2024-03-12 », « 12/03/2024 », « 20240312 », « suivi 2024 », « _2024.xlsx ».
AUTRE_ANNEE = re.compile(rb"\b2024-\d\d|\d\d/\d\d/2024|\b2024[01]\d[0-3]\d\b|[ \xa0\xaf_\\]2024\b")
JAMAIS = ("docProps/core.xml", "word/fontTable.xml")  # the day on which a model was born


def move(texte: str, annee: int = ANNEE) -> str:
    """A text of 2024, moved to another year."""
    return texte.replace("2024", str(annee))


def lay(dossier: Path, annee: int = ANNEE) -> Path:
    """The eleven fiches of 2024, moved to a folder of AGAPE's."""
    place = dossier / str(annee)
    place.mkdir(parents=True)
    for nom, fiche in load_fiches(2024).items():
        (place / f"{nom}.toml").write_text(move(fiche.texte, annee), "utf-8")
    return dossier


def furnish(bureau: Path) -> None:
    """Fiches, three filled workbooks, one made before its fiche changed, evidence, an agenda."""
    fiches = load_fiches(ANNEE, [lay(bureau / "fiches")])
    (bureau / "registres").mkdir()
    (bureau / "reglages.toml").write_text("[programme]\ndebut = 2030\nfin = 2034\n", "utf-8")
    for nom, octets in build_demo({nom: fiches[nom] for nom in REUNIS}).items():
        _write(bureau / "trois" / nom, octets)
    graves = bureau / "trois" / f"plie_graves_{ANNEE}.xlsx"
    build_dossier(bureau / "pieces", graves)
    ancienne = parse_fiche(
        "graves.toml", re.sub(r"(montant_fse = )\d", r"\g<1>9", fiches["graves"].texte)
    )
    _write(bureau / "ancien" / graves.name, build_template(ancienne))
    _write(bureau / "agenda.ics", ICS.encode())
    _write(bureau / "appel.txt", _say_appel().encode())
    _confirm(bureau)


def _say_appel() -> str:
    return (
        (TEXTES / "brandes.txt").read_text("utf-8").replace("2031", "2030").replace("2032", "2031")
    )


def _confirm(bureau: Path) -> None:
    """The workbook of a document of the year, each value confirmed by somebody."""
    [lue] = read_document(bureau / "appel.txt")
    _write(bureau / "confirme.xlsx", build_classeur(lue))
    dite = (TEXTES / "brandes.toml").read_text("utf-8").replace("2032", "2031")
    [reponse] = tomllib.loads(dite)["fiche"]
    cibles = [(c["libelle"], c) for c in reponse["cible"]]
    decide(bureau / "confirme.xlsx", {**reponse, "livrables": ["Bilan annuel du PLIE"]}, cibles)


def _write(chemin: Path, octets: bytes) -> None:
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_bytes(octets)


def find_ligne_prevue(classeur: Path) -> int:
    """The first row of « Suivi » still to come."""
    feuille = load_workbook(classeur)["Suivi"]
    return next(r[4].row for r in feuille.iter_rows(min_row=6) if r[4].value == "Prévue")


def list_restes(dossier: Path, sauf: tuple[str, ...] = ()) -> list[str]:
    """Where a file written here still speaks of 2024."""
    fichiers = [f for f in sorted(dossier.rglob("*")) if f.is_file() and f.name not in sauf]
    return [
        f"{fichier.relative_to(dossier)} {nom} : {trouve[0].decode('utf-8', 'replace')}"
        for fichier in fichiers
        for nom, octets in _read_parts(fichier)
        if nom not in JAMAIS and (trouve := AUTRE_ANNEE.search(octets))
    ]


def _read_parts(fichier: Path) -> list[tuple[str, bytes]]:
    if not zipfile.is_zipfile(fichier):
        return [("", fichier.read_bytes())]
    with zipfile.ZipFile(fichier) as archive:
        return [(nom, archive.read(nom)) for nom in archive.namelist()]
