"""Compare a cold `check` with a process that only imports python-calamine and reads the same cells.

Run as `python benchmarks/check.py`. Both are whole processes, run in turn on a ledger of 31 problems; the ratio of
the medians is what counts (DESIGN §9 asks for 2 at most).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.ledger.schema import MEASURES, PROBLEMS
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.reading.read_workbook import WANTED

ROWS = 31
ROUNDS = 25
AS_OF = "2026-09-26"
PROGRESS = (
    "一是修订制度，明确每月5日组织学习，4月至9月共学习12次；二是纳入科室月度考核，每月抽查1次；三是建立台账，逐人登记。"
)
BARE = (
    "import sys, python_calamine as c; b = c.load_workbook(sys.argv[1]);"
    f"[b.get_sheet_by_name(n).to_python() for n in {WANTED!r} if n in b.sheet_names]"
)


def ledger(folder: Path, rows: int = ROWS) -> Path:
    """Write an invented ledger, by default of the size of a real one: a problem and a measure for each of `rows`."""
    problems: list[CellWrite] = []
    measures: list[CellWrite] = []
    for row in range(2, rows + 2):
        cells: dict[str, str | date] = {
            "编号": f"P{row - 1:03}",
            "方面": f"第{row // 9 + 1}方面落实不够有力",
            "大项": f"第{row // 3 + 1}类制度执行不到位",
            "具体问题": f"第{row}项执行不到位",
            "责任科室": "办公室",
            "整改时限": date(2026, 6, 30),
            "完成程度": "已完成",
            "整改进展": f"{PROGRESS}第{row}项已办结。",
        }
        problems += [CellWrite(row, PROBLEMS.position(name), value) for name, value in cells.items()]
        cells = {
            "措施编号": f"M{row - 1:03}-1",
            "问题编号": f"P{row - 1:03}",
            "措施内容": f"修订第{row}项制度并组织学习。",
        }
        measures += [CellWrite(row, MEASURES.position(name), value) for name, value in cells.items()]
    path = folder / "台账.xlsx"
    blocks = (SheetChanges(PROBLEMS.name, tuple(problems)), SheetChanges(MEASURES.name, tuple(measures)))
    file_host.create(resources.path("workbook_template.xlsx"), path, blocks)
    return path


def seconds(command: list[str]) -> float:
    """Return how long a process takes from start to end, with its modules compiled as an installation has them."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    taken = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return taken


def main() -> None:
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(ledger(Path(folder)))
        runs = {
            "nothing": [sys.executable, "-c", "pass"],
            "bare read": [sys.executable, "-c", BARE, path],
            "check": [sys.executable, "-m", "rectify_xl", "check", path, "--as-of", AS_OF, "--json"],
        }
        shown = subprocess.run(runs["check"], capture_output=True, check=False)
        print("findings:", len(json.loads(shown.stdout)["findings"]))
        times: dict[str, list[float]] = {name: [] for name in runs}
        for command in runs.values():
            seconds(command)
        for _ in range(ROUNDS):
            for name, command in runs.items():
                times[name].append(seconds(command))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, median in medians.items():
        print(f"{name:10} {median * 1000:6.1f} ms")
    print(f"ratio check / bare read: {medians['check'] / medians['bare read']:.2f}")


if __name__ == "__main__":
    main()
