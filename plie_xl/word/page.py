"""A page of the house in Word: publicity at the head, plain tables, blanks to fill by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from plie_xl.model.text import typographie, visible
from plie_xl.word.champ import Champ, enclose
from plie_xl.word.chart import add_chart
from plie_xl.word.fixed import freeze

ROUGE, GRIS = "C00000", "6B6B6B"
A_REDIGER = "[à rédiger]"
_BLEU, _TITRES = "1F4E79", {1: 14, 2: 11.5}
_POLICE = "Calibri"  # one of those that the rules of publicity name
_MAX_IMAGE = 5_000_000  # bytes
_COURT, _LONG, _MARGE = 21.0, 29.7, 1.6
_NEE = datetime(2024, 1, 1)  # of the document's properties: not the day it was made
_EMBLEME = "Emblème de l’Union européenne"


@dataclass(frozen=True)
class Entete:
    """What stands at the head of every paper: who, the mention, the emblem or an empty frame."""

    structure: str
    mention: str
    embleme: bytes | None = None


class Page:
    """A document of one section, filled from top to bottom."""

    def __init__(self, titre: str, entete: Entete, *, paysage: bool = False) -> None:
        self._doc: Any = _blank_document()
        self.largeur = (_LONG if paysage else _COURT) - 2 * _MARGE
        self._set_properties(titre)
        self._set_section(paysage)
        self._write_entete(entete)
        self._write(self._doc.add_paragraph(), titre, taille=16, gras=True)

    def line(
        self,
        texte: str | Iterable[str],
        *,
        couleur: str = "",
        gras: bool = False,
        taille: float = 10,
        apres: float = 4,
    ) -> None:
        """One paragraph, `apres` points of room under it; « [à rédiger] » in it is red.

        A text in several parts may hold figures that bear a tag (`Champ`).
        """
        paragraphe = self._doc.add_paragraph()
        paragraphe.paragraph_format.space_after = Pt(apres)
        for partie in (texte,) if isinstance(texte, str) else texte:
            if isinstance(partie, Champ):
                self._write(paragraphe, partie, couleur=couleur, gras=True, taille=taille)
                continue
            debut, a_rediger, fin = partie.partition(A_REDIGER)
            for morceau, teinte in ((debut, couleur), (a_rediger, ROUGE), (fin, couleur)):
                if morceau:
                    self._write(paragraphe, morceau, couleur=teinte, gras=gras, taille=taille)

    def heading(self, texte: str, niveau: int = 1) -> None:
        """A title that Word's navigation and its table of contents know."""
        self._doc.add_heading(typographie(visible(texte)), niveau)

    def bars(self, noms: Sequence[str], series: Mapping[str, Sequence[float]], dit: str) -> None:
        """A chart that Word edits, one group of bars a name."""
        add_chart(self._doc.add_paragraph().add_run(), noms, series, self.largeur, dit)

    def facts(self, faits: Sequence[tuple[str, str]], largeur: float = 3.4) -> None:
        """What is known of the meeting, one fact a row."""
        table = self._table(faits, [largeur, self.largeur - largeur])
        for rangee in table.rows:
            self._shade(rangee.cells[0])

    def grid(
        self,
        entetes: Sequence[str],
        lignes: Iterable[Sequence[str]],
        parts: Sequence[float],
        hauteur: float = 0,
    ) -> None:
        """A table with its headers; `parts` share the width, `hauteur` is of a row to fill."""
        tout = sum(parts)
        table = self._table([entetes, *lignes], [self.largeur * part / tout for part in parts])
        for cellule in table.rows[0].cells:
            self._shade(cellule)
        for rangee in table.rows[1:]:
            if hauteur:
                rangee.height = Cm(hauteur)
        repete = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repete)

    def mark(self, cles: str) -> None:
        """What the document is about, in its properties, where editing its text changes nothing."""
        self._doc.core_properties.keywords = cles

    def foot(self, texte: str) -> None:
        """The line at the foot of the sheet."""
        pied = self._doc.sections[0].footer.paragraphs[0]
        self._write(pied, texte, couleur=GRIS, taille=9)

    def to_bytes(self) -> bytes:
        """The .docx, the same bytes each time."""
        rendu = BytesIO()
        self._doc.save(rendu)
        return freeze(rendu.getvalue())

    def _set_properties(self, titre: str) -> None:
        proprietes = self._doc.core_properties
        proprietes.title, proprietes.author, proprietes.language = titre, "plie_xl", "fr-FR"
        proprietes.created = proprietes.modified = _NEE
        proprietes.comments = ""
        style = self._doc.styles["Normal"]
        style.font.name, style.font.size = _POLICE, Pt(10)
        style.paragraph_format.space_after = Pt(4)
        langue = OxmlElement("w:lang")
        langue.set(qn("w:val"), "fr-FR")
        style.element.get_or_add_rPr().append(langue)
        for niveau, taille in _TITRES.items():
            titre_n = self._doc.styles[f"Heading {niveau}"]
            titre_n.font.name, titre_n.font.size = _POLICE, Pt(taille)
            titre_n.font.color.rgb = RGBColor.from_string(_BLEU)
            titre_n.element.rPr.rFonts.attrib.clear()
            titre_n.font.name = _POLICE

    def _set_section(self, paysage: bool) -> None:
        section = self._doc.sections[0]
        largeur, hauteur = (_LONG, _COURT) if paysage else (_COURT, _LONG)
        section.page_width, section.page_height = Cm(largeur), Cm(hauteur)
        if paysage:
            section.orientation = 1
        section.left_margin = section.right_margin = Cm(_MARGE)
        section.top_margin = section.bottom_margin = Cm(1.2)
        section.header_distance = section.footer_distance = Cm(0.8)

    def _write_entete(self, entete: Entete) -> None:
        haut = self._doc.sections[0].header
        table = haut.add_table(1, 3, Cm(self.largeur))
        table.autofit = False
        _set_largeurs(table, (self.largeur - 9.6, 6.2, 3.4))
        gauche, milieu, droite = (cellule.paragraphs[0] for cellule in table.rows[0].cells)
        self._write(gauche, entete.structure, gras=True)
        milieu.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._write(milieu, entete.mention, taille=11)
        droite.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if entete.embleme:
            droite.add_run().add_picture(BytesIO(entete.embleme), height=Cm(1.4))
        else:
            table.rows[0].height = Cm(1.4)
            self._frame(table.rows[0].cells[2])
            self._write(droite, _EMBLEME, couleur=GRIS, taille=8)
        vide = haut.paragraphs[0]._p  # Word puts the empty line first; the table leads
        haut._element.append(vide)

    def _table(self, lignes: Sequence[Sequence[str]], largeurs: Sequence[float]) -> Any:
        table = self._doc.add_table(rows=len(lignes), cols=len(largeurs))
        table.style, table.autofit = "Table Grid", False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        _set_largeurs(table, largeurs)
        for rangee, ligne in zip(table.rows, lignes, strict=True):
            for cellule, texte in zip(rangee.cells, ligne, strict=True):
                paragraphe = cellule.paragraphs[0]
                paragraphe.paragraph_format.space_after = Pt(1)
                self._write(paragraphe, texte, couleur=ROUGE if texte == A_REDIGER else "")
        suite = self._doc.add_paragraph()
        suite.paragraph_format.space_after = Pt(2)
        return table

    def _write(
        self,
        paragraphe: Any,
        texte: str,
        *,
        couleur: str = "",
        gras: bool = False,
        taille: float = 10,
    ) -> None:
        morceau = paragraphe.add_run(typographie(visible(texte)))
        morceau.bold, morceau.font.size = gras, Pt(taille)
        if couleur:
            morceau.font.color.rgb = RGBColor.from_string(couleur)
        if isinstance(texte, Champ):
            enclose(morceau._r, texte.tag)

    def _shade(self, cellule: Any) -> None:
        fond = OxmlElement("w:shd")
        for cle, valeur in (("val", "clear"), ("color", "auto"), ("fill", "E7EDF4")):
            fond.set(qn(f"w:{cle}"), valeur)
        cellule._tc.get_or_add_tcPr().append(fond)
        for morceau in cellule.paragraphs[0].runs:
            morceau.bold = True

    def _frame(self, cellule: Any) -> None:
        bords = OxmlElement("w:tcBorders")
        for cote in ("top", "left", "bottom", "right"):
            bord = OxmlElement(f"w:{cote}")
            for cle, valeur in (("val", "single"), ("sz", "6"), ("color", GRIS)):
                bord.set(qn(f"w:{cle}"), valeur)
            bords.append(bord)
        cellule._tc.get_or_add_tcPr().append(bords)


def _set_largeurs(table: Any, largeurs: Sequence[float]) -> None:
    """Word looks at the cells, LibreOffice at the columns."""
    for colonne, largeur in zip(table.columns, largeurs, strict=True):
        colonne.width = Cm(largeur)
        for cellule in colonne.cells:
            cellule.width = Cm(largeur)


def read_embleme(chemin: str) -> bytes | None:
    """The emblem's picture; None when it is not there, or Word would not show it."""
    if not chemin:
        return None
    try:
        with Path(chemin).open("rb") as lu:
            octets = lu.read(_MAX_IMAGE + 1)
        Document().add_picture(BytesIO(octets))
    except (OSError, ValueError, ZeroDivisionError, UnrecognizedImageError):
        return None
    return octets if len(octets) <= _MAX_IMAGE else None


def _blank_document() -> Any:
    """python-docx’s own, without the styles of before ours that Word 2010 kept, nor its picture."""
    document = Document()
    for liens in (document.part.rels, document.part.package.rels):
        for nom, lien in list(liens.items()):
            if lien.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                liens.pop(nom)
    return document
