"""Every host reads the same from a ledger and writes the same into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

import pytest
from openpyxl import load_workbook

from rectify_xl.commands import check, clear, import_, risks, rollup, undo
from rectify_xl.commands.outcome import Request
from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from tests.workbook.live import ledgers
from tests.workbook.live.hosts import FileHost, Host, cells, written

Open = Callable[[Path], Host]
AS_OF = date(2025, 9, 26)

BUTTONS: tuple[tuple[ModuleType, dict[str, str | bool]], ...] = (
    (check, {"profile": "上报", "write": True}),
    (risks, {"write": True}),
    (rollup, {"write": True}),
)
ODD_TEXTS = (
    "=1+1",
    '=HYPERLINK("http://example.org","点我")',
    "+86 571",
    "-待补",
    "@某科",
    "'带撇号",
    "00123",
    "1e5",
    "2025-06-30",
    "2025年6月30日",
    "６月３０日",
    "6/30",
    "50%",
    "TRUE",
    "#N/A的说明",
    "八月底",
    "第一行\n第二行",
    " 两边有空格 ",
    "_x000D_",
    '引号"和&<>',
    "长" * 9000,
)
"""What a spreadsheet would take for something else."""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Return the ledger of the invented unit."""
    target = tmp_path / "示例台账.xlsx"
    source = str(resources.path("samples", "示例通报.txt"))
    import_.run(Request(AS_OF, source=source, options={"output": str(target)}))
    return target


def full_run(host: Host) -> list[dict[str, object]]:
    """Run the buttons that write, and return what each says to a machine."""
    return [dict(use_case.run(Request(AS_OF, host.book(), options=options)).data) for use_case, options in BUTTONS]


def test_the_buttons_say_and_write_the_same_in_every_host(host: Open, sample: Path, tmp_path: Path) -> None:
    """Findings, warnings and counts are those of the file host, and so is every cell and every table area after it."""
    twin = tmp_path / "对照.xlsx"
    twin.write_bytes(sample.read_bytes())
    reference, tested = FileHost(twin), host(sample)
    assert full_run(tested) == full_run(reference)
    expected, found = reference.book().read(), tested.book().read()
    assert {name: cells(found, name) for name in expected.sheets} == {
        name: cells(expected, name) for name in expected.sheets
    }
    assert found.tables == expected.tables
    assert len(cells(found, "校验结果")) > 10


def test_clear_leaves_the_ledger_as_it_was_before_the_marks(host: Open, sample: Path) -> None:
    """After check, risks and clear, every sheet holds what it held, and the result tables are one empty row long."""
    tested = host(sample)
    before = tested.book().read()
    full_run(tested)
    clear.run(Request(AS_OF, tested.book()))
    after = tested.book().read()
    assert {name: cells(after, name) for name in before.sheets} == {name: cells(before, name) for name in before.sheets}
    assert after.tables["校验结果"] == "校验结果!A1:J2"
    assert after.tables["预警清单"] == "预警清单!A1:J2"


def state(host: Host) -> dict[str, object]:
    """Return every cell and every table area."""
    book = host.book().read()
    return {**{name: cells(book, name) for name in book.sheets}, "tables": dict(book.tables)}


def undone(host: Host) -> dict[str, object]:
    return dict(undo.run(Request(AS_OF, host.book())).data)


def test_every_step_is_taken_back_one_after_the_other(host: Open, sample: Path, tmp_path: Path) -> None:
    """After check, risks, rollup and clear, each undo brings back cells, tables, links and hidden rows of one step."""
    tested = host(sample)
    states = [state(tested)]
    rows = [hidden_rows(tested, tmp_path)]
    for use_case, options in (*BUTTONS, (clear, {})):
        use_case.run(Request(AS_OF, tested.book(), options=options))
        states.append(state(tested))
        rows.append(hidden_rows(tested, tmp_path))
    link = tested.jump("校验结果", "D2")
    for before, shown in zip(states[-2::-1], rows[-2::-1], strict=True):
        assert undone(tested)["kept"] == []
        assert state(tested) == before
        assert hidden_rows(tested, tmp_path) == shown
        if before == states[-2]:
            found = tested.book().read().sheets["校验结果"].rows[1][3]
            assert tested.jump("校验结果", "D2") == found != link
    assert undone(tested)["undone"] is None


def hidden_rows(host: Host, folder: Path) -> list[int]:
    sheet = load_workbook(host.saved(folder))["统计汇总"]
    return [row for row, look in sheet.row_dimensions.items() if look.hidden]


