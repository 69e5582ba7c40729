"""What the tests of the calendar share: one fiche, one workbook of a few rows, one reading."""

from datetime import date
from pathlib import Path

from galerie.atelier import base, build

from plie_xl.agenda.events import Demande
from plie_xl.agenda.received import read_here
from plie_xl.agenda.rules import list_exactes, load_regles
from plie_xl.checks import count
from plie_xl.model.collection import load_fiches
from plie_xl.reading.read import read_octets

LIBOURNAIS = load_fiches(2024)["libournais"]
CIS = "Commissions d’intégration et de suivi de parcours (CIS)"
COPIL, COP = "Comité de pilotage", "Comités opérationnels (COP)"
PROGRAMMES = sorted(Path(__file__).with_name("programmes").glob("*.ics"))
NOMS = ("Camille", "Durand", "Sarah", "Lopez", "sarah.lopez", "exemple.org", "06 00 00 00 00")


def saisir(*lignes):
    """The bytes of a workbook of these rows of « Suivi », and its count."""
    octets = build(LIBOURNAIS, {**base(LIBOURNAIS), "suivi": list(lignes)})
    return octets, count(read_octets(octets, "plie.xlsx"))


def lire(chemin, regles=None, debut=date(2024, 1, 1), fin=date(2024, 12, 31)):
    """What the child answers, in this process."""
    regles = regles or load_regles(None, LIBOURNAIS)
    reussi, lu = read_here(str(chemin), Demande(regles, list_exactes(LIBOURNAIS), debut, fin))
    assert reussi, lu
    return lu


def refus(chemin, regles=None):
    regles = regles or load_regles(None, LIBOURNAIS)
    jours = LIBOURNAIS.debut, LIBOURNAIS.fin
    reussi, lu = read_here(str(chemin), Demande(regles, list_exactes(LIBOURNAIS), *jours))
    assert not reussi
    return lu


def agenda(*lignes):
    """An .ics of one event with these lines."""
    corps = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", *lignes,
             "END:VEVENT", "END:VCALENDAR", ""]  # fmt: skip
    return "\r\n".join(corps)
