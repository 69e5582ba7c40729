"""The cells of a sheet: found by patterns, once they are written in the usual form."""

import re
from collections.abc import Iterator

from plie_xl.reading.guard.cells import Releve
from plie_xl.reading.guard.limits import MAX_CELLULES
from plie_xl.reading.guard.patterns import (
    ABSENTE,
    ADRESSE,
    AMBIGUE,
    CODE_ERREUR,
    DEPLACEE,
    ENTRE_BALISES,
    ERREUR,
    ERREUR_LUE,
    FORMULE,
    FORMULE_COURTE,
    INSTANT,
    MARQUE,
    PLEINE,
    RESTE,
    has_double,
    is_sain,
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
    donnees = _DONNEES.search(octets)
    if donnees is None:
        return None
    prefixe, vide = donnees[1] or b"", donnees[2]
    debut = donnees.end()
    fin = debut if vide else octets.rfind(b"</%bsheetData>" % prefixe)
    alentour = octets[:debut] + octets[max(fin, debut) :]  # what stands around the cells
    usuel = debut <= fin and alentour.count(b"sheetData") == 2 - len(vide)
    if not usuel or b"<!" in alentour or alentour.find(b"<?", 5) >= 0:
        return None
    if not has_donnees(alentour, partie):
        return None
    return _strip(octets[debut:fin], prefixe) if prefixe else memoryview(octets)[debut:fin]


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
        gardes = _scan_bloc(bloc, releve, feuille)
        if gardes is None:
            return None
        morceaux.append(gardes)
        if len(releve.pleines) > MAX_CELLULES:
            raise RefusError("trop_de_cellules", feuille=feuille)
    releve.grille = b"".join(morceaux)
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


def _scan_bloc(bloc: bytes, releve: Releve, feuille: str) -> bytes | None:
    """Add the cells of some rows to what was found; returns those that hold a value."""
    grille, formules = FORMULE.subn(FORMULE_COURTE, bloc)
    indente = any(b"</c>%c" % blanc in bloc for blanc in _BLANCS)
    for collapse in (True,) if indente else (False, True):
        if collapse:
            grille = ENTRE_BALISES.sub(b"><", grille.strip(_BLANCS))
        morceaux: list[bytes] = PLEINE.split(grille)
        reste = MARQUE.join(morceaux[::3])
        if RESTE.fullmatch(reste):
            break
    else:
        return None
    if has_double(reste) or not is_sain(grille):
        return None
    deplacee = DEPLACEE.search(grille)
    if deplacee:
        raise RefusError("cellule_deplacee", feuille=feuille, cellule=deplacee[3].decode())
    gardes = b"".join(morceaux[1::3])
    if b' t="d"' in gardes:
        gardes = INSTANT.sub(rb"\1", gardes)
    releve.formules += formules
    releve.pleines += morceaux[2::3]
    releve.creuses.append(b" ".join(ADRESSE.findall(reste)))
    _add_creuses(releve, reste, formules)
    return _add_erreurs(releve, gardes)


def _add_erreurs(releve: Releve, gardes: bytes) -> bytes:
    """What each error says, which the reader does not tell; one error that it knows for all."""
    if b' t="e"' not in gardes:
        return gardes
    erreurs = {ref: code.decode() for ref, code in ERREUR.findall(gardes)}
    releve.erreurs |= erreurs
    inconnues = not _ERREURS_LUES.issuperset(erreurs.values())
    return CODE_ERREUR.sub(ERREUR_LUE, gardes) if inconnues else gardes


def _add_creuses(releve: Releve, reste: bytes, formules: int) -> None:
    """The formulas without visible value."""
    creuses = reste.count(FORMULE_COURTE)
    releve.calculees += formules - creuses
    if creuses:
        releve.absentes += ABSENTE.findall(reste)
        releve.ambigues += AMBIGUE.findall(reste)
