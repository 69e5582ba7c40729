"""« Atteinte »: live figures per target, their overall rates, and their bars."""

from collections.abc import Mapping
from typing import Any

from plie_xl import charte
from plie_xl.cellule import lettres
from plie_xl.classeur import (
    A_VENIR,
    INDICATEURS,
    JUSTIFIEE,
    LIGNE_ENTETE,
    PREMIERE_LIGNE,
    TENUE,
)
from plie_xl.classeur import ATTEINTE_FEUILLE as FEUILLE
from plie_xl.fiche import Cible, Fiche
from plie_xl.plume import find_hauteur, plage
from plie_xl.template import formules
from plie_xl.template.chantier import MISE_EN_PAGE, Chantier, serie

LETTRES = {c.id: lettres(n) for n, c in enumerate(FEUILLE.colonnes, start=1)}
ECRITES_PAR_LE_BOUTON = ("tenu_verifie", "justifie_verifie", "controle")


def add_atteinte(c: Chantier) -> None:
    """Draw « Atteinte »: targets first, then the expected results that they do not count."""
    f = c.plume.add_feuille(FEUILLE, c.resume)
    cibles = (*c.fiche.cibles, *c.fiche.resultats)
    c.plume.add_table(f, FEUILLE, len(cibles))
    for n, (cible, calcul) in enumerate(zip(cibles, c.contenu.calculs["atteinte"], strict=True)):
        _add_ligne(c, f, LIGNE_ENTETE + n, cible, calcul)
    derniere = LIGNE_ENTETE + len(cibles)
    c.plume.add_mots(f, plage(FEUILLE.rang("statut"), PREMIERE_LIGNE, derniere), charte.STATUTS)
    _add_globaux(c, f)
    c.add_bilan(f, FEUILLE)
    _add_graphique(c, f, derniere)
    f.protect("", MISE_EN_PAGE)


def _add_ligne(c: Chantier, f: Any, n: int, cible: Cible, calcul: Mapping[str, Any]) -> None:
    cellules = {
        "libelle": cible.libelle,
        "objectif": cible.objectif,
        "nature": calcul["nature"],
        "minimum": formules.minimum(cible),
        **_comptes(c.fiche, cible),
        **formules.ligne_atteinte(n + 1, LETTRES),
    }
    f.set_row(n, find_hauteur(cellules, FEUILLE.colonnes[:2]))
    for rang, colonne in enumerate(FEUILLE.colonnes):
        gras = {"bold": True} if colonne.id == "statut" else {}
        libre = {"locked": False} if colonne.id in ECRITES_PAR_LE_BOUTON else {}
        style = c.plume.corps(colonne, **gras, **libre)
        valeur = cellules.get(colonne.id)
        if isinstance(valeur, str) and valeur.startswith("="):
            f.write_formula(n, rang, valeur, style, calcul[colonne.id])
        else:
            c.plume.write(f, n, rang, valeur, style)


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
        "tenu": formules.unites(rang, TENUE, JUSTIFIEE),
        "justifie": formules.unites(rang, JUSTIFIEE),
        "a_venir": formules.unites(rang, A_VENIR),
    }


def _add_globaux(c: Chantier, f: Any) -> None:
    """Overall rates and date, above the table."""
    lignes = range(PREMIERE_LIGNE, PREMIERE_LIGNE + len(c.fiche.cibles))
    gras = c.plume.texte(bold=True, num_format=charte.FORMATS["pourcent"], align="left")
    jour = c.plume.texte(bold=True, num_format=charte.FORMATS["date"], align="left")
    droite = c.plume.texte(align="right")
    for rang, nom, colonne in ((0, "Taux global tenu", "tenu"), (4, "justifié", "justifie")):
        f.write_string(3, rang, f"{nom} :", droite)
        formule = formules.taux_global(LETTRES[colonne], LETTRES["minimum"], lignes)
        f.write_formula(3, rang + 1, formule, gras, c.contenu.globaux[colonne])
    f.write_string(3, 8, "au", droite)
    f.write_formula(3, 9, "=date_reference", jour, serie(c.contenu.globaux["date_reference"]))


def _add_graphique(c: Chantier, f: Any, derniere: int) -> None:
    fin = PREMIERE_LIGNE + len(c.fiche.cibles) - 1
    graphique = c.plume.classeur.add_chart({"type": "bar"})
    series = (
        ("Objectif", "minimum", charte.GRIS),
        ("Tenu", "tenu", charte.BLEU),
        ("Justifié", "justifie", charte.OCRE),
    )
    for nom, colonne, couleur in series:
        lettre = LETTRES[colonne]
        graphique.add_series(
            {
                "name": nom,
                "categories": f"={FEUILLE.nom}!$A${PREMIERE_LIGNE}:$A${fin}",
                "values": f"={FEUILLE.nom}!${lettre}${PREMIERE_LIGNE}:${lettre}${fin}",
                "fill": {"color": couleur},
                "gap": 60,
            }
        )
    police = {"name": charte.POLICE, "size": 9}
    titre = {"name": "Objectif, tenu, justifié", "name_font": {**police, "size": 12}}
    graphique.set_title(titre)
    graphique.set_y_axis({"reverse": True, "num_font": police})  # of a bar chart: the targets
    traits = {"visible": True, "line": {"color": charte.FILET}}
    echelle = {"num_format": "0", "min": 0, "major_gridlines": traits}
    graphique.set_x_axis({"num_font": police, **echelle})
    graphique.set_legend({"position": "bottom", "font": police})
    graphique.set_size({"width": 980, "height": 120 + 62 * len(c.fiche.cibles)})
    f.insert_chart(derniere + 1, 0, graphique, {"object_position": 2})
