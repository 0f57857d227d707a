"""One submitted file: its numbers are those of its own rollup; whatever it is, there is a result or a reason."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generate.unit_ledgers.__main__ import write
from generate.unit_ledgers.unit_rows import UnitPlan
from rectify_xl.commands import assess_submission
from rectify_xl.judgement import checks
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.reading import reader
from rectify_xl.supervision.consolidation import rejections
from rectify_xl.supervision.consolidation.unit_result import Assessment, SubmittedFile
from rectify_xl.system import resources
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.reading import read_workbook
from rectify_xl.workbook.reading.summary_totals import StatedCell

AS_OF = date(2026, 9, 30)


@pytest.fixture(scope="module")
def ledger_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("unit"), UnitPlan(3, 7, 24, 0.2, AS_OF))


def assess(data: bytes, name: str = "甲县/台账.xlsx") -> Assessment:
    return assess_submission.assess(SubmittedFile(name, "", len(data)), data, AS_OF)


def codes(assessment: Assessment) -> list[str]:
    return [reason.code for reason in assessment.rejections]


def edited(path: Path, edit: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.load_workbook(path)
    edit(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set:UserWarning")


def test_a_result_says_what_the_units_own_commands_say(ledger_file: Path) -> None:
    """Counts are those of `rollup`, findings those of `check --profile 上报`, problems those of 问题台账."""
    assessment = assess(ledger_file.read_bytes())
    result = assessment.result
    assert result is not None
    assert assessment.rejections == ()
    book = FileBook(ledger_file).read()
    ledger = reader.read_ledger(book)
    counts = problem_counts.roll_up(ledger, AS_OF)
    assert (result.counts, result.aspects, result.measures, result.measures_done) == (
        counts.total,
        counts.aspects,
        counts.measures,
        counts.measures_done,
    )
    expected = checks.run(ledger, checks.profile("上报"), AS_OF)
    assert {(f.code, f.address) for f in expected} <= {(f.code, f.address) for f in result.findings}
    assert [problem.id for problem in result.problems] == [problem.id for problem in ledger.problems]
    assert result.unit == ledger.info_text("单位名称")


def test_the_rows_of_a_result_add_up_to_its_counts(ledger_file: Path) -> None:
    """What is told row by row is what is told in sum."""
    result = assess(ledger_file.read_bytes()).result
    assert result is not None
    rows = [problem for problem in result.problems if not problem.relapse]
    counts = result.counts
    assert counts.immediate == sum(row.immediate for row in rows)
    assert (counts.problems, counts.done, counts.overdue, counts.longterm, counts.closed) == (
        len(rows),
        sum(row.done for row in rows),
        sum(row.overdue for row in rows),
        sum(row.longterm for row in rows),
        sum(row.closed for row in rows),
    )
    assert sum(row.errors for row in rows) <= result.errors
    assert all((row.late_days > 0) == row.overdue for row in rows)
    assert result.unreadable == sum(row.unreadable for row in rows)


def test_saving_again_changes_no_fingerprint(ledger_file: Path) -> None:
    """Openpyxl writes other bytes; they say the same."""
    before, after = assess(ledger_file.read_bytes()), assess(edited(ledger_file, lambda _: None))
    assert before.result is not None
    assert after.result is not None
    assert before.result.fingerprint == after.result.fingerprint
    assert before.result.counts == after.result.counts


def _without_unit(book: openpyxl.Workbook) -> None:
    for row in book["基本信息"].iter_rows():
        if row[0].value == "单位名称":
            row[1].value = None


def _newer(book: openpyxl.Workbook) -> None:
    for row in book["基本信息"].iter_rows():
        if row[0].value == "版式版本":
            row[1].value = "999"


def _empty(book: openpyxl.Workbook) -> None:
    sheet = book["问题台账"]
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.value = None


def _without_column(book: openpyxl.Workbook) -> None:
    sheet = book["问题台账"]
    for cell in sheet[1]:
        if cell.value == "完成程度":
            cell.value = "做到哪了"


def _typed_totals(book: openpyxl.Workbook) -> None:
    book["统计汇总"]["D37"] = 9999


def _typed_headline(book: openpyxl.Workbook) -> None:
    book["统计汇总"]["F4"] = 9999


@pytest.mark.parametrize(
    ("ref", "value", "clause"),
    [
        ("A4", 9999, "A4的问题数写的是9999（手填的数，不是统计公式），清点是"),
        ("D4", 9999, "D4的已销号写的是9999（手填的数，不是统计公式），清点是"),
        ("F4", 9999, "F4的逾期写的是9999（手填的数，不是统计公式），清点是"),
        ("J37", 9999, "J37的即知即改写的是9999（手填的数，不是统计公式），清点是"),
        ("K37", 0.123, "K37的完成率写的是12.3%（手填的数，不是统计公式），清点是"),
        ("D24", 9999, ""),
    ],
)
def test_a_total_that_was_typed_over_is_told_wherever_a_leader_reads_it(
    ledger_file: Path, ref: str, value: float, clause: str
) -> None:
    """Headline and line of sums: also what the day decides, since no formula would have counted that on any day."""

    def type_over(book: openpyxl.Workbook) -> None:
        book["统计汇总"][ref] = value

    reasons = assess(edited(ledger_file, type_over)).rejections
    assert [(reason.code, reason.cell) for reason in reasons] == ([("HZ111", f"统计汇总!{ref}")] if clause else [])
    assert all(clause in reason.message for reason in reasons)


def test_what_a_formula_counted_on_another_day_is_no_contradiction() -> None:
    """Late and closed are of the day on which it was saved; a typed number is of none."""
    late = StatedCell("F4", "overdue", 2, typed=False)
    assert not late.differs(3)
    assert late._replace(typed=True).differs(3)
    assert late._replace(field="done").differs(3)
    assert not late._replace(field="rate", number=0.72222222, typed=True).differs(13 / 18)


@pytest.mark.parametrize(
    ("edit", "code", "counted"),
    [
        (_without_unit, "HZ105", False),
        (_newer, "HZ109", True),
        (_empty, "HZ107", False),
        (_without_column, "HZ113", False),
        (_typed_totals, "HZ111", True),
        (_typed_headline, "HZ111", True),
    ],
)
def test_what_is_wrong_with_a_ledger_has_its_code(
    ledger_file: Path, edit: Callable[[openpyxl.Workbook], None], code: str, *, counted: bool
) -> None:
    """Every fault has its code, says what to do, and counts or does not as its rule says."""
    assessment = assess(edited(ledger_file, edit))
    assert codes(assessment) == [code]
    assert (assessment.result is not None) is counted is (code in rejections.COUNTED)
    reason = assessment.rejections[0]
    assert reason.message.endswith("。")
    assert reason.fix.endswith("。")


def _without_totals(book: openpyxl.Workbook) -> None:
    sheet = book["统计汇总"]
    for place in [place for place in sheet._cells if place[0] == 37]:
        del sheet._cells[place]
    sheet.row_dimensions[37].height = 20
    sheet["D38"] = 9999


def test_a_line_of_totals_that_was_emptied_states_nothing(ledger_file: Path) -> None:
    """What stands in the line below it is no total."""
    target, closed = io.BytesIO(), 0
    with (
        zipfile.ZipFile(io.BytesIO(edited(ledger_file, _without_totals))) as package,
        zipfile.ZipFile(target, "w") as written,
    ):
        for name in package.namelist():
            data, number = re.subn(rb'(<row r="37"[^>]*)></row>', rb"\1/>", package.read(name))
            written.writestr(name, data)
            closed += number
    assert closed == 1
    assert codes(assess(target.getvalue())) == []


def test_files_that_are_no_ledgers_are_told_apart(ledger_file: Path) -> None:
    """Locked, torn, foreign, empty and swollen files each have their own reason."""
    data = ledger_file.read_bytes()
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    far = edited(ledger_file, lambda book: book["问题台账"].cell(1_048_576, 16_384, "x"))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(520):
                part.write(bytes(1_000_000))
    expected = {
        "HZ101": [compound],
        "HZ102": [b"", data[: len(data) // 2]],
        "HZ103": [b"%PDF-1.7 xxxx", b"\x89PNG\r\n\x1a\n" + bytes(100)],
        "HZ104": [bomb.getvalue(), far],
    }
    for code, files in expected.items():
        for content in files:
            assessment = assess(content)
            assert assessment.result is None
            assert codes(assessment) == [code], assessment.rejections


def test_a_blank_ledger_and_a_foreign_table_without_problems() -> None:
    """The blank template has no problems; a table of other things is no ledger."""
    assert codes(assess(resources.path("workbook_template.xlsx").read_bytes())) == ["HZ107"]
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["姓名", "工号"])
    target = io.BytesIO()
    book.save(target)
    assert codes(assess(target.getvalue())) == ["HZ112"]


def test_a_sign_that_nobody_explains_is_not_called_empty() -> None:
    """√ may mean anything: the cell is named with what stands in it, and what to write instead."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["青林县水利局巡察反馈问题整改台账"])
    sheet.append(["序号", "反馈问题", "责任科室", "整改时限", "完成情况"])
    sheet.append([1, "会议记录不全", "办公室", "2026年6月30日", "√"])
    sheet.append([2, "账目公示不及时", "财务科", "2026年8月31日", "已完成"])
    target = io.BytesIO()
    book.save(target)
    result = assess(target.getvalue()).result
    assert result is not None
    (finding,) = [finding for finding in result.findings if finding.address == "Sheet!E3" and finding.code == "RX201"]
    assert finding.message == "《Sheet》E3的完成情况“√”表中没有说明这个符号是什么意思，没有计为完成。"
    assert finding.fix == "请在E3写明“已完成”“整改中”等，或在表下注明符号的意思。"


