"""Commands for the terminal: each one calls a stage and prints what it returns.

Data goes to the standard output, the rest to the other one. Exit codes: 0 nothing wrong,
1 anomalies, 2 wrong usage, 3 a file cannot be read or written.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from plie_xl.francais import Commande, Groupe, run
from plie_xl.texte import enumere, pluriel, pourcent

if TYPE_CHECKING:
    from plie_xl.anomalie import Anomalie
    from plie_xl.consolidation import Consolidation
    from plie_xl.lecture import Lecture

RIEN, ANOMALIES, USAGE, ILLISIBLE = 0, 1, 2, 3

app = typer.Typer(
    cls=Groupe,
    subcommand_metavar="COMMANDE …",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["--aide", "--help", "-h"]},
    pretty_exceptions_enable=False,
)

Fichiers = Annotated[list[Path], typer.Argument(metavar="FICHIER…", help="Classeurs à lire.")]
EnJson = Annotated[bool, typer.Option("--json", help="Un objet JSON par ligne.")]
Au = Annotated[
    datetime | None,
    typer.Option(
        "--au",
        formats=["%Y-%m-%d"],
        metavar="AAAA-MM-JJ",
        help="Date à laquelle compter ; par défaut celle du classeur, sinon aujourd’hui.",
    ),
]


def main() -> None:
    """Entry point of `plie-xl`."""
    run(app)


@app.callback()
def groupe() -> None:
    """Prépare, contrôle et consolide les classeurs de suivi des PLIE."""


@app.command(cls=Commande)
def fiches(
    en_json: Annotated[bool, typer.Option("--json", help="Les fiches en une liste JSON.")] = False,
) -> None:
    """Montre les fiches opération, leurs cibles et leurs montants."""
    from plie_xl.fiche import load_fiches
    from plie_xl.texte import euros

    toutes = load_fiches().values()
    if en_json:
        print(json.dumps([fiche_en_dict(f) for f in toutes], ensure_ascii=False, indent=2))
        raise typer.Exit(RIEN)
    for f in toutes:
        taux = f", {pourcent(f.taux_max)} au plus" if f.taux_max is not None else ""
        print(f"{f.id:<17} {f.plie}, fiche {f.numero} : {euros(f.montant_fse)}{taux}")
        for cible in f.cibles:
            print(f"    {cible.objectif:>26}  {cible.libelle}")
    somme = sum(f.montant_fse for f in toutes)
    cibles = sum(len(f.cibles) for f in toutes)
    dire(f"{len(toutes)} fiches, {cibles} cibles, {euros(somme)}.")
    suite("plie-xl modeles -o modeles", "pour écrire les classeurs vierges")


@app.command(cls=Commande)
def modeles(
    dossier: Annotated[
        Path, typer.Option("-o", "--dossier", help="Où écrire les classeurs vierges.")
    ] = Path("templates"),
) -> None:
    """Écrit le classeur vierge de chaque fiche."""
    from plie_xl.fiche import load_fiches
    from plie_xl.template import build_template

    tous = load_fiches().values()
    classeurs = ((f"plie_{f.id}_{f.annee}.xlsx", build_template(f)) for f in tous)
    nombre = ecrire_tous(dossier, classeurs, len(tous))
    dire(f"{pluriel(nombre, 'modèle')} dans {dossier}.")
    suite("Envoyez à chaque PLIE son classeur", "c’est le seul fichier dont il a besoin")


@app.command(cls=Commande)
def demo(
    dossier: Annotated[Path, typer.Argument(help="Où écrire les classeurs fictifs.")] = Path(
        "workbooks/2024"
    ),
) -> None:
    """Écrit onze classeurs remplis, entièrement fictifs, pour essayer l’outil."""
    from plie_xl.demo import HISTOIRES, build_demo

    nombre = ecrire_tous(dossier, build_demo().items(), len(HISTOIRES))
    dire(f"{pluriel(nombre, 'classeur fictif', 'classeurs fictifs')} dans {dossier}.")
    suite(f"plie-xl consolider {dossier} -o AGAPE_2024.xlsx", "pour les réunir")


@app.command(cls=Commande)
def valider(fichiers: Fichiers, en_json: EnJson = False, au: Au = None) -> None:
    """Désigne chaque cellule à corriger, et dit comment."""
    from plie_xl.checks import check, compter
    from plie_xl.saisie import interpret

    lectures = lire(fichiers)
    compte = compter(interpret(lectures, jour(au)))
    anomalies = check(compte)
    montrer(anomalies, en_json)
    lues, retenues = len(compte.suivi), int(compte.suivi["retenue"].sum())
    bloquantes = sum(a.bloquante for a in anomalies)
    dire(
        f"{pluriel(len(lectures), 'classeur')} : {pluriel(lues, 'ligne lue')},"
        f" {pluriel(retenues, 'retenue')}, {pluriel(lues - retenues, 'écartée')} ;"
        f" {pluriel(len(anomalies), 'anomalie')}, dont {pluriel(bloquantes, 'bloquante')}."
    )
    if anomalies:
        suite("Corrigez les cellules désignées", "puis relancez « plie-xl valider »")
    else:
        suite("Rien à corriger", "le classeur peut être envoyé à AGAPE")
    raise typer.Exit(code_sortie(lectures, anomalies))


@app.command(cls=Commande)
def atteinte(fichiers: Fichiers, en_json: EnJson = False, au: Au = None) -> None:
    """Compte ce qui est tenu et ce qui est justifié, cible par cible."""
    from plie_xl.attainment import CIBLE, compute_atteinte, compute_taux
    from plie_xl.lecture import records

    lectures = lire(fichiers)
    resultat = compute_atteinte(lectures, jour(au))
    cibles = resultat[resultat["nature"] == CIBLE]
    for ligne in records(cibles):
        print(
            json.dumps(atteinte_en_dict(ligne), ensure_ascii=False)
            if en_json
            else phrase_atteinte(ligne)
        )
    taux = compute_taux(resultat), compute_taux(resultat, "justifie")
    for nom in taux[0].index:
        dire(f"{nom} : {_part(taux[0][nom])} tenu, {_part(taux[1][nom])} justifié.")
    for lecture in lectures:
        if not lecture.fiche:
            from plie_xl.checks.structure import structure_anomalies

            for anomalie in structure_anomalies(lecture):
                dire(str(anomalie))
    suite("plie-xl valider FICHIER…", "pour voir ce qui n’est pas compté, et pourquoi")
    raise typer.Exit(code_sortie(lectures, []))


@app.command(cls=Commande)
def consolider(
    chemins: Annotated[
        list[Path], typer.Argument(metavar="DOSSIER|FICHIER…", help="Ce qui a été reçu.")
    ],
    sortie: Annotated[
        Path, typer.Option("-o", "--sortie", metavar="MASTER.xlsx", help="Le classeur à écrire.")
    ],
    en_json: Annotated[bool, typer.Option("--json", help="Le bilan en un objet JSON.")] = False,
    au: Au = None,
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
    verifier_presents(chemins)
    depot = list_depot(chemins)
    recus = [(nom, chemin) for nom, chemin in depot.recus if not est_un_master(chemin)]
    masters = [(nom, "classeur maître") for nom, chemin in depot.recus if est_un_master(chemin)]
    try:
        with verrou(sortie):
            resultat = consolidate(lire_nommes(recus), jour(au), passes=[*depot.passes, *masters])
            ecrit = write_master(resultat, sortie)
    except EcritureError as erreur:
        refuser(str(erreur), ILLISIBLE)
    if ecrit.avis:
        dire(ecrit.avis)
    bilan(resultat, ecrit.chemin, en_json)
    refus = resultat.totaux["refuses"]
    raise typer.Exit(ILLISIBLE if refus else ANOMALIES if resultat.anomalies else RIEN)


def bilan(resultat: "Consolidation", sortie: Path, en_json: bool) -> None:
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
    from plie_xl.lecture import records

    for ligne in records(resultat.sources):
        if ligne["etat"] in ("refusé", "écarté"):
            dire(f"{ligne['classeur']} : {ligne['etat']}, {ligne['detail']}")
    for nom, raison in resultat.passes:
        dire(f"{nom} : non lu, {raison}")
    suite(f"Ouvrez {sortie}", "« Anomalies » et « Pièces manquantes » disent quoi demander")


def lire(fichiers: list[Path]) -> list["Lecture"]:
    """Read the files a user names, each under a name of its own."""
    from plie_xl.depot import list_depot

    verifier_presents(fichiers)
    return lire_nommes(list_depot(fichiers).recus)


def lire_nommes(recus: Iterable[tuple[str, Path]]) -> list["Lecture"]:
    """Read files one after the other, with progress when someone watches."""
    from plie_xl.reading import read_classeur

    recus = list(recus)
    with avancement("Lecture", len(recus)) as avancer:
        lectures = []
        for nom, chemin in recus:
            lectures.append(read_classeur(chemin, nom))
            avancer()
    return lectures


def verifier_presents(chemins: list[Path]) -> None:
    """A path that does not exist is a slip of the hand, not a file that cannot be read."""
    absents = [f"« {c} »" for c in chemins if not c.exists()]
    if absents:
        refuser(f"introuvable : {enumere(absents)}", USAGE)


def ecrire_tous(dossier: Path, classeurs: Iterable[tuple[str, bytes]], total: int) -> int:
    """Write each workbook whole; says the folder's fault and stops when it cannot."""
    from plie_xl.destination import EcritureError
    from plie_xl.ecriture import write_atomic

    nombre = 0
    try:
        dossier.mkdir(parents=True, exist_ok=True)
        with avancement("Écriture", total) as avancer:
            for nom, octets in classeurs:
                write_atomic(dossier / nom, octets)
                nombre += 1
                avancer()
    except (EcritureError, OSError) as erreur:
        refuser(str(erreur), ILLISIBLE)
    return nombre


