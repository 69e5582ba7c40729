"""A sentence of evidence: what is read without a doubt, and what a person must look at."""

import pytest

from document.mesure import list_cibles
from plie_xl.document.read import read_document

CR, EMARGEMENT, RELEVE = "compte_rendu", "emargement", "releve_decisions"
SURES = {
    "soit un compte rendu, soit un relevé de décisions": [[CR], [RELEVE]],
    "un compte rendu par réunion, daté et signé": [[CR]],
    "feuille d’émargement, à défaut compte rendu": [[EMARGEMENT], [CR]],
    "compte rendu, feuille d’émargement et relevé de décisions": [[CR, EMARGEMENT, RELEVE]],
    "CR, PV ou relevé de décisions": [[CR], [RELEVE]],
}
PIEGES = (
    "Comités de pilotage : compte rendu à défaut de feuille d’émargement",
    "Comités de pilotage : compte rendu signé, à l’exclusion des relevés de décisions",
    "Comités de pilotage : feuille d’émargement et, le cas échéant, compte rendu",
    "Comités de pilotage : ni compte rendu ni feuille d’émargement, une prise de notes",
    "Comités de pilotage : compte rendu¹",
    "Comités de pilotage : compte rendu validé par le Président",
    "Comités de pilotage : compte rendu (feuille d’émargement non exigée)",
    "Comités de pilotage : compte rendu et feuille d’émargement ou relevé de décisions",
    "Hors comités de pilotage : compte rendu",
    "Comités autres que de pilotage : compte rendu",
    "Comités de pilotage : compte rendu\n- Les comités de pilotage n’ont plus de pièce à produire",
    "Compte rendu et photographies des comités de pilotage",
)


def _lire(preuve, dossier):
    texte = (
        "FICHE OPERATION N°1 – PLIE des Dunes\nUnités de mesure :\n- 3 comités de pilotage\n"
        f"Pièces justificatives attendues :\n- {preuve}\n"
    )
    (dossier / "f.txt").write_text(texte, encoding="utf-8")
    (fiche,) = read_document(dossier / "f.txt")
    return list_cibles(fiche)[0]["pieces"]


@pytest.mark.parametrize("regle", SURES)
def test_une_regle_simple_est_lue_sans_doute(regle, tmp_path):
    pieces = _lire(f"Comités de pilotage : {regle}", tmp_path)
    jeux = [sorted(jeu) for jeu in pieces.valeur["toutes"]]
    assert (jeux, pieces.doute) == ([sorted(jeu) for jeu in SURES[regle]], "")


@pytest.mark.parametrize("phrase", PIEGES)
def test_une_reserve_sur_les_pieces_est_un_doute(phrase, tmp_path):
    assert _lire(phrase, tmp_path).doute
