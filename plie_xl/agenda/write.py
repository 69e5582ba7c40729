"""Planned rows of « Suivi » → a calendar; a row called off or put off leaves as cancelled.

The same workbook gives the same bytes: what dates an event is the day the workbook was saved.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from plie_xl.agenda.identity import list_rows
from plie_xl.agenda.read import FUSEAU
from plie_xl.checks.count import Compte
from plie_xl.files.claim import Origine
from plie_xl.model.fiche import Fiche
from plie_xl.model.privacy import mask
from plie_xl.model.text import en_clair, est_vide, pluriel, read_heure
from plie_xl.model.words import ANNULEE, PREVUE, REPORTEE

_PRODUIT = "-//plie_xl//agenda//FR"
_ORIGINE = datetime(2000, 1, 1, tzinfo=UTC)  # from which minutes number the versions of an event
_SCEAU = re.compile(rb"X-PLIE-XL-SCEAU:([0-9a-f]{64})\r\n")


@dataclass(frozen=True)
class Agenda:
    """A calendar and its account; `sans_date` and `sans_cible` are rows that cannot go there."""

    octets: bytes
    prevues: int
    annulees: int
    sans_date: tuple[int, ...]
    sans_cible: tuple[int, ...]

    def __str__(self) -> str:
        annulees = pluriel(self.annulees, "annulée")
        return f"{pluriel(self.prevues, 'réunion prévue')}, {annulees}"


def build_agenda(compte: Compte) -> Agenda:
    """The calendar of one workbook: « Prévue », and what is so no more."""
    from icalendar import Calendar

    [fiche] = {compte.saisie.fiches[x["fiche"]].id: compte.saisie.fiches[x["fiche"]]
               for x in compte.saisie.parametres.lignes()}.values()  # fmt: skip
    [lecture] = compte.saisie.lectures
    version = _read_instant(lecture.enregistre, fiche)
    calendrier = Calendar()
    calendrier.add("prodid", _PRODUIT)
    calendrier.add("version", "2.0")
    calendrier.add("method", "PUBLISH")
    calendrier.add("x-wr-calname", f"{fiche.plie}, {fiche.annee}")
    comptes = {PREVUE: 0, ANNULEE: 0}
    sans_date, sans_cible = [], []
    libelles = {c.id: c.libelle for c in fiche.instances}
    for uid, row in list_rows(compte):
        etat = {REPORTEE: ANNULEE}.get(row["etat"], row["etat"])
        if etat not in comptes:
            continue
        if row["cible"] not in libelles:
            sans_cible.append(int(row["ligne"]))
        elif row["jour"] != row["jour"]:
            sans_date.append(int(row["ligne"]))
        else:
            comptes[etat] += 1
            titre = libelles[row["cible"]]
            calendrier.add_component(_build(uid, row, titre, etat == ANNULEE, version))
    octets = _seal(calendrier.to_ical())
    return Agenda(octets, comptes[PREVUE], comptes[ANNULEE], tuple(sans_date), tuple(sans_cible))


def recognize_agenda(chemin: Path) -> Origine:
    """Whether a file is a calendar of ours, and whether somebody changed it since."""
    octets = chemin.read_bytes()
    trouve = _SCEAU.search(octets)
    if not trouve:
        return Origine.AUTRE
    intact = hashlib.sha256(_SCEAU.sub(b"", octets)).hexdigest().encode() == trouve[1]
    return Origine.NOUS if intact else Origine.RETOUCHE


def _build(uid: str, row: Any, titre: str, annulee: bool, version: datetime) -> Any:
    from icalendar import Event

    evenement = Event()
    evenement.add("uid", uid)
    evenement.add("dtstamp", version)
    evenement.add("last-modified", version)
    evenement.add("sequence", int((version - _ORIGINE) / timedelta(minutes=1)))
    evenement.add("summary", titre)
    evenement.add("status", "CANCELLED" if annulee else "CONFIRMED")
    evenement.add("transp", "TRANSPARENT" if annulee else "OPAQUE")
    evenement.add("categories", ["PLIE"])
    if not est_vide(row["lieu"]):
        evenement.add("location", mask(en_clair(row["lieu"])))
    jour = date.fromordinal(int(row["jour"]))
    debut, fin = read_heure(row["debut_heure"]), read_heure(row["fin_heure"])
    if debut is None:
        evenement.add("dtstart", jour)
        evenement.add("dtend", jour + timedelta(days=1))
        return evenement
    evenement.add("dtstart", _at(jour, debut))
    if fin is not None and fin > debut:
        evenement.add("dtend", _at(jour, fin))
    return evenement


def _at(jour: date, heure: time) -> datetime:
    """An hour in France, said in UTC: every program knows that zone by the same name."""
    return datetime.combine(jour, heure, FUSEAU).astimezone(UTC)


def _read_instant(enregistre: str, fiche: Fiche) -> datetime:
    """When the workbook was saved; the first day of its year when it does not say."""
    try:
        lu = datetime.fromisoformat(enregistre)
    except ValueError:
        return datetime.combine(fiche.debut, time(), UTC)
    return (lu if lu.tzinfo else lu.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


def _seal(octets: bytes) -> bytes:
    """The calendar with its own digest, so that a later export may take its place."""
    sceau = b"X-PLIE-XL-SCEAU:" + hashlib.sha256(octets).hexdigest().encode() + b"\r\n"
    fin = b"END:VCALENDAR\r\n"
    return octets.removesuffix(fin) + sceau + fin
