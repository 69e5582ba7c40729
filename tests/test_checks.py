"""What no single entry of the gallery can say: silence, wording, and faults side by side."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import import_module

import pytest
from galerie.atelier import (
    au_jour_de_la_galerie,
    base,
    build,
    find_anomalies,
    find_fiches,
    read_vitrine,
    retouch,
    type_suivi,
)
from galerie.dessin import load_galerie, parse_lignes
from galerie.parfait import fill_parfait

from plie_xl.attainment import CIBLE, compute_atteinte, compute_taux, list_atteintes
from plie_xl.checks import REGLES, STRUCTURE, check, count
from plie_xl.checks.count import LOT
from plie_xl.checks.rule import TABLES
from plie_xl.checks.tables import build_tables
from plie_xl.model.anomaly import Gravite
from plie_xl.model.cell import lettres
from plie_xl.model.collection import load_fiches
from plie_xl.model.fiche import parse_fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.words import ATTEINTE, ERREURS
from plie_xl.model.workbook import feuille_suivi
from plie_xl.reading.read import read_octets
from plie_xl.template import build_saisie, build_template

FICHES = load_fiches(2024)
AGENAIS, HAUTS = FICHES["agenais"], FICHES["hauts-de-garonne"]
COPIL, REFERENTS = AGENAIS.cibles[0].libelle, "Réunions référents"


@pytest.fixture(scope="module")
def parfaits() -> dict[str, Lecture]:
    """A workbook without reproach for each fiche, written and read."""
    return {
        fiche.id: read_octets(build(fiche, fill_parfait(fiche)), f"{fiche.id}.xlsx")
        for fiche in FICHES.values()
    }


def saisir(fiche=AGENAIS, nom="agenais.xlsx", **tables) -> Lecture:
    """The reading of a workbook in which these rows, and nothing else, are typed."""
    return build_saisie(fiche, {**base(fiche), **tables}, nom)


def codes(lectures, au=None) -> list[str]:
    return [anomalie.code for anomalie in check(lectures, au)]


def tenue(jour: date, piece: str = "", **autres) -> dict[str, object]:
    """A held steering committee, proved by a sheet of its own unless told."""
    ligne = {"date": jour, "instance": COPIL, "statut": "Réalisée"}
    return {**ligne, "emargement": piece or f"{jour} émargement.pdf", **autres}


# Silence --------------------------------------------------------------------------------------


@pytest.mark.parametrize("fiche", FICHES.values(), ids=FICHES)
def test_un_modele_vide_n_a_pas_de_reunion_et_rien_d_autre(fiche):
    lecture = read_octets(build(fiche, {}), f"{fiche.id}.xlsx")
    # The number of technicians is the one thing that only the coordinator knows.
    assert codes(lecture) == [*(["CIB-02"] if fiche.par_technicien else []), "CIB-06"]


@pytest.mark.parametrize("fiche", FICHES)
def test_un_classeur_parfait_ne_donne_rien(fiche, parfaits):
    assert check(parfaits[fiche]) == []


def test_un_classeur_parfait_atteint_toutes_ses_cibles(parfaits):
    atteinte = compute_atteinte(parfaits.values())
    cibles = atteinte[atteinte["nature"] == CIBLE]
    assert len(cibles) == 44
    assert set(cibles["statut"]) == {ATTEINTE}
    justifies = compute_taux(list_atteintes(parfaits.values()), "justifie")
    assert list(justifies.values()) == [1.0] * 11


def test_le_fse_au_plafond_de_la_fiche_est_permis(parfaits):
    """The perfect workbooks stand at the limit itself: it is inside."""
    for fiche in FICHES.values():
        prevus = dict(
            zip(
                parfaits[fiche.id].tables["financement"].valeurs["poste"],
                parfaits[fiche.id].tables["financement"].valeurs["prevu"],
                strict=True,
            )
        )
        assert prevus["FSE+"] == fiche.montant_fse


@pytest.mark.parametrize(
    "sur", [sur for sur in TABLES if sur not in ("textes", "cibles", "formats", "classeurs")]
)
def test_un_classeur_parfait_passe_devant_chaque_regle(sur, parfaits):
    """Silence is worth something only where there was something to say.

    The tables « textes », « cibles », « formats » and « classeurs » hold suspects only: a perfect workbook has none.
    """
    table = build_tables(count(parfaits.values()))[sur]
    assert len(table)
    assert all(regle.tient(table).all() for regle in REGLES.values() if regle.sur == sur)


# One fault, one anomaly -----------------------------------------------------------------------


def test_plusieurs_fautes_d_une_ligne_sont_toutes_dites():
    ligne = {"date": date(2023, 3, 14), "instance": "Forum", "statut": "Réalisée", "presents": "x"}
    assert codes(saisir(suivi=[ligne])) == ["SUI-08", "SUI-03", "SUI-15"]


def test_une_instance_inconnue_n_a_pas_de_piece_manquante():
    ligne = tenue(date(2024, 3, 14), instance="Forum", emargement="")
    assert codes(saisir(suivi=[ligne])) == ["SUI-03"]


def test_une_ligne_ecartee_n_a_pas_de_piece_manquante():
    ligne = tenue(date(2023, 3, 14), emargement="")
    assert codes(saisir(suivi=[ligne])) == ["SUI-08"]


def test_la_meme_ligne_trois_fois_donne_deux_anomalies_qui_nomment_la_premiere():
    lignes = [tenue(date(2024, 3, 14), f"piece {n}") for n in range(3)]
    doubles = check(saisir(suivi=lignes))
    assert [(a.cellule.ligne, a.constat[:18]) for a in doubles] == [
        (7, "les lignes 6 et 7 "),
        (8, "les lignes 6 et 8 "),
    ]


@pytest.mark.parametrize(
    ("feuille", "cellule", "fiche"),
    [
        ("Suivi", "B6", "agenais"),
        ("Suivi", "H6", "agenais"),
        ("Financement", "C6", "agenais"),
        ("Livrables", "B6", "agenais"),
        ("Indicateurs", "C6", "hauts-de-garonne"),
        ("Fiche", "B16", "grand-perigueux"),
        ("Fiche", "B17", "grand-perigueux"),
    ],
)
@pytest.mark.parametrize(("valeur", "code"), [("#N/A", "LEC-10"), ("=1+1", "LEC-11")])
def test_une_cellule_en_erreur_ne_donne_que_son_erreur(feuille, cellule, fiche, valeur, code):
    def gater(classeur):
        classeur[feuille][cellule].value = valeur

    trouvees = check(read_octets(retouch(_sain(fiche), gater), "gate.xlsx"))
    assert [(a.code, str(a.cellule)) for a in trouvees] == [
        (code, f"[gate.xlsx]{feuille}!{cellule}")
    ]


@pytest.mark.parametrize("valeur", ["#VALUE!", "=1+1"])
@pytest.mark.parametrize(
    ("colonne", "dites"),
    [
        ("objet", ["LEC-23"]),
        ("lieu", ["LEC-23"]),
        ("presents", ["LEC-23"]),
        ("commentaire", ["LEC-23"]),
        ("emargement", ["LEC-24", "PIE-01"]),
        ("invitation", ["LEC-24"]),
    ],
)
def test_une_erreur_dans_une_cellule_qui_ne_prouve_rien_ne_coute_pas_la_reunion(
    colonne, dites, valeur
):
    cellule = f"{lettres(feuille_suivi(FICHES['agenais']).rang(colonne) + 1)}6"

    def gater(classeur):
        classeur["Suivi"][cellule].value = valeur

    lecture = read_octets(retouch(_sain("agenais"), gater), "gate.xlsx")
    trouvees = check(lecture)
    assert [(a.code, a.cellule.a1, a.bloquante) for a in trouvees] == [
        (code, cellule, False) for code in dites
    ]
    assert count(lecture).suivi["retenue"].tolist() == [True]


@cache
def _sain(fiche: str) -> bytes:
    suivi = {"suivi": [tenue(date(2024, 3, 14))]} if fiche == "agenais" else {}
    return build(FICHES[fiche], {**base(FICHES[fiche]), **suivi})


def test_un_total_illisible_ne_fait_pas_deborder_ses_parties():
    lignes = [
        {"indicateur": "Nombre total de participants", "m01": "douze"},
        {"indicateur": "Participants handicapés", "m01": 3},
    ]
    assert codes(saisir(HAUTS, indicateurs=lignes)) == ["IND-01"]


def test_un_poste_sans_nature_donne_une_anomalie_pour_ses_deux_montants():
    lignes = [{"poste": "Salles", "prevu": 800, "realise": 400}]
    assert codes(saisir(financement=lignes)) == ["FIN-07"]


@pytest.mark.parametrize(
    "poste",
    [
        *(
            "FSE+",
            "FSE",
            "fse +",
            "FSE+ (avance)",
            "Avance FSE+",
            "Subvention du F.S.E.",
            "FSE2024",
        ),
        *("Fonds Social Européen", "Aide du fonds social europeen plus", "Solde/FSE", "FSEplus"),
        *(
            "ESF+",
            "UE – ESF +",
            "ESF plus 2024",
            "E.S.F.+",
            "ESF",
            "ESF 2024",
            "European Social Fund",
        ),
        *(
            "European Social Fund Plus (ESF+)",
            "Fonds soc. europ.",
            "Fonds sociale Européen",
            "FSE+/FTJ",
        ),
    ],
)
def test_le_fse_est_reconnu_comme_on_l_ecrit(poste):
    lignes = [{"poste": poste, "nature": "Ressource", "prevu": 37_001}]
    assert codes(saisir(financement=lignes)) == ["FIN-01"]


@pytest.mark.parametrize(
    "poste",
    ["Fonds de solidarité", "Offset", "Conseil social", "FSEN", "CESF", "CAF : ateliers ESF"],
)
def test_une_autre_ressource_n_est_pas_du_fse(poste):
    lignes = [{"poste": poste, "nature": "Ressource", "prevu": 37_001}]
    assert codes(saisir(financement=lignes)) == []


@pytest.mark.parametrize(
    ("depenses", "fse", "part"),
    [
        (100_000, 40_001, "fait 40,001"),
        (100_000, 40_004, "fait 40,004"),
        (100_000, 40_100, "fait 40,1"),
        (100_000, 45_678, "fait 45,678"),
        (100_000, 50_000, "fait 50"),
        (90_000, 36_010, "fait environ 40,01"),
        (90_000, 36_000.02, "fait environ 40,00002"),
        (149_000, 60_000, "fait environ 40,27"),
    ],
)
def test_une_part_trop_haute_se_voit_et_ne_s_arrondit_pas_sans_le_dire(depenses, fse, part):
    lignes = [
        {"poste": "Personnel", "nature": "Dépense", "prevu": depenses},
        {"poste": "FSE+", "nature": "Ressource", "prevu": fse},
        {"poste": "Autofinancement", "nature": "Ressource", "prevu": depenses - fse},
    ]
    (anomalie,) = check(saisir(HAUTS, financement=lignes))
    assert f"{part}\u202f% des dépenses" in anomalie.constat


@pytest.mark.parametrize(
    ("saisi", "lus"),
    [
        ("41.229", "41\u202f229\u202f€ ou 41,229"),
        ("1,500 €", "1\u202f500\u202f€ ou 1,500"),
        ("41.229 euros", "41\u202f229\u202f€ ou 41,229"),
    ],
)
def test_un_montant_a_deux_lectures_est_demande(saisi, lus):
    (anomalie,) = check(saisir(financement=[{"poste": "A", "nature": "Dépense", "prevu": saisi}]))
    assert anomalie.code == "FIN-04"
    assert f"peut se lire {lus}\u202f€" in anomalie.constat


def test_des_sommes_de_centimes_s_equilibrent():
    lignes = [{"poste": "Personnel", "nature": "Dépense", "prevu": 0.3}]
    lignes += [{"poste": f"R{n}", "nature": "Ressource", "prevu": 0.1} for n in range(3)]
    assert codes(saisir(financement=lignes)) == []


def test_un_texte_d_un_autre_tableau_est_regarde_aussi():
    lignes = [{"livrable": "Bilan", "commentaire": "voir prenom.nom@exemple.fr"}]
    (anomalie,) = check(saisir(livrables=lignes))
    assert (anomalie.code, str(anomalie.cellule)) == ("SUI-20", "[agenais.xlsx]Livrables!D6")


def test_une_donnee_personnelle_n_est_jamais_repetee():
    for anomalie in find_anomalies("SUI-20"):
        assert not re.search(r"\d{2} \d{2}|@", str(anomalie))


# Many workbooks at once -----------------------------------------------------------------------


def constats(code, fiche=AGENAIS, **ligne) -> list[str]:
    juste = {"date": date(2024, 3, 14), "statut": "Réalisée", "modalite": "Présentiel"}
    lue = saisir(fiche, suivi=[{**juste, **ligne}])
    return [anomalie.constat for anomalie in check(lue) if anomalie.code == code]


def test_ce_qui_n_a_pas_de_jour_est_dit_sans_date():
    [dit] = constats("SUI-16", instance=COPIL, date="", presents=0)
    assert dit == "la réunion sans date est « Réalisée » avec 0 présent"
    technowest = FICHES["technowest"]
    copil = next(c.libelle for c in technowest.cibles if c.id == "copil")
    [dit] = constats("SUI-11", technowest, instance=copil, date="", modalite="")
    assert dit == f"la modalité manque pour « {copil} » sans date"


def test_une_piece_et_plusieurs_s_accordent():
    ligne = {"instance": REFERENTS, "compte_rendu": "CR 1.pdf", "invitation": "invitation 1.pdf"}
    [dit] = constats("PIE-04", **ligne, statut="Annulée")
    assert dit.endswith("mais donne des pièces : compte rendu et invitation")
    [dit] = constats("PIE-02", **ligne)
    assert dit.endswith("une pièce est donnée à défaut : compte rendu")


def test_arrete_a_un_jour_a_venir_un_classeur_ne_se_dit_pas_enregistre_ce_jour_la():
    """Its meetings to come would be past, in the check alone: the sheet knows today."""
    an = date.today().year + 1
    fiche = parse_fiche("agenais.toml", AGENAIS.texte.replace("2024-", f"{an}-"))
    saisies = {"suivi": [tenue(date(an, 11, 5))], "parametres": [{"reference": date(an, 12, 31)}]}
    lecture = read_octets(build_template(fiche, saisies), "agenais.xlsx")
    assert list(count(lecture, fiches={"agenais": fiche}).suivi["compte"]) == ["date à venir"]


def test_deux_classeurs_ne_se_melangent_pas():
    """The same meeting, number and piece in two workbooks are no repetition."""
    ligne = tenue(date(2024, 3, 14), numero=1)
    assert check([saisir(nom="a.xlsx", suivi=[ligne]), saisir(nom="b.xlsx", suivi=[ligne])]) == []


DEUX_TERRITOIRES = """
| ligne | Date       | Instance ou action           | Objet          | Statut   | Modalité   | Lieu   | Présents | Feuille d’émargement | |
|------:|------------|------------------------------|----------------|----------|------------|--------|---------:|----------------------|-|
|     6 | 14/03/2024 | Comités de pilotage du PLIE  | Point d’étape  | Réalisée | Présentiel |        |          |                      | |
|     7 | 15/03/2024 | Comités de pilotage du PLIE  |                | Réalisée | Présentiel | Pessac |          |                      | |
|     8 | 18/03/2024 | Comités de pilotage du PLIE  |                | Réalisée | Présentiel |        |       12 | 2024-03-18.pdf       | |
|     9 | 19/03/2024 | Comités de pilotage du PLIE  | Point d’étape  | Réalisée | Présentiel |        |       12 |                      | CON-04 |
|    10 | 20/03/2024 | Comités de pilotage du PLIE  |                | Réalisée | Présentiel | Pessac |          | 2024-03-20.pdf       | CON-04 |
|    11 | 21/03/2024 | Comités de pilotage du PLIE  | Point d’étape  | Réalisée | Présentiel | Pessac |          |                      | CON-04 |
"""


@pytest.mark.parametrize("lot", [1, LOT])
def test_deux_territoires_ne_se_recopient_que_s_ils_partagent_deux_faits(lot, monkeypatch):
    """The same words on the same day may be chance; the same words and one more fact are not."""
    monkeypatch.setattr(import_module("plie_xl.checks.count"), "LOT", lot)
    lectures = [
        saisir(fiche, f"{fiche.id}.xlsx", suivi=type_suivi(fiche, DEUX_TERRITOIRES))
        for fiche in (AGENAIS, FICHES["sources"])
    ]
    recopiees = [a.cellule.ligne for a in check(lectures) if a.code == "CON-04"]
    dites = [int(x.nom) for x in parse_lignes(DEUX_TERRITOIRES) if x.codes]
    assert recopiees == [*dites, *dites]


def test_les_anomalies_viennent_dans_l_ordre_des_cellules():
    bancale = tenue(date(2024, 3, 14), statut="Faite")
    lectures = [saisir(nom=nom, suivi=[bancale, {**bancale, "date": "?"}]) for nom in "ba"]
    places = [(a.cellule.classeur, a.cellule.a1) for a in check(lectures)]
    assert places == [("a", "E6"), ("a", "B7"), ("a", "E7"), ("b", "E6"), ("b", "B7"), ("b", "E7")]


@pytest.mark.parametrize("lot", [1, 7, LOT])
def test_tous_ensemble_par_lots_ou_un_par_un_c_est_pareil(lot, monkeypatch):
    monkeypatch.setattr(import_module("plie_xl.checks.count"), "LOT", lot)
    lectures, un_par_un = [], []
    ordinaires = [c for c in REGLES if not c.startswith("CON")]  # those compare workbooks
    for code in (c for c in ordinaires if find_fiches(c) is None):
        for lecture in read_vitrine(code):
            lectures.append(replace(lecture, classeur=f"{code} {lecture.classeur}"))
        for anomalie in find_anomalies(code):
            cellule = anomalie.cellule._replace(classeur=f"{code} {anomalie.cellule.classeur}")
            un_par_un.append(replace(anomalie, cellule=cellule))
    with au_jour_de_la_galerie():
        ensemble = check(lectures)
    assert ensemble == sorted(un_par_un, key=lambda a: (a.cellule, a.code))


def test_la_date_donnee_l_emporte_sur_celle_du_classeur():
    lecture = saisir(suivi=[tenue(date(2024, 11, 14))])
    assert list(count(lecture).suivi["compte"]) == ["après l’arrêté"]
    assert list(count(lecture, date(2024, 11, 14)).suivi["compte"]) == ["justifiée"]


@pytest.mark.parametrize("code", [c for c in load_galerie() if c.startswith("SUI")])
def test_une_anomalie_bloquante_ecarte_sa_ligne_et_elle_seule(code):
    (lecture,) = read_vitrine(code)
    bloquees = {a.cellule.ligne for a in find_anomalies(code) if a.bloquante}
    suivi = count(lecture, fiches=find_fiches(code)).suivi
    realisees = suivi[suivi["etat"] == "Réalisée"]
    assert set(realisees.loc[~realisees["retenue"], "ligne"]) <= bloquees
    assert not set(suivi.loc[suivi["retenue"], "ligne"]) & bloquees


@pytest.mark.parametrize("chiffre", [0, 0.0, "0", " 0 "])
def test_un_zero_n_est_pas_une_piece_qu_il_soit_nombre_ou_texte(chiffre):
    """A workbook read from a file gives 0.0 where 0 was typed; the live formula reads « 0 »."""
    assert codes(saisir(suivi=[tenue(date(2024, 3, 14), emargement=chiffre)])) == ["PIE-01"]


def test_une_regle_qui_casse_est_nommee(monkeypatch):
    """A rule that cannot answer is a fault of ours: silence would pass for health."""
    cassee = replace(REGLES["SUI-15"], tient=lambda suivi: 1 / 0)
    monkeypatch.setitem(REGLES, "SUI-15", cassee)
    with pytest.raises(RuntimeError, match=r"SUI-15.*division by zero"):
        check(saisir(suivi=[tenue(date(2024, 3, 14))]))


# Wording --------------------------------------------------------------------------------------

JARGON = r"None|NaN|nan|NaT|dtype|float|int|bool|null|True|False|DataFrame|index|string|object"
ANGLAIS = r"the|is|not|and|or|missing|row|cell|sheet|value|error|file|expected|unknown|please"
REPROCHES = r"vous avez|oubli|mauvais|invalide|incorrect|interdit"


@pytest.fixture(params=load_galerie())
def phrases(request) -> list[str]:
    """Every sentence printed for a code."""
    return [p for a in find_anomalies(request.param) for p in (a.constat, a.attendu, a.remede)]


def test_une_phrase_tient_sur_une_ligne_sans_point_final(phrases):
    for phrase in phrases:
        assert not re.search(r"^ | $|  |\n|\t", phrase)
        assert not phrase.endswith((".", ":", ";"))
        assert len(phrase) <= 200


def test_une_phrase_suit_la_typographie_francaise(phrases):
    for phrase in phrases:
        assert "'" not in phrase, "l’apostrophe est courbe"
        assert '"' not in phrase, "les guillemets sont français"
        assert phrase.count("«") == phrase.count("»")
        assert not re.search(r"«\S|\S»|« »|\(\)", phrase), phrase
        assert not re.search(r"\S[;!?]|[^\s\d]:", re.sub("« [^»]+ »", "« »", phrase)), phrase


@pytest.mark.parametrize(
    "mots", [JARGON, ANGLAIS, REPROCHES], ids=["jargon", "anglais", "reproche"]
)
def test_une_phrase_n_a_ni_jargon_ni_anglais_ni_reproche(phrases, mots):
    for phrase in phrases:
        assert not re.search(rf"\b({mots})\b", phrase), phrase


@pytest.mark.parametrize("code", load_galerie())
def test_le_remede_dit_quoi_faire(code):
    for anomalie in find_anomalies(code):
        assert re.match(r"[a-zé]+ez(-|\b)", anomalie.remede), anomalie.remede


NON_CITES = ("LEC-11", "LEC-16", "SUI-20", "ECA-02")


@pytest.mark.parametrize("code", [c for c in load_galerie() if c not in NON_CITES])
def test_le_constat_cite_la_valeur_telle_qu_elle_est_tapee(code):
    """A text that stands in a guilty cell is quoted; a formula, a note, personal data are not."""
    dits = " ".join(a.constat for a in find_anomalies(code))
    for dessin in load_galerie()[code].dessins:
        for ligne in dessin.lignes:
            for entete in ligne.fautives:
                valeur = ligne.valeur(entete).removeprefix("'")
                if re.search(r"[A-Za-z]", valeur) and not entete.startswith(PIECES):
                    assert ERREURS.get(valeur, valeur) in dits


PIECES = ("Feuille d’émargement", "Compte rendu", "Mail de consultation", "Invitation")


def test_les_codes_se_suivent_dans_chaque_famille():
    for famille in ("SUI", "PIE", "CIB", "FIN", "IND"):
        numeros = [int(code[4:]) for code in REGLES if code.startswith(famille)]
        assert sorted(numeros) == list(range(1, len(numeros) + 1))


def test_une_bloquante_de_suivi_dit_son_motif_dans_compte():
    for regle in REGLES.values():
        assert bool(regle.motif) == (regle.sur == "suivi" and regle.gravite is Gravite.BLOQUANTE)


def test_chaque_phrase_de_structure_a_son_code():
    assert len({phrase.code for phrase in STRUCTURE.values()}) == len(STRUCTURE)
