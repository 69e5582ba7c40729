"""« Retenu au CSF » counted by hand: never extrapolated, never by silence, lost when a row changes."""

from datetime import date

import openpyxl
import pytest

from controle.atelier import codes, consolider, decide, ecrire, figures, remplir, tirer
from plie_xl.control.received import ControleError, read_controles
from plie_xl.master.read import read_master
from plie_xl.model.settings import Controle
from plie_xl.model.words import NON_CONTROLE

DECISIONS = {
    "sud-perigord/2024/copil/1": decide("Retenue"),
    "sud-perigord/2024/cop/2": decide("Retenue"),
    "sud-perigord/2024/cop/3": decide("Écartée", "Pièce non probante"),
    "libournais/2024/cop/1": decide("Retenue"),
    "libournais/2024/copil/3": decide(None),
    "libournais/2024/conventions/4": decide("Retenue"),
    "technowest/2024/commissions/1": decide("Retenue"),
    "technowest/2024/referents/2": decide("Écartée", "Hors cible"),
    "technowest/2024/cop/3": decide("Retenue"),
    "technowest/2024/cop/4": decide("Retenue"),
}


@pytest.fixture(scope="module")
def modele(tmp_path_factory):
    """The three workbooks, their master, and the workbook of its control, blank."""
    place = tmp_path_factory.mktemp("modele")
    consolider(ecrire(place / "recus"), place / "AGAPE_2024.xlsx")
    tirer(place / "AGAPE_2024.xlsx", place / "controle.xlsx")
    return place


@pytest.fixture
def controle(modele, tmp_path):
    chemin = tmp_path / "controle.xlsx"
    chemin.write_bytes((modele / "controle.xlsx").read_bytes())
    return chemin


def _maitre(recus, controle, **options):
    sortie = controle.with_name("maitre.xlsx")
    options.setdefault("verdicts", (controle,))
    consolider(recus, sortie, **options)
    return sortie


def test_les_quatre_chiffres_sont_ceux_du_papier(modele, controle):
    maitre = _maitre(modele / "recus", remplir(controle, DECISIONS))
    nc = NON_CONTROLE
    assert figures(maitre) == {
        "sud-perigord/copil": (1, 1, nc, 1, "1 sur 1"),
        "sud-perigord/cop": (3, 2, nc, 1, "2 sur 2"),
        "libournais/cop": (1, 1, nc, 1, "1 sur 1"),
        "libournais/cis": (1, 0, nc, nc, nc),
        "libournais/copil": (1, 1, nc, nc, nc),
        "libournais/conventions": (2, 2, nc, 2, "1 sur 1"),
        "technowest/commissions": (1, 1, nc, 1, "1 sur 1"),
        "technowest/referents": (1, 1, nc, 0, "1 sur 1"),
        "technowest/cop": (2, 2, nc, 2, "2 sur 2"),
    }
    assert codes(maitre, "CSF") == []
    lu = read_master(maitre)
    plies = {x["plie"]: (x["retenu_csf"], x["controle"]) for x in lu.lignes("synthese")}
    assert plies["PLIE Sud Périgord"] == (2, "3 sur 3")
    assert plies["PLIE du Libournais"] == (3, "2 sur 3")
    assert plies["PLIE Espace Technowest"] == (3, "4 sur 4")
    assert plies["PLIE des Graves"] == (nc, nc)
    assert lu.chiffres["retenu_csf"] == 8


def test_le_silence_ne_retient_rien(modele, controle):
    maitre = _maitre(modele / "recus", controle)
    assert {x[3:] for x in figures(maitre).values()} == {(NON_CONTROLE, NON_CONTROLE)}


def test_une_ligne_changee_perd_son_verdict_et_le_dit(modele, controle, tmp_path):
    recus = ecrire(
        tmp_path / "changes",
        technowest=lambda x: x[3].update(emargement="2024-03-28 autre feuille.pdf"),
    )
    maitre = _maitre(recus, remplir(controle, DECISIONS))
    assert figures(maitre)["technowest/cop"][3:] == (1, "1 sur 2")
    [(code, _)] = codes(maitre, "CSF")
    assert code == "CSF-01"
    [dit] = [x["constat"] for x in read_master(maitre).lignes("anomalies") if x["code"] == code]
    assert "28/03/2024" in dit
    assert "(Pièces)" in dit


