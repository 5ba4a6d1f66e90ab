Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
Option Explicit

' Stands in for the add-in's module of this name: Python is reached through LibreOffice instead of xlwings' library.
' What takes values out of cells is the add-in's own. Beside them goes the range itself, since the .Value of
' LibreOffice hides errors and dates, which that of Excel has.

Public Function XLPy() As Object
    Set XLPy = New Server
End Function

Public Function ValuesOf(ByVal argument As Variant) As Variant
    If IsObject(argument) Then
        ValuesOf = Array("cells", ValuesInAddIn(argument), RangeOf(argument))
    Else
        ValuesOf = ValuesInAddIn(argument)
    End If
End Function

Private Function RangeOf(ByVal block As Object) As Object
    Set RangeOf = block.CellRange
End Function

