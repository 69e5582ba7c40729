Attribute VB_Name = "PlieRuban"
Option Explicit
' Les boutons de l’onglet « PLIE » : l’action est dans l’attribut tag de chacun (customUI14.xml).
' L’aide n’appelle pas Python : elle doit répondre quand rien n’est encore installé.

Public Sub PlieRubanAction(control As IRibbonControl)
    PlieLancer control.Tag
End Sub

Public Sub PlieRubanAide(control As IRibbonControl)
    Dim feuille As Object
    If Not ActiveWorkbook Is Nothing Then
        For Each feuille In ActiveWorkbook.Worksheets
            If feuille.Name Like "Mode d?emploi" And feuille.Visible = xlSheetVisible Then
                feuille.Activate
                Exit Sub
            End If
        Next feuille
    End If
    MsgBox "Ouvrez d’abord un classeur de suivi : sa feuille « Mode d’emploi » explique tout, et l’onglet « PLIE » s’y applique." _
        & vbLf & "Si un bouton ne répond pas, lancez « plie-xl diagnostic » dans un terminal.", vbInformation, "PLIE"
End Sub
