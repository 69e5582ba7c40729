"""What live formulas share: the cells of their row, texts without odd blanks, cascades."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plie_xl.checks.rule import REGLES
from plie_xl.model.fiche import Fiche
from plie_xl.model.text import en_clair
from plie_xl.model.words import (
    LIBELLES_MODALITES,
)
from plie_xl.model.workbook import colonnes_parlantes, feuille_suivi

BLANCS = ("\u00a0", "\u202f", "\u2009", "\t", "\n", "\r")
NOMBRE = "un nombre"  # what a cell says that holds one, for a formula that only reads texts
N_MODALITES = 1 + len(LIBELLES_MODALITES)  # « not said », then each of them
FIN = " ¤"  # closes a text, so that a list tells whole words from beginnings
LONGUEUR = 300  # characters at most, for a formula that a person can read
_APOSTROPHE = ("'", "’")

ORIGINE = date(1899, 12, 30).toordinal()  # of the numbers that days are

Ligne = Mapping[str, Any]


@dataclass(frozen=True)
class Vivante:
    """A live column: its formula, and what it shows for a row of `Compte.rangees`."""

    formule: str
    valeur: Callable[[Ligne], object]


def ici(colonne: str) -> str:
    """The cell of this column in the row of the formula."""
    return f"ici_{colonne}"


def list_lues() -> dict[str, Vivante]:
    """Hidden columns that hold a typed cell cleaned: a formula, and what Python says of a row."""
    lues = {
        "instance_lue": ("instance", _APOSTROPHE),
        "statut_lu": ("statut", None),
        "modalite_lue": ("modalite", None),
    }
    nombres = {"date_lue": "date", "quantite_lue": "quantite"}
    return {
        **{
            lue: Vivante(f"={_clean(ici(typee), autre)}", reader(typee, autre))
            for lue, (typee, autre) in lues.items()
        },
        **{
            lue: Vivante(
                f'=IF(ISNUMBER({ici(typee)}),"{NOMBRE}",{_clean(ici(typee))})', reader(typee)
            )
            for lue, typee in nombres.items()
        },
    }


def _clean(texte: str, autre: tuple[str, str] | None = None) -> str:
    """A text whose blanks, of any kind, are single spaces."""
    for blanc in BLANCS:
        texte = substitute(texte, blanc, " ")
    return f"TRIM({substitute(texte, *autre) if autre else texte})"


def substitute(texte: str, avant: str, apres: str) -> str:
    """SUBSTITUTE around a formula; a control character is spelt by its code."""
    quoi = f"CHAR({ord(avant)})" if avant < " " else '"{}"'.format(avant.replace('"', '""'))
    return f'SUBSTITUTE({texte},{quoi},"{apres}")'


def reader(colonne: str, autre: tuple[str, str] | None = None) -> Callable[[Ligne], str]:
    """What the formula of `list_lues` gives for one typed cell, `NOMBRE` for a number."""

    def read(ligne: Ligne) -> str:
        valeur = ligne.get(colonne, "")
        if isinstance(valeur, date) or (isinstance(valeur, int | float) and autre is None):
            return NOMBRE
        texte = valeur if isinstance(valeur, str) else en_clair(valeur)
        for blanc in BLANCS:
            texte = texte.replace(blanc, " ")
        texte = trim(texte)
        return texte.replace(*autre) if autre else texte

    return read


def trim(texte: str) -> str:
    """What TRIM makes of a text."""
    return " ".join(mot for mot in texte.split(" ") if mot)


def formule_remplie(fiche: Fiche) -> str:
    """Whether somebody wrote in the row, were it an error."""
    lues = ("date", "instance", "statut", "modalite", "quantite")
    pieces = {p: f"piece_{n}" for n, p in enumerate(fiche.kinds, start=1)}
    autres = (c for c in colonnes_parlantes(feuille_suivi(fiche)) if c not in lues)
    tout = "&".join(ici(pieces.get(c, c)) for c in (*lues, *autres))
    return f'=IFERROR(--(TRIM(SUBSTITUTE({tout},"{BLANCS[0]}"," "))<>""),1)'


def un_de(colonne: str, *mots: str) -> str:
    """The arguments of OR: the column holds one of these words."""
    return ",".join(f'{ici(colonne)}="{mot}"' for mot in mots)


def motif(code: str) -> str:
    """The word by which « Compte » says that a rule sets the row aside."""
    return REGLES[code].motif


def cascade(cas: list[tuple[str, str]], sinon: str) -> str:
    """Nested IFs: the first condition that holds gives its word, or the cell that « = » names."""
    debut = "".join(
        f"IF({condition},{mot[1:]}," if mot[:1] == "=" else f'IF({condition},"{mot}",'
        for condition, mot in cas
    )
    return f'{debut}"{sinon}"' + ")" * len(cas)


def essentielles() -> str:
    """What a row is counted by, as one text: an error in it is an error in the row."""
    return "&".join(ici(c) for c in ("date", "instance", "statut", "modalite", "quantite"))
