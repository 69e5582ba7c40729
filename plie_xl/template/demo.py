"""Eleven fictitious workbooks: a believable year for each territory, always the same one.

Nothing here is real but the fiches. No person is named. Each territory tells one story (`stories`).
"""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from plie_xl.checks.holidays import find_chome
from plie_xl.model.fiche import Fiche, Indicateur
from plie_xl.model.target import Cible
from plie_xl.model.words import PREVUE, REALISEE
from plie_xl.model.workbook import DEPENSE, FSE, POSTES
from plie_xl.template import build_template
from plie_xl.template.stories import (
    A_DISTANCE,
    CONSULTATION,
    DITES,
    HISTOIRES,
    ORDINAIRE,
    PRESENTIEL,
    Histoire,
    Ligne,
    find_arrete,
    reference,
)


def build_demo(fiches: Mapping[str, Fiche]) -> dict[str, bytes]:
    """The filled workbooks of a year by file name, the same bytes each time."""
    ordre = dict.fromkeys([*HISTOIRES, *fiches])
    voulues = [fiches[identifiant] for identifiant in ordre if identifiant in fiches]
    return {
        f"plie_{fiche.id}_{fiche.annee}.xlsx": build_template(
            fiche, build_saisies(fiche), le=find_arrete(fiche)
        )
        for fiche in voulues
    }


def build_saisies(fiche: Fiche) -> dict[str, list[Ligne]]:
    """Typed rows of one territory, by table."""
    entiere = (fiche.premier_jour, fiche.dernier_jour) == (fiche.debut, fiche.fin)
    histoire = HISTOIRES.get(fiche.id, ORDINAIRE) if entiere else ORDINAIRE  # told of whole years
    alea = random.Random(f"{fiche.id} {fiche.annee}")
    lignes = sorted(_reunions(fiche, histoire, alea), key=lambda ligne: ligne["date"])
    lignes = [x for x in lignes if _is_demandee(fiche, x)]
    for numero, ligne in enumerate(lignes, start=1):
        ligne["numero"] = numero
    parametres: Ligne = {"reference": find_arrete(fiche), "contact": "Service insertion"}
    if histoire.techniciens:
        parametres["techniciens"] = histoire.techniciens
    saisies = {
        "parametres": [parametres],
        "suivi": histoire.retouche(fiche, lignes),
        "financement": _financement(fiche, histoire),
    }
    if fiche.indicateurs:
        saisies["indicateurs"] = _indicateurs(fiche, histoire, alea)
    return saisies


def _is_demandee(fiche: Fiche, ligne: Ligne) -> bool:
    """Whether its target is asked on its day, and of this PLIE: a merger may give it to another."""
    if not fiche.premier_jour <= ligne["date"] <= fiche.dernier_jour:
        return False
    cible = next(c for c in fiche.instances if c.libelle == ligne["instance"])
    return cible.en_vigueur(fiche.periode(ligne["date"])) is not None


def _reunions(fiche: Fiche, histoire: Histoire, alea: random.Random) -> Iterator[Ligne]:
    """Held rows up to the day of sending, planned ones after it."""
    arrete = find_arrete(fiche)
    for cible in fiche.instances:
        total = max(cible.minimum, 2) * max(1, histoire.techniciens if cible.par != "an" else 1)
        ecoulee = (arrete - fiche.debut).days / (fiche.fin - fiche.debut).days
        tenues = round(total * ecoulee * histoire.allure)
        prevues = max(1, round(total * (1 - ecoulee)))
        for jour in _jours(fiche.debut + timedelta(days=12), arrete, tenues, alea):
            yield _tenue(fiche, cible, jour, histoire, alea)
        for jour in _jours(arrete + timedelta(days=5), date(fiche.annee, 12, 18), prevues, alea):
            yield {
                "date": jour,
                "instance": cible.libelle,
                "objet": _objet(cible, alea),
                "statut": PREVUE,
            }


def _jours(debut: date, fin: date, nombre: int, alea: random.Random) -> list[date]:
    """Working days, spread over the period and all different."""
    ouvres = [
        jour
        for n in range((fin - debut).days)
        if not find_chome(float((jour := debut + timedelta(days=n)).toordinal()))
    ]
    nombre = min(nombre, len(ouvres))
    pas = len(ouvres) / max(1, nombre)
    return [ouvres[int(pas * k) + alea.randrange(max(1, int(pas)))] for k in range(nombre)]


