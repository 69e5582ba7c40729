"""Imports run one way, each heavy library has one home, and every room stays small."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

import plie_xl
from plie_xl.host.adapter import Adaptateur
from plie_xl.master.evolutions import Changements

RACINE = Path(plie_xl.__path__[0])

FLUX = [
    "model",
    "files",
    "sheets",
    "word",
    "checks",
    "reading",
    "host",
    "attainment",
    "pieces",
    "document",
    "agenda",
    "control",
    "template",
    "consolidation",
    "master",
    "years",
    "reports",
    "excel",
    "cli",
    "__main__",
]

MAISONS = {
    "pandera": {"checks"},
    "xlsxwriter": {"sheets", "word"},
    "python_calamine": {"reading"},
    "openpyxl": set(),  # the tests alone: calamine reads, XlsxWriter writes
    "xlwings": {"excel", "host"},
    "uno": {"host"},
    "click": {"cli"},
    "rich": {"cli"},
    "distributed": {"reading"},
    "pyopenvba": {"excel"},
    "itables": {"reports"},
    "pygal": {"reports"},
    "pyarrow": {"master"},
    "pypdf": {"pieces"},
    "pypdfium2": {"pieces"},
    "reportlab": {"pieces"},
    "PIL": {"pieces"},
    "pdfplumber": {"document"},
    "fsspec": {"files"},
    "docx": {"word"},
    "icalendar": {"agenda"},
    "recurring_ical_events": {"agenda"},
    "docxtpl": {"word"},
    "jinja2": {"word"},
}

ETAGES = 9  # floors at most: the longest chain of packages that import one another

# Beside the packages, at the top, nothing but these.
EN_HAUT = {"__init__.py", "__main__.py", "attainment.py", "consolidation.py"}

# Lines at most, whatever they hold but the tables of constants at the top of a module.
LIGNES_MODULE, LIGNES_FONCTION = 300, 40

# What such a program does, in French: none of them begins the name of a function.
INFINITIFS = frozenset(
    [
        "adopter",
        "ajouter",
        "annoter",
        "arreter",
        "arrondir",
        "calculer",
        "chercher",
        "choisir",
        "classer",
        "coder",
        "comparer",
        "completer",
        "compter",
        "consolider",
        "construire",
        "controler",
        "convertir",
        "copier",
        "corriger",
        "creer",
        "croiser",
        "decoder",
        "definir",
        "demander",
        "dessiner",
        "dire",
        "donner",
        "ecarter",
        "ecrire",
        "effacer",
        "enlever",
        "enregistrer",
        "envoyer",
        "evaluer",
        "exporter",
        "extraire",
        "faire",
        "fermer",
        "filtrer",
        "garder",
        "importer",
        "inserer",
        "installer",
        "desinstaller",
        "lancer",
        "lire",
        "masquer",
        "mesurer",
        "mettre",
        "migrer",
        "montrer",
        "nettoyer",
        "nommer",
        "noter",
        "numeroter",
        "ouvrir",
        "parcourir",
        "placer",
        "plier",
        "poser",
        "prendre",
        "preparer",
        "proposer",
        "ranger",
        "rapprocher",
        "recevoir",
        "refuser",
        "relire",
        "remplacer",
        "remplir",
        "rendre",
        "repartir",
        "repondre",
        "reprendre",
        "retirer",
        "retrouver",
        "reunir",
        "rouvrir",
        "sceller",
        "separer",
        "signer",
        "sortir",
        "suivre",
        "supprimer",
        "tirer",
        "traduire",
        "trier",
        "trouver",
        "valider",
        "verifier",
    ]
)

MODULES = sorted(RACINE.rglob("*.py"))
ESSAIS = sorted(Path(__file__).parent.rglob("*.py"))


def _etage(fichier: Path) -> str:
    return fichier.relative_to(RACINE).parts[0].removesuffix(".py")


@cache
def _parse(fichier: Path) -> ast.Module:
    return ast.parse(fichier.read_text(encoding="utf-8"))


@cache
def _imports(fichier: Path) -> list[str]:
    """Every name imported, at the top or in a function: « plie_xl.model.text.cle »."""
    noms = []
    for noeud in ast.walk(_parse(fichier)):
        if isinstance(noeud, ast.ImportFrom) and noeud.module:
            noms += [f"{noeud.module}.{alias.name}" for alias in noeud.names]
        elif isinstance(noeud, ast.Import):
            noms += [alias.name for alias in noeud.names]
    return noms


@pytest.mark.parametrize("fichier", MODULES, ids=lambda f: f.relative_to(RACINE).as_posix())
def test_un_module_n_importe_que_ce_qui_le_precede(fichier):
    if fichier == RACINE / "__init__.py":
        return  # the public names, each loaded when first used
    for nom in _imports(fichier):
        if nom.startswith("plie_xl."):
            importe = nom.split(".")[1]
            assert FLUX.index(importe) <= FLUX.index(_etage(fichier)), nom


@pytest.mark.parametrize("fichier", MODULES, ids=lambda f: f.relative_to(RACINE).as_posix())
def test_une_bibliotheque_lourde_n_a_qu_une_maison(fichier):
    for nom in _imports(fichier):
        bibliotheque = nom.split(".")[0]
        if bibliotheque in MAISONS:
            assert _etage(fichier) in MAISONS[bibliotheque], nom


@pytest.mark.parametrize("fichier", MODULES, ids=lambda f: f.relative_to(RACINE).as_posix())
def test_seule_la_ligne_de_commande_imprime(fichier):
    appels = [
        noeud
        for noeud in ast.walk(_parse(fichier))
        if isinstance(noeud, ast.Call) and getattr(noeud.func, "id", "") == "print"
    ]
    assert not appels or _etage(fichier) == "cli"


def _name(fichier: Path) -> str:
    """« reading.guard.xml »; a package is its « __init__ »."""
    return ".".join(fichier.relative_to(RACINE).with_suffix("").parts)


@cache
def _graphe() -> dict[str, set[str]]:
    """The modules that each one imports; the public names at the very top are left out."""
    modules = {_name(fichier): fichier for fichier in MODULES if fichier != RACINE / "__init__.py"}

    def find(nom: str) -> str:
        """The module that a name is, or stands in."""
        connus = [x for x in (nom, f"{nom}.__init__") if x in modules]
        return connus[0] if connus or not nom else find(nom.rpartition(".")[0])

    debut = f"{plie_xl.__name__}."
    return {
        nom: {find(x.removeprefix(debut)) for x in _imports(fichier) if x.startswith(debut)}
        for nom, fichier in modules.items()
    }


def _rooms(paquet: str) -> dict[str, set[str]]:
    """Which child of a package, a module or a package in its turn, imports which."""
    debut = f"{paquet}." if paquet else ""
    pieces: dict[str, set[str]] = defaultdict(set)
    for nom, importes in _graphe().items():
        if nom.startswith(debut):
            piece, *voisines = (
                x.removeprefix(debut).split(".")[0] for x in (nom, *importes) if x.startswith(debut)
            )
            pieces[piece] |= {*voisines} - {piece}
    return pieces


PAQUETS = sorted({_name(fichier).rpartition(".")[0] for fichier in MODULES})


@pytest.mark.parametrize("paquet", PAQUETS)
def test_dans_un_paquet_les_imports_ne_tournent_pas_en_rond(paquet):
    """Nor do those of its sub-packages, each taken as one."""
    ordre = list(TopologicalSorter(_rooms(paquet)).static_order())
    assert len(ordre) == len(_rooms(paquet))


@cache
def _floors() -> dict[str, int]:
    """How high each package stands: one above the highest of those that it imports."""
    pieces = _rooms("")

    @cache
    def hauteur(piece: str) -> int:
        return 1 + max(map(hauteur, pieces[piece]), default=0)

    return {piece: hauteur(piece) for piece in list(pieces)}


def test_la_maison_n_a_pas_plus_de_neuf_etages():
    assert max(_floors().values()) <= ETAGES, _floors()
    assert set(_floors()) == set(FLUX)


def test_le_dessin_de_la_maison_met_chaque_paquet_a_son_etage():
    dessin = (RACINE.parent / "CONTRIBUTING.md").read_text("utf-8").split("```")[1]
    etages = {
        nom: int(etage)
        for etage, ligne in re.findall(r"^(\d)(.*)$", dessin, re.MULTILINE)
        for nom in re.findall(r"\w+", ligne.partition("fiches/")[0])
    }
    assert etages == {nom: n for nom, n in _floors().items() if nom != "__main__"}


def test_la_table_du_readme_met_chaque_paquet_apres_ceux_qu_il_importe():
    table = (RACINE.parent / "README.md").read_text("utf-8").partition("| package |")[2]
    lignes = [re.findall(r"`(\w+)/?`", x.split("|")[1]) for x in table.splitlines()[2:] if "|" in x]
    places = {nom: n for n, noms in enumerate(lignes) for nom in noms}
    assert set(places) - {"fiches"} == set(FLUX) - {"__main__"}
    trop_tot = [
        (nom, importe)
        for nom, importes in _rooms("").items()
        if nom != "__main__"
        for importe in importes
        if places[importe] > places[nom]
    ]
    assert trop_tot == []


def test_rien_d_autre_que_les_deux_etapes_ne_reste_a_cote_des_paquets():
    assert {fichier.name for fichier in RACINE.glob("*.py")} == EN_HAUT


def _measure() -> dict[str, tuple[int, int]]:
    """Lines of each module without its tables of constants, of each function with its text."""
    mesures = {}
    for fichier in MODULES:
        arbre, nom = _parse(fichier), _name(fichier)
        tables = (n for n in arbre.body if isinstance(n, ast.Assign | ast.AnnAssign))
        code = len(fichier.read_text("utf-8").splitlines()) - sum(map(_lines, tables))
        mesures[nom] = (code, LIGNES_MODULE)
        for n in ast.walk(arbre):
            if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef):
                cle = f"{nom}.{n.name}"
                mesures[cle] = max(mesures.get(cle, (0, 0)), (_lines(n), LIGNES_FONCTION))
    return mesures


def _lines(noeud: ast.stmt) -> int:
    return (noeud.end_lineno or 0) - noeud.lineno + 1


def test_aucun_module_et_aucune_fonction_n_est_trop_long():
    longs = {nom: n for nom, (n, permis) in _measure().items() if n > permis}
    assert longs == {}


def test_une_fonction_porte_un_verbe_anglais():
    """But a command, and the function of a button, which bear the name that people know."""
    francaises = [
        (_name(fichier), noeud.name)
        for fichier in MODULES
        if not fichier.is_relative_to(RACINE / "cli")
        if not fichier.is_relative_to(RACINE / "excel" / "buttons")
        for noeud in ast.walk(_parse(fichier))
        if isinstance(noeud, ast.FunctionDef)
        if noeud.name.strip("_").split("_")[0] in INFINITIFS
    ]
    assert francaises == []


def test_tout_nom_public_dit_ce_que_son_nom_ne_dit_pas():
    """A rule by its three sentences, a command by that of the catalogue, the rest by a docstring.

    A method that a base class or a Protocol of ours explains needs none, nor one whose name is that
    of a library, which explains it.
    """
    muets = [
        f"{_name(fichier)}.{nom}"
        for fichier in MODULES
        for nom, noeud in _publics(_parse(fichier), "")
        if not ast.get_docstring(noeud)
        if not {"regle", "commande"} & set(map(_called, noeud.decorator_list))
        if not _is_explained(fichier, nom)
    ]
    assert muets == []
    assert [_name(fichier) for fichier in MODULES if not ast.get_docstring(_parse(fichier))] == []


Defini = ast.FunctionDef | ast.ClassDef


def _publics(noeud: ast.Module | ast.ClassDef, debut: str) -> Iterator[tuple[str, Defini]]:
    """Functions, classes and methods, « Zone.forme »; the setter of a property is not one more."""
    for enfant in noeud.body:
        if isinstance(enfant, Defini) and not enfant.name.startswith("_"):
            if "setter" not in map(_called, enfant.decorator_list):
                yield f"{debut}{enfant.name}", enfant
            if isinstance(enfant, ast.ClassDef):
                yield from _publics(enfant, f"{debut}{enfant.name}.")


def _called(decorateur: ast.expr) -> str:
    """« regle », whether it is called or not; the last name of « nom.setter »."""
    nom = decorateur.func if isinstance(decorateur, ast.Call) else decorateur
    return nom.attr if isinstance(nom, ast.Attribute) else getattr(nom, "id", "")


def _is_explained(fichier: Path, nom: str) -> bool:
    classe, _, methode = nom.rpartition(".")
    if not classe:
        return False
    sienne = getattr(import_module(f"plie_xl.{_name(fichier)}"), classe)
    bases = [*sienne.__mro__[1:], *(p for p in PROTOCOLES if _has_all(sienne, p))]
    return any(
        methode in vars(base)
        and (not base.__module__.startswith("plie_xl.") or vars(base)[methode].__doc__)
        for base in bases
    )


PROTOCOLES = (Adaptateur, Changements)


def _has_all(classe: type, protocole: type) -> bool:
    return all(hasattr(classe, nom) for nom in vars(protocole) if not nom.startswith("_"))


def test_aucun_essai_n_importe_un_nom_prive():
    prives = [
        (fichier.name, nom)
        for fichier in ESSAIS
        for nom in _imports(fichier)
        if nom.startswith("plie_xl.") and any(_is_private(x) for x in nom.split("."))
    ]
    assert prives == []


def test_aucun_essai_ne_touche_a_un_nom_prive_d_un_de_nos_modules():
    touches = [
        (fichier.name, f"{noeud.value.id}.{noeud.attr}")
        for fichier in ESSAIS
        for nos in ({x.split(".")[-1] for x in _imports(fichier) if x.startswith("plie_xl.")},)
        for noeud in ast.walk(_parse(fichier))
        if isinstance(noeud, ast.Attribute) and isinstance(noeud.value, ast.Name)
        if noeud.value.id in nos and _is_private(noeud.attr)
    ]
    assert touches == []


def _is_private(nom: str) -> bool:
    return nom.startswith("_") and not nom.startswith("__")


def test_aucun_essai_ne_se_passe_d_affirmer():
    muets = [
        (fichier.name, noeud.name)
        for fichier in ESSAIS
        for noeud in ast.walk(_parse(fichier))
        if isinstance(noeud, ast.FunctionDef) and noeud.name.startswith("test_")
        if not any(_affirms(x) for x in ast.walk(noeud))
    ]
    assert muets == []


def _affirms(noeud: ast.AST) -> bool:
    attendue = isinstance(noeud, ast.Attribute) and noeud.attr == "raises"
    return attendue or isinstance(noeud, ast.Assert)
