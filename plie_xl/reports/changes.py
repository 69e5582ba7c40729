"""What changed since the previous master: rows of « Suivi », statuses of targets.

A row has no identifier of its own: numbers are typed by hand, lines move when a table is sorted.
It is recognised by what it says, from the surest key to the loosest (`CLES`): the whole row; its
territory, target, date and number; the same without the number; then number and target with
another date, number and date with another target. Among rows that a key does not tell apart, the
first meets the first. A row recognised by no key has been added, or has vanished.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plie_xl.consolidation import Consolidation
from plie_xl.control.identity import as_text, pair
from plie_xl.master import contract
from plie_xl.master.atteinte import lignes_atteinte
from plie_xl.master.batches import Ligne
from plie_xl.master.read import Master
from plie_xl.master.suivi import lignes_suivi
from plie_xl.model.text import pluriel

AJOUTEE, MODIFIEE, DISPARUE, STATUT = NATURES = (
    "Ligne ajoutée",
    "Ligne modifiée",
    "Ligne disparue",
    "Statut d’une cible",
)
# What a row says: neither where it stands, nor what follows from the rest.
COMPAREES = (
    "numero",
    "date",
    "libelle",
    "objet",
    "statut",
    "modalite",
    "lieu",
    "quantite",
    "presents",
    "pieces",
    "commentaire",
    "compte",
)
IDENTITE = ("plie", "cle", "libelle")

Texte = Mapping[str, str]
Cle = Callable[[Texte], tuple[str, ...] | None]


@dataclass(frozen=True)
class Evolutions:
    """Rows of the sheet « Évolutions », one per thing that changed, and their count in words."""

    lignes: Sequence[Ligne]
    depuis: str

    @property
    def totaux(self) -> dict[str, int]:
        """How many rows were added, changed, and vanished, and how many statuses moved."""
        vues = {(x["nature"], x["rang"]) for x in self.lignes}
        comptes = (sum(nature == n for n, _ in vues) for nature in NATURES)
        return dict(zip(("ajoutees", "modifiees", "disparues", "statuts"), comptes, strict=True))

    @property
    def phrase(self) -> str:
        """« 2 lignes ajoutées, 1 ligne modifiée… », or « aucun changement »."""
        t = self.totaux
        if not any(t.values()):
            return "aucun changement"
        return (
            f"{pluriel(t['ajoutees'], 'ligne ajoutée', 'lignes ajoutées')},"
            f" {pluriel(t['modifiees'], 'modifiée')}, {pluriel(t['disparues'], 'disparue')} ;"
            f" {pluriel(t['statuts'], 'statut de cible changé', 'statuts de cible changés')}"
        )


def compare(ancien: Master, consolidation: Consolidation) -> Evolutions:
    """What the rows and the targets of a consolidation say that the previous master did not."""
    avant, cibles = ([_simples(x) for x in ancien.lignes(t)] for t in ("suivi", "atteinte"))
    suivi = [_simples(x) for x in lignes_suivi(consolidation)]
    atteinte = [_simples(x) for x in lignes_atteinte(consolidation)]
    lignes = [*_statuts(cibles, atteinte), *_lignes(avant, suivi)]
    return Evolutions(lignes, ancien.resume)


def _simples(ligne: Mapping[str, object]) -> Texte:
    return {k: as_text(v) for k, v in ligne.items()}


def _statuts(avant: Iterable[Texte], apres: Iterable[Texte]) -> Iterator[Ligne]:
    anciens = {x["cle"]: x["statut"] for x in avant if x.get("cle")}
    for rang, x in enumerate(apres):
        ancien = anciens.get(x["cle"], "")
        if ancien != x["statut"]:
            faits = {c: x[c] for c in ("plie", "libelle")}
            colonne = contract.ATTEINTE.colonne("statut").entete
            yield {
                "nature": STATUT,
                "rang": rang,
                **faits,
                "colonne": colonne,
                "avant": ancien,
                "apres": x["statut"],
            }


def _lignes(avant: Sequence[Texte], apres: Sequence[Texte]) -> Iterator[Ligne]:
    """Rows added and changed in the order of the new « Suivi », then the vanished ones."""
    paires = pair(avant, apres, CLES)
    for n, x in enumerate(apres):
        if n not in paires:
            yield {**_place(AJOUTEE, n, x), "apres": _say(x)}
            continue
        ancienne = avant[paires[n]]
        for c in COMPAREES:
            if ancienne[c] != x[c]:
                entete = contract.SUIVI.colonne(c).entete
                yield {
                    **_place(MODIFIEE, n, x),
                    "colonne": entete,
                    "avant": ancienne[c],
                    "apres": x[c],
                }
    restees = set(paires.values())
    for n, x in enumerate(avant):
        if n not in restees:
            yield {**_place(DISPARUE, n, x), "avant": _say(x)}


def _cle(*colonnes: str) -> Cle:
    """A key of these columns; none for a row that has no number where the key needs one."""

    def cle(x: Texte) -> tuple[str, ...] | None:
        if "numero" in colonnes and len(colonnes) < len(COMPAREES) and not x.get("numero"):
            return None
        return tuple(x.get(c, "") for c in colonnes)

    return cle


CLES = (
    _cle(*IDENTITE, *COMPAREES),
    _cle(*IDENTITE, "date", "numero"),
    _cle(*IDENTITE, "date"),
    _cle(*IDENTITE, "numero"),
    _cle("plie", "date", "numero"),
)


def _place(nature: str, rang: int, x: Texte) -> Ligne:
    faits = {c: x.get(c, "") for c in ("plie", "date", "libelle", "numero", "classeur")}
    return {"nature": nature, "rang": rang, **faits, "ligne": _rang(x["ligne"])}


def _rang(texte: str) -> int | str:
    """A row's number; as it is, when an older master holds anything else."""
    return int(texte) if texte.isascii() and texte.isdecimal() and len(texte) < 8 else texte


def _say(x: Texte) -> str:
    """« Réalisée, Point d’étape, justifiée »."""
    return ", ".join(x[c] for c in ("statut", "objet", "compte") if x[c])
