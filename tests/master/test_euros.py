"""« Euros et cibles »: what is at stake beside what is not proved, and no rule that nobody chose."""

import pytest

from plie_xl.consolidation import consolidate
from plie_xl.master.read import read_consolidation
from plie_xl.reading.read import read_classeur


@pytest.fixture(scope="module")
def resultat(racine):
    noms = ("bordeaux", "sources", "libournais")
    return consolidate(read_classeur(racine / f"workbooks/2024/plie_{n}_2024.xlsx") for n in noms)


@pytest.fixture
def lire(resultat, tmp_path, monkeypatch):
    def lire(methode=""):
        reglages = tmp_path / "reglages.toml"
        reglages.write_text(f'[argent]\nmethode = "{methode}"\n' if methode else "", "utf-8")
        monkeypatch.setenv("PLIE_XL_REGLAGES", str(reglages))
        master = read_consolidation(resultat)
        lignes = {str(x["plie"]): x for x in master.lignes("euros_et_cibles")}
        return lignes, master.ensembles["euros_et_cibles"].iloc[0]

    return lire


def test_sans_methode_rien_n_est_calcule(lire):
    lignes, ensemble = lire()
    bordeaux = lignes["PLIE de Bordeaux"]
    assert bordeaux["methode"] == "aucune méthode choisie"
    assert bordeaux["dependant"] is None
    assert (bordeaux["cibles"], bordeaux["non_justifiees"]) == (5, 4)
    assert (ensemble["montant_fse"], ensemble["dependant"]) == (513_000, None)


def test_la_part_egale_porte_son_nom(lire):
    lignes, ensemble = lire("part égale par cible")
    bordeaux = lignes["PLIE de Bordeaux"]
    assert bordeaux["methode"] == "part égale par cible"
    assert bordeaux["dependant"] == 75_000 * 4 / 5
    assert lignes["PLIE des Sources"]["dependant"] == 0
    assert ensemble["dependant"] == sum(x["dependant"] or 0 for x in lignes.values())


def test_le_prorata_suit_le_taux_justifie(lire):
    lignes, _ = lire("prorata du justifié")
    assert lignes["PLIE du Libournais"]["dependant"] == pytest.approx(
        37_000 * (1 - 0.488), rel=0.01
    )


def test_un_territoire_absent_n_a_jamais_de_zero(lire):
    lignes, _ = lire("part égale par cible")
    absent = lignes["PLIE des Graves"]
    assert absent["methode"] == "Non reçu"
    assert {absent[c] for c in ("solde", "non_justifiees", "dependant", "fse_realise")} == {None}


def test_un_total_dit_combien_de_territoires_n_y_sont_que_par_leur_maximum(lire, resultat):
    _, ensemble = lire()
    assert ensemble["methode"] == "dont 8 PLIE non reçus"
    argent = read_consolidation(resultat).ensembles["financement"].iloc[0]
    assert argent["quand"] == "dont 8 PLIE non reçus"
