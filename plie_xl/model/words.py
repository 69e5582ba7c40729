"""The words that a workbook says and that we compare: plain texts, as cells and caches hold them.

Live formulas and Python write the same ones; nothing else spells them.
"""

from collections.abc import Mapping

from plie_xl.model.text import cle, typographie
from plie_xl.model.vocabulary import MODALITES

# The words of « Statut » and « Modalité ».
PREVUE, REALISEE, REPORTEE, ANNULEE = STATUTS = ("Prévue", "Réalisée", "Reportée", "Annulée")
LIBELLES_MODALITES = {m[0].upper() + m[1:]: m for m in MODALITES}

# The words of « Pièces » and « Compte ».
COMPLETES = "complètes"
MANQUE = typographie("manque :") + " "
SANS_MODALITE = "modalité à choisir"
MODALITE_INCONNUE = "modalité inconnue"
MODALITE_NON_PREVUE = "modalité non prévue"
PUBLICITES = ("Oui", "Non", "Sans objet")
TENUE, JUSTIFIEE, A_VENIR = "tenue", "justifiée", "prévue"
APRES_ARRETE = "après l’arrêté"
# What « Compte » says of a row that asks for nothing.
SANS_FAUTE = (JUSTIFIEE, TENUE, A_VENIR, REPORTEE.lower(), ANNULEE.lower(), APRES_ARRETE)

NON_CONTROLE = "non contrôlé"  # a figure that nobody has looked at yet
NON_SAISI, NON_SAISIES = "non saisi", "non saisies"  # a sum of euros that nobody typed: no zero

# The words of a target's status, from the best to the worst; the last once the period is over.
AVANCEMENT = (
    ATTEINTE := "Atteinte",
    A_COMPLETER := "Tenue, pièces à compléter",
    EN_BONNE_VOIE := "En bonne voie",
    A_PRECISER := "À préciser",
    NON_COMMENCEE := "Non commencée",
    EN_RETARD := "En retard",
    NON_ATTEINTE := "Non atteinte",
)
SANS_OBJET = "Sans objet"  # an avenant added or withdrew the target: nothing is asked that day
DEFINITION_TAUX = "moyenne, sur les cibles de la fiche, de la part faite (100 % au plus chacune)"
GRAINE_ATTENDUE = "une date, comme 20250131, ou un mot en lettres sans accent et en chiffres"
SEUIL_BONNE_VOIE = 0.85  # of what is expected at the date of reference


def find_listed(valeurs: Mapping[str, str] | tuple[str, ...], typed: object) -> str | None:
    """The list value that a cell means, compared as Excel compares; None when there is none."""
    attendue = cle(typed)
    return next((v for v in valeurs if cle(v) == attendue), None)


# What a French Excel shows of an error, where the file keeps its English name.
ERREURS = {
    "#NAME?": "#NOM?",
    "#NULL!": "#NUL!",
    "#NUM!": "#NOMBRE!",
    "#VALUE!": "#VALEUR!",
    "#SPILL!": "#PROPAGATION!",
    "#CALC!": "#CALCUL!",
    "#FIELD!": "#CHAMP!",
    "#BLOCKED!": "#BLOQUÉ!",
    "#CONNECT!": "#CONNEXION!",
    "#UNKNOWN!": "#INCONNU!",
    "#GETTING_DATA": "#OBTENTION_DONNEES",
}
