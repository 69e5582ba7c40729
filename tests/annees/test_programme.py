"""Masters of two years: the merged territory is one line, its history the sum of its predecessors."""

import json
import random
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from ordinaire import ordinaire

from annees.fusionnees import FICHES, classeur, en_cours_d_annee, move, succession, vallee
from plie_xl.cli.expliquer import expliquer
from plie_xl.cli.programme import programme
from plie_xl.consolidation import consolidate
from plie_xl.master import write_master
from plie_xl.master.read import read_consolidation, read_master
from plie_xl.model.collection import load_recueil
from plie_xl.model.settings import Programme as Periode
from plie_xl.reading.read import read_classeur
from plie_xl.reports.dashboard import build_tableau
from plie_xl.reports.lineage import sort_years, trace
from plie_xl.reports.programme import Programme, build_programme

TENUES = {"graves": 2, "sources": 3, "technowest": 1, "vallee": 4}


def reunions(annee, nombre, *, debut=1):
    lignes = range(debut, debut + nombre)
    return [{"date": date(annee, mois, 12), "statut": "Réalisée"} for mois in lignes]


def ecrire(dossier, annee, fiches, *noms, autres=()):
    lectures = [classeur(fiches[n], *reunions(annee, TENUES[n])) for n in noms]
    lectures += map(read_classeur, autres)
    write_master(consolidate(lectures, date(annee, 12, 31)), dossier / f"AGAPE_{annee}.xlsx")


