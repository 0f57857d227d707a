"""What was changed since the last command is told before any command records it, by the same checks, and once only."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from generate import ledger_builder
from rectify_xl.doors.cli import main
from rectify_xl.judgement import checks
from rectify_xl.ledger import schema
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from tests import addresses

NOW = datetime(2026, 9, 1, 9)  # noqa: DTZ001 - the clock of a computer has no zone
ROWS: tuple[dict[str, Raw], ...] = (
    {"编号": "P001", "具体问题": "读者证办理超期", "责任科室": "阅览室", "方面": "一、服务方面"},
    {"编号": "P002", "具体问题": "图书采购没有比价", "责任科室": "采编部", "方面": "一、服务方面"},
    {"编号": "P003", "具体问题": "组织生活记录不全", "责任科室": "办公室", "方面": "二、党建方面"},
    {"编号": "P004", "具体问题": "党费收缴不及时", "责任科室": "办公室", "方面": "二、党建方面"},
)
COLUMNS = [column.name for column in schema.PROBLEMS.columns]


def cells(row: int, values: dict[str, Raw]) -> tuple[CellWrite, ...]:
    """Return the writes of one row of 问题台账."""
    return tuple(CellWrite(row, COLUMNS.index(name) + 1, value) for name, value in values.items())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of four problems that are due on 2026-09-30, whose memory begins with them."""
    made = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), made, ())
    common: dict[str, Raw] = {"整改时限": date(2026, 9, 30), "完成程度": "整改中", "责任人": "吴七", "后续要求": "无"}
    writes = tuple(write for number, row in enumerate(ROWS, 2) for write in cells(number, row | common))
    book = FileBook(made)
    info = SheetChanges(
        "基本信息",
        (
            CellWrite(9, addresses.column("项目", "基本信息"), "反馈日期"),
            CellWrite(9, addresses.column("内容", "基本信息"), date(2026, 6, 1)),
        ),
    )
    book.write(change_tracking.begin(book.read(), (SheetChanges("问题台账", writes), info), NOW))
    return made


def edit(path: Path, *edits: tuple[int, dict[str, Raw]]) -> None:
    """Type into 问题台账 as a person does: no command remembers it."""
    writes = tuple(write for row, values in edits for write in cells(row, values))
    FileBook(path).write((SheetChanges("问题台账", writes),))


def told(path: Path, capsys: pytest.CaptureFixture[str], *more: str, profile: str = "上报") -> list[tuple[str, str]]:
    """Return code and cell of what `check` says of changes."""
    main(["check", str(path), "--profile", profile, "--as-of", "2026-11-28", "--json", *more])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return [(each["code"], each["cell"]) for each in findings if each["code"] in CODES]


