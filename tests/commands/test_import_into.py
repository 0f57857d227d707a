"""A source is merged into a ledger that exists: differences first, nothing guessed, nothing wiped, one step to undo."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from rectify_xl.doors import cli
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, Ledger, SheetChanges
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.saving import backup
from tests.killing import elsewhere

FIRST = """青石镇党委关于巡察整改进展情况的通报
2025年3月18日，县委第二巡察组向青石镇党委反馈了巡察意见。现将整改进展情况公布如下。
一、整改工作开展情况
镇党委对反馈的2个方面5个具体问题逐项整改。
二、反馈意见整改进展情况
（一）关于“理论学习不扎实”方面
1.针对“中心组学习走过场”问题。
整改情况：一是修订中心组学习制度；二是每月通报一次学习情况。
整改完成情况：正在整改。
2.针对“三会一课记录不完整”问题。
整改情况：一是补齐12个支部的会议记录；二是每季度抽查一次。
整改完成情况：正在整改。
（二）关于“为民服务不到位”方面
3.针对“低保动态管理不及时”问题。
整改情况：一是复核低保对象212户；二是清退不符合条件的7户。
整改完成情况：已整改完成。
4.针对“村级财务公开流于形式”问题。
整改情况：一是统一公开目录；二是每季度公示收支明细。
整改完成情况：正在整改。
5.针对“公章使用没有登记”问题。
整改情况：一是建立用章登记簿。
整改完成情况：已整改完成。
三、下一步工作打算
镇党委将持续抓好整改。
联系电话：0571-5550101；电子邮箱：qs@example.com。
青石镇党委
2025年6月20日
"""
LATER = """青石镇党委关于巡察整改进展情况的通报
2025年3月18日，县委第二巡察组向青石镇党委反馈了巡察意见。现将整改进展情况公布如下。
一、整改工作开展情况
镇党委对反馈的2个方面6个具体问题逐项整改。
二、反馈意见整改进展情况
（一）关于“理论学习不扎实”方面
1.针对“三会一课记录不完整”问题。
整改情况：一是补齐12个支部的会议记录；二是每季度抽查一次；三是开展支部书记培训。
整改完成情况：已整改完成。
2.针对“党委中心组学习走过场”问题。
整改情况：一是修订中心组学习制度；二是每月通报一次学习情况。
整改完成情况：正在整改。
（二）关于“为民服务不到位”方面
3.针对“低保动态管理不及时”问题。
整改情况：一是复核低保对象212户；二是清退不符合条件的7户。
整改完成情况：已整改完成。
4.针对“村级财务公开流于形式”问题。
整改情况：一是统一公开目录；二是每季度公示收支明细。
整改完成情况：正在整改。
5.针对“河道保洁责任不落实”问题。
整改情况：一是划分12段责任河道；二是每周巡河一次。
整改完成情况：正在整改。
6.针对“公章使用没有登记”问题。
整改情况：一是建立用章登记簿。
整改完成情况：已整改完成。
三、下一步工作打算
镇党委将持续抓好整改。
联系电话：0571-5550102；电子邮箱：qs@example.com。
青石镇党委
2025年9月26日
"""
"""The later notice: 1 and 2 have changed places, 2 is reworded, 5 is new, 6 was 5; a measure and a status more."""
AS_OF = ["--as-of", "2025-09-28", "--by", "林晓"]


class Case:
    """A ledger that came from a notice, and what a command says about it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path, self.capsys = folder / "台账.xlsx", capsys
        self.source("第一版.txt", FIRST)
        assert cli.main(["import", str(folder / "第一版.txt"), "-o", str(self.path)]) == 0
        capsys.readouterr()

    def source(self, name: str, text: str) -> Path:
        path = self.path.with_name(name)
        path.write_text(text, encoding="utf-8")
        return path

    def into(self, name: str, *options: str, status: int = 0) -> dict[str, list[dict[str, object]]]:
        words = ["import", str(self.path.with_name(name)), "--into", str(self.path), "--json", *AS_OF, *options]
        assert cli.main(words) == status, self.capsys.readouterr().err
        result: dict[str, list[dict[str, object]]] = json.loads(self.capsys.readouterr().out)
        return result

    def put(self, sheet: str, row: int, cells: Mapping[str, Raw]) -> None:
        """Type into a row, as a person does: nothing is remembered yet."""
        book = FileBook(self.path)
        headers = reader.read_ledger(book.read()).sheets[sheet].headers
        writes = tuple(CellWrite(row, headers[name], value) for name, value in cells.items())
        book.write((SheetChanges(sheet, writes),))

    @property
    def ledger(self) -> Ledger:
        return reader.read_ledger(FileBook(self.path).read())

    def cells(self, sheet: str = "问题台账") -> dict[str, dict[str, str]]:
        """Return the filled cells of a sheet by the id of their row."""
        return {
            row.text("编号") or row.text("措施编号") or row.text("项目"): {
                name: row.text(name) for name in row.headers if row.text(name)
            }
            for row in self.ledger.rows[sheet]
        }


