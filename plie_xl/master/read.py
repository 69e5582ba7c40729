"""A master read back into frames: what explains, reminds, exports and shows starts from here.

Whatever shows a figure reads the same sheets as the committee, so it cannot say anything else.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from plie_xl.consolidation import Consolidation
from plie_xl.files.container import FermeError, read_whole
from plie_xl.master import build_master, contract, est_un_master
from plie_xl.master.parquet import NOMBRES
from plie_xl.master.read_large import Colonnes, announces_grand, read_colonnes
from plie_xl.master.read_overflow import REFAIRE, DetailError, read_details
from plie_xl.master.read_sheet import find_resume, is_impossible, read_chiffres, read_table
from plie_xl.model.collection import fiches_en_vigueur
from plie_xl.model.errors import PlieError
from plie_xl.model.fiche import Fiche
from plie_xl.model.text import pluriel, visible
from plie_xl.model.workbook import Feuille
from plie_xl.reading import guard
from plie_xl.reading.cells import Grille, read_grilles
from plie_xl.reading.guard.refusals import RefusError

# What the guard says of a workbook that is too large for it, and may be an honest master.
_TROP_GRAND = (
    "trop_gros", "trop_de_balises", "trop_de_cellules", "cellule_hors_limites", "textes_demesures",
)  # fmt: skip
_ANNEE = re.compile(r"^Consolidation (\d{4})\b")
MAX_OCTETS = 1_000_000_000  # of a master, or of a file beside: eight times the largest honest one
FEUILLES: tuple[Feuille, ...] = tuple(
    contract.keep_donnees(f) for f in vars(contract).values() if isinstance(f, Feuille)
)
INDISPENSABLES = (contract.ATTEINTE.table, contract.SUIVI.table, contract.SOURCES.table)


class MasterError(PlieError, ValueError):
    """The file is no master, or cannot be read; one French sentence without the final period."""


@dataclass(frozen=True)
class Master:
    """A master's tables, by table name (« suivi », « atteinte »…), absent sheets left out.

    Each frame has the columns of the contract (`plie_xl.master.contract`), in its order, None
    where a cell is empty or an older master lacks the column; its index is the Excel row.
    `ensembles` has the rows of totals that stand under some tables, `chiffres` the key figures
    of « Synthèse » by identifier (`contract.CHIFFRES`). `resume` is the sentence under each title,
    `sha256` the fingerprint of the file. `ailleurs` says where the rows of a table were read, when
    its sheet is too small for them: in a file beside, whose rows are numbered as a sheet's.
    """

    nom: str
    sha256: str
    resume: str
    tables: Mapping[str, pd.DataFrame]
    ensembles: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    chiffres: Mapping[str, object] = field(default_factory=dict)
    ailleurs: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """What it holds and how much, never what a cell says: a notebook is shown around."""
        tables = (f"{nom} {pluriel(len(t), 'ligne')}" for nom, t in self.tables.items())
        return f"<Master « {self.nom} » : {', '.join(tables)}>"

    @property
    def annee(self) -> int | None:
        """The year that its title says."""
        dite = _ANNEE.search(self.resume)
        return int(dite[1]) if dite else None

    @property
    def fiches(self) -> dict[str, Fiche]:
        """The fiches of its year, among those in force; FicheError when there is none."""
        recueil = fiches_en_vigueur()
        return recueil.annee(self.annee or recueil.derniere)

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
        The file cannot be read, or is not a master; the sentence names it. The same for a file
        that must stand beside it.
    """
    chemin = Path(chemin)
    octets = _read_fichier(chemin)
    grand = announces_grand(octets)
    vue = None if grand else guard.inspect(octets)
    refus = vue.refus if vue else None
    if refus is not None and refus.motif not in _TROP_GRAND:
        raise MasterError(f"« {chemin.name} » : {refus.constat} ; {refus.remede}")
    if not est_un_master(chemin):
        raise MasterError(
            f"« {chemin.name} » n’est pas un classeur maître écrit par « plie-xl consolider »"
        )
    feuilles = _read_longues if grand or refus else partial(_read_feuilles, vue=vue)
    return _build(octets, visible(chemin.name), feuilles, partial(_read_beside, chemin))


