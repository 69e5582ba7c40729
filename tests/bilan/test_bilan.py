"""The bilan says the figures of its workbook, in words that a person completes."""

import random
import re
import subprocess
import zipfile
from datetime import date
from functools import partial
from io import BytesIO
from shutil import which

import openpyxl
import pytest
from commande import lancer
from docx import Document as Docx
from ordinaire import ordinaire

from bilan.atelier import (
    DEMO,
    FIN,
    W,
    bilan_de,
    champs,
    faits_de,
    lire,
    retoucher,
    saisir,
    sans_controles,
    tag,
)
from plie_xl.model.collection import load_fiches
from plie_xl.model.settings import Bilan, Reglages
from plie_xl.reports.bilan.figures import QUATRE, find_chiffres, find_tags
from plie_xl.reports.bilan.verify import DocumentError, verify
from plie_xl.reports.bilan.write import write_bilan

FICHES = load_fiches(2024)
GRAVES = DEMO[3]


def textes(octets: bytes) -> str:
    lu = Docx(BytesIO(octets))
    return ordinaire(
        "\n".join(
            "".join(t.text or "" for t in p.iter(f"{W}t")) for p in lu.element.body.iter(f"{W}p")
        )
    )


@pytest.mark.parametrize("fiche", FICHES)
def test_chaque_bilan_porte_les_quatre_chiffres_de_chaque_cible(fiche):
    faits, lu = faits_de(fiche), lire(bilan_de(fiche))
    dits = dict(lu.champs)
    for cible in FICHES[fiche].cibles:
        tenu, justifie, au_dossier, retenu = (
            dits[find_tags(faits)[f"{cible.id}/{nom}"]] for nom in QUATRE
        )
        assert int(justifie) <= int(tenu)
        assert (au_dossier, retenu) == ("non contrôlé", "non contrôlé")
    verdict = verify(lu, faits)
    assert (verdict.anomalies, verdict.retrouves) == ((), verdict.attendus)


def test_deux_redactions_donnent_les_memes_octets():
    assert write_bilan(faits_de("graves"), Reglages()) == bilan_de("graves")
    parties = zipfile.ZipFile(BytesIO(bilan_de("graves"))).infolist()
    assert {partie.date_time for partie in parties} == {(1980, 1, 1, 0, 0, 0)}


def test_le_bilan_dit_quand_il_est_a_rendre():
    faits = faits_de("graves")
    assert "le 30/06/2025 au plus tard" in textes(bilan_de("graves"))
    deux_mois = Reglages(bilan=Bilan(delai_mois=2))
    assert "le 28/02/2025 au plus tard" in textes(write_bilan(faits, deux_mois))


def test_le_graphique_est_natif_et_son_classeur_dit_les_memes_nombres():
    faits = faits_de("graves")
    archive = zipfile.ZipFile(BytesIO(bilan_de("graves")))
    classeur = openpyxl.load_workbook(BytesIO(archive.read("word/embeddings/graphique1.xlsx")))
    lignes = list(classeur["Atteinte"].iter_rows(min_row=2, max_col=4, values_only=True))
    assert [x[1:] for x in lignes] == [(a.minimum, a.tenu, a.justifie) for a in faits.cibles]
    assert b"externalData" in archive.read("word/charts/graphique1.xml")


def test_un_tag_tient_dans_ce_que_word_permet():
    for fiche in FICHES:
        faits = faits_de(fiche)
        tags = find_tags(faits)
        assert max(map(len, tags.values())) <= 64
        assert len({*tags.values()}) == len(tags)


def changer(alea, change, arbre):
    champ = alea.choice(champs(arbre))
    texte = champ.find(f".//{W}t")
    neuf = re.sub(r"\d", alea.choice("0123456789"), texte.text, count=1)
    texte.text = neuf if neuf != texte.text else f"{texte.text}1"
    change += [tag(champ), texte.text]


def test_cinquante_bilans_dont_un_chiffre_a_change_sont_tous_trouves():
    alea = random.Random(16)
    for n in range(50):
        fiche = list(FICHES)[n % 11]
        change: list[str] = []
        retouche = retoucher(bilan_de(fiche), partial(changer, alea, change))
        [anomalie] = verify(lire(retouche), faits_de(fiche)).anomalies
        nom, ecrit = change
        noms = {tag: nom for nom, tag in find_tags(faits_de(fiche)).items()}
        attendu = find_chiffres(faits_de(fiche))[noms[nom]]
        assert anomalie.code == "BIL-02", change
        dit = f"{ordinaire(ecrit)} écrit, {ordinaire(attendu)} dans le classeur"
        assert dit in ordinaire(anomalie.constat)


def test_sans_controles_le_tableau_des_cibles_est_relu_par_ses_en_tetes():
    nu = retoucher(bilan_de("graves"), sans_controles)
    [anomalie] = verify(lire(nu), faits_de("graves")).anomalies
    assert anomalie.code == "BIL-03"
    assert "Opération, date des chiffres" in ordinaire(anomalie.constat)
    assert "« Comité de pilotage », Tenu" not in ordinaire(anomalie.constat)

    def ajouter(arbre):
        [cellule] = [
            c for c in arbre.iter(f"{W}tc") if "".join(c.itertext()) == "Comité de pilotage"
        ][:1]
        tenu = cellule.getparent().findall(f"{W}tc")[2].find(f".//{W}t")
        tenu.text = "3"

    dites = verify(lire(retoucher(nu, ajouter)), faits_de("graves")).anomalies
    assert [a.code for a in dites] == ["BIL-02", "BIL-03"]
    assert "« Comité de pilotage », Tenu : 3 écrit, 2" in ordinaire(dites[0].constat)


