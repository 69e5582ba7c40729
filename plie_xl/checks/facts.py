"""What rules must know of a row of « Suivi », beyond its words: facts, one column each.

Those that decide whether a row counts are found before counting, the others only to check.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from plie_xl.checks.holidays import find_chome
from plie_xl.checks.interpret import Saisie, find_cible
from plie_xl.checks.rules.territoires import find_ailleurs
from plie_xl.checks.values import read_entier
from plie_xl.model.evidence import count_references, read_marquee
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import Coded, Mask, Rows, Vector
from plie_xl.model.grouping import cross, encode_numbers, number_groups
from plie_xl.model.mergers import find_bords
from plie_xl.model.target import REUNION
from plie_xl.model.text import cle, en_clair, est_vide
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.words import ANNULEE, JUSTIFIEE, MANQUE, REALISEE, REPORTEE, TENUE


def add_facts(suivi: Rows, fiches: Mapping[str, Fiche]) -> Rows:
    """`complete` (says what, when or whether), `datee` (its date matters: a postponed or
    cancelled meeting may have none), `dans_la_periode`, what a merger says (`_find_fusion`),
    `apres_arrete` (held after the date of reference: nothing is asked of it), `tenue` (held, of a
    known target), `une_reunion` (its target counts meetings) and `ailleurs` (the same row in
    another territory, "" for none).
    """
    suivi = suivi.avec(**_find_fusion(suivi, fiches))
    etat = suivi["etat"]
    muette = suivi["instance_vide"] & suivi["date_vide"] & suivi["statut_vide"]
    complete = ~(muette | suivi["illisible"])
    apres = etat.est(REALISEE) & (suivi["jour"] > suivi["reference"])
    return suivi.avec(
        complete=complete,
        datee=complete & ~etat.est(REPORTEE, ANNULEE),
        dans_la_periode=(suivi["debut"] <= suivi["jour"]) & (suivi["jour"] <= suivi["fin"]),
        apres_arrete=apres,
        tenue=complete & etat.est(REALISEE) & ~apres & ~suivi["cible"].est(None),
        une_reunion=_find_unites(suivi, fiches).est(REUNION),
        ailleurs=find_ailleurs(suivi),
    )


def _find_fusion(suivi: Rows, fiches: Mapping[str, Fiche]) -> dict[str, Any]:
    """`hors_fusion`, whether a row is on the other side of a merger of the year, `fusion`, the
    day of that merger (NaN: none), and `revient`, whose the row is (a name a line).
    """
    bords = find_bords(suivi["fiche"].distinctes, fiches)
    if not any(bord.plies for deux in bords.values() for bord in deux):
        n, rien = len(suivi), suivi["fiche"].translate(lambda _: "")
        return {"fusion": np.full(n, np.nan), "revient": rien, "hors_fusion": np.zeros(n, bool)}

    def find_jour(rang: int) -> Vector:
        jours = {n: b[rang].le.toordinal() if b[rang].plies else np.nan for n, b in bords.items()}
        trouves: Vector = suivi["fiche"].apply(jours.__getitem__, float)
        return trouves

    jour, naissance, fin = suivi["jour"], find_jour(0), find_jour(1)
    annee = suivi["fiche"].apply(lambda f: date(fiches[f].annee, 1, 1).toordinal(), float)
    avant = (jour < naissance) & (jour >= annee)
    apres = (jour >= fin) & (jour <= suivi["fin"])
    cote = encode_numbers(np.where(avant, 0, 1))
    noms = {(n, rang): "\n".join(b[rang].plies) for n, b in bords.items() for rang in (0, 1)}
    return {
        "fusion": np.where(avant, naissance, np.where(apres, fin, np.nan)),
        "revient": cross(lambda f, rang: noms[f, rang], suivi["fiche"], cote),
        "hors_fusion": avant | apres,
    }


def _find_unites(suivi: Rows, fiches: Mapping[str, Fiche]) -> Coded:
    """What the target of each row counts; None where it is unknown."""
    unites = {
        (fiche, c.id): c.unite
        for fiche in suivi["fiche"].distinctes
        for c in fiches[fiche].instances
    }
    return cross(lambda *x: unites.get(x), suivi["fiche"], suivi["cible"])


def find_memes_reunions(suivi: Rows) -> Vector:
    """Excel row, above, that gives the same meeting already; NaN where there is none.

    The same target, the same day, and one reference of one kind of evidence written twice.
    """
    comptees = suivi["une_reunion"] & suivi["compte"].est(TENUE, JUSTIFIEE)
    cles = (suivi["classeur"], suivi["cible"], suivi["jour"])
    plusieurs = find_groups(comptees, *cles)
    trouvees = np.full(len(suivi), np.nan)
    for piece in load_pieces() if plusieurs.any() else ():
        marquee = suivi[piece].sauf(~plusieurs, "").translate(read_marquee)
        lignes = find_premieres(suivi["ligne"], ~marquee.est(""), *cles, marquee)
        trouvees = np.fmin(trouvees, lignes)
    return trouvees


def build_suivi(suivi: Rows, saisie: Saisie) -> Rows:
    """Counted rows with what only checks look at: the row each one repeats, the piece to name…"""
    presents = suivi["presents"]
    return suivi.avec(
        presents_vide=presents.apply(est_vide, bool),
        personnes=presents.apply(read_entier, float),
        chome=_find_chomes(suivi["jour"]),
        calendrier=_find_calendrier(suivi),
        references=_count_references(suivi),
        **_find_repetitions(suivi),
        **_find_etirees(suivi),
        **_name_pieces(suivi, saisie),
    )


ECART_1904 = 1_462  # days between the two calendars of Excel: 4 years and 1 day


def _find_calendrier(suivi: Rows) -> Vector:
    """The day that a date stands for when it was pasted from the other calendar; NaN elsewhere.

    One alone may be a slip of the hand: at least two of a workbook.
    """
    jour, voulu = suivi["jour"], np.full(len(suivi), np.nan)
    saisie_en_jour = suivi["date"].apply(lambda valeur: not isinstance(valeur, str), bool)
    dehors = saisie_en_jour & ~suivi["dans_la_periode"] & ~np.isnan(jour)
    for ecart in (ECART_1904, -ECART_1904):
        dedans = (suivi["debut"] <= jour + ecart) & (jour + ecart <= suivi["fin"])
        plusieurs = find_groups(dehors & dedans, suivi["classeur"])
        voulu = np.where(plusieurs, jour + ecart, voulu)
    return voulu


def _count_references(suivi: Rows) -> Vector:
    """The most pieces that a cell of the row names, for rows that count several units."""
    nombres = np.zeros(len(suivi))
    ou = np.flatnonzero(suivi["retenue"] & (suivi["nombre"] > 1))
    for piece in load_pieces() if len(ou) else ():
        nombres[ou] = np.maximum(nombres[ou], suivi[piece][ou].apply(count_references, float))
    return nombres


_ETIREE = 6  # days running that always hold a Saturday or a Sunday


def _find_etirees(suivi: Rows) -> dict[str, Vector]:
    """Rows that the fill handle made: the same meeting day after day, weekend included.

    `etiree` for each of them; `fin_etiree`, in the first of a run, the Excel row of its last one.
    """
    n = len(suivi)
    suit = np.zeros(n, bool)
    suit[1:] = (np.diff(suivi["ligne"]) == 1) & (np.diff(suivi["jour"]) == 1)
    for nom in ("classeur", "cible", "objet"):
        codes = suivi[nom].codes
        suit[1:] &= codes[1:] == codes[:-1]
    suit &= ~suivi["cible"].est(None) & suivi["datee"]
    debuts = np.flatnonzero(~suit)
    longueurs = np.diff(np.append(debuts, n))
    longues = longueurs >= _ETIREE
    fin = np.full(n, np.nan)
    fin[debuts[longues]] = suivi["ligne"][debuts[longues] + longueurs[longues] - 1]
    return {"fin_etiree": fin, "etiree": np.repeat(longues, longueurs)}


def _find_chomes(jours: Vector) -> Mask:
    """Days that nobody works, each distinct one looked at once."""
    return encode_numbers(jours).apply(lambda jour: find_chome(jour) != "", bool)


def _find_repetitions(suivi: Rows) -> dict[str, Vector]:
    """Same meeting, same number: the first row that has them."""
    libre = ~suivi["une_reunion"]
    reelles = suivi["vivante"] & ~suivi["cible"].est(None) & ~np.isnan(suivi["jour"])
    memes = (suivi["classeur"], suivi["cible"], suivi["jour"])
    reelles &= ~suivi["illisible"] & np.isnan(suivi["meme_reunion"])
    plusieurs = find_groups(reelles, *memes)
    # A meeting is one a day, whatever its subject; of the rest, several are told apart by it.
    objets = fold_words(suivi["objet"].sauf(~(libre & plusieurs), ""))
    numero = suivi["numero"].translate(lambda v: "" if est_vide(v) else cle(en_clair(v)))
    return {
        "jumelle": find_premieres(suivi["ligne"], plusieurs, *memes, objets),
        "homonyme": find_premieres(suivi["ligne"], ~numero.est(""), suivi["classeur"], numero),
    }


def fold_words(mots: Coded) -> Coded:
    """The same column where two words are one when Excel takes them for the same."""
    return mots[np.arange(len(mots))].translate(cle)


def find_groups(parmi: Mask, *cles: Coded | Vector) -> Mask:
    """The rows, among these, of which another has the same keys."""
    ou = np.flatnonzero(parmi)
    groupes, premieres = number_groups(*cles, ou=ou)
    trouvees = np.zeros(len(parmi), bool)
    trouvees[ou] = np.bincount(groupes, minlength=len(premieres))[groupes] > 1
    return trouvees


def find_premieres(lignes: Vector, parmi: Mask, *cles: Coded | Vector) -> Vector:
    """Excel row of the first row with the same keys; NaN for that first row and the others."""
    ou = np.flatnonzero(parmi)
    groupes, _ = number_groups(*cles, ou=ou)
    premieres = np.full(groupes.max(initial=0) + 1, np.inf)
    np.minimum.at(premieres, groupes, lignes[ou])
    repetees = premieres[groupes] != lignes[ou]
    trouvees = np.full(len(lignes), np.nan)
    trouvees[ou[repetees]] = premieres[groupes][repetees]
    return trouvees


def _name_pieces(suivi: Rows, saisie: Saisie) -> dict[str, Any]:
    """The first piece missing, the first one given, and whether one is given for want of a better.

    "" where there is none.
    """
    fiches, pieces = saisie.fiches, load_pieces()

    def find_manque(
        regle: int, fiche: str, etat: str, cible: str, forme: str, fournies: frozenset[str]
    ) -> str:
        if not etat.startswith(MANQUE):
            return ""
        return find_cible(fiches[fiche], cible, regle).manque(forme, fournies)[0][0]

    connues = ("fiche", "etat_pieces", "cible", "forme", "fournies")
    regle = encode_numbers(suivi["regle"])
    return {
        "piece_attendue": cross(find_manque, regle, *(suivi[c] for c in connues)),
        "piece_fournie": suivi["fournies"].translate(
            lambda fournies: next((p for p in pieces if p in fournies), "")
        ),
        "a_defaut": _find_a_defaut(suivi, fiches),
    }


def _find_a_defaut(suivi: Rows, fiches: Any) -> Mask:
    preferees = {
        (fiche, c.id, regle): c.regle(regle).preferee
        for fiche in suivi["fiche"].distinctes
        for c in fiches[fiche].instances
        for regle in range(len(fiches[fiche].debuts))
    }

    def say(fiche: str, cible: str | None, regle: int, fournies: frozenset[str]) -> bool:
        preferee = preferees.get((fiche, cible, regle))
        return bool(preferee) and preferee not in fournies

    regle = encode_numbers(suivi["regle"])
    return cross(say, suivi["fiche"], suivi["cible"], regle, suivi["fournies"]).est(True)
