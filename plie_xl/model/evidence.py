"""Evidence: which pieces prove a row, what a cell gives, what is missing."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from plie_xl.model.days import JOUR_A_BARRES
from plie_xl.model.linked import drop_cible
from plie_xl.model.piece_words import formes_absence, load_outils, marques_reference
from plie_xl.model.target import Cible
from plie_xl.model.text import COUPURE, INSTANTS, cle, cles, en_clair, enumere, read_serie, unify
from plie_xl.model.vocabulary import TOUTES, load_mots_pieces, load_pieces
from plie_xl.model.words import COMPLETES, MANQUE, MODALITE_NON_PREVUE, SANS_MODALITE

VIDE, DONNEE, NOMMEE = range(3)  # what a cell of evidence says


def phrase_pieces(cible: Cible) -> str:
    """The evidence a target needs, in one French sentence: what is of one form first."""
    if not cible.pieces:
        return "aucune pièce : compté dans « Indicateurs »"
    dites = {m: phrase_jeux(jeux, cible.preferee) for m, jeux in cible.pieces.items()}
    if len(dites) == 1:
        return next(iter(dites.values()))
    autres = dites.pop(TOUTES, "")
    regles = [f"{modalite} : {phrase}" for modalite, phrase in dites.items()]
    return " ; ".join([*regles, f"dans les autres cas : {autres}"] if autres else regles)


@lru_cache(1_024)
def phrase_jeux(jeux: tuple[tuple[str, ...], ...], preferee: str = "") -> str:
    """« (compte rendu et feuille d’émargement) ou mail de consultation »."""
    pieces = load_pieces()
    phrases = [enumere(pieces[p].libelle for p in jeu) for jeu in jeux]
    if len(phrases) > 1:
        phrases = [f"({p})" if len(j) > 1 else p for p, j in zip(phrases, jeux, strict=True)]
    if preferee:
        return " ou, à défaut, ".join(phrases)
    return enumere(phrases, "ou")


def etat_pieces(cible: Cible, modalite: str | None, fournies: frozenset[str]) -> str:
    """The word of the « Pièces » column: « complètes », « manque : … », or a modality to settle."""
    if not cible.admet(modalite):
        return MODALITE_NON_PREVUE if modalite else SANS_MODALITE
    manque = cible.manque(modalite, fournies)
    return MANQUE + phrase_jeux(manque) if manque else COMPLETES


def read_piece(valeur: object) -> int:
    """What a cell of evidence says: no piece, a piece without saying which, or which one.

    The rule, which the live formula follows with the same lists up to its second step:

    1. The cell as a text (a check box is « VRAI » or « FAUX », an error is nothing), where each
       mark of `ponctuation` and every kind of blank is a space, then spaces one by one and none
       at the ends: « n.c. » is « n c », « pas de CR\\n » is « pas de CR ». Case does not matter.
    2. `VIDE` when nothing is left, or only « 0 ». The longest of `sujets()` that begins it is
       taken off, unless nothing would follow: « CR à faire » is « à faire ». `VIDE` when what
       is left is one of `formes_absence()`, or begins with one of `debuts_absence()` followed by
       a space or by the end: `LEFT(texte & " ", LEN(debut) + 1) = debut & " "`.
    3. `NOMMEE` when the cell as typed names a file, a path, a link, or bears a number that is
       neither a place (« cf. ligne 6 ») nor a count (« 2 feuilles ») nor, by what follows, that
       of a piece which is not there (« CR du 12/03 à rédiger »).
    4. `DONNEE` otherwise: « oui », « joint », a bare name.

    The lists hold each word with and without each of its accents, so that nothing is folded.
    """
    return read_pieces((valeur,))[0]


def read_pieces(valeurs: Iterable[object]) -> list[int]:
    """The same for each of many cells, whose first words are found all together."""
    textes = [v if isinstance(v, str) else en_clair(v) for v in valeurs]
    premiers = zip(textes, _find_premiers(textes), strict=True)
    ouvrants, extensions = load_outils().ouvrants, load_outils().extensions
    return [
        (NOMMEE if texte.rpartition(".")[2] in extensions or _bears_a_reference(texte) else DONNEE)
        if premier and not (premier in ouvrants and _denies_a_piece(texte))
        else VIDE
        for texte, premier in premiers
    ]


def _find_premiers(textes: Sequence[str]) -> list[str]:
    """The first word of each text, small letters; "" for a text of blanks and marks alone."""
    ensemble = COUPURE + COUPURE.join(textes)
    if ensemble.count(COUPURE) != len(textes):
        return [mot for texte in textes for mot in _find_premiers((texte.replace(COUPURE, " "),))]
    premiers = load_outils().premier.findall(ensemble)
    return unify(COUPURE.join(premiers)).casefold().split(COUPURE)


_ENTRE_PIECES = re.compile(r"[;\n\r]")
_COURTE = 80  # signs: up to there, `en_clair` shortens nothing


def name_references(valeurs: Iterable[object]) -> list[str]:
    """The text by which two cells name the same document, of many that are `NOMMEE`."""
    return cles([v if isinstance(v, str) and len(v) <= _COURTE else en_clair(v) for v in valeurs])


def count_references(valeur: object) -> int:
    """How many pieces a cell names, separated by « ; » or a line break."""
    texte = valeur if isinstance(valeur, str) else en_clair(valeur)
    return sum(read_piece(partie) == NOMMEE for partie in _ENTRE_PIECES.split(texte))


def names_several(valeur: object) -> bool:
    """Whether a cell may name several pieces."""
    return isinstance(valeur, str) and _ENTRE_PIECES.search(valeur.strip()) is not None


def list_fichiers(valeur: object) -> list[str]:
    """The files that a cell names, by the texts that tell them apart."""
    if not isinstance(valeur, str):
        return []
    noms = (partie.strip() for partie in _ENTRE_PIECES.split(valeur))
    extensions = load_outils().extensions
    return name_references([n for n in noms if n.rpartition(".")[2].lower() in extensions])


def read_marquee(valeur: object) -> str:
    """A cell as a live formula compares it with another, "" unless it bears a reference."""
    texte = drop_cible(as_joint(valeur))
    mot = texte.casefold()
    if read_piece(texte) == VIDE or not any(marque in mot for marque in marques_reference()):
        return ""
    for signe, autre in SIGNES_EGAUX.items():
        mot = mot.replace(signe, autre)
    return " ".join(x for x in mot[:COMPAREE].split(" ") if x)


def as_joint(valeur: object) -> str:
    """What a formula makes of a cell that it joins to a text: a day is a number."""
    if isinstance(valeur, str):
        return valeur
    return en_clair(read_serie(valeur) if isinstance(valeur, INSTANTS) else valeur)


# Signs that MATCH would take for any other, or that look the same, and what stands for them.
SIGNES_EGAUX = {"*": "-", "?": "-", "~": "-", "’": "'", "\u00a0": " "}
COMPAREE = 200  # characters of a cell, at most, by which it is compared: MATCH takes 255


def est_fournie(valeur: object) -> bool:
    """Whether a cell of evidence holds some."""
    return read_piece(valeur) != VIDE


def skip_sujet(texte: str) -> str:
    """The text, its blanks single, after what it speaks of; the whole where it says no more."""
    mot = texte.casefold()
    sujet = next((sujet for sujet in load_outils().sujets if mot.startswith(sujet)), "")
    return texte[len(sujet) :]


def _denies_a_piece(texte: str) -> bool:
    """Whether a text whose first word may open a denial is one."""
    outils = load_outils()
    mot = cle(texte.translate(outils.blancs))
    if outils.premiers.isdisjoint(mot.split()):
        return False  # a sound reference that begins with « CR »
    if mot in load_mots_pieces().absence_nue:
        return True
    mot = skip_sujet(mot)
    return mot in formes_absence() or f"{mot} ".startswith(outils.debuts)


def _bears_a_reference(texte: str) -> bool:
    """Whether a cell names a file, a path, a link, or bears a number that is a reference."""
    outils = load_outils()
    if not _ADRESSE.isdisjoint(texte) and outils.adresse.search(JOUR_A_BARRES.sub("", texte)):
        return True
    if not _CHIFFRE.search(texte) or denies_further(texte):
        return False
    mots = _MOT.findall(texte.casefold())
    return any(
        not mot.isalpha() and _CHIFFRE.search(mot) and not _points_elsewhere(mots, rang)
        for rang, mot in enumerate(mots)
    )


def denies_further(texte: str) -> bool:
    """Whether later words say that the piece is not there: « CR du 12/03 à rédiger »."""
    outils = load_outils()
    mot = cle(texte.translate(outils.blancs))
    if mot.endswith(outils.fins) or outils.dedans.search(mot):
        return True
    suite = _NUMERO.sub("", skip_sujet(mot), 1)  # « CR 12/03 : rien »
    return suite in formes_absence() or f"{suite} ".startswith(outils.debuts)


def _points_elsewhere(mots: list[str], rang: int) -> bool:
    """Whether a word with a figure says where to look, or how many: « lignes 4 et 5 »."""
    outils, mot = load_outils(), mots[rang]
    suivants = (*mots[rang + 1 : rang + 3], "", "")
    if mots == ["1"]:
        return True
    compte = {suivants[0], suivants[0].removesuffix("s")}
    if mot.isdigit() and not compte.isdisjoint(outils.comptes):
        return not suivants[1].isdigit()
    avant = rang - 1
    while avant >= 0 and (mots[avant] in _LIAISONS or _PETIT.fullmatch(mots[avant])):
        avant -= 1
    annonce = mots[avant] if avant >= 0 else ""
    if annonce in outils.endroits:
        return mot.isdigit()
    return annonce in outils.renvois and bool(_CASE.fullmatch(mot)) and not suivants[0].isdigit()


_ADRESSE = frozenset("./\\")  # signs of which a file, a path or a link has one
_CHIFFRE = re.compile(r"\d")
_NUMERO = re.compile(r"\A(?:(?:du|le|n|n°|no) )*(?:\S*\d\S* )+")
_MOT = re.compile(r"[^\W_]+")
_LIAISONS = frozenset(("et", "a", "à", "n", "no", "numero", "numéro"))
_PETIT = re.compile(r"\d{1,3}")
_CASE = re.compile(r"[a-z]?\d{1,3}")
