"""The stable identifier of a row in calendars: imported again, it updates and doubles nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from plie_xl.agenda.events import DOMAINE
from plie_xl.checks.count import Compte
from plie_xl.checks.values import number_rows
from plie_xl.model.text import cle, en_clair


def list_rows(compte: Compte) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each row of « Suivi » of one workbook, with its identifier.

    A row is its number, as « Valider » gives it; a number twice written is told apart by rank.
    """
    rows = list(compte.rangees.lignes())
    rangs: Counter[str] = Counter()
    for row, numero in zip(rows, number_rows(r["numero"] for r in rows), strict=True):
        fiche = compte.saisie.fiches[row["fiche"]]
        nom = f"{fiche.id}/{fiche.annee}/{cle(en_clair(numero))}"
        rangs[nom] += 1
        suite = f"/{rangs[nom]}" if rangs[nom] > 1 else ""
        yield hashlib.sha256((nom + suite).encode()).hexdigest()[:32] + DOMAINE, row
