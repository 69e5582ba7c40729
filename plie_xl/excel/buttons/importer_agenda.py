"""The button « Importer l’agenda »: what it would add is shown, then added under « Suivi »."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel.buttons.valider import count_fiche
from plie_xl.excel.choose import ask_fichier
from plie_xl.excel.open_workbook import Ouvert, as_texte, suites, zone
from plie_xl.excel.report import TITRE, announce, find_place, require_complement
from plie_xl.model.errors import ActionError, PlieError
from plie_xl.model.fiche import Fiche
from plie_xl.model.text import pluriel, typographie
from plie_xl.model.workbook import SUIVI, est_vierge, feuille_suivi

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.agenda.propose import Propositions

_MONTREES = 12  # meetings told one by one before they are added
_ECRITES = (
    "date", "instance", "objet", "statut", "modalite", "lieu", "quantite", "presents",
    "debut_heure", "fin_heure",
)  # fmt: skip


def importer_agenda(book: "xw.Book") -> "Propositions":
    """Propose what a calendar adds to « Suivi », and write it under the last row on « Oui ».

    What stands there is never changed. ActionError when there is no file, when it gives nothing
    that can be read, or when the table has no room left.
    """
    place = find_place(book)
    ouvert, compte, fiche = count_fiche(book)
    chemin = _find_fichier(book, place.parent)
    require_complement("agenda")
    from plie_xl.agenda.propose import propose
    from plie_xl.agenda.received import read_recu
    from plie_xl.agenda.rules import find_regles

    try:
        recu = read_recu(chemin, find_regles(None, fiche), fiche)
    except PlieError as erreur:
        raise ActionError(f"{erreur}.") from erreur
    propositions = propose(recu, compte, chemin.name)
    bilan = f"« {chemin.name} » : {propositions.anomalies[0].constat}."
    a_regarder = [f"{a.code} : {a.constat}." for a in propositions.a_regarder]
    if not propositions.lignes:
        announce(book, " ".join([bilan, *a_regarder]), "bilan_suivi", alerte=True)
        return propositions
    libres = _find_libres(ouvert, fiche, len(propositions.lignes))
    if not accept(book, bilan, propositions.lignes, a_regarder):
        announce(book, f"{bilan} Rien n’a été ajouté.", "bilan_suivi")
        return propositions
    _append(ouvert, propositions.lignes, libres)
    dites = f"ligne {libres[0]}" if len(libres) == 1 else f"lignes {libres[0]} à {libres[-1]}"
    announce(book, f"{bilan} Ajoutées : {dites}.", "bilan_suivi")
    return propositions


def _find_fichier(book: "xw.Book", ici: Path) -> Path:
    """The file that she chooses; where no box can ask, the only calendar beside the workbook."""
    choisi = ask_fichier(book, "Agenda à importer (.ics ou .csv)")
    if choisi is None:
        trouves = sorted(p for p in ici.iterdir() if p.suffix.casefold() == ".ics")
        if len(trouves) == 1:
            return trouves[0]
        dit = f"{len(trouves)} agendas sont" if trouves else "aucun agenda (.ics) n’est"
        raise ActionError(f"{dit} à côté de ce classeur. Laissez-y celui à importer.")
    if not choisi:
        raise ActionError("aucun fichier n’a été choisi.")
    return Path(choisi)


def _find_libres(ouvert: Ouvert, fiche: Fiche, nombre: int) -> list[int]:
    """The first blank rows of the table after the last one where somebody wrote."""
    table = ouvert.lecture.tables.get("suivi")
    adresse = ouvert.tables.get(SUIVI, {}).get("suivi")
    if table is None or not adresse:
        raise ActionError(f"le tableau de « {SUIVI} » manque. Reprenez un modèle neuf.")
    bas = int(adresse.rpartition("$")[2])
    debut = max([*_list_ecrites(ouvert, fiche), int(adresse.split(":")[0].rpartition("$")[2])]) + 1
    reste = max(0, bas - debut + 1)
    if reste < nombre:
        raise ActionError(
            f"{pluriel(nombre, 'réunion')} à ajouter, et {pluriel(reste, 'ligne')} libre au bas du"
            f" tableau de « {SUIVI} ». Agrandissez-le par son coin, puis cliquez de nouveau."
        )
    return list(range(debut, debut + nombre))


def _list_ecrites(ouvert: Ouvert, fiche: Fiche) -> list[int]:
    table, feuille = ouvert.lecture.tables["suivi"], feuille_suivi(fiche)
    valeurs = table.unfold()
    lignes = ({nom: v[n] for nom, v in valeurs.items()} for n in range(len(table.lignes)))
    return [n for n, x in zip(table.lignes, lignes, strict=True) if not est_vierge(feuille, x)]


def accept(
    book: "xw.Book", bilan: str, lignes: Sequence[Mapping[str, object]], a_regarder: Sequence[str]
) -> bool:
    """Show what would be added, and ask. Where no box can ask, nothing is added."""
    dites = [f"{x['date']:%d/%m/%Y}  {x['instance']}" for x in lignes[:_MONTREES]]
    autres = len(lignes) - _MONTREES
    if autres > 0:
        dites.append(f"… et {pluriel(autres, 'autre')}")
    quoi = "cette réunion" if len(lignes) == 1 else f"ces {len(lignes)} réunions"
    question = f"Ajouter {quoi} sous la dernière ligne de « {SUIVI} » ?"
    texte = typographie("\n".join([bilan, "", *dites, "", *a_regarder, question]))
    try:
        with book.app.properties(screen_updating=True):
            return bool(book.app.alert(texte, TITRE, buttons="yes_no") == "yes")
    except NotImplementedError as erreur:
        raise ActionError(
            "ce tableur ne sait pas poser de question. Dans un terminal : plie-xl importer."
        ) from erreur


def _append(ouvert: Ouvert, lignes: Sequence[Mapping[str, object]], libres: Sequence[int]) -> None:
    """Columns that stand side by side in one call: as few steps to undo as can be."""
    table, onglet = ouvert.lecture.tables["suivi"], ouvert.book.sheets[SUIVI]
    places = {table.colonnes[nom]: nom for nom in _ECRITES if nom in table.colonnes}
    for gauche, droite in suites(sorted(places)):
        noms = [places[k] for k in range(gauche, droite + 1)]
        valeurs = [[_as_cell(x.get(nom)) for nom in noms] for x in lignes]
        if any(v is not None for rangee in valeurs for v in rangee):
            zone(onglet, libres[0], gauche, libres[-1], droite).value = valeurs


def _as_cell(valeur: object) -> object:
    """A day as the cell keeps it, an hour as a part of a day, a text as a text."""
    if isinstance(valeur, time):
        return (valeur.hour * 60 + valeur.minute) / 1440
    return datetime.combine(valeur, time()) if isinstance(valeur, date) else as_texte(valeur)
