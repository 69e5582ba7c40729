"""Words for the failing rows only: what a rule's sentences may name between braces."""

import re

from plie_xl.checks.holidays import find_chome
from plie_xl.checks.interpret import find_cible
from plie_xl.checks.rule import Regle
from plie_xl.checks.saying import (
    Ligne,
    Mot,
    say_entier,
    say_jour,
    say_mot_proche,
    say_proche,
    say_proposition,
)
from plie_xl.checks.saying_suivi import (
    REMEDES,
    say_a_defaut,
    say_admises,
    say_calendrier,
    say_du_jour,
    say_ecart_de_date,
    say_fournies,
    say_instance_proche,
    say_jour_proche,
    say_manque,
    say_modalites,
    say_plies,
    say_preferee,
    say_refus,
    say_selon_modalite,
)
from plie_xl.checks.tables import ABSENTE, EN_TROP
from plie_xl.model.fiche import Fiche
from plie_xl.model.privacy import cite, cite_nu
from plie_xl.model.propose import propose_montant, skip_monnaie
from plie_xl.model.text import (
    FINE,
    arrondi,
    en_clair,
    enumere,
    est_ambigu,
    euros,
    nombre,
    pluriel,
    pourcent,
)
from plie_xl.model.vocabulary import load_propositions
from plie_xl.model.workbook import INDICATEURS


class Mots(dict[str, str]):
    """The words that the sentences of a rule may name; each is found once, when one asks for it."""

    def __init__(self, sur: str, ligne: Ligne, fiche: Fiche) -> None:
        self._propres, self._ligne, self._fiche = _PAR_FRAME.get(sur, {}), ligne, fiche

    def __missing__(self, nom: str) -> str:
        find = self._propres.get(nom) or _DE_LA_FICHE.get(nom)
        mot = find(self._ligne, self._fiche) if find else cite_nu(self._ligne[nom])
        self[nom] = mot
        return mot


def say_attendu(regle: Regle) -> str:
    """What a rule expects of any row of any fiche, in one French sentence."""
    return regle.attendu.format_map(_EN_GENERAL)


def _part(ligne: Ligne, fiche: Fiche) -> str:
    """A share above the limit, with the decimals that it takes to see it: « 40,004 % »."""
    part, taux = 100 * ligne["fse"] / ligne["depenses"], arrondi(100 * (fiche.taux_max or 0.0), 9)
    exactes = (d for d in range(7) if abs(float(arrondi(part, d)) - part) < 1e-9)
    visibles = (d for d in range(2, 9) if arrondi(part, d) > taux)
    exacte = next(exactes, None)
    decimales = next(visibles, 9) if exacte is None else exacte
    return f"{'environ ' * (exacte is None)}{nombre(part, decimales)}{FINE}%"


def _plafond(ligne: Ligne, fiche: Fiche) -> str:
    return euros(float(arrondi((fiche.taux_max or 1) * ligne["depenses"], 2)))


def _nature(ligne: Ligne, fiche: Fiche) -> str:
    nature = cite(ligne["nature_saisie"])
    return f"nature : {nature}" if nature else "nature vide"


def _doute(ligne: Ligne, fiche: Fiche) -> str:
    """Why a text is no amount, and which one it means; of two readings, we choose none."""
    typed = en_clair(ligne["valeur"])
    seul = skip_monnaie(typed)
    if not est_ambigu(seul):
        return f"n’est pas un montant{say_proposition(propose_montant(typed))}"
    entiere, millieme = re.findall(r"\d+", seul)
    lus = nombre(int(entiere + millieme)), f"{entiere},{millieme}"
    return f"peut se lire {enumere((f'{lu}{FINE}€' for lu in lus), 'ou')}"


def _cible_lue(ligne: Ligne, fiche: Fiche) -> str:
    if ligne["ecart"] == ABSENTE:
        return f"{cite(ligne['attendu_valeur'])} n’y est plus"
    lu = cite(ligne["lu"])
    return f"{lu} y est de trop" if ligne["ecart"] == EN_TROP else lu or "une cellule est vide"


def _cible_attendue(ligne: Ligne, fiche: Fiche) -> str:
    if ligne["ecart"] == ABSENTE:
        return "toutes les cibles de la fiche"
    if ligne["ecart"] == EN_TROP:
        return "les seules cibles de la fiche"
    attendu = cite(ligne["attendu_valeur"])
    return f"{attendu}, comme dans la fiche" if attendu else "une cellule vide"


def _exces(ligne: Ligne, fiche: Fiche) -> str:
    libelles = _libelles(fiche)
    return " ; ".join(
        f"{enumere(cite(libelles[p]) for p in parties)} {'font' if parties[1:] else 'fait'}"
        f" {say_entier(somme)}"
        for parties, somme in ligne["exces"]
    )


def _libelles(fiche: Fiche) -> dict[str, str]:
    return {i.id: i.libelle for i in fiche.indicateurs}


def _selon_colonne(prevu: str, realise: str) -> Mot:
    return lambda ligne, fiche: prevu if ligne["colonne"] == "prevu" else realise


