"""Long plain sheets: their rows written as XML at once, in a sheet that XlsxWriter draws.

XlsxWriter keeps an object for each cell, which costs more than reading the workbooks. Titles,
tables, formats and texts stay its own; only the rows of data below the headers are ours.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from plie_xl.cellule import lettres

_ORIGINE = date(1899, 12, 30).toordinal()
Ligne = tuple[float, Sequence[object]]  # height in points, values in the order of the columns


def write_trame(f: Any, premiere: int, styles: Sequence[Any], lignes: Iterable[Ligne]) -> None:
    """Fill a sheet from row `premiere` (1-based) down; nothing else may be written there.

    A text stays text, None is a blank cell, a day is a number with the format of its column.
    """
    debuts = [f'<c r="{lettres(k + 1)}' for k in range(len(styles))]
    fins = [f'" s="{style._get_xf_index()}"' for style in styles]
    index = f.str_table._get_shared_string_index
    xml = []
    n = premiere - 1
    for n, (hauteur, valeurs) in enumerate(lignes, start=premiere):
        cellules = [f'<row r="{n}" ht="{hauteur:g}" customHeight="1">']
        for debut, fin, valeur in zip(debuts, fins, valeurs, strict=True):
            if valeur is None or valeur == "":
                cellules.append(f"{debut}{n}{fin}/>")
            elif isinstance(valeur, str):
                cellules.append(f'{debut}{n}{fin} t="s"><v>{index(valeur)}</v></c>')
            elif isinstance(valeur, date):
                cellules.append(f"{debut}{n}{fin}><v>{valeur.toordinal() - _ORIGINE}</v></c>")
            else:
                cellules.append(f"{debut}{n}{fin}><v>{valeur:.16G}</v></c>")
        cellules.append("</row>")
        xml.append("".join(cellules))
    _splice(f, premiere, n, len(styles), xml)


def _splice(f: Any, premiere: int, derniere: int, colonnes: int, xml: list[str]) -> None:
    """Have the sheet write these rows after its own; its dimension counts them."""
    propres = f._write_rows

    def write_rows() -> None:
        f.dim_rowmax = premiere - 2
        propres()
        f.fh.writelines(xml)

    if xml:
        f.dim_rowmax = derniere - 1
        f.dim_colmax = max(f.dim_colmax or 0, colonnes - 1)
        f._write_rows = write_rows
