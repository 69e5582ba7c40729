"""Masters kept over the year → one workbook: figures by date, curves, who sent what and when.

Nothing is remembered elsewhere: each consolidation leaves its figures in its own master, and this
reads those that were kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from plie_xl.files.claim import Origine
from plie_xl.files.container import read_part
from plie_xl.master.batches import Ligne
from plie_xl.master.contract import colonne as _c
from plie_xl.master.figures import REGARDEES, sum_connues
from plie_xl.master.page import add_page
from plie_xl.master.read import Master, en_nombre
from plie_xl.model.cell import lettres
from plie_xl.model.text import cle, pluriel
from plie_xl.model.workbook import LIGNE_ENTETE, PREMIERE_LIGNE, Feuille
from plie_xl.reading.filled import recognize_filled
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen

MARQUE = "plie_xl historique"
FIGURES = ("tenu", "justifie", *REGARDEES)
_FIGURES = (
    _c("tenu", "Tenu", 9, "entier"),
    _c("justifie", "Justifié", 9, "entier"),
    _c("au_dossier", "Au dossier", 13, "entier"),
    _c("retenu_csf", "Retenu au CSF", 13, "entier"),
)
ENSEMBLE = Feuille(
    "Ensemble",
    "ensemble",
    "Historique de l’ensemble",
    "Une ligne par classeur maître, dans l’ordre des dates : les chiffres qu’il montre.",
    (
        _c("reference", "Arrêté au", 12, "date"),
        _c("recus", "Territoires reçus", 11, "entier"),
        *_FIGURES,
        _c("atteintes", "Cibles atteintes", 10, "entier"),
        _c("master", "Classeur maître", 34),
        replace(_c("trace", "Au dossier, tracé", 8, "entier"), cachee=True),
    ),
    saisie=False,
)
TERRITOIRES = Feuille(
    "Territoires",
    "territoires",
    "Historique par territoire",
    "Une ligne par territoire et par classeur maître : filtrez un PLIE pour suivre son année.",
    (
        _c("plie", "PLIE", 28),
        _c("reference", "Arrêté au", 12, "date"),
        *_FIGURES,
        _c("taux_tenu", "Taux tenu", 9, "pourcent"),
        _c("taux_justifie", "Taux justifié", 9, "pourcent"),
        _c("statut", "Statut", 30),
        _c("master", "Classeur maître", 34),
    ),
    saisie=False,
)
RECEPTIONS = Feuille(
    "Réceptions",
    "receptions",
    "Qui a envoyé quoi, et quand",
    "Une ligne par fichier différent : quand un classeur maître l’a vu d’abord, puis encore.",
    (
        _c("plie", "PLIE", 28),
        _c("classeur", "Fichier", 34),
        _c("enregistre", "Enregistré", 18),
        _c("etat", "État", 12),
        _c("lues", "Lignes lues", 9, "entier"),
        _c("retenues", "Retenues", 9, "entier"),
        _c("premier", "Vu d’abord au", 12, "date"),
        _c("dernier", "Vu encore au", 12, "date"),
        _c("sha256", "SHA-256", 44),
    ),
    saisie=False,
)
# A curve draws a text as zero: « au dossier » is drawn from a column where it is then nothing.
COURBES = {
    "tenu": ("tenu", theme.BLEU),
    "justifie": ("justifie", theme.OCRE),
    "au_dossier": ("trace", theme.ROUGE_ENCRE),
}


def build_historique(masters: Iterable[Master]) -> bytes:
    """The workbook of these masters, as .xlsx bytes; same masters, same bytes."""
    tries = sort_masters(masters)
    ensemble = [ligne_ensemble(m) for m in tries]
    resume = f"Historique de {pluriel(len(tries), 'classeur maître', 'classeurs maîtres')}"
    pen = Pen(_find_jour(tries[0]) or date(2000, 1, 1), resume, mots_cles=MARQUE)
    f = add_page(pen, ENSEMBLE, ensemble, resume, graphiques=True)
    territoires = lignes_territoires(tries)
    taux = _pivot(territoires)
    _add_courbes(pen, f, ensemble, len(taux))
    f.fit_to_pages(1, 1)
    add_page(pen, TERRITOIRES, territoires, resume)
    add_page(pen, _feuille_taux(tries), taux, resume, graphiques=True)
    add_page(pen, RECEPTIONS, lignes_receptions(tries), resume)
    return pen.close()


def sort_masters(masters: Iterable[Master]) -> list[Master]:
    """By date of reference, then by name."""
    return sorted(masters, key=lambda m: (_find_jour(m) or date.min, m.nom))


def ligne_ensemble(m: Master) -> Ligne:
    """The key figures of a master, summed again from its territories."""
    lignes = m.lignes("synthese")
    recus = [x for x in lignes if x["reference"]]
    sommes = {c: sum_connues(recus, c) for c in FIGURES if any(x[c] is not None for x in recus)}
    deposees = sommes.get("au_dossier")
    return {
        "reference": _find_jour(m),
        "recus": len(recus),
        "master": m.nom,
        **sommes,
        "trace": deposees if isinstance(deposees, int | float) else None,
        "atteintes": sum(en_nombre(x["atteintes"]) for x in recus),
    }


def lignes_territoires(tries: Sequence[Master]) -> list[Ligne]:
    """One row per territory and master, by territory."""
    lignes = [
        {**x, "master": m.nom, "colonne": f"m{n}"}
        for n, m in enumerate(tries)
        for x in m.lignes("synthese")
    ]
    return sorted(lignes, key=lambda x: cle(x["plie"]))


def lignes_receptions(tries: Sequence[Master]) -> list[Ligne]:
    """Each file once, by its SHA-256, with the dates of the masters that name it."""
    vus: dict[object, Ligne] = {}
    for m in tries:
        jour = _find_jour(m)
        for x in m.lignes("sources"):
            if x["sha256"] and x["plie"]:
                connu = vus.setdefault(x["sha256"], {**x, "premier": jour})
                connu["dernier"] = jour
    return sorted(vus.values(), key=lambda x: (cle(x["plie"]), x["premier"] or date.min))


def _find_jour(m: Master) -> date | None:
    jour = m.chiffres.get("reference")
    return jour if isinstance(jour, date) else None


def _feuille_taux(tries: Sequence[Master]) -> Feuille:
    """The rates justified, a column per master: what the curves of the territories draw."""
    jours = [_find_jour(m) for m in tries]
    dits = [f"{jour:%d/%m/%Y}" if jour else "sans date" for jour in jours]
    colonnes = []
    for n, dit in enumerate(dits):
        fois = dits[:n].count(dit) + 1  # two masters of one day: a table wants two headers
        entete = dit if fois == 1 else f"{dit} ({fois})"
        colonnes.append(_c(f"m{n}", entete, 12, "pourcent"))
    return Feuille(
        "Taux justifié",
        "taux_justifie",
        "Taux justifié par territoire et par date",
        "",
        (_c("plie", "PLIE", 28), *colonnes),
        saisie=False,
    )


def _pivot(territoires: Iterable[Ligne]) -> list[Ligne]:
    lignes: dict[str, Ligne] = {}
    for x in territoires:
        lignes.setdefault(x["plie"], {"plie": x["plie"]})[x["colonne"]] = x["taux_justifie"]
    return list(lignes.values())


def _add_courbes(pen: Pen, f: Any, ensemble: list[Ligne], territoires: int) -> None:
    """The figures of the whole, and the rate justified of each territory, by date."""
    dates = len(ensemble)
    fin = LIGNE_ENTETE + dates
    graphique = pen.classeur.add_chart({"type": "line"})
    jours = f"='Ensemble'!$A${PREMIERE_LIGNE}:$A${fin}"
    for c, (trace, couleur) in COURBES.items():
        if not any(isinstance(x.get(c), int | float) for x in ensemble):
            continue  # nobody looked: no curve, rather than zeros
        nom, lettre = ENSEMBLE.colonne(c).entete, lettres(ENSEMBLE.rang(trace) + 1)
        valeurs = f"='Ensemble'!${lettre}${PREMIERE_LIGNE}:${lettre}${fin}"
        graphique.add_series(_serie(nom, jours, valeurs, couleur))
    graphique.set_x_axis({"num_format": "dd/mm/yyyy", "text_axis": True})
    graphique.show_hidden_data()
    _finish(f, graphique, "Ensemble, à chaque arrêté", fin + 1, 0)
    graphique = pen.classeur.add_chart({"type": "line"})
    droite = lettres(dates + 1)
    for n in range(PREMIERE_LIGNE, PREMIERE_LIGNE + territoires):
        nom, ou = f"='Taux justifié'!$A${n}", f"='Taux justifié'!$B${n}:${droite}${n}"
        entetes = f"='Taux justifié'!$B${LIGNE_ENTETE}:${droite}${LIGNE_ENTETE}"
        graphique.add_series(_serie(nom, entetes, ou))
    graphique.set_y_axis({"num_format": "0 %", "min": 0, "max": 1})
    _finish(f, graphique, "Taux justifié par territoire", fin + 20, 0)


def _serie(nom: str, jours: str, valeurs: str, couleur: str = "") -> Mapping[str, Any]:
    trait = {"width": 2.25, **({"color": couleur} if couleur else {})}
    marque = {"type": "circle", "size": 5}
    return {"name": nom, "categories": jours, "values": valeurs, "line": trait, "marker": marque}


def _finish(f: Any, graphique: Any, titre: str, ligne: int, rang: int) -> None:
    if not graphique.series:
        return  # no workbook could be counted: Excel repairs a chart that draws nothing
    graphique.set_title({"name": titre, "name_font": {"name": theme.POLICE, "size": 12}})
    graphique.set_legend({"position": "right"})
    graphique.set_size({"width": 860, "height": 360})
    f.insert_chart(ligne, rang, graphique)


def recognize_historique(chemin: Path) -> Origine:
    """Whose a file is: one of ours may have been changed, and is kept beside."""
    notre = MARQUE.encode() in read_part(chemin, "docProps/core.xml", 100_000)
    return Origine.RETOUCHE if notre else recognize_filled(chemin)
