"""Which rows 程序状态 knew before something was registered: what a ledger knows of its own past.

The memory keeps the rows from which 变更记录 counts (初始 1, 初始 2 …) and those that the last command left (当前).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.memory import memory_store
from rectify_xl.ledger.memory.unrecorded_changes import FIRST, NOW
from rectify_xl.ledger.reading.reader import RawSheet
from rectify_xl.ledger.records import Closure, Ledger, Problem
from rectify_xl.ledger.vocabulary import CLOSE, EXTEND, PASSED
from rectify_xl.text import cell_value

_Row = Mapping[str, str]


class _State(NamedTuple):
    """The rows of 问题台账, by the ids that they have now, and of 销号登记 at one time; `first` of an entry 初始.

    `by_former_id` are the same problems by the ids that they had then.
    """

    first: bool
    problems: Mapping[str, _Row]
    closures: tuple[_Row, ...]
    by_former_id: Mapping[str, _Row]


class KnownRows:
    """The rows that the memory of a ledger knew; nothing where it has none. Unpacked when it is asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def before_closing(self, problem: Problem, closing: Closure, note: str) -> bool:
        """Tell whether a row was known at a time when a closing was not registered yet.

        A row with `note` in its 备注 was a relapse then already, of a problem that was closed formally later.
        """
        return any(
            note not in row.get("备注", "")
            for state in self._states
            if (row := self._row(state, problem)) and not self._closed(state, closing)
        )

    def before_note(self, problem: Problem, note: str) -> bool:
        """Tell whether a row was known from the beginning, without the words in 备注 that make it a relapse."""
        return any(
            note not in row.get("备注", "")
            for state in self._states
            if state.first and (row := self._row(state, problem))
        )

    def had_id(self, problem: Problem, names: Iterable[str]) -> tuple[str, ...]:
        """Return those ids under which the memory knew a row of these words."""
        words = cell_value.key(problem.problem)
        return tuple(
            name
            for name in dict.fromkeys(names)
            if any(
                words and cell_value.key(state.by_former_id.get(name, {}).get("具体问题", "")) == words
                for state in self._states
            )
        )

    def _row(self, state: _State, problem: Problem) -> _Row | None:
        """Return a row as it was: by its id, or by its words where one row was given another id and no line tells."""
        known = state.problems.get(problem.id)
        if known or not problem.problem:
            return known
        words = cell_value.key(problem.problem)
        gone = [
            row
            for name, row in state.problems.items()
            if name not in self._ids and cell_value.key(row.get("具体问题", "")) == words
        ]
        come = self._words[words] - sum(
            cell_value.key(other.problem) == words for other in self._ledger.problems if other.id in state.problems
        )
        return gone[0] if len(gone) == 1 == come else None

    def _closed(self, state: _State, closing: Closure) -> bool:
        names = {closing.problem, *(old for old, name in self._renamed.items() if name == closing.problem)}
        passed = {PASSED, closing.row.text("结论")}
        return any(
            cell_value.identifier(row.get("问题编号", "")) in names
            and row.get("类型", CLOSE) != EXTEND
            and row.get("结论", "") in passed
            for row in state.closures
        )

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(row.id("编号") for row in self._ledger.rows.get(schema.PROBLEMS.name, ()))

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(cell_value.key(problem.problem) for problem in self._ledger.problems)

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        """The present id of every problem whose id was changed, by its former ones, as far as 变更记录 tells."""
        now: dict[str, str] = {}
        for row in self._ledger.rows.get(schema.CHANGES.name, ()):
            if row.raw("表") == schema.PROBLEMS.name and row.text("列") == "编号" and row.text("新值"):
                old, new = row.id("行编号").partition("#")[0], row.id("新值")
                now |= {former: new for former, name in now.items() if name == old}
                now[old] = new
        return now

    @cached_property
    def _states(self) -> tuple[_State, ...]:
        return tuple(self._read())

    def _read(self) -> Iterator[_State]:
        if not self._ledger.memory:
            return
        entries = memory_store.read(RawSheet(schema.MEMORY.name, self._ledger.memory)).entries
        for name in entries:
            first = name.startswith(f"{FIRST} ")
            if not first and name != NOW:
                continue
            content = entries[name]
            state = content.get("state") if first and isinstance(content, dict) else content
            problems, closures = (_table(state, sheet.name) for sheet in (schema.PROBLEMS, schema.CLOSURES))
            if problems:
                by_id = {self._present(key): row for key, row in problems.items()}
                yield _State(first, by_id, tuple(closures.values()), problems)

    def _present(self, key: str) -> str:
        name = key.partition("#")[0]
        return self._renamed.get(name, name)


def _table(state: memory_store.Json, sheet: str) -> Mapping[str, _Row]:
    """Return the rows of one sheet by their keys; the memory does not name a sheet that held none."""
    table = state.get(sheet) if isinstance(state, dict) else None
    if not isinstance(table, dict):
        return {}
    return {
        key: {column: text for column, text in row.items() if isinstance(text, str)}
        for key, row in table.items()
        if isinstance(row, dict)
    }
