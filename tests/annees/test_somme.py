"""`cibles = "somme"`: the numbers of the successor are those of its predecessors, added."""

import json
import re
from datetime import date

import pytest
from click.testing import CliRunner
from ordinaire import ordinaire

from annees.fusionnees import FICHES, classeur, succession, vallee
from plie_xl.attainment import compute_atteinte
from plie_xl.checks import check
from plie_xl.cli.fiches import fiches
from plie_xl.document.amend import Changement, amend
from plie_xl.model.collection import load_recueil
from plie_xl.model.expected import parse_portee
from plie_xl.model.lecture import records
from plie_xl.model.toml import FicheError
from plie_xl.reading.read import read_octets
from plie_xl.template import build_template

SOMME = 'cibles = "somme"\n'
EN_SOMME = {  # target: those that it takes over
    "copil": ["graves/copil", "sources/copil"],
    "operations": ["graves/operations"],
}


def sommer(suite="", succede=EN_SOMME, change=()):
    """The merged fiche, which leaves the numbers of these targets to their sum."""
    texte = vallee(suite or succession() + SOMME, "")
    for cible, noms in succede.items():
        dits = ", ".join(f'"{nom}"' for nom in noms)
        texte, fois = re.subn(
            rf'(?m)^(id += "{cible}"\n(?:(?!minimum|maximum).*\n)*?)(?:(?:minimum|maximum) .*\n)+',
            rf"\1succede = [{dits}]\n",
            texte,
        )
        assert fois == 1
    for avant, apres in change:
        assert avant in texte
        texte = texte.replace(avant, apres, 1)
    return texte


def nombres(fiche):
    return {c.id: (c.minimum, c.maximum) for c in fiche.cibles if c.id in EN_SOMME}


def test_les_nombres_sont_les_sommes_des_fiches_de_l_annee_d_avant(deposer):
    fiche = deposer(vallee=sommer()).find("vallee", 2025)
    graves, sources = (
        next(c for c in FICHES[nom].cibles if c.id == "copil") for nom in ("graves", "sources")
    )
    assert (graves.minimum, graves.maximum, sources.minimum) == (1, 3, 1)
    assert nombres(fiche) == {"copil": (2, 4), "operations": (8, None)}
    autre = next(c for c in fiche.cibles if c.id == "entreprises")
    assert autre.minimum == next(c for c in FICHES["graves"].cibles if c.id == autre.id).minimum


def test_un_avenant_de_l_annee_d_avant_compte_dans_la_somme(deposer):
    dit = "\n[[avenant]]\nnumero = 1\nle = 2024-07-01\n[avenant.cible.{}]\n{}\n"
    deposer(2024, graves=FICHES["graves"].texte + dit.format("operations", "minimum = 11"))
    fiche = deposer(vallee=sommer()).find("vallee", 2025)
    assert nombres(fiche)["operations"] == (11, None)


def test_une_somme_de_sommes(deposer):
    deposer(vallee=sommer())
    succede = {c: [f"vallee/{c}"] for c in EN_SOMME}
    suite = succession("2026-01-01", ["vallee"]) + SOMME
    texte = sommer(suite, succede).replace("2025-", "2026-").replace("Vallée", "Plaine")
    assert nombres(deposer(2026, plaine=texte).find("plaine", 2026)) == {
        "copil": (2, 4),
        "operations": (8, None),
    }


def test_le_classeur_porte_les_sommes_et_se_controle_sans_les_fiches_d_avant(deposer):
    fiche = deposer(vallee=sommer()).find("vallee", 2025)
    octets = build_template(fiche, {"parametres": [{"reference": date(2025, 12, 31)}]})
    lecture = read_octets(octets, "vallee.xlsx", load_recueil())
    portee = parse_portee("vallee", lecture.portee)
    assert nombres(portee) == nombres(fiche)
    comptes = {x["cible"]: x for x in records(compute_atteinte(lecture, None, {"vallee": portee}))}
    assert comptes["operations"]["attendu"] == 8


