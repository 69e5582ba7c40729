"""Neighbouring rows that share an anomaly are told once; each of their cells is designated."""

from datetime import date, timedelta

import pytest
from test_checks import AGENAIS, COPIL, saisir, tenue

from plie_xl.checks import REGLES, check
from plie_xl.checks.groups import GROUPES
from plie_xl.cli.common import show_anomalies
from plie_xl.consolidation import consolidate
from plie_xl.master.anomalies import lignes_anomalies
from plie_xl.model.anomaly import group
from plie_xl.model.text import en_lettres

LUNDI = date(2024, 9, 2)


def prevues(nombre: int) -> list[dict[str, object]]:
    """So many meetings, week after week, that are past and still « Prévue »."""
    return [
        {"date": LUNDI + timedelta(7 * n), "instance": COPIL, "statut": "Prévue"}
        for n in range(nombre)
    ]


def places(*suivi: dict[str, object]) -> list[str]:
    return [a.place for a in group(check(saisir(suivi=list(suivi)), date(2024, 12, 30)))]


def test_des_lignes_voisines_se_disent_en_une_fois():
    (dite,) = group(check(saisir(suivi=prevues(4))))
    assert (dite.code, dite.place) == ("SUI-18", "E6 à E9")
    assert dite.constat == "quatre réunions encore « Prévue », dont la date est passée"


def test_deux_lignes_se_disent_une_a_une():
    assert places(*prevues(2)) == ["E6", "E7"]


def test_une_ligne_juste_coupe_le_groupe():
    lignes = prevues(7)
    lignes[3] = tenue(date(2024, 6, 4))
    assert places(*lignes) == ["E6 à E8", "E10 à E12"]


def test_deux_textes_differents_ne_se_groupent_pas():
    lignes = [tenue(LUNDI + timedelta(n), instance=f"Forum {n}") for n in range(3)]
    assert places(*lignes) == ["C6", "C7", "C8"]


def test_deux_colonnes_se_groupent_chacune():
    lignes = [{**x, "modalite": "zzz", "statut": "yyy"} for x in prevues(3)]
    assert places(*lignes) == ["E6 à E8", "F6 à F8"]


def test_un_groupe_ne_change_ni_l_ordre_ni_le_nombre_des_cellules():
    anomalies = check(saisir(suivi=[*prevues(5), tenue(LUNDI, instance="Forum")]))
    groupees = group(anomalies)
    couvertes = sum(a.jusqua - a.cellule.ligne + 1 if a.jusqua else 1 for a in groupees)
    assert couvertes == len(anomalies)
    assert groupees == sorted(groupees, key=lambda a: (a.cellule, a.code))


@pytest.mark.parametrize(("en_json", "dit"), [(True, '"cellule": "E6 à E9"'), (False, "!E6 à E9")])
def test_la_commande_groupe(en_json, dit, capsys):
    show_anomalies(check(saisir(suivi=prevues(4))), en_json)
    sortie = capsys.readouterr().out
    assert dit in sortie
    assert sortie.count("SUI-18") == 1


def test_le_master_groupe_de_meme():
    c = consolidate([saisir(suivi=prevues(4))], fiches={AGENAIS.id: AGENAIS})
    assert [x["cellule"] for x in lignes_anomalies(c)] == ["E6 à E9"]


def test_chaque_phrase_de_groupe_est_d_une_regle():
    assert set(GROUPES) <= set(REGLES)


@pytest.mark.parametrize(("n", "dit"), [(3, "trois"), (16, "seize"), (17, "17")])
def test_un_petit_nombre_se_dit_en_lettres(n, dit):
    assert en_lettres(n) == dit


# The other calendar of Excel ------------------------------------------------------------------


def decalees(jours: int) -> list[dict[str, object]]:
    return [tenue(LUNDI + timedelta(7 * n + jours), f"{n}.pdf") for n in range(3)]


@pytest.mark.parametrize(("jours", "sens"), [(-1462, "trop tôt"), (1462, "trop tard")])
def test_des_dates_de_1904_disent_leur_cause(jours, sens):
    (dite,) = group(check(saisir(suivi=decalees(jours))))
    assert dite.code == "SUI-08"
    assert f"4 ans et 1 jour {sens}, comme d’un classeur Mac" in dite.constat


def test_une_seule_date_hors_periode_ne_parle_pas_de_1904():
    (dite,) = check(saisir(suivi=decalees(-1462)[:1]))
    assert "1904" not in dite.constat


def test_des_dates_d_une_autre_annee_ne_parlent_pas_de_1904():
    assert all("1904" not in a.constat for a in check(saisir(suivi=decalees(-365))))
