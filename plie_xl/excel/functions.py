"""Custom functions for a cell: optional, and in Excel for Windows only.

    =PLIE_PIECES("sources"; C6; F6; J$5:M$5; J6:M6)        what is missing to prove a row
    =PLIE_ATTEINTE("sources"; "Comités…"; suivi[#Tout])    where a target stands

Nothing is decided here: each function asks the stage that the buttons ask, then is registered
with xlwings, which finds this module by the setting `UDF MODULES`. That registration is the one
thing that runs at import.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any

import xlwings as xw

from plie_xl.excel.open_workbook import en_nombres
from plie_xl.model.collection import fiches_en_vigueur
from plie_xl.model.evidence import est_fournie, etat_pieces
from plie_xl.model.fiche import Fiche
from plie_xl.model.target import Cible
from plie_xl.model.text import cle, enumere, est_vide, read_jour, typographie
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.words import LIBELLES_MODALITES, find_listed
from plie_xl.model.workbook import feuille_suivi

if TYPE_CHECKING:
    from plie_xl.model.lecture import Lecture

Matrice = Sequence[Sequence[Any]]
MESURES = {"tenu": "tenu", "justifié": "justifie", "reste": "reste", "taux": "taux"}
MESURES |= {"projection": "projection", "statut": "statut"}
MESURES |= {"minimum": "minimum", "attendu": "attendu", "objectif": "objectif"}


def plie_pieces(
    fiche: str,
    cible: str,
    modalite: str,
    entetes: Matrice,
    references: Matrice,
    le: date | None = None,
) -> str:
    """« complètes », or « manque : … », for a target, a modality and the pieces of one row.

    `fiche` is « sources », or « sources 2024 » when several years have it. `entetes` and
    `references` are the headers of the pieces and the cells under them; `le` the day of the row,
    on which an avenant may have changed them: without it, the last ones.
    """
    trouvee = _find_fiche(fiche)
    visee = _find_cible(trouvee, cible)
    if isinstance(trouvee, str) or visee is None:
        return _inconnu(trouvee, cible)
    jour = read_jour(le)
    visee = visee.en_vigueur(trouvee.periode(jour)) if jour and trouvee.au_jour else visee
    if visee is None:
        return f"« {cible} » n’est pas demandée ce jour-là : un avenant l’ajoute ou la retire"
    nom = find_listed(tuple(LIBELLES_MODALITES), modalite)
    if nom is None and not est_vide(modalite):
        return f"modalité inconnue : « {modalite} »"
    remplies = {
        cle(entete)
        for entete, reference in zip(_a_plat(entetes), _a_plat(references), strict=False)
        if est_fournie(reference)
    }
    pieces = load_pieces()
    fournies = frozenset(p for p in trouvee.kinds if cle(pieces[p].entete) in remplies)
    return etat_pieces(visee, LIBELLES_MODALITES[nom] if nom else None, fournies)


def plie_atteinte(
    fiche: str, cible: str, suivi: Matrice, mesure: str = "statut", au: date | None = None
) -> Any:
    """One figure of a target, counted over the whole table of « Suivi », headers included.

    `mesure` is « tenu », « justifié », « reste », « taux », « projection », « statut »,
    « minimum », « attendu » or « objectif » (with what it was before an avenant); `au` the date
    of reference, by default today.
    """
    from plie_xl.attainment import list_atteintes

    trouvee = _find_fiche(fiche)
    visee = _find_cible(trouvee, cible)
    if isinstance(trouvee, str) or visee is None:
        return _inconnu(trouvee, cible)
    colonne = find_listed(tuple(MESURES), mesure or "statut")
    if colonne is None:
        return f"mesure inconnue : « {mesure} »"
    lecture = _read_suivi(trouvee, suivi)
    if lecture is None:
        return "donnez tout le tableau de « Suivi », avec ses en-têtes : suivi[#Tout]"
    for ligne in list_atteintes(lecture, au, {trouvee.id: trouvee}):
        if ligne["cible"] == visee.id:
            return _sans_nan({**ligne, "objectif": visee.objectif}[MESURES[colonne]])
    return "cette cible ne se compte pas dans « Suivi »"


def _read_suivi(fiche: Fiche, suivi: Matrice) -> "Lecture | None":
    from plie_xl.model.lecture import Lecture
    from plie_xl.reading.tables import Sheets, find_table

    feuille = feuille_suivi(fiche)
    grille = [["" if v is None else v for v in ligne] for ligne in en_nombres(suivi)]
    table, _ = find_table(Sheets({feuille.nom: grille}), feuille)
    if table is None:
        return None
    return Lecture("formule", fiche=fiche.id, annee=fiche.annee, tables={"suivi": table})


def _find_fiche(nom: str) -> Fiche | str:
    """The fiche that « sources » or « sources 2024 » names, or what to say when none does."""
    identifiant, _, annee = cle(nom).partition(" ")
    memes = {str(f.annee): f for f in fiches_en_vigueur().values() if f.id == identifiant}
    if annee:
        memes = {annee: memes[annee]} if annee in memes else {}
    if not memes:
        exemple = f"sources {fiches_en_vigueur().derniere}"
        return f"fiche inconnue : « {nom} » (par exemple « {exemple} »)"
    if len(memes) > 1:
        dites = enumere((f"« {identifiant} {a} »" for a in memes), "ou")
        return f"« {nom} » a plusieurs années : écrivez {dites}"
    return next(iter(memes.values()))


def _find_cible(fiche: Fiche | str, libelle: str) -> Cible | None:
    cibles = () if isinstance(fiche, str) else fiche.instances
    return next((c for c in cibles if cle(c.libelle) == cle(libelle)), None)


def _inconnu(fiche: Fiche | str, libelle: str) -> str:
    if isinstance(fiche, str):
        return fiche
    return f"cible inconnue : « {libelle} » n’est pas dans « Cibles »"


def _a_plat(matrice: Matrice) -> list[Any]:
    return [valeur for ligne in matrice for valeur in ligne]


def _sans_nan(valeur: Any) -> Any:
    return "" if valeur != valeur else valeur


def _en_typographie(fonction: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, whose sentences leave as all others do."""

    @wraps(fonction)
    def call(*valeurs: Any, **nommees: Any) -> Any:
        rendu = fonction(*valeurs, **nommees)
        return typographie(rendu) if isinstance(rendu, str) else rendu

    return call


plie_pieces, plie_atteinte = _en_typographie(plie_pieces), _en_typographie(plie_atteinte)
for _fonction, _plages in ((plie_pieces, ("entetes", "references")), (plie_atteinte, ("suivi",))):
    for _plage in _plages:
        xw.arg(_plage, ndim=2)(_fonction)
    xw.func(_fonction)
