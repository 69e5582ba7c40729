"""AGAPE's own Word model: what it may ask for, and the filling of it, in a child with limits."""

import zipfile
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from plie_xl.master.safe_text import en_texte
from plie_xl.model.errors import PlieError
from plie_xl.model.evidence import phrase_pieces
from plie_xl.model.propose import propose_proche
from plie_xl.model.settings import Reglages
from plie_xl.model.text import en_clair, enumere, visible
from plie_xl.model.toml import read_toml
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.workbook import MOIS
from plie_xl.reading.workers import LecteurMortError, WorkerPool
from plie_xl.reports.bilan.facts import Atteint, Faits, find_echeance
from plie_xl.reports.bilan.figures import (
    QUATRE,
    Barres,
    find_chiffres,
    find_tags,
    list_barres,
)
from plie_xl.word.page import A_REDIGER

_TAILLE = 20_000_000
_DELAI = 10.0  # seconds: a house model takes less than one
_SIMPLES = "simples"
_LIENS = b'TargetMode="External"'
RENDU, CLE, _FORME = "rendu", "clé", "forme"


class ModeleError(PlieError, ValueError):
    """A model that cannot be filled; one French sentence."""


@cache
def load_cles() -> Mapping[str, Mapping[str, str]]:
    """What a model may ask for: names, then lists with the names of each of their items."""
    nom = "cles.toml"
    cles: Mapping[str, Mapping[str, str]]
    cles = read_toml(nom, files("plie_xl").joinpath(f"reports/{nom}").read_bytes())
    return cles


def list_cles() -> list[tuple[str, str]]:
    """Each name as it is written in a model, with what is printed there."""
    return [
        (nom if liste == _SIMPLES else f"{liste} : {nom}", dit)
        for liste, noms in load_cles().items()
        for nom, dit in noms.items()
    ]


def fill_modele(chemin: Path, faits: Faits, reglages: Reglages) -> bytes:
    """The bilan in AGAPE's own model; the same facts and model, the same bytes.

    Raises
    ------
    ModeleError
        The model cannot be read, asks for what the bilan does not know (BIL-01), or reaches for
        what is not its own.
    """
    quoi, dit = run_modele(chemin, build_contexte(faits, reglages), list_barres(faits))
    if quoi == CLE:
        raise ModeleError(_say_cle(chemin.name, dit))
    return bytes(dit)


def run_modele(
    chemin: Path, contexte: Mapping[str, Any], barres: Barres = ([], {})
) -> tuple[str, Any]:
    """`RENDU` and the document, or `CLE` and the name that the model asks for in vain.

    Raises
    ------
    ModeleError
        The model cannot be read, or reaches for what is not its own.
    """
    try:
        if not chemin.is_file():  # a pipe would be waited for
            raise OSError(chemin)
        octets = chemin.read_bytes() if chemin.stat().st_size <= _TAILLE else b""
    except OSError as erreur:
        raise ModeleError(f"le modèle « {chemin} » est introuvable, ou ne se lit pas") from erreur
    with WorkerPool(1, delai=_DELAI) as enfants:
        try:
            quoi, dit = enfants.submit(render, octets, contexte, barres).result()
        except LecteurMortError as erreur:
            raise ModeleError(
                f"le modèle « {chemin.name} » ne finit pas : une boucle ?"
            ) from erreur
        except Exception as erreur:  # whatever a parser says of a broken document
            raise ModeleError(
                f"« {chemin.name} » n’est pas un modèle Word : enregistrez-le en .docx"
            ) from erreur
    if quoi == _FORME:
        raise ModeleError(f"le modèle « {chemin.name} » ne peut pas être rempli : {dit}")
    return quoi, dit


