"""What the guard sees of a file before any reader: cells, errors, bounds; and what it refuses."""

import io
import re
import struct
import zipfile
from dataclasses import replace

import pytest

from hostile.variantes import SUIVI, change, parties
from plie_xl.files.parts import read_parts, write_parts
from plie_xl.model.lecture import IllisibleError
from plie_xl.reading.cells import read_grilles
from plie_xl.reading.guard import inspect
from plie_xl.reading.guard.archive import open_archive
from plie_xl.reading.guard.around import find_fusions, find_objets
from plie_xl.reading.guard.cells import find_emprise, find_position, name_cellule
from plie_xl.reading.guard.sheet import scan_feuille, scan_grille
from plie_xl.reading.guard.sheet_slow import rewrite_feuille
from plie_xl.reading.read import read_octets

ESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAQUET = "http://schemas.openxmlformats.org/package/2006/relationships"


def classeur(cellules: str, apres: str = "") -> bytes:
    """The smallest workbook, with these cells in its only sheet."""
    return write_parts(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{PAQUET}"><Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
            "xl/workbook.xml": f'<workbook {ESPACE} xmlns:r="{RELATIONS}"><sheets><sheet name="F" sheetId="1" r:id="a"/></sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PAQUET}"><Relationship Id="a" Type="{RELATIONS}/worksheet" Target="f.xml"/></Relationships>'.encode(),
            "xl/f.xml": f"<worksheet {ESPACE}><sheetData>{cellules}</sheetData>{apres}</worksheet>".encode(),
        }
    )  # fmt: skip


def voir(cellules: str):
    """What the guard sees of the only sheet."""
    vue = inspect(classeur(f'<row r="1">{cellules}</row>'))
    assert vue.refus is None, vue.refus
    return vue.feuilles[0]


def motif(octets: bytes) -> str:
    refus = inspect(octets).refus
    return refus.motif if refus else ""


@pytest.mark.parametrize(
    ("cellule", "nombre"),
    [
        ('<c r="A1"><v>1</v></c>', 1),
        ('<c r="A1"/>', 0),
        ('<c r="A1" s="3"><v></v></c>', 0),
        ('<c r="A1" t="inlineStr"><is><t>a</t></is></c>', 1),
        ('<c r="A1" t="inlineStr"><is><t> </t></is></c>', 0),
        ('<c r="A1" t="b"><v>1</v></c><c r="B1"><v>2</v></c>', 2),
        ('<c><v>1</v></c><c r="C1"/><c><v>2</v></c>', 2),
        ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', 1),
    ],
)
def test_une_cellule_compte_si_elle_porte_une_valeur(cellule, nombre):
    assert voir(cellule).cellules == nombre


def test_une_erreur_est_vue_a_sa_place():
    vue = voir('<c r="A1"><v>1</v></c><c r="C1" t="e"><v>#SPILL!</v></c>')
    assert vue.erreurs == {(1, 3): "#SPILL!"}
    assert vue.cellules == 2


def test_une_formule_sans_valeur_est_vue_a_sa_place():
    vue = voir('<c r="B1"><f>1+1</f></c><c r="C1"><f>2</f><v>2</v></c>')
    assert vue.sans_valeur == [(1, 2)]
    assert (vue.formules, vue.cellules) == (2, 1)


def test_la_derniere_cellule_remplie_fait_l_etendue():
    vue = inspect(
        classeur('<row r="2"><c r="C2"><v>1</v></c></row><row r="9"><c r="A9"><v>1</v></c></row>')
    )
    assert vue.feuilles[0].derniere == (9, 3)


def test_le_lecteur_trouve_dans_la_copie_ce_qui_est_dans_le_fichier(racine):
    for chemin in sorted((racine / "workbooks" / "2024").glob("*.xlsx")):
        octets = chemin.read_bytes()
        copie = read_grilles(inspect(octets).copie)
        assert _sans_bords(copie) == _sans_bords(read_grilles(octets))


def test_la_copie_ne_contient_que_ce_que_la_garde_a_lu():
    parts = read_parts(classeur('<row r="1"><c r="A1"><f>SECRET()</f><v>1</v></c></row>'))
    parts["xl/vbaProject.bin"] = b"macro"
    copie = zipfile.ZipFile(io.BytesIO(inspect(write_parts(parts)).copie))
    assert "xl/vbaProject.bin" not in copie.namelist()
    assert b'<c r="A1"><v>1</v></c>' in copie.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("numero", range(1, 10))
