"""A reading → the typed rows of another workbook. Poured as typed, never reinterpreted.

A text date stays a text, a row stays in its row: what was wrong stays wrong, and is said again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plie_xl.model.content import lignes_fixes
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture, Remarque, Table
from plie_xl.model.text import cle, cle_entete, en_clair, est_vide
from plie_xl.model.workbook import (
    CIBLES,
    ECARTS,
    FICHE,
    PREMIERE_LIGNE,
    Feuille,
    colonnes_remplissables,
    feuilles,
    parametres,
)
from plie_xl.years.bilan import DEPLACEE, LAISSEE, REVERSEE, Bilan, Devenir, sort_devenirs
from plie_xl.years.versions import find_deplacees

Lignes = list[dict[str, Any]]

MAX_AJOUTS = 100  # columns of the user's own that a table carries along
MAX_BLANCS = 2_000  # blank rows kept between typed ones; beyond, rows close up
_LONGUEUR = 200  # characters of a header
# What the reader saw and gives no value for, and why it stays behind.
_PERDUES = {
    "erreur_piece": "la cellule affichait une erreur",
    "erreur_sans_effet": "la cellule affichait une erreur",
    "formule_sans_valeur": "la formule n’avait pas de résultat enregistré",
}


@dataclass(frozen=True)
class Saisies:
    """What `template.build_template` takes: typed rows by table, and the user's own columns."""

    lignes: Mapping[str, Lignes] = field(default_factory=dict)
    ajouts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class _Coulee:
    """One table being poured."""

    feuille: Feuille
    table: Table
    lignes: Lignes = field(default_factory=list)
    ajouts: dict[str, str] = field(default_factory=dict)  # header as read → as written
    deplacees: dict[str, str] = field(default_factory=dict)  # header as read → column of ours
    trop: tuple[str, ...] = ()
    devenirs: list[Devenir] = field(default_factory=list)

    def leave(self, ligne: int, colonne: str, valeur: object, pourquoi: str) -> None:
        dite = dit(valeur)
        self.devenirs.append(
            Devenir(self.table.feuille, ligne, LAISSEE, colonne, dite, "", pourquoi)
        )


def pour(lecture: Lecture, fiche: Fiche) -> tuple[Saisies, Bilan]:
    """The rows of a reading for a new workbook of `fiche`, and where each of them went.

    Parameters
    ----------
    lecture
        A workbook of any version of the model; nothing in it is corrected.
    fiche
        That of the new workbook. Rows of a target that the old workbook had and that the fiche
        no longer has are left, and listed.
    """
    lignes: dict[str, Lignes] = {}
    ajouts: dict[str, tuple[str, ...]] = {}
    devenirs: list[Devenir] = []
    voulues = {f.table: f for f in feuilles(fiche) if f.saisie}
    disparues = find_disparues(lecture, fiche)
    for nom, table in lecture.tables.items():
        if nom in voulues:
            coulee = _prepare(voulues[nom], table, lecture.modele or 1)
            _pour_lignes(coulee, fiche, disparues)
            lignes[nom], ajouts[nom] = coulee.lignes or [{}], tuple(coulee.ajouts.values())
            devenirs += coulee.devenirs
    lignes[FICHE.table], dites = _pour_parametres(lecture, fiche)
    devenirs += [*dites, *_leave_perdues(lecture.remarques)]
    return Saisies(lignes, ajouts), Bilan(sort_devenirs(devenirs))


def dit(valeur: object) -> str:
    """A value as its cell shows it, whole."""
    return valeur if isinstance(valeur, str) else en_clair(valeur)


def find_disparues(lecture: Lecture, fiche: Fiche) -> dict[str, str]:
    """The targets of the old workbook that the fiche no longer has: folded name → name."""
    table = lecture.tables.get(CIBLES.table)
    if table is None or "libelle" not in table.valeurs:
        return {}
    actuelles = {cle(cible.libelle) for cible in fiche.instances}
    anciennes = {cle(dit(nom)): dit(nom) for nom in table.valeurs["libelle"]}
    return {nom: dit for nom, dit in anciennes.items() if nom and nom not in actuelles}


def list_lignes(table: Table) -> Iterator[tuple[int, dict[str, object]]]:
    """Each row of a table with its number in Excel, by columns, ours and the others."""
    valeurs = table.unfold()
    for n, ligne in enumerate(table.lignes):
        yield ligne, {nom: colonne[n] for nom, colonne in valeurs.items()}


def _prepare(feuille: Feuille, table: Table, modele: int) -> _Coulee:
    """Where each column of the user's own goes."""
    coulee = _Coulee(feuille, table)
    connues = find_deplacees(modele, feuille.table)
    pris = {cle_entete(c.entete) for c in feuille.colonnes}
    trop = []
    for entete in sorted(table.inconnues, key=lambda nom: table.inconnues[nom]):
        if cle_entete(entete) in connues:
            coulee.deplacees[entete] = connues[cle_entete(entete)]
        elif len(coulee.ajouts) < MAX_AJOUTS:
            coulee.ajouts[entete] = _find_libre(entete, pris)
        else:
            trop.append(entete)
    coulee.trop = tuple(trop)
    return coulee


def _find_libre(entete: str, pris: set[str]) -> str:
    """A header that no other column bears."""
    libre, n = entete[:_LONGUEUR], 1
    while cle_entete(libre) in pris:
        n += 1
        libre = f"{entete[:_LONGUEUR]} ({n})"
    pris.add(cle_entete(libre))
    return libre


