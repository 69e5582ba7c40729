"""Files as they come: every kind that may be a piece, and those that were made to do harm."""

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from pieces.atelier import CLASSEURS, build_dossier, make_pdf
from plie_xl.model.settings import Reglages
from plie_xl.pieces.bundle import can_merge
from plie_xl.pieces.folder import list_dossier
from plie_xl.pieces.judge import judge_registre
from plie_xl.pieces.manifest import PieceChangeeError
from plie_xl.pieces.open import look_at
from plie_xl.pieces.pack import fill_pack
from plie_xl.pieces.rows import list_rows, write_registre

LIBOURNAIS = next(c for c in CLASSEURS if "libournais" in c.name)
EXTENSIONS = Reglages().pieces.extensions


@pytest.fixture
def dossier(tmp_path):
    return build_dossier(tmp_path / "pieces", LIBOURNAIS)


def _image(genre: str, **options: object) -> bytes:
    octets = BytesIO()
    Image.effect_noise((60, 40), 30).save(octets, genre, **options)
    return octets.getvalue()


def _zip(*noms: str) -> bytes:
    octets = BytesIO()
    with zipfile.ZipFile(octets, "w") as archive:
        for nom in noms:
            archive.writestr(nom, "<x/>")
    return octets.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OFFICE, OPEN = _zip("[Content_Types].xml"), _zip("mimetype")
SAINS = {
    "pdf": make_pdf("sain"),
    **dict.fromkeys(("jpg", "jpeg"), _image("JPEG")),
    "png": _image("PNG"),
    **dict.fromkeys(
        ("tif", "tiff"), _image("TIFF", save_all=True, append_images=[Image.new("L", (9, 9))])
    ),
    "heic": b"\0\0\0\x18ftypheic" + bytes(200),
    **dict.fromkeys(("doc", "xls", "ppt", "msg"), OLE),
    **dict.fromkeys(("docx", "xlsx", "pptx"), OFFICE),
    **dict.fromkeys(("odt", "ods"), OPEN),
    "txt": "Relevé".encode(),
    "eml": b"Subject: CR\r\n\r\nBonjour",
}


def _voit(racine: Path, fichiers: dict[str, bytes]) -> dict[str, str]:
    """Why each of these files does not open, by name; "" when it does."""
    racine.mkdir(exist_ok=True)
    for nom, octets in fichiers.items():
        (racine / nom).write_bytes(octets)
    vues = look_at(list_dossier(racine).fichiers, EXTENSIONS)
    return {nom: vue.cause for nom, vue in vues.items()}


def test_chaque_genre_admis_s_ouvre(tmp_path):
    assert set(SAINS) == set(EXTENSIONS)
    causes = _voit(tmp_path / "x", {f"piece.{genre}": octets for genre, octets in SAINS.items()})
    assert set(causes.values()) == {""}


def test_chaque_genre_coupe_ou_menteur_ne_s_ouvre_pas(tmp_path):
    menteurs = {f"faux.{genre}": b"\0" * 50 for genre in EXTENSIONS}
    coupes = {f"coupe.{g}": SAINS[g][: len(SAINS[g]) // 2] for g in ("jpg", "png", "docx", "odt")}
    causes = _voit(tmp_path / "x", menteurs | coupes)
    assert [nom for nom, cause in causes.items() if not cause] == []


def _relie(racine: Path, octets: dict[str, bytes], tmp_path: Path) -> tuple[pypdf.PdfReader, str]:
    """The pack of a folder where these references have these contents."""
    dossier = build_dossier(racine, LIBOURNAIS)
    for reference, contenu in zip(dossier.references, octets.items(), strict=False):
        nom, sien = contenu
        chemin = dossier.fichiers[reference.nom]
        chemin.unlink()
        chemin.with_suffix(f".{nom.rpartition('.')[2]}").write_bytes(sien)
    sortie = tmp_path / "CSF"
    sortie.mkdir()
    registre = dossier.registre()
    fill_pack(registre, judge_registre(registre), Reglages(), sortie)
    return pypdf.PdfReader(sortie / "dossier.pdf"), (sortie / "LISEZ-MOI.txt").read_text("utf-8")


def test_photos_et_numerisations_deviennent_des_pages_et_le_reste_est_nomme(tmp_path):
    choisis = {f"x.{g}": SAINS[g] for g in ("jpg", "png", "tif", "heic", "docx", "eml")}
    pdf, lisez = _relie(tmp_path / "pieces", choisis, tmp_path)
    renvois = [p for p in pdf.pages if "n’est pas reproduite ici" in p.extract_text()]
    assert len(renvois) == sum(not can_merge(nom[2:]) for nom in choisis) == 3
    assert "3 pièces, qu’une page nomme" in lisez.replace("\u202f", " ")


def _signets(pdf: pypdf.PdfReader) -> list[str]:
    """The bookmarks of pieces."""
    return [s.title for groupe in pdf.outline if isinstance(groupe, list) for s in groupe]


def _bomb() -> bytes:
    """A page tree that says one page, and has ten billion for who walks it."""
    ecrit = pypdf.PdfWriter(clone_from=pypdf.PdfReader(BytesIO(make_pdf("bombe"))))
    racine = ecrit.root_object["/Pages"]
    branche = racine.get_object()["/Kids"][0]
    for _ in range(10):
        noeud = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Pages"),
                NameObject("/Count"): NumberObject(1),
                NameObject("/Kids"): ArrayObject([branche] * 10),
            }
        )
        branche = ecrit._add_object(noeud)
    racine.get_object()[NameObject("/Kids")] = ArrayObject([branche])
    racine.get_object()[NameObject("/Count")] = NumberObject(1)
    octets = BytesIO()
    ecrit.write(octets)
    return octets.getvalue()


