"""An avenant of July raises two targets, one of October withdraws one and adds another.

The figures are worked out by hand, in days of 2024: 182 to the end of June, 274 to the end of
September, 366 in all.
"""

import random
from datetime import date
from fractions import Fraction

import pytest
from click.testing import CliRunner
from ordinaire import ordinaire
from test_formules_vivantes import list_fautes, remplir

from plie_xl.agenda.propose import propose
from plie_xl.agenda.received import read_recu
from plie_xl.agenda.rules import load_regles
from plie_xl.attainment import compute_atteinte
from plie_xl.checks import check
from plie_xl.checks.count import count
from plie_xl.cli.avenant import avenant
from plie_xl.cli.expliquer import en_lignes
from plie_xl.consolidation import consolidate
from plie_xl.excel.functions import plie_pieces
from plie_xl.master import write_master
from plie_xl.master.read import read_master
from plie_xl.model.collection import Deposee, Recueil, load_fiches
from plie_xl.model.content import lignes_cibles
from plie_xl.model.fiche import parse_fiche
from plie_xl.model.lecture import records
from plie_xl.model.toml import FicheError
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.words import COMPLETES, MANQUE, SANS_OBJET
from plie_xl.reading.read import read_octets
from plie_xl.reports.bilan.facts import find_faits
from plie_xl.reports.bilan.figures import find_chiffres
from plie_xl.reports.explain import explain
from plie_xl.template import build_template
from plie_xl.years.migrate import find_fiche, migrate

GRAVES = load_fiches(2024)["graves"]
JUILLET = """
[[avenant]]
numero = 1
le     = 2024-07-01
motif  = "Avenant du 12 juin 2024"
[avenant.cible.entreprises]
minimum = 12
[avenant.cible.copil]
minimum = 2
[avenant.cible.commissions.pieces]
toutes = [["emargement", "compte_rendu"]]
"""
OCTOBRE = """
[[avenant]]
numero = 2
le     = 2024-10-01
[avenant.cible.operations]
supprimee = true
[avenant.cible.ateliers]
libelle   = "Ateliers de la mobilité"
minimum   = 2
unite     = "réunion"
categorie = "initiative_locale"
pieces    = { toutes = [["emargement"]] }
"""
A_LA_MAIN = {  # day: 8 then 12 workshops with firms, 8 operations until the end of September, then 2
    date(2024, 1, 31): (8, Fraction(8 * 31, 366), Fraction(8 * 31, 366), None),
    date(2024, 6, 30): (8, Fraction(8 * 182, 366), Fraction(8 * 182, 366), None),
    date(2024, 7, 1): (12, Fraction(8 * 182 + 12, 366), Fraction(8 * 183, 366), None),
    date(2024, 9, 30): (12, Fraction(8 * 182 + 12 * 92, 366), Fraction(8 * 274, 366), None),
    date(2024, 10, 1): (12, Fraction(8 * 182 + 12 * 93, 366), None, Fraction(2, 366)),
    date(2024, 12, 31): (12, Fraction(8 * 182 + 12 * 184, 366), None, Fraction(2 * 92, 366)),
}

DE_SUITE = "".join(  # three on one target, the last one on the last day
    f"\n[[avenant]]\nnumero = {n}\nle = {le}\n[avenant.cible.entreprises]\nminimum = {minimum}\n"
    for n, le, minimum in ((1, "2024-07-01", 12), (2, "2024-10-01", 16), (3, "2024-12-31", 20))
)
A_LA_SUITE = {  # day: 182 days at 8, 92 at 12, 91 at 16, one at 20
    date(2024, 6, 30): (8, Fraction(8 * 182, 366)),
    date(2024, 7, 1): (12, Fraction(8 * 182 + 12, 366)),
    date(2024, 9, 30): (12, Fraction(8 * 182 + 12 * 92, 366)),
    date(2024, 10, 1): (16, Fraction(8 * 182 + 12 * 92 + 16, 366)),
    date(2024, 12, 30): (16, Fraction(8 * 182 + 12 * 92 + 16 * 91, 366)),
    date(2024, 12, 31): (20, Fraction(8 * 182 + 12 * 92 + 16 * 91 + 20, 366)),
}


