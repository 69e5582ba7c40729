"""More rows than a sheet holds: figures stay, the rows are beside, and nothing says otherwise."""

import hashlib
import json
import os
from datetime import date
from types import SimpleNamespace

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commande import run_plie_xl
from hote import bureau
from ordinaire import ordinaire
from test_formules_vivantes import ecarts

from plie_xl import master as maitre
from plie_xl.consolidation import consolidate
from plie_xl.files.errors import EcritureError, Etat
from plie_xl.master import build_master, contract, parquet, write_master
from plie_xl.master.page import RIEN
from plie_xl.master.parquet_pages import PagesError, sum_pages
from plie_xl.master.read import MasterError, read_master
from plie_xl.reading.read import read_classeur
from plie_xl.reports.changes import compare
from plie_xl.reports.dashboard import build_tableau
from plie_xl.reports.explain import explain
from plie_xl.reports.export import build_export
from plie_xl.reports.reminders import build_relances

BORNE = "plie_xl.master.overflow.LIGNES_TENUES"
CHIFFRES = ("Synthèse", "Atteinte", "Par instance", "Par fonction", "Calendrier", "Financement")


@pytest.fixture(scope="module")
def consolidation(racine):
    return consolidate(map(read_classeur, sorted((racine / "workbooks/2024").iterdir())))


@pytest.fixture(scope="module")
def seul(racine):
    """One territory, whose « Suivi » alone overflows."""
    return consolidate([read_classeur(racine / "workbooks/2024/plie_sources_2024.xlsx")])


@pytest.fixture(scope="module")
def entier(consolidation, tmp_path_factory):
    """The master as it is when Excel holds every row."""
    return write_master(consolidation, tmp_path_factory.mktemp("entier") / "AGAPE.xlsx").chemin


@pytest.fixture(scope="module")
def deborde(consolidation, tmp_path_factory):
    """The same, in an Excel whose sheets hold three rows."""
    with pytest.MonkeyPatch.context() as m:
        m.setattr(BORNE, 3)
        chemin = tmp_path_factory.mktemp("deborde") / "AGAPE.xlsx"
        return write_master(consolidation, chemin).chemin


def valeurs(chemin, feuille):
    return list(openpyxl.load_workbook(chemin, data_only=True)[feuille].values)


def detail(chemin, feuille="Suivi"):
    [trouve] = chemin.parent.glob(f"{chemin.stem} - {feuille} *.parquet")
    return trouve


@pytest.mark.parametrize("feuille", CHIFFRES)
def test_les_chiffres_sont_ceux_du_classeur_entier(entier, deborde, feuille):
    dites = [
        [r for r in valeurs(c, feuille) if "Tenu :" not in ordinaire(str(r[0]))]
        for c in (entier, deborde)
    ]
    assert dites[0] == dites[1]


def test_aucune_formule_ne_lit_des_lignes_absentes(deborde):
    formules = [
        c.value
        for f in openpyxl.load_workbook(deborde)
        for ligne in f.iter_rows()
        for c in ligne
        if c.data_type == "f"
    ]
    assert len(formules) > 300  # what reads rows that are there stays live
    assert not [x for x in formules if "suivi[" in x]


@pytest.mark.libreoffice
def test_libreoffice_ne_change_aucun_chiffre(deborde, tmp_path):
    assert ecarts(deborde, bureau.recalculate([deborde], tmp_path)[0]) == {}


@pytest.mark.parametrize("feuille", ["Suivi", "Anomalies", "Pièces manquantes"])
def test_la_feuille_dit_en_une_phrase_ou_sont_ses_lignes(deborde, feuille):
    lignes = valeurs(deborde, feuille)
    nombre = pq.read_metadata(detail(deborde, feuille)).num_rows
    assert nombre > 3
    dit = ordinaire(lignes[3][0])
    assert dit.startswith(f"« {feuille} » a {nombre} lignes, plus qu’une feuille d’Excel")
    assert f"« {detail(deborde, feuille).name} », à garder à côté" in dit
    assert not any(v for ligne in lignes[5:] for v in ligne)


def test_la_synthese_le_dit_aussi(deborde):
    [note] = [r[0] for r in valeurs(deborde, "Synthèse") if "Tenu :" in ordinaire(str(r[0]))]
    assert detail(deborde).name in note


