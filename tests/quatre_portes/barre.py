"""The toolbar « PLIE » in a live LibreOffice: found, clicked, its words read, its work compared."""

import threading
import time
from contextlib import contextmanager

from hote import clic as souris
from hote.pont import import_uno
from patience import at_most

from plie_xl.host.extension import BARRE, macro
from plie_xl.host.libreoffice.workbook import AdaptateurLibreOffice, properties
from plie_xl.model.workbook import LIGNE_ENTETE

RESSOURCE = f"private:resource/toolbar/addon_{BARRE}"
_CLICS = 4
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


def press(document, action):
    """Send what a button of the toolbar sends: seconds until LibreOffice is free, words of its boxes.

    A box is read and closed by its button while the click waits for it, in a thread of its own.
    """
    duree, mots = [], []
    fil = threading.Thread(target=lambda: duree.append(dispatch(document, action)), daemon=True)
    fil.start()
    fin = time.monotonic() + at_most(60)
    while fil.is_alive() and time.monotonic() < fin:
        fil.join(0.1)
        if fil.is_alive():
            mots.extend(_close_box(document))
    assert not fil.is_alive(), f"« {action} » still runs; boxes closed: {mots}"
    assert duree, f"« {action} » was refused by LibreOffice"
    return duree[0], mots


def dispatch(document, action):
    """Send it, and wait: seconds until LibreOffice is free again."""
    adresse = import_uno().createUnoStruct("com.sun.star.util.URL")
    adresse.Complete = adresse.Main = macro(action)
    adresse.Protocol, _, suite = macro(action).partition("script:")
    adresse.Protocol += "script:"
    adresse.Path = suite.partition("?")[0]
    cadre = document.CurrentController.Frame
    cadre.activate()  # the document of the click is the active one
    debut = time.monotonic()
    cadre.queryDispatch(adresse, "_self", 0).dispatch(adresse, properties(SynchronMode=True))
    return time.monotonic() - debut


def click(document, libelle, ecran):
    """Move the mouse over a button of the toolbar and click; again when nothing came of it.

    LibreOffice loses a click on a window that it is still drawing, on its own buttons too. One that
    it takes locks the document at once, for the resident has answered another button before.
    """
    trouves = []

    def find():
        barre = document.CurrentController.Frame.LayoutManager.getElement(RESSOURCE)
        noeuds = _below(barre.RealInterface.AccessibleContext) if barre is not None else ()
        trouves.extend(n for n in noeuds if n.AccessibleName == libelle)
        return trouves

    souris.wait_until(find, f"« {libelle} » in the toolbar")
    for _ in range(_CLICS):
        document.CurrentController.Frame.ContainerWindow.Toolkit.processEventsToIdle()
        _press(trouves[0], ecran)
        fin = time.monotonic() + at_most(2)
        while time.monotonic() < fin:
            if document.hasControllersLocked() or is_done(document, libelle):
                return
            time.sleep(0.05)
    raise AssertionError(f"« {libelle} » took none of {_CLICS} clicks")


def is_done(document, libelle):
    """Whether the last thing to undo is this click; inside it, LibreOffice undoes nothing."""
    faits = document.UndoManager
    return faits.isUndoPossible() and faits.getAllUndoActionTitles()[0] == libelle


def photograph(document):
    """All that the workbook holds: what each cell was given, where each table stands, pictures."""
    classeur = AdaptateurLibreOffice(document)
    contenus = {"images": pictures(document)}
    for nom in classeur.sheet_names():
        feuille = document.Sheets.getByName(nom)
        curseur = feuille.createCursor()
        curseur.gotoEndOfUsedArea(False)
        fin = curseur.RangeAddress
        plage = feuille.getCellRangeByPosition(0, 0, fin.EndColumn, fin.EndRow)
        contenus[nom] = _without_margins(plage.getFormulaArray())
        contenus[nom, "tables"] = classeur.tables(nom)
    return contenus


def pictures(document):
    """What is drawn over the cells: sheet and kind, by its name or its rank."""
    pages = {nom: document.Sheets.getByName(nom).DrawPage for nom in document.Sheets.ElementNames}
    return {
        forme.Name or (nom, rang): (nom, forme.ShapeType)
        for nom, page in pages.items()
        for rang in range(page.Count)
        for forme in [page.getByIndex(rang)]
    }


def anomalies(document):
    """Sheet, cell, code and sentence of each row of « Anomalies », as they are shown."""
    feuille = document.Sheets.getByName("Anomalies")
    lignes = feuille.getCellRangeByPosition(0, 5, 4, 399).getDataArray()
    return [(code, ou, cellule, constat) for code, _, ou, cellule, constat in lignes if code]


def rows(document, feuille):
    """The rows of a sheet of ours as they are shown, by column; of its contract in the workbook."""
    onglet = document.Sheets.getByName(feuille.nom)
    entetes = onglet.getCellRangeByPosition(0, LIGNE_ENTETE - 1, 60, LIGNE_ENTETE - 1)
    rangs = {e: n for n, e in enumerate(entetes.getDataArray()[0])}
    places = {c.id: rangs[c.entete] for c in feuille.colonnes if c.entete in rangs}
    lignes = onglet.getCellRangeByPosition(0, LIGNE_ENTETE, 60, LIGNE_ENTETE + 300).getDataArray()
    return [{nom: ligne[k] for nom, k in places.items()} for ligne in lignes if ligne[0] != ""]


def named(document, nom):
    """The cell that a name stands for."""
    return document.NamedRanges.getByName(nom).getReferredCells().getCellByPosition(0, 0)


def keep_rows(cellules, mot):
    """Filter on the first column, as a hand does: only the rows that say a word stay in sight."""
    uno = import_uno()
    champ = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
    champ.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    champ.StringValue = mot
    demande = cellules.createFilterDescriptor(True)
    demande.ContainsHeader = True
    demande.setFilterFields((champ,))
    cellules.filter(demande)


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


def _close_box(document):
    """Press OK in a box of ours; its words, nothing while there is none or it is half drawn.

    A window that comes or goes while it is looked at answers with a fault: it is looked at again.
    """
    try:
        noms = {n.AccessibleName: n for n in _box(document)}
        if "OK" not in noms:
            return []
        noms["OK"].doAccessibleAction(0)
    except Exception:
        return []
    return [nom for nom in noms if nom not in ("", "OK", "PLIE")]


def _box(document):
    outils = document.CurrentController.Frame.ContainerWindow.Toolkit
    for rang in range(outils.getTopWindowCount()):
        fenetre = outils.getTopWindow(rang)
        contexte = fenetre.AccessibleContext if fenetre is not None else None
        if contexte is not None and contexte.AccessibleName == "PLIE":
            yield from _below(contexte)


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
