"""The fiches of every year: those of the package, and those of AGAPE's own folders.

A folder holds `<year>/<id>.toml`, as `plie_xl/fiches` does. Where two places hold the same fiche
of the same year, one wins and it is said: a folder before the package, the first folder given
before the next.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

from plie_xl.model.apports import check_somme, refuse_apport, write_apport
from plie_xl.model.fiche import Fiche, parse_fiche
from plie_xl.model.mergers import check_successions, find_fermees
from plie_xl.model.settings import load_reglages
from plie_xl.model.strays import ANNEE, list_egarees, say_vide
from plie_xl.model.text import enumere
from plie_xl.model.toml import FicheError, digest

Cle = tuple[str, int]  # identifier, year

PROGRAMME = "celle du programme"
_MAX_OCTETS = 262_144  # a fiche is written by hand: the longest of 2024 has 6 000


@dataclass(frozen=True)
class Deposee:
    """A fiche as it was found: where, its text, and the places that it hides."""

    fiche: Fiche
    origine: str
    texte: str
    remplace: tuple[str, ...] = ()

    @property
    def empreinte(self) -> str:
        """SHA-256 of the text, whatever the line ends and the mark of its first bytes."""
        return hash_texte(self.texte)


class Recueil(Mapping[Cle, Fiche]):
    """Fiches by identifier and year, in the order of years, then of identifiers."""

    def __init__(self, deposees: Iterable[Deposee], egarees: Iterable[str] = ()) -> None:
        self.egarees = [*egarees]  # what looks like a fiche and is not read: where, what to do
        toutes = {(d.fiche.id, d.fiche.annee): d for d in deposees}
        self._deposees = {c: toutes[c] for c in sorted(toutes, key=lambda c: (c[1], c[0]))}

    def __getitem__(self, cle: Cle) -> Fiche:
        return self._deposees[cle].fiche

    def __iter__(self) -> Iterator[Cle]:
        return iter(self._deposees)

    def __len__(self) -> int:
        return len(self._deposees)

    def __repr__(self) -> str:
        return f"<Recueil : {len(self)} fiches, {enumere(map(str, self.annees))}>"

    @property
    def annees(self) -> tuple[int, ...]:
        """The years that have a fiche, in order."""
        return tuple(dict.fromkeys(annee for _, annee in self))

    def annee(self, annee: int) -> dict[str, Fiche]:
        """The fiches of one year, by identifier, without the territories that ended before it.

        Raises
        ------
        FicheError
            The year has none; the sentence names those that have.
        """
        trouvees = {f.id: f for f in self.values() if f.annee == annee}
        if not trouvees:
            connues = enumere(map(str, self.annees))
            raise FicheError(
                f"aucune fiche pour {annee} : les fiches connues sont de {connues} ; rangez celles"
                f" de {annee} dans un dossier à vous, que disent « --fiches » ou les réglages"
            )
        fermees = find_fermees(trouvees.values())
        return {nom: fiche for nom, fiche in trouvees.items() if nom not in fermees}

    def find(self, identifiant: str, annee: int) -> Fiche | None:
        """The fiche of a PLIE for a year, or None."""
        return self.get((identifiant, annee))

    def deposee(self, fiche: Fiche) -> Deposee:
        """Where a fiche was found, and its text."""
        return self._deposees[fiche.id, fiche.annee]

    @property
    def derniere(self) -> int:
        """The newest year that has a fiche."""
        return self.annees[-1]

    @property
    def empreinte(self) -> str:
        """One digest for all of them: a cache that knows it never keeps yesterday's figures."""
        return hash_texte("\n".join(d.empreinte for d in self._deposees.values()))

    @property
    def avis(self) -> list[str]:
        """What AGAPE must know: « graves 2024 : … (remplace celle du programme) »."""
        remplacees = (d for d in self._deposees.values() if d.remplace)
        return [*map(_say_remplace, remplacees), *self.egarees]

    @property
    def doubles(self) -> list[str]:
        """Among them, what AGAPE wrote and is not used: a fiche of two folders, or out of place."""
        deux = (d for d in self._deposees.values() if {*d.remplace} - {PROGRAMME})
        return [*map(_say_remplace, deux), *self.egarees]


