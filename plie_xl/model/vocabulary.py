"""The words every fiche shares: ways to meet, kinds of evidence, harmonised categories."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from plie_xl.model.toml import FicheError, T, build, check_connu, read_toml, section

MODALITES = ("présentiel", "à distance", "consultation écrite")
TOUTES = "toutes"
_ABREGE = re.compile(r"[A-Z]{2,8}")


@dataclass(frozen=True)
class Piece:
    """A kind of evidence: `entete` heads its column, `libelle` stands in sentences.

    `abrege` is its word in the name of a file: « EMARG »; `noms` are others that are met there.
    """

    id: str
    libelle: str
    entete: str
    abrege: str
    avant_reunion: bool = False
    noms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Categorie:
    """What an instance is called everywhere, whatever its local name."""

    id: str
    libelle: str


@dataclass(frozen=True)
class MotsPieces:
    """What `pieces.toml` says of the words of a cell of evidence."""

    ponctuation: str
    absence_nue: tuple[str, ...]
    absence: tuple[str, ...]
    absence_debut: tuple[str, ...]
    sujets: tuple[str, ...]
    absence_fin: tuple[str, ...]
    absence_dedans: tuple[str, ...]
    extensions: tuple[str, ...]
    endroits: tuple[str, ...]
    renvois: tuple[str, ...]
    comptes: tuple[str, ...]
    pieces: tuple[Piece, ...] = section("piece")


@dataclass(frozen=True)
class Synonymes:
    """A value of a drop-down, and the words that people type for it."""

    valeur: str
    mots: tuple[str, ...]


@dataclass(frozen=True)
class Propositions:
    """The file `propositions.toml`: what is typed for something else."""

    sans_avis: tuple[str, ...]
    mots_outils: tuple[str, ...]
    autour_du_jour: tuple[str, ...]
    monnaie: tuple[str, ...]
    milliers: tuple[str, ...]
    jours: tuple[str, ...]
    mois: tuple[str, ...]
    jours_anglais: tuple[str, ...]
    mois_anglais: tuple[str, ...]
    modalites: tuple[Synonymes, ...] = section("modalite")
    statuts: tuple[Synonymes, ...] = section("statut")


@dataclass(frozen=True)
class _Fonction:
    """A target, « fiche/cible », that does the work of another category than its own."""

    cible: str
    categorie: str


@dataclass(frozen=True)
class _Taxonomie:
    """The file `taxonomie.toml`."""

    categories: tuple[Categorie, ...] = section("categorie")
    fonctions: tuple[_Fonction, ...] = section("fonction", default=())


@cache
def load_pieces() -> Mapping[str, Piece]:
    """The kinds of evidence by identifier, in house order."""
    return {piece.id: piece for piece in load_mots_pieces().pieces}


@cache
def load_mots_pieces() -> MotsPieces:
    """The words of evidence: those that deny a piece, those that do not say which it is."""
    mots = _load_maison("pieces.toml", MotsPieces)
    check_abreges(mots.pieces)
    return mots


def check_abreges(pieces: Iterable[Piece]) -> None:
    """Refuse a word that no file name could bear, or that two kinds would share.

    Raises
    ------
    FicheError
        With the kind and the key.
    """
    pris: dict[str, str] = {}
    for piece in pieces:
        ou = f"pieces.toml, pièce « {piece.id} », clé « abrege »"
        if not _ABREGE.fullmatch(piece.abrege):
            raise FicheError(f"{ou} : « {piece.abrege} » n’est pas fait de 2 à 8 capitales")
        if piece.abrege in pris:
            raise FicheError(f"{ou} : « {piece.abrege} » est déjà à « {pris[piece.abrege]} »")
        pris[piece.abrege] = piece.id


@cache
def load_propositions() -> Propositions:
    """The words by which a message proposes what was meant."""
    return _load_maison("propositions.toml", Propositions)


@cache
def load_taxonomie() -> Mapping[str, Categorie]:
    """The harmonised categories by identifier, in the order of the master."""
    return {c.id: c for c in _load_maison("taxonomie.toml", _Taxonomie).categories}


@cache
def load_fonctions() -> Mapping[str, str]:
    """The targets whose work is not what their name says: « fiche/cible » → category."""
    fonctions = _load_maison("taxonomie.toml", _Taxonomie).fonctions
    for fonction in fonctions:
        ou = f"taxonomie.toml, fonction « {fonction.cible} »"
        check_connu(fonction.categorie, load_taxonomie(), ou, "categorie")
    return {fonction.cible: fonction.categorie for fonction in fonctions}


def _load_maison(nom: str, classe: type[T]) -> T:
    """A file of the package that is shared by every fiche."""
    brut = read_toml(nom, files("plie_xl").joinpath(f"fiches/{nom}").read_bytes())
    return build(classe, brut, nom)
