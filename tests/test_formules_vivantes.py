"""Live formulas and Python agree on every row and every figure.

Each workbook is filled at random, sloppiness included; the values cached beside its formulas are
what Python counts; LibreOffice recalculates everything; nothing may change.
"""

import os
import random
import re
from datetime import date, datetime, timedelta

import pytest
from hote.bureau import write_profile
from hote.calcul import read_recalculated
from hote.pont import import_uno, live_desktop, open_document
from python_calamine import CalamineWorkbook

from plie_xl.files.parts import read_parts
from plie_xl.model.cell import lettres
from plie_xl.model.collection import load_fiches
from plie_xl.model.vocabulary import load_mots_pieces, load_pieces
from plie_xl.template import build_template

ORIGINE = datetime(1899, 12, 30)
# Workbooks drawn for each of the eleven fiches; PLIE_ESSAIS_GRAINES=110 for the night.
PAR_FICHE = max(1, int(os.environ.get("PLIE_ESSAIS_GRAINES", 33)) // 11)
CALCULEE = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*><f')


def remplir(fiche, alea, nombre=60):
    """Rows as people type them: mostly right, often not."""
    debut = fiche.debut - timedelta(days=12)
    lignes = []
    libelles = [c.libelle for c in fiche.instances]
    for n in range(nombre):
        if alea.random() < 0.05:
            lignes.append({})
            continue
        jour = debut + timedelta(days=alea.randrange(390))
        lignes.append(
            {
                "date": alea.choice([jour] * 8 + dates_en_vrac(jour)),
                "instance": alea.choice(
                    libelles * 2
                    + [libelle.upper() for libelle in libelles]
                    + ["  " + libelles[0].replace(" ", "\u00a0"), "Inconnue", "", "*", "?"]
                ),
                "objet": alea.choice(["", "Point d’étape"]),
                "statut": alea.choice(
                    ["Réalisée"] * 8
                    + ["Prévue", "Prévue", "Reportée", "Annulée", "réalisée ", "Realisee", "", "X"]
                ),
                "modalite": alea.choice(
                    ["Présentiel"] * 4
                    + ["À distance", "Consultation écrite", "", "à distance", "Zoom", " PRÉSENTIEL"]
                ),
                "quantite": alea.choice(
                    [""] * 8 + [1, 2, 3, 0, -1, 1.5, "2", "deux", "2,5", "07", " 3 "]
                ),
                "presents": alea.choice(["", 5, 12, "x"]),
                **{
                    piece: alea.choice(
                        [
                            "",
                            "",
                            f"réf {n}",
                            f"l’émargement {n // 4}?.pdf",
                            n // 3,
                            "oui",
                            "non",
                            "Néant",
                            " ",
                            "0",
                            0,
                            "-",
                            dire(alea),
                        ]
                    )
                    for piece in fiche.kinds
                },
            }
        )
    lignes += [repeter(alea, alea.choice(lignes)) for _ in range(nombre // 6)]
    return [*lignes, {"commentaire": "une note"}, {"numero": 12}]


def dire(alea):
    """What is said of a piece rather than its name: « CR à faire », « (Feuille : vue) »."""
    dits = load_mots_pieces()
    mots = [*dits.absence_nue, *dits.absence, *dits.absence_debut, "vu", "à jour", "passée", "12"]
    sujet, suite = alea.choice(["", "", *dits.sujets]), alea.choice(["", "", "le 3", "mairie"])
    signe = alea.choice([" ", " : ", "\u00a0", ", ", "-"])
    phrase = signe.join(filter(None, [sujet, alea.choice(mots), suite]))
    return alea.choice([str.upper, str.capitalize, str])(phrase)


def repeter(alea, ligne):
    """The row again, as people copy it: a piece written otherwise, or the day."""
    autrement = [str.upper, lambda mot: f" {mot} ", lambda mot: mot.replace(" ", "\u00a0")]
    autrement += [lambda mot: mot, lambda mot: mot.replace("réf", "autre"), lambda mot: ""]
    reecrite = {c: alea.choice(autrement)(v) if isinstance(v, str) else v for c, v in ligne.items()}
    return {**ligne, **{c: reecrite[c] for c in reecrite.keys() & load_pieces()}}


def dates_en_vrac(jour):
    return [
        f"{jour:%d/%m/%Y}",
        f"{jour.day}/{jour.month}/{jour.year}",
        f"{jour:%d.%m.%Y}",
        jour.isoformat(),
        "31/02/2024",
        "12/2024",
        "courant mars",
        "",
        (jour - ORIGINE.date()).days,
        -3,
        "04/13/2024",
        datetime(2024, 5, 6, 14, 30),
    ]


def formules(chemin):
    """Value of every formula of a workbook, by sheet and cell."""
    lues, parties = valeurs_de(chemin), read_parts(chemin.read_bytes())
    noms = CalamineWorkbook.from_path(chemin).sheet_names
    return {
        (nom, cellule): lues.get((nom, cellule), "")
        for n, nom in enumerate(noms, start=1)
        for cellule in map(bytes.decode, CALCULEE.findall(parties[f"xl/worksheets/sheet{n}.xml"]))
    }


def simple(valeur):
    if isinstance(valeur, date):
        return float((valeur - (ORIGINE if isinstance(valeur, datetime) else ORIGINE.date())).days)
    return "" if valeur is None else valeur


def list_fautes(chemins, dossier):
    """Where LibreOffice computes something else than Python wrote, by workbook."""
    vivants = zip(chemins, read_recalculated(chemins, dossier), strict=True)
    dits = {chemin.name: compare(chemin, valeurs(grilles)) for chemin, grilles in vivants}
    return {nom: fautes for nom, fautes in dits.items() if fautes}


def ecarts(chemin, recalcule):
    return compare(chemin, valeurs_de(recalcule))


def compare(chemin, vivants):
    lus = formules(chemin)
    return {
        place: (lu, vivants.get(place))
        for place, lu in lus.items()
        if not pareil(lu, vivants.get(place, ""))
    }


def valeurs_de(chemin):
    classeur = CalamineWorkbook.from_path(chemin)
    return valeurs({nom: grille(classeur, nom) for nom in classeur.sheet_names})


def valeurs(grilles):
    return {
        (nom, f"{lettres(colonne)}{ligne}"): simple(valeur)
        for nom, lignes in grilles.items()
        for ligne, cellules in enumerate(lignes, start=1)
        for colonne, valeur in enumerate(cellules, start=1)
    }


def grille(classeur, nom):
    return classeur.get_sheet_by_name(nom).to_python(skip_empty_area=False)


def pareil(a, b):
    nombres = isinstance(a, int | float) and isinstance(b, int | float)
    return abs(a - b) < 1e-9 if nombres else a == b


@pytest.mark.libreoffice
def test_libreoffice_recalcule_ce_que_python_compte(tmp_path):
    chemins = []
    for graine in range(PAR_FICHE):
        for fiche in load_fiches(2024).values():
            alea = random.Random(f"{fiche.id} {graine}")
            arrete = alea.choice([date(2024, 6, 30), date(2024, 10, 31), date(2025, 3, 1)])
            parametres = {"reference": arrete, "techniciens": alea.choice([3, "", 2.5])}
            octets = build_template(
                fiche, {"suivi": remplir(fiche, alea), "parametres": [parametres]}
            )
            chemins.append(tmp_path / f"{graine}_{fiche.id}.xlsx")
            chemins[-1].write_bytes(octets)
    assert list_fautes(chemins, tmp_path) == {}


# What a paste or a slip leaves in a cell: a mark of direction, a sign that nobody sees, no month.
RARES = {
    "date": [
        "\u200e14/\u200e03/\u200e2024",
        "14/03/2024\u200b",
        "14/00/2025",
        "+3/2/2024",
        "3/2/2024,5",
        "3/2/\uff12\uff10\uff12\uff14",
        "1/1/10000",
        20240314,
    ],
    "instance": [
        "Comités de pilotage\u200b",
        "Commissions d\u2018accès et de suivi",
        "Comi\u00adtés",
    ],
    "statut": ["Réalisée\u200b", "\ufeffRéalisée", "Réa\u00adlisée"],
    "modalite": ["\u200ePrésentiel", "Présentiel\u200b"],
    "quantite": ["1\u200b", "\u200e2", "\uff11"],
    "compte_rendu": ["\u200b", "\ufeff", "non\u200b", "CR 12.pdf\u200b"],
}
JUSTE = {
    "date": date(2024, 3, 14),
    "instance": "Comités de pilotage",
    "statut": "Réalisée",
    "modalite": "Présentiel",
    "compte_rendu": "CR 3.pdf",
}


@pytest.mark.libreoffice
def test_ce_qui_se_voit_pareil_se_compte_pareil(tmp_path):
    lignes = [{**JUSTE, colonne: rare} for colonne, rares in RARES.items() for rare in rares]
    assert recalcules(tmp_path, [{}], suivi=lignes) == {}


@pytest.mark.libreoffice
def test_les_cases_de_fiche_saisies_en_texte_se_lisent_aussi_dans_la_feuille(tmp_path):
    """« Arrêté au » and the technicians, as `decisions.md` wants them: as dates and numbers are."""
    arretes = ["30/06/2024", "2024-06-30", " 30.06.2024\u00a0", "30/06/2024 00:00", "bientôt"]
    arretes += [0, -1, 30062024, datetime(2024, 6, 30, 15), ""]
    techniciens = ["3", " 3\u00a0", "03", "trois", "2,5", 0, "3 techniciens", 7, 2.5, ""]
    parametres = [
        {"reference": arrete, "techniciens": nombre}
        for arrete, nombre in zip(arretes, techniciens, strict=True)
    ]
    assert recalcules(tmp_path, parametres, suivi=[JUSTE]) == {}


@pytest.mark.libreoffice
def test_ce_que_le_controle_ecarte_n_est_pas_additionne(tmp_path):
    """A negative amount, a negative count, another nature; a nature and a blank is the nature."""
    montants = [{"poste": "FSE+", "nature": "Ressource", "prevu": n} for n in (800, -5, "12 €")]
    montants += [
        {"poste": "État", "nature": n, "prevu": 100} for n in ("RESSOURCE ", "Ressource\u00a0")
    ]
    montants += [{"poste": "Région", "nature": "Ressources propres", "prevu": 7}]
    effectifs = [{"indicateur": "Nombre total de participants", "m01": 30, "m02": -4, "m03": "x"}]
    saisies = {"financement": montants, "indicateurs": effectifs}
    chemin = tmp_path / "plie.xlsx"
    chemin.write_bytes(build_template(load_fiches(2024)["hauts-de-garonne"], saisies))
    [vivant] = map(valeurs, read_recalculated([chemin], tmp_path))
    assert (vivant["Financement", "C4"], vivant["Indicateurs", "O6"]) == (1000, 30)
    assert compare(chemin, vivant) == {}


def recalcules(dossier, parametres, **saisies):
    """What LibreOffice finds otherwise in a workbook for each row of « Fiche »."""
    chemins = []
    for n, ligne in enumerate(parametres):
        chemins.append(dossier / f"{n}.xlsx")
        octets = build_template(
            load_fiches(2024)["grand-perigueux"], {**saisies, "parametres": [ligne]}
        )
        chemins[-1].write_bytes(octets)
    return list_fautes(chemins, dossier)


@pytest.mark.libreoffice
@pytest.mark.parametrize("recus", [11, 2])
def test_libreoffice_ne_change_rien_au_master(tmp_path, racine, recus):
    from plie_xl.consolidation import consolidate
    from plie_xl.master import write_master
    from plie_xl.reading.read import read_classeur

    recus = sorted((racine / "workbooks" / "2024").iterdir())[:recus]
    master = write_master(consolidate(map(read_classeur, recus)), tmp_path / "AGAPE.xlsx").chemin
    assert list_fautes([master], tmp_path) == {}


@pytest.mark.libreoffice
def test_libreoffice_ouvre_ce_qu_il_recalculerait(tmp_path, racine):
    """As people have it, it computes nothing again when it opens; nor what it saved itself."""
    chemin = racine / "workbooks" / "2024" / "plie_bordeaux_2024.xlsx"
    garde = tmp_path / "enregistre.xlsx"
    with live_desktop(write_profile(tmp_path / "profil", recalcul=False)) as bureau:
        assert photograph(bureau, chemin, garde) == photograph(bureau, garde)


def photograph(bureau, chemin, copie=None):
    """What « Suivi » shows once opened, which is what it shows once all is computed."""
    document = open_document(bureau, chemin)
    try:
        suivi = document.Sheets.getByName("Suivi")
        zone = suivi.getCellRangeByName("A1:BZ110")
        ouvert = zone.getDataArray()
        document.calculateAll()
        assert zone.getDataArray() == ouvert
        if copie:
            document.storeToURL(copie.as_uri(), (filter_xlsx(),))
        return ouvert
    finally:
        document.close(True)


def filter_xlsx():
    filtre = import_uno().createUnoStruct("com.sun.star.beans.PropertyValue")
    filtre.Name, filtre.Value = "FilterName", "Calc MS Excel 2007 XML"
    return filtre
