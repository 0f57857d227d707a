"""`form` writes 上报表 as it is to be printed, and says of what, on how many pages, and what to look at."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generate.ledger_builder import MemoryBook
from rectify_xl.commands import form
from rectify_xl.commands.command import Option
from rectify_xl.commands.outcome import Outcome, Request, Value
from rectify_xl.commands.table import find
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.papers.form.reporting_form import STATES
from rectify_xl.text import cell_value
from tests.papers import form_ledgers
from tests.papers.form_ledgers import AS_OF
from tests.papers.test_form_grid import UGLY

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def run(book: RawBook, output: Path, **options: Value) -> Outcome:
    return form.run(Request(AS_OF, MemoryBook(book), options={"output": str(output), **options}))


def sheet(path: Path) -> Worksheet:
    return load_workbook(BytesIO(path.read_bytes())).worksheets[0]


def texts(printed: Worksheet) -> list[str]:
    return [str(cell.value) for row in printed.iter_rows() for cell in row if cell.value is not None]


def test_the_sheet_prints_as_it_is(tmp_path: Path) -> None:
    """Title, unit, day, totals, header on each page, pages counted, signatures; A3 landscape, not smaller than 9 pt."""
    target = tmp_path / "上报表.xlsx"
    outcome = run(form_ledgers.book(30), target)
    printed = sheet(target)
    assert printed["A1"].value == "中共清河县云岭镇委员会关于十四届县委第六轮巡察反馈问题整改情况上报表"
    assert printed["A2"].value == "填报单位（盖章）：中共清河县云岭镇委员会　　　　　　截至2026年9月30日"
    assert str(printed["A3"].value).startswith("共30个问题，完成20个（其中")
    assert [cell.value for cell in printed[4]] == [
        *("序号", "方面", "反馈问题", "整改措施", "牵头领导", "责任单位", "责任人", "整改时限", "整改进展", "完成情况")
    ]
    assert printed.print_title_rows == "$4:$4"
    assert (printed.page_setup.paperSize, printed.page_setup.orientation) == (8, "landscape")
    assert printed.oddFooter is not None
    assert "第 &P 页 共 &N 页" in str(printed.oddFooter.center.text)
    assert [str(cell.value) for cell in printed["A"]][-1] == (
        f"填报人：{'＿' * 9}{'　' * 12}审核人：{'＿' * 9}{'　' * 12}填报日期：　　　　年　　月　　日"
    )
    assert min(cell.font.size for row in printed.iter_rows() for cell in row if cell.value) >= 9
    assert len(printed.row_breaks.brk) == outcome.data["pages"] - 1  # type: ignore[operator]
    assert outcome.summary[0] == f"已生成上报表（A3横向，{outcome.data['pages']}页，10.5磅字）：{target}。"
    assert not any("备注" in text for text in texts(printed))


@pytest.mark.parametrize("problems", [8, 30, 120])
def test_every_text_of_the_chosen_columns_is_there_once(problems: int, tmp_path: Path) -> None:
    """Counted against the cells of the ledger, read without the program's records."""
    book = form_ledgers.book(problems)
    run(book, tmp_path / "f.xlsx", paper="A4")
    printed = sheet(tmp_path / "f.xlsx")
    below = {
        str(column[3].value): "".join(str(cell.value or "") for cell in column[4:]) for column in printed.iter_cols()
    }
    rows = book.sheets["问题台账"].rows
    for heading, name in (
        ("反馈问题", "具体问题"),
        ("责任人", "责任人"),
        ("责任单位", "责任科室"),
        ("整改进展", "整改进展"),
    ):
        at = rows[0].index(name)
        assert below[heading] == "".join(str(row[at]) for row in rows[1:])
    measures = book.sheets["整改措施"].rows
    at = measures[0].index("措施内容")
    assert [row[at] for row in measures[1:] if below["整改措施"].count(str(row[at])) != 1] == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(UGLY, UGLY, st.lists(UGLY, max_size=3)), min_size=1, max_size=3))