def test_sources_nomme_le_fichier_et_son_empreinte(deborde):
    [ligne] = [x for x in valeurs(deborde, "Sources") if x[1] == detail(deborde).name]
    assert (ligne[2], ordinaire(ligne[3])) == ("détail", "« Suivi » : 385 lignes")
    assert ligne[-1] == hashlib.sha256(detail(deborde).read_bytes()).hexdigest()


def test_les_totaux_de_controle_restent_justes(deborde):
    assert any("Le compte y est" in str(v) for v in valeurs(deborde, "Sources")[3])


def test_le_parquet_a_toutes_les_lignes_et_des_colonnes_typees(deborde, entier):
    table = pq.read_table(detail(deborde))
    assert len(table) == len(valeurs(entier, "Suivi")) - 5
    assert {c.id for c in contract.keep_donnees(contract.SUIVI).colonnes} <= set(table.column_names)
    assert str(table.schema.field("date").type) == "date32[day]"
    assert str(table.schema.field("tenu").type) == "int64"


def test_une_formule_tapee_reste_un_texte(racine, tmp_path, monkeypatch):
    lecture = read_classeur(racine / "workbooks/2024/plie_sources_2024.xlsx")
    from plie_xl.model.lecture import encode

    suivi = lecture.tables["suivi"].valeurs
    suivi["objet"] = encode(["=1+1"] * len(suivi["objet"]))
    monkeypatch.setattr(BORNE, 3)
    chemin = write_master(consolidate([lecture]), tmp_path / "m.xlsx").chemin
    assert set(pq.read_table(detail(chemin))["objet"].to_pylist()) == {"=1+1"}


def test_la_derniere_ligne_d_excel_sert_encore(consolidation, monkeypatch):
    nombre = len(consolidation.suivi)
    monkeypatch.setattr(BORNE, nombre)
    assert not build_master(consolidation).details
    monkeypatch.setattr(BORNE, nombre - 1)
    assert [d.feuille for d in build_master(consolidation).details] == ["Suivi"]


def test_une_feuille_sans_detail_ne_s_ecrit_pas_coupee(consolidation, monkeypatch):
    monkeypatch.setattr("plie_xl.master.page.LIGNES_EXCEL", 30)
    with pytest.raises(EcritureError, match=r"aurait 50 lignes.*rien n’est écrit"):
        build_master(consolidation)


def test_deux_fois_les_memes_octets(consolidation, deborde, tmp_path, monkeypatch):
    monkeypatch.setattr(BORNE, 3)
    encore = write_master(consolidation, tmp_path / "AGAPE.xlsx").chemin
    lus = [{f.name: f.read_bytes() for f in c.parent.iterdir()} for c in (deborde, encore)]
    assert lus[0] == lus[1]
    assert len(lus[0]) == 4


# What is read back.


def test_le_classeur_relu_a_les_tables_du_classeur_entier(deborde, entier):
    a, b = read_master(deborde), read_master(entier)
    for table in ("suivi", "anomalies", "pieces_manquantes", "atteinte", "synthese"):
        assert a.lignes(table) == b.lignes(table), table


@pytest.fixture
def lus(deborde, entier):
    return read_master(deborde), read_master(entier)


def test_expliquer_montre_les_memes_lignes(lus):
    a, b = (explain(m, "agenais", "copil") for m in lus)
    assert a.concorde
    assert a.comptees.to_dict("records") == b.comptees.to_dict("records")
    assert a.non_comptees.to_dict("records") == b.non_comptees.to_dict("records")


def test_les_relances_sont_les_memes(lus):
    a, b = map(build_relances, lus)
    assert a == b


def test_l_export_a_toutes_les_lignes(lus):
    a, b = (dict(build_export(m)) for m in lus)
    assert a["suivi.csv"] == b["suivi.csv"]
    assert a["anomalies.parquet"] == b["anomalies.parquet"]


def test_le_tableau_de_bord_dit_ou_sont_les_lignes(lus, deborde):
    page = build_tableau(lus[0]).decode()
    assert page.count(detail(deborde).name) == 2  # instead of the rows, and in « Sources »


def test_rien_n_a_change_depuis_un_classeur_deborde(lus, consolidation):
    assert compare(lus[0], consolidation).phrase == "aucun changement"


