"""The cells of each sheet, given by the reader and counted against what the guard saw."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from io import BytesIO

from plie_xl.model.lecture import IllisibleError
from plie_xl.model.text import nombre
from plie_xl.reading import guard as gardien
from plie_xl.reading.around import restore_entetes
from plie_xl.reading.tables import LazySheets

Grille = Sequence[Sequence[object]]
_BLANCS = " \t\r\n"


def read_grilles(octets: bytes, vue: gardien.Garde | None = None) -> Mapping[str, Grille]:
    """The cells of each sheet, parsed when asked for; only for bytes that the guard let through.

    Raises `IllisibleError` (when a sheet is asked for, too) where the reader fails, or gives
    another number of values than the guard saw.
    """
    from python_calamine import CalamineWorkbook

    octets = vue.copie or octets if vue else octets
    with _sans_panique("le contenu ne se laisse pas lire"):
        classeur = CalamineWorkbook.from_filelike(BytesIO(octets))
    vues = {feuille.nom: feuille for feuille in vue.feuilles} if vue else {}

    def read(nom: str) -> Grille:
        with _sans_panique(f"la feuille « {nom} » ne se laisse pas lire"):
            grille: Grille = classeur.get_sheet_by_name(nom).to_python(skip_empty_area=False)
        if nom in vues:
            _require_compte(nom, grille, vues[nom])
            return restore_entetes(grille, vues[nom])
        return grille

    return LazySheets(classeur.sheet_names, read)


@contextmanager
def _sans_panique(constat: str) -> Iterator[None]:
    """The reader fails in many ways, some of which are no `Exception`: all mean the same."""
    try:
        with _muet():
            yield
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as erreur:
        raise IllisibleError(constat) from erreur


@contextmanager
def _muet() -> Iterator[None]:
    """A reader that panics writes English words of its own on the terminal: they go nowhere."""
    with ExitStack() as rendre:
        with suppress(OSError):  # a program may have no terminal
            gardee = os.dup(2)
            rendre.callback(os.close, gardee)
            rendre.callback(os.dup2, gardee, 2)
            nulle = os.open(os.devnull, os.O_WRONLY)
            rendre.callback(os.close, nulle)
            os.dup2(nulle, 2)
        yield


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