def test_a_cell_is_a_text_whatever_it_begins_with(
    rows: list[tuple[str, str, list[str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No text of the ledger becomes a formula, and none is lost on the way into the file."""
    target = tmp_path_factory.mktemp("form") / "f.xlsx"
    run(form_ledgers.book_of_texts(rows), target)
    printed = sheet(target)
    assert all(cell.data_type in ("s", "n") for row in printed.iter_rows() for cell in row)
    whole = "".join("".join(cell_value.storable(text).split()) for text in texts(printed))
    ledger = form_ledgers.of_texts(rows)
    read = [problem.row.text(name) for problem in ledger.problems for name in ("具体问题", "整改进展")]
    for text in (*read, *(measure.row.text("措施内容") for measure in ledger.measures)):
        assert "".join(cell_value.storable(text).split())[:8] in whole


def word(path: Path) -> Any:
    return Document(str(path))


@pytest.mark.parametrize(("problems", "paper", "points"), [(8, "A3", 10.5), (30, "A4", 9.5)])
def test_the_word_form_says_the_same(problems: int, paper: str, points: float, tmp_path: Path) -> None:
    """One row a problem under a header that is repeated, its measures line by line; every text once, none small."""
    book = form_ledgers.book(problems)
    outcome = run(book, tmp_path / "f.docx", paper=paper)
    document = word(tmp_path / "f.docx")
    (table,) = document.tables
    assert outcome.summary[0] == f"已生成上报表（{paper}横向，{points:g}磅字）：{tmp_path / 'f.docx'}。"
    assert document.paragraphs[0].text == "中共清河县云岭镇委员会关于十四届县委第六轮巡察反馈问题整改情况上报表"
    assert len(table.rows) == problems + 1
    assert len(table.rows[0]._tr.findall(f"{W}trPr/{W}tblHeader")) == 1
    rows = book.sheets["问题台账"].rows
    at = rows[0].index("整改进展")
    assert [row.cells[8].text for row in table.rows[1:]] == [row[at] for row in rows[1:]]
    measures = book.sheets["整改措施"].rows
    at = measures[0].index("措施内容")
    printed = "\n".join(row.cells[3].text for row in table.rows[1:])
    assert [row[at] for row in measures[1:] if printed.count(str(row[at])) != 1] == []
    sizes = {int(size.get(f"{W}val")) / 2 for size in document.element.iter(f"{W}sz")}
    assert {size for size in sizes if 1 < size < 9} == set()
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == {"A3": (420, 297), "A4": (297, 210)}[paper]
    widths = [int(column.get(f"{W}w")) for column in table._tbl.tblGrid]
    assert sum(widths) == pytest.approx((section.page_width.mm - 24) / 25.4 * 1440, abs=20)


def test_no_page_of_the_word_form_ends_within_a_short_row(tmp_path: Path) -> None:
    """A row that takes less than half a page stays whole; a longer one goes on on the next page."""
    rows = [("短", "短", []), ("长", "进" * 6_000, []), ("短", "短", ["措施一", "措施二"])]
    run(form_ledgers.book_of_texts(rows), tmp_path / "f.docx", paper="A4")
    (table,) = word(tmp_path / "f.docx").tables
    whole = [len(row._tr.findall(f"{W}trPr/{W}cantSplit")) for row in table.rows]
    assert whole == [1, 1, 0, 1]


def test_measures_in_a_column_of_their_own_keep_their_numbers(tmp_path: Path) -> None:
    """In Word a problem is one row: who and when of each measure stand beside it under the same number."""
    own = tmp_path / "列.toml"
    own.write_text(
        '[["列"]]\n"内容" = "问题"\n[["列"]]\n"内容" = "措施"\n[["列"]]\n"内容" = "措施责任人"\n', encoding="utf-8"
    )
    run(form_ledgers.book(3), tmp_path / "f.docx", columns=str(own))
    cells = word(tmp_path / "f.docx").tables[0].rows[3].cells
    assert [line[:3] for line in cells[1].text.splitlines()] == ["1.由", "2.由", "3.由"]
    assert cells[2].text == "1.经办1\n2.经办2\n3.经办3"


def test_every_word_of_the_word_form_leads_back_to_its_cell(tmp_path: Path) -> None:
    """The record of places names the cell of each text; it comes with Word only."""
    trace = tmp_path / "t.json"
    run(form_ledgers.book(8), tmp_path / "f.docx", trace=str(trace))
    places = json.loads(trace.read_text(encoding="utf-8"))
    assert "问题台账!P2" in json.dumps(places, ensure_ascii=False)
    with pytest.raises(UsageError, match="只用于 Word 表"):
        run(form_ledgers.book(8), tmp_path / "f.xlsx", trace=str(tmp_path / "u.json"))


def test_a_type_that_is_asked_for_is_the_type_of_the_file(tmp_path: Path) -> None:
    """A button for Word never makes a workbook."""
    with pytest.raises(UsageError, match=r"上报表的文件名应以 \.docx 结尾：f\.xlsx"):
        run(form_ledgers.book(8), tmp_path / "f.xlsx", format="docx")


def test_the_data_name_every_problem(tmp_path: Path) -> None:
    """Machines get the problems with their rows, the columns, and what was counted."""
    data = run(form_ledgers.book(30), tmp_path / "f.xlsx", state="逾期", paper="A4").data
    assert (data["paper"], data["all_problems"]) == ("A4", 30)
    assert data["problems"] == [{"id": f"P{number:03d}", "row": number + 1} for number in (9, 12, 18, 21, 27)]
    assert json.dumps(data)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("department", "保密办", "台账中没有责任单位“保密办”"),
        ("leader", "无名", "台账中没有牵头领导“无名”"),
        ("aspect", "天文", "台账中没有方面“天文”"),
    ],
)
def test_a_name_that_is_not_there_is_told_with_those_that_are(
    option: str, value: str, message: str, tmp_path: Path
) -> None:
    """Nobody gets an empty form for a slip of the pen."""
    with pytest.raises(UsageError, match=message) as raised:
        run(form_ledgers.book(30), tmp_path / "f.xlsx", **{option: value})
    assert raised.value.remedy.startswith("请核对名称，可选：")
    assert not (tmp_path / "f.xlsx").exists()


def test_nothing_to_report_is_no_empty_form(tmp_path: Path) -> None:
    """Where no problem is in the state that is asked for, nothing is written, and it is said."""
    with pytest.raises(UsageError, match="台账里有8个问题，符合所挑条件的一个也没有"):
        run(form_ledgers.book(8), tmp_path / "f.xlsx", state="已销号")
    with pytest.raises(UsageError, match="没有要报的问题"):
        run(form_ledgers.book(0), tmp_path / "f.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_columns_are_those_of_the_office(tmp_path: Path) -> None:
    """A file that is named, or lies in 模板 beside the ledger, decides on columns, headings, title and paper."""
    own = tmp_path / "列.toml"
    own.write_text(
        '"标题" = "{单位}问题清单"\n"纸张" = "A4"\n"落款" = []\n[["列"]]\n"内容" = "编号"\n[["列"]]\n'
        '"内容" = "具体问题"\n"表头" = "问题描述"\n"宽" = 20\n',
        encoding="utf-8",
    )
    run(form_ledgers.book(8), tmp_path / "f.xlsx", columns=str(own))
    printed = sheet(tmp_path / "f.xlsx")
    assert printed["A1"].value == "中共清河县云岭镇委员会问题清单"
    assert [cell.value for cell in printed[4]] == ["编号", "问题描述"]
    assert printed.page_setup.paperSize == 9
    assert printed.max_row == 12


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    """Another form is not written over without being asked to."""
    run(form_ledgers.book(8), tmp_path / "f.xlsx")
    with pytest.raises(PaperError, match="目标文件已存在"):
        run(form_ledgers.book(8), tmp_path / "f.xlsx")


def test_the_states_of_the_command_are_those_that_it_knows() -> None:
    """The table offers every state, by the same words."""
    command = find("form")
    assert command is not None
    option: Option = next(option for option in command.options if option.name == "state")
    assert option.choices == tuple(STATES)
    assert "、".join(STATES) in option.help
