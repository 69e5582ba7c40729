"""What one workbook says of its year, target by target, before any sentence is written."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from plie_xl.attainment import CIBLE, list_atteintes
from plie_xl.checks.count import Compte
from plie_xl.checks.financement import build_montants, build_sommes, list_saisies
from plie_xl.checks.indicateurs import build_indicateurs, sum_effectifs
from plie_xl.checks.whole import build_livrables
from plie_xl.master.brought import Regards
from plie_xl.master.safe_text import en_texte
from plie_xl.model.evidence import phrase_jeux
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.settings import Bilan
from plie_xl.model.target import Cible
from plie_xl.model.text import cle, en_clair, est_vide, read_jour
from plie_xl.model.words import PUBLICITES, SANS_OBJET, find_listed
from plie_xl.model.workbook import ECARTS
from plie_xl.pieces.references import Reference, list_references

Ligne = dict[str, Any]
_INCONNU = float("nan")


@dataclass(frozen=True)
class Tenue:
    """One retained row of « Suivi », and what its evidence lacks (« » when it is enough)."""

    jour: date
    ligne: int
    manque: str


@dataclass(frozen=True)
class Atteint:
    """One target with its four figures; None where a stage was not done."""

    cible: Cible
    minimum: float
    tenu: float
    justifie: float
    au_dossier: float | None
    retenu_csf: float | None
    statut: str
    tenues: tuple[Tenue, ...]
    motif: str = ""
    mesure: str = ""

    @property
    def ecart(self) -> float:
        """Units proved less the number of the fiche: negative when it is not reached."""
        return self.justifie - self.minimum

    @property
    def a_expliquer(self) -> bool:
        """Whether the fiche's number is known, and not reached."""
        return self.justifie < self.minimum


@dataclass(frozen=True)
class Faits:
    """The year of one workbook. `cibles` are those of the fiche, `hors` what stands beside."""

    fiche: Fiche
    au: date
    lecture: Lecture
    cibles: tuple[Atteint, ...]
    hors: tuple[Atteint, ...]
    mois: Mapping[int, tuple[int, int]]  # held, and proved
    indicateurs: Mapping[str, float]
    financement: Mapping[str, float]  # « fse_prevu », « depenses_realise »…
    publicite: Mapping[str, int]
    livrables: tuple[Ligne, ...]
    references: tuple[Reference, ...]
    lues: int
    retenues: int
    ecartees: Mapping[str, int]  # by the word of « Compte »


def find_echeance(fiche: Fiche, reglages: Bilan) -> date:
    """The last day on which the bilan of an operation may be sent."""
    echeance: date = fiche.fin + relativedelta(months=reglages.delai_mois)
    return echeance


def find_faits(compte: Compte, regards: Regards | None = None) -> Faits:
    """The facts of one workbook, of a fiche that is known.

    Parameters
    ----------
    compte
        What `count` made of one reading, at the date of the bilan.
    regards
        What somebody looked at; by default, nothing.
    """
    regards = regards or Regards()
    [lecture] = compte.saisie.lectures
    [classeur] = compte.saisie.parametres.lignes()
    fiche = compte.saisie.fiches[lecture.fiche]
    rangees = list(compte.rangees.lignes())
    retenues = [x for x in rangees if x["retenue"]]
    atteints = [*_find_atteints(compte, fiche, lecture, retenues, regards)]
    return Faits(
        fiche,
        classeur["reference"],
        lecture,
        tuple(a for a in atteints if _is_demandee(a, fiche)),
        tuple(a for a in atteints if not _is_demandee(a, fiche)),
        _count_mois(fiche, retenues),
        {i: n for (_, i), n in sum_effectifs(build_indicateurs(compte)).items() if i},
        _sum_financement(compte),
        _count_publicites(retenues),
        tuple(_list_livrables(compte)),
        tuple(r for r in list_references(compte, lecture) if r.retenue),
        len(rangees),
        len(retenues),
        Counter(str(x["compte"]) for x in rangees if not x["retenue"]),
    )


def _is_demandee(a: Atteint, fiche: Fiche) -> bool:
    """Whether the fiche asks for it at the date of the bilan."""
    return a.cible in fiche.cibles and a.statut != SANS_OBJET


