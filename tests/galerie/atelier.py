"""From drawings to real workbooks: written by the template, then read as a received file is."""

import os
import pickle
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl
from commun import made_once
from openpyxl.utils import get_column_letter

from galerie.dessin import (
    FICHIERS,
    Dessin,
    Ligne,
    Vitrine,
    find_fiche,
    load_galerie,
    parse_lignes,
)
from galerie.ouvert import open_octets
from plie_xl.checks import check
from plie_xl.checks import parametres as lus
from plie_xl.consolidation import consolidate
from plie_xl.files.parts import read_parts, write_parts
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.apports import write_apport
from plie_xl.model.collection import Deposee, Fiches, Recueil, load_fiches
from plie_xl.model.content import lignes_fixes
from plie_xl.model.fiche import Fiche, parse_fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.workbook import (
    LIGNE_ENTETE,
    PREMIERE_LIGNE,
    SUIVI,
    Feuille,
    feuille_suivi,
    feuilles,
    lignes_pretes,
    parametres,
)
from plie_xl.reading.read import read_octets
from plie_xl.template import build_template
from plie_xl.years.migrate import migrate
from plie_xl.years.next_year import roll

ARRETE = date(2024, 10, 31)
Trouvee = tuple[str, str, int, str, str]  # file, sheet, row, cell, code


@cache
def find_anomalies(code: str) -> list[Anomalie]:
    """What plie_xl says of the files of an entry, asked once."""
    return judge(load_galerie()[code], read_vitrine(code))


def judge(vitrine: Vitrine, lectures: list[Lecture]) -> list[Anomalie]:
    """The same from files already read: together for what only a consolidation can see."""
    with au_jour_de_la_galerie():
        return _judge(vitrine, lectures)


def au_jour_de_la_galerie() -> AbstractContextManager[object]:
    """As if today were the day at which its workbooks are closed."""
    return patch.object(lus, "find_aujourdhui", lambda lecture: ARRETE)


def _judge(vitrine: Vitrine, lectures: list[Lecture]) -> list[Anomalie]:
    if vitrine.code.startswith("MIG"):
        connues = load_fiches(2024)
        return [a for x in lectures for a in migrate(x, connues[x.fiche]).anomalies]
    if vitrine.code.startswith("REP"):
        suivantes = {f.id: _move(f, 2025) for f in load_fiches(2024).values()}
        return [a for x in lectures for a in roll(x, suivantes[x.fiche]).anomalies]
    if vitrine.code == "CON-07":
        fiches = vallee("graves", date(2025, 1, 1))
        dites = consolidate(lectures, fiches=fiches).anomalies
        return [a for a in dites if a.code != "CON-03"]  # the new one sent nothing
    if not vitrine.code.startswith("CON"):
        return check(lectures, fiches=find_fiches(vitrine.code))
    fiches = [
        dessin.fiche or find_fiche(x.cases["PLIE"])
        for dessin in vitrine.dessins
        for x in dessin.lignes
    ]
    if vitrine.code == "CON-06":  # the one code that needs all the fiches
        return consolidate(lectures).anomalies
    attendues = sorted(fiches, key=lambda fiche: fiche.id)
    return consolidate(lectures, fiches={f.id: f for f in attendues}).anomalies


@cache
def find_fiches(code: str) -> Fiches | None:
    """The fiches that an entry takes to show its code, when those in force do not."""
    if code == "CON-05":
        return Recueil([*_list_deposees(2024), *_list_deposees(2025)])
    if code == "CIB-07":
        return Recueil(Deposee(_amend(f), "", "") for f in load_fiches(2024).values())
    if code == "CIB-10":
        return _merge(load_fiches(2024) | vallee("agenais", date(2024, 12, 16)))
    if code == "SUI-23":
        return load_fiches(2024) | vallee("agenais", date(2024, 7, 1))
    return None


def _merge(fiches: dict[str, Fiche]) -> Recueil:
    """The same, each with what the others say of it, as a folder of fiches gives them."""
    connues = {(f.id, f.annee): f for f in fiches.values()}
    textes = {f.id: f.texte + write_apport(f, connues) for f in fiches.values()}
    completes = (parse_fiche(f"{nom}.toml", texte) for nom, texte in textes.items())
    return Recueil(Deposee(fiche, "", "") for fiche in completes)


