"""A faulty fiche is refused whole, in one French sentence: file, place, key, near miss."""

import pytest

from plie_xl.model.collection import load_fiches
from plie_xl.model.fiche import parse_fiche
from plie_xl.model.toml import FicheError

BONNE = """\
plie        = "PLIE d’Essai"
numero      = "N°2"
intitule    = "Animation"
territoire  = "Une commune"
debut       = 2024-01-01
fin         = 2024-12-31
montant_fse = 37_000
taux_max    = 0.85
livrables   = ["Bilan annuel"]

[[cible]]
id        = "copil"
libelle   = "Comité de pilotage"
minimum   = 2
unite     = "réunion"
categorie = "comite_pilotage"
modalites = ["présentiel", "consultation écrite"]
[cible.pieces]
"présentiel"          = [["emargement"], ["compte_rendu"]]
"consultation écrite" = [["mail_consultation", "compte_rendu"]]

[[cible]]
id        = "cop"
libelle   = "Comité opérationnel"
minimum   = 10
maximum   = 12
genre     = "fourchette"
unite     = "réunion"
categorie = "comite_operationnel"
preferee  = "emargement"
[cible.pieces]
toutes = [["emargement"], ["compte_rendu"]]

[[resultat]]
id          = "entrees"
libelle     = "Nouvelles intégrations"
minimum     = 200
genre       = "environ"
unite       = "participant"
categorie   = "integrations"
indicateurs = ["entrees"]

[[sans_objectif]]
id        = "equipe"
libelle   = "Réunions d’équipe"
unite     = "réunion"
categorie = "reunion_equipe"
[sans_objectif.pieces]
toutes = [["prise_notes"]]

[[indicateur]]
id      = "total"
libelle = "Participants"
nature  = "suivi"

[[indicateur]]
id        = "entrees"
libelle   = "Nouvelles intégrations"
nature    = "suivi"
partie_de = "total"

[[indicateur]]
id        = "femmes"
libelle   = "Femmes"
nature    = "réalisation"
partie_de = "total"
groupe    = "genre"

[[indicateur]]
id        = "hommes"
libelle   = "Hommes"
nature    = "réalisation"
partie_de = "total"
groupe    = "genre"
"""

ESPACE = "une espace au bord, une tabulation ou un retour à la ligne"
CONSEIL = (
    "souvent un guillemet droit oublié, une virgule en moins, une clé répétée ou un jour qui n’existe"
    " pas"
)
# What is typed instead of what, and the sentence after « essai.toml ».
ECRITURE = [
    ('"N°2"', '"N°2', f", ligne 2, colonne 19 : ce n’est pas du TOML ({CONSEIL})"),
    ('"N°2"', "“N°2”", f", ligne 2, colonne 15 : ce n’est pas du TOML ({CONSEIL})"),
    (BONNE, 'plie = ["a"', f", fin du fichier : ce n’est pas du TOML ({CONSEIL})"),
    ('"Animation"', '""', ", clé « intitule » : le texte est vide"),
    ('"Animation"', '"Animation "', f", clé « intitule » : « Animation » contient {ESPACE}"),
    ('"Animation"', '"Ani\\nmation"', f", clé « intitule » : « Ani\nmation » contient {ESPACE}"),
]

CLES = [
    ("numero      =", "nemero      =", " : la clé « nemero » est inconnue ; vouliez-vous dire « numero » ?"),
    ("[[indicateur]]", "[[indicateurs]]", " : la clé « indicateurs » est inconnue ; vouliez-vous dire « indicateur » ?"),
    ("[[resultat]]", "[[resultats]]", " : la clé « resultats » est inconnue ; vouliez-vous dire « resultat » ?"),
    ("minimum   = 2", "minimun   = 2", ", cible « copil » : la clé « minimun » est inconnue ; vouliez-vous dire « minimum » ?"),
    ('id        = "copil"', 'ident     = "copil"', ", cible n°1 : la clé « ident » est inconnue"),
    ('nature  = "suivi"', 'natures = "suivi"', ", indicateur « total » : la clé « natures » est inconnue ; vouliez-vous dire « nature » ?"),
    ('"présentiel"          =', "presentiel            =", ", cible « copil », section « pieces » : la clé « presentiel » est inconnue ; vouliez-vous dire « présentiel » ?"),
    ("toutes = [[\"emar", "toute = [[\"emar", ", cible « cop », section « pieces » : la clé « toute » est inconnue ; vouliez-vous dire « toutes » ?"),
    ("[cible.pieces]\n\"pr", "[cible.pieces]\nlu = \"l. 3\"\n\"pr", ", cible « copil », section « pieces » : la clé « lu » se place avant cette section"),
    ("[cible.pieces]\n\"pr", "[cible.pieces]\na_savoir = [\"x\"]\n\"pr", ", cible « copil », section « pieces » : la clé « a_savoir » se place en tête du fichier"),
    ('id        = "copil"', 'id        = "copil"\nporteuse = "x"', ", cible « copil » : la clé « porteuse » se place en tête du fichier"),
    ("plie        =", 'id = "essai"\nplie        =', " : la clé « id » est de trop, le nom du fichier en tient lieu"),
    ("montant_fse = 37_000\n", "", " : la clé « montant_fse » manque"),
    ('libelle   = "Comité de pilotage"\n', "", ", cible « copil » : la clé « libelle » manque"),
    ('id        = "copil"\n', "", ", cible n°1 : la clé « id » manque"),
]  # fmt: skip

