"""A master read back into frames: what explains, reminds, exports and shows starts from here.

Whatever shows a figure reads the same sheets as the committee, so it cannot say anything else.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl import garde
from plie_xl.classeur import Feuille
from plie_xl.consolidation import Consolidation
from plie_xl.entetes import find_entete
from plie_xl.master import build_master, contrat, est_un_master
from plie_xl.master.page import ENSEMBLE
from plie_xl.reading import Grille, read_grilles
from plie_xl.texte import cle_entete, en_clair, est_vide

if TYPE_CHECKING:
    import pandas as pd

FEUILLES: tuple[Feuille, ...] = tuple(f for f in vars(contrat).values() if isinstance(f, Feuille))
INDISPENSABLES = (contrat.ATTEINTE.table, contrat.SUIVI.table, contrat.SOURCES.table)


class MasterError(ValueError):
    """The file is no master, or cannot be read; one French sentence without the final period."""


@dataclass(frozen=True)
class Master:
    """A master's tables, by table name (« suivi », « atteinte »…), absent sheets left out.

    Each frame has the columns of the contract (`plie_xl.master.contrat`), in its order, None
    where a cell is empty or an older master lacks the column; its index is the Excel row.
    `ensembles` has the rows of totals that stand under some tables, `chiffres` the key figures
    of « Synthèse » by identifier (`contrat.CHIFFRES`). `resume` is the sentence under each title,
    `sha256` the fingerprint of the file.
    """

    nom: str
    sha256: str
    resume: str
    tables: Mapping[str, "pd.DataFrame"]
    ensembles: Mapping[str, "pd.DataFrame"] = field(default_factory=dict)
    chiffres: Mapping[str, object] = field(default_factory=dict)

    def lignes(self, table: str) -> list[dict[str, object]]:
        """Rows of a table as dictionaries; none when the master lacks the sheet."""
        if table not in self.tables:
            return []
        return [{str(k): v for k, v in x.items()} for x in self.tables[table].to_dict("records")]


def read_master(chemin: Path | str) -> Master:
    """Read a master written by `write_master`, this year's or an older one.

    Raises
    ------
    MasterError
        The file cannot be read, or is not a master; the sentence names it.
    """
    chemin = Path(chemin)
    try:
        octets = chemin.read_bytes()
    except OSError as erreur:
        raise MasterError(f"« {chemin.name} » ne s’ouvre pas ({erreur.strerror})") from erreur
    vue = garde.inspect(octets)
    if vue.refus is not None:
        raise MasterError(f"« {chemin.name} » : {vue.refus.constat} ; {vue.refus.remede}")
    if not est_un_master(chemin):
        raise MasterError(
            f"« {chemin.name} » n’est pas un classeur maître écrit par « plie-xl consolider »"
        )
    return read_octets(octets, chemin.name)


def read_consolidation(consolidation: Consolidation) -> Master:
    """The same tables for a consolidation that has not been written."""
    return read_octets(build_master(consolidation), "consolidation")


def read_octets(octets: bytes, nom: str) -> Master:
    """The tables of a master, from bytes that the guard let through.

    Raises
    ------
    MasterError
        An indispensable table is no longer there.
    """
    try:
        grilles = read_grilles(octets)
        presentes = set(grilles)  # an older master lacks the newer sheets
        lues = {f.table: _read_table(grilles[f.nom], f) for f in FEUILLES if f.nom in presentes}
    except Exception as erreur:  # calamine raises many kinds, all meaning the same to a manager
        raise MasterError(f"« {nom} » ne se laisse pas lire ({erreur})") from erreur
    tables = {table: lue[0] for table, lue in lues.items() if lue is not None}
    ensembles = {table: lue[1] for table, lue in lues.items() if lue is not None and len(lue[1])}
    synthese = grilles[contrat.SYNTHESE.nom] if contrat.SYNTHESE.nom in presentes else []
    absentes = [t for t in INDISPENSABLES if t not in tables]
    if absentes:
        raise MasterError(
            f"« {nom} » : le tableau « {absentes[0]} » a disparu ; refaites ce classeur maître"
        )
    empreinte = hashlib.sha256(octets).hexdigest()
    resume = _find_resume(grilles[contrat.SUIVI.nom])
    return Master(nom, empreinte, resume, tables, ensembles, _read_chiffres(synthese))


def _read_table(grille: Grille, feuille: Feuille) -> "tuple[pd.DataFrame, pd.DataFrame] | None":
    """Rows from the headers to a blank row, then their totals; None when headers are gone."""
    entete = find_entete(grille, feuille.colonnes)
    if entete is None:
        return None
    places = {cle_entete(en_clair(v)): rang for rang, v in enumerate(grille[entete])}
    rangs = [places.get(cle_entete(c.entete)) for c in feuille.colonnes]
    toutes = list(_until_blank(grille[entete + 1 :]))
    lignes = list(takewhile(lambda ligne: ligne[0] != ENSEMBLE, toutes))
    totaux = [ligne for ligne in toutes[len(lignes) :] if ligne[0] == ENSEMBLE]
    premiere = entete + 2
    return (
        _build_frame(lignes, feuille, rangs, premiere),
        _build_frame(totaux, feuille, rangs, premiere + len(lignes)),
    )


def _build_frame(
    lignes: list[list[object]], feuille: Feuille, rangs: list[int | None], premiere: int
) -> "pd.DataFrame":
    import pandas as pd

    valeurs = {
        c.id: pd.Series([_valeur(x, rang) for x in lignes], dtype=object)
        for c, rang in zip(feuille.colonnes, rangs, strict=True)
    }
    frame = pd.DataFrame(valeurs)
    frame.index = pd.RangeIndex(premiere, premiere + len(lignes), name="ligne_excel")
    return frame


def _read_chiffres(synthese: Grille) -> dict[str, object]:
    """The value under the name of each key figure; none in a master without them."""
    if len(synthese) < 4:
        return {}
    noms, valeurs = (list(ligne) for ligne in synthese[2:4])
    places = {cle_entete(en_clair(nom)): rang for rang, nom in enumerate(noms) if nom}
    lus = {c.id: places.get(cle_entete(c.entete)) for c in contrat.CHIFFRES}
    return {nom: valeurs[rang] for nom, rang in lus.items() if rang is not None}


def _until_blank(lignes: Iterable[Iterable[object]]) -> Iterable[list[object]]:
    for ligne in lignes:
        valeurs = list(ligne)
        if all(est_vide(v) for v in valeurs):
            return
        yield valeurs


def _valeur(ligne: list[object], rang: int | None) -> object:
    valeur = ligne[rang] if rang is not None and rang < len(ligne) else None
    return None if valeur == "" else valeur


def _find_resume(grille: Grille) -> str:
    return en_clair(grille[1][0]) if len(grille) > 1 and grille[1] else ""
