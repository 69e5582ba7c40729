"""What a fiche itself writes in its workbook."""

from collections.abc import Mapping

from plie_xl.model.evidence import phrase_pieces
from plie_xl.model.fiche import Fiche
from plie_xl.model.target import Cible
from plie_xl.model.text import en_clair, enumere, euros, pourcent
from plie_xl.model.words import SANS_OBJET
from plie_xl.model.workbook import (
    ANNEE_FICHE,
    ECARTS,
    FINANCEMENT,
    IDENTIFIANT,
    INDICATEURS,
    LIVRABLES,
    MODELE,
    POSTES,
    VERSION,
    Feuille,
)


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
        "empreinte": fiche.empreinte,
    }


def lignes_cibles(fiche: Fiche) -> list[dict[str, object]]:
    """Rows of « Cibles », as the template writes them and as CIB-01 expects them."""
    return [
        {
            "numero": rang,
            "libelle": cible.libelle,
            "objectif": say_objectif(cible),
            "unite": cible.unite,
            "theme": cible.theme,
            "modalites": cible.say(_say_modalites, demandee=True),
            "pieces": cible.say(phrase_pieces, demandee=True),
            "lu": cible.lu,
            "remarque": " ".join(
                filter(None, (cible.remarque, cible.a_confirmer, say_avenants(fiche, cible)))
            ),
        }
        for rang, cible in enumerate(fiche.instances, start=1)
    ]


def _say_modalites(cible: Cible) -> str:
    return enumere(cible.modalites, "ou") or "libre"


def say_objectif(cible: Cible) -> str:
    """Its number as the paper says it, where it has one."""
    return cible.objectif if cible.minimum else "sans objectif"


def say_sur(minimum: float | None, maximum: float | None, statut: str) -> str:
    """What a figure is compared with: « 2 », « 1 à 3 »; « ? » while it is to be settled."""
    connus = [en_clair(x) for x in (minimum, maximum) if x is not None and x == x]
    return " à ".join(connus) or ("0" if statut == SANS_OBJET else "?")


def say_avenants(fiche: Fiche, cible: Cible) -> str:
    """« Avenant 1, du 01/07/2024 : Avenant du 12 juin 2024. », of those that touch a target."""
    return " ".join(
        f"Avenant {a.numero}, du {a.le:%d/%m/%Y}{f' : {a.motif}' if a.motif else ''}."
        for a in fiche.avenants
        if cible.id in a.cibles
    )


def lignes_fixes(fiche: Fiche, feuille: Feuille) -> list[dict[str, object]]:
    """Rows that the template writes before anyone types: names of deliverables, funders…"""
    if feuille is LIVRABLES:
        return [{"livrable": livrable} for livrable in fiche.livrables]
    if feuille is INDICATEURS:
        return [{"indicateur": i.libelle, "nature": i.nature} for i in fiche.indicateurs]
    if feuille is ECARTS:
        return [{"cible": cible.libelle} for cible in fiche.cibles]
    if feuille is FINANCEMENT:
        return [{"poste": poste, "nature": nature} for poste, nature in POSTES]
    return []


def resume_fiche(fiche: Fiche) -> str:
    """« PLIE des Sources, fiche N°2, 2024 : 65 000 € de FSE+, 85 % au plus »."""
    taux = f", {pourcent(fiche.taux_max)} au plus" if fiche.taux_max is not None else ""
    montant = euros(fiche.montant_fse)
    return f"{fiche.plie}, fiche {fiche.numero}, {fiche.annee} : {montant} de FSE+{taux}"
