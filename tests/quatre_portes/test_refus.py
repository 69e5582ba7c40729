"""What the toolbar cannot do, it says in a box, and writes nothing."""

from contextlib import contextmanager

import pytest
from hote import clic as souris

from plie_xl.host.resident import stop
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


def test_un_programme_deplace_ou_desinstalle_est_dit(bureau, personne, racine):
    """After the toolbar was installed; what comes back answers at the next click."""
    chemin = personne.receive(racine / "workbooks" / "2024" / "plie_technowest_2024.xlsx")
    descripteur = personne.maison / ".plie_xl" / "hote.json"
    [paquet] = personne.python.parent.parent.glob("lib/python3*/site-packages/plie_xl.pth")
    with barre.closing(barre.open_in(bureau, chemin)) as document:
        stop(descripteur)
        souris.wait_until(lambda: not descripteur.exists(), "the resident is gone")
        with away(personne.python):
            assert "n’est plus là où il était" in words(document)
        with away(paquet):
            assert "ne démarre pas" in words(document)
        assert barre.anomalies(document) == []
        assert words(document) == ""
        assert barre.anomalies(document)


@contextmanager
def away(fichier):
    """Somewhere else for a while."""
    ailleurs = fichier.rename(fichier.with_name("ailleurs"))
    try:
        yield
    finally:
        ailleurs.rename(fichier)
