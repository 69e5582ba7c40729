"""« Tirer », « Réunir les verdicts », « Arrêter l’année »: the runs of the commands, one after another."""

import pytest
from controle.atelier import decide, deposer, ecrire, remplir
from ordinaire import ordinaire

from plie_xl.control.frozen import read_arrete
from plie_xl.excel import arreter, consolider, reunir_verdicts, tirer
from plie_xl.excel.agape import build_agape
from plie_xl.model.errors import ActionError


def _case(book, nom):
    return book.names[nom].refers_to_range


@pytest.fixture
def agape(tmp_path, ouvrir):
    chemin = tmp_path / "AGAPE.xlsx"
    chemin.write_bytes(build_agape())
    return ouvrir(chemin)


def test_du_tirage_a_l_annee_arretee(agape, tmp_path):
    _case(agape, "dossier").value = str(ecrire(tmp_path / "recus"))
    for bouton, faute in ((tirer, "pas encore de classeur maître"), (reunir_verdicts, "« Tirer »")):
        with pytest.raises(ActionError, match=faute):
            bouton(agape)
    consolider(agape)
    for graine, dit in ((None, "la graine du tirage manque"), ("été", "« été » n’est pas une")):
        _case(agape, "graine").value = graine
        with pytest.raises(ActionError, match=f"{dit}.*comme 20250131"):
            tirer(agape)
    _case(agape, "graine").value = 20250131
    controle = tirer(agape)
    assert controle == tmp_path / "controle_2024.xlsx"
    remplir(controle, {"technowest/2024/cop/3": decide("Retenue")})
    resultat = reunir_verdicts(agape)
    assert resultat.controle.sommes == {"technowest/cop": 1}
    assert "Lignes contrôlées : 1 sur 10" in ordinaire(_case(agape, "bilan_agape").value)
    arrete = arreter(agape)
    assert read_arrete(arrete).derniere.numero == 1
    assert _case(agape, "annee_arretee").value == "ARRETE_2024, version 1"
    with pytest.raises(ActionError, match="rouvrez-le"):
        arreter(agape)


def test_les_registres_de_la_case_disent_ce_qui_est_au_dossier(agape, tmp_path):
    """Technowest proves three meetings by files, of the four that it writes."""
    recus = ecrire(tmp_path / "recus")
    _case(agape, "dossier").value = "recus"
    _case(agape, "dossier_registres").value = "registre"
    with pytest.raises(ActionError, match="dossier des registres"):
        consolider(agape)
    deposer(tmp_path, recus)
    _case(agape, "dossier_registres").value = "registres"
    consolider(agape)
    rangees = agape.sheets["Synthèse"].range("A5:K16").value
    rang = rangees[0].index("Au dossier")
    dits = {x[0]: x[rang] for x in rangees[1:]}
    assert (dits["PLIE Espace Technowest"], dits["PLIE des Graves"]) == (3, "non contrôlé")
    arrete = arreter(agape)
    assert (arrete / "version-1" / "registres" / "registre.xlsx").is_file()


def test_une_anomalie_bloquante_est_comptee_et_rien_n_est_arrete(agape, tmp_path):
    recus = ecrire(tmp_path / "recus", sud_perigord=lambda x: x[3].pop("date"))
    _case(agape, "dossier").value = str(recus)
    consolider(agape)
    with pytest.raises(ActionError, match="1 anomalie bloquante"):
        arreter(agape)
    assert not (tmp_path / "ARRETE_2024").exists()
