"""`plie-xl bilan`: the year in Word, and the figures of a document checked again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from plie_xl.cli.brought import option_registres, option_verdicts, read_brought
from plie_xl.cli.common import (
    ANOMALIES,
    ILLISIBLE,
    RIEN,
    USAGE,
    argument,
    check_dossiers,
    check_local,
    check_present,
    fail,
    open_depot,
    option_au,
    option_json,
    read_named,
    refusing,
    require_complement,
    say_passes,
    show_anomalies,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.pieces import load_en_vigueur, open_registre
from plie_xl.cli.screen import say, show, show_json
from plie_xl.model.text import pluriel, typographie
from plie_xl.model.words import NON_CONTROLE

if TYPE_CHECKING:
    from plie_xl.checks import Compte
    from plie_xl.master.brought import Apports, Regards
    from plie_xl.model.anomaly import Anomalie
    from plie_xl.model.lecture import Lecture
    from plie_xl.model.settings import Reglages


@commande
@argument(
    "recus",
    type=Path,
    required=False,
    metavar="CLASSEUR|DOSSIER",
    help="Un classeur de suivi, ou un dossier qui en contient.",
)
@click.option("-o", "--sortie", type=Path, metavar="SORTIE", help="Le .docx, ou un dossier.")
@click.option(
    "--modele",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="MODELE.DOCX",
    help="Un modèle Word d’AGAPE ; par défaut celui des réglages, sinon le nôtre.",
)
@click.option(
    "--pieces", type=Path, metavar="DOSSIER", help="Le dossier des pièces, pour « au dossier »."
)
@option_registres
@option_verdicts
@option_au
@click.option(
    "--verifier",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="BILAN.DOCX",
    help="Relit les chiffres de ce document, et n’écrit rien.",
)
@click.option("--cles", is_flag=True, help="Montre ce qu’un modèle Word peut demander.")
@click.option("--essai", is_flag=True, help="Dit ce qui serait écrit, et n’écrit rien.")
@option_json(help="Un objet JSON par bilan et par anomalie.")
def bilan(
    recus: Path | None,
    sortie: Path | None,
    modele: Path | None,
    pieces: Path | None,
    registres: Path | None,
    verdicts: tuple[Path, ...],
    au: date | None,
    verifier: Path | None,
    cles: bool,
    essai: bool,
    en_json: bool,
) -> None:
    require_complement("word")
    if cles:
        _show_cles(en_json)
        return
    if recus is None or (sortie is None) == (verifier is None):
        fail(
            "donnez un classeur et « -o SORTIE », ou « --verifier BILAN.docx » et un classeur",
            USAGE,
        )
    check_local(recus, sortie, pieces)
    check_present([recus])
    if pieces and registres:
        fail("donnez « --pieces » ou « --registres », l’un ou l’autre", USAGE)
    reglages = load_en_vigueur()
    demande = _Demande(recus, pieces, read_brought(registres, verdicts), au, reglages)
    if verifier is not None:
        _verify(verifier, demande, en_json)
    elif sortie is not None:
        _write_all(demande, sortie, modele, essai, en_json)


@dataclass(frozen=True)
class _Demande:
    """Which workbooks, and what is known of their pieces."""

    recus: Path
    pieces: Path | None
    apports: "Apports"
    au: date | None
    reglages: "Reglages"


def _write_all(
    demande: _Demande, sortie: Path, modele: Path | None, essai: bool, en_json: bool
) -> None:
    from plie_xl.reports.bilan.build import name_bilan

    en_dossier = _is_folder(demande.recus, sortie)
    lectures = _read(demande.recus, en_json)
    if demande.pieces and len(lectures) > 1:
        fail("« --pieces » va avec un seul classeur", USAGE)
    documents, anomalies = {}, []
    for lecture, chemin in lectures:
        compte, regards = _count(lecture, chemin, demande, demande.au)
        anomalies += [*_list_ecarts(compte), *regards.anomalies]
        nom = name_bilan(compte.saisie.fiches[lecture.fiche])
        ici = sortie / nom if en_dossier else sortie
        documents[ici] = _build(compte, regards, demande.reglages, modele)
    show_anomalies(anomalies, en_json)
    _write(documents, len(lectures), essai, en_json)
    suite("Écrivez ce qui est en rouge", "« --verifier » dira ensuite si un chiffre a changé")
    raise Exit(ANOMALIES if anomalies else RIEN)


def _is_folder(recus: Path, sortie: Path) -> bool:
    """Whether the documents go into a folder; a name that is neither is refused."""
    from plie_xl.files.claim import names_a_file, with_ending
    from plie_xl.files.errors import is_folder

    with refusing():
        if recus.is_file() and names_a_file(sortie) and not is_folder(sortie):
            with_ending(sortie, ".docx")
            return False
    check_dossiers(sortie)
    return True


def _show_cles(en_json: bool) -> None:
    from plie_xl.reports.bilan.model import list_cles

    for nom, dit in list_cles():
        if en_json:
            show_json({"cle": nom, "dit": dit})
        else:
            show(f"{nom:32} {dit}")


def _read(recus: Path, en_json: bool) -> "list[tuple[Lecture, Path]]":
    """The workbooks that can be read; what is wrong with the others is said."""
    from plie_xl.checks.received import list_refus

    with open_depot([recus], []) as depot:
        say_passes(depot)
        trouves = list(depot.recus)
        lectures = read_named(trouves)
    refus = [list_refus(lecture) for lecture in lectures]
    show_anomalies([a for dites in refus for a in dites], en_json)
    bonnes = [
        (lecture, chemin)
        for lecture, (_, chemin), dites in zip(lectures, trouves, refus, strict=True)
        if not dites
    ]
    if not bonnes:
        fail("aucun classeur de suivi ne se lit : rien n’est écrit", ILLISIBLE)
    return bonnes


def _count(
    lecture: "Lecture", chemin: Path, demande: _Demande, au: date | None
) -> "tuple[Compte, Regards]":
    """The rows counted, and what somebody looked at: pieces, registers, verdicts."""
    from plie_xl.checks import count
    from plie_xl.master.brought import look

    compte = count(lecture, au)
    regards = look(lecture, compte.saisie.fiches[lecture.fiche], demande.apports, au)
    if demande.pieces is None:
        if regards.au_dossier == {}:
            say(f"« {chemin.name} », au dossier : {NON_CONTROLE} ; aucun registre n’est le sien.")
        return compte, regards
    registre = open_registre(chemin, demande.pieces, demande.reglages, sauf=[], au=au)
    return compte, replace(regards, au_dossier=registre.deposes)


def _list_ecarts(compte: "Compte") -> "list[Anomalie]":
    """A target that is not reached, once the year is over, and nobody said why."""
    from plie_xl.checks import check

    return [a for a in check(compte) if a.code.startswith("ECA")]


def _build(
    compte: "Compte", regards: "Regards", reglages: "Reglages", modele: Path | None
) -> bytes:
    from plie_xl.reports.bilan.build import build_bilan
    from plie_xl.reports.bilan.facts import find_faits
    from plie_xl.reports.bilan.model import ModeleError

    try:
        return build_bilan(find_faits(compte, regards), reglages, modele)
    except ModeleError as erreur:
        fail(typographie(str(erreur)), USAGE)


def _write(documents: Mapping[Path, bytes], lus: int, essai: bool, en_json: bool) -> None:
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.claim import with_ending
    from plie_xl.files.folder import make_dossier
    from plie_xl.reports.bilan.build import require_libre

    with refusing():
        chemins = {with_ending(chemin, ".docx"): octets for chemin, octets in documents.items()}
        for chemin in chemins:
            require_libre(chemin)
        for chemin, octets in chemins.items():
            if not essai:
                make_dossier(chemin.parent)
                write_atomic(chemin, octets)
            if en_json:
                show_json({"bilan": str(chemin), "octets": len(octets)})
            else:
                show(str(chemin))
    n = len(chemins)
    mots = ("bilan à écrire", "bilans à écrire") if essai else ("bilan écrit", "bilans écrits")
    say(f"{pluriel(n, *mots)}, de {pluriel(lus, 'classeur lu', 'classeurs lus')}.")


def _refuse_swap(document: Path, recus: Path) -> None:
    """A workbook given to « --verifier »: most often, the bilan stands in its place."""
    from plie_xl.files.container import list_parts, read_part

    en_ods = b"spreadsheet" in read_part(document, "mimetype", 100)
    if en_ods or any(partie.startswith("xl/") for partie in list_parts(document)):
        suite = "donnez-lui le bilan, un .docx"
        if any(partie.startswith("word/") for partie in list_parts(recus)):
            suite = f"écrivez « plie-xl bilan --verifier {recus} {document} »"
        fail(f"« --verifier » attend le bilan, et « {document} » est un classeur ; {suite}", USAGE)


def _verify(document: Path, demande: _Demande, en_json: bool) -> None:
    from plie_xl.reports.bilan.facts import find_faits
    from plie_xl.reports.bilan.verify import DocumentError, read_document, verify

    _refuse_swap(document, demande.recus)
    try:
        lu = read_document(document)
        [(lecture, chemin)] = _read(demande.recus, en_json)
        compte, regards = _count(lecture, chemin, demande, demande.au or lu.jour)
        verdict = verify(lu, find_faits(compte, regards))
    except DocumentError as erreur:
        fail(typographie(str(erreur)), ILLISIBLE)
    except ValueError:
        fail("« --verifier » va avec un seul classeur", USAGE)
    show_anomalies(verdict.anomalies, en_json)
    n = len(verdict.anomalies)
    reste = pluriel(n, "point à revoir", "points à revoir") if n else "tous sont ceux du classeur"
    say(f"{verdict.retrouves} chiffres retrouvés sur {verdict.attendus} ; {reste}.")
    raise Exit(ANOMALIES if n else RIEN)
