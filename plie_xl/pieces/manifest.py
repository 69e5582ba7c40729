"""`MANIFESTE.sha256`: every file of the pack with its digest, as `sha256sum -c` verifies it."""

import hashlib
from pathlib import Path

from plie_xl.checks.filed import TROUVE
from plie_xl.model.errors import PlieError
from plie_xl.pieces.names import Nom, NomError, build_nom
from plie_xl.pieces.register import Piece, Registre

MANIFESTE = "MANIFESTE.sha256"
_MORCEAU = 1_048_576


class PieceChangeeError(PlieError):
    """A file is no longer the one that was looked at; one French sentence."""


def list_trouvees(registre: Registre) -> list[Piece]:
    """The pieces found, in the order of the register."""
    return [piece for piece in registre.pieces if piece.etat == TROUVE and piece.fichier]


def name_pieces(registre: Registre) -> dict[int, str]:
    """The house name of each piece found, by its number; none where the row has no date."""
    noms: dict[int, str] = {}
    pris: set[str] = set()
    for piece in list_trouvees(registre):
        r, fichier = piece.reference, piece.fichier
        if not (r.jour and r.cible and fichier):
            continue
        for rang in range(1, 1_000):
            try:
                nom = build_nom(Nom(r.jour, r.cible, r.nature, rang, fichier.extension))
            except NomError:
                break
            if nom not in pris:
                pris.add(nom)
                noms[piece.numero] = nom
                break
    return noms


def copy_piece(piece: Piece, vers: Path) -> None:
    """Copy the file of a piece, if it still is the one that was looked at."""
    if piece.fichier is None:
        return
    somme = hashlib.sha256()
    with piece.fichier.chemin.open("rb") as lu, vers.open("xb") as ecrit:
        while morceau := lu.read(_MORCEAU):
            somme.update(morceau)
            ecrit.write(morceau)
    if somme.hexdigest() != piece.vue.sha256:
        raise PieceChangeeError(
            f"« {piece.fichier.relatif} » a changé pendant la copie : rien n’est écrit, relancez"
        )


def write_manifeste(dossier: Path) -> None:
    """List what the folder holds, sorted; the manifest itself is the only file that it omits."""
    lignes = []
    for chemin in sorted(p for p in dossier.rglob("*") if p.is_file()):
        somme = hashlib.sha256()
        with chemin.open("rb") as lu:
            while morceau := lu.read(_MORCEAU):
                somme.update(morceau)
        lignes.append(f"{somme.hexdigest()}  {chemin.relative_to(dossier).as_posix()}\n")
    (dossier / MANIFESTE).write_text("".join(lignes), encoding="utf-8", newline="\n")
