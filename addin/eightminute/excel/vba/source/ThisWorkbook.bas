Option Explicit

Private WithEvents host As Application

' While Excel starts, there is no workbook yet, and it refuses to describe functions: that waits for the first.
Private Sub Workbook_Open()
    If ActiveWorkbook Is Nothing Then
        Set host = Application
    Else
        DescribeFunctions
    End If
End Sub

Private Sub host_WorkbookActivate(ByVal opened As Workbook)
    Set host = Nothing
    DescribeFunctions
End Sub
