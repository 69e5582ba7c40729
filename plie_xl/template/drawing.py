"""What the functions that draw a sheet share: the fiche, the pen, the content to write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from plie_xl.model.buttons import list_boutons
from plie_xl.model.cell import lettres
from plie_xl.model.content import lignes_fixes, resume_fiche
from plie_xl.model.fiche import Fiche
from plie_xl.model.text import INSTANTS, read_serie
from plie_xl.model.workbook import (
    ANOMALIES,
    ARRETE,
    BILANS,
    FICHE,
    LIGNE_ENTETE,
    PREMIERE_LIGNE,
    Colonne,
    Feuille,
)
from plie_xl.sheets import theme
from plie_xl.sheets.heights import find_hauteur
from plie_xl.sheets.pen import Pen

Lignes = list[dict[str, Any]]
MISE_EN_PAGE = {"format_columns": True, "format_rows": True}  # allowed on a protected sheet
SANS_BOUTON = 8  # height of the row above the headers where no button stands
_JOURS = {"date", "heure"}  # formats that show a number as a day or an hour
_FORMATS = {"jour": _JOURS, "nombre": {*theme.FORMATS} - _JOURS}
LIMITE_ANOMALIES = 2000  # rows of « Anomalies » that the red cells follow
# Names of the columns that red cells look into: another sheet, legal since 2007.
_VISEES = ("feuille", "colonne", "premiere", "derniere")
BOUTONS_PAR_RANG = 3  # side by side, left of the line that a button says
LISTES_DEROULANTES = {
    "instances": "liste_instances",
    "statuts": "liste_statuts",
    "modalites": "liste_modalites",
    "natures": "liste_natures",
    "publicites": "liste_publicites",
}


@dataclass(frozen=True)
class Contenu:
    """What fills a workbook: typed rows by table, and the value of each formula.

    `calculs["suivi"]` and `calculs["atteinte"]` hold the computed columns of each row, in order;
    `globaux` the figures above « Atteinte » and the dates of « Fiche »; `ajouts` the headers of
    the columns that the user added to each table.
    """

    saisies: Mapping[str, Lignes] = field(default_factory=dict)
    calculs: Mapping[str, Lignes] = field(default_factory=dict)
    globaux: Mapping[str, Any] = field(default_factory=dict)
    cree_le: date | None = None
    ajouts: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawing:
    """One workbook being drawn."""

    fiche: Fiche
    pen: Pen
    contenu: Contenu
    boutons: bool = False

    @property
    def arrete(self) -> str:
        """« Arrêté le 01/03/2025, version 1 », of a year that is closed."""
        return str((self.contenu.saisies.get(FICHE.table) or [{}])[0].get(ARRETE, ""))

    @property
    def resume(self) -> str:
        """The line under the title of every sheet."""
        return " ; ".join(filter(None, (resume_fiche(self.fiche), self.arrete)))

    def widen(self, feuille: Feuille) -> Feuille:
        """The same sheet with the columns that the user added, on the right."""
        ajouts = self.contenu.ajouts.get(feuille.table, ())
        if not ajouts:
            return feuille
        colonnes = (Colonne(entete, entete, 16, libre=True) for entete in ajouts)
        return replace(feuille, colonnes=(*feuille.colonnes, *colonnes))

    def lignes(self, feuille: Feuille) -> Lignes:
        """Typed rows of a table, or the ones that the fiche writes beforehand."""
        return self.contenu.saisies.get(feuille.table) or lignes_fixes(self.fiche, feuille)

    def add_lecture(self, feuille: Feuille, lignes: Lignes) -> Any:
        """A sheet that nobody types in."""
        f = self.pen.add_feuille(feuille, self.resume)
        self.pen.add_table(f, feuille, len(lignes), filtre=False)
        f.set_row(3, SANS_BOUTON)
        for n, ligne in enumerate(lignes, start=LIGNE_ENTETE):
            f.set_row(n, find_hauteur(ligne, feuille.colonnes))
            for rang, c in enumerate(feuille.colonnes):
                self.pen.write_dit(f, n, rang, ligne.get(c.id), self.pen.corps(c))
        f.protect("", MISE_EN_PAGE)
        return f

    def add_saisie(self, feuille: Feuille, vides: int) -> Any:
        """A sheet to fill in, with `vides` blank rows after the ones that are given."""
        saisies = self.lignes(feuille)
        feuille = self.widen(feuille)
        f = self.pen.add_feuille(feuille, self.resume)
        nombre = len(saisies) + vides
        self.pen.add_table(f, feuille, nombre)
        for n in range(nombre):
            saisie = saisies[n] if n < len(saisies) else {}
            if saisie:
                f.set_row(LIGNE_ENTETE + n, find_hauteur(saisie, feuille.colonnes))
            for rang, c in enumerate(feuille.colonnes):
                write = self.pen.write if c.saisie else self.pen.write_dit
                valeur = saisie.get(c.id)
                write(f, LIGNE_ENTETE + n, rang, valeur, self.corps(c, valeur))
        self.pen.add_aides(f, feuille, LIGNE_ENTETE + nombre - 1, LISTES_DEROULANTES)
        self.add_rouge(f, feuille, LIGNE_ENTETE + nombre)
        self.add_bilan(f, feuille)
        self.add_boutons(f, feuille.table)
        return f

    def corps(self, colonne: Colonne, valeur: object) -> Any:
        """The look of a cell; a day among other things, or a number among days, shows as it is."""
        sorte = "jour" if isinstance(valeur, INSTANTS) else "nombre"
        if not isinstance(valeur, (*INSTANTS, int, float)) or colonne.format in _FORMATS[sorte]:
            return self.pen.corps(colonne)
        a_l_heure = isinstance(valeur, datetime) or not isinstance(valeur, date)
        format_ = "dd/mm/yyyy hh:mm" if a_l_heure else theme.FORMATS["date"]
        return self.pen.corps(colonne, num_format=format_ if sorte == "jour" else "General")

    def add_boutons(self, f: Any, feuille: str, rang: int = 0) -> None:
        """Form buttons above the headers, from a column; none in the .xlsx twin."""
        boutons = list_boutons(feuille) if self.boutons else []
        for n, bouton in enumerate(boutons):
            bas, droite = divmod(n, BOUTONS_PAR_RANG)
            place = {"x_offset": 8 + 135 * droite, "y_offset": 7 + 34 * bas}
            quoi = {"macro": bouton.macro, "caption": bouton.libelle, "width": 132, "height": 28}
            f.insert_button(3, rang, {**quoi, **place})
        if len(boutons) > BOUTONS_PAR_RANG:
            f.set_row(3, 7 + 25.5 * (1 + (len(boutons) - 1) // BOUTONS_PAR_RANG))

    def add_bilan(self, f: Any, feuille: Feuille) -> None:
        """The named cell above the table where a button says its one line."""
        rang = BILANS[feuille.table]
        etroite = {"text_wrap": True} if feuille.table in ("financement", "atteinte") else {}
        style = self.pen.texte(
            bold=True, valign="vcenter", locked=False, font_color=theme.ARDOISE, **etroite
        )
        f.write_blank(3, rang, None, style)
        ou = f"={feuille.nom}!${lettres(rang + 1)}$4"
        self.pen.classeur.define_name(f"bilan_{feuille.table}", ou)

    def name_anomalies(self) -> None:
        """The names by which red cells look into « Anomalies »."""
        for colonne in _VISEES:
            lettre = lettres(ANOMALIES.rang(colonne) + 1)
            ou = f"={ANOMALIES.nom}!${lettre}${PREMIERE_LIGNE}:${lettre}${LIMITE_ANOMALIES}"
            self.pen.classeur.define_name(f"anomalies_{colonne}", ou)

    def add_rouge(self, f: Any, feuille: Feuille, derniere: int) -> None:
        """Red where a row of « Anomalies » points; nothing to undo once it is gone."""
        etendue = f"A{PREMIERE_LIGNE}:{lettres(len(feuille.colonnes))}{derniere}"
        visees = (f'"{feuille.nom}"', "COLUMN()", '"<="&ROW()', '">="&ROW()')
        criteres = ",".join(f"anomalies_{c},{x}" for c, x in zip(_VISEES, visees, strict=True))
        f.conditional_format(
            etendue,
            {
                "type": "formula",
                "criteria": f"=COUNTIFS({criteres})>0",
                "format": self.pen.format(bg_color=theme.ROUGE, font_color=theme.ROUGE_ENCRE),
            },
        )


def serie(valeur: Any) -> Any:
    """A value as Excel stores it: days are numbers."""
    return (valeur - date(1899, 12, 30)).days if isinstance(valeur, date) else valeur


def en_nombre(valeur: Any) -> float:
    """What SUM adds: numbers, whatever the format that hides them, and nothing else."""
    if isinstance(valeur, INSTANTS):
        return read_serie(valeur)
    return valeur if isinstance(valeur, int | float) and not isinstance(valeur, bool) else 0
