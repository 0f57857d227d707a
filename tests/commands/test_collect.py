"""`collect` lists what departments changed and takes it where a person says so; whatever they did to their tables."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from rectify_xl.commands.outcome import Outcome, Pending
from rectify_xl.errors import BookError, UsageError
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook.file_host import FileBook
from tests.supervision.distribution import offices

PROBLEMS, MEASURES, EVIDENCE = schema.PROBLEMS.name, schema.MEASURES.name, schema.EVIDENCE.name
TOWN: dict[str, Raw] = {
    "单位名称": "青石镇",
    "巡察轮次": "第六轮",
    "反馈日期": date(2026, 3, 18),
    "集中整改结束": date(2026, 9, 18),
}


def problem(number: int, department: str, text: str, **cells: Raw) -> Mapping[str, Raw]:
    return {
        "编号": f"P{number:03d}",
        "方面": "甲方面",
        "具体问题": text,
        "责任科室": department,
        "责任人": "李岚",
        "整改时限": date(2026, 8, 30),
        "完成程度": "整改中",
        "后续要求": "无",
        "整改进展": f"第{number}项已部署。",
        **cells,
    }


ROWS: dict[str, list[Mapping[str, Raw]]] = {
    PROBLEMS: [
        problem(1, "党政办", "学习走过场"),
        problem(2, "财政所", "账目不清"),
        problem(3, "财政所", "印章管理不严"),
        problem(4, "党政办、财政所", "值班登记不全"),
        problem(5, "城建办", "道路失修", 备注="等县里批复"),
    ],
    MEASURES: [
        {
            "措施编号": f"M{number:03d}-1",
            "问题编号": f"P{number:03d}",
            "措施内容": f"第{number}项措施",
            "完成程度": "整改中",
        }
        for number in range(1, 6)
    ],
    EVIDENCE: [{"编号": "E001", "问题/措施编号": "P002", "名称": "对账单", "文件或文号": "对账单.pdf"}],
}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger, and the workbooks that 分发填报 made of it in the folder 交回."""
    home = tmp_path_factory.mktemp("office")
    ledger = offices.make(home / "台账.xlsx", TOWN, ROWS)
    offices.call("distribute", ledger, output=str(home / "交回"), reply_by="2026-04-24")
    for path in (home / "交回").iterdir():
        name = path.name.split("_")[1] if path.name.startswith("填报表_") else ""
        path.rename(path.with_name(f"{name}{path.suffix}")) if name and path.suffix == ".xlsx" else path.unlink()
    return home


@pytest.fixture
def office(sent: Path, tmp_path: Path) -> Path:
    shutil.copytree(sent, tmp_path / "办")
    return tmp_path / "办"


def collect(office: Path, **options: Any) -> Outcome:
    return offices.collect(office / "台账.xlsx", office / "交回", **options)


def lines(outcome: Outcome) -> list[tuple[object, ...]]:
    """Return of every line what it is, whose, where, and the three texts."""
    listed: Any = outcome.data["lines"]
    return [tuple(line[name] for name in ("kind", "to", "id", "column", "sent", "now", "returned")) for line in listed]


def reasons(outcome: Outcome) -> list[str]:
    listed: Any = outcome.data["lines"]
    return ["；".join(filter(None, (line["reason"], line["note"]))) for line in listed]


def problems_of(outcome: Outcome) -> dict[str, str]:
    files: Any = outcome.data["files"]
    return {file["file"]: file["problem"] for file in files if file["problem"]}


def told(outcome: Outcome, name: str) -> tuple[str, ...]:
    files: Any = outcome.data["files"]
    return next(file["sees"] for file in files if file["file"] == name)


def fill(office: Path, to: str, row_id: str, sheet: str = PROBLEMS, **cells: Any) -> None:
    offices.fill(office / "交回" / f"{to}.xlsx", sheet, row_id, **cells)


def shown(office: Path, row_id: str, column: str, sheet: str = PROBLEMS) -> str:
    return offices.shown(office / "台账.xlsx", sheet, row_id, column)


