"""AGAPE's own Word model: its keys, its figures found again, and nothing that it could do else."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from ordinaire import ordinaire

from bilan.atelier import faits_de, lire, saisir
from plie_xl.model.collection import load_fiches
from plie_xl.model.settings import Reglages
from plie_xl.reports.bilan.model import ModeleError, build_contexte, fill_modele, load_cles
from plie_xl.reports.bilan.verify import verify


def modele(tmp_path, *textes, retouche=lambda document: None):
    document = Document()
    for texte in textes:
        document.add_paragraph(texte)
    retouche(document)
    chemin = tmp_path / "modele.docx"
    document.save(chemin)
    return chemin


def tableau(document):
    table = document.add_table(rows=4, cols=3)
    for k, texte in enumerate(("Cible", "Tenu", "Justifié")):
        table.cell(0, k).text = texte
    table.cell(1, 0).text = "{%tr for c in cibles %}"
    for k, texte in enumerate(("{{ c.libelle }}", "{{ c.tenu }}", "{{ c.justifie }}")):
        table.cell(2, k).text = texte
    table.cell(3, 0).text = "{%tr endfor %}"


def test_les_cles_annoncees_sont_celles_du_bilan():
    contexte = build_contexte(faits_de("hauts-de-garonne"), Reglages())
    cles = dict(load_cles())
    simples = {f"{a}.{b}" for a, dits in contexte.items() if isinstance(dits, dict) for b in dits}
    assert simples == set(cles.pop("simples"))
    listes = {a: set(dits[0]) for a, dits in contexte.items() if isinstance(dits, list) and dits}
    assert listes == {a: set(noms) for a, noms in cles.items() if a in listes}
    assert {*cles} - {*listes} <= {"hors_cibles"}


def test_un_modele_rempli_porte_ses_chiffres_et_son_graphique(tmp_path):
    faits = faits_de("graves")
    chemin = modele(
        tmp_path, "Bilan de {{ fiche.plie }}, au {{ bilan.arrete }}.", "{{ bilan.graphique }}",
        retouche=tableau,
    )  # fmt: skip
    rendu = fill_modele(chemin, faits, Reglages())
    assert fill_modele(chemin, faits, Reglages()) == rendu
    lu, dit = Document(BytesIO(rendu)), dict(lire(rendu).champs)
    assert lu.paragraphs[0].text.startswith("Bilan de PLIE des Graves, au ")
    assert dit["plie:graves/2024/copil/tenu"] == "2"
    assert "word/charts/graphique1.xml" in zipfile.ZipFile(BytesIO(rendu)).namelist()
    assert {a.code for a in verify(lire(rendu), faits).anomalies} == {"BIL-03"}
    assert "\ue000" not in lu.element.xml


def test_ce_qu_une_coordinatrice_a_tape_reste_un_texte(tmp_path):
    ecarts = [{"cible": c.libelle} for c in load_fiches(2024)["graves"].cibles]
    ecarts[0]["motif"] = "{{ 7*7 }} <b> & {% for %}"
    chemin = modele(tmp_path, "{% for c in cibles %}{{ c.motif }}{% endfor %}")
    rendu = fill_modele(chemin, saisir(ecarts=ecarts), Reglages())
    assert "{{ 7*7 }} <b> & {% for %}" in Document(BytesIO(rendu)).paragraphs[0].text


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("{{ fiche.plei }}", "BIL-01 .*« plei ».*vouliez-vous dire « plie »"),
        ("{{ cible }}", "BIL-01 .*« cible ».*vouliez-vous dire « cibles »"),
        ("{{ fiche.__class__ }}", "« __class__ »"),
        ("{{ ''.__class__.__mro__ }}", "« __class__ »"),
        ("{% for %}", "ne peut pas être rempli"),
        ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
         "ne finit pas"),
    ],
)  # fmt: skip
def test_un_modele_fautif_est_refuse_d_une_phrase(tmp_path, texte, phrase, monkeypatch):
    if "range" in texte:
        monkeypatch.setattr("plie_xl.reports.bilan.model._DELAI", 2.0)
    with pytest.raises(ModeleError) as dite:
        fill_modele(modele(tmp_path, texte), faits_de("graves"), Reglages())
    import re

    assert re.search(phrase, ordinaire(str(dite.value)))


def test_un_modele_qui_va_chercher_ailleurs_est_refuse(tmp_path):
    def lier(document):
        genre = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        document.part.relate_to("http://exemple.fr/a.png", genre, is_external=True)

    with pytest.raises(ModeleError, match="va chercher ailleurs"):
        fill_modele(modele(tmp_path, "a", retouche=lier), faits_de("graves"), Reglages())


@pytest.mark.parametrize("octets", [b"", b"PK", b"%PDF-1.7"])
def test_ce_qui_n_est_pas_un_modele_est_refuse(tmp_path, octets):
    chemin = tmp_path / "a.docx"
    chemin.write_bytes(octets)
    with pytest.raises(ModeleError, match="n’est pas un modèle Word"):
        fill_modele(chemin, faits_de("graves"), Reglages())