def montrer(anomalies: Iterable["Anomalie"], en_json: bool) -> None:
    """Print anomalies, for a person or one JSON object a line."""
    for a in anomalies:
        print(json.dumps(a.to_dict(), ensure_ascii=False) if en_json else a)


def code_sortie(lectures: Iterable["Lecture"], anomalies: list["Anomalie"]) -> int:
    """3 when a file gave nothing, 1 when someone must look, 0 otherwise."""
    if any(not lecture.fiche for lecture in lectures):
        return ILLISIBLE
    return ANOMALIES if anomalies else RIEN


def fiche_en_dict(f: Any) -> dict[str, Any]:
    """A fiche as `fiches --json` gives it."""
    return {
        "id": f.id,
        "plie": f.plie,
        "numero": f.numero,
        "intitule": f.intitule,
        "montant_fse": f.montant_fse,
        "taux_max": f.taux_max,
        "debut": f.debut.isoformat(),
        "fin": f.fin.isoformat(),
        "cibles": [cible_en_dict(c) for c in f.cibles],
        "resultats": [cible_en_dict(c) for c in f.resultats],
    }


def cible_en_dict(c: Any) -> dict[str, Any]:
    """A target as `fiches --json` gives it."""
    noms = (
        "id",
        "libelle",
        "minimum",
        "maximum",
        "genre",
        "par",
        "unite",
        "categorie",
        "modalites",
        "pieces",
        "lu",
    )
    contenu = asdict(c)
    return {nom: contenu[nom] for nom in noms}


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
    return {nom: _simple(ligne[nom]) for nom in noms}


