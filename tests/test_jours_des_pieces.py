"""The day that a piece bears, and that of its row (PIE-06)."""

from datetime import date, timedelta

import pytest
from galerie.atelier import base, build

from plie_xl.checks import check, count
from plie_xl.model.collection import load_fiches
from plie_xl.model.days import find_iso, find_jours
from plie_xl.reading.read import read_octets

AGENAIS = load_fiches(2024)["agenais"]
LE_14_MARS = date(2024, 3, 14)


@pytest.mark.parametrize(
    "texte",
    """2024-03-14 COPIL.pdf|2024_03_14|2024.3.14|2024/03/14|14-03-2024|14.03.2024|14/3/2024|14_03_2024
14.03.24|24-03-14 feuille|scan 14-03-24|20240314.pdf|IMG_20240314_101500.jpg|14032024
CR du 14 mars 2024|CR du 14 mars|14 MARS|jeudi 14 mars 2024|14mars2024|03-14-2024|14 / 03 / 2024|CR CA du 14-03.pdf|émargement du 14/3|signée le 14.03, lue""".replace(
        "\n", "|"
    ).split("|"),
)
def test_un_jour_se_lit_comme_on_l_ecrit(texte):
    assert find_jours(texte, 2024) == (frozenset({LE_14_MARS}),)


@pytest.mark.parametrize(
    ("texte", "jour"),
    [
        ("1er août", date(2024, 8, 1)),
        ("2 février 2023", date(2023, 2, 2)),
        ("3 déc", date(2024, 12, 3)),
        ("4 sept. 2024", date(2024, 9, 4)),
        ("5 juil", date(2024, 7, 5)),
    ],
)
def test_un_mois_se_lit_en_lettres(texte, jour):
    assert find_jours(texte, 2024) == (frozenset({jour}),)


@pytest.mark.parametrize(
    "texte",
    """12-03|n° 12-03|150324|CR 12|pièce 4|2024|mars 2024|03/2024|2024-03|12345678|31/02/2024|v1.2.24
10.30.25|3 maisons|2 mardi|5 jui|12.03.19|dossier 2024-1234|tel 05 53 00 00 00|extrait du 3/14
8/03|du 12/0324|dossier du 12.03.19.5""".replace("\n", "|").split("|"),
)
def test_ce_qui_n_est_pas_surement_un_jour_n_en_est_pas_un(texte):
    assert find_jours(texte, 2024) == ()


@pytest.mark.parametrize(
    ("texte", "place"),
    [
        ("2024-03-14 COPIL.pdf", 0),
        ("CR 12/2024-03-14 COPIL.pdf", 6),
        ("k3/0/2024-03-14", -1),  # a day may begin there: `find_jours` reads it
        ("dossier 103/0/2024-03-14", 14),
        ("12024-03-15, 2024-03-14", 13),  # the first one is part of another number
        ("12024-03-14", -1),
        ("2024-03-145", -1),
        ("12-03-2024-03-14", -1),
        ("14/03/2024", -1),  # of another form: `find_jours` reads it
    ],
)
def test_la_forme_la_plus_courante_se_trouve_d_un_coup(texte, place):
    assert find_iso(texte) == place
    if place >= 0:
        assert texte[place : place + 10] == LE_14_MARS.isoformat()
        assert any(LE_14_MARS in possibles for possibles in find_jours(texte, 2024))


def tenue(jour, piece, colonne="emargement", **autres):
    """A commission held and proved by this piece."""
    return {
        "date": jour,
        "instance": "Commissions d’intégration et de sortie",
        "statut": "Réalisée",
        "modalite": "Présentiel",
        colonne: piece,
        **autres,
    }


def lire(*lignes):
    return read_octets(build(AGENAIS, {**base(AGENAIS), "suivi": list(lignes)}), "a.xlsx")


def ecarts(*lignes):
    return [(a.cellule.a1, a.constat) for a in check(lire(*lignes)) if a.code == "PIE-06"]


