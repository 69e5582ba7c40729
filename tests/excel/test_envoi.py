"""« Préparer l’envoi »: a copy without macros, and nothing else of the file changed."""

import re
from datetime import date

import pytest

from excel import fautes
from plie_xl.checks import check
from plie_xl.excel import preparer_envoi
from plie_xl.excel.package.macros import add_macros, load_bas
from plie_xl.excel.package.strip_macros import MacrosError, remove_macros
from plie_xl.files.parts import CONTENT_TYPES, read_parts, write_parts
from plie_xl.model.collection import load_fiches
from plie_xl.reading.read import read_classeur, read_octets
from plie_xl.template import build_template

FEUILLE = "xl/worksheets/sheet4.xml"
CONTROLE = (
    '<mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="x14"><control shapeId="{n}" r:id="{r}"'
    ' name="Bouton {n}"><controlPr macro="{macro}"><anchor/></controlPr></control></mc:Choice>'
    "</mc:AlternateContent>"
)


@pytest.fixture(scope="module")
def xlsm():
    fiche = load_fiches(2024)["sources"]
    octets = build_template(fiche, {"suivi": fautes.LIGNES}, boutons=True)
    return add_macros(octets, {"PlieBoutons": load_bas("PlieBoutons")})


def comme_excel(xlsm, autre=""):
    """The form in which Excel saves buttons again: a control in the sheet, a part for each."""
    parties = read_parts(xlsm)
    controles = "".join(
        CONTROLE.format(n=n, r=f"rId{n}", macro=macro)
        for n, macro in ((91, "[0]!PlieValider"), (92, autre))
        if n == 91 or autre is not None
    )
    bloc = (
        '<mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="x14"><controls>'
        f"{controles}</controls></mc:Choice></mc:AlternateContent>"
    )
    parties[FEUILLE] = parties[FEUILLE].replace(b"<tableParts", bloc.encode() + b"<tableParts")
    rels = "xl/worksheets/_rels/sheet4.xml.rels"
    for n in (91, 92):
        lien = (
            f'<Relationship Id="rId{n}" Type="http://x/ctrlProp" Target="../ctrlProps/c{n}.xml"/>'
        )
        parties[rels] = parties[rels].replace(b"</Rel", lien.encode() + b"</Rel")
        parties[f"xl/ctrlProps/c{n}.xml"] = b'<formControlPr objectType="Button"/>'
        type_ = f'<Override PartName="/xl/ctrlProps/c{n}.xml" ContentType="c"/>'
        parties[CONTENT_TYPES] = parties[CONTENT_TYPES].replace(
            b"</Types", type_.encode() + b"</Types"
        )
    return write_parts(parties)


AVEC_BOUTONS = (1, 4, 5, 6, 7, 8, 9, 10)  # sheets of the workbook


def test_la_copie_est_le_classeur_tel_que_sans_boutons_ni_macros(xlsm):
    sans, avec = read_parts(remove_macros(xlsm)), read_parts(xlsm)
    dessins = {nom for nom in avec if b"FmlaMacro" in avec[nom]}
    # « Mode d’emploi », « Suivi », « Atteinte », « Livrables », « Financement », « Écarts », « Registre », « Anomalies »
    assert len(dessins) == 8
    assert set(avec) - set(sans) == {"xl/vbaProject.bin", *dessins}
    changees = {nom for nom in sans if sans[nom] != avec[nom]}
    assert changees == {
        CONTENT_TYPES,
        "xl/_rels/workbook.xml.rels",
        *(f"xl/worksheets/sheet{n}.xml" for n in AVEC_BOUTONS),
        *(f"xl/worksheets/_rels/sheet{n}.xml.rels" for n in AVEC_BOUTONS),
    }


@pytest.mark.parametrize("n", AVEC_BOUTONS)
def test_de_la_feuille_seul_le_renvoi_aux_boutons_disparait(xlsm, n):
    feuille = f"xl/worksheets/sheet{n}.xml"
    avant, apres = read_parts(xlsm)[feuille], read_parts(remove_macros(xlsm))[feuille]
    assert apres == re.sub(rb"<legacyDrawing [^>]*/>", b"", avant)


def test_plus_rien_ne_nomme_les_macros(xlsm):
    tout = b"".join(read_parts(remove_macros(xlsm)).values())
    assert not re.search(rb"vbaProject|macroEnabled|PlieValider|vmlDrawing1", tout)


def test_les_controles_d_excel_partent_avec_leurs_parties(xlsm):
    parties = read_parts(remove_macros(comme_excel(xlsm, autre="[0]!PlieCalculer")))
    assert b"<control" not in parties[FEUILLE]
    assert b"AlternateContent" not in parties[FEUILLE]
    assert not [nom for nom in parties if "ctrlProps" in nom]
    assert b"ctrlProps" not in parties[CONTENT_TYPES]


def test_un_controle_sans_macro_reste(xlsm):
    parties = read_parts(remove_macros(comme_excel(xlsm, autre="")))
    assert b'shapeId="92"' in parties[FEUILLE]
    assert [nom for nom in parties if "ctrlProps" in nom] == ["xl/ctrlProps/c92.xml"]


def test_la_copie_se_lit_comme_l_original(xlsm):
    original, copie = read_octets(xlsm, "x"), read_octets(remove_macros(xlsm), "x")
    assert copie.tables == original.tables


def test_un_classeur_sans_macro_revient_tel_quel(racine):
    octets = (racine / "templates" / "plie_sources_2024.xlsx").read_bytes()
    assert remove_macros(octets) is octets


def test_une_feuille_de_macros_d_un_ancien_excel_est_refusee(xlsm):
    parties = read_parts(xlsm)
    parties[CONTENT_TYPES] = parties[CONTENT_TYPES].replace(b"</Types", b"<x macrosheet/></Types")
    with pytest.raises(MacrosError, match="ancien Excel"):
        remove_macros(write_parts(parties))


def test_le_bouton_ecrit_a_cote_une_copie_datee_et_dit_qu_en_faire(saisir, ouvrir, tmp_path):
    chemin = saisir("sources", fautes.LIGNES, reference=fautes.ARRETE)
    avant = chemin.read_bytes()
    book = ouvrir(chemin)
    envoi = preparer_envoi(book, date(2024, 11, 24))
    assert envoi.chemin == tmp_path / "plie_sources_2024_2024-11-24.xlsx"
    [message] = book.app.impl.messages
    assert "Joignez-la à votre message à AGAPE" in message
    assert "10 anomalies" in message
    codes = [a.code for a in check(read_classeur(envoi.chemin))]
    assert codes == [a.code for a in envoi.validation.anomalies]
    assert (chemin.read_bytes(), book.name) == (avant, chemin.name)


def test_une_copie_du_jour_qui_est_la_reste_telle_quelle(saisir, ouvrir, tmp_path):
    book = ouvrir(saisir("sources", fautes.LIGNES, reference=fautes.ARRETE))
    du_jour = tmp_path / "plie_sources_2024_2024-11-24.xlsx"
    du_jour.write_bytes(b"ce que la collegue a prepare ce matin")
    envoi = preparer_envoi(book, date(2024, 11, 24))
    assert envoi.chemin.name == "plie_sources_2024_2024-11-24 (2).xlsx"
    assert du_jour.read_bytes() == b"ce que la collegue a prepare ce matin"
    assert envoi.chemin.name in book.app.impl.messages[0]
