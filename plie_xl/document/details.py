"""What a doubt speaks of: the words, the numbers, the place of the sentence that raised it.

Found again in the sentence when a person reads it: the codes alone travel with a value.
"""

import re
from collections.abc import Callable, Iterable

from plie_xl.document.around import find_autour
from plie_xl.document.categorie import weigh_categorie
from plie_xl.document.evidence import find_leftover, find_modalites
from plie_xl.document.numbers import (
    find_annee,
    find_personne,
    find_rythme,
    find_tournure,
    list_nombres,
    read_nombre,
)
from plie_xl.document.rule import say_regle
from plie_xl.document.values import Valeur, load_doutes
from plie_xl.document.words import any_of, fold, load_lexique
from plie_xl.model.text import enumere

DES_PIECES = ("FIC-05", "FIC-06", "FIC-10")
CAS = "cas"  # the sentence to say, when a code has several
Mots = dict[str, str]
Find = Callable[[Valeur, list[Valeur]], Mots]


def say_doutes(v: Valeur, autres: Iterable[Valeur] = ()) -> str:
    """« FIC-02 : nombre non ferme : « en moyenne » ; … », as a person reads it."""
    toutes = list(autres)
    return "\n".join(f"{code} : {_say(code, v, toutes)}" for code in v.doute.split())


def _say(code: str, v: Valeur, autres: list[Valeur]) -> str:
    doutes = load_doutes()
    if code in DES_PIECES and v.donnee == "modalites":  # whose own sentence is the measure
        v = next((x for x in autres if x.cible == v.cible and x.donnee == "pieces"), v)
    mots = {"ou": v.ailleurs} if code == "FIC-16" else _TROUVER.get(code, _rien)(v, autres)
    if mots and all(mots.values()):
        return str(doutes["precis"][mots.pop(CAS, code)].format(**mots))
    return str(doutes[code])


def _rien(v: Valeur, autres: list[Valeur]) -> Mots:
    return {}


def _tournure(v: Valeur, autres: list[Valeur]) -> Mots:
    bornes = {x.valeur.year for x in autres if x.donnee in ("debut", "fin") and x.valeur}
    return {"tournure": find_tournure(v.phrase) or find_annee(v.phrase, bornes)}


def _nombres(v: Valeur, autres: list[Valeur]) -> Mots:
    nombres = list_nombres(v.phrase)
    lu = next((x.valeur for x in (v, *autres) if x.cible == v.cible and x.donnee == "minimum"), "")
    plusieurs = len(nombres) > 1 and isinstance(lu, int)
    return {"nombres": enumere(map(str, nombres)) if plusieurs else "", "lu": str(lu)}


def _autour(v: Valeur, autres: list[Valeur]) -> Mots:
    nombre = read_nombre(v.phrase)
    return {"texte": find_autour(v.phrase, nombre.trou) if nombre else ""}


def _rythme(v: Valeur, autres: list[Valeur]) -> Mots:
    """« par référent » : par an, ou par référent ? — « mensuel » : 12 par an, 11 sans août ?"""
    mot, fois = find_rythme(v.phrase)
    if fois:
        sans = f", ou {fois - fois // 12} sans août" if fois >= 12 else ""
        return {"mot": mot, "question": f"{fois} par an{sans} ?"}
    personne = find_personne(v.phrase)
    return {"mot": personne, "question": f"par an, ou {personne} ?" if personne else ""}


def _parenthese(v: Valeur, autres: list[Valeur]) -> Mots:
    dite = re.search(r"\(([^)]*)\)?", v.phrase)
    return {"texte": dite[1].strip() if dite else ""}


def _restes(v: Valeur, autres: list[Valeur]) -> Mots:
    return {"texte": find_leftover(v.phrase)}


def _lecture(v: Valeur, autres: list[Valeur]) -> Mots:
    regles = v.valeur.values() if isinstance(v.valeur, dict) else ()
    return {"lecture": next((say_regle(jeux, "") for jeux in regles if jeux), "")}


def _ouverte(v: Valeur, autres: list[Valeur]) -> Mots:
    motif = rf"(?<![a-z]){any_of(load_lexique()['ouvertes']['mots'])}"
    trouve = re.search(motif, fold(v.phrase))
    return {"mot": v.phrase[slice(*trouve.span())] if trouve else ""}


def _cibles(v: Valeur, autres: list[Valeur]) -> Mots:
    memes = {x.cible for x in autres if x.donnee == "pieces" and x.phrase == v.phrase}
    noms = (str(x.valeur) for x in autres if x.donnee == "libelle" and x.cible in memes)
    dits = [f"« {nom} »" for nom in noms]
    return {"cibles": enumere(dits) if len(dits) > 1 else ""}


def _categorie(v: Valeur, autres: list[Valeur]) -> Mots:
    libelle = _find_libelle(v, autres)
    if not v.valeur:
        return {CAS: "FIC-14-vide"}
    return weigh_categorie(libelle, str(v.valeur)) if libelle else {}


def _sans_pieces(v: Valeur, autres: list[Valeur]) -> Mots:
    if v.donnee == "modalites":
        return {CAS: "FIC-12-modalites"}
    return {"libelle": _find_libelle(v, autres)}


def _modalites(v: Valeur, autres: list[Valeur]) -> Mots:
    """Which ones the evidence names, or the measure with a reserve."""
    pieces = next((x for x in autres if x.cible == v.cible and x.donnee == "pieces"), v)
    dites = find_modalites(v.phrase) if v.donnee == "modalites" else ()
    return {"modalites": enumere(dites or find_modalites(pieces.phrase))}


def _est_ce_une_cible(v: Valeur, autres: list[Valeur]) -> Mots:
    lu = next((x for x in autres if x.cible == v.cible and x.donnee == "minimum"), v)
    cas = "FIC-15-sans" if lu.valeur is None else "FIC-15-avec"
    return {CAS: cas, "ligne": str(v.ligne), "lu": str(lu.valeur)}


def _page(v: Valeur, autres: list[Valeur]) -> Mots:
    return {"page": str(v.page), "ligne": str(v.ligne)}


def _hors_rubrique(v: Valeur, autres: list[Valeur]) -> Mots:
    """Nothing found, a guess, a text badly recognised, or a place that is not the usual one."""
    if v.valeur in (None, "", []):
        return {CAS: "FIC-20-vide"}
    if autres and all("FIC-20" in x.doute.split() for x in autres):
        return {CAS: "FIC-20-tout", **_page(v, autres)}
    return {CAS: f"FIC-20-{v.donnee}"} if v.donnee in ("plie", "intitule", "unite") else {}


def _find_libelle(v: Valeur, autres: list[Valeur]) -> str:
    libelles = (x.valeur for x in autres if x.donnee == "libelle" and x.cible == v.cible)
    return str(next(libelles, ""))


_TROUVER: dict[str, Find] = {
    "FIC-02": _tournure,
    "FIC-03": _nombres,
    "FIC-04": _rythme,
    "FIC-05": _parenthese,
    "FIC-06": _restes,
    "FIC-08": _lecture,
    "FIC-09": _ouverte,
    "FIC-10": _cibles,
    "FIC-12": _sans_pieces,
    "FIC-13": _modalites,
    "FIC-14": _categorie,
    "FIC-15": _est_ce_une_cible,
    "FIC-18": _page,
    "FIC-19": _page,
    "FIC-20": _hors_rubrique,
    "FIC-21": _page,
    "FIC-22": _autour,
}
