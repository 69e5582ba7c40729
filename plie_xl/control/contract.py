"""The sheets of `controle.xlsx`, as data: what the controller fills, and how it was drawn."""

from plie_xl.model.workbook import Colonne, Feuille

# The words of the two decisions.
RETENUE, ECARTEE, A_COMPLETER = PROVISOIRES = ("Retenue", "Écartée", "À compléter")
DEFINITIVES = (RETENUE, ECARTEE)


def _c(identifiant: str, entete: str, largeur: float, format_: str = "libre") -> Colonne:
    return Colonne(identifiant, entete, largeur, format_, saisie=False)


VERDICTS = Feuille(
    "Verdicts",
    "verdicts",
    "Verdicts du contrôle de service fait",
    "Remplissez les colonnes jaunes. Une ligne sans décision définitive n’est pas contrôlée ;"
    " une décision « Écartée » dit son motif.",
    (
        _c("plie", "PLIE", 20),
        _c("libelle", "Instance", 28),
        _c("numero", "N°", 6),
        _c("date", "Date", 11, "date"),
        _c("unites", "Unités", 7, "entier"),
        _c("pieces", "Pièces (N°)", 34),
        Colonne(
            "provisoire",
            "Décision provisoire",
            13,
            liste="provisoires",
            aide="Ce que dit la lettre au PLIE : Retenue, Écartée ou À compléter.",
        ),
        Colonne(
            "motif", "Motif", 18, liste="motifs", aide="À choisir pour toute décision « Écartée »."
        ),
        Colonne(
            "observation",
            "Observation",
            30,
            "texte",
            libre=True,
            aide="Quelques mots. Jamais de nom de participant.",
        ),
        Colonne("notifie_le", "Notifié le", 11, "date", aide="Jour d’envoi de la lettre."),
        Colonne(
            "reponse",
            "Réponse du PLIE",
            30,
            "texte",
            libre=True,
            aide="Ce que le PLIE répond, en quelques mots. Jamais de nom.",
        ),
        Colonne("repondu_le", "Répondu le", 11, "date", aide="Jour de la réponse."),
        Colonne(
            "definitive",
            "Décision définitive",
            13,
            liste="definitives",
            aide="Retenue ou Écartée. Vide : la ligne n’est pas contrôlée.",
        ),
        Colonne(
            "controle_par", "Contrôlé par", 10, "texte", aide="Vos initiales, jamais votre nom."
        ),
        _c("cle", "Clé", 30),
        _c("empreinte", "Empreinte de la ligne", 20),
    ),
)

TIRAGE = Feuille(
    "Tirage",
    "tirage",
    "Tirage",
    "Comment les lignes ont été tirées. N’importe qui peut refaire ce tirage, sans ce programme.",
    (_c("rubrique", "Rubrique", 44), _c("valeur", "Valeur", 92)),
    saisie=False,
)

POPULATION = Feuille(
    "Population",
    "population",
    "Population",
    "Toutes les lignes justifiées du classeur maître, dans l’ordre du tirage de chaque strate.",
    (
        _c("strate", "Strate", 32),
        _c("rang", "Rang", 7, "entier"),
        _c("cle", "Clé", 40),
        _c("empreinte_tirage", "Empreinte du tirage (SHA-256)", 68),
        _c("tiree", "Tirée", 8),
    ),
    saisie=False,
)

# The facts of « Tirage » that are read back, each under its heading.
RUBRIQUES = {
    "annee": "Année",
    "graine": "Graine",
    "le": "Tirage du",
    "maitre": "Classeur maître",
    "sha256": "SHA-256 du classeur maître",
    "mode": "Mode",
    "motif": "Motif du recours à l’échantillon",
    "strates": "Strates",
    "methode": "Méthode",
    "lignes": "Lignes tirées",
}
EXHAUSTIF, ECHANTILLON = "exhaustif", "échantillon"
