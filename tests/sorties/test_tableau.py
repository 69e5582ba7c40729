"""The page: what the master shows, nothing fetched, usable by keyboard, on a phone, on paper."""

import base64
import re
import shutil
from dataclasses import replace

import pytest
from patience import at_most

from plie_xl.reports import dashboard
from plie_xl.reports.dashboard import build_fiche, build_tableau, charts
from plie_xl.reports.dashboard.choice import PAPIER
from plie_xl.reports.dashboard.script import PAGE, find_sortie
from plie_xl.sheets import theme


@pytest.fixture(scope="module")
def page(master):
    return build_tableau(master)


def test_deux_fois_les_memes_octets(page, master):
    assert build_tableau(master) == page


def test_la_page_a_toutes_les_tables_et_toutes_leurs_lignes(page, master):
    sections = re.findall(r'<section id="(\w+)"', page.decode())
    assert set(sections) == set(master.tables)
    lignes = sum(len(t) + 1 for t in master.tables.values())
    corps, _, _ = page.partition(b"<script")
    assert corps.count(b"<tr") == lignes + sum(len(t) for t in master.ensembles.values())


def test_une_table_trop_longue_pour_un_navigateur_dit_ou_sont_ses_lignes(master, monkeypatch):
    monkeypatch.setattr(dashboard, "MONTREES", 300)
    page = build_tableau(master).decode()
    suivi = page[page.index('<section id="suivi"') :].partition("</section>")[0]
    assert "385 lignes : trop pour une page" in re.sub("[\xa0\u202f]", " ", suivi)
    assert "<tbody></tbody>" in suivi
    assert len(re.findall(r"<tr data-p", build_fiche(master, "PLIE de Bordeaux").decode())) > 20


def test_un_graphique_de_trop_de_territoires_montre_ceux_a_aider_d_abord(master, monkeypatch):
    entier = build_tableau(master)
    monkeypatch.setattr(dashboard, "TRACES", 3)
    monkeypatch.setattr(charts, "TRACES", 3)
    page = build_tableau(master).decode()
    assert "les 3 à aider d’abord" in page
    assert "à aider d’abord :" not in entier.decode()
    taux = base64.b64decode(re.findall('svg.xml;base64,([^"]+)', page)[0]).decode()
    urgents = [x["plie"] for x in master.lignes("priorites")]
    dits = [plie for plie in urgents if plie.removeprefix("PLIE ") in taux]
    assert dits == urgents[:3]


def test_le_nom_de_la_bibliotheque_est_celui_qu_elle_exporte():
    assert find_sortie("x;export{Md as DateTime,vh as default,Tt as jQuery}") == "vh"


def test_la_page_pese_moins_de_deux_megaoctets(page):
    assert len(page) < 2_000_000


def test_la_page_dit_les_chiffres_cles_et_les_totaux_du_master(page):
    texte = page.decode().partition("<script")[0]
    cartes = dict(re.findall(r"<li>([^<]+)<strong>(.*?)</strong></li>", texte))
    assert cartes["Territoires reçus"] == "11 sur 11"
    assert cartes["FSE+ concerné (territoires reçus)"] == "513\u202f000\u202f€"
    assert cartes["Arrêté au"] == "31/10/2024"
    pieds = re.findall(r"<tfoot>.*?</tfoot>", texte, re.DOTALL)
    assert len(pieds) == 4  # « Synthèse », « Calendrier », « Financement », « Euros et cibles »
    assert all("<td>Ensemble</td>" in pied for pied in pieds)


def test_le_texte_d_un_coordinateur_n_est_jamais_du_code(master):
    suivi = master.tables["suivi"].copy()
    suivi.iloc[0, suivi.columns.get_loc("objet")] = "<script>alert(1)</script><img src=x onerror=a>"
    hostile = build_tableau(replace(master, tables={**master.tables, "suivi": suivi}))
    corps, _, _ = hostile.partition(b'<script type="module">')
    assert b"<script" not in corps
    assert b"&lt;script&gt;alert(1)" in hostile


