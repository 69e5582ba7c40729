"""What the fiches of a collection say of one another, as the text that each then carries.

A fiche that merges during the year learns the day and the name of its successor; one whose
numbers are sums (`cibles = "somme"`) learns them, from the fiches of the year before.
"""

import json
from collections.abc import Iterator, Mapping

from plie_xl.model.fiche import Fiche
from plie_xl.model.mergers import Fiches, find_derniere, find_fusions, list_anciennes
from plie_xl.model.succession import SOMME
from plie_xl.model.target import Cible
from plie_xl.model.toml import FicheError

_TETE = "\n# Écrit par plie-xl, d’après les autres fiches.\n[recueil]\n"


def write_apport(fiche: Fiche, fiches: Fiches) -> str:
    """The lines to add at the end of the text of a fiche; "" when the others say nothing of it.

    Raises
    ------
    FicheError
        A sum cannot be: one French sentence.
    """
    lignes = [*_say_fusion(fiche, fiches), *_say_sommes(fiche, fiches)]
    return _TETE + "".join(f"{ligne}\n" for ligne in lignes) if lignes else ""


def split_apport(texte: str) -> tuple[str, str]:
    """The text of a fiche as its author wrote it, then what was added."""
    propre, tete, suite = texte.partition(_TETE)
    return propre, tete + suite


def refuse_apport(fiche: Fiche, ou: str) -> None:
    """In a folder, nobody writes what the program does."""
    if fiche.recueil.fusions or fiche.recueil.sommes:
        raise FicheError(f"{ou} : « [recueil] » est écrit par plie-xl ; retirez cette section")


def _say_fusion(fiche: Fiche, fiches: Fiches) -> Iterator[str]:
    memes = (f for (_, annee), f in fiches.items() if annee == fiche.annee)
    fusion = find_fusions(memes).get(fiche.id)
    if fusion is not None and not fusion.toute_l_annee:
        plie = json.dumps(fusion.nouvelle.plie, ensure_ascii=False)
        yield from ("[[recueil.fusion]]", f"le = {fusion.le}", f"plie = {plie}")


def _say_sommes(fiche: Fiche, fiches: Fiches) -> Iterator[str]:
    connues = {
        f"{nom}/{cible.id}": cible
        for nom in (*list_anciennes(fiche), fiche.id)
        if (ancienne := fiches.get((nom, fiche.annee - 1)))
        for cible in ancienne.instances
    }
    for cible in fiche.a_sommer:
        ou = f"{fiche.id}.toml de {fiche.annee}, cible « {cible.id} »"
        yield from ("[[recueil.somme]]", f'id = "{cible.id}"')
        yield from (f"{cle} = {n}" for cle, n in _sum(cible, connues, ou).items())


def _sum(cible: Cible, connues: Mapping[str, Cible], ou: str) -> dict[str, int]:
    """The numbers of a target: those that its predecessors still had on their last day, added."""
    anciennes = {
        nom: derniere
        for nom in cible.succede
        if (derniere := connues[nom].en_vigueur(-1)) is not None and derniere.minimum
    }
    if not anciennes:
        raise FicheError(f"{ou} : aucun nombre à additionner ; écrivez « minimum »")
    for nom, ancienne in anciennes.items():
        for cle in ("unite", "par"):
            a, b = getattr(ancienne, cle), getattr(cible, cle)
            if a != b or a == "technicien":
                raise FicheError(
                    f"{ou} : « {cle} » est « {b} », celle de « {nom} » est « {a} », rien ne"
                    " s’additionne ; écrivez « minimum »"
                )
    sommes = {"minimum": sum(c.minimum for c in anciennes.values())}
    if cible.genre == "fourchette":
        sommes["maximum"] = sum(c.maximum or c.minimum for c in anciennes.values())
    return sommes


def check_somme(fiche: Fiche, ou: str) -> None:
    """Sums are those of whole years, and a target has its number once."""
    for succession in fiche.successions:
        if succession.cibles != SOMME:
            continue
        if find_derniere(succession.le) == fiche.annee:
            raise FicheError(
                f"{ou}, succession : une somme n’a de sens que le 1er janvier ; en cours d’année,"
                " écrivez les nombres"
            )
        sommees = {c.id for c in fiche.a_sommer}
        dites = [c for c in (*fiche.cibles, *fiche.resultats) if c.succede and c.id not in sommees]
        if dites:
            raise FicheError(
                f"{ou}, cible « {dites[0].id} » : « minimum » et la somme se contredisent ;"
                " retirez l’un des deux"
            )
