"""The tables of docs/lire-fiche.md: what is read of each document, altered in many ways.

`cd tests && python -m document.page` measures the fictitious fiches again. With a folder of real
documents (`python -m document.page ../../documents`), those that a shipped fiche tells are measured
too; their text stays where it is.
"""

import re
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from document.altere import ALTERATIONS
from document.mesure import TEXTES, compare, load_reponses, unaccounted
from document.rendus import write_docx, write_pdf
from plie_xl.document.confirm import build_classeur
from plie_xl.document.line import DocumentError
from plie_xl.document.read import read_document

PAGE = Path(__file__).parents[2] / "docs" / "lire-fiche.md"
TETE = (
    "| document | cibles | justes | justes, à confirmer | demandées | **fausses sans doute** | lignes comptées |\n"
    "|---|---:|---:|---:|---:|---:|---:|\n"
)
Documents = list[tuple[str, str, list[dict[str, Any]]]]  # name, text, right answers
FORMATS: dict[str, Callable[[str, Path], Path]] = {
    ".docx": lambda t, d: write_docx(t, d / "f.docx", False),
    ".docx, deux colonnes": lambda t, d: write_docx(t, d / "f.docx", True),
    ".pdf": lambda t, d: write_pdf(t, d / "f.pdf"),
    ".pdf, tableau à deux colonnes": lambda t, d: write_pdf(t, d / "f.pdf", "traits"),
    ".pdf, deux colonnes sans trait": lambda t, d: write_pdf(t, d / "f.pdf", "nu"),
}


def list_fictifs() -> Documents:
    chemins = sorted(TEXTES.glob("*.txt"))
    return [(c.stem, c.read_text("utf-8"), load_reponses(c.with_suffix(".toml"))) for c in chemins]


def list_reels(dossier: Path) -> Documents:
    """The documents of a folder that a shipped fiche of 2024 tells."""
    livrees = files("plie_xl.fiches") / "2024"
    trouves = []
    for chemin in sorted(dossier.glob("*.txt")):
        toml = livrees / f"{chemin.stem}.toml"
        if toml.is_file():
            trouves.append(
                (chemin.stem, chemin.read_text("utf-8"), [tomllib.loads(toml.read_text("utf-8"))])
            )
    return trouves


def build_table(documents: Documents) -> str:
    return TETE + "".join(_list_lignes(documents))


def _list_lignes(documents: Documents) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as brouillon:
        dossier = Path(brouillon)
        for nom, altere in ALTERATIONS.items():
            yield _line(f".txt, {nom}", documents, lambda t, d, f=altere: _write(f(t), d), dossier)
        for nom, rendu in FORMATS.items():
            yield _line(nom, documents, rendu, dossier)


def _write(texte: str, dossier: Path) -> Path:
    (dossier / "f.txt").write_text(texte, encoding="utf-8")
    return dossier / "f.txt"


def _line(nom: str, documents: Documents, rendu: Callable[[str, Path], Path], dossier: Path) -> str:
    n: Counter[str] = Counter()
    perdues = cibles = lignes = 0
    for _, texte, attendues in documents:
        cibles += sum(len(a["cible"]) for a in attendues)
        try:
            lues = read_document(rendu(texte, dossier))
        except DocumentError:
            continue
        n += compare(lues, attendues).n
        perdues += unaccounted(lues)
        lignes += sum(f.totaux["lignes"] for f in lues)
    compte = "100 %" if not perdues else f"{lignes - perdues} sur {lignes}"
    trouvees = f"{n['cibles']} sur {cibles}" + (f", {n['de trop']} de trop" if n["de trop"] else "")
    return (
        f"| {nom} | {trouvees} | {n['juste']} | {n['confirmee']} | {n['demandee']}"
        f" | **{n['faux']}** | {compte} |\n"
    )


def draw_confirmer(image: Path) -> None:
    """The confirming workbook of a fictitious fiche, as LibreOffice prints it."""
    from hote.images import draw_premiere

    with tempfile.TemporaryDirectory() as brouillon:
        classeur = Path(brouillon) / "confirmer.xlsx"
        classeur.write_bytes(build_classeur(read_document(TEXTES / "brandes.txt")[0]))
        draw_premiere(classeur, image)


def replace_table(page: str, marque: str, table: str) -> str:
    motif = rf"(<!-- {marque} -->\n).*?(<!-- fin -->)"
    assert re.search(motif, page, re.DOTALL), marque
    return re.sub(motif, lambda m: f"{m[1]}\n{table}\n{m[2]}", page, flags=re.DOTALL)


if __name__ == "__main__":
    page = replace_table(PAGE.read_text("utf-8"), "fictifs", build_table(list_fictifs()))
    if len(sys.argv) > 1:
        page = replace_table(page, "reels", build_table(list_reels(Path(sys.argv[1]))))
    PAGE.write_text(page, "utf-8")
    draw_confirmer(PAGE.parent / "images" / "confirmer.png")
