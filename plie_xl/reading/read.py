"""Any received file → `Lecture`. Keeps the place of each value, judges nothing."""

import errno
import hashlib
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from plie_xl.model.collection import Fiches, fiches_en_vigueur
from plie_xl.model.errors import PlieError
from plie_xl.model.lecture import MAX_OCTETS, IllisibleError, Lecture, Remarque, Table, refuse
from plie_xl.model.text import visible
from plie_xl.model.workbook import (
    FICHE,
    FICHE_SOURCE,
    Feuille,
)
from plie_xl.reading import guard as gardien
from plie_xl.reading import stray_sheets
from plie_xl.reading.cells import Grille, read_grilles
from plie_xl.reading.identity import Identite, identify
from plie_xl.reading.tables import Sheets, find_table

_CAUSES = {
    errno.ENOENT: " : il n’existe pas",
    errno.EACCES: " : vous n’avez pas le droit de le lire",
    errno.EIO: " : le disque ou le réseau ne répond pas",
}
_NON_LUES = ("atteinte", "registre", "anomalies")  # written by us, never an entry


class AbsentError(PlieError, FileNotFoundError):
    """No file stands at the path that somebody gave; one French sentence with the remedy."""


def read_classeur(
    chemin: Path | str, nom: str | None = None, fiches: Fiches | None = None
) -> Lecture:
    """Read a received workbook; refuse no value, correct no value, never write.

    Parameters
    ----------
    chemin
        A file saved by Excel, LibreOffice or a library: .xlsx, .xlsm, .ods.
    nom
        How the file is called in anomalies; by default its own name.
    fiches
        The fiches it may belong to, of one year or of many; by default those in force.

    Returns
    -------
    Lecture
        Whatever the file: one that cannot be read gives a `Lecture` that says why in `remarques`.

    Raises
    ------
    AbsentError
        Nothing is there, or a folder.
    """
    chemin = Path(chemin)
    _require_fichier(chemin)
    return read_fichier(chemin, nom or visible(chemin.name), fiches)


def _require_fichier(chemin: Path) -> None:
    try:
        est_dossier = stat.S_ISDIR(chemin.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        raise AbsentError(f"« {chemin} » n’existe pas ; vérifiez son nom et son dossier.") from None
    except OSError:  # it is there; the reading says what is wrong
        return
    if est_dossier:
        raise AbsentError(
            f"« {chemin} » est un dossier ; donnez le chemin d’un des classeurs qu’il contient."
        )


def read_fichier(chemin: Path, nom: str, fiches: Fiches | None = None) -> Lecture:
    """The same among many: a file that went away meanwhile is refused as any other."""
    try:
        if chemin.is_dir():
            return refuse(nom, "c’est un dossier", "donnez un des classeurs qu’il contient")
        if chemin.exists() and not chemin.is_file():  # reading a pipe would never end
            return refuse(nom, "ce n’est pas un fichier ordinaire", "déposez le classeur lui-même")
        if chemin.stat().st_size > MAX_OCTETS:
            return refuse(nom, "le fichier dépasse 200 Mo", "vérifiez que c’est bien un classeur")
        octets = chemin.read_bytes()
    except OSError as erreur:
        return refuse(
            nom,
            f"le fichier ne s’ouvre pas{_CAUSES.get(erreur.errno or 0, '')}",
            "vérifiez qu’il existe et que vous avez le droit de le lire",
        )
    return read_octets(octets, nom, fiches)


def read_octets(octets: bytes, nom: str, fiches: Fiches | None = None) -> Lecture:
    """The same from the bytes of a file."""
    empreinte = hashlib.sha256(octets).hexdigest()
    vue = gardien.inspect(octets)
    if vue.refus is not None:
        return refuse(nom, vue.refus.constat, vue.refus.remede, empreinte)
    try:
        return build_lecture(nom, read_grilles(octets, vue), fiches, vue, empreinte)
    except IllisibleError as erreur:
        return refuse(nom, str(erreur), erreur.remede, empreinte)


def build_lecture(
    nom: str,
    grilles: Mapping[str, Grille],
    fiches: Fiches | None = None,
    vue: gardien.Garde | None = None,
    empreinte: str = "",
) -> Lecture:
    """From the cells of each sheet (rows from A1) to a `Lecture`; the buttons enter here."""
    fiches = fiches_en_vigueur() if fiches is None else fiches
    sheets = Sheets(grilles, {f.nom: f for f in vue.feuilles} if vue else {})
    identite, dites = identify(sheets, fiches)
    tables, remarques = _read_tables(sheets, identite)
    return Lecture(
        nom,
        empreinte,
        identite.fiche.id if identite.fiche else "",
        identite.annee,
        identite.modele,
        (vue.enregistre or "") if vue else "",
        (vue.programme or "") if vue else "",
        tables,
        (*dites, *identite.remark_portee(), *remarques, *_remarks(sheets, identite, tables, vue)),
        identite.texte,
    )


def _read_tables(sheets: Sheets, identite: Identite) -> tuple[dict[str, Table], Sequence[Remarque]]:
    """Every table of the fiche that the workbook holds, and what to say of each."""
    tables = {FICHE.table: identite.parametres} if identite.parametres else {}
    remarques: list[Remarque] = []
    for feuille in _a_lire(identite):
        prises = {table.feuille for table in tables.values()}
        table, dites = find_table(sheets, feuille, prises)
        remarques += dites
        if table is not None:
            tables[feuille.table] = table
    return tables, remarques


def _a_lire(identite: Identite) -> Iterable[Feuille]:
    return (f for f in identite.feuilles if f is not FICHE and f.table not in _NON_LUES)


def _remarks(
    sheets: Sheets, identite: Identite, tables: Mapping[str, Table], vue: gardien.Garde | None
) -> Iterator[Remarque]:
    """What to say of all that stands outside the tables, and of the file itself."""
    if identite.fiche is not None:
        source = (FICHE_SOURCE,) if identite.portee.fiche else ()
        ours = (*identite.feuilles, *source)
        yield from stray_sheets.search(sheets, identite.fiche, ours, tables, vue)
    for dit in vue.avertissements if vue else ():
        yield Remarque("bizarrerie", detail=dit)
