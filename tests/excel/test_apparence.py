"""The look, measured: contrast, luminance, one screen, hover texts, what the printer receives."""

import re
from io import BytesIO
from itertools import pairwise

import openpyxl
import pytest
from ordinaire import ordinaire

from plie_xl.checks.count import ERREUR, PASSEE
from plie_xl.checks.rule import REGLES
from plie_xl.model.cell import lettres
from plie_xl.model.collection import load_fiches
from plie_xl.model.evidence import phrase_pieces
from plie_xl.model.words import SANS_FAUTE
from plie_xl.model.workbook import MODE_EMPLOI, SUIVI, feuille_suivi, feuilles
from plie_xl.sheets import theme
from plie_xl.template import build_template

FICHES = load_fiches(2024)
HAUTEUR_ECRAN, LARGEUR_ECRAN = 560, 1300  # pixels under a folded ribbon, at 1366 × 768
LARGEUR_LIBREOFFICE, LIBREOFFICE = 1267, 1.12  # pixels left of its bars; it draws columns wider
PIXELS_PAR_POINT = 4 / 3
LISIBLE = 4.5  # WCAG 2.1, AA, for a text


@pytest.fixture(scope="module", params=["bordeaux", "hauts-de-garonne", "technowest"])
def classeur(request):
    return request.param, openpyxl.load_workbook(BytesIO(build_template(FICHES[request.param])))


def luminance(couleur):
    """Relative luminance of « #RRGGBB », as WCAG defines it."""
    parts = [int(couleur[-6:][n : n + 2], 16) / 255 for n in (0, 2, 4)]
    r, v, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def contraste(une, autre):
    claire, sombre = sorted((luminance(une), luminance(autre)), reverse=True)
    return (claire + 0.05) / (sombre + 0.05)


