"""The bilan in our own words and layout: the sentences of `phrases.toml`, the figures tagged."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from plie_xl.master.safe_text import en_texte
from plie_xl.model.evidence import phrase_pieces
from plie_xl.model.settings import Reglages
from plie_xl.model.text import en_clair, enumere
from plie_xl.model.toml import read_toml
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.workbook import MOIS
from plie_xl.reports.bilan.facts import Atteint, Faits, find_echeance
from plie_xl.reports.bilan.figures import (
    COLONNES,
    PUBLICITES,
    QUATRE,
    find_chiffres,
    find_prefixe,
    find_tags,
    list_barres,
)
from plie_xl.word.champ import Champ
from plie_xl.word.page import A_REDIGER, GRIS, Entete, Page, read_embleme

NON_ENREGISTRE = "aucune, il était ouvert dans Excel"


@cache
def load_phrases() -> Mapping[str, Any]:
    """The sentences, by chapter."""
    nom = "phrases.toml"
    phrases: Mapping[str, Any] = read_toml(
        nom, files("plie_xl").joinpath(f"reports/{nom}").read_bytes()
    )
    return phrases


class _Bilan:
    """One document being written: its facts, its figures, its page."""

    def __init__(self, faits: Faits, reglages: Reglages) -> None:
        self.faits, self.chiffres = faits, find_chiffres(faits)
        self.echeance = find_echeance(faits.fiche, reglages.bilan)
        publicite = reglages.publicite
        self.tags, self.phrases = find_tags(faits), load_phrases()
        entete = Entete(faits.fiche.plie, publicite.mention, read_embleme(publicite.logo))
        self.page = Page(self.phrases["titre"].format(annee=faits.fiche.annee), entete)

    def champ(self, nom: str) -> Champ:
        """A figure, its tag around it."""
        return Champ(self.chiffres[nom], self.tags[nom])

    def title(self, chapitre: str) -> Mapping[str, Any]:
        """Open a chapter; its sentences."""
        self.page.heading(self.phrases["titres"][chapitre])
        dites: Mapping[str, Any] = self.phrases.get(chapitre, {})
        return dites

    def say(self, phrase: str, de: str = "", **faits: str) -> None:
        """A sentence whose braces name figures of `de` (« copil/ »), or these facts."""
        parties: list[str] = []
        for texte, nom, *_ in Formatter().parse(phrase):
            parties.append(texte)
            if nom is not None:
                parties.append(faits[nom] if nom in faits else self.champ(de + nom))
        self.page.line(parties)


def write_bilan(faits: Faits, reglages: Reglages) -> bytes:
    """The document, the same bytes for the same facts."""
    bilan = _Bilan(faits, reglages)
    for chapter in _CHAPITRES:
        chapter(bilan)
    pied = bilan.phrases["pied"]
    bilan.page.foot(pied.format(plie=faits.fiche.plie, annee=faits.fiche.annee))
    bilan.page.mark(f"{find_prefixe(faits)} {faits.au.isoformat()}")
    return bilan.page.to_bytes()


def _operation(b: _Bilan) -> None:
    b.say(b.phrases["chapeau"], "operation/")
    dites, fiche = b.title("operation"), b.faits.fiche
    valeurs = [
        fiche.intitule,
        fiche.plie,
        f"{fiche.numero}, {fiche.annee}",
        fiche.porteuse or "non précisée",
        fiche.territoire,
        f"du {fiche.debut:%d/%m/%Y} au {fiche.fin:%d/%m/%Y}",
        b.champ("operation/montant_fse"),
        b.champ("operation/taux_max"),
        f"le {b.echeance:%d/%m/%Y} au plus tard",
    ]
    b.page.facts([*zip(dites["entetes"], valeurs, strict=True)], 4.6)
    b.say(dites["contexte"])


def _figures(b: _Bilan) -> None:
    dites = b.title("figures")
    lignes = [
        [
            a.cible.libelle,
            *(b.champ(f"{a.cible.id}/{nom}") for nom in ("objectif", *QUATRE)),
            a.statut,
        ]
        for a in b.faits.cibles
    ]
    b.page.grid(dites["entetes"], lignes, (5, 2.1, 1.3, 1.6, 2.5, 2.5, 2.8))
    b.say(dites["atteintes"], "operation/")
    b.page.line(dites["legende"], couleur=GRIS, taille=9)
    noms, valeurs = list_barres(b.faits)
    if noms:
        series = enumere(valeurs).capitalize()
        b.page.bars(noms, valeurs, dites["graphique"].format(series=series))


def _cibles(b: _Bilan) -> None:
    b.title("cibles")
    for a in b.faits.cibles:
        _cible(b, a, b.phrases["cible"])


def _cible(b: _Bilan, a: Atteint, dites: Mapping[str, str]) -> None:
    de = f"{a.cible.id}/"
    b.page.heading(a.cible.libelle, 2)
    b.say(dites["objectif"], de, unite=a.cible.unite, lu=a.cible.lu or "ligne non notée")
    b.say(dites["quatre"], de)
    if a.cible.indicateurs:
        b.say(dites["indicateurs"])
    elif a.tenues:
        b.say(dites["dates"], dates=enumere(f"{x.jour:%d/%m/%Y}" for x in a.tenues))
    else:
        b.say(dites["aucune"])
    b.say(dites["pieces"], pieces=phrase_pieces(a.cible))
    manques = [x for x in a.tenues if x.manque]
    for x in manques:
        b.say(dites["manque"], jour=f"{x.jour:%d/%m/%Y}", ligne=str(x.ligne), manque=x.manque)
    if a.tenues and not manques:
        b.say(dites["completes"])
    if a.motif or a.mesure or a.a_expliquer:
        b.say(dites["motif"], motif=a.motif or A_REDIGER)
        b.say(dites["mesure"], mesure=a.mesure or A_REDIGER)


def _calendrier(b: _Bilan) -> None:
    lignes = [
        [MOIS[n - 1], b.champ(f"mois-{n:02}/tenu"), b.champ(f"mois-{n:02}/justifie")]
        for n in b.faits.mois
    ]
    b.page.grid(b.title("calendrier")["entetes"], lignes, (3, 3, 3))


def _hors(b: _Bilan) -> None:
    dites = b.title("hors")
    lignes = [
        [a.cible.libelle, *(b.champ(f"{a.cible.id}/{nom}") for nom in ("objectif", *QUATRE))]
        for a in b.faits.hors
    ]
    _grid(b, dites, lignes, (6, 2.4, 1.5, 1.8, 2.5, 2.5))


def _indicateurs(b: _Bilan) -> None:
    dites = b.title("indicateurs")
    lignes = [
        [i.libelle, i.nature, b.champ(f"indicateur-{i.id}/total")]
        for i in b.faits.fiche.indicateurs
        if i.id in b.faits.indicateurs
    ]
    _grid(b, dites, lignes, (9, 4, 2))
    if lignes:
        b.page.line(dites["note"], couleur=GRIS, taille=9)
        if any(i.nature == "sortie positive" for i in b.faits.fiche.indicateurs):
            b.say(dites["sorties"])
        b.say(dites["lecture"])


def _financement(b: _Bilan) -> None:
    dites = b.title("financement")
    limites = {"fse": b.champ("operation/montant_fse"), "part": b.champ("operation/taux_max")}
    lignes = [
        [
            dites[nom],
            *(b.champ(f"financement/{nom}_{colonne}") for colonne in COLONNES),
            limites.get(nom, ""),
        ]
        for nom in ("depenses", "ressources", "fse", "part")
    ]
    b.page.grid(dites["entetes"], lignes, (6, 3, 3, 3))
    b.page.line(dites["note"], couleur=GRIS, taille=9)


def _publicite(b: _Bilan) -> None:
    dites = b.title("publicite")
    lignes = [
        [dites[mot or "vide"], b.champ(f"publicite/{nom}")] for mot, nom in PUBLICITES.items()
    ]
    b.page.grid(dites["entetes"], lignes, (6, 4))
    b.say(dites["autres"])


def _livrables(b: _Bilan) -> None:
    lignes = [
        [x["livrable"], b.champ(f"livrable-{n}/remis_le"), x["reference"]]
        for n, x in enumerate(b.faits.livrables, start=1)
    ]
    _grid(b, b.title("livrables"), lignes, (8, 3, 6))


def _pieces(b: _Bilan) -> None:
    noms = load_pieces()
    lignes = [
        [
            str(n),
            en_clair(r.jour),
            en_texte(r.instance),
            noms[r.nature].libelle,
            en_texte(r.texte),
        ]
        for n, r in enumerate(b.faits.references, start=1)
    ]
    _grid(b, b.title("pieces"), lignes, (1.1, 2.3, 5, 3.4, 6))


def _origine(b: _Bilan) -> None:
    dites, lecture = b.title("origine"), b.faits.lecture
    b.say(dites["classeur"], classeur=en_texte(lecture.classeur))
    b.say(dites["empreinte"], empreinte=lecture.sha256 or NON_ENREGISTRE)
    b.say(dites["fiche"], empreinte=b.faits.fiche.empreinte)
    b.say(dites["lignes"], "origine/")
    if b.faits.ecartees:
        motifs = (f"{mot} ({n})" for mot, n in sorted(b.faits.ecartees.items()))
        b.say(dites["motifs"], motifs=", ".join(motifs))
    b.page.line(dites["controle"], couleur=GRIS, taille=9)


def _grid(
    b: _Bilan, dites: Mapping[str, Any], lignes: Sequence[Sequence[str]], parts: Sequence[float]
) -> None:
    """A table, or the sentence that says why there is none."""
    if lignes:
        b.page.grid(dites["entetes"], lignes, parts)
    else:
        b.say(dites["rien"])


_CHAPITRES: tuple[Callable[[_Bilan], None], ...] = (
    _operation,
    _figures,
    _cibles,
    _calendrier,
    _hors,
    _indicateurs,
    _financement,
    _publicite,
    _livrables,
    _pieces,
    _origine,
)
