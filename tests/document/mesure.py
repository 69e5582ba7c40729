"""What is read of a document beside what it says: right, asked, wrong without a doubt."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plie_xl.document.compose import FicheLue
from plie_xl.document.values import Valeur
from plie_xl.document.words import stem

TEXTES = Path(__file__).parent / "textes"
DEFAUTS = {
    "minimum": None,
    "maximum": None,
    "genre": "exact",
    "par": "an",
    "modalites": [],
    "pieces": {},
}
IDENTITE = ("plie", "numero", "debut", "fin", "montant_fse", "taux_max")


@dataclass
class Compte:
    """Of the values compared: how many are right and sure, right and asked, asked, wrong."""

    n: Counter[str] = field(default_factory=Counter)
    fautes: list[str] = field(default_factory=list)

    def add(self, cas: str, quoi: str = "") -> None:
        self.n[cas] += 1
        if cas == "faux":
            self.fautes.append(quoi)


def load_reponses(chemin: Path) -> list[dict[str, Any]]:
    return tomllib.loads(chemin.read_text(encoding="utf-8"))["fiche"]


def compare(lues: list[FicheLue], attendues: list[dict[str, Any]]) -> Compte:
    compte = Compte()
    for n, attendue in enumerate(attendues):
        if n >= len(lues):
            compte.n["absente"] += len(attendue.get("cible", []))
            continue
        _compare_fiche(compte, lues[n], attendue)
    for lue in lues[len(attendues) :]:
        for cible in list_cibles(lue):
            compte.add("faux", f"fiche de trop : {cible['libelle'].valeur}")
    return compte


def list_cibles(fiche: FicheLue) -> list[dict[str, Valeur]]:
    cibles: dict[str, dict[str, Valeur]] = {}
    for v in fiche.valeurs:
        if v.cible:
            cibles.setdefault(v.cible, {})[v.donnee] = v
    return list(cibles.values())


def _compare_fiche(compte: Compte, lue: FicheLue, attendue: dict[str, Any]) -> None:
    identite = {v.donnee: v for v in lue.valeurs if not v.cible}
    for donnee in IDENTITE:
        if donnee in attendue or donnee in attendue.get("demander", []):
            _weigh(compte, donnee, identite.get(donnee), attendue, None)
    lues = list_cibles(lue)
    for attendu, cible in list(_pair(attendue.get("cible", []), lues)):
        if cible is None:
            compte.n["absente"] += 1
            continue
        compte.n["cibles"] += 1
        lues.remove(cible)
        for donnee, defaut in DEFAUTS.items():
            _weigh(compte, donnee, cible.get(donnee), attendu, defaut)
    for cible in lues:
        sure = not cible["libelle"].doute
        compte.add("faux" if sure else "de trop", f"cible de trop : {cible['libelle'].valeur}")


def _pair(
    attendues: list[dict[str, Any]], lues: list[dict[str, Valeur]]
) -> Iterator[tuple[dict[str, Any], dict[str, Valeur] | None]]:
    """Each expected target with the one of the most like name, best first."""
    notes = sorted(
        (
            (_likeness(a["libelle"], str(c["libelle"].phrase)), -i, -j)
            for i, a in enumerate(attendues)
            for j, c in enumerate(lues)
        ),
        reverse=True,
    )
    choix: dict[int, int] = {}
    for note, i, j in notes:
        if note > 0.15 and -i not in choix and -j not in choix.values():
            choix[-i] = -j
    for i, attendue in enumerate(attendues):
        yield attendue, lues[choix[i]] if i in choix else None


def _likeness(a: str, b: str) -> float:
    from difflib import SequenceMatcher

    mots, siens = stem(a), stem(b)
    commun = len(mots & siens) / (len(mots | siens) or 1)
    return commun + 0.2 * SequenceMatcher(None, a.lower(), b.lower()).ratio()


def _weigh(
    compte: Compte, donnee: str, lue: Valeur | None, attendu: dict[str, Any], defaut: Any
) -> None:
    voulu, doit = attendu.get(donnee, defaut), donnee in attendu.get("demander", [])
    valeur, doute = (
        (lue.valeur, lue.doute) if lue else (defaut, "" if defaut is None else "absente")
    )
    juste = _flat(valeur) == _flat(voulu) and not doit
    if donnee == "maximum" and lue is None and voulu is None:
        return
    cas = (
        "juste"
        if juste and not doute
        else "confirmee"
        if juste
        else "demandee"
        if doute
        else "faux"
    )
    if lue is None and voulu is not None:
        cas = "demandee"  # nothing said: she fills it
    compte.add(cas, f"{attendu.get('libelle', 'fiche')} · {donnee} : {valeur} au lieu de {voulu}")


def _flat(valeur: Any) -> Any:
    """Sets of pieces without their order."""
    if isinstance(valeur, dict):
        return {k: sorted(sorted(jeu) for jeu in jeux) for k, jeux in valeur.items()}
    return sorted(valeur) if isinstance(valeur, list) else valeur


def unaccounted(fiches: Iterable[FicheLue]) -> int:
    return sum(
        f.totaux["lignes"] - f.totaux["utilisees"] - f.totaux["intitules"] - f.totaux["non_lues"]
        for f in fiches
    )
