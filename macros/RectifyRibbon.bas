Attribute VB_Name = "RectifyRibbon"
Option Explicit
Option Private Module

' Generated from the command table; do not edit by hand.
' One callback for buttons, one for the entries of their menus. The tag names the command and its variant.
' RunPython needs an active workbook: with none open a blank one is added, and Python tells the user what is missing.

Public Sub OnCommand(control As IRibbonControl)
    If ActiveWorkbook Is Nothing Then Workbooks.Add
    RunPython "import rectify_xl.doors.ribbon; rectify_xl.doors.ribbon.click('" & control.Tag & "')"
End Sub

Public Sub OnVariant(control As IRibbonControl)
    If ActiveWorkbook Is Nothing Then Workbooks.Add
    RunPython "import rectify_xl.doors.ribbon; rectify_xl.doors.ribbon.click('" & Replace(control.Tag, " ", "', '") & "')"
End Sub
