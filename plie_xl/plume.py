"""The pen: one XlsxWriter workbook, its formats made once, and the gestures every sheet shares."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from plie_xl import charte
from plie_xl.cellule import lettres
from plie_xl.classeur import LIGNE_ENTETE, PREMIERE_LIGNE, Colonne, Feuille
from plie_xl.texte import cle
from plie_xl.trame import Trame, weave

BASE = {"font_name": charte.POLICE, "font_size": charte.TAILLE, "font_color": charte.ENCRE}
CORPS = {**BASE, "valign": "top", "text_wrap": True, "border": 1, "border_color": charte.FILET}
ENTETE = {
    **BASE,
    "bold": True,
    "bg_color": charte.ARDOISE,
    "font_color": charte.BLANC,
    "text_wrap": True,
    "valign": "vcenter",
    "align": "center",
    "border": 1,
    "border_color": charte.FILET,
}
CARACTERES_PAR_UNITE = 1.1  # of column width, at the house font size
CENTREES = ("date", "entier", "pourcent", "decimal")


class _Feuille(Worksheet):  # type: ignore[misc]  (XlsxWriter is not typed)
    """A sheet whose formulas are written as they are: none uses a function younger than 2016."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class Plume:
    """Writes one workbook in memory; the same gestures always give the same bytes."""

    def __init__(self, cree_le: date, titre: str, mots_cles: str = "plie_xl") -> None:
        self._octets = BytesIO()
        self.classeur = xlsxwriter.Workbook(self._octets, {"in_memory": True})
        self.classeur.set_properties(
            {
                "title": titre,
                "author": "plie_xl",
                "keywords": mots_cles,
                "created": datetime.combine(cree_le, time()),
            }
        )
        self.classeur.set_calc_mode("auto")
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._trames: dict[str, Trame] = {}

    def close(self) -> bytes:
        """Finish the workbook and give its bytes."""
        self.classeur.close()
        octets = self._octets.getvalue()
        return weave(octets, self._trames) if self._trames else octets

    def add_trame(self, f: Any, trame: Trame) -> None:
        """Long plain rows for a sheet; nothing else may be written where they stand, or below."""
        self._trames[f"xl/worksheets/sheet{f.index + 1}.xml"] = trame

    def format(self, **proprietes: Any) -> Any:
        """The XlsxWriter format of these properties, made once."""
        cles = tuple(sorted(proprietes.items()))
        if cles not in self._formats:
            self._formats[cles] = self.classeur.add_format(proprietes)
        return self._formats[cles]

    def texte(self, **proprietes: Any) -> Any:
        """A format for text outside tables."""
        return self.format(**{**BASE, **proprietes})

    def corps(self, colonne: Colonne, saisie: bool | None = None, **autres: Any) -> Any:
        """The format of a body cell: yellow to fill in, grey when computed."""
        saisie = colonne.saisie if saisie is None else saisie
        fond = charte.SAISIE if saisie else charte.CALCUL
        aligne = {"align": "center"} if colonne.format in CENTREES else {}
        return self.format(
            **{
                **CORPS,
                **aligne,
                "bg_color": fond,
                "num_format": charte.FORMATS[colonne.format],
                "locked": not saisie,
                **autres,
            }
        )

    def add_feuille(self, feuille: Feuille, resume: str) -> Any:
        """A sheet with its title, its one-line instruction, widths, panes and printing."""
        f = self.classeur.add_worksheet(feuille.nom, _Feuille)
        f.hide_gridlines(2)
        f.set_row(0, 26)
        f.write_string(
            0, 0, feuille.titre, self.texte(bold=True, font_size=16, font_color=charte.ARDOISE)
        )
        f.write_string(1, 0, resume, self.texte(font_color=charte.DOUX))
        f.write_string(2, 0, feuille.consigne, self.texte())
        for rang, colonne in enumerate(feuille.colonnes):
            options = {"hidden": True} if colonne.cachee else {}
            f.set_column(rang, rang, colonne.largeur, None, options)
        f.set_row(3, 24)
        f.set_row(LIGNE_ENTETE - 1, 33)
        f.freeze_panes(LIGNE_ENTETE, 0)
        self.print_setup(f, resume)
        f.repeat_rows(LIGNE_ENTETE - 1)
        return f

    def print_setup(self, f: Any, resume: str) -> None:
        """A4 landscape, one page wide, numbered."""
        f.set_landscape()
        f.set_paper(9)
        f.fit_to_pages(1, 0)
        f.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        f.set_footer(f"&L&8{resume.replace('&', '&&')}&R&8&A, page &P sur &N")

    def add_table(
        self, f: Any, feuille: Feuille, lignes: int, formules: Mapping[str, str] | None = None
    ) -> None:
        """The Excel table of a sheet, its headers, and the formulas new rows will receive."""
        formules = formules or {}
        colonnes = [
            {
                "header": c.entete,
                "header_format": self.format(**ENTETE),
                **({"formula": formules[c.id]} if c.id in formules else {}),
            }
            for c in feuille.colonnes
        ]
        droite, bas = len(feuille.colonnes) - 1, PREMIERE_LIGNE - 2 + max(lignes, 1)
        options = {"name": feuille.table, "columns": colonnes, "style": None}
        if formules:
            f.add_table(LIGNE_ENTETE - 1, 0, bas, droite, options)
            return
        f.add_table(LIGNE_ENTETE - 1, 0, LIGNE_ENTETE, droite, options)
        etendue = f"A{LIGNE_ENTETE}:{lettres(droite + 1)}{bas + 1}"
        f.tables[-1].update(range=etendue, a_range=etendue, autofilter=etendue)  # no cell noted

    def write(self, f: Any, ligne: int, rang: int, valeur: object, format_: Any) -> None:
        """A value in a cell (0-based); text stays text, whatever its first character."""
        if valeur is None or valeur == "":
            f.write_blank(ligne, rang, None, format_)
        elif isinstance(valeur, str):
            f.write_string(ligne, rang, valeur, format_)
        elif isinstance(valeur, bool):
            f.write_boolean(ligne, rang, valeur, format_)
        elif isinstance(valeur, date):
            f.write_datetime(ligne, rang, _datetime(valeur), format_)
        else:
            f.write_number(ligne, rang, valeur, format_)

    def add_aides(
        self,
        f: Any,
        feuille: Feuille,
        derniere: int,
        listes: Mapping[str, str],
        premiere: int = PREMIERE_LIGNE - 1,
    ) -> None:
        """Drop-downs, checks at entry and hover texts of the entry columns; rows are 0-based."""
        for rang, colonne in enumerate(feuille.colonnes):
            if colonne.saisie:
                regle = _regle(colonne, listes)
                if colonne.aide:
                    regle |= {"input_title": colonne.entete[:32], "input_message": colonne.aide}
                f.data_validation(premiere, rang, derniere, rang, regle)

    def add_mots(self, f: Any, plage: str, couleurs: Mapping[str, tuple[str, str]]) -> None:
        """Colour the cells of a range by their word; the word stays what carries the meaning."""
        for mot, (fond, encre) in couleurs.items():
            style = self.format(bg_color=fond, font_color=encre)
            f.conditional_format(
                plage, {"type": "cell", "criteria": "==", "value": f'"{mot}"', "format": style}
            )


