"""One cell of an OpenDocument sheet: what its attributes say, and how an .xlsx sheet would say it.

Its value is in an attribute, by its type, else in the paragraphs that it shows.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from plie_xl.reading.guard.around import reads_clock
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.sheet_slow import write_suite

CONTENU = "content.xml"
BLANCS = " \t\r\n"
_VALEURS = {genre: f"office:{genre}-value" for genre in ("date", "time", "boolean", "string")}
_VALEUR = "office:value"  # of numbers
_GENRES = {"float": "n", "percentage": "n", "currency": "n", "date": "d"}
# What LibreOffice reads whole; of another form it shows a part, or 0.
_NOMBRE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?")
_JOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:(T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?Z?)?")
_HEURE = re.compile(
    r"(-?)P(?:([0-9]{1,6})D)?T(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6}(?:[.,][0-9]+)?)S)?"
)

Attributs = Mapping[str, str]


class Forme(NamedTuple):
    """All that the attributes of a cell say besides its value: most cells of a sheet have one."""

    fois: int  # cells that it stands for
    genre: str  # its value type, « error », « ? » when two differ, or "" when it announces none
    formule: bool
    volatile: bool
    attribut: str  # the one that holds its value


def read_forme(attributs: Attributs) -> Forme:
    """What the attributes of a cell say; raises `RefusError` for an impossible repetition."""
    genre = attributs.get("office:value-type", "")
    autre = attributs.get("calcext:value-type", genre)  # the one that LibreOffice believes
    if autre != genre:
        genre = "error" if autre == "error" else "?"
    formule = attributs.get("table:formula")
    fois = read_fois(attributs, "table:number-columns-repeated")
    volatile = bool(formule) and reads_clock(formule or "")
    attribut = _VALEURS.get(genre, _VALEUR) if genre else ""
    return Forme(fois, genre, formule is not None, volatile, attribut)


def read_fois(attributs: Attributs, cle: str) -> int:
    """A number of times, once when it is not said."""
    nombre = attributs.get(cle)
    if nombre is None:
        return 1
    if not (nombre.isascii() and nombre.isdigit() and len(nombre) <= 10 and int(nombre)):
        raise RefusError("xml_invalide", partie=CONTENU)  # LibreOffice takes « 0 » for 1
    return int(nombre)


@dataclass(slots=True)
class Cellule:
    """One cell of the current row, written once for as many as its form says."""

    colonne: int
    forme: Forme
    valeur: str
    paragraphes: list[str] = field(default_factory=list)

    @property
    def est_dite(self) -> bool:
        """Whether its value is written whole as an attribute."""
        return bool(self.valeur) and self.forme.genre != "error"

    @property
    def est_lisible(self) -> bool:
        """Whether LibreOffice shows the same value: one of the form that its type announces."""
        genre, valeur = self.forme.genre, self.valeur
        if genre in ("", "error", "string"):
            return True
        if not valeur:  # LibreOffice shows 0, whatever the text says
            return self.forme.formule and not any(self.paragraphes)
        return _is_lisible(genre, valeur)

    @property
    def texte(self) -> str:
        """Its paragraphs, one a line, as it shows them."""
        return "\n".join(self.paragraphes)

    def write(self) -> bytes:
        """What an .xlsx sheet would say after its reference; nothing when it holds nothing."""
        genre, texte = self._find_dite()
        formule = self.forme.formule
        if texte.strip(BLANCS):
            return write_suite(genre, texte, formule="<f/>" if formule else "")
        if not formule:
            return b""
        # LibreOffice gives no type to the formula whose result is "", but a blank paragraph
        calculee = self.forme.genre or self.paragraphes
        return b' t="str"><f/><v></v></c>' if calculee else b"><f/></c>"

    def _find_dite(self) -> tuple[str, str]:
        """Its type and its value, in the words of an .xlsx sheet."""
        genre, valeur = self.forme.genre, self.valeur
        if genre == "error":
            return "e", self.texte or "#N/A"
        if valeur and genre in _GENRES:
            return _GENRES[genre], valeur
        if valeur and genre == "time":
            return _write_heure(valeur)
        if valeur and genre == "boolean":
            return "b", str(int(valeur == "true"))
        return ("str" if self.forme.formule else "inlineStr"), valeur or self.texte


def _is_lisible(genre: str, valeur: str) -> bool:
    if _GENRES.get(genre) == "n":
        return bool(_NOMBRE.fullmatch(valeur)) and math.isfinite(float(valeur))
    if genre == "boolean":
        return valeur in ("true", "false")
    if genre == "time":
        return bool(_HEURE.fullmatch(valeur)) and valeur[-1] != "T"
    return genre == "date" and _is_jour(valeur)


def _is_jour(valeur: str) -> bool:
    lu = _JOUR.fullmatch(valeur)
    if lu is None:
        return False
    try:
        datetime.fromisoformat(valeur[:10] + (lu[1] or ""))
    except ValueError:
        return False
    return True


def _write_heure(duree: str) -> tuple[str, str]:
    lue = _HEURE.fullmatch(duree)
    if lue is None:
        return "str", duree
    jours, heures, minutes = (int(lue[n] or 0) for n in (2, 3, 4))
    secondes = float((lue[5] or "0").replace(",", "."))
    if lue[1] or jours or heures > 23 or minutes > 59 or secondes >= 60:
        total = jours + heures / 24 + minutes / 1_440 + secondes / 86_400
        return "n", repr(-total if lue[1] else total)
    return "d", f"{heures:02}:{minutes:02}:{int(secondes):02}"
