"""`kill -9` at any moment: the master is whole, old or new, and the next run cleans up."""


def test_tue_avant_et_apres_chaque_appel_le_classeur_est_entier(tmp_path, ailleurs, mesure):
    bilan = ailleurs("tue_a_chaque_appel", tmp_path)
    assert bilan["morts"] > 30
    assert bilan["defauts"] == []
    assert bilan["caches"] == []
    mesure("processus tués à un appel", bilan["morts"])


def test_tue_au_hasard_le_classeur_est_entier_et_le_verrou_libre(tmp_path, ailleurs, longs, mesure):
    bilan = ailleurs("tue_au_hasard", tmp_path, 300 if longs else 25)
    assert bilan["defauts"] == []
    assert bilan["traces"] > 0  # some were killed in the middle of a writing
    assert bilan["caches"] == []
    mesure("processus tués au hasard", bilan["fois"])
    mesure("processus tués au hasard, dont au milieu d’une écriture", bilan["traces"])