def test_un_numero_redonne_a_une_autre_reunion_ne_prend_pas_son_verdict(modele, controle, tmp_path):
    def redonner(lignes):
        lignes[3].update(date=date(2024, 11, 5), emargement="2024-11-05 cop émargement.pdf")

    recus = ecrire(tmp_path / "changes", technowest=redonner)
    maitre = _maitre(recus, remplir(controle, DECISIONS))
    assert [code for code, _ in codes(maitre, "CSF")] == ["CSF-01"]
    assert figures(maitre)["technowest/cop"][3] == 1


def test_une_ligne_deplacee_ou_renumerotee_garde_son_verdict(modele, controle, tmp_path):
    def renverser(lignes):
        lignes.reverse()
        for n, ligne in enumerate(lignes, start=20):
            ligne["numero"] = n

    maitre = _maitre(
        ecrire(tmp_path / "changes", technowest=renverser), remplir(controle, DECISIONS)
    )
    assert codes(maitre, "CSF") == []
    assert figures(maitre)["technowest/cop"][3:] == (2, "2 sur 2")


def test_une_ligne_supprimee_du_suivi_perd_son_verdict(modele, controle, tmp_path):
    recus = ecrire(tmp_path / "changes", sud_perigord=lambda x: x.pop(1))
    maitre = _maitre(recus, remplir(controle, DECISIONS))
    assert [code for code, _ in codes(maitre, "CSF")] == ["CSF-01"]
    assert figures(maitre)["sud-perigord/cop"][3:] == (0, "1 sur 1")


def test_ce_qui_est_mal_rempli_est_dit_et_ne_compte_pas_en_silence(modele, controle):
    fautes = {
        "sud-perigord/2024/copil/1": decide("Écartée"),
        "sud-perigord/2024/cop/2": decide("Écartée", "parce que"),
        "sud-perigord/2024/cop/3": decide("Retenue", **{"Notifié le": None}),
        "libournais/2024/cop/1": decide("Retenu"),
        "libournais/2024/conventions/4": decide("oui"),
        "technowest/2024/cop/3": decide("Retenue", **{"Répondu le": "bientôt"}),
        "technowest/2024/commissions/1": decide("Retenue", Clé="technowest/2024/cop/99"),
    }
    maitre = _maitre(modele / "recus", remplir(controle, DECISIONS | fautes))
    assert sorted(code for code, _ in codes(maitre, "CSF")) == [
        "CSF-02", "CSF-02", "CSF-03",
        *("CSF-07",) * 4,  # provisional and definitive
        "CSF-08", "CSF-10", "CSF-11",
    ]  # fmt: skip
    retenus = {cle: x[3:] for cle, x in figures(maitre).items()}
    nc = NON_CONTROLE
    assert retenus["sud-perigord/copil"] == (nc, nc)
    assert retenus["sud-perigord/cop"] == (1, "1 sur 2")
    assert retenus["libournais/cop"] == retenus["libournais/conventions"] == (nc, nc)
    assert retenus["technowest/cop"] == (2, "2 sur 2")
    assert retenus["technowest/commissions"] == (nc, nc)


def test_avant_la_fin_du_delai_une_decision_definitive_est_a_verifier(modele, controle):
    remplir(controle, DECISIONS)
    reglages = Controle(delai_contradictoire_jours=15)
    tot = _maitre(modele / "recus", controle, reglages=reglages, au=date(2025, 2, 10))
    assert {code for code, _ in codes(tot, "CSF")} == {"CSF-04"}
    assert figures(tot)["sud-perigord/copil"][3] == 1
    tard = _maitre(modele / "recus", controle, reglages=reglages, au=date(2025, 2, 18))
    assert codes(tard, "CSF") == []


def test_une_ligne_supprimee_de_verdicts_est_dite(modele, controle):
    remplir(controle, DECISIONS)
    classeur = openpyxl.load_workbook(controle)
    classeur["Verdicts"].delete_rows(8)
    classeur.save(controle)
    maitre = _maitre(modele / "recus", controle)
    assert [code for code, _ in codes(maitre, "CSF")] == ["CSF-08"]


