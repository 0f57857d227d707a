Attribute VB_Name = "RectifyRibbon"
Option Explicit
Option Private Module

' Generated from the command table; do not edit by hand.
' One callback for buttons, one for the entries of their menus. The tag names the command and its variant.
' RunPython needs an active workbook: with none open a blank one is added, and Python tells the user what is missing.
' A workbook in Protected View is not active and cannot be reached: the user is told to enable editing.

Public Sub OnCommand(control As IRibbonControl)
    RunClick "import rectify_xl.doors.ribbon; rectify_xl.doors.ribbon.click('" & control.Tag & "')"
End Sub

Public Sub OnVariant(control As IRibbonControl)
    RunClick "import rectify_xl.doors.ribbon; rectify_xl.doors.ribbon.click('" & Replace(control.Tag, " ", "', '") & "')"
End Sub

Private Sub RunClick(pythonCode As String)
    If InProtectedView() Then
        MsgBox ChrW(21488) & ChrW(36134) & ChrW(26159) & ChrW(22312) & ChrW(8220) & ChrW(21463) & ChrW(20445) & ChrW(25252) & ChrW(30340) & ChrW(35270) & ChrW(22270) & ChrW(8221) & ChrW(37324) & ChrW(25171) & ChrW(24320) & ChrW(30340) & ChrW(65292) & ChrW(25353) & ChrW(38062) & ChrW(29992) & ChrW(19981) & ChrW(20102) & ChrW(12290) & ChrW(35831) & ChrW(20808) & ChrW(28857) & ChrW(31383) & ChrW(21475) & ChrW(19978) & ChrW(26041) & ChrW(40644) & ChrW(33394) & ChrW(26465) & ChrW(37324) & ChrW(30340) & ChrW(8220) & ChrW(21551) & ChrW(29992) & ChrW(32534) & ChrW(36753) & ChrW(8221) & ChrW(65292) & ChrW(20877) & ChrW(28857) & ChrW(19968) & ChrW(27425) & ChrW(25353) & ChrW(38062) & ChrW(12290), vbExclamation
        Exit Sub
    End If
    If ActiveWorkbook Is Nothing Then Workbooks.Add
    RunPython pythonCode
End Sub

Private Function InProtectedView() As Boolean
    #If Not Mac Then
        InProtectedView = Not Application.ActiveProtectedViewWindow Is Nothing
    #End If
End Function
