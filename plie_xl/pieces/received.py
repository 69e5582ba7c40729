"""Registers received for a consolidation: hostile files like any other, each read in a child."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from plie_xl.checks.filed import RegistreLu
from plie_xl.files.container import read_whole
from plie_xl.model.lecture import MAX_OCTETS
from plie_xl.model.workbook import REGISTRE
from plie_xl.pieces.claim import read_empreinte
from plie_xl.reading.workers import WorkerPool

_PAS_UN_REGISTRE = "ce n’est pas un registre écrit par « plie-xl pieces »"
_ILLISIBLE = "ce registre ne se laisse pas lire : refaites-le"
_INDISPENSABLES = frozenset({"ligne", "nature", "etat"})
Cellules = dict[str, list[object]]


def read_registres(recus: Iterable[tuple[str, Path]]) -> list[RegistreLu]:
    """What each file says, in their order; one that is no register of ours says why."""
    recus = list(recus)
    if not recus:
        return []
    lus = []
    with WorkerPool() as enfants:
        envoyes = [(nom, enfants.submit(read_registre, str(chemin))) for nom, chemin in recus]
        for nom, futur in envoyes:
            try:
                lus.append(_build(nom, *futur.result()))
            except Exception:  # the child died, or the file is not what it seemed
                lus.append(RegistreLu(nom, refus=_ILLISIBLE))
    return lus


def _build(nom: str, empreinte: str, cellules: Cellules, refus: str) -> RegistreLu:
    colonnes = [c.id for c in REGISTRE.colonnes if c.id in cellules]
    lignes = (
        dict(zip(colonnes, map(_plain, x), strict=True))
        for x in zip(*(cellules[c] for c in colonnes), strict=True)
    )
    return RegistreLu(nom, empreinte, tuple(lignes), refus)


def _plain(valeur: object) -> object:
    """Nothing is None, a day has no hour."""
    if isinstance(valeur, datetime):
        return valeur.date()
    return None if valeur == "" else valeur


def read_registre(chemin: str) -> tuple[str, Cellules, str]:
    """In the child: the digest of its workbook, its cells by column, and why it does not serve."""
    from plie_xl.reading import guard
    from plie_xl.reading.cells import read_grilles
    from plie_xl.reading.tables import Sheets, find_table

    place = Path(chemin)
    empreinte = read_empreinte(place)
    if not empreinte:
        return "", {}, _PAS_UN_REGISTRE
    octets = read_whole(place, MAX_OCTETS)
    vue = guard.inspect(octets)
    if vue.refus is not None:
        return "", {}, f"{vue.refus.constat} ; {vue.refus.remede}"
    table, _ = find_table(
        Sheets(read_grilles(octets, vue), {f.nom: f for f in vue.feuilles}), REGISTRE
    )
    if table is None or not table.colonnes.keys() >= _INDISPENSABLES:
        return "", {}, _ILLISIBLE
    return empreinte, {c: list(valeurs) for c, valeurs in table.unfold().items()}, ""
