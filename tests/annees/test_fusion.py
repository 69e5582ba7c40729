"""Graves and Sources merge on 1 January 2025: a fictitious « PLIE de la Vallée » succeeds to them."""

import random
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from ordinaire import ordinaire
from test_formules_vivantes import list_fautes, remplir

from annees.fusionnees import FICHES, classeur, en_cours_d_annee, move, succession, vallee
from plie_xl.checks import check
from plie_xl.checks.count import count
from plie_xl.checks.structure import structure_anomalies
from plie_xl.consolidation import consolidate
from plie_xl.document.amend import Changement, amend
from plie_xl.files.parts import read_parts
from plie_xl.model.collection import load_recueil
from plie_xl.model.expected import parse_portee
from plie_xl.model.fiche import parse_fiche
from plie_xl.model.settings import load_reglages
from plie_xl.model.toml import FicheError
from plie_xl.reading.read import read_octets
from plie_xl.template import build_template
from plie_xl.template.demo import build_demo
from plie_xl.years.migrate import find_fiche, migrate
from plie_xl.years.next_year import roll_all

SUCCESSION = succession()


def test_ce_que_les_deux_laissent_ouvert_est_dans_le_classeur_du_nouveau(deposer):
    fiches = deposer(vallee=vallee()).annee(2025)
    prevue, tenue = {"statut": "Prévue"}, {"statut": "Réalisée"}
    lectures = [
        classeur(FICHES["graves"], {"date": date(2025, 1, 14), **prevue}),
        classeur(
            FICHES["sources"],
            {"date": date(2025, 2, 4), **prevue},
            {"date": date(2024, 2, 4), **tenue},
            {
                "date": date(2025, 3, 4),
                **prevue,
                "instance": FICHES["sources"].instances[1].libelle,
            },
        ),
    ]
    [reprise], avis = roll_all(lectures, fiches)
    copil = next(c.libelle for c in fiches["vallee"].instances if c.id == "copil")
    assert [(x["date"], x["instance"]) for x in reprise.suivi] == [
        (date(2025, 1, 14), copil),
        (date(2025, 2, 4), copil),  # « Comités de pilotage du PLIE », in Sources
    ]
    assert "n’est plus une cible" in {x["nature"] for x in reprise.lignes}
    assert [a.code for a in reprise.anomalies] == ["REP-01", "REP-01", "REP-03"]
    assert avis == []
    relue = read_octets(reprise.build(), "neuf.xlsx", fiches)
    assert (relue.fiche, len(relue.tables["suivi"].lignes), relue.remarques) == ("vallee", 2, ())


def test_un_ancien_qui_n_a_rien_envoye_est_nomme(deposer):
    fiches = deposer(vallee=vallee()).annee(2025)
    _, avis = roll_all([classeur(FICHES["graves"])], fiches)
    assert [ordinaire(x) for x in avis] == [
        "PLIE de la Vallée : aucun classeur de 2024 de « sources »."
    ]


