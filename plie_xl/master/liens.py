"""The links of the master: from a figure to its rows, from an anomaly to its row, to the file.

Inside the master they are the links of Excel, which LibreOffice follows too; it does not wrap the
cell of a link, so they stand on figures and other short words. To a received file,
one same formula on every row (`OUVRIR`) reads the folder in one cell of « Sources »: whoever
moves the folder writes its new place there, once.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from plie_xl.consolidation import COMPTE, VIDE, Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.evolutions import DISPARUE
from plie_xl.master.plan import Plan, find_premieres, place
from plie_xl.master.registre import lignes_registre
from plie_xl.master.suivi import find_incompletes
from plie_xl.model import workbook
from plie_xl.model.workbook import LIGNE_ENTETE, Feuille
from plie_xl.sheets.pen import Pen

LIENS_EXCEL = 65_530  # of a sheet: those of the last rows of a longer one are left out
# The sheets of a workbook whose rows stand in a sheet of the master under another name.
_RANGEES = {
    workbook.LIVRABLES.nom: contract.LIVRABLES,
    workbook.INDICATEURS.nom: contract.INDICATEURS,
    workbook.FINANCEMENT.nom: contract.POSTES,
}
Liens = Iterator[tuple[Feuille, str, Iterable[str]]]


def find_soulignees(c: Consolidation) -> set[tuple[str, str]]:
    """The columns that lead somewhere once somebody looked at the pieces, or controlled."""
    figures = {"au_dossier": bool(c.registres), "retenu_csf": c.controle is not None}
    feuilles = (contract.SYNTHESE, contract.PRIORITES, contract.ATTEINTE)
    menent = {(f.table, nom) for nom, menee in figures.items() if menee for f in feuilles}
    return menent | ({(contract.SUIVI.table, "au_dossier")} if c.registres else set())


def add_liens(pen: Pen, c: Consolidation) -> None:
    """Every link, once every sheet is drawn."""
    plan = Plan(c)
    liens = (
        x for list_liens in (_territoires, _cibles, _rangees) for x in list_liens(pen, c, plan)
    )
    for feuille, colonne, cibles in liens:
        f, rang = pen.classeur.get_worksheet_by_name(feuille.nom), feuille.rang(colonne)
        for n, vers in enumerate(islice(cibles, LIENS_EXCEL), start=LIGNE_ENTETE):
            if vers and not _est_ailleurs(pen, vers):
                f.add_lien(n, rang, vers)


def _est_ailleurs(pen: Pen, vers: str) -> bool:
    """Whether a link leads to rows that are not in this workbook."""
    return any(vers.startswith(f"'{f.nom}'!") for f in contract.LONGUES if f.table in pen.ailleurs)


def _territoires(pen: Pen, c: Consolidation, plan: Plan) -> Liens:
    """From the figures of a territory to what makes them."""
    atteinte, controle, postes = (
        _premieres(pen, x, "plie") for x in (contract.ATTEINTE, contract.CONTROLE, contract.POSTES)
    )
    pieces, anomalies = _pieces(c), _anomalies(c)
    for feuille in (contract.SYNTHESE, contract.PRIORITES):
        lignes = pen.lignes[feuille.table]
        yield feuille, "plie", (atteinte.get(x["plie"], "") for x in lignes)
        for nom in ("tenu", "justifie", *(("au_dossier",) if c.registres else ())):
            yield feuille, nom, (plan.find_territoire(x["fiche"]) for x in lignes)
        yield feuille, "retenu_csf", (controle.get(x["plie"], "") for x in lignes)
        yield feuille, "a_completer", (pieces.get(x["fiche"], "") for x in lignes)
    lignes = pen.lignes[contract.PRIORITES.table]
    yield contract.PRIORITES, "bloquantes", (anomalies.get(x["fiche"], "") for x in lignes)
    lignes = pen.lignes[contract.FINANCEMENT.table]
    yield contract.FINANCEMENT, "plie", (postes.get(x["plie"], "") for x in lignes)
    lignes = pen.lignes[contract.EUROS.table]
    recus = [x["plie"] if "non_justifiees" in x else "" for x in lignes]
    yield contract.EUROS, "non_justifiees", _find(atteinte, recus)


def _cibles(pen: Pen, c: Consolidation, plan: Plan) -> Liens:
    """From the figures of a target to its rows, to its verdicts; from its gap to its figures."""
    for feuille in (contract.ATTEINTE, contract.PAR_INSTANCE, contract.ECARTS):
        cles = [x.get("cle", "") for x in pen.lignes[feuille.table]]
        lignes = [*map(plan.find_cible, cles)]
        yield feuille, "tenu", lignes
        yield feuille, "justifie", lignes
        if feuille is contract.ATTEINTE:
            yield feuille, "au_dossier", lignes if c.registres else ()
            yield feuille, "retenu_csf", _find(_premieres(pen, contract.CONTROLE, "cle"), cles)
        if feuille is contract.ECARTS:
            yield feuille, "ecart", _find(_premieres(pen, contract.ATTEINTE, "cle"), cles)


def _find(places: Mapping[Any, str], cles: Iterable[Any]) -> list[str]:
    return [places.get(cle, "") for cle in cles]


def _rangees(pen: Pen, c: Consolidation, plan: Plan) -> Liens:
    """From what is said of a row to that row, and from a row to its pieces."""
    suivi = c.compte.rangees.only("classeur", "ligne").take(find_incompletes(c))
    paires = zip(suivi["classeur"].tolist(), suivi["ligne"].tolist(), strict=True)
    yield contract.PIECES_MANQUANTES, "ligne", (plan.find_suivi(*x) for x in paires)
    yield contract.ANOMALIES, "cellule", _cellules(pen, c, plan)
    changees = pen.lignes.get(contract.EVOLUTIONS.table, [])
    if any(changees):
        yield contract.EVOLUTIONS, "ligne", (_find_changee(x, plan) for x in changees)
    for feuille, colonne in ((contract.CONTROLE, "numero"), (contract.ARRETES, "code")):
        rangees = [x.get("rangee") for x in pen.lignes.get(feuille.table, [])]
        yield feuille, colonne, [plan.find_suivi(*x) if x else "" for x in rangees]
    registre = lignes_registre(c) if c.registres else []
    if registre:
        vers = (plan.find_suivi(x["classeur"], x["ligne"]) for x in registre)
        yield contract.REGISTRE, "ligne", vers
        yield contract.SUIVI, "au_dossier", _citees(registre, c, plan)


def _find_changee(x: Ligne, plan: Plan) -> str:
    """The row that changed; "" for one that vanished, or that was of another workbook."""
    classeur, ligne = x.get("classeur"), x.get("ligne")
    if x["nature"] == DISPARUE or not isinstance(ligne, int):
        return ""
    return plan.find_suivi(str(classeur), ligne)


def _cellules(pen: Pen, c: Consolidation, plan: Plan) -> Iterator[str]:
    """Where the row of each anomaly stands; of a whole file, its row in « Sources »."""
    places = {
        nom: _premieres(pen, feuille, "classeur", "ligne") for nom, feuille in _RANGEES.items()
    }
    sources = _premieres(pen, contract.SOURCES, "classeur")
    for a in c.groupees:
        ou = a.cellule
        if ou.feuille == workbook.SUIVI:
            vers = plan.find_suivi(ou.classeur, ou.ligne)
        else:
            vers = places.get(ou.feuille, {}).get((ou.classeur, ou.ligne), "")
        yield vers or sources.get(ou.classeur, "")


def _citees(registre: Iterable[Ligne], c: Consolidation, plan: Plan) -> Iterator[str]:
    """For each row of « Suivi », its first piece in « Registre »."""
    premieres = find_premieres(registre, "classeur", "ligne")
    rangs = {plan.find_ligne(*cle): n for cle, n in premieres.items()}
    for n in range(len(c.compte.rangees)):
        yield place(contract.REGISTRE, rangs.get(n + LIGNE_ENTETE + 1))


def _premieres(pen: Pen, feuille: Feuille, *colonnes: str) -> Mapping[Any, str]:
    """Where the first row that bears each value stands in a sheet."""
    rangs = find_premieres(pen.lignes.get(feuille.table, ()), *colonnes)
    return {cle: place(feuille, n) for cle, n in rangs.items()}


def _pieces(c: Consolidation) -> Mapping[str, str]:
    """The first row of « Pièces manquantes » of each territory."""
    fiches = c.compte.rangees["fiche"][find_incompletes(c)]
    premieres = find_premieres(({"fiche": f} for f in fiches.tolist()), "fiche")
    return {fiche: place(contract.PIECES_MANQUANTES, n) for fiche, n in premieres.items()}


def _anomalies(c: Consolidation) -> Mapping[str, str]:
    """The first row of « Anomalies » of the file of each territory."""
    comptees = c.sources[c.sources["etat"].isin([COMPTE, VIDE])]
    fiches = dict(zip(comptees["classeur"], comptees["fiche"], strict=True))
    lignes = ({"fiche": fiches.get(a.cellule.classeur, "")} for a in c.groupees)
    rangs = find_premieres(lignes, "fiche")
    return {fiche: place(contract.ANOMALIES, n) for fiche, n in rangs.items()}
