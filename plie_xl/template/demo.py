"""Eleven fictitious workbooks: a believable year for each territory, always the same one.

Nothing here is real but the fiches. No person is named. Each territory tells one story, so that
a reader of the master meets every situation that matters.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from plie_xl.checks.holidays import find_chome
from plie_xl.model.fiche import MODALITES, Cible, Fiche, load_fiches, load_pieces
from plie_xl.model.workbook import (
    ANNULEE,
    DEPENSE,
    FSE,
    LIBELLES_MODALITES,
    POSTES,
    PREVUE,
    REALISEE,
    REPORTEE,
)
from plie_xl.template import build_template

ARRETE = date(2024, 10, 31)  # the day every fictitious workbook was sent
PRESENTIEL, A_DISTANCE, CONSULTATION = MODALITES
_LIBELLES = {modalite: libelle for libelle, modalite in LIBELLES_MODALITES.items()}

Ligne = dict[str, Any]
Retouche = Callable[[Fiche, list[Ligne]], list[Ligne]]


@dataclass(frozen=True)
class Histoire:
    """How a territory's year goes: `allure` 1.0 is on time; `techniciens` where it matters."""

    lieux: tuple[str, ...]
    allure: float = 1.0
    part_fse: float = 0.7
    techniciens: int = 0
    retouche: Retouche = lambda fiche, lignes: lignes


def build_demo(annee: int = 2024) -> dict[str, bytes]:
    """The filled workbooks by file name, the same bytes each time."""
    fiches = load_fiches(annee)
    return {
        f"plie_{id_}_{annee}.xlsx": build_template(fiches[id_], build_saisies(fiches[id_]))
        for id_ in HISTOIRES
    }


def build_saisies(fiche: Fiche) -> dict[str, list[Ligne]]:
    """Typed rows of one territory, by table."""
    histoire = HISTOIRES[fiche.id]
    alea = random.Random(f"{fiche.id} {fiche.annee}")
    lignes = sorted(_reunions(fiche, histoire, alea), key=lambda ligne: ligne["date"])
    for numero, ligne in enumerate(lignes, start=1):
        ligne["numero"] = numero
    parametres: Ligne = {"reference": ARRETE, "contact": "Service insertion"}
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


def _reunions(fiche: Fiche, histoire: Histoire, alea: random.Random) -> Iterator[Ligne]:
    """Held rows up to the day of sending, planned ones after it."""
    for cible in fiche.instances:
        total = max(cible.minimum, 2) * max(1, histoire.techniciens if cible.par != "an" else 1)
        ecoulee = (ARRETE - fiche.debut).days / (fiche.fin - fiche.debut).days
        tenues = round(total * ecoulee * histoire.allure)
        prevues = max(1, round(total * (1 - ecoulee)))
        for jour in _jours(fiche.debut + timedelta(days=12), ARRETE, tenues, alea):
            yield _tenue(fiche, cible, jour, histoire, alea)
        for jour in _jours(ARRETE + timedelta(days=5), date(fiche.annee, 12, 18), prevues, alea):
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
        "modalite": _LIBELLES[modalite],
        "lieu": "" if modalite == CONSULTATION else lieu,
        "presents": "" if modalite == CONSULTATION else alea.randint(4, 16),
        **{p: reference(p, cible, jour) for p in alea.choice(preferes)},
    }


def reference(piece: str, cible: Cible, jour: date) -> str:
    """The reference of a piece, as a careful coordinator names her files."""
    return f"{jour:%Y-%m-%d} {cible.id} {load_pieces()[piece].libelle}.pdf"


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
    totaux = [i for i in fiche.indicateurs if not i.partie_de]
    lignes: dict[str, Ligne] = {}
    for i in (*totaux, *(i for i in fiche.indicateurs if i.partie_de)):
        ligne: Ligne = {"indicateur": i.libelle, "nature": i.nature}
        for mois in range(1, ARRETE.month + 1):
            borne = lignes[i.partie_de].get(f"m{mois:02}", 0) if i.partie_de else 0
            ligne[f"m{mois:02}"] = (
                (int(borne * alea.uniform(0.1, 0.3)) if i.partie_de else alea.randint(18, 34))
                if i.nature in ("réalisation", "suivi")
                else alea.randint(0, 5)
            )
        lignes[i.id] = ligne
    for i in fiche.indicateurs:  # every new participant is a woman or a man
        if i.id == "hommes":
            for cle in [c for c in lignes[i.id] if c.startswith("m")]:
                femmes = lignes["femmes"][cle] = round(lignes["participants"][cle] * 0.53)
                lignes["hommes"][cle] = lignes["participants"][cle] - femmes
        if i.id == "integrations":
            for cle in [c for c in lignes[i.id] if c.startswith("m")]:
                lignes[i.id][cle] = round(lignes[i.partie_de][cle] * 0.9)
    return [lignes[i.id] for i in fiche.indicateurs]


# The stories ----------------------------------------------------------------------------------


def _tenues_de(fiche: Fiche, lignes: Sequence[Ligne], cible: str) -> list[Ligne]:
    libelle = next(c.libelle for c in fiche.instances if c.id == cible)
    return [x for x in lignes if x["instance"] == libelle and x["statut"] == REALISEE]


