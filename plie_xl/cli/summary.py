"""What `consolider` says when it has finished."""

from typing import TYPE_CHECKING, Any

from plie_xl.cli.common import suite
from plie_xl.cli.screen import say, show, show_json
from plie_xl.model.text import nombre, pluriel

if TYPE_CHECKING:
    from plie_xl.master.run import Result


def say_result(result: "Result", en_json: bool) -> None:
    """As text or as one JSON object; then, beside it, the files that do not count."""
    if en_json:
        show_json(_en_json(result))
    else:
        for ligne in _lignes(result):
            show(ligne)
    if result.relus is not None and result.relus < result.lisibles:
        say(say_cache(result.lisibles - result.relus, result.lisibles))
    for classeur, etat, detail in result.summary.non_comptes:
        say(f"{classeur} : {etat}, {detail}")
    for nom, raison in result.summary.registres_ecartes:
        say(f"{nom} : registre écarté, {raison}")
    for nom, raison in result.summary.passes:
        say(f"{nom} : non lu, {raison}")


def say_cache(epargnes: int, total: int) -> str:
    """What the cache spared."""
    lus = "n’a pas été relu" if epargnes < 2 else "n’ont pas été relus"
    return f"Cache : {pluriel(epargnes, 'classeur')} sur {nombre(total)} {lus}."


def say_suite(result: "Result") -> None:
    """What to do with the master."""
    suite(
        f"Ouvrez {result.ecrit.chemin}",
        "« Anomalies » et « Pièces manquantes » disent quoi demander",
    )


def _en_json(result: "Result") -> dict[str, Any]:
    s = result.summary
    return {
        **s.totaux,
        "manquants": s.manquants,
        "passes": dict(s.passes),
        "anomalies": s.anomalies,
        "registres": s.registres[0],
        "registres_ecartes": dict(s.registres_ecartes),
        **({"controle": s.controle} if s.controle else {}),
        **({"arrete": s.arrete} if s.arrete else {}),
        "master": str(result.ecrit.chemin),
        "details": [
            {"feuille": d.feuille, "fichier": d.fichier, "lignes": d.lignes, "sha256": d.sha256}
            for d in result.details
        ],
        **({"evolutions": s.evolutions} if s.evolutions is not None else {}),
    }


def _lignes(result: "Result") -> list[str]:
    s, t = result.summary, result.summary.totaux
    lignes = [
        *filter(None, [s.arrete]),
        s.fichiers,
        f"{pluriel(t['lignes_lues'], 'ligne lue', 'lignes lues')} :"
        f" {s.retenues},"
        f" {pluriel(t['lignes_ecartees'], 'écartée')}.",
        s.manque,
        f"{pluriel(s.anomalies, 'anomalie')}.",
    ]
    if s.au_dossier:
        lignes.append(s.au_dossier)
    if s.controle:
        lignes.append(s.controle)
    if s.phrase:
        lignes.append(f"Depuis le classeur précédent : {s.phrase}.")
    return [*lignes, *(d.phrase for d in result.details)]
