"""Open formats: what is written is read back value for value, hostile texts included."""

import json
from datetime import date

import pandas as pd
import pytest
from commande import lancer
from master.complet import write_complet
from sorties.formats import read_csv, read_json

import plie_xl as px
from plie_xl.master import contract, parquet
from plie_xl.master.read import FEUILLES
from plie_xl.reports import export
from plie_xl.reports.datapackage import define

HOSTILES = ["=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1", "\tx", "'déjà", "a;b", 'a"b', "l1\nl2",
            " =1+1", "\u00a0@SUM(1)", "\u200b+1", "\ufeff-1", "\u202f\u200e=1", "\uff1d1+1", "\uff0b1", "\uff0d1",
            "\uff20SUM(1)", " \u3164\ufe661", "été 😀", "1,5", "01/02/2024", "x" * 32_000]  # fmt: skip


FORMULES = [t for t in HOSTILES if set(t) & set("=+-@\uff1d\uff0b\uff0d\uff20\ufe66\t")]
SANS_DANGER = ["2024-03-14 émargement.pdf", "— rien", "« a = b »", "a+b", "😀", "(-1)", "\u00a0"]


def relire(frame, feuille):
    yield read_csv(export.write_csv(frame, feuille), feuille)
    yield parquet.read_parquet(parquet.write_parquet(frame, feuille), feuille)


@pytest.mark.parametrize("feuille", FEUILLES, ids=lambda f: f.table)
def test_chaque_table_du_master_revient_la_meme(master, feuille):
    if feuille.table not in master.tables:
        pytest.skip("ce master n’a pas cette feuille")
    frame = master.tables[feuille.table]
    attendu = export.normalize(frame, feuille).to_dict("records")
    octets = dict(export.build_export(master))
    relues = [*relire(frame, feuille), read_json(octets[f"{feuille.table}.json"], feuille)]
    for relue in relues:
        assert relue.astype(object).where(relue.notna(), None).to_dict("records") == attendu


@pytest.mark.parametrize("texte", HOSTILES)
@pytest.mark.parametrize("colonne", ["objet", "date", "presents"])
def test_un_texte_hostile_revient_le_meme(texte, colonne):
    feuille = contract.SUIVI
    frame = pd.DataFrame([dict.fromkeys([c.id for c in feuille.colonnes]) | {colonne: texte}])
    for relue in relire(frame, feuille):
        assert relue.loc[0, colonne] == texte


@pytest.mark.parametrize("texte", FORMULES)
def test_aucune_cellule_du_csv_ne_commence_comme_une_formule(texte):
    frame = pd.DataFrame([dict.fromkeys([c.id for c in contract.SUIVI.colonnes]) | {"plie": texte}])
    ligne = export.write_csv(frame, contract.SUIVI).decode("utf-8-sig").split("\r\n", 1)[1]
    assert ligne.lstrip('"').startswith("'")


@pytest.mark.parametrize("texte", SANS_DANGER)
def test_un_texte_ordinaire_reste_tel_quel_dans_le_csv(texte):
    assert not export.is_formula(texte)


def test_le_csv_est_celui_d_un_excel_francais():
    frame = pd.DataFrame([dict.fromkeys([c.id for c in contract.SYNTHESE.colonnes])
                          | {"plie": "PLIE", "taux_tenu": 0.85, "reference": date(2024, 10, 31)}])  # fmt: skip
    octets = export.write_csv(frame, contract.SYNTHESE)
    assert octets.startswith(b"\xef\xbb\xbf")
    assert "PLIE;;;;;;;;0,85;" in octets.decode("utf-8-sig")
    assert "31/10/2024" in octets.decode("utf-8-sig")


def test_le_dictionnaire_dit_chaque_colonne_ecrite(master):
    octets = dict(export.build_export(master))
    dites = {(x["table"], x["colonne"]) for x in json.loads(octets["dictionnaire.json"])}
    ecrites = {(t, c) for t, frame in master.tables.items() for c in frame.columns}
    ecrites |= {(f.table, c.id) for f in (export.CHIFFRES, export.TOTAUX) for c in f.colonnes}
    assert dites == ecrites


def test_chaque_colonne_a_sa_definition(master):
    lignes = json.loads(dict(export.build_export(master))["dictionnaire.json"])
    assert [x for x in lignes if len(x["definition"]) < 8] == []
    assert {f"{f.table}.{c.id}" for f in FEUILLES for c in f.colonnes if not define(f, c)} == set()


@pytest.fixture(scope="module")
def complet(tmp_path_factory):
    """The master of a closed year: registers, verdicts, changes, with a territory not received."""
    return px.read_master(write_complet(tmp_path_factory.mktemp("complet")))


@pytest.mark.parametrize("lequel", ["master", "complet"])
def test_un_outil_public_valide_la_description_et_chaque_table(lequel, request, tmp_path):
    """frictionless, the tool of the standard itself, reads every CSV as the descriptor says."""
    frictionless = pytest.importorskip("frictionless")
    for nom, octets in export.build_export(request.getfixturevalue(lequel)):
        (tmp_path / nom).write_bytes(octets)
    rapport = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert rapport.flatten(["name", "rowNumber", "fieldName", "type", "note"]) == []
    assert len(rapport.tasks) == len(list(tmp_path.glob("*.csv"))) - 1  # not the dictionary
    types = {t.name: {f.name: f.type for f in frictionless.Resource.from_descriptor(r).schema.fields}
             for r in json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"]
             for t in [frictionless.Resource.from_descriptor(r)]}  # fmt: skip
    assert types["suivi"]["Ligne"] == types["sources"]["Retenues"] == "integer"


def test_les_nombres_entiers_le_sont_et_les_parts_sont_arrondies(master):
    from io import BytesIO

    import pyarrow.parquet as pq

    octets = dict(export.build_export(master))
    schema = pq.read_schema(BytesIO(octets["suivi.parquet"]))
    assert {str(schema.field(n).type) for n in ("ligne", "quantite", "tenu")} == {"int64"}
    parts = [x["taux_tenu"] for x in json.loads(octets["synthese.json"])["lignes"]]
    assert all(len(str(p)) <= 6 for p in parts)


def test_les_chiffres_cles_et_les_totaux_sont_exportes(master):
    octets = dict(export.build_export(master))
    chiffres = read_csv(octets["chiffres.csv"], export.CHIFFRES)
    assert dict(zip(chiffres["libelle"], chiffres["valeur"], strict=True)) == {
        "Territoires reçus": "11 sur 11",
        "Cibles atteintes": "18 sur 44",
        "Tenu": "297",
        "Justifié": "287",
        "Au dossier": "non contrôlé",
        "Retenu au CSF": "non contrôlé",
        "Réunions à compléter": "10",
        "FSE+ concerné (territoires reçus)": "513000",
        "Arrêté au": "31/10/2024",
    }
    totaux = parquet.read_parquet(octets["totaux.parquet"], export.TOTAUX)
    montants = totaux[(totaux["table"] == "financement") & (totaux["colonne"] == "montant_fse")]
    assert list(montants["valeur"]) == [513_000]


def test_consolider_export_ecrit_tout_deux_fois_pareil(recus, tmp_path):
    for nom in ("a", "b"):
        fini = lancer("consolider", recus, "-o", tmp_path / "m.xlsx", "--export", tmp_path / nom)
        assert fini.returncode == 1  # the sample workbooks hold anomalies
    a, b = ({f.name: f.read_bytes() for f in (tmp_path / nom).iterdir()} for nom in "ab")
    assert a == b
    assert {"suivi.csv", "suivi.json", "suivi.parquet", "dictionnaire.csv"} <= set(a)
