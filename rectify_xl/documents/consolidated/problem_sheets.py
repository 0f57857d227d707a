"""The sheets with a line a problem or a finding: 共性问题, 明细, 退件清单, 校验错误."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rectify_xl.documents.consolidated.result_cells import (
    CellContent,
    ResultBook,
    ResultColumn,
    ResultSheet,
    RowTone,
    numbers,
)
from rectify_xl.documents.consolidated.unit_sheets import file_cell
from rectify_xl.supervision.consolidation.common_problems import CommonProblem, without_numbers
from rectify_xl.supervision.consolidation.consolidation import Consolidation, CountedUnit
from rectify_xl.supervision.consolidation.overview import Overview
from rectify_xl.supervision.consolidation.unit_result import (
    Rejection,
    SubmittedFile,
    SubmittedFinding,
    SubmittedProblem,
)
from rectify_xl.text.excerpts import first_few
from rectify_xl.text.refs import split_address

MOST_DETAILED = 100_000
"""Problems up to which 明细 holds all of them; of more, those that are late or have an error. A sheet of 300,000 rows
takes a minute to open in an office program, and XlsxWriter twenty seconds to write, in the second run as well."""
MOST_COMMON = 200
MOST_FINDINGS = 50_000
SUPPORT, LAST_ROUND, COMMON = "需上级支持", "上轮问题", "共性"
"""What 明细 marks, beside how a problem counts: by it the problems are found that 总览 and 共性问题 count."""
MOST_NAMED = 12
_STATE = 11
"""The column of 明细 that says how a problem counts; behind it stands by how many days it is late."""


class DetailRows(NamedTuple):
    """How many problems there are, how many rows 明细 has, whether it holds the late and faulty ones only."""

    problems: int
    rows: int
    only_late: bool


def write_common(result: ResultBook, overview: Overview) -> None:
    """共性问题: what many units were told in much the same words."""
    columns = (
        *numbers(6, "序号"),
        ResultColumn("共性问题（最常见的写法）", 46),
        *numbers(7, "单位数", "问题数", "完成", "继续\n整改", "逾期"),
        ResultColumn("方面", 22),
        ResultColumn("大项", 18),
        ResultColumn("单位的原话（举例）", 60),
        ResultColumn("有哪些单位", 36),
    )
    note = "两家以上单位的问题，去掉数字和套话以后相近的归为一类；是不是同一类，以原话为准。"
    if len(overview.common) > MOST_COMMON:
        note += f"共{len(overview.common)}类，只列单位最多的{MOST_COMMON}类。"
    if overview.uncompared:
        note += f"写法太多，另有{overview.uncompared}个问题没有参加比较。"
    sheet = ResultSheet(result, "共性问题", columns, title="共性问题", note=note, paper=3)
    for number, common in enumerate(overview.common[:MOST_COMMON], 1):
        sheet.add(_common_cells(number, common), "red" if common.overdue else "", (6,))
    sheet.finish("没有两家以上单位共有的问题。")


def _common_cells(number: int, common: CommonProblem) -> tuple[CellContent, ...]:
    more = f"等{len(common.unit_names)}家"
    return (
        number,
        common.text,
        common.units,
        common.problems,
        common.done,
        common.ongoing,
        common.overdue,
        common.aspect,
        common.group,
        "\n".join((*(wording.with_place for wording in common.examples), *_beyond(number, common))),
        first_few(common.unit_names, MOST_NAMED, more=more),
    )


def _beyond(number: int, common: CommonProblem) -> Iterator[str]:
    """Say that a few wordings stand for more, and by which mark these are found."""
    if common.problems > len(common.examples):
        yield f"（举{len(common.examples)}例，共{common.problems}个，是《明细》“标注”写着{_mark(number)}的）"


def _mark(number: int) -> str:
    """Return by which mark 明细 names the problems of one common problem."""
    return f"{COMMON}{number}"


def write_details(result: ResultBook, consolidation: Consolidation, overview: Overview) -> DetailRows:
    """明细: each problem with a link to its row; of very many the late and the faulty ones, and it says so."""
    problems = sum(unit.counts.problems + unit.relapses for unit in consolidation.units)
    only_late = problems > MOST_DETAILED
    columns = (
        ResultColumn("单位", 20),
        ResultColumn("层级", 11, "word"),
        ResultColumn("编号", 8, "word"),
        ResultColumn("方面", 14),
        ResultColumn("大项", 14),
        ResultColumn("具体问题", 34),
        ResultColumn("牵头领导", 8, "word"),
        ResultColumn("责任科室", 12),
        ResultColumn("责任人", 8, "word"),
        ResultColumn("整改时限", 11, "date"),
        ResultColumn("完成程度", 9, "word"),
        ResultColumn("状态", 10, "word"),
        ResultColumn("逾期\n天数", 6, "number"),
        ResultColumn("整改进展", 34),
        ResultColumn("剩余事项", 14),
        ResultColumn("标注", 11, "word"),
        ResultColumn("校验\n错误", 6, "number"),
        ResultColumn("出处", 15, "link"),
        ResultColumn("文件", 16),
    )
    note = (
        f"点“出处”打开该单位的台账，停在那一行。“标注”是{SUPPORT}（未完成的）、{LAST_ROUND}，或《共性问题》里的序号。"
    )
    if only_late:
        note += f"共{problems}个问题，超过{MOST_DETAILED}行，这里只列逾期的和有校验错误的。"
        note += (
            f"全部问题在汇总库里：{consolidation.store}（怎么查，见使用手册所附《汇总数据》）。"
            if consolidation.store
            else ""
        )
    sheet = ResultSheet(result, "明细", columns, title="问题明细", note=note, paper=3)
    rows = 0
    marks = {
        statement: _mark(number)
        for number, common in enumerate(overview.common[:MOST_COMMON], 1)
        for statement in common.statements
    }
    for unit, problem in consolidation.rows.problems(faulty_or_late=only_late):
        sheet.add(_detail_cells(unit, problem, "、".join(_marks(problem, marks))), *_tones(problem))
        rows += 1
    sheet.finish("没有问题。" if not only_late else "没有逾期的、也没有有校验错误的问题。")
    return DetailRows(problems, rows, only_late)


def _marks(problem: SubmittedProblem, common: Mapping[str, str]) -> Iterator[str]:
    """Yield what else is counted of a problem, as 总览 counts it; of rows that were registered anew nothing is."""
    if problem.relapse:
        return
    if problem.needs_support and not problem.done:
        yield SUPPORT
    if problem.from_last_round:
        yield LAST_ROUND
    if common and (mark := common.get(without_numbers(problem.problem))):
        yield mark


def _detail_cells(unit: CountedUnit, problem: SubmittedProblem, marks: str) -> tuple[CellContent, ...]:
    return (
        unit.unit,
        unit.level,
        problem.id,
        problem.aspect,
        problem.group,
        problem.problem,
        problem.lead,
        problem.department,
        problem.person,
        problem.due or problem.due_text,
        problem.completion,
        state_of(problem),
        problem.late_days or None,
        problem.progress,
        problem.remaining,
        marks or None,
        problem.errors or None,
        file_cell(unit, problem.address),
        unit.file.place.rpartition("/")[2],
    )


def state_of(problem: SubmittedProblem) -> str:
    """Return how a problem counts, in one word."""
    word = "已销号" if problem.closed else "完成" if problem.done else "逾期" if problem.overdue else "继续整改"
    if problem.unreadable and not problem.done:
        word = "时限读不出"
    return f"{word}（反弹登记）" if problem.relapse else word


def _tones(problem: SubmittedProblem) -> tuple[RowTone, tuple[int, ...]]:
    if problem.overdue:
        return "red", (_STATE, _STATE + 1)
    if problem.unreadable and not problem.done:
        return "yellow", (_STATE,)
    return ("done" if problem.done else ""), (_STATE,)


def write_refused(result: ResultBook, consolidation: Consolidation) -> None:
    """退件清单: what does not count and why, and what counts but has to be mended all the same."""
    columns = (
        ResultColumn("文件", 40),
        ResultColumn("单位", 24),
        ResultColumn("是否计入", 11, "word"),
        ResultColumn("原因", 46, own=True),
        ResultColumn("怎么办", 40, own=True),
        ResultColumn("代码", 9, "word"),
    )
    note = (
        "不计入的文件一个数字也没有用；计入但要改的，数字已经用了，请单位改正后重报。"
        "单位自己登记为已核实的错误也在里面，理由写在《校验错误》各条后面，请核定。"
    )
    sheet = ResultSheet(result, "退件清单", columns, title="退件清单", note=note)
    for refused in consolidation.refused:
        for rejection in refused.rejections:
            sheet.add(_refused_cells(refused.file, refused.unit, rejection, "不计入"), "red", (2,))
    for unit in consolidation.units:
        for rejection in unit.rejections:
            sheet.add(_refused_cells(unit.file, unit.unit, rejection, "计入，要改"), "yellow", (2,))
        if unit.errors:
            text = f"校验有{unit.errors}个错误，逐条见《校验错误》"
            fix = "请单位按《校验错误》逐条改正后重报，也可以用“退回单”一次退回"
            sheet.add(_refused_cells(unit.file, unit.unit, Rejection("校验", text, fix), "计入，要改"), "yellow", (2,))
    sheet.finish("没有退件。")


def _refused_cells(file: SubmittedFile, unit: str, rejection: Rejection, counted: str) -> tuple[CellContent, ...]:
    message = rejection.message + (f"（{rejection.cell}）" if rejection.cell else "")
    return (file.place, unit, counted, message, rejection.fix, rejection.code)


def write_findings(result: ResultBook, consolidation: Consolidation) -> int:
    """校验错误: every error in a workbook that counts, with a link to its cell; returns how many are left out."""
    columns = (
        ResultColumn("单位", 24),
        ResultColumn("单元格", 16, "link"),
        ResultColumn("编号", 9, "word"),
        ResultColumn("问题", 56, own=True),
        ResultColumn("怎么改", 44, own=True),
        ResultColumn("代码", 8, "word"),
    )
    errors = sum(unit.errors for unit in consolidation.units)
    left_out = max(0, errors - MOST_FINDINGS)
    note = "只列错误，提醒不列。点“单元格”打开该单位的台账，停在那里。"
    if left_out:
        note += f"共{errors}个错误，只列前{MOST_FINDINGS}个，其余在汇总库里：{consolidation.store}。"
    sheet = ResultSheet(result, "校验错误", columns, title="校验错误", note=note)
    for unit, finding in consolidation.rows.errors(MOST_FINDINGS):
        sheet.add((unit.unit, _finding_link(unit, finding), finding.row_id, finding.message, finding.fix, finding.code))
    sheet.finish("计入的台账没有校验错误。")
    return left_out


def _finding_link(unit: CountedUnit, finding: SubmittedFinding) -> CellContent:
    return file_cell(unit, finding.address) if split_address(finding.address)[0] else finding.address
