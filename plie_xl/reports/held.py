"""A closed year in the place of what was received since, and each change named.

The figures are those of the files that were kept, consolidated as they were: nothing is mixed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from plie_xl.consolidation import Consolidation, consolidate
from plie_xl.control.compare import AJOUTEE, SUPPRIMEE, Changement, compare
from plie_xl.control.constats import say
from plie_xl.control.frozen import (
    CLASSEURS,
    CONTROLES,
    NOM,
    REGISTRES,
    Arrete,
    ArreteError,
    Chiffres,
    Version,
    find_alteres,
    find_moved,
    read_arrete,
)
from plie_xl.control.identity import as_text
from plie_xl.control.received import read_controles
from plie_xl.files.inbox import list_depot
from plie_xl.master import contract
from plie_xl.master.atteinte import lignes_atteinte
from plie_xl.master.controle import bring_verdicts
from plie_xl.master.run import Read
from plie_xl.master.suivi import lignes_suivi
from plie_xl.master.summary import ARRETE, CHANGEMENT, REOUVERTURE
from plie_xl.model.anomaly import Anomalie, find_ordre
from plie_xl.model.cell import Cellule
from plie_xl.model.settings import Controle
from plie_xl.model.text import nombre, pluriel
from plie_xl.model.words import NON_CONTROLE
from plie_xl.model.workbook import SUIVI, feuille_suivi
from plie_xl.pieces.received import read_registres

_COLONNES = {"cle": "libelle"}  # what « Suivi » of the master calls its target
_PLACES = {"cle": "instance", "pieces": "instance"}  # where the workbook shows what changed
_FIGURES = {
    "tenu": "tenu",
    "justifie": "justifié",
    "au_dossier": "au dossier",
    "retenu": "retenu au CSF",
}


# What changed, with the row that was kept where there was one.
Changements = dict[Anomalie, Mapping[str, Any] | None]


def hold(c: Consolidation, dossier: Path, read: Read, reglages: Controle) -> Consolidation:
    """The closed year in the place of what was received since, and each change named.

    A year that was opened again is only said: what is received now counts.
    """
    arrete = read_arrete(dossier)
    annee = next(iter(c.fiches.values())).annee
    if arrete.annee != annee:
        raise ArreteError(f"« {dossier} » arrête {arrete.annee}, ces classeurs sont de {annee}")
    if arrete.ouverte:
        return replace(c, arretes=tuple(list_rows(arrete, {})))
    garde = _read_garde(arrete, dossier, read, reglages)
    changements: Changements = {
        **dict.fromkeys(_find_alteres(arrete, dossier)),
        **_find_changements(arrete, garde, c),
        **dict.fromkeys(_find_regles(arrete, garde)),
    }
    garde = replace(garde, passes=c.passes, arretes=tuple(list_rows(arrete, changements)))
    return add_anomalies(garde, [*changements, *say_malgre(arrete)])


def _read_garde(arrete: Arrete, dossier: Path, read: Read, reglages: Controle) -> Consolidation:
    """The consolidation of the version in force, made of its own files."""
    version = arrete.derniere
    ici = dossier / version.dossier
    depot = list_depot([ici / CLASSEURS])
    registres = list_depot([ici / REGISTRES]).recus if (ici / REGISTRES).is_dir() else ()
    garde = consolidate(read([*depot.recus]), version.au, registres=read_registres(registres))
    controles = sorted((ici / CONTROLES).glob("*.xlsx"))
    if controles:
        lus = read_controles((x.name, x) for x in controles)
        garde = bring_verdicts(garde, lus, reglages, version.le)
    return garde


def add_anomalies(c: Consolidation, anomalies: Iterable[Anomalie]) -> Consolidation:
    """The same consolidation, with more to look at, in order."""
    toutes = sorted([*c.anomalies, *anomalies], key=find_ordre)
    return replace(c, anomalies=toutes)


def say_malgre(arrete: Arrete) -> list[Anomalie]:
    """ARR-04: what the year was closed in spite of."""
    v = arrete.derniere
    if not v.bloquantes:
        return []
    combien = pluriel(v.bloquantes, "anomalie bloquante", "anomalies bloquantes")
    return [say("ARR-04", Cellule(NOM), anomalies=combien, raison=v.malgre)]


def _find_alteres(arrete: Arrete, dossier: Path) -> list[Anomalie]:
    return [say("ARR-03", Cellule(NOM), fichier=nom) for nom in find_alteres(dossier, arrete)]


def _find_changements(arrete: Arrete, garde: Consolidation, c: Consolidation) -> Changements:
    """ARR-01, 02 and 05: rows, then figures that no row explains, of the territories received."""
    recues = set(c.fiches) - set(c.manquantes)
    dit = {"annee": arrete.annee, "le": f"{arrete.derniere.le:%d/%m/%Y}"}
    plies = {fiche.plie: fiche.id for fiche in c.fiches.values()}
    avant = [x for x in lignes_suivi(garde) if plies[x["plie"]] in recues]
    trouves = list(compare(avant, lignes_suivi(c)))
    dits: Changements = {_say_ligne(x, c, dit): x.gardee for x in trouves}
    touchees = {str(x.ligne["cle"]).split("/")[0] for x in trouves}
    noms = _name_cibles(c)
    for cle, figure, ancien, neuf in find_moved(list_chiffres(garde), list_chiffres(c)):
        fiche = cle.split("/")[0]
        if fiche in recues - touchees and figure in ("tenu", "justifie"):
            dits[_say_figure("ARR-05", cle, figure, (ancien, neuf), noms, dit)] = None
    for fiche in sorted(set(garde.fiches) - set(garde.manquantes) - recues):
        quoi = f"aucun classeur lisible n’est reçu ({garde.fiches[fiche].plie})"
        dits[say("ARR-02", Cellule(NOM), quoi=quoi, **dit)] = None
    return dits


def _find_regles(arrete: Arrete, garde: Consolidation) -> list[Anomalie]:
    """ARR-06: the same files, counted otherwise by another version of this program."""
    noms = _name_cibles(garde)
    return [
        _say_figure("ARR-06", cle, figure, (ancien, neuf), noms, {})
        for cle, figure, ancien, neuf in find_moved(arrete.cibles, list_chiffres(garde))
    ]


def _say_figure(
    code: str,
    cle: str,
    figure: str,
    valeurs: tuple[Any, Any],
    noms: Mapping[str, tuple[str, str]],
    dit: Mapping[str, object],
) -> Anomalie:
    plie, cible = noms.get(cle, ("", cle))
    avant, apres = (NON_CONTROLE if v is None else nombre(v) for v in valeurs)
    faits = {"plie": plie, "cible": cible, "figure": _FIGURES[figure]}
    return say(code, Cellule(NOM), **faits, avant=avant, apres=apres, **dit)


def _name_cibles(c: Consolidation) -> dict[str, tuple[str, str]]:
    return {
        f"{fiche.id}/{cible.id}": (fiche.plie, cible.libelle)
        for fiche in c.fiches.values()
        for cible in fiche.instances
    }


def _say_ligne(x: Changement, c: Consolidation, dit: Mapping[str, object]) -> Anomalie:
    ligne = x.ligne
    classeur, n = str(ligne["classeur"]), int(ligne["ligne"])
    fiche = next(f for f in c.fiches.values() if f.plie == ligne["plie"])
    suivi = feuille_suivi(fiche)
    if x.nature in (AJOUTEE, SUPPRIMEE):
        jour = f" du {as_text(ligne['date'])}" if ligne["date"] else ""
        quoi = f"ligne {n} de « {classeur} » {x.nature} ({ligne['libelle']}{jour})"
        place = Cellule(classeur, SUIVI, n if x.nature == AJOUTEE else 0, 2 * (x.nature == AJOUTEE))
        return say("ARR-02", place, quoi=quoi, **dit)
    place = Cellule(classeur, SUIVI, n, suivi.rang(_PLACES.get(x.colonne, x.colonne)) + 1)
    entete = contract.SUIVI.colonne(_COLONNES.get(x.colonne, x.colonne)).entete
    avant, apres = (f"« {t} »" if t else "vide" for t in (x.avant, x.apres))
    faits = {"n": n, "classeur": classeur, "colonne": entete, "avant": avant, "apres": apres}
    return say("ARR-01", place, **faits, **dit)


def list_chiffres(c: Consolidation) -> tuple[Chiffres, ...]:
    """The four figures of each target, as « Atteinte » shows them."""
    return tuple(
        Chiffres(
            x["cle"],
            *(_number(x[nom]) for nom in ("tenu", "justifie", "au_dossier", "retenu_csf")),
        )
        for x in lignes_atteinte(c)
    )


def _number(valeur: object) -> float | None:
    return float(valeur) if isinstance(valeur, int | float) else None


def list_rows(arrete: Arrete, changements: Changements) -> Iterable[Mapping[str, Any]]:
    """The rows of the master's « Arrêtés »: closings and openings, then what changed since.

    `rangee` is where the row that was kept stands: its workbook, its row.
    """
    for v in arrete.versions:
        raison = _say_raison(v)
        yield {"nature": ARRETE, "annee": arrete.annee, "version": v.numero, "date": v.le,
               "par": v.par, "constat": raison, "fichier": f"{v.dossier}/{v.master}"}  # fmt: skip
        for r in arrete.reouvertures:
            if r.version == v.numero:
                yield {"nature": REOUVERTURE, "annee": arrete.annee, "version": r.version,
                       "date": r.le, "constat": r.motif}  # fmt: skip
    for a, ligne in changements.items():
        yield {"nature": CHANGEMENT, "annee": arrete.annee, "code": a.code, "constat": a.constat,
               "fichier": a.cellule.classeur, "cellule": a.place,
               "rangee": ligne and (ligne["classeur"], ligne["ligne"])}  # fmt: skip


def _say_raison(version: Version) -> str:
    if not version.bloquantes:
        return ""
    combien = pluriel(version.bloquantes, "anomalie bloquante", "anomalies bloquantes")
    return f"malgré {combien} : {version.malgre}"
