"""The pieces of the sample workbooks: each sown fault is named, and nothing else."""

import hashlib
import os
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pieces.atelier import (
    CLASSEURS,
    FAUTES,
    build_dossier,
    make_pdf,
    sow_absent,
    sow_renomme,
    sow_vide,
    write_piece,
)
from plie_xl.model.lecture import encode
from plie_xl.pieces.constats import load_constats
from plie_xl.pieces.folder import DossierError, list_dossier
from plie_xl.pieces.judge import judge_registre
from plie_xl.pieces.match import Classement
from plie_xl.pieces.references import split_cellule
from plie_xl.pieces.register import ETATS, TROUVE
from plie_xl.sheets import theme

LIBOURNAIS = next(c for c in CLASSEURS if "libournais" in c.name)


@pytest.fixture
def dossier(tmp_path):
    return build_dossier(tmp_path / "pieces", LIBOURNAIS)


def _cite(dossier, rang, texte):
    """The same workbook where a reference is typed otherwise."""
    reference = dossier.references[rang]
    table = dossier.lecture.tables["suivi"]
    valeurs = {nom: list(v) for nom, v in table.unfold().items()}
    valeurs[reference.nature][list(table.lignes).index(reference.ligne)] = texte
    neuve = replace(table, valeurs={nom: encode(v) for nom, v in valeurs.items()})
    dossier.lecture = replace(dossier.lecture, tables={**dossier.lecture.tables, "suivi": neuve})
    return reference


@pytest.mark.parametrize("classeur", CLASSEURS, ids=lambda c: c.stem)
def test_un_dossier_sain_ne_donne_aucune_alarme(classeur, tmp_path):
    dossier = build_dossier(tmp_path / "pieces", classeur)
    assert dossier.juge() == []
    registre = dossier.registre()
    assert registre.totaux[TROUVE] == registre.totaux["references"] == len(dossier.references)
    for x in registre.atteinte():
        assert x["au_dossier"] == x["justifie"] <= x["tenu"]


@pytest.mark.parametrize("classeur", CLASSEURS, ids=lambda c: c.stem)
def test_chaque_faute_semee_est_nommee_et_rien_d_autre(classeur, tmp_path):
    dossier = build_dossier(tmp_path / "pieces", classeur)
    fois = Counter(r.nom for r in dossier.references)
    seules = [r for r in dossier.references if fois[r.nom] == 1 and r.nom.endswith(".pdf")]
    tardives = [
        r for r in seules if r.jour and r.jour > date(2024, 1, 31) and r.nature != "convention"
    ]
    semees = []
    for seme, reference in zip(FAUTES * 2, tardives, strict=False):
        semees.append(seme(dossier, reference))
    assert len(semees) >= 7
    assert dossier.juge() == sorted(semees)


@pytest.mark.parametrize("seme", FAUTES, ids=lambda f: f.__name__)
def test_au_dossier_ne_depasse_jamais_le_justifie(seme, dossier):
    for reference in dossier.references[::2]:
        if reference.nom.endswith(".pdf"):
            seme(dossier, reference)
    registre = dossier.registre()
    for x in registre.atteinte():
        assert x["au_dossier"] <= x["justifie"] <= x["tenu"]
    totaux = registre.totaux
    assert totaux["references"] == sum(totaux[etat] for etat in ETATS)


def test_un_nom_proche_est_propose_jamais_admis(dossier):
    reference = dossier.references[0]
    sow_renomme(dossier, reference)
    [absente, orpheline] = [
        a for a in judge_registre(dossier.registre()) if a.code in ("DOS-01", "DOS-08")
    ][::-1]
    assert absente.code == "DOS-01"
    assert f"« {Path(reference.nom).stem} (1).pdf »" in absente.constat
    assert orpheline.code == "DOS-08"


