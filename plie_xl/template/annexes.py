"""Sheets that tell how a workbook came to be: what was poured, what is left to take up."""

from plie_xl.model.workbook import LIGNE_ENTETE, Feuille
from plie_xl.sheets.heights import find_hauteur
from plie_xl.template.drawing import LISTES_DEROULANTES, SANS_BOUTON, Drawing, Lignes


def add_annexe(c: Drawing, feuille: Feuille, lignes: Lignes) -> None:
    """One sheet of ours whose texts are quoted as they were typed."""
    f = c.pen.add_feuille(feuille, c.resume)
    c.pen.add_table(f, feuille, len(lignes))
    f.set_row(3, SANS_BOUTON)
    for n, ligne in enumerate(lignes, start=LIGNE_ENTETE):
        f.set_row(n, find_hauteur(ligne, feuille.colonnes))
        for rang, colonne in enumerate(feuille.colonnes):
            c.pen.write(f, n, rang, ligne.get(colonne.id), c.pen.corps(colonne))
    c.pen.add_aides(f, feuille, LIGNE_ENTETE + len(lignes) - 1, LISTES_DEROULANTES)
    f.freeze_panes(LIGNE_ENTETE, 0)
