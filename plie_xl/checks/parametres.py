"""What « Fiche » says of each workbook: up to which day it counts, how many technicians it has."""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from plie_xl.checks.values import read_entier
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import Rows, build_lignes
from plie_xl.model.lecture import Lecture
from plie_xl.model.text import est_vide, read_jour
from plie_xl.model.workbook import PARAMETRES as RUBRIQUES
from plie_xl.model.workbook import REFERENCE, TECHNICIENS


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


def read_parametres(
    lectures: Iterable[Lecture], fiches: Mapping[str, Fiche], au: date | None
) -> Rows:
    rubriques = {p.id: p.rubrique for p in RUBRIQUES}
    lignes = []
    for lecture in lectures:
        fiche = fiches[lecture.fiche]
        saisi = lecture.parametre(rubriques[TECHNICIENS])
        arrete = lecture.parametre(rubriques[REFERENCE])
        aujourdhui = find_aujourdhui(lecture)
        reference = min(au or read_jour(arrete) or aujourdhui, fiche.fin)
        nombre = read_entier(saisi) if not est_vide(saisi) else np.nan
        techniciens = nombre if nombre > 0 else np.nan
        jours = reference, aujourdhui
        lignes.append((lecture.classeur, fiche.id, *jours, techniciens, saisi, arrete))
    parametres = build_lignes(_PARAMETRES, lignes)
    return parametres.avec(techniciens=parametres["techniciens"].apply(float, float))
