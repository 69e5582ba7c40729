"""Any received file → `Lecture`. Keeps the place of each value, judges nothing."""

import errno
import hashlib
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from plie_xl.model.errors import PlieError
from plie_xl.model.fiche import Fiche, load_fiches
from plie_xl.model.lecture import MAX_OCTETS, IllisibleError, Lecture, Remarque, Table, refuse
from plie_xl.model.text import cle, en_clair, nombre, read_nombre
from plie_xl.model.workbook import (
    ANNEE_FICHE,
    FICHE,
    IDENTIFIANT,
    MODELE,
    PARAMETRES,
    VERSION,
    Feuille,
    feuilles,
)
from plie_xl.reading import guard as gardien
from plie_xl.reading import stray_sheets
from plie_xl.reading.tables import LazySheets, Lecteur

Grille = Sequence[Sequence[object]]
_RUBRIQUES = {p.id: p.rubrique for p in PARAMETRES}
_BLANCS = " \t\r\n"
_CAUSES = {
    errno.ENOENT: " : il n’existe pas",
    errno.EACCES: " : vous n’avez pas le droit de le lire",
    errno.EIO: " : le disque ou le réseau ne répond pas",
}
_NON_LUES = ("atteinte", "anomalies")  # written by us, never an entry


class AbsentError(PlieError, FileNotFoundError):
    """No file stands at the path that somebody gave; one French sentence with the remedy."""


def read_classeur(
    chemin: Path | str, nom: str | None = None, fiches: Mapping[str, Fiche] | None = None
) -> Lecture:
    """Read a received workbook; refuse no value, correct no value, never write.

    Parameters
    ----------
    chemin
        A file saved by Excel, LibreOffice or a library: .xlsx, .xlsm, .ods.
    nom
        How the file is called in anomalies; by default its own name.
    fiches
        The fiches it may belong to; by default those of the year.

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
    return read_fichier(chemin, nom or chemin.name, fiches)


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


def read_fichier(chemin: Path, nom: str, fiches: Mapping[str, Fiche] | None = None) -> Lecture:
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


def read_octets(octets: bytes, nom: str, fiches: Mapping[str, Fiche] | None = None) -> Lecture:
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
    fiches: Mapping[str, Fiche] | None = None,
    vue: gardien.Garde | None = None,
    empreinte: str = "",
) -> Lecture:
    """From the cells of each sheet (rows from A1) to a `Lecture`; the buttons enter here."""
    fiches = load_fiches() if fiches is None else fiches
    vues = {f.nom: f for f in vue.feuilles} if vue else {}
    lecteur = Lecteur(grilles, vues)
    tables: dict[str, Table] = {}
    parametres = lecteur.find_table(FICHE)
    if parametres is None and not lecteur.ressemble(next(iter(fiches.values()))):
        lecteur.remarques = [Remarque("pas_un_classeur")]
    fiche, annee, modele = None, None, None
    if parametres is not None and {"rubrique", "valeur"} <= parametres.colonnes.keys():
        tables[FICHE.table] = parametres
        fiche, annee, modele = _identite(parametres, fiches, lecteur)
    if fiche is not None:
        for feuille in _a_lire(fiche):
            table = lecteur.find_table(feuille)
            if table is not None:
                tables[feuille.table] = table
        lecteur.remarques.extend(stray_sheets.search(lecteur, feuilles(fiche), tables, vue))
    avertissements = vue.avertissements if vue else ()
    lecteur.remarques.extend(Remarque("bizarrerie", detail=dit) for dit in avertissements)
    return Lecture(
        nom,
        empreinte,
        fiche.id if fiche else "",
        annee,
        modele,
        (vue.enregistre or "") if vue else "",
        (vue.programme or "") if vue else "",
        tables,
        tuple(lecteur.remarques),
    )


def _a_lire(fiche: Fiche) -> Iterable[Feuille]:
    return (f for f in feuilles(fiche) if f is not FICHE and f.table not in _NON_LUES)


def _identite(
    parametres: Table, fiches: Mapping[str, Fiche], lecteur: Lecteur
) -> tuple[Fiche | None, int | None, int | None]:
    """Which fiche, year and template the workbook says it is; remarks where it is not ours."""
    valeurs = {
        cle(rubrique): (valeur, ligne)
        for rubrique, valeur, ligne in zip(
            parametres.valeurs["rubrique"],
            parametres.valeurs["valeur"],
            parametres.lignes,
            strict=True,
        )
    }
    colonne = parametres.colonnes["valeur"]

    def note(nature: str, nom: str, detail: str) -> None:
        ligne = valeurs.get(cle(_RUBRIQUES[nom]), ("", 0))[1]
        place = (ligne, colonne) if ligne else (0, 0)
        lecteur.remarques.append(Remarque(nature, parametres.feuille, *place, detail))

    def entier(nom: str) -> int | None:
        lu = read_nombre(valeurs.get(cle(_RUBRIQUES[nom]), ("", 0))[0])
        return int(lu) if lu is not None else None

    identifiant = en_clair(valeurs.get(cle(_RUBRIQUES[IDENTIFIANT]), ("", 0))[0])
    fiche = fiches.get(identifiant)
    annee, modele = entier(ANNEE_FICHE), entier(MODELE)
    if fiche is None:
        note("fiche_inconnue", IDENTIFIANT, identifiant)
    elif annee != fiche.annee:
        note("autre_annee", ANNEE_FICHE, en_clair(annee))
        fiche = None
    elif modele != VERSION:
        note("autre_modele", MODELE, en_clair(modele))
    return fiche, annee, modele


def read_grilles(octets: bytes, vue: gardien.Garde | None = None) -> Mapping[str, Grille]:
    """The cells of each sheet, parsed when asked for; only for bytes that the guard let through.

    Raises `IllisibleError` (when a sheet is asked for, too) where the reader fails, or gives
    another number of values than the guard saw.
    """
    from python_calamine import CalamineWorkbook

    octets = vue.copie or octets if vue else octets
    if vue is not None and any(
        not gardien.ERREURS_LUES.issuperset(f.erreurs.values()) for f in vue.feuilles
    ):
        octets = gardien.replace_erreurs(octets)
    with _sans_panique("le contenu ne se laisse pas lire"):
        classeur = CalamineWorkbook.from_filelike(BytesIO(octets))
    vues = {feuille.nom: feuille for feuille in vue.feuilles} if vue else {}

    def read(nom: str) -> Grille:
        with _sans_panique(f"la feuille « {nom} » ne se laisse pas lire"):
            grille: Grille = classeur.get_sheet_by_name(nom).to_python(skip_empty_area=False)
        if nom in vues:
            _require_compte(nom, grille, vues[nom])
        return grille

    return LazySheets(classeur.sheet_names, read)


@contextmanager
def _sans_panique(constat: str) -> Iterator[None]:
    """The reader fails in many ways, some of which are no `Exception`: all mean the same."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as erreur:
        raise IllisibleError(constat) from erreur


def _require_compte(nom: str, grille: Grille, vue: gardien.FeuilleVue) -> None:
    """The reader must give as many values as the guard has seen: it loses some in silence."""
    attendues = vue.cellules - len(vue.erreurs)
    if sum(len(ligne) - ligne.count("") for ligne in grille) == attendues:
        return
    lues = sum(1 for ligne in grille for v in ligne if not isinstance(v, str) or v.strip(_BLANCS))
    if lues != attendues:
        raise IllisibleError(
            f"lecture incertaine : la feuille « {nom} » contient {nombre(attendues)} cellules"
            f" remplies, le lecteur en rend {nombre(lues)}"
        )