TYPES = [
    ("37_000", '"37 000 €"', ", clé « montant_fse » : « 37 000 € » n’est pas un nombre entier"),
    ("37_000", "37_000.50", ", clé « montant_fse » : « 37000.5 » n’est pas un nombre entier"),
    ("37_000", "true", ", clé « montant_fse » : « true » n’est pas un nombre entier"),
    ("0.85", '"85 %"', ", clé « taux_max » : « 85 % » n’est pas un nombre"),
    ("2024-12-31", '"31/12/2024"', ", clé « fin » : « 31/12/2024 » n’est pas une date"),
    ("2024-12-31", "2024-12-31T08:00:00", ", clé « fin » : « 2024-12-31 08:00:00 » n’est pas une date"),
    ('"N°2"', "2", ", clé « numero » : « 2 » n’est pas un texte"),
    ('"N°2"', '["N°2"]', ", clé « numero » : une liste n’est pas un texte"),
    ('["Bilan annuel"]', '"Bilan annuel"', ", clé « livrables » : attendu une liste [\"…\"], pas « Bilan annuel »"),
    ('["Bilan annuel"]', '["Bilan annuel", 2]', ", clé « livrables » : « 2 » n’est pas un texte"),
    ('["Bilan annuel"]', '["Bilan", "Bilan"]', ", clé « livrables » : « Bilan » figure deux fois"),
    (BONNE[BONNE.index("[[cible]]") :], "[cible]\nid = 'copil'", " : « cible » s’écrit entre doubles crochets, « [[cible]] »"),
    (BONNE[BONNE.index("[[cible]]") :], "cible = ['copil']", " : « cible » s’écrit entre doubles crochets, « [[cible]] »"),
    ('[sans_objectif.pieces]\ntoutes = [["prise_notes"]]', 'pieces = "prise_notes"', ", sans_objectif « equipe », clé « pieces » : attendu une section, pas « prise_notes »"),
    ('[["prise_notes"]]', '"prise_notes"', ", sans_objectif « equipe », clé « pieces.toutes » : attendu une liste de jeux, comme [[\"a\"], [\"b\", \"c\"]]"),
    ('[["prise_notes"]]', '["prise_notes"]', ", sans_objectif « equipe », clé « pieces.toutes » : attendu une liste de jeux, comme [[\"a\"], [\"b\", \"c\"]]"),
    ('[["prise_notes"]]', "[[3]]", ", sans_objectif « equipe », clé « pieces.toutes » : « 3 » n’est pas un texte"),
    ('[["prise_notes"]]', "[[]]", ", sans_objectif « equipe », clé « pieces.toutes » : un jeu de pièces est vide"),
    ('[["prise_notes"]]', "[]", ", sans_objectif « equipe », clé « pieces.toutes » : un jeu de pièces est vide"),
    ('[["prise_notes"]]', '[["bilan", "prise_notes"], ["prise_notes", "bilan"]]', ", sans_objectif « equipe », clé « pieces.toutes » : le même jeu de pièces figure deux fois"),
    ('[["prise_notes"]]', '[["bilan", "bilan"]]', ", sans_objectif « equipe », clé « pieces.toutes » : « bilan » figure deux fois"),
]  # fmt: skip