def _say_remplace(d: Deposee) -> str:
    return f"{d.fiche.id} {d.fiche.annee} : {d.origine} (remplace {' et '.join(d.remplace)})"


def load_fiches(annee: int, dossiers: Iterable[Path] = ()) -> dict[str, Fiche]:
    """Every fiche of a year, by identifier, in alphabetical order.

    Parameters
    ----------
    annee
        Year of the operation; the package carries 2024.
    dossiers
        Folders of `load_recueil`, before the package's own fiches.

    Raises
    ------
    FicheError
        A fiche is wrong, or the year has none.

    Source
    ------
    « Fiches opération » of the call for projects; `Cible.lu` gives the lines.
    """
    return load_recueil(dossiers).annee(annee)


Fiches = Mapping[str, Fiche] | Recueil  # those of one year by identifier, or a collection


def load_recueil(dossiers: Iterable[Path] = ()) -> Recueil:
    """The fiches of the package and of each folder, of any year.

    Parameters
    ----------
    dossiers
        Folders that hold `<year>/<id>.toml`; the first one that has a fiche wins.

    Raises
    ------
    FicheError
        A folder is not there or has no fiche, or a fiche is wrong: file, place, key, near miss.
    """
    trouvees: dict[Cle, Deposee] = {}
    dossiers = tuple({Path(d).resolve(): Path(d) for d in reversed([*dossiers])}.values())[::-1]
    for dossier in (*dossiers, None):
        for deposee in _load_dossier(dossier):
            cle = (deposee.fiche.id, deposee.fiche.annee)
            if cle in trouvees:
                deposee = _hide(trouvees[cle], deposee)
            trouvees[cle] = deposee
    check_successions({cle: d.fiche for cle, d in trouvees.items()})
    return Recueil(_complete(trouvees), chain.from_iterable(map(list_egarees, dossiers)))


def find_fiche(fiches: Fiches, identifiant: str, annee: int | None) -> Fiche | None:
    """The fiche of a PLIE for a year, in a collection or among the fiches of one year."""
    if isinstance(fiches, Recueil):
        return fiches.find(identifiant, annee) if annee is not None else None
    fiche = fiches.get(identifiant)
    return fiche if fiche is not None and fiche.annee == annee else None


def is_known(fiches: Fiches, identifiant: str) -> bool:
    """Whether a PLIE of that identifier has a fiche, whatever the year."""
    if isinstance(fiches, Recueil):
        return any(nom == identifiant for nom, _ in fiches)
    return identifiant in fiches


def fiches_en_vigueur() -> Recueil:
    """The fiches of the package and of the folders that the settings name.

    Raises
    ------
    FicheError, ReglageError
        The settings or a fiche are wrong.
    """
    dossiers = tuple(load_reglages().dossiers)
    return _load_signed(dossiers, tuple(_sign(d) for d in dossiers))


@cache
def _load_signed(dossiers: tuple[Path, ...], signatures: tuple[object, ...]) -> Recueil:
    """Loaded anew when a file of the folders has changed: `signatures` are part of the question."""
    return load_recueil(dossiers)


def _sign(dossier: Path) -> tuple[tuple[str, int, int], ...]:
    fichiers = sorted([*dossier.glob("*.toml*"), *dossier.glob("*/*.toml*")])
    etats = ((str(f), f.stat()) for f in fichiers)
    return tuple((nom, etat.st_mtime_ns, etat.st_size) for nom, etat in etats)


def hash_texte(texte: str) -> str:
    """SHA-256 of a text with plain line ends, in hexadecimal."""
    return digest(texte.encode())


