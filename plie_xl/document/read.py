"""A document of any format → the fiches it holds, read."""

from pathlib import Path

from plie_xl.document.compose import FicheLue, read_fiche
from plie_xl.document.cut import cut_fiches, has_titre
from plie_xl.document.line import DocumentError
from plie_xl.document.lines import read_lignes

SANS_BLOC = (
    " : son titre y est, mais ni « Unités de mesure » ni « Pièces justificatives » ;"
    " ajoutez leurs intitulés à votre lexique, ou saisissez la fiche (« --vierge »)"
)


def read_document(chemin: Path) -> list[FicheLue]:
    """Every fiche of a document.

    Raises
    ------
    DocumentError
        The document cannot be read, or holds no fiche: one French sentence.
    """
    document = read_lignes(chemin)
    fiches = [read_fiche(decoupe) for decoupe in cut_fiches(document.lignes)]
    if not fiches:
        suite = SANS_BLOC if has_titre(document.lignes) else ""
        raise DocumentError(f"aucune fiche opération reconnue dans « {chemin.name} »{suite}")
    for fiche in fiches:
        fiche.document = document
        fiche.nom_document = chemin.name
    return fiches
