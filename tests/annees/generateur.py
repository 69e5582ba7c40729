"""Random workbooks of version 1: a stored blank one, its cells filled at random by openpyxl."""

import random
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

from galerie.ouvert import open_octets

VIERGES = sorted((Path(__file__).parents[1] / "v1" / "vierges").glob("*.xlsx"))
TEXTES = ("", "x", "voir dossier", "2024-03-14 COPIL émargement.pdf", "é " * 150, "=somme", "'12")
BRUITS = ("courant mars", "31/02/2024", "Faite", 1.5, -3, "deux", True, date(2023, 5, 2), "  ")
STATUTS = ("Réalisée", "Réalisée", "Réalisée", "Prévue", "Reportée", "Annulée", "realisee")
MODALITES = ("Présentiel", "À distance", "Consultation écrite", "")
A_SOI = ("Ma colonne", "Publicité", "Suivi interne", "Date")


def tirer(graine):
    """The name and the bytes of a workbook of version 1."""
    alea = random.Random(graine)
    chemin = alea.choice(VIERGES)
    classeur = open_octets(chemin.read_bytes())
    _remplir_suivi(alea, classeur)
    for nom in ("Livrables", "Financement", "Indicateurs"):
        if nom in classeur.sheetnames:
            _remplir(alea, classeur[nom])
    if alea.random() < 0.5:
        fiche = classeur["Fiche"]
        for rubrique, valeur, *_ in fiche.iter_rows(min_row=6, max_row=30):
            if rubrique.value == "Arrêté au":
                valeur.value = alea.choice((date(2024, 6, 30), "30/06/2024", "bientôt"))
            if rubrique.value == "Service à contacter":
                valeur.value = "service insertion"
    sorti = BytesIO()
    classeur.save(sorti)
    return chemin.name, sorti.getvalue()


def _remplir_suivi(alea, classeur):
    feuille = classeur["Suivi"]
    entetes = {c.value: c.column for c in feuille[5] if c.value}
    cibles = [r[1].value for r in classeur["Cibles"].iter_rows(min_row=6) if r[1].value]
    pieces = [e for e in entetes if e not in _connues()]
    ajouts = alea.sample(A_SOI, alea.choice((0, 0, 1, 2)))
    large = max(entetes.values())
    for n, entete in enumerate(ajouts, start=1):
        feuille.cell(5, large + n, entete)
    ligne = 6
    for _ in range(alea.randint(0, 25)):
        ligne += alea.choice((0, 0, 0, 1, 3))
        jour = date(2024, 1, 1) + timedelta(days=alea.randint(-20, 390))
        valeurs = {
            "Date": alea.choice(
                (jour, jour, jour, f"{jour:%d/%m/%Y}", datetime(2024, 3, 4, 9, 30))
            ),
            "Instance ou action": alea.choice((*cibles, "Réunion oubliée")),
            "Objet": alea.choice(TEXTES),
            "Statut": alea.choice(STATUTS),
            "Modalité": alea.choice(MODALITES),
            "Lieu": alea.choice(("", "Agen", "Pessac")),
            "Quantité": alea.choice(("", "", 1, 2, 3, "2", 0)),
            "Présents": alea.choice(("", 4, 12)),
            "Commentaire": alea.choice(TEXTES),
            **{p: alea.choice(TEXTES) for p in pieces},
        }
        if alea.random() < 0.2:
            valeurs[alea.choice(list(valeurs))] = alea.choice(BRUITS)
        for entete, valeur in valeurs.items():
            if valeur != "" and entete in entetes:
                _ecrire(feuille, ligne, entetes[entete], valeur)
        for n, _ in enumerate(ajouts, start=1):
            _ecrire(feuille, ligne, large + n, alea.choice(("à moi", 7, date(2024, 5, 6))))
        ligne += 1


def _connues():
    return {
        "N°", "Date", "Instance ou action", "Objet", "Statut", "Modalité", "Lieu", "Quantité",
        "Présents", "Pièces", "Compte", "Commentaire", "Jour", "Rang", "Unités",
    }  # fmt: skip


def _remplir(alea, feuille):
    large = max(c.column for c in feuille[5] if c.value)
    for ligne in range(6, 14):
        for rang in range(2, large):
            if alea.random() < 0.3:
                valeur = alea.choice((1, 250, 12.5, date(2024, 9, 1), "texte", "Dépense"))
                _ecrire(feuille, ligne, rang, valeur)


def _ecrire(feuille, ligne, rang, valeur):
    cellule = feuille.cell(ligne, rang)
    cellule.value = valeur
    if isinstance(valeur, str):
        cellule.data_type = "s"