NOMS = [
    ('"comite_pilotage"', '"comite_de_pilotage"', ", cible « copil », clé « categorie » : « comite_de_pilotage » est inconnu ; vouliez-vous dire « comite_pilotage » ?"),
    ('"fourchette"', '"fourchete"', ", cible « cop », clé « genre » : « fourchete » est inconnu ; vouliez-vous dire « fourchette » ?"),
    ('"fourchette"', '"plusieurs"', ", cible « cop », clé « genre » : « plusieurs » est inconnu ; attendu exact | minimum | fourchette | moyenne | environ"),
    ('"fourchette"', '["exact"]', ", cible « cop », clé « genre » : une liste n’est pas un texte"),
    ('modalites = ["présentiel"', 'modalites = ["presentiel"', ", cible « copil », clé « modalites » : « presentiel » est inconnu ; vouliez-vous dire « présentiel » ?"),
    ('[["prise_notes"]]', '[["prise-notes"]]', ", sans_objectif « equipe », clé « pieces.toutes » : « prise-notes » est inconnu ; vouliez-vous dire « prise_notes » ?"),
    ('preferee  = "emargement"', 'preferee  = "emargment"', ", cible « cop », clé « preferee » : « emargment » est inconnu ; vouliez-vous dire « emargement » ?"),
    ('preferee  = "emargement"', 'preferee  = "bilan"', ", cible « cop », clé « preferee » : « bilan » est inconnu ; attendu emargement | compte_rendu"),
    ('indicateurs = ["entrees"]', 'indicateurs = ["entree"]', ", resultat « entrees », clé « indicateurs » : « entree » est inconnu ; vouliez-vous dire « entrees » ?"),
    ('nature    = "suivi"', 'nature    = "suivis"', ", indicateur « entrees », clé « nature » : « suivis » est inconnu ; vouliez-vous dire « suivi » ?"),
    ('id        = "copil"', 'id        = "Copil 1"', ", cible n°1, clé « id » : « Copil 1 » n’est pas un identifiant (minuscules sans accent, chiffres, tirets)"),
    ('id        = "cop"', 'id        = "copil"', " : deux « [[cible]] » ont id = « copil »"),
    ('id        = "equipe"', 'id        = "copil"', " : l’identifiant « copil » sert 2 fois"),
    ('"Hommes"', '"FEMMES"', " : le libellé « femmes » sert 2 fois"),
    ('"Comité opérationnel"', '"comité  de pilotage"', " : le libellé « comité de pilotage » sert 2 fois"),
]  # fmt: skip

NOMBRES = [
    ("2024-12-31", "2023-12-31", " : « fin » (2023-12-31) précède « debut » (2024-01-01)"),
    ("37_000", "0", " : « montant_fse » doit être supérieur à zéro, et non démesuré"),
    ("37_000", "37_000_000_000", " : « montant_fse » doit être supérieur à zéro, et non démesuré"),
    ("minimum   = 2\n", "minimum = 10_001\n", ", cible « copil » : un nombre dépasse 10 000, ce qu’une année ne demande pas"),
    ("maximum   = 12", "maximum = 99999999999999999999", ", cible « cop » : un nombre dépasse 10 000, ce qu’une année ne demande pas"),
    ("Comité opérationnel", "Comité " * 40 + "un", ", cible « cop » : son libellé a 282 signes, 255 au plus"),
    ("2024-01-01", "2024-02-30", f", ligne 5, colonne 15 : ce n’est pas du TOML ({CONSEIL})"),
    ("0.85", "85", " : « taux_max » est une part entre 0 et 1 (0.85 pour 85 %)"),
    ("0.85", "0", " : « taux_max » est une part entre 0 et 1 (0.85 pour 85 %)"),
    ("0.85", "nan", " : « taux_max » est une part entre 0 et 1 (0.85 pour 85 %)"),
    (BONNE[BONNE.index("[[cible]]") :], "cible = []", " : aucune « [[cible]] »"),
    ("minimum   = 2\n", "", ", cible « copil » : la clé « minimum » manque, ou n’est pas supérieure à zéro"),
    ("minimum   = 2\n", "minimum   = -2\n", ", cible « copil » : la clé « minimum » manque, ou n’est pas supérieure à zéro"),
    ("minimum     = 200\n", "", ", resultat « entrees » : la clé « minimum » manque, ou n’est pas supérieure à zéro"),
    ("maximum   = 12\n", "", ", cible « cop » : « maximum » va avec genre = \"fourchette\", et lui seul"),
    ('genre     = "fourchette"\n', "", ", cible « cop » : « maximum » va avec genre = \"fourchette\", et lui seul"),
    ("maximum   = 12\n", "maximum   = 10\n", ", cible « cop » : « maximum » (10) doit dépasser « minimum » (10) ; sans fourchette, genre = \"exact\""),
    ('id        = "equipe"', 'id        = "equipe"\nminimum   = 4', ", sans_objectif « equipe » : une instance sans objectif n’a ni nombre ni genre"),
]  # fmt: skip

