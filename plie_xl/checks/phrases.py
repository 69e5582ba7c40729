"""Words for the failing rows only: what a rule's sentences may name between braces."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from math import ceil, floor
from typing import Any

from plie_xl.checks.calendrier import find_chome
from plie_xl.checks.tables import ABSENTE, EN_TROP
from plie_xl.classeur import INDICATEURS, LIBELLES_MODALITES, STATUTS
from plie_xl.contenu import phrase_jeux
from plie_xl.fiche import Cible, Fiche, load_pieces
from plie_xl.saisie import find_cible
from plie_xl.texte import FINE, en_clair, enumere, euros, nombre, pourcent

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
        "ailleurs": str(ligne.get("ailleurs", "")),
        "instance_proche": _proche(ligne["instance"], instances),
        "statut_proche": _proche(ligne["statut"], STATUTS),
        "modalite_proche": _proche(ligne["modalite"], tuple(LIBELLES_MODALITES)),
        "selon_modalite": f" ({forme})" if forme and cible and len(cible.pieces) > 1 else "",
        "modalites_admises": enumere(_modalites(cible), "ou"),
        "manque_fr": phrase_jeux(cible.manque(forme, ligne["fournies"])) if cible else "",
        "pieces_admises": phrase_jeux(cible.jeux(forme), cible.preferee) if cible else "",
        "fournies_fr": enumere(
            p.libelle for i, p in load_pieces().items() if i in ligne["fournies"]
        ),
        "preferee_fr": _preferee(cible),
    }


def _modalites(cible: Cible | None) -> list[str]:
    """What the drop-down shows, of what the fiche provides for."""
    return [nom for nom, m in LIBELLES_MODALITES.items() if cible is None or cible.admet(m)]


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
        "part_fr": _part(ligne["fse"], ligne["depenses"]),
        "plafond_fr": euros(floor(100 * (fiche.taux_max or 1) * ligne["depenses"] + 0.5) / 100),
    }


def _part(fse: float, depenses: float) -> str:
    """A share rounded up: one that is above the limit never reads as the limit itself."""
    part = ceil(10_000 * fse / depenses - 1e-6) / 100 if depenses else 0.0
    return f"{nombre(part, 0 if part.is_integer() else 2)}{FINE}%"


def _montants(ligne: Ligne, fiche: Fiche) -> dict[str, str]:
    nature = cite(ligne["nature_saisie"])
    return {
        "poste_fr": cite(ligne["poste"]) or "sans nom",
        "nature_fr": f"nature : {nature}" if nature else "nature vide",
    }


def _cibles(ligne: Ligne, fiche: Fiche) -> dict[str, str]:
    lu, attendu = cite(ligne["lu"]), cite(ligne["attendu_valeur"])
    if ligne["ecart"] == ABSENTE:
        return {"lu_fr": f"{attendu} n’y est plus", "attendu_fr": "toutes les cibles de la fiche"}
    if ligne["ecart"] == EN_TROP:
        return {"lu_fr": f"{lu} y est de trop", "attendu_fr": "les seules cibles de la fiche"}
    attendu_fr = f"{attendu}, comme dans la fiche" if attendu else "une cellule vide"
    return {"lu_fr": lu or "une cellule est vide", "attendu_fr": attendu_fr}


def _indicateurs(ligne: Ligne, fiche: Fiche) -> dict[str, str]:
    connus = [i.libelle for i in fiche.indicateurs]
    return {
        "indicateur_fr": cite(ligne["indicateur"]) or "une ligne sans nom",
        "indicateur_proche": _proche(ligne["indicateur"], connus),
    }


def cite(valeur: object) -> str:
    """What was typed, between guillemets; "" for nothing."""
    texte = en_clair(valeur)
    return f"« {texte} »" if texte else ""


def _ventilations(ligne: Ligne, fiche: Fiche) -> dict[str, str]:
    libelles = {i.id: i.libelle for i in fiche.indicateurs}
    exces = [
        f"{enumere(cite(libelles[p]) for p in parties)} {'font' if parties[1:] else 'fait'}"
        f" {_entier(somme)}"
        for parties, somme in ligne["exces"]
    ]
    return {
        "mois": INDICATEURS.colonne(ligne["colonne"]).entete,
        "parties_fr": " ; ".join(exces),
        "total_fr": libelles[ligne["total"]],
        "borne_fr": _entier(ligne["borne"]),
    }


def _references(ligne: Ligne, fiche: Fiche) -> dict[str, str]:
    return {"homonyme": _entier(ligne["homonyme"])}


_PAR_FRAME: dict[str, Callable[[Ligne, Fiche], dict[str, str]]] = {
    "suivi": _suivi,
    "financement": _financement,
    "montants": _montants,
    "cibles": _cibles,
    "indicateurs": _indicateurs,
    "ventilations": _ventilations,
    "references": _references,
}


def _jour(ordinal: float) -> str:
    return f"{date.fromordinal(int(ordinal)):%d/%m/%Y}" if ordinal == ordinal else ""


def _entier(nombre: Any) -> str:
    return "" if nombre is None or nombre != nombre else f"{int(nombre)}"


def _proche(typed: object, connus: Iterable[str]) -> str:
    return _find_proche(en_clair(typed), tuple(connus))


@lru_cache(maxsize=4_096)
def _find_proche(typed: str, connus: tuple[str, ...]) -> str:
    minuscules = {c.casefold(): c for c in connus}
    proches = get_close_matches(typed.casefold(), list(minuscules), n=1)
    return f" ; vouliez-vous dire « {minuscules[proches[0]]} » ?" if proches else ""
