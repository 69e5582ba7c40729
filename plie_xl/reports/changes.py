"""What changed since the previous master: rows of « Suivi », statuses of targets.

A row has no identifier of its own: numbers are typed by hand, lines move when a table is sorted.
It is recognised by what it says, from the surest key to the loosest (`CLES`): the whole row; its
territory, target, date and number; the same without the number; then number and target with
another date, number and date with another target. Among rows that a key does not tell apart, the
first meets the first. A row recognised by no key has been added, or has vanished.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from plie_xl.consolidation import Consolidation
from plie_xl.control.identity import as_text, pair
from plie_xl.master import contract
from plie_xl.master.atteinte import lignes_atteinte
from plie_xl.master.batches import Ligne
from plie_xl.master.cells import NON_RECU
from plie_xl.master.evolutions import DISPARUE as _DISPARUE
from plie_xl.master.indicateurs import lignes_indicateurs
from plie_xl.master.read import Master
from plie_xl.master.suivi import lignes_suivi
from plie_xl.model.text import pluriel
from plie_xl.model.words import A_VENIR, APRES_ARRETE

AJOUTEE, MODIFIEE, DISPARUE, STATUT = NATURES = (
    "Ligne ajoutée",
    "Ligne modifiée",
    _DISPARUE,
    "Statut d’une cible",
)
# What a row says: neither where it stands, nor what follows from the rest.
COMPAREES = (
    "numero",
    "date",
    "libelle",
    "objet",
    "statut",
    "modalite",
    "lieu",
    "quantite",
    "presents",
    "pieces",
    "commentaire",
    "compte",
)
# Why it changed: somebody typed it, time went by, or something else than the rows did it.
SAISI, DATE, AUTRE = "saisi", "la date seule", "une autre saisie"
# Nobody typed it: the workbook did not come, or had not come yet.
ABSENT, VENU = "classeur non reçu", "classeur reçu depuis"
DATES = (A_VENIR, APRES_ARRETE)  # what « Compte » says because of the date of reference
IDENTITE = ("plie", "cle", "libelle")

Texte = Mapping[str, str]
Cle = Callable[[Texte], tuple[str, ...] | None]


@dataclass(frozen=True)
class Evolutions:
    """Rows of the sheet « Évolutions », one per thing that changed, and their count in words."""

    lignes: Sequence[Ligne]
    depuis: str

    @property
    def totaux(self) -> dict[str, int]:
        """How many rows were added, changed, and vanished, and how many statuses moved."""
        vues = {(x["nature"], x["rang"]) for x in self.lignes}
        comptes = (sum(nature == n for n, _ in vues) for nature in NATURES)
        return dict(zip(("ajoutees", "modifiees", "disparues", "statuts"), comptes, strict=True))

    @property
    def phrase(self) -> str:
        """« 2 lignes ajoutées, 1 ligne modifiée… », or « aucun changement »."""
        t = self.totaux
        if not any(t.values()):
            return "aucun changement"
        dates = sum(x["cause"] == DATE for x in self.lignes)
        dont = f" ; {pluriel(dates, 'changement')} par la date seule" if dates else ""
        absents = len({x["plie"] for x in self.lignes if x["cause"] == ABSENT})
        dont += (
            f" ; {pluriel(absents, 'classeur non reçu', 'classeurs non reçus')}" if absents else ""
        )
        return (
            f"{pluriel(t['ajoutees'], 'ligne ajoutée', 'lignes ajoutées')},"
            f" {pluriel(t['modifiees'], 'modifiée')}, {pluriel(t['disparues'], 'disparue')} ;"
            f" {pluriel(t['statuts'], 'statut de cible changé', 'statuts de cible changés')}{dont}"
        )


def compare(ancien: Master, consolidation: Consolidation) -> Evolutions:
    """What the rows and the targets of a consolidation say that the previous master did not."""
    avant, cibles = ([_simples(x) for x in ancien.lignes(t)] for t in ("suivi", "atteinte"))
    suivi = [_simples(x) for x in lignes_suivi(consolidation)]
    atteinte = [_simples(x) for x in lignes_atteinte(consolidation)]
    passees = _find_passees(ancien, consolidation)
    rangees = list(_lignes(avant, suivi, passees))
    saisies = {x["cle"] for x in rangees if x["cause"] == SAISI}
    nouveaux = _effectifs(map(_simples, lignes_indicateurs(consolidation)))
    anciens = _effectifs(map(_simples, ancien.lignes("indicateurs")))
    recomptes = {x for x in nouveaux if nouveaux[x] != anciens.get(x)}
    saisies |= {x["cle"] for x in atteinte if any(f"'{i}'" in x["indicateurs"] for i in recomptes)}
    lignes = [*_statuts(cibles, atteinte, saisies, passees), *rangees]
    causes = _find_absences(ancien, consolidation)
    lignes = [{**x, "cause": causes.get(x["plie"], x["cause"])} for x in lignes]
    return Evolutions(lignes, ancien.resume)


def _find_absences(ancien: Master, c: Consolidation) -> dict[str, str]:
    """The territories of which one of the two masters received nothing, and which."""
    venus = {str(x["plie"]): VENU for x in ancien.lignes("synthese") if x["statut"] == NON_RECU}
    return venus | {c.fiches[fiche].plie: ABSENT for fiche in c.manquantes}


def _effectifs(lignes: Iterable[Texte]) -> Mapping[str, tuple[str, ...]]:
    """The months typed of each indicator, by its key."""
    return {x["cle"]: tuple(x[f"m{n:02}"] for n in range(1, 13)) for x in lignes}


def _find_passees(ancien: Master, c: Consolidation) -> frozenset[str]:
    """The territories that are counted at another date than in the previous master."""
    jours = {x["plie"]: x["reference"] for x in ancien.lignes("synthese")}
    return frozenset(
        plie
        for fiche, jour in zip(
            c.compte.saisie.classeurs["fiche"], c.compte.saisie.classeurs["reference"], strict=True
        )
        for plie in (c.fiches[fiche].plie,)
        if jours.get(plie) != jour
    )


def _simples(ligne: Mapping[str, object]) -> Texte:
    return {k: as_text(v) for k, v in ligne.items()}


def _statuts(
    avant: Iterable[Texte], apres: Iterable[Texte], saisies: Set[str], passees: Set[str]
) -> Iterator[Ligne]:
    """`saisies` are the targets of which a row was typed, `passees` as `_find_passees`."""
    avant = [x for x in avant if x.get("cle")]
    anciens = {x["cle"]: x["statut"] for x in avant}
    minimums = {x["cle"]: x["minimum"] for x in avant}
    for rang, x in enumerate(apres):
        ancien = anciens.get(x["cle"], "")
        if ancien != x["statut"]:
            faits = {c: x[c] for c in ("plie", "libelle")}
            colonne = contract.ATTEINTE.colonne("statut").entete
            datee = x["plie"] in passees and minimums.get(x["cle"]) == x["minimum"]
            yield {
                "nature": STATUT,
                "cause": SAISI if x["cle"] in saisies else DATE if datee else AUTRE,
                "rang": rang,
                **faits,
                "colonne": colonne,
                "avant": ancien,
                "apres": x["statut"],
            }


def _lignes(avant: Sequence[Texte], apres: Sequence[Texte], passees: Set[str]) -> Iterator[Ligne]:
    """Rows added and changed in the order of the new « Suivi », then the vanished ones."""
    paires = pair(avant, apres, CLES)
    for n, x in enumerate(apres):
        if n not in paires:
            yield {**_place(AJOUTEE, n, x), "apres": _say(x)}
            continue
        ancienne = avant[paires[n]]
        changees = [c for c in COMPAREES if ancienne[c] != x[c]]
        for c in changees:
            yield {
                **_place(MODIFIEE, n, x),
                "cause": _find_cause(changees, ancienne, x, passees),
                "colonne": contract.SUIVI.colonne(c).entete,
                "avant": ancienne[c],
                "apres": x[c],
            }
    restees = set(paires.values())
    for n, x in enumerate(avant):
        if n not in restees:
            yield {**_place(DISPARUE, n, x), "avant": _say(x)}


def _find_cause(changees: Sequence[str], ancienne: Texte, x: Texte, passees: Set[str]) -> str:
    """Why a row says something else: « Compte » alone follows from the rest."""
    if changees != ["compte"]:
        return SAISI
    datee = ancienne["compte"] in DATES or x["compte"] in DATES
    return DATE if datee and x["plie"] in passees else AUTRE


def _cle(*colonnes: str) -> Cle:
    """A key of these columns; none for a row that has no number where the key needs one."""

    def cle(x: Texte) -> tuple[str, ...] | None:
        if "numero" in colonnes and len(colonnes) < len(COMPAREES) and not x.get("numero"):
            return None
        return tuple(x.get(c, "") for c in colonnes)

    return cle


CLES = (
    _cle(*IDENTITE, *COMPAREES),
    _cle(*IDENTITE, "date", "numero"),
    _cle(*IDENTITE, "date"),
    _cle(*IDENTITE, "numero"),
    _cle("plie", "date", "numero"),
)


def _place(nature: str, rang: int, x: Texte) -> Ligne:
    faits = {c: x.get(c, "") for c in ("plie", "date", "libelle", "numero", "classeur")}
    faits["cle"] = x.get("cle", "")
    return {"nature": nature, "cause": SAISI, "rang": rang, **faits, "ligne": _rang(x["ligne"])}


def _rang(texte: str) -> int | str:
    """A row's number; as it is, when an older master holds anything else."""
    return int(texte) if texte.isascii() and texte.isdecimal() and len(texte) < 8 else texte


def _say(x: Texte) -> str:
    """« Réalisée, Point d’étape, justifiée »."""
    return ", ".join(x[c] for c in ("statut", "objet", "compte") if x[c])
