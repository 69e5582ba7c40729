"""« Atteinte »: live figures per target, their overall rates, and their bars."""

from collections.abc import Mapping
from typing import Any

from plie_xl.attainment import CIBLE, HORS_CIBLES
from plie_xl.model import workbook
from plie_xl.model.cell import lettres
from plie_xl.model.fiche import Fiche
from plie_xl.model.target import Cible
from plie_xl.model.words import A_VENIR, ATTEINTE, JUSTIFIEE, NON_CONTROLE, TENUE
from plie_xl.model.workbook import INDICATEURS, LIGNE_ENTETE, PREMIERE_LIGNE
from plie_xl.sheets import theme
from plie_xl.sheets.heights import find_hauteur
from plie_xl.sheets.pen import plage
from plie_xl.template import formulas
from plie_xl.template.avenants import list_touchees
from plie_xl.template.drawing import MISE_EN_PAGE, Drawing, serie
from plie_xl.template.live.days import say_dernier_jour

FEUILLE = workbook.ATTEINTE
_COLONNES = (*FEUILLE.colonnes, workbook.MINIMUM_AU)
LETTRES = {c.id: lettres(n) for n, c in enumerate(_COLONNES, start=1)}
CHIFFRE = {
    "bold": True,
    "font_size": theme.CHIFFRE,
    "font_color": theme.ARDOISE,
    "bg_color": theme.CALCUL,
    "border": 1,
    "border_color": theme.FILET,
    "align": "center",
    "valign": "vcenter",
}
SERIES = (  # name, column, colour inside, colour of the line around
    ("Objectif", "minimum", theme.PALE, theme.DOUX),
    ("Tenu", "tenu", theme.BLEU, theme.BLEU),
    ("Justifié", "justifie", theme.OCRE, theme.OCRE),
)
GRAS = {"bold": True}
CENTRE = {"align": "center", "indent": 0}
LIBRE = {"locked": False}
PARTICULARITES: Mapping[str, Mapping[str, Any]] = {
    "libelle": GRAS,
    "statut": GRAS,
    "objectif": CENTRE,
    "nature": CENTRE,
    "tenu_verifie": LIBRE,
    "justifie_verifie": LIBRE,
    "au_dossier": LIBRE,
    "controle": LIBRE,
}


def add_atteinte(c: Drawing) -> None:
    """Draw « Atteinte »: targets first, then the expected results that they do not count."""
    feuille = workbook.feuille_atteinte(c.fiche)
    f = c.pen.add_feuille(feuille, c.resume)
    cibles = (*c.fiche.cibles, *c.fiche.resultats)
    c.pen.add_table(f, feuille, len(cibles), filtre=False)
    for n, (cible, calcul) in enumerate(zip(cibles, c.contenu.calculs["atteinte"], strict=True)):
        _add_ligne(c, f, LIGNE_ENTETE + n, cible, calcul)
    derniere = LIGNE_ENTETE + len(cibles)
    c.pen.add_mots(f, plage(FEUILLE.rang("statut"), PREMIERE_LIGNE, derniere), theme.STATUTS)
    _add_jauges(f, derniere)
    _add_globaux(c, f)
    c.add_bilan(f, FEUILLE)
    c.add_boutons(f, FEUILLE.table)
    _add_graphique(c, f, derniere)
    f.protect("", MISE_EN_PAGE)


def _add_ligne(c: Drawing, f: Any, n: int, cible: Cible, calcul: Mapping[str, Any]) -> None:
    cellules = {
        "libelle": cible.libelle,
        "objectif": cible.objectif,
        "nature": calcul["nature"],
        "au_dossier": NON_CONTROLE,
        "minimum": formulas.minimum(cible, _find_rang(c.fiche, cible)),
        **_comptes(c.fiche, cible),
        **formulas.ligne_atteinte(n + 1, LETTRES, say_dernier_jour(c.fiche)),
    }
    if c.fiche.avenants:
        calcul = {**calcul, "minimum_au": calcul["attendu"]}
        cellules |= _avenants(c.fiche, cible, n + 1, cellules)
    f.set_row(n, find_hauteur(cellules, FEUILLE.colonnes[:2]))
    for rang, colonne in enumerate(workbook.feuille_atteinte(c.fiche).colonnes):
        style = c.pen.corps(colonne, **PARTICULARITES.get(colonne.id, {}))
        valeur = cellules.get(colonne.id)
        if isinstance(valeur, str) and valeur.startswith("="):
            f.write_formula(n, rang, valeur, style, calcul[colonne.id])
        else:
            c.pen.write_dit(f, n, rang, valeur, style)


def _find_rang(fiche: Fiche, cible: Cible) -> int:
    """Its row in `minimums`, from 1; 0 where no avenant touches it."""
    return 1 + list_touchees(fiche).index(cible) if cible.versions else 0


def _avenants(
    fiche: Fiche, cible: Cible, ligne: int, cellules: Mapping[str, Any]
) -> dict[str, Any]:
    ici = {nom: f"{LETTRES[nom]}{ligne}" for nom in ("minimum", "minimum_au")}
    nature = CIBLE if cible in fiche.cibles else HORS_CIBLES
    dites = {"statut": cellules["statut"], "nature": nature}
    return formulas.ligne_avenants(cible, _find_rang(fiche, cible), ici, dites)


