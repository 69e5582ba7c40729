"""Rules on « Écarts »: once the year is over, a target that is not reached says why."""

from plie_xl.checks.rule import A_VERIFIER, regle
from plie_xl.model.frames import Mask, Rows


@regle(
    "ECA-01",
    A_VERIFIER,
    sur="ecarts",
    colonne="motif",
    constat="{cible_fr} est à {justifie_fr} sur {minimum_fr} : le motif de l’écart manque",
    attendu="une phrase, puisque l’année est finie",
    remede="remplissez « Motif de l’écart »",
)
def ecart_explique_une_fois_l_annee_finie(ecarts: Rows) -> Mask:
    return ~(ecarts["finie"] & (ecarts["justifie"] < ecarts["minimum"])) | ecarts["motive"]


@regle(
    "ECA-02",
    A_VERIFIER,
    sur="textes",
    montre="personnelle",
    constat="ce texte, que le bilan reprend, semble contenir {personnelle}",
    attendu="aucun nom, aucune donnée qui désigne une personne",
    remede="écrivez la fonction, non le nom",
)
def motif_sans_donnee_personnelle(textes: Rows) -> Mask:
    return textes["personnelle"].est(None) | ~textes["table"].est("ecarts")


@regle(
    "ECA-03",
    A_VERIFIER,
    sur="ecarts",
    colonne="motif",
    constat="{cible_fr} est atteinte, et porte un motif : « {motif} »",
    attendu="un motif pour les seules cibles qui ont un écart",
    remede="videz la cellule si ce motif n’a plus de sens ; sinon, rien à faire",
)
def motif_d_un_ecart_qui_existe(ecarts: Rows) -> Mask:
    """Beyond the number of the fiche too there is a gap, which one may explain."""
    sans_ecart = (ecarts["justifie"] >= ecarts["minimum"]) & (ecarts["tenu"] <= ecarts["maximum"])
    return ~(ecarts["finie"] & sans_ecart & ecarts["motive"])
