"""The sheets and columns of the master, as data."""

from dataclasses import replace

from plie_xl.model import workbook
from plie_xl.model.workbook import Colonne, Feuille


def colonne(identifiant: str, entete: str, largeur: float, format_: str = "libre") -> Colonne:
    """A column that nobody fills in."""
    return Colonne(identifiant, entete, largeur, format_, saisie=False)


_c = colonne


_ABREGES = (
    *("Janv.", "Févr.", "Mars", "Avril", "Mai", "Juin"),
    *("Juil.", "Août", "Sept.", "Oct.", "Nov.", "Déc."),
)
_MOIS, _MOIS_DISCRETS = (
    tuple(_c(f"m{n:02}", mois, 7, format_) for n, mois in enumerate(_ABREGES, start=1))
    for format_ in ("entier", "discret")
)
# From this column on, what a sheet holds is for the screen and the formulas, and is not printed.
HORS_PAPIER = {
    "atteinte": "part_tenue",
    "par_instance": "cle",
    "indicateurs": "cle",
    "suivi": "lieu",
    "registre": "classeur",
    "ecarts": "cle",
    "verdicts": "cle",
    "succession": "cle_ancienne",
}

# Columns whose cells lead somewhere: underlined, and the links made by `liens`.
LIENS = {
    "synthese": ("plie", "tenu", "justifie", "a_completer"),
    "priorites": ("plie", "tenu", "justifie", "a_completer", "bloquantes"),
    "atteinte": ("tenu", "justifie"),
    "par_instance": ("tenu", "justifie"),
    "financement": ("plie",),
    "ecarts": ("tenu", "justifie", "ecart"),
    "euros_et_cibles": ("non_justifiees",),
    "pieces_manquantes": ("ligne",),
    "registre": ("ligne", "ouvrir"),
    "evolutions": ("ligne",),
    "anomalies": ("cellule",),
    "suivi": ("ouvrir",),
}
# The cells that say where the files are: of « Sources », the received ones; of « Registre », the
# pieces, one folder by territory.
DOSSIER_RECUS, DOSSIER_PIECES = "dossier_recus", "dossier_pieces"

# The key figures above the table of « Synthèse »: a name, and its value one row below.
CHIFFRES = (
    _c("recus", "Territoires reçus", 0),
    _c("atteintes", "Cibles atteintes", 0),
    _c("tenu", "Tenu", 0, "entier"),
    _c("justifie", "Justifié", 0, "entier"),
    _c("au_dossier", "Au dossier", 0, "entier"),
    _c("retenu_csf", "Retenu au CSF", 0, "entier"),
    _c("a_completer", "Réunions à compléter", 0, "entier"),
    _c("fse", "FSE+ concerné (territoires reçus)", 0, "euros"),
    _c("reference", "Arrêté au", 0, "date"),
)

SYNTHESE = Feuille(
    "Synthèse",
    "synthese",
    "Synthèse des territoires",
    "",
    (
        _c("plie", "PLIE", 28),
        _c("cibles", "Cibles", 8, "entier"),
        _c("atteintes", "Cibles atteintes", 10, "entier"),
        _c("tenu", "Tenu", 8, "entier"),
        _c("justifie", "Justifié", 9, "entier"),
        _c("au_dossier", "Au dossier", 12, "entier"),
        _c("retenu_csf", "Retenu au CSF", 12, "entier"),
        _c("controle", "Contrôlé", 12),
        _c("taux_tenu", "Taux tenu", 9, "pourcent"),
        _c("taux_justifie", "Taux justifié", 9, "pourcent"),
        _c("statut", "Statut", 25),
        _c("montant_fse", "FSE+ maximum", 13, "euros"),
        _c("a_completer", "Réunions à compléter", 11, "entier"),
        _c("derniere", "Dernière réunion", 12, "date"),
        _c("reference", "Arrêté au", 12, "date"),
        _c("urgence", "Urgence", 9, "entier"),
    ),
    saisie=False,
)

