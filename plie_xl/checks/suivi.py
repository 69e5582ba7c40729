"""Rules on the rows of « Suivi ». The order is that of the words in « Compte »."""

import pandas as pd

from plie_xl.checks.calendrier import find_chome as find_chome
from plie_xl.checks.regle import A_VERIFIER, BLOQUANTE, regle
from plie_xl.classeur import (
    ANNULEE,
    MODALITE_INCONNUE,
    MODALITE_NON_PREVUE,
    PREVUE,
    REALISEE,
    REPORTEE,
    SANS_MODALITE,
)
from plie_xl.fiche import MODALITES
from plie_xl.saisie import par_valeur, read_entier
from plie_xl.texte import est_vide

CONSULTATION = MODALITES[2]


def _complete(suivi: pd.DataFrame) -> pd.Series:
    """Rows that say at least one of what, when, and whether it was held."""
    muette = suivi["instance_vide"] & suivi["date_vide"] & suivi["statut_vide"]
    return ~(muette | suivi["illisible"])


@regle(
    "SUI-01",
    BLOQUANTE,
    colonne="instance",
    motif="ligne à compléter",
    constat="la ligne {ligne} n’a ni instance, ni date, ni statut",
    attendu="une instance, une date et un statut",
    remede="complétez la ligne, ou videz-la si elle ne sert pas",
)
def ligne_renseignee(suivi: pd.DataFrame) -> pd.Series:
    return _complete(suivi) | suivi["illisible"]


@regle(
    "SUI-02",
    BLOQUANTE,
    colonne="instance",
    motif="instance à choisir",
    constat="la ligne {ligne} ne dit pas quelle instance ou action elle concerne",
    attendu="une des instances de la liste déroulante",
    remede="choisissez l’instance dans la liste",
)
def instance_renseignee(suivi: pd.DataFrame) -> pd.Series:
    return ~_complete(suivi) | ~suivi["instance_vide"]


@regle(
    "SUI-03",
    BLOQUANTE,
    colonne="instance",
    motif="instance inconnue",
    constat="la fiche ne prévoit pas d’instance « {instance} »{instance_proche}",
    attendu="une des instances de la liste déroulante",
    remede="choisissez l’instance dans la liste",
)
def instance_de_la_fiche(suivi: pd.DataFrame) -> pd.Series:
    return ~_complete(suivi) | suivi["instance_vide"] | suivi["cible"].notna()


@regle(
    "SUI-04",
    BLOQUANTE,
    colonne="statut",
    motif="statut à choisir",
    constat="la ligne {ligne} n’a pas de statut",
    attendu="Prévue, Réalisée, Reportée ou Annulée",
    remede="choisissez le statut dans la liste",
)
def statut_renseigne(suivi: pd.DataFrame) -> pd.Series:
    return ~_complete(suivi) | ~suivi["statut_vide"]


@regle(
    "SUI-05",
    BLOQUANTE,
    colonne="statut",
    motif="statut inconnu",
    constat="« {statut} » n’est pas un statut{statut_proche}",
    attendu="Prévue, Réalisée, Reportée ou Annulée",
    remede="choisissez le statut dans la liste",
)
def statut_connu(suivi: pd.DataFrame) -> pd.Series:
    return ~_complete(suivi) | suivi["statut_vide"] | suivi["etat"].notna()


def _datee(suivi: pd.DataFrame) -> pd.Series:
    """Rows whose date matters: a postponed or cancelled meeting may have none."""
    return _complete(suivi) & ~suivi["etat"].isin((REPORTEE, ANNULEE))


@regle(
    "SUI-06",
    BLOQUANTE,
    colonne="date",
    motif="date manquante",
    constat="la ligne {ligne} n’a pas de date",
    attendu="une date du {debut_fr} au {fin_fr}",
    remede="saisissez la date en jj/mm/aaaa",
)
def date_renseignee(suivi: pd.DataFrame) -> pd.Series:
    return ~_datee(suivi) | ~suivi["date_vide"]


@regle(
    "SUI-07",
    BLOQUANTE,
    colonne="date",
    motif="date à corriger",
    constat="« {date} » n’est pas une date",
    attendu="une date du {debut_fr} au {fin_fr}",
    remede="saisissez la date en jj/mm/aaaa",
)
def date_lisible(suivi: pd.DataFrame) -> pd.Series:
    return ~_datee(suivi) | suivi["date_vide"] | suivi["jour"].notna()


@regle(
    "SUI-08",
    BLOQUANTE,
    colonne="date",
    motif="hors période",
    constat="le {jour_fr} n’est pas dans la période de la fiche",
    attendu="une date du {debut_fr} au {fin_fr}",
    remede="corrigez la date, ou saisissez la ligne dans le classeur de son année",
)
def date_dans_la_periode(suivi: pd.DataFrame) -> pd.Series:
    dedans = suivi["jour"].between(suivi["debut"], suivi["fin"])
    return ~_datee(suivi) | suivi["jour"].isna() | dedans


@regle(
    "SUI-09",
    BLOQUANTE,
    colonne="quantite",
    motif="quantité à corriger",
    constat="« {quantite} » n’est pas une quantité",
    attendu="un nombre entier à partir de 1, ou rien (vide = 1)",
    remede="corrigez la quantité, ou videz la cellule",
)
def quantite_entiere_et_positive(suivi: pd.DataFrame) -> pd.Series:
    return ~_datee(suivi) | suivi["nombre"].notna()