def choose(office: Path, *chosen: str) -> None:
    """Write into 采用 of the list, from its first line on, as a person does."""
    book = FileBook(office / "台账.xlsx")
    header = reader.find_header(book.read().sheets[schema.COLLECTED.name], schema.COLLECTED)
    place = header.headers["采用"]
    cells = tuple(CellWrite(header.header_row + at, place, word) for at, word in enumerate(chosen, 1))
    book.write((SheetChanges(schema.COLLECTED.name, cells),))


def listed(office: Path) -> list[tuple[str, ...]]:
    rows = reader.read_ledger(FileBook(office / "台账.xlsx").read()).rows[schema.COLLECTED.name]
    return [tuple(row.text(name) for name in ("采用", "情况", "科室", "编号", "列", "收回的")) for row in rows]


def test_untouched_tables_change_nothing_and_are_told(office: Path) -> None:
    """They count as returned, unless they lie in the folder into which they were made."""
    (office / "交回" / "分发清单.xlsx").write_bytes(b"x")
    outcome = collect(office)
    assert lines(outcome) == []
    assert outcome.summary[:3] == (
        "“交回”里交回的表3份，1个别的文件没有读。",
        "没有要收的改动。",
        "就在分发的文件夹里、还没有填的3份（党政办、城建办、财政所），不算交回。",
    )
    missing: Any = outcome.data["missing"]
    assert [(entry["to"], entry["days_late"]) for entry in missing] == [("党政办", 0), ("财政所", 0), ("城建办", 0)]
    (office / "交回" / "分发清单.xlsx").unlink()
    back = collect(office)
    assert back.data["missing"] == []
    assert "交回了但没有改动的3份（党政办、城建办、财政所），请核对是不是忘了填。" in back.summary


def test_what_the_memory_covers_with_stars_is_no_conflict(office: Path, tmp_path: Path) -> None:
    """A personal number is kept covered; only what the department changed is listed, with the whole number."""
    rows = {PROBLEMS: [problem(1, "党政办", "学习走过场", 整改进展="王芳13800000000已核对。")]}
    ledger = offices.make(tmp_path / "号.xlsx", TOWN, rows)
    offices.call("distribute", ledger, output=str(tmp_path / "发"))
    path = next((tmp_path / "发").glob("填报表*.xlsx"))
    offices.fill(path, PROBLEMS, "P001", 责任人="王五")
    assert lines(offices.collect(ledger, path)) == [("take", "党政办", "P001", "责任人", "李岚", "李岚", "王五")]
    offices.fill(path, PROBLEMS, "P001", 整改进展="王芳13800000000已核对，已办结。")
    assert lines(offices.collect(ledger, path))[1][:4] == ("take", "党政办", "P001", "整改进展")
    assert office


def test_what_looks_harmless_and_is_not_waits_for_a_person(office: Path) -> None:
    """Emptying what remains may close a problem, a day of completion is to come, evidence lies elsewhere."""
    offices.fill(office / "交回" / "党政办.xlsx", PROBLEMS, "P001", 完成日期=date(2026, 5, 1))
    path = office / "交回" / "财政所.xlsx"
    workbook: Any = load_workbook(path)
    workbook[EVIDENCE].append(["E009", "P003", "口令", "../../etc/passwd"])
    workbook[schema.CLOSURES.name].append(["P002", "销号", None, "方凯", None, None, None, None, None, "通过"])
    workbook.save(path)
    outcome = collect(office)
    assert [(row[0], row[2], row[3], why) for row, why in zip(lines(outcome), reasons(outcome), strict=True)] == [
        ("decide", "P001", "完成日期", "完成日期还没有到"),
        ("decide", "E009", "（新增行）", "文件不在台账的文件夹里"),
        ("refused", "P002", "（新增行）", "《销号登记》由整改办登记，不随填报收"),
    ]