def vallee(ancien: str, le: date) -> dict[str, Fiche]:
    """A fictitious PLIE that succeeds to one of ours on that day, by identifier."""
    texte = load_fiches(2024)["sources"].texte.replace("2024-", f"{le.year}-")
    texte = re.sub(r"(?m)^(plie +)=.*", r'\1= "PLIE de la Vallée"', texte)
    texte += f'\n[[succession]]\nde = ["{ancien}"]\nle = {le}\n'
    return {"vallee": parse_fiche("vallee.toml", texte)}


def summarise(anomalies: list[Anomalie]) -> list[Trouvee]:
    """Where each anomaly is and its code, sorted."""
    return sorted(
        (a.cellule.classeur, a.cellule.feuille, a.cellule.ligne, a.cellule.a1, a.code)
        for a in anomalies
    )


def expected(vitrine: Vitrine) -> list[Trouvee]:
    """The same as the drawings say it."""
    trouvees = []
    for dessin in vitrine.dessins:
        for ligne in dessin.lignes:
            for code in ligne.codes:
                trouvees.append((*_place(dessin, ligne), code))
    return sorted(trouvees)


def _place(dessin: Dessin, ligne: Ligne) -> tuple[str, str, int, str]:
    if dessin.feuille == FICHIERS:
        cellule = ligne.cases.get("cellule", "")
        rang = int(re.sub(r"\D", "", cellule) or 0)
        return _sans_fichier(ligne) or ligne.nom, ligne.cases.get("feuille", ""), rang, cellule
    rang = int(ligne.nom)
    cellules = [f"{_lettre(dessin, entete)}{rang}" for entete in ligne.fautives]
    return name_fichier(dessin.fiche), dessin.feuille, rang, "".join(cellules)


def _sans_fichier(ligne: Ligne) -> str:
    """The PLIE that sent nothing."""
    return ligne.cases["PLIE"] if ligne.nom == "aucun" else ""


@cache
def read_vitrine(code: str) -> list[Lecture]:
    """The files of an entry, made for good and read, once."""
    return [
        read_octets(octets, nom, find_fiches(code)) for nom, octets in build_vitrine(code).items()
    ]


@cache
def build_vitrine(code: str) -> Mapping[str, bytes]:
    """The files of an entry, by name."""
    return pickle.loads(made_once(code, lambda: pickle.dumps(_build_vitrine(code))))


def _build_vitrine(code: str) -> Mapping[str, bytes]:
    vitrine = load_galerie()[code]
    premier = vitrine.dessins[0]
    if premier.feuille == FICHIERS:
        return {x.nom: _receive(x, premier.lignes) for x in premier.lignes if x.nom != "aucun"}
    fiches = dict.fromkeys(d.fiche.id for d in vitrine.dessins)
    return {f"{f}.xlsx": draw(_dessins_de(vitrine, f)) for f in fiches}


def _amend(fiche: Fiche) -> Fiche:
    """The same with an avenant of July that asks one more of its first target."""
    cible = fiche.cibles[0]
    dit = "[[avenant]]\nnumero = 1\nle = 2024-07-01\n[avenant.cible.{}]\nminimum = {}\n"
    return parse_fiche(
        f"{fiche.id}.toml", f"{fiche.texte}\n{dit.format(cible.id, cible.minimum + 1)}"
    )


def _list_deposees(annee: int) -> list[Deposee]:
    """The fiches of 2024 as if they were of that year."""
    return [Deposee(_move(f, annee), "", "") for f in load_fiches(2024).values()]


def _move(fiche: Fiche, annee: int) -> Fiche:
    debut, fin = (jour.replace(year=annee) for jour in (fiche.debut, fiche.fin))
    return replace(fiche, debut=debut, fin=fin)


def _dessins_de(vitrine: Vitrine, fiche: str) -> tuple[Dessin, ...]:
    """The drawn sheets of one PLIE's workbook."""
    return tuple(d for d in vitrine.dessins if d.fiche.id == fiche)


def name_fichier(fiche: Fiche) -> str:
    """What the file of a PLIE is called in the gallery."""
    return f"{fiche.id}.xlsx"


# Sheets ---------------------------------------------------------------------------------------


def draw(dessins: tuple[Dessin, ...]) -> bytes:
    """The workbook of these drawings, one sheet each; nothing else is typed in it."""
    fiche = dessins[0].fiche
    saisies = base(fiche)
    if any(dessin.feuille == SUIVI for dessin in dessins):
        del saisies["suivi"]
    retouches: dict[tuple[str, str], str] = {}
    for dessin in dessins:
        for ligne in dessin.lignes:
            _type_ligne(dessin, ligne, saisies, retouches)
    octets = build(fiche, saisies)
    return retouch(octets, lambda classeur: _retouch_cells(classeur, retouches), bool(retouches))


