"""The button « Vérifier les pièces »: `plie-xl pieces` on the open workbook and its folder."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count as count_from
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel.buttons.valider import build_refus, check_ouvert
from plie_xl.excel.choose import ask_dossier
from plie_xl.excel.open_workbook import Ouvert, as_texte, zone
from plie_xl.excel.report import (
    announce,
    find_feuille,
    find_place,
    require_complement,
    write_anomalies,
    write_table,
)
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.errors import ActionError
from plie_xl.model.text import cle, en_clair, pluriel
from plie_xl.model.workbook import ATTEINTE, DOSSIER_PIECES, PARAMETRES, REGISTRE
from plie_xl.reading.tables import Sheets, find_table

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.model.settings import Reglages
    from plie_xl.pieces.register import Registre

BILANS_PIECES = ("bilan_suivi", "bilan_registre", "bilan_anomalies")
_RUBRIQUE = next(p.rubrique for p in PARAMETRES if p.id == DOSSIER_PIECES)
_OU_ECRIRE = f"Écrivez son chemin dans la case jaune « {_RUBRIQUE} » de « Fiche »."


@dataclass(frozen=True)
class Verification:
    """What a click found: the register, and all that « Anomalies » says of the workbook."""

    registre: "Registre"
    anomalies: list[Anomalie]

    @property
    def phrase(self) -> str:
        """The line that the coordinator reads."""
        from plie_xl.pieces.rows import phrase_totaux

        phrase = f"{phrase_totaux(self.registre)}."
        orphelins = len(self.registre.orphelins)
        if orphelins:
            verbe = "ne sont cités" if orphelins > 1 else "n’est cité"
            phrase += f" {pluriel(orphelins, 'fichier')} du dossier {verbe} par aucune ligne."
        suite = "« Registre » et « Anomalies »" if self.anomalies else "« Registre »"
        return f"{phrase} Voir {suite}."


def verifier_pieces(book: "xw.Book") -> Verification:
    """Look for each piece named in the open workbook; fill « Registre » and « Au dossier ».

    The folder of pieces is read, never changed.

    ActionError when the workbook is not one of ours, or its folder cannot be listed.
    """
    ouvert, verification = check_pieces(book)
    show_pieces(ouvert, verification, verification.phrase)
    return verification


def check_pieces(book: "xw.Book") -> tuple[Ouvert, Verification]:
    """Read the workbook and look at its pieces; nothing is written."""
    require_complement("dossier")
    from plie_xl.pieces.judge import judge_registre

    ouvert, _, validation = check_ouvert(book)
    if validation.fiche is None or "suivi" not in ouvert.lecture.tables:
        raise build_refus(ouvert.lecture)
    registre = open_registre(ouvert)
    douteuses = judge_registre(registre, load_en_vigueur())
    return ouvert, Verification(registre, [*validation.anomalies, *douteuses])


def open_registre(ouvert: Ouvert) -> "Registre":
    """Look at the pieces that an open workbook names; ActionError as above."""
    require_complement("dossier")
    from plie_xl.pieces.folder import DossierError
    from plie_xl.pieces.register import build_registre

    book, dossier = ouvert.book, find_dossier(ouvert)
    try:
        return build_registre(
            ouvert.lecture,
            dossier,
            load_en_vigueur(),
            sauf=[find_place(book)],
            suivre=lambda total: _follow(book, total),
        )
    except DossierError as erreur:
        raise ActionError(f"{erreur}. {_OU_ECRIRE}") from erreur


def show_pieces(
    ouvert: Ouvert, verification: Verification, phrase: str, autres: Sequence[Anomalie] = ()
) -> None:
    """Fill « Registre », « Au dossier » of « Atteinte » and « Anomalies », and say one line."""
    from plie_xl.pieces.rows import list_rows

    book = ouvert.book
    lignes = [{k: as_texte(v) for k, v in x.items()} for x in list_rows(verification.registre)]
    write_table(find_feuille(book, REGISTRE), REGISTRE, lignes)
    _write_au_dossier(ouvert, verification.registre)
    write_anomalies(book, [*verification.anomalies, *autres])
    announce(book, phrase, *BILANS_PIECES)


def load_en_vigueur() -> "Reglages":
    """The settings in force. ActionError when their file is wrong."""
    from plie_xl.model.settings import ReglageError, load_reglages

    try:
        return load_reglages().reglages
    except ReglageError as erreur:
        raise ActionError(str(erreur)) from erreur


def find_dossier(ouvert: Ouvert) -> Path:
    """The folder of the yellow cell, from the workbook's own; asked for when the cell is empty."""
    n, typed = read_dossier(ouvert)
    if n is None:
        raise ActionError("ce classeur est d’un ancien modèle : passez d’abord au nouveau.")
    if not typed:
        typed = ask_dossier(ouvert.book, "Dossier des pièces")
        if not typed:
            raise ActionError(f"le dossier des pièces n’est pas indiqué. {_OU_ECRIRE}")
        table = ouvert.lecture.tables["parametres"]
        feuille = ouvert.book.sheets[table.feuille]
        feuille.range((table.lignes[n], table.colonnes["valeur"])).value = as_texte(typed)
    return find_place(ouvert.book).parent / _adapt(typed)


def read_dossier(ouvert: Ouvert) -> tuple[int | None, str]:
    """Which row of « Fiche » names the folder of the pieces, and what was typed there."""
    table = ouvert.lecture.tables["parametres"]
    rubriques = [cle(v) for v in table.valeurs["rubrique"]]
    if cle(_RUBRIQUE) not in rubriques:
        return None, ""
    n = rubriques.index(cle(_RUBRIQUE))
    return n, en_clair(list(table.valeurs["valeur"])[n]).strip().strip('"')


def _adapt(chemin: str) -> str:
    """« ..\\pieces 2024 », as Windows writes it, on another system."""
    return chemin if Path("a\\b").name == "b" else chemin.replace("\\", "/")


@contextmanager
def _follow(book: "xw.Book", total: int) -> Iterator[Callable[[], object]]:
    """After each file, say in the status bar how many of them were opened."""
    vus = count_from(1)
    yield lambda: announce(book, f"Ouverture : {pluriel(next(vus), 'fichier')} sur {total}")


def _write_au_dossier(ouvert: Ouvert, registre: "Registre") -> None:
    """The figure of each target, where « Atteinte » has its column."""
    table, _ = find_table(Sheets(ouvert.grilles), ATTEINTE)
    if table is None or not {"libelle", "au_dossier"} <= table.colonnes.keys():
        return
    figures = {cle(x["libelle"]): x["au_dossier"] for x in registre.atteinte()}
    feuille, k = ouvert.book.sheets[table.feuille], table.colonnes["au_dossier"]
    for ligne, libelle in zip(table.lignes, table.valeurs["libelle"], strict=True):
        if cle(libelle) in figures:
            zone(feuille, ligne, k, ligne, k).value = figures[cle(libelle)]
