"""The fiches of the package and of AGAPE's folders, of any year."""

import pytest

from plie_xl.model.collection import PROGRAMME, load_recueil
from plie_xl.model.toml import FicheError


def test_le_programme_a_ses_onze_fiches_de_2024():
    recueil = load_recueil()
    assert recueil.annees == (2024,)
    assert len(recueil.annee(2024)) == 11


def test_un_dossier_ajoute_ses_annees(deposer):
    deposer(2031)
    recueil = load_recueil([deposer(2026, "graves", "sources")])
    assert recueil.annees == (2024, 2026, 2031)
    assert list(recueil.annee(2026)) == ["graves", "sources"]
    assert sum(len(f.cibles) for f in recueil.annee(2031).values()) == 44
    assert recueil.find("graves", 2031).debut.year == 2031
    assert recueil.find("graves", 2030) is None


def test_la_fiche_d_un_dossier_remplace_celle_du_programme_et_le_dit(deposer):
    dossier = deposer(2024, "graves", change=(r"(montant_fse = )\d", r"\g<1>9"))
    recueil = load_recueil([dossier])
    graves = recueil.find("graves", 2024)
    assert graves.montant_fse == 95_000
    assert len(recueil) == 11
    assert recueil.avis == [
        f"graves 2024 : {dossier / '2024' / 'graves.toml'} (remplace {PROGRAMME})"
    ]
    assert recueil.doubles == []


def test_de_deux_dossiers_le_premier_gagne_et_le_second_est_nomme(deposer):
    premier, second = deposer(2030, "agenais", dossier="a"), deposer(2030, "agenais", dossier="b")
    recueil = load_recueil([premier, second])
    assert recueil.deposee(recueil.find("agenais", 2030)).origine.startswith(str(premier))
    assert str(second) in recueil.avis[0]
    assert recueil.doubles == recueil.avis
    assert load_recueil([premier, premier, premier / "2030" / ".."]).avis == []


def test_l_empreinte_ne_depend_ni_des_fins_de_ligne_ni_de_la_marque(deposer):
    dossier = deposer(2030, "agenais")
    fichier = dossier / "2030" / "agenais.toml"
    avant = load_recueil([dossier])
    texte = fichier.read_bytes()
    fichier.write_bytes(b"\xef\xbb\xbf" + texte.replace(b"\n", b"\r\n"))
    apres = load_recueil([dossier])
    fiche = avant.find("agenais", 2030)
    assert avant.deposee(fiche).empreinte == apres.deposee(fiche).empreinte
    assert avant.empreinte == apres.empreinte


def test_l_empreinte_du_recueil_change_avec_une_fiche(deposer):
    dossier = deposer(2030, "agenais", "graves")
    avant = load_recueil([dossier]).empreinte
    deposer(2030, "graves", change=(r"(montant_fse = )\d", r"\g<1>9"))
    assert load_recueil([dossier]).empreinte != avant


def refus(*dossiers):
    with pytest.raises(FicheError) as leve:
        load_recueil(dossiers)
    return str(leve.value)


def test_un_dossier_absent(tmp_path):
    assert refus(tmp_path / "non") == (
        f"le dossier de fiches « {tmp_path / 'non'} » est introuvable"
    )


def test_un_dossier_sans_fiche(tmp_path):
    (tmp_path / "2030").mkdir()
    assert refus(tmp_path).startswith(f"aucune fiche dans « {tmp_path} » : attendu un dossier")


def test_un_fichier_a_la_place_du_dossier(tmp_path):
    (tmp_path / "graves.toml").touch()
    dit = refus(tmp_path / "graves.toml")
    assert dit == f"le dossier de fiches « {tmp_path / 'graves.toml'} » n’est pas un dossier"


@pytest.mark.parametrize(
    ("place", "faire"),
    [
        ("graves.toml", "rangez-le dans le dossier de son année, par exemple « 2025 »"),
        ("2030 bis/graves.toml", "rangez-le dans le dossier de son année, par exemple « 2025 »"),
        ("2030/graves.toml.txt", "nommez-le « graves.toml »"),
    ],
)
def test_une_fiche_hors_de_sa_place_est_nommee(deposer, place, faire):
    dossier = deposer(2030, "graves", "sources")
    (dossier / "reglages.toml").write_text("fiches = []", "utf-8")
    (dossier / place).parent.mkdir(exist_ok=True)
    (dossier / "2030" / "graves.toml").rename(dossier / place)
    recueil = load_recueil([dossier])
    assert recueil.find("graves", 2030) is None
    attendu = [f"{dossier / place} : ce fichier n’est pas lu ; {faire}"]
    assert recueil.avis == recueil.doubles == attendu


def test_le_dossier_d_une_annee_donne_pour_celui_des_fiches(deposer):
    dossier = deposer(2030, "graves") / "2030"
    assert refus(dossier).endswith(
        " ; « 2030 » est celui d’une année, donnez le dossier qui le contient"
    )


def test_une_fiche_dans_le_dossier_d_une_autre_annee(deposer):
    dossier = deposer(2030, "agenais")
    (dossier / "2030").rename(dossier / "2029")
    phrase = refus(dossier)
    assert phrase.startswith(str(dossier / "2029" / "agenais.toml"))
    assert "la fiche est de 2030 (« debut »), son dossier de 2029" in phrase
    assert phrase.endswith("changez ses dates, ou rangez-la dans le dossier de son année")


def test_une_fiche_a_cheval_sur_deux_annees(deposer):
    dossier = deposer(2030, "agenais", change=("(fin *= )2030", r"\g<1>2031"))
    assert "sont de deux années" in refus(dossier)


def test_une_fiche_fautive_est_refusee_avec_son_chemin_et_la_cle_proche(deposer):
    dossier = deposer(2030, "agenais", change=("montant_fse", "montant_fsee"))
    phrase = refus(dossier)
    assert phrase.startswith(f"{dossier / '2030' / 'agenais.toml'} : ")
    assert "« montant_fsee » est inconnue ; vouliez-vous dire « montant_fse »" in phrase


def test_une_fiche_demesuree_n_est_pas_lue(deposer):
    dossier = deposer(2030, "agenais")
    (dossier / "2030" / "agenais.toml").write_bytes(b"#" * 300_000)
    assert "trop pour une fiche" in refus(dossier)


def test_une_annee_sans_fiche_nomme_celles_qui_en_ont(deposer):
    with pytest.raises(FicheError, match=r"aucune fiche pour 2029 .* de 2024 et 2030 ;"):
        load_recueil([deposer(2030, "agenais")]).annee(2029)


def test_personne_ne_prend_des_fiches_sans_dire_l_annee(racine):
    lieux = [
        racine / "README.md",
        *(racine / "docs").glob("*.md"),
        *(racine / "plie_xl").rglob("*.py"),
    ]
    oublis = [lieu.name for lieu in lieux if "load_fiches()" in lieu.read_text("utf-8")]
    assert oublis == []