def test_undo_leaves_what_a_person_changed(host: Open, tmp_path: Path) -> None:
    """A mark that somebody overwrote stays and is named with both values; the marks around it go."""
    tested = host(ledgers.small(tmp_path))
    mark = schema.PROBLEMS.position("校验标记")
    marks = (SheetChanges("问题台账", tuple(CellWrite(row, mark, f"错误【第{row}行】") for row in (2, 3, 4))),)
    tested.book().write(marks)
    tested.type_into("问题台账", 3, mark, "已核对")
    assert undone(tested)["kept"] == [{"cell": "问题台账!AE3", "now": "已核对", "before": ""}]
    rows = tested.book().read().sheets["问题台账"].rows
    assert [cell_value.text(row[mark - 1]) if len(row) >= mark else "" for row in rows[1:4]] == ["", "已核对", ""]


def test_undo_brings_odd_values_back_as_they_were(host: Open, tmp_path: Path) -> None:
    """Texts that look like something else, dates, numbers and empty cells come back as what they were."""
    tested = host(ledgers.small(tmp_path))
    odd: tuple[Raw, ...] = (*ODD_TEXTS, 7, -12.5, None)
    writes = (*(CellWrite(row, 7, value) for row, value in enumerate(odd, 2)), CellWrite(3, 8, date(2025, 6, 30)))
    tested.book().write((SheetChanges("变更记录", (*writes, CellWrite(len(odd) + 2, 7, "末行")), replace_rows=True),))
    before = state(tested)
    tested.book().write((SheetChanges("变更记录", (CellWrite(2, 7, "只剩一行"),), replace_rows=True),))
    tested.type_into("基本信息", 4, 2, "县委第三巡察组")
    assert undone(tested)["kept"] == []
    tested.type_into("基本信息", 4, 2, "")
    assert state(tested)["变更记录"] == before["变更记录"]
    assert state(tested)["tables"] == before["tables"]
    stored = load_workbook(tested.saved(tmp_path))["变更记录"]
    kinds = [stored.cell(row, 7).data_type for row in range(2, len(odd) + 2)]
    assert kinds == [*["s"] * len(ODD_TEXTS), "n", "n", "n"]
    assert stored.cell(3, 8).value == datetime(2025, 6, 30)  # noqa: DTZ001 - cells have no time zone


def test_undo_brings_a_formula_back(host: Open, tmp_path: Path) -> None:
    """A formula that a person kept in a column of marks is a formula again."""
    path = ledgers.small(tmp_path)
    mark = schema.PROBLEMS.position("校验标记")
    book = load_workbook(path)
    book["问题台账"].cell(3, mark, '=IF(A3="","",LEN(D3))')
    book.save(path)
    tested = host(path)
    tested.book().write(
        (SheetChanges("问题台账", (CellWrite(3, mark, "错误【编号】"), CellWrite(4, mark, "提醒【编号】"))),)
    )
    tested.type_into("基本信息", 4, 2, "县委第三巡察组")
    undone(tested)
    stored = load_workbook(tested.saved(tmp_path))["问题台账"].cell(3, mark).value
    assert str(stored).replace(" ", "") == '=IF(A3="","",LEN(D3))'


def test_a_merged_cell_is_refused(host: Open, tmp_path: Path) -> None:
    """Where a cell to be written is hidden by a merged area, nothing is written, and the message names both."""
    path = ledgers.small(tmp_path)
    book = load_workbook(path)
    book["问题台账"].merge_cells("AD2:AE3")
    book.save(path)
    tested = host(path)
    before = state(tested)
    with pytest.raises(BookError, match="《问题台账》AE3在合并单元格AD2:AE3中，无法写入。请取消合并后重试"):
        tested.book().write((SheetChanges("问题台账", (CellWrite(3, 31, "错误【编号】"),)),))
    assert state(tested) == before


def test_a_merged_cell_of_several_rows_is_refused(host: Open, tmp_path: Path) -> None:
    """What is written into its first cell would be written for all of them."""
    path = ledgers.small(tmp_path)
    book = load_workbook(path)
    book["问题台账"].merge_cells("M2:M3")
    book.save(path)
    tested = host(path)
    before = state(tested)
    with pytest.raises(BookError, match="《问题台账》M2在合并单元格M2:M3中，无法写入。请取消合并后重试"):
        tested.book().write((SheetChanges("问题台账", (CellWrite(2, 13, "整改中"),)),))
    assert state(tested) == before


