"""Registers that reach the master: « au dossier » where somebody looked, « non contrôlé » elsewhere."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pieces.atelier import CLASSEURS, build_dossier, sow_absent
from plie_xl.checks.count import count
from plie_xl.files.cache import Cache
from plie_xl.files.inbox import list_depot
from plie_xl.master.read import read_master
from plie_xl.master.run import Run, run
from plie_xl.model.settings import Reglages
from plie_xl.model.words import NON_CONTROLE
from plie_xl.pieces.register import build_registre
from plie_xl.pieces.rows import write_registre
from plie_xl.reading.many import read_many
from plie_xl.reading.read import read_classeur
from plie_xl.reports.explain import explain

LIBOURNAIS = next(c for c in CLASSEURS if "libournais" in c.name)
BORDEAUX = next(c for c in CLASSEURS if "bordeaux" in c.name)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Two workbooks received; the pieces of one, where one file is missing."""
    place = tmp_path_factory.mktemp("place")
    (place / "recus").mkdir()
    for classeur in (LIBOURNAIS, BORDEAUX):
        shutil.copy(classeur, place / "recus")
    dossier = build_dossier(place / "pieces", place / "recus" / LIBOURNAIS.name)
    rangees = count(dossier.lecture).rangees
    prouvees = set(rangees["ligne"][rangees["justifiee"]].tolist())
    sow_absent(dossier, next(r for r in dossier.references if r.ligne in prouvees))
    return place


@pytest.fixture
def registres(tmp_path):
    dossier = tmp_path / "registres"
    dossier.mkdir()
    return dossier


def _ecrit(place: Path, registres: Path, nom: str = "registre.xlsx") -> Path:
    lecture = read_classeur(place / "recus" / LIBOURNAIS.name)
    registre = build_registre(lecture, place / "pieces", Reglages())
    (registres / nom).write_bytes(write_registre(registre))
    return registres / nom


def _reunit(place: Path, registres: Path, cache: Cache | None = None):
    sortie = registres.parent / "AGAPE.xlsx"
    depots = list_depot([place / "recus"]), list_depot([registres])
    options = Run(depots[0], sortie, read_many, registres=depots[1], cache=cache)
    return run(options).summary, read_master(sortie)


def test_au_dossier_est_dit_la_ou_les_pieces_ont_ete_regardees(place, registres):
    chemin = _ecrit(place, registres)
    resume, master = _reunit(place, registres)
    dits = {x["plie"]: x["au_dossier"] for x in master.lignes("synthese")}
    assert dits.pop("PLIE du Libournais") == 6  # of seven proved
    assert set(dits.values()) == {NON_CONTROLE}
    assert resume.registres == (1, 2)
    [source] = [x for x in master.lignes("sources") if x["etat"] == "registre"]
    assert source["classeur"] == chemin.name
    assert len(master.lignes("registre")) == 16
    assert {x["retenu_csf"] for x in master.lignes("synthese")} == {NON_CONTROLE}


def test_chaque_chiffre_est_au_plus_celui_d_avant(place, registres):
    _ecrit(place, registres)
    _, master = _reunit(place, registres)
    for table in ("synthese", "atteinte", "suivi"):
        regardees = [x for x in master.lignes(table) if isinstance(x["au_dossier"], float)]
        assert regardees
        assert all(x["au_dossier"] <= x["justifie"] <= x["tenu"] for x in regardees)
    for x in master.lignes("atteinte"):
        if isinstance(x["au_dossier"], float):
            siennes = [s["au_dossier"] for s in master.lignes("suivi") if s["cle"] == x["cle"]]
            assert sum(siennes) == x["au_dossier"]


def test_sans_registre_rien_n_est_zero_ni_vide(place, registres):
    _, master = _reunit(place, registres)
    assert "registre" not in master.tables
    for table in ("synthese", "atteinte"):
        for nom in ("au_dossier", "retenu_csf", "controle"):
            assert {x[nom] for x in master.lignes(table)} == {NON_CONTROLE}
    assert master.chiffres["au_dossier"] == NON_CONTROLE
    retenues = [x for x in master.lignes("suivi") if x["tenu"]]
    assert {x["au_dossier"] for x in retenues} == {NON_CONTROLE}


def test_le_registre_d_un_autre_etat_du_classeur_est_dit_et_ne_sert_pas(place, registres, tmp_path):
    _ecrit(place, registres)
    change = tmp_path / "change" / "recus"
    change.mkdir(parents=True)
    classeur = openpyxl.load_workbook(LIBOURNAIS)
    classeur.save(change / LIBOURNAIS.name)  # other bytes, of the same rows
    (registres / "note.xlsx").write_bytes(LIBOURNAIS.read_bytes())
    resume, master = _reunit(change.parent, registres)
    assert {x["au_dossier"] for x in master.lignes("synthese")} == {NON_CONTROLE}
    raisons = dict(resume.registres_ecartes)
    assert "a changé depuis" in raisons["registre.xlsx"]
    assert "pas un registre" in raisons["note.xlsx"]
    ecartes = [x for x in master.lignes("sources") if x["etat"] == "registre écarté"]
    assert [x["classeur"] for x in ecartes] == ["note.xlsx", "registre.xlsx"]


