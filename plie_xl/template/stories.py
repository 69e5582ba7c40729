"""The year of each territory of the demo, told so that a reader of the master meets every case.

Nothing here is real but the fiches. No person is named.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plie_xl.model.fiche import Fiche
from plie_xl.model.target import Cible
from plie_xl.model.vocabulary import MODALITES, load_pieces
from plie_xl.model.words import ANNULEE, LIBELLES_MODALITES, PREVUE, REALISEE, REPORTEE

PRESENTIEL, A_DISTANCE, CONSULTATION = MODALITES
DITES = {modalite: libelle for libelle, modalite in LIBELLES_MODALITES.items()}
Ligne = dict[str, Any]
Retouche = Callable[[Fiche, list[Ligne]], list[Ligne]]


@dataclass(frozen=True)
class Histoire:
    """How a territory's year goes: `allure` 1.0 is on time; `techniciens` where it matters.

    `parts` says of an indicator what share of its total it is, `restes` what other part it
    completes; the rest is left to chance.
    """

    lieux: tuple[str, ...]
    allure: float = 1.0
    part_fse: float = 0.7
    techniciens: int = 0
    retouche: Retouche = lambda fiche, lignes: lignes
    parts: Mapping[str, float] = field(default_factory=dict)
    restes: Mapping[str, str] = field(default_factory=dict)


def find_arrete(fiche: Fiche) -> date:
    """The day on which every fictitious workbook was sent."""
    return date(fiche.annee, 10, 31)


def reference(piece: str, cible: Cible, jour: date) -> str:
    """The reference of a piece, as a careful coordinator names her files."""
    return f"{jour:%Y-%m-%d} {cible.id} {load_pieces()[piece].libelle}.pdf"


def _tenues_de(fiche: Fiche, lignes: Sequence[Ligne], cible: str) -> list[Ligne]:
    libelle = fiche.par_id[cible].libelle
    return [x for x in lignes if x["instance"] == libelle and x["statut"] == REALISEE]


def _consultation_sans_mail(fiche: Fiche, lignes: list[Ligne]) -> list[Ligne]:
    """Technowest: the committee was consulted in writing, and nobody kept the e-mail."""
    ligne = _tenues_de(fiche, lignes, "copil")[-1]
    ligne |= {
        "modalite": DITES[CONSULTATION],
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
    jours = [date(fiche.annee, *jour) for jour in ((2, 13), (6, 18), (9, 24))]
    formes = (PRESENTIEL, A_DISTANCE, PRESENTIEL)
    pieces = (("emargement", "compte_rendu"), ("notification_decision",), ("emargement",))
    for jour, forme, jeu in zip(jours, formes, pieces, strict=True):
        autres.append(
            {
                "date": jour,
                "instance": libelle,
                "objet": "Point d’étape",
                "statut": REALISEE,
                "modalite": DITES[forme],
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
        {"date": date(fiche.annee - 1, 4, 18)},
        {"date": date(fiche.annee, 5, 1)},
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
    prevues[1]["date"] = date(fiche.annee, 10, 15)
    return lignes


ORDINAIRE = Histoire(("Maison de l’Emploi",))  # of a territory that has no story
HISTOIRES: dict[str, Histoire] = {
    "agenais": Histoire(("Agen", "Boé", "Foulayronnes"), retouche=_a_defaut),
    "bordeaux": Histoire(("Bordeaux, Maison de l’Emploi",), 1.05, retouche=_une_piece_sur_deux),
    "technowest": Histoire(("Mérignac", "Blanquefort"), 1.1, 1.0, retouche=_consultation_sans_mail),
    "grand-perigueux": Histoire(("Périgueux",), 1.0, techniciens=7),
    "graves": Histoire(
        ("Bègles", "Léognan"), 0.95, retouche=_reportee, parts={"integrations": 0.9}
    ),
    "haut-perigord": Histoire(("Nontron", "Thiviers"), retouche=_selon_la_modalite),
    "hauts-de-garonne": Histoire(
        ("Lormont", "Cenon", "Floirac"),
        1.35,
        0.4,
        parts={"femmes": 0.53, "integrations": 0.9},
        restes={"hommes": "femmes"},
    ),
    "libournais": Histoire(("Libourne",), 0.45, retouche=_une_piece_sur_deux),
    "portes-du-sud": Histoire(("Talence", "Gradignan", "Villenave d’Ornon"), 1.15),
    "sources": Histoire(("Pessac", "Canéjan"), 1.2, 0.85),
    "sud-perigord": Histoire(("Bergerac",), 1.1, retouche=_mal_rempli),
}
