"""A master beyond the bounds of the guard: read the same, bounded still, and bombs refused."""

import re
import time
import zipfile

import pytest
from hote import bureau
from patience import at_most

import plie_xl as px
from plie_xl.master import read
from plie_xl.master.read import MasterError
from plie_xl.reading import guard

BORNES = "plie_xl.master.read_large."
TEXTES, SUIVI = "xl/sharedStrings.xml", "Suivi"


def part_of(chemin, nom):
    """The part that holds a sheet of a master; another part is its own name."""
    with zipfile.ZipFile(chemin) as archive:
        noms = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{noms.index(nom) + 1}.xml" if nom in noms else nom


@pytest.fixture
def grand(monkeypatch):
    """Every master is one that the guard would refuse."""
    monkeypatch.setattr(read, "announces_grand", lambda octets: True)


def relire(frame):
    return frame.to_dict("records"), list(frame.index)


@pytest.mark.parametrize(
    "table", ["suivi", "atteinte", "synthese", "calendrier", "sources", "anomalies"]
)
def test_chaque_table_est_celle_que_lit_calamine(chemin_master, master, grand, table):
    assert relire(px.read_master(chemin_master).tables[table]) == relire(master.tables[table])


def test_totaux_chiffres_et_resume_sont_les_memes(chemin_master, master, grand):
    lu = px.read_master(chemin_master)
    assert (lu.chiffres, lu.resume, lu.sha256) == (master.chiffres, master.resume, master.sha256)
    assert {t: relire(f) for t, f in lu.ensembles.items()} == {
        t: relire(f) for t, f in master.ensembles.items()
    }


def test_un_master_que_la_garde_trouve_trop_gros_est_lu(chemin_master, master, monkeypatch):
    monkeypatch.setattr("plie_xl.reading.guard.archive.MAX_OCTETS_PARTIE", 100_000)
    assert guard.inspect(chemin_master.read_bytes()).refus.motif == "trop_gros"
    assert relire(px.read_master(chemin_master).tables["suivi"]) == relire(master.tables["suivi"])


def test_un_grand_classeur_qui_n_est_pas_un_master_reste_refuse(recus, monkeypatch):
    monkeypatch.setattr("plie_xl.reading.guard.archive.MAX_OCTETS_PARTIE", 10_000)
    with pytest.raises(MasterError, match="n’est pas un classeur maître"):
        px.read_master(recus / "plie_sources_2024.xlsx")


def test_une_feuille_lue_par_petits_morceaux_est_la_meme(chemin_master, master, grand, monkeypatch):
    monkeypatch.setattr("plie_xl.reading.guard.archive._MORCEAU", 700)
    assert relire(px.read_master(chemin_master).tables["suivi"]) == relire(master.tables["suivi"])


@pytest.mark.libreoffice
def test_un_master_enregistre_par_libreoffice_se_lit_aussi(
    chemin_master, master, tmp_path, monkeypatch
):
    [copie] = bureau.recalculate([chemin_master], tmp_path)
    with zipfile.ZipFile(copie, "a") as archive:
        assert b"plie_xl master" in archive.read("docProps/core.xml")
    ordinaire = px.read_master(copie)
    monkeypatch.setattr(read, "announces_grand", lambda octets: True)
    lu = px.read_master(copie)
    for table in master.tables:
        assert relire(lu.tables[table]) == relire(ordinaire.tables[table]), table
    assert lu.lignes("suivi") == master.lignes("suivi")


@pytest.fixture
def retouche(chemin_master, tmp_path, grand):
    """The master with one part changed."""

    def retoucher(partie, changer):
        copie, partie = tmp_path / "AGAPE.xlsx", part_of(chemin_master, partie)
        with (
            zipfile.ZipFile(chemin_master) as lu,
            zipfile.ZipFile(copie, "w", zipfile.ZIP_DEFLATED) as ecrit,
        ):
            for info in lu.infolist():
                octets = lu.read(info)
                ecrit.writestr(
                    info.filename, changer(octets) if info.filename == partie else octets
                )
        return copie

    return retoucher


def ligne(motif, par):
    return lambda octets: re.sub(motif, par, octets, count=1)


