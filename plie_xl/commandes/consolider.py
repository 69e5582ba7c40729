"""`plie-xl consolider`: received workbooks → the AGAPE master."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plie_xl.commandes.commun import (
    ANOMALIES,
    ILLISIBLE,
    RIEN,
    USAGE,
    Au,
    dire,
    jour,
    lire_nommes,
    refuser,
    suite,
    verifier_presents,
)
from plie_xl.texte import enumere, pluriel

if TYPE_CHECKING:
    from plie_xl.consolidation import Consolidation
    from plie_xl.evolutions import Evolutions


def consolider(
    chemins: Annotated[
        list[Path], typer.Argument(metavar="DOSSIER|FICHIER…", help="Ce qui a été reçu.")
    ],
    sortie: Annotated[
        Path, typer.Option("-o", "--sortie", metavar="MASTER.xlsx", help="Le classeur à écrire.")
    ],
    depuis: Annotated[
        Path | None,
        typer.Option(
            "--depuis",
            metavar="ANCIEN_MASTER.xlsx",
            help="Dire ce qui a changé depuis ce classeur maître, feuille « Évolutions ».",
        ),
    ] = None,
    en_json: Annotated[bool, typer.Option("--json", help="Le bilan en un objet JSON.")] = False,
    au: Au = None,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="DOSSIER", help="Écrire aussi CSV, JSON et Parquet."),
    ] = None,
    executeur: Annotated[
        str,
        typer.Option(
            "--executeur", metavar="dask://HOTE:PORT", help="Lire sur une grappe Dask existante."
        ),
    ] = "",
    remplacer: Annotated[
        bool, typer.Option("--remplacer", help="Remplacer un fichier que plie-xl n’a pas écrit.")
    ] = False,
) -> None:
    """Réunit les classeurs des territoires dans le classeur maître d’AGAPE."""
    from plie_xl.consolidation import consolidate
    from plie_xl.depot import list_depot
    from plie_xl.destination import EcritureError
    from plie_xl.master import est_un_master, write_master
    from plie_xl.verrou import verrou

    if sortie.exists() and not remplacer and not est_un_master(sortie):
        refuser(
            f"« {sortie} » existe et n’a pas été écrit par plie-xl : ajoutez --remplacer pour"
            " l’écraser, ou choisissez un autre nom",
            USAGE,
        )
    verifier_presents([*chemins, *([depuis] if depuis else [])])
    depot = list_depot(chemins)
    recus = [(nom, chemin) for nom, chemin in depot.recus if not est_un_master(chemin)]
    masters = [(nom, "classeur maître") for nom, chemin in depot.recus if est_un_master(chemin)]
    try:
        with verrou(sortie):
            lectures = lire_nommes(recus, adresse=executeur)
            resultat = consolidate(lectures, jour(au), passes=[*depot.passes, *masters])
            evolutions = _comparer(depuis, resultat) if depuis else None
            ecrit = write_master(resultat, sortie, evolutions)
    except EcritureError as erreur:
        refuser(str(erreur), ILLISIBLE)
    if ecrit.avis:
        dire(ecrit.avis)
    if export is not None:
        exporter(ecrit.chemin, export)
    bilan(resultat, ecrit.chemin, en_json, evolutions)
    refus = resultat.totaux["refuses"]
    raise typer.Exit(ILLISIBLE if refus else ANOMALIES if resultat.anomalies else RIEN)


def exporter(master: Path, dossier: Path) -> None:
    """The tables of the master just written, in open formats, with their dictionary."""
    from plie_xl.commandes.commun import ecrire_tous
    from plie_xl.export import build_export, has_parquet
    from plie_xl.lire_master import MasterError, read_master

    try:
        fichiers = list(build_export(read_master(master)))
    except MasterError as erreur:
        refuser(str(erreur), ILLISIBLE)
    nombre = ecrire_tous(dossier, fichiers, len(fichiers))
    dire(f"{pluriel(nombre, 'fichier')} dans {dossier} ; « dictionnaire.csv » dit les colonnes.")
    if not has_parquet():
        dire("Parquet n’est pas écrit : pour l’avoir, « pip install plie-xl[parquet] ».")


def _comparer(depuis: Path, resultat: "Consolidation") -> "Evolutions":
    """What changed since the master of `--depuis`."""
    from plie_xl.evolutions import compare
    from plie_xl.lire_master import MasterError, read_master
    from plie_xl.master import est_un_master

    if not est_un_master(depuis):
        refuser(f"« {depuis} » n’est pas un classeur maître écrit par plie-xl", USAGE)
    try:
        return compare(read_master(depuis), resultat)
    except MasterError as erreur:
        refuser(str(erreur), ILLISIBLE)


def bilan(
    resultat: "Consolidation",
    sortie: Path,
    en_json: bool,
    evolutions: "Evolutions | None" = None,
) -> None:
    """Counts of the run, as text or as one JSON object."""
    totaux = resultat.totaux
    manquants = [resultat.fiches[f].plie for f in resultat.manquantes]
    if en_json:
        contenu = {
            **totaux,
            "manquants": manquants,
            "passes": dict(resultat.passes),
            "anomalies": len(resultat.anomalies),
            "master": str(sortie),
            **({"evolutions": evolutions.totaux} if evolutions else {}),
        }
        print(json.dumps(contenu, ensure_ascii=False))
    else:
        print(
            f"{pluriel(totaux['recus'], 'fichier reçu', 'fichiers reçus')} :"
            f" {pluriel(totaux['comptes'], 'compté')}, {pluriel(totaux['ecartes'], 'écarté')},"
            f" {pluriel(totaux['refuses'], 'refusé')}.\n"
            f"{pluriel(totaux['lignes_lues'], 'ligne lue', 'lignes lues')} :"
            f" {pluriel(totaux['lignes_retenues'], 'retenue')},"
            f" {pluriel(totaux['lignes_ecartees'], 'écartée')}.\n"
            f"Territoires manquants : {enumere(manquants) if manquants else 'aucun'}.\n"
            f"{pluriel(len(resultat.anomalies), 'anomalie')}."
        )
        if evolutions:
            print(f"Depuis le classeur précédent : {evolutions.phrase}.")
    from plie_xl.lecture import records

    for ligne in records(resultat.sources):
        if ligne["etat"] in ("refusé", "écarté"):
            dire(f"{ligne['classeur']} : {ligne['etat']}, {ligne['detail']}")
    for nom, raison in resultat.passes:
        dire(f"{nom} : non lu, {raison}")
    suite(f"Ouvrez {sortie}", "« Anomalies » et « Pièces manquantes » disent quoi demander")
