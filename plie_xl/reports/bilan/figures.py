"""Each figure of a bilan under its name, as the document prints it: « copil/justifie » → « 2 ».

The document carries « plie:graves/2024/copil/justifie » around it, so that the figure is found
again after any editing. Both the writing and the checking take their figures here.
"""

import hashlib
from collections.abc import Iterator, Mapping
from textwrap import shorten

from plie_xl.model.content import say_objectif
from plie_xl.model.text import FINE, euros, nombre, pourcent
from plie_xl.model.words import NON_CONTROLE, NON_SAISI
from plie_xl.reports.bilan.facts import Atteint, Faits

Barres = tuple[list[str], dict[str, list[float]]]  # names, and the values of each series

PREFIXE, MOINS = "plie:", "\N{MINUS SIGN}"
_LONG = 64  # characters of a tag: Word takes no more
_COURT = 44  # characters of a target's name beside its bars
A_PRECISER = "à préciser"
COLONNES = ("prevu", "realise")
# The four figures, in the order in which they are always said.
QUATRE = {
    "tenu": "Tenu",
    "justifie": "Justifié",
    "au_dossier": "Au dossier",
    "retenu_csf": "Retenu au CSF",
}
PUBLICITES = {"Oui": "oui", "Non": "non", "Sans objet": "sans_objet", "": "non_dit"}


def find_prefixe(faits: Faits) -> str:
    """« plie:graves/2024/ », before the name of each figure."""
    return f"{PREFIXE}{faits.fiche.id}/{faits.fiche.annee}/"


def find_tags(faits: Faits) -> Mapping[str, str]:
    """The tag of each figure: its name after the prefix, folded where Word would cut it."""
    prefixe = find_prefixe(faits)
    return {
        nom: prefixe + (nom if len(prefixe + nom) <= _LONG else _fold(nom))
        for nom in find_chiffres(faits)
    }


def _fold(nom: str) -> str:
    return hashlib.sha256(nom.encode()).hexdigest()[:12]


def find_chiffres(faits: Faits) -> Mapping[str, str]:
    """Every figure of the bilan by its name, in the order of the document."""
    return {
        **_operation(faits),
        **{nom: n for a in (*faits.cibles, *faits.hors) for nom, n in _cible(a)},
        **{f"{a.cible.id}/ecart": say_ecart(a.ecart) for a in faits.cibles},
        **{nom: n for mois, deux in faits.mois.items() for nom, n in _mois(mois, deux)},
        **{f"indicateur-{nom}/total": nombre(n) for nom, n in faits.indicateurs.items()},
        **dict(_financement(faits)),
        **{f"publicite/{PUBLICITES[mot]}": nombre(n) for mot, n in faits.publicite.items()},
        **{
            f"livrable-{n}/remis_le": x["remis_le"] or "non remis"
            for n, x in enumerate(faits.livrables, start=1)
        },
        "origine/lues": nombre(faits.lues),
        "origine/retenues": nombre(faits.retenues),
        "origine/ecartees": nombre(faits.lues - faits.retenues),
    }


def list_barres(faits: Faits) -> Barres:
    """What the chart draws: the targets whose number is known, three bars each."""
    connues = [a for a in faits.cibles if a.minimum == a.minimum]
    noms = [shorten(a.cible.libelle, _COURT, placeholder="…") for a in connues]
    series = {
        "Objectif": [a.minimum for a in connues],
        "Tenu": [a.tenu for a in connues],
        "Justifié": [a.justifie for a in connues],
    }
    deposes = [a.au_dossier for a in connues if a.au_dossier is not None]
    if len(deposes) == len(connues):
        series["Au dossier"] = deposes
    return noms, series


def say_ecart(ecart: float) -> str:
    """« +2 », « -3 » with a true minus, « 0 »."""
    if ecart != ecart:
        return A_PRECISER
    signe = "+" if ecart > 0 else MOINS if ecart < 0 else ""
    return signe + nombre(abs(ecart))


def _operation(faits: Faits) -> dict[str, str]:
    fiche = faits.fiche
    taux = pourcent(fiche.taux_max) if fiche.taux_max is not None else "non précisé"
    atteintes = sum(a.justifie >= a.minimum for a in faits.cibles)
    return {
        "operation/arrete": f"{faits.au:%d/%m/%Y}",
        "operation/montant_fse": euros(fiche.montant_fse),
        "operation/taux_max": taux,
        "operation/atteintes": nombre(atteintes),
        "operation/cibles": nombre(len(faits.cibles)),
    }


def _cible(a: Atteint) -> Iterator[tuple[str, str]]:
    debut = f"{a.cible.id}/"
    yield f"{debut}objectif", say_objectif(a.cible)
    yield f"{debut}tenu", nombre(a.tenu)
    yield f"{debut}justifie", nombre(a.justifie)
    for nom, n in (("au_dossier", a.au_dossier), ("retenu_csf", a.retenu_csf)):
        yield f"{debut}{nom}", NON_CONTROLE if n is None else nombre(n)


def _mois(mois: int, deux: tuple[int, int]) -> Iterator[tuple[str, str]]:
    for nom, n in zip(("tenu", "justifie"), deux, strict=True):
        yield f"mois-{mois:02}/{nom}", nombre(n)


def _financement(faits: Faits) -> Iterator[tuple[str, str]]:
    for colonne in COLONNES:
        sommes = {nom: faits.financement.get(f"{nom}_{colonne}") for nom in _SOMMES}
        for nom, n in sommes.items():
            yield f"financement/{nom}_{colonne}", NON_SAISI if n is None else euros(n)
        fse, depenses = sommes["fse"], sommes["depenses"]
        part = f"{nombre(100 * fse / depenses, 2)}{FINE}%" if fse is not None and depenses else ""
        yield f"financement/part_{colonne}", part or NON_SAISI


_SOMMES = ("depenses", "ressources", "fse")