def graves(*avenants):
    return parse_fiche("graves.toml", GRAVES.texte + "".join(avenants or (JUILLET, OCTOBRE)))


def par_technicien():
    """Follow-ups by technician: two, then three each, then none."""
    dit = "[[avenant]]\nnumero = {}\nle = {}\n[avenant.cible.suivis-individuels]\n{}\n"
    avenants = (1, "2024-04-01", "minimum = 3"), (2, "2024-10-01", "supprimee = true")
    texte = load_fiches(2024)["grand-perigueux"].texte
    return parse_fiche("grand-perigueux.toml", texte + "".join(dit.format(*a) for a in avenants))


def ligne(jour, cible="commissions", **reste):
    libelle = next(c.libelle for c in graves().instances if c.id == cible)
    faite = {"statut": "Réalisée", "modalite": "Présentiel", "emargement": "EM 1.pdf"}
    return {"date": jour, "instance": libelle, **faite, **reste}


def lire(fiche, *lignes, au=date(2024, 12, 31)):
    saisies = {"suivi": list(lignes), "parametres": [{"reference": au}]}
    return read_octets(build_template(fiche, saisies), "plie_graves_2024.xlsx")


def compter(fiche, lecture, au=None):
    return {x["cible"]: x for x in records(compute_atteinte(lecture, au, {fiche.id: fiche}))}


@pytest.mark.parametrize(("jour", "attendus"), A_LA_MAIN.items(), ids=str)
def test_l_attendu_s_additionne_d_un_avenant_a_l_autre(jour, attendus):
    fiche = graves()
    x = compter(fiche, lire(fiche), jour)
    minimum, entreprises, operations, ateliers = attendus
    assert x["entreprises"]["minimum"] == minimum
    assert x["entreprises"]["attendu"] == pytest.approx(float(entreprises))
    for cible, attendu in {"operations": operations, "ateliers": ateliers}.items():
        if attendu is None:
            assert (x[cible]["statut"], x[cible]["nature"]) == (SANS_OBJET, "hors cibles")
        else:
            assert x[cible]["attendu"] == pytest.approx(float(attendu))


@pytest.mark.parametrize(("jour", "dit"), A_LA_SUITE.items(), ids=str)
def test_trois_avenants_de_suite_sur_une_cible(jour, dit):
    fiche = graves(DE_SUITE)
    x = compter(fiche, lire(fiche), jour)["entreprises"]
    assert (x["minimum"], x["attendu"]) == (dit[0], pytest.approx(float(dit[1])))


def test_une_fourchette_est_celle_du_jour_de_reference():
    """One to three, then two to five: four meetings are above the first alone."""
    fiche = graves(
        "\n[[avenant]]\nnumero = 1\nle = 2024-07-01\n[avenant.cible.copil]\nminimum = 2\nmaximum = 5\n"
    )
    jours = [date(2024, mois, 12) for mois in (1, 2, 3, 4)]
    pieces = {"emargement": "", "compte_rendu": ""}
    lignes = [ligne(j, "copil", **pieces | {"compte_rendu": f"{j} CR.pdf"}) for j in jours]
    for jour, maximum in ((date(2024, 6, 30), 3), (date(2024, 7, 1), 5)):
        lecture = lire(fiche, *lignes, au=jour)
        assert compter(fiche, lecture, jour)["copil"]["maximum"] == maximum
        dites = [
            a
            for a in check(lecture, jour, {fiche.id: fiche})
            if "fourchette" in a.constat or "1 à 3" in a.constat
        ]
        assert bool(dites) == (maximum == 3), [a.constat for a in dites]


def etats(fiche, *jours):
    """What « Pièces » says of the same commission, with its attendance sheet alone, on each day."""
    compte = count(lire(fiche, *map(ligne, jours)), fiches={fiche.id: fiche})
    return list(compte.suivi["etat_pieces"])


def test_les_pieces_sont_celles_du_jour_de_la_reunion():
    juin, juillet = etats(graves(), date(2024, 6, 28), date(2024, 7, 1))
    assert juin == COMPLETES
    assert juillet.startswith(MANQUE)


