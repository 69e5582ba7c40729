"""The shared texts of a workbook: which are blank, and how much they weigh once repeated."""

import re
from dataclasses import dataclass

from plie_xl.reading.guard.cells import Releve
from plie_xl.reading.guard.limits import MAX_TEXTE, MAX_TEXTES
from plie_xl.reading.guard.patterns import PARTAGES, PEUT_ETRE_BLANC, is_sain
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.xml import Attributs, local, walk

_COMPTE = re.compile(r"[0-9]{1,7}")


@dataclass(frozen=True, slots=True)
class Textes:
    """`vides` are the ranks of the blank texts, `longueurs` the bytes of each text."""

    vides: frozenset[int] = frozenset()
    longueurs: tuple[int, ...] = ()

    def needs_detail(self, cellules: int) -> bool:
        """Whether a sheet with so many text cells must be looked at text by text."""
        return bool(self.vides) or cellules * max(self.longueurs, default=0) > MAX_TEXTE

    def settle(self, releve: Releve) -> int:
        """Turn the cells whose shared text is blank into blank ones.

        Returns the weight of the texts of the sheet, in bytes.
        """
        connus = [(ref, int(rang)) for ref, rang in releve.textes]
        blanches = {ref for ref, rang in connus if rang in self.vides}
        if blanches:
            releve.pleines = [ref for ref in releve.pleines if ref not in blanches]
            releve.creuses.extend(blanches)
        nombre = len(self.longueurs)
        return sum(self.longueurs[rang] for _, rang in connus if rang < nombre)


def read_textes_partages(octets: bytes, partie: str) -> Textes:
    """Read `sharedStrings.xml`; raises `RefusError` when it lies or is damaged."""
    debut, fin = octets.find(b"<si>"), octets.rfind(b"</si>") + 5
    usuel = 0 <= debut < fin and is_sain(octets) and PARTAGES.fullmatch(octets, debut, fin)
    alentour = octets[:debut] + octets[fin:]
    if not usuel or b"<!" in alentour or PEUT_ETRE_BLANC.search(octets, debut, fin):
        return _Lecteur(partie).read(octets)
    _Lecteur(partie).read(alentour)
    return Textes(longueurs=tuple(map(len, octets[debut : fin - 5].split(b"</si>"))))


class _Lecteur:
    """The slow and sure way: one callback per tag."""

    def __init__(self, partie: str) -> None:
        self.partie = partie
        self.vides: set[int] = set()
        self.longueurs: list[int] = []
        self._morceaux: list[str] = []
        self._dans: list[str] = []

    def read(self, octets: bytes) -> Textes:
        walk(octets, self.partie, self._start, self._end, self._add)
        return Textes(frozenset(self.vides), tuple(self.longueurs))

    def _start(self, nom: str, attributs: Attributs) -> None:
        nom = local(nom)
        self._dans.append(nom)
        if nom == "si":
            self._morceaux.clear()
        elif nom == "sst":
            for cle in ("count", "uniqueCount"):
                self._require_compte(attributs.get(cle, "0"))

    def _require_compte(self, compte: str) -> None:
        if not _COMPTE.fullmatch(compte.strip()) or int(compte) > MAX_TEXTES:
            raise RefusError("taille_fausse", partie=self.partie)

    def _add(self, morceau: str) -> None:
        if self._dans[-1] == "t" and "rPh" not in self._dans:
            self._morceaux.append(morceau)

    def _end(self, nom: str) -> None:
        if self._dans.pop() == "si":
            texte = "".join(self._morceaux)
            if not texte.strip(" \t\r\n"):
                self.vides.add(len(self.longueurs))
            self.longueurs.append(len(texte.encode()))
