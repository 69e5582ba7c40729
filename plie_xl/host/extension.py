"""The extension `plie.oxt`, built from the sources beside and the catalogue of buttons.

It carries the modules of `libreoffice/` as the package `plie_hote`, what the machine is
(`reglages.json`), and the toolbar and the menu « PLIE » with one entry per button.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from plie_xl.files.parts import write_parts
from plie_xl.model.buttons import Bouton, load_boutons
from plie_xl.model.text import typographie

NOM = "plie.oxt"
IDENTIFIANT = "fr.plie.xl"
BARRE = "fr.plie.barre"  # its resource: private:resource/toolbar/addon_fr.plie.barre
_PAQUET = "python/pythonpath/plie_hote"
_OOR = "http://openoffice.org/2001/registry"
_LANGUES = ("fr", "en-US")  # the second is what every other language falls back to
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CALC = "com.sun.star.sheet.SpreadsheetDocument"


def build_extension(commande: Sequence[str], racine: Path, descripteur: Path) -> bytes:
    """The extension of this machine: how to start our Python, from where, and where it answers."""
    import tomllib

    sources = resources.files(__package__).joinpath("libreoffice")
    phrases = tomllib.loads(sources.joinpath("phrases.toml").read_text("utf-8"))
    reglages = {
        "version": version("plie-xl"),
        "commande": list(commande),
        "racine": str(racine),
        "descripteur": str(descripteur),
        "libelles": {b.action: typographie(b.libelle) for b in load_boutons().values()},
        "phrases": {cle: typographie(phrase) for cle, phrase in phrases.items()},
    }
    parties = {
        "META-INF/manifest.xml": sources.joinpath("manifest.xml").read_bytes(),
        "description.xml": sources.joinpath("description.xml").read_bytes(),
        "Addons.xcu": build_addons(),
        "CalcWindowState.xcu": sources.joinpath("CalcWindowState.xcu").read_bytes(),
        "python/plie.py": sources.joinpath("python/plie.py").read_bytes(),
        f"{_PAQUET}/reglages.json": json.dumps(reglages, ensure_ascii=False, indent=1).encode(),
    }
    parties["description.xml"] = parties["description.xml"].replace(
        b"{version}", version("plie-xl").encode()
    )
    modules = (m for m in sources.iterdir() if m.name.endswith(".py"))
    for module in sorted(modules, key=lambda m: m.name):
        parties[f"{_PAQUET}/{module.name}"] = module.read_bytes()
    return write_parts(parties)


def macro(action: str) -> str:
    """The address of a button's macro, as LibreOffice finds it in a user's extension."""
    lieu = "language=Python&location=user:uno_packages"
    return f"vnd.sun.star.script:{NOM}|python|plie.py${action}?{lieu}"


def build_addons() -> bytes:
    """The toolbar and the menu « PLIE », one entry per button of the catalogue."""
    ElementTree.register_namespace("oor", _OOR)
    racine = ElementTree.Element(
        f"{{{_OOR}}}component-data",
        {f"{{{_OOR}}}name": "Addons", f"{{{_OOR}}}package": "org.openoffice.Office"},
    )
    ui = _node(racine, "AddonUI")
    menu = _node(_node(ui, "OfficeMenuBar"), "fr.plie.menu", replace=True)
    _prop(menu, "Context", _CALC)
    _titles(menu, "PLIE")
    _entries(_node(menu, "Submenu"), {b.action: b.titre for b in load_boutons().values()})
    barre = _node(_node(ui, "OfficeToolBar"), BARRE, replace=True)
    _entries(barre, {b.action: b.libelle for b in load_boutons().values()})
    ElementTree.indent(racine)
    xml: bytes = ElementTree.tostring(racine, encoding="UTF-8", xml_declaration=True)
    return xml


def _entries(parent: ElementTree.Element, titres: Mapping[str, str]) -> None:
    for rang, bouton in enumerate(_with_separators()):
        noeud = _node(parent, f"m{rang:02}", replace=True)
        _prop(noeud, "Context", _CALC)
        _prop(noeud, "URL", macro(bouton.action) if bouton else "private:separator")
        if bouton:
            _titles(noeud, typographie(titres[bouton.action]))
            _prop(noeud, "Target", "_self")


def _with_separators() -> Iterator[Bouton | None]:
    """The buttons in their order, None between two groups."""
    boutons = list(load_boutons().values())
    yield boutons[0]
    for avant, bouton in pairwise(boutons):
        if bouton.groupe != avant.groupe:
            yield None
        yield bouton


def _node(parent: ElementTree.Element, nom: str, *, replace: bool = False) -> ElementTree.Element:
    attributs = {f"{{{_OOR}}}name": nom} | ({f"{{{_OOR}}}op": "replace"} if replace else {})
    return ElementTree.SubElement(parent, "node", attributs)


def _prop(parent: ElementTree.Element, nom: str, valeur: str) -> None:
    prop = ElementTree.SubElement(parent, "prop", {f"{{{_OOR}}}name": nom})
    ElementTree.SubElement(prop, "value").text = valeur


def _titles(parent: ElementTree.Element, titre: str) -> None:
    """French for every language."""
    prop = ElementTree.SubElement(parent, "prop", {f"{{{_OOR}}}name": "Title"})
    for langue in _LANGUES:
        ElementTree.SubElement(prop, "value", {_LANG: langue}).text = titre