def test_what_became_no_row_of_a_foreign_table_is_named() -> None:
    """Each with its cell and how it begins, numbers of persons covered; of many the first ones."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["青林县水利局巡察反馈问题整改台账"])
    sheet.append(["序号", "反馈问题", "责任科室", "整改时限", "完成情况"])
    sheet.append([1, "会议记录不全", "办公室", "2026年6月30日", "已完成"])
    sheet.append(["注：以上数据截至9月30日，以后有变化的另行报送并说明"])
    sheet.append(["填表人：张某 13812345678"])
    for number in range(9):
        book.create_sheet(f"附{number}").append([f"别的内容{number}"])
    target = io.BytesIO()
    book.save(target)
    result = assess(target.getvalue()).result
    assert result is not None
    assert (
        "；没有收入的12处：《Sheet》A4“注：以上数据截至9月30日，以后有变化…”、《Sheet》A5“填表人：张某" in result.intake
    )
    assert "《附0》A1“别的内容0”" in result.intake
    assert result.intake.endswith("等。")
    assert "13812345678" not in result.intake


def test_a_foreign_layout_is_taken_in() -> None:
    """An old ledger in a layout of its own counts, and it is told how it was understood."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["青林县水利局巡察反馈问题整改台账"])
    sheet.append(["序号", "反馈问题", "整改措施", "责任科室", "整改时限", "完成情况"])
    sheet.append([1, "会议记录不全", "补齐记录", "办公室", "2026年6月30日", "已完成"])
    sheet.append([2, "账目公示不及时", "每月公示", "财务科", "2026年8月31日", "正在整改"])
    target = io.BytesIO()
    book.save(target)
    result = assess(target.getvalue()).result
    assert result is not None
    assert (result.unit, result.layout, result.counts.problems, result.counts.done, result.counts.overdue) == (
        "青林县水利局",
        "",
        2,
        1,
        1,
    )
    assert "2个问题" in result.intake
    assert [(problem.row, problem.address) for problem in result.problems] == [(3, "Sheet!B3"), (4, "Sheet!B4")]
    addresses = {finding.address for finding in result.findings}
    assert addresses >= {"Sheet!B3", "Sheet!B4"}
    assert all(not address or address.startswith("Sheet!") for address in addresses)
    wording = "".join(f"{finding.message}{finding.fix}" for finding in result.findings) + "".join(result.caveats)
    assert "问题台账" not in wording
    assert "通报文稿" not in wording
    assert "第4行的“整改进展”" in wording


