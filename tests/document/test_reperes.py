"""A contents page, a header, a glossary change nothing of what a fiche says, wherever they stand."""

import pytest

from document.altere import ALTERATIONS
from document.mesure import compare, list_cibles, unaccounted
from plie_xl.document.read import read_document

TITRE = "FICHE OPERATION N°2 – « Animation du PLIE des Ajoncs »"
AVANT = """
Priorité 1 : « Favoriser l’insertion »

Période d’exécution : L’opération se tient du 1er janvier 2031 au 31 décembre 2031

Modalités de suivi de l’opération :
Unités de mesure :
- 3 comités de pilotage
- 24 réunions des référents
"""
APRES = """- Ateliers de l’emploi : au moins 6
Pièces justificatives attendues :
- Comités de pilotage : compte rendu et feuille d’émargement
- Réunions des référents : feuille d’émargement ou compte rendu
- Ateliers de l’emploi : feuille d’émargement
"""
FIN = """
Critères de sélection
Ancrage local.

Montant FSE+ alloué : Le montant FSE+ maximum alloué est de 45 000 €
"""
NOMS = (
    "Fiche opération n°2",
    "Territoire d’intervention",
    "Instances du PLIE",
    "Unité(s) de mesure permettant d’évaluer la mise en œuvre",
    "Comités de pilotage",
    "Pièces justificatives attendues pour justifier de la réalisation",
    "Critères de sélection",
)
LIGNES = {  # a line of a contents page: {r} its rank, {n} its name, {p} its page
    "points": "{n} .......... {p}",
    "points collés": "{r}. {n}................{p}",
    "points espacés": "{r}.1 {n} . . . . . . . {p}",
    "points médians": "{r}) {n}··········p. {p}",
    "suite de points": "• {n}………… {p}",
    "traits": "{n} ____________ {p}",
    "tirets": "- {n} - - - - - - page {p}",
    "points perdus": "{n} {p}",
    "tabulation": "{r}.\t{n}\t{p}",
    "pages par plages": "Article {r} : {n} — {p}-{p}",
    "page collée": "{n}{p}",
    "page à la ligne": "{n}\n{p}",
    "points à la ligne": "{n}\n.......... p. {p}",
    "page perdue": "{n} ..........",
    "nom coupé": "{n}\net la suite de son nom .......... {p}",
    "flèches": "{n} → {p}",
    "parenthèses": "{n} (page {p})",
}
PLACES = {
    "avant la fiche": "{t}\n\n" + TITRE + AVANT + APRES + FIN,
    "sous le titre": TITRE + "\n{t}\n" + AVANT + APRES + FIN,
    "au milieu des cibles": TITRE + AVANT + "{t}\n" + APRES + FIN,
    "après les pièces": TITRE + AVANT + APRES + "\n{t}\n" + FIN,
    "à la fin": TITRE + AVANT + APRES + FIN + "\n{t}",
}
NU = TITRE + AVANT + APRES + FIN


def read(texte, dossier):
    (dossier / "f.txt").write_text(texte, encoding="utf-8")
    return read_document(dossier / "f.txt")


def say(fiches):
    """What is read, without the places."""
    return [
        (v.cible, v.donnee, v.valeur, v.doute)
        for f in fiches
        for v in f.valeurs
        if v.donnee not in ("plie", "intitule")
    ]


def draw_sommaire(ligne, tete="Sommaire", noms=NOMS):
    noms = noms[ligne == LIGNES["page collée"] :]  # « n°2 » and page 2 give « n°22 »
    lignes = (ligne.format(r=n, n=nom, p=2 * n) for n, nom in enumerate(noms, 1))
    return "\n".join([tete, *lignes])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("forme", LIGNES)
def test_un_sommaire_ne_change_rien_a_ce_qui_est_lu(forme, place, tmp_path):
    texte = PLACES[place].replace("{t}", draw_sommaire(LIGNES[forme]))
    lues = read(texte, tmp_path)
    assert say(lues) == say(read(NU, tmp_path))
    assert unaccounted(lues) == 0


@pytest.mark.parametrize("forme", sorted(set(LIGNES) - {"page perdue"}))
def test_un_sommaire_sans_titre_ne_change_rien(forme, tmp_path):
    texte = PLACES["avant la fiche"].replace("{t}", draw_sommaire(LIGNES[forme], ""))
    assert say(read(texte, tmp_path)) == say(read(NU, tmp_path))


def test_un_sommaire_sans_page_ne_change_rien(tmp_path):
    texte = PLACES["avant la fiche"].replace(
        "{t}", draw_sommaire("{r}. {n}", noms=(TITRE, "Unités de mesure", "Critères de sélection"))
    )
    assert say(read(texte, tmp_path)) == say(read(NU, tmp_path))