_EN_GENERAL = {
    "debut_fr": "premier jour de l’opération",
    "fin_fr": "dernier",
    "modalites_admises": "une des modalités que prévoit la fiche",
    "pieces_admises": "les pièces que demande la fiche",
    "preferee_fr": "la pièce que préfère la fiche",
    "attendu_fr": "ce que dit la fiche",
    "montant_fr": "le montant de la fiche",
    "taux_fr": "le taux de la fiche",
    "fourchette_fr": "la fourchette de la fiche",
    "plafond_fr": "cette part des dépenses",
}

_DE_LA_FICHE: dict[str, Mot] = {
    "debut_fr": lambda x, fiche: say_jour(fiche.premier_jour.toordinal()),
    "fin_fr": lambda x, fiche: say_jour(fiche.dernier_jour.toordinal()),
    "montant_fr": lambda x, fiche: euros(fiche.montant_fse),
    "taux_fr": lambda x, fiche: pourcent(fiche.taux_max) if fiche.taux_max is not None else "",
}

_PAR_FRAME: dict[str, dict[str, Mot]] = {
    "suivi": {
        "jour_proche": lambda x, fiche: say_jour_proche(x["date"], fiche),
        "calendrier_fr": say_calendrier,
        "jour_fr": lambda x, fiche: say_jour(x["jour"]),
        "du_jour": say_du_jour,
        "reference_fr": lambda x, fiche: say_jour(x["reference"]),
        "jour_chome": lambda x, fiche: find_chome(x["jour"]),
        "jumelle": lambda x, fiche: say_entier(x["jumelle"]),
        "fin_etiree": lambda x, fiche: say_entier(x["fin_etiree"]),
        "homonyme": lambda x, fiche: say_entier(x["homonyme"]),
        "ailleurs": lambda x, fiche: str(x["ailleurs"]),
        "avant_apres": lambda x, fiche: "avant" if x["jour"] < x["fusion"] else "après",
        "fusion_fr": lambda x, fiche: say_jour(x["fusion"]),
        "au_plie": lambda x, fiche: say_plies(x, "au"),
        "du_plie": lambda x, fiche: say_plies(x, "du"),
        "meme_reunion": lambda x, fiche: say_entier(x["meme_reunion"]),
        "instance_proche": say_instance_proche,
        "statut_proche": lambda x, fiche: say_mot_proche(x["statut"], load_propositions().statuts),
        "modalite_proche": lambda x, fiche: say_mot_proche(
            x["modalite"], load_propositions().modalites
        ),
        "selon_modalite": say_selon_modalite,
        "modalites_admises": say_modalites,
        "manque_fr": say_manque,
        "refus_fr": say_refus,
        "pieces_admises": say_admises,
        "fournies_fr": say_fournies,
        "une_piece": lambda x, fiche: "des pièces" if len(x["fournies"]) > 1 else "une pièce",
        "a_defaut_fr": say_a_defaut,
        "preferee_fr": say_preferee,
    },
    "sommes": {
        "colonne_fr": _selon_colonne("prévu", "réalisé"),
        "colonne_pl": _selon_colonne("prévues", "réalisées"),
        "entete": _selon_colonne("Prévu", "Réalisé"),
        "fse_fr": lambda x, fiche: euros(x["fse"]),
        "depenses_fr": lambda x, fiche: euros(x["depenses"]),
        "ressources_fr": lambda x, fiche: euros(x["ressources"]),
        "part_fr": _part,
        "plafond_fr": _plafond,
    },
    "financement": {
        "poste_fr": lambda x, fiche: cite(x["poste"]) or "sans nom",
        "nature_fr": _nature,
        "doute_fr": _doute,
    },
    "parametres": {"jour_proche": lambda x, fiche: say_jour_proche(x["valeur"], fiche)},
    "cibles": {"lu_fr": _cible_lue, "attendu_fr": _cible_attendue},
    "indicateurs": {
        "indicateur_fr": lambda x, fiche: cite(x["indicateur"]) or "une ligne sans nom",
        "indicateur_proche": lambda x, fiche: say_proche(
            x["indicateur"], (i.libelle for i in fiche.indicateurs)
        ),
    },
    "ventilations": {
        "mois": lambda x, fiche: INDICATEURS.colonne(x["colonne"]).entete,
        "parties_fr": _exces,
        "total_fr": lambda x, fiche: _libelles(fiche)[x["total"]],
        "borne_fr": lambda x, fiche: say_entier(x["borne"]),
    },
    "livrables": {
        "jour_fr": lambda x, fiche: say_jour(x["jour"]),
        "jour_proche": lambda x, fiche: say_jour_proche(x["remis_le"], fiche, 1),
    },
    "depassements": {
        "tenu_fr": lambda x, fiche: say_entier(x["tenu"]),
        "fourchette_fr": lambda x, fiche: find_cible(fiche, x["cible"], x["periode"]).objectif,
    },
    "ecarts": {
        "cible_fr": lambda x, fiche: cite(x["cible"]),
        "justifie_fr": lambda x, fiche: nombre(x["justifie"]),
        "minimum_fr": lambda x, fiche: nombre(x["minimum"]),
    },
    "formats": {
        "nombres_fr": lambda x, fiche: pluriel(
            x["nombre"], "nombre est affiché", "nombres sont affichés"
        ),
        "cellules_fr": lambda x, fiche: str(x["cellules"]),
    },
    "references": {
        "homonyme": lambda x, fiche: say_entier(x["homonyme"]),
        "ecart_fr": say_ecart_de_date,
        "remede_fr": lambda x, fiche: REMEDES[x["ecart"]],
    },
}