COHERENCE = [
    ('modalites = ["présentiel", "consultation écrite"]', 'modalites = ["présentiel"]', ", cible « copil » : « pieces.consultation écrite » n’est pas une de ses « modalites »"),
    ('"consultation écrite" = [["mail_consultation", "compte_rendu"]]', "", ", cible « copil » : aucune pièce prévue pour « consultation écrite »"),
    ('[sans_objectif.pieces]\ntoutes = [["prise_notes"]]', "", ", sans_objectif « equipe » : aucune pièce prévue pour « toutes »"),
    ('indicateurs = ["entrees"]', "", ", resultat « entrees » : aucune pièce prévue pour « toutes »"),
    ('partie_de = "total"\n\n', 'partie_de = "totaux"\n\n', ", indicateur « entrees », clé « partie_de » : « totaux » est inconnu ; vouliez-vous dire « total » ?"),
    ('partie_de = "total"\n\n', 'partie_de = "entrees"\n\n', ", indicateur « entrees » : par « partie_de », il serait partie de lui-même"),
    ('nature  = "suivi"\n', 'nature  = "suivi"\npartie_de = "entrees"\n', ", indicateur « total » : par « partie_de », il serait partie de lui-même"),
    ('groupe    = "genre"\n\n', 'groupe    = "genr"\n\n', ", indicateur « femmes » : un « groupe » réunit plusieurs parts et dit « partie_de »"),
    ('partie_de = "total"\ngroupe    = "genre"\n\n', 'groupe    = "genre"\n\n', ", indicateur « femmes » : un « groupe » réunit plusieurs parts et dit « partie_de »"),
    ('partie_de = "total"\ngroupe    = "genre"\n\n', 'partie_de = "entrees"\ngroupe    = "genre"\n\n', ", indicateur « femmes » : les parts d’un « groupe » ont le même « partie_de »"),
]  # fmt: skip

FAUTES = [*ECRITURE, *CLES, *TYPES, *NOMS, *NOMBRES, *COHERENCE]


def refus(nom, texte):
    with pytest.raises(FicheError) as erreur:
        parse_fiche(nom, texte)
    return str(erreur.value)


def test_la_bonne_fiche_est_acceptee():
    assert [instance.id for instance in parse_fiche("essai.toml", BONNE).instances] == [
        "copil",
        "cop",
        "equipe",
    ]


@pytest.mark.parametrize(
    ("bon", "mauvais", "phrase"), FAUTES, ids=[phrase.strip(" ,:") for *_, phrase in FAUTES]
)
def test_une_fiche_fautive_est_refusee_en_une_phrase(bon, mauvais, phrase):
    assert bon in BONNE
    assert refus("essai.toml", BONNE.replace(bon, mauvais, 1)) == f"essai.toml{phrase}"


def test_un_fichier_enregistre_par_le_bloc_notes_est_lu():
    octets = BONNE.replace("\n", "\r\n").encode("utf-8-sig")
    assert parse_fiche("essai.toml", octets) == parse_fiche("essai.toml", BONNE)


def test_un_fichier_qui_n_est_pas_en_utf_8_est_refuse():
    phrase = (
        "essai.toml : le fichier n’est pas enregistré en UTF-8 ; enregistrez-le de nouveau ainsi"
    )
    assert refus("essai.toml", BONNE.replace("’", "'").encode("cp1252")) == phrase


def test_le_nom_du_fichier_est_un_identifiant():
    assert refus("Fiche Été.toml", BONNE) == (
        "Fiche Été.toml : « Fiche Été » n’est pas un identifiant"
        " (minuscules sans accent, chiffres, tirets)"
    )


def test_un_dossier_donne_ses_fiches_par_ordre_alphabetique(tmp_path):
    _deposer(tmp_path, "b", "a")
    (tmp_path / "2024" / "LISEZMOI.txt").touch()
    assert [nom for nom in load_fiches(2024, [tmp_path]) if len(nom) == 1] == ["a", "b"]


def test_une_fiche_d_une_autre_annee_est_refusee(tmp_path):
    _deposer(tmp_path, "essai", annee=2025)
    with pytest.raises(
        FicheError,
        match=r"la fiche est de 2024 \(« debut »\), son dossier de 2025 ; changez ses dates, ou rangez-la dans le dossier de son année$",
    ):
        load_fiches(2025, [tmp_path])


def test_un_dossier_vide_est_refuse(tmp_path):
    with pytest.raises(
        FicheError, match=r"^aucune fiche dans « .+ » : attendu un dossier par année"
    ):
        load_fiches(2024, [tmp_path])


def test_une_annee_sans_dossier_est_refusee():
    with pytest.raises(
        FicheError,
        match=r"^aucune fiche pour 1999 : les fiches connues sont de 2024 ; rangez celles de 1999",
    ):
        load_fiches(1999)


def _deposer(dossier, *noms, annee=2024):
    (dossier / str(annee)).mkdir()
    for nom in noms:
        texte = BONNE.replace("PLIE d’Essai", f"PLIE d’Essai {nom}")
        (dossier / str(annee) / f"{nom}.toml").write_text(texte, "utf-8")
