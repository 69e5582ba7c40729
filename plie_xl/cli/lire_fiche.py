"""`plie-xl lire-fiche`: what a fiche document says, value by value, each with its doubts."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from click.exceptions import Exit

from plie_xl.cli.common import (
    ANOMALIES,
    ILLISIBLE,
    RIEN,
    USAGE,
    argument,
    check_present,
    fail,
    option_json,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say, show, show_json
from plie_xl.model.text import pluriel, visible

if TYPE_CHECKING:
    from plie_xl.document.compose import FicheLue

COMPLEMENT = {".docx": "docx", ".pdf": "pdfplumber"}


@commande
@argument(
    "documents", nargs=-1, required=True, type=Path, metavar="DOCUMENT…",
    help="Fiches opération en .txt, .docx ou .pdf (avec du texte).",
)  # fmt: skip
@option_json(help="Un objet JSON par valeur lue, puis un par fiche : le compte de ses lignes.")
def lire_fiche(documents: tuple[Path, ...], en_json: bool) -> None:
    check_present(list(documents))
    if any(find_spec(nom) is None for d in documents if (nom := COMPLEMENT.get(d.suffix.lower()))):
        fail('cette commande demande un complément : pip install "plie-xl[document]"', USAGE)
    from plie_xl.document.lines import DocumentError
    from plie_xl.document.read import read_document

    doutes, illisible = 0, False
    for document in documents:
        try:
            fiches = read_document(document)
        except DocumentError as erreur:
            say(str(erreur))
            illisible = True
            continue
        for fiche in fiches:
            _show_fiche(fiche, en_json)
            doutes += sum(bool(valeur.doute) for valeur in fiche.valeurs)
    raise Exit(ILLISIBLE if illisible else ANOMALIES if doutes else RIEN)


def _show_fiche(fiche: "FicheLue", en_json: bool) -> None:
    nom = fiche.valeurs[0].fiche
    if en_json:
        for valeur in fiche.valeurs:
            show_json(valeur.row)
        show_json({"fiche": nom, **fiche.totaux})
        return
    for valeur in fiche.valeurs:
        suite = f"    [{valeur.doute}]" if valeur.doute else ""
        lue = f"{valeur.donnee} : {valeur.valeur} (l. {valeur.ligne})"
        show(visible(f"{valeur.cible or nom} · {lue}{suite}"))
    for ligne in fiche.non_lues:
        show(visible(f"non lu, l. {ligne.numero} : {ligne.texte.strip()}"))
    compte = fiche.totaux
    say(
        f"{nom} : {pluriel(compte['lignes'], 'ligne')} = {compte['utilisees']} utilisées "
        f"+ {compte['intitules']} d’intitulé + {compte['non_lues']} non lues."
    )
