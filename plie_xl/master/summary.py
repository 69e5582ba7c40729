"""What is said of a run when it has finished, as plain values that a cache can keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plie_xl.consolidation import ECARTE, REFUSE, VIDE, Consolidation
from plie_xl.master.evolutions import Changements
from plie_xl.model.lecture import records
from plie_xl.model.text import enumere, nombre, pluriel
from plie_xl.model.words import NON_CONTROLE

ARRETE, REOUVERTURE, CHANGEMENT = "Arrêté", "Réouverture", "Changement"  # rows of « Arrêtés »


@dataclass(frozen=True)
class Summary:
    """Counts of the run, what is missing, and the files that do not count, with the reason.

    `evolutions` and `phrase` say what changed: None and "" without an older master. `registres`
    gives how many registers of pieces serve, for how many territories received. `controle` says
    what the control of AGAPE comes to, `arrete` whose figures these are once the year is closed;
    "" without any.
    """

    totaux: dict[str, int]
    manquants: list[str]
    passes: list[tuple[str, str]]
    anomalies: int
    non_comptes: list[tuple[str, str, str]]
    evolutions: dict[str, int] | None = None
    phrase: str = ""
    registres: tuple[int, int] = (0, 0)
    registres_ecartes: list[tuple[str, str]] = field(default_factory=list)
    controle: str = ""
    arrete: str = ""

    @property
    def manque(self) -> str:
        """« Territoires manquants : aucun. »"""
        return f"Territoires manquants : {enumere(self.manquants) if self.manquants else 'aucun'}."

    @property
    def fichiers(self) -> str:
        """« 11 fichiers reçus : 11 comptés, 0 écarté, 0 refusé. »"""
        t = self.totaux
        vides = f" (dont {pluriel(t['vides'], 'vide')})" if t["vides"] else ""
        return (
            f"{pluriel(t['recus'], 'fichier reçu', 'fichiers reçus')} :"
            f" {pluriel(t['comptes'], 'compté')}{vides}, {pluriel(t['ecartes'], 'écarté')},"
            f" {pluriel(t['refuses'], 'refusé')}."
        )

    @property
    def au_dossier(self) -> str:
        """« Registres des pièces : 3 pour 11 territoires reçus… »; "" without any."""
        lus, recus = self.registres
        if not lus:
            return ""
        reste = "" if lus == recus else f" ; pour les autres, au dossier : {NON_CONTROLE}"
        territoires = pluriel(recus, "territoire reçu", "territoires reçus")
        return f"Registres des pièces : {nombre(lus)} pour {territoires}{reste}."

    @property
    def retenues(self) -> str:
        """« 306 retenues, dont 8 hors cibles »."""
        hors = self.totaux["lignes_hors_cibles"]
        dont = f", dont {nombre(hors)} hors cibles" if hors else ""
        return f"{pluriel(self.totaux['lignes_retenues'], 'retenue')}{dont}"


def build_summary(c: Consolidation, evolutions: Changements | None = None) -> Summary:
    """What a consolidation, and its comparison with an older master, have to say."""
    return Summary(
        totaux=dict(c.totaux),
        manquants=[c.fiches[f].plie for f in c.manquantes],
        passes=list(c.passes),
        anomalies=len(c.anomalies),
        non_comptes=[
            _refusal(x) for x in records(c.sources) if x["etat"] in (REFUSE, ECARTE, VIDE)
        ],
        evolutions=evolutions.totaux if evolutions else None,
        phrase=evolutions.phrase if evolutions else "",
        registres=(len(c.registres), len(c.fiches) - len(c.manquantes)),
        controle=c.controle.phrase if c.controle else "",
        registres_ecartes=[(x.fichier, x.refus) for x in c.registres_ecartes],
        arrete=_say_arrete(c.arretes),
    )


def _say_arrete(arretes: Sequence[Mapping[str, Any]]) -> str:
    """Whose figures these are, once the year was closed, or opened again."""
    etapes = [x for x in arretes if x["nature"] != CHANGEMENT]
    if not etapes:
        return ""
    x, changements = etapes[-1], len(arretes) - len(etapes)
    quand = f"depuis le {x['date']:%d/%m/%Y}"
    if x["nature"] == REOUVERTURE:
        return f"L’année {x['annee']} est rouverte {quand} : ce qui est reçu compte."
    change = "rien n’a changé depuis"
    if changements:
        change = f"{pluriel(changements, 'changement')} depuis, dans « Arrêtés »"
    return (
        f"L’année {x['annee']} est arrêtée {quand}, version {x['version']} : fichiers et chiffres"
        f" sont les siens ; {change}."
    )


def _refusal(source: dict[str, Any]) -> tuple[str, str, str]:
    return source["classeur"], source["etat"], source["detail"]
