"""An office with a ledger on disk, what it sends to its departments, and what these send back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl.commands.outcome import Outcome, Request, Value
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.remembered_rows import present
from rectify_xl.ledger.memory import change_tracking, memory_store
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.supervision.distribution import sent_record
from rectify_xl.supervision.distribution.fill_columns import INFO_SENT, WITHHELD
from rectify_xl.supervision.distribution.sent_record import SentFile
from rectify_xl.system import resources
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook

MOMENT = datetime(2026, 4, 10, 9, 30)  # noqa: DTZ001 - a ledger has the office's own time
Rows = Mapping[str, Sequence[Mapping[str, Raw]]]


def make(path: Path, info: Mapping[str, Raw], rows: Rows) -> Path:
    """Write a ledger with a memory that begins with these lines of 基本信息 and these rows."""
    template = resources.path("workbook_template.xlsx")
    blank = FileBook(template).read()
    changes = written(blank, info, rows)
    file_host.create(template, path, change_tracking.begin(blank, changes, MOMENT), overwrite=True)
    return path


def written(blank: RawBook, info: Mapping[str, Raw], rows: Rows) -> Changes:
    """Return what puts lines and rows into a blank ledger."""
    lines = {row.text("项目"): row.number for row in reader.read_ledger(blank).rows[schema.INFO.name]}
    content = schema.INFO.position("内容")
    blocks = [SheetChanges(schema.INFO.name, tuple(CellWrite(lines[name], content, raw) for name, raw in info.items()))]
    for sheet in schema.TABLES:
        cells = [
            CellWrite(number, sheet.position(name), raw)
            for number, row in enumerate(rows.get(sheet.name, ()), 2)
            for name, raw in row.items()
            if cell_value.text(raw)
        ]
        if cells:
            blocks.append(SheetChanges(sheet.name, tuple(cells), replace_rows=True))
    return tuple(blocks)


def send(ledger: Path, folder: Path, to: str, code: str, reply_by: date | None = None) -> Path:
    """Make the workbook of the department `to`, with its rows only, and note in the ledger what was sent."""
    book = FileBook(ledger)
    raw = book.read()
    read = reader.read_ledger(raw)
    mine = [problem for problem in read.problems if to in problem.row.text("责任科室")]
    ids = {problem.id for problem in mine}
    rows: dict[str, list[dict[str, Raw]]] = {}
    for sheet, kept in (
        (schema.PROBLEMS, [problem.row for problem in mine]),
        (schema.MEASURES, [measure.row for measure in read.measures if ids & set(measure.problems)]),
        (schema.EVIDENCE, [document.row for document in read.evidence if ids & set(document.targets)]),
    ):
        columns = [c.name for c in sheet.columns if c.name not in WITHHELD[sheet.name]]
        rows[sheet.name] = [{name: row.plain(name) for name in columns} for row in kept]
    info = {name: read.info[name].plain("内容") for name in INFO_SENT if read.info[name].text("内容")}
    path = make(folder / f"{to}.xlsx", info, rows)
    workbook = load_workbook(path)
    workbook.custom_doc_props.append(StringProperty(name=sent_record.PROPERTY, value=code))  # type: ignore[attr-defined]  # the stubs are older
    workbook.save(path)
    sent_rows = {
        sheet: {_key(sheet, row): dict(row) for row in content.rows}
        for sheet, content in present(FileBook(path).read()).items()
        if sheet in rows
    }
    moment = f"2026-04-10 09:30:{len(sent_record.read(raw)):02d}"
    sent = SentFile(code, "department", to, path.name, moment, "王芳", reply_by, sent_rows)
    put = memory_store.update(raw.sheets[schema.MEMORY.name], {sent_record.entry_name(code): sent_record.as_data(sent)})
    assert put is not None
    book.write((put,))
    return path


def _key(sheet: str, row: Mapping[str, str]) -> str:
    return row[{schema.PROBLEMS.name: "编号", schema.MEASURES.name: "措施编号", schema.EVIDENCE.name: "编号"}[sheet]]


def collect(ledger: Path, folder: Path | None = None, **options: Value) -> Outcome:
    """Run 收回合并 as the command line does."""
    return call("collect", ledger, *([str(folder)] if folder else []), **options)


def call(name: str, ledger: Path, *items: str, **options: Value) -> Outcome:
    """Run a command on a ledger as the command line does."""
    command = find(name)
    assert command is not None
    defaults = {option.name: option.default if option.value else False for option in command.options}
    request = Request(
        date(2026, 4, 20),
        FileBook(ledger, label=command.label),
        options={**defaults, **options},
        items=items,
        by="王芳",
        moment=datetime(2026, 4, 20, 10, 0),  # noqa: DTZ001 - as above
    )
    return invoke(command, request)


def tab(path: Path, name: str) -> tuple[object, Worksheet]:
    """Open a workbook for a hand that edits it, and one of its tabs."""
    workbook = load_workbook(path)
    return workbook, workbook[name]


def fill(path: Path, sheet: str, row_id: str, **cells: Raw) -> None:
    """Write into the row of a department's workbook as a person does."""
    workbook = load_workbook(path)
    page = workbook[sheet]
    names = [cell.value for cell in page[1]]
    number = next(row[0].row for row in page.iter_rows(min_row=2) if row[0].value == row_id)
    for name, value in cells.items():
        page.cell(number, names.index(name) + 1).value = value
    workbook.save(path)


def shown(ledger: Path, sheet: str, row_id: str, column: str) -> str:
    """Return what stands in a cell of the ledger."""
    rows = reader.read_ledger(FileBook(ledger).read()).rows[sheet]
    return next(row.text(column) for row in rows if row.text(row_id_column(sheet)) == row_id)


def row_id_column(sheet: str) -> str:
    """Return the column that names the rows of a sheet."""
    layout = schema.by_name(sheet)
    assert layout is not None
    return layout.columns[0].name
