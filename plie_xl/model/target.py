"""A target of a fiche: its number, its evidence, and what each avenant made of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, NamedTuple

from plie_xl.model.toml import FicheError, Jeux, check_connu, table
from plie_xl.model.vocabulary import MODALITES, TOUTES, load_pieces, load_taxonomie

REUNION = "réunion"  # the unit of a target that counts meetings, one a row
PLAFOND = 10_000  # of a number: a workbook has a row ready for each
LIBELLE = 255  # signs that Excel's MATCH can look for
Genre = Literal["exact", "minimum", "fourchette", "moyenne", "environ"]
Par = Literal["an", "technicien"]


@dataclass(frozen=True)
class Source:
    """Where a document of the call says it, and in which words."""

    page: int = 0
    ligne: int = 0
    phrase: str = ""


class Version(NamedTuple):
    """A target from a day on; None while the fiche does not ask for it."""

    le: date
    cible: "Cible | None"


@dataclass(frozen=True)
class Cible:
    """One thing to hold or to hand in: number, unit, and the evidence that proves it.

    Where an avenant touches it, its own fields are those of its last version, and `versions` holds
    one for each period of the fiche.
    """

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
    versions: tuple[Version, ...] = field(default=(), init=False)

    def en_vigueur(self, periode: float) -> "Cible | None":
        """What is asked in a period of the fiche (0 is the first); None when nothing is."""
        return self.versions[int(periode)].cible if self.versions else self

    def regle(self, periode: float) -> "Cible":
        """The version whose evidence judges a row; the last one where nothing is asked."""
        return self.en_vigueur(periode) or self

    @property
    def intermittente(self) -> bool:
        """Whether it was added or withdrawn in the course of the year."""
        return any(version.cible is None for version in self.versions)

    def say(self, dire: "Callable[[Cible], str]", *, demandee: bool = False) -> str:
        """What holds now, then what held before: « 3 (2 jusqu’au 30/06) ».

        `demandee`: of the days alone on which it is asked, for its number says which ones they are.
        """
        if not self.versions:
            return dire(self)
        dites: list[tuple[date, str]] = []
        for le, cible in self.versions:
            if demandee and cible is None:
                continue
            mot = dire(cible) if cible else ""
            if not dites or dites[-1][1] != mot:
                dites.append((le, mot))
        *avant, (depuis, dernier) = dites
        fins = [le - timedelta(1) for le, _ in dites[1:]]
        notes = [
            f"{mot} jusqu’au {fin:%d/%m}" if mot else f"dès le {fin + timedelta(1):%d/%m}"
            for (_, mot), fin in zip(avant, fins, strict=True)
        ]
        suite = f" ({', '.join(reversed(notes))})" if notes else ""
        return (dernier or f"retirée le {depuis:%d/%m}") + suite

    @property
    def objectif(self) -> str:
        """The number as the paper says it: « ≥ 2 », « 1 à 3 », « 3 (2 jusqu’au 30/06) »."""
        return self.say(Cible._say_nombre)

    def _say_nombre(self) -> str:
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
        toutes = (self, *(version.cible for version in self.versions if version.cible))
        return tuple(
            dict.fromkeys(p for c in toutes for jeux in c.pieces.values() for j in jeux for p in j)
        )


def check_nombre(cible: Cible, ou: str, sans_objectif: bool = False) -> None:
    """Its number goes with its kind; where nothing is counted, it has neither."""
    if sans_objectif:
        if (cible.minimum, cible.maximum, cible.genre) != (0, None, "exact"):
            raise FicheError(f"{ou} : une instance sans objectif n’a ni nombre ni genre")
        return
    if max(cible.minimum, cible.maximum or 0) > PLAFOND:
        dit = f"{PLAFOND:,}".replace(",", " ")
        raise FicheError(f"{ou} : un nombre dépasse {dit}, ce qu’une année ne demande pas")
    if cible.minimum <= 0:
        raise FicheError(f"{ou} : la clé « minimum » manque, ou n’est pas supérieure à zéro")
    if (cible.maximum is not None) != (cible.genre == "fourchette"):
        raise FicheError(f'{ou} : « maximum » va avec genre = "fourchette", et lui seul')
    if cible.maximum is not None and cible.maximum <= cible.minimum:
        raise FicheError(
            f"{ou} : « maximum » ({cible.maximum}) doit dépasser « minimum » ({cible.minimum}) ;"
            ' sans fourchette, genre = "exact"'
        )


def check_cible(cible: Cible, ou: str, indicateurs: Sequence[str]) -> None:
    """Every name it uses exists, and each modality it admits has its evidence."""
    if len(cible.libelle) > LIBELLE:
        raise FicheError(f"{ou} : son libellé a {len(cible.libelle)} signes, {LIBELLE} au plus")
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