@pytest.fixture
def case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Case:
    return Case(tmp_path, capsys)


def changed(result: Mapping[str, Sequence[Mapping[str, object]]], kind: str = "changed") -> set[tuple[str, str]]:
    return {(str(cell["id"]), str(cell["column"])) for cell in result[kind]}


def ids(result: Mapping[str, Sequence[Mapping[str, object]]], kind: str) -> list[str]:
    return [str(row["id"]) for row in result[kind]]


def test_the_differences_come_first_and_nothing_is_written(case: Case) -> None:
    """Numbers that changed places and a reworded text are seen through; the file stays byte by byte the same."""
    case.source("第二版.txt", LATER)
    before = case.path.read_bytes()
    result = case.into("第二版.txt")
    assert case.path.read_bytes() == before
    assert [result[key] for key in ("written", "kind", "similarity", "conflicts")] == [False, "notice", 75, []]
    problems = [row for row in result["matched"] if row["sheet"] == "问题台账"]
    assert {(row["source_id"], row["id"], row["similarity"]) for row in problems} == {
        ("P001", "P002", 100),
        ("P002", "P001", 94),
        ("P003", "P003", 100),
        ("P004", "P004", 100),
        ("P006", "P005", 100),
    }
    assert [(row["id"], row["text"]) for row in result["added"]] == [
        ("M002-3", "开展支部书记培训。"),
        ("P006", "河道保洁责任不落实"),
        ("M006-1", "划分12段责任河道"),
        ("M006-2", "每周巡河一次。"),
    ]
    assert (result["left"], result["not_taken"]) == ([], [])
    assert changed(result) == {
        ("声明数·具体问题", "内容"),
        ("通报日期", "内容"),
        ("联系电话", "内容"),
        ("P001", "具体问题"),
        ("P001", "通报标题"),
        ("P002", "整改进展"),
        ("P002", "完成程度"),
        ("P002", "后续要求"),
        ("P002", "状态表述"),
        ("M002-1", "完成程度"),
        ("M002-2", "完成程度"),
    }


def test_update_makes_every_problem_read_as_the_later_notice_prints_it(case: Case) -> None:
    """Counted anew from the text of the notice, with nothing of the program: body and status of each problem."""
    case.source("第二版.txt", LATER)
    case.into("第二版.txt", "--on-difference", "update")
    rows = {row["具体问题"]: row for row in case.cells().values()}
    printed = re.findall(r"针对“(.+?)”问题。\n整改情况：(.+)\n整改完成情况：(.+)", LATER)
    assert len(printed) == len(rows) == 6
    for problem, body, status in printed:
        assert (rows[problem]["整改进展"], rows[problem]["状态表述"]) == (body, status)
        texts = [text.rstrip("。") for text in re.split("；?[一二三]是", body)[1:]]
        own = [row for row in case.cells("整改措施").values() if row["问题编号"] == rows[problem]["编号"]]
        assert [row["措施内容"].rstrip("。") for row in own] == texts


def test_skip_adds_rows_and_fills_empty_cells_only(case: Case) -> None:
    """What differs stays as it is in the ledger, the status with all that belongs to it."""
    case.put("问题台账", 5, {"整改进展": "", "责任科室": "财政所"})
    case.source("第二版.txt", LATER)
    result = case.into("第二版.txt", "--on-difference", "skip")
    assert changed(result, "filled") == {("P004", "整改进展")}
    cells = case.cells()
    assert cells["P004"]["整改进展"] == "一是统一公开目录；二是每季度公示收支明细。"
    assert cells["P004"]["责任科室"] == "财政所"
    assert cells["P002"]["完成程度"] == "整改中"
    assert cells["P001"]["具体问题"] == "中心组学习走过场"
    assert cells["P006"]["备注"] == "2025-09-28由“第二版.txt”导入新增".replace("2025-09-28", date.today().isoformat())  # noqa: DTZ011
    assert case.cells("整改措施")["M002-3"]["备注"].endswith("由“第二版.txt”导入新增")


