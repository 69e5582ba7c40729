"""What was wanted of the speed, beside what one run measured."""

from collections.abc import Mapping
from typing import NamedTuple


class Vise(NamedTuple):
    """A goal: the name of its measure, what is said of it, and its bound."""

    mesure: str
    dit: str
    borne: float
    unite: str
    au_moins: bool = False

    def tient(self, mesure: float) -> bool:
        return mesure >= self.borne if self.au_moins else mesure <= self.borne


FOIS, MS, S, MIO = "×", "ms", "s", "Mio"
VISES = (
    Vise("valider", "`valider` à froid, rapporté à `import pandera.pandas`", 1.0, FOIS),
    Vise("atteinte", "`atteinte` à froid, rapporté à `import pandas`", 0.7, FOIS),
    Vise("clic", "un clic sur 200 lignes, processus chaud", 30, MS),
    Vise("barre_froid", "le premier clic dans la barre de LibreOffice", 2, S),
    Vise("barre_chaud", "les suivants", 0.5, S),
    Vise("calamine_1000", "1 000 classeurs, tout, rapporté à calamine seul", 2.5, FOIS),
    Vise("pandas_1000", "le même, fois plus vite que pandas + openpyxl", 10, FOIS, au_moins=True),
    Vise("plat", "coût par classeur, de 1 000 à 5 000", 1.15, FOIS),
    Vise("mio_5000", "mémoire de 5 000 classeurs", 700, MIO),
    Vise("controle_200", "contrôler 200 lignes, processus chaud", 35, MS),
    Vise("controle_200000", "contrôler 200 000 lignes", 1.0, S),
    Vise(
        "inchange_1000", "1 000 classeurs, rien n’a changé, rapporté à la première fois", 0.03, FOIS
    ),
    Vise("un_change_1000", "le même, un classeur a changé", 0.4, FOIS),
    Vise("recalcul", "recalcul dans LibreOffice, rapporté à la version 1", 0.5, FOIS),
)


def list_vises(mesures: Mapping[str, float]) -> list[tuple[str, ...]]:
    """One row by goal that this run measured: the wish, the figure, whether it is met."""
    return [
        (v.dit, _dire(v.borne, v), _dire(mesures[v.mesure], v), _juger(v, mesures[v.mesure]))
        for v in VISES
        if v.mesure in mesures
    ]


def _juger(vise: Vise, mesure: float) -> str:
    return "tenu" if vise.tient(mesure) else "**manqué**"


def _dire(valeur: float, vise: Vise) -> str:
    court = f"{valeur:.0f}" if valeur >= 10 else f"{valeur:.3g}"
    return f"{court.replace('.', ',')} {vise.unite}"
