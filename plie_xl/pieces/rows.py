"""The rows of the sheet « Registre »: in the workbook, in a file of their own, as JSON."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from plie_xl.model.text import enumere, visible
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.workbook import LIGNE_ENTETE, PREMIERE_LIGNE, REGISTRE
from plie_xl.pieces.register import Piece, Registre
from plie_xl.sheets import theme
from plie_xl.sheets.heights import find_hauteur
from plie_xl.sheets.pen import Pen, plage

A_CORRIGER = "ligne à corriger"


def list_rows(registre: Registre) -> list[dict[str, object]]:
    """One row per reference, by column of « Registre »."""
    citees: dict[str, set[int]] = defaultdict(set)
    for piece in registre.pieces:
        if piece.fichier:
            citees[piece.vue.sha256].add(piece.reference.ligne)
    return [_row(piece, citees[piece.vue.sha256]) for piece in registre.pieces]


def _row(piece: Piece, lignes: set[int]) -> dict[str, object]:
    r, fichier = piece.reference, piece.fichier
    autres = sorted(lignes - {r.ligne}) if fichier else []
    return {
        "numero_piece": piece.numero,
        "ligne": r.ligne,
        "numero": r.numero if isinstance(r.numero, int | float) else None,
        "date": r.jour if r.jour and r.cible else A_CORRIGER,
        "instance": visible(r.instance),
        "nature": load_pieces()[r.nature].libelle,
        "reference": visible(r.texte),
        "fichier": visible(fichier.relatif) if fichier else None,
        "etat": piece.etat,
        "pages": piece.vue.pages,
        "octets": fichier.octets if fichier else None,
        "sha256": piece.vue.sha256 or None,
        "date_nom": piece.date_nom,
        "date_fichier": piece.vue.cree_le,
        "citee_aussi": f"ligne{'s' * (len(autres) > 1)} {enumere(map(str, autres))}"
        if autres
        else None,
        "publicite": visible(r.publicite) or None,
    }


def write_registre(registre: Registre, liens: Mapping[int, str] | None = None) -> bytes:
    """A workbook of one sheet, tied to the workbook that it speaks of by its digest.

    `liens` gives the path to which the file of a piece, by its number, leads.
    """
    rows = list_rows(registre)
    nom = visible(registre.lecture.classeur)
    reference = registre.compte.saisie.classeurs["reference"].iloc[0]
    pen = Pen(reference, f"Registre des pièces de {nom}", f"registre {registre.lecture.sha256}")
    f = pen.add_feuille(REGISTRE, f"{registre.fiche.plie} · {nom} · {phrase_totaux(registre)}")
    pen.add_table(f, REGISTRE, len(rows))
    add_etats(pen, f, max(len(rows), 1))
    for n, row in enumerate(rows, start=LIGNE_ENTETE):
        f.set_row(n, find_hauteur(row, REGISTRE.colonnes))
        for rang, colonne in enumerate(REGISTRE.colonnes):
            pen.write(f, n, rang, row[colonne.id], pen.corps(colonne))
        lien = (liens or {}).get(n + 1 - LIGNE_ENTETE)
        if lien:
            rang = REGISTRE.rang("fichier")
            style = pen.corps(REGISTRE.colonnes[rang])
            f.write_url(n, rang, f"external:{lien}", style, lien, "Ouvrir la copie de cette pièce")
    return pen.close()


def add_etats(pen: Pen, f: Any, nombre: int) -> None:
    """Colour the state of so many pieces; the words say the same."""
    etendue = plage(REGISTRE.rang("etat"), PREMIERE_LIGNE, LIGNE_ENTETE + nombre)
    pen.add_mots(f, etendue, theme.ETATS_PIECES)


def phrase_totaux(registre: Registre) -> str:
    """« 41 pièces citées : 38 trouvées, 2 absentes, 1 illisible »: they add up."""
    totaux = registre.totaux
    nombre = totaux["references"]
    debut = f"{nombre} pièce{'s' * (nombre > 1)} citée{'s' * (nombre > 1)}"
    detail = [
        f"{n} {_accorde(etat, n)}" for etat, n in totaux.items() if n and etat != "references"
    ]
    return f"{debut} : {', '.join(detail)}" if detail else debut


_FEMININ = {"trouvé": "trouvée", "absent": "absente", "ambigu": "ambiguë", "lien": "lien"}


def _accorde(etat: str, n: int) -> str:
    """An état as said of so many pieces: « 2 absentes », « 3 non nommées »."""
    return _FEMININ.get(etat, etat) + "s" * (n > 1)