def test_le_reglage_les_prend_pour_toute_l_annee(tmp_path, monkeypatch):
    reglages = tmp_path / "reglages.toml"
    reglages.write_text('[avenant]\npieces = "année entière"\n', "utf-8")
    monkeypatch.setenv("PLIE_XL_REGLAGES", str(reglages))
    assert all(x.startswith(MANQUE) for x in etats(graves(), date(2024, 6, 28), date(2024, 7, 1)))


def test_l_avenant_le_dit_mieux_que_le_reglage():
    annuel = JUILLET.replace("[avenant.cible.ent", 'pieces = "année entière"\n[avenant.cible.ent')
    assert all(x.startswith(MANQUE) for x in etats(graves(annuel), date(2024, 6, 28)))


@pytest.mark.parametrize(
    "dites", [("année entière", "date de la réunion"), ("date de la réunion", "année entière")]
)
def test_le_dernier_avenant_qui_le_dit_l_emporte(dites):
    suite = [
        avenant.replace("[avenant.cible", f'pieces = "{dit}"\n[avenant.cible', 1)
        for avenant, dit in zip((JUILLET, OCTOBRE), dites, strict=True)
    ]
    assert graves(*suite).au_jour == (dites[1] == "date de la réunion")


def test_de_nouvelles_pieces_font_oublier_la_preferee_d_avant():
    nom, cible = next((f.id, c) for f in load_fiches(2024).values() for c in f.cibles if c.preferee)
    autre = next(p for p in load_pieces() if p not in cible.kinds)
    avenant = f'\n[[avenant]]\nnumero = 1\nle = 2024-07-01\n[avenant.cible.{cible.id}.pieces]\ntoutes = [["{autre}"]]\n'
    amendee = parse_fiche(f"{nom}.toml", load_fiches(2024)[nom].texte + avenant)
    assert next(c for c in amendee.cibles if c.id == cible.id).preferee == ""


def test_une_ligne_hors_des_jours_de_sa_cible_est_une_instance_inconnue():
    fiche = graves()
    lecture = lire(
        fiche,
        ligne(date(2024, 9, 30), "operations", bilan="bilan 1.pdf"),
        ligne(date(2024, 10, 1), "operations", bilan="bilan 2.pdf"),
        ligne(date(2024, 9, 30), "ateliers"),
        ligne(date(2024, 10, 1), "ateliers"),
    )
    anomalies = [a for a in check(lecture, fiches={fiche.id: fiche}) if a.code == "SUI-03"]
    assert [a.cellule.ligne for a in anomalies] == [7, 8]
    assert "retirée par un avenant" in anomalies[0].constat
    assert "ajoutée par un avenant" in anomalies[1].constat


def test_les_deux_versions_se_lisent_dans_le_classeur():
    cibles = {x["libelle"]: x for x in lignes_cibles(graves())}
    objectifs = [x["objectif"] for x in cibles.values()]
    assert "12 (8 jusqu’au 30/06)" in objectifs
    assert "retirée le 01/10 (8 jusqu’au 30/09)" in objectifs
    assert "2 (dès le 01/10)" in objectifs
    commissions = cibles[graves().cibles[0].libelle]
    assert commissions["pieces"].endswith("(feuille d’émargement ou compte rendu jusqu’au 30/06)")
    assert "Avenant 1, du 01/07/2024 : Avenant du 12 juin 2024." in commissions["remarque"]


def test_une_cible_retiree_ou_ajoutee_le_dit_une_fois():
    cibles = {x["libelle"]: x for x in lignes_cibles(graves())}
    retiree, ajoutee = cibles["Opérations PLIE coordonnées"], cibles["Ateliers de la mobilité"]
    assert (retiree["modalites"], retiree["pieces"]) == ("libre", "bilan")
    demandees = [
        {c.id for c in graves().cibles_au(jour)} for jour in (date(2024, 9, 30), date(2024, 10, 1))
    ]
    assert [{"operations", "ateliers"} & ids for ids in demandees] == [{"operations"}, {"ateliers"}]
    assert (ajoutee["modalites"], ajoutee["pieces"]) == ("libre", "feuille d’émargement")