CODES = ("RX229", "RX723", "RX724", "RX725", "RX726", "RX728", "RX729")
EMPTY: dict[str, Raw] = {each.name: None for each in schema.PROBLEMS.columns if each.entry != "computed"}


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        (((4, {"整改时限": date(2026, 12, 31)}),), [("RX723", addresses.cell("整改时限", 4))]),
        (((4, {"整改时限": None}),), [("RX723", addresses.cell("整改时限", 4))]),
        (((4, {"整改时限": "每季度"}),), [("RX723", addresses.cell("整改时限", 4))]),
        (((4, {"整改时限": "长期坚持"}),), [("RX723", addresses.cell("整改时限", 4))]),
        (((4, {"整改时限": "按进度推进"}),), []),  # RX404 tells that nobody can read it
        (((4, {"整改时限": date(2026, 8, 31)}),), []),
        (((4, EMPTY),), [("RX724", addresses.cell("编号", 6))]),
        (((4, EMPTY), (5, EMPTY)), [("RX724", addresses.cell("编号", 4)), ("RX724", addresses.cell("编号", 5))]),
        (((4, {"编号": "P009"}),), [("RX725", addresses.cell("编号", 4))]),
        (((4, {"编号": "p003"}),), []),
        (
            ((4, {"编号": "P009", "整改时限": date(2026, 12, 31)}),),
            [("RX725", addresses.cell("编号", 4)), ("RX723", addresses.cell("整改时限", 4))],
        ),
        (((4, {"责任科室": "阅览室"}),), [("RX726", addresses.cell("责任科室", 4))]),
        (((4, {"责任科室": "办公室、阅览室"}),), []),
        (((4, {"责任科室": "党政办"}), (5, {"责任科室": "党政办"})), []),
        (((4, {"方面": "一、服务方面"}),), [("RX726", addresses.cell("方面", 4))]),
        (((4, {"方面": "三、党建方面"}), (5, {"方面": "三、党建方面"})), []),
        (((4, {"整改进展": "已补记12次"}),), []),
        (((4, {"具体问题": "会议室桌牌摆放不整齐"}),), [("RX728", addresses.cell("具体问题", 4))]),
        (((4, {"具体问题": None}),), [("RX728", addresses.cell("具体问题", 4))]),
        (((4, {"具体问题": "组织生活纪录不全"}),), []),
        (((2, {"具体问题": "读者证办理超期"}), (4, {"具体问题": "3个支部组织生活记录不全"})), []),
        (((4, {"具体问题": "经查，2个支部组织生活记录不完整，2025年三会一课缺12次"}),), []),
    ],
)
def test_a_reader_is_told_what_no_command_recorded(
    path: Path,
    capsys: pytest.CaptureFixture[str],
    edits: tuple[tuple[int, dict[str, Raw]], ...],
    expected: list[tuple[str, str]],
) -> None:
    """Deadlines, rows, ids, departments and aspects are held against what the ledger knew; nothing is written."""
    before = path.read_bytes()
    assert told(path, capsys) == []
    edit(path, *edits)
    changed = path.read_bytes()
    assert before != changed
    assert told(path, capsys) == expected
    assert path.read_bytes() == changed


