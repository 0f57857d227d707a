"""核实登记: findings that a person looked at and says are no faults; how they are known again, and which lines count.

A line counts only as a command wrote it: 变更记录 tells its whole content, and one that was typed or altered by hand is
none. It holds as long as what was looked at stays: the code, the row, the cell's text and what was said of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite, Finding, Ledger, Row, SheetChanges
from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED
from rectify_xl.system.digests import text_sha256
from rectify_xl.text.excerpts import shortened
from rectify_xl.text.refs import parse_cell

BY_CHECKING, BY_RELEASE = "校验结果", "公开放行"
"""Where a line comes from: looked at in 校验结果, or released when the public notice was made."""
COMMANDS = frozenset({"一键处理", "生成通报"})
"""The labels of the commands that write lines."""
REPEATED = 200
"""Most characters of a cell that a line repeats; its sum is over all of them."""
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""A sum of letters alone is never taken for somebody's number, and covered."""
_COLUMNS = tuple(column.name for column in schema.VERIFIED.columns)


class VerifiedFinding(NamedTuple):
    """One line of 核实登记, as its columns stand; `row` is where."""

    time: str
    by: str
    code: str
    sheet: str
    key: str
    column: str
    content: str
    reason: str
    source: str
    seal: str
    row: Row | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells of the line, in the order of the columns."""
        line = (self.time, self.by, self.code, self.sheet, self.key, self.column)
        return (*line, self.content, self.reason, self.source, self.seal)


class OnRecord(NamedTuple):
    """The lines that count, and those that do not: no command wrote them as they stand."""

    valid: tuple[VerifiedFinding, ...] = ()
    by_hand: tuple[VerifiedFinding, ...] = ()


class SplitFindings(NamedTuple):
    """Findings that are open, and those that were verified, each with its line."""

    left: tuple[Finding, ...]
    verified: tuple[tuple[Finding, VerifiedFinding], ...] = ()


def on_record(ledger: Ledger) -> OnRecord:
    """Return the lines of 核实登记, by whether 变更记录 tells that a command wrote them."""
    rows = ledger.rows.get(schema.VERIFIED.name, ())
    if not rows:
        return OnRecord()
    recorded = Counter(_recorded(ledger))
    valid: list[VerifiedFinding] = []
    by_hand: list[VerifiedFinding] = []
    for row in rows:
        line = VerifiedFinding._make([*(row.text(name) for name in _COLUMNS), row])
        if recorded[line.texts] > 0:
            recorded[line.texts] -= 1
            valid.append(line)
        else:
            by_hand.append(line)
    return OnRecord(tuple(valid), tuple(by_hand))


def _recorded(ledger: Ledger) -> Iterator[tuple[str, ...]]:
    """Yield the lines that are there by 变更记录: written by a command, and not touched by a person since."""
    from rectify_xl.ledger.changes.row_text import from_text

    standing: dict[str, tuple[str, ...]] = {}
    for row in ledger.rows.get(schema.CHANGES.name, ()):
        if row.raw("表") != schema.VERIFIED.name:
            continue
        key = row.text("行编号")
        if row.text("列") == ROW_ADDED and row.text("命令") in COMMANDS:
            fields = from_text(row.text("新值"))
            standing[key] = tuple(fields.get(name, "") for name in _COLUMNS)
        elif row.text("列") in (ROW_ADDED, ROW_REMOVED, *_COLUMNS):
            standing.pop(key, None)
    yield from standing.values()


def seal(finding: Finding, ledger: Ledger) -> str:
    """Return the sum over what a person looks at; where the row stands, and how many days went by, is no part of it."""
    message = re.sub(r"第\d+行|[A-Z]{1,3}\d+(?![\dA-Za-z])|\d+天", "", finding.message)
    column, text = looked_at(finding, ledger)
    where = f"{finding.code}\x1f{finding.sheet}\x1f{finding.row_id}\x1f{column}"
    digest = text_sha256(f"{where}\x1f{text}\x1f{message}", 16)
    return digest.translate(_LETTERS)


def looked_at(finding: Finding, ledger: Ledger) -> tuple[str, str]:
    """Return the header over a finding's cell, and what stands in the cell."""
    place, facts = parse_cell(finding.cell), ledger.sheets.get(finding.sheet)
    if place is None or facts is None:
        return "", ""
    header = next((name for name, position in facts.headers.items() if position == place[1]), "")
    row = next((row for row in ledger.rows.get(finding.sheet, ()) if row.number == place[0]), None)
    return header, row.text(header) if row and header else ""


def split(ledger: Ledger, findings: Sequence[Finding], sources: Iterable[str] = (BY_CHECKING,)) -> SplitFindings:
    """Return which findings somebody verified; a line stands for one finding, several lines for as many."""
    wanted = frozenset(sources)
    waiting: dict[str, list[VerifiedFinding]] = {}
    for line in on_record(ledger).valid:
        if line.source in wanted:
            waiting.setdefault(line.seal, []).append(line)
    if not waiting:
        return SplitFindings(tuple(findings))
    left: list[Finding] = []
    verified: list[tuple[Finding, VerifiedFinding]] = []
    codes = {line.code for lines in waiting.values() for line in lines}
    for finding in findings:
        lines = waiting.get(seal(finding, ledger)) if finding.code in codes else None
        if lines:
            verified.append((finding, lines.pop()))
        else:
            left.append(finding)
    return SplitFindings(tuple(left), tuple(verified))


def line_for(finding: Finding, ledger: Ledger, *, time: str, by: str, reason: str, source: str) -> VerifiedFinding:
    """Return the line that says that a person looked at a finding."""
    from rectify_xl.text import personal_numbers

    column, text = looked_at(finding, ledger)
    excerpt = shortened(" ".join(text.split()), REPEATED)
    content = " ".join(f"{f'“{excerpt}”：' if excerpt else ''}{finding.message}".split())
    return VerifiedFinding(
        time,
        by,
        finding.code,
        finding.sheet,
        finding.row_id,
        column,
        personal_numbers.covered(content),
        personal_numbers.covered(" ".join(reason.split())),
        source,
        seal(finding, ledger),
    )


def in_numbers(lines: Sequence[VerifiedFinding]) -> str:
    """Return how many lines there are, whose, and how many give one reason (47条（李敏，同一理由43条）)."""
    if not lines:
        return "0条"
    names = Counter(line.by for line in lines)
    people = "、".join(names) if len(names) == 1 else "、".join(f"{name}{number}条" for name, number in names.items())
    alike = Counter(line.reason for line in lines).most_common(1)[0][1]
    return f"{len(lines)}条（{people}{f'，同一理由{alike}条' if alike > 1 else ''}）"


def appended(ledger: Ledger, lines: Sequence[VerifiedFinding]) -> tuple[SheetChanges, ...]:
    """Return what adds lines below the last one of 核实登记, which the ledger must have (see `can_hold`)."""
    if not lines:
        return ()
    facts = ledger.sheets[schema.VERIFIED.name]
    columns: Mapping[str, int] = facts.headers
    writes = tuple(
        CellWrite(number, columns[name], value)
        for number, line in enumerate(lines, facts.last_row + 1)
        for name, value in zip(_COLUMNS, line.texts, strict=True)
        if value
    )
    return (SheetChanges(schema.VERIFIED.name, writes),)


def can_hold(ledger: Ledger) -> bool:
    """Tell whether the ledger has 核实登记 with all its columns, and the memory that vouches for it."""
    facts = ledger.sheets.get(schema.VERIFIED.name)
    log = ledger.sheets.get(schema.CHANGES.name)
    return facts is not None and log is not None and set(_COLUMNS) <= set(facts.headers)
