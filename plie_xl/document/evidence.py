"""A sentence → sets of pieces by modality, and what is left of it: its subject."""

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from plie_xl.document.around import has_appel
from plie_xl.document.words import any_of, fold, load_lexique

TOUTES = "toutes"
COMPTEES = {"convention", "bilan", "autre_support"}  # pieces that a target may also count
Jeux = tuple[tuple[str, ...], ...]


@dataclass
class Preuve:
    """What one sentence asks: sets of pieces, of which modality, of whom, and how sure."""

    sujet: str
    modalites: tuple[str, ...]
    jeux: Jeux
    preferee: str = ""
    doutes: list[str] = field(default_factory=list)
    consultation: str = ""  # the piece of a bracket that speaks of a written consultation


@cache
def _pieces() -> tuple[re.Pattern[str], dict[str, str]]:
    noms = load_lexique()["pieces"]
    motifs = [(m, nom) for nom, liste in noms.items() for m in liste]
    motifs.sort(key=lambda couple: -len(couple[0]))
    groupes = "|".join(f"(?P<p{n}>{m})" for n, (m, _) in enumerate(motifs))
    return re.compile(rf"(?<![a-z])(?:{groupes})(?![a-z])"), {
        f"p{n}": nom for n, (_, nom) in enumerate(motifs)
    }


def find_pieces(texte: str) -> list[tuple[int, int, str]]:
    """Each kind of evidence named: its place in the folded text, its identifier."""
    motif, noms = _pieces()
    return [(m.start(), m.end(), noms[m.lastgroup or ""]) for m in motif.finditer(fold(texte))]


def find_modalites(texte: str) -> tuple[str, ...]:
    """The modalities that a text names, in the order of the lexicon."""
    plat = fold(texte)
    return tuple(
        nom
        for nom, mots in load_lexique()["modalites"].items()
        if re.search(rf"\b{any_of(mots)}\b", plat)
    )


def has_reserve(texte: str, note: bool = False) -> bool:
    """« jamais à distance », « de préférence en salle »: its modalities are not sure."""
    reserves = load_lexique()["reserves"]
    mots = any_of([*reserves["mots"], *(() if note else reserves["permis"])])
    return bool(find_modalites(texte)) and bool(re.search(rf"\b{mots}\b", fold(texte)))


def strip_modalites(texte: str) -> str:
    """The text with its modalities blanked: every place stays."""
    plat = fold(texte)
    for mots in load_lexique()["modalites"].values():
        for m in re.finditer(rf"\b{any_of(mots)}\b", plat):
            texte = texte[: m.start()] + " " * (m.end() - m.start()) + texte[m.end() :]
    return texte


def _connect(entre: str) -> tuple[str, str]:
    """What binds two pieces, and the words between them that were not understood."""
    plat = fold(entre)
    for nom, mots in load_lexique()["connecteurs"].items():
        m = re.search(rf"(?<![a-z]){any_of(mots)}(?![a-z])", plat)
        if m:
            return nom, _leftover(plat[: m.start()] + " " + plat[m.end() :])
    return "", _leftover(plat)


def find_leftover(texte: str) -> str:
    """The words of a sentence of evidence that name no piece that we know, as they stand."""
    corps = texte[texte.find(":") + 1 :]
    reste = strip_modalites(_mask(corps, find_pieces(corps)))
    mots = [m for liste in load_lexique()["connecteurs"].values() for m in liste]
    plat = re.sub(rf"(?<![a-z]){any_of(mots)}(?![a-z])", lambda m: "#" * len(m[0]), fold(reste))
    vides = set(load_lexique()["remplissage"].split())
    gardes = [m for m in re.finditer(r"[a-z]+", plat) if m[0] not in vides]
    return " ".join(corps[m.start() : m.end()] for m in gardes)


def _leftover(plat: str) -> str:
    vides = set(load_lexique()["remplissage"].split())
    return " ".join(m for m in re.findall(r"[a-z]+", plat) if m not in vides)


