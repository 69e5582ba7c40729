"""A draft of a message, as Outlook and Thunderbird open it: the same facts, the same bytes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any

from plie_xl.model.settings import Reponses
from plie_xl.model.text import pluriel, typographie, visible
from plie_xl.model.toml import read_toml
from plie_xl.reports.replies import Reponse, is_masked

_CORPS = '<body style="font-family:Calibri,Arial,sans-serif;font-size:11pt">'
_STYLE = "border-collapse:collapse;font-size:10pt"
_CASE = "border:1px solid #999;padding:3px 6px;text-align:left;vertical-align:top"
SAUT = "\n"
Tableau = tuple[Sequence[str], Sequence[Sequence[str]]]  # headers, rows


@dataclass(frozen=True)
class Lettre:
    """A subject, and a body made of sentences and tables."""

    objet: str
    blocs: tuple[str | Tableau, ...]
    joints: tuple[tuple[str, bytes], ...] = ()


@cache
def load_phrases() -> Mapping[str, Any]:
    """The sentences of the answers, from `replies.toml`."""
    nom = "replies.toml"
    phrases: Mapping[str, Any]
    phrases = read_toml(nom, files("plie_xl").joinpath(f"reports/{nom}").read_bytes())
    return phrases


def write_reponse(reponse: Reponse, reglages: Reponses) -> bytes:
    """The .eml of an answer; its address comes from the settings, or stays blank."""
    adresse = reglages.adresses.get(reponse.fiche.id, "") if reponse.fiche else ""
    return write_eml(compose(reponse), reglages, adresse)


def write_relance(fiche: str, texte: str, reglages: Reponses) -> bytes:
    """The .eml of a reminder: its first line is the subject."""
    premiere, _, corps = texte.partition("\n")
    objet = premiere.partition(":")[2].strip()
    blocs = tuple(filter(None, corps.strip().split("\n\n")))
    return write_eml(Lettre(objet, blocs), reglages, reglages.adresses.get(fiche, ""))


def compose(reponse: Reponse) -> Lettre:
    """What the coordinator reads."""
    dites, corps = load_phrases(), load_phrases()["corps"]
    n = len(reponse.points)
    points, classeur = pluriel(n, "point"), reponse.classeur
    debut, _, _ = classeur.rpartition(".")
    copie = f"{debut or classeur}_annote.xlsx"
    if reponse.fiche is None:
        sorte = "fermee" if reponse.fermee else "refus"
        objet = dites["objet"][sorte].format(classeur=classeur)
        blocs = [corps["bonjour"], corps[sorte].format(classeur=classeur)]
    else:
        faits = {"plie": reponse.fiche.plie, "annee": reponse.fiche.annee, "points": points}
        objet = dites["objet"]["points" if n else "bien"].format(**faits)
        blocs = [corps["bonjour"], *_say_lu(reponse, corps)]
        blocs += [corps["points"].format(points=points) if n else corps["bien"]]
    if n:
        blocs += [(dites["tableau"]["points"], [*map(_point, reponse.points)])]
        blocs += [_say_enjeu(reponse, corps)] if reponse.fiche else []
    jointe = ("copie" if n else "copie_bien") if reponse.annotee else "liste"
    blocs += [corps[jointe].format(copie=copie)] if n or reponse.annotee else []
    blocs += [corps[_find_suite(reponse)], corps["fin"]]
    joints = ((copie, reponse.copie),) if reponse.copie and (n or reponse.annotee) else ()
    return Lettre(objet, tuple(blocs), joints)


def _find_suite(reponse: Reponse) -> str:
    """What to do at the end: nobody corrects the cells of a file that could not be read."""
    if reponse.fiche is None:
        return "ailleurs" if reponse.fermee else "renvoi"
    return "suite" if reponse.points else "rien"


def _say_lu(reponse: Reponse, corps: Mapping[str, str]) -> list[Any]:
    """Counts, even when all is well; the four figures of each target."""
    arrete = f"{reponse.arrete:%d/%m/%Y}" if reponse.arrete else ""
    comptes = {
        "lues": reponse.lues,
        "retenues": pluriel(reponse.retenues, "retenue"),
        "ecartees": pluriel(reponse.lues - reponse.retenues, "écartée"),
        "arrete": arrete,
    }
    blocs: list[Any] = [corps["recu"].format(classeur=reponse.classeur)]
    if reponse.ecartes:
        blocs.append(corps["autres"].format(classeur=reponse.classeur))
        blocs += [corps["ecarte"].format(classeur=c, detail=d) for c, d in reponse.ecartes]
    blocs.append(corps["lignes"].format(**comptes))
    if reponse.motifs:
        motifs = ", ".join(f"{mot} ({n})" for mot, n in reponse.motifs)
        blocs.append(corps["motifs"].format(motifs=motifs))
    return [*blocs, corps["chiffres"], (load_phrases()["tableau"]["chiffres"], reponse.chiffres)]


def _say_enjeu(reponse: Reponse, corps: Mapping[str, str]) -> str:
    refusees, non_prouvees = reponse.enjeu
    dits = [pluriel(refusees, "ligne n’est pas comptée", "lignes ne sont pas comptées")]
    dits += [pluriel(non_prouvees, "réunion tenue n’est pas encore justifiée",
                     "réunions tenues ne sont pas encore justifiées")]  # fmt: skip
    vrais = [dit for dit, combien in zip(dits, reponse.enjeu, strict=True) if combien]
    if not vrais:
        return corps["sans_enjeu"]
    return corps["enjeu"].format(enjeu=" ; ".join(vrais))


def _point(anomalie: Any) -> tuple[str, ...]:
    """One row; of a cell that points at a person, the code and the cell only."""
    cellule = " ".join(filter(None, (anomalie.cellule.feuille, anomalie.place))) or "Classeur"
    constat = f"{anomalie.code} : {anomalie.constat}"
    if is_masked(anomalie):
        constat = f"{anomalie.code} : une donnée personnelle semble écrite ici"
    return cellule, constat, anomalie.attendu, anomalie.remede


def write_eml(lettre: Lettre, reglages: Reponses, adresse: str = "") -> bytes:
    """The message: text and HTML, its attachments, its addresses from the settings alone."""
    courriel = EmailMessage(policy=SMTP)
    courriel["Subject"] = _one_line(lettre.objet)
    if reglages.expediteur:
        courriel["From"] = _one_line(reglages.expediteur)
    courriel["To"] = _one_line(adresse)
    courriel["X-Unsent"] = "1"
    blocs = [*lettre.blocs, *filter(None, reglages.signature.split("\n"))]
    texte = "\n\n".join(map(_as_texte, blocs)) + "\n"
    courriel.set_content(_clean(texte), cte="quoted-printable")
    page = f"<html>{_CORPS}{''.join(map(_as_html, blocs))}</body></html>\n"
    courriel.add_alternative(_clean(page), subtype="html", cte="quoted-printable")
    for nom, octets in lettre.joints:
        courriel.add_attachment(
            octets,
            maintype="application",
            subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            filename=_one_line(nom),
        )
    empreinte = sha256(texte.encode() + b"".join(o for _, o in lettre.joints)).hexdigest()[:24]
    multiples = (partie for partie in courriel.walk() if partie.is_multipart())
    for n, partie in enumerate(multiples):
        partie.set_boundary(f"=_plie_{empreinte}_{n}")
    return courriel.as_bytes()


def _clean(texte: str) -> str:
    return typographie(visible(texte, "\n"))


def _one_line(texte: str) -> str:
    """What goes in a header never opens another one."""
    return typographie(" ".join(visible(texte.replace("\n", " ").replace("\r", " ")).split()))


def _as_texte(bloc: str | Tableau) -> str:
    if isinstance(bloc, str):
        return visible(bloc, SAUT)
    entetes, lignes = bloc
    return "\n".join(_as_puce(entetes, ligne) for ligne in lignes)


def _as_puce(entetes: Sequence[str], ligne: Iterable[str]) -> str:
    """« - Suivi E6 ; Constat : … ; Attendu : … »."""
    premier, *autres = (visible(texte) for texte in ligne)
    faits = (f"{e} : {texte}" for e, texte in zip(entetes[1:], autres, strict=True))
    return f"- {premier} ; " + " ; ".join(faits)


def _as_html(bloc: str | Tableau) -> str:
    if isinstance(bloc, str):
        return f"<p>{escape(visible(bloc, SAUT)).replace(SAUT, '<br>')}</p>"
    entetes, lignes = bloc
    haut = "".join(f'<th style="{_CASE};background:#E7EDF4">{escape(e)}</th>' for e in entetes)
    corps = "".join(
        f'<tr><td style="{_CASE};white-space:nowrap">{escape(visible(ligne[0]))}</td>'
        + "".join(f'<td style="{_CASE}">{escape(visible(x))}</td>' for x in ligne[1:])
        + "</tr>"
        for ligne in lignes
    )
    return f'<table style="{_STYLE}"><tr>{haut}</tr>{corps}</table>'
