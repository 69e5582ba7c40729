"""Words for the failing rows only: what a rule's sentences may name between braces."""

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from plie_xl.checks.suivi import find_chome
from plie_xl.classeur import INDICATEURS, LIBELLES_MODALITES, STATUTS
from plie_xl.contenu import phrase_jeux
from plie_xl.fiche import Cible, Fiche, load_pieces
from plie_xl.saisie import find_cible
from plie_xl.texte import en_clair, enumere, euros, pourcent

Ligne = Mapping[str, Any]


def words(sur: str, ligne: Ligne, fiche: Fiche) -> dict[str, str]:
    """Every word that the sentences of the rules on this frame may name."""
    mots = {nom: en_clair(valeur) for nom, valeur in ligne.items() if not _compose(valeur)}
    mots |= _de_la_fiche(fiche)
    return mots | (_PAR_FRAME[sur](ligne, fiche) if sur in _PAR_FRAME else {})


def find_colonne(sur: str, colonne: str, ligne: Ligne, fiche: Fiche) -> str:
    """The column whose cell an anomaly names: the first missing piece, the first one given…"""
    if colonne == "piece_attendue":
        cible = find_cible(fiche, ligne["cible"])
        return str(cible.manque(ligne["forme"], ligne["fournies"])[0][0])
    if colonne == "piece_fournie":
        return next(p for p in load_pieces() if p in ligne["fournies"])
    return colonne or str(ligne["colonne"])


def _compose(valeur: object) -> bool:
    return isinstance(valeur, frozenset | tuple)


def _de_la_fiche(fiche: Fiche) -> dict[str, str]:
    return {
        "debut_fr": f"{fiche.debut:%d/%m/%Y}",
        "fin_fr": f"{fiche.fin:%d/%m/%Y}",
        "montant_fr": euros(fiche.montant_fse),
        "taux_fr": pourcent(fiche.taux_max) if fiche.taux_max is not None else "",
    }


def _suivi(ligne: Ligne, fiche: Fiche) -> dict[str, str]:
    cible = find_cible(fiche, ligne["cible"]) if isinstance(ligne["cible"], str) else None
    forme = ligne["forme"] if isinstance(ligne["forme"], str) else None
    instances = [c.libelle for c in fiche.instances]
    return {
        "jour_fr": _jour(ligne["jour"]),
        "reference_fr": _jour(ligne["reference"]),
        "jour_chome": find_chome(ligne["jour"]),
        "jumelle": _entier(ligne.get("jumelle")),
        "homonyme": _entier(ligne.get("homonyme")),
        "instance_proche": _proche(ligne["instance"], instances),
        "statut_proche": _proche(ligne["statut"], STATUTS),
        "modalite_proche": _proche(ligne["modalite"], tuple(LIBELLES_MODALITES)),
        "selon_modalite": f" ({forme})" if forme and cible and len(cible.pieces) > 1 else "",
        "modalites_admises": enumere(
            (cible.modalites if cible else ()) or LIBELLES_MODALITES, "ou"
        ),
        "pieces_admises": phrase_jeux(cible.jeux(forme), cible.preferee) if cible else "",
        "fournies_fr": enumere(
            p.libelle for i, p in load_pieces().items() if i in ligne["fournies"]
        ),
        "preferee_fr": _preferee(cible),
    }


def _preferee(cible: Cible | None) -> str:
    return load_pieces()[cible.preferee].libelle if cible and cible.preferee else ""


def _financement(ligne: Ligne, fiche: Fiche) -> dict[str, str]:
    prevu = ligne["colonne"] == "prevu"
    return {
        "colonne_fr": "prévu" if prevu else "réalisé",
        "colonne_pl": "prévues" if prevu else "réalisées",
        "entete": "Prévu" if prevu else "Réalisé",
        "fse_fr": euros(ligne["fse"]),
        "depenses_fr": euros(ligne["depenses"]),
        "ressources_fr": euros(ligne["ressources"]),
        "part_fr": pourcent(ligne["fse"] / ligne["depenses"]) if ligne["depenses"] else "",
    }


def _ventilations(ligne: Ligne, fiche: Fiche) -> dict[str, str]:
    libelles = {i.id: i.libelle for i in fiche.indicateurs}
    return {
        "mois": INDICATEURS.colonne(ligne["colonne"]).entete,
        "parties_fr": enumere(f"« {libelles[p]} »" for p in ligne["parties"]),
        "somme_fr": _entier(ligne["somme"]),
        "total_fr": libelles[ligne["total"]],
        "borne_fr": _entier(ligne["borne"]),
    }


def _references(ligne: Ligne, fiche: Fiche) -> dict[str, str]:
    return {"homonyme": _entier(ligne["homonyme"])}


_PAR_FRAME: dict[str, Callable[[Ligne, Fiche], dict[str, str]]] = {
    "suivi": _suivi,
    "financement": _financement,
    "ventilations": _ventilations,
    "references": _references,
}


def _jour(ordinal: float) -> str:
    return f"{date.fromordinal(int(ordinal)):%d/%m/%Y}" if ordinal == ordinal else ""


def _entier(nombre: Any) -> str:
    return "" if nombre is None or nombre != nombre else f"{int(nombre)}"


def _proche(typed: object, connus: tuple[str, ...] | list[str]) -> str:
    minuscules = {c.casefold(): c for c in connus}
    proches = get_close_matches(en_clair(typed).casefold(), list(minuscules), n=1)
    return f" ; vouliez-vous dire « {minuscules[proches[0]]} » ?" if proches else ""
