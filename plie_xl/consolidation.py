"""Many readings → one consolidation: which file counts for each territory, and where from."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import compress

import numpy as np
import pandas as pd

from plie_xl.attainment import compute_atteinte
from plie_xl.checks import Compte, check
from plie_xl.checks.accepted import Retenus
from plie_xl.checks.count import count_saisie
from plie_xl.checks.filed import Deposes, RegistreLu, tie_registres
from plie_xl.checks.interpret import interpret
from plie_xl.checks.received import find_manquantes, find_non_deposees, harden, set_aside
from plie_xl.checks.structure import structure_anomalies
from plie_xl.model.anomaly import Anomalie, find_ordre, group
from plie_xl.model.collection import Fiches, fiches_en_vigueur
from plie_xl.model.expected import as_annee, is_expected
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import Rows, Vector
from plie_xl.model.grouping import count_by, cross
from plie_xl.model.lecture import Lecture
from plie_xl.model.privacy import mask_nom
from plie_xl.model.process import release_memory
from plie_xl.model.text import pluriel, visible

COMPTE, ECARTE, REFUSE, NON_RECU = "compté", "écarté", "refusé", "non reçu"
VIDE = "reçu vide"  # the workbook that counts, in which no meeting is noted

COLONNES_SOURCES = (
    "fiche", "plie", "classeur", "etat", "detail", "lues", "retenues", "ecartees", "motifs",
    "enregistre", "programme", "modele", "sha256",
)  # fmt: skip


@dataclass(frozen=True)
class Consolidation:
    """Everything the master shows, as frames that know where each figure comes from.

    `suivi` has every row of every counted workbook with `compte`, `retenue`, `justifiee`,
    `unites`; `atteinte` one row per counted workbook and target; `sources` one row per file
    received, passed over or missing, with its control totals: lues = retenues + ecartees.
    `registres` has the register of the pieces of each workbook whose files were looked at,
    `controle` the verdicts of AGAPE's control, once they are brought. `arretes` are the rows of
    « Arrêtés »: how the year was closed, and what changed since.
    """

    fiches: Mapping[str, Fiche]
    compte: Compte
    atteinte: pd.DataFrame
    anomalies: list[Anomalie]
    sources: pd.DataFrame
    passes: tuple[tuple[str, str], ...] = ()
    registres: Mapping[str, RegistreLu] = field(default_factory=dict)
    registres_ecartes: tuple[RegistreLu, ...] = ()
    controle: Retenus | None = None
    arretes: tuple[Mapping[str, object], ...] = ()

    def __repr__(self) -> str:
        """How much, never what a cell says: a notebook is shown around."""
        totaux, fautes = self.totaux, pluriel(len(self.anomalies), "anomalie")
        return (
            f"<Consolidation : {pluriel(totaux['comptes'], 'classeur compté')} sur"
            f" {pluriel(len(self.fiches), 'fiche')}, {pluriel(totaux['lignes_lues'], 'ligne')},"
            f" dont {pluriel(totaux['lignes_retenues'], 'retenue')} ; {fautes}>"
        )

    @cached_property
    def deposes(self) -> Deposes:
        """What is « au dossier », of the workbooks that have a register."""
        return Deposes(self.compte, {nom: x.trouvees for nom, x in self.registres.items()})

    @cached_property
    def fiches_deposees(self) -> frozenset[str]:
        """Identifiers of the fiches whose workbook has a register."""
        classeurs = self.compte.saisie.classeurs
        return frozenset(classeurs["fiche"][classeurs["classeur"].isin(list(self.registres))])

    @cached_property
    def groupees(self) -> list[Anomalie]:
        """`anomalies`, those that neighbouring rows share told once."""
        return group(self.anomalies)

    @property
    def suivi(self) -> pd.DataFrame:
        """The counted rows of « Suivi », as `Compte.suivi` gives them."""
        return self.compte.suivi

    @cached_property
    def ordre(self) -> Vector:
        """Places of the rows of `suivi` by territory, target, day and line: as the master shows."""
        x = self.compte.rangees
        fiches = {f: n for n, f in enumerate(self.fiches)}
        cibles = {(f.id, i.id): n for f in self.fiches.values() for n, i in enumerate(f.instances)}
        cible = cross(lambda *cle: cibles.get(cle, len(cibles)), x["fiche"], x["cible"])
        rangs = cible.apply(int, np.int32), x["fiche"].apply(fiches.__getitem__, np.int32)
        return np.lexsort((x["ligne"], x["jour"], *rangs))

    @property
    def manquantes(self) -> list[str]:
        """Identifiers of the fiches for which no workbook counts."""
        recues = set(self.compte.saisie.classeurs["fiche"])
        return [fiche for fiche in self.fiches if fiche not in recues]

    @property
    def references(self) -> list[date]:
        """Dates of reference met, sorted: one when all territories stop on the same day."""
        return sorted(set(self.compte.saisie.classeurs["reference"]))

    @property
    def totaux(self) -> dict[str, int]:
        """Control totals of the run, as printed and as « Sources » shows them."""
        etats = self.sources["etat"].value_counts()
        recus = self.sources["etat"] != NON_RECU
        return {
            "recus": int(recus.sum()),
            "comptes": int(etats.get(COMPTE, 0) + etats.get(VIDE, 0)),
            "vides": int(etats.get(VIDE, 0)),
            "ecartes": int(etats.get(ECARTE, 0)),
            "refuses": int(etats.get(REFUSE, 0)),
            "territoires_manquants": len(self.manquantes),
            "lignes_lues": int(self.sources["lues"].sum()),
            "lignes_retenues": int(self.sources["retenues"].sum()),
            "lignes_hors_cibles": self._count_hors_cibles(),
            "lignes_ecartees": int(self.sources["ecartees"].sum()),
        }

    def _count_hors_cibles(self) -> int:
        """Rows retained that no target of their fiche counts."""
        suivi = self.compte.rangees
        cibles = {(f.id, cible.id) for f in self.fiches.values() for cible in f.cibles}
        hors = cross(lambda *x: x not in cibles, suivi["fiche"], suivi["cible"]).est(True)
        return int((suivi["retenue"] & hors).sum())


def consolidate(
    lectures: Iterable[Lecture],
    au: date | None = None,
    fiches: Fiches | None = None,
    passes: Iterable[tuple[str, str]] = (),
    registres: Iterable[RegistreLu] = (),
) -> Consolidation:
    """Bring the workbooks of all territories together; nothing is counted twice.

    For each fiche the newest file counts; copies and older files are named and set aside.

    Parameters
    ----------
    lectures
        What `read_classeur` gave for each received file; an iterator that keeps none of them
        spares their memory.
    au
        Date of reference for all; by default the one of each workbook, else today.
    fiches
        The fiches expected; by default those in force for the year of the readings.
    passes
        Files of the folder that were not read, with the reason: they are named in « Sources ».
    registres
        Registers of pieces, each of one state of one workbook; those of no workbook that counts
        are set aside and say why.
    """
    toutes = [*_rename(sorted(lectures, key=lambda lecture: lecture.classeur))]
    recueil = fiches_en_vigueur() if fiches is None else fiches
    fiches = as_annee(recueil, toutes, agape=True)
    ecartees = dict(set_aside(toutes, fiches))
    compte = _count(toutes, ecartees, au, fiches)
    fautes = [*_list_anomalies(toutes, compte, ecartees, recueil)]
    release_memory()
    sources = _sources(toutes, compte, {nom: d for nom, (_, d) in ecartees.items()}, fiches)
    atteinte, anomalies = compute_atteinte(compte), sorted(fautes, key=find_ordre)
    lies = tie_registres(registres, compte)
    return Consolidation(fiches, compte, atteinte, anomalies, sources, tuple(passes), *lies)


def _count(
    toutes: list[Lecture], ecartees: Container[str], au: date | None, fiches: Mapping[str, Fiche]
) -> Compte:
    """Count the files kept; `toutes` gives up the cells of « Suivi », which the result holds."""
    retenues = [x.classeur not in ecartees and is_expected(x, fiches) for x in toutes]
    saisie = interpret(compress(toutes, retenues), au, fiches)
    toutes[:] = [x.sans_valeurs("suivi") for x in toutes]
    compte = count_saisie(replace(saisie, lectures=tuple(compress(toutes, retenues))))
    del saisie
    release_memory()
    return compte


def _list_anomalies(
    toutes: Iterable[Lecture],
    compte: Compte,
    ecartees: Mapping[str, tuple[Anomalie, str]],
    recueil: Fiches,
) -> Iterator[Anomalie]:
    """Those of the files kept, then of the files refused, set aside and missing."""
    comptees, fiches = compte.saisie.lectures, compte.saisie.fiches
    yield from map(harden, check(compte))
    yield from find_non_deposees(comptees, recueil)
    for lecture in toutes:
        if lecture.classeur not in ecartees and not is_expected(lecture, fiches):
            yield from structure_anomalies(lecture)
    yield from (a for a, _ in ecartees.values())
    yield from find_manquantes(comptees, fiches)


def _rename(lectures: Iterable[Lecture]) -> Iterator[Lecture]:
    """Each under a name that acts on nothing and points at nobody, and that no other one bears."""
    vus: set[str] = set()
    for lecture in lectures:
        nom = unique = mask_nom(visible(lecture.classeur))
        rang = 1
        while unique in vus:
            rang += 1
            unique = f"({rang}) {nom}"
        vus.add(unique)
        yield lecture if unique == lecture.classeur else replace(lecture, classeur=unique)


def _sources(
    lectures: list[Lecture],
    compte: Compte,
    ecartees: Mapping[str, str],
    fiches: Mapping[str, Fiche],
) -> pd.DataFrame:
    """One row per file, then one per territory without a counted file."""
    suivi = compte.rangees
    retenues = count_by(suivi["classeur"], suivi["retenue"])
    ecarts = count_by(suivi["classeur"], ~suivi["retenue"])
    motifs = _motifs(suivi)
    lignes: list[dict[str, object]] = []
    for lecture in lectures:
        nom, table = lecture.classeur, lecture.tables.get("suivi")
        lues = len(table.lignes) if table else 0
        etat, detail = _etat(lecture, ecartees, fiches)
        lignes.append(
            {
                "fiche": lecture.fiche,
                "plie": fiches[lecture.fiche].plie if is_expected(lecture, fiches) else "",
                "classeur": nom,
                "etat": etat,
                "detail": detail,
                "lues": lues,
                "retenues": retenues.get(nom, 0),
                "ecartees": ecarts.get(nom, lues),
                "motifs": motifs.get(nom, "")
                if etat in (COMPTE, VIDE)
                else ("fichier non compté" if lues else ""),
                "enregistre": lecture.enregistre,
                "programme": lecture.programme,
                "modele": lecture.modele,
                "sha256": lecture.sha256,
            }
        )
    sources = pd.DataFrame([*lignes, *_absentes(lignes, fiches)], columns=list(COLONNES_SOURCES))
    return sources.astype(dict.fromkeys(("lues", "retenues", "ecartees"), int))


def _absentes(
    lignes: list[dict[str, object]], fiches: Mapping[str, Fiche]
) -> Iterator[dict[str, object]]:
    recues = {ligne["fiche"] for ligne in lignes if ligne["etat"] in (COMPTE, VIDE)}
    for fiche in fiches.values():
        if fiche.id not in recues:
            faits = {"fiche": fiche.id, "plie": fiche.plie, "classeur": "", "etat": NON_RECU}
            yield faits | {"detail": "", "lues": 0, "retenues": 0, "ecartees": 0}


def _etat(
    lecture: Lecture, ecartees: Mapping[str, str], fiches: Mapping[str, Fiche]
) -> tuple[str, str]:
    if lecture.classeur in ecartees:
        return ECARTE, ecartees[lecture.classeur]
    if is_expected(lecture, fiches):
        suivi = lecture.tables.get("suivi")
        vide = suivi is not None and not suivi.lignes
        return (VIDE, "aucune réunion n’est notée") if vide else (COMPTE, "")
    fautes = [a.constat for a in structure_anomalies(lecture) if a.bloquante]
    return REFUSE, fautes[0] if fautes else "fiche inconnue"


def _motifs(suivi: Rows) -> dict[str, str]:
    """« prévue : 3 ; annulée : 1 » by workbook: why rows are set aside, most frequent first."""
    ecartes = suivi.only("classeur", "compte").take(~suivi["retenue"])
    comptes = Counter(zip(ecartes["classeur"].tolist(), ecartes["compte"].tolist(), strict=True))
    par_classeur: dict[str, list[tuple[int, str]]] = {}
    for (classeur, motif), n in comptes.items():
        par_classeur.setdefault(classeur, []).append((-n, motif))
    return {
        classeur: " ; ".join(f"{motif} : {-n}" for n, motif in sorted(paires))
        for classeur, paires in par_classeur.items()
    }
