"""The papers of a meeting: those that its fiche asks for, one page each, its facts and no name."""

import email
import pickle
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from email import policy
from io import BytesIO
from shutil import which

import pytest
from commande import lancer
from commun import made_once
from docx import Document
from galerie.atelier import base, build
from ordinaire import ordinaire

from plie_xl.checks import count
from plie_xl.model.collection import load_fiches
from plie_xl.model.settings import Publicite
from plie_xl.model.vocabulary import MODALITES
from plie_xl.pieces.names import parse_nom
from plie_xl.reading.read import read_octets
from plie_xl.reports.bilan.model import ModeleError
from plie_xl.reports.meeting import Reunion, find_reunions
from plie_xl.reports.meeting_model import load_cles
from plie_xl.reports.meeting_papers import build_papiers, find_embleme_absent
from plie_xl.reports.prepare import prepare
from plie_xl.word.page import GRIS

JOUR = date(2024, 3, 12)
SANS_PAPIER = {"bilan", "convention", "autre_support"}
PREVUE = {"date": JOUR, "instance": "Comité de pilotage", "statut": "Prévue", "modalite": ""}
GRAVES = load_fiches(2024)["graves"]


def reunions():
    """Each of the 44 targets, met in each way that its fiche admits."""
    return [
        Reunion(fiche, cible, 6, JOUR, modalite, "Bègles", "Point d’étape du programme")
        for fiche in load_fiches(2024).values()
        for cible in fiche.cibles
        for modalite in cible.modalites or MODALITES
    ]


def preparees():
    """Each of them under a long subject, with its papers: ten seconds of work, for two tests."""
    return pickle.loads(made_once("papiers de test_papiers", lambda: pickle.dumps(_prepare())))


def _prepare():
    long = "Bilan intermédiaire et perspectives " * 4
    return [(r, build_papiers(replace(r, objet=long), Publicite())) for r in reunions()]


def saisir(*lignes, fiche=GRAVES):
    octets = build(fiche, {**base(fiche), "suivi": list(lignes)})
    return octets, count(read_octets(octets, "a.xlsx"))


def test_les_papiers_sont_ceux_que_la_fiche_demande():
    assert len({(r.fiche.id, r.cible.id) for r in reunions()}) == 44
    for reunion, papiers in preparees():
        demandees = {p for jeu in reunion.cible.jeux(reunion.modalite) for p in jeu}
        noms = [parse_nom(nom) for nom in papiers]
        assert {nom.kind for nom in noms} == demandees - SANS_PAPIER
        assert {(nom.jour, nom.cible, nom.rang) for nom in noms} <= {(JOUR, reunion.cible.id, 1)}


def test_deux_preparations_donnent_les_memes_octets():
    papiers = build_papiers(reunions()[0], Publicite())
    assert build_papiers(reunions()[0], Publicite()) == papiers
    for octets in papiers.values():
        dates = {partie.date_time for partie in zipfile.ZipFile(BytesIO(octets)).infolist()}
        assert dates == {(1980, 1, 1, 0, 0, 0)}  # whatever the hour, then


def test_le_numero_suit_la_ligne_et_non_l_ordre_de_preparation():
    _, compte = saisir(PREVUE, {**PREVUE, "objet": "Suite"})
    [seconde] = find_reunions(compte, [7]).reunions
    assert (seconde.rang, seconde.dossier) == (2, "2024-03-12_COPIL_02")
    assert [r.rang for r in find_reunions(compte, [6, 7]).reunions] == [1, 2]


def test_une_ligne_qui_ne_se_prepare_pas_est_nommee():
    _, compte = saisir(
        {**PREVUE, "date": None}, {**PREVUE, "statut": "Annulée"}, {**PREVUE, "instance": "Fête"}
    )
    trouve = find_reunions(compte, [6, 7, 8, 40])
    dites = [(a.code, a.cellule.a1) for a in trouve.anomalies]
    assert dites == [("REU-01", "B6"), ("REU-04", "E7"), ("REU-06", "C8")]
    assert (trouve.reunions, trouve.absentes) == ((), (40,))


