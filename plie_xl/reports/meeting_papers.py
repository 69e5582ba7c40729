"""The papers of a meeting, made: a page of the house, AGAPE's own sheet, or a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from importlib.resources import files
from pathlib import Path

from plie_xl.model.evidence import phrase_jeux
from plie_xl.model.settings import Publicite
from plie_xl.model.target import Cible
from plie_xl.model.text import typographie, visible
from plie_xl.model.toml import build, read_toml, section
from plie_xl.reports.meeting import Reunion
from plie_xl.reports.meeting_model import fill_feuille
from plie_xl.word.page import A_REDIGER, GRIS, Entete, Page, read_embleme

_MAIL, _FEUILLE = "mail_consultation", "emargement"
_PLACE = 280  # points that the chapters of a page share
_PAS_ECRITES = ("Horaires", "Lieu")  # nobody meets in a written consultation
_PARTS_FAITS = (8, 6, 2.6, 3.6, 3.6, 4)  # of the width of a landscape page


@dataclass(frozen=True)
class _Colonne:
    titre: str
    part: int


@dataclass(frozen=True)
class _Forme:
    """How a paper looks: see `meeting.toml`."""

    titre: str
    paysage: bool = False
    colonnes: tuple[_Colonne, ...] = section("colonne", default=())
    lignes: int = 0
    hauteur: float = 0.0
    debut: tuple[str, ...] = ()
    chapitres: tuple[str, ...] = ()
    suite: tuple[str, ...] = ()


@cache
def load_formes() -> Mapping[str, _Forme]:
    """The papers that can be prepared, by kind of evidence."""
    nom = "meeting.toml"
    brut = read_toml(nom, files("plie_xl").joinpath(f"reports/{nom}").read_bytes())
    return {kind: build(_Forme, forme, f"{nom}, [{kind}]") for kind, forme in brut.items()}


def build_papiers(reunion: Reunion, publicite: Publicite) -> dict[str, bytes]:
    """The papers of one meeting, by name of file: those of its kinds that can be prepared.

    Raises
    ------
    ModeleError
        AGAPE's own attendance sheet cannot be filled.
    """
    entete = Entete(reunion.fiche.plie, publicite.mention, read_embleme(publicite.logo))
    papiers = {
        reunion.nom(kind, "docx"): _build_papier(reunion, kind, forme, entete)
        for kind, forme in load_formes().items()
        if kind in reunion.kinds and not (publicite.modele and kind == _FEUILLE)
    }
    if publicite.modele and _FEUILLE in reunion.kinds:
        nom, faits = reunion.nom(_FEUILLE, "docx"), _list_cles(reunion, publicite)
        papiers[nom] = fill_feuille(Path(publicite.modele), faits)
    if _MAIL in reunion.kinds:
        papiers[reunion.nom(_MAIL, "eml")] = _build_mail(reunion, publicite)
    return papiers


def find_embleme_absent(publicite: Publicite) -> str:
    """The sentence that says that the emblem is not there; "" when it is, or none was given."""
    if not publicite.logo or read_embleme(publicite.logo):
        return ""
    return (
        f"REU-03 : emblème introuvable : « {publicite.logo} » ; la feuille porte un cadre vide ;"
        " donnez son chemin dans reglages.toml"
    )


def _list_faits(reunion: Reunion) -> list[tuple[str, str]]:
    fiche = reunion.fiche
    return [
        ("Opération", f"{fiche.intitule} ({fiche.plie}, fiche {fiche.numero}, {fiche.annee})"),
        ("Instance", reunion.cible.libelle),
        ("Date", f"{reunion.jour:%d/%m/%Y}"),
        ("Horaires", reunion.horaires),
        ("Lieu", reunion.lieu),
        ("Objet", reunion.objet),
    ]


def _list_cles(reunion: Reunion, publicite: Publicite) -> dict[str, str]:
    """What a model of AGAPE's may print of a meeting: the keys of `meeting_cles.toml`."""
    fiche = reunion.fiche
    return {
        "plie": fiche.plie,
        "numero": fiche.numero,
        "annee": str(fiche.annee),
        "operation": fiche.intitule,
        "porteuse": fiche.porteuse,
        "instance": reunion.cible.libelle,
        "date": f"{reunion.jour:%d/%m/%Y}",
        "horaires": reunion.horaires,
        "lieu": reunion.lieu,
        "objet": reunion.objet,
        "modalite": reunion.modalite or "",
        "mention": publicite.mention,
        "fichier": reunion.nom(_FEUILLE, "pdf"),
    }


def _build_papier(reunion: Reunion, kind: str, forme: _Forme, entete: Entete) -> bytes:
    page = Page(forme.titre, entete, paysage=forme.paysage)
    for phrase in forme.debut:
        page.line(phrase, taille=11)
    faits = _list_faits(reunion)
    if forme.paysage:
        page.grid([nom for nom, _ in faits], [[fait for _, fait in faits]], _PARTS_FAITS)
    else:
        page.facts(faits)
    if forme.colonnes:
        vides = [[""] * len(forme.colonnes)] * forme.lignes
        parts = [colonne.part for colonne in forme.colonnes]
        page.grid([colonne.titre for colonne in forme.colonnes], vides, parts, forme.hauteur)
    for chapitre in forme.chapitres:
        page.line(chapitre, gras=True, taille=11)
        page.line(A_REDIGER, apres=_PLACE / len(forme.chapitres))
    for phrase in forme.suite:
        page.line(phrase)
    _say_pieces(page, reunion.cible, reunion.modalite)
    page.foot(f"Après la réunion, enregistrez ce document sous le nom : {reunion.nom(kind, 'pdf')}")
    return page.to_bytes()


def _say_pieces(page: Page, cible: Cible, modalite: str | None) -> None:
    """What the fiche asks for; in grey, what it takes in the absence of what it prefers."""
    jeux = cible.jeux(modalite)
    if not cible.preferee:
        page.line(f"Pièces demandées par la fiche : {phrase_jeux(jeux)}.", taille=9)
        return
    page.line(f"Pièces demandées par la fiche : {phrase_jeux(jeux[:1])}.", taille=9, apres=1)
    if jeux[1:]:
        page.line(f"À défaut : {phrase_jeux(jeux[1:])}.", couleur=GRIS, taille=9)


def _build_mail(reunion: Reunion, publicite: Publicite) -> bytes:
    """The message of a written consultation, as a draft that a mail program opens."""
    titre = f"Consultation écrite : {reunion.cible.libelle}, {reunion.jour:%d/%m/%Y}"
    courriel = EmailMessage(policy=SMTP)
    courriel["Subject"] = visible(titre).replace("\n", " ")
    courriel["To"] = ""
    courriel["X-Unsent"] = "1"
    faits = [f"{nom} : {fait}" for nom, fait in _list_faits(reunion) if nom not in _PAS_ECRITES]
    lignes = [
        "Bonjour,", "", "Vous êtes consultés par écrit sur ce qui suit.", "", *faits, "",
        f"Proposition soumise à votre avis : {A_REDIGER}",
        f"Réponse attendue avant le : {A_REDIGER}", "",
        "Merci de répondre à tous par « favorable », « défavorable » ou « abstention ».", "",
        publicite.mention, "",
        f"Ce message, enregistré sous le nom « {reunion.nom(_MAIL, 'eml')} », est une pièce.",
    ]  # fmt: skip
    courriel.set_content(typographie(visible("\n".join(lignes), "\n")), cte="quoted-printable")
    return courriel.as_bytes()