def test_the_first_call_lists_and_only_the_second_takes(office: Path) -> None:
    """What only the department changed is ticked already; words and dates are those of the ledger, and that is told."""
    fill(office, "党政办", "P001", 完成程度="已整改", 完成日期="2026.4.12", 整改进展="全部办结。")
    before = offices.shown(office / "台账.xlsx", PROBLEMS, "P001", "整改进展")
    outcome = collect(office)
    assert lines(outcome) == [
        ("take", "党政办", "P001", "完成程度", "整改中", "整改中", "已整改"),
        ("take", "党政办", "P001", "整改进展", "第1项已部署。", "第1项已部署。", "全部办结。"),
        ("take", "党政办", "P001", "完成日期", "", "", "2026.4.12"),
    ]
    assert reasons(outcome) == ["“已整改”按“已完成”收", "", "“2026.4.12”按2026年4月12日收"]
    assert (shown(office, "P001", "整改进展"), outcome.pending) == (before, (Pending("write"),))
    assert listed(office)[0] == ("收回的", "可收", "党政办", "P001", "完成程度", "已整改")
    taken = collect(office, take="all")
    assert [shown(office, "P001", name) for name in ("完成程度", "整改进展", "完成日期")] == [
        "已完成",
        "全部办结。",
        "2026-04-12",
    ]
    assert listed(office) == []
    assert "已收进台账3处（党政办3处）；《变更记录》里写明是哪个科室改的，可以撤销。" in taken.summary
    records = change_log.read(FileBook(office / "台账.xlsx").read())
    assert [(line.by, line.command, line.change.key, line.change.column) for line in records][-3:] == [
        ("王芳", "收回合并（党政办）", "P001", "完成程度"),
        ("王芳", "收回合并（党政办）", "P001", "整改进展"),
        ("王芳", "收回合并（党政办）", "P001", "完成日期"),
    ]


def test_both_values_of_a_conflict_are_shown_and_the_choice_counts(office: Path) -> None:
    """The ledger was changed meanwhile; two departments wrote differently; what is chosen is asked no more."""
    fill(office, "财政所", "P002", 责任人="王五")
    fill(office, "财政所", "P004", 整改进展="财政所写的")
    fill(office, "党政办", "P004", 整改进展="党政办写的")
    offices.fill(office / "台账.xlsx", PROBLEMS, "P002", 责任人="赵六")
    outcome = collect(office)
    assert lines(outcome) == [
        ("conflict", "财政所", "P002", "责任人", "李岚", "赵六", "王五"),
        ("conflict", "党政办", "P004", "整改进展", "第4项已部署。", "第4项已部署。", "党政办写的"),
        ("conflict", "财政所", "P004", "整改进展", "第4项已部署。", "第4项已部署。", "财政所写的"),
    ]
    assert reasons(outcome) == [
        "发出以后台账也改过",
        "和“财政所.xlsx”填得不一样",
        "和“党政办.xlsx”填得不一样",
    ]
    assert collect(office, take="all").data["written"] == 0
    collect(office)
    choose(office, "台账的", "收回的", "收回的")
    both = collect(office, take="listed")
    assert "P004『整改进展』选了2个不同的内容，没有动；请只留一个。" in both.summary
    choose(office, "", "收回的")
    one = collect(office, take="listed")
    assert (one.data["written"], shown(office, "P004", "整改进展")) == (1, "财政所写的")
    assert shown(office, "P002", "责任人") == "赵六"
    again = collect(office)
    assert (lines(again), again.data["settled"]) == ([], 2)


def test_what_a_department_must_not_set_is_listed_with_the_reason(office: Path) -> None:
    """方面, a later deadline, 公开, rows of others, new problems and closed problems: told, never taken."""
    fill(office, "财政所", "P002", 方面="乙方面", 整改时限=date(2027, 1, 1), 公开="否")
    path = office / "交回" / "财政所.xlsx"
    workbook: Any = load_workbook(path)
    page = workbook[PROBLEMS]
    page.append(["P005", "甲方面", None, "道路失修", None, None, None, "城建办", "王五"])
    page.append(["P006", "甲方面", None, "食堂管理不严", None, None, None, "财政所"])
    workbook.save(path)
    outcome = collect(office)
    assert {kind for kind, *_ in lines(outcome)} == {"refused"}
    assert [(row[2], row[3], row[6], why) for row, why in zip(lines(outcome), reasons(outcome), strict=True)] == [
        ("P002", "方面", "乙方面", "『方面』由整改办确定，不随填报改"),
        ("P002", "整改时限", "2027-01-01", "整改时限只能凭批准的延期改晚，请申请延期"),
        ("P002", "公开", "否", "是否公开由本单位决定，不随填报改"),
        ("P005", "责任人", "王五", "这一行没有发给财政所"),
        (
            "P006",
            "（新增行）",
            "编号：P006\n方面：甲方面\n具体问题：食堂管理不严\n责任科室：财政所",
            "新增的问题由整改办登记，不随填报收",
        ),
    ]
    collect(office)
    choose(office, "收回的")
    refused = collect(office, take="listed")
    assert "《收回清单》第2行（P002『方面』）不能收：『方面』由整改办确定，不随填报改。" in refused.summary
    assert shown(office, "P002", "方面") == "甲方面"


