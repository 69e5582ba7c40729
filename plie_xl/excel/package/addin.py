"""The ribbon add-in `plie_xl.xlam`: the tab « PLIE », for offices that block macros in workbooks.

Only the ribbon (`ruban/*.xml` and one button per entry of the catalogue) and its VBA
(`bas/PlieRuban.bas`) are ours; the rest is the blank add-in of pyOpenVBA, captured from Excel.
"""

import tempfile
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

from plie_xl.excel.package.macros import load_bas, with_crlf
from plie_xl.excel.package.project import clean_project
from plie_xl.files.parts import PROJET, RELATIONS, read_parts, replace_once, write_parts
from plie_xl.model.buttons import Bouton, load_boutons

NOM_COMPLEMENT = "plie_xl.xlam"
_MODULE = "PlieRuban"
_RUBAN = "http://schemas.microsoft.com/office/2009/07/customui"
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
    parties[PROJET] = clean_project(parties[PROJET])
    parties["docProps/core.xml"] = _load_xml("core.xml")  # the title Excel lists it under
    parties["customUI/customUI14.xml"] = build_ruban()
    return write_parts(parties)


def build_ruban() -> bytes:
    """The ribbon's XML: the buttons of the catalogue in their groups; an empty group goes."""
    ElementTree.register_namespace("", _RUBAN)
    racine = ElementTree.fromstring(_load_xml("customUI14.xml"))
    [onglet] = racine.iter(f"{{{_RUBAN}}}tab")
    groupes = {groupe.get("id", ""): groupe for groupe in onglet}
    for bouton in load_boutons().values():
        groupe = groupes[f"plie_{bouton.groupe}"]
        ElementTree.SubElement(groupe, f"{{{_RUBAN}}}button", _attributs(bouton))
    for groupe in groupes.values():
        if not len(groupe):
            onglet.remove(groupe)
    ElementTree.indent(racine)
    xml: bytes = ElementTree.tostring(racine, encoding="UTF-8", xml_declaration=True)
    return xml


def _attributs(bouton: Bouton) -> dict[str, str]:
    return {
        "id": bouton.macro,
        "tag": bouton.action,
        "label": bouton.libelle,
        "size": "large",
        "imageMso": bouton.image,
        "onAction": "PlieRubanAction",
        "screentip": bouton.titre,
        "supertip": bouton.aide,
    }


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
