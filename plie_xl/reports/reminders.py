"""What is missing, territory by territory: one French text each, ready to paste into a mail."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from plie_xl.attainment import CIBLE
from plie_xl.checks import REGLES
from plie_xl.checks.count import ERREUR
from plie_xl.consolidation import COMPTE, VIDE
from plie_xl.master.read import Master, en_nombre
from plie_xl.model.errors import PlieError
from plie_xl.model.fiche import Fiche
from plie_xl.model.privacy import cite
from plie_xl.model.text import en_clair, pluriel, read_jour, typographie, visible
from plie_xl.model.words import ATTEINTE
from plie_xl.model.workbook import SUIVI

DELAI = timedelta(days=15)  # after the date of reference, when no deadline is given
DELAI_MAX = timedelta(days=366)  # after it, a deadline is a slip of the hand
# Missing evidence has its own list; the others say that what stands there may be right.
SANS_DEMANDE = ("PIE-01", "PIE-02", "CIB-05", "ECA-03")
Ligne = dict[str, Any]


class EcheanceError(PlieError, ValueError):
    """A deadline that nobody can keep, or that means nothing; one French sentence."""


def build_relances(master: Master, avant: date | None = None) -> Mapping[str, str]:
    """One text per territory of the year, by fiche identifier; same master, same texts.

    Parameters
    ----------
    avant
        The day by which an answer is asked; by default fifteen days after the master's date of
        reference. A master without any received file has none, and no day is named then.

    Raises
    ------
    EcheanceError
        The day asked for is not after the date of reference, or is more than a year after it.
    """
    echeance = find_echeance(master, avant)
    tables = _Tables(master)
    return {f.id: _texte(f, tables, echeance) for f in master.fiches.values()}


def find_echeance(master: Master, avant: date | None = None) -> date | None:
    """The day that the texts name; None when the master has no date. Raises as `build_relances`."""
    references = [x["reference"] for x in master.lignes("synthese")]
    jours = [x for x in references if isinstance(x, date) and x < date.max - DELAI_MAX]
    if avant and jours:
        _require_tenable(avant, max(jours))
    return avant or (max(jours) + DELAI if jours else None)


def _require_tenable(avant: date, reference: date) -> None:
    """A deadline comes after what the master knows, and within a year."""
    if avant <= reference or avant > reference + DELAI_MAX:
        ou = "n’est pas après" if avant <= reference else "est à plus d’un an de"
        raise EcheanceError(
            f"l’échéance du {avant:%d/%m/%Y} {ou} la date du classeur maître"
            f" ({reference:%d/%m/%Y}) : donnez un jour que le PLIE puisse tenir"
        )


class _Tables:
    """The rows of each table of a master, made once for all the letters."""

    def __init__(self, master: Master) -> None:
        self.brutes = cache(master.lignes)
        self.lignes = cache(self._protect)

    def _protect(self, table: str) -> list[Ligne]:
        """No text of theirs can begin a line of a letter."""
        return [
            {k: visible(v) if isinstance(v, str) else v for k, v in x.items()}
            for x in self.brutes(table)
        ]


def _texte(fiche: Fiche, tables: _Tables, avant: date | None) -> str:
    delai = f" avant le {avant:%d/%m/%Y}" if avant else ""
    comptes = [
        x
        for x in tables.lignes("sources")
        if x["plie"] == fiche.plie and x["etat"] in (COMPTE, VIDE)
    ]
    corps = _recu(fiche, tables, str(comptes[0]["classeur"]), delai) if comptes else None
    if corps is None:
        corps = _non_recu(fiche, delai)
    return typographie(f"{corps}\nMerci beaucoup, et bonne journée.\n\nL’équipe d’AGAPE\n")


def _non_recu(fiche: Fiche, delai: str) -> str:
    return (
        f"Objet : {fiche.plie}, classeur de suivi {fiche.annee} à nous envoyer\n\n"
        "Bonjour,\n\n"
        f"Sauf erreur de notre part, nous n’avons pas de classeur de suivi {fiche.annee} lisible"
        f" pour le {fiche.plie}. Pouvez-vous nous l’envoyer{delai}, même incomplet ?\n\n"
        "Si vous l’avez déjà envoyé, dites-le-nous : il s’est peut-être perdu, ou n’a pas pu être"
        " lu.\n"
    )


def _recu(fiche: Fiche, tables: _Tables, classeur: str, delai: str) -> str:
    atteinte = [x for x in tables.lignes("atteinte") if str(x["cle"]).startswith(f"{fiche.id}/")]
    cibles = [x for x in atteinte if x["nature"] == CIBLE]
    atteintes = sum(x["statut"] == ATTEINTE for x in cibles)
    a_completer = "\n".join(
        filter(
            None,
            (
                _non_comptees(tables, fiche),
                _pieces(tables, fiche),
                _techniciens(cibles),
                _corrections(tables, fiche, classeur),
            ),
        )
    )
    a_venir = "\n".join(filter(None, (_cibles(cibles), _livrables(tables, fiche))))
    objet = "ce qu’il reste à compléter" if a_completer else "rien à compléter"
    demande = (
        f"Pouvez-vous compléter ce qui suit et nous renvoyer le classeur{delai} ?\n\n{a_completer}"
        if a_completer
        else "Il n’y a rien à y compléter pour l’instant.\n"
    )
    memoire = f"\nPour mémoire, d’ici le {fiche.fin:%d/%m/%Y} :\n\n{a_venir}" if a_venir else ""
    comptees = "aucune cible n’est encore atteinte et justifiée,"
    if atteintes:
        comptees = pluriel(
            atteintes, "cible est atteinte et justifiée", "cibles sont atteintes et justifiées"
        )
    return (
        f"Objet : {fiche.plie}, suivi {fiche.annee}, {objet}\n\nBonjour,\n\n"
        f"Nous avons bien reçu votre classeur « {classeur} », merci. À ce jour, {comptees}"
        f" sur {len(cibles)}.\n\n{demande}{memoire}"
    )


def _liste(titre: str, puces: list[str]) -> str:
    """A heading and its items; "" when there is nothing to say."""
    return f"{titre} :\n" + "".join(f"- {puce}\n" for puce in puces) if puces else ""


def _non_comptees(tables: _Tables, fiche: Fiche) -> str:
    """The rows that a fault sets aside, and why: nothing is paid for them as they stand."""
    motifs = {ERREUR, *(r.motif for r in REGLES.values() if r.motif)}
    puces = [
        f"ligne {en_clair(x['ligne'])}, {cite(x['libelle']) or 'instance à choisir'},"
        f" {en_clair(x['date']) or 'sans date'} : {x['compte']}"
        for x in sorted(tables.lignes("suivi"), key=lambda x: en_nombre(x["ligne"]))
        if x["plie"] == fiche.plie and x["compte"] in motifs
    ]
    titre = "Ligne qui ne peut pas être retenue en l’état"
    if len(puces) > 1:
        titre = f"{len(puces)} lignes qui ne peuvent pas être retenues en l’état"
    return _liste(f"{titre}, et pourquoi", puces)


def _pieces(tables: _Tables, fiche: Fiche) -> str:
    puces = [
        f"« {x['libelle']} » du {en_clair(x['date'])} (ligne {en_clair(x['ligne'])}) :"
        f" {x['manque']}"
        for x in tables.lignes("pieces_manquantes")
        if x["plie"] == fiche.plie
    ]
    reunions = pluriel(len(puces), "réunion tenue", "réunions tenues")
    return _liste(f"Pièces manquantes, pour {reunions}", puces)


def _techniciens(cibles: list[Ligne]) -> str:
    puces = [f"« {x['libelle']} » en dépend" for x in cibles if x["minimum"] is None]
    return _liste("Nombre de techniciens, à indiquer dans « Fiche »", puces)


def _cibles(cibles: list[Ligne]) -> str:
    puces = [_say_ouverte(x) for x in cibles if x["minimum"] is not None and x["reste"]]
    return _liste("Cibles encore ouvertes", puces)


def _say_ouverte(cible: Ligne) -> str:
    tenu, minimum, justifie, reste = (
        en_clair(cible[nom]) for nom in ("tenu", "minimum", "justifie", "reste")
    )
    leurs = "leurs" if en_nombre(cible["justifie"]) > 1 else "ses"
    prevus = int(en_nombre(cible["a_venir"]))
    venir = pluriel(prevus, "déjà prévu", "déjà prévus") if prevus else "rien n’est prévu"
    return (
        f"« {cible['libelle']} » : {tenu} sur {minimum}, dont {justifie} avec toutes {leurs}"
        f" pièces ; encore {reste} à justifier ({venir})"
    )


def _livrables(tables: _Tables, fiche: Fiche) -> str:
    puces = [
        str(x["livrable"])
        for x in tables.lignes("livrables")
        if x["plie"] == fiche.plie and not x["remis_le"]
    ]
    return _liste("Livrables à remettre", puces)


def _corrections(tables: _Tables, fiche: Fiche, classeur: str) -> str:
    """Anomalies of the workbook, except those of `SANS_DEMANDE`.

    Nothing is asked of the meetings that come after the date of reference.
    """
    apres = _list_apres(tables, fiche)
    puces = [
        f"{x['feuille'] or 'classeur'}{' ' if x['cellule'] else ''}{x['cellule'] or ''} :"
        f" {_join(str(x['constat']), str(x['remede']))}"
        for x in tables.lignes("anomalies")
        if x["classeur"] == classeur and x["code"] not in SANS_DEMANDE and _place(x) not in apres
    ]
    return _liste("Cellules à vérifier", puces)


def _join(constat: str, remede: str) -> str:
    """What is wrong, then what to do: after a question, a sentence of its own."""
    if constat.endswith("?"):
        return f"{constat} {remede[:1].upper()}{remede[1:]}"
    return f"{constat} ; {remede}"


def _list_apres(tables: _Tables, fiche: Fiche) -> set[tuple[str, int]]:
    """Sheet and row of the meetings after the date of reference."""
    synthese = (x for x in tables.brutes("synthese") if x["plie"] == fiche.plie)
    reference = next((read_jour(x["reference"]) for x in synthese), None)
    return {
        (SUIVI, int(en_nombre(x["ligne"])))
        for x in tables.brutes("suivi")
        if x["plie"] == fiche.plie and reference and (read_jour(x["date"]) or date.min) > reference
    }


def _place(anomalie: Ligne) -> tuple[str, int]:
    chiffres = "".join(filter(str.isdigit, str(anomalie["cellule"] or "")))
    return str(anomalie["feuille"]), int(chiffres or 0)
