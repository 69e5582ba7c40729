"""What coordinators do to their workbook by hand: a gesture, and what reading must say of it.

`codes` are the anomalies that the gesture adds, with their cells; `tenu` says whether the figures
stay those of the clean workbook. The clean workbook has its held rows in « Suivi », rows 6 to 36.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl.comments import Comment

PREMIERE, DERNIERE = 6, 36


@dataclass(frozen=True)
class Negligence:
    nom: str
    geste: Callable[[Any], None]
    codes: tuple[str, ...] = ()
    tenu: bool = True


NEGLIGENCES: dict[str, Negligence] = {}


def negligence(*codes: str, tenu: bool = True) -> Callable[[Callable[[Any], None]], Any]:
    """Register a gesture under its own name."""

    def register(geste: Callable[[Any], None]) -> Callable[[Any], None]:
        NEGLIGENCES[geste.__name__] = Negligence(geste.__name__, geste, codes, tenu)
        return geste

    return register


def suivi(classeur: Any) -> Any:
    return classeur["Suivi"]


def taper(feuille: Any, **cellules: object) -> None:
    for lieu, valeur in cellules.items():
        feuille[lieu].value = valeur


# Headers and columns --------------------------------------------------------------------------


@negligence()
def un_titre_au_dessus(classeur):
    suivi(classeur).insert_rows(1, 2)
    suivi(classeur)["A1"].value = "Tableau de bord 2024 du PLIE"


@negligence()
def un_bandeau_fusionne_sur_les_en_tetes(classeur):
    suivi(classeur)["A4"].value = "RÉUNIONS ET ACTIONS"
    suivi(classeur).merge_cells("A4:P4")


@negligence()
def des_en_tetes_fusionnes_sur_deux_lignes(classeur):
    feuille = suivi(classeur)
    for rang in range(1, 9):
        feuille.cell(4, rang).value = feuille.cell(5, rang).value
        feuille.cell(5, rang).value = None
        feuille.merge_cells(start_row=4, end_row=5, start_column=rang, end_column=rang)


@negligence("LEC-08 D5")
def une_colonne_inseree(classeur):
    suivi(classeur).insert_cols(4)
    suivi(classeur)["D5"].value = "Animateur"


@negligence()
def une_colonne_vide_inseree(classeur):
    suivi(classeur).insert_cols(4)


@negligence()
def deux_colonnes_echangees(classeur):
    feuille = suivi(classeur)
    for ligne in range(5, 60):
        a, b = feuille.cell(ligne, 2), feuille.cell(ligne, 5)
        a.value, b.value = b.value, a.value
        a.number_format, b.number_format = b.number_format, a.number_format


@negligence("LEC-13 B5", "LEC-13 E5")
def des_en_tetes_mal_ecrits(classeur):
    taper(suivi(classeur), B5="Dates", C5="instance  ou ACTION ", E5="Status")


@negligence("LEC-13 B5")
def un_en_tete_plus_long(classeur):
    suivi(classeur)["B5"].value = "Date de la réunion"


@negligence("LEC-13 C5")
def un_en_tete_plus_court(classeur):
    suivi(classeur)["C5"].value = "Instance"


@negligence("LEC-15 T5")
def un_en_tete_double_a_droite(classeur):
    taper(suivi(classeur), T5="Statut", T6="Prévue")


@negligence("LEC-15 A5")
def un_en_tete_double_a_gauche(classeur):
    suivi(classeur).insert_cols(1)
    taper(suivi(classeur), A5="Date", A6="relance")


@negligence("LEC-07")
def une_colonne_facultative_supprimee(classeur):
    suivi(classeur).delete_cols(7)


@negligence("LEC-07", tenu=False)
def la_colonne_statut_supprimee(classeur):
    suivi(classeur).delete_cols(5)


@negligence()
def trois_colonnes_a_gauche(classeur):
    suivi(classeur).insert_cols(1, 3)


@negligence("LEC-12 A106")
def un_tableau_descendu_de_cent_lignes(classeur):
    suivi(classeur).insert_rows(1, 100)
    suivi(classeur).tables["suivi"].ref = "A5:S105"


# Rows -----------------------------------------------------------------------------------------


@negligence("LEC-17 A37")
def une_ligne_de_total(classeur):
    taper(suivi(classeur), A37="TOTAL", H37=31, I37=248)


@negligence("LEC-17 C37")
def un_total_sous_les_instances(classeur):
    taper(suivi(classeur), C37="Total général", H37=31)


@negligence("LEC-17 A16")
def des_en_tetes_repetes(classeur):
    feuille = suivi(classeur)
    feuille.insert_rows(16)
    for rang in range(1, 20):
        feuille.cell(16, rang).value = feuille.cell(5, rang).value


@negligence()
def des_lignes_vides_au_milieu(classeur):
    suivi(classeur).insert_rows(10, 5)


@negligence()
def des_lignes_filtrees(classeur):
    for ligne in range(8, 20):
        suivi(classeur).row_dimensions[ligne].hidden = True


@negligence("LEC-12 A11")
def un_tableau_retreci(classeur):
    suivi(classeur).tables["suivi"].ref = "A5:S10"


@negligence()
def un_tableau_supprime(classeur):
    del suivi(classeur).tables["suivi"]


@negligence("LEC-16 CA8")
def des_notes_a_cote(classeur):
    taper(suivi(classeur), CA8="rappeler AGAPE", CB9="voir le bilan")


@negligence("SUI-02 C7", tenu=False)
def deux_instances_fusionnees(classeur):
    suivi(classeur).merge_cells("C6:C7")


# Sheets ---------------------------------------------------------------------------------------


@negligence("LEC-14")
def une_feuille_renommee(classeur):
    suivi(classeur).title = "Réunions 2024"


@negligence("LEC-14")
def la_feuille_fiche_renommee(classeur):
    classeur["Fiche"].title = "Identité"


@negligence()
def une_copie_conforme_de_suivi(classeur):
    classeur.copy_worksheet(suivi(classeur)).title = "Suivi (2)"


@negligence("LEC-18 A40")
def une_copie_de_suivi_completee(classeur):
    copie = classeur.copy_worksheet(suivi(classeur))
    copie.title = "Suivi (2)"
    taper(copie, B40=datetime(2024, 6, 5), C40=copie["C6"].value, E40="Réalisée", J40="x.pdf")


@negligence("CIB-06 B6", "LEC-18 A6", tenu=False)
def une_saisie_faite_dans_la_copie(classeur):
    classeur.copy_worksheet(suivi(classeur)).title = "Suivi (2)"
    for rangee in suivi(classeur).iter_rows(min_row=PREMIERE, max_row=60):
        for cellule in rangee:
            cellule.value = None


@negligence()
def une_feuille_vide_en_tete(classeur):
    classeur.create_sheet("Feuil1", 0)


@negligence()
def une_feuille_de_graphique(classeur):
    classeur.create_chartsheet("Graphique")


@negligence()
def une_feuille_de_budget(classeur):
    feuille = classeur.create_sheet("Budget interne")
    for ligne in (["Poste", "Montant"], ["Loyer", 1200], ["Total", 1200]):
        feuille.append(ligne)


@negligence("LEC-05", tenu=False)
def la_feuille_suivi_supprimee(classeur):
    classeur.remove(suivi(classeur))


# Values ---------------------------------------------------------------------------------------


def _dates(classeur: Any, ecrire: Callable[[datetime], object]) -> None:
    for ligne in range(PREMIERE, DERNIERE + 1):
        cellule = suivi(classeur).cell(ligne, 2)
        cellule.value = ecrire(cellule.value)
        cellule.number_format = "General"


@negligence()
def des_dates_en_texte(classeur):
    _dates(classeur, lambda jour: f"{jour:%d/%m/%Y}")


@negligence()
def des_dates_en_texte_abrege(classeur):
    _dates(classeur, lambda jour: f"{jour.day}/{jour.month}/{jour.year}\u00a0")


@negligence()
def des_dates_en_nombre(classeur):
    _dates(classeur, lambda jour: jour.toordinal() - 693_594)


@negligence()
def des_dates_iso(classeur):
    _dates(classeur, lambda jour: f"{jour:%Y-%m-%d}")


@negligence("SUI-07 B6", tenu=False)
def une_date_a_l_americaine(classeur):
    taper(suivi(classeur), B6="01/26/2024")


@negligence("SUI-07 B6", tenu=False)
def un_nombre_infini(classeur):
    taper(suivi(classeur), B6=1e300)


@negligence()
def des_textes_decomposes(classeur):
    for ligne in range(PREMIERE, DERNIERE + 1):
        for rang in (3, 5):
            cellule = suivi(classeur).cell(ligne, rang)
            cellule.value = unicodedata.normalize("NFD", cellule.value)


@negligence()
def des_espaces_et_des_signes_invisibles(classeur):
    for ligne in range(PREMIERE, DERNIERE + 1):
        cellule = suivi(classeur).cell(ligne, 5)
        cellule.value = f" {cellule.value}\u00a0\u200b\n"


@negligence("SUI-09 H6", tenu=False)
def une_quantite_vraie(classeur):
    suivi(classeur)["H6"].value = True


@negligence()
def un_texte_de_trente_mille_signes(classeur):
    suivi(classeur)["D6"].value = "x" * 32_767


@negligence("LEC-10 B6", tenu=False)
def une_erreur_dans_une_date(classeur):
    suivi(classeur)["B6"].value = "#REF!"


@negligence("LEC-11 B6", "LEC-26 B6", tenu=False)
def une_formule_jamais_calculee(classeur):
    suivi(classeur)["B6"].value = "=TODAY()"


@negligence("FIN-03 C10", "FIN-06 C6")
def un_montant_en_texte(classeur):
    classeur["Financement"]["C6"].value = "1 234,50"


@negligence("LEC-17 A17")
def un_total_de_financement(classeur):
    taper(classeur["Financement"], A17="TOTAL", C17=1, D17=1)


# People ---------------------------------------------------------------------------------------


@negligence("LEC-19 C7")
def un_nir_dans_une_feuille_masquee(classeur):
    feuille = classeur.create_sheet("Notes")
    feuille["C7"].value = "voir 2 85 05 33 063 123 47"
    feuille.sheet_state = "veryHidden"


@negligence("LEC-19 B2")
def un_nir_saisi_en_nombre(classeur):
    classeur.create_sheet("Notes")["B2"].value = 285053306312347


@negligence("LEC-19 A2")
def une_liste_d_emargement(classeur):
    feuille = classeur.create_sheet("Présents")
    for ligne in (
        ["Qui", "Structure"],
        ["Zoé Exemple", "a"],
        ["Yann Modèle", "b"],
        ["Léa Type", "c"],
    ):
        feuille.append(ligne)


@negligence("LEC-08 AX5", "LEC-19 AX6")
def une_colonne_de_participants(classeur):
    suivi(classeur)["AX5"].value = "Participants"
    suivi(classeur)["AX6"].value = "Mme Exemple, M. Modèle"


@negligence("LEC-19")
def un_commentaire_avec_un_telephone(classeur):
    suivi(classeur)["D6"].comment = Comment("appeler le 06 12 34 56 78", "x")


@negligence("SUI-20 D6")
def une_liste_de_presents_dans_l_objet(classeur):
    suivi(classeur)["D6"].value = "Présents : Mme Exemple, M. Modèle"
