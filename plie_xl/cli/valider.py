"""`plie-xl valider`: each cell to correct, and how."""

from datetime import date
from typing import TYPE_CHECKING

from click.exceptions import Exit

from plie_xl.cli.common import (
    argument_fichiers,
    code_sortie,
    import_during,
    option_au,
    option_json,
    read_sources,
    show_anomalies,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import GRAS, ROUGE, cut, say
from plie_xl.model.text import pluriel, visible

if TYPE_CHECKING:
    from plie_xl.model.anomaly import Anomalie

VIDE = "CIB-06"  # nothing is noted in a workbook


@commande
@argument_fichiers
@option_json(help="Un objet JSON par ligne.")
@option_au
def valider(fichiers: tuple[str, ...], en_json: bool, au: date | None) -> None:
    lectures = read_sources(fichiers, pendant=import_during("plie_xl.checks", "pandera.pandas"))
    from plie_xl.checks import check, count
    from plie_xl.model.expected import sort_annees

    comptes = [count(siennes, au) for siennes in sort_annees(lectures)]
    anomalies = [anomalie for compte in comptes for anomalie in check(compte)]
    show_anomalies(anomalies, en_json)
    lues = sum(len(compte.rangees) for compte in comptes)
    retenues = sum(int(compte.rangees["retenue"].sum()) for compte in comptes)
    show_table(anomalies)
    bloquantes = sum(a.bloquante for a in anomalies)
    say(
        f"{pluriel(len(lectures), 'classeur')} : {pluriel(lues, 'ligne lue')},"
        f" {pluriel(retenues, 'retenue')}, {pluriel(lues - retenues, 'écartée')} ;"
        f" {pluriel(len(anomalies), 'anomalie')}, dont {pluriel(bloquantes, 'bloquante')}."
    )
    if any(a.code == VIDE for a in anomalies) and not lues:
        suite(
            "Aucune réunion n’est notée", "remplissez « Suivi », puis relancez « plie-xl valider »"
        )
    elif anomalies:
        suite("Corrigez les cellules désignées", "« plie-xl valider » dira ce qui reste")
    else:
        suite("Rien à corriger", "le classeur peut être envoyé à AGAPE")
    raise Exit(code_sortie(lectures, anomalies))


def show_table(anomalies: "list[Anomalie]") -> None:
    """How many of each code, the blocking ones first, with what the first of them says."""
    groupes: dict[str, list[Anomalie]] = {}
    for a in sorted(anomalies, key=lambda a: (not a.bloquante, a.code)):
        groupes.setdefault(a.code, []).append(a)
    largeur = max(map(len, groupes), default=0)
    for code, groupe in groupes.items():
        premiere = groupe[0]
        debut = f"{len(groupe):>6}  {premiere.gravite.value:<10}  "
        constat = cut(visible(premiere.constat), largeur + len(debut))
        say((f"{code:<{largeur}}", ROUGE if premiere.bloquante else GRAS), debut, constat)