def base(fiche: Fiche) -> dict[str, list[dict[str, Any]]]:
    """What every workbook of the gallery already says: its date, its number of technicians.

    One meeting is noted, cancelled: « Suivi » is not empty, and nothing is counted.
    """
    params: dict[str, Any] = {"reference": ARRETE}
    annulee = {"date": ARRETE, "instance": fiche.instances[0].libelle, "statut": "Annulée"}
    if fiche.par_technicien:
        params["techniciens"] = 7
    saisies = {f.table: [dict(x) for x in lignes_fixes(fiche, f)] for f in feuilles(fiche)}
    return {
        **{table: lignes for table, lignes in saisies.items() if lignes},
        "parametres": [params],
        "suivi": [annulee],
    }


def type_suivi(fiche: Fiche, tableau: str) -> list[dict[str, Any]]:
    """Typed rows of a « Suivi » drawn in a test; a column that it does not have is the test's."""
    ids = {c.entete: c.id for c in feuille_suivi(fiche).colonnes if not c.calcule}
    return [
        {ids[e]: read_valeur(ligne.valeur(e)) for e in ligne.cases if e in ids}
        for ligne in parse_lignes(tableau)
    ]


def _type_ligne(dessin: Dessin, ligne: Ligne, saisies: Any, retouches: Any) -> None:
    """Type a drawn row: as the template writes it when it can, else cell by cell."""
    feuille, rang = find_feuille(dessin), int(ligne.nom)
    par_lettre = any(re.fullmatch("[A-Z]", entete) for entete in ligne.cases)
    dehors = feuille.table == "suivi" and rang >= PREMIERE_LIGNE + lignes_pretes(dessin.fiche)
    brute = any(c.strip("*").startswith(("=", "#")) for c in ligne.cases.values())
    if par_lettre or dehors or brute or _est_deguisee(feuille, ligne) or feuille.table == "cibles":
        for entete in ligne.cases:
            retouches[feuille.nom, f"{_lettre(dessin, entete)}{rang}"] = ligne.valeur(entete)
    elif feuille.table == "parametres":
        noms = {p.rubrique: p.id for p in parametres(dessin.fiche)}
        rubrique = ligne.valeur("Rubrique")
        assert rang == PREMIERE_LIGNE + list(noms).index(rubrique), f"{rubrique} : {rang}"
        saisies["parametres"][0][noms[rubrique]] = read_valeur(ligne.valeur("Valeur"))
    else:
        lignes = saisies.setdefault(feuille.table, [])
        lignes.extend({} for _ in range(rang - LIGNE_ENTETE - len(lignes)))
        ids = {c.entete: c.id for c in feuille.colonnes}
        lignes[rang - PREMIERE_LIGNE].update(
            {ids[entete]: read_valeur(ligne.valeur(entete)) for entete in ligne.cases}
        )


def _est_deguisee(feuille: Feuille, ligne: Ligne) -> bool:
    """Whether a number is drawn as the date that its cell shows."""
    nombres = {c.entete for c in feuille.colonnes if c.format in ("entier", "centimes")}
    return any(isinstance(read_valeur(ligne.valeur(e)), date) for e in nombres & {*ligne.cases})


def find_feuille(dessin: Dessin) -> Feuille:
    """The contract of the sheet that a drawing shows."""
    return next(f for f in feuilles(dessin.fiche) if f.nom == dessin.feuille)


def _lettre(dessin: Dessin, entete: str) -> str:
    """Excel's letter of a drawn column, whose header is a letter or the sheet's own header."""
    if re.fullmatch("[A-Z]{1,2}", entete):
        return entete
    entetes = [c.entete for c in find_feuille(dessin).colonnes]
    return get_column_letter(entetes.index(entete) + 1)


def read_valeur(case: str) -> object:
    """A drawn value as Excel stores it once typed: dates and numbers, else text.

    « '12 » is a text, as in Excel.
    """
    if case.startswith("'"):
        return case[1:]
    if re.fullmatch(r"\d{2}/\d{2}/\d{4}", case):
        return datetime.strptime(case, "%d/%m/%Y").date()
    if re.fullmatch(r"-?\d+", case):
        return int(case)
    if re.fullmatch(r"-?\d+,\d+", case):
        return float(case.replace(",", "."))
    return case


def _retouch_cells(classeur: Any, retouches: dict[tuple[str, str], str]) -> None:
    for (feuille, cellule), valeur in retouches.items():
        classeur[feuille][cellule].value = read_valeur(valeur) if valeur else None


