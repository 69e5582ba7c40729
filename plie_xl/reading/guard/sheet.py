"""The cells of a sheet: a fast pass by patterns, the slow sure way for what is unusual."""

import re

from plie_xl.reading.guard.cells import Releve
from plie_xl.reading.guard.limits import MAX_CELLULES
from plie_xl.reading.guard.patterns import (
    ABSENTE,
    AMBIGUE,
    CREUSE,
    ERREUR,
    FORMULE,
    FORMULE_COURTE,
    MARQUE,
    PARTAGE,
    PLEINE,
    RESTE,
    is_sain,
)
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.shared_strings import Textes
from plie_xl.reading.guard.sheet_slow import scan_lentement
from plie_xl.reading.guard.xml import require_utf8, verify

_DONNEES = re.compile(rb"<sheetData ?(/?)>")
_FIN = b"</sheetData>"
_OCTETS_CELLULE = 20  # no cell that holds a value is shorter


def scan_feuille(octets: bytes, partie: str, feuille: str, textes: Textes | None) -> Releve:
    """Scan one sheet part; raises `RefusError` when it is damaged or beyond the bounds."""
    grande = len(octets) > MAX_CELLULES * _OCTETS_CELLULE
    if grande and octets.count(b"</v>") + octets.count(b"</is>") > MAX_CELLULES:
        raise RefusError("trop_de_cellules", feuille=feuille)
    require_utf8(octets, partie)
    return _scan_vite(octets, partie, textes) or scan_lentement(octets, partie, feuille)


def _scan_vite(octets: bytes, partie: str, textes: Textes | None) -> Releve | None:
    """The cells when every byte is of the usual form, else None: nothing is guessed."""
    donnees = _DONNEES.search(octets)
    if donnees is None:
        return None
    debut = donnees.end()
    fin = debut if donnees[1] else octets.rfind(_FIN)
    alentour = octets[:debut] + octets[fin:]  # what stands around the cells
    usuel = debut <= fin and alentour.count(b"sheetData") == 2 - len(donnees[1])
    if not usuel or b"<!" in alentour or alentour.find(b"<?", 5) >= 0:
        return None
    grille, formules = FORMULE.subn(FORMULE_COURTE, memoryview(octets)[debut:fin])
    morceaux: list[bytes] = PLEINE.split(grille)
    reste = MARQUE.join(morceaux[::2])
    if not RESTE.fullmatch(reste) or not is_sain(grille):
        return None
    verify(alentour, partie)
    releve = Releve(morceaux[1::2], formules=formules)
    if formules:
        releve.partie = octets[:debut] + grille + octets[fin:]
    if b"#" in grille and b' t="e"' in grille:  # every error code starts with « # »
        releve.erreurs = {ref: code.decode() for ref, code in ERREUR.findall(grille)}
    if textes is None or textes.needs_detail(len(releve.pleines)):
        releve.textes = PARTAGE.findall(grille)
    _add_creuses(releve, reste)
    return releve


def _add_creuses(releve: Releve, reste: bytes) -> None:
    """The cells without visible value: blank text, or a formula nobody computed."""
    if b' t="' in reste:
        releve.creuses = CREUSE.findall(reste)
    releve.calculees = releve.formules - reste.count(FORMULE_COURTE)
    if releve.calculees < releve.formules:
        releve.absentes = ABSENTE.findall(reste)
    if not releve.calculees and releve.formules:
        releve.ambigues = AMBIGUE.findall(reste)
