"""« Sources »: every file received, passed over or missing, and the totals of control."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from plie_xl.consolidation import COMPTE, ECARTE, NON_RECU, REFUSE, VIDE, Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.overflow import Detail, lignes_details
from plie_xl.master.page import add_dossier, add_page, add_statuts, dans, est_vivante
from plie_xl.master.safe_text import en_texte
from plie_xl.master.succession import lignes_succession, say_successions
from plie_xl.model.lecture import records
from plie_xl.model.text import typographie
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen

REGISTRE, REGISTRE_ECARTE = "registre", "registre écarté"
ETATS = {
    REGISTRE: theme.STATUTS["Atteinte"],
    REGISTRE_ECARTE: theme.STATUTS["Tenue, pièces à compléter"],
    COMPTE: theme.STATUTS["Atteinte"],
    VIDE: theme.STATUTS["Tenue, pièces à compléter"],
    ECARTE: theme.STATUTS["Tenue, pièces à compléter"],
    REFUSE: theme.STATUTS["En retard"],
    NON_RECU: theme.STATUTS["Non reçu"],
}
_TOTAUX = ("lues", "retenues", "ecartees")
_JUSTE = typographie(
    "Le compte y est : lues = retenues + écartées, et « Suivi » en retient autant."
)
_FAUX = typographie(
    "Le compte n’y est pas : ne vous servez pas de ce classeur, et dites-le à AGAPE."
)


def lignes_sources(c: Consolidation) -> list[Ligne]:
    """One row per file received, passed over, or missing."""
    lues = [
        {k: en_texte(v) if isinstance(v, str) else None if v != v else v for k, v in x.items()}
        for x in records(c.sources)
    ]
    passes = [
        {"classeur": en_texte(nom), "etat": "non lu", "detail": typographie(en_texte(raison))}
        for nom, raison in c.passes
    ]
    suites = say_successions(lignes_succession(c))
    return [*(_dite(x, suites.get(str(x["plie"]), "")) for x in lues), *passes, *_registres(c)]


def _registres(c: Consolidation) -> list[Ligne]:
    """One row per register of pieces: whose it is, or why it does not serve."""
    lus = [
        {"etat": REGISTRE, "classeur": x.fichier, "detail": f"des pièces de « {nom} »"}
        for nom, x in sorted(c.registres.items())
    ]
    ecartes = [
        {"etat": REGISTRE_ECARTE, "classeur": x.fichier, "detail": x.refus}
        for x in c.registres_ecartes
    ]
    return [{k: typographie(en_texte(v)) for k, v in x.items()} for x in (*lus, *ecartes)]


def _dite(source: Ligne, suite: str) -> Ligne:
    """The same, worded for a person; `suite` says whom the territory succeeds to."""
    detail = " ; ".join(filter(None, (source["detail"], suite)))
    mots = {"detail": typographie(detail), "motifs": typographie(source["motifs"] or "")}
    return {**source, **mots, "enregistre": _enregistre(source["enregistre"])}


def _enregistre(instant: str | None) -> str:
    """« 31/10/2024 14:05 » from what the file says of its last saving (UTC); as it is otherwise."""
    try:
        return f"{datetime.fromisoformat(instant or ''):%d/%m/%Y %H:%M}"
    except ValueError:
        return instant or ""


def add_sources(
    pen: Pen, c: Consolidation, details: Sequence[Detail], resume: str, dossier: str
) -> None:
    """Draw the sheet, its totals, and the cell that says where the files are."""
    sources = [*lignes_sources(c), *lignes_details(details)]
    f = add_page(pen, contract.SOURCES, sources, resume)
    suivi = c.compte.rangees.only("retenue", "unites")
    suivies = int((suivi["retenue"] & (suivi["unites"] > 0)).sum())
    add_statuts(pen, f, contract.SOURCES, len(sources), "etat", ETATS)
    _add_totaux(pen, f, sources, suivies)
    rang, mots = contract.SOURCES.rang("sha256"), "Dossier des fichiers reçus :"
    add_dossier(pen, f, contract.SOURCES, contract.DOSSIER_RECUS, rang, mots, dossier)


def _add_totaux(pen: Pen, f: Any, lignes: list[Ligne], suivies: int) -> None:
    """Control totals above the table, over all files; `suivies` rows count in « Suivi »."""
    style = pen.texte(bold=True, align="center", valign="vcenter")
    droite = pen.texte(align="right", valign="vcenter")
    totaux = {nom: sum(x.get(nom) or 0 for x in lignes) for nom in _TOTAUX}
    f.write_string(3, contract.SOURCES.rang("detail"), "Totaux de contrôle :", droite)
    for nom, total in totaux.items():
        formule = f"=SUM({dans(contract.SOURCES, nom)})"
        f.write_formula(3, contract.SOURCES.rang(nom), formule, style, total)
    lues, retenues, ecartees = (f"SUM({dans(contract.SOURCES, nom)})" for nom in _TOTAUX)
    juste = totaux["lues"] == totaux["retenues"] + totaux["ecartees"]
    juste &= totaux["retenues"] == suivies
    dans_suivi = f'COUNTIFS({dans(contract.SUIVI, "tenu")},">0")'
    egales = f"{lues}={retenues}+{ecartees},{retenues}={dans_suivi}"
    verdict = f'=IF(AND({egales}),"{_JUSTE}","{_FAUX}")'
    gauche = pen.texte(bold=True, valign="vcenter")
    dit, rang = _JUSTE if juste else _FAUX, contract.SOURCES.rang("motifs")
    if est_vivante(pen, verdict):
        f.write_formula(3, rang, verdict, gauche, dit)
    else:
        f.write_string(3, rang, dit, gauche)
