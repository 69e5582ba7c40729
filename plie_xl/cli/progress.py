"""Where a long piece of work stands, for someone who watches; a word when she stops it."""

import sys
import time
from types import TracebackType
from typing import Self

from plie_xl.model.text import nombre, pluriel

_RYTHME = 0.1  # seconds between two looks
_PATIENCE = 1.0  # seconds before the time left means something


class Progress:
    """« Lecture : 120 fichiers sur 1 000, 24 000 lignes, encore 12 s », on one line of a terminal.

    Elsewhere, and for one file, nothing is shown. Call it after each file, with the rows it gave.
    """

    def __init__(self, titre: str, total: int) -> None:
        self._titre, self._total = titre, total
        self._faits = self._lignes = self._largeur = 0
        self._debut = self._vu = time.monotonic()
        self._visible = total > 1 and sys.stderr.isatty()

    def __call__(self, lignes: int = 0) -> None:
        self._faits += 1
        self._lignes += lignes
        maintenant = time.monotonic()
        if self._visible and (maintenant - self._vu > _RYTHME or self._faits == 1):
            self._vu = maintenant
            self._show(f"{self.phrase}{say_reste(self._estimate(maintenant - self._debut))}")

    @property
    def phrase(self) -> str:
        """« Lecture : 120 fichiers sur 1 000, 24 000 lignes »."""
        lignes = f", {pluriel(self._lignes, 'ligne')}" if self._lignes else ""
        faits = pluriel(self._faits, "fichier")
        return f"{self._titre} : {faits} sur {nombre(self._total)}{lignes}"

    def _estimate(self, ecoule: float) -> float:
        """Seconds left at the pace kept so far; 0 while it is too early to say."""
        if ecoule < _PATIENCE:
            return 0.0
        return ecoule * (self._total - self._faits) / self._faits

    def _show(self, texte: str) -> None:
        sys.stderr.write("\r" + texte.ljust(self._largeur))
        sys.stderr.flush()
        self._largeur = len(texte)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, genre: type[BaseException] | None, erreur: object, trace: TracebackType | None
    ) -> None:
        if self._largeur:
            self._show("")
            sys.stderr.write("\r")
        if genre is not None and issubclass(genre, KeyboardInterrupt):
            sys.stderr.write(f"{self.phrase}, puis arrêt.\n")


class Step(Progress):
    """A single step, named while it lasts; `si_arret` says what is left when she stops it."""

    def __init__(self, titre: str, si_arret: str) -> None:
        super().__init__(titre, 1)
        self._si_arret = si_arret

    @property
    def phrase(self) -> str:
        return self._si_arret

    def __enter__(self) -> Self:
        try:
            if sys.stderr.isatty():
                self._show(f"{self._titre}…")
        except KeyboardInterrupt as arret:  # Ctrl-C as the words appear: `with` would not leave
            self.__exit__(type(arret), arret, None)
            raise
        return self


def say_reste(secondes: float) -> str:
    """« , encore 12 s », « , encore 3 min »; nothing when there is nothing to say."""
    if secondes < 1:
        return ""
    if secondes < 100:
        return f", encore {secondes:.0f} s"
    return f", encore {secondes / 60:.0f} min"
