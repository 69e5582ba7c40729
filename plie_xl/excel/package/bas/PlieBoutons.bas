Attribute VB_Name = "PlieBoutons"
Option Explicit
' Les boutons du classeur : chacun appelle la fonction Python du même nom.
' Aucune référence à cocher : le complément xlwings est appelé par son nom.