@pytest.mark.parametrize(
    "changements",
    [
        ("coupé à 40",),
        ("capitales", "autres puces", "coupé à 60"),
        ("mal reconnu (2 %)", "coupé à 60"),
    ],
)
@pytest.mark.parametrize("forme", LIGNES)
def test_un_sommaire_altere_ne_donne_aucune_cible_sans_doute(forme, changements, tmp_path):
    texte = PLACES["avant la fiche"].replace("{t}", draw_sommaire(LIGNES[forme]))
    for changement in changements:
        texte = ALTERATIONS[changement](texte)
    lues = read(texte, tmp_path)
    assert len(lues) == 1
    attendue = {"numero": "N°2", "montant_fse": 45_000, "cible": ATTENDUES}
    assert compare(lues, [attendue]).fautes == []


ATTENDUES = [
    {
        "libelle": "Comités de pilotage",
        "minimum": 3,
        "pieces": {"toutes": [["compte_rendu", "emargement"]]},
    },
    {
        "libelle": "Réunions des référents",
        "minimum": 24,
        "pieces": {"toutes": [["emargement"], ["compte_rendu"]]},
    },
    {
        "libelle": "Ateliers de l’emploi",
        "minimum": 6,
        "genre": "minimum",
        "pieces": {"toutes": [["emargement"]]},
    },
]


def test_une_ligne_d_un_sommaire_au_milieu_des_cibles_est_non_lue(tmp_path):
    texte = PLACES["au milieu des cibles"].replace("{t}", draw_sommaire(LIGNES["points"]))
    (lue,) = read(texte, tmp_path)
    assert [x.texte.partition(" .")[0] for x in lue.non_lues] == ["Sommaire", *NOMS]


@pytest.mark.parametrize(
    "pied", ["AGAPE | p. {}", "- {} -", "Page {} sur 12", "PLIE des Ajoncs – {}"]
)
def test_un_pied_de_page_qui_revient_ne_change_rien(pied, tmp_path):
    lignes = [f"- Point {n} du contexte." for n in range(10)]
    contexte = "\n".join([*lignes, pied.format(1), *lignes, pied.format(2), *lignes])
    nu = f"{TITRE}\nContexte :\n" + "\n".join(lignes * 3) + f"\n{AVANT}{APRES}{FIN}"
    texte = f"{TITRE}\nContexte :\n{contexte}\n{AVANT}{pied.format(3)}\n{APRES}{FIN}"
    (lue,) = read(texte, tmp_path)
    assert say([lue]) == say(read(nu, tmp_path))
    assert [x.texte for x in lue.non_lues] == [pied.format(3)]


@pytest.mark.parametrize("repris", ["Fiche opération n°2", "Fiche opération", TITRE])
def test_un_titre_repris_en_tete_de_page_n_ouvre_pas_une_fiche(repris, tmp_path):
    (lue,) = read(TITRE + AVANT + f"\n{repris}\n\n" + APRES + FIN, tmp_path)
    assert say([lue]) == say(read(NU, tmp_path))


def test_un_titre_repris_entre_les_deux_blocs_d_une_fiche_a_glossaire_n_en_ouvre_pas_une(tmp_path):
    glossaire = "Pièces justificatives : feuille d’émargement\n\n"
    texte = NU.replace("Pièces", "Fiche opération n°2\nPièces").replace(
        "\nPriorité", f"\n{glossaire}Priorité"
    )
    assert len(read(texte, tmp_path)) == 1


def test_le_numero_d_une_autre_fiche_n_est_pas_celui_de_la_fiche(tmp_path):
    texte = NU.replace(TITRE, "Rappel de la fiche opération n°1 : 4 forums.\n" + TITRE)
    (lue,) = read(texte, tmp_path)
    assert {(v.valeur, v.doute) for v in lue.valeurs if v.donnee == "numero"} == {("N°2", "")}


def test_un_numero_dit_hors_du_titre_est_doute(tmp_path):
    texte = NU.replace(TITRE, "Fiche opération du PLIE, comme la fiche opération n°1")
    (lue,) = read(texte, tmp_path)
    assert "FIC-20" in next(v.doute for v in lue.valeurs if v.donnee == "numero")


def test_une_cible_qui_porte_un_nom_de_rubrique_est_doutee(tmp_path):
    texte = NU.replace("- 3 comités", "- Résultats attendus 4\n- 3 comités")
    (lue,) = read(texte, tmp_path)
    doutes = {c["libelle"].valeur: c["minimum"].doute for c in list_cibles(lue)}
    assert "FIC-15" in doutes["Résultats attendus"]
    assert doutes["Comités de pilotage"] == ""


