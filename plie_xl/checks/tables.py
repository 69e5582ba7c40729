"""What rules look at: one row per row of « Suivi », or one per cell to judge."""

from collections.abc import Iterable, Iterator

import numpy as np

from plie_xl.checks.cells import CLES, find_fautives, read_colonnes, stack
from plie_xl.checks.count import Compte
from plie_xl.checks.facts import build_suivi
from plie_xl.checks.financement import build_montants, build_sommes
from plie_xl.checks.indicateurs import build_indicateurs, build_ventilations
from plie_xl.checks.parametres import Rubriques, cle_rubrique
from plie_xl.checks.references import build_references
from plie_xl.checks.values import ordinal, read_quantite
from plie_xl.checks.whole import (
    build_classeurs,
    build_depassements,
    build_ecarts,
    build_formats,
    build_livrables,
)
from plie_xl.model.content import lignes_cibles
from plie_xl.model.expected import is_expected, parse_portee
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import Coded, Rows, build_lignes
from plie_xl.model.lecture import Lecture, Table
from plie_xl.model.privacy import find_personnelle, find_personnelles, find_suspects
from plie_xl.model.text import cle, est_vide
from plie_xl.model.workbook import (
    CIBLES,
    EMPREINTE,
    REFERENCE,
    TECHNICIENS,
    colonnes_remplissables,
    feuilles,
)

MODIFIEE, ABSENTE, EN_TROP = "modifiée", "absente", "en trop"  # what befell a row of « Cibles »


def build_tables(compte: Compte) -> dict[str, Rows]:
    """Each of `rule.TABLES`."""
    fiches = compte.saisie.fiches
    montants, indicateurs = build_montants(compte), build_indicateurs(compte)
    return {
        "suivi": build_suivi(compte.rangees, compte.saisie),
        "textes": build_textes(compte),
        "references": build_references(compte),
        "parametres": build_parametres(compte),
        "cibles": build_cibles(compte),
        "financement": montants,
        "sommes": build_sommes(montants, fiches),
        "indicateurs": indicateurs,
        "ventilations": build_ventilations(indicateurs, fiches),
        "livrables": build_livrables(compte),
        "classeurs": build_classeurs(compte),
        "depassements": build_depassements(compte),
        "ecarts": build_ecarts(compte, indicateurs),
        "formats": build_formats(compte),
    }


def build_textes(compte: Compte) -> Rows:
    """Cells that seem to point at a person, among all those in which somebody may type."""
    trouves = []
    for nom, colonnes in list_remplissables(compte.saisie.fiches.values()).items():
        rows, shapes = compte.saisie.rows(nom), compte.saisie.shapes if nom == "suivi" else {}
        lues = read_colonnes(rows, (c for c in colonnes if c not in shapes), find_personnelles)
        lues |= {c: _find_personnelles(rows[c], shapes[c]) for c in colonnes if c in shapes}
        cellules = stack(rows, {c: lues[c] for c in colonnes if c in lues})
        trouves += [(nom, *(x[c] for c in (*CLES, "colonne", "lu"))) for x in cellules.lignes()]
    return build_lignes(("table", *CLES, "colonne", "personnelle"), trouves)


def _find_personnelles(colonne: Coded, shape: Coded) -> list[str | None]:
    """The same of a column of evidence, most of whose texts are of some harmless shapes."""
    trouvees: list[str | None] = [None] * len(colonne.distinctes)
    suspects = np.isin(shape.codes, find_suspects(shape.distinctes))
    for n in np.unique(colonne.codes[suspects]).tolist():
        trouvees[n] = find_personnelle(colonne.distinctes[n])
    return trouvees


def list_remplissables(fiches: Iterable[Fiche]) -> dict[str, list[str]]:
    """The columns to fill in of each table, over the workbooks of these fiches."""
    trouvees: dict[str, dict[str, None]] = {}
    for fiche in fiches:
        for feuille in feuilles(fiche):
            vues = trouvees.setdefault(feuille.table, {})
            vues.update(dict.fromkeys(colonnes_remplissables(feuille)))
    return {table: list(colonnes) for table, colonnes in trouvees.items() if colonnes}


def build_parametres(compte: Compte) -> Rows:
    """Two rows by workbook: what « Fiche » leaves to fill in, and the row where it stands."""
    fautives = find_fautives(compte.saisie.lectures, "parametres")
    lignes = []
    for x in compte.saisie.parametres.lignes():
        fiche, rubriques = compte.saisie.fiches[x["fiche"]], compte.saisie.rubriques[x["classeur"]]
        for colonne, nom in _PARAMETRES.items():
            ligne, _ = rubriques.get(cle_rubrique(nom), (0, ""))
            valeur = x[colonne]
            dite = (x["classeur"], ligne, "valeur") in fautives
            demande = not dite and (nom == REFERENCE or fiche.par_technicien)
            cles = x["classeur"], fiche.id, ligne
            lignes.append((*cles, nom, valeur, demande, *_read_parametre(nom, valeur)))
    parametres = build_lignes((*CLES, "parametre", "valeur", "demande", *_LUS), lignes)
    demande, nom = parametres["demande"].est(True), parametres["parametre"]
    return parametres.avec(
        vide=parametres["vide"].est(True),
        **{n: parametres[n].apply(float, float) for n in ("nombre", "jour")},
        techniciens_attendus=demande & nom.est(TECHNICIENS),
        arrete_attendu=demande & nom.est(REFERENCE),
    )


