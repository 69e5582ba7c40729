"""« Comités de pilotage : » and what is listed under it: one sentence, or one for each modality."""

import re
from collections.abc import Callable, Iterable

from plie_xl.document.evidence import find_modalites, find_pieces, strip_modalites
from plie_xl.document.items import Item
from plie_xl.document.words import any_of, fold, load_lexique, stem


def join_lists(items: Iterable[Item], names: Callable[[str], bool]) -> list[Item]:
    """The same items, where each piece listed under the name of a target is said of it.

    `names`: whether a heading is the name of some targets.
    """
    joints: list[Item] = []
    tete: Item | None = None
    ouverte = False  # whether the last one is a sentence that the next piece continues
    for item in items:
        if item.texte.endswith(":") and not find_pieces(item.texte):
            tete, ouverte = item if names(item.texte) else None, False
            joints.append(item)
        elif tete is None or not _is_listed(item, joints[-1], tete):
            tete, ouverte = None, False
            joints.append(item)
        elif ":" in item.texte or find_modalites(_name(item)):
            joints.append(item.say(_say_modalite(tete, item)))
            ouverte = False
        elif ouverte:
            joints[-1] = joints[-1].join(item, _link(joints[-1].texte, item.texte))
        else:
            joints.append(item.say(f"{tete.texte} {item.texte}"))
            ouverte = True
    return joints


def _is_listed(item: Item, avant: Item, tete: Item) -> bool:
    """A piece, of a modality perhaps; not the deliverable, nor a sentence with its own subject."""
    pieces = {nom for _, _, nom in find_pieces(item.texte)}
    suite = item.puce or avant is tete or not avant.puce
    sujet = strip_modalites(_name(item)) if ":" in item.texte else ""
    return bool(pieces - {"bilan"}) and suite and not stem(re.sub(r"(?i)en cas d[e’']", " ", sujet))


def _name(item: Item) -> str:
    return item.texte.partition(":")[0]


def _say_modalite(tete: Item, item: Item) -> str:
    lien = ", " if ":" in item.texte else " : "
    return f"{_name(tete).strip()}{lien}{item.texte}"


def _link(avant: str, texte: str) -> str:
    """What joins two pieces of a list: the connector that one of them bears, else a comma."""
    liens = [m for mots in load_lexique()["connecteurs"].values() for m in mots]
    lien = any_of(liens)
    dit = re.search(rf"{lien}\s*$", fold(avant)) or re.match(rf"\s*{lien}(?![a-z])", fold(texte))
    return f"{avant} {texte}" if dit else f"{avant.rstrip(' .')}, {texte}"