def test_la_mesure_du_contraste_est_celle_de_la_norme():
    assert contraste("#000000", "#FFFFFF") == pytest.approx(21)
    assert contraste("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def est_visible(cellule):
    """Whether a person sees it: neither its sheet nor its column is hidden."""
    feuille = cellule.parent
    colonnes = feuille.column_dimensions.values()
    cachees = (range(d.min, d.max + 1) for d in colonnes if d.hidden and d.min)
    return feuille.sheet_state == "visible" and not any(cellule.column in x for x in cachees)


def test_chaque_texte_se_lit_sur_son_fond(classeur):
    _, livre = classeur
    couples = set()
    for cellule in (c for f in livre for ligne in f.iter_rows() for c in ligne):
        if cellule.value is not None and est_visible(cellule):
            fond = cellule.fill.fgColor.rgb if cellule.fill.fill_type == "solid" else "FFFFFF"
            couples.add((cellule.font.color.rgb, fond))
    assert len(couples) > 6
    assert {c for c in couples if contraste(*c) < LISIBLE} == set()


@pytest.mark.parametrize(
    "couple",
    [*theme.STATUTS.values(), theme.JUSTIFIE, theme.TENU, (theme.ROUGE, theme.ROUGE_ENCRE)],
)
def test_chaque_voyant_se_lit(couple):
    assert contraste(*couple) >= LISIBLE


def test_sans_couleur_les_voyants_d_une_cible_different_encore():
    fonds = sorted(luminance(fond) for fond, _ in theme.STATUTS.values())
    assert all((clair + 0.05) / (sombre + 0.05) > 1.08 for sombre, clair in pairwise(fonds))


def test_sans_couleur_les_barres_du_graphique_different_encore():
    barres = sorted(map(luminance, (theme.PALE, theme.BLEU, theme.OCRE)))
    assert all((clair + 0.05) / (sombre + 0.05) > 1.5 for sombre, clair in pairwise(barres))


def test_le_mode_d_emploi_tient_sur_un_ecran(classeur):
    f = classeur[1][MODE_EMPLOI]
    hauteur = sum(f.row_dimensions[n].height or 15 for n in range(1, f.max_row + 1))
    largeur = sum(7 * f.column_dimensions[c].width + 5 for c in "ABC")
    assert hauteur * PIXELS_PAR_POINT <= HAUTEUR_ECRAN
    assert largeur <= LARGEUR_ECRAN


def test_compte_se_voit_sur_un_petit_ecran(classeur):
    nom, livre = classeur
    colonnes = list_vues(feuille_suivi(FICHES[nom]))
    pixels = sum(7 * c.largeur + 5 for c in colonnes) * livre[SUIVI].sheet_view.zoomScale / 100
    assert colonnes[-1].id == "compte"
    assert pixels * LIBREOFFICE <= LARGEUR_LIBREOFFICE


def list_vues(suivi):
    return [c for c in suivi.colonnes[: suivi.rang("compte") + 1] if not c.cachee]


def test_compte_et_numero_rougissent_sans_qu_on_clique(classeur):
    nom, livre = classeur
    suivi = feuille_suivi(FICHES[nom])
    lettre = lettres(suivi.rang("compte") + 1)
    rouges = [
        str(plages.sqref)
        for plages, regles in livre[SUIVI].conditional_formatting._cf_rules.items()
        if any("sans_faute" in f for regle in regles for f in regle.formula)
    ]
    assert [plage.partition(":")[0] for x in rouges for plage in x.split()] == ["A6", f"{lettre}6"]


def test_compte_ne_rougit_que_d_une_ligne_a_reprendre():
    motifs = {regle.motif for regle in REGLES.values()} - {""}
    assert not {*motifs, ERREUR, PASSEE} & {*SANS_FAUTE}


def test_le_nombre_de_cibles_atteintes_s_accorde(classeur):
    fiche, livre = classeur
    formats = {c.number_format for c in livre["Atteinte"][4] if "atteinte" in c.number_format}
    n = len(FICHES[fiche].cibles)
    assert formats == {f'[<2]0" cible sur {n} atteinte";0" cibles sur {n} atteintes"'}


def test_ce_qui_vaut_hors_d_une_modalite_ne_se_dit_pas_de_tous_les_cas():
    """A written consultation has its own pieces: those of the meetings do not serve there."""
    copil = next(c for c in load_fiches(2024)["bordeaux"].cibles if c.id == "copil")
    assert ordinaire(phrase_pieces(copil)) == (
        "consultation écrite : (mail de consultation et compte rendu) ou (mail de consultation et"
        " relevé de décisions) ; dans les autres cas : (compte rendu et feuille d’émargement) ou"
        " (relevé de décisions et feuille d’émargement)"
    )


def test_les_emblemes_ont_leur_place_et_ne_sont_pas_dessines(classeur):
    f = classeur[1][MODE_EMPLOI]
    textes = [c.value for ligne in f.iter_rows() for c in ligne if c.value]
    assert sum("Emplacement" in str(t) for t in textes) == 2
    assert not f._images


def test_chaque_colonne_a_remplir_dit_ce_qu_elle_attend(classeur):
    nom, livre = classeur
    for feuille in (f for f in feuilles(FICHES[nom]) if f.saisie):
        aides = {
            plage.coord.partition(":")[0]
            for regle in livre[feuille.nom].data_validations.dataValidation
            if regle.prompt
            for plage in regle.sqref.ranges
        }
        attendues = {
            f"{openpyxl.utils.get_column_letter(k)}6"
            for k, c in enumerate(feuille.colonnes, start=1)
            if c.saisie
        }
        assert aides == attendues, feuille.nom


def test_chaque_titre_du_mode_d_emploi_mene_a_une_feuille_du_classeur(classeur):
    _, livre = classeur
    liens = [c[0].hyperlink.location for c in livre[MODE_EMPLOI]["B1:B30"] if c[0].hyperlink]
    assert len(liens) == 5
    assert {re.fullmatch(r"'?([^'!]+)'?!A1", lien)[1] for lien in liens} <= set(livre.sheetnames)


def test_une_feuille_protegee_n_a_pas_de_fleche_qui_ne_repond_pas(classeur):
    for f in classeur[1]:
        if f.protection.sheet:
            assert all(t.autoFilter is None for t in f.tables.values()), f.title


def test_aucun_mot_anglais_dans_un_classeur(classeur):
    anglais = re.compile(r"\b(the|sheet|table|date of|name|status|total of|warning|error)\b", re.I)
    textes = [
        str(c.value)
        for f in classeur[1]
        for ligne in f.iter_rows()
        for c in ligne
        if c.data_type == "s"
    ]
    assert [t for t in textes if anglais.search(t)] == []
