"""The shared texts of a workbook: which are blank, and how much they weigh once repeated."""

from collections import Counter
from dataclasses import dataclass

from plie_xl.model.markup import write_texte
from plie_xl.reading.guard.cells import Releve
from plie_xl.reading.guard.limits import MAX_TEXTE, MAX_TEXTES
from plie_xl.reading.guard.patterns import PARTAGE, PARTAGES, PEUT_ETRE_BLANC, is_blanc, is_sain
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.xml import Attributs, refuse_caches, walk

_BLANCS = " \t\r\n"
_ENTRE = b"</si>"
_LEGER = MAX_TEXTE // 30  # bytes: no need to weigh text by text


@dataclass(frozen=True, slots=True)
class Textes:
    """`vides` are the ranks of the blank texts, `longueurs` the bytes of each text.

    `partie` holds them in the usual form, as the reader is given them.
    """

    vides: frozenset[int] = frozenset()
    longueurs: tuple[int, ...] = ()
    partie: bytes = b""

    def settle(self, releve: Releve) -> None:
        """Turn the cells whose shared text is blank into blank ones, and weigh the others."""
        releve.partages = releve.partagees * max(self.longueurs, default=0)
        if releve.partages < _LEGER and not self.vides:
            return
        blanches, fois = set(), Counter[int]()
        for trouve in PARTAGE.finditer(releve.grille):
            rang = int(trouve[2])
            fois[rang] += 1
            if rang in self.vides:
                blanches.add(trouve[1])
        releve.blanches = frozenset(blanches)
        nombre = len(self.longueurs)
        connus = ((rang, n) for rang, n in fois.items() if rang < nombre)
        releve.partages = sum(self.longueurs[rang] * n for rang, n in connus)

    def list_textes(self, cellules: bytes) -> bytes:
        """The shared texts to which some cells point."""
        rangs = {int(trouve[2]) for trouve in PARTAGE.finditer(cellules)}
        textes = self.partie.split(_ENTRE) if rangs else []
        return _ENTRE.join(textes[rang] for rang in sorted(rangs) if rang < len(textes))


def read_textes_partages(octets: bytes, partie: str) -> Textes:
    """Read `sharedStrings.xml`; raises `RefusError` when it is damaged or beyond the bounds."""
    if octets.count(b"<si") > MAX_TEXTES:
        raise RefusError("textes_demesures")
    debut, fin = octets.find(b"<si>"), octets.rfind(b"</si>") + 5
    usuel = 0 <= debut < fin and is_sain(octets) and PARTAGES.fullmatch(octets, debut, fin)
    alentour = octets[:debut] + b"<si></si>" + octets[fin:]
    if not usuel or b"<!" in alentour or PEUT_ETRE_BLANC.search(octets, debut, fin):
        return _Lecteur(partie).read(octets)
    if len(_Lecteur(partie).read(alentour).longueurs) != 1:  # in another namespace
        return _Lecteur(partie).read(octets)
    gardes = octets[debut:fin]
    return Textes(longueurs=tuple(map(len, gardes.split(_ENTRE)[:-1])), partie=gardes)


class _Lecteur:
    """The slow and sure way, one callback per tag, which writes them in the usual form."""

    def __init__(self, partie: str) -> None:
        self.partie = partie
        self.vides: set[int] = set()
        self.longueurs: list[int] = []
        self.gardes = bytearray()
        self._morceaux: list[str] = []
        self._dans: list[str] = []
        self._garde = False

    def read(self, octets: bytes) -> Textes:
        caches = refuse_caches(self.partie, "si", "t")
        walk(octets, self.partie, self._start, self._end, self._add, caches)
        return Textes(frozenset(self.vides), tuple(self.longueurs), bytes(self.gardes))

    def _start(self, nom: str, attributs: Attributs) -> None:
        self._dans.append(nom)
        if self._dans == ["sst", "si"]:
            self._morceaux.clear()
            self._garde = False
        elif nom == "t":
            self._garde = self._garde or attributs.get("xml:space") == "preserve"

    def _add(self, morceau: str) -> None:
        if self._dans[1:2] == ["si"] and self._dans[2:] in (["t"], ["r", "t"]):
            self._morceaux.append(morceau)

    def _end(self, nom: str) -> None:
        if self._dans == ["sst", "si"]:
            self._end_texte("".join(self._morceaux))
        self._dans.pop()

    def _end_texte(self, texte: str) -> None:
        if not self._garde:
            texte = texte.strip(_BLANCS)
        if is_blanc(texte):
            self.vides.add(len(self.longueurs))
        self.longueurs.append(len(texte.encode()))
        dit = write_texte(texte).encode()
        self.gardes += b'<si><t xml:space="preserve">%b</t></si>' % dit
        if len(self.longueurs) > MAX_TEXTES:
            raise RefusError("textes_demesures")