PRIORITES = Feuille(
    "Priorités",
    "priorites",
    "Qui aider d’abord",
    "D’abord ce qui n’est pas reçu ou reste vide, puis la cible la moins avancée, puis le taux"
    " justifié le plus bas.",
    (
        _c("urgence", "Rang", 6, "entier"),
        _c("plie", "PLIE", 26),
        _c("statut", "Statut", 25),
        _c("pire", "Cible la moins avancée", 44),
        _c("tenu", "Tenu", 8, "entier"),
        _c("justifie", "Justifié", 9, "entier"),
        _c("au_dossier", "Au dossier", 12, "entier"),
        _c("retenu_csf", "Retenu au CSF", 12, "entier"),
        _c("a_completer", "Réunions à compléter", 11, "entier"),
        _c("ecartees", "Lignes écartées", 10, "entier"),
        _c("bloquantes", "Anomalies bloquantes", 12, "entier"),
        _c("a_verifier", "Anomalies à vérifier", 11, "entier"),
        _c("etat", "Classeur", 22),
        _c("enregistre", "Enregistré le", 12, "date"),
        _c("reference", "Arrêté au", 12, "date"),
    ),
    saisie=False,
)

ATTEINTE = Feuille(
    "Atteinte",
    "atteinte",
    "Atteinte des cibles",
    "Une ligne par cible. Tenu, justifié et au dossier sont additionnés dans « Suivi » par la clé.",
    (
        _c("plie", "PLIE", 25),
        _c("libelle", "Instance ou action", 46),
        _c("categorie", "Catégorie", 32),
        _c("objectif", "Objectif", 15),
        _c("minimum", "Minimum", 9, "entier"),
        _c("tenu", "Tenu", 8, "entier"),
        _c("justifie", "Justifié", 9, "entier"),
        _c("au_dossier", "Au dossier", 12, "entier"),
        _c("retenu_csf", "Retenu au CSF", 12, "entier"),
        _c("controle", "Contrôlé", 12),
        _c("reste", "Reste à justifier", 9, "entier"),
        _c("taux", "Taux tenu", 8, "pourcent"),
        _c("attendu", "Attendu à date", 9, "decimal"),
        _c("a_venir", "Prévu à venir", 8, "entier"),
        _c("projection", "Projection", 10, "entier"),
        _c("statut", "Statut", 24),
        _c("nature", "Nature", 12),
        _c("lu", "Ligne de la fiche", 10),
        _c("part_tenue", "Part tenue", 8, "pourcent"),
        _c("part_justifiee", "Part justifiée", 8, "pourcent"),
        _c("cle", "Clé", 24),
    ),
    saisie=False,
)

PAR_INSTANCE = Feuille(
    "Par instance",
    "par_instance",
    "Par instance",
    "La même instance sous ses noms locaux, avec un total par catégorie.",
    (
        _c("categorie", "Catégorie", 46),
        _c("plie", "PLIE", 27),
        _c("libelle", "Nom local", 50),
        _c("objectif", "Objectif", 18),
        _c("minimum", "Minimum", 10, "entier"),
        _c("tenu", "Tenu", 9, "entier"),
        _c("justifie", "Justifié", 9, "entier"),
        _c("taux", "Taux tenu", 9, "pourcent"),
        _c("fonction", "Fonction", 46),
        _c("cle", "Clé", 26),
    ),
    saisie=False,
)

PAR_FONCTION = Feuille(
    "Par fonction",
    "par_fonction",
    "Par fonction",
    "Ce que les instances font, quand leur nom dit autre chose. Les sommes de « Par instance ».",
    (
        _c("fonction", "Fonction", 44),
        _c("instances", "Instances", 11, "entier"),
        _c("minimum", "Minimum", 10, "entier"),
        _c("tenu", "Tenu", 10, "entier"),
        _c("justifie", "Justifié", 10, "entier"),
        _c("taux", "Taux tenu", 10, "pourcent"),
        _c("ailleurs", "Dont, sous un autre nom", 60),
    ),
    saisie=False,
)

CALENDRIER = Feuille(
    "Calendrier",
    "calendrier",
    "Calendrier",
    "Lignes de « Suivi » par mois, même après l’arrêté. En rouge : plus d’un trimestre sans réunion"
    " tenue.",
    (
        _c("plie", "PLIE", 28),
        _c("quoi", "Réunions", 10),
        *_MOIS_DISCRETS,
        _c("total", "Total", 8, "discret"),
        _c("silences", "Plus d’un trimestre sans réunion tenue", 46),
    ),
    saisie=False,
)

