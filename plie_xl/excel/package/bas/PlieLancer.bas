Private Sub PlieLancer(ByVal action As String)
    On Error GoTo Absent
    Application.Run "xlwings.xlam!RunPython", "import plie_xl.excel; plie_xl.excel.bouton('" & action & "')"
    Exit Sub
Absent:
    MsgBox "Le complément xlwings ne répond pas : fermez Excel, lancez « plie-xl installer » dans un terminal, puis rouvrez ce classeur." _
        & vbLf & vbLf & "(" & Err.Description & ")", vbExclamation, "PLIE"
End Sub