@pytest.mark.parametrize(
    ("textes", "dit"),
    [
        (
            {"vallee": vallee(SUCCESSION.replace("graves", "grave"))},
            "vouliez-vous dire « graves » ?",
        ),
        ({"vallee": vallee(succession(de=()), "")}, "succession : « de » ne nomme aucun PLIE"),
        (
            {"vallee": vallee(SUCCESSION.replace("2025", "2024"))},
            "« le » n’est pas un jour de 2025",
        ),
        (
            {"vallee": vallee(), "autre": vallee().replace("Vallée", "Plaine")},
            "a déjà un successeur en 2025",
        ),
        (
            {
                "graves": vallee('\n[[succession]]\nde = ["sources"]\nle = 2025-01-01\n', ""),
                "sources": vallee('\n[[succession]]\nde = ["graves"]\nle = 2025-01-01\n', ""),
            },
            "se succéderaient l’un à l’autre",
        ),
        (
            {"vallee": vallee(succede='succede = ["graves/copi"]\n')},
            "vouliez-vous dire « graves/copil » ?",
        ),
        ({"vallee": vallee(SUCCESSION + 'cibles = "total"\n')}, "« total » est inconnu"),
        ({"vallee": vallee(succession("2025-07-01"))}, "« graves » est inconnu"),
        (
            {"vallee": vallee(succession("2025-07-01", ["vallee"]), "")},
            "« vallee » se succéderait à lui-même",
        ),
        (
            {"graves": move("graves") + succession("2025-07-01", ["sources"]),
             "sources": move("sources")},
            "« graves » existait déjà en 2024 ; s’il continue, nommez-le aussi dans « de »",
        ),
        (
            {"vallee": vallee(), "graves": move("graves") + succession(de=["technowest"])},
            "« vallee » lui succède dès le 1er janvier",
        ),
        (
            {"graves": move("graves"), "copie": move("graves")},
            "deux fiches de 2025 pour le PLIE des Graves, « copie.toml » et « graves.toml »",
        ),
        (
            {"graves": move("graves") + '\n[recueil]\n[[recueil.fusion]]\nle = 2025-07-01\n'
             'plie = "PLIE de la Vallée"\n'},
            "« [recueil] » est écrit par plie-xl ; retirez cette section",
        ),
    ],
    ids=["ancien", "personne", "jour", "deux", "cercle", "cible", "mot", "ancien_de_l_annee", "lui_meme",
         "sans_lui", "fini", "double", "recueil"],
)  # fmt: skip
def test_une_succession_impossible_est_refusee(deposer, textes, dit):
    with pytest.raises(FicheError) as erreur:
        deposer(**textes)
    assert dit in ordinaire(str(erreur.value))


# A merger during the year -----------------------------------------------------------------------

JOURS = (date(2025, 6, 30), date(2025, 7, 1))


def comptes(fiche):
    lignes = [{"date": jour, "statut": "Réalisée"} for jour in JOURS]
    lecture = classeur(fiche, *lignes)
    lue = count(lecture, date(2025, 12, 31))
    dites = [a for a in check(lecture, date(2025, 12, 31)) if a.code == "SUI-23"]
    return [x != "hors période" for x in lue.suivi["compte"]], dites


def test_avant_la_fusion_une_ligne_est_a_l_ancien_ensuite_au_nouveau(deposer):
    fiches = en_cours_d_annee(deposer)
    assert comptes(fiches["graves"])[0] == [True, False]
    assert comptes(fiches["vallee"])[0] == [False, True]


def test_la_ligne_dit_a_qui_elle_revient(deposer):
    fiches = en_cours_d_annee(deposer)
    [apres], [avant] = comptes(fiches["graves"])[1], comptes(fiches["vallee"])[1]
    assert ordinaire(apres.constat) == (
        "le 01/07/2025 est après la fusion du 01/07/2025 : cette ligne revient au PLIE de la Vallée"
    )
    assert ordinaire(avant.constat) == (
        "le 30/06/2025 est avant la fusion du 01/07/2025 : cette ligne revient au PLIE des Graves"
        " ou au PLIE des Sources"
    )


def test_deux_classeurs_de_l_annee_de_la_fusion_ne_comptent_rien_deux_fois(deposer):
    fiches = en_cours_d_annee(deposer)
    lignes = [
        {"date": jour, "statut": "Réalisée", "objet": "Budget", "lieu": "Pessac"} for jour in JOURS
    ]
    lectures = [classeur(fiches[nom], *lignes) for nom in ("graves", "vallee")]
    retenues = consolidate(lectures, date(2025, 12, 31)).suivi.query("compte != 'hors période'")
    assert sorted(zip(retenues["fiche"], retenues["ligne"], strict=True)) == [
        ("graves", 6),
        ("vallee", 7),
    ]
    assert set(retenues["compte"]) == {"tenue"}


