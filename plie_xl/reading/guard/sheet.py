"""The cells of a sheet: found by patterns, once they are written in the usual form."""

import re
from collections.abc import Iterator
from operator import itemgetter

from plie_xl.reading.guard.cells import Releve, find_creuses
from plie_xl.reading.guard.forms import Rangees, read_rangees
from plie_xl.reading.guard.limits import MAX_CELLULES
from plie_xl.reading.guard.patterns import (
    CODE_ERREUR,
    ENTRE_BALISES,
    ERREUR,
    ERREUR_LUE,
    INSTANT,
)
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.sheet_slow import has_donnees, rewrite_feuille

# The reader refuses a whole sheet for an error that Excel has learnt since 2018.
_ERREURS_LUES = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_DONNEES = re.compile(rb"<(\w++:)?+sheetData ?(/?)>")
_BLANCS = b" \t\r\n"
_BLOC = 4_000_000  # bytes looked at together: a big sheet is never held many times over


def scan_feuille(octets: bytes, partie: str, feuille: str) -> Releve:
    """Scan one sheet part; raises `RefusError` when it is damaged or beyond the bounds."""
    grille = _find_grille(octets, partie)
    releve = None if grille is None else scan_grille(grille, feuille)
    if releve is None:
        releve = scan_grille(rewrite_feuille(octets, partie, feuille), feuille)
    if releve is None:
        raise RefusError("xml_invalide", partie=partie)
    return releve


def _find_grille(octets: bytes, partie: str) -> bytes | memoryview | None:
    """The rows of a sheet whose surroundings are sound and usual, else None."""
    bornes = _find_bornes(octets)
    if bornes is None or not has_donnees(octets[: bornes[0]] + octets[bornes[1] :], partie):
        return None
    debut, fin, prefixe = bornes
    return _strip(octets[debut:fin], prefixe) if prefixe else memoryview(octets)[debut:fin]


def find_alentour(octets: bytes) -> bytes:
    """What stands around the rows of a sheet; all of it where they are not written as usual."""
    bornes = _find_bornes(octets)
    return octets[: bornes[0]] + octets[bornes[1] :] if bornes else octets


def _find_bornes(octets: bytes) -> tuple[int, int, bytes] | None:
    """Where the rows begin and end, and the prefix of their tags; None if not as usual."""
    donnees = _DONNEES.search(octets)
    if donnees is None:
        return None
    prefixe, vide = donnees[1] or b"", donnees[2]
    debut = donnees.end()
    fin = debut if vide else octets.rfind(b"</%bsheetData>" % prefixe)
    alentour = octets[:debut] + octets[max(fin, debut) :]
    usuel = debut <= fin and alentour.count(b"sheetData") == 2 - len(vide)
    if not usuel or b"<!" in alentour or alentour.find(b"<?", 5) >= 0:
        return None
    return debut, fin, prefixe


def _strip(grille: bytes, prefixe: bytes) -> bytes | None:
    """The same rows without the prefix that each of their tags has, as some libraries write it."""
    balises = grille.count(b"<")
    grille, ouvertes = re.subn(b"<" + prefixe, b"<", grille)
    grille, fermees = re.subn(b"</" + prefixe, b"</", grille)
    return grille if ouvertes + fermees == balises and b"xmlns" not in grille else None


def scan_grille(grille: bytes | memoryview, feuille: str) -> Releve | None:
    """The cells when every byte is of the usual form, else None: nothing is guessed."""
    releve, morceaux = Releve(), []
    for bloc in _cut(grille):
        lues = read_rangees(bloc) or read_rangees(ENTRE_BALISES.sub(b"><", bloc.strip(_BLANCS)))
        if lues is None:
            return None
        if lues.egaree:
            raise RefusError("cellule_deplacee", feuille=feuille, cellule=lues.egaree.decode())
        morceaux.append(_settle_valeurs(lues, releve))
        releve.add(lues.contenus)
        if releve.nombre > MAX_CELLULES:
            raise RefusError("trop_de_cellules", feuille=feuille)
    releve.grille = b"".join(morceaux)
    if not releve.ordre:
        releve.creuses = find_creuses(_cut(grille), releve.pleines)
    return releve


def _cut(grille: bytes | memoryview) -> Iterator[bytes]:
    """The rows in blocks of some megabytes, each of whole rows."""
    debut, longueur = 0, len(grille)
    while debut < longueur:
        bloc = bytes(grille[debut : debut + _BLOC])
        fin = len(bloc)
        if debut + fin < longueur:
            fin = bloc.rfind(b"<row") if b"<row" in bloc[1:] else fin
        yield bloc[:fin] if fin < len(bloc) else bloc
        debut += fin


def _settle_valeurs(lues: Rangees, releve: Releve) -> bytes:
    """The cells as the reader is given them: days without thousandths, errors that it knows.

    What each error says, which the reader does not tell, is kept.
    """
    gardes = lues.gardes
    if "d" in lues.genres:
        gardes = INSTANT.sub(itemgetter(1), gardes)
    if "e" not in lues.genres:
        return gardes
    erreurs = {ref: code.decode() for ref, code in ERREUR.findall(gardes)}
    releve.erreurs |= erreurs
    inconnues = not _ERREURS_LUES.issuperset(erreurs.values())
    return CODE_ERREUR.sub(ERREUR_LUE, gardes) if inconnues else gardes
