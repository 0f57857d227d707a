"""Which row of a returned file is which row that was sent: by id and text, however sorted or renumbered. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from rectify_xl.ledger.changes.recorded_change import free_key, named
from rectify_xl.ledger.changes.remembered_rows import UNNAMED, RememberedSheet, Values
from rectify_xl.ledger.records import Row
from rectify_xl.ledger.schema import EVIDENCE, MEASURES, PROBLEMS, REGULATIONS, Sheet
from rectify_xl.supervision.distribution.fill_columns import FILLED
from rectify_xl.text import cell_value

OWNER = {MEASURES.name: "问题编号", EVIDENCE.name: "问题/措施编号", REGULATIONS.name: "问题编号"}
"""The column that says to which problem a row belongs."""


class RowMatches(NamedTuple):
    """The rows of one sheet of a returned file.

    `pairs` are rows that were sent, by their keys, `below` rows whose cells were meant for the row above, by the key
    of that, `extra` rows that were not sent, `gone` the keys of rows that did not come back. `renumbered` gives the
    key for each id that a row bears now instead of its own.
    """

    pairs: Mapping[str, Row]
    below: tuple[tuple[str, Row], ...]
    extra: tuple[Row, ...]
    gone: tuple[str, ...]
    renumbered: Mapping[str, str]


def keyed(sheet: Sheet, rows: Sequence[Row]) -> dict[str, Row]:
    """Return the rows of a ledger by the keys under which its memory knows them."""
    how = _how(sheet)
    keys: dict[str, Values] = {}
    for row in rows:
        keys[free_key(how.name({how.id: row.text(how.id)}), keys)] = {}
    return dict(zip(keys, rows, strict=True))


def match(sheet: Sheet, sent: Mapping[str, Values], rows: Sequence[Row], others: frozenset[str]) -> RowMatches:
    """Return which of the returned `rows` are which rows that were `sent`.

    `others` are the texts, as they are compared, by which the ledger knows rows that were not sent.
    """
    return _Match(_how(sheet), sent, rows, others).matches()


def telling(sheet: Sheet, row: Row) -> str:
    """Return the text by which a row is known again, as texts are compared."""
    return cell_value.key(row.text(telling_column(sheet)))


def telling_column(sheet: Sheet) -> str:
    """Return the column by which a row is known again: of a rule its name, though that is its id."""
    return _how(sheet).telling if sheet is not REGULATIONS else "名称"


def _how(sheet: Sheet) -> RememberedSheet:
    how = named(sheet.name)
    if how is None:
        raise AssertionError(f"the rows of {sheet.name} are not remembered")
    return how


class _Match:
    """One sheet in the making."""

    def __init__(
        self, how: RememberedSheet, sent: Mapping[str, Values], rows: Sequence[Row], others: frozenset[str]
    ) -> None:
        self.how, self.sent, self.others = how, sent, others
        self.waiting = dict(sent)
        self.come = {row.number: row for row in rows}
        self.pairs: dict[str, Row] = {}

    def matches(self) -> RowMatches:
        """Pair rows that agree in id and text, then in the text alone, then in the id alone."""
        owner = OWNER.get(self.how.sheet.name, self.how.id)
        self._pair(self._id_and_text_of, self._id_and_text)
        for column in dict.fromkeys((owner, "")):
            self._pair(partial(self._text_of, column), partial(self._text, column), only_unique=True)
        self._pair(self._id_of, self._id_alone)
        below, extra = self._below()
        renumbered = {
            self._id(row): key for key, row in self.pairs.items() if self._id(row) and self._id(row) != self._bare(key)
        }
        pairs = {key: self.pairs[key] for key in self.sent if key in self.pairs}
        return RowMatches(pairs, tuple(below), tuple(extra), tuple(self.waiting), renumbered)

    def _pair(
        self, of_sent: Callable[[Values], Hashable], of_row: Callable[[Row], Hashable], *, only_unique: bool = False
    ) -> None:
        """Pair rows that have the same mark, in their order; a mark of None never matches."""
        keys: dict[Hashable, list[str]] = defaultdict(list)
        for key, values in self.waiting.items():
            keys[of_sent(values)].append(key)
        numbers: dict[Hashable, list[int]] = defaultdict(list)
        for number, row in self.come.items():
            numbers[of_row(row)].append(number)
        for mark, candidates in keys.items():
            here = numbers.get(mark, [])
            if mark is None or (only_unique and (len(here) != 1 or len(candidates) != 1)):
                continue
            for key, number in zip(candidates, here, strict=False):
                self.pairs[key] = self.come.pop(number)
                del self.waiting[key]

    def _id_and_text_of(self, values: Values) -> Hashable:
        return self._id_of(values), cell_value.key(values.get(self.how.telling, ""))

    def _id_and_text(self, row: Row) -> Hashable:
        return self._id(row), cell_value.key(row.text(self.how.telling))

    def _text_of(self, column: str, values: Values) -> Hashable:
        text = cell_value.key(values.get(self.how.telling, ""))
        owner = frozenset(cell_value.identifiers(values.get(column, ""))) if column else None
        return (text, owner) if text else None

    def _text(self, column: str, row: Row) -> Hashable:
        text = cell_value.key(row.text(self.how.telling))
        return (text, frozenset(row.ids(column)) if column else None) if text else None

    def _id_of(self, values: Values) -> Hashable:
        name = self.how.name(values)
        return None if name == UNNAMED else name

    def _id_alone(self, row: Row) -> Hashable:
        """Return the id of a row, unless its text is that of another row of the ledger: then the id is not its own."""
        if cell_value.key(row.text(self.how.telling)) in self.others:
            return None
        return self._id(row) or None

    def _id(self, row: Row) -> str:
        name = self.how.name({self.how.id: row.text(self.how.id)})
        return "" if name == UNNAMED else name

    def _bare(self, key: str) -> str:
        return key.partition("#")[0]

    def _below(self) -> tuple[list[tuple[str, Row]], list[Row]]:
        """Return the rows that hold nothing but cells meant for the row above, and all other rows."""
        filled = FILLED[self.how.sheet.name] if self.how.sheet in (PROBLEMS, MEASURES) else ()
        places = sorted((row.number, key) for key, row in self.pairs.items())
        below: list[tuple[str, Row]] = []
        extra: list[Row] = []
        for number, row in self.come.items():
            texts = [name for name in row.headers if row.headers[name] not in row.anchors and row.text(name)]
            above = [key for place, key in places if place < number]
            if above and texts and all(name in filled for name in texts):
                below.append((above[-1], row))
            else:
                extra.append(row)
        return below, extra
