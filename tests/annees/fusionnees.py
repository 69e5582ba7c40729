"""Graves and Sources merge: the fiche of a fictitious « PLIE de la Vallée », on any day."""

import re

from plie_xl.model.collection import load_fiches
from plie_xl.reading.read import read_octets
from plie_xl.template import build_template

FICHES = load_fiches(2024)
SUCCEDE = 'succede = ["graves/copil", "sources/copil"]\n'


def succession(le="2025-01-01", de=("graves", "sources")):
    noms = ", ".join(f'"{nom}"' for nom in de)
    return f"\n[[succession]]\nde = [{noms}]\nle = {le}\n"


def vallee(suite=None, succede=SUCCEDE, debut=""):
    """The fiche of Graves moved to 2025 under the name of the new PLIE, and whom it succeeds to."""
    texte = (
        FICHES["graves"]
        .texte.replace("2024-", "2025-")
        .replace("PLIE des Graves", "PLIE de la Vallée")
    )
    texte, fois = re.subn(r'(?m)^(id +)= "copil"\n', rf'\1= "copil"\n{succede}', texte)
    assert fois == 1
    texte = re.sub(r"(?m)^debut += .*", f"debut = {debut}", texte) if debut else texte
    return texte + (succession() if suite is None else suite)


def move(nom, annee=2025):
    """The text of a fiche of 2024, moved to another year."""
    return FICHES[nom].texte.replace("2024-", f"{annee}-")


def classeur(fiche, *lignes, nom=""):
    """A workbook read, with rows of its steering committee."""
    copil = next(c.libelle for c in fiche.instances if c.id == "copil")
    suivi = [{"instance": copil, "modalite": "Présentiel", **x} for x in lignes]
    octets = build_template(fiche, {"suivi": suivi})
    return read_octets(octets, nom or f"plie_{fiche.id}_{fiche.annee}.xlsx")


def en_cours_d_annee(deposer, suite=""):
    """The fiches of 2025, in which Graves and Sources merge on 1 July; `suite` ends each of theirs."""
    return deposer(
        graves=move("graves") + suite,
        sources=move("sources"),
        vallee=vallee(succession("2025-07-01")) + suite,
    ).annee(2025)