def build_contexte(faits: Faits, reglages: Reglages) -> dict[str, Any]:
    """What `cles.toml` lists, as plain texts; a figure keeps its tag."""
    from plie_xl.word.fill import GRAPHIQUE, Chiffre

    chiffres, tags, fiche = find_chiffres(faits), find_tags(faits), faits.fiche

    def take(nom: str) -> str:
        return Chiffre(chiffres[nom], tags[nom])

    def chapter(nom: str) -> dict[str, str]:
        return {x.split("/")[1]: take(x) for x in chiffres if x.startswith(f"{nom}/")}

    operation = chapter("operation")
    limites = {nom: operation.pop(nom) for nom in ("montant_fse", "taux_max")}
    textes = ("plie", "numero", "intitule", "territoire")
    jours = {nom: en_clair(getattr(fiche, nom)) for nom in ("debut", "fin")}
    return {
        "fiche": {nom: getattr(fiche, nom) for nom in textes}
        | {"annee": str(fiche.annee), "porteuse": fiche.porteuse or "non précisée"}
        | {**jours, **limites},
        "bilan": operation
        | {"mention": reglages.publicite.mention, "graphique": GRAPHIQUE}
        | {"a_rendre": en_clair(find_echeance(fiche, reglages.bilan))},
        "financement": chapter("financement"),
        "publicite": chapter("publicite"),
        "origine": chapter("origine")
        | {"classeur": en_texte(faits.lecture.classeur), "empreinte": faits.lecture.sha256},
        "cibles": [chapter(a.cible.id) | _cible(a) for a in faits.cibles],
        "hors_cibles": [_hors(a, chapter(a.cible.id)) for a in faits.hors],
        "mois": [{"nom": MOIS[n - 1]} | chapter(f"mois-{n:02}") for n in faits.mois],
        "indicateurs": [
            {"libelle": i.libelle, "nature": i.nature} | chapter(f"indicateur-{i.id}")
            for i in fiche.indicateurs
            if i.id in faits.indicateurs
        ],
        "livrables": [x | chapter(f"livrable-{n}") for n, x in enumerate(faits.livrables, 1)],
        "pieces": _list_pieces(faits),
    }


def _cible(a: Atteint) -> dict[str, str]:
    ecrire = A_REDIGER if a.a_expliquer else ""
    return {
        "libelle": a.cible.libelle,
        "unite": a.cible.unite,
        "lu": a.cible.lu,
        "statut": a.statut,
        "dates": enumere(f"{x.jour:%d/%m/%Y}" for x in a.tenues),
        "pieces": phrase_pieces(a.cible),
        "manques": " ; ".join(f"{x.jour:%d/%m/%Y} : {x.manque}" for x in a.tenues if x.manque),
        "motif": a.motif or ecrire,
        "mesure": a.mesure or ecrire,
    }


def _hors(a: Atteint, chiffres: Mapping[str, str]) -> dict[str, str]:
    noms = ("objectif", *QUATRE)
    return {"libelle": a.cible.libelle, **{nom: chiffres[nom] for nom in noms}}


def _list_pieces(faits: Faits) -> list[dict[str, str]]:
    noms = load_pieces()
    return [
        {
            "numero": str(n),
            "jour": en_clair(r.jour),
            "instance": en_texte(r.instance),
            "nature": noms[r.nature].libelle,
            "reference": en_texte(r.texte),
        }
        for n, r in enumerate(faits.references, start=1)
    ]


def render(octets: bytes, contexte: Mapping[str, Any], barres: Barres) -> tuple[str, Any]:
    """In the child: the document, or what is wrong with the model."""
    from plie_xl.reading.guard.archive import open_archive
    from plie_xl.word.fill import CleError, FormeError, fill

    if open_archive(octets) is None:
        raise ValueError("not a sound archive")
    dehors = _find_dehors(octets)
    if dehors:
        return _FORME, dehors
    try:
        return RENDU, fill(octets, contexte, partial(_draw, barres))
    except CleError as erreur:
        return CLE, str(erreur)
    except FormeError as erreur:
        return _FORME, visible(str(erreur))


def _draw(barres: Barres, morceau: Any) -> None:
    from plie_xl.word.chart import add_chart

    add_chart(morceau, *barres, 16, "Objectif, tenu et justifié de chaque cible")


def _find_dehors(octets: bytes) -> str:
    """What a model has that is not its own: macros, a picture or a model elsewhere."""
    with zipfile.ZipFile(BytesIO(octets)) as archive:
        for nom in archive.namelist():
            if nom.lower().endswith(".bin") and "vba" in nom.lower():
                return "il porte des macros, enregistrez-le en .docx"
            if nom.endswith(".rels"):
                liens = archive.read(nom).split(b"<Relationship ")
                if any(_LIENS in lien and b"/hyperlink" not in lien for lien in liens):
                    return "il va chercher ailleurs une image ou un modèle, insérez-les dedans"
    return ""


def _say_cle(modele: str, demandee: str) -> str:
    connues = {nom.rpartition(".")[2] for noms in load_cles().values() for nom in noms}
    proche = propose_proche(demandee, tuple(sorted({*connues, *load_cles()} - {_SIMPLES})))
    question = f" ; vouliez-vous dire « {proche} » ?" if proche else ""
    return (
        f"BIL-01 : le modèle « {modele} » demande « {visible(demandee)} », que le bilan ne connaît"
        f" pas{question} Les clés : plie-xl bilan --cles"
    )
