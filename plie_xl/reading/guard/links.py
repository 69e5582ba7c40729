"""The links that cells bear beside their text (Ctrl+K): where each one leads, never followed."""

import re
from collections.abc import Callable, Mapping
from itertools import islice

from plie_xl.model.cell import rang

MAX_LIENS = 10_000  # on one sheet
_LIEN = re.compile(rb"<(?:\w+:)?hyperlink\b([^<>]*)>")
_PLACE = re.compile(rb"\bref=\"([A-Z]{1,3})(\d{1,7})[\":]")
_RELATION = re.compile(rb"\b\w+:id=\"([^\"]{1,100})\"")


def find_liens(
    autour: bytes, read_adresses: Callable[[], Mapping[str, str]]
) -> dict[tuple[int, int], str]:
    """Row and column (from 1) of each cell that a sheet part links to an address outside.

    `autour` is the part without its rows; `read_adresses` gives what its relations aim at.
    """
    liens: dict[tuple[int, int], str] = {}
    adresses = read_adresses() if b"hyperlink" in autour else {}
    for trouve in islice(_LIEN.finditer(autour), MAX_LIENS):
        place, relation = _PLACE.search(trouve[1]), _RELATION.search(trouve[1])
        adresse = adresses.get(relation[1].decode("ascii", "replace"), "") if relation else ""
        if place and adresse:
            liens[int(place[2]), rang(place[1].decode())] = adresse
    return liens
