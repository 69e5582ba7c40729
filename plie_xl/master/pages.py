"""The sheets of the master, drawn: figures are formulas over « Suivi », values cached."""

from collections.abc import Callable, Iterable
from typing import Any

from plie_xl import charte
from plie_xl.attainment import CIBLE
from plie_xl.cellule import lettres
from plie_xl.classeur import ATTEINTE as MOT_ATTEINTE
from plie_xl.classeur import LIGNE_ENTETE, PREMIERE_LIGNE, Feuille
from plie_xl.consolidation import Consolidation
from plie_xl.master import contrat
from plie_xl.master import lignes as rows
from plie_xl.master.lignes import Ligne
from plie_xl.plume import Plume, find_hauteur, plage

Formules = Callable[[int, Ligne], dict[str, str]]


def add_pages(plume: Plume, c: Consolidation) -> None:
    """Draw every sheet, in the order of the tabs."""
    resume = find_resume(c)
    atteinte = rows.lignes_atteinte(c)
    synthese = rows.lignes_synthese(c, atteinte)
    _add_synthese(plume, c, synthese, resume)
    f = _add_page(plume, contrat.ATTEINTE, atteinte, resume, _formules_atteinte)
    _add_statuts(plume, f, contrat.ATTEINTE, len(atteinte))
    instances = rows.lignes_par_instance(c, atteinte)
    _add_page(plume, contrat.PAR_INSTANCE, instances, resume, _formules_instance)
    _add_page(plume, contrat.SUIVI, list(rows.lignes_suivi(c)), resume)
    _add_page(plume, contrat.PIECES_MANQUANTES, rows.lignes_pieces(c), resume)
    _add_page(plume, contrat.ANOMALIES, rows.lignes_anomalies(c), resume)
    sources = rows.lignes_sources(c)
    f = _add_page(plume, contrat.SOURCES, sources, resume)
    _add_totaux(plume, f, sources)


def find_resume(c: Consolidation) -> str:
    """« Consolidation 2024, 11 territoires sur 11, arrêtée au 31/10/2024 »."""
    annee = next(iter(c.fiches.values())).annee
    recus = len(c.fiches) - len(c.manquantes)
    dates = [f"{jour:%d/%m/%Y}" for jour in c.references]
    arretee = f", arrêtée au {dates[-1]}" if dates else ""
    if len(dates) > 1:
        arretee = f", arrêtée entre le {dates[0]} et le {dates[-1]}"
    return f"Consolidation {annee}, {recus} territoires sur {len(c.fiches)}{arretee}"


def _add_page(
    plume: Plume,
    feuille: Feuille,
    lignes: list[Ligne],
    resume: str,
    formules: Formules = lambda n, ligne: {},
) -> Any:
    """A sheet with one table; `formules` gives the live columns of a row (1-based)."""
    f = plume.add_feuille(feuille, resume)
    plume.add_table(f, feuille, len(lignes))
    for n, ligne in enumerate(lignes, start=LIGNE_ENTETE):
        vivantes = formules(n + 1, ligne)
        f.set_row(n, find_hauteur(ligne, feuille.colonnes))
        gras = {"bold": True} if ligne.get("total") else {}
        for rang, c in enumerate(feuille.colonnes):
            valeur, style = ligne.get(c.id), plume.corps(c, bg_color=charte.BLANC, **gras)
            if c.id in vivantes:
                f.write_formula(n, rang, vivantes[c.id], style, "" if valeur is None else valeur)
            else:
                plume.write(f, n, rang, valeur, style)
    return f


def _add_synthese(plume: Plume, c: Consolidation, lignes: list[Ligne], resume: str) -> None:
    f = _add_page(plume, contrat.SYNTHESE, lignes, resume, _formules_synthese)
    f.activate()
    _add_statuts(plume, f, contrat.SYNTHESE, len(lignes))
    _add_ligne_totale(plume, f, lignes)
    _add_graphique(plume, f, len(lignes))


def _add_ligne_totale(plume: Plume, f: Any, lignes: list[Ligne]) -> None:
    """The sum of the territories, under the table."""
    n = LIGNE_ENTETE + len(lignes)
    somme = plume.texte(bold=True, top=1, border_color=charte.ARDOISE, align="center")
    euros = plume.texte(
        bold=True, top=1, border_color=charte.ARDOISE, num_format=charte.FORMATS["euros"]
    )
    for rang, colonne in enumerate(contrat.SYNTHESE.colonnes):
        if colonne.id == "plie":
            f.write_string(
                n, rang, "Ensemble", plume.texte(bold=True, top=1, border_color=charte.ARDOISE)
            )
        elif colonne.format in ("entier", "euros"):
            lettre = lettres(rang + 1)
            formule = f"=SUM({lettre}{PREMIERE_LIGNE}:{lettre}{n})"
            style = euros if colonne.format == "euros" else somme
            f.write_formula(n, rang, formule, style, sum(x[colonne.id] for x in lignes))
        else:
            f.write_blank(n, rang, None, somme)