def test_a_problem_that_was_closed_meanwhile_takes_nothing(office: Path) -> None:
    """销号 stands in the ledger: what the department still writes is listed."""
    fill(office, "党政办", "P001", 整改进展="又改了")
    book = FileBook(office / "台账.xlsx")
    layout = schema.CLOSURES
    cells: dict[str, Raw] = {"问题编号": "P001", "类型": "销号", "结论": "通过", "日期": date(2026, 4, 15)}
    writes = tuple(CellWrite(2, layout.position(name), value) for name, value in cells.items())
    book.read()
    book.write((SheetChanges(layout.name, writes),))
    outcome = collect(office)
    assert lines(outcome)[0][:4] == ("refused", "党政办", "P001", "整改进展")
    assert reasons(outcome) == ["已销号，不随来源改；确有反弹的，请作反弹登记"]


def test_new_measures_and_evidence_get_numbers_of_the_ledger(office: Path) -> None:
    """A number that was used is given anew; a measure for a problem of others is refused."""
    path = office / "交回" / "财政所.xlsx"
    workbook: Any = load_workbook(path)
    workbook[MEASURES].append(["M002-1", None, "P002", "每月对账", None, None, "王五", "2026-6-30"])
    workbook[MEASURES].append(["M005-2", None, "P005", "替城建办写的", None])
    workbook[EVIDENCE].append(["E001", "P003", "用印登记", "用印登记.pdf"])
    workbook.save(path)
    outcome = collect(office)
    assert [(row[0], row[2]) for row in lines(outcome)] == [("take", "M002-1"), ("take", "E001"), ("refused", "M005-2")]
    assert reasons(outcome)[2] == "P005没有发给财政所"
    taken = collect(office, take="all")
    assert "财政所在《整改措施》新增的M002-1，这个编号用过或不合规则，改为M002-2。" in taken.summary
    assert [shown(office, "M002-2", name, MEASURES) for name in ("问题编号", "措施内容", "时限")] == [
        "P002",
        "每月对账",
        "2026-06-30",
    ]
    assert shown(office, "E002", "名称", EVIDENCE) == "用印登记"
    assert [row[0] for row in lines(collect(office))] == ["refused"]


def test_a_row_that_did_not_come_back_stays(office: Path) -> None:
    """Deleting a row in a table deletes nothing in the ledger."""
    path = office / "交回" / "财政所.xlsx"
    workbook: Any = load_workbook(path)
    workbook[PROBLEMS].delete_rows(3)
    workbook.save(path)
    outcome = collect(office, take="all")
    assert [row[:4] for row in lines(outcome)] == [("missing", "财政所", "P003", "（删除行）")]
    assert reasons(outcome) == ["发出的这一行没有交回；台账里的不删"]
    assert shown(office, "P003", "具体问题") == "印章管理不严"


