"""Honest .ods files, written in the many ways of programs: each is read the same."""

import re
from collections.abc import Callable

import pytest

from hostile.ods import MANIFESTE, contenu, paragraphe, write_ods
from hostile.ods import cellule as cellule_ods
from plie_xl.model.lecture import Lecture
from plie_xl.reading.cells import read_grilles
from plie_xl.reading.guard import inspect
from plie_xl.reading.guard.rows_ods import take_rangees
from plie_xl.reading.read import read_octets


@pytest.fixture(scope="module")
def grilles(racine):
    propre = (racine / "workbooks" / "2024" / "plie_agenais_2024.xlsx").read_bytes()
    return dict(read_grilles(propre, inspect(propre)))


@pytest.fixture(scope="module")
def simple(grilles) -> Lecture:
    return read_octets(write_ods(contenu(grilles)), "a.ods")


def objet(texte: Callable[[str], str]) -> object:
    """What is read of one text, written this way."""
    octets = write_ods(contenu({"F": [["a  b\nc\td"]]}, texte))
    return read_grilles(octets, inspect(octets))["F"][0][0]


def indente(dit: str) -> str:
    return re.sub(r"(<(?:/?table:|/?office:)[^<>]*>)(?=<)", "\\1\n  ", dit)


BASIC = b'<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD 1.0//EN" "l.dtd"><a/>'
MENU = b'<!DOCTYPE menu:menubar PUBLIC "-//OpenOffice.org//DTD 1.0//EN" "menubar.dtd"><a/>'
DTD = (
    b'<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
)
GESTES: dict[str, Callable[[str], bytes]] = {
    "indenté": lambda dit: write_ods(indente(dit)),
    "sans mimetype": lambda dit: write_ods(dit, sans=("mimetype",)),
    "sans manifeste": lambda dit: write_ods(dit, sans=("META-INF/manifest.xml",)),
    "d’OpenOffice.org 2": lambda dit: write_ods(dit, **{"META-INF/manifest.xml": DTD + MANIFESTE}),
    "avec des macros": lambda dit: write_ods(dit, **{"Basic/script-lc.xml": BASIC}),
    "avec un menu": lambda dit: write_ods(dit, **{"Configurations2/menubar/menubar.xml": MENU}),
    "en UTF-16": lambda dit: write_ods(dit, **{"content.xml": dit.encode("utf-16")}),
    "d’autres préfixes": lambda dit: write_ods(
        re.sub(r"(</?|\s)table:(?=[\w-]+[\s=/>])", r"\1t:", dit.replace("xmlns:table=", "xmlns:t="))
    ),
    "cellules étrangères": lambda dit: write_ods(
        dit.replace("</table:table-row>", '<q:table-cell xmlns:q="u"/></table:table-row>')
    ),
    "dates en temps universel": lambda dit: write_ods(
        re.sub(r'(date-value="[\d-]{10})"', r'\1T00:00:00.000Z"', dit)
    ),
}


@pytest.mark.parametrize("geste", GESTES)
def test_un_ods_honnete_se_lit_pareil(geste, grilles, simple):
    lue = read_octets(GESTES[geste](contenu(grilles)), "a.ods")
    assert lue.remarques == simple.remarques
    assert lue.tables["suivi"].lignes == simple.tables["suivi"].lignes
    objets = (lecture.tables["suivi"].valeurs["objet"] for lecture in (lue, simple))
    assert len(set(map(str, objets))) == 1


@pytest.mark.parametrize("balise", ["table-cell", "covered-table-cell"])
def test_une_valeur_cachee_par_une_fusion_est_lue_et_dite(balise, grilles, simple):
    """LibreOffice keeps it, and its formulas count it."""
    objet, statut = map(cellule_ods, ("Point sur les parcours", "Réalisée"))
    fusion = 'table:number-columns-spanned="2" table:number-rows-spanned="1"'
    visible = objet.replace("table-cell", f"table-cell {fusion}", 1)
    cachee = statut.replace("table-cell", balise)
    dit = contenu(grilles).replace(objet + statut, visible + cachee, 1)
    lue = read_octets(write_ods(dit), "a.ods")
    assert lue.tables["suivi"].lignes == simple.tables["suivi"].lignes
    [remarque] = set(lue.remarques) - set(simple.remarques)
    assert (remarque.nature, remarque.detail) == ("valeur_cachee", "D7:E7")


@pytest.mark.parametrize(
    "texte",
    [
        paragraphe,
        lambda _: "<text:p>a<text:s text:c='2'/>b<text:line-break/>c<text:tab/>d</text:p>",
        lambda _: "<text:p>a <text:s/>b</text:p>\n<text:p>c<text:tab/>d</text:p>",
        lambda _: "<text:p>\n  a <text:s/><text:span>b</text:span></text:p><text:p>c<text:tab/>d</text:p>",
        lambda _: "<office:annotation><text:p>note</text:p></office:annotation>" + paragraphe("a  b\nc\td"),
        lambda _: "<draw:frame><text:p>forme</text:p></draw:frame>" + paragraphe("a  b\nc\td"),
    ],
)  # fmt: skip
def test_un_texte_garde_ses_blancs_ses_lignes_et_ses_tabulations(texte):
    assert objet(texte) == "a  b\nc\td"


