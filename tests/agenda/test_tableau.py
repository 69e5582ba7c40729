"""A table of meetings: its encoding, its separator, its columns, as the rules name them."""

from dataclasses import replace
from datetime import date

import pytest

from agenda.atelier import LIBOURNAIS, lire, refus
from plie_xl.agenda.octets import decode
from plie_xl.agenda.rules import Csv, load_regles

COLONNES = Csv("Jour", "Réunion", modalite="Mode", presents="Participants présents", lieu="Où")
TEXTE = """Jour;Réunion;Mode;Participants présents;Où;Animateur
12/03/2024;COPIL de mars;Présentiel;14;Mairie;Camille Durand
2024-04-11 09:30;cis;visio;9;;Sarah Lopez
bientôt;COPIL;;;;
12/03/2025;COPIL;;;;
14/05/2024;Repas;;;;
"""


def regles(csv=COLONNES):
    return replace(load_regles(None, LIBOURNAIS), csv=csv)


@pytest.fixture
def ecrire(tmp_path):
    def ecrire(octets):
        chemin = tmp_path / "reunions.csv"
        chemin.write_bytes(octets)
        return chemin

    return ecrire


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separateur", [";", "\t", ","])
def test_un_tableau_se_lit_quels_que_soient_son_encodage_et_son_separateur(
    ecrire, encodage, separateur
):
    lu = lire(ecrire(TEXTE.replace(";", separateur).encode(encodage)), regles())
    dites = [(e.jour, e.cibles, e.modalite, e.presents, e.lieu, e.ou) for e in lu.evenements]
    assert dites == [
        (date(2024, 3, 12), ("copil",), "Présentiel", 14, "Mairie", "ligne 2"),
        (date(2024, 4, 11), ("cis",), "À distance", 9, "", "ligne 3"),
    ]
    assert (lu.ignores, lu.hors, lu.illisibles) == (1, (date(2025, 3, 12),), ("ligne 4",))
    assert not [nom for nom in ("Durand", "Lopez") if nom in repr(lu)]


def test_l_encodage_est_celui_que_dit_la_marque_et_non_celui_qui_se_decode():
    pair = "é" * 3 + "ab"  # read as UTF-16, these bytes would give something
    assert decode(pair.encode()) == pair
    assert decode(pair.encode("utf-16")) == pair
    assert decode(pair.encode("cp1252")) == pair


def test_une_colonne_absente_est_nommee_avec_sa_voisine(ecrire):
    dit = refus(ecrire(TEXTE.replace("Réunion", "Reunions").encode()), regles())
    assert dit.startswith("IMP-06 : la colonne « Réunion » n’est pas dans « reunions.csv »")
    assert "vouliez-vous dire « Reunions » ?" in dit


def test_un_rapport_de_presence_ne_donne_qu_un_nombre(ecrire):
    rapport = (
        "1. Résumé\nTitre de la réunion\tCOP PLIE\nParticipants présents\t3\n"
        "Heure de début\t3/12/24, 9:28:11 AM\n\n2. Participants\nNom\tEntrée\n"
        "Camille Durand\t…\nSarah Lopez\t…\n"
    )
    colonnes = Csv(
        "Heure de début", "Titre de la réunion", presents="Participants présents",
        debut="Heure de début", format_date="%m/%d/%y, %I:%M:%S %p",
    )  # fmt: skip
    lu = lire(ecrire(rapport.encode("utf-16")), regles(colonnes))
    [e] = lu.evenements
    assert (e.jour, e.cibles, e.presents, e.debut) == (date(2024, 3, 12), ("cop",), 3, "09:28")
    assert "Durand" not in repr(lu)