def test_sheets_headers_and_numbers_are_known_again(office: Path) -> None:
    """Copied into a workbook of its own, the tab renamed, a header renamed and one pasted over, rows numbered anew."""
    path = office / "交回" / "财政所.xlsx"
    old: Any = load_workbook(path)
    new = Workbook()
    page: Any = new.active
    page.title = "Sheet1"
    rows = [list(row) for row in old[PROBLEMS].iter_rows(values_only=True) if any(row)]
    names = rows[0]
    rows[0] = [{"整改进展": "目前进展情况", "责任人": "王五"}.get(str(name), name) for name in names]
    rows[2][0], rows[1][0], rows[3][0] = 1, 2, "Ｐ００４ "
    rows[1][names.index("整改进展")] = "账目已清。"
    rows[3][names.index("责任人")] = "王五"
    for row in (rows[0], rows[3], [], rows[2], rows[1]):
        page.append(row)
    path.unlink()
    new.save(office / "交回" / "新建 Microsoft Excel 工作表.xlsx")
    outcome = collect(office)
    assert lines(outcome) == [
        ("take", "财政所", "P002", "整改进展", "第2项已部署。", "第2项已部署。", "账目已清。"),
        ("take", "财政所", "P004", "责任人", "李岚", "李岚", "王五"),
    ]
    assert told(outcome, "新建 Microsoft Excel 工作表.xlsx") == (
        "工作表“Sheet1”按《问题台账》读",
        "《问题台账》P1的表头『目前进展情况』，按『整改进展』读",
        "《问题台账》I1的表头『王五』，按『责任人』读",
        "表里没有填报编号，照内容认出是财政所的",
        "《问题台账》有2行的编号被改过（如P002写成2），照原文对上了",
        "没有《整改措施》这张表，按没有改动算",
        "没有《佐证材料》这张表，按没有改动算",
    )


def test_merged_cells_and_the_row_below_are_taken_only_where_they_are_certain(office: Path) -> None:
    """What stands in a merged area is asked about; what was written below an empty cell belongs to it."""
    path = office / "交回" / "财政所.xlsx"
    workbook: Any = load_workbook(path)
    page = workbook[PROBLEMS]
    names = [cell.value for cell in page[1]]
    progress, rest = names.index("整改进展") + 1, names.index("剩余事项") + 1
    page.cell(2, progress, "两项一起办了。")
    page.merge_cells(start_row=2, end_row=3, start_column=progress, end_column=progress)
    page.cell(5, rest, "还差公示")
    workbook.save(path)
    outcome = collect(office)
    assert [
        (row[0], row[2], row[3], row[6], why) for row, why in zip(lines(outcome), reasons(outcome), strict=True)
    ] == [
        ("decide", "P003", "整改进展", "两项一起办了。", "和上一行合并成了一格"),
        ("take", "P002", "整改进展", "两项一起办了。", ""),
        ("take", "P004", "剩余事项", "还差公示", "写在了下一行，按上一行收"),
    ]


def test_what_is_unclear_waits_for_a_person(office: Path) -> None:
    """A word of no list, no date, an emptied cell; the other cells of the status wait with the unclear one."""
    fill(office, "党政办", "P001", 完成程度="差不多了", 完成日期=date(2026, 4, 12), 责任人=None)
    outcome = collect(office)
    assert [(row[0], row[3], why) for row, why in zip(lines(outcome), reasons(outcome), strict=True)] == [
        ("decide", "责任人", "发出时有内容，交回时是空的"),
        ("decide", "完成程度", "“差不多了”不在下拉选项中"),
        ("decide", "完成日期", "和『完成程度』一起决定"),
    ]