def test_une_modalite_a_choisir_est_demandee():
    fiche = load_fiches(2024)["technowest"]
    copil = next(c for c in fiche.cibles if c.id == "copil").libelle
    _, compte = saisir({**PREVUE, "instance": copil}, fiche=fiche)
    [anomalie] = find_reunions(compte, du=JOUR, au=JOUR).anomalies
    assert (anomalie.code, anomalie.cellule.a1) == ("REU-06", "F6")


def test_une_periode_prend_ce_qui_est_prevu_et_rien_d_autre():
    _, compte = saisir(PREVUE, {**PREVUE, "date": date(2024, 4, 1)})
    assert [r.ligne for r in find_reunions(compte, du=JOUR, au=date(2024, 3, 31)).reunions] == [6]


def test_le_courriel_est_un_brouillon_sans_adresse():
    reunion = next(r for r in reunions() if "mail_consultation" in r.kinds)
    reunion = replace(reunion, objet="A\r\nBcc: x@example.org")
    papiers = build_papiers(reunion, Publicite())
    octets = next(o for nom, o in papiers.items() if nom.endswith("_MAIL_01.eml"))
    lu = email.message_from_bytes(octets, policy=policy.default)
    assert (lu["X-Unsent"], lu["To"], lu["Bcc"], lu["From"]) == ("1", "", None, None)
    corps = ordinaire(lu.get_content())
    assert reunion.cible.libelle in ordinaire(lu["Subject"])
    assert "12/03/2024" in corps
    assert "[à rédiger]" in corps
    assert Publicite().mention in corps


def test_un_embleme_introuvable_est_dit(tmp_path):
    assert find_embleme_absent(Publicite()) == ""
    absent = str(tmp_path / "europe.png")
    assert "REU-03" in find_embleme_absent(Publicite(logo=absent))
    (tmp_path / "europe.png").write_bytes(b"pas une image")
    assert "REU-03" in find_embleme_absent(Publicite(logo=absent))


def test_la_commande_ecrit_un_dossier_par_reunion_et_n_ecrase_rien(tmp_path):
    classeur = tmp_path / "a.xlsx"
    classeur.write_bytes(saisir(PREVUE)[0])
    demande = ("reunion", classeur, "--ligne", 6, "-o", tmp_path / "papiers")
    essai = lancer(*demande, "--essai")
    assert essai.returncode == 0, essai.stderr
    assert not (tmp_path / "papiers").exists()
    fait = lancer(*demande)
    assert (fait.returncode, fait.stdout) == (0, essai.stdout)
    ecrits = {p.name for p in (tmp_path / "papiers" / "2024-03-12_COPIL").iterdir()}
    assert ecrits == {"2024-03-12_COPIL_EMARG_01.docx", "2024-03-12_COPIL_CR_01.docx"}
    encore = lancer(*demande)
    assert encore.returncode == 2
    assert "2024-03-12_COPIL » existe déjà, rien n’y a été écrit" in encore.stderr
    assert [p.name for p in (tmp_path / "papiers").iterdir()] == ["2024-03-12_COPIL"]


@pytest.mark.parametrize("options", [[], ["--ligne", 6, "--du", "01/03/2024"], ["--ligne", 40]])
def test_une_demande_incomplete_rend_2(tmp_path, options):
    classeur = tmp_path / "a.xlsx"
    classeur.write_bytes(saisir(PREVUE)[0])
    assert lancer("reunion", classeur, *options, "-o", tmp_path / "p").returncode == 2


@pytest.mark.libreoffice
def test_chaque_papier_tient_en_une_page_avec_ses_faits(tmp_path):
    if not which("soffice"):
        pytest.skip("LibreOffice Writer n’est pas là")
    attendus, vus = {}, set()
    for n, (reunion, papiers) in enumerate(preparees()):
        for nom, octets in papiers.items():
            if nom.endswith(".docx") and octets not in vus:  # the same met in another way
                vus.add(octets)
                (tmp_path / f"{n:03}_{nom}").write_bytes(octets)
                attendus[f"{n:03}_{nom}"] = reunion
    profil = f"-env:UserInstallation=file://{tmp_path}/profil"
    for lot in batched(attendus, 60):
        subprocess.run(
            ["soffice", profil, "--headless", "--convert-to", "pdf", "--outdir", tmp_path,
             *(tmp_path / nom for nom in lot)],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
    for nom, reunion in attendus.items():
        pdf = (tmp_path / nom).with_suffix(".pdf")
        faits = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
        assert re.search(r"Pages: +1\n", faits), nom
        if "_EMARG_" in nom:
            assert re.search(r"Page size: +84[12]\S* x 595", faits), faits
        lu = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True)
        texte = _serre(lu.stdout)
        for fait in (
            reunion.fiche.intitule, reunion.fiche.plie, reunion.cible.libelle, "12/03/2024",
            "Bègles", "Bilan intermédiaire", Publicite().mention,
            nom[4:].replace(".docx", ".pdf"),
        ):  # fmt: skip
            assert _serre(fait) in texte, (nom, fait)


