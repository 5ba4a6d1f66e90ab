Option Explicit

Private WithEvents host As Application

Private Sub Workbook_Open()
    Set host = Application
End Sub

' Once, when a workbook is there: while Excel starts without one, it refuses to describe functions.
Private Sub host_WorkbookActivate(ByVal opened As Workbook)
    Set host = Nothing
    DescribeFunctions
End Sub