def test_deux_registres_qui_se_contredisent_ne_servent_ni_l_un_ni_l_autre(place, registres):
    un, deux = _ecrit(place, registres, "a.xlsx"), _ecrit(place, registres, "b.xlsx")
    assert _reunit(place, registres)[0].registres == (1, 2)  # the same is no contradiction
    classeur = openpyxl.load_workbook(deux)
    classeur["Registre"]["I6"] = "absent"
    classeur.save(deux)
    resume, _ = _reunit(place, registres)
    assert resume.registres == (0, 2)
    assert sorted(dict(resume.registres_ecartes)) == [un.name, deux.name]


def test_un_registre_retouche_n_ajoute_pas_ce_que_le_classeur_ne_dit_pas(place, registres):
    """Whatever it says, « au dossier » stays within what is proved."""
    chemin = _ecrit(place, registres)
    classeur = openpyxl.load_workbook(chemin)
    for rangee in classeur["Registre"].iter_rows(min_row=6):
        rangee[8].value = "trouvé"
    feuille = classeur["Registre"]
    for ligne in range(6, 60):
        feuille.append([99, ligne, 1, None, "", "compte rendu", "x", "x", "trouvé"])
    classeur.save(chemin)
    _, master = _reunit(place, registres)
    [libournais] = [x for x in master.lignes("synthese") if x["plie"] == "PLIE du Libournais"]
    assert libournais["au_dossier"] <= libournais["justifie"]


def test_le_nom_d_une_personne_dans_un_fichier_n_entre_pas_au_master(place, registres):
    chemin = _ecrit(place, registres)
    classeur = openpyxl.load_workbook(chemin)
    for colonne in "GH":
        classeur["Registre"][f"{colonne}6"] = "Mme Durand, 06 12 34 56 78.pdf"
    classeur.save(chemin)
    _, master = _reunit(place, registres)
    dits = [x[nom] for x in master.lignes("registre") for nom in ("reference", "fichier")]
    assert not any("Durand" in str(dit) or "06 12" in str(dit) for dit in dits)


def test_le_cache_ne_rend_pas_le_master_d_avant_le_registre(place, registres, tmp_path):
    cache = Cache(tmp_path / "cache")
    assert _reunit(place, registres, cache)[0].registres == (0, 2)
    _ecrit(place, registres)
    assert _reunit(place, registres, cache)[0].registres == (1, 2)
    assert _reunit(place, registres, cache)[0].registres == (1, 2)


@pytest.mark.parametrize("octets", [b"", b"PK\x03\x04", b"\0" * 4096])
def test_un_fichier_quelconque_parmi_les_registres_n_arrete_rien(octets, place, registres):
    (registres / "x.xlsx").write_bytes(octets)
    resume, _ = _reunit(place, registres)
    assert [nom for nom, _ in resume.registres_ecartes] == ["x.xlsx"]


def test_un_registre_parmi_les_classeurs_recus_n_est_pas_un_classeur(place, registres):
    chemin = _ecrit(place, registres)
    depot = list_depot([place / "recus", chemin])
    resume = run(Run(depot, registres.parent / "AGAPE.xlsx", read_many)).summary
    assert resume.passes == [(chemin.name, "registre des pièces")]


def test_un_chiffre_s_explique_jusqu_au_fichier_et_dit_ce_qui_manque(place, registres):
    _ecrit(place, registres)
    _, master = _reunit(place, registres)
    manquants, vus = [], 0
    for x in master.lignes("atteinte"):
        if not str(x["cle"]).startswith("libournais/"):
            continue
        explication = explain(master, *str(x["cle"]).split("/"))
        assert explication.concorde
        assert explication.figures["retenu_csf"] == NON_CONTROLE
        manquants += explication.ecarts["au_dossier"]
        vus += sum(bool(p["sha256"]) for p in explication.pieces)
    assert vus == 15
    [manquant] = manquants
    assert manquant.endswith(": absent")


def test_sans_registre_au_dossier_n_ecarte_rien_et_le_dit(place, registres):
    _, master = _reunit(place, registres)
    explication = explain(master, "libournais", "copil")
    assert explication.figures["au_dossier"] == NON_CONTROLE
    assert explication.ecarts["au_dossier"] == []
    assert "au_dossier" not in explication.sommes


def test_les_verdicts_s_ajoutent_et_ce_qui_n_est_pas_retenu_dit_pourquoi(place, registres):
    _, master = _reunit(place, registres)
    lu = explain(master, "libournais", "copil")
    verdict = {"date": date(2024, 3, 12), "numero": "4", "unites": 1.0, "etat": ""}
    verdicts = [
        {**verdict, "definitive": "Retenue", "motif": "", "retenu": 1.0},
        {**verdict, "definitive": "Écartée", "motif": "Pièce absente", "retenu": None},
    ]
    controle = replace(lu, verdicts=verdicts, atteinte={**lu.atteinte, "retenu_csf": 1.0})
    assert controle.concorde
    assert controle.sommes["retenu_csf"] == 1
    assert controle.ecarts["retenu_csf"] == ["12/03/2024, n° 4 : Écartée, Pièce absente"]
