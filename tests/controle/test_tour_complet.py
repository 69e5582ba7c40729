"""One year from end to end, on three territories counted by hand: the figures are those of the paper.

| cible | tenu | justifié | au dossier | retenu | contrôlé |
|---|---:|---:|---:|---:|---|
| technowest/commissions | 1 | 1 | 1 | 1 | 1 sur 1 |
| technowest/referents | 1 | 1 | 1 | 0 | 1 sur 1 |
| technowest/cop | 2 | 2 | 1 | 2 | 2 sur 2 |

One piece of « cop » is no file of the folder: the controller saw it on the spot, and retains the row.
"""

from datetime import date
from functools import partial

import pytest
from hote.bureau import recalculate, to_pdf, to_png
from ordinaire import ordinaire

from controle.atelier import (
    codes,
    consolider,
    deposer,
    ecrire,
    figures,
    lire,
    remplir,
    tirer,
)
from controle.test_verdicts import DECISIONS
from plie_xl.control.received import read_controles
from plie_xl.files.inbox import list_depot
from plie_xl.master.read import read_master
from plie_xl.model.settings import Controle, Reglages
from plie_xl.model.words import NON_CONTROLE
from plie_xl.reports.freeze import Demande, close_year, reopen
from plie_xl.reports.held import hold
from plie_xl.reports.letters import build_lettres

TECHNOWEST = {
    "technowest/commissions": (1, 1, 1, 1, "1 sur 1"),
    "technowest/referents": (1, 1, 1, 0, "1 sur 1"),
    "technowest/cop": (2, 2, 1, 2, "2 sur 2"),
}


def _technowest(master):
    return {cle: x for cle, x in figures(master).items() if cle.startswith("technowest")}


def test_du_tirage_a_la_version_2(tmp_path):
    recus = ecrire(tmp_path / "recus")
    registres = list_depot([deposer(tmp_path, recus)])
    maitre = tmp_path / "AGAPE_2024.xlsx"
    consolider(recus, maitre, registres=registres)
    controle = tirer(maitre, tmp_path / "controle.xlsx")

    remplir(controle, {cle: {**x, "Décision définitive": None} for cle, x in DECISIONS.items()})
    [lu] = read_controles([(controle.name, controle)])
    assert len(build_lettres(lu, Reglages()).fichiers) == 3
    consolider(recus, maitre, registres=registres, verdicts=(controle,))
    assert {x[3] for x in figures(maitre).values()} == {NON_CONTROLE}  # silence decides nothing

    repondu = {"Réponse du PLIE": "Pièce envoyée", "Répondu le": date(2025, 2, 12)}
    remplir(controle, {cle: {**x, **repondu} for cle, x in DECISIONS.items()})
    consolider(recus, maitre, registres=registres, verdicts=(controle,))
    assert (_technowest(maitre), codes(maitre, "CSF")) == (TECHNOWEST, [])
    lues = read_master(maitre).chiffres
    assert (lues["tenu"], lues["justifie"], lues["au_dossier"], lues["retenu_csf"]) == (
        13,
        11,
        3,
        8,
    )

    arrete, le = tmp_path / "ARRETE_2024", date(2025, 3, 1)
    demande = partial(
        Demande, read=lire, le=le, par="K. L.", verdicts=(controle,),
        registres=tuple(chemin for _, chemin in registres.recus),
    )  # fmt: skip
    close_year(demande(list_depot([recus])), arrete)

    changes = ecrire(tmp_path / "changes", technowest=lambda x: x[3].update(date=date(2024, 3, 29)))
    tenir = partial(hold, dossier=arrete, read=lire, reglages=Controle())
    consolider(changes, maitre, registres=registres, verdicts=(controle,), complete=tenir)
    assert [code for code, _ in codes(maitre, "ARR")] == ["ARR-01"]
    assert _technowest(maitre) == TECHNOWEST  # whatever was received since

    reopen(arrete, "date corrigée par le PLIE", date(2025, 4, 2))
    consolider(changes, maitre, verdicts=(controle,), complete=tenir)
    assert [code for code, _ in codes(maitre, "CSF")] == ["CSF-01"]
    assert figures(maitre)["technowest/cop"][3:] == (1, "1 sur 2")
    assert (
        close_year(
            demande(list_depot([changes]), malgre="recontrôle en avril"), arrete
        ).derniere.numero
        == 2
    )


@pytest.mark.libreoffice
def test_libreoffice_imprime_enregistre_et_recalcule_les_memes_choses(tmp_path):
    """A letter on its page; a workbook of control saved there says the same; formulas too."""
    recus, maitre = ecrire(tmp_path / "recus"), tmp_path / "AGAPE_2024.xlsx"
    consolider(recus, maitre)
    controle = remplir(tirer(maitre, tmp_path / "controle.xlsx"), DECISIONS)
    consolider(recus, maitre, verdicts=(controle,))
    repasses = recalculate([maitre, controle], tmp_path / "repasses")
    avant, apres = read_controles((x.name, x) for x in (controle, repasses[1]))
    assert (avant.verdicts, avant.tirees, avant.faits) == (
        apres.verdicts, apres.tirees, apres.faits,
    )  # fmt: skip
    assert figures(repasses[0]) == figures(maitre)
    assert read_master(repasses[0]).chiffres == read_master(maitre).chiffres
    lettre = tmp_path / "lettre.docx"
    lettre.write_bytes(build_lettres(avant, Reglages()).fichiers["lettre_technowest_2024.docx"])
    assert len(to_png(to_pdf(lettre, tmp_path / "pdf"), resolution=40)) == 1


def test_le_total_du_papier_est_celui_de_la_phrase(tmp_path):
    recus = ecrire(tmp_path / "recus")
    consolider(recus, tmp_path / "m.xlsx")
    controle = remplir(tirer(tmp_path / "m.xlsx", tmp_path / "c.xlsx"), DECISIONS)
    fait = consolider(recus, tmp_path / "m.xlsx", verdicts=(controle,))
    dit = "Lignes contrôlées : 9 sur 10 ; retenues : 7 ; écartées : 2."
    assert ordinaire(fait.summary.controle) == dit