def test_merged_cells_are_read_as_filled_down(host: Open, tmp_path: Path) -> None:
    """方面 over three rows is that of each of them, and writing beside it keeps the merge."""
    path = ledgers.small(tmp_path)
    book = load_workbook(path)
    book["问题台账"].merge_cells("B2:B4")
    book.save(path)
    tested = host(path)
    raw = tested.book().read()
    assert [str(area) for area in raw.sheets["问题台账"].merged] == ["B2:B4"]
    aspects = [problem.aspect for problem in reader.read_ledger(raw).problems[:3]]
    assert aspects == ["甲方面", "甲方面", "甲方面"]
    check.run(Request(AS_OF, tested.book(), options={"write": True}))
    assert [str(area) for area in load_workbook(tested.saved(tmp_path))["问题台账"].merged_cells.ranges] == ["B2:B4"]


@pytest.mark.parametrize("end", ["\u00a0", " ", "\u200e"])
def test_a_tab_with_a_blank_at_its_end_is_written_and_linked(host: Open, tmp_path: Path, end: str) -> None:
    """It stays as it is called; marks land in it, and links jump into it."""
    path = ledgers.small(tmp_path)
    book = load_workbook(path)
    book["问题台账"].title = f"问题台账{end}"
    book.save(path)
    tested = host(path)
    check.run(Request(AS_OF, tested.book(), options={"write": True}))
    found = tested.book().read()
    places = [str(row[3]) for row in found.sheets["校验结果"].rows]
    first = next(row for row, place in enumerate(places, 1) if place.startswith("问题台账!"))
    assert tested.jump("校验结果", f"D{first}") == places[first - 1].replace("!", f"{end}!")
    assert load_workbook(tested.saved(tmp_path)).sheetnames[2] == f"问题台账{end}"
    assert undone(tested)["kept"] == []


def test_text_stays_the_text_that_it_is(host: Open, tmp_path: Path) -> None:
    """What looks like a formula, a number or a date is written as text, and no apostrophe is added to it."""
    tested = host(ledgers.small(tmp_path))
    rows = range(2, len(ODD_TEXTS) + 2)
    writes = tuple(CellWrite(row, 7, text) for row, text in zip(rows, ODD_TEXTS, strict=True))
    found = written(tested, (SheetChanges("变更记录", writes, replace_rows=True),))
    assert [found.sheets["变更记录"].rows[row - 1][6] for row in rows] == list(ODD_TEXTS)
    stored = load_workbook(tested.saved(tmp_path))["变更记录"]
    assert {stored.cell(row, 7).data_type for row in rows} == {"s"}


def test_a_text_with_a_link_and_texts_beside_it_stay_text(host: Open, tmp_path: Path) -> None:
    """In a block that holds links, texts that look like numbers or formulas stay texts."""
    row = ("1", "错误", "1e5", "问题台账!E2", "00123", "=1+1", "2025-06-30")
    links = {4: "问题台账!E2"}
    writes = tuple(CellWrite(2, column, text, links.get(column, "")) for column, text in enumerate(row, 1))
    found = written(host(ledgers.small(tmp_path)), (SheetChanges("校验结果", writes, replace_rows=True),))
    assert tuple(found.sheets["校验结果"].rows[1])[: len(row)] == row


def test_a_link_leads_to_its_cell(host: Open, tmp_path: Path) -> None:
    """A click on 位置 selects the cell that it names."""
    tested = host(ledgers.small(tmp_path))
    write = CellWrite(2, 4, "问题台账!K4", "问题台账!K4")
    tested.book().write((SheetChanges("校验结果", (write,), replace_rows=True),))
    assert tested.jump("校验结果", "D2") == "问题台账!K4"


def test_a_link_goes_when_the_list_gets_shorter(host: Open, tmp_path: Path) -> None:
    """Rows that a shorter list no longer needs keep neither text nor link."""
    tested = host(ledgers.small(tmp_path))
    rows = tuple(CellWrite(row, 4, f"问题台账!K{row}", f"问题台账!K{row}") for row in (2, 3, 4))
    tested.book().write((SheetChanges("校验结果", rows, replace_rows=True),))
    tested.book().write((SheetChanges("校验结果", rows[:1], replace_rows=True),))
    found = tested.book().read()
    assert cells(found, "校验结果")[1:] == [(None, None, None, "问题台账!K2")]
    assert [tested.jump("校验结果", f"D{row}") for row in (2, 3, 4)] == ["问题台账!K2", "", ""]
    assert found.tables["校验结果"] == "校验结果!A1:J2"


