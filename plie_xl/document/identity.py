"""Whose fiche, which number, period, amount: read where the form says so, never guessed."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from plie_xl.document.cut import PUCE, is_rubrique
from plie_xl.document.line import Ligne
from plie_xl.document.values import Valeur, sure
from plie_xl.document.words import any_of, fold, load_lexique

HORS_RUBRIQUE = ["FIC-20"]
LONGUEUR = 15  # lines at most of the rubric on the territory
_MOIS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
_JOUR = rf"(\d{{1,2}})(?:er)?\s+({'|'.join(_MOIS)})\s+((?:19|20)\d\d)"
_COURT = r"(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)"
_LIEN = r"(?:de la |de l['’] ?|d['’] ?|des |du |de |et |en |sur |sous |la |le |les |l['’] ?)"
_NOM = r"[A-ZÉÈÎÔÂ][\w-]+"
_PLIE = re.compile(rf"\b(?:PLIE|P\.L\.I\.E\.?)\s+({_LIEN}?{_NOM}(?: {_LIEN}{{0,2}}{_NOM})*)")


def slug(texte: str) -> str:
    mots = re.findall(r"[a-z0-9]+", fold(texte))
    while mots and mots[0] in ("plie", "de", "des", "du", "la", "le", "les", "l", "d"):
        mots.pop(0)
    return "-".join(mots)


def list_identite(lignes: tuple[Ligne, ...]) -> list[Valeur]:
    return [
        v
        for lire in (_plie, _numero, _intitule, _territoire, _periode, _montant, _taux)
        for v in lire(lignes)
    ]


def _vide(donnee: str, lignes: tuple[Ligne, ...]) -> Valeur:
    return sure(donnee, None, "", lignes[0], HORS_RUBRIQUE)


def _plie(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    texte = " ".join(ligne.texte.strip() for ligne in lignes)
    noms = Counter(re.sub(r"\s+", " ", m[1]) for m in _PLIE.finditer(texte))
    if not noms:
        yield _vide("plie", lignes)
        return
    nom = max(noms, key=lambda n: (noms[n], len(n)))
    ligne = next((li for li in lignes if nom in li.texte), lignes[0])
    yield sure("plie", f"PLIE {nom}", ligne.texte.strip(), ligne, HORS_RUBRIQUE)


def _numero(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    for ligne in lignes:
        trouve = re.search(
            rf"{any_of(load_lexique()['titres'])}\s*(n\s*[°o]?)?\s*(\d+(?:-\d+)?)",
            fold(ligne.texte),
        )
        if trouve:
            numero = f"N°{trouve[2]}" if trouve[1] else trouve[2]
            yield sure("numero", numero, ligne.texte.strip(), ligne)
            return


def _intitule(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    titre = rf"\s*{any_of(load_lexique()['titres'])}\s*(?:n\s*[°o]?\s*\d+|\d{{4}}-\d+)?\s*[-:]*\s*"
    n = next((k for k, li in enumerate(lignes) if re.match(titre, fold(li.texte))), None)
    if n is None:
        yield _vide("intitule", lignes)
        return
    debut = re.match(titre, fold(lignes[n].texte))
    morceaux = [lignes[n].texte[debut.end() if debut else 0 :].strip()]
    for m in range(n + 1, min(n + 7, len(lignes))):
        texte = lignes[m].texte.strip()
        if is_rubrique(lignes, m, False) or re.match(r"(?:os |objectif specifique)", fold(texte)):
            break
        if "»" in morceaux[-1] and "«" not in texte:
            break
        morceaux.append(texte)
    intitule = re.sub(r"\s+", " ", " ".join(morceaux)).strip(' «»"-–:')
    yield sure("intitule", intitule, intitule, lignes[n], HORS_RUBRIQUE)


def _territoire(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    """What its own rubric says, up to the next one: where it ends is never sure."""
    titre = rf"\s*{any_of(load_lexique()['lieux'])}\s*:?\s*"
    for n, ligne in enumerate(lignes):
        tete = re.match(titre, fold(ligne.texte))
        if not tete or PUCE.match(ligne.texte) or not ligne.texte.strip()[0].isupper():
            continue
        bout = _end_rubrique(lignes, n, re.compile(titre + "$"))
        texte = " ".join([ligne.texte[tete.end() :], *(li.texte for li in lignes[n + 1 : bout])])
        dit = re.sub(
            r"^\s*(?:d['’]intervention|Lieu de réalisation(?: du projet)?)\s*:?|\s+", " ", texte
        ).strip(" :.")
        dit = re.sub(
            r"\s+", " ", re.sub(r"(?i)^lieu de réalisation(?: du projet)?\s*:?\s*", "", dit)
        )
        if dit:
            yield sure("territoire", dit, dit, ligne, ["FIC-21"])
            return
    yield _vide("territoire", lignes)


def _end_rubrique(lignes: tuple[Ligne, ...], n: int, sienne: re.Pattern[str]) -> int:
    bout = n + 1
    while bout < min(n + LONGUEUR, len(lignes)) and (
        sienne.match(fold(lignes[bout].texte)) or not is_rubrique(lignes, bout, False)
    ):
        bout += 1
    return bout


def _periode(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    """The two first days that stand in one sentence on the period."""
    texte = _Texte(lignes)
    pour = re.finditer(
        rf"(?:(?:entre le|du)\s+)?(?:{_JOUR}|{_COURT})\s+(?:et le|au|et|-)\s+(?:{_JOUR}|{_COURT})",
        texte.plat,
    )
    periodes = [(m, _read_jour(m.groups()[:6]), _read_jour(m.groups()[6:])) for m in pour]
    justes = [(m, a, b) for m, a, b in periodes if a and b]
    if not justes:
        yield from (_vide(cle, lignes) for cle in ("debut", "fin"))
        return
    m, debut, fin = justes[0]
    doutes = ["FIC-16"] if len({(a, b) for _, a, b in justes}) > 1 else []
    dit = texte.brut[m.start() : m.end()]
    yield sure("debut", debut, dit, texte.line(m.start()), doutes)
    yield sure("fin", fin, dit, texte.line(m.start()), doutes)


def _read_jour(g: tuple[str | None, ...]) -> date | None:
    try:
        if g[0]:
            return date(int(g[2] or 0), _MOIS.index(g[1] or "") + 1, int(g[0]))
        return date(int(g[5] or 0), int(g[4] or 0), int(g[3] or 0))
    except ValueError:
        return None


class _Texte:
    """The lines as one folded text, and the line where a place of it stands."""

    def __init__(self, lignes: tuple[Ligne, ...]) -> None:
        self._bouts: list[tuple[int, Ligne]] = []
        morceaux, place = [], 0
        for ligne in lignes:
            morceau = " ".join(ligne.texte.split())
            self._bouts.append((place, ligne))
            morceaux.append(morceau)
            place += len(morceau) + 1
        self.brut = " ".join(morceaux)
        self.plat = fold(self.brut)  # as long, so that a place in one is a place in the other

    def line(self, place: int) -> Ligne:
        return [ligne for debut, ligne in self._bouts if debut <= place][-1]


def _montant(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    texte = _Texte(lignes)
    trouves = list(
        re.finditer(
            r"montants?\b[^€]{0,200}?(\d{1,3}(?:[ .]\d{3})+|\d{4,7})(?:,00)?\s*(?:€|euros?)",
            texte.plat,
        )
    )
    fse = [m for m in trouves if re.search(r"\bfse\b", m[0])]
    if not fse:
        yield _vide("montant_fse", lignes)
        return
    sommes = {int(re.sub(r"\D", "", m[1])) for m in fse}
    yield sure(
        "montant_fse",
        int(re.sub(r"\D", "", fse[0][1])),
        texte.brut[fse[0].start() : fse[0].end()],
        texte.line(fse[0].end() - 1),
        ["FIC-03"]
        if len(sommes) > 1 or len(re.findall(r"\d[\d .]*\s*(?:€|euro)", fse[0][0])) > 1
        else [],
    )


def _taux(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    texte = _Texte(lignes)
    trouves = list(
        re.finditer(
            r"taux (?:maximum |maximal )?(?:de |d )?(?:cofinancement|intervention|financement)[^%.]{0,80}?(\d{1,3})(?:,\d+)?\s*%",  # noqa: E501
            texte.plat,
        )
    )
    if trouves:
        taux = {int(m[1]) for m in trouves}
        doutes = ["FIC-03"] if len(taux) > 1 or "," in trouves[0][0][-6:] else []
        yield sure(
            "taux_max",
            int(trouves[0][1]) / 100,
            texte.brut[trouves[0].start() : trouves[0].end()],
            texte.line(trouves[0].start()),
            doutes,
        )