def retouch(octets: bytes, geste: Callable[[Any], None], utile: bool = True) -> bytes:
    """A workbook opened with another tool, changed, and saved."""
    if not utile:
        return octets
    classeur = open_octets(octets)
    geste(classeur)
    sortie = BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def build(fiche: Fiche, saisies: Any) -> bytes:
    """The template filled; what has been filled so already is not drawn again."""
    reglages = [(nom, dit) for nom, dit in os.environ.items() if nom.startswith("PLIE_XL_")]
    return made_once(f"{fiche!r} {saisies!r} {reglages}", lambda: build_template(fiche, saisies))


# Files ----------------------------------------------------------------------------------------


def _receive(ligne: Ligne, toutes: tuple[Ligne, ...]) -> bytes:
    """A whole file, and what befell it on its way: each sentence is a gesture."""
    histoire = ligne.cases["son histoire"]
    for forme, geste in GESTES.items():
        trouve = re.fullmatch(forme, histoire)
        if trouve and forme.startswith("copie"):
            return _receive(next(x for x in toutes if x.nom == trouve[1]), toutes)
        if trouve:
            fiche = find_fiche(ligne.cases["PLIE"]) if ligne.cases["PLIE"] else None
            return geste(fiche, *trouve.groups())
    raise ValueError(f"no gesture for « {histoire} »")


def _tel_quel(fiche: Fiche, arrete: str = f"{ARRETE:%d/%m/%Y}") -> bytes:
    saisies = base(fiche)
    saisies["parametres"][0]["reference"] = read_valeur(arrete)
    return build(fiche, saisies)


def _dans(fiche: Fiche, annee: str) -> bytes:
    return build(_move(fiche, int(annee)), base(fiche))


def _dans_sa_fiche(fiche: Fiche, annee: str) -> bytes:
    """Made elsewhere, from a fiche that this installation does not have."""
    neuve = parse_fiche(f"{fiche.id}.toml", fiche.texte.replace("2024-", f"{annee}-"))
    saisies = base(neuve)
    jour = date(int(annee), 10, 31)
    saisies["parametres"][0]["reference"] = saisies["suivi"][0]["date"] = jour
    return build(neuve, saisies)


def _de_sa_fiche(fiche: Fiche, nombre: str) -> bytes:
    """Made from a fiche whose first target asks another number."""
    texte = re.sub(r"minimum +=.*", f"minimum = {nombre}", fiche.texte, count=1)
    return build((autre := parse_fiche(f"{fiche.id}.toml", texte)), base(autre))


def _change_source(classeur: Any) -> None:
    feuille = classeur["_Fiche"]
    ligne = next(n for n in range(6, 300) if "minimum" in str(feuille[f"B{n}"].value))
    feuille[f"B{ligne}"].value = "minimum = 1"


def _budget(fiche: None) -> bytes:
    classeur = openpyxl.Workbook()
    classeur.active.append(["Poste", "Montant"])
    classeur.active.append(["Fournitures", 120])
    sortie = BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def _efface_entetes(classeur: Any, feuille: str) -> None:
    for cellule in classeur[feuille][LIGNE_ENTETE]:
        cellule.value = None


def _renomme(classeur: Any, feuille: str, nom: str) -> None:
    classeur[feuille].title = nom


def _recopie(classeur: Any, nom: str) -> None:
    """A copy of « Suivi » in which a meeting was typed."""
    copie = classeur.copy_worksheet(classeur["Suivi"])
    copie.title = nom
    for cellule, valeur in (("B6", datetime(2024, 5, 13)), ("E6", "Prévue")):
        copie[cellule].value = valeur


def _garde(classeur: Any, nom: str) -> None:
    """« Suivi » of the year before, kept beside."""
    _recopie(classeur, nom)
    classeur[nom]["B6"].value = datetime(2023, 5, 15)


def _decoche_entete(classeur: Any, feuille: str) -> None:
    """What Excel does when « Ligne d’en-tête » is unticked: the names stay in the table only."""
    _efface_entetes(classeur, feuille)
    for table in classeur[feuille].tables.values():
        table.headerRowCount, table.autoFilter = 0, None
        table.ref = table.ref.replace(f"A{LIGNE_ENTETE}:", f"A{PREMIERE_LIGNE}:")


