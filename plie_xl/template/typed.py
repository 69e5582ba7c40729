"""What « Listes » holds of the cells of « Fiche » that are counted with, be they typed as text."""

from collections.abc import Mapping, Sequence
from math import nan
from typing import Any

from plie_xl.checks.values import ordinal, read_quantite
from plie_xl.model.fiche import Fiche
from plie_xl.model.text import est_vide
from plie_xl.model.workbook import REFERENCE, TECHNICIENS
from plie_xl.template.avenants import Cellule, Formule
from plie_xl.template.live.cells import Vivante, reader, say_lue
from plie_xl.template.live.days import list_dates
from plie_xl.template.live.lists import say_entier


def tables_parametres(
    fiche: Fiche, saisie: Mapping[str, Any]
) -> Mapping[str, Sequence[Sequence[Cellule]]]:
    """By name: `arrete_jour`, the day of « Arrêté au », and the steps by which a text is read;
    `techniciens_lus`, their number. Each is "" where nothing is typed, or nothing that can be read.
    """
    arrete = saisie.get(REFERENCE, "")
    ligne = {"date": arrete, "jour": ordinal(arrete)}
    dite = Vivante(say_lue(_name("date")), reader("date", nombre=True))
    etapes = {"date_lue": dite, **list_dates(_name)}
    tables = {_name(c): Formule(v.formule, v.valeur(ligne)) for c, v in etapes.items()}
    if fiche.par_technicien:
        tables |= _read_techniciens(saisie.get(TECHNICIENS, ""))
    return {nom: [[formule]] for nom, formule in tables.items()}


def _name(colonne: str) -> str:
    return "arrete_au" if colonne == "date" else f"arrete_{colonne}"


def _read_techniciens(typed: object) -> dict[str, Formule]:
    dits, nombre = "techniciens_dits", nan if est_vide(typed) else read_quantite(typed)
    texte = reader(TECHNICIENS, nombre=True)({TECHNICIENS: typed})
    return {
        dits: Formule(say_lue(TECHNICIENS), texte),
        "techniciens_lus": Formule(
            say_entier(TECHNICIENS, dits, '""'), nombre if nombre == nombre else ""
        ),
    }
