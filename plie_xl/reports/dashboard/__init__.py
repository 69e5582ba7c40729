"""The master as one self-contained page: its tables, sortable, and its charts. No network.

The page's policy (CSP) lets run and show nothing but what the page itself holds, named by its
fingerprint; coordinators' text is escaped.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape as escape_html
from importlib.resources import files
from typing import Any

from plie_xl.master.contract import CHIFFRES, HORS_PAPIER, SUCCESSION, SYNTHESE
from plie_xl.master.page import ENSEMBLE
from plie_xl.master.read import FEUILLES, Master
from plie_xl.master.succession import say_toutes
from plie_xl.model.text import en_clair, euros, nombre, pluriel, pourcent, typographie, visible
from plie_xl.model.words import DEFINITION_TAUX
from plie_xl.model.workbook import Colonne, Feuille
from plie_xl.reports.dashboard.charts import TRACES, build_mois, build_taux
from plie_xl.reports.dashboard.choice import PAPIER, Choix, css_cartes, css_papier
from plie_xl.reports.dashboard.script import build_script
from plie_xl.sheets import theme

TAUX = "Taux tenu et taux justifié par territoire"
LONGUE = 40  # rows from which a table begins a new printed page
LENTE = 1_000  # rows from which a table waits for its script, which shows it page by page
MONTREES = 20_000  # rows of a table that a browser shows; beyond, it would not open the page
_TROP = (
    "{lignes} : trop pour une page. Elles sont dans le classeur maître, et celles d’un PLIE dans sa"
    " feuille (--fiche)."
)
_PIED = (
    "Tiré de « {nom} », SHA-256 {sha256}. Cette page montre ce que montre le classeur maître, rien"
    " de plus, et ne se connecte à rien."
)
_ALT = "Graphique : {titre}. Les mêmes chiffres sont dans le tableau « {table} »."
TOTAUX = ("Total", ENSEMBLE)
_NOMBRES: dict[str, Callable[[float], str]] = {
    "pourcent": pourcent,
    "euros": euros,
    "centimes": euros,
    "decimal": lambda v: nombre(v, 1),
}


def build_fiche(master: Master, plie: str) -> bytes:
    """The page of one territory, which prints on two sheets: for the meeting with the PLIE."""
    tables = {t: master.tables[t] for t in PAPIER if t in master.tables}
    siennes = {t: frame[frame["plie"] == plie] for t, frame in tables.items()}
    return build_tableau(replace(master, tables=siennes, ensembles={}, chiffres={}), plie)


def build_tableau(master: Master, plie: str = "") -> bytes:
    """The page of a master, as UTF-8 HTML; same master, same bytes.

    `plie` is named when the master's tables are those of one territory.
    """
    feuilles = [f for f in FEUILLES if f.table in master.tables]
    if plie:  # « Suivi de tous les territoires » is not of one
        feuilles = [replace(f, titre=f.nom) for f in feuilles]
    choix = Choix(master)
    css = _read("page.css") + _css_statuts() + css_cartes(feuilles) + css_papier(feuilles)
    js = build_script()
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
<body{' class="un filtre"' if plie else ""}>
<header><h1>Suivi des PLIE<span id="qui">{escape(f" : {plie}") if plie else ""}</span></h1>
<p>{escape(master.resume)}</p></header>
{"" if plie else choix.build_barre()}
<nav aria-label="Tableaux"><ul>{menu}</ul></nav>
<main>
{_chiffres(master)}{_figures(master)}
{"".join(_section(f, master, choix) for f in feuilles)}</main>
<footer><p>{escape(_PIED.format(nom=master.nom, sha256=master.sha256))}</p></footer>
<p id="annonce" class="seul" role="status"></p>
<script type="module">{js}</script>
</body>
</html>
""".encode()


def escape(texte: str) -> str:
    """The one door of a text into the page: no code, and nothing that acts without being seen."""
    return escape_html(typographie(visible(texte, garde="\n\t")))


def _read(nom: str) -> str:
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
        for n, (fond, encre) in enumerate(theme.STATUTS.values())
    )


def _chiffres(master: Master) -> str:
    """The key figures of « Synthèse », as cards."""
    cartes = "".join(
        f"<li>{escape(c.entete)}<strong>{escape(_write_page(valeur, c, nombre))}</strong></li>"
        for c in CHIFFRES
        if (valeur := master.chiffres.get(c.id)) is not None
    )
    return f'<ul class="chiffres">{cartes}</ul>\n' if cartes else ""


def _write_page(valeur: object, colonne: Colonne, sinon: Callable[[float], str] = en_clair) -> str:
    """A value as a person reads it; `sinon` writes the numbers of no format of their own."""
    if isinstance(valeur, int | float):
        return _NOMBRES.get(colonne.format, sinon)(valeur)
    return en_clair(valeur) if isinstance(valeur, date) else str(valeur or "")


def _figures(master: Master) -> str:
    """The charts; their words name the table that holds the same figures."""
    images = (
        (build_taux(master), f"{_titre_taux(master)} : {DEFINITION_TAUX}", "Synthèse"),
        (build_mois(master), "Réunions et actions par mois, tous territoires", "Calendrier"),
    )
    figures = "".join(
        f"<figure><figcaption>{escape(titre)}</figcaption>"
        f'<img src="{image}" width="760" height="540"'
        f' alt="{escape(_ALT.format(titre=titre, table=table))}">'
        "</figure>"
        for image, titre, table in images
        if image
    )
    return f'<div class="graphiques">{figures}</div>'


