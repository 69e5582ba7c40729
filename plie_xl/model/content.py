"""What a fiche itself writes in its workbook, and evidence: what a cell gives, what is missing."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from plie_xl.model.fiche import (
    Cible,
    Fiche,
    load_mots_absence,
    load_mots_sans_reference,
    load_pieces,
)
from plie_xl.model.text import cle, en_clair, enumere, euros, pourcent
from plie_xl.model.workbook import (
    ANNEE_FICHE,
    COMPLETES,
    FINANCEMENT,
    IDENTIFIANT,
    INDICATEURS,
    LIVRABLES,
    MANQUE,
    MODALITE_NON_PREVUE,
    MODELE,
    POSTES,
    SANS_MODALITE,
    VERSION,
    Feuille,
)

VIDE, DONNEE, NOMMEE = range(3)  # what a cell of evidence says


def valeurs_parametres(fiche: Fiche) -> Mapping[str, object]:
    """What the fiche itself writes in the grey cells of « Fiche »."""
    return {
        "plie": fiche.plie,
        "numero": fiche.numero,
        "intitule": fiche.intitule,
        "territoire": fiche.territoire,
        "porteuse": fiche.porteuse or "non précisée",
        "debut": fiche.debut,
        "fin": fiche.fin,
        "montant_fse": fiche.montant_fse,
        "taux_max": fiche.taux_max if fiche.taux_max is not None else "non précisé",
        IDENTIFIANT: fiche.id,
        ANNEE_FICHE: fiche.annee,
        MODELE: VERSION,
    }


def lignes_cibles(fiche: Fiche) -> list[dict[str, object]]:
    """Rows of « Cibles », as the template writes them and as CIB-01 expects them."""
    return [
        {
            "numero": rang,
            "libelle": cible.libelle,
            "objectif": cible.objectif if cible.minimum else "sans objectif",
            "unite": cible.unite,
            "theme": cible.theme,
            "modalites": enumere(cible.modalites, "ou") or "libre",
            "pieces": phrase_pieces(cible),
            "lu": cible.lu,
            "remarque": " ".join(filter(None, (cible.remarque, cible.a_confirmer))),
        }
        for rang, cible in enumerate(fiche.instances, start=1)
    ]


def phrase_pieces(cible: Cible) -> str:
    """The evidence a target needs, in one French sentence."""
    if not cible.pieces:
        return "aucune pièce : compté dans « Indicateurs »"
    regles = [
        (f"{modalite} : " if len(cible.pieces) > 1 else "") + phrase_jeux(jeux, cible.preferee)
        for modalite, jeux in cible.pieces.items()
    ]
    return " ; ".join(regles).replace("toutes : ", "dans tous les cas : ")


def phrase_jeux(jeux: tuple[tuple[str, ...], ...], preferee: str = "") -> str:
    """« (compte rendu et feuille d’émargement) ou mail de consultation »."""
    pieces = load_pieces()
    phrases = [enumere(pieces[p].libelle for p in jeu) for jeu in jeux]
    if len(phrases) > 1:
        phrases = [f"({p})" if len(j) > 1 else p for p, j in zip(phrases, jeux, strict=True)]
    if preferee:
        return " ou, à défaut, ".join(phrases)
    return enumere(phrases, "ou")


def etat_pieces(cible: Cible, modalite: str | None, fournies: frozenset[str]) -> str:
    """The word of the « Pièces » column: « complètes », « manque : … », or a modality to settle."""
    if not cible.admet(modalite):
        return MODALITE_NON_PREVUE if modalite else SANS_MODALITE
    manque = cible.manque(modalite, fournies)
    return MANQUE + phrase_jeux(manque) if manque else COMPLETES


def read_piece(valeur: object) -> int:
    """Whether a cell gives evidence (« non » is none), and names it (« oui » does not)."""
    if isinstance(valeur, str) and len(valeur) > _long() and _is_plain(valeur):
        return NOMMEE  # longer than any word that would say otherwise
    mot = cle(en_clair(valeur))
    return VIDE if mot in _absences() else DONNEE if mot in _sans_reference() else NOMMEE


def read_references(valeurs: Iterable[object]) -> list[str | None]:
    """The text by which two cells name the same document; None for a cell that names none."""
    mots = [
        v.strip().casefold()
        if isinstance(v, str) and len(v) <= _COURTE and _is_plain(v)
        else cle(en_clair(v))
        for v in valeurs
    ]
    aucun = _absences() | _sans_reference()
    return [None if mot in aucun else mot for mot in mots]


_COURTE = 80  # below it, `en_clair` shortens nothing


def est_fournie(valeur: object) -> bool:
    """Whether a cell of evidence holds some."""
    return read_piece(valeur) != VIDE


@cache
def _absences() -> frozenset[str]:
    return frozenset(map(cle, ("", *load_mots_absence())))


def _is_plain(texte: str) -> bool:
    """Whether `cle` would change no more of a text than its ends and its capitals."""
    return texte.isprintable() and "  " not in texte and unicodedata.is_normalized("NFC", texte)


@cache
def _long() -> int:
    """More characters than any of these words, with a space on each side."""
    return 2 + max(map(len, _absences() | _sans_reference()))


@cache
def _sans_reference() -> frozenset[str]:
    return frozenset(map(cle, load_mots_sans_reference()))


def lignes_fixes(fiche: Fiche, feuille: Feuille) -> list[dict[str, object]]:
    """Rows that the template writes before anyone types: names of deliverables, funders…"""
    if feuille is LIVRABLES:
        return [{"livrable": livrable} for livrable in fiche.livrables]
    if feuille is INDICATEURS:
        return [{"indicateur": i.libelle, "nature": i.nature} for i in fiche.indicateurs]
    if feuille is FINANCEMENT:
        return [{"poste": poste, "nature": nature} for poste, nature in POSTES]
    return []


def resume_fiche(fiche: Fiche) -> str:
    """« PLIE des Sources, fiche N°2, 2024 : 65 000 € de FSE+, 85 % au plus »."""
    taux = f", {pourcent(fiche.taux_max)} au plus" if fiche.taux_max is not None else ""
    montant = euros(fiche.montant_fse)
    return f"{fiche.plie}, fiche {fiche.numero}, {fiche.annee} : {montant} de FSE+{taux}"