@regle(
    "SUI-10",
    BLOQUANTE,
    colonne="date",
    motif="date à venir",
    constat="« Réalisée » le {jour_fr}, donc après la date prise en compte ({reference_fr})",
    attendu="une date passée, ou le statut « Prévue »",
    remede="corrigez la date ou le statut",
)
def tenue_au_plus_tard_a_la_reference(suivi: pd.DataFrame) -> pd.Series:
    avenir = (suivi["jour"] > suivi["reference"]) & (suivi["jour"] <= suivi["fin"])
    return ~_complete(suivi) | (suivi["etat"] != REALISEE) | ~avenir


def _tenue(suivi: pd.DataFrame) -> pd.Series:
    return _complete(suivi) & (suivi["etat"] == REALISEE) & suivi["cible"].notna()


@regle(
    "SUI-11",
    BLOQUANTE,
    colonne="modalite",
    motif=SANS_MODALITE,
    constat="la modalité manque pour « {instance} » du {jour_fr}",
    attendu="{modalites_admises}",
    remede="choisissez la modalité dans la liste",
)
def modalite_renseignee(suivi: pd.DataFrame) -> pd.Series:
    return ~_tenue(suivi) | (suivi["etat_pieces"] != SANS_MODALITE)


@regle(
    "SUI-12",
    BLOQUANTE,
    colonne="modalite",
    motif=MODALITE_INCONNUE,
    constat="« {modalite} » n’est pas une modalité{modalite_proche}",
    attendu="{modalites_admises}",
    remede="choisissez la modalité dans la liste",
)
def modalite_connue(suivi: pd.DataFrame) -> pd.Series:
    vivante = _complete(suivi) & (suivi["etat"] == REALISEE)
    return ~vivante | suivi["modalite_vide"] | suivi["forme"].notna()


@regle(
    "SUI-13",
    BLOQUANTE,
    colonne="modalite",
    motif=MODALITE_NON_PREVUE,
    constat="la fiche ne prévoit pas « {modalite} » pour « {instance} »",
    attendu="{modalites_admises}",
    remede="corrigez la modalité, ou demandez l’accord d’AGAPE",
)
def modalite_prevue_par_la_fiche(suivi: pd.DataFrame) -> pd.Series:
    return ~_tenue(suivi) | (suivi["etat_pieces"] != MODALITE_NON_PREVUE)


@regle(
    "SUI-14",
    A_VERIFIER,
    colonne="date",
    constat="les lignes {jumelle} et {ligne} disent toutes deux « {instance} » le {jour_fr}",
    attendu="une seule ligne par réunion",
    remede="gardez une des deux lignes, ou dites en commentaire pourquoi il y en a deux",
)
def une_seule_fois_par_jour(suivi: pd.DataFrame) -> pd.Series:
    return suivi["jumelle"].isna()


@regle(
    "SUI-15",
    A_VERIFIER,
    colonne="presents",
    constat="« {presents} » n’est pas un nombre de personnes",
    attendu="un nombre entier à partir de 1, ou rien",
    remede="corrigez le nombre de présents, ou videz la cellule",
)
def presents_entier(suivi: pd.DataFrame) -> pd.Series:
    entier = par_valeur(suivi["presents"], lambda v: est_vide(v) or read_entier(v) >= 0, bool)
    return ~_complete(suivi) | entier


@regle(
    "SUI-16",
    A_VERIFIER,
    colonne="presents",
    constat="la réunion du {jour_fr} est « Réalisée » avec 0 présent",
    attendu="au moins une personne, ou rien si le nombre n’est pas connu",
    remede="corrigez le nombre de présents, ou le statut",
)
def quelqu_un_a_une_reunion_tenue(suivi: pd.DataFrame) -> pd.Series:
    personne = par_valeur(
        suivi["presents"], lambda v: not est_vide(v) and read_entier(v) == 0, bool
    )
    reunion = _complete(suivi) & (suivi["etat"] == REALISEE) & (suivi["forme"] != CONSULTATION)
    return ~reunion | ~personne


@regle(
    "SUI-17",
    A_VERIFIER,
    colonne="date",
    constat="le {jour_fr} est {jour_chome}",
    attendu="un jour ouvré",
    remede="vérifiez la date ; si elle est juste, laissez-la et expliquez-la en commentaire",
)
def jour_ouvre(suivi: pd.DataFrame) -> pd.Series:
    chome = par_valeur(suivi["jour"].astype(object), lambda j: bool(find_chome(j)), bool)
    datee = _datee(suivi) & suivi["jour"].between(suivi["debut"], suivi["fin"])
    return ~datee | ~chome


@regle(
    "SUI-18",
    A_VERIFIER,
    colonne="statut",
    constat="la ligne est encore « Prévue », et le {jour_fr} est passé",
    attendu="« Réalisée », « Reportée » ou « Annulée »",
    remede="mettez le statut à jour",
)
def prevue_encore_a_venir(suivi: pd.DataFrame) -> pd.Series:
    passee = (suivi["jour"] < suivi["reference"]) & (suivi["jour"] >= suivi["debut"])
    return ~_complete(suivi) | (suivi["etat"] != PREVUE) | ~passee


@regle(
    "SUI-19",
    A_VERIFIER,
    colonne="numero",
    constat="le numéro {numero} est déjà celui de la ligne {homonyme}",
    attendu="un numéro par ligne",
    remede="videz ce numéro : le bouton « Valider » en donnera un autre",
)
def numero_unique(suivi: pd.DataFrame) -> pd.Series:
    return suivi["homonyme"].isna()


@regle(
    "SUI-20",
    A_VERIFIER,
    sur="textes",
    constat="le texte semble contenir {personnelle}",
    attendu="aucune donnée qui désigne une personne",
    remede="retirez-la : ce classeur circule, et ce texte ne sera pas recopié chez AGAPE",
)
def texte_sans_donnee_personnelle(textes: pd.DataFrame) -> pd.Series:
    return textes["personnelle"].isna()
