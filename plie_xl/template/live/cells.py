"""What live formulas share: the cells of their row, texts without odd blanks, cascades."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plie_xl.checks.rule import REGLES
from plie_xl.model.evidence import as_joint
from plie_xl.model.fiche import Fiche
from plie_xl.model.text import INSTANTS
from plie_xl.model.words import (
    LIBELLES_MODALITES,
)
from plie_xl.model.workbook import colonnes_parlantes, feuille_suivi

BLANCS = ("\u00a0", "\u202f", "\u2009", "\t", "\n", "\r")
# What a paste brings and nobody sees: of a message, of a web page, of a date of Windows.
INVISIBLES = ("\u200b", "\ufeff", "\u200e", "\u00ad")
NOMBRE = "un nombre"  # what a cell says that holds one, for a formula that only reads texts
N_MODALITES = 1 + len(LIBELLES_MODALITES)  # « not said », then each of them
FIN = " ¤"  # closes a text, so that a list tells whole words from beginnings
LONGUEUR = 300  # characters at most, for a formula that a person can read
_APOSTROPHES = (
    "'",
    "\u2018",
    "\u00b4",
)  # taken for ’, as `model.text` does with those and rarer ones

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
    """Hidden columns that hold a typed cell cleaned: a formula, and what Python says of a row.

    Python knows more blanks, invisible signs and ways to write é than a formula can wipe off: a
    text that has one of those is unknown to the sheet alone, until *Valider*.
    """
    lues = {
        "instance_lue": ("instance", _APOSTROPHES),
        "statut_lu": ("statut", ()),
        "modalite_lue": ("modalite", ()),
    }
    nombres = {"date_lue": "date", "quantite_lue": "quantite"}
    return {
        **{
            lue: Vivante(f"={_clean(ici(typee), autres)}", reader(typee, autres))
            for lue, (typee, autres) in lues.items()
        },
        **{
            lue: Vivante(say_lue(ici(typee)), reader(typee, nombre=True))
            for lue, typee in nombres.items()
        },
    }


def say_lue(typee: str) -> str:
    """The formula of a cell that is a number, or a text that may say one.

    LibreOffice keeps « VRAI » under a format of date or number as 1: there, it is one.
    """
    return f'=IF(ISNUMBER({typee}),"{NOMBRE}",{_clean(typee)})'


def _clean(texte: str, autres: tuple[str, ...] = ()) -> str:
    """A text whose blanks, of any kind, are single spaces, and `autres` the apostrophe ’."""
    for invisible in INVISIBLES:
        texte = substitute(texte, invisible, "")
    for blanc in BLANCS:
        texte = substitute(texte, blanc, " ")
    for apostrophe in autres:
        texte = substitute(texte, apostrophe, "’")
    return f"TRIM({texte})"


def substitute(texte: str, avant: str, apres: str) -> str:
    """SUBSTITUTE around a formula; a control character is spelt by its code."""
    quoi = f"CHAR({ord(avant)})" if avant < " " else '"{}"'.format(avant.replace('"', '""'))
    return f'SUBSTITUTE({texte},{quoi},"{apres}")'


def reader(
    colonne: str, autres: tuple[str, ...] = (), nombre: bool = False
) -> Callable[[Ligne], str]:
    """What the formula of `list_lues` gives for one typed cell; `NOMBRE` for one, if `nombre`."""

    def read(ligne: Ligne) -> str:
        valeur = ligne.get(colonne, "")
        if not isinstance(valeur, str):
            chiffre = isinstance(valeur, (int, float, *INSTANTS)) and not isinstance(valeur, bool)
            return NOMBRE if nombre and chiffre else as_joint(valeur)
        for invisible in INVISIBLES:
            valeur = valeur.replace(invisible, "")
        for blanc in BLANCS:
            valeur = valeur.replace(blanc, " ")
        valeur = trim(valeur)
        for apostrophe in autres:
            valeur = valeur.replace(apostrophe, "’")
        return valeur

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
