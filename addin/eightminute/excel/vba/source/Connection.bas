Attribute VB_Name = "Connection"
Option Explicit
Option Private Module

' Between Excel and Python: starts the Python that eightminute was installed in, and takes the values out of cells.
' Which Python that is stands here and nowhere else: no workbook, folder or file of settings can name another.
'
' The library is xlwings {version}'s, and so are its declaration and the command line that it expects:
' Copyright (C) 2014-present, Zoomer Analytics LLC, under the BSD 3-clause licence.

#If Win64 Then
Private Const LIBRARY As String = "xlwings64-{version}.dll"
Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-{version}.dll" ({parameters}) As Long
#Else
Private Const LIBRARY As String = "xlwings32-{version}.dll"
Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings32-{version}.dll" ({parameters}) As Long
#End If
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr

Public Function XLPy() As Object
    Dim server As Variant
    If LoadLibraryW(StrPtr(LibraryFolder() & "\" & LIBRARY)) = 0 Then Err.Raise 53
    If XLPyDLLActivateAuto(server, CommandLine(), 1) <> 0 Then Err.Raise 1000
    Set XLPy = server
End Function

' Of cells their values, so that Python needs no way back into an Excel that is calculating.
Public Function ValuesOf(ByVal argument As Variant) As Variant
    If IsObject(argument) Then
        ValuesOf = ValuesOfCells(argument)
    Else
        ValuesOf = argument
    End If
End Function

Private Function ValuesOfCells(ByVal block As Object) As Variant
    If block.Areas.Count > 1 Then Err.Raise 5 ' .Value would be the first area's alone
    ValuesOfCells = block.Value
End Function

' -P: no module is taken from the folder in which Excel happens to stand.
Private Function CommandLine() As String
    Const QUOTE As String = """"
    CommandLine = "cmd.exe /K " & QUOTE & QUOTE & Interpreter() & QUOTE & _
        " -P -B -c " & QUOTE & "import xlwings; xlwings.serve('$(CLSID)')" & QUOTE & QUOTE
End Function

Private Function Interpreter() As String
    Interpreter = {interpreter}
End Function

Private Function LibraryFolder() As String
    LibraryFolder = {folder}
End Function
