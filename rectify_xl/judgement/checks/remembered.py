"""What a ledger remembers of its rows: the lines of 变更记录, and what was changed since and no line tells yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.records import Cell, Ledger, Row, RowChange
from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED
from rectify_xl.text import cell_value

if TYPE_CHECKING:
    from rectify_xl.ledger.changes.followed_keys import FollowedChange

_SHEETS = (schema.PROBLEMS.name, schema.MEASURES.name, schema.REVIEWS.name, schema.CLOSURES.name)


class Memory(NamedTuple):
    """What the workbook says beside its tables, as far as somebody looked.

    `unrecorded` are the changes since the last command, `log_broken` what was done by hand to 变更记录 itself, `lost`
    which part of the memory is not there though the ledger once had it, `breaks` the rows of 变更记录 at which its
    chain of sums does not hold, each with whether it bears none.
    """

    unrecorded: tuple[RowChange, ...] = ()
    log_broken: str = ""
    lost: str = ""
    breaks: tuple[tuple[int, bool], ...] = ()


NOTHING = Memory()
"""What is known where nobody looked."""


class RememberedChange(NamedTuple):
    """One change of a row; `row` is its line in 变更记录, None where it has none yet."""

    sheet: str
    key: str
    column: str
    old: str
    new: str
    row: Row | None

    @property
    def name(self) -> str:
        """What names the row, without the number that tells rows of one name apart."""
        return self.key.partition("#")[0]

    @property
    def where(self) -> str:
        """Where a person can look it up, or that nobody wrote it down yet."""
        return f"见『{self.row.sheet}』第{self.row.number}行" if self.row else "检查时变更记录还没有记"


class Earlier(NamedTuple):
    """What a cell held before, and the line that tells it."""

    text: str
    line: RememberedChange


_FIELDS = ("表", "行编号", "列", "原值", "新值")
Trail = dict[str, list[Earlier]]
"""What stood in the columns of one row before, oldest first."""


UNRECORDED = "９"
"""Stands for the moment of what no command has recorded yet: later than every other."""
MOSTLY = 0.6
"""Share of the problems from which on they are those of another round."""


class RememberedChanges:
    """The changes of a ledger in their order; worked out when a check asks for them."""

    def __init__(self, ledger: Ledger, unrecorded: Iterable[RowChange]) -> None:
        self._ledger, self._unrecorded = ledger, tuple(unrecorded)

    @cached_property
    def lines(self) -> tuple[RememberedChange, ...]:
        """The changes of problems, measures, closings and reviews, those of 变更记录 first; none of a round before."""
        return self._all[self.of_former_round :]

    @cached_property
    def of_former_round(self) -> int:
        """How many changes are of a former round: somebody took its workbook over, and filled in another one.

        That is so where 巡察轮次 was changed, and most problems with it or since. Their rows are other problems.
        """
        moments = [
            *(row.text("时间") for row in self._ledger.rows.get(schema.CHANGES.name, ()) if _of_round(*_change(row))),
            *(UNRECORDED for sheet, key, _, old, new in self._unrecorded if _of_round(sheet, key, old, new)),
        ]
        if not moments:
            return 0
        times = [line.row.text("时间") if line.row else UNRECORDED for line in self._all]
        first = next((place for place, time in enumerate(times) if time >= moments[-1]), len(times))
        anew = {cell_value.identifier(line.name) for line in self._all[first:] if _is_another(line)}
        problems = self._ledger.problems
        if sum(problem.id in anew for problem in problems) < MOSTLY * len(problems):
            return 0
        return sum(time <= moments[-1] for time in times)

    @cached_property
    def _all(self) -> tuple[RememberedChange, ...]:
        rows = (row for row in self._ledger.rows.get(schema.CHANGES.name, ()) if row.raw("表") in _SHEETS)
        return (
            *(
                RememberedChange(
                    row.text("表"), row.text("行编号"), row.text("列"), row.text("原值"), row.text("新值"), row
                )
                for row in rows
            ),
            *(RememberedChange(*change, None) for change in self._unrecorded if change[0] in _SHEETS),
        )

    @cached_property
    def trails(self) -> Mapping[str, Trail]:
        """What the rows of 问题台账 held before, by the ids that they have now; of rows that share one, together."""
        from rectify_xl.ledger.changes.followed_keys import followed, name_in
        from rectify_xl.ledger.changes.recorded_change import Change
        from rectify_xl.ledger.changes.remembered_rows import UNNAMED

        lines = [line for line in self.lines if line.sheet == schema.PROBLEMS.name]
        names = [problem.id or UNNAMED for problem in self._ledger.problems]
        trails = _Trails()
        changes = [Change(line.sheet, line.key, line.column, line.old, line.new) for line in lines]
        for line, keys in zip(lines, followed(changes, names), strict=True):
            trails.follow(line, keys)
        by_name: dict[str, Trail] = {}
        for key, trail in trails.standing.items():
            known = by_name.setdefault(name_in(key), {})
            for column, past in trail.items():
                known.setdefault(column, []).extend(past)
        return {name_in(key): trail for key, trail in trails.gone.items()} | by_name

    def followed(self, sheet: str, standing: Iterable[str]) -> tuple[tuple[FollowedChange, str], ...]:
        """Return all changes of one sheet with the keys of their rows, and when each was made, empty if nobody knows.

        `standing` names the rows of the sheet as they are now.
        """
        from rectify_xl.ledger.changes.followed_keys import followed
        from rectify_xl.ledger.changes.recorded_change import Change

        rows = [row for row in self._ledger.rows.get(schema.CHANGES.name, ()) if row.raw("表") == sheet]
        kept = [Change(*(row.text(column) for column in _FIELDS)) for row in rows]
        since = [Change(*change) for change in self._unrecorded if change[0] == sheet]
        times = (*(row.text("时间") for row in rows), *("" for _ in since))
        return tuple(zip(followed([*kept, *since], standing), times, strict=True))

    def place(self, sheet: str, number: int = 1) -> Cell:
        """Return where a row that is not there any more belongs: below the last one of its sheet."""
        facts = self._ledger.sheets.get(sheet)
        return Cell(sheet, (facts.last_row if facts else 1) + number, 1)


class _Trails:
    """What is known of rows while the changes pass by: by the keys of those that stand, and of those that are gone."""

    def __init__(self) -> None:
        self.standing: dict[str, Trail] = {}
        self.gone: dict[str, Trail] = {}
        self._removed: dict[tuple[str, str], Trail] = {}

    def follow(self, line: RememberedChange, keys: FollowedChange) -> None:
        """Let it follow one change: a new id, a row deleted, a row typed anew under any id."""
        if line.column == ROW_ADDED:
            row = _row(line.new)
            known = self._removed.pop(same(row), None)
            if (
                known is None
            ):  # another problem: of the one that had its id before, only the deadline is held against it
                known = {
                    column: past for column, past in self.gone.get(keys.before, {}).items() if column == "整改时限"
                }
            self.standing[keys.after] = known
            _note(known, line, row.items())
        elif line.column == ROW_REMOVED:
            row = _row(line.old)
            trail = self.standing.pop(keys.before, {})
            _note(trail, line, row.items())
            self._removed[same(row)] = self.gone[keys.before] = trail
        elif line.column == "编号":
            trail = self.standing.pop(keys.before, {})
            _note(trail, line, (("编号", line.old),))
            self.standing[keys.after] = trail
        else:
            _note(self.standing.setdefault(keys.before, {}), line, ((line.column, line.old),))


def _note(trail: Trail, line: RememberedChange, cells: Iterable[tuple[str, str]]) -> None:
    for column, text in cells:
        past = trail.setdefault(column, [])
        if text and past and past[-1].text == text and past[-1].line.column == ROW_ADDED:
            past[-1] = Earlier(text, line)  # the line that tells the change says more than the one that entered it
        elif text:
            past.append(Earlier(text, line))


def _change(row: Row) -> tuple[str, str, str, str]:
    return row.text("表"), row.text("行编号"), row.text("原值"), row.text("新值")


def _of_round(sheet: str, key: str, old: str, new: str) -> bool:
    """Tell whether a change gives the ledger to another 巡察轮次."""
    if sheet != schema.INFO.name or key.partition("#")[0] != "巡察轮次":
        return False
    return bool(old) and cell_value.key(old) != cell_value.key(new)


def _is_another(line: RememberedChange) -> bool:
    """Tell whether a change puts another problem into a row of 问题台账."""
    if line.sheet != schema.PROBLEMS.name or line.column not in (ROW_ADDED, "具体问题"):
        return False
    from rectify_xl.text.similar import same_matter

    return line.column == ROW_ADDED or not same_matter(line.old, line.new)


def _row(text: str) -> Mapping[str, str]:
    from rectify_xl.ledger.changes.row_text import from_text

    return from_text(text)


def same(row: Mapping[str, str]) -> tuple[str, str]:
    """Return by what a problem is known again: a relapse has the words of its original, but another 关联编号."""
    from rectify_xl.text.personal_numbers import covered

    return cell_value.key(covered(row.get("具体问题", ""))), cell_value.key(row.get("关联编号", ""))


def added_later(lines: Iterable[RememberedChange], removal: RememberedChange) -> Iterator[Mapping[str, str]]:
    """Yield the problems that were typed anew after one was taken out."""
    after_removal = False
    for line in lines:
        if after_removal and line.column == ROW_ADDED and line.sheet == schema.PROBLEMS.name:
            yield _row(line.new)
        after_removal = after_removal or line is removal
