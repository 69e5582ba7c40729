"""The confirmed workbook → rows with the decision of a person: what was not decided is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plie_xl.document.confirm import CONFIRMER, DOCUMENT, NON_LU, Rangee, is_red
from plie_xl.model.errors import PlieError
from plie_xl.model.lecture import MAX_OCTETS
from plie_xl.model.text import cle, en_clair
from plie_xl.model.workbook import LIGNE_ENTETE, Feuille
from plie_xl.reading.workers import LecteurMortError, WorkerPool

OUI, IGNORER, PLUS_TARD = "oui", "ignorer", "vérifier"


class AdoptionError(PlieError):
    """A workbook that cannot become a fiche yet: one French sentence for each reason."""

    def __init__(self, phrases: list[str]) -> None:
        super().__init__("\n".join(phrases))
        self.phrases = phrases


@dataclass(frozen=True)
class Decision:
    """One row of « À confirmer » and what the person said of it."""

    ligne: int  # as Excel numbers it
    cible: str
    donnee: str
    lue: str
    phrase: str
    ou: str
    doute: str
    dite: str

    @property
    def case(self) -> str:
        """Where the person decides, as « G12 »."""
        return f"G{self.ligne}"

    @property
    def ignoree(self) -> bool:
        """Whether the person said to leave the value out."""
        return cle(self.dite).startswith(IGNORER)

    @property
    def plus_tard(self) -> bool:
        """« oui, plus tard »: admitted as it is, to be settled after."""
        return self.est_oui and PLUS_TARD in cle(self.dite)

    @property
    def est_oui(self) -> bool:
        """Whether the answer begins with « oui », whatever follows."""
        return cle(self.dite).split(",")[0].split(" ")[0] == OUI

    @property
    def valeur(self) -> str:
        """What holds: the value read where it is admitted, else what was typed."""
        return "" if self.ignoree else self.lue if not self.dite or self.est_oui else self.dite

    @property
    def manque(self) -> bool:
        """Whether a word is still expected: a red cell, or a rule of evidence."""
        piece = cle(self.donnee).startswith("pièces") and bool(self.lue or self.phrase)
        return not self.dite and (is_red(self.doute) or piece)


def read_decisions(chemin: Path) -> tuple[list[Decision], str]:
    """The rows of a confirmed workbook, and what it says of its document.

    Raises
    ------
    AdoptionError
        It is none of ours, or something is left to decide.
    """
    feuilles = _read_in_child(chemin)
    absentes = [f.nom for f in (CONFIRMER, NON_LU, DOCUMENT) if f.nom not in feuilles]
    if absentes:
        raise AdoptionError([
            f"« {chemin.name} » n’est pas un classeur à confirmer : il n’a pas de feuille"
            f" « {absentes[0]} »"
        ])  # fmt: skip
    decisions = [Decision(n, **r) for n, r in _list_decisions(feuilles[CONFIRMER.nom])]
    ecartees = {d.cible for d in decisions if d.donnee == "Libellé" and d.ignoree}
    gardees = [d for d in decisions if not d.cible or d.cible not in ecartees]
    phrases: list[str] = []
    _require(phrases, CONFIRMER.nom, [d.case for d in gardees if d.manque])
    non_lues = _list_rangees(feuilles[NON_LU.nom], NON_LU)
    _require(
        phrases, NON_LU.nom, [f"C{n}" for n, r in non_lues if r["texte"] and not r["decision"]]
    )
    sans_motif = [d.case for d in decisions if d.ignoree and len(cle(d.dite)) < len(IGNORER) + 4]
    if sans_motif:
        phrases.append(
            f"« Ignorer » demande son motif, comme « Ignorer : doublon » : {', '.join(sans_motif)}"
        )
    if phrases:
        raise AdoptionError(phrases)
    return gardees, feuilles[DOCUMENT.nom][1][0] if len(feuilles[DOCUMENT.nom]) > 1 else ""


def _require(phrases: list[str], feuille: str, cases: list[str]) -> None:
    if cases:
        dites = ", ".join(cases[:12]) + ("…" if len(cases) > 12 else "")
        quoi = "reste 1 ligne" if len(cases) == 1 else f"reste {len(cases)} lignes"
        phrases.append(f"il {quoi} à décider dans « {feuille} » : {dites}")


def _list_decisions(grille: list[list[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    noms = {"valeur": "lue", "decision": "dite"}
    for n, rangee in _list_rangees(grille, CONFIRMER):
        if rangee["donnee"]:
            yield n, {noms.get(k, k): v for k, v in rangee.items()}


def _list_rangees(grille: list[list[str]], feuille: Feuille) -> list[tuple[int, Rangee]]:
    """Rows below the header, by the header's own words: columns may have moved."""
    entetes = [cle(v) for v in grille[LIGNE_ENTETE - 1]] if len(grille) >= LIGNE_ENTETE else []
    rangs = {
        c.id: entetes.index(cle(c.entete)) if cle(c.entete) in entetes else -1
        for c in feuille.colonnes
    }
    manquantes = [c.entete for c in feuille.colonnes if rangs[c.id] < 0]
    if manquantes:
        raise AdoptionError([
            f"la feuille « {feuille.nom} » n’a plus de colonne « {manquantes[0]} »,"
            f" à sa ligne {LIGNE_ENTETE}"
        ])  # fmt: skip
    return [
        (n, {cle_: rangee[rang].strip() for cle_, rang in rangs.items()})
        for n, rangee in enumerate(grille[LIGNE_ENTETE:], LIGNE_ENTETE + 1)
    ]


def _read_in_child(chemin: Path) -> dict[str, list[list[str]]]:
    refus = AdoptionError(
        [f"« {chemin.name} » ne se lit pas : donnez le classeur .xlsx à confirmer"]
    )
    with WorkerPool(1) as enfants:
        try:
            lu: dict[str, list[list[str]]] = enfants.submit(parse_classeur, str(chemin)).result()
        except (LecteurMortError, Exception) as erreur:
            raise refus from erreur
    return lu


def parse_classeur(chemin: str) -> dict[str, list[list[str]]]:
    """In the child: every cell of the three sheets as text."""
    from plie_xl.files.container import read_whole
    from plie_xl.reading import guard
    from plie_xl.reading.cells import read_grilles

    octets = read_whole(Path(chemin), MAX_OCTETS)
    vue = guard.inspect(octets)
    if vue.refus:
        raise ValueError("refused by the guard")
    grilles = read_grilles(octets, vue)
    noms = [f.nom for f in (CONFIRMER, NON_LU, DOCUMENT) if f.nom in set(grilles)]
    return {nom: [[_say(v) for v in ligne] for ligne in grilles[nom]] for nom in noms}


def _say(valeur: object) -> str:
    """A cell as it was typed; a whole number without its decimals."""
    return valeur if isinstance(valeur, str) else en_clair(valeur)
