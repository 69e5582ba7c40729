"""Where a text names a person, word by word, and whether it tells of her health or hardships."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from plie_xl.model.people_words import (
    Jeton,
    cut_words,
    encode,
    find_annonces,
    is_capital,
    is_nom,
    is_particule,
    load_mots,
    load_situations,
    simplify,
)

LISTE = "une liste de personnes"
SITUATION = "un mot de santé ou de situation sociale à côté d’un nom"
CIVILITE = "une civilité suivie d’un nom"
PRENOM = "un prénom à côté d’un nom en capitales"

NOMMEES = 3  # people by their name, to call it a list
ANNONCEES = 2  # people announced by « Mme » or « M. »
_LOIN = 60  # characters between a name and a word that is said of it
_COURT = 300  # characters: of longer texts, few are remembered
_RECUL = 8  # words between « salle » and the name it bears

_LIE = re.compile(r"[^\S\n]+|_+|[-.]")  # between the words of one name
_ANNONCE = re.compile(r"\.?\s*[-_]?")  # between « Mme » and the name
_RENVERSE = re.compile(r"[^\S\n]+|_+|[-.]|,\s*")  # between « LOPEZ » and « Sarah »
_ENTRE = re.compile(r"-|(?:[^\S\n]|[._\d'’«»\"“”°])*")  # between « salle » and the name it bears
_NOMBRE = re.compile(r"\d+")
_RUPTURE = re.compile(r"[;\n]")


Etendue = tuple[int, int]  # places of the first and of the last word


def find_personne(texte: str) -> str | None:
    """How a text names a person (`LISTE`, `SITUATION`, `CIVILITE`, `PRENOM`), or None."""
    texte = _NOMBRE.sub("0", texte)
    return _longs(texte) if len(texte) > _COURT else _courts(texte)


def _find_personne(texte: str) -> str | None:
    """The same of a text whose numbers say nothing: many cells differ by a number alone."""
    if not find_annonces(simplify(encode(texte))):
        return None
    mots = Mots(texte)
    civils = [*mots.find_civils()]
    nommes = [*mots.find_nommes()]
    if len(civils) >= ANNONCEES or len([*mots.find_paires()]) >= NOMMEES:
        return LISTE
    if mots.has_situation([*civils, *nommes]):
        return SITUATION
    return CIVILITE if civils else PRENOM if nommes else None


_courts, _longs = (lru_cache(maxsize=n)(_find_personne) for n in (65_536, 64))


class Mots:
    """The words of a text, and what names a person among them."""

    def __init__(self, texte: str) -> None:
        self._texte, self._jetons = texte, cut_words(texte)

    def find_civils(self) -> Iterator[Etendue]:
        """A civil title with the name that follows: « Mme Durand », « M. Le Goff »."""
        for i in range(len(self._jetons)):
            if self._est_civilite(i):
                dernier = self._read_nom(i)
                if dernier and not self._est_un_lieu(i):
                    yield i, dernier

    def _est_civilite(self, i: int) -> bool:
        jeton = self._jetons[i]
        if jeton.cle not in load_mots("civilites") or i + 1 == len(self._jetons):
            return False
        if jeton.cle in load_mots("abregees") or _is_long(jeton):
            return True
        point = self._texte[jeton.fin] == "."
        if jeton.mot == "m":  # as in « 20 m. »
            return point and not self._texte[: jeton.debut].rstrip()[-1:].isdigit()
        return jeton.mot[0].isupper()

    def _read_nom(self, i: int) -> int:
        """The place of the name that a title at this place announces; 0 for none."""
        titre, fonction = self._jetons[i], False
        for j in range(i + 1, min(i + 7, len(self._jetons))):
            jeton = self._jetons[j]
            if not self._suit(j, _ANNONCE if j == i + 1 or self._initiale(j - 1) else _LIE):
                return 0
            if jeton.cle in load_mots("enseignes") or self._est_un_sigle_de(i, j):
                return 0
            if jeton.cle in load_mots("fonctions"):
                fonction = True
            elif is_particule(jeton) and not is_nom(jeton):
                if fonction:
                    return 0
            elif not self._initiale(j):
                return j if _may_follow(titre, jeton, j == i + 1, self._texte) else 0
        return 0

    def _est_un_sigle_de(self, titre: int, i: int) -> bool:
        """« M. le DGS », « Mme la Référente PLIE »: the office, or whose it is."""
        sigle = self._jetons[i].mot.isupper() and self._jetons[i].cle in load_mots("sigles")
        return sigle and i > titre + 1

    def find_nommes(self) -> Iterator[Etendue]:
        """A first name beside a name in capitals: « Sarah LOPEZ », « LOPEZ Sarah »."""
        for i, jeton in enumerate(self._jetons):
            if not self._est_prenom(i, jeton.mot.istitle()):
                continue
            etendue = self._find_apres(i) or self._find_avant(i)
            if etendue and not self._est_un_lieu(etendue[0]):
                yield etendue

    def _find_apres(self, i: int) -> Etendue | None:
        for j in range(i + 1, min(i + 6, len(self._jetons))):
            if not self._suit(j, _ANNONCE if self._initiale(j - 1) else _LIE):
                return None
            jeton, apres_particule = self._jetons[j], is_particule(self._jetons[j - 1])
            if not is_particule(jeton) and (
                is_nom(jeton) or (apres_particule and jeton.mot.isupper())
            ):
                return i, j
            passe = self._initiale(j) or is_particule(jeton)
            if not passe and not self._est_prenom(j, True):
                return None
        return None

    def _find_avant(self, i: int) -> Etendue | None:
        if not i or not is_nom(self._jetons[i - 1]) or not self._est_prenom(i, False):
            return None
        return (i - 1, i) if self._suit(i, _RENVERSE) else None

    def find_paires(self) -> Iterator[Etendue]:
        """Two words that begin with a capital: « Jean Exemple », « J. Exemple », known by one."""
        i = 0
        while i + 1 < len(self._jetons):
            ici, apres = self._jetons[i], self._jetons[i + 1]
            lien = _ANNONCE if self._initiale(i) else _LIE
            paire = ici.mot[0].isupper() and apres.mot[0].isupper() and self._suit(i + 1, lien)
            un = self._est_prenom(i, False) or self._est_prenom(i + 1, False)
            un |= self._initiale(i) and apres.cle in load_mots("noms")
            if paire and un and not self._est_un_lieu(i):
                yield i, i + 1
                i += 1
            i += 1

    def has_situation(self, personnes: Sequence[Etendue]) -> bool:
        """Whether a word of health or hardship stands near somebody's name."""
        phrase = " ".join(["", *(j.cle for j in self._jetons), ""])
        trouves = [
            (phrase.count(" ", 0, t.start()) - 1, phrase.count(" ", 0, t.end()) - 1)
            for t in load_situations().finditer(phrase)
        ]
        if not trouves:
            return False
        pris = {i for debut, fin in trouves for i in range(debut, fin + 1)}
        seuls = ((i, i) for i in range(len(self._jetons)) if i not in pris and self._est_seul(i))
        return any(
            self._est_pres(personne, trouve)
            for personne in (*personnes, *seuls)
            for trouve in trouves[
                bisect_left(trouves, (personne[0] - _LOIN,)) : bisect_left(
                    trouves, (personne[1] + _LOIN,)
                )
            ]
        )

    def _est_seul(self, i: int) -> bool:
        """A first name, a frequent family name or an initial (« Mme D. ») on its own."""
        jeton = self._jetons[i]
        if self._initiale(i):
            return i > 0 and self._est_civilite(i - 1) and self._suit(i, _ANNONCE)
        nom = jeton.cle in load_mots("noms") and jeton.mot[0].isupper()
        return (nom or self._est_prenom(i, False)) and not self._est_un_lieu(i, seul=True)

    def _est_pres(self, un: Etendue, autre: Etendue) -> bool:
        debut, fin = sorted((un, autre))
        entre = self._texte[self._jetons[debut[1]].fin : self._jetons[fin[0]].debut]
        return len(entre) <= _LOIN and not _RUPTURE.search(entre)

    def _est_prenom(self, i: int, ambigu: bool) -> bool:
        """Whether a word is a first name; `ambigu` takes those that are also a common word."""
        jeton = self._jetons[i]
        connu = jeton.cle in load_mots("prenoms")
        return jeton.mot[0].isupper() and (
            connu or (ambigu and jeton.cle in load_mots("aussi_mots"))
        )

    def _initiale(self, i: int) -> bool:
        jeton = self._jetons[i] if i < len(self._jetons) else None
        return jeton is not None and len(jeton.mot) == 1 and is_capital(jeton)

    def _suit(self, i: int, lien: re.Pattern[str]) -> bool:
        """Whether nothing but this stands between a word and the one before."""
        avant, ici = self._jetons[i - 1], self._jetons[i]
        return lien.fullmatch(self._texte, avant.fin, ici.debut) is not None

    def _est_un_lieu(self, i: int, seul: bool = False) -> bool:
        """Whether a name belongs to a street, a room, a school… : the word says so before it."""
        jetons = self._jetons
        civil = jetons[i].cle in load_mots("civilites")
        if i and jetons[i - 1].cle in load_mots("saints") and self._suit(i, _ANNONCE):
            return True
        for k in range(i - 1, max(i - _RECUL, 0) - 1, -1):
            cle = jetons[k].cle
            if not self._suit(k + 1, _ENTRE):
                return False
            if k == i - 1 and cle == "de" and not (civil or seul):  # « la maison de Sarah LOPEZ »
                return False
            if cle in load_mots("lieux"):
                return jetons[i].elision != "d"
            pour_tous = cle == "pour" and jetons[k + 1].cle == "tous"
            if not (pour_tous or cle in load_mots("entre") or self._est_prenom(k, True)):
                return False
        return False


def _is_long(titre: Jeton) -> bool:
    """A title in full, « madame », « monsieur »; « maître » is also a common word."""
    return len(titre.cle) >= len("madame") and titre.cle != "maitre"


def _may_follow(titre: Jeton, jeton: Jeton, aussitot: bool, texte: str) -> bool:
    """Whether a word after a title may be a name; after « mme », even in small letters."""
    if jeton.cle in load_mots("civilites"):
        return False
    courant = any(jeton.cle in load_mots(nom) for nom in ("communs", "lieux", "sigles", "entre"))
    if is_capital(jeton):
        nu = titre.cle == "m" and texte[titre.fin] != "."  # « le bâtiment M Salle 3 »
        return not (nu and courant)
    if aussitot and _is_long(titre) and jeton.cle in load_mots("noms"):
        return True  # « madame durand »
    return titre.cle in load_mots("abregees") and aussitot and len(jeton.mot) > 2 and not courant
