"""Where our tables are in a received workbook: sheets, header rows, columns, rows.

Headers are recognised whatever their accents, case, spaces or place; nothing is dropped in
silence: what is unknown, missing, renamed or outside becomes a `Remarque`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import IllisibleError, Remarque, Table, encode
from plie_xl.model.text import cle, cle_entete, est_vide
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.words import ERREURS
from plie_xl.model.workbook import (
    FICHE,
    IDENTIFIANT,
    PARAMETRES,
    Feuille,
    colonnes_parlantes,
    feuille_suivi,
)
from plie_xl.reading.around import (
    find_fusionnees,
    find_recouvertes,
    note_cachees,
    note_decoche,
    note_volatiles,
)
from plie_xl.reading.guard import Alentour, FeuilleVue
from plie_xl.reading.headers import LIGNES_EXPLOREES, Grille, find_colonnes, find_entete
from plie_xl.reading.links import write_liens
from plie_xl.reading.stray_rows import list_autres, note_a_cote

DECISIVES = ("date", "instance", "statut", "modalite", "quantite")  # what makes a row count
ESSENTIELLES = ("date", "instance", "statut", "modalite")
A_REMPLIR = frozenset(cle(p.rubrique) for p in PARAMETRES if p.saisie)  # yellow cells of « Fiche »
_IDENTIFIANT = next(cle(p.rubrique) for p in PARAMETRES if p.id == IDENTIFIANT)


class LazySheets(Mapping[str, Grille]):
    """Sheets parsed when first asked for: most files hold sheets that nobody reads."""

    def __init__(self, noms: Sequence[str], read: Callable[[str], Grille]) -> None:
        self._noms, self._read = list(noms), read
        self._lues: dict[str, Grille] = {}

    def __getitem__(self, nom: str) -> Grille:
        if nom not in self._lues:
            self._lues[nom] = self._read(nom)
        return self._lues[nom]

    def __contains__(self, nom: object) -> bool:
        return nom in self._noms  # asking for a sheet that is not there is no fault of the file

    def __iter__(self) -> Iterator[str]:
        return iter(self._noms)

    def __len__(self) -> int:
        return len(self._noms)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of one workbook: their cells, and what the guard saw of each."""

    grilles: Mapping[str, Grille]
    vues: Mapping[str, FeuilleVue] = field(default_factory=dict)

    def find_nom(self, nom: str) -> str | None:
        """The sheet that bears this name, however it is spelt."""
        pareils = [n for n in self.grilles if cle_entete(n) == cle_entete(nom)]
        return nom if nom in pareils else next(iter(pareils), None)


class Faute(NamedTuple):
    """A cell that the reader erases: an error, or None for a formula without a value."""

    ligne: int
    rang: int
    erreur: str | None


def resembles(sheets: Sheets, fiche: Fiche) -> bool:
    """Whether some sheet bears the headers of « Suivi », whatever it is called."""
    return _find_feuille(sheets, feuille_suivi(fiche), frozenset()) is not None


def find_table(
    sheets: Sheets, feuille: Feuille, prises: Set[str] = frozenset()
) -> tuple[Table | None, list[Remarque]]:
    """The table of a sheet of ours, wherever it now stands, None if nowhere; and what to say.

    `prises` are the sheets from which another table was read.
    """
    trouvee = _find_feuille(sheets, feuille, prises)
    if trouvee is None:
        meme_nom = sheets.find_nom(feuille.nom)
        nature = "tableau_absent" if meme_nom else "feuille_absente"
        return None, [Remarque(nature, meme_nom or "", detail=feuille.nom)]
    nom, entete = trouvee
    table, remarques = _read_table(sheets, feuille, nom, entete)
    if cle_entete(nom) != cle_entete(feuille.nom):
        remarques.insert(0, Remarque("feuille_renommee", nom, detail=feuille.nom))
    return table, remarques


def read_jumelle(sheets: Sheets, feuille: Feuille, nom: str) -> Table | None:
    """The table that another sheet holds under the same headers; no remark is made of it."""
    entete = find_entete(sheets.grilles[nom], feuille.colonnes)
    return None if entete is None else _read_table(sheets, feuille, nom, entete)[0]


