"""« Anomalies » and « Registre »: blank until a button fills them, or given with the rows."""

from collections.abc import Mapping
from typing import Any

from plie_xl.model.workbook import (
    ANOMALIES,
    LIEN,
    LIGNE_ENTETE,
    PREMIERE_LIGNE,
    REGISTRE,
    Feuille,
)
from plie_xl.sheets import theme
from plie_xl.sheets.heights import find_hauteur
from plie_xl.sheets.pen import plage
from plie_xl.template.drawing import LIMITE_ANOMALIES, Drawing

LIGNES_PRETES = 100  # blank rows; a button adds what it needs


def add_anomalies(c: Drawing) -> None:
    """« Anomalies »: blank until the first « Valider »."""
    f = _add_rapport(c, ANOMALIES, "code", {"cellule": LIEN})
    c.name_anomalies()
    c.add_bilan(f, ANOMALIES)
    c.add_boutons(f, ANOMALIES.table)


def add_registre(c: Drawing) -> None:
    """« Registre »: blank until the pieces are looked for."""
    f = _add_rapport(c, REGISTRE, "reference")
    etendue = plage(REGISTRE.rang("etat"), PREMIERE_LIGNE, LIMITE_ANOMALIES)
    c.pen.add_mots(f, etendue, theme.ETATS_PIECES)
    c.add_bilan(f, REGISTRE)
    c.add_boutons(f, REGISTRE.table)


def _add_rapport(
    c: Drawing, feuille: Feuille, parlante: str, formules: Mapping[str, str] | None = None
) -> Any:
    """A sheet that a button fills, row after row; `parlante` tells which rows it filled."""
    vivantes = formules or {}
    f = c.pen.add_feuille(feuille, c.resume)
    c.pen.print_remplies(feuille, [parlante], LIMITE_ANOMALIES)
    donnees = c.contenu.saisies.get(feuille.table) or []
    pretes = max(LIGNES_PRETES, len(donnees))
    c.pen.add_table(f, feuille, pretes, vivantes)
    for n in range(pretes):
        ligne = donnees[n] if n < len(donnees) else {}
        for rang, colonne in enumerate(feuille.colonnes):
            valeur = ligne.get(colonne.id)
            vive = vivantes.get(colonne.id)
            lien: dict[str, Any] = {"underline": 1, "font_color": theme.LIEN} if vive else {}
            allure = c.pen.corps(colonne, **lien)
            if vive and ligne:  # not in a blank row: LibreOffice would print it
                f.write_formula(LIGNE_ENTETE + n, rang, vive, allure, valeur or "")
            else:
                c.pen.write(f, LIGNE_ENTETE + n, rang, valeur, allure)
        if ligne:
            f.set_row(LIGNE_ENTETE + n, find_hauteur(ligne, feuille.colonnes))
    return f
