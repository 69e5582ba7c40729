"""`plie-xl atteinte`: held and justified, target by target."""

import json
from datetime import datetime
from typing import Any

from click.exceptions import Exit

from plie_xl.cli.common import (
    argument_fichiers,
    code_sortie,
    import_during,
    jour,
    option_au,
    option_json,
    read_sources,
    say,
    simple,
    suite,
    tell,
)
from plie_xl.cli.french import commande
from plie_xl.model.text import pourcent


@commande
@argument_fichiers
@option_json(help="Un objet JSON par ligne.")
@option_au
def atteinte(fichiers: tuple[str, ...], en_json: bool, au: datetime | None) -> None:
    lectures = read_sources(fichiers, pendant=import_during("plie_xl.attainment"))
    from plie_xl.attainment import CIBLE, compute_atteinte, compute_taux
    from plie_xl.model.lecture import records

    resultat = compute_atteinte(lectures, jour(au))
    cibles = resultat[resultat["nature"] == CIBLE]
    for ligne in records(cibles):
        if en_json:
            print(json.dumps(atteinte_en_dict(ligne), ensure_ascii=False))
        else:
            tell(phrase_atteinte(ligne))
    taux = compute_taux(resultat), compute_taux(resultat, "justifie")
    for nom in taux[0].index:
        say(f"{nom} : {_part(taux[0][nom])} tenu, {_part(taux[1][nom])} justifié.")
    for lecture in lectures:
        if not lecture.fiche:
            from plie_xl.checks.structure import structure_anomalies

            for anomalie in structure_anomalies(lecture):
                say(str(anomalie))
    suite("plie-xl valider FICHIER…", "pour voir ce qui n’est pas compté, et pourquoi")
    raise Exit(code_sortie(lectures, []))


def atteinte_en_dict(ligne: dict[str, Any]) -> dict[str, Any]:
    """A row of attainment as `atteinte --json` gives it; null where nothing is known."""
    noms = (
        "fiche",
        "cible",
        "libelle",
        "minimum",
        "maximum",
        "tenu",
        "justifie",
        "reste",
        "taux",
        "attendu",
        "projection",
        "statut",
    )
    return {nom: simple(ligne[nom]) for nom in noms}


def phrase_atteinte(ligne: dict[str, Any]) -> str:
    """A row of attainment for a person."""
    minimum = simple(ligne["minimum"])
    return (
        f"{ligne['fiche']:<17} {ligne['libelle']:.60} : {simple(ligne['tenu'])} tenu,"
        f" {simple(ligne['justifie'])} justifié sur {'?' if minimum is None else minimum}"
        f" ({ligne['statut']})"
    )


def _part(taux: float) -> str:
    return "?" if taux != taux else pourcent(taux)
