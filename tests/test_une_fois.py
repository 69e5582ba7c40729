"""What is said once: a range, an empty workbook, numbers shown as dates; and deliverables."""

from datetime import date, datetime, time, timedelta

import pytest
from galerie.atelier import base

from plie_xl.checks import check
from plie_xl.model.collection import load_fiches
from plie_xl.reports.dashboard import find_couleur
from plie_xl.sheets import theme
from plie_xl.template import build_saisie

FICHES = load_fiches(2024)
AGENAIS, SUD, GRAVES = (FICHES[f] for f in ("agenais", "sud-perigord", "graves"))
AU = date(2024, 12, 31)


def dites(fiche, *codes, **tables):
    lecture = build_saisie(fiche, {**base(fiche), **tables}, "x.xlsx")
    return [a for a in check(lecture, AU) if not codes or a.code.startswith(codes)]


def tenues(cible, nombre):
    jours = [date(2024, 1, 8) + timedelta(days=7 * n) for n in range(nombre)]
    ligne = {"instance": cible.libelle, "statut": "Réalisée", "modalite": "Présentiel"}
    return [{**ligne, "date": jour} for jour in jours]


@pytest.mark.parametrize("fiche", [SUD, GRAVES], ids=lambda f: f.id)
def test_au_dela_de_la_fourchette_une_remarque_par_cible(fiche):
    for cible in (c for c in (*fiche.cibles, *fiche.resultats) if c.maximum):
        assert dites(fiche, "CIB-05", suivi=tenues(cible, cible.maximum)) == []
        (remarque,) = dites(fiche, "CIB-05", suivi=tenues(cible, cible.maximum + 3))
        assert cible.libelle in remarque.constat
        assert "fourchette" in remarque.constat
        assert remarque.attendu == cible.objectif
        assert not remarque.bloquante


def test_une_ligne_suffit_pour_qu_un_classeur_ne_soit_pas_vide():
    assert [a.code for a in dites(AGENAIS, "CIB-06", suivi=[])] == ["CIB-06"]
    assert dites(AGENAIS, "CIB-06", suivi=[{"commentaire": "rien encore"}]) == []


def test_une_reunion_recopiee_de_proche_en_proche_ne_compte_qu_une_fois():
    referents = next(c for c in AGENAIS.cibles if c.id == "referents")
    (une,) = tenues(referents, 1)
    pieces = [("l’emargement 2.pdf", ""), (" L'EMARGEMENT 2.pdf", "CR 2"), ("", "cr 2"), ("", "")]
    suivi = [{**une, "emargement": e, "compte_rendu": c} for e, c in pieces]
    anomalies = dites(AGENAIS, "PIE-07", suivi=suivi)
    assert [a.cellule.a1 for a in anomalies] == ["C7", "C8"]
    assert [a.constat.split("la réunion de la ")[1][:7] for a in anomalies] == [
        "ligne 6",
        "ligne 7",
    ]


def test_une_piece_ecrite_autrement_est_la_meme_dans_une_autre_colonne_aussi():
    """A sign that looks alike, a capital, a blank: Excel compares them so."""
    referents = next(c for c in AGENAIS.cibles if c.id == "referents")
    pieces = [
        ("l’emargement 2.pdf", "CR 2"),
        (" L'EMARGEMENT  2.pdf", ""),
        ("cr 2", ""),
        ("oui", ""),
    ]
    suivi = [
        {**ligne, "emargement": e, "compte_rendu": c}
        for ligne, (e, c) in zip(tenues(referents, 4), pieces, strict=True)
    ]
    anomalies = dites(AGENAIS, "PIE-03", suivi=suivi)
    assert [(a.cellule.a1, a.constat[-7:]) for a in anomalies] == [
        ("J7", "ligne 6"),
        ("J8", "ligne 6"),
    ]


def test_un_fichier_nomme_parmi_d_autres_est_deja_une_piece_aussi():
    """A place (« classeur 2 ») may be said of every row: only a file is one document."""
    referents = next(c for c in AGENAIS.cibles if c.id == "referents")
    pieces = [
        "liste 2.pdf ; CR 2.docx",
        "classeur 2 ; LISTE 2.PDF",
        "classeur 2 ; n° 3",
        "liste 2.pdf",
    ]
    pieces += ["photo.jpg\nCR 2.docx", "CR 9.pdf ; CR 9.pdf"]
    suivi = [
        {**ligne, "emargement": piece}
        for ligne, piece in zip(tenues(referents, 6), pieces, strict=True)
    ]
    anomalies = dites(AGENAIS, "PIE-03", suivi=suivi)
    assert [(a.cellule.a1, a.constat[-7:]) for a in anomalies] == [
        ("J7", "ligne 6"),
        ("J9", "ligne 6"),
        ("J10", "ligne 6"),
    ]


def test_les_nombres_affiches_comme_des_dates_sont_comptes_et_dits_une_fois():
    action = next(c for c in AGENAIS.cibles if c.unite != "réunion")
    suivi = [{**tenues(action, 1)[0], "quantite": datetime(1900, 1, 2), "presents": time(0)}]
    postes = [
        {"poste": "Personnel", "nature": "Dépense", "prevu": datetime(1982, 2, 18)},
        {"poste": "FSE+", "nature": "Ressource", "realise": timedelta(days=12_000)},
    ]
    anomalies = dites(AGENAIS, suivi=suivi, financement=postes)
    assert not {a.code for a in anomalies} & {"FIN-04", "FIN-05", "SUI-09", "SUI-15"}
    (dite,) = (a for a in anomalies if a.code == "FIN-08")
    assert dite.constat.startswith("4 nombres")
    assert "H6 et I6 de « Suivi »" in dite.constat.replace("\u202f", " ")
    assert "C6 et D7 de « Financement »" in dite.constat.replace("\u202f", " ")


def test_beaucoup_de_cellules_ne_sont_pas_toutes_nommees():
    postes = [
        {"poste": f"P{n}", "nature": "Dépense", "prevu": datetime(1982, 2, 18)} for n in range(20)
    ]
    (dite,) = dites(AGENAIS, "FIN-08", financement=postes)
    assert dite.constat.startswith("20 nombres")
    assert "12 autres" in dite.constat


@pytest.mark.parametrize(
    ("remis_le", "reference", "codes"),
    [
        ("", "", []),
        (date(2024, 6, 3), "bilan.pdf", []),
        ("2024-06-03", "bilan.pdf", []),
        (datetime(2024, 6, 3, 14, 30), "bilan.pdf", []),
        ("oui", "bilan.pdf", ["LIV-01"]),
        ("fin juin", "", ["LIV-01"]),
        (False, "bilan.pdf", ["LIV-01"]),
        (date(2099, 1, 1), "", ["LIV-02"]),
        (date(2024, 6, 3), "", ["LIV-03"]),
        (date(2024, 6, 3), "à venir", ["LIV-03"]),
        (date(2024, 6, 3), "néant", ["LIV-03"]),
    ],
)
def test_un_livrable_a_un_jour_passe_et_une_reference(remis_le, reference, codes):
    livrable = {"livrable": "Bilan", "remis_le": remis_le, "reference": reference}
    assert [a.code for a in dites(AGENAIS, "LIV", livrables=[livrable])] == codes


def test_la_page_donne_au_mot_d_un_territoire_la_couleur_de_son_statut():
    statuts = list(theme.STATUTS)
    for mot in statuts:
        assert find_couleur(f"{mot} : 1 cible sur 5 atteinte") == f"s{statuts.index(mot)}"
    assert find_couleur("Réunion : atteinte") == ""