@pytest.mark.parametrize(
    ("changer", "dit"),
    [
        (ligne(rb'<c r="A9"', rb'<c r="XFD9"'), "très loin du tableau"),
        (ligne(rb'r="A9"', rb'r="A9999999"'), "très loin du tableau"),
        (ligne(rb'r="A12"', rb'r="A1048577"'), "très loin du tableau"),
        (ligne(rb'<c r="A9"', rb"<c"), "que le lecteur perdrait"),
        (ligne(rb'<c r="A9"', rb'<x:c r="A9"'), "que le lecteur perdrait"),
        (ligne(rb"<c r=\"A9\"", rb"<c r='A9'"), "que le lecteur perdrait"),
        (ligne(rb"<v>\d+</v></c><c r=\"B9\"", rb'<v>999999</v></c><c r="B9"'), "mal désigné"),
        (ligne(rb"<v>\d+</v></c><c r=\"B9\"", rb'<v>4294967296</v></c><c r="B9"'), "mal désigné"),
        (ligne(rb'<c r="B9"', rb'<c r="B8"'), "adresse impossible"),
        (ligne(rb"<worksheet", rb"<!DOCTYPE x><worksheet"), "DOCTYPE"),
        (lambda octets: octets.replace(b"</row>", b"<x/>"), "trop de balises"),
        (lambda octets: octets.replace(b"</sheetData>", octets[octets.find(b"<row ") :], 1), "adresse impossible"),
        (lambda octets: octets + octets[octets.find(b"<row ") :], "trop de balises"),
        (ligne(rb'(<c r="C9".*?</c>)', rb"<!--\1-->"), "XML est invalide"),
        (ligne(rb'(<c r="C9".*?</c>)', rb"<?x \1?>"), "XML est invalide"),
        (ligne(rb'(<c r="C9".*?</c>)', rb"<![CDATA[\1]]>"), "XML est invalide"),
        (ligne(rb'(<c r="C9".*?</c>)', rb"<q>\1</q>"), "que le lecteur perdrait"),
        (ligne(rb'<row r="9"', rb'<row r="9" xmlns="u"'), "que le lecteur perdrait"),
        (ligne(rb'<c r="C9"', rb'<c r="C9" xmlns="u"'), "que le lecteur perdrait"),
        (ligne(rb'<row r="9"', rb'<row r="9" r="9"'), "que le lecteur perdrait"),
        (ligne(rb'<worksheet xmlns="[^"]*"', rb'<worksheet xmlns="u"'), "que le lecteur perdrait"),
        (ligne(rb"<sheetData>", rb'<q xmlns="u"><sheetData/></q><sheetData>'), "que le lecteur perdrait"),
        (ligne(rb"<sheetData>", rb"<!--<sheetData>-->"), "XML est invalide"),
        (ligne(rb"<v>(?=\d)", b"<v>\x00"), "XML est invalide"),
    ],
    ids=["colonne", "rangée", "au-delà d’Excel", "sans adresse", "préfixe", "apostrophes", "texte", "texte qui déborde", "autre rangée",
         "doctype", "sans fin", "désordre", "après la fin", "commentaire", "instruction", "cdata", "étrangère", "rangée d’ailleurs",
         "cellule d’ailleurs", "attribut en double", "feuille d’ailleurs", "données d’ailleurs", "données en commentaire", "octet nul"],
)  # fmt: skip
def test_une_feuille_hostile_est_refusee_en_une_phrase(retouche, monkeypatch, changer, dit):
    monkeypatch.setattr(BORNES + "MAX_OCTETS_RANGEE", 100_000)
    with pytest.raises(MasterError, match=dit):
        px.read_master(retouche(SUIVI, changer))


def test_une_rangee_ecrite_en_deux_fois_est_refusee(retouche, monkeypatch):
    """Its second half, come with the next piece of the sheet, would efface the first."""
    monkeypatch.setattr("plie_xl.reading.guard.archive._MORCEAU", 700)
    longs = b" ".join(b'%c="%b"' % (n, b"x" * 190) for n in b"abcdefghij")
    milieu = b'</row><row r="9" ' + longs + b">"
    copie = retouche(SUIVI, ligne(rb'(?=<c r="F9")', milieu))
    with pytest.raises(MasterError, match="adresse impossible"):
        px.read_master(copie)


@pytest.mark.parametrize(
    ("partie", "borne"),
    [(SUIVI, "MAX_OCTETS_FEUILLE"), (TEXTES, "MAX_OCTETS_TEXTES")],
    ids=["feuille", "textes"],
)
def test_une_bombe_est_refusee_sans_etre_gonflee(retouche, monkeypatch, partie, borne):
    monkeypatch.setattr(BORNES + borne, 1_000_000)
    bombe = retouche(partie, lambda octets: octets.replace(b"<v>", b"<v>" + b" " * 30_000).replace(b"<t>", b"<t>" + b" " * 90_000))  # fmt: skip
    assert bombe.stat().st_size < 1_000_000
    with pytest.raises(MasterError, match="dépasse la taille admise"):
        px.read_master(bombe)


