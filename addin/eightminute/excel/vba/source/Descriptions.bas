Attribute VB_Name = "Descriptions"
Option Explicit
Option Private Module

' Tells Excel of each function what its arguments are, its category, and its page in the guide.
Public Sub DescribeFunctions()
{calls}    ThisWorkbook.Saved = True ' nothing to ask about when Excel ends
End Sub

Private Sub Describe(ByVal name As String, ByVal text As String, ByVal page As String, ByVal arguments As Variant)
    On Error Resume Next ' Excel may refuse; the functions work all the same
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & name, Description:=text, _
        Category:={category}, HelpFile:=page, ArgumentDescriptions:=arguments
End Sub