def test_une_phrase_de_pieces_coupee_est_doutee(tmp_path):
    texte = NU.replace("feuille d’émargement ou compte rendu", "feuille d’émargement ou")
    (lue,) = read(texte, tmp_path)
    referents = list_cibles(lue)[1]
    assert "FIC-21" in referents["pieces"].doute


NUMEROTE = """1. Fiche opération n°4 : « Animation du PLIE du Val Doré »
2. Période d’exécution
Du 1er janvier 2032 au 31 décembre 2032
3. Modalités de suivi de l’opération
3.1 Unités de mesure
1. Comités de pilotage : 3
2. Territoires visités : 8
3. Commissions de parcours : 22
3.2 Pièces justificatives attendues
1. Comités de pilotage : compte rendu
2. Commissions de parcours : relevé de décisions
4. Critères de sélection
Ancrage : 5 ans.
5. Montant FSE+ alloué
Le montant FSE+ maximum alloué est de 52 000 €
"""


def test_des_intitules_numerotes_ouvrent_et_ferment_les_deux_blocs(tmp_path):
    (lue,) = read(NUMEROTE, tmp_path)
    lus = [(c["libelle"].valeur, c["minimum"].valeur) for c in list_cibles(lue)]
    assert lus == [
        ("Comités de pilotage", 3),
        ("Territoires visités", 8),
        ("Commissions de parcours", 22),
    ]
    assert lue.totaux == {"lignes": 7, "utilisees": 5, "intitules": 2, "non_lues": 0}
    assert next(v.valeur for v in lue.valeurs if v.donnee == "numero") == "N°4"


@pytest.mark.parametrize(
    "rappel",
    [
        "Rappel 2030 :",
        "Pour mémoire, objectifs de l’an passé :",
        "Extrait de la fiche opération n°6 :",
        "Réalisé en 2030 :",
        "Exemple :",
    ],
)
def test_ce_qui_est_rappele_d_ailleurs_est_doute(rappel, tmp_path):
    texte = NU.replace(
        APRES,
        f"{APRES.partition('Pièces')[0]}{rappel}\n- 7 forums\nPièces{APRES.partition('Pièces')[2]}",
    )
    (lue,) = read(texte, tmp_path)
    doutes = {c["libelle"].valeur: c["minimum"].doute for c in list_cibles(lue)}
    assert doutes.pop("Forums") in ("FIC-15", "FIC-02", "FIC-15 FIC-02")
    assert set(doutes.values()) == {""}


def test_une_cible_d_une_autre_fiche_est_doutee(tmp_path):
    (lue,) = read(
        NU.replace("- 3 comités", "- Au titre de la fiche n°3 : 4 forums\n- 3 comités"), tmp_path
    )
    assert "FIC-15" in list_cibles(lue)[0]["minimum"].doute


def test_des_pieces_rappelees_d_une_autre_annee_sont_doutees(tmp_path):
    texte = NU.replace(
        APRES, f"{APRES}Rappel des pièces de 2030 :\n- Réunions des référents : prise de notes\n"
    )
    (lue,) = read(texte, tmp_path)
    assert "FIC-20" in list_cibles(lue)[1]["pieces"].doute


def test_un_titre_dont_le_numero_est_a_la_ligne_n_ouvre_pas_une_fiche_quand_il_revient(tmp_path):
    tete = "Fiche opération\nN° 2\n« Animation du PLIE des Ajoncs »"
    nu = NU.replace(TITRE, tete)
    (lue,) = read(nu.replace(APRES, f"\nFICHE OPERATION N°2\n{APRES}"), tmp_path)
    assert say([lue]) == say(read(nu, tmp_path))


def test_une_regle_generale_est_doutee_quand_une_cible_n_est_pas_lue(tmp_path):
    regle = "Compte rendu de chaque instance"
    debut, _, _ = APRES.partition("- Comités de pilotage")
    (sure,) = read(NU.replace(APRES, f"{debut}- {regle}\n"), tmp_path)
    assert {c["pieces"].doute for c in list_cibles(sure)} == {""}
    debut = debut.replace("Pièces", "Des visites d’entreprises\nPièces")
    (lue,) = read(NU.replace(APRES, f"{debut}- {regle}\n"), tmp_path)
    assert {c["pieces"].doute for c in list_cibles(lue)} == {"FIC-10"}


def test_un_montant_colle_a_une_lettre_est_doute(tmp_path):
    (lue,) = read(NU.replace("45 000", "Z5 000"), tmp_path)
    assert "FIC-02" in next(v.doute for v in lue.valeurs if v.donnee == "montant_fse")


def test_une_cible_ou_un_intitule_est_reste_colle_est_doutee(tmp_path):
    texte = NU.replace("- 3 comités de pilotage", "- 3 comités de pilotage, Indicateurs de suivi")
    (lue,) = read(texte, tmp_path)
    assert "FIC-15" in list_cibles(lue)[0]["libelle"].doute