def test_les_evolutions_debordent_comme_le_reste(lus, consolidation, tmp_path, monkeypatch):
    monkeypatch.setattr(BORNE, 3)
    evolutions = compare(lus[0], consolidate([]))
    chemin = write_master(consolidate([]), tmp_path / "m.xlsx", evolutions).chemin
    dit = ordinaire(valeurs(chemin, "Évolutions")[3][0])
    assert dit.startswith("Depuis « Consolidation 2024")
    assert detail(chemin, "Évolutions").name in dit
    assert len(read_master(chemin).tables["evolutions"]) == len(evolutions.lignes)


@pytest.fixture
def copie(deborde, tmp_path):
    for f in deborde.parent.iterdir():
        (tmp_path / f.name).write_bytes(f.read_bytes())
    return tmp_path / deborde.name


@pytest.mark.parametrize(
    ("abimer", "dit"),
    [
        (lambda f: f.unlink(), "il n’est pas là.*remettez-le à côté"),
        (lambda f: f.write_bytes(f.read_bytes() + b"\0"), "n’est plus celui d’alors"),
        (lambda f: f.write_bytes(b""), "n’est plus celui d’alors"),
    ],
    ids=["absent", "autre", "vide"],
)
def test_un_detail_qui_n_est_pas_le_bon_est_refuse_en_une_phrase(copie, abimer, dit):
    abimer(detail(copie))
    with pytest.raises(MasterError, match=f"les lignes de « Suivi » sont dans « AGAPE - .*{dit}"):
        read_master(copie)


@pytest.mark.parametrize(
    "nom", ["../AGAPE.parquet", "/etc/AGAPE.parquet", "c:AGAPE.parquet", "AGAPE.xlsx"]
)
def test_un_nom_qui_sort_du_dossier_n_est_pas_ouvert(copie, nom):
    retoucher(copie, {detail(copie).name: nom})
    with pytest.raises(MasterError, match="qui n’est pas un nom de fichier"):
        read_master(copie)


def test_plus_de_lignes_que_la_borne_ne_sont_pas_lues(copie, monkeypatch):
    monkeypatch.setattr("plie_xl.master.read_overflow.MAX_LIGNES", 100)
    with pytest.raises(MasterError, match="plus de dix millions"):
        read_master(copie)


def test_un_parquet_signe_mais_abime_est_refuse(copie):
    faux = b"PAR1 rien du tout PAR1"
    retoucher(copie, {hashlib.sha256(detail(copie).read_bytes()).hexdigest(): hashlib.sha256(faux).hexdigest()})  # fmt: skip
    detail(copie).write_bytes(faux)
    with pytest.raises(MasterError, match="ne se laisse pas lire"):
        read_master(copie)


@pytest.mark.skipif(os.name != "posix", reason="tubes et liens de POSIX")
@pytest.mark.parametrize(
    ("poser", "dit"),
    [
        (os.mkfifo, "ce n’est pas un fichier ordinaire"),
        (os.mkdir, "c’est un dossier"),
        (lambda f: f.symlink_to("/dev/zero"), "les liens ne sont pas suivis"),
        (lambda f: f.symlink_to("ailleurs.parquet"), "les liens ne sont pas suivis"),
    ],
    ids=["tube", "dossier", "lien sans fin", "lien"],
)
def test_ce_qui_n_est_pas_un_fichier_n_est_pas_attendu(copie, poser, dit):
    ancien = detail(copie).name
    detail(copie).rename(copie.with_name("ailleurs.parquet"))
    poser(copie.with_name("AGAPE - Suivi.parquet"))
    retoucher(copie, {ancien: "AGAPE - Suivi.parquet"})
    with pytest.raises(MasterError, match=dit):
        read_master(copie)


@pytest.mark.parametrize("nom", ["a_x0000_.parquet", "a" * 300 + ".parquet", "..parquet"])
def test_un_nom_que_rien_ne_porte_est_dit_en_francais(copie, nom):
    retoucher(copie, {detail(copie).name: nom})
    with pytest.raises(MasterError, match=r"ne se lit pas : [a-zàéè’ ]+ ; remettez"):
        read_master(copie)


def forge(copie, table, **ecriture):
    """Put this table in the place of the detail, under the fingerprint that the master names."""
    ancien = hashlib.sha256(detail(copie).read_bytes()).hexdigest()
    pq.write_table(table, detail(copie), **({"use_dictionary": True} | ecriture))
    retoucher(copie, {ancien: hashlib.sha256(detail(copie).read_bytes()).hexdigest()})