def _date_volatile(fiche: Fiche) -> bytes:
    """As Excel saves it: the formula, and the day at which it was last computed."""
    parties = read_parts(_tel_quel(fiche))
    suivi = next(
        nom for nom, octets in parties.items() if re.search(rb'<c r="B6"[^>]*><v>455', octets)
    )
    formule = rb'\1<f ca="1">TODAY()</f>'
    parties[suivi] = re.sub(rb'(<c r="B6"[^>]*>)(?=<v>)', formule, parties[suivi], count=1)
    return write_parts(parties)


def _fusionne(classeur: Any, debut: str, fin: str) -> None:
    """As LibreOffice does when asked to keep what the merge hides."""
    classeur["Suivi"].merged_cells.add(f"{debut}:{fin}")


def _liste_de_personnes(classeur: Any, nom: str) -> None:
    feuille = classeur.create_sheet(nom)
    for ligne in (["Nom", "Prénom"], ["EXEMPLE", "Zoé"], ["MODÈLE", "Yann"]):
        feuille.append(ligne)


def _tire_du_modele_1(geste: Callable[..., None]) -> Callable[..., bytes]:
    """A workbook handed out when the model was at version 1, filled since."""

    def build_ancien(fiche: Fiche, *mots: str) -> bytes:
        octets = (VIERGES_1 / f"plie_{fiche.id}_2024.xlsx").read_bytes()
        return retouch(octets, lambda c: geste(c, *mots))

    return build_ancien


def _annule(classeur: Any) -> None:
    copil = classeur["Cibles"]["B6"].value
    for cellule, valeur in (("B6", datetime(2024, 5, 13)), ("C6", copil), ("E6", "Annulée")):
        classeur["Suivi"][cellule].value = valeur


def _ajoute_colonne(classeur: Any, nom: str) -> None:
    feuille = classeur["Suivi"]
    rang = feuille.max_column + 1
    feuille.cell(LIGNE_ENTETE, rang, nom)
    feuille["B6"].value = datetime(2024, 5, 13)
    feuille.cell(PREMIERE_LIGNE, rang, "affiche A3")


def _retire_cible(classeur: Any, nom: str) -> None:
    cibles = classeur["Cibles"]
    cibles.cell(cibles.max_row + 1, 2, nom)
    classeur["Suivi"]["C6"].value = nom


def _par(geste: Callable[..., None]) -> Callable[..., bytes]:
    return lambda fiche, *mots: retouch(_tel_quel(fiche), lambda c: geste(c, *mots))


VIERGES_1 = Path(__file__).parents[1] / "v1" / "vierges"
GESTES: dict[str, Callable[..., bytes]] = {
    r"": _tel_quel,
    r"copie de « (.+) »": _tel_quel,
    r"de l’année (\d{4})": _dans,
    r"de l’année (\d{4}), avec sa fiche": _dans_sa_fiche,
    r"fait d’une fiche qui demande (\d+) comités de pilotage": _de_sa_fiche,
    r"une ligne de la fiche qu’il porte est changée": _par(_change_source),
    r"arrêté au (\d\d/\d\d/\d{4})": _tel_quel,
    r"coupé au milieu pendant l’envoi": lambda fiche: _tel_quel(fiche)[:20_000],
    r"un budget, fait ailleurs": _budget,
    r"la feuille « (.+) » est supprimée": _par(lambda c, feuille: c.remove(c[feuille])),
    r"les en-têtes de « (.+) » sont effacés": _par(_efface_entetes),
    r"la feuille « (.+) » s’appelle « (.+) »": _par(_renomme),
    r"la ligne d’en-tête de « (.+) » est décochée": _par(_decoche_entete),
    r"le suivi de 2023 est gardé dans « (.+) »": _par(_garde),
    r"une copie « (.+) » a une ligne de plus": _par(_recopie),
    r"une feuille « (.+) » a été ajoutée": _par(lambda c, nom: c.create_sheet(nom)),
    r"une feuille « (.+) » liste des personnes": _par(_liste_de_personnes),
    r"du modèle 1, avec une réunion annulée": _tire_du_modele_1(_annule),
    r"du modèle 1, avec une colonne à elle, « (.+) »": _tire_du_modele_1(_ajoute_colonne),
    r"du modèle 1, quand « (.+) » était une cible": _tire_du_modele_1(_retire_cible),
    r"la première date est donnée par AUJOURDHUI\(\)": _date_volatile,
    r"une fusion de (\w+) à (\w+) cache son statut": _par(_fusionne),
    r"des octets ajoutés à la fin pendant l’envoi": lambda fiche: _tel_quel(fiche) + bytes(40),
}
