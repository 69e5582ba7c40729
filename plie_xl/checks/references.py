"""The pieces given in « Suivi », one row each: which one, given twice or not, of which day.

When the dates of most rows are not those of their pieces, that is one fault of the workbook, not
of each row: a column was sorted alone, or day and month were swapped while pasting.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import compress
from typing import Any, NamedTuple

import numpy as np

from plie_xl.checks.cells import stack_where
from plie_xl.checks.count import Compte
from plie_xl.checks.facts import find_groups, find_premieres
from plie_xl.checks.values import read_isos
from plie_xl.model.days import find_iso, find_jours
from plie_xl.model.evidence import (
    NOMMEE,
    VIDE,
    list_fichiers,
    name_references,
    names_several,
)
from plie_xl.model.frames import Coded, Mask, Rows, Vector
from plie_xl.model.grouping import count_by, cross, encode_numbers, number_groups
from plie_xl.model.settings import load_reglages
from plie_xl.model.shapes import keeps_figures, zero_figures
from plie_xl.model.vocabulary import load_pieces

ISOLEE, INVERSEES, TRIEE = "isolée", "inversées", "triée"  # what befell the dates
_PEU = 3  # rows at least to speak of a whole column
_DES_LIGNES = ("vivante", "illisible", "meme_reunion", "retenue", "tenue", "dans_la_periode",
               "jour", "debut")  # fmt: skip


class Faute(NamedTuple):
    """A piece that bears another day than its row."""

    place: int
    ligne: int
    jour: int  # that of the piece
    inverse: bool  # the same as that of the row, once day and month are swapped


def build_references(compte: Compte) -> Rows:
    """One row per piece given, with the row that gave the same reference before."""
    rangees, saisie = compte.rangees, compte.saisie
    natures, jours, radicaux, multiples = {}, {}, {}, {}
    for piece in load_pieces():
        colonne, shape = rangees[piece], saisie.shapes[piece]
        natures[piece] = colonne.spread(saisie.natures[piece])
        forme = Coded(colonne.spread(shape.codes), shape.distinctes)
        multiples[piece] = forme.apply(names_several, bool)
        lus = read_references(colonne.distinctes, natures[piece] == NOMMEE, forme)
        jours[piece], radicaux[piece] = lus
    donnees = {piece: nature != VIDE for piece, nature in natures.items()}
    citees = stack_where(
        rangees,
        donnees,
        _DES_LIGNES,
        nature=natures,
        jour_dit=jours,
        radical=radicaux,
        multiple=multiples,
    )
    nommee = citees["nature"] == NOMMEE
    homonyme = _find_homonymes(citees, nommee)
    citees = citees.avec(reference=citees["valeur"], homonyme=homonyme, nommee=nommee)
    return _add_ecarts(citees, citees["tenue"] & citees["dans_la_periode"] & nommee)


def read_references(valeurs: Sequence[Any], nommees: Mask, forme: Coded) -> tuple[Vector, Vector]:
    """Of each value that names a piece, the day that it says in full (NaN: none), and its radical:
    a number that all those have whose names differ by their figures alone.

    To write the name of each would take longer than all that is asked of the others.
    """
    noms = name_references(forme.distinctes)
    fideles = np.fromiter(map(keeps_figures, forme.distinctes, noms), bool, len(noms))[forme.codes]
    siens = Coded(forme.codes, noms)
    radicaux, debuts = siens.apply(hash, np.int64), siens.apply(find_iso, np.int64)
    jours = np.full(len(valeurs), np.nan)
    datees = nommees & (debuts >= 0)
    textes = list(compress(valeurs, (datees & fideles).tolist()))
    jours[datees & fideles] = read_isos(textes, debuts[datees & fideles])
    autres = np.flatnonzero(nommees & ~fideles)
    propres = name_references(valeurs[n] for n in autres.tolist())
    radicaux[autres] = [hash(zero_figures(nom)) for nom in propres]
    textes = list(compress(propres, datees[autres].tolist()))
    jours[datees & ~fideles] = read_isos(textes, debuts[datees & ~fideles])
    return jours, radicaux


def _find_homonymes(citees: Rows, nommees: Mask) -> Vector:
    """Excel row that gave the same reference before, in the same workbook; NaN for none."""
    vivantes = citees["vivante"] & ~citees["illisible"] & np.isnan(citees["meme_reunion"])
    presque = (citees[nom] for nom in ("classeur", "radical", "jour_dit"))
    plusieurs = find_groups(vivantes & nommees, *presque)
    mots = citees["valeur"].sauf(~plusieurs, "").shrink().translate_all(name_references)
    entieres = find_premieres(citees["ligne"], plusieurs, citees["classeur"], mots)
    return np.fmin(entieres, _find_partagees(citees, vivantes & nommees))


def _find_partagees(citees: Rows, parmi: Mask) -> Vector:
    """The same, for one file that a cell names among several; NaN for none."""
    trouvees = np.full(len(citees), np.nan)
    melees = {*citees["classeur"][parmi & citees["multiple"]].tolist()}
    if not melees:
        return trouvees
    ou = np.flatnonzero(parmi & citees["classeur"].apply(melees.__contains__, bool))
    premieres: dict[tuple[str, str], float] = {}
    for n in ou[np.argsort(citees["ligne"][ou], kind="stable")].tolist():
        dite = citees.row(n)
        for fichier in list_fichiers(dite["valeur"]):
            ligne = premieres.setdefault((dite["classeur"], fichier), dite["ligne"])
            if ligne != dite["ligne"]:
                trouvees[n] = np.fmin(trouvees[n], ligne)
    return trouvees


def _add_ecarts(citees: Rows, a_juger: Mask) -> Rows:
    """With `ecart` (what befell the date, "" for nothing), `jour_piece`, `inverse`, and `lignes`.

    A fault of the whole workbook is borne by its first row alone, on its date: `colonne_date`.
    """
    n = len(citees)
    nature, lignes = np.zeros(n, np.int32), np.zeros(n, np.int32)
    natures = ["", ISOLEE, INVERSEES, TRIEE]
    groupes: list[tuple[int, ...]] = [()]
    jour_piece, inverse = np.full(n, np.nan), np.zeros(n, bool)
    for trouvee, memes in _list_ecarts(citees, np.flatnonzero(a_juger)):
        premiere = memes[0]
        nature[premiere.place] = natures.index(trouvee)
        lignes[premiere.place] = len(groupes)
        groupes.append(tuple(sorted({faute.ligne for faute in memes})))
        jour_piece[premiere.place], inverse[premiere.place] = premiere.jour, premiere.inverse
    ecart = Coded(nature, natures)
    return citees.avec(
        ecart=ecart,
        colonne_date=citees["colonne"].sauf(ecart.est(INVERSEES, TRIEE), "date"),
        lignes=Coded(lignes, groupes),
        jour_piece=jour_piece,
        inverse=inverse,
    )


def _list_ecarts(citees: Rows, ou: np.ndarray) -> Iterator[tuple[str, list[Faute]]]:
    """The faults of each workbook, gathered when they are one."""
    bonnes = citees["jour_dit"][ou] == citees["jour"][ou]  # the common case, seen at once
    autres = ou[~bonnes]
    verdicts = _compare(citees.only("colonne", "valeur", "jour", "debut").take(autres))
    datees = np.concatenate([ou[bonnes], autres[~verdicts.est(None)]])
    lignes = _count_lignes(citees.only("classeur", "ligne").take(datees))
    fautives = ~verdicts.est(None, ())
    fautes: dict[str, list[Faute]] = defaultdict(list)
    ici = autres[fautives]
    memes = (x.tolist() for x in (citees["classeur"][ici], ici, citees["ligne"][ici]))
    for classeur, place, ligne, verdict in zip(*memes, verdicts[fautives].tolist(), strict=True):
        fautes[classeur].append(Faute(place, ligne, *verdict))
    for classeur, trouvees in fautes.items():
        yield from _gather(sorted(trouvees, key=lambda f: f.ligne), lignes[classeur])


def _count_lignes(citees: Rows) -> dict[str, int]:
    """How many rows of each workbook have a reference that bears a day."""
    _, premieres = number_groups(citees["classeur"], citees["ligne"])
    return count_by(citees["classeur"], premieres)


def _compare(citees: Rows) -> Coded:
    """For each reference: None without a day, () for the right one, else the day and its swap."""
    annees = citees["debut"].astype(np.int64)
    avant = citees["colonne"].translate(lambda piece: load_pieces()[piece].avant_reunion)
    jours = citees["jour"].astype(np.int64)
    tolerance = load_reglages().reglages.pieces.tolerance_jours

    def read(lu: str, debut: int, jour: int, tot: bool) -> tuple[int, bool] | tuple[()] | None:
        trouves = [
            jour_lu.toordinal()
            for possibles in find_jours(lu, date.fromordinal(debut).year)
            for jour_lu in possibles
        ]
        if not trouves:
            return None
        if any(j - jour <= tolerance and (tot or jour - j <= tolerance) for j in trouves):
            return ()
        return trouves[0], _swap(jour) in trouves

    noms = citees["valeur"].shrink().translate_all(name_references)
    return cross(read, noms, encode_numbers(annees), encode_numbers(jours), avant)


def _gather(fautes: list[Faute], datees: int) -> Iterator[tuple[str, list[Faute]]]:
    """One fault where a whole column went astray: the rows of it are many, and most of all."""
    inverses = [f for f in fautes if f.inverse]
    autres = [f for f in fautes if not f.inverse]
    if _count(autres) >= _PEU and 2 * _count(fautes) > datees:
        yield TRIEE, fautes
        return
    if _count(inverses) >= _PEU:
        yield INVERSEES, inverses
    else:
        autres = fautes
    yield from ((ISOLEE, [faute]) for faute in autres)


def _count(fautes: list[Faute]) -> int:
    return len({faute.ligne for faute in fautes})


def _swap(jour: int) -> int | None:
    """The same day with its month for its day."""
    lu = date.fromordinal(jour)
    return lu.replace(month=lu.day, day=lu.month).toordinal() if lu.day <= 12 else None
