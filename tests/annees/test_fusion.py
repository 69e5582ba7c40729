"""Graves and Sources merge on 1 January 2025: a fictitious « PLIE de la Vallée » succeeds to them."""

from datetime import date

import pytest
from ordinaire import ordinaire

from annees.fusionnees import FICHES, classeur, move, succession, vallee
from plie_xl.checks import check
from plie_xl.checks.count import count
from plie_xl.consolidation import consolidate
from plie_xl.files.parts import read_parts
from plie_xl.model.toml import FicheError
from plie_xl.reading.read import read_octets
from plie_xl.template import build_template
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
        (
            {"vallee": vallee(SUCCESSION.replace("2025", "2024"))},
            "« le » n’est pas un jour de 2025",
        ),
        ({"vallee": vallee(), "autre": vallee()}, "a déjà un successeur en 2025"),
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
        ({"vallee": vallee(SUCCESSION + 'cibles = "somme"\n')}, "« somme » est inconnu"),
        ({"vallee": vallee(succession("2025-07-01"))}, "« graves » est inconnu"),
        (
            {"vallee": vallee(succession("2025-07-01", ["vallee"]), "")},
            "« vallee » se succéderait à lui-même",
        ),
    ],
    ids=["ancien", "jour", "deux", "cercle", "cible", "somme", "ancien_de_l_annee", "lui_meme"],
)
def test_une_succession_impossible_est_refusee(deposer, textes, dit):
    with pytest.raises(FicheError) as erreur:
        deposer(**textes)
    assert dit in ordinaire(str(erreur.value))


# A merger during the year -----------------------------------------------------------------------

JOURS = (date(2025, 6, 30), date(2025, 7, 1))


def en_cours_d_annee(deposer, **vallees):
    return deposer(
        graves=move("graves"),
        sources=move("sources"),
        vallee=vallee(succession("2025-07-01"), **vallees),
    ).annee(2025)


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
    from plie_xl.model.fiche import parse_fiche

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


def test_la_formule_du_nouveau_compte_comme_python(deposer):
    fiche = en_cours_d_annee(deposer)["vallee"]
    lignes = [{"date": jour, "statut": "Réalisée"} for jour in JOURS]
    octets = build_template(fiche, {"suivi": [{"instance": "COPIL", **x} for x in lignes]})
    parties = read_parts(octets).items()
    suivi = [p.decode() for nom, p in parties if "worksheets/sheet" in nom and b"<debut" in p]
    assert suivi == []  # « debut » alone is 1 January
    assert any(b"DATE(2025,7,1)" in p for nom, p in parties if "worksheets/sheet" in nom)