def _comptes(fiche: Fiche, cible: Cible) -> dict[str, str]:
    """Where the counts of a target come from: « Suivi », or « Indicateurs »."""
    if cible.indicateurs:
        lignes = {i.id: n for n, i in enumerate(fiche.indicateurs, start=PREMIERE_LIGNE)}
        total = lettres(INDICATEURS.rang("total") + 1)
        cellules = (f"{INDICATEURS.nom}!${total}${lignes[i]}" for i in cible.indicateurs)
        somme = f"={'+'.join(cellules)}"
        return {"tenu": somme, "justifie": somme, "a_venir": "=0"}
    rang = 1 + [instance.id for instance in fiche.instances].index(cible.id)
    return {
        "tenu": formulas.unites(rang, TENUE, JUSTIFIEE),
        "justifie": formulas.unites(rang, JUSTIFIEE),
        "a_venir": formulas.unites(rang, A_VENIR),
    }


def _add_jauges(f: Any, derniere: int) -> None:
    """A bar inside each rate, full at 100 %."""
    f.conditional_format(
        plage(FEUILLE.rang("taux"), PREMIERE_LIGNE, derniere),
        {
            "type": "data_bar",
            "bar_color": theme.JAUGE,
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": 1,
        },
    )


def _add_globaux(c: Drawing, f: Any) -> None:
    """Key figures above the table: each cell says in words what its number is."""
    f.set_row(3, 42)
    lignes = range(PREMIERE_LIGNE, PREMIERE_LIGNE + len(c.fiche.cibles))
    tenu, justifie = (
        formulas.taux_global(LETTRES[colonne], LETTRES["minimum"], lignes)
        for colonne in ("tenu", "justifie")
    )
    statuts = f"{LETTRES['statut']}{lignes[0]}:{LETTRES['statut']}{lignes[-1]}"
    atteintes = sum(x["statut"] == ATTEINTE for x in c.contenu.calculs["atteinte"][: len(lignes)])
    globaux = c.contenu.globaux
    jour = serie(globaux["date_reference"])
    sur = '[<2]0" cible sur {n} atteinte";0" cibles sur {n} atteintes"'.format(n=len(lignes))
    if any(cible.intermittente for cible in c.fiche.cibles):
        sur = '[<2]0" atteinte";0" atteintes"'  # out of a number that changes with the date
    chiffres = (
        ("objectif", "minimum", '"Tenu "0\\ %', tenu, globaux["tenu"]),
        ("tenu", "reste", '"Justifié "0\\ %', justifie, globaux["justifie"]),
        ("taux", "a_venir", '"au "dd/mm/yyyy', "=date_reference", jour),
        ("projection", "statut", sur, f'=COUNTIF({statuts},"{ATTEINTE}")', atteintes),
    )
    for debut, fin, format_, formule, valeur in chiffres:
        style = c.pen.texte(**CHIFFRE, num_format=format_)
        f.merge_range(3, FEUILLE.rang(debut), 3, FEUILLE.rang(fin), "", style)
        f.write_formula(3, FEUILLE.rang(debut), formule, style, valeur)


def _add_graphique(c: Drawing, f: Any, derniere: int) -> None:
    """One group of bars per target, as wide as the figures above it."""
    fin = PREMIERE_LIGNE + len(c.fiche.cibles) - 1
    police = {"name": theme.POLICE, "size": 9, "color": theme.ENCRE}
    graphique = c.pen.classeur.add_chart({"type": "bar"})
    for nom, colonne, fond, trait in SERIES:
        lettre = LETTRES[colonne]
        graphique.add_series(
            {
                "name": nom,
                "categories": f"={FEUILLE.nom}!$A${PREMIERE_LIGNE}:$A${fin}",
                "values": f"={FEUILLE.nom}!${lettre}${PREMIERE_LIGNE}:${lettre}${fin}",
                "fill": {"color": fond},
                "border": {"color": trait, "width": 0.75},
                "data_labels": {"value": True, "font": police},
                "gap": 45,
            }
        )
    titre = {**police, "size": 12, "color": theme.ARDOISE}
    graphique.set_title({"name": "Objectif, tenu et justifié", "name_font": titre})
    filet = {"color": theme.FILET}
    cibles = {"reverse": True, "num_font": {**police, "size": 10}, "line": filet}
    graphique.set_y_axis({**cibles, "major_tick_mark": "none"})  # of a bar chart: the targets
    graphique.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    graphique.set_legend({"position": "top", "font": police})
    graphique.set_chartarea({"border": filet})
    largeurs = (x.largeur for x in FEUILLE.colonnes[: FEUILLE.rang("statut") + 1])
    largeur = sum(int(7 * x + 5) for x in largeurs)
    graphique.set_size({"width": largeur, "height": 90 + 54 * len(c.fiche.cibles)})
    f.insert_chart(derniere + 1, 0, graphique, {"object_position": 2})
