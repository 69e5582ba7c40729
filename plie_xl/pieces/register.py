"""The register: each reference with its file, its state, and what « au dossier » counts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from plie_xl.attainment import list_atteintes
from plie_xl.checks.count import Compte, count
from plie_xl.checks.filed import TROUVE, Deposes
from plie_xl.model.days import find_jours
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.settings import Reglages
from plie_xl.pieces.folder import Fichier, Inventaire, list_dossier
from plie_xl.pieces.match import Classement
from plie_xl.pieces.open import Vue, look_at
from plie_xl.pieces.references import Reference, list_autres, list_references

ETATS = (
    TROUVE,
    ABSENT := "absent",
    AMBIGU := "ambigu",
    ILLISIBLE := "illisible",
    LIEN := "lien",
    NON_NOMMEE := "non nommée",
)
Mo = 1_000_000
# Given how many files there are, gives what is called after each.
Suivre = Callable[[int], AbstractContextManager[Callable[[], object]]]


@dataclass(frozen=True, slots=True)
class Piece:
    """One row of the register. `candidats` are the files that bear its name."""

    numero: int
    reference: Reference
    etat: str
    fichier: Fichier | None = None
    vue: Vue = field(default_factory=Vue)
    candidats: tuple[Fichier, ...] = ()

    @property
    def date_nom(self) -> date | None:
        """The day in the name of the file, else in that of its nearest folder."""
        if self.fichier is None:
            return None
        annee = self.reference.jour.year if self.reference.jour else date.today().year
        for partie in reversed(self.fichier.relatif.split("/")):
            trouves = find_jours(partie, annee)
            if trouves:
                proche = self.reference.jour
                return proche if proche in trouves[0] else min(trouves[0])
        return None


@dataclass(frozen=True)
class Registre:
    """What a workbook names and what its folder holds.

    `au_dossier` counts by target, in its units: retained rows whose pieces found are enough.
    `orphelins` are files that no cell names, each with the one that it is a copy of, or None.
    """

    lecture: Lecture
    fiche: Fiche
    compte: Compte
    inventaire: Inventaire
    pieces: tuple[Piece, ...]
    orphelins: tuple[tuple[Fichier, Fichier | None], ...]

    @property
    def totaux(self) -> dict[str, int]:
        """How many references are in each state, after how many there are: they add up."""
        etats = Counter(piece.etat for piece in self.pieces)
        return {"references": len(self.pieces)} | {etat: etats[etat] for etat in ETATS}

    @cached_property
    def au_dossier(self) -> dict[str, float]:
        """By target, what « justifié » counts once only the files that open are pieces."""
        trouvees: dict[int, set[str]] = defaultdict(set)
        for piece in self.pieces:
            if piece.etat == TROUVE:
                trouvees[piece.reference.ligne].add(piece.reference.nature)
        pliees = {ligne: frozenset(natures) for ligne, natures in trouvees.items()}
        sommes = Deposes(self.compte, {self.lecture.classeur: pliees}).sommes
        return {cible: unites for (_, cible), unites in sommes.items()}

    @cached_property
    def libres(self) -> Classement:
        """The files that no cell names, found by name."""
        return Classement(fichier for fichier, _ in self.orphelins)

    def atteinte(self) -> list[dict[str, object]]:
        """One row per target: `libelle`, `minimum`, `tenu`, `justifie`, `au_dossier`."""
        comptees = {c.id for c in (*self.fiche.cibles, *self.fiche.resultats) if c.indicateurs}
        return [
            {nom: x[nom] for nom in ("cible", "libelle", "minimum", "tenu", "justifie")}
            | {
                "au_dossier": x["justifie"]
                if x["cible"] in comptees
                else self.au_dossier.get(x["cible"], 0.0)
            }
            for x in list_atteintes(self.compte)
        ]

    @property
    def deposes(self) -> dict[str, float]:
        """Units « au dossier » of each target, and of what is followed beside them."""
        suivies = {c.id: self.au_dossier.get(c.id, 0.0) for c in self.fiche.instances}
        return suivies | {str(x["cible"]): float(str(x["au_dossier"])) for x in self.atteinte()}


def build_registre(
    lecture: Lecture,
    dossier: Path,
    reglages: Reglages,
    *,
    au: date | None = None,
    sauf: Iterable[Path] = (),
    suivre: Suivre | None = None,
) -> Registre:
    """Match each reference of a workbook with the files of a folder, and look at those it names.

    The workbook is one of ours, of a known fiche. `suivre`, given how many files are to be
    opened, gives what is called after each.

    Raises
    ------
    DossierError
        The folder cannot be listed.
    """
    compte = count(lecture, au)
    fiche = compte.saisie.fiches[lecture.fiche]
    inventaire = list_dossier(dossier, sauf)
    classement = Classement(inventaire.fichiers)
    references = list_references(compte, lecture)
    candidats = [() if r.lien else tuple(classement.find(r.nom)) for r in references]
    autres = {f for nom in list_autres(compte, lecture) for f in classement.find(nom)}
    cites = list(dict.fromkeys(f for liste in candidats for f in liste))
    memes = _list_memes(inventaire, {*cites, *autres})
    a_voir = [*cites, *memes]
    with suivre(len(a_voir)) if suivre else nullcontext() as advance:
        vues = look_at(a_voir, reglages.pieces.extensions, advance)
    pieces = tuple(
        _judge(numero, r, c, vues)
        for numero, (r, c) in enumerate(zip(references, candidats, strict=True), start=1)
    )
    pris = {p.fichier for p in pieces if p.fichier} | autres
    pris |= {f for p in pieces if p.etat in (AMBIGU, NON_NOMMEE) for f in p.candidats}
    orphelins = _list_orphelins(inventaire, pris, vues, frozenset(reglages.pieces.extensions))
    return Registre(lecture, fiche, compte, inventaire, pieces, orphelins)


def _judge(
    numero: int, reference: Reference, candidats: tuple[Fichier, ...], vues: Mapping[str, Vue]
) -> Piece:
    piece = Piece(numero, reference, ABSENT, candidats=candidats)
    if reference.lien:
        return replace(piece, etat=LIEN)
    if not reference.nommee:
        return replace(piece, etat=NON_NOMMEE)
    if not candidats:
        return piece
    if len({vues[f.relatif].sha256 for f in candidats}) > 1:
        return replace(piece, etat=AMBIGU)
    fichier = candidats[0]
    vue = vues[fichier.relatif]
    return replace(piece, etat=ILLISIBLE if vue.cause else TROUVE, fichier=fichier, vue=vue)


def _list_memes(inventaire: Inventaire, cites: set[Fichier]) -> list[Fichier]:
    """The files that nobody names and that may be copies of those named: of the same size."""
    tailles = {f.octets for f in cites if f.octets}
    return [f for f in inventaire.fichiers if f not in cites and f.octets in tailles]


def _list_orphelins(
    inventaire: Inventaire,
    pris: set[Fichier],
    vues: Mapping[str, Vue],
    extensions: frozenset[str],
) -> tuple[tuple[Fichier, Fichier | None], ...]:
    """Those that may be pieces and that no cell names, with the one that each is a copy of."""
    originaux: dict[str, Fichier] = {}
    for fichier in inventaire.fichiers:
        vue = vues.get(fichier.relatif)
        if fichier in pris and fichier.octets and vue and vue.sha256:
            originaux.setdefault(vue.sha256, fichier)
    return tuple(
        (f, originaux.get(vues[f.relatif].sha256) if f.relatif in vues and f.octets else None)
        for f in inventaire.fichiers
        if f not in pris and f.extension in extensions
    )
