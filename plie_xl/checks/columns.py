"""The columns of each table that is checked: those of the contract, as typed, then the facts.

A column has a type, a title (the header of the workbook wherever there is one) and a French
description; `checks.schemas` makes pandera schemas of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plie_xl.model.collection import load_recueil
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.workbook import (
    CIBLES,
    ECARTS,
    FICHE,
    FINANCEMENT,
    INDICATEURS,
    LIVRABLES,
    Colonne,
    Feuille,
    feuille_suivi,
)

SAISI, MOT, JOUR = "object", "category", "datetime64[s]"
NOMBRE, ENTIER, OUI_NON = "float64", "int64", "bool"


@dataclass(frozen=True)
class Trait:
    """One column of a checked table; none of its values is missing when it is `pleine`."""

    nom: str
    genre: str
    titre: str
    description: str
    pleine: bool = False


CLES = (
    Trait("classeur", MOT, "Classeur", "Le nom du fichier reçu.", pleine=True),
    Trait("fiche", MOT, "Fiche", "L’identifiant de la fiche opération.", pleine=True),
    Trait("ligne", ENTIER, "Ligne", "Le numéro de la ligne dans Excel."),
)
_CELLULE = Trait("colonne", MOT, "Colonne", "La colonne où se trouve la cellule.", pleine=True)
_VALEUR = Trait("valeur", SAISI, "Valeur", "La cellule telle qu’elle est saisie.")


def _typed(colonnes: Iterable[Colonne]) -> Iterator[Trait]:
    for c in colonnes:
        yield Trait(c.id, SAISI, c.entete, c.aide or "Tel que saisi.")


def _contract(feuille: Feuille, *noms: str) -> tuple[Trait, ...]:
    return tuple(_typed(feuille.colonne(nom) for nom in noms))


def _typed_suivi() -> Iterator[Trait]:
    """What is typed in « Suivi », with every kind of evidence that some fiche accepts."""
    vues = {c.id: c for fiche in load_recueil().values() for c in feuille_suivi(fiche).colonnes}
    pieces = load_pieces()
    saisies = [c for c in vues.values() if not c.calcule and c.id not in pieces]
    modele = next(c for c in vues.values() if c.id in pieces)
    yield from _typed(saisies[:-1])
    for piece in pieces.values():
        yield Trait(piece.id, SAISI, piece.entete, modele.aide)
    yield from _typed(saisies[-1:])


def _facts(*faits: tuple[str, str, str, str]) -> tuple[Trait, ...]:
    return tuple(Trait(*fait) for fait in faits)


_SUIVI = _facts(
    ("cible", MOT, "Cible", "L’identifiant de l’instance dans la fiche ; vide si inconnue."),
    ("etat", MOT, "État", "Le statut reconnu ; vide si inconnu."),
    ("forme", MOT, "Forme", "La modalité reconnue, dans les mots de la fiche ; vide si inconnue."),
    ("jour", JOUR, "Jour", "La date reconnue ; vide si ce n’en est pas une."),
    ("debut", JOUR, "Début", "Le premier jour de l’opération, d’après la fiche."),
    ("fin", JOUR, "Fin", "Le dernier jour de l’opération, d’après la fiche."),
    ("reference", JOUR, "Arrêté au", "La date prise en compte, jamais après la fin."),
    ("aujourdhui", JOUR, "Aujourd’hui", "Le jour du contrôle : une réunion ne se tient pas après."),
    ("nombre", NOMBRE, "Nombre", "La quantité reconnue : vide compte 1, sinon un entier positif."),
    ("personnes", NOMBRE, "Personnes", "Le nombre de présents reconnu ; vide si ce n’en est pas."),
    ("instance_vide", OUI_NON, "Instance vide", "Rien n’est saisi dans « Instance ou action »."),
    ("date_vide", OUI_NON, "Date vide", "Rien n’est saisi dans « Date »."),
    ("statut_vide", OUI_NON, "Statut vide", "Rien n’est saisi dans « Statut »."),
    ("modalite_vide", OUI_NON, "Modalité vide", "Rien n’est saisi dans « Modalité »."),
    ("presents_vide", OUI_NON, "Présents vide", "Rien n’est saisi dans « Présents »."),
    ("illisible", OUI_NON, "Illisible", "Une cellule qui fait compter la ligne est en erreur."),
    ("complete", OUI_NON, "Complète", "Lisible, et dit au moins quoi, quand ou le statut."),
    ("datee", OUI_NON, "Datée", "Complète, ni reportée ni annulée : sa date compte."),
    ("dans_la_periode", OUI_NON, "Dans la période", "Le jour est du début à la fin."),
    ("fusion", JOUR, "Fusion", "Le jour où le territoire fusionne, dans l’année ; vide sinon."),
    ("revient", MOT, "Revient à", "Les territoires de l’autre côté de la fusion."),
    ("hors_fusion", OUI_NON, "Hors fusion", "Le jour est de l’autre côté de la fusion."),
    ("apres_arrete", OUI_NON, "Après l’arrêté", "Réalisée après la date prise en compte."),
    ("tenue", OUI_NON, "Tenue", "Complète, réalisée, arrêtée, pour une cible de la fiche."),
    ("une_reunion", OUI_NON, "Une réunion", "La cible compte des réunions, une par ligne."),
    ("meme_reunion", NOMBRE, "Même réunion", "La ligne, plus haut, qui compte cette réunion."),
    ("calendrier", JOUR, "Autre calendrier", "Le jour voulu, si la date vient d’un classeur 1904."),
    ("chome", OUI_NON, "Chômé", "Un samedi, un dimanche ou un jour férié."),
    ("etat_pieces", MOT, "Pièces", "Ce que dit la colonne « Pièces »."),
    ("compte", MOT, "Compte", "Ce que dit la colonne « Compte »."),
    ("retenue", OUI_NON, "Retenue", "La ligne est comptée comme tenue."),
    ("justifiee", OUI_NON, "Justifiée", "Elle l’est, et ses pièces suffisent."),
    ("piece_attendue", MOT, "Pièce attendue", "La première pièce qui manque."),
    ("piece_fournie", MOT, "Pièce fournie", "La première pièce donnée."),
    ("a_defaut", OUI_NON, "À défaut", "La pièce que la fiche préfère n’est pas donnée."),
    ("references", NOMBRE, "Références", "Le plus de pièces nommées dans une de ses cellules."),
    ("etiree", OUI_NON, "Étirée", "Une suite de jours sans repos, faite en tirant la poignée."),
    ("fin_etiree", NOMBRE, "Fin de la suite", "Sur sa première ligne, la dernière de la suite."),
    ("jumelle", NOMBRE, "Jumelle", "La première ligne qui dit la même réunion."),
    ("homonyme", NOMBRE, "Homonyme", "La première ligne qui porte le même numéro."),
    ("ailleurs", MOT, "Ailleurs", "La même ligne dans le classeur d’un autre territoire."),
)

_SOMMES = _facts(
    ("depenses", NOMBRE, "Dépenses", "Leur somme, en euros."),
    ("ressources", NOMBRE, "Ressources", "Leur somme, en euros."),
    ("fse", NOMBRE, "FSE+", "La part du FSE+ dans les ressources, en euros."),
    ("montant_fse", NOMBRE, "Montant du FSE+", "Le montant de la fiche, en euros."),
    ("taux_max", NOMBRE, "Taux maximal", "La part du FSE+ que la fiche permet (0,5 = la moitié)."),
)

COLONNES: dict[str, tuple[Trait, ...]] = {
    "suivi": (*CLES, *_typed_suivi(), *_SUIVI),
    "textes": (
        *CLES,
        Trait("table", MOT, "Tableau", "Le tableau où se trouve le texte.", pleine=True),
        _CELLULE,
        Trait("personnelle", MOT, "Donnée", "Ce que le texte semble contenir ; jamais le texte."),
    ),
    "references": (
        *CLES,
        _CELLULE,
        Trait("reference", SAISI, "Référence", "La pièce, telle qu’elle est saisie."),
        Trait("homonyme", NOMBRE, "Homonyme", "La première ligne qui donne la même pièce."),
        *_facts(
            ("retenue", OUI_NON, "Retenue", "La ligne est comptée comme tenue."),
            ("nommee", OUI_NON, "Nommée", "La cellule dit de quelle pièce il s’agit."),
            (
                "ecart",
                MOT,
                "Écart",
                "Ce qui est arrivé à la date, si la pièce a un autre jour.",
            ),
            ("jour_piece", JOUR, "Jour de la pièce", "Celui qu’elle porte, s’il n’est pas le bon."),
            ("colonne_date", MOT, "Colonne à voir", "La date, si toutes sont à revoir."),
        ),
    ),
    "parametres": (
        *CLES,
        Trait("parametre", MOT, "Paramètre", "Le nombre de techniciens, ou la date d’arrêté."),
        Trait("valeur", SAISI, FICHE.colonne("valeur").entete, _VALEUR.description),
        *_facts(
            ("vide", OUI_NON, "Vide", "Rien n’est saisi."),
            ("nombre", NOMBRE, "Nombre", "Le nombre de techniciens reconnu."),
            ("jour", JOUR, "Jour", "La date d’arrêté, telle qu’Excel la lit."),
            ("techniciens_attendus", OUI_NON, "Techniciens attendus", "La fiche en dépend."),
            ("arrete_attendu", OUI_NON, "Arrêté attendu", "La cellule porte une date d’arrêté."),
        ),
    ),
    "cibles": (
        *CLES,
        _CELLULE,
        Trait("ecart", MOT, "Écart", "Une cellule modifiée, une cible absente ou en trop."),
        Trait("lu", SAISI, "Lu", f"Ce que dit la feuille « {CIBLES.nom} »."),
        Trait("attendu_valeur", SAISI, "Attendu", "Ce que dit la fiche."),
        Trait("conforme", OUI_NON, "Conforme", "Les deux disent la même chose."),
    ),
    "financement": (
        *CLES,
        *_contract(FINANCEMENT, "poste"),
        Trait("nature_saisie", SAISI, FINANCEMENT.colonne("nature").entete, "Telle que saisie."),
        _CELLULE,
        _VALEUR,
        *_facts(
            ("nature", MOT, "Nature reconnue", "Dépense ou Ressource ; vide si inconnue."),
            ("nature_connue", OUI_NON, "Nature connue", "La nature est l’une des deux."),
            ("nombre", NOMBRE, "Montant", "Le montant reconnu, en euros."),
            ("en_texte", OUI_NON, "En texte", "Le montant est saisi comme un texte."),
        ),
    ),
    "sommes": (*CLES, _CELLULE, *_SOMMES),
    "indicateurs": (
        *CLES,
        *_contract(INDICATEURS, "indicateur"),
        _CELLULE,
        _VALEUR,
        *_facts(
            ("id", MOT, "Identifiant", "L’indicateur de la fiche ; vide si inconnu."),
            ("nombre", NOMBRE, "Nombre", "Le nombre de personnes reconnu."),
            ("en_texte", OUI_NON, "En texte", "Le nombre est saisi comme un texte."),
        ),
    ),
    "ventilations": (
        *CLES,
        _CELLULE,
        Trait("total", MOT, "Total", "L’identifiant de l’indicateur qui est le total."),
        Trait("borne", NOMBRE, "Borne", "Le total du mois."),
        Trait("somme", NOMBRE, "Somme", "La plus haute somme de ses parties, ce mois-là."),
    ),
    "livrables": (
        *CLES,
        *_contract(LIVRABLES, "livrable", "remis_le", "reference"),
        *_facts(
            ("jour", JOUR, "Jour", "La date de remise reconnue ; vide si ce n’en est pas une."),
            ("aujourdhui", JOUR, "Aujourd’hui", "Le dernier jour qui peut être passé."),
            ("remis", OUI_NON, "Remis", "La date de remise est un jour passé."),
            ("cite", OUI_NON, "Cité", "La référence dit quelque chose."),
        ),
    ),
    "classeurs": (
        *CLES,
        Trait("lignes", ENTIER, "Lignes", "Le nombre de lignes saisies dans « Suivi »."),
    ),
    "depassements": (
        *CLES,
        Trait("cible", MOT, "Cible", "L’identifiant de la cible.", pleine=True),
        *_contract(CIBLES, "libelle"),
        Trait("tenu", NOMBRE, "Tenu", "Ce qui est tenu."),
        Trait("maximum", NOMBRE, "Maximum", "Le haut de la fourchette de la fiche."),
    ),
    "ecarts": (
        *CLES,
        *_contract(ECARTS, "cible", "motif"),
        *_facts(
            ("minimum", NOMBRE, "Minimum", "Ce que demande la fiche ; vide si on l’ignore encore."),
            ("maximum", NOMBRE, "Maximum", "Ce que la fiche permet sans écart."),
            ("tenu", NOMBRE, "Tenu", "Ce qui est tenu."),
            ("justifie", NOMBRE, "Justifié", "Ce qui est justifié."),
            ("finie", OUI_NON, "Finie", "L’année est finie, et quelque chose y compte."),
            ("motive", OUI_NON, "Motivé", "Le motif dit quelque chose."),
        ),
    ),
    "formats": (
        *CLES,
        Trait("table", MOT, "Tableau", "Le tableau de la première cellule.", pleine=True),
        _CELLULE,
        _VALEUR,
        Trait("nombre", ENTIER, "Cellules", "Combien de cellules sont dans ce cas."),
        Trait("cellules", SAISI, "Où", "Toutes ces cellules, par feuille."),
    ),
}
