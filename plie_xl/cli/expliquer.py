"""`plie-xl expliquer`: the rows behind one figure of « Atteinte »."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from plie_xl.cli.brought import option_registres, option_verdicts, read_brought
from plie_xl.cli.common import (
    ANOMALIES,
    ILLISIBLE,
    RIEN,
    USAGE,
    argument,
    code_sortie,
    fail,
    open_depot,
    option_au,
    option_json,
    read_named,
    say_passes,
    simple,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.lineage import NOMS, say_figures, show_historique
from plie_xl.cli.screen import say, show, show_anomalie, show_json
from plie_xl.files.urls import sort_sources
from plie_xl.model.content import say_avenants, say_sur
from plie_xl.model.text import en_clair, pluriel
from plie_xl.model.words import NON_CONTROLE

if TYPE_CHECKING:
    from plie_xl.master.read import Master
    from plie_xl.model.lecture import Lecture
    from plie_xl.reports.explain import Explication

MONTREES = ("classeur", "ligne", "date", "objet", "statut", "modalite", "pieces", "etat_pieces",
            "compte", "tenu", "justifie", "au_dossier")  # fmt: skip


MONTREES_PIECES = ("ligne", "nature", "reference", "fichier", "etat", "pages", "sha256")


@commande
@argument(
    "sources",
    nargs=-1,
    required=True,
    metavar="MAÎTRE|FICHIER…",
    help="Où le chiffre a été lu.",
)
@click.option("--fiche", required=True, metavar="ID", help="Fiche, comme « sources ».")
@click.option("--cible", required=True, metavar="ID", help="Cible, comme « copil ».")
@click.option(
    "--historique",
    is_flag=True,
    help="La cible d’année en année, et celles dont elle vient : un classeur maître par année.",
)
@option_json(help="Un seul objet JSON.")
@option_au
@option_registres
@option_verdicts
def expliquer(
    sources: tuple[str, ...],
    fiche: str,
    cible: str,
    historique: bool,
    en_json: bool,
    au: date | None,
    registres: Path | None,
    verdicts: tuple[Path, ...],
) -> None:
    from plie_xl.reports.explain import InconnuError, check_cible, explain

    try:
        check_cible(fiche, cible)
        if historique:
            _require_seul(au, registres, verdicts)
            show_historique([Path(x) for x in sources], fiche, cible, en_json)
            raise Exit(RIEN)
        master = _open(sources, au, registres, verdicts)
        resultat = explain(master, fiche, cible)
    except InconnuError as erreur:
        fail(str(erreur), USAGE)
    if en_json:
        reference = _valeur(master.chiffres.get("reference"))
        show_json({"reference": reference, **en_dict(resultat)})
    else:
        show(f"Au {en_clair(master.chiffres.get('reference')) or '?'}.")
        for ligne in en_lignes(resultat):
            show(ligne)
    if not resultat.concorde:
        say("Ces lignes ne font pas le chiffre de « Atteinte » : refaites le classeur maître.")
        raise Exit(ANOMALIES)
    suite("plie-xl relances MAÎTRE -o DOSSIER", "pour demander aux territoires ce qui manque")
    raise Exit(RIEN)


def _require_seul(*options: object) -> None:
    if any(options):
        fail(
            "« --historique » lit des classeurs maîtres, sans --au, --registres ni --verdicts",
            USAGE,
        )


def _open(
    sources: tuple[str, ...], au: date | None, registres: Path | None, verdicts: tuple[Path, ...]
) -> "Master":
    """A master as it stands, or received files consolidated first: one way to explain."""
    from plie_xl.master import est_un_master
    from plie_xl.master.brought import consolidate_with
    from plie_xl.master.read import MasterError, read_consolidation, read_master

    with open_depot(*sort_sources(sources)) as depot:
        chemins = [chemin for _, chemin in depot.recus]
        try:
            if len(chemins) == 1 and est_un_master(chemins[0]):
                _refuse_options(au, registres or verdicts)
                return read_master(chemins[0])
            apports = read_brought(registres, verdicts)
            say_passes(depot)
            lectures = read_named(depot.recus, refus=depot.refus)
            _say_refus(lectures)
            return read_consolidation(consolidate_with(lectures, apports, au))
        except MasterError as erreur:
            fail(str(erreur), ILLISIBLE)


def _say_refus(lectures: Sequence["Lecture"]) -> None:
    """A file that cannot be read is not a file that did not come."""
    from plie_xl.checks.received import list_refus

    refus = [a for lecture in lectures for a in list_refus(lecture)]
    for anomalie in refus:
        show_anomalie(anomalie, beside=True)
    if not any(lecture.lisible for lecture in lectures):
        raise Exit(code_sortie(lectures, refus))


def _refuse_options(au: date | None, apports: object) -> None:
    """A master is explained as it stands: it was made at its own date, with what it was brought."""
    if au is not None:
        fail(
            "--au ne vaut que pour des classeurs reçus : un classeur maître compte à"
            " sa propre date",
            USAGE,
        )
    if apports:
        fail(
            "--registres et --verdicts ne valent que pour des classeurs reçus : un classeur maître"
            " porte déjà les siens",
            USAGE,
        )


def en_dict(e: "Explication") -> dict[str, Any]:
    """An explanation as `expliquer --json` gives it."""
    return {
        "fiche": e.fiche.id,
        "cible": e.cible.id,
        "libelle": e.cible.libelle,
        "objectif": e.cible.objectif,
        "minimum": simple(e.atteinte["minimum"]),
        "tenu": simple(e.atteinte["tenu"]),
        "justifie": simple(e.atteinte["justifie"]),
        "au_dossier": simple(e.figures["au_dossier"]),
        "retenu_csf": simple(e.figures["retenu_csf"]),
        "lu": e.cible.lu,
        "succede": list(e.cible.succede),
        "comptees": [_ligne(x) for x in e.comptees.to_dict("records")],
        "non_comptees": [_ligne(x) for x in e.non_comptees.to_dict("records")],
        "indicateurs": [{k: _valeur(v) for k, v in x.items()} for x in e.mensuels],
        "sans_cible": [_ligne(x) for x in e.sans_cible.to_dict("records")],
        "pieces": [{nom: _valeur(x[nom]) for nom in MONTREES_PIECES} for x in e.pieces],
        "verdicts": [{nom: _valeur(v) for nom, v in x.items()} for x in e.verdicts],
        "ecarts": e.ecarts,
        "sommes": {k: simple(v) for k, v in e.sommes.items()},
        "concorde": e.concorde,
    }


def en_lignes(e: "Explication") -> list[str]:
    """An explanation for a person."""
    a = e.atteinte
    sur = say_sur(a["minimum"], e.maximum, a["statut"])
    ou = f", fiche {e.cible.lu}" if e.cible.lu else ""
    titre = f"{e.fiche.plie}, « {e.cible.libelle} » ({e.cible.objectif}{ou})"
    if a["tenu"] is None:
        return [
            titre,
            "Non reçu : aucun classeur de ce PLIE n’est compté dans ce classeur maître.",
        ]
    lignes = [
        titre,
        *([f"Ce PLIE {e.suite} : « --historique » remonte les années."] if e.suite else []),
        f"Objectif {sur} : {say_figures(e.figures)} ; {a['statut']}",
        *filter(None, [say_avenants(e.fiche, e.cible)]),
    ]
    for titre, groupe in (("comptée", e.comptees), ("non comptée", e.non_comptees)):
        genre = f"ligne {titre}", f"lignes {titre}s"
        lignes += [
            "",
            f"{pluriel(len(groupe), *genre)} :" if len(groupe) else f"Aucune {genre[0]}.",
        ]
        lignes += [ligne for x in groupe.to_dict("records") for ligne in _phrases(x, e)]
    for x in e.mensuels:
        lignes.append(f"  « Indicateurs », {x['indicateur']} : {en_clair(x['total'])}")
    if len(e.sans_cible):
        nombre = pluriel(
            len(e.sans_cible), "ligne de ce PLIE ne nomme", "lignes de ce PLIE ne nomment"
        )
        lignes += ["", f"{nombre} aucune instance connue :"]
        lignes += [ligne for x in e.sans_cible.to_dict("records") for ligne in _phrases(x, e)]
    egal = "comme dans « Atteinte »" if e.concorde else "AUTREMENT que dans « Atteinte »"
    lignes += ["", *_say_ecarts(e)]
    return [*lignes, "", f"Somme des lignes : {say_figures(e.sommes)}, {egal}."]


def _say_ecarts(e: "Explication") -> Iterator[str]:
    """What each of the four figures leaves out of the one before, and why."""
    ecarts = e.ecarts
    for nom, valeur in e.figures.items():
        if valeur == NON_CONTROLE:
            yield f"Ce que « {NOMS[nom]} » ne compte pas : {NON_CONTROLE}."
            continue
        ici = ecarts.get(nom, [])
        yield f"Ce que « {NOMS[nom]} » ne compte pas : {'' if ici else 'rien.'}".rstrip()
        yield from (f"  {dit}" for dit in ici)


def _say_piece(x: Mapping[str, Any]) -> str:
    """« compte rendu : COPIL/CR 4.pdf, trouvé, 3 pages, SHA-256 4f2a… »."""
    ou = x["fichier"] or x["reference"]
    pages = f", {pluriel(int(x['pages']), 'page')}" if isinstance(x["pages"], float) else ""
    somme = f", SHA-256 {x['sha256']}" if x["sha256"] else ""
    return f"      fichier, {x['nature']} : « {ou} », {x['etat']}{pages}{somme}"


def _phrases(x: dict[Any, Any], e: "Explication") -> list[str]:
    objet = f", {en_clair(x['objet'])}" if x["objet"] else ""
    verdict = x["compte"] or ""
    if str(x["etat_pieces"] or "").startswith("manque"):
        verdict += f" ; {x['etat_pieces']}"
    pieces = [f"      preuves : {x['pieces']}"] if x["pieces"] else []
    return [
        f"  {en_clair(x['date']) or 'sans date'}{objet} → {verdict}",
        f"      {x['classeur']}, « Suivi », ligne {en_clair(x['ligne'])}",
        *pieces,
        *map(_say_piece, e.pieces_de(x["ligne"])),
    ]


def _ligne(x: dict[Any, Any]) -> dict[str, Any]:
    return {nom: _valeur(x[nom]) for nom in MONTREES}


def _valeur(valeur: Any) -> Any:
    return valeur.isoformat() if isinstance(valeur, date) else simple(valeur)
