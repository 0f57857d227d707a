"""Count what a clerk does with mouse and keyboard in one week: by the buttons of before, and by those of the week.

Run as `python benchmarks/week.py`. A township of 25 problems is driven in a LibreOffice without a window, by the same
clicks that a person makes. Pressing a button counts one, an entry of its menu two, every dialog that is answered one;
a cell that is mended by hand counts two (go there, type). What had no button before is counted as the manual told it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast
from unittest import mock

import xlwings
from openpyxl import load_workbook

from generate.unit_ledgers.__main__ import write
from generate.unit_ledgers.unit_rows import UnitPlan
from rectify_xl.commands.command import Command
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.doors.ribbon import clicks, last_answers, run_lock
from rectify_xl.doors.ribbon.dialogs import Dialogs
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.schema import CLOSING_FORM, PROBLEMS
from rectify_xl.workbook.calc import engine
from rectify_xl.workbook.calc.office import Headless
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.live.active_book import ActiveBook

AS_OF = date(2026, 9, 30)
FRIDAY = date(2026, 10, 9)
SIGNERS = (("责任科室", "李四"), ("分管领导", "王五"), ("主要负责人", "赵六"))
BY_HAND = 2
"""Acts for a cell that is mended by hand."""
SPLIT_BY_HAND = 11
"""Acts to send a department its rows without a button: filter (3), copy (2), new workbook (2), paste (1), save (3)."""


class CountingClerk(Dialogs):
    """A clerk who answers what is asked, and counts it."""

    def __init__(self, app: xlwings.App) -> None:
        super().__init__(app, "calc")
        self.acts = 0
        self.heard: list[str] = []
        self.words: dict[str, str] = {}
        self.files: list[Path] = []

    def tell(self, text: str) -> None:
        """Close a message."""
        self.acts += 1
        self.heard.append(text)

    warn = tell

    def ask(self, question: str) -> bool:
        """Answer yes where work waits, and open nothing."""
        self.acts += 1
        return "确定吗" in question

    def enter(self, question: str, default: str, complaint: str = "") -> str | None:
        """Type what was laid down for a question, else press Enter."""
        if complaint:
            raise RuntimeError(complaint, question)
        self.acts += 1
        return next((word for key, word in self.words.items() if key in question), default)

    def choose(self, question: str, choices: Sequence[str], default: str) -> str | None:
        """Choose what was laid down for a question, else what is offered."""
        self.acts += 1
        return next((word for key, word in self.words.items() if key in question and word in choices), default)

    def source(self, filters: str) -> Path | None:
        """Choose the next file."""
        _ = filters
        self.acts += 1
        return self.files.pop(0)

    def sources(self, question: str, filters: str, start: Path | None = None) -> tuple[Path, ...] | None:
        """Choose the next file."""
        _ = question, filters, start
        self.acts += 1
        return (self.files.pop(0),)

    def folder(self, question: str, start: Path) -> Path | None:
        """Choose the next folder."""
        _ = question, start
        self.acts += 1
        return self.files.pop(0)


class Week:
    """One ledger in one office, and the clerk who works on it."""

    def __init__(self, app: xlwings.App, folder: Path) -> None:
        self.app, self.folder, self.clerk = app, folder, CountingClerk(app)
        self.path = write(folder, UnitPlan(14, 0, 25, 0.35, AS_OF)).rename(folder / f"台账_{folder.name}.xlsx")
        self.book = app.books.open(self.path)
        self.returned: list[Path] = []
        self.acts_of_sending = 0

    def press(self, command: str, variant: str = "") -> Outcome:
        """Click a button, or an entry of its menu."""
        self.clerk.acts += 2 if variant else 1
        outcome = clicks.press(command, variant, ActiveBook(self.app, self.book), self.clerk, FRIDAY)
        if outcome is None:
            raise RuntimeError(command, variant, self.clerk.heard[-1:])
        return outcome

    def counted(self, *work: Callable[[], object]) -> int:
        """Return how many acts some work takes."""
        self.clerk.acts = 0
        for part in work:
            part()
        return self.clerk.acts

    # Send out and collect

    def send_out(self) -> None:
        """Send every department its rows."""
        self.press("distribute", "departments")

    def come_back(self) -> None:
        """Let every department report something, one file after another."""
        folder = self.folder / "回表"
        folder.mkdir()
        for sent in sorted(self.folder.glob("分发*/填报表_*.xlsx")):
            target = Path(shutil.copy(sent, folder))
            book = load_workbook(target)
            sheet = book[PROBLEMS.name]
            places = {cell.value: cell.column for cell in sheet[1]}
            for row in range(2, sheet.max_row + 1):
                if sheet.cell(row, 1).value:
                    cell = sheet.cell(row, places["整改进展"])
                    cell.value = f"{cell.value or ''}10月又检查一次。"
            book.save(target)
            self.returned.append(target)

    def collect(self) -> None:
        """Take what came back, all at once."""
        self.clerk.files = [self.folder / "回表"]
        self.clerk.words = {"怎么办": "全部采用没有冲突的"}
        self.press("collect", "folder")

    def merge_one_by_one(self) -> None:
        """Take what came back by the button of before, file by file."""
        self.clerk.words = {"怎么办": "内容不同的也照来源改"}
        for file in self.returned:
            self.clerk.files = [file]
            self.press("import", "into")

    # Check and mend

    def check(self) -> None:
        """See what is wrong."""
        self.press("check")

    def mend(self) -> None:
        """Mend what can be mended in one way only."""
        self.clerk.words = {"怎么办": "全部照改"}
        self.press("fix")

    def mend_by_hand(self) -> int:
        """Return the acts of mending the same cells by hand."""
        outcome = invoke(cast("Command", find("fix")), Request(FRIDAY, FileBook(self.path)))
        return BY_HAND * len(cast("Sequence[object]", outcome.data["fixable"]))

    # Close three problems

    def evidence(self, ids: Sequence[str]) -> None:
        """Put a file for each problem where evidence lies."""
        for name in ids:
            file = self.folder / "佐证" / name / "办结说明.pdf"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(name.encode())

    def close_step_by_step(self, ids: Sequence[str]) -> None:
        """Register evidence problem by problem, then apply, sign three times and approve, all three at once."""
        self.clerk.words = {"问题编号": "、".join(ids), "理由": "材料齐全，手工登记", "姓名": "李四", "申请人": "李四"}
        for name in ids:
            self.clerk.files = [self.folder / "佐证" / name / "办结说明.pdf"]
            self.clerk.words["问题编号"] = name
            self.press("close", "evidence")
        self.clerk.words["问题编号"] = "、".join(ids)
        applied = self.press("close", "apply")
        if applied.refused:
            raise RuntimeError(applied.refused)
        for role, by in SIGNERS:
            self.clerk.words |= {"身份": role, "姓名": by, "意见": "同意销号"}
            self.press("close", "sign")
        self.press("close", "approve")

    def close_on_one_sheet(self, ids: Sequence[str]) -> None:
        """Register the evidence of all, then take the steps on 销号办理."""
        self.press("close", "folder")
        self.press("close")
        for role, by in (("", "李四"), *SIGNERS, ("", "赵六")):
            sheet = self.book.sheets[CLOSING_FORM.name]
            rows = sheet.used_range.value
            header = [str(name) for name in rows[0]]
            for number, row in enumerate(rows[1:], 2):
                if row[header.index("问题编号")] in ids:
                    cells = {"办理": "办"}
                    if not row[header.index("办理人")]:  # mostly the program knows who is next
                        cells["办理人"] = by
                    if role == "责任科室":
                        cells["意见或理由"] = "同意销号"
                    for column, word in cells.items():
                        sheet.range((number, header.index(column) + 1)).value = word
                        self.clerk.acts += BY_HAND
            self.press("close")


def finished(path: Path) -> list[str]:
    """Return three problems that wait for nothing but their closing; the evidence that they name is put there."""
    ledger = reader.read_ledger(FileBook(path).read())
    named = {name: document.source for document in ledger.evidence for name in document.targets}
    for source in {document.source for document in ledger.evidence}:
        file = path.parent / source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(source.encode())
    done = [
        problem.id
        for problem in ledger.problems
        if problem.id in named and problem.finished.day and problem.progress and problem.person and problem.departments
    ]
    return done[:3]


def main() -> None:
    """Print the acts of every task, before and now."""
    rows: list[tuple[str, int, int]] = []
    with (
        Headless() as office,
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(run_lock, "folder", return_value=Path(folder)),  # neither marks nor answers of a person here
        mock.patch.object(last_answers, "FILE", Path(folder, "上次填写.json")),
    ):
        app = engine.app(office.context)
        weeks = []
        for name in ("before", "now"):
            place = Path(folder, name)
            place.mkdir()
            weeks.append(Week(app, place))
        before, now = weeks
        checked = before.counted(before.check)
        rows.append(("check", checked, now.counted(now.check)))
        rows.append(("mend what has one remedy", now.mend_by_hand() + checked, now.counted(now.mend)))
        before.mend()  # both go on with the same ledger
        for week in weeks:
            week.acts_of_sending = week.counted(week.send_out)
            week.come_back()
        rows.append(("send out", SPLIT_BY_HAND * len(before.returned), now.acts_of_sending))
        rows.append(("collect", before.counted(before.merge_one_by_one), now.counted(now.collect)))
        rows.append(("weekly paper", *(week.counted(partial(week.press, "weekly")) for week in weeks)))
        ids = finished(before.path)
        finished(now.path)
        for week in weeks:
            week.evidence(ids)
        steps = (partial(before.close_step_by_step, ids), partial(now.close_on_one_sheet, ids))
        rows.append(("close three problems", before.counted(steps[0]), now.counted(steps[1])))
    for name, acts, fewer in (*rows, ("the week", sum(row[1] for row in rows), sum(row[2] for row in rows))):
        print(f"{name:28} before {acts:4}   now {fewer:4}   {fewer / acts:.2f}")


if __name__ == "__main__":
    main()