def test_un_ancien_d_avant_l_annee_ne_compte_plus_et_la_phrase_dit_lequel_envoyer(deposer):
    deposer(graves=move("graves"), vallee=vallee())
    lecture = classeur_ferme()
    [dite] = [a for a in check(lecture) if a.code == "CON-07"]
    assert ordinaire(dite.constat) == (
        "le PLIE des Graves a fusionné le 01/01/2025 : ce classeur de 2025 ne compte pas"
    )
    assert ordinaire(dite.remede) == "envoyez le classeur « PLIE de la Vallée »"
    c = consolidate([lecture])
    assert list(c.fiches) == ["vallee"]
    assert c.totaux["lignes_retenues"] == 0
    assert c.totaux["lignes_lues"] == c.totaux["lignes_ecartees"] == 1


def classeur_ferme():
    fiche = parse_fiche("graves.toml", move("graves"))
    return classeur(fiche, {"date": date(2025, 2, 3), "statut": "Réalisée"})


def test_ce_que_l_ancien_laisse_ouvert_l_annee_de_la_fusion_va_au_nouveau(deposer):
    fiches = en_cours_d_annee(deposer)
    apres = deposer(2026, vallee=vallee("", "").replace("2025-", "2026-")).annee(2026)
    lectures = [
        classeur(fiches[nom], {"date": date(2026, 2, jour), "statut": "Prévue"})
        for jour, nom in ((3, "graves"), (4, "sources"), (5, "vallee"))
    ]
    [reprise], avis = roll_all(lectures, apres)
    assert [x["date"].day for x in reprise.suivi] == [3, 4, 5]
    assert len({x["instance"] for x in reprise.suivi}) == 1
    assert avis == []


# What the workbook of the old PLIE knows of it ----------------------------------------------------


def saisir(fiche):
    """The bytes of a workbook with a meeting on each side of the merger."""
    copil = next(c.libelle for c in fiche.instances if c.id == "copil")
    lignes = [{"instance": copil, "date": jour, "statut": "Réalisée"} for jour in JOURS]
    return build_template(fiche, {"suivi": lignes})


def test_le_classeur_d_un_ancien_porte_la_fusion_et_une_installation_qui_l_ignore_la_suit(deposer):
    octets = saisir(en_cours_d_annee(deposer)["graves"])
    lecture = read_octets(octets, "graves.xlsx", load_recueil())
    fiche = parse_portee("graves", lecture.portee)
    assert fiche.dernier_jour == JOURS[0]
    compte = count(lecture, date(2025, 12, 31), {"graves": fiche})
    assert list(compte.suivi["compte"]) == ["tenue", "hors période"]


def test_la_feuille_fiche_dit_a_la_coordinatrice_ou_noter_le_reste(deposer):
    fiches = en_cours_d_annee(deposer)
    dits = {nom: lire_notes(fiches[nom]) for nom in ("graves", "vallee")}
    assert dits["graves"]["Fin de l’opération"] == (
        "Ce PLIE rejoint le PLIE de la Vallée le 01/07/2025 : ce qui a lieu ensuite se note dans son"
        " classeur."
    )
    assert dits["vallee"]["Début de l’opération"] == (
        "Ce PLIE commence le 01/07/2025 : ce qui précède se note dans le classeur de chacun de ceux"
        " qu’il réunit."
    )
    parts = [dits[nom]["Part écoulée de la période"] for nom in dits]
    assert parts == [
        "Les jours de ce PLIE : du 01/01/2025 au 30/06/2025.",
        "Les jours de ce PLIE : du 01/07/2025 au 31/12/2025.",
    ]
    assert not lire_notes(FICHES["graves"])["Fin de l’opération"]


def lire_notes(fiche):
    """What « Fiche » says beside each of its rows."""
    feuille = openpyxl.load_workbook(BytesIO(build_template(fiche)))["Fiche"]
    return {
        r[0].value: ordinaire(r[2].value or "") for r in feuille.iter_rows(min_row=6, max_row=30)
    }


