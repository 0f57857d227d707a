"""What was changed between the last known state and the rows as they are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping

from rectify_xl.ledger.changes.recorded_change import Change, KnownState, alter, copied, free_key, named
from rectify_xl.ledger.changes.remembered_rows import Present, RememberedSheet, Values
from rectify_xl.ledger.changes.row_text import as_text
from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED
from rectify_xl.text import personal_numbers


def compare(state: KnownState, now: Mapping[str, Present]) -> tuple[Change, ...]:
    """Return the changes that lead from `state` to the rows of `now`; order and place of rows do not count.

    A sheet or a column that the workbook lacks is not compared: it may have been renamed by accident, and what is
    remembered of it stays. Personal numbers are compared and told as they are covered (`personal_numbers.covered`).
    """
    changes: list[Change] = []
    for sheet, present in now.items():
        how = named(sheet)
        if how is not None and how.id in present.columns:
            changes += _Sheet(how, state.get(sheet, {}), present).changes()
    return tuple(changes)


def _covered(row: Values) -> dict[str, str]:
    return {column: personal_numbers.covered(text) for column, text in row.items()}


class _Sheet:
    """The comparison of one sheet.

    `rows` follows the changes as they are found, so that keys are chosen just as a replay chooses them.
    """

    def __init__(self, how: RememberedSheet, before: Mapping[str, Values], present: Present) -> None:
        self.how = how
        self.name = how.sheet.name
        self.before = before
        self.columns = [column for column in how.columns if column in present.columns]
        self.gone = dict(before)
        self.come = dict(enumerate(present.rows))
        self.pairs: dict[str, Values] = {}

    def changes(self) -> list[Change]:
        """Return the removals, then new ids, then changed cells, then new rows."""
        self._leave_unchanged()
        if not self.gone and not self.come:
            return []
        self.rows = copied(self.before)
        self._cover_numbers()
        telling, rest = self.how.telling, [column for column in self.columns if column != self.how.id]
        self._match(lambda row: tuple(row.get(column, "") for column in self.columns))
        self._match(lambda row: (self.how.name(row), row[telling]) if row.get(telling) else None)
        self._match(
            lambda row: tuple(row.get(column, "") for column in rest) if row.get(telling) else None, only_unique=True
        )
        self._match(lambda row: row.get(telling) or None, only_unique=True)
        self._match(self.how.name)
        changes: list[Change] = []
        for key, row in self.gone.items():
            changes += self._removed(key, row)
        changes += self._renamed()
        for key, now in self.pairs.items():
            changes += self._edited(key, now)
        for row in self.come.values():
            changes += self._added(row)
        return changes

    def _leave_unchanged(self) -> None:
        """Set aside the rows that are just as they were under their names: most of them, most of the time."""
        for place, row in list(self.come.items()):
            key = self.how.name(row)
            if self.gone.get(key) == row:
                del self.come[place], self.gone[key]

    def _cover_numbers(self) -> None:
        """Go on with the rows that differ as 变更记录 may tell them: without numbers of identity cards and the like."""
        for key, row in self.gone.items():
            self.rows[key] = self.gone[key] = _covered(row)
        self.come = {place: _covered(row) for place, row in self.come.items()}
        self._leave_unchanged()

    def _match(self, mark: Callable[[Values], Hashable], *, only_unique: bool = False) -> None:
        """Pair former and present rows that have the same mark, in their order; a mark of None never matches."""
        keys: dict[Hashable, list[str]] = defaultdict(list)
        for key, row in self.gone.items():
            keys[mark(row)].append(key)
        places: dict[Hashable, list[int]] = defaultdict(list)
        for place, row in self.come.items():
            places[mark(row)].append(place)
        for sign, numbers in places.items():
            candidates = keys.get(sign, [])
            if sign is None or (only_unique and (len(numbers) != 1 or len(candidates) != 1)):
                continue
            for key, place in zip(candidates, numbers, strict=False):
                self.pairs[key] = self.come.pop(place)
                del self.gone[key]

    def _renamed(self) -> list[Change]:
        """Return the changes of names, as far as possible those first whose new name is free."""
        changes: list[Change] = []
        waiting = [key for key, row in self.pairs.items() if self.how.name(row) != self.how.name(self.rows[key])]
        while waiting:
            key = next(
                (candidate for candidate in waiting if self.how.name(self.pairs[candidate]) not in self.rows),
                waiting[0],
            )
            waiting.remove(key)
            now = self.pairs.pop(key)
            change = self._cell(key, self.how.id, now)
            changes.append(change)
            self.pairs[alter(self.rows, change)] = now
        return changes

    def _edited(self, key: str, now: Values) -> list[Change]:
        before = self.rows[key]
        changes = [
            self._cell(key, column, now) for column in self.columns if before.get(column, "") != now.get(column, "")
        ]
        for change in changes:
            alter(self.rows, change)
        return changes

    def _cell(self, key: str, column: str, now: Values) -> Change:
        return Change(self.name, key, column, self.rows[key].get(column, ""), now.get(column, ""))

    def _added(self, row: Values) -> list[Change]:
        key = free_key(self.how.name(row), self.rows)
        text, rest = as_text(row, ROW_ADDED, key, row.get(self.how.telling, ""))
        changes = [Change(self.name, key, ROW_ADDED, "", text)]
        changes += [Change(self.name, key, column, "", row[column]) for column in rest]
        for change in changes:
            alter(self.rows, change)
        return changes

    def _removed(self, key: str, row: Values) -> list[Change]:
        text, rest = as_text(row, ROW_REMOVED, key, row.get(self.how.telling, ""))
        changes = [Change(self.name, key, column, row[column], "") for column in rest]
        changes.append(Change(self.name, key, ROW_REMOVED, text, ""))
        for change in changes:
            alter(self.rows, change)
        return changes
