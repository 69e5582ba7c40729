"""The pen: one XlsxWriter workbook, its formats made once, and the gestures every sheet shares."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter

from plie_xl.model.cell import lettres
from plie_xl.model.text import INSTANTS, read_serie, typographie
from plie_xl.model.workbook import LIGNE_ENTETE, PREMIERE_LIGNE, Colonne, Feuille
from plie_xl.sheets import theme
from plie_xl.sheets.entry import build_regle
from plie_xl.sheets.heights import find_hauteur
from plie_xl.sheets.onglet import Onglet
from plie_xl.sheets.weave import Weave, weave

BASE = {"font_name": theme.POLICE, "font_size": theme.TAILLE, "font_color": theme.ENCRE}
CORPS = {
    **BASE,
    "valign": "vcenter",
    "text_wrap": True,
    "border": 1,
    "border_color": theme.FILET,
}
ENTETE = {**CORPS, "bold": True, "align": "center", "bottom": 2, "bottom_color": theme.ARDOISE}
BANDEAU = {  # the two rows of the title
    "bg_color": theme.ARDOISE,
    "valign": "vcenter",
    "align": "left",
    "indent": 1,
}
CENTREES = ("date", "heure", "entier", "nombre", "ecart", "discret", "pourcent", "decimal")
HAUTEUR_FLECHE = 14  # points, of the arrow of a filter
A_DROITE = ("euros", "centimes")
SERREES = {"empreinte": {"align": "fill", "text_wrap": False}}  # cut where its column ends


class Pen:
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
        self._corps: dict[tuple[Any, ...], Any] = {}
        self._weaves: dict[str, Weave] = {}
        self.lignes: dict[str, list[dict[str, Any]]] = {}  # what the short sheets hold, by table
        self.soulignees: set[tuple[str, str]] = set()  # columns that lead somewhere, this time
        self.ailleurs: Mapping[str, str] = {}  # table whose rows are not here: where they are

    def close(self) -> bytes:
        """Finish the workbook and give its bytes."""
        self.classeur.close()
        octets = self._octets.getvalue()
        return weave(octets, self._weaves) if self._weaves else octets

    def add_weave(self, f: Any, woven: Weave, styles: Iterable[Any]) -> None:
        """Rows for a sheet that XlsxWriter does not hold; it may write others above and below.

        `styles` are the formats of their cells.
        """
        for style in dict.fromkeys(styles):
            style._get_xf_index()  # known before the styles are written
        self._weaves[f"xl/worksheets/sheet{f.index + 1}.xml"] = woven

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
        cle = (colonne.format, saisie, *autres.items())
        if cle not in self._corps:
            self._corps[cle] = self._make_corps(colonne, saisie, autres)
        return self._corps[cle]

    def _make_corps(self, colonne: Colonne, saisie: bool, autres: Mapping[str, Any]) -> Any:
        fond = theme.SAISIE if saisie else theme.CALCUL
        aligne: dict[str, Any] = {"indent": 1}
        if colonne.format in CENTREES:
            aligne = {"align": "center"}
        elif colonne.format in A_DROITE:
            aligne = {"align": "right", "indent": 1}
        aligne |= SERREES.get(colonne.format, {})
        return self.format(
            **{
                **CORPS,
                **aligne,
                "bg_color": fond,
                "num_format": theme.FORMATS[colonne.format],
                "locked": not saisie,
                **autres,
            }
        )

    def add_onglet(self, nom: str) -> Any:
        """A blank sheet."""
        return self.classeur.add_worksheet(nom, Onglet)

    def add_feuille(self, feuille: Feuille, resume: str, sous_titre: str = "") -> Any:
        """A sheet with its title, its one-line instruction, widths, panes and printing.

        `sous_titre` stands under the title instead of the footer's `resume`.
        """
        f = self.add_onglet(feuille.nom)
        f.hide_gridlines(2)
        visibles = sum(not c.cachee for c in feuille.colonnes)
        self.add_bandeau(f, feuille.titre, sous_titre or resume, visibles)
        consigne = self.texte(font_color=theme.DOUX, valign="vcenter", indent=1)
        f.write_string(2, 0, feuille.consigne, consigne)
        for rang, colonne in enumerate(feuille.colonnes):
            options = {"hidden": True} if colonne.cachee else {}
            f.set_column(rang, rang, colonne.largeur, None, options)
        f.set_row(2, 20)
        f.set_row(3, 32)
        f.freeze_panes(LIGNE_ENTETE, 0)
        self.print_setup(f, resume)
        f.repeat_rows(LIGNE_ENTETE - 1)
        return f

    def add_bandeau(self, f: Any, titre: str, sous_titre: str, colonnes: int) -> None:
        """The dark band of the title, as wide as what stands under it."""
        grand = {"bold": True, "font_size": theme.TITRE, "font_color": theme.BLANC}
        haut = self.texte(**BANDEAU, **grand)
        bas = self.texte(**{**BANDEAU, "valign": "top"}, font_color=theme.BANDEAU)
        for ligne, (hauteur, texte, style) in enumerate(((32, titre, haut), (20, sous_titre, bas))):
            f.set_row(ligne, hauteur)
            f.write_string(ligne, 0, texte, style)
            for rang in range(1, colonnes):
                f.write_blank(ligne, rang, None, style)

    def entete(self, colonne: Colonne, feuille: Feuille, filtre: bool) -> Any:
        """The format of a header: as yellow or as grey as what stands under it.

        The arrow of a filter stands at the bottom of the cell: its words stay above.
        """
        if not feuille.saisie:
            fond, encre = theme.ARDOISE, theme.BLANC
        else:
            fond = theme.ENTETE_SAISIE if colonne.saisie else theme.ENTETE_CALCUL
            encre = theme.ENCRE
        haut = {"valign": "top", "top": 5, "top_color": fond} if filtre else {}
        return self.format(**{**ENTETE, **haut, "bg_color": fond, "font_color": encre})

    def print_setup(self, f: Any, resume: str) -> None:
        """A4 landscape, one page wide, numbered."""
        f.set_landscape()
        f.set_paper(9)
        f.fit_to_pages(1, 0)
        f.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.6)
        f.center_horizontally()
        pied = typographie(resume).replace("&", "&&")
        espace = " " if pied[:1].isdigit() else ""  # else the figure would be part of the size
        f.set_footer(f"&L&8{espace}{pied}&R&8&A, page &P sur &N")

    def print_remplies(self, feuille: Feuille, parlantes: Iterable[str], limite: int) -> None:
        """Print down to the last row where somebody wrote, whatever stands ready below.

        A live area, for Excel; LibreOffice only knows fixed ones, and prints the whole sheet.
        """
        nom, parlantes = feuille.nom, set(parlantes)
        derniere = lettres(sum(not c.cachee for c in feuille.colonnes))
        blocs = [
            f"{nom}!${lettres(rangs[0] + 1)}${PREMIERE_LIGNE}:${lettres(rangs[-1] + 1)}${limite}"
            for parle, bloc in groupby(
                range(len(feuille.colonnes)), lambda n: feuille.colonnes[n].id in parlantes
            )
            if parle and (rangs := list(bloc))
        ]
        pleines = (f"(1-ISBLANK({bloc}))*ROW({bloc})" for bloc in blocs)
        pleine = f"MAX({PREMIERE_LIGNE},{','.join(pleines)})"
        etendue = f"={nom}!$A$1:INDEX({nom}!${derniere}$1:${derniere}${limite},{pleine})"
        self.classeur.define_name(f"{nom}!_xlnm.Print_Area", etendue)

    def add_table(
        self,
        f: Any,
        feuille: Feuille,
        lignes: int,
        formules: Mapping[str, str] | None = None,
        filtre: bool = True,
    ) -> None:
        """The Excel table of a sheet, its headers, and the formulas new rows will receive.

        `filtre` is for sheets that are not protected: elsewhere its arrows do nothing.
        """
        formules = formules or {}
        entetes = {c.id: c.entete for c in feuille.colonnes}
        fleche = HAUTEUR_FLECHE if filtre else 6
        f.set_row(LIGNE_ENTETE - 1, find_hauteur(entetes, feuille.colonnes) + fleche)
        colonnes = [
            {
                "header": c.entete,
                "header_format": self.entete(c, feuille, filtre),
                **({"formula": formules[c.id]} if c.id in formules else {}),
            }
            for c in feuille.colonnes
        ]
        droite, bas = len(feuille.colonnes) - 1, PREMIERE_LIGNE - 2 + max(lignes, 1)
        options = {
            "name": feuille.table,
            "columns": colonnes,
            "style": None,
            "autofilter": filtre,
        }
        for nom, formule in formules.items():
            f.share(formule, plage(feuille.rang(nom), PREMIERE_LIGNE, bas + 1))
        f.add_table(LIGNE_ENTETE - 1, 0, LIGNE_ENTETE, droite, options)
        etendue = f"A{LIGNE_ENTETE}:{lettres(droite + 1)}{bas + 1}"
        f.tables[-1].update(range=etendue, a_range=etendue)  # no cell noted, no formula written
        if filtre:
            f.tables[-1]["autofilter"] = etendue

    def write(self, f: Any, ligne: int, rang: int, valeur: object, format_: Any) -> None:
        """A value in a cell (0-based); text stays text, whatever its first character."""
        if valeur is None or valeur == "":
            f.write_blank(ligne, rang, None, format_)
        elif isinstance(valeur, str):
            f.write_verbatim(ligne, rang, valeur, format_)
        elif isinstance(valeur, bool):
            f.write_boolean(ligne, rang, valeur, format_)
        else:
            nombre = read_serie(valeur) if isinstance(valeur, INSTANTS) else valeur
            if isinstance(valeur, time):  # rounded, it would show the minute before
                nombre = (valeur.hour * 60 + valeur.minute) / 1440
            f.write_number(ligne, rang, nombre, format_)

    def write_dit(self, f: Any, ligne: int, rang: int, valeur: object, format_: Any) -> None:
        """The same for a value that is ours to word."""
        dite = typographie(valeur) if isinstance(valeur, str) else valeur
        self.write(f, ligne, rang, dite, format_)

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
                regle = build_regle(colonne, listes)
                if colonne.aide:
                    regle |= {"input_title": colonne.entete[:32], "input_message": colonne.aide}
                f.data_validation(premiere, rang, derniere, rang, regle)

    def add_mots(
        self, f: Any, plage: str, couleurs: Mapping[str, tuple[str, str]], debut: bool = False
    ) -> None:
        """Colour the cells of a range by their word, or by what they begin with (`debut`).

        The word stays what carries the meaning.
        """
        for mot, (fond, encre) in couleurs.items():
            style = self.format(bg_color=fond, font_color=encre)
            regle = (
                {"type": "text", "criteria": "begins with", "value": mot}
                if debut
                else {"type": "cell", "criteria": "==", "value": f'"{mot}"'}
            )
            f.conditional_format(plage, {**regle, "format": style})


def plage(colonne: int, debut: int, fin: int) -> str:
    """« C6:C20 » from a 0-based column and 1-based rows."""
    return f"{lettres(colonne + 1)}{debut}:{lettres(colonne + 1)}{fin}"
