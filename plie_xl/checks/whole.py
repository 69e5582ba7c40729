"""What rules look at once by workbook, target or deliverable, rather than cell by cell."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from plie_xl.checks.cells import CLES, find_fautives, read_colonnes, stack
from plie_xl.checks.count import Compte
from plie_xl.checks.indicateurs import MOIS, sum_effectifs
from plie_xl.checks.values import ordinal
from plie_xl.model.cell import lettres
from plie_xl.model.evidence import est_fournie
from plie_xl.model.frames import Rows, build_lignes, encode_column
from plie_xl.model.lecture import Lecture, Table
from plie_xl.model.target import Cible
from plie_xl.model.text import INSTANTS, cle, enumere, est_vide
from plie_xl.model.workbook import CIBLES, LIGNE_ENTETE, PREMIERE_LIGNE

_NOMBRES = {  # the columns that hold a number, by table
    "suivi": ("quantite", "presents"),
    "indicateurs": MOIS,
    "financement": ("prevu", "realise"),
}
_DITES = ("cible", "motif")  # of « Écarts »
_CITEES = 8  # cells named in a sentence
_RIEN = (0.0, 0.0, 0.0)  # of a target for which no row counts


def build_livrables(compte: Compte) -> Rows:
    """One row per deliverable whose « Remis le » says something."""
    rows = compte.saisie.rows("livrables")
    absentes = [c for c in ("livrable", "remis_le", "reference") if c not in rows]
    rows = rows.avec(**{c: encode_column([""] * len(rows)) for c in absentes})
    fautives = find_fautives(compte.saisie.lectures, "livrables")
    places = zip(rows["classeur"].tolist(), rows["ligne"].tolist(), strict=True)
    dites = np.array([(*place, "remis_le") in fautives for place in places], bool)
    rows = rows.take(~rows["remis_le"].apply(est_vide, bool) & ~dites)
    aujourdhui = _find_aujourdhui(compte)
    jour = rows["remis_le"].apply(ordinal, float)
    limite = rows["classeur"].apply(aujourdhui.__getitem__, float)
    return rows.avec(
        jour=jour,
        aujourdhui=limite,
        remis=jour <= limite,
        cite=rows["reference"].apply(est_fournie, bool),
    )


def _find_aujourdhui(compte: Compte) -> Mapping[str, float]:
    """The last day that may be past, by workbook: today, or the day when it was saved."""
    parametres = compte.saisie.parametres
    jours = (jour.toordinal() for jour in parametres["aujourdhui"].tolist())
    return dict(zip(parametres["classeur"].tolist(), jours, strict=True))


def build_classeurs(compte: Compte) -> Rows:
    """One row per workbook whose « Suivi » holds no row: most often none, and nothing to check."""
    connus = set(compte.saisie.parametres["classeur"].tolist())
    suivis = [
        (x.classeur, x.fiche, PREMIERE_LIGNE, 0)
        for x in compte.saisie.lectures
        if x.classeur in connus and "suivi" in x.tables and not x.tables["suivi"].lignes
    ]
    return _entiers(build_lignes((*CLES, "lignes"), suivis), "ligne", "lignes")


def build_depassements(compte: Compte) -> Rows:
    """One row per workbook and target that has a maximum on its day of reference."""
    lectures = {x.classeur: x for x in compte.saisie.lectures}
    lignes = []
    for x in compte.saisie.parametres.lignes():
        nom, fiche = x["classeur"], compte.saisie.fiches[x["fiche"]]
        periode = fiche.periode(x["reference"])
        for cible in (*fiche.cibles, *fiche.resultats):
            version = cible.en_vigueur(periode)
            if version and version.maximum is not None:
                tenu, *_ = compte.unites.get((nom, cible.id), _RIEN)
                maximum = version.maximum * _count_fois(cible, x)
                ligne = _find_ligne(lectures[nom], cible)
                dits = (cible.id, cible.libelle, tenu, maximum, periode)
                lignes.append((nom, x["fiche"], ligne, *dits))
    rows = build_lignes((*CLES, "cible", "libelle", "tenu", "maximum", "periode"), lignes)
    return _entiers(rows, "ligne").avec(
        **{nom: rows[nom].apply(float, float) for nom in ("tenu", "maximum")}
    )


def build_ecarts(compte: Compte, indicateurs: Rows) -> Rows:
    """One row per target that « Écarts » lists, with its figures and whether the year is over.

    A workbook in which nothing counts has another thing to say first.
    """
    rows = compte.saisie.rows("ecarts")
    rows = rows.avec(**{c: encode_column([""] * len(rows)) for c in _DITES if c not in rows})
    effectifs = sum_effectifs(indicateurs)
    classeurs = {x["classeur"]: x for x in compte.saisie.parametres.lignes()}
    commences = {c for (c, _), (tenu, _, _) in compte.unites.items() if tenu}
    cibles = {
        (x["classeur"], cle(cible.libelle)): cible
        for x in classeurs.values()
        for cible in compte.saisie.fiches[x["fiche"]].cibles_au(x["reference"])
    }
    lignes = []
    for x in rows.lignes():
        nom = x["classeur"]
        cible = cibles.get((nom, cle(x["cible"])))
        if cible is None:  # its row says another name, or its workbook is not counted
            continue
        tenu, justifie, _ = compte.unites.get((nom, cible.id), _RIEN)
        if cible.indicateurs:
            tenu = justifie = sum(effectifs.get((nom, i), 0.0) for i in cible.indicateurs)
        fois = _count_fois(cible, classeurs[nom])
        bornes = cible.minimum * fois, (cible.maximum or cible.minimum) * fois
        fiche = compte.saisie.fiches[x["fiche"]]
        finie = fiche.is_finie(classeurs[nom]["reference"]) and nom in commences
        dits = (x[c] for c in (*CLES, *_DITES))
        lignes.append((*dits, *bornes, tenu, justifie, finie, not est_vide(x["motif"])))
    nombres, faits = ("minimum", "maximum", "tenu", "justifie"), ("finie", "motive")
    ecarts = build_lignes((*CLES, *_DITES, *nombres, *faits), lignes)
    return _entiers(ecarts, "ligne").avec(
        **{nom: ecarts[nom].apply(float, float) for nom in nombres},
        **{nom: ecarts[nom].apply(bool, bool) for nom in faits},
    )


def _count_fois(cible: Cible, classeur: Mapping[str, Any]) -> float:
    """How many times over a target is asked: once, or once for each technician."""
    return float(classeur["techniciens"]) if cible.par == "technicien" else 1.0


def _find_ligne(lecture: Lecture, cible: Cible) -> int:
    """The row of a target on « Cibles », else that of its headers."""
    table = lecture.tables.get(CIBLES.table)
    if table is None:
        return LIGNE_ENTETE
    libelles = table.unfold().get("libelle", ())
    lignes = (n for n, dit in zip(table.lignes, libelles, strict=False) if _meme(dit, cible))
    return next(lignes, LIGNE_ENTETE)


def _meme(dit: object, cible: Cible) -> bool:
    return cle(dit) == cle(cible.libelle)


def build_formats(compte: Compte) -> Rows:
    """One row per workbook in which a number is shown as a date: the first such cell, and all."""
    trouvees: dict[str, list[tuple[str, dict[str, object]]]] = {}
    for nom, colonnes in _NOMBRES.items():
        rows = compte.saisie.rows(nom)
        instants = stack(rows, read_colonnes(rows, colonnes, _read_instants))
        for x in sorted(instants.lignes(), key=_place):
            trouvees.setdefault(x["classeur"], []).append((nom, x))
    lectures = {x.classeur: x for x in compte.saisie.lectures}
    lignes = []
    for classeur, cellules in trouvees.items():
        nom, x = cellules[0]
        ou = " ; ".join(_name_cellules(lectures[classeur].tables, cellules))
        lignes.append((*(x[c] for c in CLES), nom, x["colonne"], x["valeur"], len(cellules), ou))
    noms = (*CLES, "table", "colonne", "valeur", "nombre", "cellules")
    return _entiers(build_lignes(noms, lignes), "ligne", "nombre")


def _read_instants(valeurs: Iterable[object]) -> list[object]:
    return [True if isinstance(v, INSTANTS) else None for v in valeurs]


def _place(cellule: Mapping[str, object]) -> tuple[str, int]:
    return str(cellule["classeur"]), int(str(cellule["ligne"]))


def _name_cellules(
    tables: Mapping[str, Table], cellules: list[tuple[str, dict[str, object]]]
) -> Iterator[str]:
    """« H8 et I7 de « Suivi » », sheet by sheet."""
    for nom in dict.fromkeys(nom for nom, _ in cellules):
        memes = [
            f"{lettres(tables[nom].colonnes[str(x['colonne'])])}{x['ligne']}"
            for n, x in cellules
            if n == nom
        ]
        reste = len(memes) - _CITEES
        autres = [f"{reste} autres"] if reste > 0 else []
        yield f"{enumere([*memes[:_CITEES], *autres])} de « {tables[nom].feuille} »"


def _entiers(rows: Rows, *noms: str) -> Rows:
    return rows.avec(**{nom: rows[nom].apply(int, np.int64) for nom in noms})
