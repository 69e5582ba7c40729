"""« Anomalies » and « Registre »: blank until a button fills them, or given with the rows."""

from collections.abc import Mapping
from typing import Any

from plie_xl.model.workbook import ANOMALIES, LIGNE_ENTETE, REGISTRE, Feuille
from plie_xl.sheets.heights import find_hauteur
from plie_xl.template.drawing import LIMITE_ANOMALIES, Drawing

_BULLE = "Aller à cette cellule"
LIGNES_PRETES = 100  # blank rows; a button adds what it needs


def add_anomalies(c: Drawing) -> None:
    """« Anomalies »: blank until the first « Valider »."""
    f = _add_rapport(c, ANOMALIES, "code")
    c.add_bilan(f, ANOMALIES)
    c.add_boutons(f, ANOMALIES.table)


def add_registre(c: Drawing) -> None:
    """« Registre »: blank until the pieces are looked for."""
    f = _add_rapport(c, REGISTRE, "reference")
    c.add_bilan(f, REGISTRE)
    c.add_boutons(f, REGISTRE.table)


def _add_rapport(c: Drawing, feuille: Feuille, parlante: str) -> Any:
    """A sheet that a button fills, row after row; `parlante` tells which rows it filled."""
    f = c.pen.add_feuille(feuille, c.resume)
    c.pen.print_remplies(feuille, [parlante], LIMITE_ANOMALIES)
    donnees = c.contenu.saisies.get(feuille.table) or []
    pretes = max(LIGNES_PRETES, len(donnees))
    c.pen.add_table(f, feuille, pretes)
    for n in range(pretes):
        ligne = donnees[n] if n < len(donnees) else {}
        for rang, colonne in enumerate(feuille.colonnes):
            valeur = ligne.get(colonne.id)
            c.pen.write(f, LIGNE_ENTETE + n, rang, valeur, c.pen.corps(colonne))
        if ligne:
            f.set_row(LIGNE_ENTETE + n, find_hauteur(ligne, feuille.colonnes))
            _link(c, f, feuille, n, ligne)
    return f


def _link(c: Drawing, f: Any, feuille: Feuille, n: int, ligne: Mapping[str, Any]) -> None:
    """From an anomaly to its cell."""
    if feuille is ANOMALIES and ligne.get("cellule"):
        rang = feuille.rang("cellule")
        onglet = str(ligne["feuille"]).replace("'", "''")
        style = c.pen.corps(feuille.colonnes[rang])
        ou = f"internal:'{onglet}'!{ligne['cellule']}"
        f.write_url(LIGNE_ENTETE + n, rang, ou, style, str(ligne["cellule"]), _BULLE)
