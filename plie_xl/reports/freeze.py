"""A year that is closed, compared with what is received since, and opened again with its reason.

The folder is written whole or not at all; the page that says which version is in force is
replaced in one go, last. What is frozen is what was read: the copies are consolidated.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from plie_xl.consolidation import COMPTE, Consolidation
from plie_xl.control.constats import blocks_closing
from plie_xl.control.frozen import (
    A_RENDRE,
    BILANS,
    CLASSEURS,
    CONTROLES,
    NOM,
    REGISTRES,
    Arrete,
    ArreteError,
    Reouverture,
    Retenue,
    Version,
    hash_file,
    list_fichiers,
    read_arrete,
    write_toml,
)
from plie_xl.control.identity import identify
from plie_xl.files.atomic import write_atomic
from plie_xl.files.inbox import Depot, list_depot
from plie_xl.files.whole import check_libre, write_whole
from plie_xl.master.run import Read, Run, is_ours, run
from plie_xl.master.suivi import lignes_suivi
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.lecture import records
from plie_xl.model.settings import Controle
from plie_xl.model.text import pluriel
from plie_xl.pieces.manifest import write_manifeste
from plie_xl.reports.annotate import annotate
from plie_xl.reports.held import add_anomalies, list_chiffres, list_rows, say_malgre

Complete = Callable[[Consolidation], Consolidation]
_PROVISOIRE = "AGAPE.xlsx"  # until the year is known


@dataclass(frozen=True)
class Demande:
    """What is closed, by whom, when, and in spite of what."""

    depot: Depot[Path]
    read: Read
    le: date
    annee: int | None = None
    au: date | None = None
    par: str = ""
    malgre: str = ""
    registres: tuple[Path, ...] = ()
    verdicts: tuple[Path, ...] = ()
    bilans: tuple[Path, ...] = ()
    reglages: Controle = field(default_factory=Controle)


class RefuseError(ArreteError):
    """The year cannot be closed while these anomalies remain."""

    def __init__(self, anomalies: list[Anomalie]) -> None:
        combien = pluriel(len(anomalies), "anomalie bloquante", "anomalies bloquantes")
        super().__init__(
            f"{combien} : l’année n’est pas arrêtée, rien n’est écrit ; corrigez, ou donnez"
            ' --malgre "la raison"'
        )
        self.anomalies = anomalies


def close_year(demande: Demande, dossier: Path) -> Arrete:
    """Close the year in a folder that is not there, or in one that was opened again.

    Raises
    ------
    ArreteError
        The folder is closed already, or `RefuseError` says what remains to be mended.
    EcritureError
        The disk refuses, or the name is taken.
    """
    ancien = read_arrete(dossier) if (dossier / NOM).is_file() else None
    if ancien is None:
        check_libre(dossier)
        faits: list[Arrete] = []

        def fill(ici: Path) -> None:
            faits.append(_fill(demande, ici / "version-1", None))
            (ici / NOM).write_bytes(write_toml(faits[0]))

        write_whole(dossier, fill)
        return faits[0]
    return _close_again(demande, dossier, ancien)


def _close_again(demande: Demande, dossier: Path, ancien: Arrete) -> Arrete:
    if not ancien.ouverte:
        v = ancien.derniere
        raise ArreteError(
            f"« {dossier} » est arrêté depuis le {v.le:%d/%m/%Y} (version {v.numero}) ; rouvrez-le"
            ' d’abord : plie-xl rouvrir … --motif "…"'
        )
    numero = ancien.derniere.numero + 1
    nom, rang = f"version-{numero}", 2
    while (dossier / nom).exists():  # what a killed run left whole, and nobody named
        nom, rang = f"version-{numero} ({rang})", rang + 1
    faits: list[Arrete] = []
    write_whole(dossier / nom, lambda ici: faits.append(_fill(demande, ici, ancien, nom)))
    write_atomic(dossier / NOM, write_toml(faits[0]))
    return faits[0]


def _fill(demande: Demande, ici: Path, ancien: Arrete | None, nom: str = "version-1") -> Arrete:
    """Fill a version: copies first, then the master of these copies, then their digests."""
    ici.mkdir(exist_ok=True)
    debut: list[Arrete] = []
    demandee = _copy_all(demande, ici, _judge(demande, ancien, nom, debut))
    fait = run(demandee)
    assert fait.consolidation is not None  # without a cache, it is always made
    [arrete] = debut
    (ici / _PROVISOIRE).rename(ici / arrete.derniere.master)
    _hand_back(demandee, fait.consolidation, arrete.derniere.bandeau, ici / A_RENDRE)
    write_manifeste(ici)
    fichiers = tuple(replace(f, nom=f"{nom}/{f.nom}") for f in list_fichiers(ici, ici))
    c = fait.consolidation
    lignes = tuple(_list_retenues(c))
    return replace(arrete, fichiers=fichiers, cibles=list_chiffres(c), lignes=lignes)


def _hand_back(demandee: Run, c: Consolidation, bandeau: str, vers: Path) -> None:
    """A copy of each workbook that counts, under its banner; what was received stays as it is."""
    comptes = {x["sha256"]: x["fiche"] for x in records(c.sources) if x["etat"] == COMPTE}
    recus = {hash_file(chemin): (nom, chemin) for nom, chemin in demandee.depot.recus}
    for lecture in demandee.read([recus[somme] for somme in comptes if somme in recus]):
        fiche = c.fiches[comptes[lecture.sha256]]
        octets, entier = annotate(lecture, fiche, (), bandeau)
        if entier:
            vers.mkdir(exist_ok=True)
            (vers / f"plie_{fiche.id}_{fiche.annee}.xlsx").write_bytes(octets)


def _copy_all(demande: Demande, ici: Path, complete: Complete) -> Run:
    """The run of the copies: what is read is what is kept."""
    recus = _copy((x for x in demande.depot.recus if not is_ours(x[1])), ici / CLASSEURS)
    _copy(_name(demande.registres), ici / REGISTRES)
    _copy(_name(demande.bilans), ici / BILANS)
    verdicts = _copy(_name(demande.verdicts), ici / CONTROLES)
    return Run(
        Depot(recus, demande.depot.passes, demande.depot.refus),
        ici / _PROVISOIRE,
        demande.read,
        annee=demande.annee,
        au=demande.au,
        registres=list_depot([ici / REGISTRES]) if demande.registres else None,
        verdicts=tuple(chemin for _, chemin in verdicts),
        reglages=demande.reglages,
        complete=complete,
    )


def _judge(demande: Demande, ancien: Arrete | None, nom: str, debut: list[Arrete]) -> Complete:
    """What looks at the consolidation: refused, or `debut` is given the year so far."""
    versions = ancien.versions if ancien else ()

    def complete(c: Consolidation) -> Consolidation:
        annee = next(iter(c.fiches.values())).annee
        if ancien and ancien.annee != annee:
            raise ArreteError(f"ces classeurs sont de {annee}, l’année rouverte est {ancien.annee}")
        fautes = [a for a in c.anomalies if blocks_closing(a)]
        if fautes and not demande.malgre.strip():
            raise RefuseError(fautes)
        numero, malgre = len(versions) + 1, demande.malgre.strip() if fautes else ""
        maitre, n = f"AGAPE_{annee}.xlsx", len(fautes)
        version = Version(numero, nom, demande.le, maitre, demande.par, malgre, n, demande.au)
        reouvertures = ancien.reouvertures if ancien else ()
        arrete = Arrete(annee, (*versions, version), reouvertures=reouvertures)
        debut.append(arrete)
        return replace(add_anomalies(c, say_malgre(arrete)), arretes=tuple(list_rows(arrete, {})))

    return complete


def _name(chemins: Iterable[Path]) -> Iterable[tuple[str, Path]]:
    return ((chemin.name, chemin) for chemin in chemins)


def _copy(recus: Iterable[tuple[str, Path]], vers: Path) -> tuple[tuple[str, Path], ...]:
    """The same files, copied: what is read is what is kept."""
    copies = []
    for nom, chemin in recus:
        copie = vers / Path(nom).name
        rang = 2
        while copie.exists():
            copie, rang = vers / f"{rang}_{Path(nom).name}", rang + 1
        vers.mkdir(exist_ok=True)
        copie.write_bytes(chemin.read_bytes())
        copies.append((nom, copie))
    return tuple(copies)


def reopen(dossier: Path, motif: str, le: date) -> Arrete:
    """Open a closed year again: the version stays, the next closing makes another.

    Raises
    ------
    ArreteError
        The folder is no closed year, or is open already.
    """
    arrete = read_arrete(dossier)
    if arrete.ouverte:
        raise ArreteError(f"« {dossier} » est déjà rouvert : arrêtez-le, ou corrigez d’abord")
    reouverture = Reouverture(le, motif, arrete.derniere.numero)
    arrete = replace(arrete, reouvertures=(*arrete.reouvertures, reouverture))
    write_atomic(dossier / NOM, write_toml(arrete))
    return arrete


def _list_retenues(c: Consolidation) -> Iterable[Retenue]:
    for ligne in lignes_suivi(c):
        if (ligne["tenu"] or 0) > 0:
            identite = identify(ligne)
            yield Retenue(str(ligne["cle"]), identite.numero, "-".join(identite.sceaux))
