"""What LibreOffice does not show in an .ods counts for nothing; what it would show otherwise is refused."""

from datetime import date, datetime, time, timedelta

import pytest
from hote import bureau

from hostile.ods import write_ods
from hostile.tours_ods import A_COTE, REFUSE, TOURS, dire
from plie_xl.reading.cells import read_grilles
from plie_xl.reading.guard import inspect

ZERO = datetime(1899, 12, 30)


def lire(octets: bytes) -> object:
    """The sheets as read, without what is empty at their edges; nothing when refused."""
    garde = inspect(octets)
    if garde.refus is not None:
        assert garde.refus.motif in ("xml_invalide", "cellule_illisible", "cellule_egaree")
        return REFUSE
    grilles = read_grilles(octets, garde)
    return {nom: [ranger(rangee) for rangee in grille][1:] for nom, grille in grilles.items()}


def ranger(rangee) -> list[object]:
    dites = [dire_valeur(valeur) for valeur in rangee]
    while dites and dites[-1] == "":
        dites.pop()
    return dites


def dire_valeur(valeur: object) -> object:
    if isinstance(valeur, datetime):
        return valeur.date().isoformat() if valeur.time() == time() else valeur.isoformat()
    return valeur.isoformat() if isinstance(valeur, date) else valeur


@pytest.mark.parametrize("tour", TOURS)
def test_un_tour_est_refuse_ou_lu_comme_libreoffice_le_montre(tour):
    rangee, attendu = TOURS[tour]
    voulu = REFUSE if attendu is REFUSE else {"F": attendu}
    assert lire(write_ods(dire(rangee))) == voulu


@pytest.mark.parametrize("tour", A_COTE)
def test_ce_qui_n_est_pas_une_feuille_ne_compte_pas(tour):
    avant, apres = A_COTE[tour]
    dit = dire("<table:table-row/>").replace(avant, apres, 1)
    assert lire(write_ods(dit)) == {"F": []}


def test_un_scenario_est_une_feuille_cachee():
    dit = dire("").replace('table:name="F">', 'table:name="F"><table:scenario/>')
    [feuille] = inspect(write_ods(dit)).feuilles
    assert not feuille.visible


@pytest.mark.libreoffice
def test_libreoffice_montre_ce_que_nous_lisons(tmp_path):
    """Each trick that is read, through the true program; one call for all."""
    openpyxl = pytest.importorskip("openpyxl")
    lus = {nom: attendu for nom, (_, attendu) in TOURS.items() if attendu is not REFUSE}
    chemins = []
    for n, nom in enumerate(lus):
        chemins.append(tmp_path / f"{n}.ods")
        chemins[-1].write_bytes(write_ods(dire(TOURS[nom][0])))
    (tmp_path / "rendus").mkdir()
    rendus = bureau.recalculate(chemins, tmp_path / "rendus")
    for (nom, attendu), rendu in zip(lus.items(), rendus, strict=True):
        feuille = openpyxl.load_workbook(rendu)["F"]
        montre = [ranger(v or "" for v in rangee) for rangee in feuille.values][1:]
        assert montre == [list(map(compter, rangee)) for rangee in attendu], nom


def compter(valeur: object) -> object:
    """A day as LibreOffice writes one without a look: days since its zero."""
    try:
        return (datetime.fromisoformat(str(valeur)) - ZERO) / timedelta(1)
    except ValueError:
        return valeur