def test_la_passe_rapide_et_la_lente_voient_les_memes_cellules(numero, racine, monkeypatch):
    """What we write ourselves takes the fast way: the slow one is not even called."""
    monkeypatch.setattr("plie_xl.reading.guard.sheet.rewrite_feuille", None)
    for chemin in sorted((racine / "workbooks" / "2024").glob("*.xlsx")):
        archive = open_archive(chemin.read_bytes())
        nom = f"xl/worksheets/sheet{numero}.xml"
        if nom not in archive:
            continue
        octets = archive.read(nom)
        octets = _BORD.sub(b"", octets)  # the slow way takes off the blanks of an edge
        vite = scan_feuille(octets, nom, "F")
        assert vite == scan_grille(rewrite_feuille(octets, nom, "F"), "F")


_BORD = re.compile(rb"(?<=<v>)\s+|\s+(?=</v>)")


def _sans_bords(grilles):
    """The cells of each sheet, texts without the blanks of their edges."""
    return {
        nom: [[v.strip() if isinstance(v, str) else v for v in ligne] for ligne in grilles[nom]]
        for nom in grilles
    }


@pytest.mark.parametrize("valeur", ["1<!-- a -->2", "1<?a b?>2", "<![CDATA[12]]>", "12 ", "\n12\n"])
def test_une_valeur_ecrite_autrement_est_lue_entiere(valeur):
    octets = classeur(f'<row r="1"><c r="A1"><v>{valeur}</v></c></row>')
    assert read_grilles(octets, inspect(octets))["F"] == [[12.0]]


@pytest.mark.parametrize(
    "corps",
    [
        '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v><x>1</x></v></c></row>',
    ],
)
def test_une_valeur_que_le_lecteur_couperait_est_refusee(corps):
    assert motif(classeur(corps)) == "cdata"


def test_une_grande_partie_trop_imbriquee_est_refusee():
    profond = "<a>" * 200 + "x" * 1_100_000 + "</a>" * 200
    assert motif(classeur("", f"<extLst>{profond}</extLst>")) in ("imbrication", "trop_de_balises")
    larges = "<b/>" * 300_000
    assert motif(classeur("", f"<extLst>{'<a>' * 80}{larges}{'</a>' * 80}</extLst>")) == (
        "imbrication"
    )


def test_une_partie_ne_se_lit_qu_une_fois_mais_son_refus_se_redit():
    octets = classeur("", "<extLst><a></extLst>")
    assert motif(octets) == motif(octets) == "xml_invalide"


@pytest.mark.parametrize("rang", [1, 26, 27, 702, 703, 16_384])
def test_une_reference_se_lit_comme_elle_s_ecrit(rang):
    assert find_position(name_cellule(12, rang)) == (12, rang)
    assert find_emprise([name_cellule(12, rang), b"A3"]) == (12, rang)


def test_ce_que_le_lecteur_perd_en_silence_est_une_lecture_incertaine(racine, monkeypatch):
    propre = (racine / "workbooks" / "2024" / "plie_sources_2024.xlsx").read_bytes()
    vue, autre = inspect(propre), change(SUIVI, r'<c r="G7"[^>]*>.*?</c>', "", 1)(propre)
    perdue = replace(vue, copie=inspect(autre).copie)
    monkeypatch.setattr("plie_xl.reading.read.gardien.inspect", lambda _: perdue)
    [remarque] = read_octets(propre, "essai.xlsx").remarques
    assert remarque.nature == "illisible"
    assert remarque.detail.startswith("lecture incertaine : la feuille « Suivi » contient")
    assert remarque.conseil


# Real programs ----------------------------------------------------------------------------------


def test_un_classeur_ecrit_au_fil_de_l_eau_se_lit_pareil(racine):
    """Sizes after the data, as programs that cannot go back write them."""
    propre = (racine / "workbooks" / "2024" / "plie_sources_2024.xlsx").read_bytes()
    flux = _SansRetour()
    with zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in read_parts(propre).items():
            archive.writestr(nom, contenu)
    lue = read_octets(bytes(flux.octets), "a.xlsx")
    assert lue.tables == read_octets(propre, "a.xlsx").tables


class _SansRetour(io.RawIOBase):
    def __init__(self) -> None:
        self.octets = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, donnees) -> int:
        self.octets += donnees
        return len(donnees)


