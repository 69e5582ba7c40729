"""The same text as a Word document or a PDF, plain or in the two columns of the form."""

from pathlib import Path

from plie_xl.document.cut import PUCE, is_rubrique
from plie_xl.document.line import Ligne


def list_rubriques(texte: str) -> list[tuple[str, list[str]]]:
    """Each rubric of the form with its lines; the head of the document has no name."""
    lignes = tuple(Ligne(n, 1, t) for n, t in enumerate(texte.splitlines(), 1))
    rubriques: list[tuple[str, list[str]]] = [("", [])]
    n = 0
    while n < len(lignes):
        ligne = lignes[n].texte
        ouvre = is_rubrique(lignes, n, False) and not _is_bloc(ligne)
        if not ouvre:
            rubriques[-1][1].append(ligne)
            n += 1
            continue
        suite = n + 1
        while (
            suite < len(lignes)
            and lignes[suite].texte[:1].islower()
            and ":" not in lignes[suite - 1].texte
        ):
            suite += 1
        titre, deux_points, reste = " ".join(x.texte for x in lignes[n:suite]).partition(":")
        rubriques.append((titre + deux_points, [reste.strip()] if reste.strip() else []))
        n = suite
    return rubriques


def _is_bloc(ligne: str) -> bool:
    return ligne.casefold().startswith(("unité", "pièce", "justificatif", "indicateur", "fiche"))


def write_docx(texte: str, chemin: Path, colonnes: bool) -> Path:
    from docx import Document

    document = Document()
    tete, *rubriques = list_rubriques(texte)
    if not (colonnes and rubriques):
        for ligne in texte.splitlines():
            _paragraphe(document, ligne)
        document.save(str(chemin))
        return chemin
    for ligne in tete[1]:
        _paragraphe(document, ligne)
    tableau = document.add_table(rows=0, cols=2)
    for titre, lignes in rubriques:
        cellules = tableau.add_row().cells
        cellules[0].text = titre
        for ligne in lignes:
            _paragraphe(cellules[1], ligne)
    document.save(str(chemin))
    return chemin


def _paragraphe(ou, ligne: str) -> None:
    if PUCE.match(ligne):
        ou.add_paragraph(PUCE.sub("", ligne), style="List Bullet")
    else:
        ou.add_paragraph(ligne)


def write_pdf(texte: str, chemin: Path, colonnes: str = "") -> Path:
    """`colonnes`: nothing, « traits » for a ruled table, « nu » for columns without a line."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    texte = texte.replace("▪", "•")  # the standard fonts of a PDF have no other bullet
    style = ParagraphStyle("p", fontName="Helvetica", fontSize=10, leading=13)

    def paragraphes(lignes: list[str]) -> list:
        return [
            Paragraph(x.replace("&", "&amp;").replace("<", "&lt;") or "&nbsp;", style)
            for x in lignes
        ]

    tete, *rubriques = list_rubriques(texte)
    if not (colonnes and rubriques):
        elements = paragraphes(texte.splitlines())
    else:
        grille = [[paragraphes([titre]), paragraphes(lignes)] for titre, lignes in rubriques]
        traits = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if colonnes == "traits" else []
        tableau = Table(
            grille,
            colWidths=[120, 380],
            splitInRow=1,
            style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *traits],
        )
        elements = [*paragraphes(tete[1]), tableau]
    SimpleDocTemplate(str(chemin), pagesize=A4, invariant=True).build(elements)
    return chemin


def write_journal(texte: str, chemin: Path, blanc: int, haut: int) -> Path:
    """Two columns that the text fills one after the other, `blanc` points between them."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer

    style = ParagraphStyle("p", fontName="Helvetica", fontSize=9, leading=12, spaceAfter=2)
    large = (A4[0] - 100 - blanc) / 2
    marges = {f"{cote}Padding": 0 for cote in ("left", "right", "top", "bottom")}
    cadres = [
        Frame(50 + n * (large + blanc), A4[1] - 50 - haut, large, haut, **marges) for n in (0, 1)
    ]
    document = BaseDocTemplate(str(chemin), pagesize=A4, invariant=True)
    document.addPageTemplates([PageTemplate("journal", cadres)])
    lignes = texte.replace("▪", "•").replace("&", "&amp;").replace("<", "&lt;").splitlines()
    document.build([Paragraph(x, style) if x.strip() else Spacer(1, 9) for x in lignes])
    return chemin
