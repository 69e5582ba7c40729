"""A contents page whose page stands first changes nothing; numbered headings and targets stay."""

import pytest

from document.altere import ALTERATIONS
from document.mesure import compare, list_cibles, unaccounted
from document.test_reperes import ATTENDUES, FIN, NOMS, NU, PLACES, TITRE, read, say

LIGNES = {  # a line of the contents page: {p} and {q} its pages, {n} its name
    "nue": "{p} {n}",
    "plage": "{p}-{q} {n}",
    "tabulation": "{p}\t{n}",
    "abrégée": "p. {p} {n}",
    "entière": "Page {p} : {n}",
    "tiret": "{p} – {n}",
    "points": "{p} ........ {n}",
    "parenthèses": "({p}) {n}",
    "crochets": "[{p}] {n}",
    "barre": "{p} | {n}",
    "puce": "• {p} {n}",
    "à la ligne": "{p}\n{n}",
    "nom coupé": "{p} {n}\net la suite de son nom",
}


def draw(forme, tete):
    lignes = (LIGNES[forme].format(p=2 * n, q=2 * n + 1, n=nom) for n, nom in enumerate(NOMS, 1))
    return "\n".join([*([tete] if tete else []), *lignes])


@pytest.mark.parametrize("tete", ["Sommaire", "TABLE DES MATIÈRES\nPages"])
@pytest.mark.parametrize("forme", LIGNES)
def test_un_sommaire_dont_la_page_est_devant_ne_change_rien(forme, tete, tmp_path):
    for texte in PLACES.values():
        lues = read(texte.replace("{t}", draw(forme, tete)), tmp_path)
        assert say(lues) == say(read(NU, tmp_path))
        assert unaccounted(lues) == 0


@pytest.mark.parametrize("forme", sorted(set(LIGNES) - {"à la ligne"}))
def test_le_meme_sans_titre_ne_change_rien(forme, tmp_path):
    for texte in PLACES.values():
        lues = read(texte.replace("{t}", draw(forme, "")), tmp_path)
        assert say(lues) == say(read(NU, tmp_path))


@pytest.mark.parametrize(
    "changement", ["coupé à 40", "capitales", "mal reconnu (2 %)", "nombres en lettres"]
)
@pytest.mark.parametrize("forme", LIGNES)
def test_le_meme_altere_ne_donne_aucune_cible_sans_doute(forme, changement, tmp_path):
    for texte in PLACES.values():
        entier = texte.replace("{t}", draw(forme, "Sommaire"))
        lues = read(ALTERATIONS[changement](entier), tmp_path)
        assert compare(lues, [{"numero": "N°2", "cible": ATTENDUES}]).fautes == []


@pytest.mark.parametrize(
    "cibles",
    [
        "3 Territoires visités\n8 Ateliers\n12 Contacts avec les employeurs",
        "2 territoires visités\n5 contacts avec les employeurs",
    ],
)
def test_des_cibles_dont_le_nombre_monte_ne_sont_pas_un_sommaire(cibles, tmp_path):
    texte = (
        f"{TITRE}\nUnités de mesure :\n{cibles}\nPièces justificatives :\n- Comptes rendus\n{FIN}"
    )
    (lue,) = read(texte, tmp_path)
    assert len(list_cibles(lue)) == len(cibles.splitlines())


def test_des_intitules_numerotes_sans_point_ne_sont_pas_un_sommaire(tmp_path):
    texte = NU.replace("Modalités de suivi", "3 Modalités de suivi").replace(
        "Unités de mesure :", "4 Unités de mesure"
    )
    texte = texte.replace("Pièces just", "5 Pièces just")
    for lue in read(texte + "\n" + texte.replace("N°2", "N°3"), tmp_path):
        lus = [(c["libelle"].valeur, c["minimum"].valeur) for c in list_cibles(lue)]
        assert lus == [(c["libelle"], c["minimum"]) for c in ATTENDUES]
