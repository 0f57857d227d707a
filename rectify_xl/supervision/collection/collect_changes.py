"""What taking lines of returned files writes: cells, and new rows under the ledger's own numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema, used_ids
from rectify_xl.ledger.records import CellWrite, Changes, Ledger, SheetChanges
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.vocabulary import ROW_ADDED
from rectify_xl.supervision.collection.collect_lines import CollectLine
from rectify_xl.supervision.collection.returned_rows import OWNER
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw


class Taken(NamedTuple):
    """The changes that take lines, and sentences about numbers that had to be given anew."""

    changes: Changes
    sees: tuple[str, ...]


def take(ledger: Ledger, lines: Iterable[CollectLine], former: Sequence[str] = ()) -> Taken:
    """Return what taking `lines` writes; new rows come below the last row of their sheet.

    `former` are ids of deleted rows that 变更记录 does not hold yet.
    """
    return _Taking(ledger, former).taken(list(lines))


class _Taking:
    """One taking in the making."""

    def __init__(self, ledger: Ledger, former: Sequence[str]) -> None:
        self.ledger = ledger
        self.used = {*used_ids.used(ledger), *former, *(document.id for document in ledger.evidence)}
        self.relations = Relations(ledger)
        self.given: list[str] = list(former)
        self.renamed: dict[tuple[str, str], str] = {}
        self.writes: dict[str, list[CellWrite]] = {}
        self.whose: dict[str, dict[tuple[str, str], str]] = {}
        self.last = {name: header.last_row for name, header in ledger.sheets.items()}
        self.sees: list[str] = []

    def taken(self, lines: Sequence[CollectLine]) -> Taken:
        """Return the changes: cells first, then measures, then what may name them."""
        order = (schema.PROBLEMS.name, schema.MEASURES.name, schema.EVIDENCE.name, schema.REGULATIONS.name)
        for line in lines:
            if not line.is_row:
                value = "" if line.value is None else line.value
                self._write(
                    line.sheet,
                    CellWrite(line.row, line.place, value or None),
                    (line.key, line.column),
                    line.to + line.whose,
                )
        fresh = [line for line in lines if line.column == ROW_ADDED and line.sheet in order]
        for line in sorted(fresh, key=lambda line: order.index(line.sheet)):
            self._add(line)
        blocks = (SheetChanges(name, tuple(cells), whose=self.whose[name]) for name, cells in self.writes.items())
        return Taken(tuple(blocks), tuple(self.sees))

    def _write(self, sheet: str, cell: CellWrite, place: tuple[str, str], to: str) -> None:
        self.writes.setdefault(sheet, []).append(cell)
        self.whose.setdefault(sheet, {})[place] = to

    def _add(self, line: CollectLine) -> None:
        headers = self.ledger.sheets[line.sheet].headers
        cells: dict[str, Raw] = dict(line.cells)
        for column in (OWNER.get(line.sheet, "关联编号"), "上级措施"):
            if cells.get(column):
                ids = cell_value.identifiers(cells[column])
                cells[column] = "、".join(self.renamed.get((line.code, name), name) for name in ids)
        key = self._numbered(line, cells)
        row = self.last[line.sheet] = self.last[line.sheet] + 1
        for name, value in cells.items():
            if name in headers and cell_value.text(value):
                self._write(line.sheet, CellWrite(row, headers[name], value), (key, ""), line.to)

    def _numbered(self, line: CollectLine, cells: dict[str, Raw]) -> str:
        """Give a new row its number, its own where nobody ever had that; return the key of the row."""
        if line.sheet == schema.REGULATIONS.name:
            return cell_value.text(cells.get("名称"))
        if line.sheet == schema.PROBLEMS.name:
            return self._named(line, cells, "编号", self._next_problem())
        column = "措施编号" if line.sheet == schema.MEASURES.name else "编号"
        owner = cell_value.identifiers(cells.get(OWNER[line.sheet]))[0]
        fresh = (
            self._next_measure(owner)
            if line.sheet == schema.MEASURES.name
            else used_ids.next_document_id(self.ledger, self.given)
        )
        return self._named(line, cells, column, fresh)

    def _named(self, line: CollectLine, cells: dict[str, Raw], column: str, fresh: str) -> str:
        """Put its number into a new row: what it bears where that is free, else a `fresh` one."""
        typed = cell_value.identifier(cells.get(column))
        free = bool(typed) and typed not in self.used and _alike(typed, fresh)
        name = typed if free else fresh
        if typed and typed != name:
            self.sees.append(f"{line.to}在《{line.sheet}》新增的{typed}，这个编号用过或不合规则，改为{name}。")
        if typed:
            self.renamed[line.code, typed] = name
        self.used.add(name)
        self.given.append(name)
        cells[column] = name
        return name

    def _next_measure(self, owner: str) -> str:
        problem = next(iter(self.relations.problems_behind((owner,))), owner)
        siblings = [measure.id for measure in self.relations.measures_of(problem) if not measure.parent]
        return used_ids.next_measure_id(self.ledger, problem, siblings, self.given)

    def _next_problem(self) -> str:
        like = next((problem.id for problem in self.ledger.problems if problem.id), "P001")
        return used_ids.next_id(self.ledger, like, self.given)


def _alike(typed: str, fresh: str) -> bool:
    """Tell whether a typed number is of the kind that the ledger gives: its letters, and a number."""
    pattern = r"(.*?)(\d+)"
    mine, ours = re.fullmatch(pattern, typed), re.fullmatch(pattern, fresh)
    return bool(mine and ours and mine[1] == ours[1])


def counted(lines: Iterable[CollectLine]) -> Mapping[str, int]:
    """Return how many lines there are of each department."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.to] = counts.get(line.to, 0) + 1
    return counts