@pytest.mark.parametrize(
    ("faute", "dit"),
    [
        ((JUILLET, ".entreprises", ".entreprise"),
         "graves.toml, l’avenant 1 change une cible inconnue « entreprise » ;"
         " vouliez-vous dire « entreprises » ? (FIC-07)"),
        ((JUILLET, "2024-07-01", "2025-01-01"),
         "graves.toml, avenant 1 : « le » (2025-01-01) n’est pas dans la période,"
         " après le 2024-01-01 et jusqu’au 2024-12-31 (FIC-17)"),
        ((JUILLET, "2024-07-01", "2024-01-01"),
         "graves.toml, avenant 1 : « le » (2024-01-01) est le premier jour ; écrivez dans la fiche"
         " elle-même ce qu’elle demande ce jour-là (FIC-17)"),
        ((OCTOBRE, "2024-10-01", "2024-07-01"),
         "graves.toml, avenant 2 : « le » (2024-07-01) est le même jour que l’avenant 1"
         " (2024-07-01) (FIC-17)"),
        ((OCTOBRE, "2024-10-01", "2024-06-01"),
         "graves.toml, avenant 2 : « le » (2024-06-01) précède l’avenant 1 (2024-07-01) (FIC-17)"),
        ((OCTOBRE, "numero = 2", "numero = 1"),
         "graves.toml : deux « [[avenant]] » ont numero = « 1 »"),
        ((JUILLET, "minimum = 12\n", "\n"),
         "graves.toml, avenant 1, cible « entreprises » : rien n’est dit de ce qui change ;"
         " écrivez-le, ou retirez-la"),
        ((JUILLET, JUILLET[JUILLET.index("[avenant.cible"):], ""),
         "graves.toml, avenant 1 : il ne change aucune cible (« [avenant.cible.copil] »)"),
        ((JUILLET, "numero = 1", "numero = 0"), "graves.toml, avenant 0 : « numero » part de 1"),
        ((JUILLET, "minimum = 12", "minimun = 12"),
         "graves.toml, avenant 1, cible « entreprises » : la clé « minimun » est inconnue ;"
         " vouliez-vous dire « minimum » ?"),
        ((JUILLET, "minimum = 12", "minimum = 0"),
         "graves.toml, avenant 1, cible « entreprises » : la clé « minimum » manque, ou n’est pas"
         " supérieure à zéro"),
        ((JUILLET, "minimum = 12", 'unite = "atelier"'),
         "graves.toml, avenant 1, cible « entreprises » : « unite » ne change pas en cours"
         " d’année ; retirez la cible (« supprimee = true ») et ajoutez-en une autre"),
        ((OCTOBRE, "[avenant.cible.ateliers]",
          '[[avenant]]\nnumero = 3\nle = 2024-11-01\n[avenant.cible.operations]\nminimum = 2\n'
          "[avenant.cible.ateliers]"),
         "graves.toml, l’avenant 3 change « operations », qui est retirée ; pour la demander de"
         " nouveau, ajoutez-la sous un autre identifiant (FIC-07)"),
        ((OCTOBRE, "supprimee = true", "supprimee = true\nminimum = 3"),
         "graves.toml, avenant 2, cible « operations » : « supprimee = true » se dit seul"),
        ((OCTOBRE, "Ateliers de la mobilité", "Comité de pilotage"),
         "graves.toml : le libellé « comité de pilotage » sert 2 fois"),
    ],
)  # fmt: skip
def test_un_avenant_impossible_est_refuse_en_une_phrase(faute, dit):
    texte, avant, apres = faute
    assert avant in texte
    with pytest.raises(FicheError) as erreur:
        graves(*(x.replace(avant, apres) if x is texte else x for x in (JUILLET, OCTOBRE)))
    assert str(erreur.value) == dit


