"""Turn a notice as read into the rows of a blank ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.dates import ReadDate
from rectify_xl.intake import prose_rows
from rectify_xl.intake.cell_limits import pieces
from rectify_xl.intake.imported_rows import Cells, ImportedRows
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.notice.model import NoticeItem, ParsedNotice
from rectify_xl.notice.reading import notice_facts
from rectify_xl.notice.reading.damage_check import id_of
from rectify_xl.text.cell_value import Raw

NoticeCells = dict[str, Raw]


class Beside(NamedTuple):
    """What a table says beside a notice: cells of 问题台账 and rows of 佐证材料 by the line of the problem.

    `own_columns` are the columns of 问题台账 among them that the layout does not know.
    """

    problems: Mapping[int, Cells] = {}
    evidence: Mapping[int, Sequence[Cells]] = {}
    own_columns: tuple[str, ...] = ()


EVIDENCE_OF = "问题/措施编号"
"""The column of 佐证材料 that names the problem."""
NOTHING_BESIDE = Beside()


def rows_of_notice(parsed: ParsedNotice, beside: Beside = NOTHING_BESIDE) -> ImportedRows:
    """Return the rows that record `parsed`, and what its tables say besides.

    A text longer than a cell holds stays whole in 通报文稿: its later pieces follow in rows of their own, and 备注
    says so.
    """
    rows: dict[str, Sequence[Cells]] = {
        schema.PROBLEMS.name: [
            _with_others(_problem(item, parsed), beside.problems.get(item.line, {})) for item in parsed.items
        ],
        schema.MEASURES.name: [row for item in parsed.items for row in _measures(item)],
        schema.PROSE.name: list(prose_rows.rows(parsed)),
    }
    if beside.evidence:
        rows[schema.EVIDENCE.name] = [
            {**row, EVIDENCE_OF: id_of(item)} for item in parsed.items for row in beside.evidence.get(item.line, ())
        ]
    own = {schema.PROBLEMS.name: beside.own_columns} if beside.own_columns else {}
    return ImportedRows(_info(parsed), rows, own)


def _with_others(cells: NoticeCells, others: Cells) -> NoticeCells:
    """Return the cells of a row with others where it has none."""
    return {**cells, **{name: value for name, value in others.items() if cells.get(name) in (None, "")}}


def _info(parsed: ParsedNotice) -> NoticeCells:
    read = notice_facts.dated(parsed.inspected_from, parsed.inspected_to, parsed.feedback, parsed.date.day)
    return {
        "单位名称": parsed.unit,
        "巡察机构": parsed.inspector,
        "巡察轮次": parsed.round,
        "巡察开始": _date(read.inspected_from, parsed.inspected_from),
        "巡察结束": _date(read.inspected_to, parsed.inspected_to),
        "反馈日期": _date(read.feedback, parsed.feedback),
        "通报标题": parsed.title,
        "通报稿别": parsed.edition,
        "通报日期": _date(parsed.date, parsed.date.text),
        "联系电话": parsed.contact.phone,
        "通信地址": parsed.contact.address,
        "邮政编码": parsed.contact.postcode,
        "电子邮箱": parsed.contact.email,
        **{schema.DECLARED + name: number for name, number in parsed.declared.items()},
    }


def _date(when: ReadDate, printed: str) -> Raw:
    """Return a whole date as a date; a month or a damaged date as text."""
    if when.kind == "day" and when.day:
        return when.day
    if when.kind == "month" and when.iso:
        return f"{when.iso[:4]}年{int(when.iso[5:])}月"
    return printed or when.text


def _problem(item: NoticeItem, parsed: ParsedNotice) -> NoticeCells:
    status = item.status
    body = pieces(item.body)
    cells: NoticeCells = {
        "编号": id_of(item),
        "方面": parsed.aspects[item.aspect - 1].title if item.aspect else "",
        "大项": parsed.groups[item.group - 1].heading.title if item.group else "",
        "具体问题": item.problem,
        "整改进展": body[0] if body else "",
        "公开": vocabulary.YES,
        "通报标题": item.heading.title,
    }
    if len(body) > 1:
        cells["备注"] = f"整改进展共{len(item.body)}字，一格放不下，其余部分见『{schema.PROSE.name}』中本问题的后续行。"
    if status is not None:
        cells |= {
            "完成程度": status.completion,
            "后续要求": status.follow_up,
            "即知即改": vocabulary.YES if status.immediate else "",
            "剩余事项": status.remaining,
            "剩余时限": _date(status.remaining_due, status.remaining_due.text),
            "时限类型": status.follow_up if status.follow_up in vocabulary.LISTS["时限类型"] else "",
            "状态表述": status.text,
        }
    return cells


def _measures(item: NoticeItem) -> Iterator[NoticeCells]:
    completion = item.status.completion if item.status else ""
    for number, text in enumerate(item.measures, 1):
        parts = pieces(text)
        cells: NoticeCells = {
            "措施编号": f"M{item.no:03d}-{number}",
            "问题编号": id_of(item),
            "措施内容": parts[0],
            "完成程度": completion,
        }
        if len(parts) > 1:
            cells["备注"] = f"措施内容共{len(text)}字，一格放不下，全文见『{schema.PROSE.name}』。"
        yield cells
