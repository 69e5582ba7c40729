"""Read aloud what a test can: blanks before « : ; ! ? », no English, numbers that agree."""

import io
import re
import tokenize
import zipfile
from html import unescape
from pathlib import Path

import pytest
from galerie.atelier import find_anomalies
from galerie.dessin import load_galerie

import plie_xl
from plie_xl.checks.groups import GROUPES
from plie_xl.cli.catalogue import COMMANDES
from plie_xl.model.collection import load_fiches
from plie_xl.model.piece_words import debuts_absence, formes_absence, list_premiers
from plie_xl.model.text import FINE, pluriel, typographie
from plie_xl.template.live.cells import FIN

SOURCES = sorted(Path(plie_xl.__path__[0]).rglob("*.py"))
MODELES = sorted(Path(__file__).parents[1].joinpath("templates").glob("*.xlsx"))
ANGLAIS = re.compile(
    r"\b(the|is|not|and|or|missing|row|cell|sheet|value|error|file(?! active)|exists?|expected|unknown|please"
    r"|denied|permission|master|warning|failed|cannot|invalid|days?)\b",
    re.IGNORECASE,
)
ACCORD = re.compile(r"(?<![\d,\u202f/.])[01]\s(?!août)[a-zéèêâîôûç]{3,}(?:s|x)\b")
TOUJOURS_S = re.compile(r"\b(jamais|dans|plus|fois|pas|mois|bis|cas|dans|sous|hors|tous|puis)$")
JUSTES = re.compile(rf"[^\S{FINE}][;:!?](?=\s|$|»)|«(?!{FINE})|(?<!{FINE})»")


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("il manque : ceci ; cela", f"il manque{FINE}: ceci{FINE}; cela"),
        ("vouliez-vous dire « oui » ?", f"vouliez-vous dire «{FINE}oui{FINE}»{FINE}?"),
        ("oui !", f"oui{FINE}!"),
        ("1 462 jours, 37 000 €", f"1{FINE}462 jours, 37{FINE}000{FINE}€"),
        ("100 % au plus", f"100{FINE}% au plus"),
        ("fiche N°2, fiche n° 3", "fiche n°\u00a02, fiche n°\u00a03"),
        ("le 12/03/2024 100 personnes", "le 12/03/2024 100 personnes"),
        ("Suivi!E40 à E46, 12:30, C:\\a", "Suivi!E40 à E46, 12:30, C:\\a"),
        ("N°", "N°"),
        ("", ""),
    ],
)
def test_la_typographie_met_les_blancs_du_francais(ecrit, lu):
    assert typographie(ecrit) == lu
    assert typographie(lu) == lu


@pytest.mark.parametrize("code", load_galerie())
def test_une_anomalie_dite_se_lit_a_haute_voix(code):
    for anomalie in find_anomalies(code):
        phrase = typographie(f"{anomalie.constat} ; {anomalie.attendu} ; {anomalie.remede}")
        assert list_fautes(re.sub("«[^»]*»", f"«{FINE}{FINE}»", phrase)) == []


@pytest.mark.parametrize("phrase", [*COMMANDES.values(), *GROUPES.values()])
def test_une_phrase_se_lit_a_haute_voix(phrase):
    assert list_fautes(typographie(re.sub(r"\{\w+\}", "x", phrase))) == []


def list_fautes(phrase: str) -> list[str]:
    """What a person would stumble upon: blanks, English words, plurals after 0 or 1."""
    accords = [x for x in ACCORD.findall(phrase) if not TOUJOURS_S.search(x)]
    return [x[0] for forme in (JUSTES, ANGLAIS) if (x := forme.search(phrase))] + accords


@pytest.mark.parametrize(
    "phrase",
    ["il manque : ceci", "la file is there", "1 lignes lues", "« oui »", "déjà 0 réunions"],
)
def test_la_lecture_a_haute_voix_entend_les_fautes(phrase):
    assert list_fautes(phrase)


@pytest.mark.parametrize("modele", MODELES, ids=lambda m: m.stem)
def test_les_feuilles_du_modele_suivent_la_typographie(modele):
    with zipfile.ZipFile(modele) as archive:
        textes = archive.read("xl/sharedStrings.xml").decode()
    fiches = {ligne for f in load_fiches(2024).values() for ligne in f.texte.split("\n")}
    tapes = {*formes_absence(), *debuts_absence()}
    tapes |= {*list_premiers(tapes)}
    for brut in re.findall(r"<t[^>]*>([^<]*)</t>", textes):
        texte = unescape(brut)
        if texte in fiches:
            continue  # the sheet that nobody sees, as AGAPE wrote it
        if texte.removesuffix(FIN).strip() in tapes:
            continue  # on « Listes », what some people type: « missing »
        assert list_fautes(texte) == [], texte


def test_les_aides_du_modele_suivent_la_typographie():
    """On « Listes » too, whose hidden rows *Valider* pastes over destroyed drop-downs."""
    with zipfile.ZipFile(MODELES[-1]) as archive:
        feuilles = [archive.read(n).decode() for n in archive.namelist() if "worksheets/s" in n]
    aides = [unescape(a) for f in feuilles for a in re.findall(r'prompt="([^"]+)"', f)]
    assert len(aides) > 20
    assert [a for a in aides if list_fautes(a)] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.stem)
def test_aucun_blanc_n_est_pose_a_la_main(source):
    """Typographic blanks stand in no source: neither as they are, nor in a sentence as escapes."""
    texte = source.read_text("utf-8")
    assert not re.search("[\u00a0\u202f\u2009]", texte)
    for jeton in tokenize.generate_tokens(io.StringIO(texte).readline):
        if jeton.type == tokenize.STRING and re.search(r"\\u(00a0|202f|2009)", jeton.string):
            assert not re.search(r"[a-zé]{3,}", re.sub(r"\\u\w{4}", "", jeton.string)), jeton.string


@pytest.mark.parametrize(
    ("n", "dit"), [(0, "0 tenue"), (1, "1 tenue"), (2, "2 tenues"), (5, "5 tenues")]
)
def test_un_nombre_s_accorde(n, dit):
    assert pluriel(n, "tenue") == dit