def test_un_parquet_qui_annonce_plus_que_ses_octets_n_est_pas_lu(copie):
    forge(copie, pa.table({"plie": pa.nulls(3_000_000, pa.string())}))
    with pytest.raises(MasterError, match="plus que ce fichier n’en peut tenir"):
        read_master(copie)


def test_une_valeur_enorme_n_est_pas_recopiee_a_chaque_ligne(copie):
    """300 000 rows of 100 kB each are 30 GB, or one text and its places."""
    textes = pa.DictionaryArray.from_arrays(
        np.arange(300_000, dtype=np.int32) % 2, ["x" * 100_000, "y"]
    )
    forge(copie, pa.table({"plie": textes, "ligne": np.arange(300_000.0)}))
    lus = read_master(copie).tables["suivi"]["plie"]
    assert len(lus) == 300_000
    assert len(set(map(id, lus))) == 2


COMPTEES = []  # kept: after the test a thread of pyarrow may still give memory back to its pool


@pytest.mark.parametrize(
    ("colonne", "ecriture"),
    [
        (pa.array([b"x" * 1_000_000] * 50), {}),
        (pa.array(["x" * 1_000_000] * 50), {"compression": "zstd"}),
        (
            pa.array(["x" * 1_000_000 + str(n) for n in range(50)]),
            {"use_dictionary": False, "column_encoding": "DELTA_BYTE_ARRAY"},
        ),
    ],
    ids=["octets bruts", "zstd", "préfixes"],
)
def test_un_parquet_qui_gonfle_en_memoire_n_est_pas_lu(copie, colonne, ecriture):
    """What says in some bytes what takes gigabytes is not how we write."""
    forge(copie, pa.table({"plie": colonne}), **ecriture)
    comptee = pa.proxy_memory_pool(pa.system_memory_pool())
    COMPTEES.append(comptee)
    habituelle = pa.default_memory_pool()
    pa.set_memory_pool(comptee)
    try:
        with pytest.raises(MasterError, match="ne se laisse pas lire"):
            read_master(copie)
    finally:
        pa.set_memory_pool(habituelle)
    assert comptee.max_memory() < 30_000_000


def varint(nombre, longueur=0):
    """A whole number as the directory of a Parquet file writes it, in as many bytes as wanted."""
    reste, octets = nombre << 1, []
    while reste or len(octets) < longueur or not octets:
        octets.append(128 | reste & 127)
        reste >>= 7
    return bytes([*octets[:-1], octets[-1] & 127])


def test_un_parquet_dont_le_repertoire_ment_sur_la_taille_de_ses_pages_n_est_pas_lu(
    copie, monkeypatch
):
    """What is allocated is what the pages say."""
    monkeypatch.setattr(parquet, "_MAX_OCTETS", 5_000_000)
    ancien = hashlib.sha256(detail(copie).read_bytes()).hexdigest()
    table = pa.table({"plie": ["x" * 1_000_000 + str(n) for n in range(20)]})
    pq.write_table(table, detail(copie), use_dictionary=False)
    lot = pq.read_metadata(detail(copie)).row_group(0)
    vrais = {lot.total_byte_size, lot.column(0).total_uncompressed_size}
    octets = detail(copie).read_bytes()
    for vrai in map(varint, vrais):
        octets = octets.replace(vrai, varint(1, len(vrai)))
    detail(copie).write_bytes(octets)
    retoucher(copie, {ancien: hashlib.sha256(octets).hexdigest()})
    assert pq.read_metadata(detail(copie)).row_group(0).total_byte_size == 1
    with pytest.raises(MasterError, match="ne se laisse pas lire"):
        read_master(copie)


@pytest.mark.parametrize(
    "octets",
    [b"", b"\x15\x00", b"\x15\x00\x15\x02\x15\x7f\x00", b"\x1c" * 20, b"\x1d\x00", b"\x15" + b"\xff" * 20],
    ids=["rien", "coupée", "page au-delà", "imbrication", "genre inconnu", "nombre sans fin"],
)  # fmt: skip
def test_une_page_que_personne_n_ecrit_est_une_erreur(octets):
    with pytest.raises(PagesError):
        sum_pages(octets, 0, max(len(octets), 1))


