"""The result workbook holds the numbers of the units, links to their rows, and nothing that acts."""

from __future__ import annotations

import re
import subprocess
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from rectify_xl.documents.consolidated import problem_sheets, result_cells, result_workbook
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.ledger import schema
from rectify_xl.supervision.consolidation import unit_warnings
from rectify_xl.supervision.consolidation.consolidation import Consolidation, RefusedFile, SetAside, SetAsideReason
from rectify_xl.supervision.consolidation.overview import overview
from rectify_xl.supervision.consolidation.unit_result import Rejection, SubmittedFile, SubmittedFinding
from rectify_xl.system import resources
from tests.drawn_units import AS_OF, consolidation, counted, drawn, finished, problem, standing, total
from tests.papers.printed_paper import printed

HOSTILE = (
    '=HYPERLINK("http://evil.example","点我")局',
    "+1局",
    "-2局",
    "@SUM(A1)局",
    "http://evil.example/局",
    "mailto:a@evil.example",
    "internal:总览!A1",
    "</t></is>&amp;\x07_x0041_\ud800局",
    "长" * 40_000,
)


def write(told: Consolidation, target: Path, **given: Any) -> result_workbook.WrittenResult:
    return result_workbook.write(told, overview(told), target, **given)


def rows(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    """Return the rows of a sheet below its head."""
    book = openpyxl.load_workbook(path)
    lines = list(book[sheet].iter_rows(values_only=True))
    head = int(str(book[sheet].print_title_rows).rpartition("$")[2])
    return lines[head:]


def faults(path: Path) -> list[str]:
    """Return the errors of the schema; that texts stand in their cells is how they are written in constant memory."""
    errors = [str(error) for error in OpenXmlValidator().validate(str(path)).errors]
    return [error for error in errors if "inline-string cell(s)" not in error]


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Consolidation]:
    """Twelve units, one late, one missing, one refused, one sent twice, and the month before."""
    folder = tmp_path_factory.mktemp("汇总")
    parts = []
    for number, (unit, problems) in enumerate(drawn(12)):
        path = folder / "来文" / f"{unit.unit}#{number} 100%.xlsx"
        parts.append((unit._replace(file=unit.file._replace(place=f"来文/{path.name}", path=str(path))), problems))
    before = [(unit, [one._replace(progress="") for one in problems]) for unit, problems in parts[1:]]
    roster = tuple(
        standing(number, unit.unit, "迟报" if number == 3 else "按时", level=unit.level, superior=unit.superior)
        for number, (unit, _) in enumerate(parts, 1)
    )
    first = parts[0][0]
    findings = [(first, SubmittedFinding("RX201", "error", "问题台账!H2", "P001", "责任科室没有填。", "请补填H2。"))]
    told = consolidation(
        parts,
        findings,
        earlier=consolidation(before, period="2026-08", as_of=date(2026, 8, 31)),
        roster=(*roster, standing(13, "松河区档案馆", "未报", level="县直部门", superior="松河区")),
        received=14,
        refused=(
            RefusedFile(
                SubmittedFile("七月.zip/坏.xlsx", "0" * 64, 9), "", (Rejection("HZ101", "有密码", "请去掉密码后重发"),)
            ),
        ),
        set_aside=(SetAside(SubmittedFile("旧.xlsx", "1" * 64, 9), first.unit, None, "已有更新", first.file.place),),
    )
    target = folder / "汇总.xlsx"
    write(told, target)
    return target, told


def test_the_sums_are_those_of_the_rows(twelve: tuple[Path, Consolidation]) -> None:
    """Counted anew from 明细: every unit's line in 各单位, and the sum."""
    path, told = twelve
    by_unit: dict[str, list[str]] = {}
    for row in rows(path, "明细"):
        by_unit.setdefault(row[0], []).append(row[11])
    lines = rows(path, "各单位")
    counted_anew = {
        name.removesuffix("*"): (len(states), states.count("完成"), states.count("逾期"))
        for name, states in by_unit.items()
    }
    assert {str(row[0]).removesuffix("*"): (row[4], row[5], row[8]) for row in lines[:-1]} == counted_anew
    assert lines[-1][4] == sum(numbers[0] for numbers in counted_anew.values()) == told.total.problems
    assert lines[-1][11] == pytest.approx(told.total.rate)


