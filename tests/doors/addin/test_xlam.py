"""The add-in is a sound file with our callbacks, and no workbook can choose the Python that it starts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from oletools.olevba import VBA_Parser
from openxml_audit import OpenXmlValidator
from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyvbaanalysis import analyze_loose_files

from rectify_xl.doors.addin import macro_sources, ribbon_xml, xlam, xlwings_changes
from rectify_xl.errors import RectifyError
from rectify_xl.system.archive import unpack

UTILITIES = """
Function FileExists(path As String) As Boolean
    FileExists = False
End Function
Function GetFullName(wb As Workbook) As String
    GetFullName = "C:\\ledgers\\book.xlsx"
End Function
Function GetDirectory(path As String) As String
    GetDirectory = "C:\\ledgers"
End Function
Function ExpandEnvironmentStrings(ByVal s As String)
    ExpandEnvironmentStrings = s
End Function
Function SheetExists(wb As Workbook, sheetName As String) As Boolean
    Dim sht As Worksheet
    On Error Resume Next
        Set sht = wb.Sheets(sheetName)
    On Error GoTo 0
    SheetExists = Not sht Is Nothing
End Function
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("addin") / xlam.FILE
    path.write_bytes(xlam.build())
    return path


def modules(path: Path) -> dict[str, str]:
    with ExcelFile(path) as book:
        return dict(book.vba_modules())


def test_building_twice_gives_the_same_bytes(built: Path) -> None:
    """Nothing in the file depends on the clock."""
    assert xlam.build() == built.read_bytes()


def test_the_file_is_valid(built: Path) -> None:
    """openxml-audit has nothing against it, nor has pyOpenVBA against its VBA project."""
    assert [str(error) for error in OpenXmlValidator().validate(built).errors] == []
    with ExcelFile(built) as book:
        assert book.validate() == []


def test_the_vba_project_has_our_name(built: Path) -> None:
    """A user's own xlwings add-in has a project `xlwings`; two of one name would get in each other's way."""
    with ExcelFile(built) as book:
        assert book.vba_project().name == "rectify_xl"
    assert b'Name="xlwings"' not in unpack(built.read_bytes())[xlam.VBA_PART]


def test_olevba_finds_our_module_and_those_of_xlwings_and_no_other(built: Path) -> None:
    """A virus scanner reads the VBA as text; it sees what we put there and nothing else."""

    def listed(path: Path) -> set[str]:
        parser: Any = VBA_Parser(str(path))
        names = {name.rpartition(".")[0] for _, _, name, _ in parser.extract_macros()}
        parser.close()
        return names

    assert listed(built) - listed(xlam.template()) == {ribbon_xml.MODULE}
    assert listed(xlam.template()) - listed(built) == set(xlwings_changes.UNUSED)


def test_most_of_xlwings_is_left_out(built: Path) -> None:
    """No HTTP client for servers elsewhere; what is left is less than a quarter, and olevba frowns at less of it."""

    def frowns(path: Path) -> set[str]:
        parser: Any = VBA_Parser(str(path))
        words = {word for kind, word, _ in parser.analyze_macros() if kind == "Suspicious"}
        parser.close()
        return words

    before, after = modules(xlam.template()), modules(built)
    kept = sum(len(text.splitlines()) for name, text in after.items() if name != ribbon_xml.MODULE)
    assert kept < sum(len(text.splitlines()) for text in before.values()) / 4
    assert len(frowns(built)) < len(frowns(xlam.template()))


def test_the_analyser_finds_nothing_in_our_module(built: Path, tmp_path: Path) -> None:
    """It would report an unknown name, a wrong argument, an unused variable; what we changed in others has no error."""
    texts = modules(built)
    paths = [tmp_path / f"{name}.bas" for name in texts]
    for path in paths:
        path.write_bytes(texts[path.stem].encode("cp1252"))
    problems = {Path(name).stem: found for name, found in analyze_loose_files(paths).items()}
    assert [problem.message for problem in problems[ribbon_xml.MODULE]] == []
    assert [
        (module, problem.message)
        for module, found in problems.items()
        for problem in found
        if problem.severity.value == "error"
    ] == []


