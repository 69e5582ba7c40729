"""What is a URL, what is a path, and how much of a URL may be shown."""

from pathlib import Path

import pytest

from plie_xl.files.urls import est_adresse, est_adresse_abimee, join_url, showable, sort_sources

DISTANTES = [
    "s3://recus/2024",
    "memory://a",
    "zip://2024::s3://recus/a.zip",
    "zip::https://h/a.zip",
    "HTTPS://h/",
]
LOCALES = [
    r"C:\dossier",
    "C:/dossier",
    "C://dossier",
    r"\\serveur\partage",
    "/recus/2024",
    "recus/12:30.xlsx",
    "a::b.xlsx",
    "été.xlsx",
]


@pytest.mark.parametrize("texte", DISTANTES)
def test_une_adresse_est_reconnue(texte):
    assert sort_sources([texte]) == ([], [texte])


@pytest.mark.parametrize("texte", LOCALES)
def test_un_chemin_reste_un_chemin(texte):
    assert not est_adresse(texte)
    assert sort_sources([texte]) == ([Path(texte)], [])


@pytest.mark.parametrize("debut", ["file://", "local://", "file://localhost"])
def test_une_adresse_de_cet_ordinateur_est_un_chemin(debut, tmp_path):
    assert sort_sources([f"{debut}{tmp_path.as_posix()}"]) == ([tmp_path], [])


def test_une_adresse_copiee_d_un_navigateur_est_un_chemin(tmp_path):
    (tmp_path / "reçu le 3.xlsx").touch()
    adresse = (tmp_path / "reçu le 3.xlsx").as_uri()
    assert "%20" in adresse
    assert sort_sources([adresse]) == ([tmp_path / "reçu le 3.xlsx"], [])


def test_un_nom_a_pourcent_existant_est_pris_tel_quel(tmp_path):
    (tmp_path / "a%20b.xlsx").touch()
    assert sort_sources([f"file://{tmp_path}/a%20b.xlsx"]) == ([tmp_path / "a%20b.xlsx"], [])


@pytest.mark.parametrize("texte", ["s3://b/m.xlsx", "file:///m.xlsx", "zip://m::s3://b"])
def test_une_sortie_ecrite_comme_une_adresse_est_reconnue(texte):
    assert est_adresse_abimee(Path(texte))


@pytest.mark.parametrize("texte", ["m.xlsx", "/tmp/m.xlsx", r"C:\m.xlsx", "C:/m.xlsx"])
def test_une_sortie_ordinaire_n_est_pas_une_adresse(texte):
    assert not est_adresse_abimee(Path(texte))


@pytest.mark.parametrize(
    ("adresse", "vue"),
    [
        ("s3://recus/2024/a.xlsx", "s3://recus/2024/a.xlsx"),
        ("https://h:8443/a.xlsx?X-Signature=SECRET#SECRET", "https://h:8443/a.xlsx"),
        ("ftp://agape:SECRET@h/recus", "ftp://h/recus"),
        ("ftp://SECRET@h", "ftp://h"),
        ("sftp://agape:SECRET@h:22/a b/@été.xlsx", "sftp://h:22/a b/@été.xlsx"),
        ("ftp://agape:SEC/RET@h/recus", "ftp://…"),  # a « / » not written « %2F »
        ("ftp://agape:SEC?RET@h/recus", "ftp://…"),
        ("ftp://agape:SEC@RET@h/recus", "ftp://…"),
        ("zip://2024::https://u:SECRET@h/a.zip?k=SECRET", "zip://2024::https://h/a.zip"),
        ("memory://recus/a?b@c.xlsx", "memory://recus/a?b@c.xlsx"),
    ],
)
def test_une_adresse_montree_ne_dit_aucun_secret(adresse, vue):
    assert showable(adresse) == vue


@pytest.mark.parametrize(
    ("adresse", "joined"),
    [
        ("s3://recus", "s3://recus/a.xlsx"),
        ("https://h/recus/", "https://h/recus/a.xlsx"),
        ("zip://::s3://b/a.zip", "zip://a.xlsx::s3://b/a.zip"),
    ],
)
def test_un_fichier_se_nomme_sous_son_dossier(adresse, joined):
    assert join_url(adresse, "a.xlsx") == joined
