"""One returned file against what was sent and against the ledger as it is now: three-way, cell by cell. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.intake.merging import cell_differences
from rectify_xl.intake.merging.merge_rows import protected
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.remembered_rows import Values
from rectify_xl.ledger.records import Cell, Ledger, Row
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.schema import Column, Sheet
from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED
from rectify_xl.supervision.collection import returned_cells, returned_rows
from rectify_xl.supervision.collection.collect_lines import CollectLine
from rectify_xl.supervision.collection.returned_cells import CellReading
from rectify_xl.supervision.collection.returned_headers import RETURNED
from rectify_xl.supervision.collection.returned_rows import OWNER, RowMatches
from rectify_xl.supervision.distribution.fill_columns import FILLED, INFO_SENT
from rectify_xl.supervision.distribution.sent_record import SentFile
from rectify_xl.text import cell_value, file_names, personal_numbers
from rectify_xl.text.cell_value import Raw, Uncached
from rectify_xl.text.excerpts import on_one_line, shortened

STATUS = cell_differences.STATUS
OFFICE_SHEETS = (schema.CLOSURES, schema.REVIEWS, schema.VERIFIED)
"""Registers in which a department writes nothing."""
NOT_SENT = "这一行没有发给{to}"
_PROBLEM_LENGTH = 24


class _SentRow(NamedTuple):
    """A row that was sent: its sheet and key, what it held, the ledger's row, the returned one, and rows below it.

    `held` is why nothing of it may change.
    """

    sheet: Sheet
    key: str
    sent: Values
    here: Row | None
    row: Row
    below: Sequence[Row]
    held: str


class LedgerNow:
    """The ledger as it is now, with what a comparison asks of it again and again."""

    def __init__(self, ledger: Ledger, as_of: date) -> None:
        self.ledger, self.as_of = ledger, as_of
        self.relations = Relations(ledger)
        self.how = cell_differences.comparison(ledger)
        self.closed = protected(ledger)
        self.rows = {
            sheet.name: returned_rows.keyed(sheet, ledger.rows.get(sheet.name, ())) for sheet in schema.TABLES[:7]
        }
        self.texts = {
            sheet.name: {returned_rows.telling(sheet, row): key for key, row in self.rows[sheet.name].items()}
            for sheet in RETURNED
        }
        self.columns = {sheet.name: {column.name: column for column in sheet.columns} for sheet in schema.TABLES}

    def problems_of(self, sheet: str, row: Row) -> tuple[str, ...]:
        """Return the problems to which a row of the ledger belongs."""
        if sheet == schema.PROBLEMS.name:
            return (row.id("编号"),)
        ids = row.ids(OWNER[sheet])
        return self.relations.problems_behind(ids)

    def held(self, sheet: str, row: Row) -> str:
        """Return why nothing of a row may change, empty where it may."""
        return next((self.closed[name] for name in self.problems_of(sheet, row) if name in self.closed), "")


class Compared(NamedTuple):
    """What one file comes to: its lines, sentences about how it was understood, and counts."""

    file: str
    lines: tuple[CollectLine, ...]
    sees: tuple[str, ...]
    already: int
    ledger_only: int


def compare(now: LedgerNow, sent: SentFile, file: str, returned: Ledger, *, whole: bool = False) -> Compared:
    """Return every difference between a returned file and what was sent, judged against the ledger as it is now.

    With `whole` the file is another copy of the ledger, `sent` its common past: the office may set all columns.
    """
    return _FileComparison(now, sent, file, returned, whole=whole).compared()


class _FileComparison:
    """The comparison of one file in the making."""

    def __init__(self, now: LedgerNow, sent: SentFile, file: str, returned: Ledger, *, whole: bool) -> None:
        self.whole = whole
        self.now, self.sent, self.file, self.returned = now, sent, file, returned
        self.lines: list[CollectLine] = []
        self.sees: list[str] = []
        self.already = self.ledger_only = 0
        self.renumbered: dict[str, str] = {}
        self.own = {cell_value.identifier(key.partition("#")[0]) for key in sent.rows.get(schema.PROBLEMS.name, {})}
        self.own |= {cell_value.identifier(key.partition("#")[0]) for key in sent.rows.get(schema.MEASURES.name, {})}
        self.new_ids: dict[str, None] = {}

    def compared(self) -> Compared:
        """Return all lines of the file."""
        for sheet in RETURNED:
            rows = self.returned.rows.get(sheet.name, ())
            sent = self.sent.rows.get(sheet.name, {})
            if sheet.name not in self.returned.sheets:
                if sent:
                    self.sees.append(f"没有《{sheet.name}》这张表，按没有改动算")
                continue
            if sent and not rows:
                self.sees.append(f"《{sheet.name}》是空的，按没有改动算")
                continue
            matches = returned_rows.match(sheet, sent, rows, self._others(sheet, sent))
            if matches.renumbered:
                self.renumbered |= matches.renumbered
                first, key = next(iter(matches.renumbered.items()))
                self.sees.append(
                    f"《{sheet.name}》有{len(matches.renumbered)}行的编号被改过（如{key}写成{first}），照原文对上了"
                )
            self._sheet(sheet, sent, matches)
        self._missing_columns()
        self._other_sheets()
        return Compared(self.file, tuple(self.lines), tuple(self.sees), self.already, self.ledger_only)

    def _others(self, sheet: Sheet, sent: Mapping[str, Values]) -> frozenset[str]:
        texts = self.now.texts[sheet.name]
        return frozenset(text for text, key in texts.items() if text and key not in sent)

    def _missing_columns(self) -> None:
        for sheet, columns in FILLED.items():
            header = self.returned.sheets.get(sheet)
            if header is None or sheet not in self.sent.rows:
                continue
            gone = [name for name in columns if name not in header.headers]
            if gone:
                named = "".join(f"『{name}』" for name in gone)
                self.sees.append(f"《{sheet}》没有{named}这{'一' if len(gone) == 1 else '几'}列，按没有改动算")

    def _other_sheets(self) -> None:
        """List what was written in sheets that only the office fills in: registers, 基本信息, the rules of 字典."""
        for sheet in OFFICE_SHEETS:
            known = {frozenset(values.items()) for values in self.sent.rows.get(sheet.name, {}).values()}
            known |= {frozenset(_row_texts(sheet, row).items()) for row in self.now.ledger.rows.get(sheet.name, ())}
            for row in self.returned.rows.get(sheet.name, ()):
                texts = _row_texts(sheet, row)
                if texts and frozenset(texts.items()) not in known:
                    line = self._line(sheet, next(iter(texts.values())), ROW_ADDED, None)
                    what = "签字的登记不随副本并" if self.whole else "由整改办登记，不随填报收"
                    reason = f"《{sheet.name}》{what}"
                    self.lines.append(line._replace(returned=_summary(texts), reason=reason))
        for name in INFO_SENT:
            mine, theirs = self.now.ledger.info_cell(name), self.returned.info_cell(name)
            kind = next(item.kind for item in schema.INFO_ITEMS if item.name == name)
            common = self.sent.rows.get(schema.INFO.name, {}).get(name, {}).get("内容", "")
            if self.whole and theirs.text == common:
                continue
            if theirs.text and not returned_cells.same(Column(name, kind), mine.plain, theirs.plain, self.now.how):
                line = self._line(schema.INFO, name, "内容", None)
                reason = "《基本信息》由整改办填写，不随填报收"
                self.lines.append(line._replace(now=mine.text, returned=theirs.text, reason=reason))
        if self.returned.dictionary is not None and (
            self.returned.counting.done - self.now.ledger.counting.done
            or self.returned.counting.longterm - self.now.ledger.counting.longterm
        ):
            self.sees.append("《字典》里哪些词算完成，和台账的不一样，没有照它收")

    def _sheet(self, sheet: Sheet, sent: Mapping[str, Values], matches: RowMatches) -> None:
        below: dict[str, list[Row]] = {}
        for key, row in matches.below:
            below.setdefault(key, []).append(row)
        for key, row in matches.pairs.items():
            self._row(sheet, key, sent[key], row, below.get(key, ()))
        for key in matches.gone:
            self._gone(sheet, key, sent[key])
        for row in matches.extra:
            self._extra(sheet, row)

    # Rows that were sent

    def _row(self, sheet: Sheet, key: str, sent: Values, row: Row, below: Sequence[Row]) -> None:
        here = self._ledger_row(sheet, key, sent)
        held = self.now.held(sheet.name, here) if here else "台账里已经没有这一行"
        pair = _SentRow(sheet, key, sent, here, row, below, held)
        lines = [
            line
            for column in sheet.columns
            if column.entry != "computed" and column.name in row.headers
            for line in self._cell(pair, column)
        ]
        self.lines += _joined_status(lines) if sheet is schema.PROBLEMS else lines

    def _ledger_row(self, sheet: Sheet, key: str, sent: Values) -> Row | None:
        rows = self.now.rows[sheet.name]
        if key in rows:
            return rows[key]
        how = returned_rows.telling_column(sheet)
        other = self.now.texts[sheet.name].get(cell_value.key(sent.get(how, "")), "")
        return rows.get(other) if other and other not in self.sent.rows.get(sheet.name, {}) else None

    def _cell(self, pair: _SentRow, column: Column) -> Iterator[CollectLine]:
        sheet, key, sent, here, row, below, _ = pair
        if not below and here and row.text(column.name) == sent.get(column.name, "") == here.text(column.name):
            return  # nearly all cells
        raw = row.raw(column.name)
        before = _uncovered(sent.get(column.name, ""), here.text(column.name) if here else "", _text(raw))
        written = [line.text(column.name) for line in below if line.text(column.name)]
        how = self.now.how
        doubt = note = ""
        if written:
            raw, doubt, note = _with_below(raw, before, written)
        elif row.headers[column.name] in row.anchors and not _identity(sheet, column):
            doubt = "和上一行合并成了一格"
        if _identity(sheet, column):
            return
        reading = returned_cells.understood(column, raw, how)
        if column.kind in ("id", "ids"):
            reading = reading._replace(value=self._renamed(reading.value))
        if returned_cells.unchanged(column, before, _text(raw), reading, how):
            if here and not returned_cells.same(column, before, here.plain(column.name), how):
                self.ledger_only += 1
            return
        cell = here.cell(column.name) if here and column.name in here.headers else None
        now = "" if cell is None else "（公式）" if isinstance(cell.raw, Uncached) else cell.text
        if cell is not None and returned_cells.unchanged(column, cell.plain, _text(raw), reading, how):
            self.already += 1
            return
        line = CollectLine(
            "take",
            self.file,
            self.sent.to,
            self.sent.code,
            sheet.name,
            key,
            self._problem(sheet, here, sent),
            column.name,
            before,
            now,
            _text(raw),
            reading.value,
            cell.row if cell else 0,
            cell.column if cell else 0,
            note="；".join(filter(None, (note, reading.note))),
        )
        yield self._judged(line, pair, cell, reading, doubt)

    def _judged(
        self, line: CollectLine, pair: _SentRow, cell: Cell | None, reading: CellReading, doubt: str
    ) -> CollectLine:
        """Return the line of a changed cell with its kind and the reason for that."""
        column, how = self.now.columns[line.sheet][line.column], self.now.how
        if cell is None or pair.held:
            return line._replace(kind="refused", reason=pair.held or f"台账没有『{column.name}』这一列")
        merged = (line.sheet, cell.row, cell.column) in how.merged
        refused = _unwritable(cell.raw, merged) or self._refusal(pair.sheet, pair.key, column, line.sent, reading.value)
        if self.whole and not refused:
            refused = self._refusal(pair.sheet, pair.key, column, cell.text, reading.value)
        if refused:
            return line._replace(kind="refused", reason=refused)
        if not returned_cells.same(column, line.sent, cell.plain, how):
            return line._replace(kind="conflict", reason="两份都改过" if self.whole else "发出以后台账也改过")
        doubt = doubt or returned_cells.doubt(line.sheet, column, line.sent, reading, whole=self.whole)
        doubt = doubt or self._unlikely(column, reading.value)
        return line._replace(kind="decide" if doubt else "take", reason=doubt)

    def _refusal(self, sheet: Sheet, key: str, column: Column, before: str, value: Raw) -> str:
        """Return why a cell must not be set from this file, empty where it may."""
        if self.whole:
            return returned_cells.refusal_of_copy(sheet.name, column, before, value, self.now.how)
        reading_only = sheet is schema.PROBLEMS and key in self.sent.shown
        return returned_cells.refusal(sheet.name, column, before, value, self.now.how, reading_only=reading_only)

    def _unlikely(self, column: Column, value: Raw) -> str:
        """Return why a value that can be read is one to ask about: a day that is not over, a file somewhere else."""
        if column.name == "完成日期" and isinstance(value, date) and value > self.now.as_of:
            return "完成日期还没有到"
        if column.name == "文件或文号" and isinstance(value, str) and file_names.leads_away(value):
            return "文件不在台账的文件夹里"
        return ""

    def _renamed(self, value: Raw) -> Raw:
        """Return ids with those that the department gave its rows put back to those of the ledger."""
        ids = cell_value.identifiers(value)
        back = [self.renumbered.get(name, name) for name in ids]
        return value if back == list(ids) else "、".join(back)

    def _problem(self, sheet: Sheet, row: Row | None, sent: Values) -> str:
        """Return the words by which a person knows the row."""
        column = returned_rows.telling_column(sheet)
        text = row.text(column) if row else sent.get(column, "")
        return shortened(on_one_line(text), _PROBLEM_LENGTH)

    def _gone(self, sheet: Sheet, key: str, sent: Values) -> None:
        here = self._ledger_row(sheet, key, sent)
        if here is None:
            return
        self.lines.append(
            self._line(sheet, key, ROW_REMOVED, here)._replace(
                kind="missing",
                sent=_summary(sent),
                now=_summary({name: here.text(name) for name in here.headers}),
                problem=self._problem(sheet, here, sent),
                reason="发出的这一行没有交回；台账里的不删",
            )
        )

    # Rows that were not sent

    def _line(self, sheet: Sheet, key: str, column: str, here: Row | None) -> CollectLine:
        row, place = (here.number, 1) if here else (0, 0)
        sent = self.sent
        return CollectLine(
            "refused", self.file, sent.to, sent.code, sheet.name, key, "", column, "", "", "", row=row, place=place
        )

    def _extra(self, sheet: Sheet, row: Row) -> None:
        cells = {
            column.name: row.plain(column.name)
            for column in sheet.columns
            if column.entry != "computed" and row.text(column.name)
        }
        known = self._known(sheet, row)
        if known:
            self._compare_known(sheet, known, row)
        elif not row.text(returned_rows.telling_column(sheet)):
            self._unclear(sheet, row, cells)
        elif sheet is schema.PROBLEMS and not self.whole:
            line = self._line(sheet, row.id("编号"), ROW_ADDED, None)
            reason = "新增的问题由整改办登记，不随填报收"
            self.lines.append(line._replace(returned=_summary(_texts(cells)), reason=reason, cells=cells))
        else:
            self._new(sheet, row, cells)

    def _known(self, sheet: Sheet, row: Row) -> str:
        """Return the key of the row of the ledger that a row of the file is though it was not sent, empty for none."""
        rows, sent = self.now.rows[sheet.name], self.sent.rows.get(sheet.name, {})
        text = returned_rows.telling(sheet, row)
        by_text = self.now.texts[sheet.name].get(text, "")
        key = by_text if text and by_text not in sent else ""
        if key and sheet is not schema.PROBLEMS:
            owners = set(self.now.problems_of(sheet.name, rows[key]))
            if not owners & set(map(self._owner, row.ids(OWNER[sheet.name]))):
                key = ""
        name = row.id(sheet.columns[0].name)
        if not key and sheet is schema.PROBLEMS and name in rows and name not in sent and not self.whole:
            key = name
        if not key and not text and name in rows and name not in sent:
            key = name
        return key

    def _owner(self, name: str) -> str:
        owners = self.now.relations.problems_behind((self.renumbered.get(name, name),))
        return owners[0] if owners else name

    def _compare_known(self, sheet: Sheet, key: str, row: Row) -> None:
        """List what a row says otherwise than the ledger's row that was not sent with this file."""
        here = self.now.rows[sheet.name][key]
        own = self.whole or (sheet is not schema.PROBLEMS and set(self.now.problems_of(sheet.name, here)) & self.own)
        held = self.now.held(sheet.name, here)
        for column in sheet.columns:
            if column.entry == "computed" or column.name not in row.headers or _identity(sheet, column):
                continue
            cell = here.cell(column.name)
            raw = row.raw(column.name)
            reading = returned_cells.understood(column, raw, self.now.how)
            if column.kind in ("id", "ids"):
                reading = reading._replace(value=self._renamed(reading.value))
            if not _text(raw) or returned_cells.same(column, cell.plain, reading.value, self.now.how):
                continue
            line = self._line(sheet, key, column.name, here)._replace(
                now=cell.text,
                returned=_text(raw),
                value=reading.value,
                row=cell.row,
                place=cell.column,
                problem=self._problem(sheet, here, {}),
                note=reading.note,
            )
            settable = self.whole or column.name in FILLED.get(sheet.name, ())
            refused = held
            if self.whole and not held:
                refused = returned_cells.refusal_of_copy(sheet.name, column, cell.plain, reading.value, self.now.how)
            if own and not refused and settable and column.name in here.headers:
                self.lines.append(
                    line._replace(kind="decide", reason=reading.doubt or "发出以后才有的行，台账的不一样")
                )
            else:
                self.lines.append(line._replace(reason=refused or NOT_SENT.format(to=self.sent.to)))

    def _unclear(self, sheet: Sheet, row: Row, cells: Mapping[str, Raw]) -> None:
        texts = _texts(cells)
        if not texts:
            return
        reason = f"交回表第{row.number}行看不出是哪一行的，没有收，请核对"
        line = self._line(sheet, "", ROW_ADDED, None)
        self.lines.append(line._replace(returned=_summary(texts), reason=reason))

    def _new(self, sheet: Sheet, row: Row, cells: Mapping[str, Raw]) -> None:
        """List a measure, a document or a rule that the department added."""
        owner, doubt = ((row.id("编号"),), "") if sheet is schema.PROBLEMS else self._owners(sheet, row)
        values: dict[str, Raw] = {}
        notes: list[str] = []
        for name, raw in cells.items():
            reading = returned_cells.understood(self.now.columns[sheet.name][name], raw, self.now.how)
            values[name] = reading.value
            doubt = doubt or self._unlikely(self.now.columns[sheet.name][name], reading.value)
            notes += filter(None, (reading.note, reading.doubt))
        if owner and sheet is not schema.PROBLEMS:
            values[OWNER[sheet.name]] = "、".join(owner)
        if sheet is schema.MEASURES and "上级措施" in values:
            values["上级措施"] = self._renamed(values["上级措施"])
        line = self._line(sheet, row.id(sheet.columns[0].name), ROW_ADDED, None)._replace(
            returned=_summary(_texts(values)), cells=values, note="；".join(notes), problem=self._title(owner)
        )
        problems = self.now.relations.problems_behind(owner)
        strange = [] if self.whole else [name for name in problems if name not in self.own]
        held = next((self.now.closed[name] for name in problems if name in self.now.closed), "")
        if strange:
            line = line._replace(reason=f"{'、'.join(strange)}没有发给{self.sent.to}")
        elif held or not owner:
            line = line._replace(reason=held or "没有写问题编号，看不出是哪个问题的")
        else:
            line = line._replace(kind="decide" if doubt else "take", reason=doubt)
        self.lines.append(line)

    def _title(self, owner: Sequence[str]) -> str:
        problem = next((self.now.relations.problems.get(name) for name in owner), None)
        return shortened(on_one_line(problem.problem), _PROBLEM_LENGTH) if problem else ""

    def _owners(self, sheet: Sheet, row: Row) -> tuple[tuple[str, ...], str]:
        """Return the ids to which a new row belongs, and why that is not certain."""
        ids = tuple(self.renumbered.get(name, name) for name in row.ids(OWNER[sheet.name]))
        if ids:
            return ids, ""
        if sheet is schema.MEASURES:
            parent = self.now.relations.measures.get(self.renumbered.get(row.id("上级措施"), row.id("上级措施")))
            if parent is not None:
                return self.now.relations.owners(parent)[:1], ""
            stem, mark, _ = row.id("措施编号").rpartition("-")
            siblings = {
                owner
                for measure in self.now.ledger.measures
                if mark and measure.id.rpartition("-")[0] == stem
                for owner in self.now.relations.owners(measure)
            }
            if len(siblings) == 1:
                return tuple(siblings), ""
        if len(problems := self._sent_problems()) == 1:
            return tuple(problems), "没有写问题编号，只发了这一个问题"
        return (), ""

    def _sent_problems(self) -> list[str]:
        return [key for key in self.sent.rows.get(schema.PROBLEMS.name, {}) if key not in self.sent.shown]


