"""Cells are told by their forms, whatever their figures: what figures alone say is seen too."""

import re

import pytest

from hostile.test_garde import ESPACE, RELATIONS, classeur, motif
from plie_xl.files.parts import read_parts, write_parts
from plie_xl.reading.cells import read_grilles
from plie_xl.reading.guard import inspect
from plie_xl.reading.guard.forms import read_rangees
from plie_xl.reading.guard.sheet import scan_grille
from plie_xl.reading.guard.sheet_slow import rewrite_feuille

FORMULES = [
    "",
    "<f/>",
    "<f>1+1</f>",
    '<f t="shared" si="12"/>',
    '<f t="array" ref="A1:B2">A1>2</f>',
]
TYPES = [
    "",
    ' t="n"',
    ' t="s"',
    ' t="b"',
    ' t="str"',
    ' t="e"',
    ' t="d"',
    ' t="inlineStr"',
    ' t="z"',
]
VALEURS = [
    "", "<v/>", "<v></v>", "<v> </v>", "<v>7</v>", "<v>12.5E-3</v>", "<v>#N/A</v>", "<v>a 1</v>",
    '<v xml:space="preserve">a</v>', '<v xml:space="preserve"> </v>', "<is/>", "<is><t/></is>",
    "<is><t>a &#233; 1</t></is>", "<is><t> </t></is>", "<v>&amp;</v>", "<v>2024-03-04T10:00:00.000Z</v>",
]  # fmt: skip
STYLES = ["", ' s="14"']


@pytest.mark.parametrize("genre", TYPES)
@pytest.mark.parametrize("valeur", VALEURS)
def test_une_forme_dit_de_la_cellule_ce_qu_en_dit_la_lecture_balise_par_balise(genre, valeur):
    """Each form that is known says what the walk finds in the same cells."""
    for formule in FORMULES:
        for style in STYLES:
            rangee = f'<row r="12"><c r="B12"{style}{genre}>{formule}{valeur}</c></row>'.encode()
            lues = read_rangees(rangee)
            if lues is not None:
                vite = scan_grille(rangee, "F")
                assert _sans_bords(vite) == _sans_bords(scan_grille(_recrite(rangee), "F"))


def _recrite(rangee: bytes) -> bytes:
    espace = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    feuille = b"<worksheet %b><sheetData>%b</sheetData></worksheet>" % (espace, rangee)
    return rewrite_feuille(feuille, "f.xml", "F")


def _sans_bords(releve):
    """What is known of the cells, whatever the way to write the same value or the same nothing."""
    valeurs = re.findall(rb'<c r="(\w+)".*?<[vt][^>]*>([^<]*)<', releve.grille)
    dites = [(ref, valeur.replace(b"&#233;", "é".encode())) for ref, valeur in valeurs]
    absences = releve.absentes + releve.ambigues
    comptes = (releve.nombre, releve.formules, releve.calculees, releve.emprise, releve.erreurs)
    return dites, absences, comptes