def test_une_cle_ecrite_deux_fois_est_dite_et_ne_compte_pas(modele, controle):
    remplir(controle, DECISIONS)
    remplir(controle, {"technowest/2024/cop/4": {"Clé": "technowest/2024/cop/3"}})
    maitre = _maitre(modele / "recus", controle)
    assert {code for code, _ in codes(maitre, "CSF")} == {"CSF-08", "CSF-09"}
    assert figures(maitre)["technowest/cop"][3] == NON_CONTROLE


def test_une_feuille_triee_autrement_dit_les_memes_chiffres(modele, controle):
    droit = figures(_maitre(modele / "recus", remplir(controle, DECISIONS)))
    classeur = openpyxl.load_workbook(controle)
    feuille = classeur["Verdicts"]
    lignes = list(feuille.iter_rows(min_row=6, values_only=True))
    for n, ligne in enumerate(reversed(lignes), start=6):
        for rang, valeur in enumerate(ligne, start=1):
            feuille.cell(n, rang).value = valeur
    classeur.save(controle)
    maitre = _maitre(modele / "recus", controle)
    assert (figures(maitre), codes(maitre, "CSF")) == (droit, [])


def test_deux_controleurs_se_partagent_un_tirage(modele, controle):
    autre = controle.with_name("autre.xlsx")
    autre.write_bytes(controle.read_bytes())
    moities = sorted(DECISIONS)[:5], sorted(DECISIONS)[5:]
    remplir(controle, {k: DECISIONS[k] for k in moities[0]})
    remplir(autre, {k: DECISIONS[k] for k in moities[1]})
    maitre = _maitre(modele / "recus", controle, verdicts=(controle, autre))
    assert read_master(maitre).chiffres["retenu_csf"] == 8
    remplir(autre, {moities[0][0]: decide("Écartée", "Doublon")})
    maitre = _maitre(modele / "recus", controle, verdicts=(controle, autre))
    assert [code for code, _ in codes(maitre, "CSF")] == ["CSF-09"]


def test_un_tirage_d_une_autre_annee_ne_sert_pas(modele, controle):
    remplir(controle, DECISIONS)
    classeur = openpyxl.load_workbook(controle)
    classeur["Tirage"]["B6"] = 2023
    classeur.save(controle)
    maitre = _maitre(modele / "recus", controle)
    assert [code for code, _ in codes(maitre, "CSF")] == ["CSF-05"]
    assert {x[3] for x in figures(maitre).values()} == {NON_CONTROLE}


def test_le_texte_libre_du_controleur_est_masque_dans_le_maitre(modele, controle):
    phrase = "Mme Durand absente, 06 12 34 56 78"
    saisie = decide("Retenue", Observation=phrase, **{"Réponse du PLIE": phrase})
    maitre = _maitre(
        modele / "recus", remplir(controle, DECISIONS | {"sud-perigord/2024/copil/1": saisie})
    )
    dits = [str(x) for x in read_master(maitre).lignes("verdicts")]
    assert not any("Durand" in x or "06 12" in x for x in dits)


def test_un_autre_classeur_n_est_pas_un_controle(modele):
    with pytest.raises(ControleError, match="n’est pas un classeur de contrôle"):
        read_controles([("m.xlsx", modele / "AGAPE_2024.xlsx")])


def test_retenu_ne_depasse_jamais_tenu(modele, controle, tmp_path):
    """A row that the rules now refuse is retained by no verdict."""
    recus = ecrire(tmp_path / "changes", sud_perigord=lambda x: x.append(dict(x[0])))
    maitre = _maitre(recus, remplir(controle, DECISIONS))
    assert all(x[3] == NON_CONTROLE or x[3] <= x[0] for x in figures(maitre).values())


def test_un_classeur_non_recu_n_a_pas_change_ligne_par_ligne(modele, controle, tmp_path):
    recus = ecrire(tmp_path / "recus")
    (recus / "plie_technowest_2024.xlsx").unlink()
    maitre = _maitre(recus, remplir(controle, DECISIONS))
    assert codes(maitre, "CSF") == []
    etats = {x["etat"] for x in read_master(maitre).lignes("verdicts") if "techno" in x["cle"]}
    assert etats == {"classeur sans ligne, ou non reçu"}