def test_agape_compte_avec_l_avenant_que_le_classeur_n_a_pas():
    fiche = graves()
    fiches = Recueil([Deposee(fiche, "graves.toml", fiche.texte)])
    octets = build_template(GRAVES, {"parametres": [{"reference": date(2024, 12, 31)}]})
    lecture = read_octets(octets, "plie_graves_2024.xlsx", fiches)
    dites = [a for a in consolidate([lecture], fiches=fiches.annee(2024)).anomalies
             if a.code.startswith("CIB")]  # fmt: skip
    assert [a.code for a in dites if a.code != "CIB-06"] == ["CIB-07"] * 5
    assert dites[1].constat == (
        "l’avenant 1 du 01/07/2024 n’est pas dans ce classeur : « Commissions relations"
        " entreprises », 8, attendu 12"
    )
    assert compter(fiche, lecture)["entreprises"]["minimum"] == 12


def test_migrer_donne_le_classeur_de_l_avenant_sans_rien_perdre():
    fiche = graves(JUILLET)
    saisies = {"suivi": [ligne(date(2024, 6, 28)), ligne(date(2024, 7, 1))]}
    ancien = read_octets(build_template(GRAVES, saisies), "plie_graves_2024.xlsx")
    neuf = read_octets(migrate(ancien, fiche).build(), "neuf.xlsx", Recueil(
        [Deposee(fiche, "graves.toml", fiche.texte)]))  # fmt: skip
    assert neuf.tables["suivi"].unfold()["date"] == ancien.tables["suivi"].unfold()["date"]
    assert [r.nature for r in neuf.remarques] == []


def test_un_classeur_du_modele_1_dit_l_avenant_et_rien_d_autre_de_ses_cibles(racine):
    avenant = "[[avenant]]\nnumero = 1\nle = 2024-07-01\n[avenant.cible.copil]\nminimum = 3\n"
    fiche = parse_fiche("agenais.toml", load_fiches(2024)["agenais"].texte + avenant)
    fiches = Recueil([Deposee(fiche, "agenais.toml", fiche.texte)])
    octets = (racine / "tests/v1/vierges/plie_agenais_2024.xlsx").read_bytes()
    lecture = read_octets(octets, "plie_agenais_2024.xlsx", fiches)
    codes = [a.code for a in check(lecture, fiches=fiches.annee(2024))]
    assert [code for code in codes if code in ("CIB-01", "CIB-07")] == ["CIB-07"]


def test_migrer_ne_defait_pas_un_avenant_que_le_programme_ignore():
    lecture = read_octets(build_template(graves()), "plie_graves_2024.xlsx")
    migree = find_fiche(lecture)
    assert migree is not None
    assert len(migree.avenants) == 2


@pytest.fixture
def deposee(tmp_path, monkeypatch):
    """The amended fiche in AGAPE's folder, in force."""
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "graves.toml").write_text(graves().texte, "utf-8")
    monkeypatch.setenv("PLIE_XL_FICHES", str(tmp_path))
    return graves()


def test_le_classeur_maitre_et_expliquer_disent_les_deux_versions(deposee, tmp_path):
    lecture = lire(deposee, ligne(date(2024, 6, 28), "entreprises"), au=date(2024, 9, 30))
    master = write_master(consolidate([lecture]), tmp_path / "AGAPE.xlsx").chemin
    explication = explain(read_master(master), "graves", "entreprises")
    assert explication.atteinte["objectif"] == "12 (8 jusqu’au 30/06)"
    assert explication.atteinte["attendu"] == pytest.approx((8 * 182 + 12 * 92) / 366)
    assert "Avenant 1, du 01/07/2024 : Avenant du 12 juin 2024." in en_lignes(explication)


def test_le_bilan_ne_demande_rien_d_une_cible_retiree(deposee):
    faits = find_faits(count(lire(deposee)))
    chiffres = find_chiffres(faits)
    assert "operations" not in {a.cible.id for a in faits.cibles}
    assert chiffres["entreprises/objectif"] == "12 (8 jusqu’au 30/06)"
    assert chiffres["operations/objectif"] == "retirée le 01/10 (8 jusqu’au 30/09)"


def test_une_formule_de_cellule_suit_le_jour_de_la_ligne(deposee):
    commissions, operations = deposee.cibles[0].libelle, "Opérations PLIE coordonnées"
    entetes, pieces = [[load_pieces()["emargement"].entete]], [["EM 1.pdf"]]
    dites = [
        plie_pieces("graves", cible, "", entetes, pieces, jour)
        for cible, jour in [
            (commissions, date(2024, 6, 28)), (commissions, date(2024, 7, 1)),
            (commissions, None), (operations, date(2024, 10, 1)),
        ]
    ]  # fmt: skip
    assert dites[0] == COMPLETES
    assert dites[1] == dites[2] == f"{MANQUE}compte rendu"
    assert "n’est pas demandée ce jour-là" in dites[3]