def read_consolidation(consolidation: Consolidation) -> Master:
    """The same tables for a consolidation that has not been written."""
    rendu = build_master(consolidation)
    details = {d.fichier: d.octets for d in rendu.details}
    return _build(rendu.octets, "consolidation", _read_feuilles, details.__getitem__)


def en_nombre(valeur: object) -> float:
    """What a cell adds to a sum: nothing when it holds no number."""
    return float(valeur) if isinstance(valeur, int | float) else 0.0


def _read_fichier(chemin: Path) -> bytes:
    try:
        return read_whole(chemin, MAX_OCTETS)
    except FermeError as erreur:
        raise MasterError(f"« {chemin.name} » ne se lit pas : {erreur}") from erreur


def _read_beside(chemin: Path, nom: str) -> bytes:
    """What stands beside a master under a name that the master gives, and that nobody believes."""
    return read_whole(chemin.parent / nom, MAX_OCTETS, lien=False)


def _read_feuilles(octets: bytes, vue: guard.Garde | None = None) -> Mapping[str, Colonnes]:
    """The columns of each sheet, as the guard saw them unless the bytes are ours."""
    grilles = read_grilles(octets, vue)
    presentes = set(grilles)  # an older master lacks the newer sheets
    return {f.nom: _turn(grilles[f.nom]) for f in FEUILLES if f.nom in presentes}


def _turn(grille: Grille) -> Colonnes:
    """Columns of rows; nothing is None."""
    return [
        pd.Series([None if v == "" else v for v in colonne], dtype=object).to_numpy()
        for colonne in zip(*grille, strict=True)
    ]


def _read_longues(octets: bytes) -> Mapping[str, Colonnes]:
    """The same of a master that the guard finds too large."""
    return read_colonnes(octets, [f.nom for f in FEUILLES])


def _build(
    octets: bytes,
    nom: str,
    read: Callable[[bytes], Mapping[str, Colonnes]],
    opener: Callable[[str], bytes],
) -> Master:
    """The tables of a master; `opener` gives what stands beside it under a name."""
    try:
        feuilles = read(octets)
        lues = {f.table: read_table(feuilles[f.nom], f) for f in FEUILLES if f.nom in feuilles}
    except RefusError as erreur:
        refus = erreur.refus
        raise MasterError(f"« {nom} » : {refus.constat} ; {refus.remede}") from erreur
    except PlieError as erreur:
        raise MasterError(f"« {nom} » : {erreur} ; {REFAIRE}") from erreur
    except Exception as erreur:  # calamine raises many kinds, all meaning the same to a manager
        raise MasterError(f"« {nom} » ne se laisse pas lire ; {REFAIRE}") from erreur
    tables = {table: lue[0] for table, lue in lues.items() if lue is not None}
    ensembles = {table: lue[1] for table, lue in lues.items() if lue is not None and len(lue[1])}
    absentes = [t for t in INDISPENSABLES if t not in tables]
    if absentes:
        raise MasterError(f"« {nom} » : le tableau « {absentes[0]} » a disparu ; {REFAIRE}")
    try:
        details = read_details(tables[contract.SOURCES.table], FEUILLES, opener)
    except DetailError as erreur:
        raise MasterError(f"« {nom} » : {erreur}") from erreur
    master = Master(
        nom,
        hashlib.sha256(octets).hexdigest(),
        find_resume(feuilles[contract.SUIVI.nom]),
        {**tables, **{table: frame for table, (frame, _) in details.items()}},
        ensembles,
        read_chiffres(feuilles.get(contract.SYNTHESE.nom, ())),
        {table: phrase for table, (_, phrase) in details.items()},
    )
    _require_finis(master)
    return master


def _require_finis(master: Master) -> None:
    """What is infinite, or no number at all, would be taken for a figure: it stands nowhere."""
    chiffres = [(contract.SYNTHESE, c, [master.chiffres.get(c.id)]) for c in contract.CHIFFRES]
    frames = (master.tables, master.ensembles)
    lues = (
        (f, c, tables[f.table][c.id])
        for tables in frames
        for f in FEUILLES
        for c in f.colonnes
        if f.table in tables and c.format in NOMBRES
    )
    for feuille, colonne, valeurs in (*chiffres, *lues):
        if is_impossible(valeurs):
            raise MasterError(
                f"« {master.nom} » : « {colonne.entete} » de « {feuille.nom} » contient un nombre"
                f" impossible ; {REFAIRE}"
            )