def _uncovered(sent: str, now: str, returned: str) -> str:
    """Return what was sent with the numbers that the memory covers with stars, as far as either side still has them."""
    if "*" not in sent:
        return sent
    return next((text for text in (now, returned) if personal_numbers.covered(text) == sent), sent)


def _identity(sheet: Sheet, column: Column) -> bool:
    """Tell whether a column names its row: another id there was understood as a new number."""
    return column.name == sheet.columns[0].name and sheet is not schema.REGULATIONS


def _with_below(raw: Raw | Uncached, sent: str, written: Sequence[str]) -> tuple[Raw | Uncached, str, str]:
    """Return a cell with what was written in the rows below it: certain only where the cell itself was left alone."""
    text = "\n".join(written)
    own = "" if isinstance(raw, Uncached) else cell_value.text(raw)
    if not own or (own == sent and not sent):
        return text, "", "写在了下一行，按上一行收"
    if own == sent:
        return f"{own}\n{text}", "下一行写的，看不出是接着写还是代替原来的", ""
    return f"{own}\n{text}", "下一行也写了，看不出是不是接着写的", ""


def _unwritable(raw: Raw | Uncached, merged: bool) -> str:  # noqa: FBT001 - private
    if isinstance(raw, Uncached):
        return "台账的这一格是公式"
    return "台账的这一格是合并的单元格，一改就改了几行" if merged else ""


