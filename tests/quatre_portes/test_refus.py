"""What the toolbar cannot do, it says in a box, and writes nothing."""

import pytest

from quatre_portes import barre

pytestmark = pytest.mark.libreoffice


def words(document):
    _, mots = barre.press(document, "valider")
    return " ".join(mots)


def test_ce_qui_ne_peut_pas_s_ecrire_est_dit_et_rien_n_est_ecrit(bureau, personne, racine):
    classeur = racine / "workbooks" / "2024" / "plie_technowest_2024.xlsx"
    with barre.closing(barre.open_in(bureau)) as jamais_enregistre:
        assert "Enregistrez d’abord" in words(jamais_enregistre)
    chemin = personne.receive(classeur, "lu.xlsx")
    with barre.closing(barre.open_in(bureau, chemin, ReadOnly=True)) as lu:
        assert "lecture seule" in words(lu)
        assert barre.anomalies(lu) == []
    courriel = personne.receive(classeur, "tmp/recu.xlsx")
    with barre.closing(barre.open_in(bureau, courriel)) as recu:
        assert "dossier temporaire" in words(recu)
        assert barre.anomalies(recu) == []
