"""« Suivi »: the log, with its blank rows ready, its live verdicts and its buttons."""

from typing import Any

from plie_xl.model.cell import lettres
from plie_xl.model.words import ANNULEE, JUSTIFIEE, MANQUE, REPORTEE, TENUE
from plie_xl.model.workbook import (
    ARRETE,
    FICHE,
    LIGNE_ENTETE,
    PREMIERE_LIGNE,
    Feuille,
    colonnes_parlantes,
    feuille_suivi,
    lignes_pretes,
    parametres,
)
from plie_xl.sheets import theme
from plie_xl.sheets.heights import find_hauteur
from plie_xl.sheets.pen import plage
from plie_xl.template.drawing import LISTES_DEROULANTES, Drawing
from plie_xl.template.live import Vivante, calcul_vierge, list_cles, list_noms, list_vivantes

LIGNES_EN_PLUS = 20  # blank rows kept ready under a log already filled
# Pixels: the smallest screen in use, what LibreOffice keeps of it for row numbers and bars, and
# how much wider than Excel it draws a column.
ECRAN, MARGES, ETALE = 1366, 99, 1.125
LIMITE_IMPRESSION = 2000  # rows that are looked at to find the last one to print


def add_suivi(c: Drawing) -> None:
    """Draw « Suivi » with the typed rows, then blank ones."""
    feuille = c.widen(feuille_suivi(c.fiche))
    f = c.pen.add_feuille(feuille, c.resume)
    f.freeze_panes(LIGNE_ENTETE, 3)
    f.set_zoom(find_zoom(feuille))
    saisies = c.contenu.saisies.get("suivi", [])
    nombre = max(lignes_pretes(c.fiche), len(saisies) + LIGNES_EN_PLUS)
    vivantes = list_vivantes(c.fiche)
    c.pen.add_table(f, feuille, nombre, {nom: v.formule for nom, v in vivantes.items()})
    _add_noms(c, feuille)
    vierge = calcul_vierge(vivantes)
    calculs = c.contenu.calculs.get("suivi", [])
    for n in range(nombre):
        saisie = saisies[n] if n < len(saisies) else {}
        calcul = calculs[n] if n < len(calculs) else {}
        calcul = calcul or {**vierge, **dict.fromkeys(list_cles(c.fiche), PREMIERE_LIGNE + n)}
        if saisie:
            f.set_row(LIGNE_ENTETE + n, find_hauteur({**saisie, **calcul}, feuille.colonnes))
        _add_ligne(c, f, feuille, n, saisie, calcul, vivantes)
    derniere = LIGNE_ENTETE + nombre
    c.pen.add_aides(f, feuille, derniere - 1, LISTES_DEROULANTES)
    c.add_rouge(f, feuille, derniere)
    _add_verdicts(c, f, feuille, derniere)
    _add_sans_suite(c, f, feuille, derniere)
    if c.arrete and saisies:
        _add_arrete(c, f, feuille, LIGNE_ENTETE + len(saisies))
    c.add_bilan(f, feuille)
    c.add_boutons(f, feuille.table)
    limite = max(LIMITE_IMPRESSION, derniere)
    c.pen.print_remplies(feuille, colonnes_parlantes(feuille), limite)


def find_zoom(feuille: Feuille) -> int:
    """Per cent at which « Compte », and what stands before it, is seen on a small screen."""
    vues = feuille.colonnes[: feuille.rang("compte") + 1]
    largeur = sum(7 * colonne.largeur + 5 for colonne in vues if not colonne.cachee)
    return min(100, int(100 * (ECRAN - MARGES) / (ETALE * largeur)))


def _add_noms(c: Drawing, feuille: Feuille) -> None:
    """The name by which live formulas call each column, in their own row."""
    for nom, colonne in list_noms(c.fiche):
        ou = lettres(feuille.rang(colonne) + 1)
        c.pen.classeur.define_name(nom, f"={feuille.nom}!${ou}:${ou}")


def _add_ligne(
    c: Drawing,
    f: Any,
    feuille: Feuille,
    n: int,
    saisie: dict[str, Any],
    calcul: dict[str, Any],
    vivantes: dict[str, Vivante],
) -> None:
    n += LIGNE_ENTETE
    for rang, colonne in enumerate(feuille.colonnes):
        if colonne.calcule:
            style = None if colonne.rouage else c.pen.corps(colonne)
            formule = vivantes[colonne.id].formule
            f.write_formula(n, rang, formule, style, calcul[colonne.id])
        else:
            valeur = saisie.get(colonne.id)
            c.pen.write(f, n, rang, valeur, c.corps(colonne, valeur))


def _add_sans_suite(c: Drawing, f: Any, feuille: Feuille, derniere: int) -> None:
    """Rows that were put off or cancelled step back, in slanted grey."""
    statut = f"${lettres(feuille.rang('statut') + 1)}{PREMIERE_LIGNE}"
    f.conditional_format(
        f"A{PREMIERE_LIGNE}:{lettres(feuille.rang('compte') + 1)}{derniere}",
        {
            "type": "formula",
            "criteria": f'=OR({statut}="{REPORTEE}",{statut}="{ANNULEE}")',
            "format": c.pen.format(italic=True, font_color=theme.DOUX),
        },
    )


def _add_arrete(c: Drawing, f: Any, feuille: Feuille, derniere: int) -> None:
    """The rows of a closed year, in grey while « Fiche » says so; nobody is kept from typing."""
    rang = [p.id for p in parametres(c.fiche)].index(ARRETE)
    c.pen.classeur.define_name(ARRETE, f"={FICHE.nom}!$B${PREMIERE_LIGNE + rang}")
    f.conditional_format(
        f"A{PREMIERE_LIGNE}:{lettres(feuille.rang('compte') + 1)}{derniere}",
        {
            "type": "formula",
            "criteria": f"=LEN({ARRETE})>0",
            "format": c.pen.format(bg_color=theme.CALCUL),
        },
    )


def _add_verdicts(c: Drawing, f: Any, feuille: Feuille, derniere: int) -> None:
    """Ochre, green and red for the verdicts; their words say the same."""
    attention, bien = theme.TENU, theme.JUSTIFIE
    f.conditional_format(
        plage(feuille.rang("etat_pieces"), PREMIERE_LIGNE, derniere),
        {
            "type": "text",
            "criteria": "begins with",
            "value": MANQUE.strip(),
            "format": c.pen.format(bg_color=attention[0], font_color=attention[1]),
        },
    )
    compte = plage(feuille.rang("compte"), PREMIERE_LIGNE, derniere)
    c.pen.add_mots(f, compte, {JUSTIFIEE: bien, TENUE: attention})
    lettre = lettres(feuille.rang("compte") + 1)
    numero = plage(feuille.rang("numero"), PREMIERE_LIGNE, derniere)
    ici = f"${lettre}{PREMIERE_LIGNE}"
    f.conditional_format(
        compte,
        {
            "type": "formula",
            "criteria": f'=({ici}<>"")*ISNA(MATCH({ici},sans_faute,0))',
            "format": c.pen.format(bg_color=theme.ROUGE, font_color=theme.ROUGE_ENCRE),
            "multi_range": f"{numero} {compte}",
        },
    )