def test_a_second_run_finds_nothing_to_do(case: Case) -> None:
    """After an update the same notice differs in no cell, and the ledger is not written again."""
    case.source("第二版.txt", LATER)
    case.into("第二版.txt", "--on-difference", "update")
    after = case.path.read_bytes()
    result = case.into("第二版.txt", "--on-difference", "update")
    assert [result[key] for key in ("added", "filled", "changed", "not_taken", "conflicts")] == [[], [], [], [], []]
    assert not result["written"]
    assert case.path.read_bytes() == after


def test_what_a_person_filled_in_stays_where_the_source_is_silent(case: Case) -> None:
    """Columns that the notice does not have, and cells that it leaves empty, are never wiped."""
    own: dict[str, Raw] = {
        "责任科室": "党建办",
        "牵头领导": "周明",
        "整改时限": date(2025, 9, 30),
        "剩余事项": "还有2个支部未补",
        "备注": "每周查",
    }
    case.put("问题台账", 3, own)
    case.source("第二版.txt", LATER)
    result = case.into("第二版.txt", "--on-difference", "update")
    cells = case.cells()["P002"]
    assert [cells[name] for name in own] == ["党建办", "周明", "2025-09-30", "还有2个支部未补", "每周查"]
    assert ("P002", "剩余事项") not in changed(result)


def test_undo_brings_everything_back_and_the_record_names_the_command(case: Case) -> None:
    """One step: rows, cells and lines of 基本信息; 变更记录 keeps both the import and its taking back."""
    case.source("第二版.txt", LATER)
    before = [case.cells(sheet) for sheet in ("基本信息", "问题台账", "整改措施", "通报文稿")]
    case.into("第二版.txt", "--on-difference", "update")
    lines = change_log.read(FileBook(case.path).read())
    assert {(line.by, line.command) for line in lines} == {("林晓", "导入")}
    assert {line.change.key for line in lines if line.change.column == "（新增行）"} == {
        "P006",
        "M002-3",
        "M006-1",
        "M006-2",
    }
    assert cli.main(["undo", str(case.path)]) == 0
    assert [case.cells(sheet) for sheet in ("基本信息", "问题台账", "整改措施", "通报文稿")] == before
    assert len(backup.copies(case.path)) == 2


def test_a_closed_problem_and_one_being_closed_are_listed_and_left_alone(case: Case) -> None:
    """What was signed stays as it was signed: neither cells nor new measures are taken."""
    case.put("销号登记", 2, {"问题编号": "P002", "类型": "销号", "结论": "通过", "日期": date(2025, 8, 1)})
    case.put("销号登记", 3, {"问题编号": "P001", "类型": "销号", "申请人": "吴某", "申请日期": date(2025, 8, 1)})
    case.source("第二版.txt", LATER)
    before = case.cells()
    result = case.into("第二版.txt", "--on-difference", "update")
    assert {(row["id"], row["column"], row["reason"]) for row in result["not_taken"]} == {
        ("P002", "整改进展", "已销号，不随来源改；确有反弹的，请作反弹登记"),
        ("P002", "完成程度", "已销号，不随来源改；确有反弹的，请作反弹登记"),
        ("P002", "后续要求", "已销号，不随来源改；确有反弹的，请作反弹登记"),
        ("P002", "状态表述", "已销号，不随来源改；确有反弹的，请作反弹登记"),
        ("M002-1", "完成程度", "已销号，不随来源改；确有反弹的，请作反弹登记"),
        ("M002-2", "完成程度", "已销号，不随来源改；确有反弹的，请作反弹登记"),
        ("P002", "（新增行）", "已销号，不随来源改；确有反弹的，请作反弹登记"),
        ("P001", "具体问题", "正在办理销号，签字以后不能改"),
        ("P001", "通报标题", "正在办理销号，签字以后不能改"),
    }
    after = case.cells()
    assert (after["P001"], after["P002"]) == (before["P001"], before["P002"])
    assert "M002-3" not in case.cells("整改措施")
    assert "P006" in after


def test_a_row_that_is_withheld_stays_withheld(case: Case) -> None:
    """A notice says of each of its problems that it is public; whether one is, the office decides."""
    case.put("问题台账", 4, {"公开": "否", "不公开理由": "涉及个人"})
    result = case.into("第一版.txt", "--on-difference", "update")
    assert changed(result, "not_taken") == {("P003", "公开")}
    assert case.cells()["P003"]["公开"] == "否"


