"""The contract of the coordinator's workbook, as data: sheets, tables, columns, lists.

The template writes it, reading looks for it, the buttons fill it. Nothing else spells a header.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from plie_xl.model.fiche import Fiche
from plie_xl.model.text import est_vide
from plie_xl.model.vocabulary import load_pieces

VERSION = 2  # of the template; raised when a column or a sheet changes
VERSIONS = range(1, VERSION + 1)  # all are read, each by its own sheets and columns
LIGNE_ENTETE = 5  # row of the headers, on every sheet that holds a table
PREMIERE_LIGNE = LIGNE_ENTETE + 1


@dataclass(frozen=True)
class Colonne:
    """One column of a table. `saisie` is False where a formula or the tool writes."""

    id: str
    entete: str
    largeur: float
    format: str = "libre"
    saisie: bool = True
    liste: str = ""  # name of the list that feeds its drop-down
    libre: bool = False  # free text, searched for personal data
    calcule: bool = False  # a live formula, never read back
    cachee: bool = False
    depuis: int = 1  # version of the template that brought it
    aide: str = ""  # what the coordinator reads when she enters the cell

    @property
    def rouage(self) -> bool:
        """Hidden and never typed: a step of a calculation, that nobody looks for."""
        return self.cachee and not self.saisie


@dataclass(frozen=True)
class Feuille:
    """One sheet that holds one table. `saisie` sheets stay unprotected so that tables grow."""

    nom: str
    table: str
    titre: str
    consigne: str
    colonnes: tuple[Colonne, ...]
    saisie: bool = True
    depuis: int = 1

    def colonne(self, identifiant: str) -> Colonne:
        """Raises StopIteration when the sheet has no such column."""
        return next(c for c in self.colonnes if c.id == identifiant)

    def rang(self, identifiant: str) -> int:
        """Position of a column in the table: 0 is the first."""
        return [c.id for c in self.colonnes].index(identifiant)


MODE_EMPLOI, SUIVI, LISTES = "Mode d’emploi", "Suivi", "Listes"

# Columns (0-based) of the cells above the tables where a button says its one line, right of the
# buttons themselves; each cell is named « bilan_ » and its table.
BILANS = {
    "suivi": 5,
    "atteinte": 12,
    "livrables": 1,
    "indicateurs": 1,
    "financement": 4,
    "ecarts": 1,
    "registre": 5,
    "anomalies": 2,
}

_AIDE_PIECE = (
    "Référence, chemin ou lien de la pièce, par exemple « {annee}-03-14 COPIL émargement.pdf »."
    " Laissez vide tant qu’elle n’existe pas."
)

_AIDE_HEURE = "Facultatif : l’heure, en hh:mm."

# « Suivi », on either side of the columns of evidence.
_AVANT_PIECES = (
    Colonne("numero", "N°", 5, "entier", aide="Laissez vide : « Valider » numérote."),
    Colonne("date", "Date", 11, "date", aide="Jour de la réunion, en jj/mm/aaaa."),
    Colonne(
        "instance",
        "Instance ou action",
        24,
        liste="instances",
        aide="Choisissez dans la liste : ce sont les cibles de votre fiche.",
    ),
    Colonne(
        "objet",
        "Objet",
        14,
        libre=True,
        aide="Quelques mots. Jamais de nom ni de coordonnées de participants.",
    ),
    Colonne(
        "statut",
        "Statut",
        10,
        liste="statuts",
        aide="Prévue, Réalisée, Reportée ou Annulée. Seule « Réalisée » compte.",
    ),
    Colonne(
        "modalite",
        "Modalité",
        13,
        liste="modalites",
        aide="Présentiel, À distance, Consultation écrite : les pièces en dépendent.",
    ),
    Colonne("lieu", "Lieu", 12.5, libre=True, aide="Facultatif."),
    Colonne(
        "quantite",
        "Quantité",
        8.5,
        "entier",
        aide="Vide = 1. Un nombre entier si la ligne vaut plusieurs unités.",
    ),
    Colonne(
        "presents",
        "Présents",
        8.5,
        "entier",
        aide="Facultatif : le nombre de personnes présentes, sans aucun nom.",
    ),
)
_VERDICTS = (
    Colonne("etat_pieces", "Pièces", 18, saisie=False, calcule=True),
    Colonne("compte", "Compte", 14, saisie=False, calcule=True),
)
_APRES_PIECES = (
    Colonne(
        "publicite",
        "Publicité",
        11,
        liste="publicites",
        depuis=2,
        aide="La mention et l’emblème de l’Union figurent-ils sur les pièces ?",
    ),
    Colonne(
        "commentaire",
        "Commentaire",
        20,
        libre=True,
        aide="Facultatif : la raison d’un écart, par exemple.",
    ),
    Colonne("debut_heure", "Début", 8, "heure", cachee=True, depuis=2, aide=_AIDE_HEURE),
    Colonne("fin_heure", "Fin", 8, "heure", cachee=True, depuis=2, aide=_AIDE_HEURE),
    Colonne("jour", "Jour", 8, saisie=False, calcule=True, cachee=True),
    Colonne("rang", "Rang", 8, saisie=False, calcule=True, cachee=True),
    Colonne("unites", "Unités", 8, saisie=False, calcule=True, cachee=True),
)

# The hidden steps of the live formulas of « Suivi », which `template.live` fills.
_ROUAGES = (
    ("ligne_remplie", "Ligne remplie"),
    ("date_lue", "Date lue"),
    ("parties", "Date lue, en parties"),
    ("an", "Date lue, année"),
    ("mois", "Date lue, mois"),
    ("quantieme", "Date lue, jour"),
    ("instance_lue", "Instance lue"),
    ("statut_lu", "Statut lu"),
    ("modalite_lue", "Modalité lue"),
    ("rang_modalite", "Rang de la modalité"),
    ("quantite_lue", "Quantité lue"),
    ("nombre", "Quantité comptée"),
    ("pieces_jointes", "Pièces bout à bout"),
    ("pieces_lues_1", "Pièces lues (1)"),
    ("pieces_lues_2", "Pièces lues (2)"),
    ("pieces_lues_3", "Pièces lues (3)"),
    ("motif_1", "Motif (1)"),
    ("motif_2", "Motif (2)"),
    ("motif_3", "Motif (3)"),
    ("motif_4", "Motif (4)"),
    ("compte_seul", "Compte de la ligne seule"),
    ("reunion", "Réunion comptée"),
)
_ROUAGES_AVENANTS = (("periode", "Période de l’avenant"), ("preuve", "Rang des preuves"))
COUPE = 45  # characters of a cell of evidence that tell whether it holds a piece


def _rouage(identifiant: str, entete: str) -> Colonne:
    return Colonne(identifiant, entete, 8, saisie=False, calcule=True, cachee=True, depuis=2)


def feuille_suivi(fiche: Fiche) -> Feuille:
    """« Suivi »: one column per kind of evidence that this fiche accepts."""
    return _build_suivi(fiche.kinds, fiche.annee, bool(fiche.avenants))


@cache
def _build_suivi(kinds: tuple[str, ...], annee: int, avenants: bool) -> Feuille:
    pieces, aide = load_pieces(), _AIDE_PIECE.format(annee=annee)
    return Feuille(
        SUIVI,
        "suivi",
        "Suivi des réunions et des actions",
        "Une ligne par réunion ou action. Remplissez le jaune ; le gris se calcule.",
        (
            *_AVANT_PIECES,
            *(Colonne(p, pieces[p].entete, 16, "texte", aide=aide) for p in kinds),
            *_VERDICTS,
            *_APRES_PIECES,
            *(_rouage(*rouage) for rouage in _ROUAGES),
            *(_rouage(f"dite_{n}", f"Pièce dite ({n})") for n, _ in enumerate(kinds, start=1)),
            *(_rouage(f"donnee_{n}", f"Pièce donnée ({n})") for n, _ in enumerate(kinds, start=1)),
            *(_rouage(f"cle_{n}", f"Réunion et pièce ({n})") for n, _ in enumerate(kinds, start=1)),
            *(_rouage(*rouage) for rouage in _ROUAGES_AVENANTS if avenants),
        ),
    )


FICHE = Feuille(
    "Fiche",
    "parametres",
    "Fiche opération",
    "Les lignes grises viennent de la fiche. Complétez les cases jaunes.",
    (
        Colonne("rubrique", "Rubrique", 34, saisie=False),
        Colonne("valeur", "Valeur", 46),
        Colonne("note", "À savoir", 62, saisie=False),
    ),
    saisie=False,
)

FICHE_SOURCE = Feuille(  # very hidden: the fiche itself, so that any installation can judge
    "_Fiche",
    "fiche_source",
    "",
    "",
    (
        Colonne("ligne", "Ligne", 8, "entier", saisie=False),
        Colonne("texte", "Texte", 120, saisie=False),
    ),
    saisie=False,
    depuis=2,
)

CIBLES = Feuille(
    "Cibles",
    "cibles",
    "Cibles de la fiche",
    "Ce que la fiche demande, et les pièces qui le prouvent. Rien à saisir ici.",
    (
        Colonne("numero", "N°", 5, "entier", saisie=False),
        Colonne("libelle", "Instance ou action", 36, saisie=False),
        Colonne("objectif", "Objectif", 14, saisie=False),
        Colonne("unite", "Unité", 11, saisie=False),
        Colonne("theme", "Thème", 18, saisie=False),
        Colonne("modalites", "Modalités", 20, saisie=False),
        Colonne("pieces", "Pièces qui justifient", 52, saisie=False),
        Colonne("lu", "Fiche", 11, saisie=False),
        Colonne("remarque", "Remarque", 40, saisie=False),
    ),
    saisie=False,
)

ATTEINTE = Feuille(
    "Atteinte",
    "atteinte",
    "Atteinte des cibles",
    "Tout se calcule seul à partir de « Suivi ». En tête : moyenne des cibles, chacune comptant"
    " 100 % au plus.",
    (
        Colonne("libelle", "Instance ou action", 38, saisie=False),
        Colonne("objectif", "Objectif", 14, saisie=False),
        Colonne("minimum", "Minimum", 10, "entier", saisie=False),
        Colonne("tenu", "Tenu", 8, "entier", saisie=False),
        Colonne("justifie", "Justifié", 9, "entier", saisie=False),
        Colonne("au_dossier", "Au dossier", 10.5, "entier", saisie=False, depuis=2),
        Colonne("reste", "Reste à justifier", 10, "entier", saisie=False),
        Colonne("taux", "Taux tenu", 9, "pourcent", saisie=False),
        Colonne("attendu", "Attendu à date", 10, "decimal", saisie=False),
        Colonne("a_venir", "Prévu à venir", 10, "entier", saisie=False),
        Colonne("projection", "Projection", 11, "entier", saisie=False),
        Colonne("statut", "Statut", 26, saisie=False),
        Colonne("nature", "Nature", 13, saisie=False),
        Colonne("tenu_verifie", "Tenu vérifié", 9.5, "entier", saisie=False),
        Colonne("justifie_verifie", "Justifié vérifié", 9.5, "entier", saisie=False),
        Colonne("controle", "Contrôle", 22, saisie=False),
    ),
    saisie=False,
)

MINIMUM_AU = _rouage("minimum_au", "Minimum à date")  # what the number of each period asks so far


def feuille_atteinte(fiche: Fiche) -> Feuille:
    """« Atteinte »: with an avenant, a hidden column adds up what each period asks."""
    if not fiche.avenants:
        return ATTEINTE
    return replace(ATTEINTE, colonnes=(*ATTEINTE.colonnes, MINIMUM_AU))


LIVRABLES = Feuille(
    "Livrables",
    "livrables",
    "Livrables",
    "Ce que la fiche demande de remettre. Indiquez la date de remise et la référence.",
    (
        Colonne("livrable", "Livrable", 52, aide="Le nom du document à remettre."),
        Colonne("remis_le", "Remis le", 12, "date", aide="Jour de la remise, en jj/mm/aaaa."),
        Colonne("reference", "Référence", 34, "texte", aide="Nom, chemin ou lien du document."),
        Colonne("commentaire", "Commentaire", 40, libre=True, aide="Facultatif."),
    ),
)

MOIS = (
    "Janvier",
    "Février",
    "Mars",
    "Avril",
    "Mai",
    "Juin",
    "Juillet",
    "Août",
    "Septembre",
    "Octobre",
    "Novembre",
    "Décembre",
)

INDICATEURS = Feuille(
    "Indicateurs",
    "indicateurs",
    "Indicateurs",
    "Nouveaux du mois : chaque personne est comptée une seule fois dans l’année. Aucun nom. Le"
    " total s’arrête au mois de la date prise en compte.",
    (
        Colonne("indicateur", "Indicateur", 50, saisie=False),
        Colonne("nature", "Nature", 16, saisie=False),
        *(
            Colonne(f"m{n:02}", mois, 10, "entier", aide="Un nombre entier, sans aucun nom.")
            for n, mois in enumerate(MOIS, start=1)
        ),
        Colonne("total", "Total", 9, "entier", saisie=False, calcule=True),
    ),
)

DEPENSE, RESSOURCE = NATURES = ("Dépense", "Ressource")
FSE = "FSE+"
POSTES = (
    ("Dépenses de personnel", DEPENSE),
    ("Dépenses de fonctionnement", DEPENSE),
    ("Prestations externes", DEPENSE),
    ("Dépenses indirectes", DEPENSE),
    (FSE, RESSOURCE),
    ("État", RESSOURCE),
    ("Région", RESSOURCE),
    ("Département", RESSOURCE),
    ("Communes et intercommunalités", RESSOURCE),
    ("Autres ressources", RESSOURCE),
    ("Autofinancement", RESSOURCE),
)

FINANCEMENT = Feuille(
    "Financement",
    "financement",
    "Financement",
    "Montants en euros, prévus et réalisés.",
    (
        Colonne("poste", "Poste", 40, aide="Une dépense, ou celui qui apporte une ressource."),
        Colonne("nature", "Nature", 14, liste="natures", aide="Dépense ou Ressource."),
        Colonne(
            "prevu",
            "Prévu",
            16,
            "centimes",
            aide="Montant en euros. Les ressources prévues égalent les dépenses prévues.",
        ),
        Colonne("realise", "Réalisé", 16, "centimes", aide="Montant en euros."),
        Colonne("commentaire", "Commentaire", 44, libre=True, aide="Facultatif."),
    ),
)

_AIDE_ECART = "Quelques mots. La fonction d’une personne, jamais son nom."

ECARTS = Feuille(
    "Écarts",
    "ecarts",
    "Écarts à l’objectif",
    "Une ligne par cible. L’écart est ce qui est justifié, moins l’objectif : dites pourquoi, et ce"
    " que vous avez fait.",
    (
        Colonne("cible", "Cible", 38, saisie=False),
        Colonne("objectif", "Objectif", 14, saisie=False, calcule=True),
        Colonne("tenu", "Tenu", 8, "entier", saisie=False, calcule=True),
        Colonne("justifie", "Justifié", 9, "entier", saisie=False, calcule=True),
        Colonne("ecart", "Écart", 9, "ecart", saisie=False, calcule=True),
        Colonne("motif", "Motif de l’écart", 46, libre=True, aide=_AIDE_ECART),
        Colonne("mesure", "Mesure prise", 46, libre=True, aide=_AIDE_ECART),
    ),
    depuis=2,
)

REGISTRE = Feuille(
    "Registre",
    "registre",
    "Registre des pièces",
    "Écrit par le bouton « Vérifier les pièces ». Rien à saisir ici.",
    (
        Colonne("numero_piece", "N° pièce", 9, "entier", saisie=False),
        Colonne("ligne", "Ligne", 7, "entier", saisie=False),
        Colonne("numero", "N°", 6, "entier", saisie=False),
        Colonne("date", "Date", 11.5, "date", saisie=False),
        Colonne("instance", "Instance", 29, saisie=False),
        Colonne("nature", "Nature", 20, saisie=False),
        Colonne("reference", "Référence", 34, saisie=False),
        Colonne("fichier", "Fichier", 34, saisie=False),
        Colonne("etat", "État", 13, saisie=False),
        Colonne("pages", "Pages", 7, "entier", saisie=False),
        Colonne("octets", "Octets", 11, "entier", saisie=False),
        Colonne("sha256", "SHA-256", 18, "empreinte", saisie=False),
        Colonne("date_nom", "Date du nom", 11.5, "date", saisie=False),
        Colonne("date_fichier", "Date du fichier", 11.5, "date", saisie=False),
        Colonne("citee_aussi", "Cité aussi par", 14, saisie=False),
        Colonne("publicite", "Publicité", 11, saisie=False),
    ),
    saisie=False,
    depuis=2,
)

# The link to the cells that a row of « Anomalies » names: the same formula in every row.
LIEN = (
    '=IF(anomalies[[#This Row],[Repère]]="","",'
    """HYPERLINK("#'"&SUBSTITUTE(anomalies[[#This Row],[Feuille]],"'","''")&"'!"&"""
    """anomalies[[#This Row],[Repère]],SUBSTITUTE(anomalies[[#This Row],[Repère]],":"," à ")))"""
)

ANOMALIES = Feuille(
    "Anomalies",
    "anomalies",
    "Anomalies",
    "Écrit par « Valider » et par « Vérifier les pièces ». Cliquez sur la cellule pour y aller.",
    (
        Colonne("code", "Code", 9, saisie=False),
        Colonne("gravite", "Gravité", 12, saisie=False),
        Colonne("feuille", "Feuille", 13, saisie=False),
        Colonne("cellule", "Cellule", 12, saisie=False, calcule=True),
        Colonne("constat", "Constat", 52, saisie=False),
        Colonne("attendu", "Attendu", 44, saisie=False),
        Colonne("remede", "À faire", 44, saisie=False),
        *(
            Colonne(identifiant, entete, 10, saisie=False, cachee=True, depuis=2)
            for identifiant, entete in (
                ("repere", "Repère"),
                ("colonne", "N° de colonne"),
                ("premiere", "Première ligne"),
                ("derniere", "Dernière ligne"),
            )
        ),
    ),
    saisie=False,
)


def sans_repere(feuille: Feuille) -> Feuille:
    """« Anomalies » as older workbooks have it: an address, no link."""
    return replace(feuille, colonnes=tuple(c for c in feuille.colonnes if not c.cachee))


def feuilles(fiche: Fiche, version: int = VERSION) -> tuple[Feuille, ...]:
    """The sheets that hold a table, in the order of the tabs, as a version of the template had."""
    toutes = (
        FICHE,
        CIBLES,
        feuille_suivi(fiche),
        feuille_atteinte(fiche),
        LIVRABLES,
        INDICATEURS,
        FINANCEMENT,
        ECARTS,
        REGISTRE,
        ANOMALIES,
    )
    return tuple(
        f if version == VERSION else _at(f, version)
        for f in toutes
        if f.depuis <= version and (f is not INDICATEURS or fiche.indicateurs)
    )


def _at(feuille: Feuille, version: int) -> Feuille:
    colonnes = tuple(c for c in feuille.colonnes if c.depuis <= version)
    return feuille if colonnes == feuille.colonnes else replace(feuille, colonnes=colonnes)


def lignes_pretes(fiche: Fiche) -> int:
    """Blank rows of « Suivi »: LibreOffice does not grow a table by itself."""
    return min(2_000, max(100, 2 * sum(cible.minimum for cible in fiche.cibles)))


# « Fiche » ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parametre:
    """One row of « Fiche ». `nom` is the defined name of its value; `saisie` cells are yellow."""

    id: str
    rubrique: str
    note: str = ""
    saisie: bool = False
    format: str = "libre"
    nom: str = ""


IDENTIFIANT, ANNEE_FICHE, MODELE = "identifiant", "annee", "modele"
EMPREINTE = "empreinte"
TECHNICIENS, REFERENCE, DOSSIER_PIECES = "techniciens", "reference", "dossier_pieces"
ARRETE = "arrete"  # the banner of a year that is closed

PARAMETRES = (
    Parametre("plie", "PLIE"),
    Parametre("numero", "Numéro de la fiche"),
    Parametre("intitule", "Intitulé"),
    Parametre("territoire", "Territoire"),
    Parametre("porteuse", "Structure porteuse"),
    Parametre("debut", "Début de l’opération", format="date", nom="debut"),
    Parametre("fin", "Fin de l’opération", format="date", nom="fin"),
    Parametre("montant_fse", "Montant FSE+ maximum", format="euros", nom="montant_fse"),
    Parametre("taux_max", "Taux maximum de FSE+", format="pourcent", nom="taux_max"),
    Parametre(
        "contact",
        "Service à contacter",
        "Un service ou une adresse générique, pas une personne.",
        saisie=True,
    ),
    Parametre(
        TECHNICIENS,
        "Nombre de techniciens du PLIE",
        "La fiche compte une cible par technicien : sans ce nombre, elle reste « À préciser ».",
        saisie=True,
        format="entier",
        nom="techniciens",
    ),
    Parametre(
        REFERENCE,
        "Arrêté au",
        "Date à laquelle l’atteinte est calculée. Vide = aujourd’hui.",
        saisie=True,
        format="date",
        nom="arrete_au",
    ),
    Parametre(
        DOSSIER_PIECES,
        "Dossier des pièces",
        "Le dossier où sont rangées les pièces, par exemple « ..\\pieces {annee} ».",
        saisie=True,
        format="texte",
    ),
    Parametre(
        "date_reference",
        "Date prise en compte",
        "Jamais après la fin de l’opération.",
        format="date",
        nom="date_reference",
    ),
    Parametre("part_ecoulee", "Part écoulée de la période", format="pourcent", nom="part_ecoulee"),
    Parametre(IDENTIFIANT, "Identifiant de la fiche", "Sert à reconnaître ce classeur."),
    Parametre(ANNEE_FICHE, "Année", "Sert à reconnaître ce classeur."),
    Parametre(MODELE, "Version du modèle", "Sert à reconnaître ce classeur."),
    Parametre(EMPREINTE, "Empreinte de la fiche", "Sert à reconnaître ce classeur."),
    Parametre(ARRETE, "Arrêté", "Écrit par AGAPE quand l’année est arrêtée."),
)


def parametres(fiche: Fiche) -> tuple[Parametre, ...]:
    """Rows of « Fiche » for this fiche; the number of technicians only where it is needed."""
    return tuple(
        replace(p, note=p.note.format(annee=fiche.annee))
        for p in PARAMETRES
        if p.id != TECHNICIENS or fiche.par_technicien
    )


def est_vierge(feuille: Feuille, ligne: Mapping[str, object]) -> bool:
    """True for a row where nobody wrote: a number alone is no entry."""
    return all(est_vide(ligne.get(c)) for c in colonnes_parlantes(feuille))


def colonnes_parlantes(feuille: Feuille) -> list[str]:
    """The columns that make a row exist."""
    return [
        c.id
        for c in feuille.colonnes
        if not c.calcule and not (feuille.table == "suivi" and c.id == "numero")
    ]


def colonnes_remplissables(feuille: Feuille) -> list[str]:
    """The columns in which somebody may type: all but the formulas, or the yellow ones alone."""
    return [c.id for c in feuille.colonnes if not c.calcule and (feuille.saisie or c.saisie)]
