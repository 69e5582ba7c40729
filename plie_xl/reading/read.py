"""Any received file → `Lecture`. Keeps the place of each value, judges nothing."""

import errno
import hashlib
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from plie_xl.model.collection import Fiches, fiches_en_vigueur, find_fiche, is_known
from plie_xl.model.errors import PlieError
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import MAX_OCTETS, IllisibleError, Lecture, Remarque, Table, refuse
from plie_xl.model.privacy import cite_nu
from plie_xl.model.text import cle, read_nombre, visible
from plie_xl.model.workbook import (
    ANNEE_FICHE,
    EMPREINTE,
    FICHE,
    FICHE_SOURCE,
    IDENTIFIANT,
    MODELE,
    PARAMETRES,
    VERSION,
    VERSIONS,
    Feuille,
    feuilles,
)
from plie_xl.reading import guard as gardien
from plie_xl.reading import stray_sheets
from plie_xl.reading.carried import Portee, compare, read_portee
from plie_xl.reading.cells import Grille, read_grilles
from plie_xl.reading.tables import Sheets, find_table, resembles

_RUBRIQUES = {p.id: p.rubrique for p in PARAMETRES}
_CAUSES = {
    errno.ENOENT: " : il n’existe pas",
    errno.EACCES: " : vous n’avez pas le droit de le lire",
    errno.EIO: " : le disque ou le réseau ne répond pas",
}
_NON_LUES = ("atteinte", "registre", "anomalies")  # written by us, never an entry


class AbsentError(PlieError, FileNotFoundError):
    """No file stands at the path that somebody gave; one French sentence with the remedy."""


class Identite(NamedTuple):
    """What a workbook says it is, and where; no fiche when it is none of ours."""

    parametres: Table | None = None
    fiche: Fiche | None = None
    annee: int | None = None
    modele: int | None = None
    portee: Portee = Portee()
    connue: Fiche | None = None  # the one in force, if another

    @property
    def feuilles(self) -> tuple[Feuille, ...]:
        """The sheets that it should have, by the version of its own template."""
        if self.fiche is None:
            return ()
        version = self.modele if self.modele and self.modele in VERSIONS else VERSION
        return feuilles(self.fiche, version)

    @property
    def texte(self) -> str:
        """The text of the carried fiche, unless it is the one in force."""
        portee, connue = self.portee.fiche, self.connue
        if portee is None or (connue and connue.empreinte == portee.empreinte):
            return ""
        return portee.texte

    def remark_portee(self) -> Iterator[Remarque]:
        """What to say of the carried fiche."""
        if not self.portee.sure:
            yield Remarque("source_modifiee", FICHE_SOURCE.nom)
        elif self.portee.fiche and self.connue:
            yield from compare(self.portee.fiche, self.connue)
        elif self.connue and self.modele == 1:  # it carries no fiche: none has an avenant
            yield from compare(self.connue.initiale, self.connue)


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
    identite, dites = _identify(sheets, fiches)
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


def _identify(sheets: Sheets, fiches: Fiches) -> tuple[Identite, Sequence[Remarque]]:
    """Which fiche, year and template the workbook says it is; what to say where it is not ours."""
    parametres, remarques = find_table(sheets, FICHE)
    if parametres is None:
        ressemble = resembles(sheets, next(iter(fiches.values())))
        return Identite(), remarques if ressemble else [Remarque("pas_un_classeur")]
    if not {"rubrique", "valeur"} <= parametres.colonnes.keys():
        return Identite(), remarques
    valeurs = parametres.valeurs
    places = {
        cle(rubrique): (valeur, ligne)
        for rubrique, valeur, ligne in zip(
            valeurs["rubrique"], valeurs["valeur"], parametres.lignes, strict=True
        )
    }

    def lue(nom: str) -> object:
        return places.get(cle(_RUBRIQUES[nom]), ("", 0))[0]

    identifiant = cite_nu(lue(IDENTIFIANT))
    annee, modele = _entier(lue(ANNEE_FICHE)), _entier(lue(MODELE))
    connue = find_fiche(fiches, identifiant, annee)
    portee = read_portee(sheets, fiches, identifiant, annee, str(lue(EMPREINTE)))
    fiche = portee.fiche or connue  # its own is the one that its sheets were drawn from
    if fiche is None and not is_known(fiches, identifiant):
        ecart = ("fiche_inconnue", IDENTIFIANT, identifiant)
    elif fiche is None:
        ecart = ("autre_annee", ANNEE_FICHE, cite_nu(annee))
    elif modele != VERSION:
        ecart = ("autre_modele", MODELE, cite_nu(modele))
    else:
        return Identite(parametres, fiche, annee, modele, portee, connue), remarques
    nature, nom, detail = ecart
    ligne = places.get(cle(_RUBRIQUES[nom]), ("", 0))[1]
    place = (ligne, parametres.colonnes["valeur"]) if ligne else (0, 0)
    remarque = Remarque(nature, parametres.feuille, *place, detail)
    return Identite(parametres, fiche, annee, modele, portee, connue), [*remarques, remarque]


def _entier(valeur: object) -> int | None:
    lu = read_nombre(valeur)
    return int(lu) if lu is not None else None


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
