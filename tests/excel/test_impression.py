"""What LibreOffice shows and prints of the workbooks: nothing cut, one page wide, macros listed."""

import re
import subprocess

import pytest
import xlwings as xw
from hote.bureau import find_program, to_pdf, write_profile
from hote.ordres import from_here
from hote.pont import live_desktop, macros, open_document

from excel import fautes
from plie_xl.excel import valider
from plie_xl.excel.package.macros import load_bas
from plie_xl.files.parts import read_parts
from plie_xl.host.engine import active_engine
from plie_xl.model.collection import load_fiches
from plie_xl.model.workbook import ATTEINTE, feuille_suivi
from plie_xl.template import build_template

pytestmark = pytest.mark.libreoffice
FICHES = load_fiches(2024)
TROIS = ["bordeaux", "hauts-de-garonne", "technowest"]
A4_PAYSAGE = (842, 595)  # points


@pytest.fixture(scope="module")
def bureau(tmp_path_factory):
    profil = write_profile(tmp_path_factory.mktemp("lo") / "profil_impression")
    with live_desktop(profil) as bureau:
        yield bureau


@pytest.fixture
def ouvrir_vivant(bureau):
    """Give a path, receive the document open in LibreOffice."""
    ouverts = []

    def ouvrir(chemin):
        ouverts.append(open_document(bureau, chemin))
        return ouverts[-1]

    yield ouvrir
    for document in ouverts:
        document.close(True)


@pytest.fixture(scope="module", params=TROIS)
def imprime(request, racine, tmp_path_factory):
    """A filled workbook as the printer receives it: its fiche and its pages."""
    chemin = racine / "workbooks" / "2024" / f"plie_{request.param}_2024.xlsx"
    pdf = to_pdf(chemin, tmp_path_factory.mktemp("pdf"))
    return FICHES[request.param], read_pages(pdf)


def read_pages(pdf):
    """Each page: its size in points, and its words with their right edge."""
    programme = find_program("pdftotext", "poppler-utils")
    commande = [programme, "-bbox", str(pdf), "-"]
    html = subprocess.run(commande, check=True, capture_output=True).stdout.decode("utf-8")
    pages = []
    for page in html.split("<page ")[1:]:
        taille = re.search(r'width="([\d.]+)" height="([\d.]+)"', page)
        mots = re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)".*?>([^<]*)</word>', page)
        pages.append((tuple(round(float(x)) for x in taille.groups()), mots))
    return pages


def pages_de(pages, feuille):
    """The pages of a sheet: its name stands in their footer."""
    return [(t, mots) for t, mots in pages if f"{feuille}," in [m for *_, m in mots]]


@pytest.mark.parametrize("nom", ["Suivi", "Atteinte"])
def test_chaque_page_est_large_comme_le_papier_et_porte_toutes_les_colonnes(imprime, nom):
    fiche, toutes = imprime
    feuille = feuille_suivi(fiche) if nom == "Suivi" else ATTEINTE
    entetes = [c.entete for c in feuille.colonnes if not c.cachee]
    pages = pages_de(toutes, nom)
    assert pages
    for taille, mots in pages:
        assert taille == A4_PAYSAGE
        assert all(0 < float(g) < float(d) < taille[0] for g, d, _ in mots)
        ecrits = [m.replace("&apos;", "'") for *_, m in mots]
        assert [m for e in entetes for m in e.split() if m not in ecrits] == []


def test_la_fiche_et_ses_notes_tiennent_sur_une_page(imprime):
    _, toutes = imprime
    assert len(pages_de(toutes, "Fiche")) == 1


@pytest.mark.parametrize("nom", ["Anomalies", "Registre"])
def test_un_rapport_que_rien_ne_remplit_n_imprime_pas_de_page_vide(imprime, nom):
    _, toutes = imprime
    assert len(pages_de(toutes, nom)) == 1


