"""« Registre »: the pieces that the workbooks name, with the files found, as the registers say."""

from collections.abc import Mapping
from datetime import date

from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne, Longue, list_longue
from plie_xl.master.page import add_dossier, add_longue, add_statuts
from plie_xl.master.received import link_piece
from plie_xl.master.safe_text import en_texte
from plie_xl.model.lecture import records
from plie_xl.model.workbook import REGISTRE, Feuille
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen

PIECES = "pieces/"  # beside the master, until somebody writes another place

_FORMATS = {"entier": (int, float), "date": (date,)}


def list_registre(c: Consolidation) -> Longue | None:
    """One row per piece, by territory; None when no register was given."""
    lignes = lignes_registre(c)
    return list_longue(contract.REGISTRE, lignes) if c.registres else None


def add_registre(pen: Pen, longues: Mapping[Feuille, Longue], resume: str) -> None:
    """Draw « Registre », and the yellow cell that its links read: where the pieces are."""
    f, nombre = add_longue(pen, contract.REGISTRE, longues, resume)
    add_statuts(pen, f, contract.REGISTRE, nombre, "etat", theme.ETATS_PIECES)
    rang, mots = contract.REGISTRE.rang("fichier"), "Dossier des pièces, un par territoire :"
    add_dossier(pen, f, contract.REGISTRE, contract.DOSSIER_PIECES, rang, mots, PIECES)


def lignes_registre(c: Consolidation) -> list[Ligne]:
    """The rows of each register that serves, under its territory and its workbook."""
    classeurs = {x["fiche"]: x["classeur"] for x in records(c.compte.saisie.classeurs)}
    return [
        {
            "plie": fiche.plie,
            "classeur": classeurs[fiche.id],
            **{x.id: _say(ligne.get(x.id), x.format) for x in REGISTRE.colonnes},
            "ouvrir": link_piece(fiche.id, ligne.get("fichier")),
        }
        for fiche in c.fiches.values()
        if fiche.id in c.fiches_deposees
        for ligne in c.registres[classeurs[fiche.id]].lignes
    ]


def _say(valeur: object, format_: str) -> object:
    """A number or a day where one is due; any other value as harmless text, nobody named."""
    if isinstance(valeur, _FORMATS.get(format_, ())):
        return valeur
    return None if valeur is None else en_texte(valeur)