def test_wrong_files_are_named_with_the_reason_and_stop_nothing(office: Path) -> None:
    """Another unit or round, a copy of the ledger, the ledger itself, no ledger, damaged or passing files."""
    back = office / "交回"
    fill(office, "城建办", "P005", 整改进展="已开工。")
    offices.make(back / "别处.xlsx", {"单位名称": "白云镇"}, {PROBLEMS: [problem(1, "党政办", "别处的问题")]})
    offices.make(back / "上轮.xlsx", {"单位名称": "青石镇", "巡察轮次": "第五轮"}, ROWS)
    shutil.copy(office / "台账.xlsx", back / "台账副本.xlsx")
    shutil.copy(back / "党政办.xlsx", back / "党政办 - 副本.xlsx")
    (back / "坏.xlsx").write_bytes((back / "党政办.xlsx").read_bytes()[:5000])
    (back / "空.xlsx").write_bytes(b"")
    other = Workbook()
    other.active.append(["姓名", "工资"])  # type: ignore[union-attr]  # a new workbook has a sheet
    other.save(back / "工资表.xlsx")
    for name in ("~$党政办.xlsx", ".~党政办.xlsx", "Thumbs.db", "说明.txt", "照片.zip"):
        (back / name).write_bytes(b"x")
    outcome = collect(office)
    assert problems_of(outcome) == {
        "Thumbs.db": "系统文件",
        "~$党政办.xlsx": "有人正开着这个表时留下的临时文件",
        ".~党政办.xlsx": "有人正开着这个表时留下的临时文件",
        "说明.txt": "不是表格，没有读",
        "照片.zip": "压缩包，没有读；里面有交回的表的，请先解压到这个文件夹",
        "别处.xlsx": "是别的单位的表：单位名称是“白云镇”，本台账是“青石镇”",
        "上轮.xlsx": "是别的轮次的表：巡察轮次是“第五轮”，本台账是“第六轮”",
        "台账副本.xlsx": "这是整本台账的副本，不是发出的填报表；要合并它，请点“合并另一份副本”",
        "坏.xlsx": "工作簿已损坏或没有传完（找不到压缩包目录）",
        "空.xlsx": "文件是空的",
        "工资表.xlsx": "不是发出的填报表：找不到《问题台账》等各表的内容",
        "党政办.xlsx": "和“党政办 - 副本.xlsx”内容完全相同，只算一份",
    }
    assert [row[:4] for row in lines(outcome)] == [("take", "城建办", "P005", "整改进展")]
    itself = offices.collect(office / "台账.xlsx", office / "台账.xlsx")
    assert problems_of(itself) == {"台账.xlsx": "这是台账本身，不是交回的表"}


def test_a_table_that_came_back_twice_counts_once_and_what_differs_is_asked(office: Path) -> None:
    """The one that was saved later leads; where both differ, or only the earlier one does, a person decides."""
    fill(office, "党政办", "P001", 责任人="王五", 整改进展="先写的")
    shutil.copy(office / "交回" / "党政办.xlsx", office / "交回" / "党政办1.xlsx")
    fill(office, "党政办", "P001", 责任人="李岚", 整改进展="后写的", 剩余事项="还差一份")
    early: Any = load_workbook(office / "交回" / "党政办1.xlsx")
    early.save(office / "交回" / "党政办1.xlsx")
    late: Any = load_workbook(office / "交回" / "党政办.xlsx")
    import time

    time.sleep(1.1)
    late.save(office / "交回" / "党政办.xlsx")
    outcome = collect(office)
    assert [(row[0], row[3], row[6], why) for row, why in zip(lines(outcome), reasons(outcome), strict=True)] == [
        ("conflict", "整改进展", "后写的", "和“党政办1.xlsx”填得不一样"),
        ("conflict", "整改进展", "先写的", "和“党政办.xlsx”填得不一样"),
        ("decide", "责任人", "王五", "后保存的“党政办.xlsx”没有改这一处"),
        ("take", "剩余事项", "还差一份", ""),
    ]
    assert told(outcome, "党政办1.xlsx")[0] == "同一份表交了2次，以后保存的“党政办.xlsx”为主，不一样的逐处列出"


def test_a_table_of_an_earlier_sending_is_compared_with_what_was_sent_then(office: Path) -> None:
    """The ledger has moved on since: that is a conflict, and the file is named as an old one."""
    fill(office, "党政办", "P001", 整改进展="旧表里写的")
    offices.fill(office / "台账.xlsx", PROBLEMS, "P001", 整改进展="整改办补充的")
    offices.call("distribute", office / "台账.xlsx", output=str(office / "再发"), only=("党政办",))
    outcome = collect(office)
    assert lines(outcome) == [("conflict", "党政办", "P001", "整改进展", "第1项已部署。", "整改办补充的", "旧表里写的")]
    assert "发的旧表，最近一次是" in told(outcome, "党政办.xlsx")[0]


def test_who_has_not_returned_is_told_at_any_time(office: Path) -> None:
    """With --status nothing is read and nothing written."""
    fill(office, "财政所", "P002", 整改进展="账目已清。")
    for to in ("党政办", "城建办"):
        (office / "交回" / f"{to}.xlsx").unlink()
    collect(office, take="all")
    before = (office / "台账.xlsx").read_bytes()
    outcome = offices.collect(office / "台账.xlsx", status=True)
    assert outcome.summary == ("发出3家，还没有交回2家：党政办、城建办。",)
    assert (office / "台账.xlsx").read_bytes() == before