@pytest.mark.parametrize("nom", TROIS)
def test_aucune_ligne_ne_coupe_son_texte(nom, racine, ouvrir_vivant):
    """No row is lower than what LibreOffice itself would give it."""
    document = ouvrir_vivant(racine / "workbooks" / "2024" / f"plie_{nom}_2024.xlsx")
    basses = []
    for onglet in (document.Sheets.getByName(x) for x in document.Sheets.ElementNames):
        if not onglet.IsVisible:
            continue
        onglet.unprotect("")
        curseur = onglet.createCursor()
        curseur.gotoEndOfUsedArea(False)
        lignes = onglet.Rows
        for n in range(min(curseur.RangeAddress.EndRow + 1, 80)):
            ligne = lignes.getByIndex(n)
            if not any(c for c in onglet.getCellRangeByPosition(0, n, 25, n).getDataArray()[0]):
                continue
            donnee = ligne.Height
            ligne.OptimalHeight = True
            if ligne.Height > donnee + 60:  # hundredths of a millimetre: the leading of a line
                basses.append((onglet.Name, n + 1, donnee, ligne.Height))
    assert basses == []


@pytest.mark.parametrize("nom", ["plie_sources_2024", "AGAPE"])
def test_le_classeur_livre_s_ouvre_avec_ses_macros(nom, racine, ouvrir_vivant):
    module = "PlieAgape" if nom == "AGAPE" else "PlieBoutons"
    trouves = macros(ouvrir_vivant(racine / "templates" / f"{nom}.xlsm"))
    for sub in re.findall(r"Public Sub (\w+)", load_bas(module)):
        assert f"Sub {sub}" in trouves[module]


def test_la_zone_d_impression_s_arrete_a_la_derniere_ligne_ecrite(tmp_path, ouvrir_vivant):
    """Excel prints this live area; LibreOffice, which only prints fixed ones, evaluates it."""
    lignes = [*fautes.LIGNES, {}, {}, {"objet": "une ligne isolée"}]
    chemin = tmp_path / "plie.xlsx"
    chemin.write_bytes(build_template(FICHES["sources"], {"suivi": lignes}))
    document = ouvrir_vivant(chemin)
    assert count_lignes(document, chemin, "Suivi") == 5 + len(lignes)
    assert count_lignes(document, chemin, "Anomalies") == 6


def count_lignes(document, chemin, nom):
    """Rows of the print area of a sheet: its formula, in a cell that is used for nothing else."""
    livre = read_parts(chemin.read_bytes())["xl/workbook.xml"].decode()
    zone = re.search(rf'Print_Area"[^>]*>({nom}![^<]+)</definedName>', livre)[1]
    place = document.Sheets.getByName(nom).getCellRangeByName("AZ1:AZ1")
    place.setArrayFormula(f"=ROWS({zone})".replace("!", ".").replace(",", ";"))
    return place.getCellByPosition(0, 0).Value


def test_une_formule_ecrasee_revient_et_compte(tmp_path, ouvrir_vivant):
    chemin = tmp_path / "plie_sources_2024.xlsx"
    saisies = {"suivi": fautes.LIGNES, "parametres": [{"reference": fautes.ARRETE}]}
    chemin.write_bytes(build_template(FICHES["sources"], saisies))
    document = ouvrir_vivant(chemin)
    suivi = document.Sheets.getByName("Suivi")
    avant = [c.String for c in colonnes_grises(suivi)]
    for cellule in colonnes_grises(suivi):
        cellule.String = "écrasée"
    with active_engine("libreoffice", lambda _chemin: from_here(document)):
        valider(xw.Book())
    document.calculateAll()
    assert [c.String for c in colonnes_grises(suivi)] == avant
    assert all(c.getFormula().startswith("=") for c in colonnes_grises(suivi))


def colonnes_grises(onglet):
    """« Pièces » and « Compte » of the first ten rows."""
    return [onglet.getCellRangeByName(f"{c}{n}") for n in range(6, 16) for c in "NO"]
