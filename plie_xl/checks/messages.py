"""Words for the failing rows only: what a rule's sentences may name between braces."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from plie_xl.checks.holidays import find_chome
from plie_xl.checks.interpret import find_cible
from plie_xl.checks.references import INVERSEES, ISOLEE, TRIEE
from plie_xl.checks.rule import Regle
from plie_xl.checks.tables import ABSENTE, EN_TROP
from plie_xl.model.evidence import phrase_jeux
from plie_xl.model.fiche import Cible, Fiche, load_pieces
from plie_xl.model.privacy import cite, cite_nu
from plie_xl.model.propose import propose_jour, propose_mot, propose_proche
from plie_xl.model.text import (
    FINE,
    arrondi,
    cle,
    en_clair,
    enumere,
    est_ambigu,
    euros,
    nombre,
    pluriel,
    pourcent,
)
from plie_xl.model.vocabulary import Synonymes, load_propositions
from plie_xl.model.words import LIBELLES_MODALITES
from plie_xl.model.workbook import INDICATEURS

Ligne = Mapping[str, Any]
Mot = Callable[[Ligne, Fiche], str]


class Mots(dict[str, str]):
    """The words that the sentences of a rule may name; each is found when one asks for it."""

    def __init__(self, sur: str, ligne: Ligne, fiche: Fiche) -> None:
        self._sur, self._ligne, self._fiche = sur, ligne, fiche

    def __missing__(self, nom: str) -> str:
        find = _PAR_FRAME.get(self._sur, {}).get(nom) or _DE_LA_FICHE.get(nom)
        if find is not None:
            return find(self._ligne, self._fiche)
        return cite_nu(self._ligne[nom])


def say_attendu(regle: Regle) -> str:
    """What a rule expects of any row of any fiche, in one French sentence."""
    return regle.attendu.format_map(_EN_GENERAL)


def _cible(ligne: Ligne, fiche: Fiche) -> Cible | None:
    if not isinstance(ligne["cible"], str):
        return None
    return find_cible(fiche, ligne["cible"], ligne["regle"])


def _forme(ligne: Ligne) -> str | None:
    return ligne["forme"] if isinstance(ligne["forme"], str) else None


def _selon_modalite(ligne: Ligne, fiche: Fiche) -> str:
    forme, cible = _forme(ligne), _cible(ligne, fiche)
    return f" ({forme})" if forme and cible and len(cible.pieces) > 1 else ""


def _manque(ligne: Ligne, fiche: Fiche) -> str:
    cible = _cible(ligne, fiche)
    return phrase_jeux(cible.manque(_forme(ligne), ligne["fournies"])) if cible else ""


def _pieces_admises(ligne: Ligne, fiche: Fiche) -> str:
    cible = _cible(ligne, fiche)
    return phrase_jeux(cible.jeux(_forme(ligne)), cible.preferee) if cible else ""


def _fournies(ligne: Ligne, fiche: Fiche) -> str:
    return enumere(p.libelle for i, p in load_pieces().items() if i in ligne["fournies"])


def _modalites(ligne: Ligne, fiche: Fiche) -> str:
    """What the drop-down shows, of what the fiche provides for."""
    cible = _cible(ligne, fiche)
    admises = (nom for nom, m in LIBELLES_MODALITES.items() if cible is None or cible.admet(m))
    return enumere(admises, "ou")


def _instance_proche(ligne: Ligne, fiche: Fiche) -> str:
    """The target that was meant; or that it is one, but was not asked for on that day."""
    nomme = cle(ligne["instance"])
    cible = next((c for c in fiche.instances if cle(c.libelle) == nomme), None)
    if cible is None:
        return _proche(ligne["instance"], (c.libelle for c in fiche.instances))
    avant = cible.en_vigueur(0) is None
    return f" à cette date : {'ajoutée' if avant else 'retirée'} par un avenant"


def _preferee(ligne: Ligne, fiche: Fiche) -> str:
    cible = _cible(ligne, fiche)
    return load_pieces()[cible.preferee].libelle if cible and cible.preferee else ""


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
    """Why a text is no amount; of two readings, we choose none."""
    if not est_ambigu(ligne["valeur"]):
        return "n’est pas un montant"
    entiere, millieme = re.findall(r"\d+", ligne["valeur"])
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
        f" {_entier(somme)}"
        for parties, somme in ligne["exces"]
    )


def _libelles(fiche: Fiche) -> dict[str, str]:
    return {i.id: i.libelle for i in fiche.indicateurs}


def _jour(ordinal: float) -> str:
    return f"{date.fromordinal(int(ordinal)):%d/%m/%Y}" if ordinal == ordinal else ""


def _entier(nombre: Any) -> str:
    return "" if nombre is None or nombre != nombre else f"{int(nombre)}"


def _proche(typed: object, connus: Iterable[str]) -> str:
    return _propose(propose_proche(en_clair(typed), tuple(connus)))


def _propose(propose: str | None) -> str:
    return f" ; vouliez-vous dire « {propose} » ?" if propose else ""


def _mot_proche(typed: object, synonymes: Iterable[Synonymes]) -> str:
    return _propose(propose_mot(en_clair(typed), synonymes))


def _plies(ligne: Ligne, mot: str) -> str:
    return enumere((f"{mot} {nom}" for nom in str(ligne["revient"]).split("\n")), "ou")


def _jour_proche(ligne: Ligne, fiche: Fiche) -> str:
    """The day that a typed text means, as the sheet would show it."""
    jour = propose_jour(en_clair(ligne["date"]), fiche.debut, fiche.fin)
    return f" ; vouliez-vous dire {jour:%d/%m/%Y} ?" if jour else ""


def _calendrier(ligne: Ligne, fiche: Fiche) -> str:
    """Why a date is out of the period by 4 years and 1 day exactly."""
    ecart = ligne["calendrier"] - ligne["jour"]
    if ecart != ecart:
        return ""
    sens = "trop tôt" if ecart > 0 else "trop tard"
    return f", 4 ans et 1 jour {sens}, comme d’un classeur Mac (calendrier 1904)"


def _ecart_de_date(ligne: Ligne, fiche: Fiche) -> str:
    """A piece of another day than its row, or what befell the dates of the workbook."""
    if ligne["ecart"] == ISOLEE:
        inverse = " : jour et mois inversés ?" if ligne["inverse"] else ""
        return (
            f"la pièce est du {_jour(ligne['jour_piece'])}, la réunion du {_jour(ligne['jour'])}"
            f"{inverse} ({cite(ligne['reference'])})"
        )
    lignes = ligne["lignes"]
    ou = enumere(map(str, lignes[:_CITEES])) + (" …" if len(lignes) > _CITEES else "")
    if ligne["ecart"] == INVERSEES:
        return (
            f"la date de {len(lignes)} réunions n’est pas celle de leur pièce : jour et mois y"
            f" semblent inversés (lignes {ou})"
        )
    return (
        "les dates ne suivent plus les pièces : une colonne a-t-elle été triée seule ?"
        f" ({len(lignes)} réunions, lignes {ou})"
    )


_CITEES = 8  # rows named in one sentence
_REMEDES = {
    ISOLEE: "corrigez la date, ou la pièce",
    INVERSEES: "saisissez ces dates de nouveau, en jj/mm/aaaa",
    TRIEE: "annulez le tri, ou reprenez une copie d’avant ; triez toujours le tableau entier",
}


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
    "debut_fr": lambda x, fiche: f"{fiche.premier_jour:%d/%m/%Y}",
    "fin_fr": lambda x, fiche: f"{fiche.dernier_jour:%d/%m/%Y}",
    "montant_fr": lambda x, fiche: euros(fiche.montant_fse),
    "taux_fr": lambda x, fiche: pourcent(fiche.taux_max) if fiche.taux_max is not None else "",
}

_PAR_FRAME: dict[str, dict[str, Mot]] = {
    "suivi": {
        "jour_proche": _jour_proche,
        "calendrier_fr": _calendrier,
        "jour_fr": lambda x, fiche: _jour(x["jour"]),
        "reference_fr": lambda x, fiche: _jour(x["reference"]),
        "jour_chome": lambda x, fiche: find_chome(x["jour"]),
        "jumelle": lambda x, fiche: _entier(x["jumelle"]),
        "fin_etiree": lambda x, fiche: _entier(x["fin_etiree"]),
        "homonyme": lambda x, fiche: _entier(x["homonyme"]),
        "ailleurs": lambda x, fiche: str(x["ailleurs"]),
        "avant_apres": lambda x, fiche: "avant" if x["jour"] < x["fusion"] else "après",
        "fusion_fr": lambda x, fiche: _jour(x["fusion"]),
        "au_plie": lambda x, fiche: _plies(x, "au"),
        "du_plie": lambda x, fiche: _plies(x, "du"),
        "meme_reunion": lambda x, fiche: _entier(x["meme_reunion"]),
        "instance_proche": _instance_proche,
        "statut_proche": lambda x, fiche: _mot_proche(x["statut"], load_propositions().statuts),
        "modalite_proche": lambda x, fiche: _mot_proche(
            x["modalite"], load_propositions().modalites
        ),
        "selon_modalite": _selon_modalite,
        "modalites_admises": _modalites,
        "manque_fr": _manque,
        "pieces_admises": _pieces_admises,
        "fournies_fr": _fournies,
        "preferee_fr": _preferee,
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
    "cibles": {"lu_fr": _cible_lue, "attendu_fr": _cible_attendue},
    "indicateurs": {
        "indicateur_fr": lambda x, fiche: cite(x["indicateur"]) or "une ligne sans nom",
        "indicateur_proche": lambda x, fiche: _proche(
            x["indicateur"], (i.libelle for i in fiche.indicateurs)
        ),
    },
    "ventilations": {
        "mois": lambda x, fiche: INDICATEURS.colonne(x["colonne"]).entete,
        "parties_fr": _exces,
        "total_fr": lambda x, fiche: _libelles(fiche)[x["total"]],
        "borne_fr": lambda x, fiche: _entier(x["borne"]),
    },
    "livrables": {"jour_fr": lambda x, fiche: _jour(x["jour"])},
    "depassements": {
        "tenu_fr": lambda x, fiche: _entier(x["tenu"]),
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
        "homonyme": lambda x, fiche: _entier(x["homonyme"]),
        "ecart_fr": _ecart_de_date,
        "remede_fr": lambda x, fiche: _REMEDES[x["ecart"]],
    },
}