def _tenue(
    fiche: Fiche, cible: Cible, jour: date, histoire: Histoire, alea: random.Random
) -> Ligne:
    cible = cible.regle(fiche.periode(jour))
    modalite = alea.choice((cible.modalites or (PRESENTIEL,))[:2] + (PRESENTIEL,) * 3)
    modalite = modalite if cible.admet(modalite) else cible.modalites[0]
    jeux = cible.jeux(modalite)
    preferes = [jeu for jeu in jeux if cible.preferee in jeu] if cible.preferee else list(jeux)
    lieu = "visioconférence" if modalite == A_DISTANCE else alea.choice(histoire.lieux)
    return {
        "date": jour,
        "instance": cible.libelle,
        "objet": _objet(cible, alea),
        "statut": REALISEE,
        "modalite": DITES[modalite],
        "lieu": "" if modalite == CONSULTATION else lieu,
        "presents": "" if modalite == CONSULTATION else alea.randint(4, 16),
        **{p: reference(p, cible, jour) for p in alea.choice(preferes)},
    }


_OBJETS = {
    "comite_pilotage": ("Bilan de l’année passée", "Orientations et budget", "Point d’étape"),
    "commission_parcours": ("Entrées et sorties du mois", "Étude des parcours"),
    "reunion_referents": ("Point sur les parcours", "Actualité de l’offre d’insertion"),
    "comite_operationnel": ("Suivi des actions", "Préparation du comité de pilotage"),
    "reunion_partenariale": ("Lien avec France Travail", "Clauses sociales", "Mobilité"),
    "initiative_locale": ("Forum de l’emploi", "Visite d’entreprises"),
}


def _objet(cible: Cible, alea: random.Random) -> str:
    return alea.choice(_OBJETS.get(cible.categorie, ("Réunion ordinaire", "Point d’étape")))


def _financement(fiche: Fiche, histoire: Histoire) -> list[Ligne]:
    """A balanced plan whose FSE+ keeps within the fiche's amount and rate; costs so far."""
    part = min(histoire.part_fse, fiche.taux_max or 1.0)
    cout = -(-fiche.montant_fse // part)  # rounded up: the share never exceeds the rate
    personnel, fonctionnement = round(cout * 0.78), round(cout * 0.12)
    prevu = {
        "Dépenses de personnel": personnel,
        "Dépenses de fonctionnement": fonctionnement,
        "Dépenses indirectes": cout - personnel - fonctionnement,
        FSE: fiche.montant_fse,
        "Communes et intercommunalités": cout - fiche.montant_fse,
    }
    return [
        {
            "poste": poste,
            "nature": nature,
            "prevu": prevu.get(poste) or "",
            "realise": round(prevu[poste] * 0.8 * min(1.0, histoire.allure))
            if nature == DEPENSE and prevu.get(poste)
            else "",
        }
        for poste, nature in POSTES
    ]


def _indicateurs(fiche: Fiche, histoire: Histoire, alea: random.Random) -> list[Ligne]:
    """Plausible counts by month, parts below their totals."""
    comptes: dict[str, list[int]] = {}
    for i in sorted(fiche.indicateurs, key=lambda i: bool(i.partie_de)):  # totals first
        totaux = comptes[i.partie_de] if i.partie_de else [0] * find_arrete(fiche).month
        hasards = [_hasard(i, total, alea) for total in totaux]
        comptes[i.id] = _parts(i, histoire, totaux, comptes) or hasards
    return [
        {
            "indicateur": i.libelle,
            "nature": i.nature,
            **{f"m{mois:02}": n for mois, n in enumerate(comptes[i.id], start=1)},
        }
        for i in fiche.indicateurs
    ]


def _parts(
    i: Indicateur, histoire: Histoire, totaux: list[int], comptes: Mapping[str, list[int]]
) -> list[int]:
    """What the story says of an indicator, month by month; nothing when it leaves it to chance."""
    if i.id in histoire.parts:
        return [round(total * histoire.parts[i.id]) for total in totaux]
    if i.id in histoire.restes:
        autre = comptes[histoire.restes[i.id]]
        return [total - n for total, n in zip(totaux, autre, strict=True)]
    return []


def _hasard(i: Indicateur, total: int, alea: random.Random) -> int:
    if i.nature not in ("réalisation", "suivi"):
        return alea.randint(0, 5)
    return int(total * alea.uniform(0.1, 0.3)) if i.partie_de else alea.randint(18, 34)