@pytest.mark.parametrize("ending", ["et", "ods", "xls"])
def test_a_copy_in_another_kind_of_file_is_known_as_a_ledger_of_ours(
    case: Case, ending: str, soffice: list[str], tmp_path: Path
) -> None:
    """Its rows keep their numbers; saved as it is, it differs in nothing that a person filled in."""
    copy = tmp_path / f"交回.{ending}"
    if ending == "et":
        copy.write_bytes(case.path.read_bytes())
    else:
        subprocess.run(
            [*soffice, "--convert-to", ending, "--outdir", str(tmp_path / "out"), str(case.path)], check=True
        )
        (tmp_path / "out" / f"台账.{ending}").replace(copy)
    result = case.into(copy.name)
    assert str(result["kind"]) == "ledger"
    assert [result[key] for key in ("added", "filled", "changed", "conflicts")] == [[], [], [], []]
    assert {row["by"] for row in result["matched"]} == {"id"}


def test_the_notice_of_another_unit_is_asked_about_first(case: Case) -> None:
    """Its name is not taken over, and the first sentence asks whether it is the right file."""
    case.source("别家.txt", FIRST.replace("青石镇", "白河镇"))
    words = ["import", str(case.path.with_name("别家.txt")), "--into", str(case.path), "--on-difference", "update"]
    assert cli.main(words) == 0
    printed = case.capsys.readouterr().out
    assert "来源的单位名称是“白河镇党委”，台账是“青石镇党委”，请先核对是不是选错了文件。" in printed
    assert case.ledger.info_text("单位名称") == "青石镇党委"


def test_an_id_alone_proves_nothing(case: Case) -> None:
    """Another list that begins with 1 too gets new numbers; no row of the ledger is taken for another."""
    other = FIRST
    for old, new in (
        ("中心组学习走过场", "防汛物资账实不符"),
        ("三会一课记录不完整", "信访件答复超期"),
        ("低保动态管理不及时", "村医培训流于表面"),
        ("村级财务公开流于形式", "道路养护资金拨付缓慢"),
        ("公章使用没有登记", "食堂采购没有询价"),
    ):
        other = other.replace(old, new)
    case.source("别的.txt", other)
    result = case.into("别的.txt")
    assert [row for row in result["matched"] if row["sheet"] == "问题台账"] == []
    assert [name for name in ids(result, "added") if name.startswith("P")] == ["P006", "P007", "P008", "P009", "P010"]
    assert [name for name in ids(result, "left") if name.startswith("P")] == ["P001", "P002", "P003", "P004", "P005"]


def test_an_id_is_never_given_again(case: Case) -> None:
    """Neither one that 变更记录 knows nor one whose row was deleted since the last command."""
    case.source("第二版.txt", LATER)
    case.into("第二版.txt", "--on-difference", "skip")
    workbook = openpyxl.load_workbook(case.path)
    workbook["问题台账"].delete_rows(7)
    workbook.save(case.path)
    assert [name for name in ids(case.into("第二版.txt"), "added") if name.startswith("P")] == ["P007"]
    case.into("第二版.txt", "--on-difference", "skip")
    assert cli.main(["undo", str(case.path)]) == 0
    case.capsys.readouterr()
    assert [name for name in ids(case.into("第二版.txt"), "added") if name.startswith("P")] == ["P008"]


def test_two_rows_of_the_source_that_contradict_one_another_are_listed(case: Case) -> None:
    """The same problem twice with two statuses: neither is taken, and its measures wait with it."""
    twice = LATER.replace("河道保洁责任不落实", "低保动态管理不及时")
    case.source("重复.txt", twice)
    result = case.into("重复.txt", "--on-difference", "update", status=1)
    [conflict] = result["conflicts"]
    assert (conflict["message"], conflict["waiting_measures"]) == ("来源中有2行是同一个问题，内容却不同", 4)
    assert [row["source"] for row in conflict["source"]] == [3, 5]  # type: ignore[attr-defined]
    assert conflict["rows"] == [4]
    assert "P003" not in {name for name, _ in changed(result)}
    assert ids(result, "left") == []


def test_rows_that_are_both_like_one_are_listed_not_guessed(case: Case) -> None:
    """A text that fits two rows of the ledger equally well, and one that differs in its figures, wait for a person."""
    case.put("问题台账", 3, {"具体问题": "2023年三会一课记录不完整"})
    case.put("问题台账", 6, {"具体问题": "2022年三会一课记录不完整"})
    text = FIRST.replace("1.针对“中心组学习走过场”", "1.针对“2024年三会一课记录不完整”").replace(
        "2.针对“三会一课记录不完整”", "2.针对“学习心得抄袭”"
    )
    case.source("年份.txt", text)
    result = case.into("年份.txt", status=1)
    [conflict] = result["conflicts"]
    assert conflict["message"] == "和台账的P002、P005都像，分不清是哪一行"
    assert conflict["rows"] == [3, 6]
    assert "2024年三会一课记录不完整" not in {row["text"] for row in result["added"]}


