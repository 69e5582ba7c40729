"""The pack and the tidy copy: whole, the same each time, verified with no tool of ours."""

import csv
import hashlib
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import openpyxl
import pypdf
import pypdfium2
import pytest
from commande import lancer
from hote.clic import wait_until
from PIL import Image

from pieces.atelier import CLASSEURS, build_dossier, make_pdf, sow_absent, sow_orphelin
from plie_xl.pieces.names import parse_nom

LIBOURNAIS = next(c for c in CLASSEURS if "libournais" in c.name)


@pytest.fixture
def dossier(tmp_path):
    return build_dossier(tmp_path / "pieces", LIBOURNAIS)


def _digest(racine: Path) -> dict[str, str]:
    return {
        p.relative_to(racine).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in racine.rglob("*")
        if p.is_file()
    }


def _signets(sommaire):
    for x in sommaire:
        if isinstance(x, list):
            yield from (y.title for y in x)


@pytest.mark.parametrize("classeur", CLASSEURS[:3], ids=lambda c: c.stem)
def test_le_dossier_se_verifie_sans_nous_et_se_lit_en_entier(classeur, tmp_path):
    dossier = build_dossier(tmp_path / "pieces", classeur)
    sow_absent(dossier, dossier.references[0])
    avant, sortie = _digest(dossier.racine), tmp_path / "CSF"
    assert lancer("dossier", classeur, dossier.racine, "-o", sortie).returncode == 1
    verifie = subprocess.run(["sha256sum", "-c", "MANIFESTE.sha256"], cwd=sortie, check=False)
    assert verifie.returncode == 0
    registre = dossier.registre()
    totaux = registre.totaux
    signets = list(_signets(pypdf.PdfReader(sortie / "dossier.pdf").outline))
    assert len(signets) == totaux["trouvé"]
    pdf = pypdfium2.PdfDocument(sortie / "dossier.pdf")
    textes = []
    for page in pdf:
        page.render(scale=0.2)
        textes.append(page.get_textpage().get_text_range())
    pdf.close()
    for piece in registre.pieces:
        if piece.etat == "trouvé":
            assert any(f"Pièce n° {piece.numero:03}" in texte for texte in textes)
    lignes = openpyxl.load_workbook(sortie / "index.xlsx")["Registre"]
    assert lignes.max_row - 5 == totaux["references"]
    assert len(list((sortie / "pieces").iterdir())) == totaux["trouvé"]
    assert not any("n’est pas reproduite ici" in texte for texte in textes)
    for piece in registre.pieces:
        if piece.etat == "trouvé":
            assert any(piece.reference.texte[:30] in texte for texte in textes[3:])
    assert _digest(dossier.racine) == avant
    lisez = (sortie / "LISEZ-MOI.txt").read_text("utf-8")
    assert "noms et des signatures" in lisez
    assert "N°2" not in lisez
    assert "- 0 " not in lisez


def test_deux_fois_les_memes_octets(dossier, tmp_path):
    for nom in ("un", "deux"):
        lancer("dossier", LIBOURNAIS, dossier.racine, "-o", tmp_path / nom)
    assert _digest(tmp_path / "un") == _digest(tmp_path / "deux") != {}


def test_ce_qui_ne_se_reunit_pas_a_une_page_qui_le_nomme(dossier, tmp_path):
    un, deux = dossier.references[:2]
    dossier.fichiers[un.nom].unlink()
    (dossier.racine / f"{Path(un.nom).stem}.eml").write_text("Subject: CR", encoding="utf-8")
    dossier.fichiers[deux.nom].unlink()
    Image.effect_noise((300, 200), 30).save(dossier.racine / f"{Path(deux.nom).stem}.jpg")
    sortie = tmp_path / "CSF"
    lancer("dossier", LIBOURNAIS, dossier.racine, "-o", sortie)
    pages = [page.extract_text() for page in pypdf.PdfReader(sortie / "dossier.pdf").pages]
    [renvoi] = [texte for texte in pages if "n’est pas reproduite ici" in texte]
    assert hashlib.sha256(b"Subject: CR").hexdigest() in renvoi
    assert "1 pièce, qu’une page nomme" in (sortie / "LISEZ-MOI.txt").read_text("utf-8").replace(
        "\u202f", " "
    )


def test_rien_d_un_pdf_n_agit_dans_le_dossier(dossier, tmp_path):
    chemin = dossier.fichiers[dossier.references[0].nom]
    piege = pypdf.PdfWriter(clone_from=chemin)
    action = pypdf.generic.DictionaryObject(
        {
            pypdf.generic.NameObject("/S"): pypdf.generic.NameObject("/JavaScript"),
            pypdf.generic.NameObject("/JS"): pypdf.generic.TextStringObject("app.alert(1)"),
        }
    )
    piege.root_object[pypdf.generic.NameObject("/OpenAction")] = action
    agit = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/O"): action})
    piege.pages[0][pypdf.generic.NameObject("/AA")] = agit
    piege.add_attachment("secret.txt", b"secret")
    piege.write(chemin)
    assert b"/JavaScript" in chemin.read_bytes()
    sortie = tmp_path / "CSF"
    lancer("dossier", LIBOURNAIS, dossier.racine, "-o", sortie)
    octets = (sortie / "dossier.pdf").read_bytes()
    assert octets.count(b"/JS") == 0
    assert b"/EmbeddedFiles" not in octets
    assert b"/JavaScript" not in octets