def importer(tmp_path, fiche, *evenements):
    """What an agenda proposes for an empty workbook: a title and a day each."""
    corps = "".join(
        f"BEGIN:VEVENT\nUID:{n}\nSUMMARY:{titre}\nDTSTART:{jour}\nEND:VEVENT\n"
        for n, (titre, jour) in enumerate(evenements)
    )
    agenda = tmp_path / "agenda.ics"
    agenda.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{corps}END:VCALENDAR\n", "utf-8")
    compte = count(lire(fiche), fiches={fiche.id: fiche})
    return propose(read_recu(agenda, load_regles(None, fiche), fiche), compte, agenda.name)


def test_importer_ne_propose_une_cible_que_les_jours_ou_elle_est_demandee(tmp_path):
    ateliers, operations = "Ateliers de la mobilité", "Opérations PLIE coordonnées"
    propositions = importer(
        tmp_path, graves(),
        (ateliers, "20240930"), (ateliers, "20241001"), (ateliers, "20240902"),
        (operations, "20240930"), (operations, "20241001"),
    )  # fmt: skip
    assert [(x["instance"], x["date"]) for x in propositions.lignes] == [
        (operations, date(2024, 9, 30)),
        (ateliers, date(2024, 10, 1)),
    ]
    dites = [ordinaire(a.constat) for a in propositions.anomalies if a.code == "IMP-08"]
    assert dites == [
        f"2 réunions « {ateliers} » un jour où la fiche ne la demande pas :"
        " le 02/09/2024 et le 30/09/2024",
        f"1 réunion « {operations} » un jour où la fiche ne la demande pas : le 01/10/2024",
    ]


def ecrire(*mots):
    return CliRunner().invoke(avenant, mots)


def test_la_commande_ecrit_l_avenant_puis_le_complete(tmp_path, monkeypatch):
    fiche = tmp_path / "2024" / "graves.toml"
    le = ("--le", "01/07/2024")
    refus = ecrire("graves", "copil", *le, "--nombre", "2")
    assert (refus.exit_code, "celle du programme" in refus.output) == (2, True)
    fait = ecrire("graves", "entreprises", *le, "--nombre", "12", "-o", str(fiche))
    assert "entreprises\u202f», 12 (8 jusqu’au 30/06)" in fait.output
    monkeypatch.setenv("PLIE_XL_FICHES", str(tmp_path))
    assert ecrire("graves", "operations", *le, "--supprimer").exit_code == 0
    pieces = ("--pieces", "compte rendu et feuille d’émargement")
    assert ecrire("graves", "commissions", "--le", "01/10/2024", *pieces).exit_code == 0
    lue = load_fiches(2024, [tmp_path])["graves"]
    assert [(a.le, list(a.cibles)) for a in lue.avenants] == [
        (date(2024, 7, 1), ["entreprises", "operations"]),
        (date(2024, 10, 1), ["commissions"]),
    ]
    assert lue.cibles[0].pieces == {"toutes": (("compte_rendu", "emargement"),)}
    assert lue.texte.startswith(GRAVES.texte.rstrip())


@pytest.mark.parametrize(
    "mots",
    [
        ("entreprise", "--nombre", "12"),
        ("copil", "--nombre", "3", "--genre", "fourchette"),
        ("entreprises", "--nombre", "douze"),
        ("entreprises", "--pieces", "photo de groupe"),
        ("entreprises", "--supprimer", "--nombre", "12"),
        ("entreprises",),
    ],
)
def test_la_commande_n_ecrit_rien_d_un_avenant_impossible(mots, tmp_path):
    fiche = tmp_path / "2024" / "graves.toml"
    refus = ecrire("graves", *mots, "--le", "01/07/2024", "-o", str(fiche))
    assert (refus.exit_code, list(tmp_path.iterdir())) == (2, [])