def read_preuve(texte: str) -> Preuve | None:
    """None where no piece is known in the sentence."""
    pieces = find_pieces(texte)
    if not pieces:
        return None
    sujet, corps = "", texte
    deux_points = texte.find(":")
    if deux_points >= 0 and (apres := find_pieces(texte[deux_points + 1 :])):
        if {nom for debut, _, nom in pieces if debut < deux_points} - COMPTEES:
            return Preuve(texte, (), (), doutes=["FIC-06"])
        sujet, corps, pieces = texte[:deux_points], texte[deux_points + 1 :], apres
    preuve = Preuve(sujet, find_modalites(_mask(texte, find_pieces(texte))), ())
    preuve.doutes += ["FIC-06"] * has_appel(texte)  # a note may say otherwise
    preuve.doutes += ["FIC-08"] * bool(re.search(r"\ba defaut d(?:e|u|es)?\b", fold(corps)))
    _compose(preuve, corps, pieces)
    return preuve


def split_modalites(texte: str) -> list[str]:
    """« Comité : A en présentiel ; B en consultation écrite »: one sentence for each modality."""
    sujet, deux_points, corps = texte.partition(":")
    bouts = [b for b in corps.split(";") if b.strip()]
    dites = [find_modalites(_mask(b, find_pieces(b))) for b in bouts]
    if len(bouts) < 2 or not all(
        len(d) == 1 and find_pieces(b) for d, b in zip(dites, bouts, strict=True)
    ):
        return [texte]
    return [f"{strip_modalites(sujet)}{deux_points}{bout}" for bout in bouts]


def _mask(texte: str, pieces: list[tuple[int, int, str]]) -> str:
    for debut, fin, _ in pieces:
        texte = texte[:debut] + "#" * (fin - debut) + texte[fin:]
    return texte


def _compose(preuve: Preuve, corps: str, pieces: list[tuple[int, int, str]]) -> None:
    if any(
        re.search(rf"(?<![a-z]){mot}", fold(corps)) for mot in load_lexique()["ouvertes"]["mots"]
    ):
        preuve.doutes.append("FIC-09")
    liens: list[str] = []
    nomme_avant = bool(preuve.sujet)
    for (_, fin, _), (debut, _, _) in pairwise(pieces):
        entre = corps[fin:debut]
        lien, reste = _connect(strip_modalites(entre))
        liens.append(lien)
        if nomme_avant or not reste:
            preuve.doutes += ["FIC-06"] * bool(reste or find_modalites(entre))
        else:
            preuve.sujet += f" {reste}"
        if "(" in entre or ")" in entre:
            preuve.doutes.append("FIC-05")
            if pieces[-1][2] == "mail_consultation" and "(" in entre:
                preuve.consultation = "mail_consultation"
    if "" in liens:
        preuve.doutes.append("FIC-06")
    _settle(preuve, [nom for _, _, nom in pieces], _settle_virgules(preuve, liens))
    _read_edges(preuve, nomme_avant, corps[: pieces[0][0]], corps[pieces[-1][1] :])


def _read_edges(preuve: Preuve, nomme_avant: bool, avant: str, apres: str) -> None:
    """Around the pieces: the subject when no colon gave it, else unread words."""
    reste = f"{strip_modalites(avant)} {strip_modalites(apres)}"
    if not nomme_avant:
        preuve.sujet += f" {reste}"
        return
    for mot in load_lexique()["ouvertes"]["mots"]:
        reste = re.sub(rf"(?i)\b{mot}\b", " ", reste)
    if _leftover(fold(reste)):
        preuve.doutes.append("FIC-06")


def _settle_virgules(preuve: Preuve, liens: list[str]) -> list[str]:
    """A comma takes the connector that ends its list."""
    fermes = list(liens)
    for n in range(len(fermes) - 1, -1, -1):
        if fermes[n] in ("virgule", ""):
            suivant = fermes[n + 1] if n + 1 < len(fermes) else ""
            if not suivant:
                preuve.doutes.append("FIC-08")
            fermes[n] = suivant or "et"
    return fermes


def _settle(preuve: Preuve, noms: list[str], liens: list[str]) -> None:
    """« et » binds tighter than « ou »; both in one sentence is a doubt."""
    jeux = [[noms[0]]]
    for nom, lien in zip(noms[1:], liens, strict=True):
        if lien == "et":
            jeux[-1].append(nom)
        else:
            jeux.append([nom])
    if "et" in liens and {"ou", "prefere"} & set(liens):
        preuve.doutes.append("FIC-08")
    if "prefere" in liens:
        preuve.preferee = noms[0]
    preuve.jeux = tuple(dict.fromkeys(tuple(dict.fromkeys(jeu)) for jeu in jeux))