@pytest.mark.parametrize("signe", ["\x07", "\x1b", "\u202e", "\u2066", "\x00", "\ufeff"])
def test_ce_qui_agit_sans_se_voir_n_entre_pas_dans_la_page(signe, master):
    tables = {**master.tables}
    for nom, colonne in (("suivi", "objet"), ("synthese", "plie"), ("anomalies", "constat")):
        tables[nom] = tables[nom].astype(object)
        tables[nom].iloc[0, tables[nom].columns.get_loc(colonne)] = f"fdp{signe}.exe"
    page = build_tableau(replace(master, tables=tables, resume=f"fdp{signe}.exe")).decode()
    images = [base64.b64decode(x).decode() for x in re.findall('svg.xml;base64,([^"]+)', page)]
    assert images
    assert not [texte for texte in (page, *images) if signe in texte]


def test_la_page_ne_nomme_aucune_adresse(page):
    assert not re.search(rb"(?:src|href|url\()=?\"?(?:https?:)?//", page)


@pytest.fixture(scope="module")
def navigateur(page, tmp_path_factory):
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium n’est pas installé")
    pilote, chromium = shutil.which("chromedriver"), shutil.which("chromium")
    if not (pilote and chromium):
        pytest.skip("Chromium n’est pas installé")
    fichier = tmp_path_factory.mktemp("page") / "page.html"
    fichier.write_bytes(page)
    options = selenium.ChromeOptions()
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(option)
    service = selenium.ChromeService(pilote)
    with selenium.Chrome(options, service, keep_alive=False) as pilote:
        pilote.command_executor.client_config.timeout = at_most(300)  # 120 s, if nothing is said
        pilote.get(fichier.as_uri())
        yield pilote


@pytest.mark.chromium
def test_rien_n_est_demande_au_reseau_et_rien_n_est_refuse(navigateur):
    from json import loads

    demandes = [loads(x["message"])["message"] for x in navigateur.get_log("performance")]
    adresses = [d["params"]["request"]["url"] for d in demandes
                if d["method"] == "Network.requestWillBeSent"]  # fmt: skip
    assert adresses
    assert all(a.startswith(("file:", "data:")) for a in adresses)
    assert [x for x in navigateur.get_log("browser") if x["level"] == "SEVERE"] == []


@pytest.mark.chromium
def test_la_politique_arrete_une_demande_au_reseau(navigateur):
    refus = navigateur.execute_async_script(
        "const fini = arguments[0];"
        "document.addEventListener('securitypolicyviolation', e => fini(e.effectiveDirective));"
        "const i = new Image(); i.src = 'http://127.0.0.1:9/x.png';"
    )
    assert refus == "img-src"


@pytest.mark.chromium
def test_une_colonne_se_trie_au_clavier(navigateur, master):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    bouton = navigateur.find_element(By.CSS_SELECTOR, "#synthese th:nth-child(9) button")
    taux = sorted(x["taux_tenu"] for x in master.lignes("synthese") if x["plie"] != "Ensemble")
    for touche, sens, attendu in (
        (Keys.ENTER, "ascending", taux),
        (Keys.SPACE, "descending", taux[::-1]),
    ):
        bouton.send_keys(touche)
        lus = navigateur.execute_async_script(  # the library sorts a moment after the key
            "const fini = arguments[0]; setTimeout(() => fini("
            "[...document.querySelectorAll('#synthese tbody tr')].map(r => +r.cells[8].dataset.order)))"
        )
        assert lus == pytest.approx(attendu)
        th = navigateur.find_element(By.CSS_SELECTOR, "#synthese th:nth-child(9)")
        assert th.get_attribute("aria-sort") == sens
    assert "Taux tenu, décroissant" in navigateur.find_element(By.ID, "annonce").get_attribute(
        "textContent"
    )


@pytest.mark.chromium
def test_les_cases_vides_viennent_toujours_en_dernier(navigateur):
    from selenium.webdriver.common.by import By

    colonne = "#financement th[data-titre='Taux maximum'] button"
    for _ in range(2):
        navigateur.find_element(By.CSS_SELECTOR, colonne).send_keys("\n")
        dites = navigateur.execute_async_script(
            "const fini = arguments[0]; setTimeout(() => fini("
            "[...document.querySelectorAll('#financement tbody tr')].map(r => r.cells[2].textContent)))"
        )
        vides = dites.index("")
        assert dites[:vides]
        assert set(dites[vides:]) == {""}


