"""The master as one self-contained page: its tables, sortable, and its charts. No network.

The page's policy (CSP) lets run and show nothing but what the page itself holds, named by its
fingerprint; coordinators' text is escaped.
"""

import base64
import hashlib
from collections.abc import Iterator
from datetime import date
from html import escape
from importlib.resources import files
from typing import Any

from plie_xl import charte
from plie_xl.classeur import Colonne, Feuille
from plie_xl.lire_master import FEUILLES, Master
from plie_xl.tableau.graphiques import build_mois, build_taux
from plie_xl.texte import en_clair, euros, nombre, pourcent

LONGUE = 40  # rows from which a table begins a new printed page
_NOMBRES = {
    "pourcent": pourcent,
    "euros": euros,
    "centimes": euros,
    "decimal": lambda v: nombre(v, 1),
}


def build_tableau(master: Master) -> bytes:
    """The page of a master, as UTF-8 HTML; same master, same bytes."""
    feuilles = [f for f in FEUILLES if f.table in master.tables]
    css = _lire("page.css") + _css_statuts()
    js = _lire("page.js")
    menu = "".join(f'<li><a href="#{f.table}">{escape(f.nom)}</a></li>' for f in feuilles)
    return f"""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_politique(css, js)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(master.resume)}</title>
<style>{css}</style>
</head>
<body>
<header><h1>Suivi des PLIE</h1><p>{escape(master.resume)}</p></header>
<nav aria-label="Tableaux"><ul>{menu}</ul></nav>
<main>
{_figures(master)}
{"".join(_section(f, master) for f in feuilles)}</main>
<footer><p>Tiré de « {escape(master.nom)} », SHA-256 {master.sha256}. Cette page montre ce que
montre le classeur maître, rien de plus, et ne se connecte à rien.</p></footer>
<p id="annonce" class="seul" role="status"></p>
<script>{js}</script>
</body>
</html>
""".encode()


def _lire(nom: str) -> str:
    return files(__package__).joinpath(nom).read_text(encoding="utf-8")


def _politique(css: str, js: str) -> str:
    """Only this style and this script, pictures held in the page, and nothing else at all."""
    return (
        f"default-src 'none'; img-src data:; style-src '{_empreinte(css)}';"
        f" script-src '{_empreinte(js)}'; base-uri 'none'; form-action 'none'"
    )


def _empreinte(texte: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(texte.encode()).digest()).decode()


def _css_statuts() -> str:
    return "".join(
        f"td.s{n} {{ background: {fond}; color: {encre}; }}\n"
        for n, (fond, encre) in enumerate(charte.STATUTS.values())
    )


def _figures(master: Master) -> str:
    """The charts; their words name the table that holds the same figures."""
    images = (
        (build_taux(master), "Taux tenu et taux justifié par territoire", "Synthèse"),
        (build_mois(master), "Réunions et actions par mois, tous territoires", "Calendrier"),
    )
    figures = "".join(
        f'<figure><figcaption>{titre}</figcaption><img src="{image}" width="760" height="540"'
        f' alt="Graphique : {titre}. Les mêmes chiffres sont dans le tableau « {table} ».">'
        "</figure>"
        for image, titre, table in images
        if image
    )
    return f'<div class="graphiques">{figures}</div>'


def _section(feuille: Feuille, master: Master) -> str:
    colonnes = [c for c in feuille.colonnes if not c.cachee]
    lignes = master.lignes(feuille.table)
    entetes = "".join(
        f'<th scope="col" aria-sort="none" data-titre="{escape(c.entete)}">'
        f'<button type="button">{escape(c.entete)}</button></th>'
        for c in colonnes
    )
    corps = "".join(_ligne(x, colonnes) for x in lignes)
    longue = ' class="longue"' if len(lignes) > LONGUE else ""
    note = f'<p class="note">{escape(feuille.consigne)}</p>' if feuille.consigne else ""
    vide = "" if lignes else '<p class="note">Rien ici.</p>'
    return f"""<section id="{feuille.table}"{longue} aria-labelledby="titre-{feuille.table}">
<h2 id="titre-{feuille.table}">{escape(feuille.titre)}</h2>{note}{vide}
<div class="defile" tabindex="0" role="region" aria-labelledby="titre-{feuille.table}">
<table><caption class="seul">{escape(feuille.titre)}</caption>
<thead><tr>{entetes}</tr></thead><tbody>{corps}</tbody>
</table></div></section>
"""


def _ligne(ligne: dict[str, Any], colonnes: list[Colonne]) -> str:
    total = ' class="total"' if ligne.get("plie") == "Total" else ""
    return f"<tr{total}>{''.join(_cellules(ligne, colonnes))}</tr>\n"


def _cellules(ligne: dict[str, Any], colonnes: list[Colonne]) -> Iterator[str]:
    statuts = list(charte.STATUTS)
    for c in colonnes:
        valeur = ligne[c.id]
        if isinstance(valeur, date):
            yield f'<td data-v="{valeur.toordinal()}">{en_clair(valeur)}</td>'
        elif isinstance(valeur, int | float):
            ecrire: Any = _NOMBRES.get(c.format, en_clair)
            yield f'<td class="n" data-v="{valeur:.15g}">{ecrire(valeur)}</td>'
        elif valeur in statuts:
            yield f'<td class="s{statuts.index(valeur)}">{escape(str(valeur))}</td>'
        else:
            yield f"<td>{escape(str(valeur or ''))}</td>"