def test_the_same_is_told_once_when_it_is_recorded(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check --write` tells it from the memory, a later check from 变更记录: the same codes, each once."""
    edit(path, (3, EMPTY), (4, {"整改时限": date(2026, 12, 31)}), (5, {"编号": "P008", "责任科室": "阅览室"}))
    both = {
        ("RX723", addresses.cell("整改时限", 4)),
        ("RX725", addresses.cell("编号", 5)),
        ("RX726", addresses.cell("责任科室", 5)),
    }
    assert set(told(path, capsys, "--write")) == both | {("RX724", addresses.cell("编号", 6))}
    again = told(path, capsys)
    assert len(again) == 4
    assert both < set(again)
    assert told(path, capsys, profile="填报") == [("RX723", addresses.cell("整改时限", 4)), again[-1]]


def test_small_steps_lead_to_another_matter_all_the_same(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each wording is held against the first one that the ledger remembers."""
    for text in ("会议室桌牌摆放、组织生活记录不全", "会议室桌牌摆放不整齐、记录不全", "会议室桌牌摆放不整齐"):
        edit(path, (4, {"具体问题": text}))
        codes = told(path, capsys, "--write")
    assert codes == [("RX728", addresses.cell("具体问题", 4))]
    main(["check", str(path), "--profile", "上报", "--as-of", "2026-11-28", "--json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    (message,) = [each["message"] for each in findings if each["code"] == "RX728"]
    assert message.startswith(
        "第4行『具体问题』原来是“组织生活记录不全”，后来换成了“会议室桌牌摆放不整齐”（见『变更记录』第"
    )


def test_typed_again_under_another_id_keeps_its_deadline(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Deleted, recorded, and typed again later as P009 with a later day: the first day is held against it."""
    edit(path, (4, EMPTY))
    told(path, capsys, "--write")
    again = {**ROWS[2], "编号": "P009", "整改时限": date(2026, 12, 31), "完成程度": "整改中"}
    edit(path, (6, again))
    assert told(path, capsys) == [("RX725", addresses.cell("编号", 6)), ("RX723", addresses.cell("整改时限", 6))]
    told(path, capsys, "--write")
    assert told(path, capsys) == [("RX725", addresses.cell("编号", 6)), ("RX723", addresses.cell("整改时限", 6))]


def test_a_memory_that_is_gone_is_told_and_stays_on_record(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """程序状态 emptied: told at once, recorded by the next command that writes, and told from that line afterwards."""
    edit(path, (4, {"责任人": "郑八"}))
    told(path, capsys, "--write")
    assert told(path, capsys) == []
    book = FileBook(path)
    rows = book.read().sheets["程序状态"].rows
    writes = tuple(CellWrite(row, column, None) for row in range(2, len(rows) + 1) for column in range(1, 5))
    book.write((SheetChanges("程序状态", writes),))
    assert told(path, capsys) == [("RX229", addresses.cell("编号", 1))]
    main(["check", str(path), "--write", "--as-of", "2026-11-28"])
    assert "整改时限改没改过不能再核对；已记入《变更记录》" in capsys.readouterr().out
    [(code, cell)] = told(path, capsys)
    assert (code, cell[0]) == ("RX229", "G")


@pytest.mark.parametrize("repaired", [False, True])
def test_a_memory_whose_sheet_was_taken_out_is_told(
    path: Path, capsys: pytest.CaptureFixture[str], *, repaired: bool
) -> None:
    """Also where no line of 变更记录 is left; putting the sheet back by the program does not hide it."""
    from openpyxl import load_workbook

    edit(path, (4, {"责任人": "郑八"}))
    told(path, capsys, "--write")
    workbook = load_workbook(path)
    del workbook["程序状态"]
    workbook["变更记录"].delete_rows(2, 99)
    workbook["问题台账"].delete_rows(4)
    workbook.save(path)
    assert [code for code, _ in told(path, capsys)] == ["RX229"]
    if repaired:
        main(["repair", str(path), "--write"])
        capsys.readouterr()
    for _ in range(2):
        assert [code for code, _ in told(path, capsys, *(["--write"] if repaired else []))] == ["RX229"]


def test_a_memory_that_was_emptied_is_told_by_what_commands_wrote(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A blank ledger that nobody but a person has filled in is left in peace."""
    assert told(path, capsys, "--write") == []
    book = FileBook(path)
    for name in ("程序状态", "变更记录"):
        sheet = book.read().sheets[name]
        cells = [(row, column) for row in range(2, len(sheet.rows) + 1) for column in range(1, 11)]
        book.write((SheetChanges(name, tuple(CellWrite(row, column, None) for row, column in cells)),))
    assert [code for code, _ in told(path, capsys)] == ["RX229"]
    sheet = book.read().sheets["校验结果"]
    cells = [(row, column) for row in range(2, len(sheet.rows) + 1) for column in range(1, 13)]
    book.write((SheetChanges("校验结果", tuple(CellWrite(row, column, None) for row, column in cells)),))
    assert told(path, capsys) == []


def test_a_line_that_calls_a_ledger_a_copy_is_believed_only_with_its_sum(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Typed by hand into an emptied 变更记录, it hides nothing."""
    from openpyxl import load_workbook

    workbook = load_workbook(path)
    del workbook["程序状态"]
    workbook["变更记录"].append(["2026-11-01 09:00:00", "张三", "打包上报", "上报", "", "上报件", "", "截至2026-11-01"])
    workbook.save(path)
    assert [code for code, _ in told(path, capsys)] == ["RX229"]


MEASURES = [column.name for column in schema.MEASURES.columns]


def measures(path: Path, *rows: tuple[str, str, str, str]) -> None:
    """Type measures (id, problem, words, status) into 整改措施 as a person does; the next row is emptied."""
    names = ("措施编号", "问题编号", "措施内容", "完成程度")
    writes = [
        CellWrite(number, MEASURES.index(name) + 1, value or None)
        for number, row in enumerate([*rows, ("", "", "", "")], 2)
        for name, value in zip(names, row, strict=True)
    ]
    FileBook(path).write((SheetChanges("整改措施", tuple(writes)),))


@pytest.mark.parametrize("recorded", [False, True])
def test_unfinished_measures_that_were_deleted_are_told(
    path: Path, capsys: pytest.CaptureFixture[str], *, recorded: bool
) -> None:
    """Of a problem that stands: by its row, all in one; not a finished one, not one that is part of another now."""
    one = ("M001-1", "P001", "补办读者证发放登记", "整改中")
    other = ("M001-2", "P001", "公布读者证办理时限", "未启动")
    done = ("M001-3", "P001", "召开读者座谈会", "已完成")
    measures(path, one, other, done)
    assert all_told(path, capsys, "--write") == []
    for rows, expected in (
        ((done,), ["M001-1、M001-2"]),
        ((one, done), ["M001-2"]),
        ((("M001-9", "P001", "补办读者证发放登记，公布读者证办理时限", "整改中"), done), []),
        ((one, other), []),
        ((one, other, done), []),
    ):
        measures(path, *rows)
        found = all_told(path, capsys, *(["--write"] if recorded else []))
        assert [message.partition("（")[2].partition("）")[0] for message in found] == expected


def all_told(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    """Return what RX731 says."""
    main(["check", str(path), "--profile", "上报", "--as-of", "2026-11-28", "--json", *more])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return [each["message"] for each in findings if each["code"] == "RX731"]


def grouped(path: Path, groups: tuple[str | None, ...]) -> None:
    """Type the 大项 of the problems as a person does."""
    for row, group in enumerate(groups, 2):
        edit(path, (row, {"大项": group}))


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (("（一）服务", "（二）采购", "（三）组织", "（四）党费"), 0),
        (("（一）服务不优", "（二）采购", "（三）组织", "（四）党费"), 0),  # renamed as a whole
        (("一、服务", "采购", "（三）组织", "（四）党费。"), 0),  # spelled otherwise
        (("（一）服务", "（一）服务", "（三）组织", "（四）党费"), 1),
        (("综合管理", "综合管理", "综合管理", "综合管理"), 4),
        ((None, "（二）采购", "（三）组织", "（四）党费"), 1),
    ],
)
def test_groups_that_were_changed_are_told_as_aspects_are(
    path: Path, capsys: pytest.CaptureFixture[str], groups: tuple[str | None, ...], expected: int
) -> None:
    """大项 is a published number: fewer of them, or a problem under another one."""
    grouped(path, ("（一）服务", "（二）采购", "（三）组织", "（四）党费"))
    assert told(path, capsys, "--write") == []
    grouped(path, groups)
    assert [code for code, _ in told(path, capsys)] == ["RX726"] * expected


def test_a_new_ledger_has_lost_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A ledger that never had a line, and one without 程序状态 in which nothing was decided, are left in peace."""
    assert told(path, capsys) == []
    tables = "[问题台账]\n编号 | 具体问题\nP001 | 用印没有登记"
    found = checks.run(reader.read_ledger(ledger_builder.raw_book(tables)), checks.profile("上报"), date(2026, 11, 28))
    assert [each for each in found if each.code in CODES] == []


def test_numbers_that_were_made_less_are_told_against_every_wording(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Added words are none of it; what they count is held against what comes later, typed or recorded."""
    edit(path, (4, {"具体问题": "组织生活记录不全，9个支部缺12次"}))
    assert told(path, capsys, "--write") == []
    edit(path, (4, {"具体问题": "组织生活纪录不全，九个支部共缺12次"}))
    assert told(path, capsys) == []
    edit(path, (4, {"具体问题": "组织生活记录不全，1个支部缺12次"}))
    for options in ((), ("--write",), ()):
        assert told(path, capsys, *options) == [("RX729", addresses.cell("具体问题", 4))]
