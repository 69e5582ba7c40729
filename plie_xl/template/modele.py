"""One function per sheet of the coordinator's workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

from plie_xl import charte
from plie_xl.cellule import lettres
from plie_xl.classeur import (
    ANOMALIES,
    ATTEINTE_FEUILLE,
    CIBLES,
    FICHE,
    FINANCEMENT,
    INDICATEURS,
    JUSTIFIEE,
    LIBELLES_MODALITES,
    LIGNE_ENTETE,
    LISTES,
    LIVRABLES,
    MANQUE,
    NATURES,
    PREMIERE_LIGNE,
    STATUTS,
    TENUE,
    Feuille,
    feuille_suivi,
    lignes_pretes,
    parametres,
)
from plie_xl.contenu import (
    etat_pieces,
    lignes_cibles,
    lignes_fixes,
    resume_fiche,
    valeurs_parametres,
)
from plie_xl.fiche import Fiche, load_mots_absence
from plie_xl.plume import Plume, plage
from plie_xl.template import formules

Lignes = list[dict[str, Any]]


@dataclass(frozen=True)
class Contenu:
    """What fills a workbook: typed rows by table, and the value of each formula.

    `calculs["suivi"]` and `calculs["atteinte"]` hold the computed columns of each row, in order;
    `globaux` the figures above « Atteinte » and the dates of « Fiche ».
    """

    saisies: Mapping[str, Lignes] = field(default_factory=dict)
    calculs: Mapping[str, Lignes] = field(default_factory=dict)
    globaux: Mapping[str, Any] = field(default_factory=dict)
    cree_le: date | None = None


class Modele:
    """Draws the sheets of one fiche with one pen."""

    def __init__(self, fiche: Fiche, plume: Plume, contenu: Contenu) -> None:
        self.fiche, self.plume, self.contenu = fiche, plume, contenu
        self.resume = resume_fiche(fiche)

    def add_fiche(self) -> None:
        """« Fiche »: grey identity, few yellow cells, the names that formulas use."""
        f = self.plume.add_feuille(FICHE, self.resume)
        rows = parametres(self.fiche)
        self.plume.add_table(f, FICHE, len(rows))
        valeurs = {
            **valeurs_parametres(self.fiche),
            **self.contenu.saisies.get("parametres", [{}])[0],
        }
        rubrique, valeur, note = FICHE.colonnes
        for n, p in enumerate(rows, start=LIGNE_ENTETE):
            self.plume.write(f, n, 0, p.rubrique, self.plume.corps(rubrique, bold=True))
            style = self.plume.corps(
                valeur, p.saisie, num_format=charte.FORMATS[p.format], align="left"
            )
            if p.id in self.contenu.globaux:
                formule = {
                    "date_reference": "=MIN(fin,IF(ISNUMBER(arrete_au),INT(arrete_au),TODAY()))",
                    "part_ecoulee": "=MAX(0,MIN(1,(date_reference-debut+1)/(fin-debut+1)))",
                }[p.id]
                f.write_formula(n, 1, formule, style, serie(self.contenu.globaux[p.id]))
            else:
                self.plume.write(f, n, 1, valeurs.get(p.id), style)
            self.plume.write(f, n, 2, p.note, self.plume.corps(note, italic=True))
            if p.nom:
                self.plume.classeur.define_name(p.nom, f"={FICHE.nom}!$B${n + 1}")
        if not self.fiche.par_technicien:
            self.plume.classeur.define_name("techniciens", "=0")
        self._add_a_savoir(f, LIGNE_ENTETE + len(rows) + 1)
        f.protect("", {"format_columns": True, "format_rows": True})

    def _add_a_savoir(self, f: Any, ligne: int) -> None:
        """What the paper leaves open, and the reading chosen, below the table."""
        textes = [*self.fiche.a_savoir, *self.fiche.a_confirmer]
        if textes:
            f.write_string(ligne, 0, "À savoir", self.plume.texte(bold=True))
        for n, texte in enumerate(textes, start=ligne + 1):
            f.merge_range(n, 0, n, 2, "", self.plume.texte(text_wrap=True, valign="top"))
            f.write_string(n, 0, f"• {texte}", self.plume.texte(text_wrap=True, valign="top"))
            f.set_row(n, 14 * (1 + len(texte) // 130))

    def add_cibles(self) -> None:
        """« Cibles »: the targets and the evidence that proves them."""
        self._add_lecture(CIBLES, lignes_cibles(self.fiche))

    def add_suivi(self, boutons: bool) -> None:
        """« Suivi »: the log, with its blank rows ready and its live verdicts."""
        feuille = feuille_suivi(self.fiche)
        f = self.plume.add_feuille(feuille, self.resume)
        f.freeze_panes(LIGNE_ENTETE, 3)
        saisies = self.contenu.saisies.get("suivi", [])
        lignes = max(lignes_pretes(self.fiche), len(saisies) + 20)
        colonnes = formules.Suivi(self.fiche).columns()
        self.plume.add_table(f, feuille, lignes, colonnes)
        calculs = self.contenu.calculs.get("suivi", [])
        for n in range(lignes):
            saisie = saisies[n] if n < len(saisies) else {}
            calcul = calculs[n] if n < len(calculs) else {}
            for rang, c in enumerate(feuille.colonnes):
                ligne, style = LIGNE_ENTETE + n, self.plume.corps(c)
                if c.id in colonnes:
                    vide = 0 if c.id in ("rang", "unites") else ""
                    valeur = calcul.get(c.id, vide)
                    f.write_formula(ligne, rang, colonnes[c.id], style, valeur)
                else:
                    self.plume.write(f, ligne, rang, saisie.get(c.id), style)
        derniere = LIGNE_ENTETE + lignes - 1
        self.plume.add_aides(f, feuille, derniere, _NOMS_LISTES)
        self._add_couleurs(f, feuille, derniere + 1)
        if boutons:
            self._add_boutons(f)

    def _add_couleurs(self, f: Any, feuille: Feuille, derniere: int) -> None:
        """Red where an anomaly points; ochre and green for the verdicts."""
        anomalies = f"{ANOMALIES.nom}!${{0}}${PREMIERE_LIGNE}:${{0}}$2000"
        feuilles, cellules = (
            anomalies.format(lettres(ANOMALIES.rang(c) + 1)) for c in ("feuille", "cellule")
        )
        etendue = f"A{PREMIERE_LIGNE}:{lettres(len(feuille.colonnes))}{derniere}"
        ici = "ADDRESS(ROW(),COLUMN(),4)"
        f.conditional_format(
            etendue,
            {
                "type": "formula",
                "criteria": f'=COUNTIFS({feuilles},"{feuille.nom}",{cellules},{ici})>0',
                "format": self.plume.format(bg_color=charte.ROUGE, font_color=charte.ROUGE_ENCRE),
            },
        )
        if feuille.table != "suivi":
            return
        attention, bien = charte.STATUTS["Tenue, pièces à compléter"], charte.STATUTS["Atteinte"]
        pieces = plage(feuille.rang("etat_pieces"), PREMIERE_LIGNE, derniere)
        f.conditional_format(
            pieces,
            {
                "type": "text",
                "criteria": "begins with",
                "value": MANQUE.strip(),
                "format": self.plume.format(bg_color=attention[0], font_color=attention[1]),
            },
        )
        compte = plage(feuille.rang("compte"), PREMIERE_LIGNE, derniere)
        self.plume.add_mots(f, compte, {JUSTIFIEE: bien, TENUE: attention})

    def _add_boutons(self, f: Any) -> None:
        for rang, (macro, texte) in enumerate(BOUTONS.items()):
            f.insert_button(
                3,
                0,
                {
                    "macro": macro,
                    "caption": texte,
                    "width": 120,
                    "height": 26,
                    "x_offset": 6 + 128 * rang,
                    "y_offset": 3,
                },
            )

    def add_atteinte(self) -> None:
        """« Atteinte »: live figures per target, and their bars."""
        feuille = ATTEINTE_FEUILLE
        f = self.plume.add_feuille(feuille, self.resume)
        cibles = (*self.fiche.cibles, *self.fiche.resultats)
        self.plume.add_table(f, feuille, len(cibles))
        lettre = {c.id: lettres(n + 1) for n, c in enumerate(feuille.colonnes)}
        rangs = {c.id: n for n, c in enumerate(self.fiche.instances, start=1)}
        calculs = self.contenu.calculs["atteinte"]
        for n, (cible, calcul) in enumerate(zip(cibles, calculs, strict=True)):
            ligne = LIGNE_ENTETE + n
            textes = {
                "libelle": cible.libelle,
                "objectif": cible.objectif,
                "nature": calcul["nature"],
            }
            vivantes = {
                "minimum": formules.minimum(cible),
                **self._comptes(cible, rangs),
                **formules.ligne_atteinte(feuille, ligne + 1, lettre),
            }
            for rang, c in enumerate(feuille.colonnes):
                style = self.plume.corps(c, **({"bold": True} if c.id == "statut" else {}))
                valeur = vivantes.get(c.id, textes.get(c.id))
                if isinstance(valeur, str) and valeur.startswith("="):
                    f.write_formula(ligne, rang, valeur, style, calcul[c.id])
                else:
                    self.plume.write(f, ligne, rang, valeur, style)
        derniere = LIGNE_ENTETE + len(cibles)
        statuts = plage(feuille.rang("statut"), PREMIERE_LIGNE, derniere)
        self.plume.add_mots(f, statuts, charte.STATUTS)
        self._add_globaux(f, lettre)
        self._add_graphique(f, lettre, derniere)
        f.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})

    def _comptes(self, cible: Any, rangs: Mapping[str, int]) -> dict[str, str]:
        """Where the counts of a target come from: « Suivi », or « Indicateurs »."""
        if cible.indicateurs:
            lignes = {i.id: n for n, i in enumerate(self.fiche.indicateurs, start=PREMIERE_LIGNE)}
            total = lettres(INDICATEURS.rang("total") + 1)
            somme = "=" + "+".join(
                f"{INDICATEURS.nom}!${total}${lignes[i]}" for i in cible.indicateurs
            )
            return {"tenu": somme, "justifie": somme, "a_venir": "=0"}
        rang = rangs[cible.id]
        return {
            "tenu": formules.unites(rang, TENUE, JUSTIFIEE),
            "justifie": formules.unites(rang, JUSTIFIEE),
            "a_venir": formules.unites(rang, "prévue"),
        }

    def _add_globaux(self, f: Any, lettre: Mapping[str, str]) -> None:
        """Overall rates and date, above the table."""
        lignes = range(PREMIERE_LIGNE, PREMIERE_LIGNE + len(self.fiche.cibles))
        gras = self.plume.texte(bold=True, num_format=charte.FORMATS["pourcent"], align="left")
        jour = self.plume.texte(bold=True, num_format=charte.FORMATS["date"], align="left")
        droite = self.plume.texte(align="right")
        for rang, nom, colonne in ((0, "Taux global tenu", "tenu"), (4, "justifié", "justifie")):
            f.write_string(3, rang, f"{nom} :", droite)
            formule = formules.taux_global(lettre[colonne], lettre["minimum"], lignes)
            f.write_formula(3, rang + 1, formule, gras, self.contenu.globaux[colonne])
        f.write_string(3, 8, "au", droite)
        f.write_formula(
            3, 9, "=date_reference", jour, serie(self.contenu.globaux["date_reference"])
        )

    def _add_graphique(self, f: Any, lettre: Mapping[str, str], derniere: int) -> None:
        n = PREMIERE_LIGNE + len(self.fiche.cibles) - 1
        graphique = self.plume.classeur.add_chart({"type": "bar"})
        for nom, colonne, couleur in (
            ("Objectif", "minimum", charte.GRIS),
            ("Tenu", "tenu", charte.BLEU),
            ("Justifié", "justifie", charte.OCRE),
        ):
            graphique.add_series(
                {
                    "name": nom,
                    "categories": f"={f.get_name()}!$A${PREMIERE_LIGNE}:$A${n}",
                    "values": f"={f.get_name()}!${lettre[colonne]}${PREMIERE_LIGNE}:"
                    f"${lettre[colonne]}${n}",
                    "fill": {"color": couleur},
                    "gap": 60,
                }
            )
        police = {"name": charte.POLICE, "size": 9}
        graphique.set_title(
            {"name": "Objectif, tenu, justifié", "name_font": {**police, "size": 12}}
        )
        graphique.set_x_axis({"reverse": True, "num_font": police})
        graphique.set_y_axis(
            {
                "num_font": police,
                "num_format": "0",
                "min": 0,
                "major_gridlines": {"visible": True, "line": {"color": charte.FILET}},
            }
        )
        graphique.set_legend({"position": "bottom", "font": police})
        graphique.set_size({"width": 980, "height": 120 + 62 * len(self.fiche.cibles)})
        f.insert_chart(derniere + 1, 0, graphique, {"object_position": 2})

    def add_livrables(self) -> None:
        """« Livrables »: what the fiche asks to hand in, and room for more."""
        self._add_saisie(LIVRABLES, vides=15)

    def add_indicateurs(self) -> None:
        """« Indicateurs »: counts by month, with their totals."""
        f, feuille = self._add_saisie(INDICATEURS, vides=0), INDICATEURS
        rang, premier = feuille.rang("total"), feuille.rang("m01")
        lignes = self._lignes(feuille)
        for n, saisie in enumerate(lignes):
            ligne = LIGNE_ENTETE + n
            somme = f"=SUM({lettres(premier + 1)}{ligne + 1}:{lettres(premier + 12)}{ligne + 1})"
            valeurs = [
                v for c, v in saisie.items() if c.startswith("m") and isinstance(v, int | float)
            ]
            f.write_formula(
                ligne, rang, somme, self.plume.corps(feuille.colonnes[rang]), sum(valeurs)
            )
        f.freeze_panes(LIGNE_ENTETE, 1)

    def add_financement(self) -> None:
        """« Financement »: costs and resources, with their sums and the limits of the fiche."""
        f = self._add_saisie(FINANCEMENT, vides=12)
        lignes = self._lignes(FINANCEMENT)
        petit = self.plume.texte(align="right", font_color=charte.DOUX)
        somme = self.plume.texte(num_format=charte.FORMATS["euros"], bold=True, align="right")
        for ligne, (nom, nature) in enumerate(
            (("Dépenses", NATURES[0]), ("Ressources", NATURES[1]))
        ):
            f.write_string(2 + ligne, 1, f"{nom} :", petit)
            for rang, colonne in ((2, "prevu"), (3, "realise")):
                total = sum(
                    v
                    for saisie in lignes
                    if saisie.get("nature") == nature
                    and isinstance(v := saisie.get(colonne), int | float)
                )
                entete = FINANCEMENT.colonne(colonne).entete
                formule = f'=SUMIFS(financement[{entete}],financement[Nature],"{nature}")'
                f.write_formula(2 + ligne, rang, formule, somme, total)

    def add_anomalies(self) -> None:
        """« Anomalies »: blank until the first « Valider »."""
        f = self.plume.add_feuille(ANOMALIES, self.resume)
        self.plume.add_table(f, ANOMALIES, 100)
        for n in range(100):
            for rang, c in enumerate(ANOMALIES.colonnes):
                self.plume.write(f, LIGNE_ENTETE + n, rang, None, self.plume.corps(c))
        f.repeat_rows(LIGNE_ENTETE - 1)

    def add_listes(self) -> None:
        """« Listes » (hidden): what feeds the drop-downs, and the verdict on each set of pieces."""
        f = self.plume.classeur.add_worksheet(LISTES)
        listes = {
            "liste_instances": [c.libelle for c in self.fiche.instances],
            "liste_statuts": list(STATUTS),
            "liste_modalites": list(LIBELLES_MODALITES),
            "liste_natures": list(NATURES),
            "mots_absence": list(load_mots_absence()),
        }
        for rang, (nom, valeurs) in enumerate(listes.items()):
            f.write_string(0, rang, nom)
            for n, valeur in enumerate(valeurs, start=1):
                f.write_string(n, rang, valeur)
            self._define(nom, 1, rang, len(valeurs), rang)
        gauche = len(listes)
        table = table_preuves(self.fiche)
        f.write_string(0, gauche, "preuves")
        for n, ligne in enumerate(table, start=1):
            for k, mot in enumerate(ligne):
                f.write_string(n, gauche + k, mot)
        self._define("preuves", 1, gauche, len(table), gauche + len(table[0]) - 1)
        f.hide()

    def _define(self, nom: str, haut: int, gauche: int, bas: int, droite: int) -> None:
        coins = f"${lettres(gauche + 1)}${haut + 1}:${lettres(droite + 1)}${bas + 1}"
        self.plume.classeur.define_name(nom, f"={LISTES}!{coins}")

    def _lignes(self, feuille: Feuille) -> Lignes:
        return self.contenu.saisies.get(feuille.table) or lignes_fixes(self.fiche, feuille)

    def _add_lecture(self, feuille: Feuille, lignes: Lignes) -> None:
        """A sheet that nobody types in."""
        f = self.plume.add_feuille(feuille, self.resume)
        self.plume.add_table(f, feuille, len(lignes))
        for n, ligne in enumerate(lignes, start=LIGNE_ENTETE):
            for rang, c in enumerate(feuille.colonnes):
                self.plume.write(f, n, rang, ligne.get(c.id), self.plume.corps(c))
        f.protect("", {"format_columns": True, "format_rows": True})

    def _add_saisie(self, feuille: Feuille, vides: int) -> Any:
        """A sheet to fill in, with `vides` blank rows after the ones that are given."""
        f = self.plume.add_feuille(feuille, self.resume)
        saisies = self._lignes(feuille)
        lignes = len(saisies) + vides
        self.plume.add_table(f, feuille, lignes)
        for n in range(lignes):
            saisie = saisies[n] if n < len(saisies) else {}
            for rang, c in enumerate(feuille.colonnes):
                self.plume.write(f, LIGNE_ENTETE + n, rang, saisie.get(c.id), self.plume.corps(c))
        self.plume.add_aides(f, feuille, LIGNE_ENTETE + lignes - 1, _NOMS_LISTES)
        self._add_couleurs(f, feuille, LIGNE_ENTETE + lignes)
        return f


BOUTONS = {
    "PlieValider": "Valider",
    "PlieCalculer": "Calculer",
    "PliePreparerEnvoi": "Préparer l’envoi",
}
_NOMS_LISTES = {
    "instances": "liste_instances",
    "statuts": "liste_statuts",
    "modalites": "liste_modalites",
    "natures": "liste_natures",
}


def table_preuves(fiche: Fiche) -> list[list[str]]:
    """The word of « Pièces » for each target × modality (rows) and each set of pieces (columns).

    Tabulated from the one rule of evidence, so that the live formula only has to look it up.
    """
    ensembles = [
        frozenset(p for p, present in zip(fiche.kinds, bits, strict=True) if present)
        for bits in (tuple(reversed(b)) for b in product((0, 1), repeat=len(fiche.kinds)))
    ]
    return [
        [etat_pieces(cible, modalite, fournies) for fournies in ensembles]
        for cible in fiche.instances
        for modalite in (None, *LIBELLES_MODALITES.values())
    ]


def serie(valeur: Any) -> Any:
    """A value as Excel stores it: days are numbers."""
    return (valeur - date(1899, 12, 30)).days if isinstance(valeur, date) else valeur
