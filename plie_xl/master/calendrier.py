"""« Calendrier »: rows held and planned by month, and the silences of more than a quarter."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

from plie_xl.checks.indicateurs import MOIS
from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.cells import NON_RECU
from plie_xl.master.page import ENSEMBLE, ROUGE, TOTAL, add_page, corps, dans, lettres_de
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import Mask, Rows
from plie_xl.model.words import A_VENIR, APRES_ARRETE
from plie_xl.model.workbook import LIGNE_ENTETE
from plie_xl.sheets.pen import Pen

TENUES, PREVUES = "tenues", "prévues"
TRIMESTRE = 92  # days: the longest quarter


def lignes_calendrier(c: Consolidation) -> list[Ligne]:
    """Two rows per territory, held then planned rows by month; `silencieux` names red months."""
    suivi = c.compte.rangees.only("fiche", "jour", "unites", "compte", "retenue")
    datees = ~np.isnan(suivi["jour"])
    comptees, apres = datees & (suivi["unites"] > 0), suivi["compte"].est(APRES_ARRETE)
    tenus = _jours(suivi, comptees & suivi["retenue"] | datees & apres)
    prevus = _jours(suivi, comptees & suivi["compte"].est(A_VENIR))
    references = dict(
        zip(c.compte.saisie.classeurs["fiche"], c.compte.saisie.classeurs["reference"], strict=True)
    )
    lignes = []
    for fiche in c.fiches.values():
        jours = sorted(tenus.get(fiche.id, ()))
        trous = list(find_silences(fiche, jours, references.get(fiche.id)))
        mots = NON_RECU if fiche.id not in references else " ; ".join(map(_say, trous)) or "aucun"
        lignes.append(
            {
                **_mois(fiche, TENUES, jours if fiche.id in references else None),
                "silences": mots,
                "silencieux": [m for n, m in enumerate(MOIS, 1) if _dans(fiche.annee, n, trous)],
            }
        )
        a_venir = prevus.get(fiche.id, ()) if fiche.id in references else None
        lignes.append(_mois(fiche, PREVUES, a_venir))
    return lignes


def find_silences(
    fiche: Fiche, tenues: Iterable[date], reference: date | None
) -> Iterator[tuple[date, date]]:
    """Spans of more than a quarter without a held row, from the first day to the reference."""
    if reference is None:
        return
    debut = fiche.debut
    for jour in (*(j for j in tenues if j <= reference), reference + timedelta(days=1)):
        if (jour - debut).days > TRIMESTRE:
            yield debut, jour - timedelta(days=1)
        debut = jour + timedelta(days=1)


def _say(trou: tuple[date, date]) -> str:
    debut, fin = trou
    return f"du {debut:%d/%m} au {fin:%d/%m} ({(fin - debut).days + 1} jours)"


def _dans(annee: int, mois: int, trous: Iterable[tuple[date, date]]) -> bool:
    """Whether a whole month lies in a span."""
    debut = date(annee, mois, 1)
    fin = date(annee + mois // 12, mois % 12 + 1, 1) - timedelta(days=1)
    return any(a <= debut and fin <= b for a, b in trous)


def _jours(suivi: Rows, masque: Mask) -> Mapping[str, list[date]]:
    jours = defaultdict(list)
    fiches, jour = suivi["fiche"][masque].tolist(), suivi["jour"][masque].tolist()
    for fiche, ordinal in zip(fiches, jour, strict=True):
        jours[fiche].append(date.fromordinal(int(ordinal)))
    return jours


def _mois(fiche: Fiche, quoi: str, jours: Iterable[date] | None) -> Ligne:
    """Days counted by month; nothing at all, and no zero, for a territory not received."""
    faits = {"plie": fiche.plie, "quoi": quoi, "annee": fiche.annee}
    if jours is None:
        return {**faits, **dict.fromkeys((*MOIS, "total"))}
    comptes = dict.fromkeys(MOIS, 0)
    for jour in jours:
        if jour.year == fiche.annee:
            comptes[f"m{jour.month:02}"] += 1
    return {**faits, **comptes, "total": sum(comptes.values())}


def add_calendrier(pen: Pen, lignes: list[Ligne], resume: str) -> None:
    """Months × territories; a month without a held row in a long silence is red."""
    feuille = contract.CALENDRIER
    f = add_page(pen, feuille, lignes, resume, _formules, _allures)
    f.freeze_panes(LIGNE_ENTETE, 2)
    for decalage, quoi in enumerate((TENUES, PREVUES)):
        _add_totaux(pen, f, lignes, quoi, LIGNE_ENTETE + len(lignes) + decalage)


def find_rang_totaux(lignes: list[Ligne]) -> int:
    """The row (1-based) of the monthly totals: those of the held rows, the planned below."""
    return LIGNE_ENTETE + len(lignes) + 1


def _allures(ligne: Ligne) -> dict[str, dict[str, Any]]:
    return dict.fromkeys(ligne.get("silencieux", ()), ROUGE)


def _add_totaux(pen: Pen, f: Any, lignes: list[Ligne], quoi: str, n: int) -> None:
    """All territories by month, under the table (0-based row): what the chart shows."""
    feuille = contract.CALENDRIER
    critere = f"{dans(feuille, 'quoi')},{lettres_de(feuille)['quoi']}{n + 1}"
    memes = [x for x in lignes if x["quoi"] == quoi]
    for rang, colonne in enumerate(feuille.colonnes):
        style = corps(pen, colonne, **TOTAL)
        if colonne.id in (*MOIS, "total"):
            formule = f"=SUMIFS({dans(feuille, colonne.id)},{critere})"
            f.write_formula(n, rang, formule, style, sum(x[colonne.id] or 0 for x in memes))
        else:
            pen.write(f, n, rang, {"plie": ENSEMBLE, "quoi": quoi}.get(colonne.id), style)


def _formules(n: int, ligne: Ligne) -> dict[str, str]:
    """Rows of « Suivi » counted by territory and month."""
    if ligne["total"] is None:
        return {}
    ici, suivi = lettres_de(contract.CALENDRIER), contract.SUIVI
    quoi = "tenu" if ligne["quoi"] == TENUES else "a_venir"
    plie = f"{dans(suivi, 'plie')},${ici['plie']}{n}"
    criteres = [f'{dans(suivi, quoi)},">0"']
    if quoi == "tenu":  # what is held is shown, whatever the date of reference
        criteres.append(f'{dans(suivi, "compte")},"{APRES_ARRETE}"')
    jours, annee = dans(suivi, "date"), ligne["annee"]

    def count_mois(rang: int) -> str:
        mois = f'{jours},">="&DATE({annee},{rang},1),{jours},"<"&DATE({annee},{rang + 1},1)'
        return "=" + "+".join(f"COUNTIFS({plie},{critere},{mois})" for critere in criteres)

    return {m: count_mois(rang) for rang, m in enumerate(MOIS, start=1)} | {
        "total": f"=SUM({ici['m01']}{n}:{ici['m12']}{n})"
    }
