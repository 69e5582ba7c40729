"""`plie-xl lire-fiche`: what a fiche document says, value by value, each with its doubts."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from plie_xl.cli.common import (
    ANOMALIES,
    ILLISIBLE,
    RIEN,
    USAGE,
    argument,
    check_dossiers,
    check_present,
    fail,
    option_json,
    refusing,
    require_complement,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say, show, show_json
from plie_xl.model.text import pluriel, visible

if TYPE_CHECKING:
    from plie_xl.document.compose import FicheLue

COMPOSES = (".docx", ".pdf")  # what is read by a library of its own


@commande
@argument(
    "documents", nargs=-1, required=False, type=Path, metavar="DOCUMENT…",
    help="Fiches opération en .txt, .docx ou .pdf (avec du texte).",
)  # fmt: skip
@click.option(
    "-o", "--dossier", type=Path, metavar="DOSSIER",
    help="Où écrire un classeur à confirmer par fiche.",
)  # fmt: skip
@click.option("--vierge", is_flag=True, help="Écrire le même classeur, vide, à remplir à la main.")
@option_json(help="Un objet JSON par valeur lue, puis un par fiche : le compte de ses lignes.")
def lire_fiche(
    documents: tuple[Path, ...], dossier: Path | None, vierge: bool, en_json: bool
) -> None:
    _check_usage(documents, dossier, vierge)
    from plie_xl.document.line import DocumentError
    from plie_xl.document.read import read_document
    from plie_xl.files.inbox import keep_once

    if vierge and dossier:
        _write(dossier, [None])
    doutes, illisible, ecrit = 0, False, vierge
    for document in keep_once(documents):
        try:
            fiches = read_document(document)
        except DocumentError as erreur:
            say(str(erreur))
            illisible = True
            continue
        for fiche in fiches:
            _show_fiche(fiche, en_json, dossier is not None, len(fiches) > 1)
            doutes += sum(bool(valeur.doute) for valeur in fiche.valeurs)
        if dossier:
            _write(dossier, list(fiches))
            ecrit = True
        if fiches[0].document and fiches[0].document.a_part:
            say(f"« {document.name} » : {fiches[0].document.a_part}.")
    if ecrit:
        suite(
            "Décidez dans chaque classeur, puis « plie-xl adopter »", "rien n’est adopté sans vous"
        )
    raise Exit(ILLISIBLE if illisible else ANOMALIES if doutes else RIEN)


def _check_usage(documents: tuple[Path, ...], dossier: Path | None, vierge: bool) -> None:
    if not documents and not (vierge and dossier):
        fail("donnez un document à lire, ou « --vierge -o DOSSIER »", USAGE)
    check_present(list(documents))
    check_dossiers(dossier)
    if any(document.suffix.lower() in COMPOSES for document in documents):
        require_complement("document")


def _write(dossier: Path, fiches: "list[FicheLue | None]") -> None:
    from plie_xl.document.deliver import write_confirmer

    with refusing():
        for chemin, avis in write_confirmer(dossier, fiches):
            say(f"écrit : {chemin}" + (f" ({avis})" if avis else ""))


def _show_fiche(fiche: "FicheLue", en_json: bool, brief: bool, plusieurs: bool) -> None:
    if en_json:
        for valeur in fiche.valeurs:
            show_json(valeur.row)
        show_json({"fiche": fiche.nom, **fiche.totaux})
        return
    if not brief:
        _show_valeurs(fiche)
    compte, doutes = fiche.totaux, sum(bool(v.doute) for v in fiche.valeurs)
    debut = next(ligne for ligne in fiche.lignes if ligne.texte.strip())
    ou = f" (p. {debut.page}, l. {debut.numero})" if plusieurs else ""
    say(
        f"{fiche.nom}{ou} : {pluriel(compte['lignes'], 'ligne')} = {compte['utilisees']} utilisées "
        f"+ {compte['intitules']} d’intitulé + {compte['non_lues']} non lues ; "
        f"{pluriel(len(fiche.valeurs), 'valeur')}, dont {doutes} avec un doute."
    )


def _show_valeurs(fiche: "FicheLue") -> None:
    for valeur in fiche.valeurs:
        suivi = f"    [{valeur.doute}]" if valeur.doute else ""
        lue = f"{valeur.donnee} : {valeur.valeur} (l. {valeur.ligne})"
        show(visible(f"{valeur.cible or fiche.nom} · {lue}{suivi}"))
    for ligne in fiche.non_lues:
        show(visible(f"non lu, l. {ligne.numero} : {ligne.texte.strip()}"))
