"""Whatever departments do to their tables and the office to its ledger meanwhile, collecting them loses nothing.

A random course: the ledger is sent out, nine departments edit and mishandle their tables, the office edits its own, and
all is collected. What must come out is counted by this test itself, cell by cell, from the edits that it made.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from rectify_xl.commands.outcome import Outcome
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.changes.remembered_rows import present
from rectify_xl.ledger.memory import memory_store
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.ledger.schema import MEASURES, MEMORY, PROBLEMS
from rectify_xl.supervision.distribution import sent_record
from rectify_xl.supervision.distribution.sent_record import SentFile
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook.file_host import FileBook
from tests.supervision.distribution import offices

DEPARTMENTS = ("党政办", "财政所", "农业办", "规建办", "应急办", "民政办", "文化站", "社保所", "综治办")
COLUMNS = {sheet.name: [column.name for column in sheet.columns[:-1]] for sheet in (PROBLEMS, MEASURES)}
TELLING = {PROBLEMS.name: "具体问题", MEASURES.name: "措施内容"}
FILLED = {
    PROBLEMS.name: ("责任人", "整改进展", "剩余事项", "完成程度", "完成日期"),
    MEASURES.name: ("责任人", "完成程度"),
}
REFUSED = {PROBLEMS.name: ("方面", "验收标准", "公开"), MEASURES.name: ("问题编号",)}
STATUS = {"完成程度", "后续要求", "即知即改", "剩余事项", "剩余时限", "完成日期", "状态表述"}
TYPED = {
    "完成程度": {
        "已整改": "已完成",
        " 基本完成 ": "基本完成",
        "推进中": "整改中",
        "已完成": "已完成",
        "差不多了": None,
    },
    "完成日期": {"2026.4.12": "2026-04-12", "2026年4月9日": "2026-04-09", "20260401": "2026-04-01", "快了": None},
}
"""What departments type, and what it means; None where nobody can tell."""
MANY = 6
"""Edits that have to be there before anything is collected."""
Spot = tuple[str, str, str]


PLACE = st.tuples(st.integers(0, 8), st.sampled_from(list(FILLED)), st.integers(0, 9))


class Edit(NamedTuple):
    """What a department typed into a cell, and what it means, None where that is unclear."""

    typed: str
    means: str | None


class Table:
    """The table of one department, as it lies on its own computer."""

    def __init__(self, to: str, code: str, rows: Mapping[str, Mapping[str, Mapping[str, str]]]) -> None:
        self.to, self.code = to, code
        self.rows = {sheet: {key: dict(row) for key, row in lines.items()} for sheet, lines in rows.items()}
        self.order = {sheet: list(lines) for sheet, lines in rows.items()}
        self.edits: dict[Spot, Edit] = {}
        self.gone: set[tuple[str, str]] = set()
        self.added: list[tuple[str, str]] = []
        self.ids: dict[str, dict[str, str]] = {sheet: {} for sheet in rows}
        self.headers = {sheet: list(COLUMNS[sheet]) for sheet in rows}
        self.tabs = {sheet: sheet for sheet in rows}
        self.blank: dict[str, set[int]] = {sheet: set() for sheet in rows}
        self.own_code = True

    def write(self, path: Path) -> None:
        """Save the table as a workbook of its own."""
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for sheet, lines in self.rows.items():
            page = workbook.create_sheet(self.tabs[sheet])
            page.append(self.headers[sheet])
            for at, key in enumerate(self.order[sheet]):
                if at in self.blank[sheet]:
                    page.append([None])
                row = dict(lines[key])
                row[COLUMNS[sheet][0]] = self.ids[sheet].get(key, row.get(COLUMNS[sheet][0], ""))
                page.append([row.get(name) or None for name in COLUMNS[sheet]])
            for number, text in enumerate((text for name, text in self.added if name == sheet), 1):
                owner = self.order[PROBLEMS.name][0]
                page.append([f"新{number}", None, self.ids[PROBLEMS.name].get(owner, owner), text])
        if self.own_code:
            workbook.custom_doc_props.append(  # type: ignore[attr-defined]  # the stubs are older
                StringProperty(name=sent_record.PROPERTY, value=self.code)
            )
        workbook.properties.modified = datetime(2026, 4, 18, 9, 0)  # noqa: DTZ001 - as workbooks keep it
        workbook.save(path)


class RoundTrip(RuleBasedStateMachine):
    """Nine departments, one office, and a test that counts for itself."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="收回"))
        self.back = self.home / "交回"
        self.back.mkdir()
        self.path = self.home / "台账.xlsx"
        self.tables: list[Table] = []
        self.office: dict[Spot, str] = {}
        self.twice: int | None = None

    def teardown(self) -> None:
        """Collect what there is at the end of every course."""
        try:
            if self._edits():
                self._collect()
        finally:
            shutil.rmtree(self.home, ignore_errors=True)

    def _edits(self) -> int:
        return sum(len(table.edits) for table in self.tables)

    @initialize()
    def send_out(self) -> None:
        """Make the ledger, and note what each department was sent."""
        shutil.copy(_ledger(), self.path)
        raw = FileBook(self.path).read()
        now = present(raw)
        entries: dict[str, memory_store.Json] = {}
        for at, to in enumerate(DEPARTMENTS):
            mine = {row["编号"]: row for row in now[PROBLEMS.name].rows if to in row["责任科室"]}
            steps = {row["措施编号"]: row for row in now[MEASURES.name].rows if row["问题编号"] in mine}
            rows = {PROBLEMS.name: mine, MEASURES.name: steps}
            sent = SentFile(
                f"20260410-{at:02d}-test", "department", to, f"{to}.xlsx", "2026-04-10 09:00:00", "", None, rows
            )
            entries[sent_record.entry_name(sent.code)] = sent_record.as_data(sent)
            self.tables.append(Table(to, sent.code, rows))
        kept = memory_store.update(raw.sheets[MEMORY.name], entries)
        assert kept is not None
        FileBook(self.path).write((kept,))
        self.before = _cells(self.path)

    # What departments do

    @rule(places=st.lists(PLACE, min_size=1, max_size=8), data=st.data())
    def fill_in(self, places: list[tuple[int, str, int]], data: st.DataObject) -> None:
        """Write into cells that a department fills in, words as people type them."""
        for at, sheet, which in places:
            table, key = self._row(at, sheet, which)
            column = data.draw(st.sampled_from(FILLED[sheet]))
            kinds = TYPED.get(column)
            typed = data.draw(st.sampled_from(list(kinds) if kinds else ["李四", "一是办结；\n二是建制。", "已办"]))
            self._type(table, (sheet, key, column), Edit(typed.strip(), kinds[typed] if kinds else typed))

    @rule(at=st.integers(0, 8), sheet=st.sampled_from(list(FILLED)), which=st.integers(0, 9), data=st.data())
    def set_what_is_not_theirs(self, at: int, sheet: str, which: int, data: st.DataObject) -> None:
        """Change a column that the office keeps."""
        table, key = self._row(at, sheet, which)
        column = data.draw(st.sampled_from(REFUSED[sheet]))
        typed = {"问题编号": "P099", "公开": "否"}.get(column, "科室自己改的")
        self._type(table, (sheet, key, column), Edit(typed, None))

    @rule(at=st.integers(0, 8), which=st.integers(0, 9), data=st.data())
    def empty(self, at: int, which: int, data: st.DataObject) -> None:
        """Empty a cell."""
        table, key = self._row(at, PROBLEMS.name, which)
        column = data.draw(st.sampled_from(("整改进展", "责任人")))
        self._type(table, (PROBLEMS.name, key, column), Edit("", None))

    @rule(at=st.integers(0, 8), sheet=st.sampled_from(list(FILLED)), order=st.randoms(use_true_random=False))
    def sort(self, at: int, sheet: str, order: object) -> None:
        """Put the rows into another order, with empty ones between them."""
        table = self.tables[at]
        order.shuffle(table.order[sheet])  # type: ignore[attr-defined]  # a random.Random of hypothesis
        table.blank[sheet] = {0, 1}

    @rule(at=st.integers(0, 8), sheet=st.sampled_from(list(FILLED)), how=st.sampled_from(("wide", "blank", "count")))
    def renumber(self, at: int, sheet: str, how: str) -> None:
        """Write the ids in full width, with blanks, or number the rows anew."""
        table = self.tables[at]
        for number, key in enumerate(table.order[sheet], 1):
            wide = "".join(chr(ord(mark) + 0xFEE0) if mark.isalnum() else mark for mark in key)
            table.ids[sheet][key] = {"wide": wide, "blank": f" {key} ", "count": str(number)}[how]

    @rule(at=st.integers(0, 8), sheet=st.sampled_from(list(FILLED)))
    def rename(self, at: int, sheet: str) -> None:
        """Rename the tab, and two headers: one to a usual other word, one is pasted over."""
        table = self.tables[at]
        table.tabs[sheet] = f"{sheet}（交）" if at % 2 else f" {sheet} "
        names = {PROBLEMS.name: {"整改进展": "目前进展情况", "责任人": "李明"}, MEASURES.name: {"责任人": "经办"}}[
            sheet
        ]
        table.headers[sheet] = [names.get(name, name) for name in COLUMNS[sheet]]

    @rule(at=st.integers(0, 8))
    def lose_the_code(self, at: int) -> None:
        """Copy the sheets into a new workbook."""
        self.tables[at].own_code = False

    @rule(at=st.integers(0, 8), which=st.integers(0, 9))
    def delete_a_row(self, at: int, which: int) -> None:
        """Delete the row of a measure; nothing of it was changed."""
        table, key = self._row(at, MEASURES.name, which)
        if len(table.order[MEASURES.name]) > 2 and not any(spot[:2] == (MEASURES.name, key) for spot in table.edits):
            table.order[MEASURES.name].remove(key)
            table.gone.add((MEASURES.name, key))

    @rule(at=st.integers(0, 8))
    def add_a_measure(self, at: int) -> None:
        """Write a measure of its own below the others."""
        table = self.tables[at]
        if len(table.added) < 2:
            table.added.append((MEASURES.name, f"{table.to}新增的第{len(table.added) + 1}条措施"))

    @precondition(lambda self: self.twice is None)
    @rule(at=st.integers(0, 8))
    def send_back_twice(self, at: int) -> None:
        """Send the same file under a second name."""
        self.twice = at

    # What the office does meanwhile

    @rule(data=st.data())
    def edit_the_ledger(self, data: st.DataObject) -> None:
        """Change a cell of the ledger after it was sent out, likely one that a department changed too."""
        edited = [
            spot for table in self.tables for spot in table.edits if spot[2] in ("整改进展", "责任人", "剩余事项")
        ]
        spots = [spot for spot in edited if spot[0] == PROBLEMS.name] or [(PROBLEMS.name, "P001", "整改进展")]
        self.office[data.draw(st.sampled_from(spots))] = "整改办改的"

    # The end

    @precondition(lambda self: self._edits() >= MANY)
    @rule()
    def collect(self) -> None:
        """Collect in between, and begin anew as after another sending."""
        self._collect()
        self.tables, self.office, self.twice = [], {}, None
        self.send_out()

    def _collect(self) -> None:
        """Collect everything: nothing is lost, nothing else changes, and a second time there is nothing to do."""
        self._office_writes()
        for file in self.back.iterdir():
            file.unlink()
        for table in self.tables:
            table.write(self.back / f"{table.to}交.xlsx")
        if self.twice is not None:
            to = self.tables[self.twice].to
            shutil.copy(self.back / f"{to}交.xlsx", self.back / f"{to}交 (2).xlsx")
        (self.back / "别的单位.xlsx").write_bytes(_stranger())
        (self.back / "~$财政所.xlsx").write_bytes(b"x")
        before = _cells(self.path)
        first = offices.collect(self.path, self.back)
        assert _cells(self.path) == before
        taken = offices.collect(self.path, self.back, take="all")
        self._nothing_is_lost(first, before, _cells(self.path))
        again = offices.collect(self.path, self.back)
        assert (again.data["written"], [line for line in _lines(again) if line["kind"] == "take"]) == (0, [])
        if taken.data["written"]:
            offices.call("undo", self.path)
            if _cells(self.path) != before:  # the list that `again` wrote was a step of its own
                offices.call("undo", self.path)
            assert _cells(self.path) == before
            once_more = offices.collect(self.path, self.back, take="all")
            assert once_more.data["written"] == taken.data["written"]

    def _nothing_is_lost(self, first: Outcome, before: dict[Spot, str], after: dict[Spot, str]) -> None:
        """Count for ourselves what had to come of every edit."""
        lines = _lines(first)
        told = {
            (to, str(line["sheet"]), str(line["id"]), str(line["column"])): line
            for line in lines
            for to in str(line["to"]).split("、")
        }
        changed: set[Spot] = set()
        for table in self.tables:
            unclear = {
                spot[:2]
                for spot in table.edits
                if spot[2] in STATUS and self._fate(table, spot, before) == "listed" and spot[2] != "状态表述"
            }
            for spot, edit in table.edits.items():
                if self._unchanged(spot, edit):
                    continue
                fate = self._fate(table, spot, before)
                if fate == "listed" or (spot[2] in STATUS and spot[:2] in unclear and spot[0] == PROBLEMS.name):
                    line = told.get((table.to, *spot))
                    if line is None and edit.means is not None and edit.means == before.get(spot, ""):
                        continue
                    assert line is not None, (table.to, spot, edit)
                    assert (line["kind"] in ("conflict", "decide", "refused"), line["returned"], line["now"]) == (
                        True,
                        edit.typed,
                        before.get(spot, ""),
                    ), (spot, edit, line)
                    assert after.get(spot, "") == before.get(spot, "") or spot in changed
                else:
                    assert after.get(spot, "") == edit.means, (spot, edit, told.get((table.to, *spot)))
                    changed.add(spot)
            for sheet, key in table.gone:
                assert told[table.to, sheet, key, "（删除行）"]["kind"] == "missing"
        texts = [text for table in self.tables for _, text in table.added]
        new = {spot for spot in after if spot[:2] not in {known[:2] for known in before}}
        assert sorted(after[spot] for spot in new if spot[2] == "措施内容") == sorted(
            text for text in texts if text not in before.values()
        )
        for spot in {*before, *after} - new - changed:
            assert after.get(spot) == before.get(spot), spot
        commands = {line.command for line in change_log.read(FileBook(self.path).read()) if "收回" in line.command}
        names = {command.removeprefix("收回合并（").removesuffix("）") for command in commands}
        assert {to for name in names for to in name.split("、")} <= set(DEPARTMENTS)

    def _fate(self, table: Table, spot: Spot, before: Mapping[Spot, str]) -> str:
        """Return whether an edit is to be taken, or to be listed: by the rules as a clerk is told them."""
        edit = table.edits[spot]
        if edit.means is None or spot[2] not in FILLED[spot[0]]:
            return "listed"
        if before.get(spot, "") == edit.means:
            return "taken"
        if before.get(spot, "") != self.before.get(spot, ""):
            return "listed"
        others = [other.edits[spot] for other in self.tables if other is not table and spot in other.edits]
        clash = [other for other in others if not self._unchanged(spot, other) and other.means != edit.means]
        return "listed" if clash else "taken"

    def _unchanged(self, spot: Spot, edit: Edit) -> bool:
        sent = self.before.get(spot, "")
        return edit.typed == sent or (edit.means is not None and edit.means == sent)

    def _type(self, table: Table, spot: Spot, edit: Edit) -> None:
        sheet, key, column = spot
        if (sheet, key) in table.gone:
            return
        table.rows[sheet][key][column] = edit.typed
        table.edits[spot] = edit

    def _row(self, at: int, sheet: str, which: int) -> tuple[Table, str]:
        table = self.tables[at]
        keys = list(table.order[sheet])
        return table, keys[which % len(keys)]

    def _office_writes(self) -> None:
        ledger = reader.read_ledger(FileBook(self.path).read())
        rows = {row.text("编号"): row for row in ledger.rows[PROBLEMS.name]}
        cells = [
            CellWrite(rows[key].number, rows[key].headers[column], text)
            for (_, key, column), text in self.office.items()
        ]
        if cells:
            FileBook(self.path).write((SheetChanges(PROBLEMS.name, tuple(cells)),))