def test_the_analyser_finds_faults(tmp_path: Path) -> None:
    """The test above can fail: a name that is nowhere defined is reported as an error."""
    path = tmp_path / f"{ribbon_xml.MODULE}.bas"
    path.write_text(macro_sources.texts()[macro_sources.CALLBACKS].replace("RunPython", "RunPyhton"), encoding="ascii")
    found = analyze_loose_files([path])[ribbon_xml.MODULE]
    assert [(problem.severity.value, problem.message) for problem in found] == [
        ("error", "Sub or Function not defined: 'RunPyhton'.")
    ]


def test_only_the_listed_changes_are_made_to_xlwings(built: Path) -> None:
    """All other modules of xlwings are word for word those of the installed package."""
    before, after = modules(xlam.template()), modules(built)
    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    assert changed == {"Main", "Config", "Extensions"}
    assert after[ribbon_xml.MODULE].replace("\r\n", "\n") == macro_sources.texts()[macro_sources.CALLBACKS]


def test_the_code_is_ascii_and_its_messages_are_chinese(built: Path) -> None:
    """The English messages of xlwings that a clerk could meet are replaced by expressions in ASCII."""
    main = modules(built)["Main"]
    assert main.isascii()
    assert f"MsgBox {xlwings_changes.literal(xlwings_changes.NO_PYTHON)}, vbCritical" in main
    application = ExcelApplication()
    assert application.evaluate(xlwings_changes.literal(xlwings_changes.NO_PYTHON)) == xlwings_changes.NO_PYTHON


@pytest.mark.parametrize(("file", "interpreter"), [("ours", "python"), ("xlwings", "evil.exe")])
def test_a_sheet_of_a_workbook_cannot_choose_the_interpreter(file: str, interpreter: str, built: Path) -> None:
    """A workbook that came by e-mail may hold a settings sheet: xlwings' own add-in obeys it, ours does not."""
    config = modules(built if file == "ours" else xlam.template())["Config"]
    config = re.sub(r"(?m)^(\s*#.*?)\s*'[^\r\n]*", r"\1", config)  # a comment there trips the interpreter
    config = config.replace('Environ("USERPROFILE")', '"C:\\Users\\clerk"')
    application = ExcelApplication()
    application.add_workbook()
    name = "rectify_xl" if file == "ours" else "xlwings"
    application.add_module(f'Public Const PROJECT_NAME As String = "{name}"', name="Main")
    application.add_module(UTILITIES, name="Utils")
    application.add_module(config, name="Config")
    application.add_module(
        f"""
Sub Plant()
    ActiveWorkbook.Sheets(1).Name = "{name}.conf"
    ActiveWorkbook.Sheets(1).Range("A1").Value = "INTERPRETER_WIN"
    ActiveWorkbook.Sheets(1).Range("B1").Value = "evil.exe"
End Sub
""",
        name="Planting",
    )
    application.run("Plant")
    assert application.evaluate('GetConfig("INTERPRETER_WIN", "python")') == interpreter


def test_another_xlwings_is_refused() -> None:
    """When xlwings changes the text that we rely on, the build stops instead of making a weaker add-in."""
    texts = modules(xlam.template())
    with pytest.raises(RectifyError) as caught:
        xlwings_changes.apply({**texts, "Config": texts["Config"].replace('source = "sheet"', "True")})
    assert str(caught.value) == (
        "已安装的 xlwings 与本程序不配套：其加载项的 Config 模块与预期不同。"
        "请重新安装本程序（它带上所要求的 xlwings 版本）后再试。"
    )


def test_no_trace_of_the_computer_where_the_template_was_saved(built: Path) -> None:
    """The title that Excel lists is ours; the author's name and folder are gone."""
    parts = unpack(built.read_bytes())
    assert "<dc:title>巡察整改</dc:title>" in parts[xlam.PROPERTIES_PART].decode()
    assert b"absPath" not in parts[xlam.BOOK_PART]
    assert [name for name, data in parts.items() if b"Felix" in data and name.endswith(".xml")] == []
