"""« Notifier »: one Word letter per PLIE, with the provisional conclusion of each row.

Nobody is named but by initials; the delay to answer stays blank until AGAPE has set it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from plie_xl.control.contract import A_COMPLETER, ECARTEE, RETENUE
from plie_xl.control.identity import as_sortable
from plie_xl.control.received import Controle
from plie_xl.control.verdicts import Verdict, read_verdicts
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.collection import fiches_en_vigueur
from plie_xl.model.fiche import Fiche
from plie_xl.model.settings import Reglages
from plie_xl.model.text import en_clair, enumere, nombre, pluriel, visible
from plie_xl.model.toml import FicheError, build, read_toml, section
from plie_xl.word.page import GRIS, Entete, Page, read_embleme

_RANGS = (ECARTEE, A_COMPLETER, RETENUE, None)
_LONG = 20  # characters of what stands for a controller


@dataclass(frozen=True)
class _Colonne:
    titre: str
    part: int


@dataclass(frozen=True)
class _Forme:
    """The sentences of the letter: see `letters.toml`."""

    titre: str
    debut: str
    bilan: str
    sans_delai: str
    delai: str
    silence: str
    visa: str
    signature: str
    colonnes: tuple[_Colonne, ...] = section("colonne")


@dataclass(frozen=True)
class Lettres:
    """Letters by name of file, the rows that none of them holds, and what is to be mended first.

    `sans_conclusion` counts the rows without a provisional decision.
    """

    fichiers: Mapping[str, bytes]
    sans_conclusion: int
    anomalies: Sequence[Anomalie]


@cache
def load_forme() -> _Forme:
    """The form of the letters, from `letters.toml`; FicheError when it is faulty."""
    nom = "letters.toml"
    brut = read_toml(nom, files("plie_xl").joinpath(f"reports/{nom}").read_bytes())
    return build(_Forme, brut, nom)


def build_lettres(controle: Controle, reglages: Reglages) -> Lettres:
    """The letters of a control: a row that is to be mended, or undecided, is in none."""
    verdicts, anomalies = read_verdicts([controle], reglages.controle.motifs)
    prets = [v for v in verdicts if v.provisoire and not v.refus]
    par_fiche: defaultdict[str, list[Verdict]] = defaultdict(list)
    for v in prets:
        par_fiche[v.identite.fiche].append(v)
    fiches = _find_fiches(controle.annee)
    fichiers = {
        f"lettre_{nom}_{controle.annee}.docx": _build(siens, fiches.get(nom), controle, reglages)
        for nom, siens in sorted(par_fiche.items())
    }
    return Lettres(fichiers, sum(not v.provisoire for v in verdicts), anomalies)


def _find_fiches(annee: int | None) -> Mapping[str, Fiche]:
    """The fiches of the year; a letter is written without them too."""
    try:
        return fiches_en_vigueur().annee(annee) if annee else {}
    except FicheError:
        return {}


def _build(
    verdicts: Sequence[Verdict], fiche: Fiche | None, controle: Controle, reglages: Reglages
) -> bytes:
    forme, publicite = load_forme(), reglages.publicite
    plie = _say(verdicts[0], "plie")
    page = Page(forme.titre, Entete(plie, publicite.mention, read_embleme(publicite.logo)))
    page.facts(_list_faits(verdicts, fiche, controle))
    page.line(forme.debut, apres=8)
    titres, parts = [x.titre for x in forme.colonnes], [x.part for x in forme.colonnes]
    page.grid(titres, [_row(v) for v in sorted(verdicts, key=_order)], parts)
    comptes = Counter(v.provisoire for v in verdicts)
    page.line(
        forme.bilan.format(
            retenue=nombre(comptes[RETENUE]),
            ecartee=nombre(comptes[ECARTEE]),
            a_completer=nombre(comptes[A_COMPLETER]),
        ),
        gras=True,
        apres=8,
    )
    jours = reglages.controle.delai_contradictoire_jours
    page.line(
        forme.sans_delai if jours is None else forme.delai.format(jours=pluriel(jours, "jour"))
    )
    page.line(forme.silence, apres=14)
    initiales = sorted({_say(v, "controle_par")[:_LONG] for v in verdicts} - {""})
    if initiales:
        page.line(forme.visa.format(initiales=enumere(initiales)))
    page.line(forme.signature, couleur=GRIS, apres=40)
    return page.to_bytes()


def _list_faits(
    verdicts: Sequence[Verdict], fiche: Fiche | None, controle: Controle
) -> list[tuple[str, str]]:
    operation = f"{fiche.intitule} (fiche {fiche.numero})" if fiche else ""
    faits = [
        ("PLIE", _say(verdicts[0], "plie")),
        ("Opération", operation),
        ("Année", str(controle.annee or "")),
        ("Contrôle", _fact(controle, "mode")),
        ("Tirage du", _fact(controle, "le")),
        ("Lignes", pluriel(len(verdicts), "ligne contrôlée", "lignes contrôlées")),
    ]
    return [(nom, fait) for nom, fait in faits if fait]


def _fact(controle: Controle, nom: str) -> str:
    return visible(en_clair(controle.faits.get(nom)))


def _row(v: Verdict) -> list[str]:
    suite = ("motif", "observation")
    return [
        _say(v, "numero"),
        _say(v, "date"),
        _say(v, "libelle"),
        _say(v, "unites"),
        v.provisoire or "",
        *(_say(v, nom) for nom in suite),
    ]


def _say(v: Verdict, colonne: str) -> str:
    valeur: Any = v.ligne.get(colonne)
    return visible(valeur if isinstance(valeur, str) else en_clair(valeur)).strip()


def _order(v: Verdict) -> tuple[int, str, str, str]:
    """What asks for an answer comes first."""
    jour = as_sortable(v.ligne.get("date"))
    return _RANGS.index(v.provisoire), _say(v, "libelle"), jour, v.cle
