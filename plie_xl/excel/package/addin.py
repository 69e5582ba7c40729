"""The ribbon add-in `plie_xl.xlam`: the tab « PLIE », for offices that block macros in workbooks.

Only the ribbon and its title (`ruban/*.xml`) and its VBA (`bas/PlieRuban.bas`) are ours; the rest
is the blank add-in of pyOpenVBA, captured from Excel.
"""

import tempfile
from importlib import resources
from pathlib import Path

from plie_xl.excel.package.macros import load_bas, with_crlf
from plie_xl.excel.package.parts import RELATIONS, read_parts, replace_once, write_parts

NOM_COMPLEMENT = "plie_xl.xlam"
_MODULE = "PlieRuban"
_RELATION = (
    '<Relationship Id="rIdRuban" Target="customUI/customUI14.xml" '
    'Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"/>'
)


def build_complement() -> bytes:
    """Return the ribbon add-in, ready to be written as `plie_xl.xlam`; the same bytes each time."""
    parties = read_parts(_blank_complement())
    parties[RELATIONS] = replace_once(
        parties[RELATIONS], "</Relationships>", f"{_RELATION}</Relationships>"
    )
    parties["docProps/core.xml"] = _load_xml("core.xml")  # the title Excel lists it under
    parties["customUI/customUI14.xml"] = _load_xml("customUI14.xml")
    return write_parts(parties)


def _load_xml(nom: str) -> bytes:
    return resources.files(__package__).joinpath("ruban", nom).read_bytes()


def _blank_complement() -> bytes:
    """Return an add-in that holds our VBA module and nothing else."""
    from pyopenvba import ExcelFile

    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier, NOM_COMPLEMENT)
        with ExcelFile.create_new(chemin) as complement:
            projet = complement.vba_project()
            projet.delete_module("Module1")
            projet.add_module(_MODULE, with_crlf(load_bas(_MODULE)))
            complement.save(chemin)
        return chemin.read_bytes()
