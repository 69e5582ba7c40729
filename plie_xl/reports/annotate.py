"""A copy of a received workbook whose « Anomalies » lead to each cell; the original is not touched.

Re-poured into today's model, never saved again from the file itself: nothing that it carried in
secret goes back. Where it cannot be poured, « Anomalies » alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from plie_xl.checks import check
from plie_xl.model.anomaly import Anomalie, group
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.privacy import mask
from plie_xl.model.text import read_jour, visible
from plie_xl.model.workbook import ANOMALIES, ARRETE, FICHE, VERSION, sans_repere
from plie_xl.sheets.pen import Pen
from plie_xl.template import build_saisie, build_template
from plie_xl.years.bilan import REVERSEMENT
from plie_xl.years.migrate import list_refus
from plie_xl.years.pour import pour

Ligne = dict[str, Any]
_JAMAIS = date(2024, 1, 1)  # of a file that does not say when it was saved


def annotate(
    lecture: Lecture, fiche: Fiche | None, anomalies: Iterable[Anomalie], arrete: str = ""
) -> tuple[bytes, bool]:
    """The workbook to join, and whether it is a copy or « Anomalies » alone.

    `arrete` is the banner of a year that is closed.
    """
    if fiche is None or list_refus(lecture):
        return _write_anomalies(lecture, anomalies), False
    saisies, bilan = pour(lecture, fiche)
    lignes = {table: [_mask(x) for x in rangees] for table, rangees in saisies.lignes.items()}
    ajouts = {t: tuple(mask(visible(nom)) for nom in noms) for t, noms in saisies.ajouts.items()}
    if ajouts != saisies.ajouts:
        ajouts = {}
    annexes = [(REVERSEMENT, [_mask(x) for x in bilan.lignes])] if bilan.laissees else []
    lignes[FICHE.table][0][ARRETE] = arrete
    copie = build_saisie(fiche, lignes, lecture.classeur)
    copie = replace(copie, enregistre=lecture.enregistre, modele=VERSION)
    dites = [a.to_ligne() for a in group(check(copie, fiches={fiche.id: fiche}))]
    toutes = {**lignes, ANOMALIES.table: dites}
    return build_template(fiche, toutes, ajouts=ajouts, annexes=annexes), True


def _mask(ligne: Mapping[str, Any]) -> Ligne:
    return {nom: mask(x) if isinstance(x, str) else x for nom, x in ligne.items()}


def _write_anomalies(lecture: Lecture, anomalies: Iterable[Anomalie]) -> bytes:
    """A workbook of one sheet."""
    dites: Sequence[Ligne] = [a.to_dict() for a in group(anomalies)]
    jour = read_jour(lecture.enregistre[:10]) or _JAMAIS
    pen, feuille = Pen(jour, "Anomalies", f"anomalies {lecture.sha256}"), sans_repere(ANOMALIES)
    f = pen.add_feuille(feuille, "")
    pen.add_table(f, feuille, len(dites))
    for n, ligne in enumerate(dites, start=5):
        for rang, colonne in enumerate(feuille.colonnes):
            pen.write(f, n, rang, ligne.get(colonne.id), pen.corps(colonne))
    return pen.close()
