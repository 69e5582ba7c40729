"""The four figures are those of the master wherever they are said: bilan, answer, explanation."""

import email
import json
from dataclasses import replace
from datetime import date
from email import policy
from fractions import Fraction

import pytest
from click.testing import CliRunner
from ordinaire import ordinaire

from controle.atelier import consolider, deposer, ecrire, figures, lire, remplir, tirer
from controle.test_verdicts import DECISIONS
from plie_xl.checks import count
from plie_xl.cli.main import app
from plie_xl.files.inbox import list_depot
from plie_xl.master.brought import Apports, look, read_apports
from plie_xl.master.read import read_master
from plie_xl.model.collection import load_fiches
from plie_xl.model.settings import Controle
from plie_xl.model.words import NON_CONTROLE
from plie_xl.reading.read import read_classeur
from plie_xl.reports.bilan.facts import find_faits
from plie_xl.reports.bilan.figures import QUATRE, find_chiffres
from plie_xl.reports.explain import explain
from plie_xl.reports.replies import build_reponses

FICHES = load_fiches(2024)
TROIS = ("sud-perigord", "libournais", "technowest")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Three workbooks, one register, the verdicts of a control, and the master of it all."""
    place = tmp_path_factory.mktemp("place")
    recus = ecrire(place / "recus")
    registres = list_depot([deposer(place, recus)])
    consolider(recus, place / "AGAPE.xlsx", registres=registres)
    controle = remplir(tirer(place / "AGAPE.xlsx", place / "controle.xlsx"), DECISIONS)
    consolider(recus, place / "AGAPE.xlsx", registres=registres, verdicts=(controle,))
    return place


@pytest.fixture(scope="module")
def apports(place):
    registres = list_depot([place / "registres"]).recus
    return read_apports(registres, [place / "controle.xlsx"], Controle())


def classeur(place, fiche):
    return place / "recus" / f"plie_{fiche}_2024.xlsx"


@pytest.mark.parametrize("fiche", TROIS)
def test_le_bilan_et_la_reponse_disent_les_chiffres_du_master(fiche, place, apports):
    lecture, la_fiche = read_classeur(classeur(place, fiche)), FICHES[fiche]
    [reponse] = build_reponses([lecture], apports=apports)
    regards = look(lecture, la_fiche, apports)
    assert regards.anomalies == reponse.verdicts == ()
    bilan = find_chiffres(find_faits(count(lecture), regards))
    dits = {x[0]: x[2:6] for x in reponse.chiffres}
    for cle, (*quatre, _) in figures(place / "AGAPE.xlsx").items():
        if cle.startswith(f"{fiche}/"):
            cible = cle.partition("/")[2]
            libelle = next(c.libelle for c in la_fiche.cibles if c.id == cible)
            attendus = tuple(x if x == NON_CONTROLE else f"{x:g}" for x in quatre)
            assert tuple(bilan[f"{cible}/{nom}"] for nom in QUATRE) == attendus
            assert dits[libelle] == attendus


def lancer_atteinte(place, *options):
    fini = CliRunner().invoke(app, ["atteinte", str(place / "recus"), *map(str, options)])
    assert fini.exit_code in (0, 1)
    return fini.output


def test_atteinte_dit_les_chiffres_du_master(place):
    apports = ("--registres", place / "registres", "--verdicts", place / "controle.xlsx")
    dites = [json.loads(x) for x in lancer_atteinte(place, "--json", *apports).splitlines()
             if x.startswith("{")]  # fmt: skip
    dits = {f"{x['fiche']}/{x['cible']}": tuple(x[nom] for nom in QUATRE) for x in dites}
    attendus = figures(place / "AGAPE.xlsx")
    assert len(attendus) == 9
    assert {cle: dits[cle] for cle in attendus} == {cle: x[:4] for cle, x in attendus.items()}


def test_atteinte_dit_ce_que_personne_n_a_regarde_et_comment_le_savoir(place):
    seule, vue = lancer_atteinte(place), lancer_atteinte(place, "--registres", place / "registres")
    assert "au dossier" not in seule.partition("Au dossier")[0]
    assert "Au dossier : non contrôlé ici ; « --registres » le dit." in ordinaire(seule)
    assert "au dossier 1 (" in ordinaire(vue)
    assert "au dossier non contrôlé (" in ordinaire(vue)
    assert "--registres" not in vue
    assert "« --verdicts » le dit" in ordinaire(vue)


def test_sans_apport_rien_n_est_zero(place):
    lecture, rien = read_classeur(classeur(place, "technowest")), Apports()
    bilan = find_chiffres(find_faits(count(lecture), look(lecture, FICHES["technowest"], rien)))
    assert bilan["cop/au_dossier"] == bilan["cop/retenu_csf"] == NON_CONTROLE


def test_une_ligne_changee_perd_son_verdict_ici_aussi(place, apports, tmp_path):
    """CSF-01 is told to who answers; the rows of the other territories are not looked for."""
    change = ecrire(tmp_path, technowest=lambda x: x[3].update(date=date(2024, 3, 29)))
    lecture = read_classeur(change / "plie_technowest_2024.xlsx")
    [reponse] = build_reponses([lecture], apports=apports)
    assert [a.code for a in reponse.verdicts] == ["CSF-01"]
    assert not any(a.code.startswith("CSF") for a in reponse.points)
    cops = next(c.libelle for c in FICHES["technowest"].cibles if c.id == "cop")
    assert next(x[2:6] for x in reponse.chiffres if x[0] == cops) == (
        "2",
        "2",
        NON_CONTROLE,
        "1",
    )  # another state: the register is not its own


def test_la_reponse_faite_avant_le_controle_n_est_pas_ecrasee(place, apports):
    """Another name: what was ready stays, what is now known is said."""
    [lecture] = lire([("", classeur(place, "technowest"))])
    avant, apres = (build_reponses([lecture], apports=x)[0] for x in (None, apports))
    assert avant.nom != apres.nom
    assert avant.nom == build_reponses([replace(lecture, classeur="b.xlsx")])[0].nom


def dire(*mots):
    """The command as it is typed: its exit code, and all that it says."""
    fait = CliRunner().invoke(app, [*map(str, mots)])
    return fait.exit_code, ordinaire(fait.output)


def test_par_les_commandes_le_bilan_se_verifie_et_le_chiffre_s_explique(place, tmp_path):
    recu, bilan, options = classeur(place, "technowest"), tmp_path / "b.docx", options_de(place)
    assert dire("bilan", recu, "-o", bilan, *options)[0] == 0
    assert dire("bilan", "--verifier", bilan, recu, *options)[0] == 0
    _, sans = dire("bilan", "--verifier", bilan, recu)
    assert "Retenu au CSF : 2 écrit, non contrôlé dans le classeur" in sans
    assert "ce chiffre se vérifie avec --verdicts" in sans
    _, dit = dire("expliquer", recu, "--fiche", "technowest", "--cible", "cop", *options)
    assert "2 tenu, 2 justifié, 1 au dossier, 2 retenu au CSF" in dit
    assert "« 2024-03-18 cop CR.pdf », trouvé" in dit


def test_un_registre_qui_n_est_pas_le_sien_se_dit(place, tmp_path):
    recu, ou = classeur(place, "libournais"), tmp_path / "b.docx"
    _, dit = dire("bilan", recu, "-o", ou, *options_de(place)[:2])
    assert "au dossier : non contrôlé ; aucun registre n’est le sien" in dit


def test_recevoir_dit_ce_qui_est_au_dossier_et_retenu(place, tmp_path):
    assert dire("recevoir", place / "recus", "-o", tmp_path, *options_de(place))[0] == 0
    [brouillon] = (tmp_path / "technowest_2024").glob("*.eml")
    lu = email.message_from_bytes(brouillon.read_bytes(), policy=policy.default)
    texte = ordinaire(lu.get_body(("plain",)).get_content())
    assert "Justifié : 2 ; Au dossier : 1 ; Retenu au CSF : 2" in texte


def test_un_master_porte_deja_les_siens(place):
    ou = "--fiche", "technowest", "--cible", "cop"
    code, dit = dire("expliquer", place / "AGAPE.xlsx", *ou, *options_de(place)[:2])
    assert (code, "porte déjà les siens" in dit) == (2, True)


def test_chaque_chiffre_d_un_master_controle_s_explique(place):
    """What the control retains is added again from the rows of « Contrôle »."""
    master = read_master(place / "AGAPE.xlsx")
    for cle, (*_, retenu, _) in figures(place / "AGAPE.xlsx").items():
        explication = explain(master, *cle.split("/"))
        assert explication.concorde
        assert explication.sommes.get("retenu_csf", NON_CONTROLE) == retenu


def test_une_ligne_que_le_controle_ecarte_est_nommee_avec_son_motif(place):
    e = explain(read_master(place / "AGAPE.xlsx"), "sud-perigord", "cop")
    assert e.ecarts["retenu_csf"] == ["17/06/2024, n° 3 : Écartée, Pièce non probante"]
    sans = explain(read_master(place / "AGAPE.xlsx"), "libournais", "copil")
    assert sans.ecarts["retenu_csf"] == ["19/02/2024, n° 3 : sans décision définitive"]


def test_un_echantillon_dit_combien_de_lignes_il_n_a_pas_tirees(place, tmp_path):
    demande = {"taux": Fraction(1, 10), "motif": "deux contrôleurs"}
    tirage = tirer(place / "AGAPE.xlsx", tmp_path / "controle.xlsx", **demande)
    maitre = tmp_path / "AGAPE.xlsx"
    consolider(place / "recus", maitre, verdicts=(remplir(tirage, DECISIONS),))
    dits = explain(read_master(maitre), "technowest", "cop").ecarts["retenu_csf"]
    assert dits == ["1 ligne justifiée non tirée : non contrôlé"]


def options_de(place):
    return "--registres", place / "registres", "--verdicts", place / "controle.xlsx"
