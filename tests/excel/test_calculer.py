"""« Calculer »: Python's figures beside the live ones of « Atteinte »."""

import pytest
from ordinaire import ordinaire

from excel import fautes
from plie_xl.attainment import compute_atteinte
from plie_xl.excel import calculer
from plie_xl.model.errors import ActionError
from plie_xl.model.lecture import records
from plie_xl.reading.read import read_classeur
from plie_xl.template.stories import HISTOIRES


@pytest.fixture
def dix(saisir, ouvrir):
    return ouvrir(saisir("sources", fautes.LIGNES, reference=fautes.ARRETE))


def verifies(book):
    return [ligne for ligne in book.sheets["Atteinte"].range("N6:P30").value if ligne[2]]


@pytest.mark.parametrize("nom", sorted(HISTOIRES))
def test_le_bouton_donne_les_chiffres_de_la_ligne_de_commande(nom, racine, ouvrir):
    chemin = racine / "workbooks" / "2024" / f"plie_{nom}_2024.xlsx"
    book = ouvrir(chemin)
    attendus = records(compute_atteinte(read_classeur(chemin)))
    assert calculer(book).ecarts == {}
    assert verifies(book) == [[x["tenu"], x["justifie"], "identiques"] for x in attendus]


def test_une_ligne_dit_la_date_et_l_accord(dix):
    calculer(dix)
    assert (
        ordinaire(dix.sheets["Atteinte"].range("M4").value) == "Vérifié au 31/10/2024 : identiques."
    )
    assert ordinaire(dix.sheets["Suivi"].range("F4").value) == "Vérifié au 31/10/2024 : identiques."


def test_un_chiffre_vivant_faux_est_nomme(dix):
    dix.impl.adaptateur.protect("Atteinte", False)
    dix.sheets["Atteinte"].range("E8").value = 7
    calculer(dix)
    assert verifies(dix)[2] == [1, 1, "justifié : 7 affiché, 1 vérifié"]
    assert (
        ordinaire(dix.app.status_bar) == "Vérifié au 31/10/2024 : 1 différence, voir « Contrôle »."
    )


def test_sur_une_feuille_protegee_seules_les_trois_colonnes_s_ecrivent(dix):
    assert dix.impl.adaptateur.is_protected("Atteinte")
    avant = dix.sheets["Atteinte"].range("A1:K20").formula
    calculer(dix)
    assert dix.sheets["Atteinte"].range("A1:K20").formula == avant


def test_sans_feuille_atteinte_une_phrase_le_dit(dix):
    dix.sheets["Atteinte"].delete()
    with pytest.raises(ActionError, match="« Atteinte » manque"):
        calculer(dix)
