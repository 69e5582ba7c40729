"""Rules on the rows of « Suivi ». The order is that of the words in « Compte »."""

import numpy as np

from plie_xl.checks.rule import A_VERIFIER, BLOQUANTE, regle
from plie_xl.model.frames import Mask, Rows
from plie_xl.model.vocabulary import MODALITES
from plie_xl.model.words import (
    MODALITE_INCONNUE,
    MODALITE_NON_PREVUE,
    PREVUE,
    REALISEE,
    SANS_MODALITE,
)

CONSULTATION = MODALITES[2]


@regle(
    "SUI-01",
    BLOQUANTE,
    colonne="instance",
    motif="ligne à compléter",
    constat="la ligne {ligne} n’a ni instance, ni date, ni statut",
    attendu="une instance, une date et un statut",
    remede="complétez la ligne, ou videz-la si elle ne sert pas",
)
def ligne_renseignee(suivi: Rows) -> Mask:
    return suivi["complete"] | suivi["illisible"]


@regle(
    "SUI-02",
    BLOQUANTE,
    colonne="instance",
    motif="instance à choisir",
    constat="la ligne {ligne} ne dit pas quelle instance ou action elle concerne",
    attendu="une des instances de la liste déroulante",
    remede="choisissez l’instance dans la liste",
)
def instance_renseignee(suivi: Rows) -> Mask:
    return ~suivi["complete"] | ~suivi["instance_vide"]


@regle(
    "SUI-03",
    BLOQUANTE,
    colonne="instance",
    motif="instance inconnue",
    constat="la fiche ne prévoit pas d’instance « {instance} »{instance_proche}",
    attendu="une des instances de la liste déroulante",
    remede="choisissez l’instance dans la liste",
)
def instance_de_la_fiche(suivi: Rows) -> Mask:
    return ~suivi["complete"] | suivi["instance_vide"] | ~suivi["cible"].est(None)


@regle(
    "SUI-04",
    BLOQUANTE,
    colonne="statut",
    motif="statut à choisir",
    constat="la ligne {ligne} n’a pas de statut",
    attendu="Prévue, Réalisée, Reportée ou Annulée",
    remede="choisissez le statut dans la liste",
)
def statut_renseigne(suivi: Rows) -> Mask:
    return ~suivi["complete"] | ~suivi["statut_vide"]


@regle(
    "SUI-05",
    BLOQUANTE,
    colonne="statut",
    motif="statut inconnu",
    constat="« {statut} » n’est pas un statut{statut_proche}",
    attendu="Prévue, Réalisée, Reportée ou Annulée",
    remede="choisissez le statut dans la liste",
)
def statut_connu(suivi: Rows) -> Mask:
    return ~suivi["complete"] | suivi["statut_vide"] | ~suivi["etat"].est(None)


@regle(
    "SUI-06",
    BLOQUANTE,
    colonne="date",
    motif="date manquante",
    constat="la ligne {ligne} n’a pas de date",
    attendu="une date du {debut_fr} au {fin_fr}",
    remede="saisissez la date en jj/mm/aaaa",
)
def date_renseignee(suivi: Rows) -> Mask:
    return ~suivi["datee"] | ~suivi["date_vide"]


@regle(
    "SUI-07",
    BLOQUANTE,
    colonne="date",
    motif="date à corriger",
    constat="« {date} » n’est pas une date{jour_proche}",
    attendu="une date du {debut_fr} au {fin_fr}",
    remede="saisissez la date en jj/mm/aaaa",
)
def date_lisible(suivi: Rows) -> Mask:
    return ~suivi["datee"] | suivi["date_vide"] | ~np.isnan(suivi["jour"])


@regle(
    "SUI-08",
    BLOQUANTE,
    colonne="date",
    motif="hors période",
    constat="le {jour_fr} n’est pas dans la période de la fiche{calendrier_fr}",
    attendu="une date du {debut_fr} au {fin_fr}",
    remede="corrigez la date, ou saisissez la ligne dans le classeur de son année",
)
def date_dans_la_periode(suivi: Rows) -> Mask:
    dedans = suivi["dans_la_periode"] | suivi["hors_fusion"]  # the next rule says more
    return ~suivi["datee"] | np.isnan(suivi["jour"]) | dedans


@regle(
    "SUI-23",
    BLOQUANTE,
    colonne="date",
    motif="hors période",
    constat="le {jour_fr} est {avant_apres} la fusion du {fusion_fr} : cette ligne revient"
    " {au_plie}",
    attendu="une réunion dans le classeur du PLIE de ce jour-là",
    remede="notez-la dans le classeur {du_plie}",
)
def date_du_bon_cote_de_la_fusion(suivi: Rows) -> Mask:
    return ~suivi["datee"] | ~suivi["hors_fusion"]


@regle(
    "SUI-09",
    BLOQUANTE,
    colonne="quantite",
    motif="quantité à corriger",
    constat="« {quantite} » n’est pas une quantité",
    attendu="un nombre entier à partir de 1, ou rien (vide = 1)",
    remede="corrigez la quantité, ou videz la cellule",
)
def quantite_entiere_et_positive(suivi: Rows) -> Mask:
    return ~suivi["datee"] | ~np.isnan(suivi["nombre"])


