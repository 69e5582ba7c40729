"""`plie-xl fiches`: what the fiches say."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from plie_xl.cli.common import RIEN, check_dossiers, choose_fiches, option_annee, option_json, suite
from plie_xl.cli.french import commande
from plie_xl.cli.screen import cut, say, show, show_json
from plie_xl.model.succession import SOMME
from plie_xl.model.text import enumere, pluriel, pourcent

if TYPE_CHECKING:
    from plie_xl.model.collection import Deposee
    from plie_xl.model.fiche import Fiche


@commande
@option_annee
@click.option(
    "-o", "--dossier", type=Path, metavar="DOSSIER",
    help="Où copier leurs fichiers, pour en faire ceux d’une autre année.",
)  # fmt: skip
@option_json(help="Les fiches en une liste JSON.")
def fiches(annee: int | None, dossier: Path | None, en_json: bool) -> None:
    from plie_xl.model.collection import fiches_en_vigueur
    from plie_xl.model.text import euros

    check_dossiers(dossier)
    toutes = choose_fiches(annee).values()
    recueil = fiches_en_vigueur()
    deposees = [recueil.deposee(f) for f in toutes]
    if dossier:
        _copy(deposees, dossier)
    if en_json:
        show_json([fiche_en_dict(f) for f in toutes], 2)
        raise Exit(RIEN)
    for f in toutes:
        taux = f", {pourcent(f.taux_max)} au plus" if f.taux_max is not None else ""
        show(f"{f.id:<17} {f.plie}, fiche {f.numero} : {euros(f.montant_fse)}{taux}")
        for cible in f.cibles:
            show(cut(f"    {cible.id:<24}{cible.objectif:>26}  {cible.libelle}"))
        for a in f.avenants:
            quoi = a.motif or enumere(a.cibles)
            show(f"    avenant {a.numero}, du {a.le:%d/%m/%Y} : {quoi}")
        for dit in _say_fusions(f):
            show(f"    {dit}")
    somme = sum(f.montant_fse for f in toutes)
    cibles = sum(len(f.cibles) for f in toutes)
    (choisie,) = {f.annee for f in toutes}
    say(f"{choisie} : {pluriel(len(toutes), 'fiche')}, {cibles} cibles, {euros(somme)}.")
    say(f"Elles viennent {enumere(dict.fromkeys(map(_say_origine, deposees)))}.")
    autres = [str(a) for a in recueil.annees if a != choisie]
    if autres:
        say(f"Autres années : {enumere(autres)} (--annee).")
    say("À gauche, ce qu’attendent « --fiche » et « --cible » de plie-xl expliquer.")
    suite("plie-xl modeles -o modeles", "pour écrire les classeurs vierges")


def _copy(deposees: "Iterable[Deposee]", dossier: Path) -> None:
    """The text of each fiche, as AGAPE starts the next year from it."""
    from plie_xl.cli.writing import write_ours

    nombre = write_ours(dossier, {f"{d.fiche.id}.toml": d.texte.encode() for d in deposees})
    say(f"{pluriel(nombre, 'fichier')} dans {dossier}.")


def _say_origine(deposee: "Deposee") -> str:
    from plie_xl.model.collection import PROGRAMME

    if deposee.origine == PROGRAMME:
        return "du programme"
    return f"de « {Path(deposee.origine).parent} »"


def _say_fusions(f: "Fiche") -> Iterator[str]:
    """« succède à graves et sources le 01/01/2025 », « rejoint le PLIE de la Vallée le … »."""
    for x in f.successions:
        somme = " ; ses nombres sont les sommes des leurs" if x.cibles == SOMME else ""
        yield f"succède à {enumere(x.de)} le {x.le:%d/%m/%Y}{somme}"
    for fusion in f.recueil.fusions:
        yield f"rejoint le {fusion.plie} le {fusion.le:%d/%m/%Y}"


def fiche_en_dict(f: Any) -> dict[str, Any]:
    """A fiche as `fiches --json` gives it."""
    return {
        "id": f.id,
        "plie": f.plie,
        "annee": f.annee,
        "numero": f.numero,
        "intitule": f.intitule,
        "montant_fse": f.montant_fse,
        "taux_max": f.taux_max,
        "debut": f.debut.isoformat(),
        "fin": f.fin.isoformat(),
        "avenants": [
            {"numero": a.numero, "le": a.le.isoformat(), "motif": a.motif, "cibles": list(a.cibles)}
            for a in f.avenants
        ],
        "successions": [
            {"le": x.le.isoformat(), "de": list(x.de), "cibles": x.cibles} for x in f.successions
        ],
        "fusions": [{"le": x.le.isoformat(), "plie": x.plie} for x in f.recueil.fusions],
        "cibles": [cible_en_dict(c) for c in f.cibles],
        "resultats": [cible_en_dict(c) for c in f.resultats],
    }


def cible_en_dict(c: Any) -> dict[str, Any]:
    """A target as `fiches --json` gives it."""
    noms = (
        "id",
        "libelle",
        "objectif",
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
    contenu = {**asdict(c), "objectif": c.objectif}
    return {nom: contenu[nom] for nom in noms}