def test_une_vraie_bombe_ne_prend_ni_temps_ni_memoire(retouche):
    resource = pytest.importorskip("resource", reason="Windows ne dit pas la mémoire ainsi")
    mega = b"<!--" + b" " * 999_993 + b"-->"
    copie = retouche("docProps/app.xml", lambda octets: octets)
    visee = part_of(copie, SUIVI)
    with zipfile.ZipFile(copie) as lu:
        parties = {nom: lu.read(nom) for nom in lu.namelist()}
    with zipfile.ZipFile(copie, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as ecrit:
        for nom, octets in parties.items():
            with ecrit.open(nom, "w", force_zip64=True) as partie:
                partie.write(octets)
                for _ in range(2_100 if nom == visee else 0):
                    partie.write(mega)
    debut, avant = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(MasterError, match="trop de balises"):
        px.read_master(copie)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant < 300_000  # KiB
    assert time.monotonic() - debut < at_most(60)


def test_trop_de_valeurs_distinctes_sont_refusees(retouche, monkeypatch):
    monkeypatch.setattr(BORNES + "MAX_DISTINCTES", 20)
    with pytest.raises(MasterError, match="démesurés"):
        px.read_master(retouche(SUIVI, lambda octets: octets))


def test_une_somme_fausse_est_refusee(chemin_master, tmp_path, grand):
    octets = bytearray(chemin_master.read_bytes())
    place = (
        octets.rindex(part_of(chemin_master, SUIVI).encode()) - 46 + 16
    )  # of the checksum, in the central directory
    octets[place] ^= 1
    (tmp_path / "AGAPE.xlsx").write_bytes(octets)
    with pytest.raises(MasterError, match="abîmé"):
        px.read_master(tmp_path / "AGAPE.xlsx")


@pytest.mark.parametrize(
    ("cellule", "lue"),
    [
        (b'<c r="F9" s="1" t="inlineStr"><is><t>l&amp;l</t></is></c>', "l&l"),
        (b'<c r="F9" s="1" t="str"><f>A1&amp;"x"</f><v>x &lt; y</v></c>', "x < y"),
        (b'<c r="F9" s="1" t="str"><f t="shared" si="0"/><v xml:space="preserve"> x</v></c>', " x"),
        (b'<c r="F9" s="1" t="str" cm="1"><f t="array" ref="F9">A1</f><v>x</v></c>', "x"),
        (b'<c r="F9" s="1" t="b"><v>1</v></c>', True),
        (b'<c r="F9" s="1" t="e"><v>#N/A</v></c>', None),
        (b'<c r="F9" s="1"><v>1.5E3</v></c>', 1500.0),
        (b'<c r="F9" s="1"/>', None),
        (b'<c r="F9" s="1"><f>A1</f></c>', None),
        (b'<c r="F9" s="1" t="str"><v>a_x000A_b</v></c>', "a\nb"),
    ],
)
def test_chaque_forme_de_cellule_se_lit(retouche, cellule, lue):
    copie = retouche(SUIVI, ligne(rb'<c r="F9"(?:[^>]*/>|.*?</c>)', lambda _: cellule))
    assert px.read_master(copie).tables["suivi"].loc[9, "objet"] == lue


def test_un_texte_mis_en_forme_et_sa_phonetique_se_lisent(retouche):
    riche = b'<si><r><rPr><b/></rPr><t>PLIE </t></r><r><t>des Sources</t></r><rPh sb="0" eb="1"><t>non</t></rPh><phoneticPr fontId="1"/></si>'
    copie = retouche(TEXTES, ligne(rb"<si><t>PLIE des Sources</t></si>", riche))
    assert "PLIE des Sources" in set(px.read_master(copie).tables["suivi"]["plie"])


@pytest.mark.parametrize(
    ("changer", "dit"),
    [
        (ligne(rb"<si>", rb"<!--<si><t>x</t></si>--><si>"), "XML est invalide"),
        (ligne(rb"<si>", rb'<si xmlns="u">'), "que le lecteur perdrait"),
        (ligne(rb"<si>", rb'<q xmlns="u"><si><t>x</t></si></q><si>'), "que le lecteur perdrait"),
        (ligne(rb'<sst xmlns="[^"]*"', rb'<sst xmlns="u"'), "que le lecteur perdrait"),
        (ligne(rb"<si><t>", rb'<si><t xmlns="u">x</t><t>'), "que le lecteur perdrait"),
        (ligne(rb"</sst>", rb"</sst><si><t>x</t></si>"), "XML est invalide"),
    ],
    ids=["commentaire", "ailleurs", "étranger", "racine d’ailleurs", "deux textes", "après la fin"],
)
def test_des_textes_que_personne_ne_voit_font_refuser_le_master(retouche, changer, dit):
    with pytest.raises(MasterError, match=dit):
        px.read_master(retouche(TEXTES, changer))
