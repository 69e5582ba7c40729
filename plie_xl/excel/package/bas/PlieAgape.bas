Attribute VB_Name = "PlieAgape"
Option Explicit
' Le bouton du classeur AGAPE : il appelle la fonction Python du même nom.
' Aucune référence à cocher : le complément xlwings est appelé par son nom.

Public Sub PlieConsolider()
    PlieLancer "consolider"
End Sub

Private Sub PlieLancer(ByVal action As String)
    On Error GoTo Absent
    Application.Run "xlwings.xlam!RunPython", "import plie_xl.excel; plie_xl.excel.bouton('" & action & "')"
    Exit Sub
Absent:
    MsgBox "Le complément xlwings ne répond pas : fermez Excel, lancez « plie-xl installer » dans un terminal, puis rouvrez ce classeur." _
        & vbLf & vbLf & "(" & Err.Description & ")", vbExclamation, "PLIE"
End Sub