def test_un_classeur_de_vingt_mille_lignes_passe(racine):
    propre = (racine / "workbooks" / "2024" / "plie_sources_2024.xlsx").read_bytes()

    def geste(toutes):
        lignes = "".join(
            f'<row r="{n}"><c r="B{n}"><v>45400</v></c><c r="D{n}" t="inlineStr"><is><t>a</t></is></c></row>'
            for n in range(1_000, 21_000)
        )
        toutes[SUIVI] = toutes[SUIVI].replace(b"</sheetData>", lignes.encode() + b"</sheetData>")

    lue = read_octets(parties(geste)(propre), "a.xlsx")
    assert len(lue.tables["suivi"].lignes) > 20_000


def ole(*noms: str) -> bytes:
    """The smallest OLE document with these streams, as Excel wraps a protected workbook."""
    entete = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    entete += struct.pack(
        "<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, FIN, 0, FIN, 0
    )
    entete += struct.pack("<I", 0) + b"\xff" * 4 * 108
    table = struct.pack("<II", 0xFFFFFFFD, FIN) + b"\xff" * (512 - 8)
    dossier = b"".join(
        _entree(nom, genre) for nom, genre in (("Root Entry", 5), *((n, 2) for n in noms))
    )
    return entete + table + dossier.ljust(512, b"\0")


FIN = 0xFFFFFFFE


def _entree(nom: str, genre: int) -> bytes:
    texte = (nom + "\0").encode("utf-16-le")
    libre = b"\xff" * 12
    entree = texte.ljust(64, b"\0") + struct.pack("<HBB", len(texte), genre, 1) + libre
    return entree + bytes(36) + struct.pack("<IQ", FIN, 0)


@pytest.mark.parametrize(
    ("flux", "attendu"),
    [
        (("EncryptionInfo", "EncryptedPackage"), "chiffre"),
        (("Workbook", "WordDocument"), "xls"),
        (("Book",), "xls"),
        (("WordDocument",), "docx"),
        (("PowerPoint Document",), "pptx"),
        (("Autre",), "ole_quelconque"),
    ],
)
def test_un_document_ole_dit_ce_qu_il_est(flux, attendu):
    assert motif(ole(*flux)) == attendu


ODF_PLAT = '<?xml version="1.0"?>\n\n<office:document xmlns:x="urn:x" office:mimetype="{}">'


@pytest.mark.parametrize(
    ("nature", "attendu"),
    [("spreadsheet", "fods"), ("spreadsheet-template", "fods"), ("text", "odf_autre")],
)
def test_un_classeur_libreoffice_en_un_seul_xml_dit_qui_l_ouvre(nature, attendu):
    plat = ODF_PLAT.format(f"application/vnd.oasis.opendocument.{nature}").encode()
    assert motif(plat) == attendu
    assert motif(b"<?xml version='1.0'?><releve/>") == "xml"
    if attendu == "fods":
        assert "dans LibreOffice" in inspect(plat).refus.remede


def test_un_document_ole_sans_annuaire_est_incomplet():
    assert motif(ole("Workbook")[:1024]) == "tronque"


def test_un_ancien_xls_est_refuse_en_disant_comment_l_enregistrer():
    [remarque] = read_octets(ole("Workbook"), "mars.xls").remarques
    assert "(.xls)" in remarque.detail
    assert remarque.conseil == (
        "ouvrez-le dans Excel ou LibreOffice, « Enregistrer sous », « Classeur Excel (.xlsx) », "
        "puis déposez-le"
    )


@pytest.mark.parametrize("fin", [b"", b'<q:sheetData xmlns:q="urn:q"/>'])
def test_les_fusions_et_les_objets_d_une_feuille_sont_vus_quoi_qui_la_finisse(fin):
    coin = b"<from><col>1</col><row>4</row></from><to><col>2</col><row>5</row></to>"
    fusion = b'<mergeCells><mergeCell ref="A2:B3"/></mergeCells>'
    feuille = b"<worksheet><sheetData><row/></sheetData>" + fusion + coin + fin + b"</worksheet>"
    assert find_fusions(feuille) == ((2, 1, 3, 2),)
    assert find_objets([feuille]) == ((5, 2, 6, 3),)


def test_un_lecteur_qui_panique_n_ecrit_rien_sur_le_terminal(racine, capfd):
    """Its own words are English, and say where it was built."""
    octets = (racine / "workbooks/2024/plie_sources_2024.xlsx").read_bytes()
    impossible = change(SUIVI, r'(<c r="B6"[^>]*><v>)\d+', r"\1-1e308")(octets)
    grilles = read_grilles(impossible)
    with pytest.raises(IllisibleError, match="« Suivi » ne se laisse pas lire"):
        grilles["Suivi"]
    assert capfd.readouterr() == ("", "")
