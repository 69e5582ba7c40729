"""The pandera schemas: true columns, true frames, and the faults that `check` finds."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace

import numpy as np
import pandera.pandas as pa
import pytest
from galerie.atelier import au_jour_de_la_galerie, find_anomalies, find_fiches, read_vitrine
from galerie.dessin import load_galerie
from schemas_page import PAGE, build_page

import plie_xl as px
from plie_xl.checks import REGLES, check
from plie_xl.checks.rule import TABLES
from plie_xl.checks.schemas import SCHEMAS, Suivi, frames
from plie_xl.model.workbook import SUIVI, feuilles

FICHES = px.load_fiches(2024)
FAUTIVES = [code for code in load_galerie() if code in REGLES]


@pytest.fixture(autouse=True)
def aujourdhui():
    with au_jour_de_la_galerie():
        yield


@pytest.fixture(scope="module")
def echantillons(racine):
    return [px.read_classeur(p) for p in sorted((racine / "workbooks/2024").glob("*.xls*"))]


def fautes(lectures, fiches=None) -> set[tuple[str, str, int]]:
    """What a notebook sees of each table: code, workbook and row of every failure case."""
    tables = frames(lectures, fiches=fiches)
    return {cas for nom, frame in tables.items() for cas in list_cas(SCHEMAS[nom], frame)}


def dites(lectures, fiches=None) -> set[tuple[str, str, int]]:
    """What `check` says, by a rule."""
    anomalies = [a for a in check(lectures, fiches=fiches) if a.code in REGLES]
    return {(a.code, a.cellule.classeur, a.cellule.ligne) for a in anomalies}


@pytest.mark.parametrize("code", FAUTIVES)
def test_un_carnet_trouve_ce_que_trouve_check(code):
    lectures, fiches = read_vitrine(code), find_fiches(code)
    assert fautes(lectures, fiches) == dites(lectures, fiches)
    assert code in {vu for vu, *_ in fautes(lectures, fiches)}


def test_un_carnet_trouve_ce_que_trouve_check_sur_les_onze_classeurs(echantillons):
    assert len(echantillons) == 11
    assert fautes(echantillons) == dites(echantillons) != set()


def test_un_carnet_a_l_ordre_de_check_ou_treize_regles_parlent_a_la_fois(echantillons):
    """Rule by rule as they are registered, and under each one the cells of `check`, as it lists them."""
    anomalies = [a for a in check(echantillons) if a.code in REGLES]
    plusieurs = Counter(c for c, _ in {(a.cellule.classeur, a.code) for a in anomalies})
    assert plusieurs["plie_sud-perigord_2024.xlsx"] == 13
    for nom, frame in frames(echantillons).items():
        siennes = [r.code for r in REGLES.values() if r.sur == nom]
        dites = [
            (a.code, a.cellule.classeur, a.cellule.ligne)
            for code in siennes
            for a in anomalies
            if a.code == code
        ]
        assert list_cas(SCHEMAS[nom], frame) == dites


def list_cas(schema, frame) -> list[tuple[str, str, int]]:
    """The lines of `failure_cases` as they come."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as erreurs:
        cas = erreurs.failure_cases
        return [(code, *place) for code, place in zip(cas["check"], cas["index"], strict=True)]
    return []


@pytest.mark.parametrize("code", FAUTIVES)
def test_un_carnet_a_une_ligne_par_faute_et_sa_cellule(code):
    """One line per anomaly, in the column that its cell stands in."""
    lectures = {lecture.classeur: lecture for lecture in read_vitrine(code)}
    attendues = [a for a in find_anomalies(code) if a.code in REGLES]
    vues, sur = frames(lectures.values(), fiches=find_fiches(code)), REGLES[code].sur
    with pytest.raises(pa.errors.SchemaErrors) as levee:
        SCHEMAS[sur].validate(vues[sur], lazy=True)
    cas = levee.value.failure_cases
    assert len(cas) == len(attendues)
    for colonne, (classeur, ligne) in zip(cas["column"], cas["index"], strict=True):
        places = [t.colonnes.get(colonne) for t in lectures[classeur].tables.values()]
        cellules = [a.cellule for a in attendues if a.cellule.classeur == classeur]
        assert any(c.ligne == ligne and c.colonne in places for c in cellules if c.ligne)


def test_un_carnet_montre_ce_qui_est_saisi():
    (lecture,) = read_vitrine("SUI-05")
    with pytest.raises(pa.errors.SchemaErrors) as levee:
        px.schemas.Suivi.validate(px.schemas.frames(lecture)["suivi"], lazy=True)
    for cas in levee.value.failure_cases.itertuples():
        assert (cas.check, cas.column) == ("SUI-05", "statut")
        assert any(f"« {cas.failure_case} »" in a.constat for a in find_anomalies("SUI-05"))