PIECES_MANQUANTES = Feuille(
    "Pièces manquantes",
    "pieces_manquantes",
    "Pièces manquantes",
    "Une ligne par réunion tenue dont la preuve est incomplète.",
    (
        _c("plie", "PLIE", 26),
        _c("date", "Date", 11, "date"),
        _c("libelle", "Instance ou action", 36),
        _c("modalite", "Modalité", 15),
        _c("manque", "Ce qui manque", 36),
        _c("classeur", "Classeur", 28),
        _c("ligne", "Ligne", 7, "entier"),
        _c("phrase", "À écrire au territoire", 66),
    ),
    saisie=False,
)

LIVRABLES = Feuille(
    "Livrables",
    "livrables",
    "Livrables",
    "Ce que chaque fiche demande de remettre, et ce qui l’a été.",
    (
        _c("plie", "PLIE", 28),
        _c("livrable", "Livrable", 44),
        _c("etat", "État", 16),
        _c("remis_le", "Remis le", 12, "date"),
        _c("reference", "Référence", 36),
        _c("commentaire", "Commentaire", 34),
        _c("classeur", "Classeur", 30),
        _c("ligne", "Ligne", 7, "entier"),
    ),
    saisie=False,
)

INDICATEURS = Feuille(
    "Indicateurs",
    "indicateurs",
    "Indicateurs",
    "Nouveaux du mois, sans aucun nom. Le total s’arrête au mois de l’arrêté ; le gris n’y est"
    " pas. Un nombre refusé par un contrôle est entre crochets.",
    (
        _c("plie", "PLIE", 26),
        _c("indicateur", "Indicateur", 42),
        _c("nature", "Nature", 14),
        *_MOIS,
        _c("total", "Total", 8, "entier"),
        _c("classeur", "Classeur", 32),
        _c("ligne", "Ligne", 7, "entier"),
        _c("cle", "Clé", 24),
    ),
    saisie=False,
)

FINANCEMENT = Feuille(
    "Financement",
    "financement",
    "Financement",
    "Le FSE+ face au montant de la fiche, et à son taux s’il y en a un. Sommes de « Postes », à la"
    " date du classeur : un montant n’a pas d’autre date.",
    (
        _c("plie", "PLIE", 28),
        _c("montant_fse", "FSE+ maximum", 13, "euros"),
        _c("taux_max", "Taux maximum", 10, "pourcent"),
        _c("depenses_prevu", "Dépenses prévues", 13, "euros"),
        _c("ressources_prevu", "Ressources prévues", 13, "euros"),
        _c("fse_prevu", "FSE+ prévu", 13, "euros"),
        _c("part_prevu", "Part du FSE+ prévu", 11, "pourcent"),
        _c("depenses_realise", "Dépenses réalisées", 13, "euros"),
        _c("ressources_realise", "Ressources réalisées", 13, "euros"),
        _c("fse_realise", "FSE+ réalisé", 13, "euros"),
        _c("part_realise", "Part du FSE+ réalisé", 11, "pourcent"),
        _c("quand", "Montants connus", 36),
        _c("constat", "Constat", 40),
    ),
    saisie=False,
)

EUROS = Feuille(
    "Euros et cibles",
    "euros_et_cibles",
    "Euros et cibles justifiées",
    "La part selon une méthode est un calcul qu’AGAPE choisit (reglages.toml, [argent]), jamais un"
    " montant dû ou refusé.",
    (
        _c("plie", "PLIE", 28),
        _c("montant_fse", "FSE+ maximum", 13, "euros"),
        _c("fse_prevu", "FSE+ prévu", 13, "euros"),
        _c("fse_realise", "FSE+ réalisé", 13, "euros"),
        _c("solde", "Maximum moins réalisé", 13, "euros"),
        _c("cibles", "Cibles", 9, "entier"),
        _c("non_justifiees", "Cibles non justifiées", 11, "entier"),
        _c("methode", "Méthode", 30),
        _c("dependant", "Part du maximum selon la méthode", 16, "euros"),
    ),
    saisie=False,
)

