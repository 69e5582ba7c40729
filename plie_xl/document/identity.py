"""Whose fiche, which number, period, amount: read where the form says so, never guessed."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from plie_xl.document.cut import PUCE, is_rubrique, is_titre, names_rubrique
from plie_xl.document.line import Ligne
from plie_xl.document.money import read_montant, read_taux
from plie_xl.document.values import Valeur, sure
from plie_xl.document.whole import Texte
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
_AN = r"(?:19|20)\d\d"
_JOUR = rf"(\d{{1,2}})(?:er)?\s+({'|'.join(_MOIS)})"
_COURT = r"(\d{1,2})/(\d{1,2})"
LONGUE = timedelta(3 * 366)  # three years: beyond, a digit was taken for another
PRES = 60  # signs around a period where another year makes it doubtful
_LIEN = r"(?:de la |de l['’] ?|d['’] ?|des |du |de |et |en |sur |sous |la |le |les |l['’] ?)"
_NOM = r"[A-ZÉÈÎÔÂ][\w-]+"
_PLIE = re.compile(rf"\b(?:PLIE|P\.L\.I\.E\.?)\s+({_LIEN}?{_NOM}(?: {_LIEN}{{0,2}}{_NOM})*)")


def slug(texte: str) -> str:
    """The name of a PLIE as an identifier: « PLIE des Graves » is « graves »."""
    mots = re.findall(r"[a-z0-9]+", fold(texte))
    while mots and mots[0] in ("plie", "de", "des", "du", "la", "le", "les", "l", "d"):
        mots.pop(0)
    return "-".join(mots)


def list_identite(lignes: tuple[Ligne, ...]) -> list[Valeur]:
    """The values of the head of a fiche, one reader after another (`LECTURES`)."""
    return [v for lire in LECTURES for v in lire(lignes)]


def _vide(donnee: str, lignes: tuple[Ligne, ...]) -> Valeur:
    return sure(donnee, None, "", lignes[0], HORS_RUBRIQUE)


def _plie(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    rubriques = (names_rubrique(fold(ligne.texte).strip()) for ligne in lignes)
    texte = " ".join(
        ("¶ " if rubrique else "") + ligne.texte.strip()
        for rubrique, ligne in zip(rubriques, lignes, strict=True)
    )
    noms = Counter(re.sub(r"\s+", " ", m[1]) for m in _PLIE.finditer(texte))
    if not noms:
        yield _vide("plie", lignes)
        return
    nom = max(noms, key=lambda n: (noms[n], len(n)))
    ligne = next((li for li in lignes if nom in li.texte), lignes[0])
    yield sure("plie", f"PLIE {nom}", ligne.texte.strip(), ligne, HORS_RUBRIQUE)


def _numero(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    """That of its title; said elsewhere only, or two of them, it is not sure."""
    motif = re.compile(rf"{any_of(load_lexique()['titres'])}\s*(n\s*[°o]?)?\s*(\d+(?:-\d+)?)")
    textes = [f"{a.texte} {b.texte}" for a, b in pairwise([*lignes, lignes[-1]])]
    tous = [(x, motif.search(fold(texte))) for x, texte in zip(lignes, textes, strict=True)]
    dits = [(ligne, m) for ligne, m in tous if m and m.start() < len(ligne.texte)]
    titres = [(ligne, m) for ligne, m in dits if is_titre(ligne)]
    for ligne, m in (titres or dits)[:1]:
        numero = f"N°{m[2]}" if m[1] else m[2]
        autres = ["FIC-16"] * (len({m[2] for _, m in titres}) > 1)
        doutes = autres if titres else HORS_RUBRIQUE
        yield sure("numero", numero, ligne.texte.strip(), ligne, doutes)


def _intitule(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    titre = rf"\s*{any_of(load_lexique()['titres'])}\s*(?:n\s*[°o]?\s*\d+|\d{{4}}-\d+)?\s*[-:]*\s*"
    n = next((k for k, li in enumerate(lignes) if re.match(titre, fold(li.nom))), None)
    if n is None:
        yield _vide("intitule", lignes)
        return
    debut = re.match(titre, fold(lignes[n].nom))
    morceaux = [lignes[n].nom[debut.end() if debut else 0 :].strip()]
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
        tete = re.match(titre, fold(ligne.nom))
        if not tete or PUCE.match(ligne.nom) or not ligne.nom.strip()[0].isupper():
            continue
        bout = _end_rubrique(lignes, n, re.compile(titre + "$"))
        texte = " ".join([ligne.nom[tete.end() :], *(li.texte for li in lignes[n + 1 : bout])])
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
    texte = Texte(lignes)
    jour, court = rf"{_JOUR}(?:\s+({_AN}))?", rf"{_COURT}/({_AN})"
    pour = re.finditer(
        rf"(?:(?:entre le|du)\s+)?(?:{jour}|{court})\s+(?:et le|au|et|-)\s+(?:{jour}|{court})",
        texte.plat,
    )
    justes = [(m, *jours) for m in pour if (jours := _read_jours(m.groups()))]
    if not justes:
        yield from (_vide(cle, lignes) for cle in ("debut", "fin"))
        return
    m, debut, fin = justes[0]
    autres = {
        int(an)
        for an in re.findall(rf"\b{_AN}\b", texte.plat[max(0, m.start() - PRES) : m.end() + PRES])
    }
    doutes = ["FIC-16"] if len({(a, b) for _, a, b in justes}) > 1 else []
    entiere = debut.day == 1 and (fin + timedelta(1)).day == 1 and fin - debut < LONGUE
    doutes += [] if entiere else ["FIC-20"]
    doutes += ["FIC-03"] if autres - {debut.year, fin.year} or debut >= fin else []
    dit = texte.brut[m.start() : m.end()]
    yield sure("debut", debut, dit, texte.line(m.start()), doutes)
    yield sure("fin", fin, dit, texte.line(m.start()), doutes)


def _read_jours(g: tuple[str | None, ...]) -> tuple[date, date] | None:
    """Both days; « du 1er janvier au 31 décembre 2031 » says the year once."""
    fin = _read_jour(g[6:])
    an = str(fin.year) if fin and g[0] and not g[2] else g[2]
    debut = _read_jour((g[0], g[1], an, *g[3:6]))
    return (debut, fin) if debut and fin else None


def _read_jour(g: tuple[str | None, ...]) -> date | None:
    try:
        if g[0]:
            return date(int(g[2] or 0), _MOIS.index(g[1] or "") + 1, int(g[0]))
        return date(int(g[5] or 0), int(g[4] or 0), int(g[3] or 0))
    except ValueError:
        return None


def _porteuse(lignes: tuple[Ligne, ...]) -> Iterator[Valeur]:
    """Who bears the PLIE, when the fiche says it: where the name ends is never sure."""
    texte = Texte(lignes)
    apres = (
        r"structure (?:porteuse|support)(?: du plie)?(?: est| :)(?: la| le| l)? ?([^.,;()]{3,60})"
    )
    avant = r"(?:\b(?:la|le|l) )([^.,;()]{3,60}?) \((?:la )?structure (?:porteuse|support)"
    par = r"\bplie\b[^.;]{0,60}? est portee? par (?:la |le |l )?([^.,;()]{3,60})"
    for motif in (apres, avant, par):
        if trouve := re.search(motif, texte.plat):
            nom = texte.brut[slice(*trouve.span(1))].strip()
            phrase = texte.brut[slice(*trouve.span())]
            yield sure(
                "porteuse",
                nom[:1].upper() + nom[1:],
                phrase,
                texte.line(trouve.start(1)),
                ["FIC-21"],
            )
            return


LECTURES = (
    _plie, _numero, _intitule, _territoire, _periode, read_montant, read_taux, _porteuse,
)  # fmt: skip
