Rem Attribute VBA_ModuleType=VBAClassModule
Option VBASupport 1
Option ClassModule

' Stands in for xlwings' Python object: hands a call to bridge.py.
Public Function CallUDF(ByVal module, ByVal name, ByVal arguments)
    Dim provider, script
    provider = createUnoService("com.sun.star.script.provider.MasterScriptProviderFactory").createScriptProvider("")
    script = provider.getScript("vnd.sun.star.script:bridge.py$call_udf?language=Python&location=user")
    CallUDF = Table(script.invoke(Array(module, name, arguments), Array(), Array()))
End Function

' Rows within rows as a table, which is what COM makes of them.
Private Function Table(ByVal result)
    Dim cells() As Variant, row, place
    Table = result
    If Not IsArray(result) Then Exit Function
    If Not IsArray(result(0)) Then Exit Function
    ReDim cells(UBound(result), UBound(result(0)))
    For row = 0 To UBound(result)
        For place = 0 To UBound(result(0))
            cells(row, place) = result(row)(place)
        Next
    Next
    Table = cells
End Function
