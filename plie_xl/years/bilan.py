"""Where each row of an old workbook went: what the sheet « Reversement » lists and adds up."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from plie_xl.model.text import pluriel
from plie_xl.model.workbook import Colonne, Feuille

REVERSEE, DEPLACEE, LAISSEE = "reversée", "déplacée", "laissée"
RESTEE, FIGEE = "restée", "figée"  # a sheet of the owner's; a formula, of which the value is kept

REVERSEMENT = Feuille(
    "Reversement",
    "reversement",
    "Reversement",
    "Où est allée chaque ligne de l’ancien classeur. Rien à saisir ici.",
    (
        Colonne("feuille", "Feuille", 14, saisie=False),
        Colonne("ligne", "Ligne d’origine", 10, "entier", saisie=False),
        Colonne("colonne", "Colonne", 22, saisie=False),
        Colonne("valeur", "Valeur", 30, saisie=False),
        Colonne("devenu", "Devenu", 12, saisie=False),
        Colonne("ou", "Où", 26, saisie=False),
        Colonne("pourquoi", "Pourquoi", 52, saisie=False),
    ),
    saisie=False,
)


@dataclass(frozen=True, slots=True)
class Devenir:
    """What became of a source row, or of one of its values when `colonne` is said."""

    feuille: str
    ligne: int
    devenu: str
    colonne: str = ""
    valeur: object = ""
    ou: str = ""
    pourquoi: str = ""


@dataclass(frozen=True)
class Bilan:
    """The account of a re-pouring: read = poured + left, row by row."""

    devenirs: tuple[Devenir, ...]

    def _count(self, *devenus: str) -> int:
        return sum(not d.colonne and d.devenu in devenus for d in self.devenirs)

    @property
    def lues(self) -> int:
        """Rows read: poured or left."""
        return self._count(REVERSEE, LAISSEE)

    @property
    def reversees(self) -> int:
        """Rows poured into the new workbook."""
        return self._count(REVERSEE)

    @property
    def laissees(self) -> int:
        """Rows left, each with its reason."""
        return self._count(LAISSEE)

    @property
    def valeurs_laissees(self) -> tuple[Devenir, ...]:
        """Cells left of rows that were poured."""
        return tuple(d for d in self.devenirs if d.colonne and d.devenu == LAISSEE)

    @property
    def deplacees(self) -> tuple[Devenir, ...]:
        """Cells poured under another header."""
        return tuple(d for d in self.devenirs if d.devenu == DEPLACEE)

    def add(self, devenirs: Iterable[Devenir]) -> "Bilan":
        """The same account with what is not a row: it counts for nothing in its total."""
        return Bilan(sort_devenirs([*self.devenirs, *devenirs]))

    @property
    def lignes(self) -> list[dict[str, object]]:
        """Rows of « Reversement », the total first."""
        total = Devenir("Toutes", 0, "total", pourquoi=str(self))
        return [{**asdict(total), "ligne": ""}, *(asdict(d) for d in self.devenirs)]

    def to_dict(self) -> dict[str, int]:
        """The count, as `migrer --json` gives it."""
        return {"lues": self.lues, "reversees": self.reversees, "laissees": self.laissees}

    def __str__(self) -> str:
        return (
            f"{pluriel(self.lues, 'ligne lue')} = {pluriel(self.reversees, 'reversée')}"
            f" + {pluriel(self.laissees, 'laissée')}"
        )


def sort_devenirs(devenirs: Iterable[Devenir]) -> tuple[Devenir, ...]:
    """What was left first: it is what somebody must read."""
    rangs = {LAISSEE: 0, RESTEE: 1, FIGEE: 2, DEPLACEE: 3}
    return tuple(sorted(devenirs, key=lambda d: rangs.get(d.devenu, 4)))
