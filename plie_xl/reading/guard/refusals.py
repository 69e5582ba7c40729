"""What the guard says: its three answers, and every refusal in French."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from plie_xl.model.errors import PlieError
from plie_xl.model.text import visible
from plie_xl.reading.guard.around import Alentour

_ENREGISTRER = (
    "ouvrez-le dans Excel, enregistrez-le au format « Classeur Excel (.xlsx) », "
    "puis déposez-le de nouveau"
)
_RECOPIER = (
    "attendez la fin de la synchronisation ou recopiez-le depuis l’original, "
    "puis relancez la lecture"
)
_DEMANDER = "déposez le classeur de suivi lui-même (.xlsx, .xlsm ou .ods)"
_VERIFIER = (
    "ne l’ouvrez pas sans vérifier d’où il vient ; s’il est bien du PLIE, "
    "qu’il y soit enregistré de nouveau avec Excel"
)
_REPARER = (
    "ouvrez-le dans Excel, acceptez la réparation, enregistrez-le, puis déposez-le de nouveau"
)
_ALLEGER = (
    "copiez les tableaux utiles dans un classeur neuf, enregistrez-le au format .xlsx, "
    "puis déposez-le"
)

# motif: (constat, remede). `{partie}`, `{feuille}`, `{cellule}` are filled by the raiser.
_REFUS = {
    "vide": (
        "le fichier est vide (0 octet) : il n’est sans doute pas encore téléchargé",
        _RECOPIER,
    ),
    "absent": (
        "c’est un raccourci : le classeur lui-même n’est pas encore téléchargé",
        "téléchargez le classeur (.xlsx), puis déposez-le",
    ),
    "zeros": ("le fichier ne contient que des zéros : sa copie n’est pas achevée", _RECOPIER),
    "tronque": ("le fichier est incomplet : sa fin manque", _RECOPIER),
    "crc": ("le fichier est abîmé : la partie « {partie} » ne se relit pas", _RECOPIER),
    "taille_fausse": (
        "le fichier ment sur la taille de la partie « {partie} »",
        _VERIFIER,
    ),
    "chiffre": (
        "le fichier est protégé par un mot de passe à l’ouverture",
        "ouvrez-le dans Excel, retirez le mot de passe (« Fichier », « Informations », "
        "« Protéger le classeur »), enregistrez, puis déposez-le de nouveau",
    ),
    "etiquette": (
        "le fichier est scellé par une étiquette de confidentialité",
        "dans Excel, « Accueil », « Confidentialité », choisissez une étiquette qui ne chiffre pas"
        " (ou, « Fichier », « Informations », « Protéger le classeur », « Accès illimité »),"
        " enregistrez, puis déposez-le de nouveau ; si Excel le refuse, voyez votre informaticien",
    ),
    "structure": (
        "le fichier est chiffré sans mot de passe à l’ouverture, parce que sa structure est"
        " protégée ou qu’il est en lecture seule",
        "ouvrez-le dans Excel, « Révision », « Protéger le classeur » pour ôter cette protection,"
        " enregistrez, puis déposez-le de nouveau",
    ),
    "pdf": ("c’est un PDF, pas un classeur", _DEMANDER),
    "html": ("c’est une page web, pas un classeur", _ENREGISTRER),
    "csv": ("c’est un fichier texte ou CSV, pas un classeur", _ENREGISTRER),
    "texte": ("c’est un fichier texte, pas un classeur", _DEMANDER),
    "rtf": ("c’est un document RTF, pas un classeur", _DEMANDER),
    "image": ("c’est une image, pas un classeur", _DEMANDER),
    "xml": ("c’est un fichier XML, pas un classeur", _ENREGISTRER),
    "fods": (
        "c’est un classeur LibreOffice écrit en un seul fichier XML (.fods), qui n’est pas lu",
        "ouvrez-le dans LibreOffice, « Enregistrer sous », au format .xlsx ou .ods, puis déposez-le"
        " de nouveau",
    ),
    "docx": ("c’est un document Word, pas un classeur", _DEMANDER),
    "pptx": ("c’est une présentation PowerPoint, pas un classeur", _DEMANDER),
    "odf_autre": ("c’est un document LibreOffice, mais pas un classeur", _DEMANDER),
    "numbers": (
        "c’est un classeur Numbers",
        "dans Numbers, exportez-le vers Excel (.xlsx), puis déposez-le de nouveau",
    ),
    "xlsb": ("c’est un classeur Excel binaire (.xlsb)", _ENREGISTRER),
    "xls": (
        "c’est un classeur à l’ancien format d’Excel (.xls), qui n’est pas lu",
        "ouvrez-le dans Excel ou LibreOffice, « Enregistrer sous », « Classeur Excel (.xlsx) », "
        "puis déposez-le",
    ),
    "ole_quelconque": ("c’est un ancien document Office, mais pas un classeur", _DEMANDER),
    "archive": (
        "c’est une archive compressée, pas un classeur",
        "décompressez-la et déposez les classeurs qu’elle contient",
    ),
    "zip_de_classeurs": (
        "c’est une archive ZIP qui contient des classeurs",
        "décompressez-la et déposez les classeurs qu’elle contient",
    ),
    "zip_quelconque": (
        "c’est une archive ZIP, pas un classeur",
        "décompressez-la et déposez le classeur de suivi qu’elle contient",
    ),
    "inconnu": ("le contenu n’est celui d’aucun classeur connu", _DEMANDER),
    "compression": ("la partie « {partie} » est compressée d’une façon inconnue", _ENREGISTRER),
    "parties_en_double": ("la partie « {partie} » figure deux fois dans le fichier", _VERIFIER),
    "trop_de_parties": ("le fichier contient trop de parties ({nombre})", _VERIFIER),
    "trop_gros": (
        "une fois décompressé, le fichier dépasse la taille admise (partie « {partie} »)",
        _ALLEGER,
    ),
    "chemin_hors_archive": (
        "une partie porte un nom qui sort du fichier (« {partie} »)",
        _VERIFIER,
    ),
    "doctype": ("la partie « {partie} » contient une déclaration DOCTYPE interdite", _VERIFIER),
    "encodage": ("la partie « {partie} » n’est pas écrite en UTF-8", _ENREGISTRER),
    "xml_invalide": (
        "la partie « {partie} » est abîmée : son XML est invalide",
        _REPARER,
    ),
    "cdata": ("la partie « {partie} » écrit des valeurs que le lecteur perdrait", _ENREGISTRER),
    "imbrication": ("la partie « {partie} » imbrique trop de balises", _VERIFIER),
    "trop_de_balises": ("la partie « {partie} » contient trop de balises", _ALLEGER),
    "nom_demesure": ("le nom d’une de ses feuilles est démesuré", _ALLEGER),
    "types_absents": (
        "le classeur est incomplet : la partie « {partie} » manque",
        _ENREGISTRER,
    ),
    "classeur_absent": ("le fichier ne contient aucun classeur lisible", _ENREGISTRER),
    "feuilles_homonymes": (
        "deux de ses feuilles portent le même nom, « {feuille} »",
        _REPARER,
    ),
    "ambigu": (
        "deux de ses parties y jouent le même rôle, dont « {partie} »",
        _VERIFIER,
    ),
    "deux_classeurs": (
        "il contient deux classeurs, l’un d’Excel et l’autre de LibreOffice",
        _VERIFIER,
    ),
    "feuille_absente": ("le contenu de la feuille « {feuille} » manque", _ENREGISTRER),
    "textes_absents": (
        "les textes de la feuille « {feuille} » manquent dans le fichier",
        _ENREGISTRER,
    ),
    "texte_mal_designe": (
        "un texte de la feuille « {feuille} » est mal désigné (cellule {cellule})",
        _ENREGISTRER,
    ),
    "cellule_egaree": (
        "la partie « {partie} » range des données là où les tableurs ne les voient pas",
        _VERIFIER,
    ),
    "cellule_deplacee": (
        "la cellule {cellule} de la feuille « {feuille} » est écrite dans une autre ligne que la"
        " sienne",
        _REPARER,
    ),
    "cellule_double": (
        "la cellule {cellule} de la feuille « {feuille} » est écrite deux fois, remplie et vide",
        _REPARER,
    ),
    "cellule_illisible": (
        "la cellule {cellule} de la feuille « {feuille} » ne se laisse pas lire",
        _ENREGISTRER,
    ),
    "textes_demesures": ("les textes du classeur sont démesurés", _ALLEGER),
    "reference_invalide": (
        "une cellule de la feuille « {feuille} » porte une adresse impossible (« {cellule} »)",
        _ENREGISTRER,
    ),
    "cellule_hors_limites": (
        "la cellule {cellule} de la feuille « {feuille} » est remplie, très loin du tableau",
        "effacez le contenu de cette cellule dans Excel, enregistrez, puis déposez-le de nouveau",
    ),
    "trop_de_cellules": (
        "la feuille « {feuille} » porte le classeur au-delà de deux millions de cellules remplies",
        _ALLEGER,
    ),
}
MOTIFS = frozenset(_REFUS)

_LONGUEUR_CITEE = 80  # a quoted name never floods the report


@dataclass(frozen=True, slots=True)
class Refus:
    """Why a file cannot be read at all.

    `motif` is a stable key (one of `MOTIFS`); `constat` and `remede` are French, without
    capital nor final period, and never name the file.
    """

    motif: str
    constat: str
    remede: str


@dataclass(frozen=True, slots=True)
class FeuilleVue:
    """One sheet as the guard saw it; rows and columns count from 1.

    `cellules` counts the cells that hold something other than blanks, error cells included
    and formulas without value excluded: a reader that turns errors into nothing must give
    `cellules - len(erreurs)` values whose text, stripped of « space, tab, line break », is
    not empty. `derniere` is the last row and the last column that hold such a cell.
    """

    nom: str
    visible: bool
    cellules: int
    derniere: tuple[int, int]
    erreurs: dict[tuple[int, int], str]
    sans_valeur: list[tuple[int, int]]
    formules: int
    tables: dict[str, str]
    alentour: Alentour = field(default_factory=Alentour)


@dataclass(frozen=True, slots=True)
class Garde:
    """What the guard knows of a file before any reader opens it.

    `genre` is « xlsx » or « ods » by the content, "" when it is no workbook. `annexes`
    are the parts, by name, in which people write beside the cells: comments, text boxes.
    `copie` is what to give the reader instead of an .xlsx file (see `guard.copy`).
    """

    genre: str
    refus: Refus | None = None
    feuilles: tuple[FeuilleVue, ...] = ()
    avertissements: tuple[str, ...] = ()
    enregistre: str | None = None
    programme: str | None = None
    date1904: bool = False
    annexes: Mapping[str, bytes] = field(default_factory=dict)
    copie: bytes = field(default=b"", repr=False)


class RefusError(PlieError):
    """Carries a `Refus` from where it is found up to `inspect`, which returns it."""

    def __init__(self, motif: str, **faits: object) -> None:
        constat, remede = _REFUS[motif]
        cites = {cle: cite(str(fait)) for cle, fait in faits.items()}
        self.refus = Refus(motif, constat.format_map(cites), remede)
        super().__init__(self.refus.constat)


def cite(texte: str) -> str:
    """A name from a received file, fit to be shown: short, and nothing in it acts."""
    return visible(texte[:_LONGUEUR_CITEE]) + ("…" if len(texte) > _LONGUEUR_CITEE else "")