def test_un_carnet_ne_montre_pas_les_donnees_personnelles():
    lectures = read_vitrine("SUI-20")
    with pytest.raises(pa.errors.SchemaErrors) as levee:
        SCHEMAS["textes"].validate(frames(lectures)["textes"], lazy=True)
    for cas in levee.value.failure_cases["failure_case"]:
        assert cas.startswith(("un ", "une "))


@pytest.mark.parametrize("nom", TABLES)
def test_chaque_schema_a_des_colonnes_decrites_et_des_regles(nom):
    schema = SCHEMAS[nom]
    assert schema.columns
    assert schema.title
    assert schema.description
    for colonne in schema.columns.values():
        assert colonne.dtype
        assert colonne.title
        assert colonne.description
    assert [c.name for c in schema.checks] == [r.code for r in REGLES.values() if r.sur == nom]


def test_un_carnet_ne_propose_que_les_schemas_et_leurs_tableaux():
    schemas = {
        nom for nom, valeur in vars(px.schemas).items() if isinstance(valeur, pa.DataFrameSchema)
    }
    assert set(dir(px.schemas)) == {*schemas, "SCHEMAS", "frames"}


def test_chaque_regle_est_dans_un_schema_et_un_seul():
    codes = [c.name for schema in SCHEMAS.values() for c in schema.checks]
    assert sorted(codes) == sorted(REGLES)


def test_les_colonnes_saisies_du_suivi_sont_celles_du_contrat():
    for fiche in FICHES.values():
        feuille = next(f for f in feuilles(fiche) if f.nom == SUIVI)
        for colonne in (c for c in feuille.colonnes if not c.calcule):
            assert Suivi.columns[colonne.id].title == colonne.entete


def test_une_colonne_d_un_autre_type_est_dite(echantillons):
    suivi = frames(echantillons[0])["suivi"].assign(jour="le 14 mars")
    with pytest.raises(pa.errors.SchemaErrors) as levee:
        Suivi.validate(suivi, lazy=True)
    assert "jour" in set(levee.value.failure_cases["column"])


@pytest.mark.parametrize("code", REGLES)
def test_une_regle_juge_le_tableau_qu_on_lui_donne(code):
    """Two frames, two answers: what fails is silent once its row is taken away."""
    schema = SCHEMAS[REGLES[code].sur]
    frame = frames(read_vitrine(code), fiches=find_fiches(code))[schema.name]
    (garde,) = (c for c in schema.checks if c.name == code)
    tient = np.asarray(garde(frame).check_output)
    assert not tient.all()
    assert garde(frame[tient]).check_passed


def test_check_passe_une_fois_par_tableau_qui_a_des_lignes(monkeypatch, echantillons):
    vus = []
    valider = pa.DataFrameSchema.validate
    monkeypatch.setattr(
        pa.DataFrameSchema,
        "validate",
        lambda schema, frame, **options: (
            vus.append((schema.name, len(frame))) or valider(schema, frame, **options)
        ),
    )
    check(echantillons)
    attendus = {nom: len(frame) for nom, frame in frames(echantillons).items()}
    assert vus == [(nom, n) for nom, n in attendus.items() if n]


def test_sans_pandera_rien_n_est_valide_mais_tout_se_compte(racine):
    classeur = racine / "workbooks/2024/plie_agenais_2024.xlsx"
    code = (
        "import sys; sys.modules['pandera'] = None\n"
        f"import plie_xl as px; lecture = px.read_classeur({str(classeur)!r})\n"
        "assert len(px.compute_atteinte(lecture)) and len(px.count(lecture).suivi)\n"
        "px.check(lecture)"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert sortie.returncode == 1
    assert b"pandera" in sortie.stderr.splitlines()[-1]


def test_une_regle_muette_l_est_dans_les_deux_modes(monkeypatch):
    lectures = read_vitrine("SUI-05")
    muette = replace(REGLES["SUI-05"], tient=lambda table: np.ones(len(table), bool))
    monkeypatch.setitem(REGLES, "SUI-05", muette)
    assert fautes(lectures) == dites(lectures)
    assert "SUI-05" not in {code for code, *_ in fautes(lectures)}


def test_les_anomalies_se_montrent_en_tableau(echantillons):
    anomalies = check(echantillons)
    assert anomalies.frame.to_dict("records") == [a.to_dict() for a in anomalies]
    assert list(check([]).frame.columns) == list(anomalies.frame.columns)


def test_la_page_des_schemas_vient_des_schemas():
    assert PAGE.read_text("utf-8") == build_page(), "à refaire : cd tests && python -m schemas_page"