def phrase_atteinte(ligne: dict[str, Any]) -> str:
    """A row of attainment for a person."""
    minimum = _simple(ligne["minimum"])
    return (
        f"{ligne['fiche']:<17} {ligne['libelle']:.60} : {_simple(ligne['tenu'])} tenu,"
        f" {_simple(ligne['justifie'])} justifié sur {'?' if minimum is None else minimum}"
        f" ({ligne['statut']})"
    )


def _simple(valeur: Any) -> Any:
    """NaN as null, whole floats as integers."""
    if valeur is None or valeur != valeur:
        return None
    return int(valeur) if isinstance(valeur, float) and valeur.is_integer() else valeur


def _part(taux: float) -> str:
    return "?" if taux != taux else pourcent(taux)


def jour(au: datetime | None) -> date | None:
    """The day of `--au`."""
    return au.date() if au else None


def dire(texte: str) -> None:
    """Say something to the person, beside the data."""
    typer.echo(texte, err=True)


def suite(geste: str, pourquoi: str) -> None:
    """The last line: what to do next."""
    dire(f"→ {geste} : {pourquoi}.")


def refuser(raison: str, code: int) -> NoReturn:
    """Say why the command stops, and stop."""
    dire(f"plie-xl : {raison.removesuffix('.')}.")
    raise typer.Exit(code)


@contextmanager
def avancement(titre: str, total: int) -> Iterator[Any]:
    """A progress bar when someone watches, nothing otherwise."""
    from rich.console import Console
    from rich.progress import Progress

    ecran = Console(stderr=True)
    with Progress(console=ecran, transient=True, disable=not ecran.is_terminal or total < 2) as p:
        tache = p.add_task(titre, total=total)
        yield lambda: p.advance(tache)