def _consultation_sans_mail(fiche: Fiche, lignes: list[Ligne]) -> list[Ligne]:
    """Technowest: the committee was consulted in writing, and nobody kept the e-mail."""
    ligne = _tenues_de(fiche, lignes, "copil")[-1]
    ligne |= {
        "modalite": _LIBELLES[CONSULTATION],
        "lieu": "",
        "presents": "",
        "emargement": "",
        "compte_rendu": reference("compte_rendu", fiche.cibles[1], ligne["date"]),
    }
    return lignes


def _une_piece_sur_deux(fiche: Fiche, lignes: list[Ligne]) -> list[Ligne]:
    """Bordeaux, Libournais: minutes without the sign-in sheet that must go with them."""
    for ligne in [x for x in lignes if x["statut"] == REALISEE and x.get("emargement")][::4]:
        ligne["emargement"] = ""
    return lignes


def _a_defaut(fiche: Fiche, lignes: list[Ligne]) -> list[Ligne]:
    """Agenais: some sign-in sheets are replaced by minutes, which the fiche accepts by default."""
    cible = next(c for c in fiche.cibles if c.id == "referents")
    for ligne in _tenues_de(fiche, lignes, cible.id)[1::3]:
        ligne["emargement"] = ""
        ligne["compte_rendu"] = reference("compte_rendu", cible, ligne["date"])
    return lignes


def _selon_la_modalite(fiche: Fiche, lignes: list[Ligne]) -> list[Ligne]:
    """Haut Périgord: one steering committee held on site, one remote, one lacking its minutes."""
    copil, libelle = fiche.cibles[0], fiche.cibles[0].libelle
    autres = [x for x in lignes if x["instance"] != libelle or x["statut"] == PREVUE]
    jours = (date(2024, 2, 13), date(2024, 6, 18), date(2024, 9, 24))
    formes = (PRESENTIEL, A_DISTANCE, PRESENTIEL)
    pieces = (("emargement", "compte_rendu"), ("notification_decision",), ("emargement",))
    for jour, forme, jeu in zip(jours, formes, pieces, strict=True):
        autres.append(
            {
                "date": jour,
                "instance": libelle,
                "objet": "Point d’étape",
                "statut": REALISEE,
                "modalite": _LIBELLES[forme],
                "lieu": "Nontron",
                "presents": 9,
                **{p: reference(p, copil, jour) for p in jeu},
            }
        )
    autres.sort(key=lambda ligne: ligne["date"])
    return [{**ligne, "numero": n} for n, ligne in enumerate(autres, start=1)]


def _mal_rempli(fiche: Fiche, lignes: list[Ligne]) -> list[Ligne]:
    """Sud Périgord: the mistakes people make, one or two of each."""
    tenues = [x for x in lignes if x["statut"] == REALISEE]
    erreurs: list[Mapping[str, Any]] = [
        {"date": "courant mars"},
        {"date": date(2023, 4, 18)},
        {"date": date(2024, 5, 1)},
        {"instance": "Comité technique"},
        {"statut": "Faite"},
        {"modalite": ""},
        {"quantite": "deux"},
        {"presents": 0},
        {"objet": "Rappeler le 06 00 00 00 00"},
    ]
    for ligne, erreur in zip(tenues, erreurs, strict=False):
        ligne |= erreur
    annulee = {**lignes[-3], "statut": ANNULEE, "commentaire": "Salle indisponible"}
    lignes.append({**annulee, "numero": len(lignes) + 1})
    lignes.append({**tenues[-1], "objet": "Saisie une deuxième fois"})
    lignes.append({"commentaire": "Penser à demander les émargements"})
    return lignes


def _reportee(fiche: Fiche, lignes: list[Ligne]) -> list[Ligne]:
    """Graves: one meeting postponed, one planned date gone by."""
    prevues = [x for x in lignes if x["statut"] == PREVUE]
    prevues[0]["statut"] = REPORTEE
    prevues[1]["date"] = date(2024, 10, 15)
    return lignes


HISTOIRES: dict[str, Histoire] = {
    "agenais": Histoire(("Agen", "Boé", "Foulayronnes"), retouche=_a_defaut),
    "bordeaux": Histoire(("Bordeaux, Maison de l’Emploi",), 1.05, retouche=_une_piece_sur_deux),
    "technowest": Histoire(("Mérignac", "Blanquefort"), 1.1, 1.0, retouche=_consultation_sans_mail),
    "grand-perigueux": Histoire(("Périgueux",), 1.0, techniciens=7),
    "graves": Histoire(("Bègles", "Léognan"), 0.95, retouche=_reportee),
    "haut-perigord": Histoire(("Nontron", "Thiviers"), retouche=_selon_la_modalite),
    "hauts-de-garonne": Histoire(("Lormont", "Cenon", "Floirac"), 1.35, 0.4),
    "libournais": Histoire(("Libourne",), 0.45, retouche=_une_piece_sur_deux),
    "portes-du-sud": Histoire(("Talence", "Gradignan", "Villenave d’Ornon"), 1.15),
    "sources": Histoire(("Pessac", "Canéjan"), 1.2, 0.85),
    "sud-perigord": Histoire(("Bergerac",), 1.1, retouche=_mal_rempli),
}
