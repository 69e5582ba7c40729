"""What the screen shows and the cells do not hold: merges, objects, hidden headers, totals."""

import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from galerie.atelier import base, build, retouch
from test_checks import COPIL, tenue

from plie_xl.checks import check
from plie_xl.model.collection import load_fiches
from plie_xl.model.lecture import Lecture
from plie_xl.reading.guard.around import find_fusions, find_objets, find_volatiles
from plie_xl.reading.read import read_octets

AGENAIS = load_fiches(2024)["agenais"]
JOURS = [datetime(2024, 3, n).date() for n in (12, 13, 14)]


def recevoir(geste=lambda classeur: None, **tables) -> Lecture:
    """A workbook with three meetings, changed by another program, then read."""
    saisies = {**base(AGENAIS), "suivi": [tenue(jour) for jour in JOURS], **tables}
    return read_octets(retouch(build(AGENAIS, saisies), geste), "a.xlsx")


def dites(lecture: Lecture) -> dict[str, str]:
    return {a.cellule.a1: f"{a.code} {a.constat} ; {a.remede}" for a in check(lecture)}


# Merges ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("plage", "code"), [("B6:B7", "SUI-06"), ("E7:E8", "SUI-04")])
def test_une_cellule_fusionnee_est_nommee(plage, code):
    lecture = recevoir(lambda c: c["Suivi"].merge_cells(plage))
    ((cellule, dit),) = dites(lecture).items()
    assert cellule == plage.partition(":")[2]
    assert dit.startswith(code)
    assert f"défusionnez {plage}" in dit


def test_une_fusion_en_travers_est_nommee_aussi():
    lecture = recevoir(lambda c: c["Suivi"].merge_cells("B8:C8"))
    assert "défusionnez B8:C8" in dites(lecture)["C8"]


def test_une_cellule_vide_sans_fusion_n_en_parle_pas():
    lecture = recevoir(suivi=[{**tenue(JOURS[0]), "date": None}])
    assert "usionn" not in dites(lecture)["B6"]


def test_les_fusions_d_une_feuille_se_lisent_apres_ses_cellules():
    feuille = b'<sheetData><mergeCell ref="A1:A2"/></sheetData><x:mergeCells><x:mergeCell a="" ref="B8:AA9"/></x:mergeCells>'
    assert find_fusions(feuille) == ((8, 2, 9, 27),)


# Objects --------------------------------------------------------------------------------------


def _ancre(colonne: int, ligne: int) -> bytes:
    return (
        f'<wsDr xmlns="u"><oneCellAnchor><from><col>{colonne - 1}</col><colOff>0</colOff>'
        f"<row>{ligne - 1}</row><rowOff>0</rowOff></from></oneCellAnchor></wsDr>"
    ).encode()


def _pose(octets: bytes, colonne: int, ligne: int) -> bytes:
    """The workbook with an object laid over a cell of « Suivi »."""
    sortie = BytesIO()
    lien = (
        '<Relationship Id="rId99" Target="../drawings/drawing99.xml" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/drawing"/></Relationships>'
    )
    with zipfile.ZipFile(BytesIO(octets)) as avant, zipfile.ZipFile(sortie, "w") as apres:
        tables = [n for n in avant.namelist() if n.startswith("xl/tables/")]
        suivi = next(n for n in tables if b'name="suivi"' in avant.read(n)).rpartition("/")[2]
        for nom in avant.namelist():
            contenu = avant.read(nom)
            if nom.endswith(".rels") and f"tables/{suivi}".encode() in contenu:
                contenu = contenu.replace(b"</Relationships>", lien.encode())
            apres.writestr(nom, contenu)
        apres.writestr("xl/drawings/drawing99.xml", _ancre(colonne, ligne))
    return sortie.getvalue()


@pytest.mark.parametrize(("colonne", "cellule"), [(10, "J6"), (11, "K6")])
def test_un_objet_pose_sur_une_piece_vide_est_nomme(colonne, cellule):
    sans_piece = {**tenue(JOURS[0], instance="Réunions référents"), "emargement": None}
    octets = build(AGENAIS, {**base(AGENAIS), "suivi": [sans_piece]})
    ((_, dit),) = dites(read_octets(_pose(octets, colonne, 6), "a.xlsx")).items()
    assert dit.startswith("PIE-01")
    assert f"un objet est posé sur {cellule}" in dit
    assert f"écrivez dans {cellule} le nom" in dit


