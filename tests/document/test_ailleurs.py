"""What the fiche counts again outside of its two blocks: another number is a doubt, the same none."""

import pytest

from document.mesure import list_cibles, unaccounted
from document.test_reperes import NU, read

AILLEURS = {  # said outside → doubt of: 3 comités de pilotage, 24 réunions des référents
    "Résultats attendus :\n- 4 comités de pilotage\n- 24 réunions des référents": (True, False),
    "Résultats attendus\n3 comités de pilotage\n24 réunions des référents": (False, False),
    "Résultats attendus\n4 comités de pilotage\n20 réunions des référents": (True, True),
    "Indicateurs de résultat : nombre de comités de pilotage (objectif : 4)": (True, False),
    "Résultats attendus : 3 comités de pilotage, 24 réunions des référents": (False, False),
    "Résultats attendus : 3 à 5 comités de pilotage": (True, False),
    "Résultats attendus : trois (3) comités de pilotage": (False, False),
    "Le PLIE tiendra quatre comités de pilotage et 24 réunions des référents": (True, False),
    "Indicateurs :\nCOPIL | 4\nRéunions des référents | 24": (True, False),
}


@pytest.mark.parametrize("dit", AILLEURS)
@pytest.mark.parametrize("place", ["Modalités de suivi", "\nMontant FSE"])
def test_un_autre_nombre_dit_hors_des_blocs_est_doute(dit, place, tmp_path):
    (lue,) = read(NU.replace(place, f"{dit}\n\n{place}"), tmp_path)
    doutes = ["FIC-16" in c["minimum"].doute for c in list_cibles(lue)]
    assert tuple(doutes[:2]) == AILLEURS[dit]
    assert unaccounted([lue]) == 0