def _missing(outcome: Outcome) -> list[Mapping[str, Any]]:
    missing: Any = outcome.data["missing"]
    return list(missing)


def test_one_undo_takes_back_the_whole_collection(office: Path) -> None:
    """Cells, new rows, the list and who returned are as before; collected again, all comes again."""
    fill(office, "财政所", "P002", 整改进展="账目已清。", 完成程度="基本完成")
    (office / "交回" / "城建办.xlsx").unlink()
    assert [entry["to"] for entry in _missing(collect(office, take="all"))] == ["城建办"]
    offices.call("undo", office / "台账.xlsx")
    assert (shown(office, "P002", "整改进展"), shown(office, "P002", "完成程度")) == ("第2项已部署。", "整改中")
    missing = _missing(offices.collect(office / "台账.xlsx", status=True))
    assert [entry["to"] for entry in missing] == ["党政办", "财政所", "城建办"]
    assert collect(office, take="all").data["written"] == 2


def test_without_sending_or_folder_it_says_what_to_do_first(office: Path, tmp_path: Path) -> None:
    """A ledger that sent nothing, no folder, a folder that is gone."""
    bare = offices.make(tmp_path / "空.xlsx", TOWN, ROWS)
    with pytest.raises(UsageError, match="这本台账还没有发出过填报表。请先点“分发填报”"):
        offices.collect(bare, office)
    with pytest.raises(UsageError, match="没有选交回的表在哪个文件夹"):
        offices.collect(office / "台账.xlsx")
    collect(office)
    shutil.rmtree(office / "交回")
    with pytest.raises(BookError, match="上次选的文件夹不在了"):
        offices.collect(office / "台账.xlsx", take="listed")


def test_two_copies_that_were_edited_apart_are_merged_from_their_common_past(office: Path) -> None:
    """What one copy changed is taken, what both changed is a conflict, a new row gets a free number; one step."""
    ledger, copy = office / "台账.xlsx", office / "王芳的台账.xlsx"
    shutil.copy(ledger, copy)
    offices.fill(copy, PROBLEMS, "P001", 整改进展="副本改的", 方面="乙方面")
    offices.fill(copy, PROBLEMS, "P002", 责任人="王五")
    offices.fill(ledger, PROBLEMS, "P002", 责任人="赵六")
    offices.fill(ledger, PROBLEMS, "P003", 责任人="孙七")
    workbook: Any = load_workbook(copy)
    workbook[PROBLEMS].cell(7, 1).value = "P006"
    workbook[PROBLEMS].cell(7, 4).value = "食堂管理不严"
    workbook.save(copy)
    outcome = offices.collect(ledger, copy)
    assert [(row[0], row[2], row[3], row[5], row[6]) for row in lines(outcome)] == [
        ("take", "P001", "方面", "甲方面", "乙方面"),
        ("take", "P001", "整改进展", "第1项已部署。", "副本改的"),
        ("conflict", "P002", "责任人", "赵六", "王五"),
        ("take", "P006", "（新增行）", "", "编号：P006\n具体问题：食堂管理不严"),
    ]
    offices.collect(ledger, copy, take="all")
    assert [shown(office, "P001", "整改进展"), shown(office, "P001", "方面"), shown(office, "P006", "具体问题")] == [
        "副本改的",
        "乙方面",
        "食堂管理不严",
    ]
    assert (shown(office, "P002", "责任人"), shown(office, "P003", "责任人")) == ("赵六", "孙七")
    commands = {line.command for line in change_log.read(FileBook(ledger).read()) if "副本" in line.command}
    assert commands == {"收回合并（副本 王芳的台账.xlsx）"}
    assert [row[0] for row in lines(offices.collect(ledger, copy))] == ["conflict"]