def _find_atteints(
    compte: Compte,
    fiche: Fiche,
    lecture: Lecture,
    retenues: Sequence[Ligne],
    regards: Regards,
) -> Iterator[Atteint]:
    dites = _read_par_cible(lecture, ECARTS.table, "cible")
    trouvees = regards.au_dossier or {}
    for x in (*list_atteintes(compte), *_list_sans_objectif(compte, fiche)):
        cible = next(c for c in (*fiche.instances, *fiche.resultats) if c.id == x["cible"])
        dite = dites.get(cle(cible.libelle), {}) if x["nature"] == CIBLE else {}
        yield Atteint(
            cible,
            x["minimum"],
            x["tenu"],
            x["justifie"],
            trouvees.get(cible.id),
            regards.retenus.get(cible.id),
            x["statut"],
            tuple(_list_tenues(cible, retenues)),
            *(en_texte(dite.get(nom)).strip() for nom in ("motif", "mesure")),
        )


def _list_sans_objectif(compte: Compte, fiche: Fiche) -> Iterator[Ligne]:
    classeur = compte.saisie.lectures[0].classeur
    for cible in fiche.sans_objectif:
        tenu, justifie, _ = compte.unites.get((classeur, cible.id), (0.0,) * 3)
        faits = {"minimum": _INCONNU, "tenu": tenu, "justifie": justifie, "statut": ""}
        yield {"cible": cible.id, "nature": "", **faits}


def _read_par_cible(lecture: Lecture, table: str, colonne: str) -> dict[str, Ligne]:
    """The rows of a table by the folded name of their target."""
    lue = lecture.tables.get(table)
    valeurs = lue.unfold() if lue else {}
    if colonne not in valeurs:
        return {}
    lignes = zip(*valeurs.values(), strict=True)
    return {cle(str(x[colonne])): x for x in (dict(zip(valeurs, v, strict=True)) for v in lignes)}


def _list_tenues(cible: Cible, retenues: Sequence[Ligne]) -> Iterator[Tenue]:
    siennes = (x for x in retenues if x["cible"] == cible.id)
    for x in sorted(siennes, key=lambda x: (x["jour"], x["ligne"])):
        manque = "" if x["justifiee"] else _say_manque(cible, x)
        yield Tenue(date.fromordinal(int(x["jour"])), int(x["ligne"]), manque)


def _say_manque(cible: Cible, x: Ligne) -> str:
    return phrase_jeux(cible.regle(x["regle"]).manque(x["forme"], x["fournies"]))


def _count_mois(fiche: Fiche, retenues: Sequence[Ligne]) -> dict[int, tuple[int, int]]:
    mois = dict.fromkeys(range(fiche.debut.month, fiche.fin.month + 1), (0, 0))
    for x in retenues:
        n = date.fromordinal(int(x["jour"])).month
        mois[n] = mois[n][0] + 1, mois[n][1] + bool(x["justifiee"])
    return mois


def _sum_financement(compte: Compte) -> dict[str, float]:
    """The sums that somebody typed something of; the others are left out."""
    montants = build_montants(compte)
    saisies = list_saisies(montants)
    return {
        f"{nom}_{x['colonne']}": x[nom]
        for x in build_sommes(montants, compte.saisie.fiches).lignes()
        for nom in ("depenses", "ressources", "fse")
        if (x["fiche"], f"{nom}_{x['colonne']}") in saisies
    }


def _count_publicites(retenues: Sequence[Ligne]) -> dict[str, int]:
    """How many held meetings said each word of the list; « » when they said none of them."""
    dits = Counter(find_listed(PUBLICITES, x["publicite"]) or "" for x in retenues)
    return {mot: dits[mot] for mot in (*PUBLICITES, "")}


def _list_livrables(compte: Compte) -> Iterator[Ligne]:
    dits = build_livrables(compte)
    remis = {x["ligne"] for x in dits.take(dits["remis"]).lignes()}
    for x in compte.saisie.rows("livrables").lignes():
        if est_vide(x.get("livrable")):
            continue
        jour = read_jour(x.get("remis_le")) if x["ligne"] in remis else None
        yield {
            "livrable": en_texte(x["livrable"]),
            "remis_le": en_clair(jour) if jour else "",
            "reference": en_texte(x.get("reference")),
        }
