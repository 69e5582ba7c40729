"""« Calendrier », « Indicateurs », « Financement » and « Postes »: figures beside the targets."""

from typing import Any

from plie_xl.checks.figures import MOIS
from plie_xl.consolidation import Consolidation
from plie_xl.master import annexes, contract
from plie_xl.master.batches import Ligne
from plie_xl.master.lignes import NON_RECU
from plie_xl.master.page import (
    ENSEMBLE,
    TOTAL,
    add_ensemble,
    add_page,
    add_statuts,
    corps,
    dans,
    lettres_de,
)
from plie_xl.model.workbook import DEPENSE, FSE, LIGNE_ENTETE, PREMIERE_LIGNE, RESSOURCE
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen, plage

CONSTATS = {
    "Dans les limites de la fiche": theme.STATUTS["Atteinte"],
    "Rien n’est saisi": theme.STATUTS["En retard"],
    NON_RECU: theme.STATUTS[NON_RECU],
}
ROUGE: dict[str, Any] = {
    "bg_color": theme.ROUGE,
    "font_color": theme.ROUGE_ENCRE,
    "bold": True,
}
MOUVEMENTS = ("depenses", "ressources", "fse")


def add_calendrier(pen: Pen, lignes: list[Ligne], resume: str) -> None:
    """Months × territories; a month without a held row in a long silence is red."""
    feuille = contract.CALENDRIER
    f = add_page(pen, feuille, lignes, resume, _formules_calendrier, _allures_calendrier)
    f.freeze_panes(LIGNE_ENTETE, 2)
    for decalage, quoi in enumerate((annexes.TENUES, annexes.PREVUES)):
        _add_totaux(pen, f, lignes, quoi, LIGNE_ENTETE + len(lignes) + decalage)


def _allures_calendrier(ligne: Ligne) -> dict[str, dict[str, Any]]:
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


def _formules_calendrier(n: int, ligne: Ligne) -> dict[str, str]:
    """Rows of « Suivi » counted by territory and month."""
    if ligne["total"] is None:
        return {}
    ici, suivi = lettres_de(contract.CALENDRIER), contract.SUIVI
    quoi = "tenu" if ligne["quoi"] == annexes.TENUES else "a_venir"
    communs = f'{dans(suivi, "plie")},${ici["plie"]}{n},{dans(suivi, quoi)},">0"'
    jours, annee = dans(suivi, "date"), ligne["annee"]
    return {
        m: f'=COUNTIFS({communs},{jours},">="&DATE({annee},{rang},1),'
        f'{jours},"<"&DATE({annee},{rang + 1},1))'
        for rang, m in enumerate(MOIS, start=1)
    } | {"total": f"=SUM({ici['m01']}{n}:{ici['m12']}{n})"}


def add_indicateurs(pen: Pen, c: Consolidation, resume: str) -> None:
    """Counts by month, with their totals."""
    ici = lettres_de(contract.INDICATEURS)
    add_page(
        pen,
        contract.INDICATEURS,
        annexes.lignes_indicateurs(c),
        resume,
        lambda n, ligne: {"total": f"=SUM({ici['m01']}{n}:{ici['m12']}{n})"},
    )


def add_financement(pen: Pen, c: Consolidation, resume: str) -> None:
    """Territories against their limits, then every heading received."""
    feuille, lignes = contract.FINANCEMENT, annexes.lignes_financement(c)
    f = add_page(pen, feuille, lignes, resume, _formules_financement)
    add_statuts(pen, f, feuille, len(lignes), "constat", CONSTATS)
    etendue = plage(feuille.rang("constat"), PREMIERE_LIGNE, LIGNE_ENTETE + len(lignes))
    regle = {"type": "text", "criteria": "containing", "value": annexes.AU_DESSUS}
    f.conditional_format(etendue, {**regle, "format": pen.format(**ROUGE)})
    sommes = [x.id for x in feuille.colonnes if x.format == "euros"]
    ici, parts = lettres_de(feuille), {}
    for m in annexes.COLONNES:
        depenses, fse = (sum(x[f"{nom}_{m}"] or 0 for x in lignes) for nom in ("depenses", "fse"))
        formule = _part(ici[f"depenses_{m}"], ici[f"fse_{m}"], "{n}")
        parts[f"part_{m}"] = (formule, fse / depenses if depenses else "")
    add_ensemble(pen, f, feuille, lignes, sommes, {**parts, "constat": _hors_limites(lignes)})
    postes = annexes.lignes_postes(c)
    add_page(pen, contract.POSTES, postes, resume)


def _hors_limites(lignes: list[Ligne]) -> tuple[str, str]:
    """How many territories are beyond their limits: the formula and its words."""
    combien = f'COUNTIF({dans(contract.FINANCEMENT, "constat")},"*{annexes.AU_DESSUS}*")'
    mots = (
        "Aucun territoire hors limites",
        "1 territoire hors limites",
        "territoires hors limites",
    )
    formule = f'=IF({combien}=0,"{mots[0]}",IF({combien}=1,"{mots[1]}",{combien}&" {mots[2]}"))'
    nombre = sum(annexes.AU_DESSUS in x["constat"] for x in lignes)
    return formule, mots[nombre] if nombre < 2 else f"{nombre} {mots[2]}"


def _formules_financement(n: int, ligne: Ligne) -> dict[str, str]:
    """Sums over « Postes » by territory."""
    if ligne["constat"] == NON_RECU:
        return {}
    ici, postes = lettres_de(contract.FINANCEMENT), contract.POSTES
    plie = f"{dans(postes, 'plie')},{ici['plie']}{n}"
    criteres = {
        "depenses": f'{dans(postes, "nature")},"{DEPENSE}"',
        "ressources": f'{dans(postes, "nature")},"{RESSOURCE}"',
        "fse": f'{dans(postes, "source")},"{FSE}"',
    }
    vivantes = {}
    for m in annexes.COLONNES:
        for nom in MOUVEMENTS:
            vivantes[f"{nom}_{m}"] = f"=SUMIFS({dans(postes, m)},{plie},{criteres[nom]})"
        vivantes[f"part_{m}"] = _part(ici[f"depenses_{m}"], ici[f"fse_{m}"], str(n))
    return vivantes


def _part(depenses: str, fse: str, n: str) -> str:
    return f'=IF({depenses}{n}=0,"",{fse}{n}/{depenses}{n})'
