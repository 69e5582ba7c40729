"""A confirmed workbook becomes a fiche; nothing is adopted without a human word on each rule."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from ordinaire import ordinaire

from document.decide import decide
from document.mesure import TEXTES, load_reponses
from plie_xl.cli.adopter import adopter
from plie_xl.cli.lire_fiche import lire_fiche
from plie_xl.document.adopt import adopt
from plie_xl.document.confirm import build_classeur
from plie_xl.document.decided import AdoptionError
from plie_xl.document.read import read_document
from plie_xl.document.rule import RegleError, parse_regle, say_regle
from plie_xl.document.values import load_doutes
from plie_xl.model.collection import load_fiches

PAGE = Path(__file__).parents[2] / "docs" / "lire-fiche.md"


@pytest.fixture
def brandes(tmp_path) -> Path:
    """The confirming workbook of a fictitious fiche, nothing decided."""
    (fiche,) = read_document(TEXTES / "brandes.txt")
    classeur = tmp_path / "brandes.xlsx"
    classeur.write_bytes(build_classeur(fiche))
    return classeur


@pytest.fixture
def decide_brandes(brandes) -> Path:
    (reponse,) = load_reponses(TEXTES / "brandes.toml")
    cibles = [(c["libelle"], c) for c in reponse["cible"]]
    decide(brandes, {**reponse, "livrables": ["Bilan annuel du PLIE"]}, cibles)
    return brandes


def _type(classeur: Path, donnee: str, dite: str, cible: str | None = None) -> str:
    """Type a decision on the first row of this name, and give its cell."""
    livre = load_workbook(classeur)
    for rangee in livre["À confirmer"].iter_rows(min_row=6):
        if rangee[1].value == donnee and (cible is None or rangee[0].value == cible):
            rangee[6].value = dite
            livre.save(classeur)
            return str(rangee[6].coordinate)
    raise AssertionError(donnee)


def _refus(classeur: Path) -> str:
    with pytest.raises(AdoptionError) as erreur:
        adopt(classeur, "brandes.toml")
    return str(erreur.value)


def test_ce_qui_est_confirme_est_la_fiche(decide_brandes):
    texte, fiche = adopt(decide_brandes, "brandes.toml")
    assert (fiche.plie, fiche.montant_fse, fiche.livrables) == (
        "PLIE des Brandes", 52_000, ("Bilan annuel du PLIE",),
    )  # fmt: skip
    assert [(c.minimum, c.genre) for c in fiche.cibles] == [
        (3, "minimum"), (9, "exact"), (22, "exact"), (4, "exact"),
    ]  # fmt: skip
    assert fiche.cibles[1].pieces["à distance"] == (("releve_decisions",), ("compte_rendu",))
    assert (fiche.cibles[0].source.ligne, fiche.cibles[0].lu) == (33, "p. 1, l. 33")
    assert "3 minimum" in fiche.cibles[0].source.phrase
    assert re.search(r"# SHA-256 : [0-9a-f]{64}\n# Confirmée par A\. B\.", texte)


def test_sans_decision_rien_n_est_adopte_et_chaque_case_est_nommee(brandes):
    dit = _refus(brandes)
    assert re.search(r"il reste \d+ lignes à décider dans « À confirmer » : G6, ", dit)


def test_une_regle_de_pieces_sans_doute_attend_aussi_un_mot(decide_brandes):
    case = _type(decide_brandes, "Pièces, dans tous les cas", "", cible="1")
    assert _refus(decide_brandes) == f"il reste 1 ligne à décider dans « À confirmer » : {case}"


def test_ce_qui_reste_a_verifier_est_ecrit_dans_la_fiche(decide_brandes):
    _type(decide_brandes, "Catégorie", "Oui, à vérifier plus tard", cible="1")
    _, fiche = adopt(decide_brandes, "brandes.toml")
    assert (
        fiche.cibles[0].a_confirmer
        == "Catégorie : catégorie proposée : Comité de pilotage (100 % des mots)"
    )


@pytest.mark.parametrize(
    ("donnee", "dite", "attendu"),
    [
        ("Nombre", "beaucoup", "« beaucoup » n’est pas un nombre entier"),
        ("Catégorie", "Comité de pilotag", "vouliez-vous dire « Comité de pilotage » ?"),
        ("Pièces, dans tous les cas", "feuille d’émargemant", "vouliez-vous dire « feuille d’émargement » ?"),
        ("Pièces, dans tous les cas", "compte rendu et convention ou bilan", "mettez des parenthèses"),
        ("Nombre", "Ignorer", "« Ignorer » demande son motif"),
        ("Vos initiales", "La coordinatrice", "écrivez vos initiales"),
    ],
)  # fmt: skip
def test_une_decision_non_comprise_est_dite_avec_sa_case(decide_brandes, donnee, dite, attendu):
    case = _type(decide_brandes, donnee, dite)
    dit = _refus(decide_brandes)
    assert attendu in dit
    assert case in dit or donnee == "Vos initiales"


def test_une_cible_ignoree_n_est_pas_dans_la_fiche(decide_brandes):
    _type(decide_brandes, "Libellé", "Ignorer : comptée ailleurs", cible="4")
    _, fiche = adopt(decide_brandes, "brandes.toml")
    assert len(fiche.cibles) == 3


def test_une_ligne_non_lue_attend_une_decision(tmp_path):
    texte = (TEXTES / "brandes.txt").read_text(encoding="utf-8")
    (tmp_path / "b.txt").write_text(
        texte.replace("Par année :\n", "Le bilan dira ces réunions.\nPar année :\n")
    )
    (fiche,) = read_document(tmp_path / "b.txt")
    assert len(fiche.non_lues) == 1
    (tmp_path / "b.xlsx").write_bytes(build_classeur(fiche))
    assert "il reste 1 ligne à décider dans « Non lu » : C6" in _refus(tmp_path / "b.xlsx")


def test_le_classeur_vierge_saisi_a_la_main_donne_une_fiche(tmp_path):
    classeur = tmp_path / "vierge.xlsx"
    classeur.write_bytes(build_classeur())
    saisie = {
        "Vos initiales": "CD", "PLIE": "PLIE des Dunes", "Numéro de la fiche": "N°1",
        "Intitulé": "Animation", "Territoire": "Les Dunes", "Début": "01/01/2033",
        "Fin": "31/12/2033", "Montant FSE+ maximum (€)": "30 000 €", "Libellé": "Comités de pilotage",
        "Nombre": "2", "Nombre au plus": "3", "Genre": "fourchette", "Unité": "réunion",
        "Catégorie": "Comité de pilotage",
        "Pièces, dans tous les cas": "compte rendu et feuille de présence, ou mail de consultation",
    }  # fmt: skip
    for donnee, dite in saisie.items():
        _type(classeur, donnee, dite)
    _, fiche = adopt(classeur, "dunes.toml")
    (cible,) = fiche.cibles
    assert (cible.objectif, fiche.montant_fse) == ("2 à 3", 30_000)
    assert cible.pieces["toutes"] == (("compte_rendu", "emargement"), ("mail_consultation",))


def test_la_commande_lit_puis_adopte_sans_jamais_ecraser(decide_brandes, tmp_path):
    lancer = CliRunner()
    lu = lancer.invoke(lire_fiche, [str(TEXTES / "brandes.txt"), "-o", str(tmp_path)])
    assert lu.exit_code == 1
    assert "brandes_2.xlsx" in lu.output  # the first one holds decisions
    sortie = tmp_path / "fiches" / "2032" / "brandes.toml"
    args = [str(decide_brandes), "-o", str(sortie)]
    assert lancer.invoke(adopter, args).exit_code == 0
    ecrit = sortie.read_bytes()
    refait = lancer.invoke(adopter, args)
    assert refait.exit_code != 0
    assert sortie.read_bytes() == ecrit


def test_la_fiche_adoptee_donne_son_classeur(decide_brandes, tmp_path):
    from plie_xl.cli.modeles import modeles

    fiches = tmp_path / "fiches"
    adoptee = CliRunner().invoke(
        adopter, [str(decide_brandes), "-o", str(fiches / "2032" / "brandes.toml")]
    )
    assert adoptee.exit_code == 0, adoptee.output
    args = ["--fiches", str(fiches), "--annee", "2032", "-o", str(tmp_path / "modeles")]
    assert CliRunner().invoke(modeles, args).exit_code == 0
    cibles = load_workbook(tmp_path / "modeles" / "plie_brandes_2032.xlsx")["Cibles"]
    dites = [str(c.value) for rangee in cibles.iter_rows() for c in rangee if c.value]
    assert any("relevé de décisions ou compte rendu" in dit for dit in dites)


def test_une_fiche_ne_va_pas_dans_le_dossier_d_une_autre_annee(decide_brandes, tmp_path):
    sortie = tmp_path / "fiches" / "2025" / "brandes.toml"
    rendu = CliRunner().invoke(adopter, [str(decide_brandes), "-o", str(sortie)])
    assert "la fiche est de 2032" in rendu.output
    assert not sortie.exists()


def test_le_document_dit_ce_que_chaque_ligne_a_donne(brandes):
    lignes = load_workbook(brandes)["Document"].iter_rows(min_row=6, values_only=True)
    donne = {texte: quoi for _, texte, quoi in lignes}
    assert donne["Par année :"] in (None, "")
    assert donne["– Nombre de comités de pilotage : 3 minimum"] == "Comités de pilotage"
    assert donne["Pièces justificatives attendues pour justifier de la réalisation :"] == "intitulé"


def test_la_meme_lecture_donne_les_memes_octets():
    lues = [read_document(TEXTES / "brandes.txt")[0] for _ in range(2)]
    assert build_classeur(lues[0]) == build_classeur(lues[1])


def test_une_phrase_du_document_n_est_jamais_une_formule(tmp_path):
    texte = (TEXTES / "prairie.txt").read_text(encoding="utf-8")
    (tmp_path / "p.txt").write_text(texte.replace("Forum de l’emploi", "=1+1 forum de l’emploi"))
    (fiche,) = read_document(tmp_path / "p.txt")
    (tmp_path / "p.xlsx").write_bytes(build_classeur(fiche))
    cellules = [c for f in load_workbook(tmp_path / "p.xlsx") for r in f.iter_rows() for c in r]
    assert any(str(c.value).startswith("=1+1") for c in cellules)
    assert not any(c.data_type == "f" for c in cellules)


def test_la_regle_dite_est_relue_la_meme():
    for fiche in load_fiches(2024).values():
        for cible in fiche.instances:
            for jeux in cible.pieces.values():
                assert parse_regle(say_regle(jeux, cible.preferee)) == (jeux, cible.preferee)
    with pytest.raises(RegleError):
        parse_regle("une photographie")


def test_la_page_dit_chaque_doute_comme_le_classeur():
    page = PAGE.read_text(encoding="utf-8")
    doutes = {code: dit for code, dit in load_doutes().items() if isinstance(dit, str)}
    assert [f"| {code} | {dit} |" in page for code, dit in doutes.items()] == [True] * len(doutes)


def test_un_refus_ne_laisse_pas_de_dossier_vide(brandes, tmp_path):
    rendu = CliRunner().invoke(adopter, [str(brandes), "-o", str(tmp_path / "f/2025/a.toml")])
    assert rendu.exit_code == 1
    assert not (tmp_path / "f").exists()


def test_deux_fiches_d_un_document_sont_nommees_avec_leur_place(tmp_path):
    texte = (TEXTES / "brandes.txt").read_text("utf-8")
    (tmp_path / "deux.txt").write_text(f"{texte}\f{texte}", encoding="utf-8")
    rendu = CliRunner().invoke(lire_fiche, [str(tmp_path / "deux.txt"), "-o", str(tmp_path / "c")])
    dit = ordinaire(rendu.output)
    assert "brandes (p. 1, l. 1) : " in dit
    assert "brandes (p. 2, l. " in dit
    assert sorted(f.name for f in (tmp_path / "c").iterdir()) == ["brandes.xlsx", "brandes_2.xlsx"]
