"""The VBA itself, run by an interpreter: what each button asks of the xlwings add-in."""

import re
from xml.etree import ElementTree

import pytest
from pyopenvba.apps.excel import ExcelApplication

from plie_xl.excel.package.addin import build_ruban
from plie_xl.excel.package.macros import load_bas
from plie_xl.model.buttons import list_agape, list_territoire, load_boutons

XLWINGS = """
Private recu As String
Public voisin As Boolean
Public panne As Long
Public Sub RunPython(ByVal commande As String)
    If panne <> 0 Then
        Application.ScreenUpdating = False
        Application.StatusBar = "Lecture : 3 fichiers sur 11"
        Err.Raise panne
    End If
    recu = commande
End Sub
Public Function Recu_() As String
    Recu_ = recu
End Function
Public Function GetDirectoryConfigFilePath() As String
    GetDirectoryConfigFilePath = "C:\\Suivi\\xlwings.conf"
End Function
Public Function FileExists(ByVal chemin As String) As Boolean
    FileExists = voisin And chemin = "C:\\Suivi\\xlwings.conf"
End Function
Public Sub PoserVoisin()
    voisin = True
End Sub
Public Sub AjouterFeuille(ByVal nom As String)
    ActiveWorkbook.Sheets.Add.Name = nom
End Sub
Public Function Ecran() As String
    Ecran = Application.ScreenUpdating & " " & Application.StatusBar
End Function
Public Sub Casser(ByVal numero As Long)
    panne = numero
End Sub
"""
RUBAN = """
Public Sub Cliquer(ByVal action As String)
    Dim bouton As New IRibbonControl
    bouton.Tag = action
    PlieRubanAction bouton
End Sub
Public Sub Aider(ByVal visible As Boolean)
    ActiveWorkbook.Sheets.Add.Name = "Mode d’emploi"
    ActiveWorkbook.Sheets("Mode d’emploi").Visible = visible
    ActiveWorkbook.Sheets(ActiveWorkbook.Sheets.Count).Activate
    PlieRubanAide New IRibbonControl
End Sub
Public Function Devant() As String
    Devant = ActiveSheet.Name
End Function
"""
INTRUS = re.compile(r"Ce classeur contient des réglages .*« (.+) ».* rien n’a été lancé")
REMEDE = re.compile(r"Le complément xlwings ne répond pas : .*« plie-xl installer »")


def ouvrir(module, xlwings=XLWINGS):
    """An Excel where `module` is loaded; without `xlwings` the add-in has no RunPython."""
    app = ExcelApplication()
    app.add_workbook()
    app.add_module(xlwings, name="xlwings")
    app.add_module("Public Tag As String\n", name="IRibbonControl", kind="class")
    app.add_module(load_bas(module), name=module)
    chercher = app.interpreter.find_procedure
    app.interpreter.find_procedure = lambda nom, *suite, **autres: chercher(
        nom.replace("xlwings.xlam!", "xlwings."), *suite, **autres
    )
    return app


def commande(action):
    return f"import plie_xl.excel; plie_xl.excel.bouton('{action}')"


MODULES = {"PlieBoutons": list_territoire(), "PlieAgape": list_agape()}
ENTREES = [(module, b.macro, b.action) for module, boutons in MODULES.items() for b in boutons]


@pytest.mark.parametrize(("module", "macro", "action"), ENTREES)
def test_un_bouton_demande_exactement_sa_fonction_python(module, macro, action):
    app = ouvrir(module)
    app.run(macro)
    assert app.run("xlwings.Recu_") == commande(action)
    assert not app.dialogs


@pytest.mark.parametrize(("module", "macro", "_action"), ENTREES)
def test_sans_le_complement_un_bouton_dit_en_francais_que_faire(module, macro, _action):
    app = ouvrir(module, xlwings="Option Explicit\n")
    app.run(macro)
    ((_, message, titre, _),) = app.dialogs
    assert REMEDE.match(message)
    assert titre == "PLIE"


@pytest.fixture(params=["PlieBoutons", "PlieAgape", "PlieRuban"])
def entree(request):
    """One entry of each module, ready to be clicked."""
    app = ouvrir(request.param)
    if request.param == "PlieRuban":
        app.add_module(RUBAN, name="Souris")
        return app, lambda: app.run("Cliquer", "valider")
    macro = MODULES[request.param][0].macro
    return app, lambda: app.run(macro)


@pytest.mark.parametrize("feuille", ["xlwings.conf", "XLWings.CONF", "plie_xl.py", "A.PY"])
def test_une_feuille_a_laquelle_xlwings_obeirait_ne_lance_rien(entree, feuille):
    app, cliquer = entree
    app.run("xlwings.AjouterFeuille", feuille)
    cliquer()
    ((_, message, titre, _),) = app.dialogs
    assert (INTRUS.match(message)[1], titre) == (feuille, "PLIE")
    assert app.run("xlwings.Recu_") == ""


def test_un_fichier_de_reglages_a_cote_du_classeur_ne_lance_rien(entree):
    app, cliquer = entree
    app.run("xlwings.PoserVoisin")
    cliquer()
    ((_, message, *_),) = app.dialogs
    assert INTRUS.match(message)[1] == r"C:\Suivi\xlwings.conf"
    assert app.run("xlwings.Recu_") == ""


@pytest.mark.parametrize("numero", [1, 1000])
def test_quand_python_ne_demarre_pas_le_complement_n_est_pas_accuse(entree, numero):
    app, cliquer = entree
    app.run("xlwings.Casser", numero)
    cliquer()
    ((_, message, *_),) = app.dialogs
    assert message.startswith("Python ne démarre pas : ")
    assert "« plie-xl diagnostic »" in message


def test_apres_un_arret_de_python_l_ecran_et_la_barre_d_etat_sont_rendus(entree):
    app, cliquer = entree
    app.run("xlwings.Casser", 5)
    cliquer()
    assert app.run("xlwings.Ecran") == "True False"


def boutons_du_ruban():
    ruban = ElementTree.fromstring(build_ruban())
    return [b.attrib for b in ruban.iter() if b.tag.endswith("}button")]


@pytest.mark.parametrize("action", load_boutons())
def test_le_ruban_a_les_memes_actions_que_les_boutons(action):
    assert [b for b in boutons_du_ruban() if b.get("tag") == action]
    app = ouvrir("PlieRuban")
    app.add_module(RUBAN, name="Souris")
    app.run("Cliquer", action)
    assert app.run("xlwings.Recu_") == commande(action)


@pytest.mark.parametrize(("visible", "dites"), [(True, 0), (False, 1)])
def test_l_aide_montre_le_mode_d_emploi_ou_dit_ou_il_est(visible, dites):
    app = ouvrir("PlieRuban")
    app.add_module(RUBAN, name="Souris")
    app.run("Aider", visible)
    assert len(app.dialogs) == dites
    assert (app.run("Devant") == "Mode d’emploi") is visible


def test_chaque_bouton_du_ruban_appelle_une_macro_qui_existe():
    appels = {b["onAction"] for b in boutons_du_ruban()}
    publiques = set(re.findall(r"Public Sub (\w+)", load_bas("PlieRuban")))
    assert appels == publiques


@pytest.mark.parametrize("module", ["PlieBoutons", "PlieAgape", "PlieRuban"])
def test_chaque_module_declare_ses_variables_et_ne_lance_python_qu_en_un_endroit(module):
    source = load_bas(module)
    assert source.splitlines()[1] == "Option Explicit"
    assert source.count("!RunPython") == 1
    assert source.index("intrus = PlieIntrus()") < source.index("!RunPython")