def test_every_row_leads_to_its_cell(twelve: tuple[Path, Consolidation]) -> None:
    """Beside the result, by a name from there, with # and % escaped; the sheet and the row stand behind it."""
    path, told = twelve
    expected = [(unit.file.path, f"'问题台账'!A{one.row}") for unit, one in told.rows.problems()]
    with ZipFile(path) as package:
        number = openpyxl.load_workbook(path).sheetnames.index("明细") + 1
        sheet = ET.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 - our own file
        rels = ET.fromstring(package.read(f"xl/worksheets/_rels/sheet{number}.xml.rels"))  # noqa: S314
    targets = {rel.get("Id"): rel.get("Target") or "" for rel in rels}
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    id_name = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    links = [
        (str(path.parent / unquote(targets[link.get(id_name)])), link.get("location"))
        for link in sheet.iter(f"{space}hyperlink")
    ]
    assert links == expected


def test_libreoffice_follows_the_same_links(
    twelve: tuple[Path, Consolidation], soffice: list[str], tmp_path: Path
) -> None:
    """Read into LibreOffice and written as its own format, each link names the file beside the result."""
    path, told = twelve
    command = [*soffice, "--convert-to", "fods", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    text = (tmp_path / "汇总.fods").read_text(encoding="utf-8")
    tree = ET.fromstring(text)  # noqa: S314 - LibreOffice wrote it
    hrefs = {node.get("{http://www.w3.org/1999/xlink}href") or "" for node in tree.iter() if node.tag.endswith("}a")}
    wanted = {(unit.file.path, f"#'问题台账'!A{one.row}") for unit, one in told.rows.problems()}
    followed = set()
    for href in hrefs:
        name, sign, place = href.partition("#")
        followed.add((str((tmp_path / unquote(name)).resolve()), sign + unquote(place)))
    assert wanted <= followed


def test_who_did_not_report_comes_first(twelve: tuple[Path, Consolidation]) -> None:
    """未报, then 迟报, then those in time; a second workbook is told."""
    path, told = twelve
    lines = rows(path, "报送情况")
    assert [(row[0], row[1]) for row in lines[:2]] == [("松河区档案馆", "未报"), (told.units[2].unit, "迟报")]
    first = next(row for row in lines if row[0] == told.units[0].unit)
    assert first[8] == "以最新的为准，较早的1份没有计入（旧.xlsx）"


@pytest.mark.parametrize("reason", get_args(SetAsideReason))
def test_whatever_was_sent_besides_is_told(tmp_path: Path, reason: SetAsideReason) -> None:
    """A unit that sent two files has a word about the one that does not count, for each reason."""
    ((unit, problems),) = drawn(1)
    aside = SetAside(SubmittedFile("另一份.xlsx", "1" * 64, 9), unit.unit, None, reason, unit.file.place)
    write(consolidation([(unit, problems)], set_aside=(aside,)), tmp_path / "汇总.xlsx")
    (line,) = rows(tmp_path / "汇总.xlsx", "报送情况")
    assert (line[0], line[7]) == (unit.unit, 2)
    assert line[8]


def test_moves_are_numbers_that_can_be_summed(twelve: tuple[Path, Consolidation]) -> None:
    """与上期对比 holds numbers, with signs by their format; the new unit is named."""
    path, told = twelve
    lines = rows(path, "与上期对比")
    assert lines[0][:4] == (told.units[0].unit, "本期新增", None, told.units[0].counts.problems)
    assert (lines[-2][0], lines[-2][4]) == ("两期可比的11家", 0)
    assert (lines[-1][0], lines[-1][4]) == ("合计", None)  # a unit that came is no movement
    sheet = openpyxl.load_workbook(path)["与上期对比"]
    assert sheet.cell(sheet.max_row, 5).number_format == "+0;-0;0"


def test_problems_that_are_gone_are_listed_and_examples_are_called_so(tmp_path: Path) -> None:
    """With their number and words of the last period; three wordings of four problems are said to be examples."""
    text = "公车管理不严，3次派车没有审批单"
    own = [(counted(name, [problem(1, text)]), [problem(1, text)]) for name in ("甲局", "乙局", "丙局", "丁局")]
    lost = problem(2, "低保动态管理不到位，9户不符合条件")
    then = [(counted("甲局", [problem(1, text), lost]), [problem(1, text), lost])]
    earlier = consolidation(then, period="2026-08", as_of=date(2026, 8, 31))
    write(consolidation(own, earlier=earlier), tmp_path / "汇总.xlsx")
    assert rows(tmp_path / "汇总.xlsx", "少了的问题") == [("甲局", "P002", lost.problem)]
    (common,) = rows(tmp_path / "汇总.xlsx", "共性问题")
    assert (common[0], str(common[9]).splitlines()[-1]) == (1, "（举3例，共4个，是《明细》“标注”写着共性1的）")
    assert [row[15] for row in rows(tmp_path / "汇总.xlsx", "明细")] == ["共性1"] * 4
    warning = next(row for row in rows(tmp_path / "汇总.xlsx", "预警") if row[6] == "HZ211")
    assert warning[4] == "P002"


def test_what_the_program_says_is_never_cut(tmp_path: Path) -> None:
    """Its rules and its reasons stand nowhere else; a text of a unit is cut, and stands where the row leads to."""
    long = "很长的话" * 200
    own = problem(1, long)
    file = RefusedFile(SubmittedFile("坏.xlsx", "0" * 64, 9), "", (Rejection("HZ101", long, long),))
    write(consolidation([(counted("甲局", [own]), [own])], refused=(file,)), tmp_path / "汇总.xlsx")
    told = dict(row[:2] for row in rows(tmp_path / "汇总.xlsx", "说明"))
    for kind, rule in unit_warnings.RULES:
        assert told[f"预警：{kind.title}"] == rule
    assert not any(str(text).endswith("……") for text in told.values())
    assert rows(tmp_path / "汇总.xlsx", "退件清单")[0][3:5] == (long, long)
    assert str(rows(tmp_path / "汇总.xlsx", "明细")[0][5]) == f"{long[:300]}……"


def test_a_ledger_that_stood_still_says_why_more_is_late(tmp_path: Path) -> None:
    """The column is about the ledger: nothing moved in it, and a day passed."""
    then = problem(1, due=date(2026, 9, 20))
    now = then._replace(overdue=True, late_days=10)
    earlier = consolidation([(counted("甲局", [then]), [then])], period="2026-08", as_of=date(2026, 8, 31))
    write(consolidation([(counted("甲局", [now]), [now])], earlier=earlier), tmp_path / "汇总.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "汇总.xlsx")["与上期对比"]
    assert sheet.cell(3, 2).value == "台账"
    line = rows(tmp_path / "汇总.xlsx", "与上期对比")[0]
    assert (line[1], line[8:11], line[-1]) == ("没有变化", (0, 1, 1), "逾期多1个是时限到了，台账没有动")


def test_refused_files_and_errors_say_what_to_do(twelve: tuple[Path, Consolidation]) -> None:
    """A file that does not count, units that count and have to mend something, and each error with its cell."""
    path, told = twelve
    lines = rows(path, "退件清单")
    assert lines[0] == ("七月.zip/坏.xlsx", None, "不计入", "有密码", "请去掉密码后重发", "HZ101")
    assert {row[1] for row in lines[1:]} == {unit.unit for unit in told.units if unit.errors}
    assert [row[1:4] for row in rows(path, "校验错误")] == [("问题台账!H2", "P001", "责任科室没有填。")]


def test_the_workbook_is_valid_and_printed_large_enough(
    twelve: tuple[Path, Consolidation], soffice: list[str], tmp_path: Path
) -> None:
    """No schema error; on paper no letter of a table is below 9 pt."""
    path, _ = twelve
    assert faults(path) == []
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    paper = printed(copy, soffice)
    assert paper.smallest >= 8.9
    assert "2026年9月巡察整改汇总" in paper.pages[0]
    assert all("制表日期：2026年9月30日" in page for page in paper.pages)
    overview_pages = [
        "".join(page.split()) for page in paper.pages if "".join(page.split()).startswith("巡察整改汇总总览")
    ]
    assert len(overview_pages) > 2
    for page in overview_pages[1:]:
        assert re.match(r"巡察整改汇总总览制表日期：2026年9月30日第\d+页共\d+页[二三四五六七八九]、", page), (
            "a table goes on without its head"
        )


def test_the_same_numbers_give_the_same_bytes(twelve: tuple[Path, Consolidation], tmp_path: Path) -> None:
    """Nothing of the moment of writing stands in it."""
    path, told = twelve
    again = tmp_path / "汇总.xlsx"
    write(told, again, base=path.parent)
    assert again.read_bytes() == path.read_bytes()


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    """No formula, no link and no number comes out of what a unit wrote, in whatever column."""
    parts = []
    for place, text in enumerate(HOSTILE):
        file = SubmittedFile(f"{text[:50]}.xlsx", "0" * 64, 9)
        problems = [
            problem(1, text, id=text[:20], progress=text, lead=text, due=None, due_text=text, aspect=text, group=text),
            finished(2, remaining=text, completion=text),
        ]
        parts.append(
            (counted(text, problems, key=str(place), written=text, level=text, superior=text, file=file), problems)
        )
    findings = [
        (unit, SubmittedFinding("RX201", "error", text[:9], text, text, text))
        for (unit, _), text in zip(parts, HOSTILE, strict=True)
    ]
    target = tmp_path / "汇总.xlsx"
    write(consolidation(parts, findings, caveats=HOSTILE, sources=HOSTILE), target)
    assert faults(target) == []
    book = openpyxl.load_workbook(target)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []
    texts = {cell.value for cell in cells}
    assert set(HOSTILE[:7]) <= texts
    assert "</t></is>&amp;_x005F_x0041_局" in texts  # openpyxl does not read back what stands for _
    assert "长" * result_cells.LONGEST_TEXT + "……" in texts
    with ZipFile(target) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())


def test_of_very_many_problems_the_late_and_faulty_ones_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sheet, 说明 and the summary say so, and where all of them are."""
    monkeypatch.setattr(problem_sheets, "MOST_DETAILED", 100)
    parts = drawn(6)
    target = tmp_path / "汇总.xlsx"
    written = write(consolidation(parts, store="数据"), target)
    wanted = sum(one.overdue or bool(one.errors) for _, problems in parts for one in problems)
    everything = total(parts).problems
    assert 0 < wanted < everything
    assert len(rows(target, "明细")) == wanted == written.details.rows
    assert written.summary == (f"问题共{everything}个，《明细》只列逾期的和有校验错误的{wanted}个，全部在汇总库里。",)
    note = openpyxl.load_workbook(target)["明细"]["A2"].value
    assert f"共{everything}个问题，超过100行" in str(note)
    assert "数据" in str(note)


def test_rows_that_no_sheet_can_hold_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet ends before the last row that the office programs know, and says how many are missing."""
    monkeypatch.setattr(result_cells, "MOST_ROWS", 40)
    parts = drawn(4)
    target = tmp_path / "汇总.xlsx"
    write(consolidation(parts), target)
    lines = rows(target, "明细")
    assert lines[-1][0] == f"还有{total(parts).problems - len(lines) + 1}行放不下，没有列出。"


def test_links_beyond_what_a_sheet_holds_become_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel would mend, and lose, what has more than 65,530."""
    monkeypatch.setattr(result_cells, "MOST_LINKS", 3)
    (unit, problems), *_ = drawn(1, size=(9, 9))
    unit = unit._replace(file=unit.file._replace(path=str(tmp_path / "台账.xlsx")))
    target = tmp_path / "汇总.xlsx"
    write(consolidation([(unit, problems)]), target)
    *lines, last = openpyxl.load_workbook(target)["明细"].iter_rows(min_row=4)
    column = [row[17] for row in lines]
    assert [cell.value for cell in column] == [f"问题台账!A{one.row}" for one in problems]
    assert last[0].value == f"链接太多，后面的{len(problems) - 3}行只写了位置，没有链接。"
    assert sum(cell.hyperlink is not None for cell in column) == 3


def test_a_result_says_that_it_is_one(twelve: tuple[Path, Consolidation]) -> None:
    """By a property of the document: left in the folder of submissions it must not be counted next month."""
    properties: Any = getattr(openpyxl.load_workbook(twelve[0]), "custom_doc_props")  # noqa: B009 - its types lack it
    assert {one.name: one.value for one in properties.props} == {"rectify_xl": "汇总表"}


def test_the_first_line_adds_up(tmp_path: Path) -> None:
    """已报 and 未报 and what cannot be used make what was expected; strangers are told apart."""
    parts = [(unit._replace(listed=number != 3), problems) for number, (unit, problems) in enumerate(drawn(4))]
    roster = (
        *(standing(number, unit.unit, "按时") for number, (unit, _) in enumerate(parts[:3], 1)),
        standing(8, "没报局", "未报"),
        standing(9, "坏了局", "错报"),
    )
    target = tmp_path / "汇总.xlsx"
    write(consolidation(parts, roster=roster), target)
    text = str(openpyxl.load_workbook(target)["总览"]["A2"].value)
    assert "名册应报5家，已报3家，未报1家，报了但不能用1家，另有不在名册的1家；" in text


def test_nothing_to_consolidate_is_a_workbook_too(tmp_path: Path) -> None:
    """Every sheet says that there is nothing."""
    target = tmp_path / "汇总.xlsx"
    write(consolidation([]), target)
    assert rows(target, "预警") == [("没有要预警的单位。", *[None] * 6)]
    assert rows(target, "各单位")[0][0] == "没有收到能用的台账。"


def test_a_ledger_is_never_overwritten_and_another_file_only_when_asked(tmp_path: Path) -> None:
    """What was there stays, whole."""
    told = consolidation(drawn(1))
    ledger = tmp_path / "台账.xlsx"
    ledger.write_bytes(resources.path("workbook_template.xlsx").read_bytes())
    with pytest.raises(PaperError, match="是台账"):
        write(told, ledger, overwrite=True)
    target = tmp_path / "汇总.xlsx"
    write(told, target)
    before = target.read_bytes()
    with pytest.raises(PaperError, match="已存在"):
        write(told, target)
    assert target.read_bytes() == before
    write(told, target, overwrite=True)
    with pytest.raises(PaperError, match="结尾"):
        write(told, tmp_path / "汇总.csv")


def test_without_its_writer_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit's office installs nothing of this."""
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(UsageError) as error:
        write(consolidation([]), tmp_path / "汇总.xlsx")
    assert ".[consolidate]" in error.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_days_and_moments_are_what_excel_counts(twelve: tuple[Path, Consolidation]) -> None:
    """A deadline is a day, an arrival a moment with its minute: they can be sorted and filtered as such."""
    path, told = twelve
    assert [row[9] for row in rows(path, "明细")] == [
        datetime.combine(one.due, time()) if one.due else one.due_text or None for _, one in told.rows.problems()
    ]
    late = next(row for row in rows(path, "报送情况") if row[1] == "迟报")
    assert (late[4], late[5]) == (
        datetime.combine(date(2026, 9, 20), time()),
        datetime.combine(date(2026, 9, 19), time(11)),
    )


def test_who_is_responsible_is_said(twelve: tuple[Path, Consolidation]) -> None:
    """The leader who heads it, the department that does it, and the person."""
    path, told = twelve
    assert [row[6:9] for row in rows(path, "明细")] == [
        (one.lead or None, one.department or None, one.person.strip() or None) for _, one in told.rows.problems()
    ]


def test_the_day_of_the_sums_is_said(twelve: tuple[Path, Consolidation]) -> None:
    """On the first page and in 说明; the names of the columns are those of the ledger."""
    path, _ = twelve
    book = openpyxl.load_workbook(path)
    assert "截至2026年9月30日" in str(book["总览"]["A2"].value)
    assert ("截至", f"{AS_OF.isoformat()}；逾期都按这一天算，不按各单位填表的日子算。", None) in rows(path, "说明")
    head = [cell.value for cell in book["明细"][3]]
    assert {column.name for column in schema.PROBLEMS.columns} >= {"编号", "方面", "大项", "具体问题", "整改进展"}
    assert {"编号", "方面", "大项", "具体问题", "牵头领导", "整改进展"} <= set(head)
