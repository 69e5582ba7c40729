"""From a piece of « Registre » to its file, in the folder of its territory and nowhere else."""

import openpyxl
import pytest
from controle.atelier import consolider, ecrire
from hote.bureau import start_screen, to_format, write_profile
from hote.clic import enlarge, follow_at, wait_until
from hote.pont import live_desktop, open_document
from pieces.atelier import make_pdf

from master.test_liens import colonne
from master.test_liens_suivis import point_at
from plie_xl.files.inbox import list_depot
from plie_xl.master.received import link_piece
from plie_xl.model.settings import Reglages
from plie_xl.pieces.register import build_registre
from plie_xl.pieces.rows import write_registre
from plie_xl.reading.read import read_classeur

TABLEUR = "2024-02-13 CR.ods"  # LibreOffice leaves a PDF to the system, not what it reads itself


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The master of three territories, the pieces of one: « pieces/technowest »."""
    place = tmp_path_factory.mktemp("pieces")
    recus = ecrire(place / "recus", technowest=lambda x: x[0].update(compte_rendu=TABLEUR))
    pieces = place / "pieces" / "technowest"
    pieces.mkdir(parents=True)
    for nom in (TABLEUR, "2024-03-14 notes.pdf", "2024-03-18 cop CR.pdf"):
        (pieces / nom).write_bytes(make_pdf(nom))
    lecture = read_classeur(recus / "plie_technowest_2024.xlsx")
    registre = place / "registre.xlsx"
    registre.write_bytes(write_registre(build_registre(lecture, pieces, Reglages())))
    consolider(recus, place / "AGAPE.xlsx", registres=list_depot([registre]))
    return place


@pytest.fixture(scope="module")
def lu(place):
    return openpyxl.load_workbook(place / "AGAPE.xlsx")


def test_chaque_fichier_trouve_a_son_lien_et_lui_seul(lu):
    fichiers, liens = (colonne(lu, "Registre", e) for e in ("Fichier", "Pièce"))
    assert sum(map(bool, fichiers.values())) == 3
    assert {n for n, x in fichiers.items() if x} == {n for n, x in liens.items() if x}


def test_le_lien_mene_au_fichier_du_dossier_ecrit_dans_la_case_jaune(lu, place):
    [nom] = [n.attr_text for n in lu.defined_names.values() if n.name == "dossier_pieces"]
    feuille, _, case = nom.partition("!")
    dossier = lu[feuille.strip("'")][case.replace("$", "")].value
    fichiers, liens = (colonne(lu, "Registre", e) for e in ("Fichier", "Pièce"))
    for ligne, fichier in fichiers.items():
        if fichier:
            assert liens[ligne].startswith('=HYPERLINK(dossier_pieces&"technowest/"&')
            assert (place / f"{dossier}technowest/{fichier}").is_file()


@pytest.mark.parametrize(
    "fichier",
    ["../x.pdf", "..\\x.pdf", "/etc/passwd", "C:\\x.pdf", "http://x.fr/a.pdf", "a#b.pdf",
     "%2e%2e/x.pdf", "~/x.pdf", 'a"&b.pdf', "", None, 3, "CR Mme Durand.pdf"],
)  # fmt: skip
def test_un_nom_qui_menerait_ailleurs_ou_qui_nomme_quelqu_un_n_a_pas_de_lien(fichier):
    assert link_piece("technowest", fichier) is None
    assert link_piece("technowest", "COPIL/2024-03-14 émargement 100 %.pdf") is not None


@pytest.mark.libreoffice
def test_un_clic_dans_libreoffice_ouvre_la_piece(place, lu, tmp_path):
    [ligne] = [n for n, x in colonne(lu, "Registre", "Fichier").items() if x == TABLEUR]
    rang = [c.value for c in lu["Registre"][5]].index("Pièce") + 1
    piece = place / "pieces" / "technowest" / TABLEUR
    assert piece.is_file()
    [tableur] = to_format([place / "recus" / "plie_technowest_2024.xlsx"], tmp_path, "ods")
    tableur.replace(piece)
    with (
        start_screen() as ecran,
        live_desktop(write_profile(tmp_path / "profil"), ecran=ecran) as bureau,
    ):
        document = open_document(bureau, place / "AGAPE.xlsx", cache=False)
        enlarge(document)
        follow_at(ecran, *point_at(document, "Registre", rang, ligne))
        wait_until(lambda: piece.as_uri() in list_ouverts(bureau), TABLEUR, 20)
        document.setModified(False)
        document.close(False)


def list_ouverts(bureau):
    """The addresses of what is open."""
    tous = bureau.Components.createEnumeration()
    ouverts = []
    while tous.hasMoreElements():
        ouverts.append(tous.nextElement().URL)
    return ouverts
