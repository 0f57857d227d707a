"""Each button starts its own command on the workbook in front, run in an interpreter of VBA with RunPython captured."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import VBAObject

from rectify_xl.doors.addin import macro_sources, ribbon_xml, xlam
from rectify_xl.doors.addin.buttons import calls
from rectify_xl.workbook.live import active_book

CAPTURE = """
Public Calls As String
Public Protected As Object
Public Function ViewInFront() As Object
    Set ViewInFront = Protected
End Function
Public Sub OpenProtected()
    Set Protected = ActiveWorkbook
End Sub
Public Function RunPython(PythonCommand As String)
    Calls = Calls & ActiveWorkbook.Name & ": " & PythonCommand & vbLf
End Function
Public Function AllCalls() As String
    AllCalls = Calls
End Function
"""


PROTECTED_VIEW = "Application.ActiveProtectedViewWindow"


class Control(VBAObject):  # type: ignore[misc]
    """The control that Excel hands to a callback."""

    type_name = "IRibbonControl"

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def vba_get(self, name: str, _args: object = (), _named: object = None) -> object:
        assert name.lower() == "tag"
        return self.tag


@pytest.fixture
def excel(tmp_path: Path) -> ExcelApplication:
    """Return Excel in memory with the callbacks as they stand in the built add-in."""
    path = tmp_path / xlam.FILE
    path.write_bytes(xlam.build())
    with ExcelFile(path) as book:
        callbacks = book.get_module(ribbon_xml.MODULE)
    application = ExcelApplication()
    # The interpreter has no Protected View; what stands for it is what the module asks.
    assert callbacks.count(PROTECTED_VIEW) == 1
    callbacks = callbacks.replace(PROTECTED_VIEW, "ViewInFront()")
    application.add_module(callbacks, name=ribbon_xml.MODULE)
    application.add_module(CAPTURE, name="Main")
    return application


def click(excel: ExcelApplication, command: str, variant: str) -> str:
    macro = ribbon_xml.ON_VARIANT if variant else ribbon_xml.ON_COMMAND
    excel.run(macro, Control(f"{command} {variant}".strip()))
    return str(excel.run("AllCalls"))


@pytest.mark.parametrize(("command", "variant"), calls())
def test_a_button_starts_its_command_on_the_workbook_in_front(
    excel: ExcelApplication, command: str, variant: str
) -> None:
    """With two workbooks open, the active one counts, whichever was opened last."""
    first, _second = excel.add_workbook(), excel.add_workbook()
    excel.activate_workbook(first)
    arguments = f"'{command}', '{variant}'" if variant else f"'{command}'"
    assert click(excel, command, variant) == (
        f"Book1: import rectify_xl.doors.ribbon; rectify_xl.doors.ribbon.click({arguments})\n"
    )


def test_without_a_workbook_a_blank_one_is_added(excel: ExcelApplication) -> None:
    """RunPython fails without an active workbook; 新建台账 and 环境体检 must work all the same."""
    assert click(excel, "new", "") == "Book1: import rectify_xl.doors.ribbon; rectify_xl.doors.ribbon.click('new')\n"


@pytest.mark.parametrize(("command", "variant"), [("check", ""), ("close", "sign")])
def test_in_protected_view_the_user_is_told_to_enable_editing(
    excel: ExcelApplication, command: str, variant: str
) -> None:
    """Nothing is started, and no blank workbook is added: the ledger would be called no ledger."""
    excel.add_workbook()
    excel.run("OpenProtected")
    assert click(excel, command, variant) == ""
    assert [(dialog[1]) for dialog in excel.interpreter.dialogs] == [
        f"{active_book.PROTECTED_VIEW}。{active_book.ENABLE_EDITING}。"
    ]


def test_the_ribbon_calls_macros_that_exist() -> None:
    """Each onAction of the ribbon is a procedure of the module."""
    text = macro_sources.texts()[macro_sources.CALLBACKS]
    macros = {f"{ribbon_xml.MODULE}.{line.split()[2].split('(')[0]}" for line in text.splitlines() if "Sub On" in line}
    used = {part.split('"')[1] for part in ribbon_xml.render().split("onAction=")[1:]}
    assert used == macros
