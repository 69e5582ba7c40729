"""The button « Ajouter un avenant » of the manager's workbook: the run of `plie-xl avenant`."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel import agape
from plie_xl.excel.buttons.consolider import find_agape
from plie_xl.excel.control_cells import read_cell
from plie_xl.excel.open_workbook import find_nommee
from plie_xl.excel.report import announce
from plie_xl.model.errors import ActionError
from plie_xl.model.text import cle, read_jour

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.model.collection import Deposee


def ajouter_avenant(book: "xw.Book") -> Path:
    """Add to the fiche of AGAPE's folder what the yellow cells say; its older text stays beside.

    ActionError when a cell is blank or names nothing, or the change cannot be; nothing is written
    then.
    """
    from plie_xl.document.amend import Changement, amend, read_dit
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.folder import make_dossier
    from plie_xl.model.errors import PlieError
    from plie_xl.years.avenant import find_cible, read_nombre, say_avenant

    find_agape(book)
    le = _read_jour(book)
    deposee = _find_deposee(_require(book, agape.AVENANT_FICHE, "le PLIE"), le.year)
    cible = find_cible(deposee.fiche, _require(book, agape.AVENANT_CIBLE, "la cible"))
    nombre, pieces = read_cell(book, agape.AVENANT_NOMBRE), read_cell(book, agape.AVENANT_PIECES)
    regles = [regle.strip() for regle in pieces.split(";") if regle.strip()]
    if not nombre and not regles:
        raise ActionError("rien ne change : le nombre et les pièces sont vides. Remplissez-en un.")
    place = _find_place(deposee)
    try:
        retiree = cle(nombre) == cle(agape.RETIREE)
        valeurs = read_nombre(nombre, deposee.fiche, cible) if nombre and not retiree else {}
        dit = read_dit(valeurs, regles, retiree)
        motif = read_cell(book, agape.AVENANT_MOTIF)
        texte, lue = amend(deposee.fiche, Changement(cible, le, dit, motif))
    except PlieError as erreur:
        raise ActionError(f"{erreur}.") from erreur
    make_dossier(place.parent)
    ecrit = write_atomic(place, texte.encode(), copie=place.exists())
    phrase = (
        f"{say_avenant(lue, cible, bool(regles))}. Écrit dans « {place} ». Un classeur déjà rempli"
        f" l’a par « Passer au nouveau modèle ». {ecrit.avis}"
    )
    announce(book, f"{phrase[0].upper()}{phrase[1:]}".strip(), agape.AVENANT_ECRIT)
    return place


def _require(book: "xw.Book", nom: str, quoi: str) -> str:
    if find_nommee(book, nom) is None:
        raise ActionError("ce classeur AGAPE est d’avant les avenants. Prenez-en un neuf.")
    dit = read_cell(book, nom)
    if not dit:
        raise ActionError(f"il manque {quoi}. Remplissez la case de « {agape.ANNEE} ».")
    return dit


def _read_jour(book: "xw.Book") -> date:
    _require(book, agape.AVENANT_LE, "le jour")
    cellule = find_nommee(book, agape.AVENANT_LE)
    jour = None if cellule is None else read_jour(cellule.value)
    if jour is None:
        raise ActionError("le jour de l’avenant ne se lit pas. Écrivez par exemple 01/07/2025.")
    return jour


def _find_deposee(dit: str, annee: int) -> "Deposee":
    """The fiche of a PLIE, by its identifier or its name."""
    from plie_xl.model.collection import fiches_en_vigueur
    from plie_xl.model.errors import PlieError
    from plie_xl.reports.explain import find_fiche

    try:
        recueil = fiches_en_vigueur()
        fiches = recueil.annee(annee)
        nom = next((f.id for f in fiches.values() if cle(f.plie) == cle(dit)), dit)
        return recueil.deposee(find_fiche(nom, fiches))
    except PlieError as erreur:
        raise ActionError(f"{erreur}".rstrip(".") + ".") from erreur


def _find_place(deposee: "Deposee") -> Path:
    """The file to write: hers, or for a fiche of the program a new one in her first folder."""
    from plie_xl.model.settings import load_reglages
    from plie_xl.years.avenant import find_fichier

    fichier = find_fichier(deposee)
    if fichier is not None:
        return fichier
    dossiers = load_reglages().dossiers
    if not dossiers:
        raise ActionError(
            "cette fiche est celle du programme. Dites d’abord, dans vos réglages (« fiches »), où"
            " est votre dossier de fiches."
        )
    fiche = deposee.fiche
    return Path(dossiers[0], str(fiche.annee), f"{fiche.id}.toml")  # else it would be the fiche