def _joined_status(lines: Sequence[CollectLine]) -> list[CollectLine]:
    """Return the lines of a row: where one cell of its status is unclear, the others of the status wait with it.

    What remains is done with only where the department says as well how far the problem is.
    """
    if not any(line.column == "完成程度" for line in lines):
        lines = [
            line._replace(kind="decide", reason="清空以后这个问题可能就算完成，请核对")
            if line.kind == "take" and line.column == "剩余事项" and line.value is None
            else line
            for line in lines
        ]
    unclear = [line.column for line in lines if line.column in STATUS and line.kind in ("conflict", "decide")]
    return [
        line._replace(kind="decide", reason=f"和『{unclear[0]}』一起决定")
        if unclear and line.kind == "take" and line.column in STATUS
        else line
        for line in lines
    ]


def _text(raw: Raw | Uncached) -> str:
    return f"（公式）{raw.formula}" if isinstance(raw, Uncached) else cell_value.text(raw)


def _texts(cells: Mapping[str, Raw]) -> dict[str, str]:
    return {name: text for name, raw in cells.items() if (text := cell_value.text(raw))}


def _row_texts(sheet: Sheet, row: Row) -> dict[str, str]:
    return {
        column.name: text
        for column in sheet.columns
        if (sheet.output or column.entry != "computed") and (text := row.text(column.name))
    }


def _summary(texts: Mapping[str, str]) -> str:
    return "\n".join(f"{name}：{text}" for name, text in texts.items() if text)