def test_un_parquet_de_colonnes_inattendues_est_refuse_ou_ignore(copie):
    forge(copie, pa.table({"plie": [["liste"]], "inconnue": [1]}))
    with pytest.raises(MasterError, match="ne se laisse pas lire"):
        read_master(copie)


def test_un_nombre_impossible_dans_un_detail_est_dit(copie):
    forge(copie, pa.table({"plie": ["PLIE"], "tenu": [float("nan")]}))
    with pytest.raises(MasterError, match="nombre impossible"):
        read_master(copie)


def retoucher(chemin, mots):
    """Change texts of « Sources », as somebody might in Excel."""
    classeur = openpyxl.load_workbook(chemin)
    for ligne in classeur["Sources"]:
        for cellule in ligne:
            cellule.value = mots.get(cellule.value, cellule.value)
    classeur.save(chemin)


# What is written, and what is left when it is not.


def test_le_detail_est_ecrit_avant_le_classeur(consolidation, tmp_path, monkeypatch):
    monkeypatch.setattr(BORNE, 300)
    faits = espionner(monkeypatch)
    write_master(consolidation, tmp_path / "m.xlsx")
    assert [f.suffix for f in faits] == [".parquet", ".xlsx"]


@pytest.mark.parametrize(
    "panne",
    [KeyboardInterrupt(), EcritureError("disque plein", Etat.ANCIEN)],
    ids=["Ctrl-C", "disque"],
)
@pytest.mark.parametrize("ou", [".parquet", ".xlsx"])
def test_une_ecriture_arretee_laisse_l_ancien_classeur_et_son_detail(
    consolidation, seul, tmp_path, monkeypatch, panne, ou
):
    monkeypatch.setattr(BORNE, 3)
    chemin = write_master(seul, tmp_path / "m.xlsx").chemin
    avant = {f.name: f.read_bytes() for f in tmp_path.iterdir()}
    espionner(monkeypatch, ou, panne)
    with pytest.raises(type(panne)):
        write_master(consolidation, chemin)
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == avant
    assert len(read_master(chemin).tables["suivi"]) == len(seul.suivi)


