"""`bilan --verifier`: a document, edited by whomever, against the workbook it speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plie_xl.files.container import FermeError, read_whole
from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule
from plie_xl.model.errors import PlieError
from plie_xl.model.text import (
    cle,
    cle_entete,
    en_clair,
    enumere,
    pluriel,
    read_jour,
    read_nombre,
    typographie,
    visible,
)
from plie_xl.model.workbook import MOIS
from plie_xl.reading.workers import LecteurMortError, WorkerPool
from plie_xl.reports.bilan.facts import Faits
from plie_xl.reports.bilan.figures import (
    MOINS,
    PREFIXE,
    QUATRE,
    find_chiffres,
    find_prefixe,
    find_tags,
)

Champs = list[tuple[str, str]]
Tableaux = list[list[list[str]]]

_TAILLE = 50_000_000
_CITES = 8  # figures named in one sentence
_COLONNES = {"objectif": "Objectif", **QUATRE}
_NOMS = {
    "arrete": "date des chiffres",
    "montant_fse": "FSE+ maximum",
    "taux_max": "taux maximum",
    "atteintes": "cibles atteintes",
    "cibles": "nombre de cibles",
    "ecart": "Écart",
    "total": "total",
    "remis_le": "remis le",
    "lues": "lignes lues",
    "retenues": "lignes retenues",
    "ecartees": "lignes écartées",
    **_COLONNES,
}

_OPTIONS = {"au_dossier": "--pieces ou --registres", "retenu_csf": "--verdicts"}


class DocumentError(PlieError, ValueError):
    """A document that is no bilan of this workbook; one French sentence."""


@dataclass(frozen=True)
class Document:
    """What a bilan says: its tagged figures in their order, and its tables."""

    nom: str
    cles: str
    champs: tuple[tuple[str, str], ...]
    tableaux: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def jour(self) -> date | None:
        """The date of its figures, as it was written with them."""
        return read_jour(self.cles.rpartition(" ")[2])


@dataclass(frozen=True)
class Verdict:
    """How many figures the workbook gives, how many the document says, and what differs."""

    attendus: int
    retrouves: int
    anomalies: tuple[Anomalie, ...]


def read_document(chemin: Path) -> Document:
    """A .docx, read in a child with limits.

    Raises
    ------
    DocumentError
        It cannot be read.
    """
    try:
        read_whole(chemin, _TAILLE)
    except FermeError as erreur:
        raise DocumentError(f"« {chemin.name} » ne se lit pas : {erreur}") from erreur
    with WorkerPool(1) as enfants:
        try:
            cles, champs, tableaux = enfants.submit(parse_bilan, str(chemin)).result()
        except LecteurMortError as erreur:
            raise DocumentError(f"« {chemin.name} » : lecture trop longue") from erreur
        except Exception as erreur:  # whatever a parser says of a hostile file
            raise DocumentError(
                f"« {chemin.name} » ne se lit pas : enregistrez-le en .docx, sans mot de passe"
            ) from erreur
    tables = tuple(tuple(map(tuple, rangees)) for rangees in tableaux)
    return Document(chemin.name, cles, tuple(champs), tables)


def parse_bilan(chemin: str) -> tuple[str, Champs, Tableaux]:
    """In the child."""
    from plie_xl.reading.guard.document import require_document
    from plie_xl.word.read import read_champs

    require_document(Path(chemin).read_bytes())
    return read_champs(chemin)


def verify(document: Document, faits: Faits) -> Verdict:
    """Each figure of the document against the workbook: BIL-02, and BIL-03 for those not found.

    Raises
    ------
    DocumentError
        It is the bilan of another fiche, or year.
    """
    prefixe, attendus = find_prefixe(faits), find_chiffres(faits)
    tags = {tag for tag, _ in document.champs if tag.startswith(PREFIXE)}
    autres = {tag for tag in tags if not tag.startswith(prefixe)}
    if autres:
        qui = enumere(sorted({tag.removeprefix(PREFIXE).rpartition("/")[0].partition("/")[0]
                              for tag in autres}))  # fmt: skip
        raise DocumentError(
            f"« {document.nom} » est le bilan d’une autre fiche, ou d’une autre année"
            f" ({visible(qui)}), que « {faits.lecture.classeur} »"
        )
    noms = {tag: nom for nom, tag in find_tags(faits).items()}
    tagues = [(noms[tag], texte) for tag, texte in document.champs if tag in noms]
    lus = [*tagues, *_list_cellules(document, faits)]
    vus = {nom for nom, _ in lus}
    faux: dict[tuple[str, str], None] = {
        (nom, ecrit): None
        for nom, ecrit in lus
        if nom in attendus and not _is_same(ecrit, attendus[nom])
    }
    anomalies = [_differ(document, faits, *x, attendus[x[0]]) for x in faux]
    absents = [nom for nom in attendus if nom not in vus]
    if absents:
        anomalies.append(_miss(document, faits, absents))
    return Verdict(len(attendus), len(attendus) - len(absents), tuple(anomalies))


def _list_cellules(document: Document, faits: Faits) -> Iterator[tuple[str, str]]:
    """The figures of the tables that say « Tenu » and « Justifié », target by target."""
    cibles = {cle(a.cible.libelle): a.cible.id for a in (*faits.cibles, *faits.hors)}
    for rangees in document.tableaux:
        rangs = _find_colonnes(rangees[0]) if rangees else {}
        if not {"tenu", "justifie"} <= rangs.keys():
            continue
        for rangee in rangees[1:]:
            noms = (cibles[cle(texte)] for texte in rangee if cle(texte) in cibles)
            cible = next(noms, None)
            if cible is not None:
                yield from (
                    (f"{cible}/{nom}", rangee[k]) for nom, k in rangs.items() if k < len(rangee)
                )


def _find_colonnes(entetes: tuple[str, ...]) -> dict[str, int]:
    voulues = {cle_entete(dit): nom for nom, dit in _COLONNES.items()}
    vues = ((voulues.get(cle_entete(e)), k) for k, e in enumerate(entetes))
    return {nom: k for nom, k in vues if nom is not None}


def _is_same(ecrit: str, attendu: str) -> bool:
    """The same number, however it is spaced; else the same words."""
    un, autre = (_read(texte) for texte in (ecrit, attendu))
    if un is not None and autre is not None:
        return un == autre
    return "".join(cle(ecrit).split()) == "".join(cle(attendu).split())


def _read(texte: str) -> float | None:
    return read_nombre(texte.replace(MOINS, "-").replace("%", "").strip())


def _say_lieu(faits: Faits, nom: str) -> str:
    """« « Comité de pilotage », Justifié »."""
    ou, _, quoi = nom.partition("/")
    fin = _NOMS.get(quoi, quoi.replace("_", " "))
    cibles = {a.cible.id: f"« {a.cible.libelle} »" for a in (*faits.cibles, *faits.hors)}
    indicateurs = {f"indicateur-{i.id}": f"« {i.libelle} »" for i in faits.fiche.indicateurs}
    mois = {f"mois-{n:02}": MOIS[n - 1] for n in faits.mois}
    livrables = {f"livrable-{n}": f"« {x['livrable']} »" for n, x in enumerate(faits.livrables, 1)}
    lieux = {**cibles, **indicateurs, **mois, **livrables}
    debut = lieux.get(ou, {"operation": "Opération", "publicite": "Publicité"}.get(ou, ou.title()))
    return f"{debut}, {fin}"


def _differ(document: Document, faits: Faits, nom: str, ecrit: str, attendu: str) -> Anomalie:
    remede = "corrigez le bilan, ou le classeur, puis vérifiez de nouveau"
    for regardee, options in _OPTIONS.items():
        if nom.endswith(f"/{regardee}"):
            remede += f" ; ce chiffre se vérifie avec {options}"
    dit = en_clair(visible(ecrit)) or "rien"
    constat = f"{_say_lieu(faits, nom)} : {dit} écrit, {attendu} dans le classeur"
    return _build("BIL-02", document, constat, "le même nombre", remede)


def _miss(document: Document, faits: Faits, absents: list[str]) -> Anomalie:
    dits = [_say_lieu(faits, nom) for nom in absents[:_CITES]]
    if absents[_CITES:]:
        dits.append(pluriel(len(absents) - _CITES, "autre"))
    n = len(absents)
    debut = "1 chiffre n’a pas été retrouvé" if n == 1 else f"{n} chiffres n’ont pas été retrouvés"
    constat = f"{debut} dans « {document.nom} » : {' ; '.join(dits)}"
    return _build("BIL-03", document, constat, "tous", "vérifiez-les à la main")


def _build(code: str, document: Document, *phrases: str) -> Anomalie:
    constat, attendu, remede = map(typographie, phrases)
    return Anomalie(code, Gravite.A_VERIFIER, Cellule(document.nom), constat, attendu, remede)
