"""RX316, RX317: formulas where the program counts, as the file holds them; and what goes out instead of them."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from generate import ledger_builder
from rectify_xl.commands import distribute, submit
from rectify_xl.commands.assess_submission import assess
from rectify_xl.commands.outcome import Request
from rectify_xl.doors.cli import main
from rectify_xl.judgement import checks, ledger_doubts
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.supervision.consolidation.unit_result import SubmittedFile
from rectify_xl.system import resources
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.formulas import WrittenFormula
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.reading import read_workbook, sheet_facts
from tests import addresses
from tests.workbook import office

AS_OF = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 9)  # noqa: DTZ001 - the clock of a computer has no zone
CODES = ("RX301", "RX302", "RX316", "RX317")


def judged(tables: str, formulas: Mapping[str, str], profile: str = "上报") -> list[tuple[str, str, str]]:
    """Return what the checks say of formulas in text tables, whose results stand in them."""
    written = {}
    for address, text in formulas.items():
        sheet, _, ref = address.partition("!")
        row, column = int(ref[1:]), ord(ref[0]) - 64
        written[sheet, row, column] = WrittenFormula(text, row, column)
    book = ledger_builder.raw_book(ledger_builder.complete(tables))._replace(formulas=written)
    findings = checks.run(reader.read_ledger(book), checks.profile(profile), AS_OF)
    return [(each.severity, each.cell, each.message) for each in findings if each.code in CODES]


TABLE = """[问题台账]
编号 | 具体问题 | 整改时限 | 完成程度 | 剩余事项 | 整改进展 | 剩余天数 | 责任科室
P001 | 读者证办理超期 | 2026-12-28 | 已完成 | | 已清理 | 30 | 阅览室
P002 | 图书采购没有比价 | 2026-12-28 | 已完成 | | 已印发 | 30 | 采编部"""


def test_a_result_that_changes_by_itself_is_an_error_where_the_ledger_goes_up() -> None:
    """Wherever the function stands: in the cell, or in one that it asks for; while people fill in it is a reminder."""
    formulas = {"问题台账!C2": "=TODAY()+30", "问题台账!C3": "=G3+1", "问题台账!G3": "=NOW()"}
    assert judged(TABLE, formulas) == [
        (
            "error",
            "C2",
            "第2行『整改时限』是公式“=TODAY()+30”，结果会自己变（TODAY，随打开的日子变），现在存着“2026-12-28”。",
        ),
        (
            "error",
            "C3",
            "第3行『整改时限』是公式“=G3+1”，结果会自己变（取自G3：NOW，随打开的日子变），现在存着“2026-12-28”。",
        ),
    ]
    assert {severity for severity, *_ in judged(TABLE, formulas, "填报")} == {"warning"}


def test_another_formula_is_a_reminder_with_what_it_says_and_what_is_stored() -> None:
    """Also of an empty result; one for all cells over which it was dragged, and another for the one that differs."""
    formulas = {
        "问题台账!D2": '=IF(1=2,"已完成","整改中")',
        "问题台账!E2": '=IF(D2="已完成","","未完")',
        "问题台账!E3": '=IF(D3="已完成","","未完")',
    }
    assert judged(TABLE, formulas) == [
        (
            "warning",
            "D2",
            '第2行『完成程度』是公式“=IF(1=2,"已完成","整改中")”，现在存着“已完成”，程序照它计。',
        ),
        (
            "warning",
            "E2",
            (
                '第2行『剩余事项』是公式“=IF(D2="已完成","","未完")”，现在存着空白，程序照它计；'
                "同样的公式还有1格（E3）。"
            ),
        ),
    ]


def test_what_nobody_counts_is_nobodys_business() -> None:
    """Own columns, texts that people read, rows without anything; nor what shows an error, which is told as such."""
    formulas = {"问题台账!F2": "=NOW()", "问题台账!G2": "=C2-TODAY()", "问题台账!A9": "=ROW()", "问题台账!D3": "=NA()"}
    assert [cell for _, cell, _ in judged(TABLE, formulas)] == ["D3"]
    errors = judged(TABLE.replace("已完成 | | 已印发", "#N/A | | 已印发"), formulas)
    assert [(severity, cell) for severity, cell, _ in errors] == [("error", "D3")]


def test_a_rule_of_the_office_that_a_formula_makes() -> None:
    """字典 says what counts as done: a formula there decides on every number."""
    tables = TABLE + "\n[字典]\n口径·完成程度 | 计为完成\n已完成 | 是\n整改中 | 是"
    told = judged(tables, {"字典!B3": '=IF(TODAY()>46000,"是","否")'})
    assert [(severity, cell) for severity, cell, _ in told] == [("error", "B3")]
    assert told[0][2].startswith("『字典』“整改中”一行是公式")


def test_a_deadline_of_the_round_that_a_formula_makes() -> None:
    """基本信息 too, where its line counts."""
    told = judged("[基本信息]\n集中整改结束 | 2026-12-28\n通信地址 | 某路1号", {"基本信息!B2": "=TODAY()+60"})
    assert [message.partition("，")[0] for *_, message in told] == ["『集中整改结束』是公式“=TODAY()+60”"]


XML = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="2"><c r="A2"><f t="shared" ref="A2:A4" si="0">B2+字典!C2</f><v>1</v></c></row>
<row r="3"><c r="A3"><f t="shared" si="0"/><v>2</v></c><c r="B3"><f t="array" ref="B3:B4">TODAY()</f><v>3</v></c></row>
<row r="4"><c r="A4"><f t="shared" si="0"/></c><c r="B4"><v>3</v></c></row>
</sheetData></worksheet>"""


