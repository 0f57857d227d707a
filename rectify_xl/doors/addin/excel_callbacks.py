"""The VBA module behind Excel's ribbon: it posts a click to the service and ends; without one, RunPython does it.

The service works in Excel from outside, which Excel refuses while a macro runs: so the answer is only that the click
was taken; its proof shows that no other program has taken the port of a service that died. Nothing here starts a
program or calls into a library; both stay with xlwings' RunPython. The source is ASCII, since source in another code
page would be damaged.
"""

from __future__ import annotations

from rectify_xl.doors.addin.ribbon_xml import MODULE, ON_COMMAND, ON_VARIANT
from rectify_xl.doors.addin.xlwings_changes import literal
from rectify_xl.doors.service import state_file
from rectify_xl.workbook.live.active_book import ENABLE_EDITING, PROTECTED_VIEW

REQUEST = "MSXML2.ServerXMLHTTP.6.0"
"""Part of every Windows; unlike MSXML2.XMLHTTP it has time limits, and asks no proxy of the browser."""
RUN = "import rectify_xl.doors.ribbon; rectify_xl.doors.ribbon.click"


def render() -> str:
    """Return the module as the VBA editor exports it, with lines that end in LF."""
    path = f"\\{state_file.FOLDER}\\{state_file.NAME}"
    return f'''Attribute VB_Name = "{MODULE}"
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

Public Sub {ON_COMMAND}(control As IRibbonControl)
    RunClick control.Tag, ""
End Sub

Public Sub {ON_VARIANT}(control As IRibbonControl)
    RunClick Split(control.Tag, " ")(0), Split(control.Tag, " ")(1)
End Sub

Private Sub RunClick(command As String, choice As String)
    If InProtectedView() Then
        MsgBox {literal(f"{PROTECTED_VIEW}。{ENABLE_EDITING}。")}, vbExclamation
        Exit Sub
    End If
    If ActiveWorkbook Is Nothing Then Workbooks.Add
    If Posted(command, choice) Then Exit Sub
    RunPython "{RUN}('" & command & "', '" & choice & "')"
End Sub

' Tell whether the program has taken the click; where none answers, or one of another version, it has not.
Private Function Posted(command As String, choice As String) As Boolean
    #If Not Mac Then
        Dim state As String, request As Object
        On Error GoTo NotTaken
        state = ServiceState()
        Set request = CreateObject("{REQUEST}")
        request.setTimeouts SOON, SOON, SOON, LATER
        request.Open "POST", "http://127.0.0.1:" & Field(state, "port") & "/click", False
        Straight request
        request.setRequestHeader "Content-Type", "application/json"
        request.setRequestHeader "X-Token", Field(state, "token")
        request.send "{{""protocol"": {state_file.PROTOCOL}, ""command"": """ & command & """, ""variant"": """ _
            & choice & """, ""excel"": " & Place() & "}}"
        Posted = (request.Status = TAKEN And request.getResponseHeader("{state_file.PROOF}") = Field(state, "proof"))
NotTaken:
    #End If
End Function

Private Sub Straight(request As Object)
    On Error Resume Next
    request.setProxy DIRECT
End Sub

' Where the button is: the window, and the workbook in it by its full name.
Private Function Place() As String
    Place = "{{""window"": " & Application.Hwnd & ", ""workbook"": """ & Escaped(ActiveWorkbook.FullName) & """}}"
End Function

Private Function Escaped(fullName As String) As String
    Escaped = Replace(Replace(fullName, "\\", "\\\\"), """", "\\""")
End Function

' What the program wrote down of itself: {{"port": 1, "token": "...", "proof": "...", ...}} in one line of ASCII.
Private Function ServiceState() As String
    Dim channel As Integer
    channel = FreeFile
    Open Environ("USERPROFILE") & "{path}" For Input As #channel
    Line Input #channel, ServiceState
    Close #channel
End Function

Private Function Field(state As String, key As String) As String
    Field = Split(Split(state, """" & key & """: ")(1), ",")(0)
    Field = Replace(Replace(Field, """", ""), "}}", "")
End Function

Private Function InProtectedView() As Boolean
    #If Not Mac Then
        InProtectedView = Not Application.ActiveProtectedViewWindow Is Nothing
    #End If
End Function
'''
