Private Sub PlieLancer(ByVal action As String)
    Dim intrus As String, detail As String, numero As Long
    On Error GoTo Echec
    If ActiveWorkbook Is Nothing Then
        MsgBox "Ouvrez d’abord un classeur de suivi, puis cliquez de nouveau.", vbInformation, "PLIE"
        Exit Sub
    End If
    intrus = PlieIntrus()
    If intrus <> "" Then
        MsgBox "Ce classeur contient des réglages qui ne viennent pas du programme (« " & intrus & " ») : rien n’a été lancé. Prévenez AGAPE.", vbExclamation, "PLIE"
        Exit Sub
    End If
    Application.Run "xlwings.xlam!RunPython", "import plie_xl.excel; plie_xl.excel.bouton('" & action & "')"
    Exit Sub
Echec:
    numero = Err.Number
    detail = Err.Description
    Application.ScreenUpdating = True ' Python a pu s’arrêter en route, l’écran figé
    Application.StatusBar = False
    MsgBox PlieRemede(numero) & vbLf & vbLf & "(" & detail & ")", vbExclamation, "PLIE"
End Sub

' Le complément xlwings obéit au classeur actif avant l’utilisateur : à une feuille « xlwings.conf » ou « *.py »,
' à un fichier « xlwings.conf » de son dossier, qui disent quel programme lancer. Le dossier est celui qu’il regarde.
Private Function PlieIntrus() As String
    Dim feuille As Object, reglages As String
    For Each feuille In ActiveWorkbook.Sheets
        If LCase(feuille.Name) = "xlwings.conf" Or LCase(Right(feuille.Name, 3)) = ".py" Then
            PlieIntrus = feuille.Name
            Exit Function
        End If
    Next feuille
    reglages = Application.Run("xlwings.xlam!GetDirectoryConfigFilePath")
    If Application.Run("xlwings.xlam!FileExists", reglages) Then PlieIntrus = reglages
End Function

' 1 et 1000 : le complément est là, mais le Python de ses réglages ne démarre pas.
Private Function PlieRemede(ByVal numero As Long) As String
    If numero = 1 Or numero = 1000 Then
        PlieRemede = "Python ne démarre pas : fermez Excel, puis lancez « plie-xl diagnostic » dans un terminal ; il dit ce qui manque."
    Else
        PlieRemede = "Le complément xlwings ne répond pas : fermez Excel, lancez « plie-xl installer » dans un terminal, puis rouvrez ce classeur."
    End If
End Function