def test_dragged_formulas_and_those_of_areas_are_seen_in_each_of_their_cells() -> None:
    """The file writes them once; the others name them, or say nothing at all."""
    facts = sheet_facts.sheet(XML.encode(), "问题台账")
    assert {place: formula.at(*place) for place, formula in facts.formulas.items()} == {
        (2, 1): "=B2+字典!C2",
        (3, 1): "=B3+字典!C3",
        (4, 1): "=B4+字典!C4",
        (3, 2): "=TODAY()",
        (4, 2): "=TODAY()",
    }
    assert facts.uncached == {(4, 1): "=B4+字典!C4"}


def test_an_area_that_no_sheet_has_fills_no_memory() -> None:
    """Only cells that the sheet has are noted."""
    huge = XML.replace('ref="B3:B4"', 'ref="A1:XFD1048576"')
    assert len(sheet_facts.sheet(huge.encode(), "问题台账").formulas) <= 8


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger whose P001 is due in thirty days whenever one looks, and whose P002 is done by a false result."""
    made = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), made, ())
    common: dict[str, Raw] = {
        "方面": "一、服务方面",
        "责任科室": "阅览室",
        "责任人": "吴七",
        "后续要求": "无",
        "整改时限": date(2026, 9, 30),
        "完成程度": "整改中",
    }
    rows = ({"编号": "P001", "具体问题": "读者证办理超期"}, {"编号": "P002", "具体问题": "图书采购没有比价"})
    writes = [
        CellWrite(number, addresses.column(name, "问题台账"), value)
        for number, row in enumerate(rows, 2)
        for name, value in (common | row).items()
    ]
    stated: dict[str, Raw] = {"单位名称": "青林县图书馆", "反馈日期": date(2026, 6, 1)}
    info = [
        (row, value)
        for row, item in enumerate(reader.read_ledger(FileBook(made).read()).info.values(), 2)
        if (value := stated.get(item.text("项目")))
    ]
    unit = SheetChanges("基本信息", tuple(CellWrite(row, 2, value) for row, value in info))
    book = FileBook(made)
    book.write(change_tracking.begin(book.read(), (SheetChanges("问题台账", tuple(writes)), unit), NOW))
    falsified(made, addresses.cell("整改时限", 2), "TODAY()+30", "46384")
    falsified(made, addresses.cell("完成程度", 3), 'IF(1=2,"已完成","整改中")', "已完成")
    return made


def falsified(path: Path, ref: str, formula: str, stored: str) -> None:
    """Put a formula into a cell of 问题台账 as a program does that stores the result."""
    part = office.sheet_part(path, "问题台账")
    content = office.parts(path)
    words = formula.replace('"', "&quot;")
    kind = "" if stored.isdecimal() else ' t="str"'
    inside = f"{kind}><f>{words}</f><v>{stored}</v></c>".encode()
    xml = re.sub(
        rf'(<c r="{ref}"(?: s="\d+")?)[^>]*(?:/>|>.*?</c>)'.encode(),
        lambda match: match[1] + inside,
        content[part],
        count=1,
    )
    assert xml != content[part]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, old in content.items():
            package.writestr(name, xml if name == part else old)


def test_check_tells_of_the_file(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With cell, formula and stored result; the remedy names the cell."""
    main(["check", str(path), "--profile", "上报", "--as-of", AS_OF.isoformat(), "--json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    told = {each["code"]: each for each in findings if each["code"] in CODES}
    due, done = addresses.cell("整改时限", 2), addresses.cell("完成程度", 3)
    assert {code: (each["severity"], each["cell"]) for code, each in told.items()} == {
        "RX316": ("error", due),
        "RX317": ("warning", done),
    }
    assert f"请把{due}改成固定的内容" in told["RX316"]["fix"]
    assert "存着“已完成”" in told["RX317"]["message"]


def test_the_level_above_is_told(path: Path) -> None:
    """Whoever counts on the numbers reads that formulas made some of them."""
    assessment = assess(SubmittedFile("台账.xlsx", "0" * 64, 1), path.read_bytes(), AS_OF)
    assert assessment.result is not None
    cells = {doubt.code: doubt.cells for doubt in assessment.result.doubts}
    assert (cells["RX316"], cells["RX317"]) == (1, 1)
    sentence = next(ledger_doubts.sentences(assessment.result.doubts, ()))
    assert sentence.startswith("台账里要计数的格有公式：1处（RX316：《问题台账》K2）、1处（RX317：《问题台账》M3）")


def test_cells_are_counted_and_those_that_make_a_row_done() -> None:
    """One formula dragged over two cells is one reminder and two cells; 完成程度 by formula counts as done."""
    written = {("问题台账", row, 4): WrittenFormula('=IF(1=2,"整改中","已完成")', row, 4) for row in (2, 3)}
    book = ledger_builder.raw_book(ledger_builder.complete(TABLE))._replace(formulas=written)
    ledger = reader.read_ledger(book)
    findings = checks.run(ledger, checks.profile("上报"), AS_OF)
    assert sum(finding.code == "RX317" for finding in findings) == 1
    (doubt,) = [doubt for doubt in ledger_doubts.doubts(ledger, findings) if doubt.code == "RX317"]
    assert (doubt.cells, doubt.done) == (2, 2)
    assert "2处（RX317：《问题台账》D2、《问题台账》D3），其中2处计为完成" in "".join(
        ledger_doubts.sentences((doubt,), ("RX317",))
    )


def test_copies_that_go_out_hold_results_and_no_formulas(path: Path, tmp_path: Path) -> None:
    """A deadline that is the 28th of December here is that day above and in the department, on every later day."""
    folder = tmp_path / "上报"
    options = {"output": str(folder), "with_errors": "试"}
    told = submit.run(Request(AS_OF, FileBook(path, label="打包上报"), options=options, by="王芳", moment=NOW)).summary
    sentence = next(line for line in told if "是公式" in line)
    assert sentence.startswith("台账里有2格是公式，上报件里写的是存着的结果，不带公式：")
    distribute.run(Request(AS_OF, FileBook(path), options={"output": str(tmp_path / "分发")}, by="王芳", moment=NOW))
    copies = [*folder.glob("*整改台账*.xlsx"), *(tmp_path / "分发").glob("填报表_阅览室_*.xlsx")]
    assert len(copies) == 2
    for copy in copies:
        book = read_workbook.read(copy.read_bytes(), copy.name)
        assert not book.formulas
        assert reader.read_ledger(book).problems[0].due.day == date(2026, 12, 28)
