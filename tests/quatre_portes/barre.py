"""The toolbar « PLIE » in a live LibreOffice: found, clicked, its words read, its work compared."""

import threading
import time
from contextlib import contextmanager

from hote import clic as souris
from hote.pont import import_uno

from plie_xl.host.extension import BARRE, macro
from plie_xl.host.libreoffice.workbook import AdaptateurLibreOffice, properties

RESSOURCE = f"private:resource/toolbar/addon_{BARRE}"
_AU_PLUS = 200  # children; beyond, it is the grid of the sheet


def open_in(bureau, chemin=None, **options):
    """Open a workbook in a window, macros of the document itself refused; a new one for None."""
    url = import_uno().systemPathToFileUrl(str(chemin)) if chemin else "private:factory/scalc"
    document = bureau.loadComponentFromURL(
        url, "_blank", 0, properties(MacroExecutionMode=0, **options)
    )
    souris.enlarge(document)
    document.CurrentController.Frame.activate()  # a screen without a window manager gives no focus
    return document


def dispatch(document, action):
    """Send what the button of the toolbar sends; seconds until LibreOffice is free again."""
    adresse = import_uno().createUnoStruct("com.sun.star.util.URL")
    adresse.Complete = adresse.Main = macro(action)
    adresse.Protocol, _, suite = macro(action).partition("script:")
    adresse.Protocol += "script:"
    adresse.Path = suite.partition("?")[0]
    envoi = document.CurrentController.Frame.queryDispatch(adresse, "_self", 0)
    debut = time.monotonic()
    envoi.dispatch(adresse, properties(SynchronMode=True))
    return time.monotonic() - debut


def sentence(document, action, ecran):
    """The words of the box that answers a click, closed by its button."""
    fil = threading.Thread(target=dispatch, args=(document, action), daemon=True)
    fil.start()
    boite = []
    souris.wait_until(lambda: boite.extend(_box(document)) or boite, "a box", 60)
    time.sleep(0.5)  # to be drawn
    [ok] = [n for n in boite if n.getAccessibleName() == "OK"]
    mots = " ".join(n.getAccessibleName() for n in boite[1:])
    _press(ok, ecran)
    fil.join(60)
    assert not fil.is_alive()
    return mots


def click(document, libelle, ecran):
    """Move the mouse over a button of the toolbar, and click."""
    trouves = []

    def find():
        fenetre = document.CurrentController.Frame.ContainerWindow
        trouves.extend(n for n in _below(fenetre.AccessibleContext) if n.AccessibleName == libelle)
        return trouves

    souris.wait_until(find, f"« {libelle} » in the window")
    _press(trouves[0], ecran)


def photograph(document):
    """All that the workbook holds: what each cell was given, and where each table stands."""
    classeur = AdaptateurLibreOffice(document)
    contenus = {}
    for nom in classeur.sheet_names():
        feuille = document.Sheets.getByName(nom)
        curseur = feuille.createCursor()
        curseur.gotoEndOfUsedArea(False)
        fin = curseur.RangeAddress
        plage = feuille.getCellRangeByPosition(0, 0, fin.EndColumn, fin.EndRow)
        contenus[nom] = _without_margins(plage.getFormulaArray())
        contenus[nom, "tables"] = classeur.tables(nom)
    return contenus


def anomalies(document):
    """Sheet, cell, code and sentence of each row of « Anomalies », as they are shown."""
    feuille = document.Sheets.getByName("Anomalies")
    lues = []
    for n in range(5, 400):
        code, _, ou, cellule, constat = (feuille.getCellByPosition(k, n).String for k in range(5))
        if not code:
            return lues
        lues.append((code, ou, cellule, constat))
    return lues


def differences(avant, apres):
    """Where two photographs differ: sheet, cell, what it was, what it is."""
    return [
        (feuille, place, avant[feuille].get(place), apres[feuille].get(place))
        for feuille in avant
        for place in avant[feuille].keys() | apres[feuille].keys()
        if avant[feuille].get(place) != apres[feuille].get(place)
    ]


@contextmanager
def closing(document):
    """Closed at the end, whatever it became."""
    try:
        yield document
    finally:
        document.close(True)


def _without_margins(lignes):
    """The rows without the empty cells around: an emptied cell may count as used."""
    return {
        (n, k): texte
        for n, ligne in enumerate(lignes)
        for k, texte in enumerate(ligne)
        if texte != ""
    }


def _box(document):
    """All that a dialogue of ours holds, nothing without it."""
    outils = document.CurrentController.Frame.ContainerWindow.Toolkit
    fenetres = [outils.getTopWindow(n) for n in range(outils.getTopWindowCount())]
    contextes = [f.getAccessibleContext() for f in fenetres if f is not None]
    return [n for c in contextes if c.getAccessibleName() == "PLIE" for n in _below(c)]


def _press(bouton, ecran):
    ou, taille = bouton.getLocationOnScreen(), bouton.getSize()
    souris.click_at(ecran, ou.X + taille.Width // 2, ou.Y + taille.Height // 2)


def _below(contexte):
    """An accessible thing and all that it holds, but the cells of a sheet."""
    yield contexte
    nombre = contexte.AccessibleChildCount
    for rang in range(nombre if nombre < _AU_PLUS else 0):
        enfant = contexte.getAccessibleChild(rang)
        if enfant is not None:
            yield from _below(enfant.AccessibleContext)
