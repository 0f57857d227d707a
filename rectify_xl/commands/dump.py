"""导出数据: the ledger as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.dates import ReadDate
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts, registered_relapses
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import Ledger, Measure, Problem, TableHeader
from rectify_xl.ledger.relations import Relations
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import column_letters

META = {
    "unit": "单位名称",
    "superior": "上级单位",
    "inspector": "巡察机构",
    "round": "巡察轮次",
    "title": "通报标题",
    "edition": "通报稿别",
    "signature": "落款单位",
    "phone": "联系电话",
    "address": "通信地址",
    "postcode": "邮政编码",
    "email": "电子邮箱",
}
META_DATES = {
    "inspected_from": "巡察开始",
    "inspected_to": "巡察结束",
    "feedback": "反馈日期",
    "campaign_from": "集中整改开始",
    "campaign_to": "集中整改结束",
    "date": "通报日期",
}


def run(request: Request) -> Outcome:
    """Return the whole ledger as data."""
    book = request.ledger.read()
    ledger = reader.read_ledger(book)
    data = {**as_data(ledger), "sheets": _sheets(book, ledger)}
    return Outcome(data, (f"{len(ledger.problems)}个问题、{len(ledger.measures)}条措施。加 --json 输出全部数据。",))


def as_data(ledger: Ledger) -> dict[str, object]:
    """Return the ledger with the keys of the JSON contract."""
    groups = problem_counts.group_list(ledger)
    aspects = problem_counts.aspect_titles(ledger)
    positions = {(aspects[group.aspect - 1] if group.aspect else "", group.title): group.no for group in groups}
    relations = Relations(ledger)
    again = registered_relapses.rows(ledger)
    return {
        "meta": _meta(ledger),
        "aspects": [{"no": no, "title": title} for no, title in enumerate(aspects, 1)],
        "groups": [{"no": group.no, "aspect": group.aspect, "title": group.title} for group in groups],
        "problems": [
            {
                **_problem(problem),
                "no": no,
                "aspect": aspects.index(problem.aspect) + 1 if problem.aspect else None,
                "group": positions.get((problem.aspect, problem.group)),
                "reopened": problem.number in again,
                "measures": [_measure(measure) for measure in relations.measures_of(problem.id)],
            }
            for no, problem in enumerate(ledger.problems, 1)
        ],
    }


def _sheets(book: RawBook, ledger: Ledger) -> dict[str, object]:
    """Return every filled cell of every sheet that a host reads, other people's columns included.

    Hosts read the tables of the layout and 字典; 使用说明, 统计汇总 and sheets of other people are not read. Cells
    stand under their header; where that is missing or stands there twice, and above the header, under the letters of
    their column. The memory, which no person types, is left out.
    """
    return {
        name: _sheet(raw, ledger.sheets.get(name), book.uncached)
        for name, raw in book.sheets.items()
        if name != schema.MEMORY.name
    }


def _meta(ledger: Ledger) -> dict[str, object]:
    dates = {name: ledger.info_when(item) for name, item in META_DATES.items()}
    return {
        **{name: ledger.info_text(item) or None for name, item in META.items()},
        "title": ledger.info_text("通报标题") or ledger.info_text("台账标题") or None,
        **{name: _iso(when) for name, when in dates.items()},
        **{f"{name}_text": when.text or None for name, when in dates.items()},
        "declared": {
            item.name.removeprefix(schema.DECLARED): ledger.info_number(item.name)
            for item in schema.INFO_ITEMS
            if item.name.startswith(schema.DECLARED) and ledger.info_number(item.name) is not None
        },
        "layout": ledger.info_text("版式版本") or None,
    }


def _sheet(raw: RawSheet, facts: TableHeader | None, uncached: Mapping[tuple[str, int, int], str]) -> dict[str, object]:
    formulas = {(row, column): formula for (sheet, row, column), formula in uncached.items() if sheet == raw.name}
    names = {column: name for name, column in facts.headers.items()} if facts else {}
    header = facts.header_row if facts else 0
    rows = []
    for number in range(1, max([len(raw.rows), *(row for row, _ in formulas)]) + 1):
        raw_cells = raw.rows[number - 1] if number <= len(raw.rows) else ()
        width = max([len(raw_cells), *(column for row, column in formulas if row == number)])
        cells: dict[str, object] = {}
        for column in range(1, width + 1):
            value = raw_cells[column - 1] if column <= len(raw_cells) else None
            formula = formulas.get((number, column))
            if formula is not None or cell_value.text(value):
                name = names.get(column) if number > header else None
                cells[name or column_letters(column)] = _typed(value) if formula is None else {"formula": formula}
        if cells and number != header:
            rows.append({"row": number, "cells": cells})
    columns = [{"column": column_letters(column), "name": name} for column, name in sorted(names.items())]
    return {"header_row": header or None, "columns": columns, "rows": rows}


def _typed(value: Raw) -> object:
    """Return what a cell holds: text as typed, numbers and truth values as such, dates and times as ISO text."""
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "id": problem.id,
        "row": problem.number,
        "title": problem.title or problem.problem,
        "problem": problem.problem,
        "progress": problem.progress,
        "completion": problem.completion or None,
        "follow_up": problem.follow_up or None,
        "immediate": problem.immediate,
        "status_text": problem.status_text or None,
        "due": _iso(problem.due),
        "due_text": problem.due.text or None,
        "remaining": problem.remaining or None,
        "remaining_text": problem.row.text("剩余事项") or None,
        "remaining_due": _iso(problem.remaining_due),
        "remaining_due_text": problem.row.text("剩余时限") or None,
        "finished": _iso(problem.finished),
        "finished_text": problem.finished.text or None,
        "lead": problem.lead or None,
        "department": problem.department or None,
    }


def _measure(measure: Measure) -> dict[str, object]:
    return {
        "id": measure.id,
        "text": measure.text,
        "completion": measure.completion or None,
        "due": _iso(measure.due),
        "due_text": measure.due.text or None,
    }


def _iso(when: ReadDate) -> str | None:
    return when.iso