def _regle(colonne: Colonne, listes: Mapping[str, str]) -> dict[str, Any]:
    """What Excel itself refuses at entry; a help, never a check."""
    if colonne.liste:
        return {
            "validate": "list",
            "source": f"={listes[colonne.liste]}",
            "error_title": "Valeur inconnue",
            "error_message": "Choisissez dans la liste.",
        }
    if colonne.format == "date":
        return {
            "validate": "date",
            "criteria": ">=",
            "value": date(2000, 1, 1),
            "error_title": "Date attendue",
            "error_message": "Saisissez la date en jj/mm/aaaa.",
        }
    if colonne.format == "entier" and cle(colonne.entete) != "n°":
        return {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "error_title": "Nombre attendu",
            "error_message": "Saisissez un nombre entier, sans texte.",
        }
    if colonne.format == "centimes":
        return {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": "Montant attendu",
            "error_message": "Saisissez un montant en euros, sans texte.",
        }
    return {"validate": "any"}


def find_hauteur(ligne: Mapping[str, object], colonnes: Iterable[Colonne]) -> float:
    """Height in points that shows every text of a row whole, at the house font size.

    LibreOffice does not fit the rows of a workbook that it did not write, so the height is given.
    """
    return hauteur(max((count_lignes(ligne.get(c.id), c) for c in colonnes), default=1))


def hauteur(lignes: Any) -> Any:
    """Points for so many lines of text."""
    return 3 + 12.75 * lignes


def has_longs(valeurs: Iterable[object], colonne: Colonne) -> bool:
    """Whether some text may take more than one line of its column."""
    textes = [valeur for valeur in valeurs if isinstance(valeur, str)]
    longueur = max(map(len, textes), default=0)
    return longueur > colonne.largeur * CARACTERES_PAR_UNITE or any("\n" in x for x in textes)


def count_lignes(valeur: object, colonne: Colonne) -> int:
    """Lines that a text takes in the width of its column."""
    if not isinstance(valeur, str) or colonne.cachee:
        return 1
    par_ligne = max(1.0, colonne.largeur * CARACTERES_PAR_UNITE)
    if len(valeur) <= par_ligne and "\n" not in valeur:
        return 1  # nearly always
    return sum(ceil(max(1, len(x)) / par_ligne) for x in valeur.split("\n"))


def _datetime(jour: date) -> datetime:
    return jour if isinstance(jour, datetime) else datetime.combine(jour, time())


def plage(colonne: int, debut: int, fin: int) -> str:
    """« C6:C20 » from a 0-based column and 1-based rows."""
    return f"{lettres(colonne + 1)}{debut}:{lettres(colonne + 1)}{fin}"
