"""`plie-xl atteinte`: held and justified, target by target."""

from datetime import date
from typing import Any

from click.exceptions import Exit

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
from plie_xl.model.text import pourcent, visible
from plie_xl.model.words import (
    DEFINITION_TAUX,
    EN_RETARD,
    NON_ATTEINTE,
    NON_COMMENCEE,
    NON_CONTROLE,
    SANS_OBJET,
)


@commande
@argument_fichiers
@option_json(help="Un objet JSON par ligne.")
@option_au
def atteinte(fichiers: tuple[str, ...], en_json: bool, au: date | None) -> None:
    lectures = read_sources(fichiers, pendant=import_during("plie_xl.attainment"))
    import pandas as pd

    from plie_xl.attainment import CIBLE, compute_atteinte, compute_taux
    from plie_xl.model.expected import sort_annees
    from plie_xl.model.lecture import records

    annees = sort_annees(lectures)
    resultat = pd.concat([compute_atteinte(siennes, au) for siennes in annees])
    cibles = resultat[resultat["nature"] == CIBLE]
    for ligne in records(cibles):
        if en_json:
            show_json(atteinte_en_dict(ligne))
        else:
            show(*phrase_atteinte(ligne))
    taux = compute_taux(resultat), compute_taux(resultat, "justifie")
    for nom in taux[0].index:
        say(f"{nom} : {_part(taux[0][nom])} tenu, {_part(taux[1][nom])} justifié.")
    if len(taux[0]):
        say(f"Taux : {DEFINITION_TAUX}.")
        say(f"Au dossier : {NON_CONTROLE} ; retenu au CSF : {NON_CONTROLE}.")
    for lecture in lectures:
        if not lecture.fiche:
            from plie_xl.checks.structure import structure_anomalies

            for anomalie in structure_anomalies(lecture):
                show_anomalie(anomalie, beside=True)
    suite("plie-xl valider FICHIER…", "pour voir ce qui n’est pas compté, et pourquoi")
    raise Exit(code_sortie(lectures, []))


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
    regardees = dict.fromkeys(("au_dossier", "retenu_csf"), NON_CONTROLE)
    return {nom: simple((regardees | ligne)[nom]) for nom in noms}


def phrase_atteinte(ligne: dict[str, Any]) -> tuple[Partie, ...]:
    """A row of attainment for a person: its label is cut so that its figures are on the screen."""
    minimum = simple(ligne["minimum"])
    debut = f"{ligne['fiche']:<17} "
    statut = str(ligne["statut"])
    inconnu = "0" if statut == SANS_OBJET else "?"
    fin = (
        f" : tenu {simple(ligne['tenu'])}, justifié {simple(ligne['justifie'])}"
        f" sur {inconnu if minimum is None else minimum} ("
    )
    libelle = cut(visible(ligne["libelle"]), len(f"{debut}{fin}{statut})"))
    style = ROUGE if statut in (EN_RETARD, NON_COMMENCEE, NON_ATTEINTE) else GRAS
    return debut, libelle, fin, (statut, style), ")"


def _part(taux: float) -> str:
    return "?" if taux != taux else pourcent(taux)
