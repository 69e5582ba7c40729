"""Propositions → a workbook whose columns are those of « Suivi », ready to be copied there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from plie_xl.agenda.propose import Propositions
from plie_xl.model.fiche import Fiche
from plie_xl.model.workbook import LIGNE_ENTETE, Colonne, Feuille, feuille_suivi
from plie_xl.sheets.heights import find_hauteur
from plie_xl.sheets.pen import Pen

_COPIEES = ("date", "instance", "objet", "statut", "modalite", "lieu", "quantite", "presents")
_HEURES = ("debut_heure", "fin_heure")
_LARGEURS = {"instance": 40, "lieu": 30, "objet": 16}

A_SAVOIR = Feuille(
    "À savoir",
    "a_savoir",
    "Ce que dit le fichier reçu",
    "Rien à saisir ici : ce qui est déjà dans « Suivi », et ce qui n’a pas été retenu.",
    (
        Colonne("code", "Code", 9, saisie=False),
        Colonne("cellule", "Cellule", 10, saisie=False),
        Colonne("constat", "Constat", 62, saisie=False),
        Colonne("attendu", "Attendu", 36, saisie=False),
        Colonne("remede", "À faire", 46, saisie=False),
    ),
    saisie=False,
)


def build_propositions(propositions: Propositions) -> bytes:
    """The workbook of propositions; nobody reads it back."""
    fiche = propositions.fiche
    pen = Pen(fiche.debut, f"Propositions {fiche.annee}, {fiche.plie}", "propositions plie_xl")
    _add(pen, feuille_propositions(fiche), propositions.lignes, fiche)
    _add(pen, A_SAVOIR, [a.to_dict() for a in propositions.anomalies], fiche)
    return pen.close()


def feuille_propositions(fiche: Fiche) -> Feuille:
    """The typed columns of « Suivi », in its order."""
    suivi = feuille_suivi(fiche)
    colonnes = [
        replace(c, cachee=False, largeur=_LARGEURS.get(nom, c.largeur))
        for nom in (*_COPIEES, *_HEURES)
        for c in (suivi.colonne(nom),)
    ]
    return Feuille(
        "Propositions",
        "propositions",
        "Réunions proposées",
        "Effacez les lignes de trop, puis copiez de « Date » à « Présents » sous la dernière ligne"
        " de « Suivi ».",
        tuple(colonnes),
    )


def _add(pen: Pen, feuille: Feuille, lignes: Sequence[Mapping[str, object]], fiche: Fiche) -> None:
    f = pen.add_feuille(feuille, f"{fiche.plie}, {fiche.annee}")
    pen.add_table(f, feuille, len(lignes))
    f.set_row(3, 8)
    for n, ligne in enumerate(lignes, start=LIGNE_ENTETE):
        f.set_row(n, find_hauteur(ligne, feuille.colonnes))
        for rang, colonne in enumerate(feuille.colonnes):
            pen.write(f, n, rang, ligne.get(colonne.id), pen.corps(colonne))