def test_a_deadline_is_not_moved_later_by_an_import(case: Case) -> None:
    """Only an approved 延期 does that; the source is listed."""
    case.put("问题台账", 2, {"整改时限": date(2025, 9, 30)})
    from rectify_xl.intake.imported_rows import ImportedRows
    from rectify_xl.intake.merging.merge_rows import merge_plan

    row: dict[str, Raw] = {"编号": "P001", "具体问题": "中心组学习走过场", "整改时限": date(2025, 12, 31)}
    later = merge_plan(case.ledger, ImportedRows({}, {"问题台账": [row]}), "", least=75)
    assert [(kept.column, kept.kind, kept.reason[:4]) for kept in later.of("keep", "change")] == [
        ("整改时限", "keep", "整改时限")
    ]
    earlier = merge_plan(case.ledger, ImportedRows({}, {"问题台账": [row | {"整改时限": "2025年8月"}]}), "", least=75)
    assert [(kept.column, kept.kind) for kept in earlier.of("keep", "change")] == [("整改时限", "change")]


def test_columns_and_looks_of_an_office_stay(case: Case) -> None:
    """A column of one's own, colours and fonts, a sheet of one's own and a comment are there after the merge."""
    workbook = openpyxl.load_workbook(case.path)
    sheet = workbook["问题台账"]
    sheet.cell(1, 40, "包村干部")
    sheet.cell(3, 40, "赵某")
    sheet["D3"].fill = PatternFill("solid", fgColor="FFFF99")
    sheet["D3"].font = Font(name="楷体", size=15, bold=True)
    sheet["D3"].comment = Comment("问过本人", "林晓")
    workbook.create_sheet("走访").append(["日期", "去向"])
    workbook.save(case.path)
    case.source("第二版.txt", LATER)
    case.into("第二版.txt", "--on-difference", "update")
    after = openpyxl.load_workbook(case.path)
    sheet = after["问题台账"]
    assert (sheet.cell(1, 40).value, sheet.cell(3, 40).value) == ("包村干部", "赵某")
    assert (sheet["D3"].fill.fgColor.rgb, sheet["D3"].font.name, sheet["D3"].font.sz) == ("00FFFF99", "楷体", 15)
    assert sheet["D3"].comment is not None
    assert [cell.value for cell in after["走访"][1]] == ["日期", "去向"]
    assert sheet.tables["问题"].ref.endswith("7")


def test_what_cannot_be_done_is_said_with_the_remedy(case: Case) -> None:
    """No target, two targets, a wrong likeness, a workbook that is no ledger: one sentence each, nothing is made."""
    source = str(case.path.with_name("第一版.txt"))
    plain = case.path.with_name("别的.xlsx")
    openpyxl.Workbook().save(plain)
    for words, sentence in (
        ([], "没有写明导入到哪里"),
        (["-o", "x.xlsx", "--on-difference", "update"], "--on-difference 要与 --into 一起用"),
        (["--into", str(case.path), "-o", "x.xlsx"], "--into 和 -o 只能写一个"),
        (["--into", str(case.path), "--similarity", "200"], "应是50至100的整数"),
        (["--into", str(plain)], "这不是本工具的台账"),
        (["--into", str(case.path.with_name("没有.xlsx"))], "找不到文件"),
    ):
        assert cli.main(["import", source, *words]) == 2
        assert sentence in case.capsys.readouterr().err


CLERK = """
import sys
from rectify_xl.doors import cli
path, source = sys.argv[1:]
while True:
    assert cli.main(["import", source, "--into", path, "--on-difference", "update", "--json"]) == 0
    assert cli.main(["undo", path, "--json"]) == 0
    print("\\nonce round", flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no signal that kills at once")
def test_a_killed_import_leaves_the_ledger_as_before_or_as_after(case: Case, tmp_path: Path) -> None:
    """After each kill all sheets are of one moment: six problems and fourteen measures, or five and nine."""
    source = case.source("第二版.txt", LATER)
    command = [sys.executable, "-c", CLERK, str(case.path), str(source)]
    states: set[tuple[int, int, str]] = set()
    for number in range(6):
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=elsewhere(tmp_path)
        ) as clerk:
            assert clerk.stdout is not None
            for line in clerk.stdout:
                if line == b"once round\n":
                    break
            time.sleep(0.1 + 0.13 * number)
            clerk.kill()
        ledger = case.ledger
        states.add((len(ledger.problems), len(ledger.measures), ledger.info_text("联系电话")))
    assert states <= {(5, 9, "0571-5550101"), (6, 12, "0571-5550102")}
