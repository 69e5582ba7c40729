"""A click on the toolbar of LibreOffice: the first, which starts the program, and those after.

`python -m benchmarks.barre` prints both. LibreOffice is started on a virtual screen by an ordinary
user, as the live tests do (`tests/quatre_portes`), and closed at the end.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

RACINE = Path(__file__).parent.parent
CLASSEUR = RACINE / "workbooks" / "2024" / "plie_technowest_2024.xlsx"


@dataclass(frozen=True)
class Clics:
    """Seconds until LibreOffice is free again: the first click, the median of the others."""

    premier: float
    suivants: float


def measure_toolbar_click(fois: int = 5) -> Clics:
    """« Valider » on a workbook of demonstration, cold, then `fois` times.

    What is missing on the machine stops it with the word of the live tests.
    """
    sys.path.insert(0, str(RACINE / "tests"))
    from hote.bureau import start_screen
    from quatre_portes import barre
    from quatre_portes.quelqu_un import quelqu_un

    with start_screen() as ecran, quelqu_un() as personne:
        personne.plie_xl("installer", "--libreoffice")
        with personne.desktop(ecran) as bureau:
            document = barre.open_in(bureau, personne.receive(CLASSEUR))
            durees = [barre.dispatch(document, "valider") for _ in range(fois + 1)]
            document.close(True)
            bureau.terminate()
    return Clics(durees[0], median(durees[1:]))


if __name__ == "__main__":
    clics = measure_toolbar_click()
    print(f"premier clic : {clics.premier:.2f} s ; les suivants : {clics.suivants:.2f} s")