def test_dates_stay_dates(host: Open, tmp_path: Path) -> None:
    """A date is read back as that day and is stored as a date, not as a text."""
    tested = host(ledgers.small(tmp_path))
    column = schema.PROBLEMS.position("完成日期")
    found = written(tested, (SheetChanges("问题台账", (CellWrite(3, column, date(2025, 9, 1)),)),))
    assert cell_value.text(found.sheets["问题台账"].rows[2][column - 1]) == "2025-09-01"
    stored = load_workbook(tested.saved(tmp_path))["问题台账"].cell(3, column)
    assert stored.number_format.lower().replace("\\", "") == "yyyy-mm-dd"
    assert stored.value == datetime(2025, 9, 1)  # noqa: DTZ001 - cells have no time zone


def test_a_date_in_the_ledger_is_read_as_a_date(host: Open, tmp_path: Path) -> None:
    """A date that a person typed reads as that day in every host."""
    found = host(ledgers.small(tmp_path)).book().read()
    assert cell_value.text(found.sheets["问题台账"].rows[3][schema.PROBLEMS.position("整改时限") - 1]) == "2025-08-31"


def test_numbers_stay_numbers(host: Open, tmp_path: Path) -> None:
    """Numbers are written as numbers, also beside a link."""
    writes = (
        CellWrite(2, 1, 7),
        CellWrite(2, 4, "问题台账!A2", "问题台账!A2"),
        CellWrite(2, 8, -12.5),
        CellWrite(2, 9, 0),
    )
    found = written(host(ledgers.small(tmp_path)), (SheetChanges("预警清单", writes, replace_rows=True),))
    row = found.sheets["预警清单"].rows[1]
    assert (row[0], row[7], row[8]) == (7, -12.5, 0)


def test_single_changes_leave_the_cells_between_them(host: Open, tmp_path: Path) -> None:
    """Two changes in one column leave the row between as it is, in computed columns and in those of people."""
    tested = host(ledgers.small(tmp_path))
    mark, person = schema.PROBLEMS.position("校验标记"), schema.PROBLEMS.position("责任科室")
    written(tested, (SheetChanges("问题台账", (CellWrite(3, mark, "提醒【编号】"),)),))
    found = written(
        tested,
        (
            SheetChanges(
                "问题台账",
                (
                    CellWrite(2, mark, "错误【编号】"),
                    CellWrite(4, mark, None),
                    CellWrite(2, person, "总务科"),
                    CellWrite(4, person, "采购科"),
                ),
            ),
        ),
    )
    rows = found.sheets["问题台账"].rows[1:4]
    assert [row[person - 1] for row in rows] == ["总务科", "办公室", "采购科"]
    assert [cell_value.text(row[mark - 1]) for row in rows] == ["错误【编号】", "提醒【编号】", ""]


def with_extras(folder: Path) -> Path:
    """Write a ledger in which a unit added a sheet, a column with formulas, a hidden row and a filter."""
    path = ledgers.small(folder)
    book = load_workbook(path)
    sheet = book["问题台账"]
    for row in (2, 3, 4):
        sheet.cell(row, 34, f"=LEN(D{row})")
        sheet.cell(row, 35, f"自{row}")
    sheet.row_dimensions[3].hidden = True
    sheet.auto_filter.ref = None
    own = book.create_sheet("科室自用表")
    own.append(["合计", "=COUNTA(问题台账!A2:A100)", "说明"])
    book.save(path)
    return path


def test_sheets_and_columns_of_the_unit_stay(host: Open, tmp_path: Path) -> None:
    """Formulas in a sheet and in columns of the unit's own are the same after check and risks."""
    tested = host(with_extras(tmp_path))
    full_run(tested)
    book = load_workbook(tested.saved(tmp_path))
    sheet = book["问题台账"]
    assert [sheet.cell(row, 34).value for row in (2, 3, 4)] == ["=LEN(D2)", "=LEN(D3)", "=LEN(D4)"]
    assert [sheet.cell(row, 35).value for row in (2, 3, 4)] == ["自2", "自3", "自4"]
    assert [str(cell.value).replace("$", "") for cell in book["科室自用表"][1]] == [
        "合计",
        "=COUNTA(问题台账!A2:A100)",
        "说明",
    ]


def test_hidden_rows_count_and_stay_hidden(host: Open, tmp_path: Path) -> None:
    """A hidden row is read, checked and marked like any other, and stays hidden."""
    tested = host(with_extras(tmp_path))
    full_run(tested)
    found = tested.book().read()
    mark = schema.PROBLEMS.position("校验标记")
    assert cell_value.text(found.sheets["问题台账"].rows[2][0]) == "P002"
    assert cell_value.text(found.sheets["问题台账"].rows[2][mark - 1]).startswith(("错误【", "提醒【"))
    assert load_workbook(tested.saved(tmp_path))["问题台账"].row_dimensions[3].hidden is True


