"""One cell of an OpenDocument sheet: what its attributes say, and how an .xlsx sheet would say it.

Its value is in an attribute, by its type, else in the paragraphs that it shows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from plie_xl.reading.guard.around import reads_clock
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.sheet_slow import write_suite

CONTENU = "content.xml"
BLANCS = " \t\r\n"
_VALEURS = {genre: f"office:{genre}-value" for genre in ("date", "time", "boolean", "string")}
_VALEUR = "office:value"  # of numbers
_GENRES = {"float": "n", "percentage": "n", "currency": "n", "date": "d"}
_HEURE = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2}(?:[.,]\d+)?)S")

Attributs = Mapping[str, str]


class Forme(NamedTuple):
    """All that the attributes of a cell say besides its value: most cells of a sheet have one."""

    fois: int  # cells that it stands for
    genre: str  # its value type, « error », or "" when it announces none
    formule: bool
    volatile: bool
    attribut: str  # the one that holds its value


def read_forme(attributs: Attributs) -> Forme:
    """What the attributes of a cell say; raises `RefusError` for an impossible repetition."""
    genre = attributs.get("office:value-type", "")
    if attributs.get("calcext:value-type") == "error":
        genre = "error"
    formule = attributs.get("table:formula")
    fois = read_fois(attributs, "table:number-columns-repeated")
    volatile = bool(formule) and reads_clock(formule or "")
    return Forme(fois, genre, formule is not None, volatile, _VALEURS.get(genre, _VALEUR))


def read_fois(attributs: Attributs, cle: str) -> int:
    """A number of times, once when it is not said."""
    nombre = attributs.get(cle)
    if nombre is None:
        return 1
    if not (nombre.isascii() and nombre.isdigit() and len(nombre) <= 10):
        raise RefusError("xml_invalide", partie=CONTENU)
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
    def texte(self) -> str:
        return "\n".join(self.paragraphes)

    def write(self) -> bytes:
        """What an .xlsx sheet would say after its reference; nothing when it holds nothing."""
        genre, texte = self._find_dite()
        formule = self.forme.formule
        if texte.strip(BLANCS):
            return write_suite(genre, texte, formule="<f/>" if formule else "")
        if not formule:
            return b""
        return b' t="str"><f/><v></v></c>' if self.forme.genre else b"><f/></c>"

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


def _write_heure(duree: str) -> tuple[str, str]:
    lue = _HEURE.fullmatch(duree)
    if lue is None:
        return "str", duree
    heures, minutes, secondes = int(lue[1]), int(lue[2]), float(lue[3].replace(",", "."))
    if heures > 23:
        return "n", repr(heures / 24 + minutes / 1_440 + secondes / 86_400)
    return "d", f"{heures:02}:{minutes:02}:{int(secondes):02}"
