"""A calendar → its meetings: recurrence, exceptions, moved and cancelled occurrences, time zones.

icalendar reads what Outlook, Google and the others write, and knows Windows' names of zones;
recurring-ical-events unfolds series. A parser of our own would begin where these began.
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from plie_xl.agenda.events import DOMAINE, Demande, Evenement, Recu
from plie_xl.agenda.octets import TexteError
from plie_xl.agenda.rules import LONG, clean_lieu, fold
from plie_xl.model.privacy import mask
from plie_xl.model.text import nombre
from plie_xl.model.words import ANNULEE, PREVUE

FUSEAU = ZoneInfo("Europe/Paris")
A_DISTANCE, PRESENTIEL = "À distance", "Présentiel"
_TROP_SOUVENT = {"SECONDLY", "MINUTELY", "HOURLY"}  # no meeting: without end, or nearly
_PAS_DES_PERSONNES = {"ROOM", "RESOURCE"}
_INVITES = ("ATTENDEE", "ORGANIZER", "CONTACT")
# Of a calendar that ten people kept for ten years; a second of the processor, 100 MB.
_MAX_COMPOSANTS = 50_000
_COMPOSANT = re.compile(r"^BEGIN:", re.IGNORECASE | re.MULTILINE)
_MOT = re.compile(r"[^\W\d_]{3,}")


def read_calendar(texte: str, demande: Demande) -> Recu:
    """The recognised meetings of every calendar in a text."""
    from icalendar import Calendar

    if sum(1 for _ in _COMPOSANT.finditer(texte)) > _MAX_COMPOSANTS:
        raise TexteError(f"il contient plus de {nombre(_MAX_COMPOSANTS)} événements")
    warnings.simplefilter("ignore")  # a child has nobody to warn
    try:
        calendriers = Calendar.from_ical(texte, multiple=True)
    except (ValueError, IndexError, KeyError, AttributeError) as erreur:
        raise TexteError("une de ses lignes ne se comprend pas") from erreur
    lus = [_Calendrier(calendrier, demande) for calendrier in calendriers]
    return Recu(
        tuple(sorted((e for c in lus for e in c.evenements), key=lambda e: (e.jour, e.debut))),
        sum(c.ignores for c in lus),
        tuple(sorted(jour for c in lus for jour in c.hors)),
        ("",) * sum(c.illisibles for c in lus),
        sum(c.lieux_tus for c in lus),
    )


class _Calendrier:
    """One calendar being read."""

    def __init__(self, calendrier: Any, demande: Demande) -> None:
        self._demande = demande
        self._annule = str(calendrier.get("METHOD", "")).upper() == "CANCEL"
        self.evenements: list[Evenement] = []
        self.ignores = self.illisibles = self.lieux_tus = 0
        self.hors: list[date] = []
        series, self.ignores = self._sort(calendrier)
        for serie in series:
            try:
                self._take(calendrier, serie)
            except Exception:  # whatever is wrong in one series, the others are read
                self.illisibles += 1

    def _sort(self, calendrier: Any) -> tuple[list[list[Any]], int]:
        """The events by series, those alone that a rule recognises; how many are not."""
        series: dict[str, list[Any]] = defaultdict(list)
        for n, evenement in enumerate(calendrier.walk("VEVENT")):
            series[str(evenement.get("UID") or f" {n}")].append(evenement)
        reconnues = [s for s in series.values() if any(self._find(e) for e in s)]
        return reconnues, sum(map(len, series.values())) - sum(map(len, reconnues))

    def _find(self, evenement: Any) -> list[str]:
        return self._demande.regles.find_cibles(_dit(evenement, "SUMMARY"), self._demande.exactes)

    def _take(self, calendrier: Any, serie: list[Any]) -> None:
        debut, fin = self._demande.debut, self._demande.fin
        invites = {mot for evenement in serie for mot in _list_invites(evenement)}
        occurrences = _unfold(calendrier, serie, debut, fin)
        lus = [self._read(e, invites) for e in occurrences if self._find(e)]
        retenus = [e for e in lus if debut <= e.jour <= fin]
        self.evenements += retenus
        if not retenus and len(serie) == 1 and "RRULE" not in serie[0]:
            self.hors.append(_read_jour(serie[0]["DTSTART"].dt))

    def _read(self, evenement: Any, invites: set[str]) -> Evenement:
        regles, cibles = self._demande.regles, self._find(evenement)
        debut, fin = evenement["DTSTART"].dt, _read_fin(evenement)
        lieu, titre = _dit(evenement, "LOCATION"), _dit(evenement, "SUMMARY")
        uid = _dit(evenement, "UID")
        textes = [_dit(evenement, nom) for nom in ("DESCRIPTION", "URL", "CONFERENCE")]
        visio = regles.is_visio(lieu, *textes) or any(x.startswith("X-MICROSOFT-SKYPE")
            or x.startswith("X-GOOGLE-CONFERENCE") for x in evenement)  # fmt: skip
        if invites & _list_mots(lieu):
            self.lieux_tus += 1
            lieu = ""
        annulee = self._annule or str(evenement.get("STATUS", "")).upper() == "CANCELLED"
        return Evenement(
            _read_jour(debut),
            tuple(cibles),
            "…" if invites & _list_mots(titre) else mask(titre)[:LONG] if cibles[1:] else "",
            _read_heure(debut),
            _read_heure(fin),
            ANNULEE if annulee or regles.is_annulee(titre) else PREVUE,
            A_DISTANCE if visio else PRESENTIEL if lieu else "",
            clean_lieu(lieu),
            uid=uid if uid.endswith(DOMAINE) else "",
        )


def _unfold(calendrier: Any, serie: list[Any], debut: date, fin: date) -> Iterator[Any]:
    """The occurrences of one series in the period, its exceptions made."""
    import recurring_ical_events
    from icalendar import Calendar

    for evenement in serie:
        regle = evenement.get("RRULE", {})
        for r in regle if isinstance(regle, list) else [regle]:
            if _TROP_SOUVENT & {str(f).upper() for f in r.get("FREQ", ())}:
                raise TexteError("une série qui revient plus d’une fois par jour")
    seul = Calendar()
    if "X-WR-TIMEZONE" in calendrier:
        seul["X-WR-TIMEZONE"] = calendrier["X-WR-TIMEZONE"]
    for composant in (*calendrier.walk("VTIMEZONE"), *serie):
        seul.add_component(composant)
    veille, lendemain = debut - timedelta(days=1), fin + timedelta(days=2)  # whatever the zone
    yield from recurring_ical_events.of(seul).between(veille, lendemain)


def _read_jour(debut: date | datetime) -> date:
    """The day in France: 22:00 UTC is tomorrow there, in summer."""
    if isinstance(debut, datetime):
        return (debut.astimezone(FUSEAU) if debut.tzinfo else debut).date()
    return debut


def _read_heure(instant: object) -> str:
    if not isinstance(instant, datetime):
        return ""
    return f"{instant.astimezone(FUSEAU) if instant.tzinfo else instant:%H:%M}"


def _read_fin(evenement: Any) -> object:
    """The end on the day of the beginning; None for a meeting of several days."""
    debut = evenement["DTSTART"].dt
    if "DTEND" in evenement:
        fin = evenement["DTEND"].dt
    elif "DURATION" in evenement:
        fin = debut + evenement["DURATION"].dt
    else:
        return None
    return fin if fin > debut and _read_jour(fin) == _read_jour(debut) else None


def _dit(evenement: Any, nom: str) -> str:
    valeur = evenement.get(nom, "")
    textes = valeur if isinstance(valeur, list) else [valeur]
    return " ".join(" ".join(map(str, textes)).split())


def _list_invites(evenement: Any) -> Iterator[str]:
    """The words by which those who are invited are called: they appear nowhere."""
    for nom in _INVITES:
        valeur = evenement.get(nom, [])
        for invite in valeur if isinstance(valeur, list) else [valeur]:
            params = getattr(invite, "params", {})
            if str(params.get("CUTYPE", "")).upper() not in _PAS_DES_PERSONNES:
                adresse = str(invite).rpartition(":")[2].partition("@")[0]
                yield from _list_mots(f"{params.get('CN', '')} {adresse}")


def _list_mots(texte: str) -> set[str]:
    return set(_MOT.findall(fold(texte)))
