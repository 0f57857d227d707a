"""The VBA callbacks of the ribbon.

The source is ASCII: VBA is bound to a code page, and Chinese in it would be damaged on a computer with another one.
All text that a user reads is in the ribbon XML or comes from Python.
"""

from __future__ import annotations

from rectify_xl.addin.ribbon_xml import MODULE, ON_COMMAND, ON_VARIANT

PYTHON = "import rectify_xl.ribbon; rectify_xl.ribbon.click"


def render() -> str:
    """Return the module as the VBA editor exports it, with lines that end in LF."""
    return f'''Attribute VB_Name = "{MODULE}"
Option Explicit
Option Private Module

' Generated from the command table; do not edit by hand.
' One callback for buttons, one for the entries of their menus. The tag names the command and its variant.
' RunPython needs an active workbook: with none open a blank one is added, and Python tells the user what is missing.

Public Sub {ON_COMMAND}(control As IRibbonControl)
    If ActiveWorkbook Is Nothing Then Workbooks.Add
    RunPython "{PYTHON}('" & control.Tag & "')"
End Sub

Public Sub {ON_VARIANT}(control As IRibbonControl)
    If ActiveWorkbook Is Nothing Then Workbooks.Add
    RunPython "{PYTHON}('" & Replace(control.Tag, " ", "', '") & "')"
End Sub
'''
