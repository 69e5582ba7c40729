"""A person at the confirming workbook: « Oui » where what was read is right, else the right value."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from plie_xl.document.fields import CIBLE, IDENTITE, INITIALES, find_modalite
from plie_xl.document.rule import say_regle
from plie_xl.model.text import cle

CHAMPS = {cle(c.nom): c for c in (*IDENTITE, *CIBLE)}
Reponses = list[tuple[str, Mapping[str, Any]]]  # the words of a label, and the right values


def decide(classeur: Path, identite: Mapping[str, Any], cibles: Reponses) -> None:
    """Fill every decision, and write the workbook in its place."""
    livre = load_workbook(classeur)
    f = livre["À confirmer"]
    rangees = [r for r in f.iter_rows(min_row=6) if r[1].value]
    reponses = _pair({r[0].value: r[2].value for r in rangees if r[1].value == "Libellé"}, cibles)
    for rangee in rangees:
        numero, nom, lue = (rangee[n].value for n in range(3))
        if nom == INITIALES:
            rangee[6].value = "A. B."
        elif numero is None:
            rangee[6].value = _answer(CHAMPS[cle(nom)], lue, identite)
        elif numero in reponses:
            rangee[6].value = _answer_cible(nom, lue, reponses[numero])
    for rangee in livre["Non lu"].iter_rows(min_row=6):
        if rangee[1].value:
            rangee[2].value = "Sans effet"
    livre.save(classeur)


def _pair(libelles: Mapping[str, str], cibles: Reponses) -> dict[str, Mapping[str, Any] | None]:
    """Each target read with the right one, in order; one that no answer knows is ignored."""
    lus = {n: texte for n, texte in libelles.items() if texte}
    assert len(lus) == len(cibles), (lus, [c[0] for c in cibles])
    return dict(zip(lus, [valeurs for _, valeurs in cibles], strict=True))


def _answer(champ: Any, lue: str | None, valeurs: Mapping[str, Any]) -> str | None:
    if champ.cle not in valeurs:
        return (
            "Ignorer : le document ne le dit pas" if not champ.exige else "Oui" if lue else "à dire"
        )
    valeur = valeurs[champ.cle]
    if champ.cle == "livrables":
        return "Oui" if lue else None
    juste = champ.dire(valeur)
    return "Oui" if cle(juste) == cle(lue or "") else juste


def _answer_cible(nom: str, lue: str | None, valeurs: Mapping[str, Any]) -> str | None:
    modalite = find_modalite(nom)
    if modalite is None:
        return _answer(CHAMPS[cle(nom)], lue, valeurs)
    jeux = valeurs["pieces"].get(modalite)
    if not jeux:
        return "Ignorer : une autre ligne le dit"
    juste = say_regle(tuple(map(tuple, jeux)), valeurs.get("preferee", ""))
    return "Oui" if cle(juste) == cle(lue or "") else juste
