"""Turn a list of problems (反馈意见, 问题清单) into the rows of a ledger: what is done about them is left empty."""

from __future__ import annotations

from rectify_xl.intake.imported_rows import Cells, ImportedRows
from rectify_xl.intake.old_ledger.sheet_lines import unit_of_title
from rectify_xl.ledger import heading_words, schema
from rectify_xl.notice.reading import notice_facts
from rectify_xl.notice.reading.problem_lists import ListedProblem, ProblemList
from rectify_xl.text.cell_value import Raw

_COLUMNS = frozenset(column.name for column in schema.PROBLEMS.columns)


def rows_of_list(listed: ProblemList) -> ImportedRows:
    """Return the rows that record a list; a field with no column of ours stands at the right under its own name."""
    own: dict[str, None] = {}
    rows = [_row(number, problem, own) for number, problem in enumerate(listed.problems, 1)]
    columns = {schema.PROBLEMS.name: tuple(own)} if own else {}
    return ImportedRows(_info(listed), {schema.PROBLEMS.name: rows, schema.MEASURES.name: []}, columns)


def _row(number: int, problem: ListedProblem, own: dict[str, None]) -> Cells:
    cells: dict[str, Raw] = {
        "编号": f"P{number:03d}",
        "方面": problem.aspect,
        "大项": problem.group,
        "具体问题": problem.text,
    }
    for name, value in problem.fields:
        role = heading_words.meaning(name).role
        column = role if role in _COLUMNS and not cells.get(role) else name
        if column not in _COLUMNS:
            own[column] = None
        cells[column] = value
    return {name: value for name, value in cells.items() if value not in ("", None)}


def _info(listed: ProblemList) -> Cells:
    facts = listed.facts
    feedback = facts.feedback or (listed.written if "反馈" in listed.title else "")
    read = notice_facts.dated(facts.inspected_from, facts.inspected_to, feedback)
    cells: dict[str, Raw] = {
        "单位名称": listed.unit or unit_of_title(listed.title),
        "巡察机构": facts.inspector,
        "巡察轮次": facts.round,
        "台账标题": listed.title,
    }
    for name, when, printed in (
        ("巡察开始", read.inspected_from, facts.inspected_from),
        ("巡察结束", read.inspected_to, facts.inspected_to),
        ("反馈日期", read.feedback, feedback),
    ):
        cells[name] = when.day if when.kind == "day" and when.day else printed
    return {name: value for name, value in cells.items() if value not in ("", None)}