def test_le_classeur_dit_quand_la_somme_a_change(deposer):
    ancien = build_template(deposer(vallee=sommer()).find("vallee", 2025))
    deposer(2024, graves=re.sub(r"(?m)^minimum( +)= 8$", r"minimum\1= 9", FICHES["graves"].texte))
    recueil = deposer(vallee=sommer())
    lecture = read_octets(ancien, "vallee.xlsx", recueil)
    dites = [ordinaire(a.constat) for a in check(lecture) if a.code == "CIB-08"]
    assert any("« Opérations PLIE coordonnées », minimum 8, attendu 9" in dit for dit in dites)


def test_un_avenant_change_une_somme_et_le_fichier_garde_ses_mots(deposer):
    fiche = deposer(vallee=sommer()).find("vallee", 2025)
    texte, lue = amend(fiche, Changement("operations", date(2025, 7, 1), {"minimum": 6}))
    assert "[recueil]" not in texte
    assert next(c for c in lue.cibles if c.id == "operations").objectif == "6 (8 jusqu’au 30/06)"
    relue = deposer(vallee=texte).find("vallee", 2025)
    assert next(c for c in relue.cibles if c.id == "operations").objectif == "6 (8 jusqu’au 30/06)"


def test_rien_ne_change_pour_une_fiche_qui_dit_ses_nombres(deposer):
    fiche = deposer(vallee=vallee()).find("vallee", 2025)
    assert fiche.texte == vallee()
    assert classeur(fiche).portee == ""  # the one in force


def test_fiches_dit_les_fusions_et_les_sommes(deposer):
    deposer(vallee=sommer())
    suite = succession("2026-07-01", ["vallee"])
    deposer(
        2026,
        vallee=vallee("", "").replace("2025-", "2026-"),
        plaine=vallee(suite, "").replace("2025-", "2026-").replace("la Vallée", "la Plaine"),
    )

    def dire(annee, *mots):
        dit = CliRunner().invoke(fiches, ["--annee", annee, *mots]).output
        return ordinaire(dit) if mots else " ".join(ordinaire(dit).split())

    assert (
        "succède à graves et sources le 01/01/2025 ; ses nombres sont les sommes des leurs"
        in dire("2025")
    )
    assert "rejoint le PLIE de la Plaine le 01/07/2026" in dire("2026")
    _, vallee_2026 = json.loads(dire("2026", "--json").split("\n]")[0] + "\n]")
    assert vallee_2026["fusions"] == [{"le": "2026-07-01", "plie": "PLIE de la Plaine"}]


@pytest.mark.parametrize(
    ("texte", "dit"),
    [
        (
            sommer(change=[('= "operations"\n', '= "operations"\nminimum = 8\n')]),
            "cible « operations » : « minimum » et la somme se contredisent ; retirez l’un des deux",
        ),
        (
            sommer(change=[(SOMME, "")]),
            "cible « copil » : la clé « minimum » manque, ou n’est pas supérieure à zéro",
        ),
        (
            sommer(succession("2025-07-01") + SOMME),
            "une somme n’a de sens que le 1er janvier ; en cours d’année, écrivez les nombres",
        ),
        (
            sommer(succede={**EN_SOMME, "operations": ["graves/copil", "graves/operations"]}),
            "« unite » est « opération », celle de « graves/copil » est « réunion », rien ne"
            " s’additionne ; écrivez « minimum »",
        ),
        (
            sommer(succede={**EN_SOMME, "operations": ["graves/operation"]}),
            "vouliez-vous dire « graves/operations » ?",
        ),
    ],
    ids=["deux_nombres", "sans_somme", "en_cours", "unites", "inconnue"],
)
def test_une_somme_impossible_est_refusee_en_une_phrase(deposer, texte, dit):
    with pytest.raises(FicheError) as erreur:
        deposer(vallee=texte)
    assert dit in ordinaire(str(erreur.value))