POSTES = Feuille(
    "Postes",
    "postes",
    "Postes de financement",
    "Chaque poste reçu. Un montant refusé par un contrôle est entre crochets, et n’est pas compté.",
    (
        _c("plie", "PLIE", 28),
        _c("poste", "Poste", 40),
        _c("nature", "Nature", 13),
        _c("source", "Source", 10),
        _c("prevu", "Prévu", 15, "centimes"),
        _c("realise", "Réalisé", 15, "centimes"),
        _c("commentaire", "Commentaire", 40),
        _c("classeur", "Classeur", 30),
        _c("ligne", "Ligne", 7, "entier"),
    ),
    saisie=False,
)

ECARTS = Feuille(
    "Écarts",
    "ecarts",
    "Écarts",
    "Une ligne par cible reçue : ce qui est justifié, moins l’objectif, et ce qu’en dit le PLIE. Un"
    " texte qui désigne une personne n’est pas recopié.",
    (
        _c("plie", "PLIE", 26),
        _c("cible", "Cible", 38),
        _c("objectif", "Objectif", 14),
        _c("minimum", "Minimum", 9, "entier"),
        _c("tenu", "Tenu", 8, "entier"),
        _c("justifie", "Justifié", 9, "entier"),
        _c("ecart", "Écart", 9, "ecart"),
        _c("motif", workbook.ECARTS.colonne("motif").entete, 44),
        _c("mesure", workbook.ECARTS.colonne("mesure").entete, 44),
        _c("classeur", "Classeur", 30),
        _c("cle", "Clé", 24),
    ),
    saisie=False,
)

EVOLUTIONS = Feuille(
    "Évolutions",
    "evolutions",
    "Évolutions",
    "Ce qui a changé dans « Suivi » et dans les statuts depuis le classeur précédent : saisi,"
    " ou changé par la date seule.",
    (
        _c("nature", "Ce qui s’est passé", 20),
        _c("cause", "Cause", 18),
        _c("plie", "PLIE", 26),
        _c("date", "Date", 12),
        _c("libelle", "Instance ou action", 36),
        _c("numero", "N°", 6),
        _c("colonne", "Colonne", 18),
        _c("avant", "Avant", 36),
        _c("apres", "Après", 36),
        _c("classeur", "Classeur", 28),
        _c("ligne", "Ligne", 7, "entier"),
    ),
    saisie=False,
)

SUIVI = Feuille(
    "Suivi",
    "suivi",
    "Suivi de tous les territoires",
    "Toutes les lignes reçues, comptées ou non ; à droite, hors impression, leur classeur.",
    (
        _c("plie", "PLIE", 25),
        _c("ligne", "Ligne", 6, "entier"),
        _c("numero", "N°", 6, "nombre"),
        _c("date", "Date", 11, "date"),
        _c("libelle", "Instance ou action", 34),
        _c("objet", "Objet", 24),
        _c("statut", "Statut", 10),
        _c("modalite", "Modalité", 13),
        _c("quantite", "Quantité", 9, "nombre"),
        _c("presents", "Présents", 8, "entier"),
        _c("pieces", "Pièces fournies", 42),
        _c("etat_pieces", "Pièces", 20),
        _c("compte", "Compte", 14),
        _c("tenu", "Tenu", 6, "discret"),
        _c("justifie", "Justifié", 8, "discret"),
        _c("au_dossier", "Au dossier", 12, "discret"),
        _c("a_venir", "À venir", 7, "discret"),
        _c("lieu", "Lieu", 16),
        _c("commentaire", "Commentaire", 26),
        _c("categorie", "Catégorie", 30),
        _c("classeur", "Classeur", 32),
        replace(_c("ouvrir", "Fichier reçu", 9), calcule=True),
        _c("cle", "Clé", 26),
        replace(_c("jour_tenu", "Jour tenu", 11, "date"), cachee=True),
    ),
    saisie=False,
)

REGISTRE = Feuille(
    "Registre",
    "registre",
    "Registre des pièces",
    "Une ligne par pièce citée, d’après les registres remis. « Trouvé » : un fichier porte ce nom,"
    " et il s’ouvre.",
    (
        _c("plie", "PLIE", 25),
        *(
            replace(c, largeur=min(c.largeur, 26))
            for c in workbook.REGISTRE.colonnes
            if c.id not in ("numero", "octets")
        ),
        _c("classeur", "Classeur", 28),
        replace(_c("ouvrir", "Pièce", 9), calcule=True),
    ),
    saisie=False,
)

