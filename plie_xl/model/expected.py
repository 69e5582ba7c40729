"""Which fiches some readings are counted against: those of their year, and of no other."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import count

from plie_xl.model.collection import PROGRAMME, Fiches, Recueil, fiches_en_vigueur, read_fiche
from plie_xl.model.errors import PlieError
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.mergers import find_fermees, find_fin
from plie_xl.model.text import enumere, pluriel


class AnneesError(PlieError, ValueError):
    """Readings of several years, `annees`, where one is expected; one French sentence."""

    def __init__(self, nombres: Mapping[int, int]) -> None:
        dites = (f"{annee} ({pluriel(n, 'classeur')})" for annee, n in nombres.items())
        super().__init__(f"{len(nombres)} années se mêlent, {enumere(dites)} : une à la fois")
        self.annees = tuple(nombres)


def as_annee(
    fiches: Fiches | None, lectures: Iterable[Lecture], agape: bool = False
) -> Mapping[str, Fiche]:
    """The fiches of one year, by identifier: those given, else those of the readings' year.

    A fiche of a folder wins; then the one that a workbook carries, so that the button and the
    live formulas judge alike; then the package's. For AGAPE (`agape`), the carried one is last.

    Raises
    ------
    AnneesError
        The readings are of several years.
    FicheError
        Nobody has a fiche of their year.
    """
    if fiches is not None and not isinstance(fiches, Recueil):
        return fiches
    recueil = fiches_en_vigueur() if fiches is None else fiches
    lectures = tuple(lectures)
    nombres = count_annees(lectures)
    if len(nombres) > 1:
        raise AnneesError(nombres)
    annee = next(iter(nombres), recueil.derniere)
    portees = [parse_portee(x.fiche, x.portee) for x in lectures if x.fiche and x.portee]
    connues = recueil.annee(annee) if annee in recueil.annees or not portees else {}
    ajoutees = {f.id: f for f in portees if not _is_deposee(recueil, f, agape)}
    fermees = find_fermees(connues.values())  # a received file ends no other territory
    return connues | {
        nom: fiche
        for nom, fiche in ajoutees.items()
        if nom not in fermees and find_fin(recueil, nom, annee) is None
    }


def _is_deposee(recueil: Recueil, fiche: Fiche, agape: bool) -> bool:
    """Whether the fiche of a folder, or at AGAPE's of the package, wins over a carried one."""
    connue = recueil.find(fiche.id, fiche.annee)
    return connue is not None and (agape or recueil.deposee(connue).origine != PROGRAMME)


@lru_cache(64)
def parse_portee(identifiant: str, texte: str) -> Fiche:
    """The fiche that a workbook carries. FicheError when it is none."""
    nom = f"{identifiant}.toml"
    return read_fiche(nom, texte.encode(), nom)[0]


def count_annees(lectures: Iterable[Lecture]) -> dict[int, int]:
    """How many workbooks of a known fiche there are of each year, in order."""
    annees = Counter(x.annee for x in lectures if x.fiche and x.annee is not None)
    return dict(sorted(annees.items()))


def is_expected(lecture: Lecture, fiches: Mapping[str, Fiche]) -> bool:
    """Whether a reading is of one of these fiches, and of its year."""
    fiche = fiches.get(lecture.fiche)
    return fiche is not None and lecture.annee in (None, fiche.annee)


def sort_annees(lectures: Iterable[Lecture]) -> list[list[Lecture]]:
    """The readings that can be counted together: of one year, each PLIE with one fiche.

    Years in order; those of no known fiche go with the last.
    """
    groupes: dict[tuple[int, int], list[Lecture]] = {}
    fiches: dict[tuple[int, int], dict[str, str]] = {}
    autres = []
    for lecture in lectures:
        if not lecture.fiche:
            autres.append(lecture)
            continue
        rangs = ((lecture.annee or 0, n) for n in count())
        rang = next(
            r for r in rangs if fiches.get(r, {}).get(lecture.fiche) in (None, lecture.portee)
        )
        fiches.setdefault(rang, {})[lecture.fiche] = lecture.portee
        groupes.setdefault(rang, []).append(lecture)
    ranges = [groupes[rang] for rang in sorted(groupes)]
    return [*ranges[:-1], [*ranges[-1], *autres]] if ranges else [autres]
