"""Bilans of the demo, and what a hand does to a Word document afterwards."""

import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from galerie.atelier import base, build
from lxml import etree

from plie_xl.checks import count
from plie_xl.model.collection import load_fiches
from plie_xl.model.settings import Reglages
from plie_xl.reading.read import read_classeur, read_octets
from plie_xl.reports.bilan.facts import Faits, find_faits
from plie_xl.reports.bilan.verify import Document
from plie_xl.reports.bilan.write import write_bilan
from plie_xl.word.read import read_champs

RACINE = Path(__file__).parents[2]
DEMO = sorted((RACINE / "workbooks" / "2024").glob("*.xlsx"))
FIN = date(2024, 12, 31)
PARTIE = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def faits_de(identifiant: str, au: date | None = FIN) -> Faits:
    chemin = RACINE / "workbooks" / "2024" / f"plie_{identifiant}_2024.xlsx"
    return find_faits(count(read_classeur(chemin), au))


@cache
def bilan_de(identifiant: str) -> bytes:
    return write_bilan(faits_de(identifiant), Reglages())


def saisir(identifiant: str = "graves", au: date = FIN, **tables: Any) -> Faits:
    """The facts of a workbook in which these rows are typed."""
    fiche = load_fiches(2024)[identifiant]
    octets = build(fiche, {**base(fiche), **tables})
    return find_faits(count(read_octets(octets, "a.xlsx"), au))


def lire(octets: bytes, nom: str = "bilan.docx") -> Document:
    """What `read_document` gives, without a child."""
    cles, champs, tableaux = read_champs(BytesIO(octets))
    tables = tuple(tuple(map(tuple, rangees)) for rangees in tableaux)
    return Document(nom, cles, tuple(champs), tables)


def retoucher(octets: bytes, geste: Callable[[Any], None], partie: str = PARTIE) -> bytes:
    """The document, one of its parts changed by hand."""
    sortie = BytesIO()
    with zipfile.ZipFile(BytesIO(octets)) as lu, zipfile.ZipFile(sortie, "w") as ecrit:
        for nom in lu.namelist():
            contenu = lu.read(nom)
            if nom == partie:
                arbre = etree.fromstring(contenu)
                geste(arbre)
                contenu = etree.tostring(arbre, xml_declaration=True, encoding="UTF-8")
            ecrit.writestr(nom, contenu)
    return sortie.getvalue()


def champs(arbre: Any) -> list[Any]:
    return [x for x in arbre.iter(f"{W}sdt") if x.find(f"{W}sdtPr/{W}tag") is not None]


def tag(champ: Any) -> str:
    return champ.find(f"{W}sdtPr/{W}tag").get(f"{W}val")


def sans_controles(arbre: Any) -> None:
    """What « Supprimer le contrôle de contenu » does, everywhere."""
    for champ in champs(arbre):
        for enfant in champ.find(f"{W}sdtContent"):
            champ.addprevious(enfant)
        champ.getparent().remove(champ)
