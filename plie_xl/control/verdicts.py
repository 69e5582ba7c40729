"""The verdicts of a control, weighed: which decisions count, and what is said of the others.

A decision counts when its row is the one that was drawn, unchanged; silence decides nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from plie_xl.control.constats import say
from plie_xl.control.contract import (
    DEFINITIVES,
    ECARTEE,
    ECHANTILLON,
    PROVISOIRES,
    TIRAGE,
    VERDICTS,
)
from plie_xl.control.identity import (
    DECISIVES,
    Identite,
    as_text,
)
from plie_xl.control.received import Controle, Ligne
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.cell import Cellule
from plie_xl.model.privacy import cite_nu
from plie_xl.model.text import cle, en_clair, enumere, pluriel, read_jour
from plie_xl.model.words import find_listed

_DECISIONS = {"provisoire": PROVISOIRES, "definitive": DEFINITIVES}
_MONTREES = 3  # keys named in a sentence


@dataclass(frozen=True)
class Verdict:
    """One row of « Verdicts », its decisions understood. `refus` says that it does not count."""

    fichier: str
    ligne: Ligne
    provisoire: str | None = None
    definitive: str | None = None
    refus: bool = False

    @property
    def rang(self) -> int:
        """Its row in the sheet."""
        return int(str(self.ligne["rang"]))

    @property
    def cle(self) -> str:
        """Its fiche and target: « sources/copil »."""
        return en_clair(self.ligne["cle"])

    def cellule(self, colonne: str) -> Cellule:
        """Where the controller wrote it."""
        return Cellule(self.fichier, VERDICTS.nom, self.rang, VERDICTS.rang(colonne) + 1)

    @property
    def identite(self) -> Identite:
        """Of the row as it was drawn."""
        fiche, _, cible, *_ = [*self.cle.split("/"), "", "", ""]
        sceaux = tuple(str(self.ligne["empreinte"] or "").split("-"))
        if len(sceaux) != len(DECISIVES):
            sceaux = ("",) * len(DECISIVES)
        return Identite(fiche, cible, as_text(self.ligne.get("numero")), sceaux)


def read_verdicts(
    controles: Sequence[Controle], motifs: Sequence[str]
) -> tuple[list[Verdict], list[Anomalie]]:
    """The verdicts of workbooks of one draw, and what is wrong with what was filled."""
    lus = [_understand(x.fichier, ligne, motifs) for x in controles for ligne in x.verdicts]
    verdicts = [verdict for verdict, _ in lus]
    tirees = {k for x in controles for k in x.tirees}
    gardes, contredits = _merge(v for v in verdicts if v.cle in tirees)
    anomalies = [faute for _, fautes in lus for faute in fautes]
    anomalies += _find_etrangers(verdicts, tirees)
    anomalies += contredits
    for controle in controles[:1]:  # they are of one draw: its first workbook speaks for it
        anomalies += _find_perdues(controle, tirees - {v.cle for v in verdicts})
        anomalies += _find_injustifie(controle)
    return gardes, anomalies


def _understand(
    fichier: str, ligne: Ligne, motifs: Sequence[str]
) -> tuple[Verdict, list[Anomalie]]:
    """A row with its decisions among those that there are, None for another word; what is wrong."""
    verdict = Verdict(fichier, ligne)
    decisions = {
        colonne: find_listed(permises, ligne[colonne])
        for colonne, permises in _DECISIONS.items()
        if ligne.get(colonne) is not None
    }
    inconnues = [colonne for colonne, decision in decisions.items() if decision is None]
    motif = ligne.get("motif")
    sans_motif = ECARTEE in decisions.values() and find_listed(tuple(motifs), motif or "") is None
    fautes = [_say_inconnue(verdict, colonne) for colonne in inconnues]
    if sans_motif:
        dit = f" de la liste (« {cite_nu(motif)} »)" if motif else ""
        fautes.append(say("CSF-02", verdict.cellule("motif"), n=verdict.rang, lu=dit))
    lue = replace(
        verdict,
        provisoire=decisions.get("provisoire"),
        definitive=decisions.get("definitive"),
        refus=sans_motif or "definitive" in inconnues,
    )
    return lue, [*fautes, *_find_dates(verdict)]


def _find_dates(verdict: Verdict) -> Iterator[Anomalie]:
    """CSF-11: a date that is none."""
    for colonne in ("notifie_le", "repondu_le"):
        ecrite = verdict.ligne.get(colonne)
        if ecrite is not None and read_jour(ecrite) is None:
            entete = VERDICTS.colonne(colonne).entete
            yield say("CSF-11", verdict.cellule(colonne), n=verdict.rang,
                      texte=cite_nu(ecrite), colonne=entete)  # fmt: skip


def _say_inconnue(verdict: Verdict, colonne: str) -> Anomalie:
    """CSF-07: a word that is no decision, and the nearest that is one."""
    ecrite, permises = cite_nu(verdict.ligne[colonne]), _DECISIONS[colonne]
    proches = get_close_matches(cle(ecrite), [cle(p) for p in permises], 1, 0.5)
    proche = next((p for p in permises if proches and cle(p) == proches[0]), "")
    suite = f" ; vouliez-vous dire « {proche} » ?" if proche else ""
    liste = enumere(permises, "ou")
    return say("CSF-07", verdict.cellule(colonne), decision=ecrite, proche=suite, liste=liste)


def _find_etrangers(verdicts: Iterable[Verdict], tirees: set[str]) -> Iterator[Anomalie]:
    """CSF-10: a key that was not drawn; a row that holds nothing is no verdict."""
    for verdict in verdicts:
        dit_quelque_chose = verdict.cle or verdict.definitive or verdict.provisoire
        if verdict.cle not in tirees and dit_quelque_chose:
            dite = cite_nu(verdict.cle)
            yield say("CSF-10", verdict.cellule("cle"), cle=dite, n=verdict.rang)


def _merge(verdicts: Iterable[Verdict]) -> tuple[list[Verdict], list[Anomalie]]:
    """One verdict a key: two controllers may share a draw, and never disagree in silence."""
    par_cle: defaultdict[str, list[Verdict]] = defaultdict(list)
    for v in verdicts:
        par_cle[v.cle].append(v)
    gardes, anomalies = [], []
    for siens in par_cle.values():
        decides = sorted(siens, key=lambda v: (v.definitive is None, v.provisoire is None))
        garde = decides[0]
        repetee = max(Counter(v.fichier for v in siens).values()) > 1
        if repetee or len({v.definitive for v in siens} - {None}) > 1:
            dit = {"cle": garde.cle, "n": len(siens)}
            anomalies.append(say("CSF-09", siens[1].cellule("cle"), **dit))
            garde = replace(garde, refus=True)
        gardes.append(garde)
    return gardes, anomalies


def _find_injustifie(controle: Controle) -> Iterator[Anomalie]:
    """CSF-06: a sample, and nobody said why not everything."""
    if str(controle.faits.get("mode")).startswith(ECHANTILLON) and not controle.faits.get("motif"):
        yield say("CSF-06", Cellule(controle.fichier, TIRAGE.nom))


def _find_perdues(controle: Controle, perdues: set[str]) -> Iterator[Anomalie]:
    """CSF-08: what was drawn and stands no more in « Verdicts »."""
    if perdues:
        dites = sorted(perdues)
        autres = [pluriel(len(dites) - _MONTREES, "autre")] if len(dites) > _MONTREES else []
        cles = enumere([*dites[:_MONTREES], *autres])
        quoi = pluriel(len(dites), "ligne")
        verbe = "n’est plus" if len(dites) == 1 else "ne sont plus"
        yield say("CSF-08", Cellule(controle.fichier, VERDICTS.nom), lignes=quoi, verbe=verbe,
                  cles=cles)  # fmt: skip


def select_controles(
    controles: Iterable[Controle], annee: int, fiches: Iterable[str]
) -> tuple[list[Controle], list[Anomalie]]:
    """Those that speak of this year and of these fiches, all of one draw; CSF-05 of the others."""
    gardes: list[Controle] = []
    anomalies = []
    connues = set(fiches)
    for controle in controles:
        pourquoi = _find_etranger(controle, annee, connues, gardes)
        if pourquoi:
            empreinte = f" (empreinte {controle.maitre[:12]}…)"
            place = Cellule(controle.fichier, TIRAGE.nom)
            anomalies.append(say("CSF-05", place, empreinte=empreinte, pourquoi=pourquoi))
        else:
            gardes.append(controle)
    return gardes, anomalies


def _find_etranger(
    controle: Controle, annee: int, fiches: set[str], gardes: Sequence[Controle]
) -> str:
    if controle.annee != annee:
        return f"il est de {controle.annee or 'on ne sait quelle année'}, ces classeurs de {annee}"
    if gardes and (controle.maitre, controle.tirees) != (gardes[0].maitre, gardes[0].tirees):
        return f"ce n’est pas le tirage de « {gardes[0].fichier} »"
    if not fiches & {k.split("/")[0] for k in controle.tirees}:
        return "aucune de ses lignes n’est de ces territoires"
    return ""
