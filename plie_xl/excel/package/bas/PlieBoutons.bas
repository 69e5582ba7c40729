Attribute VB_Name = "PlieBoutons"
Option Explicit
' Les boutons du classeur : chacun appelle la fonction Python du même nom.
' Aucune référence à cocher : le complément xlwings est appelé par son nom.

Public Sub PlieValider()
    PlieLancer "valider"
End Sub

Public Sub PlieCalculer()
    PlieLancer "calculer"
End Sub

Public Sub PliePreparerEnvoi()
    PlieLancer "preparer_envoi"
End Sub

Private Sub PlieLancer(ByVal action As String)
    On Error GoTo Absent
    Application.Run "xlwings.xlam!RunPython", "import plie_xl.excel; plie_xl.excel.bouton('" & action & "')"
    Exit Sub
Absent:
    MsgBox "Le complément xlwings ne répond pas : fermez Excel, lancez « plie-xl installer » dans un terminal, puis rouvrez ce classeur." _
        & vbLf & vbLf & "(" & Err.Description & ")", vbExclamation, "PLIE"
End Sub
