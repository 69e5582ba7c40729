"""The pieces that « Suivi » names: one reference each, several in a cell when « ; » parts them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from plie_xl.checks.count import Compte
from plie_xl.model.days import find_jours
from plie_xl.model.evidence import NOMMEE, VIDE, read_piece
from plie_xl.model.lecture import Lecture
from plie_xl.model.linked import find_cite
from plie_xl.model.text import en_clair
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.words import REALISEE

SEPARE = re.compile(r"[;\n\r]")
_LIEN = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)", re.IGNORECASE)
_FICHIER = "file://"
_PAGE = re.compile(
    r"[\s,;:(-]*\b(?:p|pp|pages?)\b\.?\s*\d+(?:\s*(?:-|à|et)\s*\d+)?\s*\)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One piece named in a row. `nommee` is False for « x », « voir dossier »."""

    texte: str
    nature: str  # the kind of evidence of its column
    ligne: int
    colonne: int
    numero: object
    jour: date | None
    instance: str
    cible: str | None
    publicite: str
    retenue: bool
    nommee: bool

    @property
    def nom(self) -> str:
        """What it names, without the page: « bilan.pdf, p. 4 » names « bilan.pdf »."""
        return find_nom(self.texte)

    @property
    def par_page(self) -> bool:
        """Whether it says which page of the document."""
        return _PAGE.search(find_cite(self.texte)) is not None

    @property
    def lien(self) -> bool:
        """Whether it is an address, never fetched."""
        cite = find_cite(self.texte)
        return bool(_LIEN.match(cite)) and not cite.casefold().startswith(_FICHIER)

    @property
    def datee(self) -> bool:
        """Whether it bears a date of its own, which « Valider » judges."""
        return self.jour is not None and bool(find_jours(self.texte, self.jour.year))


def find_nom(texte: str) -> str:
    """The name that a reference gives, without the page."""
    cite = find_cite(texte)
    return _PAGE.sub("", cite) or cite


def list_references(compte: Compte, lecture: Lecture) -> list[Reference]:
    """Those of the rows « Réalisée », in the order of dates, rows and kinds."""
    natures = list(load_pieces())
    trouvees = [
        reference
        for rangee in compte.rangees.lignes()
        if rangee["etat"] == REALISEE
        for reference in _split_rangee(rangee, lecture)
    ]
    return sorted(trouvees, key=lambda r: (r.jour or date.max, r.ligne, natures.index(r.nature)))


def list_autres(compte: Compte, lecture: Lecture) -> list[str]:
    """What else names a file: the rows that are not held yet, the deliverables."""
    noms = [
        texte
        for rangee in compte.rangees.lignes()
        if rangee["etat"] != REALISEE
        for nature in load_pieces()
        for texte in split_cellule(rangee[nature])
    ]
    livrables = lecture.tables.get("livrables")
    valeurs = livrables.unfold().get("reference", ()) if livrables else ()
    return [find_nom(nom) for nom in (*noms, *(t for v in valeurs for t in split_cellule(v)))]


def split_cellule(valeur: object) -> list[str]:
    """The references of a cell, in their order; none where it says that there is no piece."""
    texte = valeur if isinstance(valeur, str) else en_clair(valeur)
    if read_piece(texte) == VIDE:
        return []
    parties = (partie.strip() for partie in SEPARE.split(texte))
    return [partie for partie in parties if read_piece(partie) != VIDE]


def _split_rangee(rangee: dict[str, Any], lecture: Lecture) -> Iterator[Reference]:
    table = lecture.tables["suivi"]
    jour = rangee["jour"]
    for nature in load_pieces():
        for texte in split_cellule(rangee[nature]):
            yield Reference(
                texte,
                nature,
                rangee["ligne"],
                table.colonnes.get(nature, 0),
                rangee["numero"],
                date.fromordinal(int(jour)) if jour == jour else None,
                en_clair(rangee["instance"]),
                rangee["cible"],
                en_clair(rangee["publicite"]) if "publicite" in rangee else "",
                bool(rangee["retenue"]),
                read_piece(texte) == NOMMEE,
            )
