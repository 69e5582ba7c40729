"""Where a text gives the day when somebody was born: « née le 3 mars 1985 »."""

import re

from plie_xl.model.people_words import cut_words, load_mots

NAISSANCE = "une date de naissance"

# Bounded everywhere: a long text costs one pass.
_JOUR = (
    r"(?:\d{1,2}(?:er)?[\s./-]{1,3}(?:\d{1,2}|[^\W\d_]{3,9}\.?)[\s./-]{1,3}\d{2}(?:\d\d)?"
    r"|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
)
_SEMAINE = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di\s{1,3}|dimanche\s{1,3})?"
_NE = (  # « né à Pau », « née LOPEZ »
    r"n[ée](?:e|\(e\)|[·./-]e)?s?(?:\s{1,3}(?-i:[A-ZÀ-Ý])[\w’'-]{1,30}){0,2}"
    r"(?:\s{1,3}à\s{1,3}[^\d,;:\s][^\d,;:\n]{1,40}?)?"
)
_NAISSANCE = re.compile(
    rf"(?<![^\W_])(?:{_NE}|(?:date\s{{1,3}}de\s{{1,3}})?naissance|ddn)"
    rf"[\s:=]{{1,4}}(?:(?:le|un)[\s:]{{1,3}})?{_SEMAINE}{_JOUR}",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"[;:.!?\n()]|\s[-–—]\s")
_RECUL = 120  # characters before the announcement in which what was born is looked for
_ARTICLES = frozenset(("l", "le", "la", "les", "un", "une", "ce", "cet", "cette", "notre"))


def find_naissance(texte: str) -> str | None:
    """`NAISSANCE` when somebody's stands in a text, None when there is none, or a thing's."""
    trouvees = _NAISSANCE.finditer(texte)
    somebody = any(not _is_of_a_thing(texte, t.start(), t.end()) for t in trouvees)
    return NAISSANCE if somebody else None


def _is_of_a_thing(texte: str, debut: int, fin: int) -> bool:
    """Whether what was born is an association, a project…: said before, or just after."""
    phrase = _PHRASE.split(texte[max(0, debut - _RECUL) : debut])[-1]
    *avant, proche = phrase.split(",")
    if mots := _cut(proche):
        return any(map(_is_thing, mots)) and not any(
            _names_somebody(mots, n) for n in range(len(mots))
        )
    premiers = [*_cut(",".join(avant)), *_cut(texte[fin : fin + _RECUL])]
    return bool(premiers) and _is_thing(premiers[0])


def _cut(texte: str) -> list[str]:
    return [jeton.cle for jeton in cut_words(texte) if jeton.cle not in _ARTICLES]


def _is_thing(mot: str) -> bool:
    return not load_mots("choses").isdisjoint((mot, mot.removesuffix("s")))


def _names_somebody(mots: list[str], n: int) -> bool:
    """Whether this word is said of a person, and not of what a thing is made of."""
    if load_mots("quelqu_un").isdisjoint((mots[n], mots[n].removesuffix("s"))):
        return False
    return not (n > 1 and mots[n - 1] in ("de", "des") and _is_thing(mots[n - 2]))