_PARAMETRES = {"technicien_saisi": TECHNICIENS, "arrete_au": REFERENCE}
_LUS = ("vide", "nombre", "jour")


def _read_parametre(nom: str, valeur: object) -> tuple[bool, float, float]:
    """Whether nothing is typed; the number of technicians; the day."""
    nombre = read_quantite(valeur) if nom == TECHNICIENS else np.nan
    jour = np.nan if nom == TECHNICIENS else ordinal(valeur)
    return est_vide(valeur), nombre, jour


def build_cibles(compte: Compte) -> Rows:
    """Cells of « Cibles » that differ from what the fiche says."""
    fiches = compte.saisie.fiches
    recues = {lec.fiche for lec in compte.saisie.lectures if is_expected(lec, fiches)}
    attendues = {nom: lignes_cibles(fiches[nom]) for nom in recues}
    ecarts = [
        (lec.classeur, lec.fiche, *ecart, False)
        for lec in compte.saisie.lectures
        if "cibles" in lec.tables and is_expected(lec, fiches)
        for sienne in (_find_sienne(lec, fiches[lec.fiche]),)
        for ecart in _ecarts_cibles(
            lec.tables["cibles"],
            attendues[lec.fiche] if sienne is fiches[lec.fiche] else lignes_cibles(sienne),
            _comparables(compte.saisie.rubriques[lec.classeur], sienne),
        )
    ]
    cibles = build_lignes((*CLES, "colonne", "ecart", "lu", "attendu_valeur", "conforme"), ecarts)
    return cibles.avec(conforme=cibles["conforme"].est(True))


def _find_sienne(lecture: Lecture, fiche: Fiche) -> Fiche:
    """The fiche that the sheet was written from; where it is not AGAPE's, CIB-07 or 08 says it."""
    if lecture.portee:
        return parse_portee(lecture.fiche, lecture.portee)
    return fiche.initiale if lecture.modele == 1 else fiche


def _comparables(rubriques: Rubriques, fiche: Fiche) -> list[str]:
    """The columns of « Cibles » that only a person may have changed.

    A workbook made from an earlier text of the fiche bears the remarks of that day.
    """
    _, empreinte = rubriques.get(cle_rubrique(EMPREINTE), (0, ""))
    if empreinte and empreinte == fiche.empreinte:
        return [c.id for c in CIBLES.colonnes]
    return ["libelle", "objectif", "unite"]


Ecart = tuple[int, str, str, object, object]  # row, column, what befell it, read, expected


def _ecarts_cibles(
    table: Table, attendues: list[dict[str, object]], comparables: list[str]
) -> Iterator[Ecart]:
    lues_par_colonne = table.unfold()
    colonnes = [c for c in comparables if c in lues_par_colonne]
    if all([*lues_par_colonne[c]] == [attendue[c] for attendue in attendues] for c in colonnes):
        return  # nobody touched it
    lues = [
        dict(zip(colonnes, valeurs, strict=True))
        for valeurs in zip(*(lues_par_colonne[c] for c in colonnes), strict=True)
    ]
    restes = list(range(len(lues)))
    orphelines = []
    for attendue in attendues:
        memes = (n for n in restes if _pareil(lues[n].get("libelle"), attendue["libelle"]))
        meme = next(memes, None)
        if meme is None:
            orphelines.append(attendue)
        else:
            restes.remove(meme)
            yield from _ecarts_ligne(lues[meme], attendue, table.lignes[meme], colonnes)
    for attendue in orphelines:
        if restes:
            n = restes.pop(0)
            yield from _ecarts_ligne(lues[n], attendue, table.lignes[n], colonnes)
        else:
            yield (0, "libelle", ABSENTE, "", attendue["libelle"])
    for n in restes:
        yield (table.lignes[n], "libelle", EN_TROP, lues[n].get("libelle"), "")


def _ecarts_ligne(
    lue: dict[str, object], attendue: dict[str, object], ligne: int, colonnes: Iterable[str]
) -> Iterator[Ecart]:
    for colonne in colonnes:
        if not _pareil(lue[colonne], attendue[colonne]):
            yield (ligne, colonne, MODIFIEE, lue[colonne], attendue[colonne])


def _pareil(lu: object, attendu: object) -> bool:
    return lu == attendu or cle(en_texte_simple(lu)) == cle(en_texte_simple(attendu))


def en_texte_simple(valeur: object) -> str:
    """A value as text, whole numbers without decimals."""
    return f"{valeur:g}" if isinstance(valeur, int | float) else str(valeur or "")
