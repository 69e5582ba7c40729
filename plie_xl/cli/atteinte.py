"""`plie-xl atteinte`: held and justified, target by target."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.exceptions import Exit

from plie_xl.cli.brought import option_registres, option_verdicts, read_brought
from plie_xl.cli.common import (
    argument_fichiers,
    code_sortie,
    import_during,
    option_au,
    option_json,
    read_sources,
    simple,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import GRAS, ROUGE, Partie, cut, say, show, show_anomalie, show_json
from plie_xl.model.content import say_sur
from plie_xl.model.text import pourcent, visible
from plie_xl.model.words import (
    DEFINITION_TAUX,
    EN_RETARD,
    NON_ATTEINTE,
    NON_COMMENCEE,
    NON_CONTROLE,
)

if TYPE_CHECKING:
    from plie_xl.master.brought import Apports
    from plie_xl.model.lecture import Lecture

REGARDEES = {"au_dossier": "au dossier", "retenu_csf": "retenu au CSF"}
Vues = Mapping[tuple[object, object], Mapping[str, object]]


@commande
@argument_fichiers
@option_json(help="Un objet JSON par ligne.")
@option_au
@option_registres
@option_verdicts
def atteinte(
    fichiers: tuple[str, ...],
    en_json: bool,
    au: date | None,
    registres: Path | None,
    verdicts: tuple[Path, ...],
) -> None:
    lectures = read_sources(fichiers, pendant=import_during("plie_xl.attainment"))
    from plie_xl.attainment import CIBLE, compute_taux, list_atteintes
    from plie_xl.model.expected import sort_annees

    atteintes = [x for siennes in sort_annees(lectures) for x in list_atteintes(siennes, au)]
    vues = (
        _regarder(lectures, read_brought(registres, verdicts), au) if registres or verdicts else {}
    )
    for ligne in (x for x in atteintes if x["nature"] == CIBLE):
        ligne |= vues.get((ligne["classeur"], ligne["cible"]), {})
        if en_json:
            show_json(atteinte_en_dict(ligne))
        else:
            show(*phrase_atteinte(ligne))
    tenus, justifies = compute_taux(atteintes), compute_taux(atteintes, "justifie")
    for nom, tenu in tenus.items():
        say(f"{nom} : {_part(tenu)} tenu, {_part(justifies[nom])} justifié.")
    if tenus:
        say(f"Taux : {DEFINITION_TAUX}.")
        _say_non_controle(registres, verdicts)
    from plie_xl.checks.received import list_refus

    refus = [a for lecture in lectures for a in list_refus(lecture)]
    for anomalie in refus:
        show_anomalie(anomalie, beside=True)
    suite("plie-xl valider FICHIER…", "pour voir ce qui n’est pas compté, et pourquoi")
    raise Exit(code_sortie(lectures, refus))


def _regarder(lectures: Iterable["Lecture"], apports: "Apports", au: date | None) -> Vues:
    """By workbook and target, the figures that somebody looked for."""
    from plie_xl.checks.count import count
    from plie_xl.master.brought import look

    demandees = {"au_dossier": apports.registres is not None, "retenu_csf": bool(apports.controles)}
    vues: dict[tuple[object, object], dict[str, object]] = {}
    for lecture in lectures:
        if fiche := count(lecture, au).saisie.fiches.get(lecture.fiche):
            regards = look(lecture, fiche, apports, au)
            connues = {"au_dossier": regards.au_dossier or {}, "retenu_csf": regards.retenus}
            for cible in (*fiche.cibles, *fiche.resultats):
                vues[lecture.classeur, cible.id] = {
                    nom: connues[nom].get(cible.id, NON_CONTROLE)
                    for nom, demandee in demandees.items()
                    if demandee
                }
    return vues


def _say_non_controle(registres: Path | None, verdicts: tuple[Path, ...]) -> None:
    """What nobody looked at, and what to bring so that it is."""
    manques = {"Au dossier": "" if registres else "--registres",
               "Retenu au CSF": "" if verdicts else "--verdicts"}  # fmt: skip
    for nom, option in manques.items():
        if option:
            say(f"{nom} : {NON_CONTROLE} ici ; « {option} » le dit.")


def atteinte_en_dict(ligne: dict[str, Any]) -> dict[str, Any]:
    """A row of attainment as `atteinte --json` gives it; null where nothing is known."""
    noms = (
        "classeur",
        "fiche",
        "cible",
        "libelle",
        "minimum",
        "maximum",
        "tenu",
        "justifie",
        "au_dossier",
        "retenu_csf",
        "reste",
        "taux",
        "attendu",
        "projection",
        "statut",
    )
    regardees = dict.fromkeys(REGARDEES, NON_CONTROLE)
    return {nom: simple((regardees | ligne)[nom]) for nom in noms}


def phrase_atteinte(ligne: dict[str, Any]) -> tuple[Partie, ...]:
    """A row of attainment for a person: its label is cut so that its figures are on the screen."""
    debut = f"{ligne['fiche']:<17} "
    statut = str(ligne["statut"])
    sur = say_sur(ligne["minimum"], ligne["maximum"], statut)
    vues = "".join(f", {nom} {simple(ligne[x])}" for x, nom in REGARDEES.items() if x in ligne)
    fin = f" : tenu {simple(ligne['tenu'])}, justifié {simple(ligne['justifie'])} sur {sur}{vues} ("
    libelle = cut(visible(ligne["libelle"]), len(f"{debut}{fin}{statut})"))
    style = ROUGE if statut in (EN_RETARD, NON_COMMENCEE, NON_ATTEINTE) else GRAS
    return debut, libelle, fin, (statut, style), ")"


def _part(taux: float) -> str:
    return "?" if taux != taux else pourcent(taux)
