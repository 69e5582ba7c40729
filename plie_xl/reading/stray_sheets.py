"""What a received workbook holds outside its tables: searched for people and for lost rows.

Only the sheets that are not of the model are parsed for it: most workbooks have none. A sheet
that the reader cannot read is said, and stops nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import IllisibleError, Remarque, Table
from plie_xl.model.people import LISTE, NOMMEES
from plie_xl.model.privacy import (
    NUMEROS,
    find_people_list,
    find_personnelle,
    find_personnelles,
)
from plie_xl.model.text import cle, cle_entete, en_clair, read_jour
from plie_xl.model.workbook import LISTES, MODE_EMPLOI, Feuille, colonnes_parlantes, feuilles
from plie_xl.reading.guard import Garde
from plie_xl.reading.headers import Grille
from plie_xl.reading.tables import Sheets, read_jumelle

_REGLAGE = re.compile(r"xlwings\.conf|.*\.py", re.IGNORECASE)  # what the xlwings add-in obeys
_MORCEAU, _RECOUVERT = 100_000, 200  # bytes searched together, and again with those that follow
_ANNEE = re.compile(r"(?<!\d)20\d\d(?!\d)")
_BALISE = re.compile(rb"<(?:[^<>]*? v=\"([^\"<>]*+)\")?[^<>]*+>")  # a pivot table writes in « v »
# Parts in which people write, and what to call each.
_ANNEXES = (
    ("xl/comments", "un commentaire de cellule"),
    ("xl/threadedcomments", "un commentaire de cellule"),
    ("xl/drawings/", "une zone de texte"),
    ("xl/pivotcache/", "un tableau croisé dynamique"),
    ("loin", "une cellule très loin des autres"),
)


def search(
    sheets: Sheets,
    fiche: Fiche,
    ours: Sequence[Feuille],
    tables: Mapping[str, Table],
    vue: Garde | None,
) -> Iterator[Remarque]:
    """Every remark on what stands outside the tables that were read from a workbook of ours."""
    for nom in sheets.grilles:
        if _REGLAGE.fullmatch(nom):
            yield Remarque("reglage_excel", nom, detail=nom)
    for nom in _list_etrangeres(sheets, ours, tables):
        try:
            yield from _search_feuille(nom, sheets)
            yield from _compare(sheets, fiche, tables, nom)
        except IllisibleError:
            yield Remarque("bizarrerie", nom, detail="cette feuille ne se laisse pas lire")
    for table in tables.values():
        yield from _search_colonnes(table)
    if vue is not None:
        yield from _search_annexes(vue)


def _list_etrangeres(
    sheets: Sheets, ours: Iterable[Feuille], tables: Mapping[str, Table]
) -> list[str]:
    """Names of the sheets that the model does not have and that no table was read from.

    « Suivi » and « suivi » followed by a blank are two sheets: one of them is read.
    """
    prises = {table.feuille for table in tables.values()}
    connues = {cle_entete(nom) for nom in (MODE_EMPLOI, LISTES, *(f.nom for f in ours))}
    connues -= {cle_entete(nom) for nom in prises}
    return [n for n in sheets.grilles if n not in prises and cle_entete(n) not in connues]


def _search_feuille(nom: str, sheets: Sheets) -> Iterator[Remarque]:
    """One remark when a sheet of the coordinator's own seems to hold data on people."""
    trouvee = _find_donnee(sheets.grilles[nom])
    nomme = find_personnelle(nom)
    if trouvee:
        quoi, ligne, colonne = trouvee
        vue = sheets.vues.get(nom)
        ou = "cette feuille" if vue is None or vue.visible else "cette feuille masquée"
        yield Remarque("donnee_personnelle", nom, ligne, colonne, quoi, ou)
    elif nomme:
        yield Remarque("donnee_personnelle", nom, detail=nomme, conseil="le nom de cette feuille")


