"""Each link of the master leads to what its cell counts or names, in Excel and in LibreOffice."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from hote.bureau import recalculate
from openpyxl.utils.cell import range_boundaries
from test_formules_vivantes import ecarts

from master.complet import write_complet
from plie_xl.consolidation import consolidate
from plie_xl.master import build_master
from plie_xl.master.read import read_consolidation
from plie_xl.master.received import find_dossier, link_received
from plie_xl.reading.read import read_classeur
from plie_xl.reports.changes import compare


@pytest.fixture(scope="module")
def master(racine, tmp_path_factory):
    recus = sorted((racine / "workbooks" / "2024").iterdir())
    chemin = tmp_path_factory.mktemp("liens") / "AGAPE.xlsx"
    rendu = build_master(consolidate(map(read_classeur, recus)), dossier="recus/")
    chemin.write_bytes(rendu.octets)
    return chemin


@pytest.fixture(scope="module")
def lu(master):
    return openpyxl.load_workbook(master)


@pytest.fixture(scope="module")
def valeurs(master):
    return openpyxl.load_workbook(master, data_only=True)


def liens(lu, feuille, colonne):
    """The row and the address of each link of a column."""
    rang = [c.value for c in lu[feuille][5]].index(colonne)
    return {
        ligne[rang].row: ligne[rang].hyperlink.location
        for ligne in lu[feuille].iter_rows(min_row=6)
        if ligne[rang].hyperlink
    }


def colonne(valeurs, feuille, entete):
    rang = [c.value for c in valeurs[feuille][5]].index(entete)
    return {x[rang].row: x[rang].value for x in valeurs[feuille].iter_rows(min_row=6)}


def rangees(vers):
    """The rows of an address, and its sheet."""
    feuille, _, zone = vers.rpartition("!")
    _, haut, _, bas = range_boundaries(zone)
    return feuille.strip("'"), range(haut, bas + 1)


@pytest.mark.parametrize(
    ("feuille", "figure"), [("Atteinte", "Tenu"), ("Par instance", "Justifié"), ("Écarts", "Tenu")]
)
def test_un_chiffre_mene_a_toutes_ses_lignes(lu, valeurs, feuille, figure):
    cles, suivi = colonne(valeurs, feuille, "Clé"), colonne(valeurs, "Suivi", "Clé")
    chiffres = liens(lu, feuille, figure)
    assert len(chiffres) >= 44
    for ligne, vers in chiffres.items():
        ou, lignes = rangees(vers)
        assert ou == "Suivi"
        assert [n for n, cle in suivi.items() if cle == cles[ligne]] == list(lignes)


@pytest.mark.parametrize("feuille", ["Synthèse", "Priorités"])
def test_un_territoire_mene_a_ses_cibles_et_a_ses_lignes(lu, valeurs, feuille):
    plies = colonne(valeurs, feuille, "PLIE")
    for figure, la in (("PLIE", "Atteinte"), ("Tenu", "Suivi")):
        menes, vus = liens(lu, feuille, figure), colonne(valeurs, la, "PLIE")
        assert len(menes) == 11
        for ligne, vers in menes.items():
            ou, lignes = rangees(vers)
            assert (ou, {vus[n] for n in lignes}) == (la, {plies[ligne]})


@pytest.mark.parametrize("feuille", ["Anomalies", "Pièces manquantes"])
def test_une_anomalie_et_une_piece_menent_a_leur_ligne(lu, valeurs, feuille):
    figure = {"Anomalies": "Cellule"}.get(feuille, "Ligne")
    classeurs, dites = (colonne(valeurs, feuille, e) for e in ("Classeur", figure))
    la = {e: colonne(valeurs, "Suivi", e) for e in ("Classeur", "Ligne")}
    menes = {n: rangees(v) for n, v in liens(lu, feuille, figure).items()}
    au_suivi = {n: lignes[0] for n, (ou, lignes) in menes.items() if ou == "Suivi"}
    assert len(au_suivi) >= 10
    for ligne, vers in au_suivi.items():
        attendue = "".join(c for c in str(dites[ligne]).partition(" ")[0] if c.isdecimal())
        assert (la["Classeur"][vers], la["Ligne"][vers]) == (classeurs[ligne], int(attendue))


@pytest.fixture(scope="module")
def annee_close(tmp_path_factory):
    """The master of a closed year: its verdicts, its pieces, what changed since."""
    return write_complet(tmp_path_factory.mktemp("complet"))


@pytest.fixture(scope="module")
def complet(annee_close):
    return openpyxl.load_workbook(annee_close, data_only=True)


def test_un_ecart_mene_a_sa_cible(lu, valeurs):
    ici, la = (colonne(valeurs, feuille, "Clé") for feuille in ("Écarts", "Atteinte"))
    menes = {n: rangees(vers) for n, vers in liens(lu, "Écarts", "Écart").items()}
    assert len(menes) == 44
    assert {(ou, la[x[0]] == ici[n]) for n, (ou, x) in menes.items()} == {("Atteinte", True)}


def test_un_verdict_et_un_changement_menent_a_la_ligne_qui_compte(complet):
    suivi = {e: colonne(complet, "Suivi", e) for e in ("Instance ou action", "N°", "Ligne")}
    verdicts = liens(complet, "Contrôle", "N°")
    assert len(verdicts) == 10
    for entete in ("Instance ou action", "N°"):
        dits = colonne(complet, "Contrôle", entete)
        vus = {n: suivi[entete][rangees(vers)[1][0]] for n, vers in verdicts.items()}
        assert {n: str(vu) for n, vu in vus.items()} == {n: str(dits[n]) for n in verdicts}
    changes = liens(complet, "Arrêtés", "Code")
    places = [suivi["Ligne"][rangees(vers)[1][0]] for vers in changes.values()]
    assert places == [6, 7]  # a date was changed, the row below is gone


def test_les_quatre_chiffres_menent_a_ce_qui_les_fait(complet):
    cles = colonne(complet, "Atteinte", "Clé")
    for figure, la in (("Au dossier", "Suivi"), ("Retenu au CSF", "Contrôle")):
        menes = {n: rangees(vers) for n, vers in liens(complet, "Atteinte", figure).items()}
        la_bas = colonne(complet, la, "Clé")
        assert len(menes) >= 8
        assert {(ou, la_bas[x[0]] == cles[n]) for n, (ou, x) in menes.items()} == {(la, True)}


def test_le_texte_d_un_lien_tient_sur_une_ligne(complet):
    """LibreOffice does not wrap a cell that leads somewhere: what is longer would be cut."""
    coupes = [
        (feuille.title, c.coordinate, c.value)
        for feuille in complet
        for ligne in feuille.iter_rows(min_row=6)
        for c in ligne
        if c.hyperlink
        and c.value != c.hyperlink.location  # what openpyxl puts in an empty one
        and len(str(c.value)) > feuille.column_dimensions[c.column_letter].width
    ]
    assert coupes == []


def test_une_ligne_ouvre_le_fichier_recu_par_une_meme_formule(lu):
    formules = {n: v for n, v in colonne(lu, "Suivi", "Fichier reçu").items() if v}
    assert len({v.replace(str(n), "n") for n, v in formules.items()}) == 1
    assert len(formules) == lu["Suivi"].max_row - 5
    assert lu["Sources"]["L3"].value == "recus/"


@pytest.mark.parametrize(
    "nom", ["..\\x.xlsx", "../x.xlsx", "/etc/x.xlsx", "C:\\x.xlsx", "a#b.xlsx"]
)
def test_un_nom_qui_menerait_ailleurs_n_a_pas_de_lien(nom):
    assert link_received(nom) is None
    assert link_received("plie_sources_2024.xlsx") is not None


def test_seul_un_dossier_sous_celui_du_master_est_nomme(tmp_path):
    sortie = tmp_path / "AGAPE.xlsx"
    assert find_dossier(tmp_path / "recus" / "2024", sortie) == "recus/2024/"
    assert find_dossier(tmp_path.parent, sortie) == ""
    assert find_dossier(tmp_path / "Mme Durand", sortie) == ""
    assert find_dossier(None, sortie) == ""


def test_un_changement_mene_a_la_ligne_changee(racine):
    lecture = read_classeur(racine / "workbooks" / "2024" / "plie_bordeaux_2024.xlsx")
    ancien = read_consolidation(consolidate([lecture], date(2024, 6, 30)))
    nouveau = consolidate([lecture], date(2024, 9, 30))
    octets = build_master(nouveau, compare(ancien, nouveau)).octets
    lu = openpyxl.load_workbook(BytesIO(octets))
    menes = liens(lu, "Évolutions", "Ligne")
    dites, la = colonne(lu, "Évolutions", "Ligne"), colonne(lu, "Suivi", "Ligne")
    assert len(menes) > 3
    assert all(la[rangees(vers)[1][0]] == dites[n] for n, vers in menes.items())


@pytest.mark.libreoffice
def test_libreoffice_comprend_chaque_lien_et_ne_change_aucune_valeur(
    master, lu, annee_close, tmp_path
):
    copie, close = recalculate([master, annee_close], tmp_path)
    la = openpyxl.load_workbook(copie)
    voulus, lus = list_liens(lu), list_liens(la)
    assert len(voulus) > 300
    assert lus == voulus
    ouverts = colonne(openpyxl.load_workbook(copie, data_only=True), "Suivi", "Fichier reçu")
    assert set(ouverts.values()) == {"ouvrir"}
    assert ecarts(annee_close, close) == {}


def list_liens(classeur):
    """Where each cell leads."""
    return {
        (feuille.title, c.coordinate): rangees(c.hyperlink.location)
        for feuille in classeur
        for ligne in feuille.iter_rows(min_row=6)
        for c in ligne
        if c.hyperlink
    }
