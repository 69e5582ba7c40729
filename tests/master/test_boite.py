"""The inbox by content, and by name only where the content is elsewhere; copies, odd names."""

import os
import shutil
import sys
import zipfile

import pytest

from plie_xl.files.inbox import list_depot
from plie_xl.model.copies import rank_nom
from plie_xl.reading.guard import inspect
from plie_xl.reading.guard.ole import MAGIE


def raisons(dossier):
    return dict(list_depot([dossier]).passes)


def lus(dossier):
    return [nom for nom, _ in list_depot([dossier]).recus]


def zipper(chemin, *noms):
    with zipfile.ZipFile(chemin, "w") as archive:
        for nom in noms:
            archive.writestr(nom, b"x")


# What a file is, its content says ----------------------------------------------------------------


@pytest.mark.parametrize(
    "nom", ["plie", "plie.dat", "plie.xlsx_", "plie.xlsx.txt", "plie.bin", "plie.zip", "été 2024."]
)
def test_un_classeur_mal_nomme_est_lu(nom, depot):
    depot.ecrire("sources").rename(depot.dossier / nom)
    assert lus(depot.dossier) == [nom]
    assert depot.consolider().bilan["comptes"] == 1


def test_un_classeur_ods_sans_suffixe_est_lu(tmp_path):
    with zipfile.ZipFile(tmp_path / "suivi", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert lus(tmp_path) == ["suivi"]


def test_un_classeur_coupe_ou_scelle_sans_suffixe_est_lu_pour_dire_pourquoi(depot):
    entier = depot.ecrire("sources")
    (depot.dossier / "coupe").write_bytes(entier.read_bytes()[:9_000])
    (depot.dossier / "scelle.dat").write_bytes(MAGIE + bytes(600))
    assert lus(depot.dossier) == ["coupe", "plie_sources_2024.xlsx", "scelle.dat"]


def test_ce_qui_n_est_pas_un_classeur_est_passe(tmp_path):
    zipper(tmp_path / "notes.docx", "[Content_Types].xml", "word/embeddings/a.xlsx")
    zipper(tmp_path / "exposé", "[Content_Types].xml", "ppt/presentation.xml")
    zipper(tmp_path / "lettre", "mimetype", "content.xml")
    (tmp_path / "courrier.msg").write_bytes(MAGIE)
    (tmp_path / "liste.txt").write_text("PK, comme ça")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    assert lus(tmp_path) == []
    assert set(raisons(tmp_path).values()) == {"ce n’est pas un classeur"}


@pytest.mark.parametrize("nom", ["envoi.zip", "envoi", "pieces.dat"])
@pytest.mark.parametrize("dedans", ["plie_sources_2024.xlsx", "photo.jpg"])
def test_une_archive_est_a_decompresser(nom, dedans, tmp_path):
    zipper(tmp_path / nom, dedans)
    assert "décompressez" in raisons(tmp_path)[nom]
    assert "décompressez" in inspect((tmp_path / nom).read_bytes()).refus.remede


@pytest.mark.parametrize("debut", [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08"])
def test_une_autre_archive_aussi(debut, tmp_path):
    (tmp_path / "envoi").write_bytes(debut + bytes(50))
    assert "décompressez" in raisons(tmp_path)["envoi"]


# What is not there yet ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "nom",
    [
        ".plie_sources_2024.xlsx.icloud",
        "plie.xlsx.crdownload",
        "plie.xlsx.part",
        "plie.gsheet",
        "Suivi.gdoc",
        "plie.xlsx.url",
        "plie.webloc",
        "plie.xlsx.nextcloud",
        "Non confirmé 1234.crdownload",
    ],
)
def test_ce_qui_tient_la_place_d_un_classeur_n_est_pas_encore_telecharge(nom, tmp_path):
    (tmp_path / nom).write_text("x")
    assert "pas encore téléchargé" in raisons(tmp_path)[nom]


def test_safari_telecharge_dans_un_dossier(tmp_path):
    (tmp_path / "plie.xlsx.download").mkdir()
    (tmp_path / "plie.xlsx.download" / "plie.xlsx").write_bytes(b"PK\3\4")
    assert "pas encore téléchargé" in raisons(tmp_path)["plie.xlsx.download"]
    assert lus(tmp_path) == []


@pytest.mark.parametrize(
    "contenu",
    [
        b"",
        b"[InternetShortcut]\r\nURL=https://exemple.fr/plie.xlsx\r\n",
        b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}',
        b"bplist00\xd3\x01\x02NSURLNameKey",
    ],
)
def test_un_contenu_qui_est_ailleurs_n_est_pas_encore_telecharge(contenu):
    assert "pas encore téléchargé" in inspect(contenu).refus.constat


# The proper name, among copies -------------------------------------------------------------------


@pytest.mark.parametrize(
    "copie",
    [
        "Copie de plie_sources_2024 (1).xlsx",
        "Copy of plie_sources_2024.xlsx",
        "plie_sources_2024 - Copie.xlsx",
        "plie_sources_2024 - Copie (3).xlsx",
        "plie_sources_2024 copie 2.xlsx",
        "plie_sources_2024(1).xlsx",
        "plie_sources_2024 (Copie en conflit de PC 2024-11-02).xlsx",
        "A/plie_sources_2024 (2).xlsx",
    ],
)
def test_le_nom_propre_passe_devant_sa_copie(copie):
    assert min(copie, "plie_sources_2024.xlsx", key=rank_nom) == "plie_sources_2024.xlsx"
    assert (
        min(copie, "un nom de plus de cinquante signes, mais le sien en propre.xlsx", key=rank_nom)
        != copie
    )


def test_le_nom_propre_compte_et_la_lettre_le_dit(depot, lire_feuille, tmp_path):
    propre = depot.ecrire("sources")
    shutil.copy(propre, depot.dossier / "Copie de plie_sources_2024 (1).xlsx")
    master = depot.consolider()
    etats = {x["Fichier"]: x["État"] for x in lire_feuille(master.chemin, "Sources")}
    assert etats[propre.name] == "compté"
    assert etats["Copie de plie_sources_2024 (1).xlsx"] == "écarté"


# Names that act ----------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="des noms que ce système refuse")
@pytest.mark.parametrize(
    "nom",
    [
        b"\xff\xfe_mauvais.xlsx",
        b"r\xe9union.xlsx",
        b"a\nBcc: b.xlsx",
        b"\x1b[2Ja.xlsx",
        "\u202egpj.xlsx".encode(),
    ],
)
def test_un_nom_qui_agit_est_montre_et_ne_nuit_pas(nom, depot, lire_feuille):
    depot.ecrire("sources").rename(depot.dossier / os.fsdecode(nom))
    [lu] = lus(depot.dossier)
    assert lu.isprintable()
    lu.encode()
    master = depot.consolider()
    assert master.bilan["comptes"] == 1
    assert lu in {x["Fichier"] for x in lire_feuille(master.chemin, "Sources")}


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="des noms que ce système refuse")
def test_deux_noms_qui_se_montrent_pareils_restent_deux(tmp_path):
    for nom in (b"\xfe.xlsx", b"\xff.xlsx"):
        (tmp_path / os.fsdecode(nom)).write_bytes(b"x")
    assert len(set(lus(tmp_path))) == 2