@pytest.mark.chromium
def test_la_page_tient_dans_la_largeur_d_un_telephone(navigateur):
    navigateur.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                               {"width": 360, "height": 780, "deviceScaleFactor": 2, "mobile": True})  # fmt: skip
    assert navigateur.execute_script("return document.documentElement.scrollWidth") == 360
    navigateur.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.chromium
def test_sur_un_ecran_le_nom_d_une_cible_va_a_la_ligne(navigateur):
    mode = "return getComputedStyle(document.querySelector(arguments[0])).textWrapMode"
    assert navigateur.execute_script(mode, "#atteinte tbody td:nth-child(2)") == "wrap"


@pytest.mark.chromium
def test_sur_papier_la_synthese_tient_sur_la_premiere_page(navigateur, master):
    import base64
    import subprocess

    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext n’est pas installé")
    pdf = navigateur.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    texte = subprocess.run(["pdftotext", "-l", "1", "-", "-"], input=base64.b64decode(pdf),
                           capture_output=True, check=True).stdout.decode()  # fmt: skip
    assert all(str(x["plie"]) in texte for x in master.lignes("synthese"))


def choisir(navigateur, **champs):
    """Fill the bar as somebody does, and give the sections and rows that are left to see."""
    return navigateur.execute_script(
        """
        document.getElementById("choix").reset();
        for (const [nom, valeur] of Object.entries(arguments[0])) {
          const champ = document.getElementById(nom);
          if (champ.type === "checkbox") champ.checked = valeur;
          else champ.value = champ.options
            ? [...champ.options].find((o) => o.text === valeur).value : valeur;
          champ.dispatchEvent(new Event("change"));
          champ.dispatchEvent(new Event("input", { bubbles: true }));
        }
        const vues = {};
        for (const s of document.querySelectorAll("main section:not([hidden])"))
          vues[s.id] = s.querySelectorAll("tbody tr").length;
        return vues;""",
        champs,
    )


@pytest.mark.chromium
def test_on_descend_du_territoire_a_la_cible_puis_aux_lignes(navigateur, master):
    suivi, plie = master.tables["suivi"], "PLIE de Bordeaux"
    vues = choisir(navigateur, p=plie)
    assert vues["synthese"] == 1
    assert vues["suivi"] == sum(suivi["plie"] == plie)
    assert "par_fonction" not in vues
    vues = choisir(navigateur, p=plie, c="Comités de pilotage")
    assert vues["atteinte"] == 1
    assert vues["suivi"] == sum(suivi["cle"] == "bordeaux/copil")


@pytest.mark.chromium
def test_une_longue_table_se_montre_page_par_page(navigateur, master):
    """Said in French, and the next page at a click."""
    from selenium.webdriver.common.by import By

    choisir(navigateur)
    suivi = navigateur.find_element(By.ID, "suivi")
    assert f"Lignes 1 à {PAGE}, sur {len(master.tables['suivi'])}" in suivi.text
    suivant = suivi.find_element(By.CSS_SELECTOR, "[aria-label='Page suivante']")
    navigateur.execute_script("arguments[0].click()", suivant)
    assert f"Lignes {PAGE + 1} à " in suivi.text


@pytest.mark.chromium
def test_on_imprime_toutes_les_lignes_d_une_longue_table(navigateur, master):
    choisir(navigateur)
    imprimees = navigateur.execute_script(
        "const vues = () => document.querySelectorAll('#suivi tbody tr').length;"
        "dispatchEvent(new Event('beforeprint')); const n = vues();"
        "dispatchEvent(new Event('afterprint')); return [n, vues()];"
    )
    assert imprimees == [len(master.tables["suivi"]), PAGE]


@pytest.mark.chromium
def test_on_cherche_sans_accents_et_ce_qui_demande_une_action(navigateur, master):
    vues = choisir(navigateur, mots="comites reference")
    assert vues["pieces_manquantes"] >= 1
    vues = choisir(navigateur, a=True)
    assert vues["anomalies"] == len(master.tables["anomalies"])
    assert 0 < vues["suivi"] < len(master.tables["suivi"])
    navigateur.execute_script("document.getElementById('choix').reset()")


