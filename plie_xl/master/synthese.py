"""« Synthèse »: key figures, territories and two charts, on one A4 page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from plie_xl.attainment import CIBLE, find_statut_territoire
from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.cells import NON_RECU
from plie_xl.master.figures import REGARDEES, somme_connue, sum_connues, sum_regardees
from plie_xl.master.page import add_ensemble, add_page, add_statuts, dans, en_cache, lettres_de
from plie_xl.master.priorites import rank
from plie_xl.master.suivi import manque
from plie_xl.model.cell import lettres
from plie_xl.model.frames import Rows
from plie_xl.model.grouping import count_by
from plie_xl.model.lecture import records
from plie_xl.model.text import nombre, pluriel
from plie_xl.model.words import ATTEINTE, DEFINITION_TAUX, NON_CONTROLE
from plie_xl.model.workbook import PREMIERE_LIGNE
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen

FEUILLE = contract.SYNTHESE
# Of the two charts side by side, in pixels: the width of the table.
LARGEUR = sum(int(7 * c.largeur + 5) for c in FEUILLE.colonnes)
NOTE = (
    "Tenu : réunions et actions réalisées. Justifié : celles dont les pièces, écrites dans le"
    " classeur, suffisent d’après la fiche. Au dossier : celles dont les fichiers sont là et"
    " s’ouvrent. Retenu au CSF : celles que le contrôle retient."
    " Tenu et justifié sont comptés jusqu’à « Arrêté au », au dossier à la date du registre, le"
    " FSE+ à celle de la fiche."
    f" Taux : {DEFINITION_TAUX}."
    " Ensemble : moyenne des territoires reçus. Statut : celui"
    " de la cible la moins avancée. Le détail est dans « Atteinte », ligne à ligne dans « Suivi »."
)
_POLICE = {"name": theme.POLICE, "size": 9}
_PARTS = {"part_tenue": "taux_tenu", "part_justifiee": "taux_justifie"}


def lignes_synthese(c: Consolidation, atteinte: list[Ligne]) -> list[Ligne]:
    """One row per territory, received or not."""
    classeurs = {x["fiche"]: x for x in records(c.compte.saisie.classeurs)}
    suivi = c.compte.rangees.only("fiche", "jour", "etat_pieces", "retenue")
    tenues = suivi.take(suivi["retenue"])
    dernieres = _find_dernieres(tenues)
    incompletes = count_by(tenues["fiche"], tenues["etat_pieces"].apply(manque, bool))
    par_fiche: dict[str, list[Ligne]] = {}
    for x in atteinte:
        if x["nature"] == CIBLE:
            par_fiche.setdefault(x["fiche"], []).append(x)
    lignes = []
    for fiche in c.fiches.values():
        reference = classeurs[fiche.id]["reference"] if fiche.id in classeurs else None
        recue = _sum_cibles(c, par_fiche.get(fiche.id, []), reference is not None)
        faits = {
            "a_completer": None if reference is None else incompletes.get(fiche.id, 0),
            "derniere": dernieres.get(fiche.id),
            "reference": reference,
        }
        montant = {"montant_fse": fiche.montant_fse}
        lignes.append({"fiche": fiche.id, "plie": fiche.plie, **recue, **montant, **faits})
    rangs = {x["fiche"]: x["urgence"] for x in rank(c, lignes, atteinte)}
    return [{**x, "urgence": rangs[x["fiche"]]} for x in lignes]


def _sum_cibles(c: Consolidation, cibles: list[Ligne], recu: bool) -> Ligne:
    """What the targets of a territory come to; nothing but their number until it is received."""
    parts = {nom: [x[nom] for x in cibles if x[nom] is not None] for nom in _PARTS}
    return {
        "cibles": len(cibles),
        "atteintes": sum(x["statut"] == ATTEINTE for x in cibles) if recu else None,
        "tenu": sum(x["tenu"] for x in cibles) if recu else None,
        "justifie": sum(x["justifie"] for x in cibles) if recu else None,
        **_find_regardees(c, cibles),
        **{t: sum(parts[p]) / len(parts[p]) if parts[p] else None for p, t in _PARTS.items()},
        "statut": find_statut_territoire([x["statut"] for x in cibles]) if recu else NON_RECU,
    }


def _find_regardees(c: Consolidation, cibles: list[Ligne]) -> Ligne:
    """The figures that somebody has to look for, of the targets of one territory."""
    controle = c.controle.controle(*(x["cle"] for x in cibles)) if c.controle else NON_CONTROLE
    return {
        "au_dossier": sum_regardees(x["au_dossier"] for x in cibles),
        "retenu_csf": sum_connues(cibles, "retenu_csf"),
        "controle": controle,
    }


def _find_dernieres(tenues: Rows) -> dict[str, date]:
    """The last day of the rows held, by fiche."""
    jours = tenues.only("fiche", "jour").to_frame().groupby("fiche", observed=True)["jour"].max()
    dits = zip(jours.index.tolist(), jours.tolist(), strict=True)
    return {fiche: date.fromordinal(int(jour)) for fiche, jour in dits}


def explain_totaux(c: Consolidation, tenu: float) -> str:
    """Why what is held on the targets is not the number of rows retained; "" when it is."""
    t, hors = c.totaux, c.totaux["lignes_hors_cibles"]
    sur_cibles = t["lignes_retenues"] - hors
    if not hors and tenu == sur_cibles:
        return ""
    phrase = pluriel(t["lignes_retenues"], "ligne retenue")
    phrase += f", dont {nombre(hors)} hors cibles" if hors else ""
    if tenu != sur_cibles:
        phrase += f" ; {nombre(tenu)} tenu, car une ligne peut valoir plusieurs unités"
        phrase += ", et « Indicateurs » compte des participants" if _has_effectifs(c) else ""
    return f"{phrase}."


def _has_effectifs(c: Consolidation) -> bool:
    """Whether some target of a territory received is counted in « Indicateurs »."""
    recues = set(c.compte.saisie.classeurs["fiche"])
    return any(x.indicateurs for f in recues for x in c.fiches[f].cibles)


def add_synthese(
    pen: Pen,
    c: Consolidation,
    lignes: list[Ligne],
    mois: int,
    resume: str,
    premiers: str,
    successions: str,
) -> None:
    """Draw the page; `mois` is the row (1-based) of the monthly totals of « Calendrier ».

    `premiers` says which territories need help first, `successions` who succeeds to whom.
    """
    dits = " – ".join(filter(None, (resume, premiers)))
    f = add_page(pen, FEUILLE, lignes, resume, _formules, graphiques=True, sous_titre=dits)
    f.activate()
    f.fit_to_pages(1, 1)
    add_statuts(pen, f, FEUILLE, len(lignes), debut=True)
    sommes = ("cibles", "atteintes", "tenu", "justifie", "montant_fse", "a_completer")
    n = add_ensemble(pen, f, FEUILLE, lignes, sommes, _moyennes(lignes) | _connues(lignes))
    _add_cles(pen, f, lignes, c.references)
    f.merge_range(n, 0, n, len(FEUILLE.colonnes) - 1, "", pen.texte())
    totaux = explain_totaux(c, sum(x["tenu"] or 0 for x in lignes))
    note = " ".join(filter(None, (successions, totaux, NOTE, *pen.ailleurs.values())))
    style = pen.texte(font_color=theme.DOUX, text_wrap=True, valign="vcenter")
    f.write_string(n, 0, note, style)
    f.set_row(n, 60 + 14 * (len(pen.ailleurs) + bool(successions)))
    graphiques = (_graphique_taux(pen, len(lignes)), _graphique_mois(pen, mois))
    for rang, graphique in enumerate(graphiques):
        place = {"object_position": 2, "x_offset": rang * (LARGEUR // 2 + 10)}
        f.insert_chart(n + 1, 0, graphique, place)


def _formules(n: int, ligne: Ligne) -> dict[str, str]:
    """A row: sums over « Atteinte », and meetings in « Suivi »."""
    formules = _formules_recu(n)
    if ligne["statut"] == NON_RECU:
        return {"cibles": formules["cibles"]}
    return {nom: f for nom, f in formules.items() if ligne[nom] != NON_CONTROLE}


def _formules_recu(n: int) -> dict[str, str]:
    a, s = contract.ATTEINTE, contract.SUIVI
    plie = f'{dans(a, "plie")},A{n},{dans(a, "nature")},"{CIBLE}"'
    retenues = f'{dans(s, "plie")},A{n},{dans(s, "tenu")},">0"'
    jour = f"SUMPRODUCT(MAX(({dans(s, 'plie')}=A{n})*{dans(s, 'jour_tenu')}))"
    return {
        "cibles": f"=COUNTIFS({plie})",
        "atteintes": f'=COUNTIFS({plie},{dans(a, "statut")},"{ATTEINTE}")',
        "tenu": f"=SUMIFS({dans(a, 'tenu')},{plie})",
        "justifie": f"=SUMIFS({dans(a, 'justifie')},{plie})",
        **{nom: f"=SUMIFS({dans(a, nom)},{plie})" for nom in REGARDEES},
        "taux_tenu": f'=IFERROR(AVERAGEIFS({dans(a, "part_tenue")},{plie}),"")',
        "taux_justifie": f'=IFERROR(AVERAGEIFS({dans(a, "part_justifiee")},{plie}),"")',
        "a_completer": f'=COUNTIFS({retenues},{dans(s, "etat_pieces")},"manque*")',
        "derniere": f'=IF(COUNTIFS({retenues})=0,"",{jour})',
    }


def _moyennes(lignes: list[Ligne]) -> dict[str, tuple[str, object]]:
    """The mean of the rates over the territories, each counting the same."""
    moyennes = {}
    for nom in ("taux_tenu", "taux_justifie"):
        valeurs = [x[nom] for x in lignes if x[nom] is not None]
        formule = f'=IFERROR(AVERAGE({dans(FEUILLE, nom)}),"")'
        moyennes[nom] = (formule, sum(valeurs) / len(valeurs) if valeurs else "")
    return moyennes


def _connues(lignes: list[Ligne]) -> dict[str, tuple[str, object]]:
    """What is known of the figures that somebody has to look for."""
    return {nom: (somme_connue(dans(FEUILLE, nom)), sum_connues(lignes, nom)) for nom in REGARDEES}


def _add_cles(pen: Pen, f: Any, lignes: list[Ligne], references: list[date]) -> None:
    """The key figures above the table, each under its name."""
    recus = [x for x in lignes if x["statut"] != NON_RECU]
    statuts, autres = dans(FEUILLE, "statut"), f'"<>{NON_RECU}"'
    total = {c: sum(x[c] or 0 for x in lignes) for c in ("cibles", "atteintes", "tenu", "justifie")}
    fse = sum(x["montant_fse"] for x in recus)
    somme = {c.id: f"=SUM({dans(FEUILLE, c.id)})" for c in FEUILLE.colonnes}
    jour = en_cache(references[-1] if references else None)
    cles: tuple[tuple[int, int, str, object], ...] = (
        (0, 0, f'=COUNTIF({statuts},{autres})&" sur "&ROWS({statuts})',
         f"{len(recus)} sur {len(lignes)}"),
        (1, 2, f'{somme["atteintes"]}&" sur "&{somme["cibles"].removeprefix("=")}',
         f"{total['atteintes']} sur {total['cibles']}"),
        (3, 3, somme["tenu"], total["tenu"]),
        (4, 4, somme["justifie"], total["justifie"]),
        (5, 5, *_connues(lignes)["au_dossier"]),
        (6, 7, *_connues(lignes)["retenu_csf"]),
        (8, 9, somme["a_completer"], sum(x["a_completer"] or 0 for x in lignes)),
        (10, 12, f"=SUMIFS({dans(FEUILLE, 'montant_fse')},{statuts},{autres})", fse),
        (13, 15, f'=IF(COUNT({dans(FEUILLE, "reference")})=0,"",'
         f"MAX({dans(FEUILLE, 'reference')}))", jour),
    )  # fmt: skip
    f.set_row(2, 16)
    f.set_row(3, 27)
    fond = {"bg_color": theme.CALCUL, "align": "center"}
    petit = pen.texte(**fond, font_color=theme.DOUX, top=1, top_color=theme.FILET)
    for chiffre, (debut, fin, formule, valeur) in zip(contract.CHIFFRES, cles, strict=True):
        grand = pen.texte(
            **fond, bold=True, font_size=16, font_color=theme.ARDOISE, valign="vcenter",
            num_format=theme.FORMATS[chiffre.format], shrink=True,
        )  # fmt: skip
        if fin > debut:
            f.merge_range(2, debut, 2, fin, "", petit)
            f.merge_range(3, debut, 3, fin, "", grand)
        f.write_string(2, debut, chiffre.entete, petit)
        f.write_formula(3, debut, formule, grand, valeur)


def _graphique_taux(pen: Pen, nombre: int) -> Any:
    """Rates by territory, held and proved."""
    fin, ici = PREMIERE_LIGNE + nombre - 1, lettres_de(FEUILLE)

    def etendue(colonne: str) -> str:
        return f"='{FEUILLE.nom}'!${ici[colonne]}${PREMIERE_LIGNE}:${ici[colonne]}${fin}"

    series = (
        ("Taux tenu", etendue("taux_tenu"), theme.BLEU),
        ("Taux justifié", etendue("taux_justifie"), theme.OCRE),
    )
    sorte = {"type": "bar"}
    graphique = _graphique(pen, sorte, "Taux par territoire", etendue("plie"), series)
    filets = {"visible": True, "line": {"color": theme.FILET}}
    echelle = {"num_format": "0 %", "min": 0, "max": 1, "major_gridlines": filets}
    territoires = {"num_font": _POLICE, "reverse": True, "crossing": "max"}
    graphique.set_y_axis(territoires)  # of a bar chart; crossed at the bottom
    graphique.set_x_axis({"num_font": _POLICE, **echelle})
    return graphique


def _graphique_mois(pen: Pen, ligne: int) -> Any:
    """Rows held and planned by month, all territories together."""
    feuille = contract.CALENDRIER
    premier, dernier = (lettres(feuille.rang(m) + 1) for m in ("m01", "m12"))

    def etendue(n: int) -> str:
        return f"='{feuille.nom}'!${premier}${n}:${dernier}${n}"

    series = (
        ("Tenues", etendue(ligne), theme.BLEU),
        ("Prévues", etendue(ligne + 1), theme.GRIS),
    )
    sorte, titre = {"type": "column", "subtype": "stacked"}, "Réunions et actions par mois"
    graphique = _graphique(pen, sorte, titre, etendue(PREMIERE_LIGNE - 1), series)
    filets = {"visible": True, "line": {"color": theme.FILET}}
    graphique.set_x_axis({"num_font": _POLICE})
    graphique.set_y_axis(
        {"num_font": _POLICE, "num_format": "0", "min": 0, "major_gridlines": filets}
    )
    return graphique


def _graphique(
    pen: Pen,
    sorte: dict[str, str],
    titre: str,
    categories: str,
    series: Iterable[tuple[str, str, str]],
) -> Any:
    graphique = pen.classeur.add_chart(sorte)
    for nom, valeurs, couleur in series:
        graphique.add_series(
            {
                "name": nom,
                "categories": categories,
                "values": valeurs,
                "fill": {"color": couleur},
                "gap": 50,
            }
        )
    graphique.set_title({"name": titre, "name_font": {**_POLICE, "size": 12}})
    graphique.set_legend({"position": "bottom", "font": _POLICE})
    graphique.set_size({"width": LARGEUR // 2, "height": 340})
    return graphique
