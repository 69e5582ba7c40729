"""The fiche that a workbook carries, so that an older installation can judge it.

It is a text that came by mail: bounded, parsed by the strict reader of fiches, and believed only
when its digest is the one that « Fiche » says.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from plie_xl.model.amendments import Avenant
from plie_xl.model.collection import Fiches, hash_texte
from plie_xl.model.content import say_objectif
from plie_xl.model.evidence import phrase_pieces
from plie_xl.model.expected import parse_portee
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Remarque
from plie_xl.model.target import Cible
from plie_xl.model.text import en_clair, enumere
from plie_xl.model.toml import FicheError
from plie_xl.model.workbook import FICHE, LIGNE_ENTETE

_MAX_LIGNES, _MAX_CARACTERES = 2_000, 262_144
_COMPAREES = ("libelle", "minimum", "maximum", "genre", "par", "modalites", "pieces")
Rangees = Sequence[Sequence[object]]
_DITES = ("debut", "fin", "montant_fse", "taux_max")


class Portee(NamedTuple):
    """What a workbook carries: the fiche, or None when there is none that can be believed."""

    fiche: Fiche | None = None
    sure: bool = True  # nobody changed it since it was delivered


def read_portee(
    rangees: Rangees | None, fiches: Fiches, identifiant: str, annee: int | None, empreinte: str
) -> Portee:
    """The fiche in these rows of the very hidden sheet, None where there is no such sheet.

    Not one that `fiches` know under another name or year.
    """
    if rangees is None:
        return Portee()
    texte = _read_texte(rangees)
    if hash_texte(texte) != empreinte:
        return Portee(sure=False)
    try:
        fiche = parse_portee(identifiant, texte)
    except FicheError:  # of a later version of the program: it cannot be used here
        return Portee()
    memes = [f for f in fiches.values() if f.empreinte == empreinte]
    nommee = not memes or any((f.id, f.annee) == (identifiant, annee) for f in memes)
    return Portee(fiche) if nommee and fiche.annee == annee else Portee()


def _read_texte(rangees: Rangees) -> str:
    dites = islice(rangees, LIGNE_ENTETE, LIGNE_ENTETE + _MAX_LIGNES + 1)
    lignes = [str(rangee[1]) for rangee in dites if len(rangee) > 1 and rangee[0] != ""]
    texte = "\n".join(lignes)
    return texte if len(lignes) <= _MAX_LIGNES and len(texte) <= _MAX_CARACTERES else ""


def compare(portee: Fiche, deposee: Fiche) -> Iterator[Remarque]:
    """Where what the workbook's fiche asks is not what AGAPE's asks; at most one by target."""
    if portee.empreinte == deposee.empreinte:
        return
    for cle in _DITES:
        a, b = getattr(portee, cle), getattr(deposee, cle)
        if a != b:
            yield _remark(f"« {cle} » {_say(a)}", _say(b))
    yield from _compare_fusions(portee, deposee)
    communs = takewhile(lambda a: a[0] == a[1], zip(portee.debuts[1:], deposee.debuts[1:]))  # noqa: B905
    connus = len(list(communs))
    for avenant in portee.avenants[connus:]:
        yield _remark(f"avenant {avenant.numero} du {avenant.le:%d/%m/%Y} présent", "absent")
    vues: set[str] = set()
    for periode in range(connus + 1):
        siennes, attendues = _list_cibles(portee, periode), _list_cibles(deposee, periode)
        for nom in dict.fromkeys([*siennes, *attendues]):
            dites = [] if nom in vues else [*_compare_cibles(siennes.get(nom), attendues.get(nom))]
            vues |= {nom} if dites else set()
            yield from dites
    for periode, avenant in enumerate(deposee.avenants[connus:], start=connus + 1):
        yield from _tell_avenant(deposee, periode, avenant)


def _compare_fusions(portee: Fiche, deposee: Fiche) -> Iterator[Remarque]:
    """A merger that only one of the two knows."""
    siennes, attendues = portee.recueil.fusions, deposee.recueil.fusions
    for fusion in siennes if siennes != attendues else ():
        yield _remark(f"fusion du {fusion.le:%d/%m/%Y} avec le {fusion.plie}", _say_fusion(deposee))
    for fusion in attendues if not siennes else ():
        dit = _say_fusion(deposee)
        yield Remarque("fusion_absente", FICHE.nom, detail=dit, conseil=fusion.plie)


def _say_fusion(fiche: Fiche) -> str:
    dites = [f"{f.le:%d/%m/%Y}" for f in fiche.recueil.fusions]
    return enumere(dites) or "aucune fusion"


def _list_cibles(fiche: Fiche, periode: int) -> dict[str, Cible]:
    versions = (c.en_vigueur(periode) for c in (*fiche.cibles, *fiche.resultats))
    return {version.id: version for version in versions if version}


def _tell_avenant(fiche: Fiche, periode: int, avenant: Avenant) -> Iterator[Remarque]:
    """What an avenant that the workbook does not know changes, target by target."""
    ancien = f"{avenant.numero} du {avenant.le:%d/%m/%Y}"
    toutes = (*fiche.cibles, *fiche.resultats, *fiche.sans_objectif)
    for cible in (c for c in toutes if c.id in avenant.cibles):
        change, demande = _say_change(cible.en_vigueur(periode - 1), cible.en_vigueur(periode))
        dit = f"{ancien} n’est pas dans ce classeur : « {cible.libelle} », {change}"
        yield Remarque("avenant_absent", FICHE.nom, detail=dit, conseil=demande)


def _say_change(a: Cible | None, b: Cible | None) -> tuple[str, str]:
    """What was asked, and what is: the number when it changes, else the evidence."""
    if a is None or b is None:
        return ("absente", say_objectif(b)) if b else ("demandée", "retirée")
    if a.objectif != b.objectif:
        return a.objectif, b.objectif
    if (a.pieces, a.preferee) != (b.pieces, b.preferee):
        return phrase_pieces(a), phrase_pieces(b)
    return enumere(a.modalites, "ou") or "toute modalité", enumere(b.modalites, "ou") or "toutes"


def _compare_cibles(sienne: Cible | None, attendue: Cible | None) -> Iterator[Remarque]:
    if sienne is None or attendue is None:
        presente = sienne or attendue
        assert presente is not None
        dit = ("présente", "absente") if sienne else ("absente", "présente")
        yield _remark(f"cible « {presente.libelle} » {dit[0]}", dit[1])
        return
    for cle in _COMPAREES:
        a, b = getattr(sienne, cle), getattr(attendue, cle)
        if a != b:
            yield _remark(f"cible « {attendue.libelle} », {cle} {_say(a)}", _say(b))
            return


def _remark(porte: str, depose: str) -> Remarque:
    return Remarque("fiche_differente", FICHE.nom, detail=porte, conseil=depose)


def _say(valeur: object) -> str:
    if isinstance(valeur, tuple):
        return enumere(map(str, valeur)) or "aucune"
    if isinstance(valeur, dict):
        return "d’autres pièces" if valeur else "aucune pièce"
    return "aucun" if valeur is None else en_clair(valeur)