def test_conditional_formats_and_dropdowns_stay(host: Open, tmp_path: Path) -> None:
    """The rules that colour the rows, and the dropdowns, are as many and reach as far as before."""
    tested = host(ledgers.small(tmp_path))

    def rules(folder: Path) -> dict[str, tuple[list[tuple[str, int]], list[str]]]:
        book = load_workbook(tested.saved(folder))
        return {
            sheet.title: (
                sorted((str(area.sqref), len(area.rules)) for area in sheet.conditional_formatting),
                sorted(reaching(str(each.sqref)) for each in sheet.data_validations.dataValidation),
            )
            for sheet in book
        }

    def reaching(areas: str) -> str:
        """Return the areas without what rows that the host put in added to them, beyond a thousand."""
        return re.sub(r":([A-Z]+)1[01]\d\d\b", r":\g<1>1001", areas)

    before = rules(tmp_path)
    full_run(tested)
    assert rules(tmp_path) == before
    assert [rules for _, rules in before["问题台账"][0]] == [7]
    assert len(before["问题台账"][1]) > 3


def test_a_longer_list_stretches_its_table(host: Open, tmp_path: Path) -> None:
    """A result table ends with its last row."""
    rows = tuple(CellWrite(row, 6, f"第{row}条") for row in range(2, 42))
    found = written(host(ledgers.small(tmp_path)), (SheetChanges("校验结果", rows, replace_rows=True),))
    assert found.tables["校验结果"] == "校验结果!A1:J41"
    assert found.tables["问题"] == "问题台账!A1:AE4"


def test_a_change_below_the_table_stretches_it(host: Open, tmp_path: Path) -> None:
    """A row appended to a table becomes part of it."""
    tested = host(ledgers.small(tmp_path))
    found = written(tested, (SheetChanges("回头看", (CellWrite(2, 2, "P001"), CellWrite(3, 2, "P002"))),))
    assert found.tables["回头看"] == "回头看!A1:H3"


def test_a_text_too_long_for_a_cell_changes_nothing(host: Open, tmp_path: Path) -> None:
    """The refusal names the cell and both lengths, and what was to be written before it is not there."""
    tested = host(ledgers.small(tmp_path))
    before = tested.book().read()
    changes = (
        SheetChanges("校验结果", (CellWrite(2, 6, "先写的"),), replace_rows=True),
        SheetChanges("变更记录", (CellWrite(2, 7, "长" * 32_768),), replace_rows=True),
    )
    with pytest.raises(BookError, match="《变更记录》G2的文字有32768个字符，超过单元格上限32767个。请至少减去1个字符"):
        tested.book().write(changes)
    after = tested.book().read()
    assert {name: cells(after, name) for name in before.sheets} == {name: cells(before, name) for name in before.sheets}
    assert after.tables == before.tables


def test_a_missing_sheet_refuses_the_whole_change(host: Open, tmp_path: Path) -> None:
    """Where a result sheet was renamed, nothing is written, and the message names the sheet."""
    path = ledgers.small(tmp_path)
    book = load_workbook(path)
    book["校验结果"].title = "我的结果"
    book.save(path)
    tested = host(path)
    changes = (
        SheetChanges("预警清单", (CellWrite(2, 2, "红"),), replace_rows=True),
        SheetChanges("校验结果", (CellWrite(2, 2, "错误"),), replace_rows=True),
    )
    with pytest.raises(BookError, match="工作簿中没有《校验结果》工作表，无法写入"):
        tested.book().write(changes)
    assert cells(tested.book().read(), "预警清单")[1:] == []


def test_a_dated_backup_lies_beside_the_ledger(host: Open, tmp_path: Path) -> None:
    """Before a change, the workbook as it was is kept under the date and the command."""
    tested = host(ledgers.small(tmp_path))
    written(tested, (SheetChanges("校验结果", (CellWrite(2, 6, "一条"),), replace_rows=True),))
    kept = tmp_path / "rectify_xl_备份" / "台账 甲_20250926-103000_试.xlsx"
    assert sorted(file.name for file in kept.parent.iterdir()) == [kept.with_suffix(".json").name, kept.name]
    assert cells(FileHost(kept).book().read(), "校验结果")[1:] == []
    assert len(cells(FileHost(kept).book().read(), "问题台账")) == 4
