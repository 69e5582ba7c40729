"""A workbook without reproach for any fiche: every target reached, everything proved."""

from datetime import date, timedelta
from itertools import cycle
from typing import Any

from plie_xl.checks.holidays import find_chome
from plie_xl.model.fiche import Fiche
from plie_xl.model.target import Cible
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.words import LIBELLES_MODALITES
from plie_xl.model.workbook import POSTES

TECHNICIENS = 3
_LIBELLES = {modalite: libelle for libelle, modalite in LIBELLES_MODALITES.items()}


def fill_parfait(fiche: Fiche) -> dict[str, list[dict[str, Any]]]:
    """Typed rows, by table, of a year in which everything was held and proved."""
    parametres: dict[str, Any] = {"reference": fiche.fin, "contact": "Service insertion"}
    if fiche.par_technicien:
        parametres["techniciens"] = TECHNICIENS
    saisies = {
        "parametres": [parametres],
        "suivi": _suivi(fiche),
        "livrables": [
            {"livrable": livrable, "remis_le": date(2024, 12, 20), "reference": f"{livrable}.pdf"}
            for livrable in fiche.livrables
        ],
        "financement": _financement(fiche),
    }
    if fiche.indicateurs:
        saisies["indicateurs"] = _indicateurs(fiche)
    return saisies


def _suivi(fiche: Fiche) -> list[dict[str, Any]]:
    """Each target as many times as needed, each way of meeting and each set of pieces in turn."""
    lignes = []
    for cible in (c for c in fiche.instances if c.pieces):
        ouvres = _jours_ouvres(fiche)
        facons = cycle(_facons(cible))
        par = TECHNICIENS if cible.par == "technicien" else 1
        for _ in range(max(1, cible.minimum * par)):
            modalite, jeu = next(facons)
            jour = next(ouvres)
            pieces = {p: f"{jour} {cible.id} {load_pieces()[p].libelle}.pdf" for p in jeu}
            lignes.append(
                {
                    "numero": len(lignes) + 1,
                    "date": jour,
                    "instance": cible.libelle,
                    "statut": "Réalisée",
                    "modalite": _LIBELLES.get(modalite, ""),
                    "presents": "" if modalite == "consultation écrite" else 8,
                    **pieces,
                }
            )
    return lignes


def _facons(cible: Cible) -> list[tuple[str, tuple[str, ...]]]:
    """Every modality that the target admits with every set of evidence that proves it."""
    return [
        (modalite, jeu)
        for modalite in cible.modalites or ("", *_LIBELLES)
        for jeu in cible.jeux(modalite or None)
        if not cible.preferee or cible.preferee in jeu
    ]


def _jours_ouvres(fiche: Fiche) -> Any:
    jours = (fiche.debut + timedelta(days=n) for n in range((fiche.fin - fiche.debut).days))
    return (jour for jour in jours if not find_chome(float(jour.toordinal())))


def _financement(fiche: Fiche) -> list[dict[str, Any]]:
    """FSE+ at the very limits of the fiche, both columns in balance."""
    cout = fiche.montant_fse / (fiche.taux_max or 0.5)
    montants = {
        "Dépenses de personnel": cout,
        "FSE+": fiche.montant_fse,
        "Autofinancement": cout - fiche.montant_fse,
    }
    return [
        {"poste": p, "nature": n, "prevu": montants.get(p, ""), "realise": montants.get(p, "")}
        for p, n in POSTES
    ]


def _indicateurs(fiche: Fiche) -> list[dict[str, Any]]:
    """Each group of parts exactly fills its total, each month."""
    parties = {
        i.id: [j for j in fiche.indicateurs if j.groupe == i.groupe] for i in fiche.indicateurs
    }
    return [
        {
            "indicateur": i.libelle,
            "nature": i.nature,
            **{f"m{n:02}": 60 // (len(parties[i.id]) if i.groupe else 1) for n in range(1, 13)},
        }
        for i in fiche.indicateurs
    ]