def _add_graphique(plume: Plume, f: Any, nombre: int) -> None:
    """Rates by territory, held and proved."""
    fin = PREMIERE_LIGNE + nombre - 1
    graphique = plume.classeur.add_chart({"type": "column"})
    for nom, colonne, couleur in (
        ("Taux tenu", "taux_tenu", charte.BLEU),
        ("Taux justifié", "taux_justifie", charte.OCRE),
    ):
        lettre = lettres(contrat.SYNTHESE.rang(colonne) + 1)
        graphique.add_series(
            {
                "name": nom,
                "categories": f"='{contrat.SYNTHESE.nom}'!$A${PREMIERE_LIGNE}:$A${fin}",
                "values": f"='{contrat.SYNTHESE.nom}'!${lettre}${PREMIERE_LIGNE}:${lettre}${fin}",
                "fill": {"color": couleur},
                "gap": 70,
            }
        )
    police = {"name": charte.POLICE, "size": 9}
    graphique.set_title({"name": "Taux par territoire", "name_font": {**police, "size": 12}})
    graphique.set_x_axis({"num_font": police})
    graphique.set_y_axis(
        {
            "num_font": police,
            "num_format": "0 %",
            "min": 0,
            "max": 1,
            "major_gridlines": {"visible": True, "line": {"color": charte.FILET}},
        }
    )
    graphique.set_legend({"position": "bottom", "font": police})
    graphique.set_size({"width": 1080, "height": 300})
    f.insert_chart(fin + 2, 0, graphique, {"object_position": 2})


def _add_statuts(plume: Plume, f: Any, feuille: Feuille, nombre: int) -> None:
    statuts = plage(feuille.rang("statut"), PREMIERE_LIGNE, PREMIERE_LIGNE + max(nombre, 1) - 1)
    plume.add_mots(f, statuts, charte.STATUTS)


def _add_totaux(plume: Plume, f: Any, lignes: list[Ligne]) -> None:
    """Control totals above the table: lues, retenues, écartées, over all files."""
    style = plume.texte(bold=True, align="center")
    f.write_string(
        3, contrat.SOURCES.rang("detail"), "Totaux de contrôle :", plume.texte(align="right")
    )
    for nom in ("lues", "retenues", "ecartees"):
        entete = contrat.SOURCES.colonne(nom).entete
        total = sum(x.get(nom) or 0 for x in lignes)
        formule = f"=SUM(sources[{entete}])"
        f.write_formula(3, contrat.SOURCES.rang(nom), formule, style, total)


def _formules_atteinte(n: int, ligne: Ligne) -> dict[str, str]:
    """A row of « Atteinte »: sums over « Suivi » by key, and what follows from them."""
    ici = _lettres(contrat.ATTEINTE)
    m, t, j, v = (f"{ici[c]}{n}" for c in ("minimum", "tenu", "justifie", "a_venir"))
    sommes = {} if ligne["par_indicateurs"] else _sommes(("tenu", "justifie", "a_venir"), ici, n)
    return {
        **sommes,
        "reste": f'=IF({m}="","",MAX(0,{m}-{j}))',
        "taux": f'=IF({m}="","",{t}/{m})',
        "projection": f"={t}+{v}",
        "part_tenue": f'=IF({m}="","",MIN(1,{t}/{m}))',
        "part_justifiee": f'=IF({m}="","",MIN(1,{j}/{m}))',
    }


def _sommes(colonnes: Iterable[str], ici: dict[str, str], n: int) -> dict[str, str]:
    entetes = {c.id: c.entete for c in contrat.SUIVI.colonnes}
    return {c: f"=SUMIFS(suivi[{entetes[c]}],suivi[Clé],{ici['cle']}{n})" for c in colonnes}


def _formules_instance(n: int, ligne: Ligne) -> dict[str, str]:
    """A row of « Par instance »: a sum over « Suivi », or the total of the rows above it."""
    ici = _lettres(contrat.PAR_INSTANCE)
    m, t = f"{ici['minimum']}{n}", f"{ici['tenu']}{n}"
    taux = {"taux": f'=IF(N({m})=0,"",{t}/{m})'}
    if ligne["total"]:
        debut = n - ligne["total"]
        return taux | {
            c: f"=SUM({ici[c]}{debut}:{ici[c]}{n - 1})" for c in ("minimum", "tenu", "justifie")
        }
    return taux | ({} if ligne["par_indicateurs"] else _sommes(("tenu", "justifie"), ici, n))


def _formules_synthese(n: int, ligne: Ligne) -> dict[str, str]:
    """A row of « Synthèse »: sums over « Atteinte », and meetings to complete in « Suivi »."""
    plie = f'atteinte[PLIE],A{n},atteinte[Nature],"{CIBLE}"'
    return {
        "cibles": f"=COUNTIFS({plie})",
        "atteintes": f'=COUNTIFS({plie},atteinte[Statut],"{MOT_ATTEINTE}")',
        "tenu": f"=SUMIFS(atteinte[Tenu],{plie})",
        "justifie": f"=SUMIFS(atteinte[Justifié],{plie})",
        "taux_tenu": f'=IFERROR(AVERAGEIFS(atteinte[Part tenue],{plie}),"")',
        "taux_justifie": f'=IFERROR(AVERAGEIFS(atteinte[Part justifiée],{plie}),"")',
        "a_completer": f'=COUNTIFS(suivi[PLIE],A{n},suivi[Tenu],">0",suivi[Pièces],"manque*")',
    }


def _lettres(feuille: Feuille) -> dict[str, str]:
    return {c.id: lettres(n) for n, c in enumerate(feuille.colonnes, start=1)}