@pytest.mark.parametrize(
    ("jours", "dite"), [(-8, True), (-7, False), (0, False), (7, False), (8, True)]
)
def test_une_piece_est_du_jour_a_une_semaine_pres(jours, dite):
    piece = f"{LE_14_MARS + timedelta(jours):%d-%m-%Y}.pdf"
    assert bool(ecarts(tenue(LE_14_MARS, piece))) == dite


@pytest.mark.parametrize(("jours", "dite"), [(3, False), (4, True)])
def test_la_tolerance_est_celle_des_reglages(tmp_path, monkeypatch, jours, dite):
    reglages = tmp_path / "reglages.toml"
    reglages.write_text("[pieces]\ntolerance_jours = 3\n", encoding="utf-8")
    monkeypatch.setenv("PLIE_XL_REGLAGES", str(reglages))
    piece = f"{LE_14_MARS + timedelta(jours):%d-%m-%Y}.pdf"
    assert bool(ecarts(tenue(LE_14_MARS, piece))) == dite


@pytest.mark.parametrize(("jours", "dite"), [(-60, False), (8, True)])
def test_une_invitation_peut_etre_plus_ancienne_jamais_plus_recente(jours, dite):
    piece = f"invitation du {LE_14_MARS + timedelta(jours):%d/%m/%Y}"
    invitee = tenue(LE_14_MARS, "2024-03-14.pdf", invitation=piece)
    assert bool(ecarts(invitee)) == dite


def test_une_des_pieces_de_la_cellule_suffit():
    assert ecarts(tenue(LE_14_MARS, "2024-01-10 a.pdf ; 2024-03-14 b.pdf")) == []


def test_la_piece_d_un_autre_jour_reste_comptee_et_dit_les_deux_jours():
    ligne = tenue(date(2024, 4, 9), "2024-01-15 feuille.pdf")
    ((cellule, constat),) = ecarts(ligne)
    assert cellule == "J6"
    assert "15/01/2024" in constat
    assert "09/04/2024" in constat
    assert count(lire(ligne)).suivi["justifiee"].tolist() == [True]


def test_une_ligne_prevue_n_a_pas_de_piece_d_un_autre_jour():
    assert ecarts(tenue(date(2024, 12, 9), "2024-01-15.pdf", statut="Prévue")) == []


def mois(nombre=8):
    return [date(2024, 1 + n, 14 + n) for n in range(nombre)]


def test_une_colonne_triee_seule_se_dit_une_fois():
    jours = mois()
    lignes = [
        tenue(jour, f"{piece:%Y-%m-%d}.pdf")
        for jour, piece in zip(sorted(jours, reverse=True), jours, strict=True)
    ]
    ((cellule, constat),) = ecarts(*lignes)
    assert cellule == "B6"
    assert "une colonne a-t-elle été triée seule" in constat


def test_des_dates_americaines_se_disent_une_fois():
    jours = [date(2024, 2, 8), date(2024, 3, 1), date(2024, 4, 10), *mois()]
    inverses = [j.replace(month=j.day, day=j.month) if j.day <= 12 else j for j in jours]
    lignes = [
        tenue(jour, f"{piece:%Y-%m-%d} {n}.pdf")
        for n, (jour, piece) in enumerate(zip(inverses, jours, strict=True))
    ]
    ((cellule, constat),) = ecarts(*lignes)
    assert cellule == "B6"
    assert "jour et mois y semblent inversés" in constat


def test_deux_pieces_d_un_autre_jour_parmi_d_autres_se_disent_chacune():
    lignes = [tenue(jour, f"{jour:%Y-%m-%d}.pdf") for jour in mois()]
    for n in (1, 4):
        lignes[n]["date"] = lignes[n]["date"] + timedelta(20)
    assert [cellule for cellule, _ in ecarts(*lignes)] == ["J7", "J10"]
