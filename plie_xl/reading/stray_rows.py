"""What stands among or beside the rows of a table and is no entry: totals, titles, notes."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import chain, compress

from plie_xl.model.lecture import Remarque
from plie_xl.model.privacy import cite_nu
from plie_xl.model.text import cle_entete, cles_entete, est_vide
from plie_xl.model.workbook import MOIS, Feuille
from plie_xl.reading.headers import Grille

_LONGUEUR = 40  # what announces a total is shorter
_ANCIENNE = 1910  # a small number under a date format reads as a day before it
REPETEES = 3  # headers in one row, to say that it repeats them
TOTAUX = frozenset(
    ("total", "totaux", "sous total", "sous totaux", "somme", "nombre", "cumul", "moyenne")
)
_DEBUTS = (
    *("total ", "totaux ", "sous total ", "sous totaux ", "s total", "grand total", "cumul "),
    *("nombre de reunions", "nombre reunions", "nb de reunions", "nb reunions"),
)
# What the sub-totals of Excel and of LibreOffice put before or after the name of a group.
_FONCTIONS = (
    *("somme", "nombre", "nb", "moyenne", "max", "min", "maximum", "minimum", "produit"),
    *("ecartype", "ecart type", "var", "variance", "total", "resultat", "sum", "count", "average"),
)
_AVANT, _APRES = tuple(f"{f} " for f in _FONCTIONS), tuple(f" {f}" for f in _FONCTIONS)
# The word by which any of those begins or ends: nearly every text is passed over at once.
_PREMIERS = frozenset(mot.split()[0] for mot in (*TOTAUX, *_DEBUTS, *_FONCTIONS))
_DERNIERS = frozenset(mot.split()[-1] for mot in _FONCTIONS)
_TOUS = ("general", "generale", "generaux", "resultat")  # the group of all the groups
# What heads the rows of a part of the year: « Mars 2024 », « T1 », « 2e semestre ».
_MOIS = "|".join(cle_entete(mois) for mois in MOIS)
_PERIODE = re.compile(
    rf"(?:(?:{_MOIS})|[ts] ?[1-4]|(?:1er|2e|2eme|3e|3eme|4e|4eme|premier|deuxieme|second|troisieme"
    r"|quatrieme) (?:trimestre|semestre)|(?:trimestre|semestre) [1-4]|annee)(?: 20\d\d)?"
)
# The columns that make an entry of a row, and which a total leaves blank.
_PROPRES = {"suivi": ("date", "statut", "modalite"), "financement": ("nature",)}


def list_autres(
    feuille: Feuille, nom: str, grille: Grille, lignes: Iterable[int], colonnes: Mapping[str, int]
) -> dict[int, Remarque]:
    """Rows (0-based) that are no entry, each with its remark: headers again, totals, titles.

    What our hidden formulas say is not looked at: they repeat what was typed.
    """
    if not feuille.saisie:
        return {}
    entetes = {c.id: cle_entete(c.entete) for c in feuille.colonnes}
    attendus = {rang - 1: entetes[c] for c, rang in colonnes.items()}
    lues = {n: grille[n] for n in lignes}
    textes = _list_textes(lues.values(), {colonnes.get(c.id) for c in feuille.colonnes if c.rouage})
    cles, voulus = cles_entete(textes), set(entetes.values())
    repetes: dict[object, str] = {texte: c for texte, c in cles.items() if c in voulus}
    groupes = frozenset((*_TOUS, *cles.values()))
    totaux = {
        texte
        for texte, c in cles.items()
        if c.partition(" ")[0] in _PREMIERS or c.rpartition(" ")[2] in _DERNIERS
        if _annonce_total(texte, c, groupes)
    }
    titres = {texte for texte, c in cles.items() if _PERIODE.fullmatch(c)}
    if not repetes and not totaux and not titres:
        return {}
    dites = (c.id for c in feuille.colonnes if c.saisie and c.id != "numero")
    typees = [colonnes[c] - 1 for c in dites if c in colonnes]
    autres = {}
    for n, ligne in lues.items():
        if _is_entete(ligne, attendus, repetes):
            autres[n] = _remarque(nom, n, ligne, "répète les en-têtes")
        elif _is_total(feuille, ligne, colonnes, totaux):
            autres[n] = _remarque(nom, n, ligne, "est un total")
        elif feuille.table in _PROPRES and _is_titre(ligne, typees, titres):
            autres[n] = _remarque(nom, n, ligne, "est un intertitre")
    return autres


def _list_textes(lignes: Collection[Sequence[object]], sauf: Set[int | None]) -> set[str]:
    """The texts of some rows, but for those of some columns."""
    largeur = max(map(len, lignes), default=0)
    gardees = [rang not in sauf for rang in range(1, largeur + 1)]
    valeurs = set(chain.from_iterable(compress(ligne, gardees) for ligne in lignes))
    return {v for v in valeurs if isinstance(v, str) and v}


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
    return all(_is_muette(ligne[r]) or ligne[r] in totaux for r in propres)


def _is_titre(ligne: Sequence[object], typees: Iterable[int], titres: Set[object]) -> bool:
    """Whether the one cell that somebody typed in names a part of the year."""
    dits = [ligne[rang] for rang in typees if not est_vide(ligne[rang])]
    return len(dits) == 1 and dits[0] in titres


def _is_muette(valeur: object) -> bool:
    """Whether a cell says no status, no modality, no day: blank, or the figure of a total."""
    if isinstance(valeur, date):
        return valeur.year < _ANCIENNE
    return est_vide(valeur) or isinstance(valeur, int | float)


def _annonce_total(texte: str, cle: str, groupes: Set[str]) -> bool:
    """« Total … », or the name of a function beside that of a group of the table."""
    if cle in TOTAUX or (len(texte) < _LONGUEUR and cle.startswith(_DEBUTS)):
        return True
    if not cle.startswith(_AVANT) and not cle.endswith(_APRES):
        return False
    restes = {cle.removeprefix(f) for f in _AVANT} | {cle.removesuffix(f) for f in _APRES}
    return any(_is_groupe(reste, groupes) for reste in restes - {cle})


def _is_groupe(nom: str, groupes: Set[str]) -> bool:
    return nom in groupes or nom.replace(" ", "").isdecimal()


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
