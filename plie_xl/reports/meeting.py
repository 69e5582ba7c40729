"""« Préparer la réunion »: the papers that the fiche asks for, ready before the meeting.

A paper prepared proves nothing: no cell of evidence is filled here. Nobody is named either.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from importlib.resources import files
from textwrap import shorten
from typing import Any

from plie_xl.checks.count import Compte
from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule
from plie_xl.model.evidence import phrase_jeux
from plie_xl.model.fiche import Cible, Fiche
from plie_xl.model.settings import Publicite
from plie_xl.model.text import en_clair, enumere, read_heure, typographie, visible
from plie_xl.model.toml import build, read_toml, section
from plie_xl.model.words import PREVUE
from plie_xl.model.workbook import SUIVI, feuille_suivi
from plie_xl.pieces.names import Nom, build_nom
from plie_xl.word.page import A_REDIGER, GRIS, Entete, Page, read_embleme

_LONG = 150  # characters of what a coordinator typed, so that a paper keeps to its page
_BLANC = "            "
_MAIL = "mail_consultation"
_PLACE = 280  # points that the chapters of a page share
_PAS_ECRITES = ("Horaires", "Lieu")  # nobody meets in a written consultation
_PARTS_FAITS = (8, 6, 2.6, 3.6, 3.6, 4)  # of the width of a landscape page


@dataclass(frozen=True)
class Reunion:
    """One row of « Suivi »; `rang` tells it from the others of its target on its day."""

    fiche: Fiche
    cible: Cible
    ligne: int
    jour: date
    modalite: str | None
    lieu: str = ""
    objet: str = ""
    horaires: str = f"de {_BLANC} à {_BLANC}"
    rang: int = 1

    @property
    def dossier(self) -> str:
        """« 2024-03-12_COPIL », « 2024-03-12_COPIL_02 » for a second one on that day."""
        suite = f"_{self.rang:02}" if self.rang > 1 else ""
        return f"{self.jour.isoformat()}_{self.cible.id.upper()}{suite}"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of evidence that its fiche asks for, met in this way."""
        jeux = self.cible.jeux(self.modalite)
        return tuple(dict.fromkeys(piece for jeu in jeux for piece in jeu))

    def nom(self, kind: str, extension: str) -> str:
        return build_nom(Nom(self.jour, self.cible.id, kind, self.rang, extension))


@dataclass(frozen=True)
class Preparation:
    """Rows that can be prepared, and what is wrong with those that cannot."""

    reunions: tuple[Reunion, ...] = ()
    anomalies: tuple[Anomalie, ...] = ()
    absentes: tuple[int, ...] = ()  # rows asked for where no meeting is noted


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


def find_reunions(
    compte: Compte,
    lignes: Iterable[int] = (),
    du: date | None = None,
    au: date | None = None,
) -> Preparation:
    """The meetings of one workbook to prepare: these rows, else those planned between two days.

    Parameters
    ----------
    lignes
        Rows of « Suivi » as Excel numbers them; what is wrong with one is said.
    du, au
        First and last day, when no row is named.
    """
    voulues = set(lignes)
    reunions, anomalies = [], []
    rangs: Counter[tuple[str | None, date | None]] = Counter()
    for x in compte.rangees.lignes():
        jour = None if x["jour"] != x["jour"] else date.fromordinal(int(x["jour"]))
        rangs[x["cible"], jour] += 1  # of every row, so that a number never changes
        if not _is_wanted(x, jour, voulues, du, au):
            continue
        fiche = compte.saisie.fiches[x["fiche"]]
        cible = next((c for c in fiche.instances if c.id == x["cible"]), None)
        faute = _find_faute(x, jour, cible)
        if faute or jour is None or cible is None:
            anomalies.append(_say(x, fiche, *faute))
        else:
            reunions.append(_build_reunion(x, jour, fiche, cible, rangs[x["cible"], jour]))
    connues = {int(x) for x in compte.rangees["ligne"]}
    return Preparation(tuple(reunions), tuple(anomalies), tuple(sorted(voulues - connues)))


def build_papiers(reunion: Reunion, publicite: Publicite) -> dict[str, bytes]:
    """The papers of one meeting, by name of file: those of its kinds that can be prepared."""
    entete = Entete(reunion.fiche.plie, publicite.mention, read_embleme(publicite.logo))
    papiers = {
        reunion.nom(kind, "docx"): _build_papier(reunion, kind, forme, entete)
        for kind, forme in load_formes().items()
        if kind in reunion.kinds
    }
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


def _is_wanted(
    x: Mapping[str, Any], jour: date | None, voulues: set[int], du: date | None, au: date | None
) -> bool:
    if voulues:
        return x["ligne"] in voulues
    if x["etat"] != PREVUE:
        return False
    return jour is None or (du or date.min) <= jour <= (au or date.max)


def _find_faute(x: Mapping[str, Any], jour: date | None, cible: Cible | None) -> tuple[str, ...]:
    """Code, column, what is wrong, what was expected, what to do; empty when nothing is."""
    n = x["ligne"]
    if x["etat"] != PREVUE:
        statut = x["statut"] or "sans statut"
        return ("REU-04", "statut", f"la ligne {n} est « {statut} » : rien n’a été préparé",
                PREVUE, f"choisissez une ligne « {PREVUE} »")  # fmt: skip
    if jour is None:
        return ("REU-01", "date",
                f"la ligne {n} n’a pas de date : la feuille ne peut pas être préparée",
                "une date", "notez la date")  # fmt: skip
    if cible is None:
        return ("REU-06", "instance",
                f"la ligne {n} ne nomme aucune instance de la fiche : rien n’a été préparé",
                "une instance de la liste", "choisissez l’instance")  # fmt: skip
    if not cible.admet(x["forme"]):
        return ("REU-06", "modalite",
                f"la ligne {n} ne dit pas une modalité de la fiche : les pièces en dépendent",
                enumere(cible.modalites, "ou"), "choisissez la modalité")  # fmt: skip
    return ()


def _say(x: Mapping[str, Any], fiche: Fiche, code: str, colonne: str, *phrases: str) -> Anomalie:
    place = feuille_suivi(fiche).rang(colonne) + 1
    cellule = Cellule(x["classeur"], SUIVI, int(x["ligne"]), place)
    constat, attendu, remede = map(typographie, phrases)
    return Anomalie(code, Gravite.A_VERIFIER, cellule, constat, attendu, remede)


def _build_reunion(
    x: Mapping[str, Any], jour: date, fiche: Fiche, cible: Cible, rang: int
) -> Reunion:
    debut, fin = _say_heure(x["debut_heure"]), _say_heure(x["fin_heure"])
    lieu, objet = (shorten(en_clair(x[nom]), _LONG, placeholder=" …") for nom in ("lieu", "objet"))
    reunion = Reunion(fiche, cible, int(x["ligne"]), jour, x["forme"], lieu, objet, rang=rang)
    if not (debut or fin):
        return reunion
    return replace(reunion, horaires=f"de {debut or _BLANC} à {fin or _BLANC}")


def _say_heure(valeur: object) -> str:
    """« 9 h 30 », however the hour was typed; "" when it is none."""
    heure = read_heure(valeur)
    return (f"{heure.hour} h {heure:%M}".removesuffix(" 00")) if heure else ""


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
