"""A sheet of XlsxWriter that says our sentences with their spaces, and a formula once."""

from functools import cached_property
from typing import Any

from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from plie_xl.model.cell import lettres
from plie_xl.model.text import typographie
from plie_xl.sheets.weave import spell

_DITS = ("input_title", "input_message", "error_title", "error_message")


class Onglet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas are written as they are: none uses a function younger than 2016."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def share(self, formule: str, etendue: str) -> None:
        """Write this formula once for all the cells of a column that bear it."""
        self._partagees[formule.removeprefix("=")] = (len(self._partagees), etendue)

    @cached_property
    def _partagees(self) -> dict[str, tuple[int, str]]:
        return {}

    def _xml_formula_element(self, formula: str, result: Any, attributes: Any = ()) -> None:
        """Once for a column; a cached text may hold what somebody typed."""
        if result and isinstance(result, str):
            result = spell(result)
        if formula not in self._partagees:
            super()._xml_formula_element(formula, result, attributes)
            return
        rang, etendue = self._partagees[formula]
        attributs = "".join([f' {nom}="{valeur}"' for nom, valeur in attributes])
        ecrite = f'<f t="shared" si="{rang}"/>'
        if etendue:
            self._partagees[formula] = (rang, "")  # the next ones refer to it
            texte = self._escape_data(formula)
            ecrite = f'<f t="shared" ref="{etendue}" si="{rang}">{texte}</f>'
        self.fh.write(f"<c{attributs}>{ecrite}<v>{self._escape_data(result)}</v></c>")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """Blank cells and texts at once: they are most of a workbook."""
        genre = type(cell).__name__
        if genre not in ("Blank", "String") or not cell.format:
            super()._write_cell(row, col, cell)
            return
        suite = "/>" if genre == "Blank" else f' t="s"><v>{cell.string}</v></c>'
        style = cell.format._get_xf_index()
        self.fh.write(f'<c r="{lettres(col + 1)}{row + 1}" s="{style}"{suite}')

    def write_formula(
        self, ligne: int, rang: int, formule: str, style: Any = None, valeur: Any = 0
    ) -> None:
        """As it is: XlsxWriter would look in it for the functions that none of ours uses."""
        if not self._check_dimensions(ligne, rang):
            self.table[ligne][rang] = CellFormulaTuple(formule.removeprefix("="), style, valeur)

    def write_blank(self, ligne: int, rang: int, rien: None, style: Any = None) -> int:
        """A cell that only has a look."""
        return int(self._write_blank(ligne, rang, rien, style))

    def add_lien(self, ligne: int, rang: int, vers: str) -> None:
        """A link inside the workbook, on a cell (0-based) that says what it says already."""
        self._liens[ligne, rang] = vers

    @cached_property
    def _liens(self) -> dict[tuple[int, int], str]:
        return {}

    def _write_hyperlinks(self) -> None:
        if not self._liens:
            super()._write_hyperlinks()
            return
        self._xml_start_tag("hyperlinks")
        for (ligne, rang), vers in sorted(self._liens.items()):
            cellule = f"{lettres(rang + 1)}{ligne + 1}"
            self._xml_empty_tag("hyperlink", [("ref", cellule), ("location", vers)])
        self._xml_end_tag("hyperlinks")

    def write_string(self, *cellule: Any) -> int:
        """A sentence of ours; what somebody typed, or a word that is compared, goes as it is."""
        ligne, rang, texte, *style = cellule
        return self.write_verbatim(ligne, rang, typographie(texte), *style)

    def write_verbatim(self, *cellule: Any) -> int:
        """A text as it is, spaces untouched; a blank cell when there is none."""
        ligne, rang, texte, *style = cellule
        if not texte:  # XlsxWriter would count a text that no cell holds
            return int(self.write_blank(ligne, rang, None, *style))
        return int(super().write_string(ligne, rang, texte, *style))

    def write_url(self, ligne: int, rang: int, url: str, style: Any, texte: str, bulle: str) -> int:
        """A link whose text and tip are sentences of ours."""
        mots = typographie(texte), typographie(bulle)
        return int(super().write_url(ligne, rang, url, style, *mots))

    def data_validation(self, *place: Any) -> int:
        """The words of a help as every other sentence."""
        *cellules, regle = place
        dits = {c: typographie(v) if c in _DITS else v for c, v in regle.items()}
        return int(super().data_validation(*cellules, dits))
