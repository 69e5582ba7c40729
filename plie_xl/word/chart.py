"""A chart that Word edits: XlsxWriter makes both its drawing and the little workbook behind it."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm

from plie_xl.word.fixed import freeze

_FEUILLE = "Atteinte"
_COULEURS = ("#BFBFBF", "#9DC3E6", "#1F4E79", "#548235")
_POLICE = "Calibri"
_NEE = datetime(2024, 1, 1)
_IMPRESSION = re.compile(rb"<c:printSettings>.*?</c:printSettings>", re.DOTALL)
# What XlsxWriter leaves out, LibreOffice takes for « yes »: the names beside each value.
_VALEUR = b'<c:showVal val="1"/>'
_VALEUR_SEULE = b"".join(
    b'<c:%s val="%d"/>' % (nom, nom == b"showVal")
    for nom in (
        b"showLegendKey",
        b"showVal",
        b"showCatName",
        b"showSerName",
        b"showPercent",
        b"showBubbleSize",
    )
)
_DERRIERE = (
    b'<c:externalData xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships" r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
)
_GENRE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_GENRE_CLASSEUR = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DESSIN = """<w:drawing
 xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
><wp:inline><wp:extent cx="{largeur}" cy="{hauteur}"/><wp:docPr id="1" name="{nom}" descr="{dit}"/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"
><c:chart r:id="{lien}"/></a:graphicData></a:graphic></wp:inline></w:drawing>"""


def add_chart(
    morceau: Any,
    noms: Sequence[str],
    series: Mapping[str, Sequence[float]],
    largeur: float,
    dit: str,
) -> None:
    """Draw bars in a run of python-docx, `largeur` centimetres wide; `dit` is read aloud."""
    document, classeur = morceau.part, _build_classeur(noms, series)
    with zipfile.ZipFile(BytesIO(classeur)) as archive:
        dessin = archive.read("xl/charts/chart1.xml")
    dessin = _IMPRESSION.sub(b"", dessin).replace(_VALEUR, _VALEUR_SEULE)
    dessin = dessin.replace(b"</c:chartSpace>", _DERRIERE)
    graphique = _add_part(document, "charts/graphique1.xml", _GENRE, dessin)
    derriere = _add_part(document, "embeddings/graphique1.xlsx", _GENRE_CLASSEUR, classeur)
    graphique.relate_to(derriere, RT.PACKAGE)
    hauteur = 1.8 + (0.35 + 0.32 * len(series)) * len(noms)
    faits = {"largeur": Cm(largeur), "hauteur": Cm(hauteur), "nom": _FEUILLE, "dit": dit}
    morceau._r.append(
        parse_xml(_DESSIN.format(lien=document.relate_to(graphique, RT.CHART), **faits))
    )


def _add_part(document: Any, nom: str, genre: str, octets: bytes) -> Any:
    return Part(PackURI(f"/word/{nom}"), genre, octets, document.package)


def _build_classeur(noms: Sequence[str], series: Mapping[str, Sequence[float]]) -> bytes:
    import xlsxwriter

    sortie, fin = BytesIO(), len(noms)
    classeur = xlsxwriter.Workbook(sortie, {"in_memory": True})
    classeur.set_properties({"created": _NEE, "author": "plie_xl"})
    feuille = classeur.add_worksheet(_FEUILLE)
    for n, nom in enumerate(noms, start=1):
        feuille.write_string(n, 0, nom)
    feuille.set_column(0, 0, 40)
    dessin = classeur.add_chart({"type": "bar"})
    for k, (nom, valeurs) in enumerate(series.items(), start=1):
        feuille.write_string(0, k, nom)
        feuille.write_column(1, k, valeurs)
        dessin.add_series(
            {
                "name": [_FEUILLE, 0, k],
                "categories": [_FEUILLE, 1, 0, fin, 0],
                "values": [_FEUILLE, 1, k, fin, k],
                "fill": {"color": _COULEURS[k - 1]},
                "data_labels": {"value": True, "font": {"name": _POLICE, "size": 8}},
                "gap": 60,
            }
        )
    dessin.set_y_axis(
        {"reverse": True, "num_font": {"name": _POLICE, "size": 9}, "line": {"none": True}}
    )
    dessin.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    dessin.set_legend({"position": "top", "font": {"name": _POLICE, "size": 9}})
    feuille.insert_chart("F2", dessin)
    classeur.close()
    return freeze(sortie.getvalue())