def test_la_piece_d_une_autre_reunion_n_est_pas_proposee(dossier):
    sow_absent(dossier, dossier.references[0])
    [absente] = [a for a in judge_registre(dossier.registre()) if a.code == "DOS-01"]
    assert "nom proche" not in absente.constat
    assert "du même jour" not in absente.constat


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda nom: unicodedata.normalize("NFD", nom),
        lambda nom: nom.replace(" ", "\u00a0"),
        lambda nom: f"sous dossier/{nom}",
        lambda nom: nom.encode("ascii", "ignore").decode() if nom.isascii() else nom,
    ],
)
def test_le_nom_se_reconnait_sous_toutes_ses_formes(change, dossier):
    for chemin in dossier.fichiers.values():
        neuf = dossier.racine / change(chemin.name)
        neuf.parent.mkdir(exist_ok=True)
        chemin.rename(neuf)
    assert dossier.juge() == []


def test_le_chemin_departage_deux_fichiers_du_meme_nom(dossier):
    reference = dossier.references[0]
    for place in ("COPIL", "CIS"):
        (dossier.racine / place).mkdir()
        write_piece(dossier.racine / place / "CR 4.pdf", place)
    dossier.fichiers[reference.nom].unlink()
    _cite(dossier, 0, "CR 4.pdf")
    assert dossier.juge() == [("DOS-02", reference.ligne)]
    _cite(dossier, 0, "..\\pieces 2024\\copil\\CR 4.pdf")
    assert dossier.juge() == [("DOS-08", 0)]


def test_plusieurs_references_dans_une_cellule(dossier):
    reference = dossier.references[0]
    write_piece(dossier.racine / "suite 2.pdf", "suite")
    _cite(dossier, 0, f"{reference.nom} ;\nsuite 2.pdf\n")
    assert dossier.juge() == []
    assert len(dossier.registre().pieces) == len(dossier.references) + 1
    assert split_cellule("a1.pdf; b2.pdf\n\n ; à venir") == ["a1.pdf", "b2.pdf"]


def test_un_lien_n_est_jamais_suivi_et_voir_dossier_n_est_pas_un_fichier(dossier):
    reference = dossier.references[0]
    dossier.fichiers[reference.nom].unlink()
    _cite(dossier, 0, "https://exemple.fr/2024/cr.pdf")
    assert dossier.juge() == [("DOS-09", reference.ligne)]
    _cite(dossier, 0, "voir dossier")
    assert dossier.juge() == []
    assert dossier.registre().totaux["non nommée"] == 1


def test_un_meme_contenu_prouve_deux_reunions(dossier):
    un, deux = (dossier.references[n] for n in (0, -1))
    dossier.fichiers[deux.nom].write_bytes(dossier.fichiers[un.nom].read_bytes())
    assert dossier.juge() == [("DOS-04", un.ligne)]


@pytest.mark.parametrize(
    ("jour", "code"), [("2023-12-01", "DOS-05"), ("2024-12-30", "DOS-06"), ("", None)]
)
def test_la_date_du_dossier_est_comparee_a_celle_de_la_reunion(jour, code, dossier):
    reference = next(r for r in dossier.references if r.nature != "convention")
    dossier.fichiers[reference.nom].unlink()
    _cite(dossier, dossier.references.index(reference), "CR COPIL n°4.pdf")
    place = dossier.racine / (jour or f"{reference.jour:%d-%m-%Y}")
    place.mkdir()
    write_piece(place / "CR COPIL n°4.pdf", "compte rendu")
    assert dossier.juge() == ([(code, reference.ligne)] if code else [])


def test_une_horloge_arretee_ne_donne_qu_une_alarme(dossier):
    for nom, chemin in dossier.fichiers.items():
        chemin.write_bytes(make_pdf(nom, date(2001, 1, 1)))
    assert dossier.juge() == [("DOS-11", 0)]


def test_une_numerisation_d_un_seul_jour_apres_les_reunions_n_est_pas_une_faute(dossier):
    for nom, chemin in dossier.fichiers.items():
        chemin.write_bytes(make_pdf(nom, date(2025, 1, 6)))
    assert dossier.juge() == []