def batched(noms, n):
    noms = list(noms)
    return [noms[k : k + n] for k in range(0, len(noms), n)]


def _serre(texte):
    """Letters and figures only: a cell breaks its words anywhere."""
    return re.sub(r"[\W_]", "", texte)


def modele(tmp_path, *textes):
    document = Document()
    for texte in textes:
        document.add_paragraph(texte)
    chemin = tmp_path / "modele.docx"
    document.save(chemin)
    return Publicite(modele=str(chemin))


def feuille(reunion, publicite):
    [octets] = [o for nom, o in build_papiers(reunion, publicite).items() if "_EMARG_" in nom]
    return [p.text for p in Document(BytesIO(octets)).paragraphs]


def test_le_modele_d_agape_porte_les_faits_de_la_reunion(tmp_path):
    publicite = modele(tmp_path, *("{{ " + nom + " }}" for nom in load_cles()))
    reunion = replace(reunions()[0], objet="{{ 7*7 }} <b>étape</b>")
    lignes = feuille(reunion, publicite)
    assert reunion.cible.libelle in lignes
    assert "{{ 7*7 }} <b>étape</b>" in lignes
    assert "12/03/2024" in lignes
    autres = [n for n in build_papiers(reunion, publicite) if "_EMARG_" not in n]
    assert autres == [n for n in build_papiers(reunion, Publicite()) if "_EMARG_" not in n]
    assert build_papiers(reunion, publicite) == build_papiers(reunion, publicite)


@pytest.mark.parametrize(
    ("texte", "dit"),
    [
        ("{{ instanc }}", "REU-07 : le modèle « modele.docx » demande « instanc »"),
        ("{{ instanc }}", "vouliez-vous dire « instance » ?"),
        ("{{ lieu.__class__ }}", "REU-07"),
        ("{% for", "ne peut pas être rempli"),
    ],
)
def test_un_modele_qui_demande_autre_chose_est_refuse_et_rien_n_est_ecrit(tmp_path, texte, dit):
    publicite = modele(tmp_path, texte)
    with pytest.raises(ModeleError) as erreur:
        prepare([reunions()[0]], publicite, tmp_path / "papiers")
    assert dit in ordinaire(str(erreur.value))
    assert not (tmp_path / "papiers").exists()


def test_une_invitation_commence_par_inviter():
    invitee = next(r for r in reunions() if "invitation" in r.kinds)
    papiers = build_papiers(invitee, Publicite())
    [octets] = [o for nom, o in papiers.items() if "_INVIT_" in nom]
    titre, phrase, *_ = [p.text for p in Document(BytesIO(octets)).paragraphs]
    assert (titre, phrase) == ("Invitation", "Vous êtes invités à la réunion décrite ci-dessous.")


def test_ce_qui_vaut_a_defaut_est_en_gris():
    [reunion, *_] = [
        r for r in reunions() if r.cible.preferee and len(r.cible.jeux(r.modalite)) > 1
    ]
    [octets] = [o for nom, o in build_papiers(reunion, Publicite()).items() if "_EMARG_" in nom]
    couleurs = {
        p.text: p.runs[0].font.color.rgb
        for p in Document(BytesIO(octets)).paragraphs
        if p.text.startswith(("Pièces", "À défaut"))
    }
    [demandee, defaut] = couleurs
    assert demandee.startswith("Pièces demandées par la fiche\u202f: feuille d’émargement")
    assert (couleurs[demandee], str(couleurs[defaut])) == (None, GRIS)
