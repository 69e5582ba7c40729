"""Every check a workbook goes through: one small function per rule, its sentences beside it.

    rule → rules, sheet by sheet → count (which rows count)
         → tables (what rules look at) → check (one pandera pass, our own sentences)

pandera runs the rules; it is imported by `check` alone, since counting does not need it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from plie_xl.checks.count import Compte, as_compte, count
from plie_xl.checks.interpret import Saisie
from plie_xl.checks.rule import REGLES, Regle
from plie_xl.checks.structure import STRUCTURE, structure_anomalies
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.cell import Cellule
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import Mask, Rows
from plie_xl.model.lecture import Lecture
from plie_xl.model.text import cle

__all__ = ["REGLES", "STRUCTURE", "Compte", "as_compte", "check", "count"]


def check(
    lectures: Lecture | Iterable[Lecture] | Compte,
    au: date | None = None,
    fiches: Mapping[str, Fiche] | None = None,
) -> list[Anomalie]:
    """Find what is wrong in any number of workbooks at once.

    Parameters
    ----------
    lectures
        What `read_classeur` gave, for one workbook or many; or what `count` made of it.
    au
        Date of reference; by default the one written in each workbook, else today.
    fiches
        The fiches to check against; by default those of the year.

    Returns
    -------
    list of Anomalie
        In the order of the cells, file by file; one per fault; empty when all is well.
    """
    compte = as_compte(lectures, au, fiches)
    trouvees = [*_echecs(compte)]
    for lecture in compte.saisie.lectures:
        trouvees.extend(structure_anomalies(lecture))
    uniques = {(a.code, a.cellule, a.constat): a for a in trouvees}
    return sorted(uniques.values(), key=lambda a: (a.cellule, a.code))


def _echecs(compte: Compte) -> Iterator[Anomalie]:
    """One pandera pass over all tables; sentences are built for the failing rows only."""
    from plie_xl.checks.tables import build_tables

    places = _Places(compte.saisie)
    tables = build_tables(compte)
    for regle, fautives in _validate(tables, compte):
        for ligne in tables[regle.sur].take(fautives).lignes():
            yield places.anomalie(regle, ligne)


def _validate(tables: Mapping[str, Rows], compte: Compte) -> Iterator[tuple[Regle, Mask]]:
    """Run the rules in one lazy pandera pass; give each failed rule with its failing rows.

    What is validated has one row per workbook, and each rule answers for the rows of its own
    table: pandera would copy out the failing rows of a frame of its own, at five milliseconds a
    rule, when their cells and words are found better here.
    """
    import pandas as pd
    import pandera.pandas as pa

    def tient(regle: Regle) -> pd.Series:
        tenus = compte.tenus.get(regle.code)
        return pd.Series(regle.tient(tables[regle.sur]) if tenus is None else tenus)

    schema = pa.DataFrameSchema(
        checks=[
            pa.Check(lambda _, r=r: tient(r), name=r.code, ignore_na=False) for r in REGLES.values()
        ]
    )
    try:
        schema.validate(
            pd.DataFrame(index=compte.saisie.parametres["classeur"].tolist()), lazy=True
        )
    except pa.errors.SchemaErrors as erreurs:
        for erreur in erreurs.schema_errors:
            if erreur.reason_code is pa.errors.SchemaErrorReason.CHECK_ERROR:
                raise RuntimeError(f"{erreur.check.name} : {erreur.failure_cases}") from erreur
            yield REGLES[erreur.check.name], ~erreur.check_output.to_numpy(bool)


class _Places:
    """Finds the cell of a failing row in its own workbook, and writes the anomaly."""

    def __init__(self, saisie: Saisie) -> None:
        self.fiches = saisie.fiches
        self.lectures = {lecture.classeur: lecture for lecture in saisie.lectures}

    def anomalie(self, regle: Regle, ligne: Mapping[str, object]) -> Anomalie:
        from plie_xl.checks.messages import Mots, find_colonne

        fiche = self.fiches[str(ligne["fiche"])]
        mots = Mots(regle.sur, ligne, fiche)
        phrases = (p.format_map(mots) for p in (regle.constat, regle.attendu, regle.remede))
        colonne = find_colonne(regle.sur, regle.colonne, ligne, fiche)
        return Anomalie(regle.code, regle.gravite, self._cellule(regle, colonne, ligne), *phrases)

    def _cellule(self, regle: Regle, colonne: str, ligne: Mapping[str, object]) -> Cellule:
        classeur = str(ligne["classeur"])
        nom = str(ligne.get("table") or _TABLES.get(regle.sur, regle.sur))
        table = self.lectures[classeur].tables.get(nom)
        if table is None:
            return Cellule(classeur)
        if nom == "parametres":
            return _cellule_parametre(classeur, self.lectures[classeur], colonne)
        rang = int(str(ligne["ligne"]))
        return Cellule(classeur, table.feuille, rang, table.colonnes.get(colonne, 0))


_TABLES = {"references": "suivi", "montants": "financement", "ventilations": "indicateurs"}
_RUBRIQUES = {"technicien_saisi": "techniciens", "arrete_au": "reference"}


def _cellule_parametre(classeur: str, lecture: Lecture, colonne: str) -> Cellule:
    """The yellow cell of « Fiche » that a rule on parameters names."""
    from plie_xl.model.workbook import PARAMETRES

    table = lecture.tables["parametres"]
    rubrique = next(p.rubrique for p in PARAMETRES if p.id == _RUBRIQUES[colonne])
    paires = zip(table.valeurs["rubrique"], table.lignes, strict=True)
    ligne = next((ligne for nom, ligne in paires if cle(nom) == cle(rubrique)), 0)
    return Cellule(classeur, table.feuille, ligne, table.colonnes.get("valeur", 0))
