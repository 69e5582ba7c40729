"""The fiche opération as data: period, amount, targets and evidence, read from TOML.

A hand-written file deserves a good error too: whatever is wrong in one is refused whole,
with the file, the place, the key and the near miss.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from plie_xl.model.amendments import (
    CIBLES,
    SANS_OBJECTIF,
    Avenant,
    apply_avenants,
    find_periode,
    is_au_jour,
)
from plie_xl.model.succession import (
    RIEN,
    Apport,
    Succession,
    apply_sommes,
    check_sommes,
    list_a_sommer,
)
from plie_xl.model.target import Cible, check_cible, check_nombre
from plie_xl.model.text import cle as cle_excel
from plie_xl.model.toml import (
    FicheError,
    build,
    check_connu,
    check_identifiant,
    digest,
    read_toml,
    section,
)
from plie_xl.model.vocabulary import load_pieces


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
    avenants: tuple[Avenant, ...] = section("avenant", default=())
    recueil: Apport = RIEN
    a_savoir: tuple[str, ...] = ()
    a_confirmer: tuple[str, ...] = ()
    empreinte: str = field(default="", init=False)  # of the file itself
    texte: str = field(default="", init=False, repr=False)  # of the file, for the workbook

    @property
    def annee(self) -> int:
        """The year of its first day."""
        return self.debut.year

    @property
    def premier_jour(self) -> date:
        """The first day of its own: before a merger, meetings are those of the predecessors."""
        naissances = (s.le for s in self.successions if self.id not in s.de)
        return max(self.debut, min(naissances, default=self.debut))

    @property
    def dernier_jour(self) -> date:
        """The last day of its own: from a merger on, meetings are those of the successor."""
        return min([self.fin, *(f.le - timedelta(1) for f in self.recueil.fusions)])

    def is_finie(self, jour: date) -> bool:
        """Whether nothing more can be held: from its last day on."""
        return jour >= self.dernier_jour

    @cached_property
    def instances(self) -> tuple[Cible, ...]:
        """What a row of « Suivi » may name: the targets, then what is logged beside them."""
        suivis = (r for r in self.resultats if not r.indicateurs)
        return (*self.cibles, *suivis, *self.sans_objectif)

    @cached_property
    def par_id(self) -> Mapping[str, Cible]:
        """`instances` by identifier."""
        return {cible.id: cible for cible in self.instances}

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of evidence this fiche accepts, in the house order of `pieces.toml`."""
        admises = {p for cible in self.instances for p in cible.kinds}
        return tuple(p for p in load_pieces() if p in admises)

    @property
    def debuts(self) -> tuple[date, ...]:
        """The first day of each period: the operation's, then that of each avenant."""
        return (self.debut, *(avenant.le for avenant in self.avenants))

    @property
    def periodes(self) -> list[tuple[date, date]]:
        """Of each period, its first own day and the day after its last; none when they cross."""
        fins = [*self.debuts[1:], self.fin + timedelta(1)]
        suite = self.dernier_jour + timedelta(1)
        return [
            (max(debut, self.premier_jour), min(fin, suite))
            for debut, fin in zip(self.debuts, fins, strict=True)
        ]

    @property
    def initiale(self) -> "Fiche":
        """What it asked before any avenant, and before any merger was known."""
        premieres = {
            s: tuple(v for c in getattr(self, s) if (v := c.en_vigueur(0)))
            for s in (CIBLES, "resultats", SANS_OBJECTIF)
        }
        if not self.avenants and not self.recueil.fusions:
            return self
        return replace(self, avenants=(), recueil=RIEN, **premieres)  # type: ignore[arg-type]

    @property
    def a_sommer(self) -> tuple[Cible, ...]:
        """The targets whose number is still to be summed, over those that they take over."""
        return list_a_sommer(self.successions, (*self.cibles, *self.resultats))

    def periode(self, jour: date) -> int:
        """The place of the period that holds a day: 0 before any avenant."""
        return find_periode(self.debuts, jour)

    def cibles_au(self, jour: date) -> tuple[Cible, ...]:
        """The targets in force on a day, as they stand on it."""
        versions = (cible.en_vigueur(self.periode(jour)) for cible in self.cibles)
        return tuple(version for version in versions if version)

    @property
    def au_jour(self) -> bool:
        """Whether the evidence of a row is that of its own day, not the last one of the year."""
        return not self.avenants or is_au_jour(self.avenants)

    @property
    def par_technicien(self) -> bool:
        """Whether one of its targets is asked of each technician."""
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
    fiche = _sum(fiche, nom)
    _check_cibles(fiche, nom)
    if not fiche.a_sommer:
        fiche = _amend(fiche, nom)
    object.__setattr__(fiche, "empreinte", digest(octets))
    object.__setattr__(fiche, "texte", octets.decode("utf-8-sig").replace("\r\n", "\n"))
    return fiche


def _check_fiche(fiche: Fiche, nom: str) -> None:
    """What the types cannot say of the whole: order of dates, amounts, names used once."""
    if fiche.fin < fiche.debut:
        raise FicheError(f"{nom} : « fin » ({fiche.fin}) précède « debut » ({fiche.debut})")
    if not 0 < fiche.montant_fse < 10**9:
        raise FicheError(f"{nom} : « montant_fse » doit être supérieur à zéro, et non démesuré")
    if fiche.taux_max is not None and not 0 < fiche.taux_max <= 1:
        raise FicheError(f"{nom} : « taux_max » est une part entre 0 et 1 (0.85 pour 85 %)")
    if not fiche.cibles:
        raise FicheError(f"{nom} : aucune « [[cible]] »")
    _check_noms(fiche, nom)


def _check_noms(fiche: Fiche, nom: str) -> None:
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


def _sum(fiche: Fiche, nom: str) -> Fiche:
    """The same fiche, its targets with the sums that the collection wrote."""
    sommes = fiche.recueil.sommes
    if not sommes:
        return fiche
    check_sommes(sommes, fiche.a_sommer, nom)
    completes = {s: apply_sommes(sommes, getattr(fiche, s)) for s in (CIBLES, "resultats")}
    return replace(fiche, **completes)  # type: ignore[arg-type]


def _check_cibles(fiche: Fiche, nom: str) -> None:
    indicateurs = [indicateur.id for indicateur in fiche.indicateurs]
    sections = {"cible": fiche.cibles, "resultat": fiche.resultats}
    for nature, cibles in {**sections, SANS_OBJECTIF: fiche.sans_objectif}.items():
        for cible in cibles:
            ou = f"{nom}, {nature} « {cible.id} »"
            if cible not in fiche.a_sommer:
                check_nombre(cible, ou, nature == SANS_OBJECTIF)
            check_cible(cible, ou, indicateurs)


def _amend(fiche: Fiche, nom: str) -> Fiche:
    """The same fiche, its targets with what each avenant makes of them."""
    if not fiche.avenants:
        return fiche
    amendees = apply_avenants(
        fiche.avenants,
        {s: getattr(fiche, s) for s in (CIBLES, "resultats", SANS_OBJECTIF)},
        (fiche.debut, fiche.fin),
        [indicateur.id for indicateur in fiche.indicateurs],
        nom,
    )
    amendee = replace(fiche, **amendees)  # type: ignore[arg-type]
    _check_noms(amendee, nom)
    return amendee
