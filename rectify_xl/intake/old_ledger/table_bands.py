"""Titles across a table: they name the 方面 or 大项 of the rows below, how far those are, or their kind of deadline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rectify_xl.intake.old_ledger import row_kinds, status_words
from rectify_xl.intake.old_ledger.old_records import OldCell
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.ledger import heading_words as words
from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.cells import choices
from rectify_xl.notice.reading import status_lines
from rectify_xl.text.numerals import COUNTING

OF_ROWS = (words.LEAD, words.DEPARTMENT, words.PERSON, words.DUE, words.STATUS, words.DUE_KIND)
"""Roles that a title may give to the rows below."""
WIDE = 0.5
"""Share of the columns that a title across the table covers."""
_OFFICE_BAND = r"[\u4e00-\u9fff]{1,8}(?:科|股|室|处|部|办|中心|所|站|队|支部)"
_PROBLEM_MARK = r"(?:具体)?问题[一二三四五六七八九十\d]{1,3}\s*[：:、.．]\s*"
_KIND_OF = r"(?:的|类)*(?:整改)?(?:具体)?(?:问题|事项|任务)?(?:清单|台账)?$"


@dataclass
class Governing:
    """The words that hold for the rows below, by role: 方面, 大项, and perhaps the state or the kind of deadline."""

    cells: dict[str, OldCell] = field(default_factory=dict)

    def put(self, role: str, cell: OldCell) -> None:
        """Let a word govern from here on; another 方面 ends the 大项 above."""
        if role == words.ASPECT and cell.text != self.text(words.ASPECT):
            self.cells.pop(words.GROUP, None)
        self.cells[role] = cell

    def text(self, role: str) -> str:
        """Return the word that governs, empty where none does."""
        return self.cells[role].text if role in self.cells else ""

    def end(self, role: str) -> None:
        """Let a word govern no longer."""
        self.cells.pop(role, None)


@dataclass(frozen=True)
class BandRow:
    """A row that is a title across the table: what it names, and its bare words."""

    role: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    """What brackets behind the title say of the rows below (责任领导：骆宾；完成时限：2025年6月30日), by role."""


def bands(
    view: SheetView, rows: Sequence[int], roles: Mapping[int, str], skipped: Callable[[int], bool]
) -> dict[int, BandRow]:
    """Return the titles across a table by row; `roles` are those of its columns, `skipped` tells rows of no data."""
    first, last = min(roles), max(roles)
    titles: dict[int, row_kinds.Band] = {}
    for row in rows:
        inside = [column for column in view.rows[row] if first <= column <= last]
        if len(inside) == 1 and _may_be_band(view, row, inside[0], roles) and not skipped(row):
            titles[row] = row_kinds.band(view.text(row, inside[0]))
        elif len(inside) > 1 and not skipped(row) and (title := _with_counts([view.text(row, c) for c in inside])):
            titles[row] = title
    lowest = min((title.level for title in titles.values() if title.level), default=0)
    has_aspects = words.ASPECT in roles.values()
    has_problems = not {words.PROBLEM, words.SUMMARY}.isdisjoint(roles.values())
    has_offices = words.DEPARTMENT in roles.values()
    deepest = max((title.level for title in titles.values()), default=0)
    named: dict[int, BandRow] = {}
    previous = 0
    for row, title in titles.items():
        state = state_of(title.title)
        if title.level:
            first_level = title.level == lowest
        else:
            first_level = not previous or any(previous < between < row for between in rows)
        role = words.ASPECT if first_level and not has_aspects else words.GROUP
        text = view.text(row, view.rows[row][0])
        if not title.level and not has_offices and re.fullmatch(_OFFICE_BAND, title.title):
            named[row] = BandRow(words.DEPARTMENT, title.title)
        elif not has_problems and (re.match(_PROBLEM_MARK, text) or title.level == deepest):
            named[row] = BandRow(words.PROBLEM, re.sub(_PROBLEM_MARK, "", title.title))
        else:
            named[row] = state or BandRow(role, title.title, tuple(_facts(text)))
        previous = row
    return named


def _facts(text: str) -> Iterator[tuple[str, str]]:
    match = re.search(r"[（(]([^（）()]*[：:][^（）()]*)[）)]\s*$", text)
    for piece in re.split(r"[；;，,]", match[1]) if match else ():
        label, _, value = piece.replace("：", ":").partition(":")
        role = words.meaning(label).role
        if role in OF_ROWS and value.strip():
            yield role, value.strip()


def above(view: SheetView, row: int, columns: Sequence[int]) -> list[tuple[int, BandRow]]:
    """Return the marked titles directly above the first header of a sheet, which ends above `row`."""
    titles: list[tuple[int, BandRow]] = []
    for candidate in sorted((number for number in view.rows if number < row), reverse=True):
        inside = [column for column in view.rows[candidate] if min(columns) <= column <= max(columns)]
        band = row_kinds.band(view.text(candidate, inside[0])) if len(inside) == 1 else row_kinds.Band(0, "")
        if band.level not in (1, 2):
            break
        role = words.ASPECT if band.level == 1 else words.GROUP
        titles.insert(0, (candidate, state_of(band.title) or BandRow(role, band.title)))
    if len(titles) == 1 and titles[0][1].role == words.GROUP:
        titles = [(titles[0][0], BandRow(words.ASPECT, titles[0][1].title))]
    return titles


def state_of(title: str) -> BandRow | None:
    """Return the state, or the kind of deadline, that a title gives to the rows below (二、正在整改的问题)."""
    for bare in dict.fromkeys((re.sub(_KIND_OF, "", title), re.sub(r"(?:的|类)*(?:问题|事项)?$", "", title))):
        if bare and status_lines.is_status_only(bare) and status_words.read(bare).completion:
            return BandRow(words.STATUS, bare)
        kinds = vocabulary.LISTS["时限类型"]
        advised = choices.advised(bare, "时限类型", kinds, {})
        kind = advised[0] if advised else choices.chosen(bare, choices.by_folded(kinds))
        if kind in kinds:
            return BandRow(words.DUE_KIND, kind)
    return None


def _with_counts(texts: Sequence[str]) -> row_kinds.Band | None:
    """Return the title of a row of mark, 方面 and counts (一 | 履职尽责方面 | 2 | 0), None where it is no such row."""
    marks = [text.strip("、.（）() ") for text in texts[:1]]
    if len(texts) < 2 or not re.fullmatch(rf"[{COUNTING}]{{1,3}}", marks[0]) or not texts[1].endswith("方面"):
        return None
    rest = (text.strip() for text in texts[2:])
    counts = all(re.fullmatch(r"\d+(?:个|条|项)?|\d+(?:\.\d+)?%|[—\-/]", text) for text in rest)
    return row_kinds.Band(1, row_kinds.title(texts[1])) if counts else None


def _may_be_band(view: SheetView, row: int, column: int, roles: Mapping[int, str]) -> bool:
    text = view.text(row, column)
    area = view.area(row, column)
    if len(text) > row_kinds.LONGEST_BAND or row_kinds.is_mark_only(text) or area.bottom > row:
        return False
    if area.right - area.left + 1 >= max(2, WIDE * len(roles)):
        return True
    role = roles.get(column, "")
    covered = any(view.area(row, c).top < row for c in roles if roles[c] in (words.PROBLEM, words.NUMBER))
    marked = row_kinds.band(text).level in (1, 2) or text.endswith("方面")
    alone = column == min(roles) and role == words.NUMBER
    return not covered and (alone or (marked and role != words.MEASURE))