@pytest.mark.parametrize(
    ("option", "valeur", "dit"),
    [
        ("--genre", "fourchete", "vouliez-vous dire « fourchette » ?"),
        ("--genre", "max", "il y a « exact », « minimum », « fourchette », « moyenne » et"),
        ("--modalites", "presentielle", "vouliez-vous dire « présentiel » ?"),
        ("--modalites", "téléphone", "il y a « présentiel », « à distance » et « consultation"),
        ("--categorie", "COPIL", "vouliez-vous dire « Comité de pilotage » ?"),
        ("--categorie", "zzz", "il y a « Comité de pilotage », « Commission"),
        ("--pieces", "compte rend", "vouliez-vous dire « compte rendu » ?"),
        ("--pieces", "zzz", "il y a « feuille d’émargement », « compte rendu »"),
    ],
)
def test_une_valeur_inconnue_a_toujours_une_proposition(option, valeur, dit):
    refus = ecrire("graves", "copil", "--le", "01/07/2024", option, valeur, "-o", "x.toml")
    assert (refus.exit_code, dit in ordinaire(refus.output)) == (2, True), refus.output


@pytest.mark.parametrize(
    ("cible", "dit"),
    [
        ("entrprises", "vouliez-vous dire « entreprises » ?"),
        ("comité", "vouliez-vous dire « copil » ou « france-travail » ?"),
        ("PILOTAGE", "vouliez-vous dire « copil » ?"),
        ("commission relation entreprise", "vouliez-vous dire « entreprises » ?"),
        ("", "il y a « commissions », « entreprises », « copil »"),
        ("zzz", "il y a « commissions », « entreprises », « copil »"),
    ],
)
def test_une_cible_inconnue_a_toujours_une_proposition(cible, dit):
    refus = ecrire("graves", cible, "--le", "01/07/2024", "--nombre", "3", "-o", "x.toml")
    assert (refus.exit_code, dit in ordinaire(refus.output)) == (2, True), refus.output


@pytest.mark.parametrize(
    ("mots", "dit"),
    [
        (("--nombre", "3"), "3 (1 à 3 jusqu’au 30/06)"),
        (("--nombre", "2 à 5"), "2 à 5 (1 à 3 jusqu’au 30/06)"),
        (("--nombre", "2", "--maximum", "4"), "2 à 4 (1 à 3 jusqu’au 30/06)"),
        (("--nombre", "3", "--genre", "minimum"), "≥ 3 (1 à 3 jusqu’au 30/06)"),
    ],
)
def test_le_nombre_se_dit_comme_au_bouton_et_la_cible_par_son_libelle(mots, dit):
    le = ("--le", "01/07/2024", "-o", "x.toml", "--essai")
    assert dit in ordinaire(ecrire("graves", "comité de pilotage", *le, *mots).output)


def test_la_commande_refuse_un_plie_inconnu_en_une_phrase():
    refus = ecrire("grave", "copil", "--le", "01/07/2024", "--nombre", "3")
    assert refus.exit_code == 2
    assert "vouliez-vous dire « graves »" in ordinaire(refus.output)


@pytest.mark.libreoffice
def test_les_feuilles_disent_la_meme_chose_aux_six_dates(tmp_path):
    maitre = tmp_path / "AGAPE.xlsx"
    recu = lire(graves(), ligne(date(2024, 6, 28)), au=date(2024, 9, 30))
    write_master(consolidate([recu], fiches={"graves": graves()}), maitre)
    chemins = [maitre]
    for jour in A_LA_MAIN:
        fiches = [graves(), par_technicien()] if jour.day == 1 else [graves(), graves(DE_SUITE)]
        for n, fiche in enumerate(fiches):
            alea = random.Random(f"{fiche.id} {jour}")
            parametres = [{"reference": jour, "techniciens": 3}]
            saisies = {"suivi": remplir(fiche, alea, 40), "parametres": parametres}
            chemins.append(tmp_path / f"{fiche.id}_{n}_{jour}.xlsx")
            chemins[-1].write_bytes(build_template(fiche, saisies))
    assert list_fautes(chemins, tmp_path) == {}
