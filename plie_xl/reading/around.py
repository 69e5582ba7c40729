"""What the screen shows and the cells do not hold: merges, objects, hidden headers, the clock."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from plie_xl.model.cell import lettres, rang
from plie_xl.model.lecture import Place, Remarque
from plie_xl.model.text import cle_entete, est_vide
from plie_xl.reading.guard import FeuilleVue, Plage
from plie_xl.reading.headers import LIGNES_EXPLOREES, Grille

_MAX_PLACES = 500_000  # cells: more than an honest sheet merges


def find_fusionnees(
    fusions: Iterable[Plage], lignes: Sequence[int], largeur: int
) -> Mapping[Place, str]:
    """The cells of these rows that a merge hides, each with its merged range."""
    return {
        place: f"{lettres(plage[1])}{plage[0]}:{lettres(plage[3])}{plage[2]}"
        for plage, place in _list_places(fusions, lignes, largeur)
        if place != plage[:2]
    }


def find_recouvertes(
    objets: Iterable[Plage], lignes: Sequence[int], largeur: int
) -> frozenset[Place]:
    """The cells of these rows on which an object lies."""
    return frozenset(place for _, place in _list_places(objets, lignes, largeur))


def note_cachees(
    nom: str,
    fusionnees: Mapping[Place, str],
    lignes: Sequence[int],
    colonnes: Mapping[str, int],
    lues: Mapping[str, Sequence[object]],
) -> Iterator[Remarque]:
    """One remark for each merge that hides a value: formulas count it, and nobody sees it."""
    noms = {place: colonne for colonne, place in colonnes.items() if colonne in lues}
    rangs = {ligne: n for n, ligne in enumerate(lignes)}
    dites: set[str] = set()
    for (ligne, place), fusion in fusionnees.items():
        if place in noms and fusion not in dites and not est_vide(lues[noms[place]][rangs[ligne]]):
            dites.add(fusion)
            yield Remarque("valeur_cachee", nom, ligne, place, fusion)


def note_volatiles(
    nom: str, volatiles: Iterable[Plage], lignes: Sequence[int], rang_date: int
) -> Iterator[Remarque]:
    """One remark for the dates, in these rows, that change each time the file is opened."""
    trouvees = sorted({p[0] for p in volatiles if p[1] == rang_date}.intersection(lignes))
    if trouvees:
        yield Remarque("date_volatile", nom, trouvees[0], rang_date, str(len(trouvees)))


def _list_places(
    plages: Iterable[Plage], lignes: Sequence[int], largeur: int
) -> Iterator[tuple[Plage, Place]]:
    """The cells of some ranges; ranges that overlap for ever are not followed for ever."""
    return islice(
        (
            (plage, (ligne, colonne))
            for plage in plages
            for ligne in lignes[bisect_left(lignes, plage[0]) : bisect_right(lignes, plage[2])]
            for colonne in range(plage[1], min(plage[3], largeur) + 1)
        ),
        _MAX_PLACES,
    )


def find_sans_entete(vue: FeuilleVue) -> Iterator[tuple[int, int, Sequence[str]]]:
    """Row (0-based) above each table whose header row is unticked, its first column, its names."""
    for nom, colonnes in vue.alentour.sans_entete.items():
        coin = vue.tables[nom].partition(":")[0]
        chiffres = coin.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if chiffres.isdecimal():
            yield int(chiffres) - 2, rang(coin.removesuffix(chiffres)) - 1, colonnes


def note_decoche(
    vue: FeuilleVue | None, nom: str, entete: int, attendue: str
) -> Iterator[Remarque]:
    """One remark where Excel was told that the table has no header row."""
    if vue and any(place == entete for place, *_ in find_sans_entete(vue)):
        yield Remarque("entete_decoche", nom, detail=attendue)


def restore_entetes(grille: Grille, vue: FeuilleVue) -> Grille:
    """The same cells, the names of a table written where its header row was, if it is blank."""
    for place, gauche, noms in find_sans_entete(vue):
        if _has_noms(grille[place + 1 : place + 2], gauche, noms):
            continue  # the row of headers is there, whatever the table says of it
        dessus = grille[place : place + 1]
        if 0 <= place < LIGNES_EXPLOREES and all(est_vide(v) for ligne in dessus for v in ligne):
            manquantes: list[Sequence[object]] = [()] * (place - len(grille))
            entete = [""] * gauche + list(noms)
            grille = [*grille[:place], *manquantes, entete, *grille[place + 1 :]]
    return grille


def _has_noms(rangees: Grille, gauche: int, noms: Sequence[str]) -> bool:
    lus = [cle_entete(str(v)) for rangee in rangees for v in rangee[gauche : gauche + len(noms)]]
    return lus == [cle_entete(nom) for nom in noms]
