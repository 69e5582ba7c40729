"""« Vérifier les pièces » and « Reprendre les pièces »: the folder, as the open workbook sees it."""

import hashlib
import shutil

import pytest
from ordinaire import ordinaire
from pieces.atelier import CLASSEURS, build_dossier, sow_absent, sow_faux, sow_orphelin

from plie_xl.excel import dossier_controle, reprendre_pieces, verifier_pieces
from plie_xl.model.errors import ActionError
from plie_xl.model.settings import Reglages
from plie_xl.model.workbook import REGISTRE
from plie_xl.pieces.register import build_registre
from plie_xl.pieces.rows import list_rows
from plie_xl.reading.read import read_classeur

LIBOURNAIS = next(c for c in CLASSEURS if "libournais" in c.name)
CASE = "B18"  # of « Fiche »: the folder of the pieces


@pytest.fixture
def book(tmp_path, ouvrir):
    """A workbook whose pieces stand beside it, one of them missing, one damaged, one uncited."""
    chemin = shutil.copy(LIBOURNAIS, tmp_path / LIBOURNAIS.name)
    dossier = build_dossier(tmp_path / "pieces 2024", chemin)
    for sow, reference in zip(
        (sow_absent, sow_faux, sow_orphelin), dossier.references, strict=False
    ):
        sow(dossier, reference)
    book = ouvrir(chemin)
    fiche = book.sheets["Fiche"]
    [case] = [c for c in fiche.range("A6:A40") if c.value == "Dossier des pièces"]
    case.offset(0, 1).value = r"pieces 2024"
    return book


def _colonne(book, feuille, entete):
    rang = [c.value for c in book.sheets[feuille].range("A5:Z5")].index(entete)
    valeurs = book.sheets[feuille].range("A6:Z60").value
    return [ligne[rang] for ligne in valeurs if ligne[0] is not None]


def test_le_registre_est_celui_de_la_ligne_de_commande(book, tmp_path):
    verifier_pieces(book)
    lecture = read_classeur(tmp_path / LIBOURNAIS.name)
    attendues = list_rows(build_registre(lecture, tmp_path / "pieces 2024", Reglages()))
    for colonne in ("reference", "fichier", "etat", "sha256", "pages", "date"):
        entete = REGISTRE.colonne(colonne).entete
        lues = [getattr(v, "date", lambda v=v: v)() for v in _colonne(book, "Registre", entete)]
        assert lues == [x[colonne] for x in attendues]


def test_une_ligne_fait_le_compte_et_atteinte_dit_le_quatrieme_chiffre(book):
    verifier_pieces(book)
    compte = "16 pièces citées : 14 trouvées, 1 absente, 1 illisible."
    for place in ("Suivi!F4", "Registre!F4"):
        feuille, cellule = place.split("!")
        assert ordinaire(book.sheets[feuille].range(cellule).value).startswith(compte)
    figures = zip(*(_colonne(book, "Atteinte", e) for e in ("Justifié", "Au dossier")), strict=True)
    assert all(au_dossier <= justifie for justifie, au_dossier in figures)


def test_les_constats_vont_dans_anomalies_avec_ceux_de_valider(book):
    codes = {a.code for a in verifier_pieces(book).anomalies}
    assert {"DOS-01", "DOS-03", "DOS-08"} <= codes
    assert set(_colonne(book, "Anomalies", "Code")) == codes


def test_un_second_clic_remplace_le_premier(book, tmp_path):
    verifier_pieces(book)
    for fichier in (tmp_path / "pieces 2024").iterdir():
        fichier.unlink()
    verifier_pieces(book)
    assert set(_colonne(book, "Registre", "État")) == {"absent"}
    assert sum(v for v in _colonne(book, "Atteinte", "Au dossier") if v != "") == 0


@pytest.mark.parametrize(
    ("typed", "dit"),
    [("ailleurs", "n’existe pas"), (None, "n’est pas indiqué"), ("plie.txt", "pas un dossier")],
)
def test_sans_dossier_une_phrase_dit_ou_l_ecrire(typed, dit, book, tmp_path):
    (tmp_path / "plie.txt").write_text("x")
    [case] = [c for c in book.sheets["Fiche"].range("A6:A40") if c.value == "Dossier des pièces"]
    case.offset(0, 1).value = typed
    with pytest.raises(ActionError, match=f"{dit}.*« Fiche »"):
        verifier_pieces(book)


def _vide(book, reference):
    """Empty the cell of a reference."""
    [cellule] = [c for c in book.sheets["Suivi"].range("J6:O60") if c.value == reference]
    cellule.value = None
    return cellule


def test_reprendre_remplit_ce_qui_est_vide_et_rien_d_autre(book, tmp_path):
    suivi = book.sheets["Suivi"]
    avant = suivi.range("A6:Y60").value
    cellules = [_vide(book, name) for name in _citees(avant)[3:6]]
    empreintes = _digest(tmp_path / "pieces 2024")
    reprises = reprendre_pieces(book)
    assert suivi.range("A6:Y60").value == avant
    assert len(reprises.faites) == len(cellules)
    dit = ordinaire(suivi.range("F4").value)
    assert dit.startswith("3 cellules remplies (")
    assert "16 pièces citées" in dit
    assert _digest(tmp_path / "pieces 2024") == empreintes


def test_deux_fichiers_qui_conviennent_laissent_la_cellule_vide(book, tmp_path):
    nom = _citees(book.sheets["Suivi"].range("A6:Y60").value)[3]
    dossier = tmp_path / "pieces 2024"
    shutil.copy(dossier / nom, dossier / f"bis {nom}")
    cellule = _vide(book, nom)
    reprises = reprendre_pieces(book)
    assert cellule.value is None
    assert [r.reference for r in reprises.douteuses] == [""]
    constats = zip(*(_colonne(book, "Anomalies", e) for e in ("Code", "Constat")), strict=True)
    [dit] = [ordinaire(constat) for code, constat in constats if code == "REU-05"]
    assert dit.startswith("deux fichiers conviennent à la ligne")
    assert nom in dit


def test_une_cellule_qui_dit_quelque_chose_n_est_pas_remplie(book):
    nom = _citees(book.sheets["Suivi"].range("A6:Y60").value)[3]
    cellule = _vide(book, nom)
    cellule.value = "à demander"
    assert reprendre_pieces(book).faites == []
    assert cellule.value == "à demander"


def test_le_dossier_de_controle_s_ecrit_a_cote_et_ne_remplace_rien(book, tmp_path):
    sortie = dossier_controle(book)
    assert sortie == tmp_path / "DOSSIER_libournais_2024"
    for ligne in (sortie / "MANIFESTE.sha256").read_text("utf-8").splitlines():
        somme, nom = ligne.split("  ")
        assert hashlib.sha256((sortie / nom).read_bytes()).hexdigest() == somme
    lisez = (sortie / "LISEZ-MOI.txt").read_text("utf-8")
    classeur = (tmp_path / LIBOURNAIS.name).read_bytes()
    assert hashlib.sha256(classeur).hexdigest() in lisez
    assert "14 pièces réunies, 2 manquantes" in ordinaire(book.sheets["Registre"].range("F4").value)
    assert dossier_controle(book).name == "DOSSIER_libournais_2024 (2)"


def _citees(lignes):
    return [v for ligne in lignes for v in ligne if isinstance(v, str) and v.endswith(".pdf")]


def _digest(dossier):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in dossier.rglob("*.*")}
