"""A table of meetings (CSV, tabs…) → the same, by the columns that the rules name.

Only the cells of these columns are looked at: who was there is a count.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches

from plie_xl.agenda.events import Demande, Evenement, Recu
from plie_xl.agenda.octets import TexteError
from plie_xl.agenda.rules import LONG, Csv, Regles, clean_lieu
from plie_xl.model.errors import PlieError
from plie_xl.model.privacy import mask
from plie_xl.model.text import cle_entete, read_jour, read_nombre
from plie_xl.model.words import ANNULEE, LIBELLES_MODALITES, PREVUE, STATUTS, find_listed

_SEPARATEURS = (";", "\t", ",", "|")
_TETE = 50  # rows in which the headers are looked for, after whatever a report says of itself
_COLONNES = ("date", "instance", "statut", "modalite", "lieu", "presents", "debut", "fin")
_HEURE = re.compile(r"\b([01]?\d|2[0-3])\s*[:hH]\s*([0-5]\d)?")


class ColonneError(PlieError, ValueError):
    """A column that the rules name is not there: its header, then the near miss."""


def read_table(texte: str, demande: Demande) -> Recu:
    """The recognised meetings of a table.

    Raises
    ------
    TexteError
        The rules do not say which columns to read, or the text is no table.
    ColonneError
        One of the columns is not there.
    """
    colonnes = demande.regles.csv
    if not (colonnes.date and colonnes.instance):
        raise TexteError(
            "ce n’est pas un calendrier, et d’un tableau il faut dire les colonnes à lire"
            " (--regles agenda.toml, section [csv])"
        )
    rangees = _split(texte, colonnes.separateur)
    rangees = _find_rapport(rangees, colonnes) or rangees
    entete, places = _find_colonnes(rangees, colonnes)
    evenements, hors, illisibles, ignores = [], [], [], 0
    for n, rangee in enumerate(rangees[entete + 1 :], start=entete + 2):
        cellules = {c: rangee[k].strip() if k < len(rangee) else "" for c, k in places.items()}
        if not any(cellules.values()):
            continue
        cibles = demande.regles.find_cibles(cellules["instance"], demande.exactes)
        jour = _read_date(cellules["date"], colonnes.format_date)
        if not cibles:
            ignores += 1
        elif jour is None:
            illisibles.append(f"ligne {n}")
        elif not demande.debut <= jour <= demande.fin:
            hors.append(jour)
        else:
            evenements.append(_read(cellules, jour, cibles, demande.regles, f"ligne {n}"))
    return Recu(tuple(evenements), ignores, tuple(hors), tuple(illisibles))


def _split(texte: str, separateur: str) -> list[list[str]]:
    """The rows, cut by the separator that cuts most of the first ones."""
    tete = texte[:20_000]
    trouve = separateur or max(_SEPARATEURS, key=tete.count)
    try:
        return list(csv.reader(io.StringIO(texte, newline=""), delimiter=trouve))
    except (csv.Error, TypeError) as erreur:
        raise TexteError("ses lignes ne se découpent pas en colonnes") from erreur


def _find_rapport(rangees: Sequence[Sequence[str]], colonnes: Csv) -> list[list[str]]:
    """The one meeting of a report that says one thing a row, as headers and a row; else nothing."""
    voulues = _list_voulues(colonnes)
    cles = {cle_entete(nom): nom for nom in voulues.values()}
    dites: dict[str, str] = {}
    for rangee in rangees[:_TETE]:
        nom = cles.get(cle_entete(rangee[0])) if rangee else None
        if nom and len(rangee) > 1 and not {cle_entete(x) for x in rangee[1:]} & cles.keys():
            dites.setdefault(nom, rangee[1])
    return [list(dites), list(dites.values())] if dites.keys() == set(voulues.values()) else []


def _list_voulues(colonnes: Csv) -> dict[str, str]:
    return {c: nom for c in _COLONNES if (nom := getattr(colonnes, c))}


def _find_colonnes(rangees: Sequence[Sequence[str]], colonnes: Csv) -> tuple[int, dict[str, int]]:
    """The row of the headers, and where each named column stands."""
    voulues = _list_voulues(colonnes)
    cles = {c: cle_entete(nom) for c, nom in voulues.items()}
    mieux, entetes = 0, list(rangees[0]) if rangees else []
    for n, rangee in enumerate(rangees[:_TETE]):
        lues = {cle_entete(nom): k for k, nom in reversed(list(enumerate(rangee)))}
        trouvees = sum(c in lues for c in cles.values())
        if trouvees == len(cles):
            return n, {c: lues[cle] for c, cle in cles.items()}
        if trouvees > mieux:
            mieux, entetes = trouvees, list(rangee)
    lues = {cle_entete(nom): 0 for nom in entetes}
    absente = next(c for c, cle in cles.items() if cle not in lues)
    proches = get_close_matches(voulues[absente], [e for e in entetes if e], n=1)
    proche = f" ; vouliez-vous dire « {proches[0]} » ?" if proches else ""
    raise ColonneError(voulues[absente], proche)


def _read(
    cellules: Mapping[str, str], jour: date, cibles: Sequence[str], regles: Regles, ou: str
) -> Evenement:
    titre, lieu = cellules["instance"], cellules.get("lieu", "")
    statut = find_listed(STATUTS, cellules.get("statut", "")) or PREVUE
    modalite = cellules.get("modalite", "")
    connue = find_listed(tuple(LIBELLES_MODALITES), modalite)
    visio = regles.is_visio(modalite, lieu)
    presents = read_nombre(cellules.get("presents", ""))
    return Evenement(
        jour,
        tuple(cibles),
        mask(titre)[:LONG] if cibles[1:] else "",
        _read_heure(cellules.get("debut", "")),
        _read_heure(cellules.get("fin", "")),
        ANNULEE if regles.is_annulee(titre) else statut,
        connue or ("À distance" if visio else "Présentiel" if lieu else ""),
        clean_lieu(lieu),
        int(presents) if presents is not None and 0 <= presents == int(presents) else None,
        ou=ou,
    )


def _read_date(texte: str, forme: str) -> date | None:
    """A day, « 12/03/2024 09:30 » too; by `format_date` of the rules where they say it."""
    if forme:
        try:
            return datetime.strptime(texte, forme).date()
        except ValueError:
            return None
    return read_jour(texte) or read_jour(re.split(r"[ T]", texte, maxsplit=1)[0])


def _read_heure(texte: str) -> str:
    lue = _HEURE.search(texte)
    return f"{int(lue[1]):02}:{lue[2] or '00'}" if lue else ""