def test_les_rangees_simples_sont_prises_d_un_bloc_malgre_une_zone_d_impression(grilles):
    """As LibreOffice names the print range of our sheets: reading stays three times as quick."""
    zone = '<table:named-range table:name="z" table:range-usable-as="print-range"/>'
    dit = contenu(grilles).replace("</table:table>", f"{zone}</table:table>", 1)
    _, prises = take_rangees(dit.encode())
    assert len(prises) > 30


def cellule(attributs: str, texte: str = "") -> str:
    return f"<table:table-cell{attributs}>{texte}</table:table-cell>"


VALEURS = [
    ' office:value-type="float" office:value="1.5"',
    ' office:value-type="float" office:value="2" office:boolean-value="true"',
    ' office:value-type="date" office:value="45000" office:date-value="2024-03-01"',
    ' office:value-type="date" office:date-value=" 2024-03-01T00:00:00 " office:value="45000"',
    ' office:value-type="time" office:time-value="PT09H30M00S"',
    ' office:value-type="boolean" office:boolean-value="true"',
    ' office:value-type="string" office:string-value="autre"',
    ' office:value-type="string" office:value="5"',
    ' office:value-type="percentage" office:value="0.4" table:number-columns-repeated="2"',
    ' table:formula="of:=1" office:value-type="float" office:value="1"',
    ' office:value="7"',
    ' table:formula="of:=IF(1;&quot;&quot;)"',
]


def read_seule(dit: str) -> object:
    octets = write_ods(dit)
    return read_grilles(octets, inspect(octets))["F"]


@pytest.mark.parametrize("attributs", VALEURS)
@pytest.mark.parametrize(
    "texte",
    ["", "<text:p/>", "<text:p></text:p>", "<text:p>dit</text:p>", "<text:p>  a  b </text:p>"],
)
def test_une_rangee_prise_d_un_bloc_dit_ce_que_dit_chaque_balise(attributs, texte):
    rangee = f"<table:table-row>{cellule(attributs, texte)}<table:table-cell/></table:table-row>"
    dit = contenu({"F": [["tête"]]}, apres={"F": rangee})
    _, prises = take_rangees(dit.encode())
    assert len(prises) == 1 + bool(texte)
    assert read_seule(dit) == read_seule(dit + "<!-- balise par balise -->")


@pytest.mark.parametrize(("texte", "dite"), [("<text:p/>", True), ("", False)])
@pytest.mark.parametrize("colonne", ["quantite", "emargement"])
def test_une_formule_qui_donne_un_texte_vide_est_calculee(texte, dite, colonne, grilles, simple):
    """LibreOffice gives it no type, but a blank paragraph; without one, it was never computed."""
    rang = simple.tables["suivi"].colonnes[colonne]
    grilles = {nom: [list(ligne) for ligne in grille] for nom, grille in grilles.items()}
    ligne = grilles["Suivi"][simple.tables["suivi"].lignes[0] - 1]
    ligne[rang - 1] = "¤ici¤"
    vide = cellule(' table:formula="of:=IF(1;&quot;&quot;)"', texte)
    lue = read_octets(write_ods(contenu(grilles).replace(cellule_ods("¤ici¤"), vide)), "a.ods")
    assert (set(lue.remarques) == set(simple.remarques)) == dite


@pytest.mark.parametrize(
    "attributs",
    [
        ' office:value-type="float" office:value="1" office:value="2"',
        ' office:value="1" office:value-type="float" office:value="2"',
        ' table:style-name="a" table:style-name="b"',
    ],
)
def test_un_attribut_ecrit_deux_fois_n_est_pas_du_xml(attributs):
    rangee = f"<table:table-row>{cellule(attributs, '<text:p>1</text:p>')}</table:table-row>"
    refus = inspect(write_ods(contenu({"F": [["tête"]]}, apres={"F": rangee}))).refus
    assert refus is not None
    assert refus.motif == "xml_invalide"


def test_un_ods_protege_par_un_mot_de_passe_est_refuse(grilles):
    manifeste = (
        b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        b"<m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    )
    refus = inspect(write_ods(contenu(grilles), **{"META-INF/manifest.xml": manifeste})).refus
    assert refus is not None
    assert refus.motif == "chiffre"


def test_une_entite_dans_le_manifeste_est_refusee(grilles):
    entites = DTD.replace(b'dtd">', b'dtd" [<!ENTITY a "b">]>')
    octets = write_ods(contenu(grilles), **{"META-INF/manifest.xml": entites + MANIFESTE})
    refus = inspect(octets).refus
    assert refus is not None
    assert refus.motif == "doctype"


def test_une_entite_dans_le_contenu_est_refusee(grilles):
    refus = inspect(write_ods('<!DOCTYPE x [<!ENTITY a "b">]>' + contenu(grilles))).refus
    assert refus is not None
    assert refus.motif == "doctype"


def test_un_classeur_sans_nos_feuilles_se_lit_et_n_est_pas_le_notre():
    lue = read_octets(write_ods(contenu({"Notes": [["a"]]})), "a.ods")
    assert [r.nature for r in lue.remarques] == ["pas_un_classeur"]
