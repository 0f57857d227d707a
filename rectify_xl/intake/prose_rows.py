"""The rows of 通报文稿 for an imported notice: every paragraph, in the order of its lines.

Section two holds slots that point to the ledger, so that what is edited there is what gets printed; everything else
keeps its words, with slots only for the totals that the ledger bears out. A body that goes on below the status has the
slot of 整改进展 once for each paragraph above it and once for the rest (`notice/writing/as_published.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rectify_xl.intake.cell_limits import literal, pieces, with_slots
from rectify_xl.notice.model import NoticeItem, ParsedNotice, Part, Passage
from rectify_xl.notice.reading import stated_totals
from rectify_xl.notice.reading.damage_check import id_of
from rectify_xl.text.cell_value import Raw

ProseCells = dict[str, Raw]

ASPECT = "{{ 方面 }}"
GROUP = "{{ 大项 }}"
TITLE = "{{ 通报标题 }}"
PROGRESS = "{{ 整改进展 }}"
STATUS = "{{ 状态表述 }}"


class _Placed(NamedTuple):
    """A row and where it belongs: its line, and its order within the line."""

    line: int
    order: int
    cells: ProseCells


def rows(parsed: ParsedNotice) -> Iterator[ProseCells]:
    """Yield the rows of 通报文稿."""
    counted = stated_totals.counted(parsed.aspects, parsed.groups, parsed.items)
    counted["整改措施"] = stated_totals.measures(parsed.items)
    placed = [row for passage in parsed.passages for row in _passage(passage, counted)]
    placed += _headings(parsed)
    placed += [row for item in parsed.items for row in _item(item)]
    for row in sorted(placed, key=lambda row: (row.line, row.order)):
        yield row.cells


def _row(part: Part, level: str, heading: str, body: str, *, number: str = "", related: str = "") -> ProseCells:
    return {"部分": part, "层级": level, "标题": heading, "正文": body, "编号": number.strip(), "关联编号": related}


def _passage(passage: Passage, counted: dict[str, int]) -> Iterator[_Placed]:
    edit = with_slots if passage.part in ("导语", "第一部分", "第三部分") else None
    for order, piece in enumerate(pieces(passage.body)):
        text = edit(piece, counted) if edit else literal(piece)
        first = order == 0
        heading, number = (literal(passage.heading), passage.number) if first else ("", "")
        level = passage.level if first else "正文"
        yield _Placed(passage.line, order, _row(passage.part, level, heading, text, number=number))


def _headings(parsed: ParsedNotice) -> Iterator[_Placed]:
    """Yield the aspects and groups; one without problems has no cell to point to and keeps its words."""
    for no, heading in enumerate(parsed.aspects, 1):
        first = next((id_of(item) for item in parsed.items if item.aspect == no), "")
        text = ASPECT if first else literal(heading.title)
        yield _Placed(heading.line, 0, _row("第二部分", "方面", "", text, number=heading.number, related=first))
    for no, group in enumerate(parsed.groups, 1):
        heading = group.heading
        first = next((id_of(item) for item in parsed.items if item.group == no), "")
        text = GROUP if first else literal(heading.title)
        yield _Placed(heading.line, 0, _row("第二部分", "大项", "", text, number=heading.number, related=first))


def _item(item: NoticeItem) -> Iterator[_Placed]:
    row_id = id_of(item)
    number = item.heading.number
    yield _Placed(item.line, 0, _row("第二部分", "问题", "", TITLE, number=number, related=row_id))
    if item.body or item.label:
        first, *rest = pieces(item.body) or ("",)
        label = item.label + item.label_mark
        body = PROGRESS if first else ""
        yield _Placed(item.body_line, 1, _row("第二部分", "进展", label, body, related=row_id))
        for order, piece in enumerate(rest, 2):
            yield _Placed(item.body_line, order, _row("第二部分", "进展", "", literal(piece), related=row_id))
        if item.below_line and not rest:
            for order in range(2, item.above_status + 1):
                yield _Placed(item.body_line, order, _row("第二部分", "进展", "", PROGRESS, related=row_id))
            yield _Placed(item.below_line, 1, _row("第二部分", "进展", "", PROGRESS, related=row_id))
    if item.status is not None and item.status_line:
        label = item.status_label + item.status_mark
        body = STATUS if item.status.text else ""
        yield _Placed(item.status_line, 1_000_000, _row("第二部分", "状态", label, body, related=row_id))
