"""`plie-xl modeles`: the blank workbooks."""

from pathlib import Path
from typing import Annotated

import typer

from plie_xl.commandes.commun import dire, ecrire_tous, suite
from plie_xl.texte import pluriel


def modeles(
    dossier: Annotated[
        Path,
        typer.Option("-o", "--dossier", metavar="DOSSIER", help="Où écrire les classeurs vierges."),
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
