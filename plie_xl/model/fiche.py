"""The fiche opération as data: period, amount, targets and evidence, read from TOML.

A hand-written file deserves a good error too: whatever is wrong in one is refused whole,
with the file, the place, the key and the near miss.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from plie_xl.model.text import cle as cle_excel
from plie_xl.model.toml import (
    FicheError,
    Jeux,
    build,
    check_connu,
    check_identifiant,
    digest,
    read_toml,
    section,
    table,
)
from plie_xl.model.vocabulary import (
    MODALITES,
    TOUTES,
    Categorie,
    Piece,
    load_fonctions,
    load_mots_pieces,
    load_pieces,
    load_taxonomie,
)

__all__ = [
    "MODALITES",
    "TOUTES",
    "Categorie",
    "Cible",
    "Fiche",
    "FicheError",
    "Indicateur",
    "Piece",
    "Source",
    "load_fonctions",
    "load_mots_pieces",
    "load_pieces",
    "load_taxonomie",
    "parse_fiche",
]

REUNION = "réunion"  # the unit of a target that counts meetings, one a row
Genre = Literal["exact", "minimum", "fourchette", "moyenne", "environ"]
Par = Literal["an", "technicien"]


@dataclass(frozen=True)
class Source:
    """Where a document of the call says it, and in which words."""

    page: int = 0
    ligne: int = 0
    phrase: str = ""


@dataclass(frozen=True)
class Cible:
    """One thing to hold or to hand in: number, unit, and the evidence that proves it."""

    id: str
    libelle: str
    unite: str
    categorie: str
    minimum: int = 0
    maximum: int | None = None
    genre: Genre = "exact"
    par: Par = "an"
    theme: str = ""
    modalites: tuple[str, ...] = ()
    pieces: Mapping[str, Jeux] = table((TOUTES, *MODALITES))
    preferee: str = ""
    indicateurs: tuple[str, ...] = ()
    succede: tuple[str, ...] = ()  # « graves/copil »: what it was in older fiches
    lu: str = ""
    source: Source = Source()
    remarque: str = ""
    a_confirmer: str = ""

    @property
    def objectif(self) -> str:
        """The number as the paper says it: « ≥ 2 », « 1 à 3 », « 20 en moyenne »."""
        nombre = {
            "exact": f"{self.minimum}",
            "minimum": f"≥ {self.minimum}",
            "fourchette": f"{self.minimum} à {self.maximum}",
            "moyenne": f"{self.minimum} en moyenne",
            "environ": f"environ {self.minimum}",
        }[self.genre]
        return nombre + (" par technicien" if self.par == "technicien" else "")

    def jeux(self, modalite: str | None) -> Jeux:
        """Sets of evidence for a modality (None: not said); any set will do, all of it is needed.

        Empty where `admet` is False: the evidence cannot be judged before the modality is.
        """
        return self.pieces.get(modalite or TOUTES) or self.pieces.get(TOUTES, ())

    def admet(self, modalite: str | None) -> bool:
        """Whether the fiche lets this target be reached in that way."""
        return not self.modalites or modalite in self.modalites

    def manque(self, modalite: str | None, fournies: Iterable[str]) -> Jeux:
        """The shortest ways to complete the evidence; empty when it is sufficient."""
        fournies = set(fournies)
        restes = [tuple(p for p in jeu if p not in fournies) for jeu in self.jeux(modalite)]
        if not restes or not all(restes):
            return ()
        moindre = min(map(len, restes))
        return tuple(dict.fromkeys(reste for reste in restes if len(reste) == moindre))

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of evidence this target accepts, in the order the fiche names them."""
        return tuple(dict.fromkeys(p for jeux in self.pieces.values() for jeu in jeux for p in jeu))


@dataclass(frozen=True)
class Indicateur:
    """A count by month, never a person. `partie_de` names the indicator that bounds it."""

    id: str
    libelle: str
    nature: Literal["réalisation", "résultat", "sortie positive", "suivi"]
    partie_de: str = ""
    groupe: str = ""
    lu: str = ""
    remarque: str = ""


