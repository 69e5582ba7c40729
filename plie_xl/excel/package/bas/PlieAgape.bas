Attribute VB_Name = "PlieAgape"
Option Explicit
' Le bouton du classeur AGAPE : il appelle la fonction Python du même nom.
' Aucune référence à cocher : le complément xlwings est appelé par son nom.
