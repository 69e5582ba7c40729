"""Which fiches some readings are counted against: those of their year, and of no other."""

from collections import Counter
from collections.abc import Iterable, Mapping

from plie_xl.model.collection import Fiches, Recueil, fiches_en_vigueur
from plie_xl.model.errors import PlieError
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.text import enumere, pluriel


class AnneesError(PlieError, ValueError):
    """Readings of several years, `annees`, where one is expected; one French sentence."""

    def __init__(self, nombres: Mapping[int, int]) -> None:
        dites = (f"{annee} ({pluriel(n, 'classeur')})" for annee, n in nombres.items())
        super().__init__(f"{len(nombres)} années se mêlent, {enumere(dites)} : une à la fois")
        self.annees = tuple(nombres)


def as_annee(fiches: Fiches | None, lectures: Iterable[Lecture]) -> Mapping[str, Fiche]:
    """The fiches of one year, by identifier: those given, else those of the readings' year.

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
    nombres = count_annees(lectures)
    if len(nombres) > 1:
        raise AnneesError(nombres)
    return recueil.annee(next(iter(nombres), recueil.derniere))


def count_annees(lectures: Iterable[Lecture]) -> dict[int, int]:
    """How many workbooks of a known fiche there are of each year, in order."""
    annees = Counter(x.annee for x in lectures if x.fiche and x.annee is not None)
    return dict(sorted(annees.items()))


def is_expected(lecture: Lecture, fiches: Mapping[str, Fiche]) -> bool:
    """Whether a reading is of one of these fiches, and of its year."""
    fiche = fiches.get(lecture.fiche)
    return fiche is not None and lecture.annee in (None, fiche.annee)


def sort_annees(lectures: Iterable[Lecture]) -> dict[int | None, list[Lecture]]:
    """The readings of each year, in order; those of no known fiche go with the last."""
    par_annee: dict[int | None, list[Lecture]] = {}
    autres = []
    for lecture in lectures:
        if lecture.fiche:
            par_annee.setdefault(lecture.annee, []).append(lecture)
        else:
            autres.append(lecture)
    rangees = dict(sorted(par_annee.items(), key=lambda x: x[0] or 0))
    if autres:
        rangees.setdefault(next(reversed(rangees), None), []).extend(autres)
    return rangees