@pytest.fixture(scope="module")
def bureau(tmp_path_factory, racine):
    """Masters of 2024 and 2025, Graves and Sources having merged; the fiches are in force."""
    dossier = tmp_path_factory.mktemp("bureau")
    (dossier / "fiches" / "2025").mkdir(parents=True)
    for nom, texte in (("vallee", vallee()), ("technowest", move("technowest"))):
        (dossier / "fiches" / "2025" / f"{nom}.toml").write_text(texte, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLIE_XL_FICHES", str(dossier / "fiches"))
        fiches = load_recueil([dossier / "fiches"]).annee(2025)
        avec_resultats = racine / "workbooks" / "2024" / "plie_hauts-de-garonne_2024.xlsx"
        trois = ("graves", "sources", "technowest")
        ecrire(dossier, 2024, FICHES, *trois, autres=[avec_resultats])
        ecrire(dossier, 2025, fiches, "vallee")
        yield dossier


def lire(bureau):
    return [read_master(bureau / f"AGAPE_{annee}.xlsx") for annee in (2024, 2025)]


def reunir(bureau):
    return Programme(sort_years(lire(bureau)), Periode())


def lancer(commande, *mots):
    return CliRunner().invoke(commande, [*map(str, mots)])


def test_le_classeur_maitre_dit_qui_succede_a_qui(bureau):
    ancien, nouveau = lire(bureau)
    assert "succession" not in ancien.tables
    lignes = [(x["de"], x["a"], x["le"], x["libelle"]) for x in nouveau.lignes("succession")]
    jour = date(2025, 1, 1)
    assert lignes == [
        ("PLIE des Graves", "PLIE de la Vallée", jour, None),
        ("PLIE des Sources", "PLIE de la Vallée", jour, None),
        ("PLIE des Graves", "PLIE de la Vallée", jour, "Comité de pilotage"),
        ("PLIE des Sources", "PLIE de la Vallée", jour, "Comité de pilotage"),
    ]


PHRASE = "succède au PLIE des Graves et au PLIE des Sources depuis le 01/01/2025"


def test_succede_a_est_dit_ou_sont_les_chiffres(bureau):
    synthese = openpyxl.load_workbook(bureau / "AGAPE_2025.xlsx")["Synthèse"]
    dits = [ordinaire(str(c.value)) for c in synthese["A"]]
    assert any(PHRASE in dit for dit in dits)
    master = lire(bureau)[1]
    [source] = [x for x in master.lignes("sources") if x["plie"] == "PLIE de la Vallée"]
    assert ordinaire(source["detail"]) == PHRASE
    assert f"Le PLIE de la Vallée {PHRASE}." in ordinaire(build_tableau(master).decode())
    dit = lancer(expliquer, bureau / "AGAPE_2025.xlsx", "--fiche", "vallee", "--cible", "copil")
    assert f"Ce PLIE {PHRASE}" in ordinaire(dit.output)


def test_l_historique_d_une_cible_est_la_somme_de_celles_d_avant(bureau):
    masters = [bureau / f"AGAPE_{annee}.xlsx" for annee in (2025, 2024)]
    mots = [*masters, "--fiche", "vallee", "--cible", "copil", "--historique"]
    [ici, avant] = json.loads(lancer(expliquer, *mots, "--json").output)["annees"]
    assert (ici["annee"], ici["tenu"]) == (2025, 4)
    assert {x["cle"]: x["tenu"] for x in avant["lignes"]} == {
        "graves/copil": 2,
        "sources/copil": 3,
    }
    assert (avant["annee"], avant["tenu"]) == (2024, 5)
    dit = ordinaire(lancer(expliquer, *mots).output)
    assert "2024 : 5 tenu, 0 justifié" in dit
    assert "(PLIE des Graves et PLIE des Sources)" in dit


def test_l_historique_ne_lit_que_des_classeurs_maitres(bureau):
    mots = [bureau / "AGAPE_2025.xlsx", "--fiche", "vallee", "--cible", "copil", "--historique"]
    rendu = lancer(expliquer, *mots, "--au", "31/10/2025")
    assert rendu.exit_code == 2
    assert "lit des classeurs maîtres, sans --au" in ordinaire(rendu.output)


def test_les_totaux_d_une_annee_sont_ceux_de_son_classeur_maitre(bureau):
    p = reunir(bureau)
    annees = {x["annee"]: x for x in p.lignes_annees}
    for master in lire(bureau):
        hors = [x["tenu"] for x in master.lignes("atteinte") if x["nature"] == "hors cibles"]
        assert master.annee == 2025 or any(hors)
        [synthese] = master.ensembles["synthese"].to_dict("records")
        for figure in ("tenu", "justifie"):
            assert annees[master.annee][figure] == synthese[figure]
            siens = [x[figure] or 0 for x in p.lignes_plies if x["annee"] == master.annee]
            assert sum(siens) == synthese[figure]
        par_instance = [x for x in master.lignes("par_instance") if x["plie"] == "Total"]
        attendus = {x["categorie"]: (x["tenu"] or 0, x["justifie"] or 0) for x in par_instance}
        siennes = [x for x in p.lignes_categories if x["annee"] == master.annee]
        for x in siennes:
            assert (x["tenu"] or 0, x["justifie"] or 0) == attendus.get(x["categorie"], (0, 0))
        assert {x["categorie"] for x in siennes} >= set(attendus)


def test_une_fusion_est_une_seule_ligne(bureau):
    lignes = [x for x in reunir(bureau).lignes_plies if "Vallée" in x["plie"]]
    faits = {x["annee"]: (x["etat"], x["tenu"], x["noms"]) for x in lignes}
    assert faits[2024] == ("reçu", 5, "PLIE des Graves et PLIE des Sources")
    assert faits[2025] == ("reçu", 4, "PLIE de la Vallée")
    plies = {x["plie"] for x in reunir(bureau).lignes_plies}
    assert not plies & {"PLIE des Graves", "PLIE des Sources"}


def test_une_annee_sans_classeur_maitre_est_non_recue_et_jamais_zero(bureau):
    p = reunir(bureau)
    assert [x["annee"] for x in p.lignes_annees] == [2022, 2023, 2024, 2025, 2026, 2027]
    absentes = [x for x in (*p.lignes_annees, *p.lignes_detail) if x["annee"] in (2022, 2026)]
    assert {x["etat"] for x in absentes} == {"non reçu"}
    assert {x.get("tenu") for x in absentes} == {None}


def test_un_territoire_sans_classeur_n_a_pas_de_zero(bureau):
    lignes = {(x["plie"], x["annee"]): x for x in reunir(bureau).lignes_plies}
    technowest = FICHES["technowest"].plie
    assert (lignes[technowest, 2025]["etat"], lignes[technowest, 2025]["tenu"]) == (
        "non reçu",
        None,
    )
    assert lignes[FICHES["agenais"].plie, 2025]["etat"] == "sans fiche"


def test_le_classeur_a_quatre_feuilles_et_les_memes_octets(bureau):
    octets = build_programme(reunir(bureau))
    assert octets == build_programme(reunir(bureau))
    lu = openpyxl.load_workbook(BytesIO(octets))
    assert lu.sheetnames == ["Années", "Par PLIE", "Par catégorie", "Détail"]
    assert [r[1].value for r in lu["Années"].iter_rows(min_row=6, max_row=11)] == [
        "non reçu",
        "non reçu",
        "reçu en partie",
        "reçu en partie",
        "non reçu",
        "non reçu",
    ]


def test_une_ancienne_version_n_a_pas_d_au_dossier(bureau):
    master = lire(bureau)[0]
    for table in ("synthese", "atteinte"):
        master.tables[table]["au_dossier"] = None  # as an older master is read
    p = Programme(sort_years([master]), Periode())
    [annee] = [x for x in p.lignes_annees if x["annee"] == 2024]
    assert annee["au_dossier"] == "non contrôlé"
    recues = [x for x in p.lignes_plies if x["tenu"] is not None]
    assert {x["au_dossier"] for x in recues} == {"non contrôlé"}


def test_une_annee_arretee_dit_sa_version(bureau):
    master = lire(bureau)[0]
    master.tables["arretes"] = pd.DataFrame(
        [{"nature": "Arrêté", "version": 1.0}, {"nature": "Arrêté", "version": 2.0}]
    )
    [annee] = [
        x for x in Programme(sort_years([master]), Periode()).lignes_annees if x["annee"] == 2024
    ]
    assert annee["version"] == 2


@pytest.mark.parametrize("graine", range(2))
def test_au_hasard_la_somme_des_anciens_est_l_historique_du_nouveau(deposer, graine):
    """Rows of any status and date: nothing lost, nothing twice, whatever counts."""
    fiches = deposer(vallee=vallee()).annee(2025)
    alea = random.Random(graine)
    lectures = []
    for nom in ("graves", "sources"):
        lignes = [
            {
                "date": date(2024, 1, 1) + timedelta(days=alea.randint(-10, 380)),
                "statut": alea.choice(("Réalisée", "Réalisée", "Prévue", "Annulée")),
                "quantite": alea.choice(("", "", 1, 2, "deux")),
            }
            for _ in range(alea.randint(3, 20))
        ]
        lectures.append(classeur(FICHES[nom], *lignes))
    anciens = consolidate(lectures, date(2024, 12, 31))
    suivant = consolidate([classeur(fiches["vallee"])], date(2025, 12, 31))
    masters = {2024: read_consolidation(anciens), 2025: read_consolidation(suivant)}
    [_, avant] = trace(masters, "vallee/copil")
    copil = anciens.suivi.query("cible == 'copil' and retenue")
    assert avant.sommes["tenu"] == copil["unites"].sum()
    assert {x["plie"] for x in avant.lignes} == {"PLIE des Graves", "PLIE des Sources"}
    [ligne] = [
        x
        for x in Programme(masters, Periode()).lignes_plies
        if (x["plie"], x["annee"]) == ("PLIE de la Vallée", 2024)
    ]
    assert ligne["tenu"] == sum(x["tenu"] for x in anciens.atteinte.to_dict("records"))


def test_deux_fusions_de_suite_sont_une_seule_ligne(deposer):
    """Graves and Sources become Vallée in 2025, Vallée and Technowest become Plaine in 2026."""
    deux = vallee(), move("technowest")
    en_2025 = deposer(vallee=deux[0], technowest=deux[1]).annee(2025)
    trois = vallee(
        succession("2026-01-01", ["vallee", "technowest"]), 'succede = ["vallee/copil"]\n'
    )
    trois = trois.replace("2025-", "2026-").replace("Vallée", "Plaine")
    en_2026 = deposer(2026, plaine=trois).annee(2026)
    masters = {}
    for annee, fiches in ((2024, FICHES), (2025, en_2025), (2026, en_2026)):
        noms = {2024: ("graves", "sources", "technowest"), 2025: ("vallee", "technowest"),
                2026: ("plaine",)}[annee]  # fmt: skip
        lues = [classeur(fiches[n], *reunions(annee, TENUES.get(n, 5))) for n in noms]
        masters[annee] = read_consolidation(consolidate(lues, date(annee, 12, 31)))
    lignes = {x["annee"]: x for x in Programme(masters, Periode()).lignes_plies
              if x["plie"] == "PLIE de la Plaine"}  # fmt: skip
    assert [lignes[a]["tenu"] for a in masters] == [2 + 3 + 1, 4 + 1, 5]
    etapes = trace(masters, "plaine/copil")
    assert [(e.annee, e.sommes["tenu"]) for e in etapes] == [(2026, 5), (2025, 4), (2024, 5)]


def copil_au_fil_des_ans(cle, *annees):
    """The steps of a target, from fiches of each year and the meetings of each territory."""
    masters = {
        annee: read_consolidation(
            consolidate(
                [classeur(fiches[nom], *reunions(annee, n)) for nom, n in tenues.items()],
                date(annee, 12, 31),
            )
        )
        for annee, fiches, tenues in annees
    }
    return [(etape.annee, etape.sommes["tenu"]) for etape in trace(masters, cle)]


def test_celui_qui_absorbe_garde_sa_propre_histoire_sans_le_redire(deposer):
    suite = succession(de=["graves", "sources"])
    absorbe = move("graves").replace('"copil"\n', '"copil"\nsuccede = ["sources/copil"]\n') + suite
    fiches = deposer(graves=absorbe).annee(2025)
    assert copil_au_fil_des_ans(
        "graves/copil", (2024, FICHES, {"graves": 2, "sources": 3}), (2025, fiches, {"graves": 4})
    ) == [(2025, 4), (2024, 5)]


def test_l_annee_d_une_fusion_ajoute_ce_que_les_anciens_ont_tenu(deposer):
    fiches = en_cours_d_annee(deposer)
    assert copil_au_fil_des_ans(
        "vallee/copil",
        (2024, FICHES, {"graves": 2, "sources": 3}),
        (2025, fiches, {"graves": 1, "sources": 2}),
    ) == [(2025, 3), (2024, 5)]


def test_une_cible_renommee_avant_la_fusion_garde_celle_de_l_autre(deposer):
    """In 2024 « copil » of Sources takes over its own « copil-2023 »; in 2025 the two merge."""
    avant = deposer(
        2023,
        graves=move("graves", 2023),
        sources=move("sources", 2023).replace('"copil"\n', '"copil-2023"\n'),
    ).annee(2023)
    renommee = FICHES["sources"].texte.replace(
        '"copil"\n', '"copil"\nsuccede = ["sources/copil-2023"]\n'
    )
    pendant = deposer(2024, graves=FICHES["graves"].texte, sources=renommee).annee(2024)
    apres = deposer(vallee=vallee()).annee(2025)
    assert copil_au_fil_des_ans(
        "vallee/copil",
        (2023, avant, {"graves": 1}),
        (2024, pendant, {"graves": 2, "sources": 3}),
        (2025, apres, {"vallee": 4}),
    ) == [(2025, 4), (2024, 5), (2023, 1)]


# The command -----------------------------------------------------------------------------------


def test_la_commande_ecrit_le_classeur_et_dit_chaque_annee(bureau, tmp_path):
    masters = [bureau / "AGAPE_2024.xlsx", bureau / "AGAPE_2025.xlsx"]
    sortie = tmp_path / "PLIE_2022-2027.xlsx"
    rendu = lancer(programme, *masters, "-o", sortie, "--json")
    lignes = [json.loads(x) for x in rendu.output.splitlines() if x.startswith("{")]
    assert [x["etat"] for x in lignes][2:4] == ["reçu en partie"] * 2
    assert lignes[2]["tenu"] == read_master(masters[0]).chiffres["tenu"] > 6
    assert {x["plie"]: x["tenu"] for x in lignes[2]["plies"]}["PLIE de la Vallée"] == 5
    assert openpyxl.load_workbook(sortie).sheetnames[0] == "Années"


def test_deux_classeurs_maitres_d_une_annee_sont_refuses_et_nommes(bureau, tmp_path):
    masters = [bureau / "AGAPE_2024.xlsx", tmp_path / "autre.xlsx"]
    masters[1].write_bytes(masters[0].read_bytes())
    sortie = tmp_path / "P.xlsx"
    rendu = lancer(programme, *masters, "-o", sortie)
    assert rendu.exit_code == 2
    assert "« AGAPE_2024.xlsx » et « autre.xlsx » sont tous deux de 2024" in ordinaire(rendu.output)
    assert not sortie.exists()


def test_un_classeur_qui_n_est_pas_un_maitre_est_refuse(tmp_path):
    faux = tmp_path / "faux.xlsx"
    faux.write_bytes(b"rien")
    rendu = lancer(programme, faux, "-o", tmp_path / "P.xlsx")
    assert rendu.exit_code in (2, 3)
    assert not (tmp_path / "P.xlsx").exists()


# A merger during the year ------------------------------------------------------------------------


def test_l_annee_d_une_fusion_les_anciens_et_le_nouveau_s_additionnent(deposer, tmp_path):
    fiches = deposer(
        graves=move("graves"), sources=move("sources"), vallee=vallee(succession("2025-07-01"))
    ).annee(2025)
    lectures = [
        classeur(fiches["graves"], *reunions(2025, 2)),
        classeur(fiches["vallee"], *reunions(2025, 3, debut=8)),
    ]
    write_master(consolidate(lectures, date(2025, 12, 31)), tmp_path / "AGAPE_2025.xlsx")
    p = Programme(sort_years([read_master(tmp_path / "AGAPE_2025.xlsx")]), Periode())
    [ligne] = [x for x in p.lignes_plies if x["annee"] == 2025]
    assert (ligne["plie"], ligne["etat"], ligne["tenu"]) == (
        "PLIE de la Vallée",
        "reçu en partie",
        5,
    )
