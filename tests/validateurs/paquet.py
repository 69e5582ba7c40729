"""A workbook as a package: its parts, their types, what names what. Each fault is a sentence."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from xml.etree import ElementTree

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_TYPES = "[Content_Types].xml"
_CLASSEUR = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
}


class Paquet:
    """The parts of a file, parsed when asked for."""

    def __init__(self, octets: bytes, genre: str = "xlsx") -> None:
        self.genre = genre
        self.zip = zipfile.ZipFile(io.BytesIO(octets))
        self.noms = self.zip.namelist()

    def octets(self, partie: str) -> bytes:
        return self.zip.read(partie)

    def xml(self, partie: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.zip.read(partie))

    def relations(self, partie: str) -> dict[str, tuple[str, str]]:
        """Kind and target of each relation of a part, by identifier; external ones left out."""
        dossier, nom = posixpath.split(partie)
        rels = posixpath.join(dossier, "_rels", f"{nom}.rels")
        if rels not in self.noms:
            return {}
        trouvees = {}
        for x in self.xml(rels):
            if x.get("TargetMode") != "External":
                cible = posixpath.normpath(posixpath.join("/", dossier, x.get("Target", "")))
                trouvees[x.get("Id", "")] = (x.get("Type", "").rpartition("/")[2], cible[1:])
        return trouvees

    @cached_property
    def classeur(self) -> ElementTree.Element:
        return self.xml("xl/workbook.xml")

    @cached_property
    def feuilles(self) -> dict[str, str]:
        """Part of each sheet by name, in the order of the tabs."""
        liens = self.relations("xl/workbook.xml")
        return {
            x.get("name", ""): liens[x.get(f"{R}id", "")][1]
            for x in self.classeur.iter(f"{M}sheet")
        }

    @cached_property
    def noms_definis(self) -> list[tuple[str, str | None, str]]:
        """Name, sheet it is local to, formula."""
        return [
            (x.get("name", ""), x.get("localSheetId"), x.text or "")
            for x in self.classeur.iter(f"{M}definedName")
        ]

    def tables(self, partie: str) -> list[tuple[str, ElementTree.Element]]:
        """The tables of a sheet: part and element."""
        return [
            (c, self.xml(c)) for genre, c in self.relations(partie).values() if genre == "table"
        ]

    @cached_property
    def colonnes(self) -> dict[str, list[str]]:
        """The columns of every table, by its name."""
        return {
            table.get("displayName", ""): [c.get("name", "") for c in table.iter(f"{M}tableColumn")]
            for partie in self.feuilles.values()
            for _, table in self.tables(partie)
        }


def check_paquet(p: Paquet) -> Iterator[str]:
    """What keeps Excel from opening the package itself."""
    minuscules = [nom.lower() for nom in p.noms]
    if len(set(minuscules)) != len(minuscules):
        yield "deux parties du même nom"
    yield from _check_xml(p)
    yield from _check_types(p)
    for nom in p.noms:
        if nom.endswith(".rels"):
            yield from _check_relations(p, nom)


def _check_xml(p: Paquet) -> Iterator[str]:
    for nom in p.noms:
        if nom.endswith((".xml", ".rels", ".vml")):
            octets = p.octets(nom)
            if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", octets):
                yield f"{nom} : caractère de contrôle"
                continue
            try:
                ElementTree.fromstring(octets)
            except ElementTree.ParseError as erreur:
                yield f"{nom} : XML mal formé, {erreur}"


def _check_types(p: Paquet) -> Iterator[str]:
    types = p.xml(_TYPES)
    defauts = {x.get("Extension", "").lower() for x in types.findall(f"{_CT}Default")}
    dits = [
        (x.get("PartName", "")[1:], x.get("ContentType")) for x in types.findall(f"{_CT}Override")
    ]
    noms = [nom for nom, _ in dits]
    if len(set(noms)) != len(noms):
        yield "types : une partie dite deux fois"
    yield from (f"types : partie absente {nom}" for nom in noms if nom not in p.noms)
    for nom in p.noms:
        if nom != _TYPES and nom not in noms and nom.rpartition(".")[2].lower() not in defauts:
            yield f"types : {nom} n’en a pas"
    if dict(dits).get("xl/workbook.xml") != _CLASSEUR[p.genre]:
        yield f"types : ce n’est pas celui d’un .{p.genre}"


def _check_relations(p: Paquet, rels: str) -> Iterator[str]:
    dossier, nom = posixpath.split(rels)
    partie = posixpath.join(posixpath.dirname(dossier), nom.removesuffix(".rels"))
    ids = [x.get("Id") for x in p.xml(rels)]
    if len(set(ids)) != len(ids):
        yield f"{rels} : identifiant répété"
    for _, cible in p.relations(partie).values():
        if cible not in p.noms:
            yield f"{rels} : mène à {cible}, qui n’existe pas"


def bornes(ref: str) -> tuple[int, int, int, int]:
    """« B6:C20 » as rows and columns: (6, 2, 20, 3)."""
    debut, _, fin = ref.replace("$", "").partition(":")
    (haut, gauche), (bas, droite) = _coin(debut), _coin(fin or debut)
    return haut, gauche, bas, droite


def _coin(a1: str) -> tuple[int, int]:
    lettres, chiffres = re.fullmatch(r"([A-Z]+)(\d+)", a1).groups()  # type: ignore[union-attr]
    colonne = 0
    for lettre in lettres:
        colonne = colonne * 26 + ord(lettre) - 64
    return int(chiffres), colonne


def se_touchent(x: tuple[int, int, int, int], y: tuple[int, int, int, int]) -> bool:
    return x[0] <= y[2] and y[0] <= x[2] and x[1] <= y[3] and y[1] <= x[3]


def deux_se_touchent(refs: list[tuple[int, int, int, int]]) -> bool:
    return any(se_touchent(x, y) for n, x in enumerate(refs) for y in refs[n + 1 :])
