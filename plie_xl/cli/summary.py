"""What `consolider` says when it has finished, as plain values that can be kept."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plie_xl.cli.common import say, suite
from plie_xl.model.lecture import records
from plie_xl.model.text import enumere, pluriel

if TYPE_CHECKING:
    from plie_xl.consolidation import Consolidation
    from plie_xl.master.overflow import Detail
    from plie_xl.reports.changes import Evolutions

Bilan = dict[str, Any]


def build_bilan(
    resultat: "Consolidation",
    evolutions: "Evolutions | None" = None,
    details: "Iterable[Detail]" = (),
) -> Bilan:
    """Counts of the run, what is missing, and the files that do not count, with the reason."""
    return {
        "totaux": dict(resultat.totaux),
        "manquants": [resultat.fiches[f].plie for f in resultat.manquantes],
        "passes": [list(paire) for paire in resultat.passes],
        "anomalies": len(resultat.anomalies),
        "non_comptes": [
            [ligne["classeur"], ligne["etat"], ligne["detail"]]
            for ligne in records(resultat.sources)
            if ligne["etat"] in ("refusé", "écarté")
        ],
        "evolutions": evolutions.totaux if evolutions else None,
        "phrase": evolutions.phrase if evolutions else "",
        "details": [[d.feuille, d.fichier, d.lignes, d.sha256] for d in details],
        "ailleurs": [d.phrase for d in details],
    }


def say_bilan(bilan: Bilan, sortie: Path, en_json: bool) -> None:
    """As text or as one JSON object; then, beside it, the files that do not count."""
    print(json.dumps(_en_json(bilan, sortie), ensure_ascii=False) if en_json else _texte(bilan))
    for classeur, etat, detail in bilan["non_comptes"]:
        say(f"{classeur} : {etat}, {detail}")
    for nom, raison in bilan["passes"]:
        say(f"{nom} : non lu, {raison}")
    suite(f"Ouvrez {sortie}", "« Anomalies » et « Pièces manquantes » disent quoi demander")


def _en_json(bilan: Bilan, sortie: Path) -> Bilan:
    return {
        **bilan["totaux"],
        "manquants": bilan["manquants"],
        "passes": dict(bilan["passes"]),
        "anomalies": bilan["anomalies"],
        "master": str(sortie),
        "details": [
            {"feuille": feuille, "fichier": fichier, "lignes": lignes, "sha256": sha256}
            for feuille, fichier, lignes, sha256 in bilan["details"]
        ],
        **({"evolutions": bilan["evolutions"]} if bilan["evolutions"] is not None else {}),
    }


def _texte(bilan: Bilan) -> str:
    t, manquants = bilan["totaux"], bilan["manquants"]
    lignes = [
        f"{pluriel(t['recus'], 'fichier reçu', 'fichiers reçus')} :"
        f" {pluriel(t['comptes'], 'compté')}, {pluriel(t['ecartes'], 'écarté')},"
        f" {pluriel(t['refuses'], 'refusé')}.",
        f"{pluriel(t['lignes_lues'], 'ligne lue', 'lignes lues')} :"
        f" {pluriel(t['lignes_retenues'], 'retenue')},"
        f" {pluriel(t['lignes_ecartees'], 'écartée')}.",
        f"Territoires manquants : {enumere(manquants) if manquants else 'aucun'}.",
        f"{pluriel(bilan['anomalies'], 'anomalie')}.",
    ]
    if bilan["phrase"]:
        lignes.append(f"Depuis le classeur précédent : {bilan['phrase']}.")
    return "\n".join([*lignes, *bilan["ailleurs"]])