def _find_feuille(sheets: Sheets, feuille: Feuille, prises: Set[str]) -> tuple[str, int] | None:
    """Sheet and header row (0-based): by its name first, else by the headers of the others."""
    propre = sheets.find_nom(feuille.nom)
    autres = [n for n in sheets.grilles if n != propre and n not in prises]
    if propre is None and feuille is FICHE:  # its headers are those of any list
        autres = [n for n in autres if _has_identifiant(sheets.grilles[n])]
    for nom in [propre, *autres] if propre else autres:
        try:
            entete = find_entete(sheets.grilles[nom], feuille.colonnes)
        except IllisibleError:
            if nom == propre:
                raise
            continue  # a sheet that we do not need stops nothing
        if entete is not None:
            return nom, entete
    return None


def _has_identifiant(grille: Grille) -> bool:
    debut = grille[:LIGNES_EXPLOREES]
    return any(cle(v) == _IDENTIFIANT for ligne in debut for v in ligne if isinstance(v, str))


def _read_table(
    sheets: Sheets, feuille: Feuille, nom: str, entete: int
) -> tuple[Table, list[Remarque]]:
    """The table whose sheet and header row are known, and all that is to say of it."""
    grille, vue = sheets.grilles[nom], sheets.vues.get(nom)
    reperees = find_colonnes(feuille, nom, grille, entete)
    colonnes, inconnues = reperees.connues, reperees.inconnues
    noms = {rang: colonne for colonne, rang in colonnes.items()}

    # Its rows: those where somebody wrote, and those where the reader erased an error.
    rendues = list(zip_longest(*grille, fillvalue=""))  # by column
    remplies = _lignes_remplies(rendues, entete, feuille, colonnes)
    autres = list_autres(feuille, nom, grille, remplies, colonnes)
    fautes = _list_fautes(vue, feuille, colonnes)
    effacees = {f.ligne - 1 for f in fautes if entete + 1 < f.ligne <= len(grille)}
    retenues = sorted({*remplies, *effacees} - autres.keys())
    lignes = [n + 1 for n in retenues]

    # Its values, the errors back in their cells, and what the screen shows over them.
    alentour, large = vue.alentour if vue else Alentour(), max(colonnes.values(), default=0)
    tapees = _read_colonnes(feuille, rendues, retenues, colonnes, inconnues)
    lues = write_liens(tapees, colonnes, lignes, alentour.liens)
    dites = _list_dites(feuille, fautes, lignes, lues)
    graves = [faute for faute in dites if _weigh(feuille, noms[faute.rang]) is None]
    valeurs = {c: encode(v) for c, v in _write_erreurs(lues, graves, noms, lignes).items()}
    illisibles = _find_illisibles(feuille, colonnes, lignes, graves)
    fusionnees = find_fusionnees(alentour.fusions, lignes, large)
    cachees = fusionnees, find_recouvertes(alentour.objets, lignes, large)
    table = Table(feuille.table, nom, colonnes, lignes, valeurs, inconnues, illisibles, *cachees)

    remarques = [*note_decoche(vue, nom, entete, feuille.nom), *reperees.remarques]
    remarques += [*autres.values(), *_note_fautes(nom, feuille, noms, dites)]
    if feuille.saisie:
        remarques += _note_hors_tableau(vue, feuille, table)
        if reperees.completes:  # else what looks beside has lost its header, which is said
            remarques += note_a_cote(nom, grille, entete, {**colonnes, **inconnues})
    remarques += note_volatiles(nom, alentour.volatiles, lignes, colonnes.get("date", 0))
    remarques += note_cachees(nom, fusionnees, lignes, colonnes, lues)
    return table, remarques


def _find_illisibles(
    feuille: Feuille, colonnes: Mapping[str, int], lignes: Sequence[int], graves: Iterable[Faute]
) -> frozenset[int]:
    """The rows that cannot be judged: all those of a « Suivi » that lost a column it needs."""
    if feuille.table == "suivi" and any(c not in colonnes for c in ESSENTIELLES):
        return frozenset(lignes)
    return frozenset(faute.ligne for faute in graves)


def _read_colonnes(
    feuille: Feuille,
    rendues: Grille,
    lignes: Sequence[int],
    colonnes: Mapping[str, int],
    inconnues: Mapping[str, int],
) -> Mapping[str, Sequence[object]]:
    """The values of each column that is typed, ours or not, in these rows (0-based)."""
    calculees = {c.id for c in feuille.colonnes if c.calcule}
    rangs = {c: rang for c, rang in colonnes.items() if c not in calculees} | dict(inconnues)
    lues = {c: [rendues[k - 1][n] for n in lignes] for c, k in rangs.items() if k <= len(rendues)}
    return {c: lues.get(c, [""] * len(lignes)) for c in rangs}