@dataclass(frozen=True)
class Succession:
    """The territories that a fiche takes over, from a day on; its own targets are all it asks."""

    le: date
    de: tuple[str, ...]
    cibles: Literal["nouvelles"] = "nouvelles"


@dataclass(frozen=True)
class Fiche:
    """One operation of one PLIE for one year."""

    id: str
    plie: str
    numero: str
    intitule: str
    territoire: str
    debut: date
    fin: date
    montant_fse: int
    cibles: tuple[Cible, ...] = section("cible")
    taux_max: float | None = None
    porteuse: str = ""
    livrables: tuple[str, ...] = ()
    resultats: tuple[Cible, ...] = section("resultat", default=())
    sans_objectif: tuple[Cible, ...] = section("sans_objectif", default=())
    indicateurs: tuple[Indicateur, ...] = section("indicateur", default=())
    successions: tuple[Succession, ...] = section("succession", default=())
    a_savoir: tuple[str, ...] = ()
    a_confirmer: tuple[str, ...] = ()
    empreinte: str = field(default="", init=False)  # of the file itself
    texte: str = field(default="", init=False, repr=False)  # of the file, for the workbook

    @property
    def annee(self) -> int:
        return self.debut.year

    @property
    def premier_jour(self) -> date:
        """The first day of its own: before a merger, meetings are those of the predecessors."""
        fusion = min((s.le for s in self.successions), default=self.debut)
        return max(self.debut, fusion)

    @property
    def instances(self) -> tuple[Cible, ...]:
        """What a row of « Suivi » may name: the targets, then what is logged beside them."""
        suivis = (r for r in self.resultats if not r.indicateurs)
        return (*self.cibles, *suivis, *self.sans_objectif)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of evidence this fiche accepts, in the house order of `pieces.toml`."""
        admises = {p for cible in self.instances for p in cible.kinds}
        return tuple(p for p in load_pieces() if p in admises)

    @property
    def par_technicien(self) -> bool:
        return any(cible.par == "technicien" for cible in self.cibles)


def parse_fiche(nom: str, texte: str | bytes) -> Fiche:
    """Build one fiche from the text of its file `nom`: « technowest.toml » is `technowest`.

    Raises
    ------
    FicheError
        One French sentence with file, place, key and near miss.
    """
    octets = texte.encode() if isinstance(texte, str) else texte
    brut = read_toml(nom, octets)
    if "id" in brut:
        raise FicheError(f"{nom} : la clé « id » est de trop, le nom du fichier en tient lieu")
    identifiant = nom.removesuffix(".toml")
    check_identifiant(identifiant, nom)
    fiche = build(Fiche, {**brut, "id": identifiant}, nom)
    _check_fiche(fiche, nom)
    _check_indicateurs(fiche.indicateurs, nom)
    _check_cibles(fiche, nom)
    object.__setattr__(fiche, "empreinte", digest(octets))
    object.__setattr__(fiche, "texte", octets.decode("utf-8-sig").replace("\r\n", "\n"))
    return fiche


def _check_fiche(fiche: Fiche, nom: str) -> None:
    """What the types cannot say of the whole: order of dates, amounts, names used once."""
    if fiche.fin < fiche.debut:
        raise FicheError(f"{nom} : « fin » ({fiche.fin}) précède « debut » ({fiche.debut})")
    if fiche.montant_fse <= 0:
        raise FicheError(f"{nom} : « montant_fse » doit être supérieur à zéro")
    if fiche.taux_max is not None and not 0 < fiche.taux_max <= 1:
        raise FicheError(f"{nom} : « taux_max » est une part entre 0 et 1 (0.85 pour 85 %)")
    if not fiche.cibles:
        raise FicheError(f"{nom} : aucune « [[cible]] »")
    toutes = (*fiche.cibles, *fiche.resultats, *fiche.sans_objectif)
    _check_uniques((cible.id for cible in toutes), nom, "l’identifiant")
    _check_uniques((cle_excel(cible.libelle) for cible in fiche.instances), nom, "le libellé")
    _check_uniques((cle_excel(i.libelle) for i in fiche.indicateurs), nom, "le libellé")


def _check_uniques(valeurs: Iterable[str], nom: str, quoi: str) -> None:
    for valeur, n in Counter(valeurs).items():
        if n > 1:
            raise FicheError(f"{nom} : {quoi} « {valeur} » sert {n} fois")


def _check_indicateurs(indicateurs: Sequence[Indicateur], nom: str) -> None:
    parents = {i.id: i.partie_de for i in indicateurs}
    for indicateur in indicateurs:
        ou = f"{nom}, indicateur « {indicateur.id} »"
        if indicateur.partie_de:
            check_connu(indicateur.partie_de, parents, ou, "partie_de")
        lignee, parent = {indicateur.id}, indicateur.partie_de
        while parent:
            if parent in lignee:
                raise FicheError(f"{ou} : par « partie_de », il serait partie de lui-même")
            lignee.add(parent)
            parent = parents.get(parent, "")
        freres = [i for i in indicateurs if i.groupe and i.groupe == indicateur.groupe]
        if indicateur.groupe and (len(freres) < 2 or not indicateur.partie_de):
            raise FicheError(f"{ou} : un « groupe » réunit plusieurs parts et dit « partie_de »")
        if len({i.partie_de for i in freres}) > 1:
            raise FicheError(f"{ou} : les parts d’un « groupe » ont le même « partie_de »")


def _check_cibles(fiche: Fiche, nom: str) -> None:
    indicateurs = [indicateur.id for indicateur in fiche.indicateurs]
    for nature, cibles in (("cible", fiche.cibles), ("resultat", fiche.resultats)):
        for cible in cibles:
            _check_nombre(cible, f"{nom}, {nature} « {cible.id} »")
            _check_cible(cible, f"{nom}, {nature} « {cible.id} »", indicateurs)
    for cible in fiche.sans_objectif:
        ou = f"{nom}, sans_objectif « {cible.id} »"
        if (cible.minimum, cible.maximum, cible.genre) != (0, None, "exact"):
            raise FicheError(f"{ou} : une instance sans objectif n’a ni nombre ni genre")
        _check_cible(cible, ou, indicateurs)


def _check_nombre(cible: Cible, ou: str) -> None:
    if cible.minimum <= 0:
        raise FicheError(f"{ou} : la clé « minimum » manque, ou n’est pas supérieure à zéro")
    if (cible.maximum is not None) != (cible.genre == "fourchette"):
        raise FicheError(f'{ou} : « maximum » va avec genre = "fourchette", et lui seul')
    if cible.maximum is not None and cible.maximum <= cible.minimum:
        raise FicheError(f"{ou} : « maximum » doit dépasser « minimum »")


def _check_cible(cible: Cible, ou: str, indicateurs: Sequence[str]) -> None:
    """Every name it uses exists, and each modality it admits has its evidence."""
    check_connu(cible.categorie, load_taxonomie(), ou, "categorie")
    for modalite in cible.modalites:
        check_connu(modalite, MODALITES, ou, "modalites")
    for indicateur in cible.indicateurs:
        check_connu(indicateur, indicateurs, ou, "indicateurs")
    for cle, jeux in cible.pieces.items():
        for piece in (p for jeu in jeux for p in jeu):
            check_connu(piece, load_pieces(), ou, f"pieces.{cle}")
        if cible.modalites and cle not in (TOUTES, *cible.modalites):
            raise FicheError(f"{ou} : « pieces.{cle} » n’est pas une de ses « modalites »")
    if cible.preferee:
        check_connu(cible.preferee, cible.kinds, ou, "preferee")
    sans_piece = [m for m in cible.modalites or (None,) if not cible.jeux(m)]
    if sans_piece and not cible.indicateurs:
        raise FicheError(f"{ou} : aucune pièce prévue pour « {sans_piece[0] or TOUTES} »")
