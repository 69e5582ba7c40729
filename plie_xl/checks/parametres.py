"""What « Fiche » says of each workbook: up to which day it counts, how many technicians it has."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

import numpy as np

from plie_xl.checks.values import read_quantite
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import Rows, build_lignes
from plie_xl.model.lecture import Lecture
from plie_xl.model.text import cle, est_vide, read_jour
from plie_xl.model.workbook import PARAMETRES, REFERENCE, TECHNICIENS


def find_aujourdhui(lecture: Lecture) -> date:
    """Today, or the day when the workbook was saved where a clock is ahead: nothing is known after.

    A meeting held later is a fault, whatever the date that somebody chose to count up to.
    """
    enregistre = read_jour(lecture.enregistre[:10])
    return max(date.today(), enregistre or date.min)


_PARAMETRES = (
    "classeur",
    "fiche",
    "reference",
    "aujourdhui",
    "techniciens",
    "technicien_saisi",
    "arrete_au",
)


Rubriques = Mapping[str, tuple[int, object]]  # by folded heading: its row and its value


@cache
def cle_rubrique(nom: str) -> str:
    """The folded heading of a parameter."""
    return cle(next(p.rubrique for p in PARAMETRES if p.id == nom))


def read_rubriques(lectures: Iterable[Lecture]) -> Mapping[str, Rubriques]:
    """The headings of « Fiche » by workbook, the first one where there are several."""
    return {lecture.classeur: _list_rubriques(lecture) for lecture in lectures}


def _list_rubriques(lecture: Lecture) -> Rubriques:
    table = lecture.tables.get("parametres")
    lues = table.unfold() if table else {}
    if table is None or not {"rubrique", "valeur"} <= lues.keys():
        return {}
    trouvees: dict[str, tuple[int, object]] = {}
    for nom, ligne, valeur in zip(lues["rubrique"], table.lignes, lues["valeur"], strict=True):
        trouvees.setdefault(cle(nom), (ligne, valeur))
    return trouvees


def read_parametres(
    lectures: Iterable[Lecture],
    rubriques: Mapping[str, Rubriques],
    fiches: Mapping[str, Fiche],
    au: date | None,
) -> Rows:
    """One row by workbook: its days, its technicians, and what was typed for them."""
    techniciens_dits, arrete_dit = cle_rubrique(TECHNICIENS), cle_rubrique(REFERENCE)
    lignes = []
    for lecture in lectures:
        fiche, dites = fiches[lecture.fiche], rubriques[lecture.classeur]
        _, saisi = dites.get(techniciens_dits, (0, None))
        _, arrete = dites.get(arrete_dit, (0, None))
        aujourdhui = find_aujourdhui(lecture)
        reference = min(au or read_jour(arrete) or aujourdhui, fiche.fin)
        techniciens = np.nan if est_vide(saisi) else read_quantite(saisi)
        jours = reference, aujourdhui
        lignes.append((lecture.classeur, fiche.id, *jours, techniciens, saisi, arrete))
    parametres = build_lignes(_PARAMETRES, lignes)
    return parametres.avec(techniciens=parametres["techniciens"].apply(float, float))
