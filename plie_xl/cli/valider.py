"""`plie-xl valider`: each cell to correct, and how."""

from datetime import datetime

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
    show,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.model.text import pluriel

VIDE = "CIB-06"  # nothing is noted in a workbook


@commande
@argument_fichiers
@option_json(help="Un objet JSON par ligne.")
@option_au
def valider(fichiers: tuple[str, ...], en_json: bool, au: datetime | None) -> None:
    lectures = read_sources(fichiers, pendant=import_during("plie_xl.checks", "pandera.pandas"))
    from plie_xl.checks import check, count

    compte = count(lectures, jour(au))
    anomalies = check(compte)
    show(anomalies, en_json)
    lues, retenues = len(compte.rangees), int(compte.rangees["retenue"].sum())
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
        suite("Corrigez les cellules désignées", "puis relancez « plie-xl valider »")
    else:
        suite("Rien à corriger", "le classeur peut être envoyé à AGAPE")
    raise Exit(code_sortie(lectures, anomalies))