@pytest.mark.parametrize(
    ("rangees", "attendu"),
    [
        ('<row r="7"><c r="B7"><v>1</v></c><c r="C8"><v>1</v></c></row>', "cellule_deplacee"),
        ('<row r="7"><c r="B17"><v>1</v></c></row>', "cellule_deplacee"),
        ('<row r="7"><c r="B7"/><c r="C71"/></row>', "cellule_deplacee"),
        ('<row><c r="B7"><v>1</v></c><c r="C8"><v>1</v></c></row>', "cellule_deplacee"),
        ('<row r=""><c r="B7"><v>1</v></c></row>', "cellule_deplacee"),
        ('<row r="0"><c r="B7"><v>1</v></c></row>', "cellule_deplacee"),
        ('<row r="7"><c r="B07"><v>1</v></c></row>', "reference_invalide"),
        ('<row r="7"><c r="B7"><v>1</v></c></row><row r="8"><c r="B7"/></row>', "cellule_deplacee"),
        ('<row r="7"><c r="B7"><v>1</v></c><c r="B7"/></row>', "cellule_double"),
        ('<row r="7"><c r="B7"/><c r="B7"><v>1</v></c></row>', "cellule_double"),
        (
            '<row r="7"><c r="B7"><v>1</v></c></row><row r="6"/><row r="7"><c r="B7"/></row>',
            "cellule_double",
        ),
        ('<row r="7"><c r="C7"><v>1</v></c><c r="B7"><v>2</v></c></row>', ""),
        ('<row r=" 07 "><c r="B7"><v>1</v></c></row>', ""),
        ('<row><c r="B7"><v>1</v></c></row>', ""),
        ('<row r="7"><c r="B7"><v>1</v></c><c r="B7"><v>2</v></c></row>', ""),
        ('<row r="7"><c r="B7" t="str"><v>&#0;</v></c></row>', "xml_invalide"),
        ('<row r="7"><c r="B7" t="str"><v>&#11;</v></c></row>', "xml_invalide"),
        ('<row r="7"><c r="B7" t="str"><v>&#10;a</v></c></row>', ""),
        ('<row r="7"><c r="B7" t="str"><v>a]]>b</v></c></row>', "xml_invalide"),
        ('<row r="7" a1="" a2=""><c r="B7"><v>1</v></c></row>', ""),
        ('<row r="7" a1="" a1=""><c r="B7"><v>1</v></c></row>', "xml_invalide"),
        ('<row r="7" ht="&#0;"><c r="B7"><v>1</v></c></row>', "xml_invalide"),
        ('<row r="7"><c r="B7"><v>1</v></c></row><row r="8" ht="&#0;"/>', "xml_invalide"),
        ('<row r="7"><c r="B7"/></row><c r="B8"><v>1</v></c>', "cellule_egaree"),
        ('<row r="7"><c r="B7"/></row><row r="8"><v>1</v></row>', ""),
        ('<row r="7"><c r="B7"><f a1="" a1="">1</f><v>1</v></c></row>', "xml_invalide"),
        ('<row r="7"><c r="XFE7"><v>1</v></c></row>', "cellule_hors_limites"),
    ],
)
def test_ce_que_disent_les_chiffres_est_vu(rangees, attendu):
    """A row, a reference, a character written by its number: two figures are not the same."""
    assert motif(classeur(rangees)) == attendu


def test_une_cellule_ecrite_deux_fois_est_lue_la_derniere_et_dite():
    vue = inspect(classeur('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'))
    assert vue.feuilles[0].cellules == 1
    assert any("plusieurs fois la cellule A1" in dit for dit in vue.avertissements)


def test_des_cellules_en_desordre_sont_toutes_comptees():
    octets = classeur(
        '<row r="3"><c r="C3"><v>3</v></c><c r="A3"><v>1</v></c></row>'
        '<row r="1"><c r="B1"><f>SECRET()</f><v>2</v></c><c r="A1"><f>1</f></c></row>'
    )
    vue = inspect(octets)
    [feuille] = vue.feuilles
    assert (feuille.cellules, feuille.derniere, feuille.sans_valeur) == (3, (3, 3), [(1, 1)])
    assert b"SECRET" not in vue.copie
    assert read_grilles(octets, vue)["F"][0][1] == 2.0


def test_une_formule_en_octets_impossibles_n_arrete_pas_la_lecture():
    """Nobody reads the text of a formula: what is wrong in it harms nobody."""
    assert motif(classeur('<row r="1"><c r="A1"><f>&bad;]]></f><v>1</v></c></row>')) == ""


def test_un_texte_partage_blanc_ne_compte_pas():
    parts = read_parts(
        classeur('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>')
    )
    lien = f'<Relationship Id="b" Type="{RELATIONS}/sharedStrings" Target="s.xml"/>'
    liens = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", f"{lien}</Relationships>".encode()
    )
    textes = f"<sst {ESPACE}><si><t>a</t></si><si><t> </t></si></sst>".encode()
    vue = inspect(write_parts(parts | {"xl/_rels/workbook.xml.rels": liens, "xl/s.xml": textes}))
    assert (vue.feuilles[0].cellules, vue.feuilles[0].derniere) == (1, (1, 1))
