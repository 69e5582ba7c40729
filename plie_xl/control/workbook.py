"""`controle.xlsx`: what the controller fills, how it was drawn, and the rows it was drawn from.

The draw stands in it whole: `Verdicts` may lose a row, `Population` remembers it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from plie_xl.control.contract import (
    DEFINITIVES,
    ECHANTILLON,
    EXHAUSTIF,
    POPULATION,
    PROVISOIRES,
    RUBRIQUES,
    TIRAGE,
    VERDICTS,
)
from plie_xl.control.draw import Demande, Tirage, count_strates
from plie_xl.control.identity import as_sortable, identify
from plie_xl.files.container import read_part
from plie_xl.model.cell import lettres
from plie_xl.model.text import cle, nombre, pluriel, typographie
from plie_xl.model.workbook import LIGNE_ENTETE, LISTES, Feuille
from plie_xl.sheets.heights import find_hauteur
from plie_xl.sheets.pen import Pen

_SCEAU = re.compile(rb"<cp:keywords>controle ([0-9a-f]{64})</cp:keywords>")
_MAX = 65_536  # bytes of properties looked at
_PERMIS = {"autofilter": True, "format_columns": True, "format_rows": True}
_METHODE = (
    "dans chaque strate, les lignes sont rangées par l’empreinte SHA-256 du texte"
    " « graine|clé », écrite en hexadécimal ; les premières sont tirées"
)


@dataclass(frozen=True)
class Origine:
    """The master that a draw starts from."""

    nom: str
    sha256: str
    annee: int
    le: date | None = None


def build_controle(
    tirages: Sequence[Tirage],
    demande: Demande,
    origine: Origine,
    motifs: Sequence[str],
    numeros: Mapping[tuple[object, object], Sequence[int]],
) -> bytes:
    """The workbook of a draw, the same bytes each time.

    `numeros` gives the numbers of the pieces of a row, by PLIE and line of « Suivi ».
    """
    tirees = sorted((x for x in tirages if x.tiree), key=_order)
    resume = f"Contrôle {origine.annee}, {pluriel(len(tirees), 'ligne tirée', 'lignes tirées')}"
    resume += f" sur {nombre(len(tirages))}"
    jour = origine.le or date(origine.annee, 12, 31)
    pen = Pen(jour, resume, f"controle {origine.sha256}")
    _add_verdicts(pen, [_row(x, numeros) for x in tirees], resume, motifs)
    faits = list_faits(tirages, demande, origine)
    _add_lecture(pen, TIRAGE, [{"rubrique": r, "valeur": v} for r, v in faits], resume)
    _add_lecture(pen, POPULATION, [_say_population(x) for x in tirages], resume)
    _add_listes(pen, {"motifs": motifs, "provisoires": PROVISOIRES, "definitives": DEFINITIVES})
    return pen.close()


def list_faits(
    tirages: Sequence[Tirage], demande: Demande, origine: Origine
) -> list[tuple[str, object]]:
    """What « Tirage » says: the seed, the method in words, each stratum with its sizes."""
    part = demande.part
    tirees = sum(x.tiree for x in tirages)
    mode = EXHAUSTIF
    if part is not None:
        taux = f"{float(part * 100):g}".replace(".", ",")
        mode = f"{ECHANTILLON} de {taux} %, au moins {demande.minimum} par strate"
    faits: dict[str, object] = {
        "annee": origine.annee,
        "graine": demande.graine,
        "le": f"{origine.le:%d/%m/%Y}" if origine.le else None,
        "maitre": origine.nom,
        "sha256": origine.sha256,
        "mode": mode,
        "motif": demande.motif or None,
        "strates": " × ".join(demande.strates) or "une seule",
        "methode": _METHODE if part is not None else "toutes les lignes justifiées sont contrôlées",
        "lignes": f"{nombre(tirees)} sur {nombre(len(tirages))}, toutes justifiées",
    }
    strates = (
        (f"Strate {nom}", f"{pluriel(taille, 'ligne')}, {pluriel(prises, 'tirée')}")
        for nom, (taille, prises) in count_strates(tirages).items()
    )
    dits = [(RUBRIQUES[nom], faits[nom]) for nom in RUBRIQUES]
    return [(r, typographie(v) if isinstance(v, str) else v) for r, v in (*dits, *strates)]


def find_empreinte(chemin: Path) -> str:
    """The digest of the master that a workbook of control was drawn from; "" for another file."""
    trouve = _SCEAU.search(read_part(chemin, "docProps/core.xml", _MAX))
    return trouve[1].decode() if trouve else ""


def _order(x: Tirage) -> tuple[str, str, str, str]:
    """As a controller works: by territory, by target, by day."""
    ligne = x.ligne
    return cle(ligne["plie"]), cle(ligne["libelle"]), as_sortable(ligne["date"]), x.cle


def _row(x: Tirage, numeros: Mapping[tuple[object, object], Sequence[int]]) -> dict[str, Any]:
    ligne = x.ligne
    connus = numeros.get((ligne["plie"], ligne["ligne"]), ())
    debut = f"N° {', '.join(map(str, connus))} · " if connus else ""
    return {
        **{nom: ligne[nom] for nom in ("plie", "libelle", "numero", "date")},
        "unites": ligne["tenu"],
        "pieces": f"{debut}{ligne['pieces'] or ''}",
        "cle": x.cle,
        "empreinte": "-".join(identify(ligne).sceaux),
    }


def _say_population(x: Tirage) -> dict[str, Any]:
    dite = {"strate": x.strate, "rang": x.rang, "cle": x.cle, "empreinte_tirage": x.empreinte}
    return {**dite, "tiree": "Oui" if x.tiree else "Non"}


def _add_verdicts(
    pen: Pen, lignes: Sequence[Mapping[str, Any]], resume: str, motifs: Sequence[str]
) -> None:
    """The sheet to fill: yellow cells are open, the rest is locked, without a password."""
    f = pen.add_feuille(VERDICTS, resume)
    pen.add_table(f, VERDICTS, len(lignes))
    for n, ligne in enumerate(lignes or [{}], start=LIGNE_ENTETE):
        f.set_row(n, max(30.0, find_hauteur(ligne, VERDICTS.colonnes[:-2])))
        for rang, c in enumerate(VERDICTS.colonnes):
            autres = {"text_wrap": False, "shrink": False} if c.id == "empreinte" else {}
            pen.write(f, n, rang, ligne.get(c.id), pen.corps(c, **autres))
    derniere = LIGNE_ENTETE + max(len(lignes), 1) - 1
    pen.add_aides(f, VERDICTS, derniere, {nom: f"liste_{nom}" for nom in _listes()})
    f.freeze_panes(LIGNE_ENTETE, 4)
    f.print_area(0, 0, derniere, VERDICTS.rang("cle") - 1)
    f.protect("", _PERMIS)
    f.activate()


def _listes() -> Iterable[str]:
    return {c.liste for c in VERDICTS.colonnes if c.liste}


def _add_lecture(
    pen: Pen, feuille: Feuille, lignes: Sequence[Mapping[str, Any]], resume: str
) -> None:
    f = pen.add_feuille(feuille, resume)
    pen.add_table(f, feuille, len(lignes), filtre=False)
    for n, ligne in enumerate(lignes, start=LIGNE_ENTETE):
        f.set_row(n, find_hauteur(ligne, feuille.colonnes))
        for rang, c in enumerate(feuille.colonnes):
            pen.write(f, n, rang, ligne.get(c.id), pen.corps(c))


def _add_listes(pen: Pen, listes: Mapping[str, Sequence[str]]) -> None:
    """What feeds the drop-downs, on a hidden sheet."""
    f = pen.classeur.add_worksheet(LISTES)
    for rang, (nom, mots) in enumerate(listes.items()):
        f.write_string(0, rang, nom)
        for n, mot in enumerate(mots, start=1):
            f.write_string(n, rang, mot)
        lettre = lettres(rang + 1)
        coins = f"${lettre}$2:${lettre}${len(mots) + 1}"
        pen.classeur.define_name(f"liste_{nom}", f"={LISTES}!{coins}")
    f.hide()
