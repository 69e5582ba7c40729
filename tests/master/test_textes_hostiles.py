"""A coordinator's text reaches the master as the same harmless text, or with a visible trace."""

from datetime import date

import openpyxl
import pytest
from hote import bureau
from python_calamine import CalamineWorkbook

from plie_xl.master.safe_text import COUPE, LIMITE_EXCEL, en_texte, en_textes

LONG = "é" * 40_000
TEXTES = {
    "=cmd|' /C calc'!A0": "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd": "@SUM(1+1)*cmd",
    "+1": "+1",
    "-1": "-1",
    "=1+1": "=1+1",
    '=HYPERLINK("http://x.fr","clic")': '=HYPERLINK("http://x.fr","clic")',
    "avant\taprès": "avant\taprès",
    "deux\nlignes": "deux\nlignes",
    "{=1}": "{=1}",
    "_x0041_": "_x0041_",
    "réunion 🎉 au \U0001f469\u200d\U0001f4bb": "réunion 🎉 au \U0001f469\u200d\U0001f4bb",
    "cloche\x07": "cloche␇",
    "fdp.\u202exslx": "fdp.[U+202E]xslx",
    "gauche\u200e, isolé\u2066": "gauche[U+200E], isolé[U+2066]",
    "ligne\u2028et\x85suite\u2029": "ligne[U+2028]et[U+0085]suite[U+2029]",
    "étiquette\U000e0041": "étiquette[U+E0041]",
}


@pytest.fixture
def master(depot):
    def retoucher(saisies):
        for ligne, texte in zip(saisies["suivi"], ecrivables(), strict=False):
            ligne["objet"] = texte

    depot.ecrire("sources", retoucher)
    return depot.consolider().chemin


def ecrivables():
    """What a workbook can hold: a library that writes one escapes the rest."""
    return [t for t in TEXTES if "\x07" not in t]


def attendus():
    return [TEXTES[t] for t in ecrivables()]


@pytest.mark.parametrize(("saisi", "ecrit"), TEXTES.items())
def test_un_texte_reste_le_meme_ou_montre_sa_trace(saisi, ecrit):
    assert en_texte(saisi) == ecrit


@pytest.mark.parametrize("texte", [LONG, "🎉" * 20_000])
def test_un_texte_trop_long_est_coupe_et_le_dit(texte):
    ecrit = en_texte(texte)
    assert len(ecrit.encode("utf-16-le")) // 2 <= LIMITE_EXCEL
    assert ecrit.endswith(COUPE)


def test_plusieurs_textes_a_la_fois_disent_ce_que_chacun_dit():
    valeurs = [*TEXTES, LONG, "Mme Durand", "06 00 00 00 00", 3.0, None, "  ", date(2024, 3, 1)]
    assert en_textes(valeurs) == [en_texte(valeur) for valeur in valeurs]


def test_openpyxl_relit_des_textes(master):
    feuille = openpyxl.load_workbook(master)["Suivi"]
    objets = colonne(feuille.iter_rows(min_row=5))
    lus = {c.value.replace("_x005F_", "_"): c.data_type for c in objets}
    assert {t: lus.get(t) for t in attendus()} == dict.fromkeys(attendus(), "s")


def test_calamine_relit_des_textes(master):
    assert set(attendus()) <= relire(master)


@pytest.mark.libreoffice
def test_libreoffice_recalcule_sans_executer(master, tmp_path):
    recalcule = bureau.recalculate([master], tmp_path / "recalcul")[0]
    assert set(attendus()) <= relire(recalcule)


def relire(chemin):
    lignes = CalamineWorkbook.from_path(chemin).get_sheet_by_name("Suivi")
    return set(colonne(lignes.to_python(skip_empty_area=False)[4:]))


def colonne(lignes):
    """The cells under « Objet »."""
    entetes, *corps = [list(ligne) for ligne in lignes]
    rang = [getattr(e, "value", e) for e in entetes].index("Objet")
    return [ligne[rang] for ligne in corps]
