Attribute VB_Name = "SheetFunctions"
Option Explicit

' Written by eightminute {version} from its sheet functions. Changes here are lost with the next installation.

{functions}
Private Function Answer(ByVal name As String, ByVal arguments As Variant) As Variant
    Dim server As Object, values As Variant, place As Long
    On Error GoTo NoPython
    Set server = XLPy()
    On Error GoTo NoAnswer
    ReDim values(LBound(arguments) To UBound(arguments))
    For place = LBound(arguments) To UBound(arguments)
        values(place) = ValuesOf(arguments(place))
    Next place
    Answer = WithErrors(server.CallUDF("{served}", name, values))
    Exit Function
NoPython: ' as if the function weren't there
    Answer = CVErr(xlErrName)
    Exit Function
NoAnswer:
    Answer = CVErr(xlErrValue)
End Function

' An answer whose errors are errors of the sheet: SUM skips text, and shows an error.
Private Function WithErrors(ByVal result As Variant) As Variant
    Dim row As Long, place As Long
    Select Case Dimensions(result)
        Case 0
            result = ErrorOrValue(result)
        Case 1
            For place = LBound(result) To UBound(result)
                result(place) = ErrorOrValue(result(place))
            Next place
        Case Else
            For row = LBound(result, 1) To UBound(result, 1)
                For place = LBound(result, 2) To UBound(result, 2)
                    result(row, place) = ErrorOrValue(result(row, place))
                Next place
            Next row
    End Select
    WithErrors = result
End Function

Private Function ErrorOrValue(ByVal value As Variant) As Variant
    ErrorOrValue = value
    If VarType(value) <> vbString Then Exit Function
    Select Case value
        Case "#VALUE!"
            ErrorOrValue = CVErr(xlErrValue)
        Case "#N/A"
            ErrorOrValue = CVErr(xlErrNA)
        Case "#NUM!"
            ErrorOrValue = CVErr(xlErrNum)
    End Select
End Function

Private Function Dimensions(ByVal value As Variant) As Long
    Dim bound As Long
    If Not IsArray(value) Then Exit Function
    Dimensions = 1
    On Error GoTo NoSecond
    bound = UBound(value, 2)
    Dimensions = 2
NoSecond:
End Function