@regle(
    "SUI-21",
    BLOQUANTE,
    colonne="quantite",
    motif="une ligne par réunion",
    constat="« {quantite} » réunions sur la ligne {ligne} : il faut une ligne par réunion",
    attendu="1, ou rien, pour une réunion",
    remede="videz la quantité, et ajoutez une ligne, avec sa date et ses pièces, par réunion tenue",
)
def une_ligne_par_reunion(suivi: Rows) -> Mask:
    plusieurs = suivi["une_reunion"] & (suivi["nombre"] != 1) & ~np.isnan(suivi["nombre"])
    return ~suivi["datee"] | ~plusieurs


@regle(
    "SUI-10",
    BLOQUANTE,
    colonne="date",
    motif="date à venir",
    constat="« Réalisée » le {jour_fr}, qui est encore à venir",
    attendu="une date passée, ou le statut « Prévue »",
    remede="corrigez la date ou le statut",
)
def tenue_au_plus_tard_aujourd_hui(suivi: Rows) -> Mask:
    avenir = (suivi["jour"] > suivi["aujourdhui"]) & (suivi["jour"] <= suivi["fin"])
    return ~suivi["complete"] | ~suivi["etat"].est(REALISEE) | ~avenir


@regle(
    "SUI-11",
    BLOQUANTE,
    colonne="modalite",
    motif=SANS_MODALITE,
    constat="la modalité manque pour « {instance} » {du_jour}",
    attendu="{modalites_admises}",
    remede="choisissez la modalité dans la liste",
)
def modalite_renseignee(suivi: Rows) -> Mask:
    return ~suivi["tenue"] | ~suivi["etat_pieces"].est(SANS_MODALITE)


@regle(
    "SUI-12",
    BLOQUANTE,
    colonne="modalite",
    motif=MODALITE_INCONNUE,
    constat="« {modalite} » n’est pas une modalité{modalite_proche}",
    attendu="{modalites_admises}",
    remede="choisissez la modalité dans la liste",
)
def modalite_connue(suivi: Rows) -> Mask:
    vivante = suivi["complete"] & suivi["etat"].est(REALISEE, None)  # what is not known may be it
    vivante &= ~suivi["apres_arrete"]
    return ~vivante | suivi["modalite_vide"] | ~suivi["forme"].est(None)


@regle(
    "SUI-13",
    BLOQUANTE,
    colonne="modalite",
    motif=MODALITE_NON_PREVUE,
    constat="la fiche ne prévoit pas « {modalite} » pour « {instance} »",
    attendu="{modalites_admises}",
    remede="corrigez la modalité, ou demandez l’accord d’AGAPE",
)
def modalite_prevue_par_la_fiche(suivi: Rows) -> Mask:
    return ~suivi["tenue"] | ~suivi["etat_pieces"].est(MODALITE_NON_PREVUE)


@regle(
    "SUI-14",
    A_VERIFIER,
    colonne="date",
    constat="les lignes {jumelle} et {ligne} disent toutes deux « {instance} » le {jour_fr}",
    attendu="une seule ligne par réunion",
    remede="gardez une des deux lignes, ou dites en commentaire pourquoi il y en a deux",
)
def une_seule_fois_par_jour(suivi: Rows) -> Mask:
    return np.isnan(suivi["jumelle"])


@regle(
    "SUI-15",
    A_VERIFIER,
    colonne="presents",
    constat="« {presents} » n’est pas un nombre de personnes",
    attendu="un nombre entier à partir de 1, ou rien",
    remede="corrigez le nombre de présents, ou videz la cellule",
)
def presents_entier(suivi: Rows) -> Mask:
    return ~suivi["complete"] | suivi["presents_vide"] | (suivi["personnes"] >= 0)


@regle(
    "SUI-16",
    A_VERIFIER,
    colonne="presents",
    constat="la réunion {du_jour} est « Réalisée » avec 0 présent",
    attendu="au moins une personne, ou rien si le nombre n’est pas connu",
    remede="corrigez le nombre de présents, ou le statut",
)
def quelqu_un_a_une_reunion_tenue(suivi: Rows) -> Mask:
    reunion = suivi["complete"] & suivi["etat"].est(REALISEE) & ~suivi["forme"].est(CONSULTATION)
    return ~reunion | (suivi["personnes"] != 0)


@regle(
    "SUI-18",
    A_VERIFIER,
    colonne="statut",
    constat="la ligne est encore « Prévue », et le {jour_fr} est passé",
    attendu="« Réalisée », « Reportée » ou « Annulée »",
    remede="mettez le statut à jour",
)
def prevue_encore_a_venir(suivi: Rows) -> Mask:
    passee = find_passees(suivi) & (suivi["jour"] >= suivi["debut"])
    return ~suivi["complete"] | ~suivi["etat"].est(PREVUE) | ~passee


def find_passees(suivi: Rows) -> Mask:
    """Days before the date of reference, and before today: past for whoever counts."""
    return suivi["jour"] < np.minimum(suivi["reference"], suivi["aujourdhui"])


@regle(
    "SUI-19",
    A_VERIFIER,
    colonne="numero",
    constat="le numéro {numero} est déjà celui de la ligne {homonyme}",
    attendu="un numéro par ligne",
    remede="videz ce numéro : le bouton « Valider » en donnera un autre",
)
def numero_unique(suivi: Rows) -> Mask:
    return np.isnan(suivi["homonyme"])