@pytest.mark.chromium
def test_un_clic_sur_un_territoire_mene_a_ses_cibles(navigateur):
    from selenium.webdriver.common.by import By

    choisir(navigateur)
    lien = navigateur.find_element(By.CSS_SELECTOR, "#priorites tbody a")
    navigateur.execute_script("arguments[0].click()", lien)
    assert lien.text in navigateur.find_element(By.TAG_NAME, "h1").text
    assert navigateur.execute_script("return location.hash") == "#atteinte"


@pytest.mark.chromium
def test_chaque_territoire_s_imprime_sur_deux_pages(navigateur, master):
    for plie in [str(x["plie"]) for x in master.lignes("synthese")]:
        choisir(navigateur, p=plie)
        pdf = navigateur.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
        pages = base64.b64decode(pdf).count(b"/Type /Page\n")
        assert pages == 2, plie
    choisir(navigateur)


@pytest.mark.chromium
def test_sur_un_telephone_une_ligne_est_une_carte_le_statut_d_abord(navigateur):
    navigateur.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                               {"width": 390, "height": 780, "deviceScaleFactor": 2, "mobile": True})  # fmt: skip
    premier = navigateur.execute_script(
        "const tds = [...document.querySelectorAll('#synthese tbody tr:first-child td')];"
        "tds.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);"
        "return [getComputedStyle(tds[0], '::before').content, document.documentElement.scrollWidth]"
    )
    navigateur.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert premier == ['"Statut"', 390]


def test_la_page_d_un_territoire_n_a_que_le_sien(master):
    page = build_fiche(master, "PLIE de Bordeaux").decode()
    autres = {str(x["plie"]) for x in master.lignes("synthese")} - {"PLIE de Bordeaux"}
    assert [plie for plie in autres if plie in page] == []
    assert "tous les territoires" not in page
    assert page.count("<tr data-p") == sum(
        sum(master.tables[t]["plie"] == "PLIE de Bordeaux") for t in PAPIER if t in master.tables
    )


def test_sur_papier_une_table_sans_ligne_dit_qu_il_n_y_a_rien_au_lieu_de_ses_titres(master):
    page = build_fiche(master, "PLIE du Libournais").decode()  # its fiche asks for no deliverable
    _, _, section = page.partition('<section id="livrables" class="vide"')
    section, _, _ = section.partition("</section>")
    assert '<p class="note rien">Rien ici.</p>' in section
    papier = page.partition("@media print")[2]
    assert ".un .note:not(.rien), .vide .defile { display: none; }" in papier


@pytest.mark.chromium
def test_axe_ne_trouve_aucun_defaut_sur_la_page_entiere(navigateur):
    """Every rule but contrast, which takes axe minutes on 385 rows of the same four colours."""
    assert examiner(navigateur, "rules: {'color-contrast': {enabled: false}}") == []


@pytest.mark.chromium
def test_axe_ne_trouve_aucun_contraste_trop_faible(navigateur, master, tmp_path):
    """On a page with every table, short, and every status."""
    tables = {nom: t.iloc[: len(theme.STATUTS)].copy() for nom, t in master.tables.items()}
    tables["synthese"]["statut"] = list(theme.STATUTS)
    courte = tmp_path / "courte.html"
    courte.write_bytes(build_tableau(replace(master, tables=tables)))
    longue = navigateur.current_url
    navigateur.get(courte.as_uri())
    defauts = examiner(navigateur)
    navigateur.get(longue)
    assert defauts == []


def examiner(navigateur, options=""):
    """Serious faults of the page shown, as axe names them; of what is well, one example a rule."""
    axe = pytest.importorskip("axe_selenium_python").Axe(navigateur)
    navigateur.set_script_timeout(at_most(300))
    axe.inject()
    resultat = axe.run(options=f"{{resultTypes: ['violations'], {options}}}")
    assert len(resultat["passes"]) > 10
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in resultat["violations"]
            if v["impact"] in ("serious", "critical")]  # fmt: skip


@pytest.mark.chromium
def test_sur_papier_les_colonnes_de_l_ecran_ne_sont_pas(navigateur):
    from selenium.webdriver.common.by import By

    cle = navigateur.find_element(By.CSS_SELECTOR, "#suivi th[data-titre='Clé']")
    navigateur.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    cachee = not cle.is_displayed()
    navigateur.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert cachee
    assert cle.is_displayed()