@pytest.mark.parametrize("deadline", [date(2027, 3, 1), None, "待定"], ids=["later", "none", "words"])
def test_a_copy_puts_off_no_deadline_and_relates_no_problem(office: Path, deadline: Raw) -> None:
    """Only an approved 延期 makes a deadline later, only a relapse relates problems: not even a copy does either."""
    ledger, copy = office / "台账.xlsx", office / "王芳的台账.xlsx"
    shutil.copy(ledger, copy)
    offices.fill(copy, PROBLEMS, "P001", 整改时限=deadline, 责任人="王五")
    offices.fill(copy, PROBLEMS, "P002", 关联编号="P003")
    offices.fill(copy, PROBLEMS, "P003", 整改时限=date(2026, 7, 1))
    offices.collect(ledger, copy, take="all")
    assert [(row[0], row[2], row[3]) for row in lines(offices.collect(ledger, copy))] == [
        ("refused", "P001", "整改时限"),
        ("refused", "P002", "关联编号"),
    ]
    assert [shown(office, "P001", "整改时限"), shown(office, "P002", "关联编号")] == ["2026-08-30", ""]
    assert [shown(office, "P001", "责任人"), shown(office, "P003", "整改时限")] == ["王五", "2026-07-01"]


def test_a_row_that_both_copies_added_takes_no_later_deadline(office: Path) -> None:
    """P006 was added on both sides with two deadlines: the later one of the copy is refused."""
    ledger, copy = office / "台账.xlsx", office / "王芳的台账.xlsx"
    shutil.copy(ledger, copy)
    for path, day in ((ledger, date(2026, 8, 1)), (copy, date(2026, 12, 1))):
        workbook: Any = load_workbook(path)
        workbook[PROBLEMS].cell(7, 1).value = "P006"
        workbook[PROBLEMS].cell(7, 4).value = "食堂管理不严"
        workbook.save(path)
        offices.fill(path, PROBLEMS, "P006", 整改时限=day)
    outcome = offices.collect(ledger, copy)
    assert [(row[0], row[2], row[3]) for row in lines(outcome)] == [("refused", "P006", "整改时限")]


def test_a_line_of_the_list_that_was_emptied_takes_what_came_back_and_says_so(office: Path) -> None:
    """收回的 was emptied by hand and chosen all the same: the table of the department counts, which is told."""
    fill(office, "财政所", "P002", 整改进展="科室写的")
    collect(office)
    book = FileBook(office / "台账.xlsx")
    book.read()
    book.write((SheetChanges(schema.COLLECTED.name, (CellWrite(2, schema.COLLECTED.position("收回的"), None),)),))
    outcome = collect(office, take="listed")
    assert "《收回清单》第2行“收回的”被改过，收的是科室交回的原文。" in outcome.summary
    assert shown(office, "P002", "整改进展") == "科室写的"


def test_a_copy_without_a_common_past_is_refused(office: Path, tmp_path: Path) -> None:
    """Where nobody can tell which side changed what, the way to import is named."""
    other = offices.make(tmp_path / "另一本.xlsx", TOWN, {PROBLEMS: [problem(1, "党政办", "学习走过场")]})
    with pytest.raises(BookError, match="没有共同的历史，分不清哪一边改过。请先核对"):
        offices.collect(office / "台账.xlsx", copy=str(other))


def test_what_a_person_wrote_into_the_list_is_taken_and_told(office: Path) -> None:
    """Of a conflict the office writes one sentence out of two: that goes into the ledger."""
    fill(office, "财政所", "P002", 整改进展="科室写的")
    offices.fill(office / "台账.xlsx", PROBLEMS, "P002", 整改进展="整改办写的")
    collect(office)
    choose(office, "收回的")
    book = FileBook(office / "台账.xlsx")
    book.read()
    place = schema.COLLECTED.position("收回的")
    book.write((SheetChanges(schema.COLLECTED.name, (CellWrite(2, place, "合起来写的"),)),))
    outcome = collect(office, take="listed")
    assert "《收回清单》第2行“收回的”被改过，收的是改后的话。" in outcome.summary
    assert shown(office, "P002", "整改进展") == "合起来写的"
    assert change_log.read(FileBook(office / "台账.xlsx").read())[-1].command == "收回合并（财政所，收时改过）"
    assert lines(collect(office)) == []
