"""What a received file says about people beside its tables never reaches the master."""

import os
import subprocess
import sys
import zipfile

import openpyxl
import pytest

from plie_xl.files.parts import read_parts, replace_once, write_parts
from plie_xl.model.privacy import MASQUE, mask
from plie_xl.reading.guard import inspect

AUTEUR, FEUILLE, MASQUEE, NIR = (
    "Auteure Reconnaissable",
    "Zoé Présente",
    "Liste cachée",
    "2 85 05 33 063 123 47",
)

MACRO = b'Sub Auto_Open(): Shell "/bin/sh -c id": End Sub' + bytes(500)

# In the place of the module `struct`, which every process of ours loads, readers included (they
# start without `site`, so that a `sitecustomize` would not see them).
GUET = """
import os, sys
from _struct import *
from _struct import _clearcache
def guet(evenement, arguments):
    notres = ("python", "ldconfig")  # readers, and the search of a library by ctypes
    lance = evenement == "subprocess.Popen" and not any(p in str(arguments[0]) for p in notres)
    if lance or evenement in ("socket.connect", "socket.getaddrinfo", "socket.bind", "os.system"):
        with open({temoin!r}, "a") as temoin:
            temoin.write(evenement + chr(10))
sys.addaudithook(guet)
with open({vivants!r}, "a") as vivants:
    vivants.write(str(os.getpid()) + chr(10))
"""


@pytest.mark.parametrize(
    ("texte", "reste"),
    [
        ("Présentes : Mme Durand, Mme Petit", MASQUE),
        ("Compte rendu relu par Mme Durand", MASQUE),
        ("Compte rendu relu par la référente", "Compte rendu relu par la référente"),
        ("Marché Mériadeck, Mérignac", "Marché Mériadeck, Mérignac"),
    ],
)
def test_un_texte_qui_annonce_quelqu_un_n_est_pas_recopie(texte, reste):
    assert mask(texte) == reste


def add_macro(recu):
    """What Excel adds to a workbook with macros: a part, its relation, its type."""
    parties = read_parts(recu.read_bytes())
    genre = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    lien = f'<Relationship Id="rIdV" Type="{genre}" Target="vbaProject.bin"/></Relationships>'
    relations, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    dit = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    parties[relations] = replace_once(parties[relations], "</Relationships>", lien)
    parties[types] = replace_once(parties[types], "</Types>", dit)
    parties["xl/vbaProject.bin"] = MACRO
    recu.write_bytes(write_parts(parties))


@pytest.fixture(scope="module")
def consolidation(racine, tmp_path_factory):
    """A workbook with an author, a link, an extra sheet and a hidden one, given to the command."""
    dossier = tmp_path_factory.mktemp("vie_privee")
    classeur = openpyxl.load_workbook(racine / "workbooks" / "2024" / "plie_sources_2024.xlsx")
    classeur.properties.creator = AUTEUR
    classeur.properties.lastModifiedBy = AUTEUR
    classeur.create_sheet("Émargement").append([FEUILLE, NIR])
    classeur.create_sheet("Notes").append([MASQUEE])
    classeur["Notes"].sheet_state = "hidden"
    classeur["Suivi"]["D6"].hyperlink = "http://exemple.invalid/piece.pdf"
    classeur["Notes"]["B1"].value = '=WEBSERVICE("http://exemple.invalid/a")'
    recu, sortie = dossier / "plie_sources_2024.xlsm", dossier / "AGAPE.xlsx"
    classeur.save(recu)
    add_macro(recu)
    code = GUET.format(temoin=str(dossier / "temoin"), vivants=str(dossier / "vivants"))
    (dossier / "struct.py").write_text(code, encoding="utf-8")
    rendu = subprocess.run(
        [sys.executable, "-m", "plie_xl", "consolider", str(recu), "-o", str(sortie)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(dossier)},
    )
    return rendu, sortie


@pytest.fixture(scope="module")
def contenu(consolidation):
    with zipfile.ZipFile(consolidation[1]) as archive:
        return b"".join(archive.read(nom) for nom in archive.namelist()).decode("utf-8", "replace")


@pytest.mark.parametrize("mot", [AUTEUR, FEUILLE, MASQUEE, NIR])
def test_le_master_ne_copie_ni_auteur_ni_feuille_etrangere(mot, contenu):
    assert mot not in contenu
    assert "sources" in contenu


def test_une_consolidation_n_ouvre_aucune_connexion_et_ne_lance_rien(consolidation):
    sortie = consolidation[1]
    assert sortie.exists()
    vivants = (sortie.parent / "vivants").read_text().split()
    assert len(set(vivants)) >= 2, "le guet doit veiller sur le lecteur aussi"
    assert not (sortie.parent / "temoin").exists()


def test_la_macro_d_un_fichier_recu_n_est_ni_donnee_au_lecteur_ni_copiee(consolidation):
    sortie = consolidation[1]
    recu = (sortie.parent / "plie_sources_2024.xlsm").read_bytes()
    assert MACRO in read_parts(recu).values()
    for octets in (inspect(recu).copie, sortie.read_bytes()):
        parties = read_parts(octets)
        assert not [nom for nom, contenu in parties.items() if "vba" in nom or MACRO in contenu]


def test_la_feuille_qui_nomme_des_personnes_est_signalee(consolidation):
    sortie = consolidation[1]
    dites = [
        ligne
        for ligne in openpyxl.load_workbook(sortie)["Anomalies"].iter_rows(values_only=True)
        if "LEC-19" in ligne
    ]
    [dite] = dites
    assert any("numéro de sécurité sociale" in str(valeur) for valeur in dite)


def test_la_commande_ne_montre_rien_des_feuilles_etrangeres(consolidation):
    dit = consolidation[0].stdout + consolidation[0].stderr
    assert not any(mot in dit for mot in (AUTEUR, FEUILLE, MASQUEE, NIR))
