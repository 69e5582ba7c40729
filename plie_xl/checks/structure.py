"""Sentences on the file itself: what reading noticed, said as anomalies."""

from collections.abc import Iterator
from dataclasses import dataclass

from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule
from plie_xl.model.lecture import Lecture, Remarque
from plie_xl.model.privacy import cite, mask
from plie_xl.model.text import pluriel
from plie_xl.model.workbook import VERSION

BLOQUANTE, A_VERIFIER = Gravite.BLOQUANTE, Gravite.A_VERIFIER


@dataclass(frozen=True)
class Sentence:
    """What to say of one nature of remark: `{detail}` and `{conseil}` as it gives them,
    `{cite}` for a detail that may be empty, `{lignes}` for one that is a number of rows.
    """

    code: str
    gravite: Gravite
    constat: str
    attendu: str
    remede: str


_SAISIES = ("ligne est saisie", "lignes sont saisies")
_DATES = ("date est donnée", "dates sont données")
_CELLULES = (
    "cellule à côté du tableau n’est pas lue",
    "cellules à côté du tableau ne sont pas lues",
)

STRUCTURE = {
    "illisible": Sentence(
        "LEC-01",
        BLOQUANTE,
        "{detail}",
        "un classeur de suivi plie_xl (.xlsx, .xlsm ou .ods)",
        "{conseil}",
    ),
    "pas_un_classeur": Sentence(
        "LEC-02",
        BLOQUANTE,
        "{detail}",
        "un classeur tiré du modèle de la fiche",
        "{conseil}",
    ),
    "fiche_inconnue": Sentence(
        "LEC-03",
        BLOQUANTE,
        "l’identifiant de la fiche n’est pas connu : {cite}",
        "l’identifiant d’une des fiches de l’année",
        "rétablissez-le sur la feuille « Fiche », ou repartez du modèle du PLIE",
    ),
    "fiche_differente": Sentence(
        "CIB-08",
        A_VERIFIER,
        "la fiche que porte le classeur n’est pas celle d’AGAPE : {detail}, attendu {conseil}",
        "la fiche de l’année, telle qu’AGAPE l’a déposée",
        "demandez à AGAPE le modèle actuel de votre classeur",
    ),
    "avenant_absent": Sentence(
        "CIB-07",
        A_VERIFIER,
        "l’avenant {detail}, attendu {conseil}",
        "la fiche de l’année, avec ses avenants",
        "passez au nouveau modèle (onglet « PLIE », ou plie-xl migrer) : l’ancien classeur reste"
        " intact",
    ),
    "fusion_absente": Sentence(
        "CIB-10",
        A_VERIFIER,
        "la fusion du {detail} n’est pas dans ce classeur : sa feuille compte encore ce qui est"
        " daté de ce jour ou d’après",
        "la fiche de l’année, avec la fusion",
        "passez au nouveau modèle (onglet « PLIE », ou plie-xl migrer) ; dès ce jour, notez vos"
        " réunions dans le classeur du {conseil}",
    ),
    "plie_fusionne": Sentence(
        "CON-07",
        BLOQUANTE,
        "{detail} ne compte pas",
        "le classeur du {conseil}",
        "envoyez le classeur « {conseil} »",
    ),
    "source_modifiee": Sentence(
        "CIB-09",
        BLOQUANTE,
        "la feuille masquée qui porte la fiche a été modifiée : son empreinte n’est plus la bonne",
        "la feuille telle qu’elle a été livrée",
        "repartez d’un modèle neuf, et recopiez-y la saisie",
    ),
    "autre_annee": Sentence(
        "LEC-04",
        BLOQUANTE,
        "l’année du classeur n’est pas celle de la fiche : {cite}",
        "l’année de la fiche",
        "envoyez le classeur de la bonne année",
    ),
    "feuille_absente": Sentence(
        "LEC-05",
        BLOQUANTE,
        "la feuille « {detail} » manque",
        "toutes les feuilles du modèle",
        "rétablissez la feuille depuis un modèle neuf",
    ),
    "tableau_absent": Sentence(
        "LEC-06",
        BLOQUANTE,
        "les en-têtes de la feuille « {detail} » ont disparu",
        "la ligne d’en-têtes du modèle",
        "cochez « Ligne d’en-tête » (onglet « Création de tableau »), ou reprenez la ligne d’un"
        " modèle neuf",
    ),
    "colonne_absente": Sentence(
        "LEC-07",
        BLOQUANTE,
        "la colonne « {detail} » manque",
        "toutes les colonnes du modèle",
        "rétablissez l’en-tête « {detail} »",
    ),
    "colonne_inconnue": Sentence(
        "LEC-08",
        A_VERIFIER,
        "la colonne « {detail} » n’est pas du modèle ; elle est gardée, sans être comptée",
        "les colonnes du modèle",
        "vérifiez qu’aucune colonne du modèle n’a changé de nom",
    ),
    "autre_modele": Sentence(
        "LEC-09",
        A_VERIFIER,
        "le classeur ne vient pas du modèle actuel ; version lue : {cite}",
        f"la version {VERSION}",
        "passez au nouveau modèle (onglet « PLIE », ou plie-xl migrer) : l’ancien classeur reste"
        " intact",
    ),
    "valeur_erreur": Sentence(
        "LEC-10",
        BLOQUANTE,
        "la cellule affiche l’erreur {cite}",
        "une valeur saisie",
        "remplacez l’erreur par la valeur, ou videz la cellule",
    ),
    "formule_sans_valeur": Sentence(
        "LEC-11",
        BLOQUANTE,
        "la cellule contient une formule dont le résultat n’est pas enregistré",
        "une valeur saisie",
        "ouvrez le classeur dans Excel, enregistrez-le, ou tapez la valeur",
    ),
    "erreur_sans_effet": Sentence(
        "LEC-23",
        A_VERIFIER,
        "la cellule n’est enregistrée que comme {cite} : rien n’y est lu",
        "un texte, ou rien ; la ligne compte sans cette cellule",
        "tapez le texte, après une apostrophe s’il commence par - ou =, sans image ni type de"
        " données ; ou videz la cellule",
    ),
    "erreur_piece": Sentence(
        "LEC-24",
        A_VERIFIER,
        "la cellule contient une image ou une erreur : aucune pièce n’y est lue",
        "le nom, le chemin ou le lien du fichier",
        "écrivez le nom du fichier dans la cellule, et gardez l’image dans le dossier des pièces",
    ),
    "date_volatile": Sentence(
        "LEC-26",
        A_VERIFIER,
        "{dates} par AUJOURDHUI ou MAINTENANT : le jour change tout seul",
        "le jour de la réunion, tapé en jj/mm/aaaa",
        "tapez le jour à la place de la formule",
    ),
    "valeur_cachee": Sentence(
        "LEC-27",
        A_VERIFIER,
        "la cellule garde une valeur, lue et comptée, que la fusion {detail} cache",
        "une valeur que l’on voit",
        "défusionnez {detail}, puis gardez cette valeur ou effacez-la",
    ),
    "hors_tableau": Sentence(
        "LEC-12",
        A_VERIFIER,
        "{lignes} sous le tableau, à partir d’ici",
        "une saisie à l’intérieur du tableau",
        "étirez le tableau par son coin ; ces lignes sont lues, mais « Atteinte » ne les voit pas",
    ),
    "colonne_renommee": Sentence(
        "LEC-13",
        A_VERIFIER,
        "la colonne « {detail} » est lue comme « {conseil} »",
        "l’en-tête « {conseil} »",
        "rétablissez l’en-tête « {conseil} »",
    ),
    "feuille_renommee": Sentence(
        "LEC-14",
        A_VERIFIER,
        "cette feuille est lue comme « {detail} »",
        "une feuille nommée « {detail} »",
        "renommez-la « {detail} »",
    ),
    "entete_double": Sentence(
        "LEC-15",
        A_VERIFIER,
        "deux colonnes s’appellent « {detail} » ; c’est la colonne {conseil} qui est lue",
        "une seule colonne « {detail} »",
        "renommez ou supprimez celle qui ne sert pas",
    ),
    "a_cote": Sentence(
        "LEC-16",
        A_VERIFIER,
        "{cellules}, à partir d’ici",
        "une saisie dans les colonnes du tableau",
        "déplacez dans le tableau ce qui doit compter ; des notes à vous peuvent rester là",
    ),
    "ligne_autre": Sentence(
        "LEC-17",
        A_VERIFIER,
        "cette ligne {detail} (« {conseil} ») ; elle n’est pas comptée",
        "une saisie par ligne, sans ligne de total ni d’en-têtes",
        "supprimez-la, ou laissez-la : le classeur compte sans elle",
    ),
    "feuille_jumelle": Sentence(
        "LEC-18",
        BLOQUANTE,
        "cette feuille ressemble à « {conseil} », mais n’est pas lue : {lignes} ici seulement",
        "une seule feuille « {conseil} »",
        "recopiez dans « {conseil} » ce qui doit compter, puis supprimez cette feuille",
    ),
    "annee_passee": Sentence(
        "LEC-22",
        A_VERIFIER,
        "année passée, non lue : {lignes} dans cette feuille",
        "les lignes de l’année de la fiche, dans les feuilles du modèle",
        "gardez cette feuille si elle vous sert : rien n’en est compté",
    ),
    "entete_decoche": Sentence(
        "LEC-21",
        A_VERIFIER,
        "la ligne d’en-têtes de « {detail} » est masquée ; ses noms sont lus dans le tableau",
        "une ligne d’en-têtes visible",
        "cochez « Ligne d’en-tête » (onglet « Création de tableau »)",
    ),
    "reglage_excel": Sentence(
        "LEC-25",
        A_VERIFIER,
        "la feuille « {detail} » peut faire lancer un programme par Excel",
        "les feuilles du modèle, et les vôtres sous un autre nom",
        "laissez les boutons de ce fichier ; supprimez cette feuille si elle est à vous, sinon"
        " prévenez AGAPE",
    ),
    "donnee_personnelle": Sentence(
        "LEC-19",
        A_VERIFIER,
        "{conseil} semble contenir {detail}",
        "aucune donnée qui désigne une personne",
        "retirez-la avant l’envoi : ce classeur circule ; rien n’en est recopié chez AGAPE",
    ),
    "bizarrerie": Sentence(
        "LEC-20",
        A_VERIFIER,
        "{detail}",
        "un classeur tel qu’Excel ou LibreOffice l’enregistre",
        "ouvrez-le, vérifiez-le, enregistrez-le de nouveau, puis déposez-le",
    ),
}


def structure_anomalies(lecture: Lecture) -> Iterator[Anomalie]:
    """One anomaly per remark of the reading."""
    for remarque in lecture.remarques:
        yield say_remarque(lecture.classeur, remarque)


def say_remarque(classeur: str, remarque: Remarque) -> Anomalie:
    """The anomaly that a remark is, in French."""
    phrase = STRUCTURE[remarque.nature]
    nombre = remarque.detail
    detail = {
        "detail": mask(remarque.detail),
        "conseil": mask(remarque.conseil),
        "cite": cite(remarque.detail) or "rien n’est écrit",
        "lignes": pluriel(int(nombre), *_SAISIES) if nombre.isdecimal() else "",
        "dates": pluriel(int(nombre), *_DATES) if nombre.isdecimal() else "",
        "cellules": pluriel(int(nombre), *_CELLULES) if nombre.isdecimal() else "",
    }
    return Anomalie(
        phrase.code,
        phrase.gravite,
        Cellule(classeur, remarque.feuille, remarque.ligne, remarque.colonne),
        phrase.constat.format(**detail),
        phrase.attendu.format(**detail),
        phrase.remede.format(**detail),
    )