CONTROLE = Feuille(
    "Contrôle",
    "verdicts",
    "Contrôle de service fait",
    "Une ligne par ligne tirée. Seule une décision définitive qui compte fait un chiffre ; rien"
    " n’est extrapolé.",
    (
        _c("plie", "PLIE", 24),
        _c("libelle", "Instance ou action", 34),
        _c("numero", "N°", 6),
        _c("date", "Date", 11, "date"),
        _c("unites", "Unités", 8, "entier"),
        _c("definitive", "Décision définitive", 13),
        _c("retenu", "Retenu", 9, "entier"),
        _c("etat", "État du verdict", 20),
        _c("provisoire", "Décision provisoire", 13),
        _c("motif", "Motif", 20),
        _c("observation", "Observation", 30),
        _c("notifie_le", "Notifié le", 11, "date"),
        _c("reponse", "Réponse du PLIE", 30),
        _c("repondu_le", "Répondu le", 11, "date"),
        _c("controle_par", "Contrôlé par", 10),
        _c("cle", "Clé", 26),
    ),
    saisie=False,
)

SUCCESSION = Feuille(
    "Succession",
    "succession",
    "Succession",
    "Qui succède à qui, depuis quand, et quelle cible reprend celles d’avant. Chaque année garde"
    " ses chiffres sous ses noms.",
    (
        _c("de", "PLIE d’avant", 30),
        _c("a", "PLIE", 30),
        _c("le", "Depuis le", 12, "date"),
        _c("cibles", "Cibles", 12),
        _c("ancienne", "Cible d’avant", 44),
        _c("libelle", "Cible", 44),
        _c("cle_ancienne", "Clé d’avant", 26),
        _c("cle", "Clé", 26),
    ),
    saisie=False,
)

ARRETES = Feuille(
    "Arrêtés",
    "arretes",
    "Arrêtés",
    "Comment l’année a été arrêtée et rouverte ; puis ce qui a changé depuis, et n’est pas compté.",
    (
        _c("nature", "Ce qui s’est passé", 16),
        _c("annee", "Année", 8, "entier"),
        _c("version", "Version", 8, "entier"),
        _c("date", "Date", 11, "date"),
        _c("par", "Par", 10),
        _c("code", "Code", 9),
        _c("constat", "Constat, raison ou motif", 90),
        _c("fichier", "Fichier", 34),
        _c("cellule", "Cellule", 9),
    ),
    saisie=False,
)

ANOMALIES = Feuille(
    "Anomalies",
    "anomalies",
    "Anomalies",
    "Bloquante : la ligne n’est pas comptée. À vérifier : elle l’est, quelqu’un doit regarder.",
    (
        _c("plie", "PLIE", 26),
        _c("classeur", "Classeur", 28),
        _c("feuille", "Feuille", 13),
        _c("cellule", "Cellule", 9),
        _c("code", "Code", 9),
        _c("gravite", "Gravité", 12),
        _c("constat", "Constat", 54),
        _c("attendu", "Attendu", 40),
        _c("remede", "À faire", 44),
    ),
    saisie=False,
)

SOURCES = Feuille(
    "Sources",
    "sources",
    "Sources",
    "Chaque fichier reçu, et ses totaux de contrôle : lues = retenues + écartées.",
    (
        _c("plie", "PLIE", 26),
        _c("classeur", "Fichier", 30),
        _c("etat", "État", 11),
        _c("detail", "Pourquoi", 36),
        _c("lues", "Lignes lues", 10, "entier"),
        _c("retenues", "Retenues", 9, "entier"),
        _c("ecartees", "Écartées", 9, "entier"),
        _c("motifs", "Motifs", 44),
        _c("enregistre", "Enregistré", 18),
        _c("programme", "Programme", 20),
        _c("modele", "Modèle", 8, "entier"),
        _c("sha256", "SHA-256", 42),
    ),
    saisie=False,
)

# The sheets that grow with the number of workbooks.
LONGUES = (PIECES_MANQUANTES, EVOLUTIONS, SUIVI, REGISTRE, ANOMALIES)


def keep_donnees(feuille: Feuille) -> Feuille:
    """The sheet without what is only a link: what is read back, exported and shown."""
    return replace(feuille, colonnes=tuple(c for c in feuille.colonnes if not c.calcule))
