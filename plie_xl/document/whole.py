"""The lines of a fiche as one text, so that a sentence may run over several of them."""

from plie_xl.document.line import Ligne
from plie_xl.document.words import fold


class Texte:
    """The lines as one text, the same folded, and the line where a place of it stands."""

    def __init__(self, lignes: tuple[Ligne, ...]) -> None:
        self._bouts: list[tuple[int, Ligne]] = []
        morceaux, place = [], 0
        for ligne in (x for x in lignes if x.texte.strip()):
            morceau = " ".join(ligne.texte.split())
            self._bouts.append((place, ligne))
            morceaux.append(morceau)
            place += len(morceau) + 1
        self.brut = " ".join(morceaux)
        self.plat = fold(self.brut)  # as long, so that a place in one is a place in the other

    def line(self, place: int) -> Ligne:
        """The line where this place of the text stands."""
        return [ligne for debut, ligne in self._bouts if debut <= place][-1]
