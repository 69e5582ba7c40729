"""The answer to each received workbook: what was read, what counts, what to look at.

    readings of one territory → Reponse (facts) → letters → an .eml that opens as a draft

Nothing is sent, no address is guessed, and no text that points at a person is repeated.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import StringIO
from typing import Any

from plie_xl.attainment import CIBLE, list_atteintes
from plie_xl.checks import check, count
from plie_xl.checks.received import list_refus, set_aside
from plie_xl.master.brought import Apports, Regards, look
from plie_xl.model.anomaly import Anomalie, group
from plie_xl.model.collection import Fiches
from plie_xl.model.expected import as_annee, is_expected
from plie_xl.model.fiche import Fiche
from plie_xl.model.formula import is_formula
from plie_xl.model.lecture import Lecture
from plie_xl.model.privacy import mask_nom
from plie_xl.model.text import nombre, visible
from plie_xl.model.words import NON_CONTROLE
from plie_xl.reports.annotate import annotate

ENTETES_RECUS = ("Fichier", "Territoire", "Verdict", "Réponse")
_PERSONNELLES = ("SUI-20", "ECA-02", "LEC-19")


@dataclass(frozen=True)
class Reponse:
    """What is answered for one territory, or for one file that could not be read.

    `ecartes` are its other files with why; `chiffres` one row per target; `points` what to look
    at, the heaviest first; `copie` the workbook to join.
    """

    classeur: str
    empreinte: str
    fiche: Fiche | None = None
    arrete: date | None = None
    ecartes: tuple[tuple[str, str], ...] = ()
    lues: int = 0
    retenues: int = 0
    motifs: tuple[tuple[str, int], ...] = ()
    chiffres: tuple[tuple[str, ...], ...] = ()
    points: tuple[Anomalie, ...] = ()
    enjeu: tuple[int, int] = (0, 0)  # rows that a fault sets aside, rows held and not proved
    copie: bytes = b""
    annotee: bool = False
    verdicts: tuple[Anomalie, ...] = ()  # what is wrong with those of AGAPE, who alone hears it

    @property
    def dossier(self) -> str:
        """« graves_2024 », or the name of what nobody can tell."""
        if self.fiche:
            return f"{self.fiche.id}_{self.fiche.annee}"
        return f"non_lu_{self.empreinte[:8]}"

    @property
    def nom(self) -> str:
        """The same files, the same name: an answer is made once."""
        return f"reponse_{self.empreinte[:8]}.eml"

    @property
    def fermee(self) -> bool:
        """Whether it was read, of a PLIE that had merged before: nothing of it counts."""
        return self.fiche is None and any(a.code == "CON-07" for a in self.points)

    @property
    def verdict(self) -> str:
        """In a word: refused, so many points to look at, nothing."""
        if not self.fiche:
            return "refusé"
        return f"{len(self.points)} à regarder" if self.points else "rien à signaler"


def build_reponses(
    lectures: Iterable[Lecture],
    fiches: Fiches | None = None,
    au: date | None = None,
    apports: Apports | None = None,
) -> list[Reponse]:
    """One answer per territory and year, then one per file that could not be read.

    `apports` are the registers and verdicts that AGAPE has: the last two of the four figures.
    """
    groupes: dict[tuple[str, int | None], list[Lecture]] = {}
    refusees: list[Lecture] = []
    for lecture in sorted(lectures, key=lambda x: x.classeur):
        connues = as_annee(fiches, [lecture])
        if is_expected(lecture, connues) and "suivi" in lecture.tables:
            groupes.setdefault((lecture.fiche, lecture.annee), []).append(lecture)
        else:
            refusees.append(lecture)
    connus = apports or Apports()
    reponses = [_answer(x, fiches, au, connus) for _, x in sorted(groupes.items(), key=str)]
    return reponses + [_refuse(lecture) for lecture in refusees]


def _answer(
    memes: Sequence[Lecture], fiches: Fiches | None, au: date | None, apports: Apports
) -> Reponse:
    fiche = as_annee(fiches, memes)[memes[0].fiche]
    ecartes = {nom: detail for nom, (_, detail) in set_aside(list(memes), {fiche.id: fiche})}
    [lecture] = [x for x in memes if x.classeur not in ecartes]
    compte = count(lecture, au, {fiche.id: fiche})
    anomalies = check(compte)
    rangees = compte.rangees
    ecartees = [str(x) for x in rangees["compte"][~rangees["retenue"]].tolist()]
    fautives = {a.cellule.ligne for a in anomalies if a.bloquante and a.cellule.feuille == "Suivi"}
    copie, annotee = annotate(lecture, fiche, anomalies)
    regards = look(lecture, fiche, apports, au)
    chiffres = tuple(_list_chiffres(fiche, list_atteintes(compte), regards))
    return Reponse(
        mask_nom(visible(lecture.classeur)),
        _digest(memes, regards),
        fiche,
        compte.saisie.classeurs["reference"].iloc[0],
        tuple((mask_nom(visible(nom)), visible(detail)) for nom, detail in sorted(ecartes.items())),
        len(rangees),
        int(rangees["retenue"].sum()),
        tuple(sorted(Counter(ecartees).items())),
        chiffres,
        tuple(rank(anomalies)),
        (len(fautives), int((rangees["retenue"] & ~rangees["justifiee"]).sum())),
        copie,
        annotee,
        regards.anomalies,
    )


def _refuse(lecture: Lecture) -> Reponse:
    points = list_refus(lecture)
    copie, _ = annotate(lecture, None, points)
    nom = mask_nom(visible(lecture.classeur))
    return Reponse(nom, _digest([lecture], Regards()), points=tuple(rank(points)), copie=copie)


def _digest(lectures: Iterable[Lecture], regards: Regards) -> str:
    """Of the bytes received, whatever their names, and of what was looked at since."""
    faits = sorted(x.sha256 or x.classeur for x in lectures)
    vus = (regards.au_dossier or {}, regards.retenus)
    faits += [repr(sorted(x.items())) for x in vus if x]
    return sha256("\n".join(faits).encode()).hexdigest()


def rank(anomalies: Iterable[Anomalie]) -> list[Anomalie]:
    """Neighbours told at once; what costs a meeting first, then missing evidence, then the rest."""
    return sorted(group(anomalies), key=lambda a: (not a.bloquante, a.code != "PIE-01", a.cellule))


def _list_chiffres(
    fiche: Fiche, atteinte: list[dict[str, Any]], regards: Regards
) -> Iterator[tuple[str, ...]]:
    objectifs: Mapping[str, str] = {c.id: c.objectif for c in fiche.cibles}
    for x in atteinte:
        if x["nature"] == CIBLE:
            vus = (y.get(x["cible"]) for y in (regards.au_dossier or {}, regards.retenus))
            regardes = (NON_CONTROLE if n is None else nombre(n) for n in vus)
            deux = nombre(x["tenu"]), nombre(x["justifie"])
            yield (x["libelle"], objectifs[x["cible"]], *deux, *regardes, x["statut"])


def write_recus(reponses: Iterable[Reponse]) -> bytes:
    """« RECUS.csv »: each file received, its territory, what was said, and in which answer."""
    texte = StringIO(newline="")
    ecrivain = csv.writer(texte, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(ENTETES_RECUS)
    for x in reponses:
        plie, ou = x.fiche.plie if x.fiche else "", f"{x.dossier}/{x.nom}"
        for classeur, verdict in ((x.classeur, x.verdict), *x.ecartes):
            cases = (classeur, plie, verdict, ou)
            ecrivain.writerow([f"'{case}" if is_formula(case) else case for case in cases])
    return texte.getvalue().encode("utf-8-sig")


def is_masked(anomalie: Anomalie) -> bool:
    """Whether its cell holds what must not be repeated: code and cell only are told."""
    return anomalie.code in _PERSONNELLES