def test_la_demonstration_note_chaque_reunion_chez_qui_elle_a_lieu(deposer):
    fiches = en_cours_d_annee(deposer)
    for nom, octets in build_demo(fiches).items():
        codes = {a.code for a in check(read_octets(octets, nom), date(2025, 12, 31))}
        assert not codes & {"SUI-08", "SUI-23"}, nom


def test_un_classeur_d_avant_que_la_fusion_soit_dite_le_dit_et_migrer_la_lui_donne(deposer):
    ancien = saisir(parse_fiche("graves.toml", move("graves")))
    recueil = en_cours_d_annee(deposer) and load_recueil([*load_reglages().dossiers])
    lecture = read_octets(ancien, "graves.xlsx", recueil)
    [dite] = [a for a in check(lecture, date(2025, 12, 31)) if a.code.startswith("CIB-1")]
    assert (dite.code, dite.gravite.name) == ("CIB-10", "A_VERIFIER")
    assert "la fusion du 01/07/2025 n’est pas dans ce classeur" in ordinaire(dite.constat)
    assert "dans le classeur du PLIE de la Vallée" in ordinaire(dite.remede)
    neuf = migrate(lecture, find_fiche(lecture)).build()
    relue = read_octets(neuf, "graves.xlsx", recueil)
    assert not [a for a in check(relue, date(2025, 12, 31)) if a.code.startswith("CIB-1")]


def test_l_avenant_d_une_fiche_qui_fusionne_n_ecrit_que_ce_que_dit_agape(deposer):
    fiche = en_cours_d_annee(deposer)["graves"]
    texte, lue = amend(fiche, Changement("copil", date(2025, 4, 1), {"minimum": 2}))
    assert "[recueil]" not in texte
    assert texte.startswith(move("graves").rstrip("\n"))
    assert (lue.dernier_jour, lue.avenants[0].numero) == (JOURS[0], 1)


def test_deux_fusions_de_suite_laissent_au_milieu_ses_seuls_mois(deposer):
    fiches = deposer(
        graves=move("graves"),
        sources=move("sources"),
        vallee=vallee(succession("2025-04-01")),
        technowest=move("technowest"),
        plaine=vallee(succession("2025-10-01", ["vallee", "technowest"]), "").replace(
            "de la Vallée", "de la Plaine"
        ),
    ).annee(2025)
    jours = (date(2025, 3, 31), date(2025, 4, 1), date(2025, 9, 30), date(2025, 10, 1))
    lecture = classeur(fiches["vallee"], *({"date": j, "statut": "Réalisée"} for j in jours))
    compte = count(lecture, date(2025, 12, 31)).suivi["compte"]
    assert list(compte) == ["hors période", "tenue", "tenue", "hors période"]
    dites = [ordinaire(a.constat) for a in check(lecture, jours[3]) if a.code == "SUI-23"]
    assert [x.partition("revient ")[2] for x in dites] == [
        "au PLIE des Graves ou au PLIE des Sources",
        "au PLIE de la Plaine",
    ]


def test_celui_qui_continue_garde_ce_qui_precede_la_fusion(deposer):
    suite = succession("2025-07-01", ["graves", "sources"])
    fiches = deposer(graves=move("graves") + suite, sources=move("sources")).annee(2025)
    assert comptes(fiches["graves"]) == ([True, True], [])
    assert comptes(fiches["sources"])[0] == [True, False]


@pytest.mark.libreoffice
def test_les_feuilles_des_anciens_et_du_nouveau_comptent_comme_python(deposer, tmp_path):
    fiches = en_cours_d_annee(deposer)
    chemins = []
    for nom in ("graves", "vallee"):
        alea = random.Random(nom)
        lignes = remplir(fiches[nom], alea)
        saisies = {"suivi": lignes, "parametres": [{"reference": date(2025, 12, 31)}]}
        chemins.append(tmp_path / f"{nom}.xlsx")
        chemins[-1].write_bytes(build_template(fiches[nom], saisies))
    assert list_fautes(chemins, tmp_path) == {}