def test_un_detail_qui_etait_deja_la_n_est_pas_retire(seul, tmp_path, monkeypatch):
    monkeypatch.setattr(BORNE, 15)
    chemin = write_master(seul, tmp_path / "m.xlsx").chemin
    chemin.unlink()
    espionner(monkeypatch, ".xlsx", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        write_master(seul, chemin)
    assert detail(chemin).exists()


def espionner(monkeypatch, suffixe="", panne=None):
    """The files written, in order; one of this suffix fails."""
    faits, vrai = [], maitre.write_atomic

    def write_atomic(chemin, octets, **options):
        faits.append(chemin)
        if panne and chemin.suffix == suffixe:
            raise panne
        return vrai(chemin, octets, **options)

    monkeypatch.setattr(maitre, "write_atomic", write_atomic)
    return faits


def test_sans_pyarrow_une_phrase_dit_quoi_installer_et_rien_n_est_ecrit(
    consolidation, tmp_path, monkeypatch
):
    monkeypatch.setattr(BORNE, 3)
    monkeypatch.setattr("plie_xl.master.overflow.has_parquet", lambda: False)
    with pytest.raises(EcritureError, match=r"rien n’est écrit.*pip install plie-xl\[parquet\]"):
        write_master(consolidation, tmp_path / "m.xlsx")
    assert not list(tmp_path.iterdir())


def test_sans_pyarrow_un_classeur_deborde_dit_quoi_installer(deborde, monkeypatch):
    monkeypatch.setattr("plie_xl.master.read_overflow.has_parquet", lambda: False)
    with pytest.raises(MasterError, match=r"pip install plie-xl\[parquet\]"):
        read_master(deborde)


def test_un_detail_qui_ne_sert_plus_est_nomme_et_laisse(consolidation, seul, tmp_path, monkeypatch):
    monkeypatch.setattr(BORNE, 15)
    ancien = detail(write_master(seul, tmp_path / "m.xlsx").chemin)
    ancien.with_name(ancien.name.replace("m -", "m - bis -")).touch()  # of another master
    ecrit = write_master(consolidation, tmp_path / "m.xlsx")
    assert f"« {ancien.name} » ne sert plus à « m.xlsx » : supprimez-le" in ecrit.avis
    assert "bis" not in ecrit.avis
    assert ancien.exists()
    assert len(read_master(ecrit.chemin).tables["suivi"]) == len(consolidation.suivi)


# The command.

TROIS_LIGNES = "import plie_xl.master.overflow as detail; detail.LIGNES_TENUES = 3"


@pytest.fixture
def commande(racine, tmp_path):
    def lancer(*options):
        chez_moi = {"HOME": str(tmp_path / "moi"), "USERPROFILE": str(tmp_path / "moi")}
        fini = run_plie_xl(*options, env={**os.environ, **chez_moi}, avant=TROIS_LIGNES)
        return SimpleNamespace(code=fini.returncode, sorti=fini.stdout, dit=fini.stderr)

    def consolider(nom, *options):
        return lancer("consolider", racine / "workbooks/2024", "-o", tmp_path / nom, *options)

    return SimpleNamespace(lancer=lancer, consolider=consolider)


def test_le_bilan_dit_ou_est_le_detail(commande, tmp_path):
    texte, objet = commande.consolider("m.xlsx"), commande.consolider("m.xlsx", "--json")
    assert f"toutes sont dans « {detail(tmp_path / 'm.xlsx').name} »" in ordinaire(texte.sorti)
    dit = json.loads(objet.sorti)["details"]
    assert [x["feuille"] for x in dit] == ["Pièces manquantes", "Suivi", "Anomalies"]
    assert dit[1]["lignes"] == 385
    assert (tmp_path / dit[1]["fichier"]).exists()


def test_le_cache_rend_le_classeur_et_son_detail(commande, tmp_path):
    ecrits = []
    for dossier, options in (
        ("a", ()),
        ("b", ("--cache", tmp_path / "c")),
        ("d", ("--cache", tmp_path / "c")),
    ):
        (tmp_path / dossier).mkdir()
        assert commande.consolider(f"{dossier}/m.xlsx", *options).code == 1
        ecrits.append({f.name: f.read_bytes() for f in (tmp_path / dossier).iterdir()})
    for autre in ecrits[1:]:
        assert sorted(autre) == sorted(ecrits[0])
        assert [nom for nom in autre if autre[nom] != ecrits[0][nom]] == []
    assert len(ecrits[0]) == 4


def test_le_cache_ne_rend_pas_le_detail_d_un_autre_nom(commande, tmp_path):
    for nom in ("m", "autre"):
        commande.consolider(f"{nom}.xlsx", "--cache", tmp_path / "c")
        assert detail(tmp_path / f"{nom}.xlsx").exists()


def test_chaque_commande_sert_un_classeur_deborde(commande, tmp_path):
    commande.consolider("m.xlsx", "--export", tmp_path / "export")
    lue = commande.lancer(
        "expliquer", tmp_path / "m.xlsx", "--fiche", "agenais", "--cible", "copil"
    )
    assert "comme dans « Atteinte »" in ordinaire(lue.sorti)
    assert commande.lancer("relances", tmp_path / "m.xlsx", "-o", tmp_path / "r").code == 0
    page = commande.lancer("tableau-de-bord", tmp_path / "m.xlsx", "-o", tmp_path / "p.html")
    assert page.code == 0
    depuis = commande.consolider("n.xlsx", "--depuis", tmp_path / "m.xlsx")
    assert "aucun changement" in depuis.sorti
    assert (tmp_path / "export/suivi.csv").read_bytes().count(b"\r\n") == 386


def test_un_detail_perdu_arrete_chaque_commande_d_une_phrase(commande, tmp_path):
    commande.consolider("m.xlsx")
    detail(tmp_path / "m.xlsx").unlink()
    for options in (
        ("relances", "-o", tmp_path / "r"),
        ("tableau-de-bord", "-o", tmp_path / "p.html"),
    ):
        fini = commande.lancer(options[0], tmp_path / "m.xlsx", *options[1:])
        assert fini.code == 3
        assert "remettez-le à côté de ce classeur" in fini.dit


def test_un_classeur_ordinaire_n_a_rien_a_cote(entier):
    assert [f.name for f in entier.parent.iterdir()] == ["AGAPE.xlsx"]
    assert RIEN not in {v for r in valeurs(entier, "Suivi") for v in r}


def test_les_dates_du_detail_sont_des_jours(deborde):
    jours = read_master(deborde).tables["suivi"]["date"]
    assert any(isinstance(j, date) for j in jours)
