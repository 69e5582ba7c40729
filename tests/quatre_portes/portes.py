"""What the other doors say of a workbook: the command line, the button in the file host."""

import json

import xlwings as xw
from click.testing import CliRunner
from hote.fichier import AdaptateurFichier

from plie_xl.cli.main import app
from plie_xl.excel import valider
from plie_xl.host.engine import active_engine
from plie_xl.model.text import typographie


def said(commande, chemin):
    """What a command prints as JSON, one object a line."""
    dit = CliRunner().invoke(app, [commande, "--json", str(chemin)]).stdout
    return [json.loads(ligne) for ligne in dit.splitlines()]


def commande(chemin):
    """What the command line says of a file: code, sheet, cell, sentence."""
    return [
        (a["code"], a["feuille"], a["cellule"] or "", typographie(a["constat"]))
        for a in said("valider", chemin)
        if "code" in a
    ]


def chiffres(lignes, tenu="tenu_verifie", justifie="justifie_verifie"):
    """By target, what was held and what is proved."""
    return {x["libelle"]: (x[tenu], x[justifie]) for x in lignes if x[tenu] not in ("", None)}


def chiffres_commande(chemin):
    return chiffres(said("atteinte", chemin), "tenu", "justifie")


def fichier(chemin):
    """What the button writes in the file host."""
    with active_engine("fichier", AdaptateurFichier):
        book = xw.Book(str(chemin))
        return [
            (a.code, a.cellule.feuille, a.cellule.a1, typographie(a.constat))
            for a in valider(book).anomalies
        ]