# A workbook of a year in which the territory is no more ------------------------------------------


@pytest.mark.parametrize("annee", [2025, 2026])
def test_un_classeur_du_modele_1_d_un_plie_fusionne_le_dit(deposer, racine, annee):
    deposer(vallee=vallee())
    deposer(2026, vallee=vallee("", "").replace("2025-", "2026-"))
    octets = (racine / "tests/v1/remplis/plie_graves_2024.xlsx").read_bytes()
    lecture = read_octets(dater(octets, annee), "graves.xlsx")
    [dite] = structure_anomalies(lecture)
    assert ordinaire(dite.constat) == (
        f"le PLIE des Graves a fusionné le 01/01/2025 : ce classeur de {annee} ne compte pas"
    )
    assert ordinaire(dite.remede) == "envoyez le classeur « PLIE de la Vallée »"
    assert (dite.code, dite.cellule.feuille) == ("CON-07", "Fiche")


def dater(octets, annee):
    """The same workbook, another year typed in « Fiche »."""
    lu = openpyxl.load_workbook(BytesIO(octets))
    [case] = [r[1] for r in lu["Fiche"].iter_rows() if r[0].value == "Année"]
    case.value = annee
    sortie = BytesIO()
    lu.save(sortie)
    return sortie.getvalue()


def test_un_classeur_de_deux_ans_apres_la_fusion_ne_compte_pas_meme_avec_sa_fiche(deposer):
    deposer(vallee=vallee())
    deposer(2026, vallee=vallee("", "").replace("2025-", "2026-"))
    fiche = parse_fiche("graves.toml", move("graves", 2026))
    c = consolidate([classeur(fiche, {"date": date(2026, 2, 3), "statut": "Réalisée"})])
    assert "CON-07" in {a.code for a in c.anomalies}
    assert list(c.fiches) == ["vallee"]
    assert c.totaux["lignes_retenues"] == 0


def test_ce_qu_il_laisse_ouvert_bien_apres_n_est_pas_repris_et_c_est_dit(deposer):
    deposer(vallee=vallee())
    deposer(2026, vallee=vallee("", "").replace("2025-", "2026-"))
    apres = deposer(2027, vallee=vallee("", "").replace("2025-", "2027-")).annee(2027)
    ferme = classeur(parse_fiche("graves.toml", move("graves", 2026)))
    _, (dit, *_) = roll_all([ferme], apres)
    assert ordinaire(dit) == (
        "« plie_graves_2026.xlsx » : ce PLIE a fusionné le 01/01/2025, son classeur de 2026 ne"
        " compte pas, rien n’est repris."
    )


def test_un_plie_qui_a_de_nouveau_une_fiche_compte_de_nouveau(deposer):
    deposer(vallee=vallee())
    deposer(2026, vallee=vallee("", "").replace("2025-", "2026-"), graves=move("graves", 2026))
    fiche = load_recueil([*load_reglages().dossiers]).annee(2026)["graves"]
    c = consolidate([classeur(fiche, {"date": date(2026, 2, 3), "statut": "Réalisée"})])
    assert c.totaux["lignes_retenues"] == 1


@pytest.mark.parametrize(
    ("nom", "borne"), [("vallee", b"&lt;DATE(2025,7,1)"), ("graves", b"&gt;DATE(2025,6,30)")]
)
def test_les_formules_connaissent_le_jour_de_la_fusion(deposer, nom, borne):
    octets = saisir(en_cours_d_annee(deposer)[nom])
    feuilles = [p for nom, p in read_parts(octets).items() if "worksheets/sheet" in nom]
    [suivi] = [p for p in feuilles if borne in p]
    seul = b"&lt;debut" if nom == "vallee" else b"&gt;fin"  # 1 January, or 31 December
    assert seul not in suivi
