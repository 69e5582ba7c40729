"""« Listes » (hidden): what feeds the drop-downs, and the verdict on each set of pieces.

Below them, one blank row per entry sheet bears its drop-downs: *Valider* pastes them over the
ones that were destroyed.
"""

from itertools import product
from typing import Any

from plie_xl.model.cell import lettres
from plie_xl.model.evidence import etat_pieces
from plie_xl.model.fiche import Fiche
from plie_xl.model.piece_words import (
    debuts_absence,
    formes_absence,
    list_premiers,
    marques_reference,
    sujets,
)
from plie_xl.model.words import LIBELLES_MODALITES, PUBLICITES, SANS_FAUTE, STATUTS
from plie_xl.model.workbook import FICHE, LISTES, NATURES, feuilles
from plie_xl.sheets.onglet import Onglet
from plie_xl.template.avenants import Formule, tables_avenants
from plie_xl.template.drawing import LISTES_DEROULANTES, Drawing
from plie_xl.template.live import FIN
from plie_xl.template.typed import tables_parametres


def add_listes(c: Drawing) -> None:
    """Write the lists side by side, each under its defined name."""
    f = c.pen.classeur.add_worksheet(LISTES, Onglet)
    colonnes = {
        "liste_instances": [[i.libelle] for i in c.fiche.instances],
        "liste_statuts": [[s] for s in STATUTS],
        "liste_modalites": [[m] for m in LIBELLES_MODALITES],
        "liste_natures": [[n] for n in NATURES],
        "liste_publicites": [[p] for p in PUBLICITES],
        "absences": [
            *([f"{mot}{FIN}"] for mot in ("", *formes_absence())),
            *([f"{debut} "] for debut in debuts_absence()),
        ],
        "premiers": [[mot] for mot in list_premiers((*formes_absence(), *debuts_absence()))],
        "sujets": [[f"{sujet} "] for sujet in sujets()],
        "marques": [[marque] for marque in marques_reference()],
        "sans_faute": [[mot] for mot in SANS_FAUTE],
        "preuves": table_preuves(c.fiche),
        **tables_parametres(c.fiche, (c.contenu.saisies.get(FICHE.table) or [{}])[0]),
        **tables_avenants(c.fiche, c.contenu.globaux["date_reference"]),
    }
    gauche = 0
    for nom, lignes in colonnes.items():
        f.write_verbatim(0, gauche, nom)
        for n, ligne in enumerate(lignes, start=1):
            for k, mot in enumerate(ligne):
                _write(c, f, n, gauche + k, mot)
        droite = gauche + len(lignes[0])
        coins = f"${lettres(gauche + 1)}$2:${lettres(droite)}${len(lignes) + 1}"
        c.pen.classeur.define_name(nom, f"={LISTES}!{coins}")
        gauche = droite
    _add_modeles(c, f, 2 + max(map(len, colonnes.values())))
    f.hide()


def _write(c: Drawing, f: Any, n: int, rang: int, mot: str | float | Formule) -> None:
    if isinstance(mot, str):
        f.write_verbatim(n, rang, mot)
    elif isinstance(mot, Formule):
        f.write_formula(n, rang, mot.texte, None, mot.valeur)
    else:
        f.write_number(n, rang, mot)


def _add_modeles(c: Drawing, f: Any, n: int) -> None:
    """One row per entry sheet, from row `n` (0-based), named after its table."""
    for ligne, feuille in enumerate((x for x in feuilles(c.fiche) if x.saisie), start=n):
        c.pen.add_aides(f, feuille, ligne, LISTES_DEROULANTES, ligne)
        coins = f"$A${ligne + 1}:${lettres(len(feuille.colonnes))}${ligne + 1}"
        c.pen.classeur.define_name(f"modele_{feuille.table}", f"={LISTES}!{coins}")


def table_preuves(fiche: Fiche) -> list[list[str]]:
    """The word of « Pièces » for each target × modality (rows) and each set of pieces (columns).

    Tabulated from the one rule of evidence, so that the live formula only has to look it up; once
    for each avenant, where the evidence is that of the day.
    """
    ensembles = [
        frozenset(p for p, present in zip(fiche.kinds, bits, strict=True) if present)
        for bits in (tuple(reversed(b)) for b in product((0, 1), repeat=len(fiche.kinds)))
    ]
    return [
        [etat_pieces(cible.regle(periode), modalite, fournies) for fournies in ensembles]
        for periode in range(0 if fiche.au_jour else len(fiche.debuts) - 1, len(fiche.debuts))
        for cible in fiche.instances
        for modalite in (None, *LIBELLES_MODALITES.values())
    ]