def test_les_fichiers_du_systeme_sont_passes_et_les_autres_genres_pas_juges(dossier):
    for nom in ("Thumbs.db", "~$note.docx", ".DS_Store", ".cache"):
        (dossier.racine / nom).write_bytes(b"x")
    (dossier.racine / "film.mp4").write_bytes(b"x")
    assert dossier.juge() == []
    assert dossier.registre().inventaire.passes == 4


def test_rien_hors_du_dossier_n_est_ouvert(dossier, tmp_path):
    dehors = tmp_path / "dehors"
    dehors.mkdir()
    write_piece(dehors / "secret 1.pdf", "secret")
    (dossier.racine / "lien").symlink_to(dehors)
    os.mkfifo(dossier.racine / "tube.pdf")
    inventaire = list_dossier(dossier.racine)
    assert {nom for nom, _ in inventaire.refuses} == {"lien", "tube.pdf"}
    dossier.fichiers[dossier.references[0].nom].unlink()
    _cite(dossier, 0, "../dehors/secret 1.pdf")
    assert dossier.juge() == [("DOS-01", dossier.references[0].ligne)]


def test_un_dossier_absent_le_dit(tmp_path):
    with pytest.raises(DossierError, match="n’existe pas"):
        list_dossier(tmp_path / "absent")


def test_le_dossier_du_coordinateur_est_inchange(dossier):
    def digest():
        return {
            p: (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns)
            for p in dossier.racine.rglob("*")
        }

    sow_vide(dossier, dossier.references[0])
    avant = digest()
    judge_registre(dossier.registre())
    assert digest() == avant


def test_chaque_code_dit_le_constat_l_attendu_et_le_remede():
    assert list(load_constats()) == [*(f"DOS-{n:02}" for n in range(1, 12)), "REU-05"]
    for phrases in load_constats().values():
        assert set(phrases) == {"constat", "attendu", "remede"}


def test_un_fichier_sans_extension_dans_la_reference(tmp_path):
    write_piece(tmp_path / "CR n° 12.5.pdf", "x")
    fichiers = list_dossier(tmp_path).fichiers
    assert Classement(fichiers).find("cr n° 12.5") == list(fichiers)


@pytest.mark.parametrize(
    ("reference", "trouve"),
    [
        ("CR du 12/03/2024", "CR du 12-03-2024.pdf"),
        ("CR du 12 / 03 / 2024", "CR du 12-03-2024.pdf"),
        ("copil/CR 12/03", "copil/CR 12-03.pdf"),
        ("2024/12/CR.pdf", "2024/12/CR.pdf"),
        ("12/03.pdf", "12/03.pdf"),
        ("PV de 2024", None),
        ("PV du 12/03/2024", None),
    ],
)
def test_les_barres_d_un_jour_ne_font_pas_de_dossiers(reference, trouve, tmp_path):
    noms = ["CR du 12-03-2024.pdf", "copil/CR 12-03.pdf", "2024/12/CR.pdf", "12/03.pdf"]
    for nom in (*noms, "2024.pdf"):
        (tmp_path / nom).parent.mkdir(parents=True, exist_ok=True)
        write_piece(tmp_path / nom, nom)
    trouves = Classement(list_dossier(tmp_path).fichiers).find(reference)
    assert [f.relatif for f in trouves] == [trouve] * (trouve is not None)


def test_du_meme_jour_est_propose_le_fichier_libre_de_la_nature_de_la_cellule(dossier):
    reference = next(r for r in dossier.references if r.nature == "emargement")
    dossier.fichiers[reference.nom].unlink()
    for nom in (f"{reference.jour} bilan.pdf", f"{reference.jour} feuille de présence.pdf"):
        write_piece(dossier.racine / nom, nom)
    _cite(dossier, dossier.references.index(reference), "classeur 3")
    [absente] = [a for a in judge_registre(dossier.registre()) if a.code == "DOS-01"]
    assert f"du même jour : « {reference.jour} feuille de présence.pdf »" in absente.constat


def test_chaque_etat_a_sa_couleur():
    assert set(theme.ETATS_PIECES) == set(ETATS)
