"""Well-known causes of Excel's « réparer », looked for by rule; nothing of Excel is here.

python -m validateurs.regles FICHIER…      from tests/; exit 1 when something was found
"""

import sys
from pathlib import Path

from validateurs.feuilles import check_feuilles
from validateurs.formules import check_noms
from validateurs.paquet import Paquet, check_paquet
from validateurs.vba import check_vba


def find_fautes(octets: bytes, genre: str) -> list[str]:
    """Everything that Excel would refuse, repair or misread; nothing else is told once the package
    itself cannot be opened."""
    paquet = Paquet(octets, genre)
    fautes = list(check_paquet(paquet))
    return fautes or [*check_noms(paquet), *check_feuilles(paquet), *check_vba(paquet)]


if __name__ == "__main__":
    trouve = False
    for nom in sys.argv[1:]:
        for faute in find_fautes(Path(nom).read_bytes(), nom.rpartition(".")[2]):
            trouve = True
            sys.stdout.write(f"{nom} : {faute}\n")
    sys.exit(trouve)
