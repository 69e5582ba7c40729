"""An unusual sheet written again in the usual form, one callback per tag: slower, and sure.

Only what every spreadsheet program sees is written: the cells of the rows of the sheet's data,
in the namespace of sheets. What one program would see and another not is refused.
"""

import re

from plie_xl.model.markup import write_texte
from plie_xl.reading.guard.cells import find_position, name_cellule
from plie_xl.reading.guard.limits import MAX_COLONNE, MAX_LIGNE, MAX_OCTETS_PARTIE
from plie_xl.reading.guard.patterns import is_blanc
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.xml import Attributs, memo, walk

_REF = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_RANG = re.compile(r"[0-9]{1,9}")
_BLANCS = " \t\r\n"
_SERRES = frozenset("nbesd")  # types whose value has no blank around it
_TYPES = _SERRES | {"str", "inlineStr"}
# Where each tag may stand; other tags, at other places, hold no cell.
_PLACES = {
    "sheetData": "worksheet",
    "row": "sheetData",
    "c": "row",
    "v": "c",
    "f": "c",
    "is": "c",
    "t": ("is", "r"),
    "r": "is",
}
_DONNEES = frozenset(("sheetData", "row", "c"))
_A_ECHAPPER = re.compile(r"[&<>\r]")


def rewrite_feuille(octets: bytes, partie: str, feuille: str) -> bytes:
    """The rows of any sheet part; raises `RefusError` where programs would not agree."""
    lecteur = _Lecteur(partie, feuille)
    walk(octets, partie, lecteur.start, lecteur.end, lecteur.add, lecteur.pass_etranger)
    return bytes(lecteur.grille)


@memo
def has_donnees(alentour: bytes, partie: str) -> bool:
    """Whether these surroundings are those of the rows of a sheet, verified."""
    lecteur = _Lecteur(partie, "")
    walk(alentour, partie, lecteur.start, lecteur.end, None, lecteur.pass_etranger)
    return lecteur.vues == 1


def write_suite(genre: str, texte: str, style: str = "", formule: str = "") -> bytes:
    """What follows the reference of a cell; `genre` is one of the types of an .xlsx sheet."""
    dit = write_texte(texte) if _A_ECHAPPER.search(texte) else texte
    serre = texte[:1] not in _BLANCS and texte[-1:] not in _BLANCS
    garde = "" if serre else ' xml:space="preserve"'
    attributs = f' s="{style}"' if style else ""
    if genre == "inlineStr":
        suite = f'{attributs} t="inlineStr"><is><t{garde}>{dit}</t></is></c>'
    elif genre == "n":
        suite = f"{attributs}>{formule}<v>{dit}</v></c>"
    else:
        suite = f'{attributs} t="{genre}">{formule}<v{garde}>{dit}</v></c>'
    return suite.encode()


class _Lecteur:
    """Where the walk stands, and the cell being read."""

    def __init__(self, partie: str, feuille: str) -> None:
        self.partie, self.feuille = partie, feuille
        self.grille = bytearray()
        self.vues = 0  # sheetData
        self._dans: list[str] = []
        self._ligne = self._colonne = 0
        self._ref, self._type, self._style = b"", "", ""
        self._formule, self._porte, self._garde = "", "", False
        self._morceaux: list[str] = []

    def start(self, nom: str, attributs: Attributs) -> None:
        dans = self._dans[-1] if self._dans else ""
        self._dans.append(nom)
        if nom in _DONNEES and dans not in _PLACES[nom]:
            raise RefusError("cellule_egaree", partie=self.partie)
        if nom == "sheetData":
            self.vues += 1
            if self.vues > 1 or len(self._dans) > 2:
                raise RefusError("cellule_egaree", partie=self.partie)
        elif nom == "row":
            rang = attributs.get("r", "").strip()
            if rang and (not _RANG.fullmatch(rang) or not int(rang)):
                raise RefusError("reference_invalide", feuille=self.feuille, cellule=rang)
            self._ligne = int(rang) if rang else self._ligne + 1
            self._colonne = 0
            self.grille += b'<row r="%d">' % self._ligne if rang else b"<row>"
        elif nom == "c":
            self._start_cellule(attributs)
        elif self._ref and dans in ("c", "v", "is", "r", "t"):
            self._start_valeur(nom, dans, attributs)

    def _start_valeur(self, nom: str, dans: str, attributs: Attributs) -> None:
        if dans in ("v", "t") or (nom in ("v", "is") and self._porte):
            raise RefusError("cdata", partie=self.partie)  # one value would hide another
        if nom == "f":
            self._formule = "<f/>"
        elif nom in ("v", "is"):
            self._porte = nom
        if nom in ("v", "t"):
            self._garde = self._garde or attributs.get("xml:space") == "preserve"

    def _start_cellule(self, attributs: Attributs) -> None:
        ref = attributs.get("r", "").strip().upper()
        if ref:
            if not _REF.fullmatch(ref):
                raise RefusError("reference_invalide", feuille=self.feuille, cellule=ref)
            self._ref = ref.encode()
            self._ligne, self._colonne = find_position(self._ref)
        else:
            self._colonne += 1
            self._ref = name_cellule(max(self._ligne, 1), self._colonne)
        if self._ligne > MAX_LIGNE or self._colonne > MAX_COLONNE:
            self._refuse("cellule_hors_limites")
        self._type = attributs.get("t", "n")
        style = attributs.get("s", "")
        self._style = style if _RANG.fullmatch(style) else ""
        self._formule, self._porte, self._garde = "", "", False
        self._morceaux.clear()

    def _refuse(self, motif: str) -> None:
        raise RefusError(motif, feuille=self.feuille, cellule=self._ref.decode())

    def pass_etranger(self, nom: str) -> None:
        """A cell, or its wrapping, that some programs see and others do not is refused."""
        if nom in _DONNEES or ("sheetData" in self._dans and "extLst" not in self._dans):
            raise RefusError("cellule_egaree", partie=self.partie)

    def add(self, morceau: str) -> None:
        dans = self._dans[-2:]
        if dans == ["c", "v"] or (dans in (["is", "t"], ["r", "t"]) and self._porte == "is"):
            self._morceaux.append(morceau)

    def end(self, nom: str) -> None:
        self._dans.pop()
        if nom == "c":
            self._end_cellule("".join(self._morceaux))
            self._ref = b""
        elif nom == "row":
            self.grille += b"</row>"
        if len(self.grille) > MAX_OCTETS_PARTIE:
            raise RefusError("trop_gros", partie=self.partie)

    def _end_cellule(self, texte: str) -> None:
        genre = self._type
        if genre in _SERRES or not self._garde:
            texte = texte.strip(_BLANCS)
        if is_blanc(texte):
            self._end_creuse()
            return
        if genre not in _TYPES or (genre == "inlineStr") != (self._porte == "is"):
            self._refuse("cellule_illisible")
        if genre == "s" and not _RANG.fullmatch(texte):
            self._refuse("texte_mal_designe")
        suite = write_suite(genre, texte, self._style, self._formule)
        self.grille += b'<c r="%b"%b' % (self._ref, suite)

    def _end_creuse(self) -> None:
        """An empty cell; a formula without a value, whose type tells if anybody computed it."""
        if not self._formule:
            self.grille += b'<c r="%b"/>' % self._ref
        else:
            type_, valeur = (' t="str"', "<v></v>") if self._type == "str" else ("", "<v></v>")
            valeur = valeur if self._porte else ""
            self.grille += b'<c r="%b"%b><f/>%b</c>' % (self._ref, type_.encode(), valeur.encode())
