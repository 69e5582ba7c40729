"""« Suivi » and « Pièces manquantes »: every row, and those whose evidence is incomplete."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from math import isfinite

import numpy as np

from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import TOUTES, Ligne, Longue, build_rows
from plie_xl.master.page import add_longue
from plie_xl.master.safe_text import cut, en_texte, en_textes
from plie_xl.model.evidence import VIDE
from plie_xl.model.frames import Rows, Vector, encode_column
from plie_xl.model.grouping import cross, encode_numbers
from plie_xl.model.text import INSTANTS, read_jour, read_nombre, typographie
from plie_xl.model.vocabulary import load_pieces, load_taxonomie
from plie_xl.model.words import A_VENIR, LIBELLES_MODALITES, MANQUE, NON_CONTROLE
from plie_xl.model.workbook import LIGNE_ENTETE, Feuille
from plie_xl.sheets.pen import Pen


def list_suivi(c: Consolidation) -> Longue:
    """All the rows, made lot by lot."""
    return Longue(len(c.compte.rangees), lambda tranche: rows_suivi(c, c.ordre[tranche]))


def add_suivi(pen: Pen, longues: Mapping[Feuille, Longue], resume: str) -> None:
    """Draw « Suivi », its first column kept in sight."""
    f, _ = add_longue(pen, contract.SUIVI, longues, resume)
    f.freeze_panes(LIGNE_ENTETE, 1)


def lignes_suivi(c: Consolidation) -> list[Ligne]:
    """Every row of every counted workbook, one by one; for many, see `rows_suivi`."""
    return list(rows_suivi(c, c.ordre).lignes())


def rows_suivi(c: Consolidation, places: Vector) -> Rows:
    """Rows of the counted workbooks, by their places, with the columns of « Suivi »."""
    instances = _name_instances(c)
    modalites = {m: libelle for libelle, m in LIBELLES_MODALITES.items()}
    x = c.compte.rangees.take(places)
    connue = (x["fiche"], x["cible"])
    retenue, unites, natures = x["retenue"], x["unites"], c.compte.saisie.natures
    return Rows(
        {
            "plie": x["fiche"].translate(lambda fiche: c.fiches[fiche].plie),
            "classeur": x["classeur"],
            "ligne": x["ligne"],
            "numero": x["numero"].translate(_say_nombre),
            "date": x["date"].translate(lambda v: read_jour(v) or en_texte(v)),
            "libelle": cross(
                lambda f, i, v: instances[f, i][0] if i else en_texte(v), *connue, x["instance"]
            ),
            "categorie": cross(lambda f, i: instances[f, i][1] if i else "", *connue),
            "objet": x["objet"].translate_all(en_textes),
            "statut": cross(lambda etat, v: etat or en_texte(v), x["etat"], x["statut"]),
            "modalite": cross(
                lambda forme, v: modalites[forme] if forme else en_texte(v),
                x["forme"],
                x["modalite"],
            ),
            "lieu": x["lieu"].translate_all(en_textes),
            "quantite": x["quantite"].translate(_say_nombre),
            "presents": x["presents"].translate(read_nombre),
            "pieces": encode_column(_pieces(x, {p: n[places] for p, n in natures.items()})),
            "etat_pieces": x["etat_pieces"],
            "compte": x["compte"],
            "tenu": np.where(retenue, unites, 0.0),
            "justifie": np.where(x["justifiee"], unites, 0.0),
            "au_dossier": encode_numbers(c.deposes.unites[places]).translate(_say_unites),
            "a_venir": np.where(x["compte"].est(A_VENIR), unites, 0.0),
            "commentaire": x["commentaire"].translate_all(en_textes),
            "cle": cross(lambda f, i: f"{f}/{i}" if i else "", *connue),
            "jour_tenu": encode_numbers(np.where(retenue, x["jour"], np.nan)).translate(_jour),
        }
    )


def _say_unites(unites: float) -> object:
    return NON_CONTROLE if unites != unites else unites


def _say_nombre(valeur: object) -> object:
    """A number as a number, so that it is one everywhere; anything else as it was typed."""
    lue = read_nombre(valeur) if isinstance(valeur, INSTANTS) else valeur
    if isinstance(lue, int | float) and not isinstance(lue, bool) and isfinite(lue):
        return lue
    return en_texte(lue)


def _name_instances(c: Consolidation) -> dict[tuple[str, str], tuple[str, str]]:
    """The words of each target, and those of its category, by fiche and target."""
    return {
        (f.id, cible.id): (cible.libelle, load_taxonomie()[cible.categorie].libelle)
        for f in c.fiches.values()
        for cible in f.instances
    }


def _pieces(suivi: Rows, natures: Mapping[str, Vector]) -> Iterator[str]:
    """« compte rendu : CR-2024-03 ; feuille d’émargement : … », row by row."""
    colonnes = []
    for identifiant, piece in load_pieces().items():
        absente = natures[identifiant] == VIDE
        if not absente.all():
            dite = suivi[identifiant].translate_all(partial(_say_piece, piece.libelle))
            colonnes.append(dite.sauf(absente, "").tolist())
    rangees = zip(*colonnes, strict=True) if colonnes else ((),) * len(suivi)
    return (cut(" ; ".join(filter(None, mots))) for mots in rangees)


def _say_piece(libelle: str, valeurs: Sequence[object]) -> Iterator[str]:
    return (f"{libelle} : {texte}" for texte in en_textes(valeurs))


def _jour(ordinal: float | None) -> date | str:
    return date.fromordinal(int(ordinal)) if ordinal is not None and ordinal == ordinal else ""


def find_incompletes(c: Consolidation) -> Vector:
    """Places of the rows that are held, and whose evidence is incomplete."""
    x = c.compte.rangees
    incompletes: Vector = c.ordre[(x["retenue"] & x["etat_pieces"].apply(manque, bool))[c.ordre]]
    return incompletes


def manque(etat: str) -> bool:
    """Whether what « Pièces » says begins with the word of a missing piece."""
    return etat.startswith(MANQUE)


def list_pieces(c: Consolidation) -> Longue:
    """The rows of « Pièces manquantes », made lot by lot."""
    feuille = contract.PIECES_MANQUANTES
    return Longue(
        len(find_incompletes(c)), lambda tranche: build_rows(feuille, lignes_pieces(c, tranche))
    )


def add_pieces(pen: Pen, longues: Mapping[Feuille, Longue], resume: str) -> None:
    """Draw « Pièces manquantes »."""
    add_longue(pen, contract.PIECES_MANQUANTES, longues, resume)


_DITES = ("classeur", "fiche", "ligne", "cible", "jour", "forme", "etat_pieces")


def lignes_pieces(c: Consolidation, tranche: slice = TOUTES) -> list[Ligne]:
    """One row per meeting held whose evidence is incomplete, with the sentence to send."""
    lignes = []
    dites = c.compte.rangees.only(*_DITES)
    for x in dites.take(find_incompletes(c)[tranche]).lignes():
        fiche = c.fiches[x["fiche"]]
        libelle = fiche.par_id[x["cible"]].libelle
        manque = x["etat_pieces"].removeprefix(MANQUE)
        jour = _jour(x["jour"])
        lignes.append(
            {
                "plie": fiche.plie,
                "date": jour,
                "libelle": libelle,
                "modalite": x["forme"] or "",
                "manque": manque,
                "classeur": x["classeur"],
                "ligne": x["ligne"],
                "phrase": typographie(
                    f"Pour « {libelle} » du {jour:%d/%m/%Y} (ligne {x['ligne']}), il manque :"
                    f" {manque}. Merci d’indiquer la référence de la pièce dans « Suivi »."
                ),
            }
        )
    return lignes
