"""Remote files → copies in a private folder, whole or not there, within the bounds of a reading."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path

from plie_xl.files.errors import explain as explain_ici
from plie_xl.files.inbox import Depot
from plie_xl.files.remote.errors import DistantError, explain
from plie_xl.files.remote.listing import Distant
from plie_xl.files.remote.threads import ArretError, MuetError, Watch, watch
from plie_xl.model.errors import PlieError
from plie_xl.model.lecture import MAX_OCTETS, Lecture, refuse

_BLOC = 1_000_000  # bytes in memory at once, for each thread
_FILS = 8  # copies at once, where the library says that its connections may be shared
_TROP = "le fichier dépasse 200 Mo", "vérifiez que c’est bien un classeur"
_REESSAYER = "vérifiez l’adresse et la connexion, puis relancez"
Montre = Callable[[int], AbstractContextManager[Callable[[], None]]]  # shows a number of files
Copie = tuple[str, Path, str]  # name, where, why it is not there


def fetch(depot: "Depot[Path | Distant]", dossier: Path, montre: Montre) -> Depot[Path]:
    """The same inbox with every remote file copied under `dossier`; those that fail in `refus`.

    Raises `DistantError` when there is no more room here.
    """
    distants = [(nom, place) for nom, place in depot.recus if isinstance(place, Distant)]
    chemins = {nom: place for nom, place in depot.recus if isinstance(place, Path)}
    refus: dict[str, Lecture] = {}
    with montre(len(distants)) as advance:
        for nom, chemin, constat in _copy_all(distants, dossier):
            chemins[nom] = chemin
            if constat:
                refus[nom] = _refuse(nom, constat)
            advance()
    return Depot(tuple((nom, chemins[nom]) for nom, _ in depot.recus), depot.passes, refus)


def _refuse(nom: str, constat: str) -> Lecture:
    return refuse(nom, constat, _TROP[1] if constat == _TROP[0] else _REESSAYER)


def _copy_all(distants: Iterable[tuple[str, Distant]], dossier: Path) -> Iterator[Copie]:
    """The copies, server by server."""
    serveurs: dict[int, list[tuple[str, Distant, Path]]] = {}
    for numero, (nom, place) in enumerate(distants):  # what is written never bears a remote name
        serveurs.setdefault(id(place.fs), []).append((nom, place, dossier / str(numero)))
    for lot in serveurs.values():
        with watch(_FILS if lot[0][1].fs.async_impl else 1) as watched:
            futurs = [watched.send(_copy, place, vers, watched) for _, place, vers in lot]
            for (nom, place, vers), futur in zip(lot, futurs, strict=True):
                yield nom, vers, _wait(place, futur, watched)


def _wait(place: Distant, futur: "Future[str]", watched: Watch) -> str:
    try:
        return watched.wait(futur)
    except MuetError:
        return f"« {place} » n’est pas venu : le serveur se tait"


def _copy(place: Distant, vers: Path, watched: Watch) -> str:
    """Copy one file whole; why it is not there, "" when it is."""
    if (place.taille or 0) > MAX_OCTETS:
        return _TROP[0]
    provisoire = vers.with_suffix(".part")
    try:
        with provisoire.open("xb") as ecrit:
            for bloc in _read(place, watched):
                ecrit.write(bloc)
        provisoire.rename(vers)
    except _EchecError as erreur:
        provisoire.unlink()
        return str(erreur)
    except OSError as erreur:
        cause, conseil = explain_ici(erreur)
        phrase = f"les copies ne s’écrivent pas dans « {vers.parent} » : {cause} ; {conseil}"
        raise DistantError(phrase) from None
    return ""


def _read(place: Distant, watched: Watch) -> Iterator[bytes]:
    """The blocks of a remote file, no more than a reading takes; raises `_EchecError`."""
    total = 0
    try:
        watched.signe()
        with place.fs.open(place.chemin, "rb") as lu:
            while bloc := lu.read(_BLOC):
                watched.signe()
                total += len(bloc)
                if total > MAX_OCTETS:
                    raise _EchecError(_TROP[0])
                yield bloc
    except (_EchecError, ArretError):
        raise
    except Exception as erreur:
        raise _EchecError(f"« {place} » n’est pas venu : {explain(erreur)}") from None


class _EchecError(PlieError):
    """Why a file does not come."""
