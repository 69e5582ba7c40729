"""From an .xlsx with buttons to an .xlsm whose buttons run our VBA.

The VBA source is text (`bas/*.bas`), read here and nowhere else, with one procedure per button of
the catalogue; pyOpenVBA builds the project.
"""

import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from plie_xl.excel.package.project import clean_project
from plie_xl.files.parts import CONTENT_TYPES, PROJET, read_parts, replace_once, write_parts
from plie_xl.model.buttons import Bouton, list_agape, list_territoire

_BOUTONS = {"PlieBoutons": list_territoire, "PlieAgape": list_agape}
_SANS_MACROS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_AVEC_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def load_bas(nom: str) -> str:
    """Return the source of a VBA module, its `Attribute VB_Name` line first.

    `nom` is « PlieBoutons », « PlieAgape » or « PlieRuban ». FileNotFoundError when there is no
    such module, ValueError when a character does not exist in the Windows code page of VBA.
    """
    boutons = _BOUTONS[nom]() if nom in _BOUTONS else []
    source = "\n".join([_read_bas(nom), *map(_write_sub, boutons), _read_bas("PlieLancer")])
    source.encode("cp1252")
    return source


def _read_bas(nom: str) -> str:
    return resources.files(__package__).joinpath("bas", f"{nom}.bas").read_text("utf-8")


def _write_sub(bouton: Bouton) -> str:
    return f'Public Sub {bouton.macro}()\n    PlieLancer "{bouton.action}"\nEnd Sub\n'


def add_macros(xlsx: bytes, modules: Mapping[str, str]) -> bytes:
    """Return the .xlsm made of a workbook and of VBA modules; same input, same bytes.

    Parameters
    ----------
    xlsx
        A workbook without macros, as XlsxWriter writes it. Its buttons already name their macro.
    modules
        Source of each module by name, as `load_bas` gives it.

    ValueError when `xlsx` is not a workbook without macros.
    """
    from pyopenvba import ExcelFile

    parties = read_parts(xlsx)
    parties[CONTENT_TYPES] = replace_once(parties[CONTENT_TYPES], _SANS_MACROS, _AVEC_MACROS)
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier, "classeur.xlsm")
        chemin.write_bytes(write_parts(parties))
        with ExcelFile(chemin) as classeur:
            projet = classeur.add_vba_project()
            for nom, source in modules.items():
                projet.add_module(nom, with_crlf(source))
            classeur.save(chemin)
        parties = read_parts(chemin.read_bytes())
    return write_parts({**parties, PROJET: clean_project(parties[PROJET])})


def with_crlf(source: str) -> str:
    """Return a VBA source with the line ends that VBA stores."""
    return "\r\n".join(source.splitlines()) + "\r\n"