def test_un_nombre_ecrit_avec_d_autres_blancs_est_le_meme():
    def serrer(arbre):
        for champ in champs(arbre):
            for t in champ.iter(f"{W}t"):
                t.text = t.text.replace("\u202f", "")

    assert verify(lire(retoucher(bilan_de("graves"), serrer)), faits_de("graves")).anomalies == ()


def test_le_bilan_d_un_autre_plie_est_refuse():
    with pytest.raises(DocumentError, match=r"d’une autre fiche.*graves"):
        verify(lire(bilan_de("graves")), faits_de("sources"))


def test_un_ecart_demande_son_motif_et_rien_n_est_demande_ailleurs():
    libelle = FICHES["graves"].cibles[2].libelle
    sans = textes(write_bilan(saisir(), Reglages()))
    assert sans.count("Motif de l’écart : [à rédiger]") == 4
    ecarts = [{"cible": c.libelle} for c in FICHES["graves"].cibles]
    ecarts[2] |= {"motif": "Élections municipales", "mesure": "Report en janvier"}
    avec = textes(write_bilan(saisir(ecarts=ecarts), Reglages()))
    assert avec.count("[à rédiger]") == sans.count("[à rédiger]") - 2
    assert "Motif de l’écart : Élections municipales" in avec
    atteint = {"date": date(2024, 3, 12), "instance": libelle, "statut": "Réalisée",
               "modalite": "Présentiel", "emargement": "2024-03-12 a.pdf"}  # fmt: skip
    assert textes(write_bilan(saisir(suivi=[atteint]), Reglages())).count("Motif de l’écart") == 3


def test_le_nom_d_une_personne_n_entre_pas_dans_le_bilan():
    ecarts = [{"cible": c.libelle} for c in FICHES["graves"].cibles]
    ecarts[0]["motif"] = "Mme Durand était en congé"
    assert "Durand" not in textes(write_bilan(saisir(ecarts=ecarts), Reglages()))


def test_la_commande_n_ecrase_rien_et_propose_un_nom(tmp_path):
    sortie = tmp_path / "bilan_graves_2024.docx"
    essai = lancer("bilan", GRAVES, "-o", sortie, "--essai")
    assert (essai.returncode, sortie.exists()) == (0, False)
    assert lancer("bilan", GRAVES, "-o", sortie).returncode == 0
    avant = sortie.read_bytes()
    encore = lancer("bilan", GRAVES, "-o", tmp_path)
    assert encore.returncode == 2
    assert "existe déjà : rien n’a été écrasé ; « bilan_graves_2024_v2.docx »" in ordinaire(
        encore.stderr
    )
    assert sortie.read_bytes() == avant
    verifie = lancer("bilan", "--verifier", sortie, GRAVES)
    assert (verifie.returncode, verifie.stdout) == (0, "")
    sortie.write_bytes(b"PK pas un docx")
    assert lancer("bilan", "--verifier", sortie, GRAVES).returncode == 3


def test_verifier_reconnait_un_classeur_a_la_place_du_bilan(tmp_path):
    sortie = tmp_path / "bilan.docx"
    sortie.write_bytes(bilan_de("graves"))
    echange = lancer("bilan", "--verifier", GRAVES, sortie)
    dit = f"écrivez « plie-xl bilan --verifier {sortie} {GRAVES} »"
    assert (echange.returncode, dit in ordinaire(echange.stderr)) == (2, True)
    seul = lancer("bilan", "--verifier", GRAVES, GRAVES)
    assert "est un classeur ; donnez-lui le bilan, un .docx" in ordinaire(seul.stderr)


@pytest.mark.libreoffice
def test_les_onze_bilans_s_impriment_avec_leurs_chiffres(tmp_path):
    if not which("soffice"):
        pytest.skip("LibreOffice Writer n’est pas là")
    for fiche in FICHES:
        (tmp_path / f"{fiche}.docx").write_bytes(bilan_de(fiche))
    profil = f"-env:UserInstallation=file://{tmp_path}/profil"
    subprocess.run(
        ["soffice", profil, "--headless", "--convert-to", "pdf", "--outdir", tmp_path,
         *(tmp_path / f"{fiche}.docx" for fiche in FICHES)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    vues = 0
    for nom, fiche in FICHES.items():
        pdf = tmp_path / f"{nom}.pdf"
        lu = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True)
        texte = re.sub(r"\s", "", ordinaire(lu.stdout))
        chiffres = find_chiffres(faits_de(nom, FIN))
        for cible in fiche.cibles:
            tenu, justifie, dossier, retenu = (chiffres[f"{cible.id}/{x}"] for x in QUATRE)
            phrase = (
                f"Tenu : {tenu} ; justifié : {justifie} ; au dossier : {dossier} ;"
                f" retenu au CSF : {retenu}."
            )
            assert re.sub(r"\s", "", phrase) in texte, (nom, cible.id)
            assert re.sub(r"\s", "", ordinaire(cible.libelle)) in texte, (nom, cible.id)
            vues += 1
    assert vues == 44
