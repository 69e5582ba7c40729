"""Which of the received files count for a territory; each of the others is named, with why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from plie_xl.checks.structure import say_remarque, structure_anomalies
from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule
from plie_xl.model.collection import Fiches, fiches_en_vigueur, find_fiche
from plie_xl.model.copies import rank_nom
from plie_xl.model.expected import as_annee, is_expected, parse_portee
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.mergers import Fusion, find_fermees, find_fin, remark_fin
from plie_xl.model.privacy import cite_nu
from plie_xl.model.text import enumere


def set_aside(
    lectures: list[Lecture], fiches: Mapping[str, Fiche]
) -> Iterator[tuple[str, tuple[Anomalie, str]]]:
    """Copies, files of another year, older files of the same fiche: named, never counted."""
    annees = {None, *(f.annee for f in fiches.values())}
    fermetures = _find_fermetures(fiches)
    vues: dict[str, Lecture] = {}
    restantes: dict[str, list[Lecture]] = {}
    for lecture in sorted(lectures, key=_rank):
        premiere = vues.setdefault(lecture.sha256, lecture) if lecture.sha256 else lecture
        if premiere is not lecture:
            yield lecture.classeur, (_copie(lecture, premiere), f"copie de « {premiere.classeur} »")
        elif fusion := _find_fermeture(lecture, fermetures, fiches):
            dit = f"ce PLIE a fusionné : « {fusion.nouvelle.plie} » lui succède"
            yield lecture.classeur, (_fermee(lecture, fusion), dit)
        elif lecture.fiche and lecture.annee not in annees:
            dit = f"année {lecture.annee} : elle a son propre classeur maître"
            yield lecture.classeur, (_autre_annee(lecture, annees), dit)
        elif is_expected(lecture, fiches):
            restantes.setdefault(lecture.fiche, []).append(lecture)
    for fiche, memes in restantes.items():
        memes.sort(key=_rank, reverse=True)  # of two saved together, the proper name is the last
        *anciennes, derniere = sorted(memes, key=lambda x: x.enregistre)
        for lecture in anciennes:
            yield (
                lecture.classeur,
                (
                    _ancienne(lecture, derniere, fiches[fiche]),
                    f"« {derniere.classeur} » compte à sa place",
                ),
            )


def _rank(lecture: Lecture) -> tuple[bool, int, str]:
    return rank_nom(lecture.classeur)


def _copie(lecture: Lecture, premiere: Lecture) -> Anomalie:
    return Anomalie(
        "CON-02",
        Gravite.A_VERIFIER,
        Cellule(lecture.classeur),
        f"le même fichier a été reçu deux fois : voir « {premiere.classeur} »",
        "un seul fichier par territoire",
        "supprimez une des deux copies ; une seule est comptée",
    )


def _autre_annee(lecture: Lecture, annees: Iterable[int | None]) -> Anomalie:
    ici = enumere(str(annee) for annee in annees if annee is not None)
    return Anomalie(
        "CON-05",
        Gravite.A_VERIFIER,
        Cellule(lecture.classeur),
        f"ce classeur est de {lecture.annee}, ceux que l’on réunit sont de {ici}",
        "une année par classeur maître",
        f"réunissez l’autre année à part (--annee {lecture.annee})",
    )


def _find_fermetures(fiches: Mapping[str, Fiche]) -> dict[tuple[str, int | None], Fusion]:
    """The mergers before which territories ended, each by its identifier and its year."""
    par_annee: dict[int, list[Fiche]] = {}
    for fiche in fiches.values():
        par_annee.setdefault(fiche.annee, []).append(fiche)
    return {
        (nom, annee): fusion
        for annee, memes in par_annee.items()
        for nom, fusion in find_fermees(memes).items()
    }


def _find_fermeture(
    lecture: Lecture,
    fermetures: Mapping[tuple[str, int | None], Fusion],
    fiches: Mapping[str, Fiche],
) -> Fusion | None:
    """The merger before which the territory of a workbook had ended, that year or an older one."""
    fusion = fermetures.get((lecture.fiche, lecture.annee))
    if fusion is not None or not lecture.fiche or lecture.fiche in fiches:
        return fusion
    if lecture.annee not in {fiche.annee for fiche in fiches.values()}:
        return None
    return find_fin(fiches_en_vigueur(), lecture.fiche, lecture.annee or 0)


def say_fermees(lectures: Iterable[Lecture], fiches: Mapping[str, Fiche]) -> Iterator[Anomalie]:
    """One anomaly per workbook of a territory that had ended."""
    fermetures = _find_fermetures(fiches)
    for lecture in lectures:
        fusion = _find_fermeture(lecture, fermetures, fiches)
        if fusion is not None:
            yield _fermee(lecture, fusion)


def list_refus(lecture: Lecture) -> list[Anomalie]:
    """Why a workbook gives nothing to count: it cannot be read, or its PLIE had merged."""
    fermee = [*say_fermees([lecture], as_annee(None, [lecture]))] if lecture.fiche else []
    if lecture.fiche and "suivi" in lecture.tables and not fermee:
        return []
    return [*structure_anomalies(lecture), *fermee]


def _fermee(lecture: Lecture, fusion: Fusion) -> Anomalie:
    return say_remarque(lecture.classeur, remark_fin(_name(lecture), fusion, lecture.annee))


def _name(lecture: Lecture) -> str:
    """The PLIE of a workbook, as its own sheet says it."""
    return cite_nu(lecture.parametre("PLIE")) or f"PLIE « {lecture.fiche} »"


def _ancienne(lecture: Lecture, derniere: Lecture, fiche: Fiche) -> Anomalie:
    meme_instant = lecture.enregistre == derniere.enregistre
    pourquoi = (
        " compte ; aucun n’est plus récent, son nom est le plus simple"
        if meme_instant
        else ", plus récent, compte"
    )
    return Anomalie(
        "CON-01",
        Gravite.A_VERIFIER,
        Cellule(lecture.classeur),
        f"deux fichiers pour le {fiche.plie} : « {derniere.classeur} »{pourquoi}",
        "un seul fichier par territoire",
        "vérifiez que c’est le bon, et retirez l’autre du dossier",
    )


def find_manquantes(comptees: Iterable[Lecture], fiches: Mapping[str, Fiche]) -> Iterator[Anomalie]:
    """CON-03: the fiches of which no workbook counts."""
    recues = {lecture.fiche for lecture in comptees}
    for fiche in fiches.values():
        if fiche.id not in recues:
            yield Anomalie(
                "CON-03",
                Gravite.A_VERIFIER,
                Cellule(fiche.plie),
                f"aucun classeur reçu pour le {fiche.plie}",
                "un classeur par territoire",
                "demandez le classeur au PLIE, ou vérifiez les fichiers refusés",
            )


def find_non_deposees(comptees: Iterable[Lecture], fiches: Fiches) -> Iterator[Anomalie]:
    """Territories whose fiche is known by their own workbook alone."""
    for lecture in comptees:
        if lecture.portee and find_fiche(fiches, lecture.fiche, lecture.annee) is None:
            plie = parse_portee(lecture.fiche, lecture.portee).plie
            yield Anomalie(
                "CON-06",
                Gravite.A_VERIFIER,
                Cellule(lecture.classeur),
                f"la fiche {lecture.annee} du {plie} n’est pas dans vos fiches :"
                " celle que porte le classeur a servi",
                "la fiche déposée par AGAPE",
                "ajoutez-la à votre dossier de fiches (--fiches)",
            )


def harden(anomalie: Anomalie) -> Anomalie:
    """At AGAPE's, another fiche than hers is no detail."""
    return replace(anomalie, gravite=Gravite.BLOQUANTE) if anomalie.code == "CIB-08" else anomalie
