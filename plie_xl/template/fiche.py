"""« Fiche » and « Cibles »: who the workbook is for, and what its fiche asks."""

from typing import Any

from plie_xl.model.content import lignes_cibles, valeurs_parametres
from plie_xl.model.fiche import Fiche
from plie_xl.model.workbook import CIBLES, FICHE, FICHE_SOURCE, LIGNE_ENTETE, Parametre, parametres
from plie_xl.sheets import theme
from plie_xl.template.drawing import MISE_EN_PAGE, SANS_BOUTON, Drawing, serie
from plie_xl.template.live.days import say_dernier_jour, say_premier_jour

_REFERENCE = "=MIN(fin,IF(ISNUMBER(arrete_jour),arrete_jour,TODAY()))"
_CARACTERES_PAR_LIGNE = 130  # of a note that runs over the three columns of « Fiche »


def add_fiche(c: Drawing) -> None:
    """« Fiche »: grey identity, few yellow cells, the names that formulas use."""
    f = c.pen.add_feuille(FICHE, c.resume)
    f.fit_to_pages(1, 1)  # its notes would stand alone on a second page
    lignes = parametres(c.fiche)
    c.pen.add_table(f, FICHE, len(lignes), filtre=False)
    f.set_row(3, SANS_BOUTON)
    valeurs = {**valeurs_parametres(c.fiche), **c.contenu.saisies.get("parametres", [{}])[0]}
    for n, p in enumerate(lignes, start=LIGNE_ENTETE):
        _add_parametre(c, f, n, p, valeurs.get(p.id))
    if not c.fiche.par_technicien:
        c.pen.classeur.define_name("techniciens", "=0")
    _add_a_savoir(c, f, LIGNE_ENTETE + len(lignes) + 1)
    f.protect("", MISE_EN_PAGE)


def _formules(fiche: Fiche) -> dict[str, str]:
    """The cells that follow from the others; of the period, the fiche's own days count."""
    premier, dernier = say_premier_jour(fiche), say_dernier_jour(fiche)
    ecoulee = f"=MAX(0,MIN(date_reference,{dernier})-{premier}+1)/(fin-debut+1)"
    return {"date_reference": _REFERENCE, "part_ecoulee": ecoulee}


def _note(fiche: Fiche, p: Parametre) -> str:
    """What a row says of itself; of the days, those of a PLIE born or closed in the year."""
    premier, dernier = fiche.premier_jour, fiche.dernier_jour
    dites = {}
    if premier > fiche.debut:
        dites["debut"] = (
            f"Ce PLIE commence le {premier:%d/%m/%Y} : ce qui précède se note dans le classeur de"
            " chacun de ceux qu’il réunit."
        )
    if dernier < fiche.fin:
        fusion = min(fiche.recueil.fusions, key=lambda x: x.le)
        dites["fin"] = (
            f"Ce PLIE rejoint le {fusion.plie} le {fusion.le:%d/%m/%Y} : ce qui a lieu"
            " ensuite se note dans son classeur."
        )
    if dites:
        dites["part_ecoulee"] = (
            f"Les jours de ce PLIE : du {premier:%d/%m/%Y} au {dernier:%d/%m/%Y}."
        )
    return dites.get(p.id, p.note)


def _add_parametre(c: Drawing, f: Any, n: int, p: Parametre, valeur: object) -> None:
    rubrique, colonne, note = FICHE.colonnes
    dite = _note(c.fiche, p)
    style = c.pen.corps(
        colonne, p.saisie, num_format=theme.FORMATS[p.format], align="left", bold=p.saisie
    )
    c.pen.write_dit(f, n, 0, p.rubrique, c.pen.corps(rubrique, bold=True))
    if formule := _formules(c.fiche).get(p.id):
        f.write_formula(n, 1, formule, style, serie(c.contenu.globaux[p.id]))
    else:
        write = c.pen.write if p.saisie else c.pen.write_dit
        write(f, n, 1, valeur, style)
    c.pen.write_dit(f, n, 2, dite, c.pen.corps(note, italic=True))
    if p.saisie:
        aide = {"validate": "any", "input_title": p.rubrique, "input_message": p.note}
        f.data_validation(n, 1, n, 1, aide)
    longueurs = (len(str(valeur or "")) / colonne.largeur, len(dite) / note.largeur)
    f.set_row(n, 20 if max(longueurs) <= 1 else 32)
    if p.nom:
        c.pen.classeur.define_name(p.nom, f"={FICHE.nom}!$B${n + 1}")


def _add_a_savoir(c: Drawing, f: Any, ligne: int) -> None:
    """What the paper leaves open, and the reading chosen, below the table."""
    textes = [*c.fiche.a_savoir, *c.fiche.a_confirmer]
    if textes:
        f.write_string(ligne, 0, "À savoir", c.pen.texte(bold=True, indent=1))
    style = c.pen.texte(text_wrap=True, valign="vcenter", indent=1)
    for n, texte in enumerate(textes, start=ligne + 1):
        f.merge_range(n, 0, n, 2, "", style)
        f.write_string(n, 0, f"• {texte}", style)
        f.set_row(n, 5 + 13 * (1 + len(texte) // _CARACTERES_PAR_LIGNE))


def add_source(c: Drawing) -> None:
    """The text of the fiche, one row a line, where nobody looks by chance."""
    if not c.fiche.texte:
        return
    f = c.pen.classeur.add_worksheet(FICHE_SOURCE.nom)
    lignes = c.fiche.texte.split("\n")
    colonnes = [{"header": colonne.entete} for colonne in FICHE_SOURCE.colonnes]
    coins = (LIGNE_ENTETE - 1, 0, LIGNE_ENTETE - 1 + len(lignes), 1)
    f.add_table(*coins, {"name": FICHE_SOURCE.table, "columns": colonnes, "autofilter": False})
    for n, ligne in enumerate(lignes):
        f.write_number(LIGNE_ENTETE + n, 0, n + 1)
        if ligne:
            f.write_string(LIGNE_ENTETE + n, 1, ligne)
    f.protect()
    f.very_hidden()


def add_cibles(c: Drawing) -> None:
    """« Cibles »: the targets and the evidence that proves them."""
    c.add_lecture(CIBLES, lignes_cibles(c.fiche))