def _find_donnee(grille: Grille) -> tuple[str, int, int] | None:
    """What the first cell that points at a person holds, its row and its column."""
    cellules = [
        (valeur, n, rang)
        for n, ligne in enumerate(grille, start=1)
        for rang, valeur in enumerate(ligne, start=1)
        if (valeur if isinstance(valeur, str) else isinstance(valeur, float) and valeur >= 1e12)
    ]
    dites = zip(find_personnelles([valeur for valeur, *_ in cellules]), cellules, strict=True)
    trouvees = [(quoi, n, rang) for quoi, (_, n, rang) in dites if quoi]
    liste = find_people_list(grille)
    if liste:
        trouvees = [*(x for x in trouvees if x[0] in NUMEROS), (LISTE, *liste)]
    return next(iter(trouvees), None)


def _search_colonnes(table: Table) -> Iterator[Remarque]:
    """The same for the columns that a coordinator added to a table of ours."""
    for entete, rang in table.inconnues.items():
        valeurs = table.valeurs[entete]
        fautives = zip(find_personnelles(valeurs), table.lignes, strict=True)
        quoi, ligne = next(((q, n) for q, n in fautives if q), (None, 0))
        if quoi is None and find_people_list([[entete], *([v] for v in valeurs)]):
            quoi, ligne = LISTE, table.lignes[0] if table.lignes else 0
        if quoi:
            yield Remarque(
                "donnee_personnelle", table.feuille, ligne, rang, quoi, "cette colonne ajoutée"
            )


def _search_annexes(vue: Garde) -> Iterator[Remarque]:
    """The same for comments, text boxes and pivot tables; at most one remark for each kind."""
    dites: set[str] = set()
    for nom, octets in vue.annexes.items():
        ou = next((ou for debut, ou in _ANNEXES if nom.startswith(debut)), "")
        quoi = _find_ecrite(octets) if ou and ou not in dites else None
        if quoi:
            dites.add(ou)
            yield Remarque("donnee_personnelle", detail=quoi, conseil=ou)


def _find_ecrite(octets: bytes) -> str | None:
    """What a part in which people write seems to hold; it may be long, a piece is not."""
    vues = []
    for debut in range(0, len(octets), _MORCEAU):
        morceau = octets[debut : debut + _MORCEAU + _RECOUVERT]
        dits = b" | ".join([dit or b"" for dit in _BALISE.split(morceau)])
        quoi = find_personnelle(dits.decode("utf-8", "replace"))
        if quoi in (*NUMEROS, LISTE):
            return quoi
        vues += [quoi] if quoi else []
    return LISTE if len(vues) >= NOMMEES else next(iter(vues), None)


def _compare(
    sheets: Sheets, fiche: Fiche, tables: Mapping[str, Table], nom: str
) -> Iterator[Remarque]:
    """A remark when a sheet with the headers of a table of ours holds rows which that one lacks."""
    for feuille in (f for f in feuilles(fiche) if f.saisie):
        lue, jumelle = tables.get(feuille.table), read_jumelle(sheets, feuille, nom)
        if lue is None or jumelle is None:
            continue
        connues = set(_list_lignes(feuille, lue))
        toutes = zip(
            jumelle.lignes,
            _list_lignes(feuille, jumelle),
            _list_passees(jumelle, nom, fiche),
            strict=True,
        )
        absentes = [(rang, passee) for rang, ligne, passee in toutes if ligne not in connues]
        actuelles = [rang for rang, passee in absentes if not passee]
        rangs = actuelles or [rang for rang, _ in absentes]
        if rangs:
            nature = "feuille_jumelle" if actuelles else "annee_passee"
            yield Remarque(nature, nom, rangs[0], 1, str(len(rangs)), feuille.nom)
            return


def _list_passees(table: Table, nom: str, fiche: Fiche) -> list[bool]:
    """Whether each row is of a year before: by its date, else by the year in the sheet's name."""
    dites = {int(annee) for annee in _ANNEE.findall(nom)}
    passee = bool(dites) and max(dites) < fiche.annee
    jours = map(read_jour, table.valeurs.get("date") or [None] * len(table.lignes))
    return [passee if jour is None else jour < fiche.debut for jour in jours]


def _list_lignes(feuille: Feuille, table: Table) -> Sequence[tuple[str, ...]]:
    colonnes = [
        table.valeurs.get(c) or [""] * len(table.lignes) for c in colonnes_parlantes(feuille)
    ]
    return [tuple(cle(en_clair(v)) for v in ligne) for ligne in zip(*colonnes, strict=True)]
