"""A fiche read → the workbook in which a person confirms it, value by value; or the same blank."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, get_args

from plie_xl.document.compose import FicheLue
from plie_xl.document.details import say_doutes
from plie_xl.document.fields import CIBLE, IDENTITE, INITIALES, Champ, name_pieces
from plie_xl.document.rule import say_regle
from plie_xl.document.values import Valeur
from plie_xl.model.target import Genre, Par
from plie_xl.model.text import visible
from plie_xl.model.vocabulary import MODALITES
from plie_xl.model.workbook import LIGNE_ENTETE, Colonne, Feuille
from plie_xl.sheets import theme
from plie_xl.sheets.heights import find_hauteur
from plie_xl.sheets.pen import Pen

CONFIRMER = Feuille(
    "À confirmer", "a_confirmer", "À confirmer",
    "En jaune : « Oui », la bonne valeur, « Oui, à vérifier plus tard », ou « Ignorer : motif »."
    " Chaque case rouge et chaque règle de pièces attend votre décision ; le reste est admis.",
    (
        Colonne("cible", "Cible", 9, saisie=False),
        Colonne("donnee", "Donnée", 25, saisie=False),
        Colonne("valeur", "Valeur lue", 38, saisie=False),
        Colonne("phrase", "Phrase du document", 54, saisie=False),
        Colonne("ou", "Page, ligne", 12, saisie=False),
        Colonne("doute", "Doute", 44, saisie=False),
        Colonne("decision", "Votre décision", 36, aide="Oui, la bonne valeur, ou Ignorer."),
    ),
)  # fmt: skip
NON_LU = Feuille(
    "Non lu", "non_lu", "Non lu",
    "Les lignes des deux blocs qui n’ont rien donné. En jaune : « Sans effet », ou la cible visée.",
    (
        Colonne("ou", "Page, ligne", 12, saisie=False),
        Colonne("texte", "Texte", 110, saisie=False),
        Colonne("decision", "Décision", 36, aide="Sans effet, ou la cible que vous avez corrigée."),
    ),
)  # fmt: skip
DOCUMENT = Feuille(
    "Document", "document", "Document",
    "Le texte tel qu’il a été lu, et ce que chaque ligne a donné.",
    (
        Colonne("ou", "Page, ligne", 12, saisie=False),
        Colonne("texte", "Texte", 110, saisie=False),
        Colonne("donne", "Ce qu’elle a donné", 40, saisie=False),
    ),
    saisie=False,
)  # fmt: skip
CHOIX = ["Oui", "Oui, à vérifier plus tard", "Ignorer : "]
VALEURS = {"Genre": get_args(Genre), "Par": get_args(Par), "Modalités": MODALITES}
VIERGES, A_LA_MAIN = 8, 2  # targets to type on a blank sheet; beside those that were read
VOIR = {"genre": "minimum", "par": "minimum", "maximum": "minimum", "libelle": "minimum"}
A_REMPLIR = "à remplir : le document ne le dit pas"
PREUVE = "voir la phrase : chaque règle de pièces attend votre mot"
Rangee = dict[str, str]


def build_classeur(fiche: FicheLue | None = None) -> bytes:
    """The confirming workbook, as .xlsx bytes; the same reading gives the same bytes."""
    nom = _find_nom(fiche)
    pen = Pen(date(2000, 1, 1), f"À confirmer : {nom}")
    rangees = list(_list_rangees(fiche))
    _draw(pen, CONFIRMER, nom, rangees)
    _draw(pen, NON_LU, _say_compte(fiche), list(_list_non_lues(fiche)))
    _draw(pen, DOCUMENT, _say_source(fiche), list(_list_lignes(fiche)))
    return pen.close()


def _find_nom(fiche: FicheLue | None) -> str:
    if fiche is None:
        return "une fiche saisie à la main"
    return next((str(v.valeur) for v in fiche.valeurs if v.donnee == "plie" and v.valeur), "fiche")


def _say_source(fiche: FicheLue | None) -> str:
    if fiche is None or fiche.document is None:
        return "Sans document : fiche saisie à la main"
    return f"Document lu : « {visible(fiche.nom_document)} » · SHA-256 : {fiche.document.empreinte}"


def _say_compte(fiche: FicheLue | None) -> str:
    if fiche is None:
        return "Sans document"
    t = fiche.totaux
    a_part = fiche.document.a_part if fiche.document else ""
    compte = (
        f"Compte : {t['lignes']} lignes dans les deux blocs = {t['utilisees']} utilisées"
        f" + {t['intitules']} d’intitulé + {t['non_lues']} non lues"
    )
    return f"{compte} · {a_part}" if a_part else compte


def _list_rangees(fiche: FicheLue | None) -> Iterator[Rangee]:
    yield {"donnee": INITIALES, "doute": "à remplir : la fiche dira qui l’a confirmée"}
    valeurs = fiche.valeurs if fiche else []
    absent = A_REMPLIR if fiche else "à remplir"
    yield from _list_identite([v for v in valeurs if not v.cible], absent)
    cibles: dict[str, list[Valeur]] = {}
    for v in valeurs:
        if v.cible:
            cibles.setdefault(v.cible, []).append(v)
    for n, (nom, siennes) in enumerate(cibles.items(), 1):
        yield from _list_cible(n, nom, {v.donnee: v for v in siennes}, valeurs)
    libres = A_LA_MAIN if cibles else VIERGES
    for n in range(len(cibles) + 1, len(cibles) + 1 + libres):
        yield from _list_cible(n, "", {}, [])


def _list_identite(valeurs: list[Valeur], absent: str) -> Iterator[Rangee]:
    for champ in IDENTITE:
        lues: list[Valeur | None] = [v for v in valeurs if v.donnee == champ.cle]
        for v in lues or [None]:
            yield _row("", champ, v, say_doutes(v) if v else "", absent * champ.exige)


def _list_cible(
    n: int, nom: str, lues: Mapping[str, Valeur], toutes: list[Valeur]
) -> Iterator[Rangee]:
    for champ in CIBLE:
        v = lues.get(champ.cle)
        if champ.cle == "id":
            yield {"cible": f"{n}", "donnee": champ.nom, "valeur": nom}
            continue
        maitre = lues.get(VOIR.get(champ.cle, ""))
        pareil = (
            v is not None
            and v.doute
            and maitre is not None
            and set(v.doute.split()) <= set(maitre.doute.split())
        )
        doute = "voir « Nombre »" if pareil else say_doutes(v, toutes) if v else ""
        yield _row(f"{n}", champ, v, doute, A_REMPLIR * bool(champ.exige and lues))
    yield from _list_pieces(n, lues, toutes)


def _list_pieces(n: int, lues: Mapping[str, Valeur], toutes: list[Valeur]) -> Iterator[Rangee]:
    """One row for each modality of evidence, its rule in the sentence of « Cibles »."""
    v = lues.get("pieces")
    preferee = str(lues["preferee"].valeur) if "preferee" in lues else ""
    dites: dict[str, Any] = dict(v.valeur) if v else {}
    modalites = list(lues["modalites"].valeur) if "modalites" in lues else []
    if not dites or ("toutes" not in dites and not set(modalites) <= set(dites)):
        dites = (
            {"toutes": [], **dites}
            if not dites
            else {**dites, **{m: [] for m in modalites if m not in dites}}
        )
    if not lues:
        dites = {m: [] for m in ("toutes", *MODALITES)}
    for modalite, jeux in dites.items():
        yield {
            "cible": f"{n}",
            "donnee": name_pieces(modalite),
            "valeur": say_regle(jeux, preferee) if jeux else "",
            "phrase": v.phrase if v else "",
            "ou": _say_ou(v),
            "doute": (say_doutes(v, toutes) or PREUVE) if v else "",
        }


def _row(cible: str, champ: Champ, v: Valeur | None, doute: str, absent: str) -> Rangee:
    valeur = champ.dire(v.valeur) if v else ""
    if not valeur and not doute:
        doute = absent
    return {
        "cible": cible,
        "donnee": champ.nom,
        "valeur": valeur,
        "phrase": v.phrase if v else "",
        "ou": _say_ou(v),
        "doute": doute,
    }


def _say_ou(v: Valeur | None) -> str:
    return f"p. {v.page}, l. {v.ligne}" if v and v.phrase else ""


def _list_non_lues(fiche: FicheLue | None) -> Iterator[Rangee]:
    for ligne in fiche.non_lues if fiche else ():
        yield {"ou": f"p. {ligne.page}, l. {ligne.numero}", "texte": ligne.texte.strip()}


def _list_lignes(fiche: FicheLue | None) -> Iterator[Rangee]:
    if fiche is None:
        return
    noms = {champ.cle: champ.nom for champ in IDENTITE}
    noms |= {v.cible: str(v.valeur) for v in fiche.valeurs if v.donnee == "libelle"}
    donne: dict[int, dict[str, None]] = {n: {"intitulé": None} for n in fiche.intitules}
    for v in fiche.valeurs:
        if v.phrase:
            donne.setdefault(v.ligne, {})[noms[v.cible or v.donnee]] = None
    non_lues = {ligne.numero for ligne in fiche.non_lues}
    for ligne in fiche.lignes:
        if ligne.texte.strip():
            quoi = "non lu" if ligne.numero in non_lues else ", ".join(donne.get(ligne.numero, {}))
            yield {
                "ou": f"p. {ligne.page}, l. {ligne.numero}",
                "texte": ligne.texte.strip(),
                "donne": quoi,
            }


def _draw(pen: Pen, feuille: Feuille, resume: str, rangees: list[Rangee]) -> None:
    f = pen.add_feuille(feuille, resume)
    pen.add_table(f, feuille, len(rangees))
    f.set_row(3, 6)
    derniere = ""
    for n, rangee in enumerate(rangees, start=LIGNE_ENTETE):
        dite = {k: visible(v, "\n") for k, v in rangee.items()}
        f.set_row(n, find_hauteur(dite, feuille.colonnes))
        neuve = rangee.get("cible", "") != derniere
        derniere = rangee.get("cible", "")
        haut: dict[str, Any] = (
            {"top": 2, "top_color": theme.ARDOISE} if neuve and feuille is CONFIRMER else {}
        )
        for rang, colonne in enumerate(feuille.colonnes):
            rouge = colonne.id == "doute" and is_red(rangee.get("doute", ""))
            style: dict[str, Any] = {**haut, "num_format": "@"}
            style |= {"bg_color": theme.ROUGE, "font_color": theme.ROUGE_ENCRE} if rouge else {}
            pen.write(f, n, rang, dite.get(colonne.id), pen.corps(colonne, **style))
    f.freeze_panes(LIGNE_ENTETE, 0)
    if feuille.saisie:
        _add_choix(f, feuille, rangees)


def is_red(doute: str) -> bool:
    """Whether a doubt asks for a word; « voir « Nombre » » has it elsewhere."""
    return bool(doute) and not doute.startswith("voir ")


def _add_choix(f: Any, feuille: Feuille, rangees: Iterable[Rangee]) -> None:
    """A list that helps and refuses nothing: the right value may be typed."""
    colonne = feuille.rang("decision")
    for n, rangee in enumerate(rangees, start=LIGNE_ENTETE):
        choix = ["Sans effet"]
        if feuille is CONFIRMER:
            choix = [*CHOIX[:2], *VALEURS.get(rangee["donnee"], ()), CHOIX[2]]
        regle = {"validate": "list", "source": choix, "show_error": False}
        f.data_validation(n, colonne, n, colonne, regle)
