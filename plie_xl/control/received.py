"""`controle.xlsx` as it comes back: a received file like any other, read in a child with limits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from plie_xl.control.contract import POPULATION, RUBRIQUES, TIRAGE, VERDICTS
from plie_xl.control.workbook import find_empreinte
from plie_xl.model.errors import PlieError
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import MAX_OCTETS
from plie_xl.model.text import cle
from plie_xl.reading.workers import WorkerPool

_PAS_LE_NOTRE = "ce n’est pas un classeur de contrôle écrit par « plie-xl tirer »"
_ILLISIBLE = "ce classeur de contrôle ne se laisse pas lire : reprenez celui que « tirer » a écrit"
_FEUILLES = (VERDICTS, TIRAGE, POPULATION)
_ESSENTIELLES = {"verdicts": {"cle", "definitive", "empreinte"}, "tirage": {"rubrique", "valeur"},
                 "population": {"cle", "tiree"}}  # fmt: skip
Ligne = Mapping[str, object]
Cellules = dict[str, dict[str, list[object]]]


class ControleError(PlieError):
    """A file that is no workbook of control; one French sentence names it."""


@dataclass(frozen=True)
class Controle:
    """A workbook of control as it was read.

    `maitre` is the digest of the master that was drawn from, `faits` what « Tirage » says by
    `RUBRIQUES`, `verdicts` the rows of « Verdicts » with their Excel row under `rang`, `tirees`
    the keys drawn.
    """

    fichier: str
    maitre: str
    faits: Mapping[str, object]
    verdicts: tuple[Ligne, ...]
    tirees: tuple[str, ...]

    @property
    def annee(self) -> int | None:
        """The year drawn."""
        lue = self.faits.get("annee")
        return int(lue) if isinstance(lue, int | float) else None

    def narrow(self, fiche: Fiche) -> "Controle | None":
        """What it says of one territory, whose rows alone are there; None when it says nothing."""
        if self.annee != fiche.annee:
            return self
        debut = f"{fiche.id}/"
        tirees = tuple(k for k in self.tirees if k.startswith(debut))
        verdicts = tuple(x for x in self.verdicts if str(x["cle"]).startswith(debut))
        return replace(self, tirees=tirees, verdicts=verdicts) if tirees else None


def read_controles(recus: Iterable[tuple[str, Path]]) -> list[Controle]:
    """Each file by its name; ControleError for the first that is none of ours."""
    recus = list(recus)
    if not recus:
        return []
    lus = []
    with WorkerPool() as enfants:
        envoyes = [(nom, enfants.submit(read_cellules, str(chemin))) for nom, chemin in recus]
        for nom, futur in envoyes:
            try:
                maitre, cellules, refus = futur.result()
            except Exception as erreur:  # the child died, or the file is not what it seemed
                raise ControleError(f"« {nom} » : {_ILLISIBLE}") from erreur
            if refus:
                raise ControleError(f"« {nom} » : {refus}")
            lus.append(_build(nom, maitre, cellules))
    return lus


def _build(nom: str, maitre: str, cellules: Cellules) -> Controle:
    tables = {table: list(_unfold(colonnes)) for table, colonnes in cellules.items()}
    rubriques = {cle(dite): nom for nom, dite in RUBRIQUES.items()}
    faits = {
        rubriques[cle(x["rubrique"])]: x["valeur"]
        for x in tables["tirage"]
        if cle(x["rubrique"]) in rubriques
    }
    tirees = tuple(str(x["cle"]) for x in tables["population"] if cle(x["tiree"]) == "oui")
    return Controle(nom, maitre, faits, tuple(tables["verdicts"]), tirees)


def _unfold(colonnes: Mapping[str, list[object]]) -> Iterable[Ligne]:
    for valeurs in zip(*colonnes.values(), strict=True):
        yield dict(zip(colonnes, map(_plain, valeurs), strict=True))


def _plain(valeur: object) -> object:
    """Nothing is None, a day has no hour."""
    if isinstance(valeur, datetime):
        return valeur.date()
    return None if isinstance(valeur, str) and not cle(valeur) else valeur


def read_cellules(chemin: str) -> tuple[str, Cellules, str]:
    """In the child: the digest of the master, the cells by table and column, or why not."""
    from plie_xl.reading import guard
    from plie_xl.reading.cells import read_grilles
    from plie_xl.reading.tables import Sheets, find_table

    place = Path(chemin)
    maitre = find_empreinte(place)
    if not maitre:
        return "", {}, _PAS_LE_NOTRE
    if place.stat().st_size > MAX_OCTETS:
        return "", {}, _ILLISIBLE
    octets = place.read_bytes()
    vue = guard.inspect(octets)
    if vue.refus is not None:
        return "", {}, f"{vue.refus.constat} ; {vue.refus.remede}"
    sheets = Sheets(read_grilles(octets, vue), {f.nom: f for f in vue.feuilles})
    lues: Cellules = {}
    for feuille in _FEUILLES:
        table, _ = find_table(sheets, feuille)
        if table is None or not table.colonnes.keys() >= _ESSENTIELLES[feuille.table]:
            return "", {}, f"la feuille « {feuille.nom} » n’est plus là, ou a perdu ses colonnes"
        lues[feuille.table] = {c: list(v) for c, v in table.unfold().items()}
        lues[feuille.table]["rang"] = [*table.lignes]
    return maitre, lues, ""