def _hide(gagne: Deposee, cachee: Deposee) -> Deposee:
    return Deposee(gagne.fiche, gagne.origine, gagne.texte, (*gagne.remplace, cachee.origine))


def _complete(trouvees: Mapping[Cle, Deposee]) -> Iterable[Deposee]:
    """Each with what the others say of it; older years first, for those that add them up."""
    fiches = {cle: deposee.fiche for cle, deposee in trouvees.items()}
    completes = dict(trouvees)
    for cle in sorted(fiches, key=lambda cle: cle[1]):
        if apport := write_apport(fiches[cle], fiches):
            deposee = trouvees[cle]
            octets = (deposee.texte + apport).encode()
            fiches[cle], _ = read_fiche(f"{cle[0]}.toml", octets, deposee.origine)
            completes[cle] = replace(deposee, fiche=fiches[cle])
    return completes.values()


def _load_dossier(dossier: Path | None) -> list[Deposee]:
    if dossier is None:
        return list(_load_programme())
    if not dossier.is_dir():
        quoi = "n’est pas un dossier" if dossier.exists() else "est introuvable"
        raise FicheError(f"le dossier de fiches « {dossier} » {quoi}")
    annees = _find_annees(dossier)
    deposees = [d for annee in annees for d in _load_annee(annee, str(Path(dossier, annee.name)))]
    if not deposees:
        raise FicheError(say_vide(dossier))
    return deposees


@cache
def _load_programme() -> tuple[Deposee, ...]:
    racine = files("plie_xl").joinpath("fiches")
    return tuple(d for annee in _find_annees(racine) for d in _load_annee(annee, ""))


def _find_annees(racine: Traversable) -> list[Traversable]:
    dossiers = (d for d in racine.iterdir() if ANNEE.fullmatch(d.name) and d.is_dir())
    return sorted(dossiers, key=lambda d: d.name)


def _load_annee(dossier: Traversable, ou: str) -> Iterator[Deposee]:
    """The fiches of the folder of one year; « ou » is its path as said, empty for the package."""
    fichiers = (f for f in dossier.iterdir() if f.name.endswith(".toml") and f.is_file())
    for fichier in sorted(fichiers, key=lambda f: f.name):
        chemin = str(Path(ou, fichier.name)) if ou else f"{dossier.name}/{fichier.name}"
        fiche, texte = read_fiche(fichier.name, _read(fichier, chemin), chemin)
        if fiche.annee != int(dossier.name):
            quand = f"la fiche est de {fiche.annee} (« debut »), son dossier de {dossier.name}"
            remede = "changez ses dates, ou rangez-la dans le dossier de son année"
            raise FicheError(f"{chemin} : {quand} ; {remede}")
        refuse_apport(fiche, chemin)
        check_somme(fiche, chemin)
        yield Deposee(fiche, chemin if ou else PROGRAMME, texte)


def _read(fichier: Traversable, chemin: str) -> bytes:
    try:
        with fichier.open("rb") as lu:
            octets = lu.read(_MAX_OCTETS + 1)
    except OSError as erreur:
        raise FicheError(f"{chemin} : ce fichier ne se laisse pas lire") from erreur
    if len(octets) > _MAX_OCTETS:
        raise FicheError(f"{chemin} : plus de {_MAX_OCTETS // 1024} Ko, trop pour une fiche")
    return octets


def read_fiche(nom: str, octets: bytes, chemin: str) -> tuple[Fiche, str]:
    """One fiche of one calendar year and its text, from the bytes of its file.

    Raises
    ------
    FicheError
        One French sentence with the path, the place, the key and the near miss.
    """
    try:
        fiche = parse_fiche(nom, octets)
    except FicheError as erreur:
        raise FicheError(str(erreur).replace(nom, chemin, 1)) from erreur
    if fiche.debut.year != fiche.fin.year:
        raise FicheError(
            f"{chemin} : « debut » ({fiche.debut}) et « fin » ({fiche.fin}) sont de deux années"
        )
    return fiche, octets.decode("utf-8-sig")
