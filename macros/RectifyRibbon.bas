Attribute VB_Name = "RectifyRibbon"
Option Explicit
Option Private Module

' Generated; do not edit by hand.
' One callback for buttons, one for the entries of their menus. The tag names the command and its variant.
' The program on this computer takes the click and works in the workbook once this macro has ended.
' RunPython needs an active workbook: with none open a blank one is added, and the user is told what is missing.
' A workbook in Protected View is not active and cannot be reached: the user is told to enable editing.

Private Const TAKEN As Long = 200
Private Const DIRECT As Long = 1 ' never through a proxy
Private Const SOON As Long = 1000, LATER As Long = 10000 ' milliseconds

Public Sub OnCommand(control As IRibbonControl)
    RunClick control.Tag, ""
End Sub

Public Sub OnVariant(control As IRibbonControl)
    RunClick Split(control.Tag, " ")(0), Split(control.Tag, " ")(1)
End Sub

Private Sub RunClick(command As String, choice As String)
    If InProtectedView() Then
        MsgBox ChrW(21488) & ChrW(36134) & ChrW(26159) & ChrW(22312) & ChrW(8220) & ChrW(21463) & ChrW(20445) & ChrW(25252) & ChrW(30340) & ChrW(35270) & ChrW(22270) & ChrW(8221) & ChrW(37324) & ChrW(25171) & ChrW(24320) & ChrW(30340) & ChrW(65292) & ChrW(25353) & ChrW(38062) & ChrW(29992) & ChrW(19981) & ChrW(20102) & ChrW(12290) & ChrW(35831) & ChrW(20808) & ChrW(28857) & ChrW(31383) & ChrW(21475) & ChrW(19978) & ChrW(26041) & ChrW(40644) & ChrW(33394) & ChrW(26465) & ChrW(37324) & ChrW(30340) & ChrW(8220) & ChrW(21551) & ChrW(29992) & ChrW(32534) & ChrW(36753) & ChrW(8221) & ChrW(65292) & ChrW(20877) & ChrW(28857) & ChrW(19968) & ChrW(27425) & ChrW(25353) & ChrW(38062) & ChrW(12290), vbExclamation
        Exit Sub
    End If
    If ActiveWorkbook Is Nothing Then Workbooks.Add
    If Posted(command, choice) Then Exit Sub
    RunPython "import rectify_xl.doors.ribbon; rectify_xl.doors.ribbon.click('" & command & "', '" & choice & "')"
End Sub

' Tell whether the program has taken the click; where none answers, or one of another version, it has not.
Private Function Posted(command As String, choice As String) As Boolean
    #If Not Mac Then
        Dim state As String, request As Object
        On Error GoTo NotTaken
        state = ServiceState()
        Set request = CreateObject("MSXML2.ServerXMLHTTP.6.0")
        request.setTimeouts SOON, SOON, SOON, LATER
        request.Open "POST", "http://127.0.0.1:" & Field(state, "port") & "/click", False
        Straight request
        request.setRequestHeader "Content-Type", "application/json"
        request.setRequestHeader "X-Token", Field(state, "token")
        request.send "{""protocol"": 1, ""command"": """ & command & """, ""variant"": """ _
            & choice & """, ""excel"": " & Place() & "}"
        Posted = (request.Status = TAKEN And request.getResponseHeader("X-Proof") = Field(state, "proof"))
NotTaken:
    #End If
End Function

Private Sub Straight(request As Object)
    On Error Resume Next
    request.setProxy DIRECT
End Sub

' Where the button is: the window, and the workbook in it by its full name.
Private Function Place() As String
    Place = "{""window"": " & Application.Hwnd & ", ""workbook"": """ & Escaped(ActiveWorkbook.FullName) & """}"
End Function

Private Function Escaped(fullName As String) As String
    Escaped = Replace(Replace(fullName, "\", "\\"), """", "\""")
End Function

' What the program wrote down of itself: {"port": 1, "token": "...", "proof": "...", ...} in one line of ASCII.
Private Function ServiceState() As String
    Dim channel As Integer
    channel = FreeFile
    Open Environ("USERPROFILE") & "\.rectify_xl\service.json" For Input As #channel
    Line Input #channel, ServiceState
    Close #channel
End Function

Private Function Field(state As String, key As String) As String
    Field = Split(Split(state, """" & key & """: ")(1), ",")(0)
    Field = Replace(Replace(Field, """", ""), "}", "")
End Function

Private Function InProtectedView() As Boolean
    #If Not Mac Then
        InProtectedView = Not Application.ActiveProtectedViewWindow Is Nothing
    #End If
End Function