def test_signs_of_control_stay_out_of_names(ledger_file: Path) -> None:
    """A name that would colour a terminal, or break a sheet, is plain text where it goes into lists."""

    def name(book: openpyxl.Workbook) -> None:
        for row in book["基本信息"].iter_rows():
            if row[0].value == "单位名称":
                row[1].value = "_x001B_[31m红 县_x000A_局"

    result = assess(edited(ledger_file, name)).result
    assert result is not None
    assert result.unit == "[31m红 县 局"


def test_when_a_ledger_was_last_worked_on(ledger_file: Path) -> None:
    """It is the moment of the last line of 变更记录."""

    def log(book: openpyxl.Workbook) -> None:
        book["变更记录"].append(["2026-08-01 09:00:00", "王", "人工修改", "问题台账", "P001", "整改进展", "", "做了"])
        book["变更记录"].append(["2026-08-02 10:30:00", "王", "人工修改", "问题台账", "P002", "整改进展", "", "做了"])

    header = [cell for cell in read_workbook.read(ledger_file.read_bytes(), "x").sheets["变更记录"].rows[0] if cell]
    assert header[:4] == ["时间", "操作人", "命令", "表"]
    result = assess(edited(ledger_file, log)).result
    assert result is not None
    assert result.reported == datetime(2026, 8, 2, 10, 30)  # noqa: DTZ001 - the office's own clock


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_makes_it_raise(ledger_file: Path, data: st.DataObject) -> None:
    """Bytes changed, cut and mixed: there is always an answer, and never one without result and reason."""
    whole = bytearray(ledger_file.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    assessment = assess(bytes(whole[:cut]) if data.draw(st.booleans()) else bytes(whole))
    assert assessment.result is not None or assessment.rejections
    assert "HZ116" not in codes(assessment)


def test_what_is_told_is_worded_for_who_clicks(ledger_file: Path) -> None:
    """Findings go into sheets and pages: no command line, and quotes as an office writes them."""
    result = assess(ledger_file.read_bytes()).result
    assert result is not None
    texts = [text for finding in result.findings for text in (finding.message, finding.fix)]
    assert any("“" in text for text in texts)
    assert not any(sign in text for text in texts for sign in ("--", "『", "』"))


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_ledgers_that_other_programs_saved_in_their_own_format_count_alike(
    ledger_file: Path, ending: str, soffice: list[str], tmp_path: Path
) -> None:
    """What LibreOffice stores as .ods or .xls says the same counts, and is not taken for damaged."""
    command = [*soffice, "--convert-to", ending, "--outdir", str(tmp_path), str(ledger_file)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    saved = (tmp_path / ledger_file.name).with_suffix(f".{ending}")
    before, after = assess(ledger_file.read_bytes()).result, assess(saved.read_bytes(), saved.name).result
    assert before is not None
    assert after is not None
    assert (after.unit, after.counts, after.measures) == (before.unit, before.counts, before.measures)


def test_words_that_hide_what_remains_are_told(ledger_file: Path) -> None:
    """A remainder that the office calls nothing in 字典 makes a problem done; the level above is told how many."""

    def hide(book: openpyxl.Workbook) -> None:
        sheet, words = book["问题台账"], book["字典"]
        at = {cell.value: cell.column or 0 for cell in sheet[1]}
        column = next(cell.column or 0 for cell in words[1] if cell.value == "视为无剩余")
        row = next(row for row in range(2, 200) if words.cell(row, column).value is None)
        words.cell(row, column).value = "年度考核尚未进行"
        sheet.cell(2, at["完成程度"]).value = "已完成"
        sheet.cell(2, at["剩余事项"]).value = "年度考核尚未进行"

    result = assess(edited(ledger_file, hide)).result
    assert result is not None
    assert result.problems[0].done
    assert any("视为无剩余" in caveat and "1个计入完成" in caveat for caveat in result.caveats)


def test_without_records_the_last_day_of_the_ledger_itself_counts(ledger_file: Path) -> None:
    """Not the date of the file, which copying changes: the day on which it was judged."""

    def judge(book: openpyxl.Workbook) -> None:
        for row in book["基本信息"].iter_rows():
            if row[0].value == "研判日期":
                row[1].value = date(2026, 8, 31)

    result = assess(edited(ledger_file, judge)).result
    assert result is not None
    assert result.reported == datetime(2026, 8, 31)  # noqa: DTZ001 - the office's own clock
