"""What is « au dossier »: rows proved, whose pieces found as files are enough by the same rule.

The register of a workbook is the only source: who looked at no file says « non contrôlé ».
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from plie_xl.checks.count import Compte
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import Rows, Vector
from plie_xl.model.target import Cible
from plie_xl.model.text import cle
from plie_xl.model.vocabulary import load_pieces

TROUVE = "trouvé"
_AUTRE_ETAT = (
    "aucun classeur compté n’est celui dont il parle, ou ce classeur a changé depuis : refaites"
    " ce registre sur le classeur reçu"
)
_PLUSIEURS = "plusieurs registres de « {classeur} » ne disent pas la même chose : n’en gardez qu’un"
Trouvees = Mapping[int, frozenset[str]]  # by row of « Suivi », the kinds of evidence found


@dataclass(frozen=True, slots=True)
class RegistreLu:
    """A register made elsewhere: its own name, the digest of its workbook, its rows.

    `lignes` have the columns of « Registre » as they were read. `refus` says why it does not serve.
    """

    fichier: str
    classeur_sha256: str = ""
    lignes: tuple[Mapping[str, object], ...] = ()
    refus: str = ""

    @property
    def trouvees(self) -> Trouvees:
        """The kinds found, by row of « Suivi »."""
        natures = {cle(piece.libelle): piece.id for piece in load_pieces().values()}
        trouvees: dict[int, set[str]] = defaultdict(set)
        for x in self.lignes:
            ligne, nature = x["ligne"], natures.get(cle(x["nature"]))
            if x["etat"] == TROUVE and isinstance(ligne, int | float) and nature:
                trouvees[int(ligne)].add(nature)
        return {ligne: frozenset(natures) for ligne, natures in trouvees.items()}


@dataclass(frozen=True)
class Deposes:
    """Of each workbook whose files were looked at, what its register found, by its name."""

    compte: Compte
    trouvees: Mapping[str, Trouvees]

    @cached_property
    def unites(self) -> Vector:
        """Units « au dossier », row by row; NaN where nobody looked at the files."""
        rangees = self.compte.rangees
        vues = rangees["classeur"].est(*self.trouvees)
        unites = np.where(vues | ~rangees["retenue"], 0.0, np.nan)
        places = np.flatnonzero(vues & rangees["justifiee"])
        for place, ligne in zip(places, rangees.take(places).lignes(), strict=True):
            cible = self._cibles.get((ligne["fiche"], ligne["cible"]))
            cible = cible and cible.regle(ligne["regle"])
            trouvees = self.trouvees[ligne["classeur"]].get(ligne["ligne"], frozenset())
            trouvees &= ligne["fournies"]  # whatever a register says that the row does not
            if cible and not cible.manque(ligne["forme"], trouvees):
                unites[place] = ligne["unites"]
        return unites

    @cached_property
    def sommes(self) -> Mapping[tuple[str, str], float]:
        """Units « au dossier » by fiche and target, of the workbooks looked at alone."""
        rangees = self.compte.rangees
        sommes: dict[tuple[str, str], float] = defaultdict(float)
        for fiche, cible, unites in _triples(rangees, np.nan_to_num(self.unites)):
            sommes[fiche, cible] += unites
        return sommes

    @cached_property
    def _cibles(self) -> Mapping[tuple[str, str], Cible]:
        fiches: Mapping[str, Fiche] = self.compte.saisie.fiches
        return {(f, c.id): c for f, fiche in fiches.items() for c in fiche.instances}


def _triples(rangees: Rows, unites: Vector) -> Iterator[tuple[str, str, float]]:
    places = np.flatnonzero(unites)
    colonnes = (rangees[nom][places].tolist() for nom in ("fiche", "cible"))
    return zip(*colonnes, unites[places].tolist(), strict=True)


def tie_registres(
    registres: Iterable[RegistreLu], compte: Compte
) -> tuple[dict[str, RegistreLu], tuple[RegistreLu, ...]]:
    """Each register with the workbook that it was made of, by digest; and those that do not serve.

    Two registers of one workbook that differ say nothing sure: neither serves.
    """
    noms = {x.sha256: x.classeur for x in compte.saisie.lectures if x.sha256}
    par_classeur: dict[str, list[RegistreLu]] = defaultdict(list)
    ecartes = []
    for registre in registres:
        nom = noms.get(registre.classeur_sha256)
        if registre.refus or nom is None:
            ecartes.append(replace(registre, refus=registre.refus or _AUTRE_ETAT))
        else:
            par_classeur[nom].append(registre)
    lies: dict[str, RegistreLu] = {}
    for nom, siens in par_classeur.items():
        if all(x.lignes == siens[0].lignes for x in siens):
            lies[nom] = siens[0]
        else:
            ecartes += [replace(x, refus=_PLUSIEURS.format(classeur=nom)) for x in siens]
    return lies, tuple(sorted(ecartes, key=lambda x: x.fichier))
