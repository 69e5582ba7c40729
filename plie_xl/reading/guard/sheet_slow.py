"""The cells of an unusual sheet, one callback per tag: slower, and sure."""

import re

from plie_xl.reading.guard.cells import Releve, find_position, name_cellule
from plie_xl.reading.guard.limits import MAX_CELLULES, MAX_COLONNE, MAX_LIGNE
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.xml import Attributs, local, walk

_REF = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_RANG = re.compile(r"[0-9]{1,9}")
_BLANCS = " \t\r\n"


def scan_lentement(octets: bytes, partie: str, feuille: str) -> Releve:
    """Scan any sheet part; raises `RefusError` when the reader would lose or crash."""
    lecteur = _Lecteur(partie, feuille)
    walk(octets, partie, lecteur.start, lecteur.end, lecteur.add, lecteur.refuse_coupure)
    return lecteur.releve


class _Lecteur:
    """Where the walk stands, and the cell being read."""

    def __init__(self, partie: str, feuille: str) -> None:
        self.partie, self.feuille = partie, feuille
        self.releve = Releve()
        self._dans: list[str] = []
        self._ligne = self._colonne = 0
        self._ref, self._type = b"", ""
        self._formule = self._porte = False
        self._morceaux: list[str] = []

    def start(self, nom: str, attributs: Attributs) -> None:
        nom = local(nom)
        dans = self._dans[-1:]
        self._dans.append(nom)
        if "sheetData" not in self._dans:
            return
        if dans == ["v"] or (nom in ("v", "is") and self._porte):
            raise RefusError("cdata", partie=self.partie)  # one value would hide another
        if nom == "row":
            self._start_ligne(attributs.get("r", ""))
        elif nom == "c":
            self._start_cellule(attributs)
        elif nom == "f":
            self._formule = True
            self.releve.formules += 1
        elif nom in ("v", "is"):
            self._porte = True

    def _start_ligne(self, rang: str) -> None:
        self._ligne = int(rang) if _RANG.fullmatch(rang) else self._ligne + 1
        self._colonne = 0

    def _start_cellule(self, attributs: Attributs) -> None:
        ref = attributs.get("r", "").upper()
        if ref:
            if not _REF.fullmatch(ref):
                raise RefusError("reference_invalide", feuille=self.feuille, cellule=ref)
            self._ref = ref.encode()
            self._ligne, self._colonne = find_position(self._ref)
        else:
            self._colonne += 1
            self._ref = name_cellule(self._ligne, self._colonne)
        if self._ligne > MAX_LIGNE or self._colonne > MAX_COLONNE:
            cellule = self._ref.decode()
            raise RefusError("cellule_hors_limites", feuille=self.feuille, cellule=cellule)
        self._type = attributs.get("t", "n")
        self._formule = self._porte = False
        self._morceaux.clear()

    def add(self, morceau: str) -> None:
        if self._dans[-1] == "v" or (self._dans[-1] == "t" and "rPh" not in self._dans):
            self._morceaux.append(morceau)

    def refuse_coupure(self) -> None:
        """The reader stops there, and would take « 12 » for « 1 »."""
        if self._dans[-1:] == ["v"]:
            raise RefusError("cdata", partie=self.partie)

    def end(self, nom: str) -> None:
        if self._dans.pop() == "c" and "sheetData" in self._dans:
            self._end_cellule("".join(self._morceaux))

    def _end_cellule(self, texte: str) -> None:
        releve = self.releve
        if not texte.strip(_BLANCS):
            self._file_creuse()
            return
        if self._type == "e":
            releve.erreurs[self._ref] = texte
        elif self._type == "s":
            if not _RANG.fullmatch(texte):  # the reader would take the first text instead
                cellule = self._ref.decode()
                raise RefusError("texte_mal_designe", feuille=self.feuille, cellule=cellule)
            releve.textes.append((self._ref, texte.encode()))
        releve.pleines.append(self._ref)
        releve.calculees += self._formule
        if len(releve.pleines) > MAX_CELLULES:
            raise RefusError("trop_de_cellules", feuille=self.feuille)

    def _file_creuse(self) -> None:
        if self._porte:
            self.releve.creuses.append(self._ref)
        if self._formule and not self._porte:
            self.releve.absentes.append(self._ref)
        elif self._formule and self._type != "str":
            self.releve.ambigues.append(self._ref)