def _lines(outcome: Outcome) -> list[Mapping[str, object]]:
    lines = outcome.data["lines"]
    assert isinstance(lines, list)
    return lines


def _cells(path: Path) -> dict[Spot, str]:
    """Return every filled cell of the two sheets by row id and column."""
    rows = present(FileBook(path).read())
    return {
        (sheet, row[COLUMNS[sheet][0]], column): text
        for sheet in COLUMNS
        for row in rows[sheet].rows
        for column, text in row.items()
    }


_MADE: dict[str, Path] = {}


def _ledger() -> Path:
    """Return a ledger of 27 problems, three of each department and one of them shared with the next."""
    if "ledger" not in _MADE:
        folder = Path(tempfile.mkdtemp(prefix="收回样本"))
        problems: list[Mapping[str, Raw]] = []
        measures: list[Mapping[str, Raw]] = []
        for number in range(1, 28):
            at = (number - 1) // 3
            shared = f"、{DEPARTMENTS[(at + 1) % 9]}" if number % 3 == 0 else ""
            problems.append(
                {
                    "编号": f"P{number:03d}",
                    "方面": "甲方面" if number < 14 else "乙方面",
                    "具体问题": f"第{number}项工作落实不到位",
                    "验收标准": "有记录可查",
                    "责任科室": f"{DEPARTMENTS[at]}{shared}",
                    "责任人": "李岚",
                    "整改时限": date(2026, 8, 30),
                    "完成程度": "整改中",
                    "后续要求": "长期" if number % 7 == 0 else "无",
                    "整改进展": f"第{number}项已经部署。",
                    "公开": "是",
                }
            )
            measures += [
                {
                    "措施编号": f"M{number:03d}-{step}",
                    "问题编号": f"P{number:03d}",
                    "措施内容": f"第{number}项的措施之{step}",
                    "责任人": "李岚",
                    "完成程度": "整改中",
                }
                for step in (1, 2)
            ]
        info: dict[str, Raw] = {"单位名称": "青石镇", "反馈日期": date(2026, 3, 18), "集中整改结束": date(2026, 9, 18)}
        _MADE["ledger"] = offices.make(folder / "台账.xlsx", info, {PROBLEMS.name: problems, MEASURES.name: measures})
    return _MADE["ledger"]


def _stranger() -> bytes:
    if "stranger" not in _MADE:
        folder = Path(tempfile.mkdtemp(prefix="收回样本"))
        rows = {PROBLEMS.name: [{"编号": "P001", "方面": "丙", "具体问题": "别处的问题", "责任科室": "党政办"}]}
        _MADE["stranger"] = offices.make(folder / "别的.xlsx", {"单位名称": "白云镇"}, rows)
    return _MADE["stranger"].read_bytes()


RoundTrip.TestCase.settings = settings(
    max_examples=6,
    stateful_step_count=15,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
TestRoundTrip = RoundTrip.TestCase
