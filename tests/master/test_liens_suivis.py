"""Each kind of link of the master, followed with a mouse in LibreOffice: it lands where it says."""

import openpyxl
import pytest
from hote.bureau import start_screen, write_profile
from hote.clic import enlarge, follow_at, wait_until
from hote.pont import live_desktop, open_document

from master.complet import write_complet
from master.test_liens import rangees

GRILLE = 84  # the role of the cells of a window, for who reads the screen
A_COTE = (-3, 3)  # one time and the next: two clicks, not a double one
SORTES = 30  # at least: each column that leads somewhere


def list_sortes(chemin):
    """The first link of each column of each sheet: where it is, and where it leads."""
    sortes = {}
    for feuille in openpyxl.load_workbook(chemin):
        for case in (c for ligne in feuille.iter_rows(min_row=6) for c in ligne if c.hyperlink):
            sorte = feuille.title, case.column
            sortes.setdefault(sorte, (case.row, rangees(case.hyperlink.location)))
    return sortes


def find_grille(fenetre):
    """The cells of a window, as who reads the screen finds them."""
    ici = fenetre.getAccessibleContext()
    if ici.getAccessibleRole() == GRILLE:
        return ici.getAccessibleChild(0)
    enfants = range(min(ici.getAccessibleChildCount(), 20))
    return next(filter(None, (find_grille(ici.getAccessibleChild(n)) for n in enfants)), None)


def point_at(document, feuille, rang, ligne):
    """Bring a cell to the corner of the window: where it is on the screen, on what it says."""
    vue, la = document.CurrentController, document.Sheets.getByName(feuille)
    vue.setActiveSheet(la)
    vue.freezeAtPosition(0, 0)
    vue.select(la.getCellByPosition(0, 0))  # where a link led before is forgotten
    vue.setFirstVisibleRow(ligne - 1)
    vue.setFirstVisibleColumn(rang - 1)
    vue.Frame.ContainerWindow.Toolkit.processEventsToIdle()
    cases = find_grille(vue.Frame.ComponentWindow).getAccessibleContext()
    case = cases.getAccessibleCellAt(ligne - 1, rang - 1).getAccessibleContext()
    coin, taille = case.getLocationOnScreen(), case.getSize()
    centree = la.getCellByPosition(rang - 1, ligne - 1).HoriJustify.value == "CENTER"
    droite = taille.Width // 2 if centree else 18
    return coin.X + droite, coin.Y + taille.Height // 2


def find_lieu(document):
    """The sheet that is shown, and the rows that are selected there."""
    choix = getattr(document.CurrentSelection, "RangeAddress", None)
    lignes = range(choix.StartRow + 1, choix.EndRow + 2) if choix else range(0)
    return document.CurrentController.ActiveSheet.Name, lignes


@pytest.fixture(scope="module")
def ouvert(tmp_path_factory):
    """The master open in a LibreOffice that a mouse can reach, and what it was made of."""
    place = tmp_path_factory.mktemp("suivis")
    maitre = write_complet(place)
    with (
        start_screen() as ecran,
        live_desktop(write_profile(place / "profil"), ecran=ecran) as bureau,
    ):
        document = open_document(bureau, maitre, cache=False)
        enlarge(document)
        yield document, ecran, maitre
        document.setModified(False)  # else it would ask whether to save, and wait
        document.close(False)


@pytest.mark.libreoffice
def test_chaque_sorte_de_lien_mene_ou_elle_dit(ouvert):
    document, ecran, maitre = ouvert
    sortes = list_sortes(maitre)
    assert len(sortes) >= SORTES
    menes = {la for _, (la, _) in sortes.values()} - {"Suivi"}
    # LibreOffice no longer scrolls a sheet where a link led: those are clicked first.
    retour = list(reversed(sortes.items()))
    retour.sort(key=lambda sorte: sorte[0][0] not in menes)
    for n, ((feuille, rang), (ligne, la)) in enumerate(retour):
        x, y = point_at(document, feuille, rang, ligne)
        follow_at(ecran, x, y + A_COTE[n % 2])
        wait_until(lambda la=la: find_lieu(document) == la, f"{feuille} {rang} {ligne} → {la}", 5)
