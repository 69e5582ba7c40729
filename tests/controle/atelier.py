"""Three territories whose figures are counted by hand, and the gestures of a controller.

| PLIE | N° | date | cible | unités | tenu | justifié |
|---|---|---|---|---:|---|---|
| Sud Périgord | 1 | 12/03/2024 | copil | 1 | oui | oui |
| Sud Périgord | 2 | 15/04/2024 | cop | 1 | oui | oui |
| Sud Périgord | 3 | 17/06/2024 | cop | 1 | oui | oui |
| Sud Périgord | 4 | 16/09/2024 | cop | 1 | oui | sans pièce |
| Sud Périgord | 5 | 14/10/2024 | cop | 1 | annulée | |
| Libournais | 1 | 20/02/2024 | cop | 1 | oui | oui |
| Libournais | 2 | 08/02/2024 | cis | 1 | oui | une pièce sur deux |
| Libournais | 3 | 19/02/2024 | copil | 1 | oui | oui |
| Libournais | 4 | 30/05/2024 | conventions | 2 | oui | oui |
| Technowest | 1 | 13/02/2024 | commissions | 1 | oui | oui |
| Technowest | 2 | 14/03/2024 | referents | 1 | oui | oui |
| Technowest | 3 | 18/03/2024 | cop | 1 | oui | oui |
| Technowest | 4 | 28/03/2024 | cop | 1 | oui | oui |

Tenu 4 + 5 + 4 = 13, justifié 3 + 4 + 4 = 11, in 3 + 3 + 4 = 10 rows.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from pieces.atelier import make_pdf

from plie_xl.files.inbox import list_depot
from plie_xl.master.read import read_master
from plie_xl.master.run import Result, Run, run
from plie_xl.model.collection import load_fiches
from plie_xl.model.lecture import Lecture
from plie_xl.model.settings import Controle, Reglages
from plie_xl.pieces.register import build_registre
from plie_xl.pieces.rows import write_registre
from plie_xl.reading.read import read_classeur
from plie_xl.reports.drawing import find_demande, prepare_tirage
from plie_xl.template import build_template

AU = date(2024, 12, 31)
GRAINE = "20250131"
_LIGNES = {
    "sud-perigord": [
        ("12/03/2024", "copil", "Réalisée", 1, {"compte_rendu": "2024-03-12 copil CR.pdf"}),
        ("15/04/2024", "cop", "Réalisée", 1, {"emargement": "2024-04-15 cop émargement.pdf"}),
        ("17/06/2024", "cop", "Réalisée", 1, {"compte_rendu": "2024-06-17 cop CR.pdf"}),
        ("16/09/2024", "cop", "Réalisée", 1, {}),
        ("14/10/2024", "cop", "Annulée", 1, {}),
    ],
    "libournais": [
        ("20/02/2024", "cop", "Réalisée", 1, {"releve_decisions": "2024-02-20 cop relevé.pdf",
                                              "emargement": "2024-02-20 cop émargement.pdf"}),
        ("08/02/2024", "cis", "Réalisée", 1, {"releve_decisions": "2024-02-08 cis relevé.pdf"}),
        ("19/02/2024", "copil", "Réalisée", 1, {"compte_rendu": "2024-02-19 copil CR.pdf",
                                                "emargement": "2024-02-19 copil émargement.pdf"}),
        ("30/05/2024", "conventions", "Réalisée", 2,
         {"convention": "2024-05-30 convention A.pdf ; 2024-05-30 convention B.pdf"}),
    ],
    "technowest": [
        ("13/02/2024", "commissions", "Réalisée", 1, {"compte_rendu": "2024-02-13 CR.pdf"}),
        ("14/03/2024", "referents", "Réalisée", 1, {"prise_notes": "2024-03-14 notes.pdf"}),
        ("18/03/2024", "cop", "Réalisée", 1, {"compte_rendu": "2024-03-18 cop CR.pdf"}),
        ("28/03/2024", "cop", "Réalisée", 1, {"emargement": "2024-03-28 cop émargement.pdf"}),
    ],
}  # fmt: skip
Lignes = list[dict[str, Any]]


def ecrire(dossier: Path, **retouches: Callable[[Lignes], object]) -> Path:
    """The three workbooks; `sud_perigord=…` changes the rows of one before they are written."""
    dossier.mkdir(parents=True, exist_ok=True)
    for nom, lignes in _LIGNES.items():
        fiche = load_fiches(2024)[nom]
        libelles = {c.id: c.libelle for c in fiche.instances}
        saisies = [
            {
                "numero": n,
                "date": date(*map(int, reversed(jour.split("/")))),
                "instance": libelles[cible],
                "statut": statut,
                "modalite": "Présentiel",
                "quantite": unites,
                **pieces,
            }
            for n, (jour, cible, statut, unites, pieces) in enumerate(lignes, start=1)
        ]
        retouches.get(nom.replace("-", "_"), lambda x: None)(saisies)
        parametres = [{"reference": AU}]
        ecarts = [{"cible": c.libelle, "motif": "calendrier resserré"} for c in fiche.cibles]
        contenu = {"suivi": saisies, "parametres": parametres, "ecarts": ecarts}
        (dossier / f"plie_{nom}_2024.xlsx").write_bytes(build_template(fiche, contenu))
    return dossier


def deposer(place: Path, recus: Path) -> Path:
    """The register of Technowest: three files of the four that it names."""
    pieces, registres = place / "pieces", place / "registres"
    for dossier in (pieces, registres):
        dossier.mkdir()
    for nom in ("2024-02-13 CR.pdf", "2024-03-14 notes.pdf", "2024-03-18 cop CR.pdf"):
        (pieces / nom).write_bytes(make_pdf(nom))
    lecture = read_classeur(recus / "plie_technowest_2024.xlsx")
    octets = write_registre(build_registre(lecture, pieces, Reglages()))
    (registres / "registre.xlsx").write_bytes(octets)
    return registres


def consolider(recus: Path, sortie: Path, **options: Any) -> Result:
    """The run of the command."""
    return run(Run(list_depot([recus]), sortie, read=lire, **options))


def lire(recus: list[tuple[str, Path]]) -> list[Lecture]:
    """Here, in this process: the files are ours."""
    return [read_classeur(chemin) for _, chemin in recus]


def tirer(master: Path, sortie: Path, **demande: Any) -> Path:
    """The workbook of a control; everything is drawn unless a share is asked for."""
    reglages = Controle()
    preparee = prepare_tirage(master, find_demande(reglages, GRAINE, **demande), reglages)
    sortie.write_bytes(preparee.octets)
    return sortie


def remplir(controle: Path, decisions: Mapping[str, Mapping[str, Any]]) -> Path:
    """Fill « Verdicts » as a controller does: by key, the columns and what is typed there."""
    classeur = openpyxl.load_workbook(controle)
    feuille = classeur["Verdicts"]
    colonnes = {case.value: case.column for case in feuille[5]}
    for ligne in range(6, feuille.max_row + 1):
        cle = feuille.cell(ligne, colonnes["Clé"]).value
        for entete, valeur in decisions.get(cle, {}).items():
            feuille.cell(ligne, colonnes[entete]).value = valeur
    classeur.save(controle)
    return controle


def decide(definitive: str | None, motif: str | None = None, **autres: Any) -> dict[str, Any]:
    """A row decided, notified on 3 February 2025."""
    provisoire = {"Décision provisoire": definitive or "À compléter", "Motif": motif}
    notifie = {"Notifié le": date(2025, 2, 3), "Contrôlé par": "K. L."}
    return {**provisoire, **notifie, "Décision définitive": definitive, **autres}


def figures(master: Path) -> dict[str, tuple[object, ...]]:
    """Held, proved, filed, retained, and how many were looked at, by « fiche/cible »."""
    colonnes = ("tenu", "justifie", "au_dossier", "retenu_csf", "controle")
    return {
        str(x["cle"]): tuple(x[c] for c in colonnes)
        for x in read_master(master).lignes("atteinte")
        if x["tenu"]
    }


def codes(master: Path, famille: str) -> list[tuple[object, object]]:
    """Code and cell of each anomaly of a family, as « Anomalies » shows them."""
    lues = read_master(master).lignes("anomalies")
    return [(x["code"], x["cellule"]) for x in lues if str(x["code"]).startswith(famille)]
