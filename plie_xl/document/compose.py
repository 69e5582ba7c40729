"""One fiche read: identity, targets, evidence, each value with its sentence and its doubts."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from plie_xl.document.categorie import guess_categorie
from plie_xl.document.cibles import CibleLue, read_mesures
from plie_xl.document.cut import Decoupe
from plie_xl.document.doubts import doubt_all
from plie_xl.document.elsewhere import doubt_elsewhere
from plie_xl.document.identity import list_identite, slug
from plie_xl.document.items import Item, list_items
from plie_xl.document.line import Document, Ligne
from plie_xl.document.numbers import find_annee
from plie_xl.document.pieces import list_pieces
from plie_xl.document.preuves import list_sujets, read_preuves
from plie_xl.document.values import Valeur, sure
from plie_xl.document.words import fold, load_lexique

DE_LIBELLE = ("FIC-15", "FIC-21")  # doubts of a number that also touch what is counted


@dataclass
class FicheLue:
    """What a document said of one fiche: its values, and how many of its lines were left unread."""

    valeurs: list[Valeur]
    totaux: dict[str, int]
    non_lues: list[Ligne]
    lignes: tuple[Ligne, ...] = ()
    document: Document | None = None
    nom_document: str = ""
    intitules: frozenset[int] = frozenset()  # the lines that are headings of the two blocks

    @property
    def nom(self) -> str:
        """The identifier of its fiche."""
        return self.valeurs[0].fiche


def read_fiche(decoupe: Decoupe) -> FicheLue:
    """Identity, targets and evidence of one fiche, each value with its doubts."""
    largeur = max((len(ligne.texte.rstrip()) for ligne in decoupe.texte), default=0)
    identite = list_identite(decoupe.texte)
    comptees = list_items(decoupe.mesures, largeur)
    prouvees = list_items(decoupe.preuves, largeur)
    mesures = read_mesures(decoupe.mesures, comptees, list_sujets(prouvees))
    preuves = read_preuves(prouvees, mesures.cibles)
    if len(mesures.faits) < len(comptees):
        _doubt_generales(mesures.cibles)
    doubt_elsewhere(decoupe, mesures.cibles)
    _doubt_annees(identite, mesures.cibles)
    fiche = next((slug(v.valeur) for v in identite if v.donnee == "plie" and v.valeur), "fiche")
    valeurs = [*identite, *preuves.livrables, *_list_valeurs(mesures.cibles)]
    generaux = doubt_all(decoupe)
    non_lues, totaux = _account(decoupe, [*mesures.faits, *preuves.faits])
    blocs = (decoupe.mesures, decoupe.preuves)
    return FicheLue(
        [v.finish(fiche, generaux) for v in valeurs],
        totaux,
        non_lues,
        decoupe.lignes,
        intitules=frozenset(ligne.numero for b in blocs for ligne in b.intitule),
    )


def _doubt_generales(cibles: list[CibleLue]) -> None:
    """« De chaque instance », where a line of what is counted was not read: of all, or of those?"""
    for preuve, visee, _ in (p for c in cibles for p in c.preuves):
        preuve.doutes += ["FIC-10"] * (visee.niveau == 0)


def _doubt_annees(identite: list[Valeur], cibles: list[CibleLue]) -> None:
    """« 7 en 2030 », in a fiche of 2031: the number of another year."""
    annees = {v.valeur.year for v in identite if v.donnee in ("debut", "fin") and v.valeur}
    for cible in cibles:
        cible.doutes += ["FIC-02"] * bool(find_annee(f"{cible.theme} {cible.item.texte}", annees))


def _account(decoupe: Decoupe, faits: list[Item]) -> tuple[list[Ligne], dict[str, int]]:
    """Each line that is not blank: used, a heading, or left unread."""
    utilisees = {ligne.numero for item in faits for ligne in item.lignes}
    blocs = (decoupe.mesures, decoupe.preuves)
    lignes = [ligne for bloc in blocs for ligne in bloc.lignes if ligne.texte.strip()]
    non_lues = [ligne for ligne in lignes if ligne.numero not in utilisees]
    intitules = sum(len(bloc.intitule) for bloc in blocs)
    return non_lues, {
        "lignes": len(lignes) + intitules,
        "utilisees": len(lignes) - len(non_lues),
        "intitules": intitules,
        "non_lues": len(non_lues),
    }


def _list_valeurs(cibles: list[CibleLue]) -> Iterator[Valeur]:
    vus: Counter[str] = Counter()
    for cible in cibles:
        nom = slug(cible.libelle)[:40].strip("-") or "cible"
        vus[nom] += 1
        nom += f"-{vus[nom]}" if vus[nom] > 1 else ""
        for valeur in _list_cible(cible):
            yield replace(valeur.of(nom), ailleurs=cible.ailleurs)


def _list_cible(c: CibleLue) -> Iterator[Valeur]:
    texte, ligne, nombre = c.item.texte, c.item.lignes[0], c.nombre
    yield sure(
        "libelle",
        c.libelle,
        texte,
        ligne,
        c.doutes if nombre is None else [d for d in c.doutes if d in DE_LIBELLE],
    )
    yield sure("minimum", nombre.minimum if nombre else None, texte, ligne, c.doutes)
    if nombre and nombre.maximum is not None:
        yield sure("maximum", nombre.maximum, texte, ligne, c.doutes)
    yield sure("genre", nombre.genre if nombre else "exact", texte, ligne, c.doutes)
    yield sure("par", nombre.par if nombre else "an", texte, ligne, c.doutes)
    yield sure("unite", *_find_unite(c))
    if c.theme:
        yield sure("theme", c.theme, texte, ligne)
    yield from list_pieces(c)
    yield sure("categorie", guess_categorie(c.libelle), texte, ligne, ["FIC-14"])


def _find_unite(c: CibleLue) -> tuple[Any, ...]:
    if c.reunit:
        return "réunion", c.item.texte, c.item.lignes[0]
    for mot, unite in load_lexique()["unites"].items():
        if mot in fold(c.libelle):
            return unite, c.item.texte, c.item.lignes[0], ["FIC-20"]
    return "réunion", c.item.texte, c.item.lignes[0], ["FIC-20"]