def _titre_taux(master: Master) -> str:
    """Where there are too many territories for one chart, it says which are drawn."""
    if len(master.tables[SYNTHESE.table]) <= TRACES:
        return TAUX
    return f"{TAUX}, les {TRACES} à aider d’abord"


def _section(feuille: Feuille, master: Master, choix: Choix) -> str:
    """One table; one line says where the rows are that no sheet holds, or no page."""
    colonnes = [c for c in feuille.colonnes if not c.cachee]
    nombreuses = len(master.tables[feuille.table])
    ailleurs = master.ailleurs.get(feuille.table, "")
    if nombreuses > MONTREES:
        ailleurs = _TROP.format(lignes=pluriel(nombreuses, "ligne"))
    lignes = [] if ailleurs else master.lignes(feuille.table)
    ecran = find_ecran(feuille)
    entetes = "".join(
        f'<th scope="col"{_classe("", c, ecran)} data-titre="{escape(c.entete)}">'
        f'<button type="button">{escape(c.entete)}</button></th>'
        for c in colonnes
    )
    write = partial(_ligne, feuille=feuille, choix=choix, colonnes=colonnes, ecran=ecran)
    corps = "".join(map(write, lignes))
    ensemble = master.ensembles.get(feuille.table)
    totaux = [] if ensemble is None else ensemble.to_dict("records")
    pied = "".join(map(write, totaux))
    pied = f"<tfoot>{pied}</tfoot>" if pied else ""
    genre = _find_genre(len(lignes))
    dite = say_toutes(master.lignes(SUCCESSION.table)) if feuille.table == SYNTHESE.table else ""
    dite = dite or feuille.consigne
    note = f'<p class="note">{escape(dite)}</p>' if dite else ""
    vide = "" if lignes else f'<p class="note rien">{escape(ailleurs or "Rien ici.")}</p>'
    return f"""<section id="{feuille.table}"{genre} aria-labelledby="titre-{feuille.table}">
<h2 id="titre-{feuille.table}">{escape(feuille.titre)}</h2>{note}{vide}
<div class="defile" tabindex="0" role="region" aria-labelledby="titre-{feuille.table}">
<table><caption class="seul">{escape(feuille.titre)}</caption>
<thead><tr>{entetes}</tr></thead><tbody>{corps}</tbody>{pied}
</table></div></section>
"""


def _find_genre(lignes: int) -> str:
    """How a table is shown, from how long it is: the class of its section."""
    if lignes > LENTE:
        return ' class="longue attend"'
    return ' class="longue"' if lignes > LONGUE else "" if lignes else ' class="vide"'


def find_ecran(feuille: Feuille) -> frozenset[str]:
    """The columns that the master does not print either."""
    noms = [c.id for c in feuille.colonnes]
    premiere = HORS_PAPIER.get(feuille.table)
    return frozenset(noms[noms.index(premiere) :] if premiere else ())


def _classe(mots: str, colonne: Colonne, ecran: frozenset[str]) -> str:
    toutes = f"{mots} ecran".strip() if colonne.id in ecran else mots
    return f' class="{toutes}"' if toutes else ""


def _ligne(
    ligne: Mapping[Any, Any],
    feuille: Feuille,
    choix: Choix,
    colonnes: list[Colonne],
    ecran: frozenset[str],
) -> str:
    total = ' class="total"' if ligne.get("plie") in TOTAUX else choix.say(feuille, ligne)
    liens = {c.id: lien for c in colonnes if (lien := choix.lien(feuille, c, ligne))}
    return f"<tr{total}>{''.join(_cellules(ligne, colonnes, ecran, liens))}</tr>\n"


def _cellules(
    ligne: Mapping[Any, Any],
    colonnes: list[Colonne],
    ecran: frozenset[str],
    liens: Mapping[str, str],
) -> Iterator[str]:
    for c in colonnes:
        valeur = ligne[c.id]
        ecrite = escape(_write_page(valeur, c))
        mot = "code" if c.id == "code" else find_couleur(valeur)
        if c.id in liens:
            ecrite = f"{liens[c.id]}{ecrite}</a>"
        if isinstance(valeur, date):
            yield f'<td{_classe("", c, ecran)} data-order="{valeur.toordinal()}">{ecrite}</td>'
        elif isinstance(valeur, int | float):
            yield f'<td{_classe("n", c, ecran)} data-order="{valeur:.15g}">{ecrite}</td>'
        elif mot:
            yield f"<td{_classe(mot, c, ecran)}>{ecrite}</td>"
        else:
            ordre = f' data-order="{escape(str(valeur))}"' if c.id in liens else ""
            yield f"<td{_classe('', c, ecran)}{ordre}>{ecrite}</td>"


def find_couleur(valeur: object) -> str:
    """The class of a status, alone or followed by what it counts; "" for another text."""
    mot = str(valeur).partition(" : ")[0]
    return f"s{list(theme.STATUTS).index(mot)}" if mot in theme.STATUTS else ""