def _list_fautes(
    vue: FeuilleVue | None, feuille: Feuille, colonnes: Mapping[str, int]
) -> list[Faute]:
    """The cells of entry columns that the reader erases: errors first."""
    if vue is None:
        return []
    saisies = {colonnes[c.id] for c in feuille.colonnes if c.saisie and c.id in colonnes}
    erreurs = [Faute(*place, ERREURS.get(x, x)) for place, x in sorted(vue.erreurs.items())]
    sans_valeur = [Faute(*place, None) for place in sorted(vue.sans_valeur)]
    return [faute for faute in (*erreurs, *sans_valeur) if faute.rang in saisies]


def _list_dites(
    feuille: Feuille,
    fautes: Sequence[Faute],
    lignes: Sequence[int],
    lues: Mapping[str, Sequence[object]],
) -> list[Faute]:
    """Those that stand in rows of the table; in « Fiche », where most is ours, in yellow cells."""
    retenues = set(lignes)
    if feuille is FICHE:
        rubriques = zip(lues.get("rubrique", ()), lignes, strict=False)
        retenues = {ligne for rubrique, ligne in rubriques if cle(rubrique) in A_REMPLIR}
    return [faute for faute in fautes if faute.ligne in retenues]


def _write_erreurs(
    lues: Mapping[str, Sequence[object]],
    dites: Iterable[Faute],
    noms: Mapping[int, str],
    lignes: Sequence[int],
) -> dict[str, Sequence[object]]:
    """The same values, with the errors that the sheet shows where the reader gave a blank.

    A cell that proves nothing, or should name a piece, stays blank: nothing is read there.
    """
    ecrites = dict(lues)
    places = {ligne: n for n, ligne in enumerate(lignes)}
    par_colonne: dict[str, dict[int, str]] = {}
    for ligne, rang, erreur in dites:
        if erreur is not None:
            par_colonne.setdefault(noms[rang], {})[places[ligne]] = erreur
    for colonne, erreurs in par_colonne.items():
        ecrites[colonne] = [erreurs.get(n, valeur) for n, valeur in enumerate(lues[colonne])]
    return ecrites


def _note_fautes(
    nom: str, feuille: Feuille, noms: Mapping[int, str], dites: Iterable[Faute]
) -> Iterator[Remarque]:
    for ligne, rang, erreur in dites:
        nature = "formule_sans_valeur" if erreur is None else "valeur_erreur"
        legere = _weigh(feuille, noms[rang])
        detail = erreur or ("formule sans résultat" if legere else "")
        yield Remarque(legere or nature, nom, ligne, rang, detail)


def _weigh(feuille: Feuille, colonne: str) -> str | None:
    """What an error in this column is; None where it hides what the row, or the sheet, counts."""
    if feuille.table != "suivi" or colonne in DECISIVES:
        return None
    return "erreur_piece" if colonne in load_pieces() else "erreur_sans_effet"


def _note_hors_tableau(
    vue: FeuilleVue | None, feuille: Feuille, table: Table
) -> Iterator[Remarque]:
    """Rows typed below the Excel table: read all the same, and said."""
    etendue = vue.tables.get(feuille.table) if vue else None
    if not etendue or ":" not in etendue:
        return
    fin = int("".join(filter(str.isdigit, etendue.split(":")[1])))
    dehors = [ligne for ligne in table.lignes if ligne > fin]
    if dehors:
        gauche = min(table.colonnes.values())
        yield Remarque("hors_tableau", table.feuille, dehors[0], gauche, str(len(dehors)))


def _lignes_remplies(
    rendues: Grille, entete: int, feuille: Feuille, colonnes: Mapping[str, int]
) -> list[int]:
    """Rows (0-based) below the headers in which somebody wrote something."""
    rangs = [colonnes[c] - 1 for c in colonnes_parlantes(feuille) if c in colonnes]
    dessous = (rendues[k][entete + 1 :] for k in rangs if k < len(rendues))
    parlantes = list(zip(*dessous, strict=True))
    vierge = ("",) * len(parlantes[0]) if parlantes else ()
    return [
        n
        for n, valeurs in enumerate(parlantes, start=entete + 1)
        if valeurs != vierge and not all(map(est_vide, valeurs))
    ]