def _pour_lignes(coulee: _Coulee, fiche: Fiche, disparues: Mapping[str, str]) -> None:
    fixes = lignes_fixes(fiche, ECARTS) if coulee.feuille is ECARTS else []
    par_cible = {cle(str(x["cible"])): n for n, x in enumerate(fixes)}
    coulee.lignes = fixes
    places = _find_places(coulee.table.lignes)
    for rang, (ligne, lue) in enumerate(list_lignes(coulee.table)):
        nom = cle(dit(lue.get("instance", "")))
        place: int | None = places[rang]
        pourquoi = ""
        if coulee.feuille is ECARTS:
            place = par_cible.pop(cle(dit(lue.get("cible", ""))), None)
            pourquoi = "cette cible n’est pas dans la fiche"
        elif nom in disparues:
            place, pourquoi = None, f"« {disparues[nom]} » n’est plus une cible de la fiche"
        _pour_ligne(coulee, ligne, lue, place, pourquoi)


def _pour_ligne(
    coulee: _Coulee, ligne: int, lue: Mapping[str, object], place: int | None, pourquoi: str
) -> None:
    feuille = coulee.feuille
    notre = {c: lue[c] for c in colonnes_remplissables(feuille) if not est_vide(lue.get(c))}
    if place is None:
        coulee.devenirs.append(Devenir(coulee.table.feuille, ligne, LAISSEE, pourquoi=pourquoi))
        for colonne, valeur in {**notre, **_autres(coulee, lue)}.items():
            coulee.leave(ligne, _say(feuille, colonne), valeur, pourquoi)
        return
    ecrite = {**notre, **{coulee.ajouts[c]: lue[c] for c in coulee.ajouts if lue[c] != ""}}
    _move(coulee, ligne, lue, ecrite, place)
    _note_renommees(coulee, ligne, lue, place)
    for entete in coulee.trop:
        if not est_vide(lue[entete]):
            coulee.leave(ligne, entete, lue[entete], f"plus de {MAX_AJOUTS} colonnes ajoutées")
    coulee.lignes.extend({} for _ in range(place + 1 - len(coulee.lignes)))
    coulee.lignes[place] = {**coulee.lignes[place], **ecrite}
    ou = f"{feuille.nom}, ligne {PREMIERE_LIGNE + place}"
    coulee.devenirs.append(Devenir(coulee.table.feuille, ligne, REVERSEE, ou=ou))


def _move(
    coulee: _Coulee, ligne: int, lue: Mapping[str, object], ecrite: dict[str, object], place: int
) -> None:
    """The values of the columns that are gone, into those that take them when these are free."""
    for ancienne, nouvelle in coulee.deplacees.items():
        valeur, dite = lue[ancienne], _say(coulee.feuille, nouvelle)
        if est_vide(valeur):
            continue
        if nouvelle in ecrite:
            coulee.leave(ligne, ancienne, valeur, f"« {dite} » est déjà remplie")
            continue
        ecrite[nouvelle] = valeur
        ou = f"« {dite} », ligne {PREMIERE_LIGNE + place}"
        pourquoi = "la colonne n’existe plus"
        coulee.devenirs.append(
            Devenir(coulee.table.feuille, ligne, DEPLACEE, ancienne, dit(valeur), ou, pourquoi)
        )


def _note_renommees(coulee: _Coulee, ligne: int, lue: Mapping[str, object], place: int) -> None:
    """Columns of the user's own whose header is now one of ours: theirs has another name."""
    for ancienne, nouvelle in coulee.ajouts.items():
        if ancienne != nouvelle and not est_vide(lue[ancienne]):
            ou = f"« {nouvelle} », ligne {PREMIERE_LIGNE + place}"
            pourquoi = "le modèle a maintenant une colonne de ce nom"
            valeur = dit(lue[ancienne])
            coulee.devenirs.append(
                Devenir(coulee.table.feuille, ligne, DEPLACEE, ancienne, valeur, ou, pourquoi)
            )


def _autres(coulee: _Coulee, lue: Mapping[str, object]) -> dict[str, object]:
    return {c: lue[c] for c in coulee.table.inconnues if not est_vide(lue[c])}


def _say(feuille: Feuille, colonne: str) -> str:
    return next((c.entete for c in feuille.colonnes if c.id == colonne), colonne)


def _find_places(lignes: Sequence[int]) -> list[int]:
    """Where each row goes (0 is the first): where it stood, or one after the other."""
    debut = min((PREMIERE_LIGNE, *lignes))
    if lignes and max(lignes) - debut > len(lignes) + MAX_BLANCS:
        return list(range(len(lignes)))
    return [ligne - debut for ligne in lignes]


def _pour_parametres(lecture: Lecture, fiche: Fiche) -> tuple[Lignes, list[Devenir]]:
    """The yellow cells of « Fiche »."""
    table = lecture.tables.get(FICHE.table)
    if table is None:
        return [{}], []
    jaunes = {cle(p.rubrique): p for p in parametres(fiche) if p.saisie}
    saisie: dict[str, object] = {}
    devenirs = []
    for ligne, lue in list_lignes(table):
        p = jaunes.get(cle(dit(lue.get("rubrique", ""))))
        if p is not None and not est_vide(lue.get("valeur")) and p.id not in saisie:
            saisie[p.id] = lue["valeur"]
            ou = f"{FICHE.nom}, « {p.rubrique} »"
            devenirs.append(Devenir(table.feuille, ligne, REVERSEE, ou=ou))
    return [saisie], devenirs


def _leave_perdues(remarques: Sequence[Remarque]) -> Iterator[Devenir]:
    for r in remarques:
        if r.nature in _PERDUES and r.ligne:
            yield Devenir(
                r.feuille, r.ligne, LAISSEE, f"n° {r.colonne}", r.detail, "", _PERDUES[r.nature]
            )
