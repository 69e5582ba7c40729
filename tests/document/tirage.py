"""Fiches drawn at random, with what they say: names, numbers, rules of evidence, layouts."""

import random
from datetime import date
from typing import Any

NOMS = (
    "Comités de pilotage", "Commissions d’intégration et de sortie", "Réunions des référents",
    "Réunions d’équipe du PLIE", "Ateliers de codéveloppement", "Comités techniques",
    "Rencontres avec les employeurs locaux", "Forums de l’insertion",
    "Réunions partenariales avec France Travail", "Groupes de travail sur la mobilité",
    "Conseils d’administration de la structure porteuse", "Séminaires des partenaires",
    "Points avec les structures de l’IAE", "Comités de suivi des clauses sociales",
    "Assemblées générales", "Visites de chantiers d’insertion", "Commissions de veille des parcours",
)  # fmt: skip
LETTRES = {
    2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six", 7: "sept", 8: "huit", 9: "neuf",
    10: "dix", 11: "onze", 12: "douze", 20: "vingt", 21: "vingt et un", 24: "vingt-quatre",
}  # fmt: skip
PIECES = {
    "emargement": ("feuille d’émargement", "liste de présence", "feuilles de présence signées"),
    "compte_rendu": ("compte rendu", "comptes-rendus", "procès-verbal", "PV"),
    "releve_decisions": ("relevé de décisions", "relevés de décisions"),
    "prise_notes": ("prise de notes", "prises de notes"),
    "invitation": ("invitation", "convocations"),
    "tableau_decisions": ("tableau des décisions",),
}
TOURNURES = (  # {N}: the name, {n}: the same after a number, {c} {l}: the number; maximum, genre
    ("{N} : {c}", 0, "exact"), ("{c} {n}", 0, "exact"), ("{N} : au moins {c}", 0, "minimum"),
    ("{N} : {c} minimum", 0, "minimum"), ("{N} : {c}/an", 0, "exact"), ("{N} : {c} par an", 0, "exact"),
    ("Au minimum {c} {n}", 0, "minimum"), ("{L} {n} dans l’année", 0, "exact"), ("Tenir {c} {n}", 0, "exact"),
    ("Organisation de {l} {n}", 0, "exact"), ("{c} à {m} {n}", 2, "fourchette"),
    ("{N} : entre {c} et {m}", 2, "fourchette"), ("{N} : environ {c}", 0, "environ"),
    ("{N} : {c} fois par an", 0, "exact"), ("{N} (≥ {c})", 0, "minimum"),
)  # fmt: skip
REGLES = (
    ("{a}", ("a",)), ("{a} et {b}", ("ab",)), ("{a} ou {b}", ("a", "b")), ("{a} et/ou {b}", ("a", "b")),
    ("{a}, {b} ou {c}", ("a", "b", "c")), ("{a}, {b} et {c}", ("abc",)), ("{a} ou à défaut {b}", ("a", "b")),
    ("{a} ainsi que {b}", ("ab",)), ("{a} accompagné de {b}", ("ab",)),
)  # fmt: skip
MESURES = (
    "Unité(s) de mesure permettant d’évaluer la mise en œuvre de l’opération :",
    "Unités de mesure",
)
PREUVES = (
    "Pièces justificatives attendues pour justifier de la réalisation :",
    "Justificatifs demandés :",
)


def tirer(graine: int) -> tuple[str, list[dict[str, Any]]]:
    """The text of a fiche, and the answer."""
    r = random.Random(graine)
    puce = r.choice(("- ", "• ", "– ", "{}. ", "", "▪ "))
    mesures, preuves, cibles = [], [], []
    for rang, nom in enumerate(r.sample(NOMS, r.randint(2, 6)), 1):
        phrase, cible = _tirer_nombre(r, nom)
        regle, jeux = _tirer_regle(r)
        mesures.append(puce.format(rang) + phrase + r.choice(("", " ;", ".")))
        sienne = f"{nom} : {regle}" if r.random() < 0.7 else f"{_grand(regle)} des {_petit(nom)}"
        preuves.append(puce.format(rang) + sienne)
        cibles.append({**cible, "pieces": {"toutes": jeux}})
    lignes = [
        "FICHE OPERATION N°2 – « Animation du PLIE des Genêts »", "",
        "Période d’exécution : L’opération se tient du 1er janvier 2031 au 31 décembre 2031", "",
        "Contexte : Le PLIE des Genêts accompagne 430 participants sur 18 communes.", "",
        r.choice(MESURES), *mesures, "", r.choice(PREUVES), *preuves, "",
        "Critères de sélection", "Ancrage local, 3 ans d’expérience.", "",
        "Montant FSE+ alloué : Le montant FSE+ maximum alloué est de 45 000 €",
    ]  # fmt: skip
    fiche = {"plie": "PLIE des Genêts", "debut": date(2031, 1, 1), "montant_fse": 45_000}
    return "\n".join(lignes), [{**fiche, "cible": cibles}]


def _tirer_nombre(r: random.Random, nom: str) -> tuple[str, dict[str, Any]]:
    combien = r.choice(list(LETTRES))
    forme, ecart, genre = r.choice(TOURNURES)
    mots = {"N": nom, "n": _petit(nom), "c": combien, "m": combien + ecart}
    phrase = forme.format(**mots, l=LETTRES[combien], L=_grand(LETTRES[combien]))
    cible = {"libelle": nom, "minimum": combien, "genre": genre}
    return phrase, cible | ({"maximum": combien + ecart} if ecart else {})


def _tirer_regle(r: random.Random) -> tuple[str, list[list[str]]]:
    forme, jeux = r.choice(REGLES)
    pieces = dict(zip("abc", r.sample(list(PIECES), 3), strict=True))
    phrase = forme.format(**{k: r.choice(PIECES[p]) for k, p in pieces.items()})
    return phrase, [[pieces[x] for x in jeu] for jeu in jeux]


def _grand(texte: str) -> str:
    return texte[0].upper() + texte[1:]


def _petit(texte: str) -> str:
    return texte[0].lower() + texte[1:]