def test_rien_n_est_ecrit_sur_ce_qui_existe_ni_a_l_essai(dossier, tmp_path):
    sortie = tmp_path / "CSF"
    lancer("dossier", LIBOURNAIS, dossier.racine, "-o", sortie, "--essai")
    assert not sortie.exists()
    sortie.mkdir()
    (sortie / "note.txt").write_text("à moi", encoding="utf-8")
    for commande in (["dossier", "-o", sortie], ["ranger", "--vers", sortie]):
        rendu = lancer(commande[0], LIBOURNAIS, dossier.racine, *commande[1:])
        assert rendu.returncode == 2
        assert "existe déjà" in rendu.stderr
    assert [p.name for p in sortie.iterdir()] == ["note.txt"]


@pytest.mark.parametrize("debut", ["=", "\u00a0=", "\u200b+", "\uff1d", "\u2060@"])
def test_le_nom_d_un_fichier_n_est_pas_une_formule_dans_la_correspondance(dossier, debut, tmp_path):
    nom = f"{debut}cmd(1).pdf"
    (dossier.racine / nom).write_bytes(b"%PDF-1.4")
    lancer("ranger", LIBOURNAIS, dossier.racine, "--vers", tmp_path / "ranges")
    texte = (tmp_path / "ranges" / "correspondance.csv").read_text("utf-8-sig")
    [ligne] = [ligne for ligne in texte.splitlines() if "cmd(1)" in ligne]
    assert ligne.strip('"').startswith("'")


def test_ranger_copie_sous_les_noms_de_la_maison_et_ne_touche_rien(dossier, tmp_path):
    sow_orphelin(dossier, dossier.references[0])
    avant, sortie = _digest(dossier.racine), tmp_path / "ranges"
    rendu = lancer("ranger", LIBOURNAIS, dossier.racine, "--vers", sortie)
    assert rendu.returncode == 1
    assert "16 pièces rangées, 1 laissée de côté." in rendu.stderr
    assert _digest(dossier.racine) == avant
    with (sortie / "correspondance.csv").open(encoding="utf-8-sig", newline="") as fichier:
        lignes = list(csv.DictReader(fichier, delimiter=";"))
    for ligne in lignes:
        if ligne["nouveau"]:
            assert parse_nom(ligne["nouveau"])
            assert (sortie / ligne["nouveau"]).read_bytes() == (
                dossier.racine / ligne["ancien"]
            ).read_bytes()
    assert sum(not ligne["nouveau"] for ligne in lignes) == 1


@pytest.mark.parametrize("commande", [("dossier", "-o"), ("ranger", "--vers")])
def test_tue_a_tout_moment_le_dossier_est_entier_ou_absent(commande, dossier, tmp_path):
    for n, nom in enumerate(dossier.fichiers):
        dossier.fichiers[nom].write_bytes(make_pdf(f"{nom} {n}") + b"%" * 2_000_000)
    for attente in (0.0, 0.2, 0.6, 1.5):  # seconds after the first file of the copy
        sortie = tmp_path / f"sortie {attente}"
        enfant = subprocess.Popen(
            [sys.executable, "-m", "plie_xl", commande[0], LIBOURNAIS, dossier.racine,
             commande[1], sortie],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until(partial(_has_begun, enfant, tmp_path), "the copy")
        time.sleep(attente)
        enfant.kill()
        enfant.wait()
        if sortie.exists():
            attendus = 17 if commande[0] == "ranger" else 20
            assert len([p for p in sortie.rglob("*") if p.is_file()]) == attendus
    lancer(commande[0], LIBOURNAIS, dossier.racine, commande[1], tmp_path / "fin")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".plie-")] == []


def _has_begun(enfant, place):
    return enfant.poll() is not None or any(
        any(cache.iterdir()) for cache in place.glob(".plie-*.tmp.d")
    )


def test_rien_du_dossier_ne_reste_ailleurs(dossier, tmp_path, monkeypatch):
    ailleurs = tmp_path / "temporaire"
    maison = tmp_path / "maison"
    for place in (ailleurs, maison):
        place.mkdir()
    for variable, place in (("TMPDIR", ailleurs), ("HOME", maison), ("XDG_CACHE_HOME", maison)):
        monkeypatch.setenv(variable, str(place))
    lancer("dossier", LIBOURNAIS, dossier.racine, "-o", tmp_path / "CSF")
    assert (tmp_path / "CSF").is_dir()
    assert [*ailleurs.rglob("*"), *(p for p in maison.rglob("*") if p.is_file())] == []
