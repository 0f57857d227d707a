"""The generated text that is kept in `macros/`, so that a reviewer sees what the add-ins will do.

`python -m rectify_xl.doors.addin.macro_sources macros` writes it anew after a change of the command table.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rectify_xl.doors.addin import calc_menu, ribbon_xml
from rectify_xl.doors.addin.ribbon_xml import MODULE, ON_COMMAND, ON_VARIANT
from rectify_xl.doors.addin.xlwings_changes import literal
from rectify_xl.system import resources
from rectify_xl.workbook.live.active_book import ENABLE_EDITING, PROTECTED_VIEW

FOLDER = "macros"
RIBBON = "ribbon.xml"
CALLBACKS = f"{ribbon_xml.MODULE}.bas"
MENU = "Addons.xcu"
WPS_FOLDER = "wps"
WPS_RIBBON = f"{WPS_FOLDER}/ribbon.xml"


def texts() -> dict[str, str]:
    """Return the text of each file by its name."""
    return {
        RIBBON: ribbon_xml.render(),
        CALLBACKS: _render(),
        MENU: calc_menu.menu(),
        WPS_RIBBON: ribbon_xml.render(handlers=ribbon_xml.WPS),
    }


def read(name: str) -> str:
    """Return the shipped text of a file; raises `RectifyError` when the installation is incomplete."""
    return resources.path(FOLDER, name).read_text(encoding="utf-8")


def write(folder: Path) -> None:
    """Write all files into `folder`, with LF at the ends of lines."""
    for name, text in texts().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


PYTHON = "import rectify_xl.doors.ribbon; rectify_xl.doors.ribbon.click"


def _render() -> str:
    """Return the module as the VBA editor exports it, with lines that end in LF."""
    return f'''Attribute VB_Name = "{MODULE}"
Option Explicit
Option Private Module

' Generated from the command table; do not edit by hand.
' One callback for buttons, one for the entries of their menus. The tag names the command and its variant.
' RunPython needs an active workbook: with none open a blank one is added, and Python tells the user what is missing.
' A workbook in Protected View is not active and cannot be reached: the user is told to enable editing.

Public Sub {ON_COMMAND}(control As IRibbonControl)
    RunClick "{PYTHON}('" & control.Tag & "')"
End Sub

Public Sub {ON_VARIANT}(control As IRibbonControl)
    RunClick "{PYTHON}('" & Replace(control.Tag, " ", "', '") & "')"
End Sub

Private Sub RunClick(pythonCode As String)
    If InProtectedView() Then
        MsgBox {literal(f"{PROTECTED_VIEW}。{ENABLE_EDITING}。")}, vbExclamation
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
'''


if __name__ == "__main__":
    write(Path(sys.argv[1]))
