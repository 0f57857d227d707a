"""Compare what the memory adds to a command that writes with reading the same sheets into a ledger, which any needs.

Run as `python benchmarks/memory.py`. Both run in turn in one process, warm, on 200 problems with 600 measures after a
year of weekly commands; the ratio of the medians is what counts, and DESIGN §9 asks for less than 50 ms of pure
computation. Processor time, so that other work on the machine does not decide.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from generate.ledger_builder import apply
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.ledger.schema import MEASURES, PROBLEMS
from rectify_xl.system import resources
from rectify_xl.workbook.file_host import FileBook

ROWS = 200
WEEKS = 52
EDITS = 20
"""Cells that people change by hand in a week."""
ROUNDS = 25
BEGAN = datetime(2025, 9, 1, 9)  # noqa: DTZ001
PROGRESS = (
    "一是修订制度，明确每月5日组织学习，4月至9月共学习12次；二是纳入科室月度考核，每月抽查1次；三是建立台账，逐人登记。"
)


def rows() -> tuple[SheetChanges, ...]:
    """Return an invented ledger: three measures for each problem, 150 characters of progress."""
    problems, measures = list[CellWrite](), list[CellWrite]()
    for number in range(1, ROWS + 1):
        cells = {
            "编号": f"P{number:03}",
            "方面": f"第{number // 50 + 1}方面落实不够有力",
            "大项": f"第{number // 7 + 1}类制度执行不到位",
            "具体问题": f"第{number}项执行不到位",
            "牵头领导": "周明远",
            "责任科室": f"第{number % 9 + 1}科",
            "整改时限": "2026-06-30",
            "完成程度": "整改中",
            "后续要求": "长期坚持",
            "整改进展": f"{PROGRESS}{PROGRESS}第{number}项已办结。",
        }
        problems += [CellWrite(number + 1, PROBLEMS.position(name), value) for name, value in cells.items()]
        for part in (1, 2, 3):
            cells = {
                "措施编号": f"M{number:03}-{part}",
                "问题编号": f"P{number:03}",
                "措施内容": f"修订第{number}项第{part}号制度，组织学习并逐人签字。",
                "完成程度": "整改中",
            }
            row = 3 * number + part - 2
            measures += [CellWrite(row, MEASURES.position(name), value) for name, value in cells.items()]
    return SheetChanges(PROBLEMS.name, tuple(problems)), SheetChanges(MEASURES.name, tuple(measures))


def week(book: RawBook, number: int) -> RawBook:
    """Return the ledger after a week: some cells changed by hand, then a command."""
    edited = [
        CellWrite(2 + (number * EDITS + each) % ROWS, PROBLEMS.position("备注"), f"{number}周") for each in range(EDITS)
    ]
    after = apply(book, (SheetChanges(PROBLEMS.name, tuple(edited)),))
    stamp = change_tracking.Stamp(BEGAN + timedelta(weeks=number), "王芳", "校验台账")
    return apply(after, change_tracking.remember(after, (), stamp).changes)


def main() -> None:
    """Print the medians and their ratio."""
    blank = FileBook(resources.path("workbook_template.xlsx")).read()
    book = apply(blank, change_tracking.begin(blank, rows(), BEGAN))
    for number in range(1, WEEKS + 1):
        book = week(book, number)
    own = (SheetChanges(PROBLEMS.name, (CellWrite(2, PROBLEMS.position("完成程度"), "已完成"),)),)
    stamp = change_tracking.Stamp(BEGAN + timedelta(weeks=WEEKS, days=1), "王芳", "销号审批")
    runs: dict[str, Callable[[], object]] = {
        "read": lambda: reader.read_ledger(book),
        "remember": lambda: change_tracking.remember(book, own, stamp),
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            start = time.process_time()
            run()
            times[name].append(time.process_time() - start)
    read, remember = (1000 * statistics.median(taken) for taken in times.values())
    kept = sum(name.startswith("周") for name in change_tracking.frozen(book))
    print(f"{ROWS} problems, {3 * ROWS} measures, {len(change_log.read(book))} lines of changes, {kept} weeks")
    print(f"remember {remember:.1f} ms; reading the sheets {read:.1f} ms; ratio {remember / read:.2f}")


if __name__ == "__main__":
    main()
