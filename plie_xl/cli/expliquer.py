"""`plie-xl expliquer`: the rows behind one figure of « Atteinte »."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from plie_xl.cli.common import (
    ANOMALIES,
    ILLISIBLE,
    RIEN,
    USAGE,
    argument,
    fail,
    open_depot,
    option_au,
    option_json,
    read_named,
    simple,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say, show, show_json
from plie_xl.files.urls import sort_sources
from plie_xl.model.text import en_clair, pluriel

if TYPE_CHECKING:
    from plie_xl.master.read import Master
    from plie_xl.reports.explain import Explication

MONTREES = ("classeur", "ligne", "date", "objet", "statut", "modalite", "pieces", "etat_pieces",
            "compte", "tenu", "justifie")  # fmt: skip


@commande
@argument(
    "sources",
    nargs=-1,
    required=True,
    metavar="MASTER|FICHIER…",
    help="Où le chiffre a été lu.",
)
@click.option("--fiche", required=True, metavar="ID", help="Fiche, comme « sources ».")
@click.option("--cible", required=True, metavar="ID", help="Cible, comme « copil ».")
@option_json(help="Un seul objet JSON.")
@option_au
def expliquer(
    sources: tuple[str, ...], fiche: str, cible: str, en_json: bool, au: date | None
) -> None:
    from plie_xl.reports.explain import InconnuError, check_cible, explain

    try:
        check_cible(fiche, cible)
        master = _open(sources, au)
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
    suite("plie-xl relances MASTER -o DOSSIER", "pour demander aux territoires ce qui manque")
    raise Exit(RIEN)


def _open(sources: tuple[str, ...], au: date | None) -> "Master":
    """A master as it stands, or received files consolidated first: one way to explain."""
    from plie_xl.consolidation import consolidate
    from plie_xl.master import est_un_master
    from plie_xl.master.read import MasterError, read_consolidation, read_master

    with open_depot(*sort_sources(sources)) as depot:
        chemins = [chemin for _, chemin in depot.recus]
        try:
            if len(sources) == len(chemins) == 1 and est_un_master(chemins[0]):
                if au is not None:
                    fail(
                        "--au ne vaut que pour des classeurs reçus : un classeur maître compte à"
                        " sa propre date",
                        USAGE,
                    )
                return read_master(chemins[0])
            lectures = read_named(depot.recus, refus=depot.refus)
            return read_consolidation(consolidate(lectures, au))
        except MasterError as erreur:
            fail(str(erreur), ILLISIBLE)


def en_dict(e: "Explication") -> dict[str, Any]:
    """An explanation as `expliquer --json` gives it."""
    return {
        "fiche": e.fiche.id,
        "cible": e.cible.id,
        "libelle": e.cible.libelle,
        "minimum": simple(e.atteinte["minimum"]),
        "tenu": simple(e.atteinte["tenu"]),
        "justifie": simple(e.atteinte["justifie"]),
        "lu": e.cible.lu,
        "comptees": [_ligne(x) for x in e.comptees.to_dict("records")],
        "non_comptees": [_ligne(x) for x in e.non_comptees.to_dict("records")],
        "indicateurs": [{k: _valeur(v) for k, v in x.items()} for x in e.mensuels],
        "sans_cible": [_ligne(x) for x in e.sans_cible.to_dict("records")],
        "sommes": {k: simple(v) for k, v in e.sommes.items()},
        "concorde": e.concorde,
    }


def en_lignes(e: "Explication") -> list[str]:
    """An explanation for a person."""
    a = e.atteinte
    minimum = "?" if a["minimum"] is None else en_clair(a["minimum"])
    ou = f", fiche {e.cible.lu}" if e.cible.lu else ""
    titre = f"{e.fiche.plie}, « {e.cible.libelle} » ({e.cible.objectif}{ou})"
    if a["tenu"] is None:
        return [
            titre,
            "Non reçu : aucun classeur de ce PLIE n’est compté dans ce classeur maître.",
        ]
    lignes = [
        titre,
        f"{en_clair(a['tenu'])} tenu, {en_clair(a['justifie'])} justifié sur {minimum}"
        f" : {a['statut']}",
    ]
    for titre, groupe in (("comptée", e.comptees), ("non comptée", e.non_comptees)):
        genre = f"ligne {titre}", f"lignes {titre}s"
        lignes += [
            "",
            f"{pluriel(len(groupe), *genre)} :" if len(groupe) else f"Aucune {genre[0]}.",
        ]
        lignes += [ligne for x in groupe.to_dict("records") for ligne in _phrases(x)]
    for x in e.mensuels:
        lignes.append(f"  « Indicateurs », {x['indicateur']} : {en_clair(x['total'])}")
    if len(e.sans_cible):
        nombre = pluriel(
            len(e.sans_cible), "ligne de ce PLIE ne nomme", "lignes de ce PLIE ne nomment"
        )
        lignes += ["", f"{nombre} aucune instance connue :"]
        lignes += [ligne for x in e.sans_cible.to_dict("records") for ligne in _phrases(x)]
    s = e.sommes
    egal = "comme dans « Atteinte »" if e.concorde else "AUTREMENT que dans « Atteinte »"
    lignes += ["", f"Somme des lignes : {en_clair(s['tenu'])} tenu, {en_clair(s['justifie'])}"
               f" justifié, {egal}."]  # fmt: skip
    return lignes


def _phrases(x: dict[Any, Any]) -> list[str]:
    objet = f", {en_clair(x['objet'])}" if x["objet"] else ""
    verdict = x["compte"] or ""
    if str(x["etat_pieces"] or "").startswith("manque"):
        verdict += f" ; {x['etat_pieces']}"
    pieces = [f"      preuves : {x['pieces']}"] if x["pieces"] else []
    return [
        f"  {en_clair(x['date']) or 'sans date'}{objet} → {verdict}",
        f"      {x['classeur']}, « Suivi », ligne {en_clair(x['ligne'])}",
        *pieces,
    ]


def _ligne(x: dict[Any, Any]) -> dict[str, Any]:
    return {nom: _valeur(x[nom]) for nom in MONTREES}


def _valeur(valeur: Any) -> Any:
    return valeur.isoformat() if isinstance(valeur, date) else simple(valeur)
