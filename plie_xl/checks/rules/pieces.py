"""Rules on evidence: what is missing for this target and this modality, and where."""

import numpy as np

from plie_xl.checks.rule import A_VERIFIER, BLOQUANTE, regle
from plie_xl.model.frames import Mask, Rows
from plie_xl.model.words import REALISEE


@regle(
    "PIE-01",
    A_VERIFIER,
    colonne="piece_attendue",
    constat="pour « {instance} » du {jour_fr}{selon_modalite}, il manque : {manque_fr}{refus_fr}",
    attendu="{pieces_admises}",
    remede="indiquez dans sa colonne la référence de ce qui manque, puis validez de nouveau",
)
def pieces_suffisantes(suivi: Rows) -> Mask:
    return ~suivi["retenue"] | suivi["piece_attendue"].est("")


@regle(
    "PIE-02",
    A_VERIFIER,
    colonne="piece_fournie",
    constat="pour « {instance} » du {jour_fr}, une pièce est donnée à défaut : {a_defaut_fr}",
    attendu="de préférence : {preferee_fr}",
    remede="joignez la pièce préférée si elle existe ; sinon, rien à faire",
)
def piece_preferee(suivi: Rows) -> Mask:
    return ~(suivi["justifiee"] & suivi["a_defaut"])


@regle(
    "PIE-03",
    A_VERIFIER,
    sur="references",
    montre="reference",
    constat="« {reference} » est déjà une pièce de la ligne {homonyme}",
    attendu="une pièce par réunion",
    remede="vérifiez la référence ; une même pièce ne prouve pas deux réunions",
)
def reference_unique(references: Rows) -> Mask:
    return np.isnan(references["homonyme"])


@regle(
    "PIE-04",
    A_VERIFIER,
    colonne="piece_fournie",
    constat="la ligne est « {statut} », mais donne {une_piece} : {fournies_fr}",
    attendu="aucune pièce tant que la réunion n’est pas tenue",
    remede="passez le statut à « Réalisée », ou videz la pièce",
)
def piece_d_une_reunion_tenue(suivi: Rows) -> Mask:
    non_tenue = ~suivi["etat"].est(None, REALISEE) & ~suivi["illisible"]
    return ~non_tenue | suivi["piece_fournie"].est("")


@regle(
    "PIE-05",
    A_VERIFIER,
    sur="references",
    montre="reference",
    constat="« {reference} » ne dit pas quelle pièce retrouver",
    attendu="le nom, le chemin ou le lien de la pièce, ou son numéro",
    remede="écrivez de quoi la retrouver, par exemple le nom du fichier, ou posez un lien vers lui"
    " (Ctrl + K) ; videz la cellule si la pièce n’est pas là",
)
def piece_nommee(references: Rows) -> Mask:
    return ~references["retenue"] | references["nommee"]


@regle(
    "PIE-06",
    A_VERIFIER,
    sur="references",
    colonne="colonne_date",
    montre="reference",
    constat="{ecart_fr}",
    attendu="une pièce du jour de la réunion",
    remede="{remede_fr}",
)
def piece_du_jour_de_la_reunion(references: Rows) -> Mask:
    return references["ecart"].est("")


@regle(
    "PIE-07",
    BLOQUANTE,
    colonne="instance",
    motif="même réunion que plus haut",
    constat="« {instance} » du {jour_fr} est la réunion de la ligne {meme_reunion} : même date,"
    " même pièce",
    attendu="une seule ligne par réunion",
    remede="supprimez une des deux lignes, ou corrigez la date ou la pièce de celle-ci",
)
def reunion_comptee_une_fois(suivi: Rows) -> Mask:
    return np.isnan(suivi["meme_reunion"])


@regle(
    "PIE-08",
    A_VERIFIER,
    colonne="quantite",
    constat="la ligne vaut {quantite} unités, avec une seule pièce",
    attendu="une pièce par unité, ou une pièce qui les nomme toutes",
    remede="ajoutez les autres pièces, séparées par « ; » ; rien à faire si celle-ci les nomme",
)
def une_piece_par_unite(suivi: Rows) -> Mask:
    plusieurs = suivi["retenue"] & (suivi["nombre"] > 1) & ~suivi["piece_fournie"].est("")
    return ~plusieurs | (suivi["references"] > 1)