def test_une_bombe_n_empeche_pas_les_autres_pieces_d_etre_reunies(tmp_path, monkeypatch):
    monkeypatch.setattr("plie_xl.pieces.binding._DELAI_PIECE", 3.0)
    monkeypatch.setattr("plie_xl.pieces.open._DELAI", 5.0)
    pdf, lisez = _relie(tmp_path / "pieces", {"x.pdf": _bomb()}, tmp_path)
    assert len(_signets(pdf)) == 16
    assert len(pdf.pages) < 100
    [renvoi] = [p for p in pdf.pages if "n’est pas reproduite ici" in p.extract_text()]
    assert "dans le temps et la mémoire permis" in " ".join(renvoi.extract_text().split())
    assert "1 pièce, qu’une page nomme" in lisez.replace("\u202f", " ")


@pytest.mark.skipif(sys.platform != "linux", reason="noms en octets de Linux")
def test_un_nom_qui_n_est_pas_de_l_utf8_se_montre_et_ne_casse_rien(dossier):
    (Path(os.fsdecode(os.fsencode(dossier.racine) + b"/caf\xe9 \x1b[31m.pdf"))).write_bytes(
        make_pdf("x")
    )
    (dossier.racine / f"{'n' * 250}.pdf").write_bytes(make_pdf("y"))
    registre = dossier.registre()
    anomalies = judge_registre(registre)
    dites = [a.constat for a in anomalies if a.code == "DOS-08"]
    assert len(dites) == 2
    assert all(dit.encode("utf-8") and "\x1b" not in dit for dit in dites)
    assert list_rows(registre)
    assert write_registre(registre)


def test_un_fichier_qui_change_sans_cesse_est_en_cours_d_enregistrement(tmp_path):
    chemin = tmp_path / "x" / "scan.pdf"
    chemin.parent.mkdir()
    chemin.write_bytes(make_pdf("scan") + bytes(60_000_000))
    ecrivain = subprocess.Popen(
        [sys.executable, "-c", "import sys,os\nf=open(sys.argv[1],'ab',0)\n"
         "while True: f.write(b'%'); os.utime(sys.argv[1])", chemin]
    )  # fmt: skip
    try:
        vues = look_at(list_dossier(chemin.parent).fichiers, EXTENSIONS)
    finally:
        ecrivain.kill()
        ecrivain.wait()
    assert vues["scan.pdf"].cause == "est en cours d’enregistrement"


def test_une_piece_qui_change_avant_la_copie_arrete_le_dossier(dossier, tmp_path):
    registre = dossier.registre()
    dossier.fichiers[dossier.references[0].nom].write_bytes(make_pdf("autre"))
    (tmp_path / "CSF").mkdir()
    with pytest.raises(PieceChangeeError, match="a changé pendant la copie"):
        fill_pack(registre, [], Reglages(), tmp_path / "CSF")


def test_au_dela_de_cent_les_fichiers_que_personne_ne_cite_sont_comptes(dossier):
    for n in range(140):
        (dossier.racine / f"note {n:03}.pdf").write_bytes(b"%PDF-1.4 " + str(n).encode())
    dites = [a.constat for a in judge_registre(dossier.registre()) if a.code == "DOS-08"]
    assert len(dites) == 101
    assert sum("40 autres fichiers du dossier ne sont cités" in dit for dit in dites) == 1


def test_des_pieces_trop_lourdes_pour_un_pdf_en_font_plusieurs(dossier, tmp_path, monkeypatch):
    monkeypatch.setattr("plie_xl.pieces.binding._VOLUME", 5_000)
    registre = dossier.registre()
    sortie = tmp_path / "CSF"
    sortie.mkdir()
    fill_pack(registre, [], Reglages(), sortie)
    volumes = sorted(sortie.glob("dossier*.pdf"))
    assert len(volumes) > 1
    assert not (sortie / ".prepare").exists()
    signets = [s[:3] for volume in volumes for s in _signets(pypdf.PdfReader(volume))]
    assert sorted(signets) == [f"{n:03}" for n in range(1, len(dossier.references) + 1)]
    lisez = (sortie / "LISEZ-MOI.txt").read_text("utf-8")
    assert all(volume.name in lisez for volume in volumes)