def test_un_objet_pose_ailleurs_n_est_pas_nomme():
    sans_piece = {**tenue(JOURS[0], instance="Réunions référents"), "emargement": None}
    octets = build(AGENAIS, {**base(AGENAIS), "suivi": [sans_piece]})
    ((_, dit),) = dites(read_octets(_pose(octets, 10, 20), "a.xlsx")).items()
    assert "objet" not in dit


def test_un_objet_va_de_son_premier_a_son_dernier_coin():
    deux = b"<xdr:from><xdr:col>9</xdr:col><xdr:row>6</xdr:row></xdr:from>"
    deux += b"<xdr:to><xdr:col>10</xdr:col><xdr:row>8</xdr:row></xdr:to>"
    assert find_objets([deux, _ancre(2, 3)]) == ((7, 10, 9, 11), (3, 2, 3, 2))


# Totals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texte",
    [
        *("Somme {}", "Nombre {}", "{} Nombre", "Moyenne {}", "Sous-total {}", "Total {}"),
        *("Nombre général", "Total général", "Grand total", "Nombre", "Moyenne"),
    ],
)
def test_un_sous_total_n_est_pas_une_reunion(texte):
    total = {"instance": texte.format(COPIL), "quantite": 3}
    lecture = recevoir(suivi=[tenue(JOURS[0]), total])
    ((cellule, dit),) = dites(lecture).items()
    assert cellule == "C7"
    assert dit.startswith("LEC-17")
    assert "vouliez-vous" not in dit


def test_la_ligne_de_total_du_tableau_peut_compter_les_dates():
    total = {"numero": "Total", "date": 38, "statut": 38}
    assert list(dites(recevoir(suivi=[tenue(JOURS[0]), total]))) == ["A7"]


@pytest.mark.parametrize("texte", ["Nombre de participants à revoir", "Somme toute, un bon comité"])
def test_une_phrase_qui_commence_comme_un_total_n_en_est_pas_un(texte):
    assert list(dites(recevoir(suivi=[tenue(JOURS[0]), {"objet": texte}]))) == ["C7"]


# Another year ---------------------------------------------------------------------------------


def _garde(nom: str, jour: datetime | None):
    def geste(classeur):
        copie = classeur.copy_worksheet(classeur["Suivi"])
        copie.title = nom
        copie["B6"].value = jour
        copie["D6"].value = "autre chose"
        for ligne in (7, 8):
            for colonne in "BCDEJ":
                copie[f"{colonne}{ligne}"].value = None

    return geste


@pytest.mark.parametrize(
    ("nom", "jour", "code"),
    [
        ("Suivi 2022", datetime(2022, 5, 3), "LEC-22"),
        ("Archives", datetime(2023, 5, 3), "LEC-22"),
        ("Suivi 2023", None, "LEC-22"),
        ("Suivi 2023", datetime(2024, 5, 3), "LEC-18"),
        ("Suivi (2)", datetime(2024, 5, 3), "LEC-18"),
    ],
)
def test_une_feuille_d_une_annee_passee_n_est_pas_une_jumelle(nom, jour, code):
    ((_, dit),) = dites(recevoir(_garde(nom, jour))).items()
    assert dit.startswith(code)
    assert ("recopiez" in dit) == (code == "LEC-18")


# The clock, the fill handle -------------------------------------------------------------------


@pytest.mark.parametrize("formule", [b"TODAY()", b"NOW()", b"TODAY()-3", b"IF(A1=1,NOW(),0)"])
def test_une_formule_qui_lit_l_horloge_est_trouvee(formule):
    feuille = b'<row r="6"><c r="B6" s="3"><f ca="1">' + formule + b"</f><v>45411</v></c></row>"
    assert find_volatiles(feuille) == ((6, 2, 6, 2),)


def test_une_formule_qui_n_ecrit_que_le_mot_n_en_est_pas_une():
    assert find_volatiles(b'<c r="B6"><f>A1</f><v>1</v></c><c r="C6"><v>TODAY()</v></c>') == ()


@pytest.mark.parametrize(("jours", "codes"), [(5, {"SUI-17"}), (6, {"SUI-22"})])
def test_six_jours_de_suite_sont_une_seule_remarque(jours, codes):
    suite = [datetime(2024, 3, 14 + n).date() for n in range(jours)]  # a Thursday
    lecture = recevoir(suivi=[{**tenue(jour), "objet": "Point"} for jour in suite])
    assert {a.code for a in check(lecture)} == codes
