"""What stands among or beside the rows of a table and is no entry: totals, headers again, notes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from plie_xl.model.lecture import Remarque
from plie_xl.model.privacy import cite_nu
from plie_xl.model.text import cle_entete, cles_entete, est_vide
from plie_xl.model.workbook import Feuille
from plie_xl.reading.headers import Grille

_LONGUEUR = 40  # what announces a total is shorter
REPETEES = 3  # headers in one row, to say that it repeats them
TOTAUX = frozenset(("total", "totaux", "sous total", "somme", "cumul"))
# The columns that make an entry of a row, and which a total leaves blank.
_PROPRES = {"suivi": ("date", "statut", "modalite"), "financement": ("nature",)}


def list_autres(
    feuille: Feuille, nom: str, grille: Grille, lignes: Iterable[int], colonnes: Mapping[str, int]
) -> dict[int, Remarque]:
    """Rows (0-based) that are no entry, each with its remark: repeated headers, totals."""
    if not feuille.saisie:
        return {}
    entetes = {c.id: cle_entete(c.entete) for c in feuille.colonnes}
    attendus = {rang - 1: entetes[c] for c, rang in colonnes.items()}
    lues = {n: grille[n] for n in lignes}
    textes = {v for ligne in lues.values() for v in ligne if isinstance(v, str) and v}
    cles = cles_entete(textes)
    repetes: dict[object, str] = {texte: c for texte, c in cles.items() if c in entetes.values()}
    totaux = {texte for texte, c in cles.items() if _annonce_total(texte, c)}
    if not repetes and not totaux:
        return {}
    autres = {}
    for n, ligne in lues.items():
        if _is_entete(ligne, attendus, repetes):
            autres[n] = _remarque(nom, n, ligne, "répète les en-têtes")
        elif _is_total(feuille, ligne, colonnes, totaux):
            autres[n] = _remarque(nom, n, ligne, "est un total")
    return autres


def _remarque(nom: str, n: int, ligne: Sequence[object], detail: str) -> Remarque:
    """On the first text of the row."""
    rang, texte = next((r, v) for r, v in enumerate(ligne, start=1) if isinstance(v, str) and v)
    return Remarque("ligne_autre", nom, n + 1, rang, detail, cite_nu(texte))


def _is_entete(
    ligne: Sequence[object], attendus: Mapping[int, str], repetes: Mapping[object, str]
) -> bool:
    """Whether a row says the headers again, each in its column."""
    dits = (repetes.get(valeur) == attendus.get(rang, "") for rang, valeur in enumerate(ligne))
    return sum(dits) >= REPETEES


def _is_total(
    feuille: Feuille, ligne: Sequence[object], colonnes: Mapping[str, int], totaux: Set[object]
) -> bool:
    propres = [colonnes[c] - 1 for c in _PROPRES.get(feuille.table, ()) if c in colonnes]
    if not propres or totaux.isdisjoint(ligne):
        return False
    return all(est_vide(ligne[r]) or ligne[r] in totaux for r in propres)


def _annonce_total(texte: str, cle: str) -> bool:
    return len(texte) < _LONGUEUR and (cle in TOTAUX or cle.startswith(("total ", "sous total ")))


def note_a_cote(
    nom: str, grille: Grille, entete: int, colonnes: Mapping[str, int]
) -> Iterator[Remarque]:
    """One remark for all that is written under no header, beside the table."""
    pris = set(colonnes.values())
    libres = [rang for rang in range(1, len(grille[entete]) + 1) if rang not in pris]
    ecrites = [
        (n, rang)
        for n, ligne in enumerate(grille[entete + 1 :] if libres else (), start=entete + 2)
        for rang in libres
        if rang <= len(ligne) and not est_vide(ligne[rang - 1])
    ]
    if ecrites:
        yield Remarque("a_cote", nom, *ecrites[0], str(len(ecrites)))
