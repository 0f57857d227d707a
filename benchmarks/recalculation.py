"""Compare what LibreOffice recalculates after one edit in ledgers of growing length.

Run as `python benchmarks/recalculation.py`. A cell of 问题台账 is edited and 统计汇总 recalculated; the ratios to a
ledger of thirty rows are what counts. Whoever types into a long ledger waits for this after every cell.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rectify_xl.ledger.schema import PROBLEMS
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.calc import engine
from rectify_xl.workbook.calc.office import Headless
from tests.workbook.live import ledgers

ROWS = (30, 300, 600, 1500, 2999)
ROUNDS = 9


def main() -> None:
    """Print the medians and their ratios to the shortest ledger."""
    with Headless() as office, tempfile.TemporaryDirectory() as folder:
        app = engine.app(office.context)
        shortest = 0.0
        for rows in ROWS:
            path = Path(folder, f"{rows}.xlsx")
            file_host.create(resources.path("workbook_template.xlsx"), path, ledgers.many(rows))
            book = app.books.open(path)
            calculate = book.impl.model.calculate
            calculate()
            cell = book.sheets[PROBLEMS.name].range((2, PROBLEMS.position("具体问题")))
            times = []
            for number in range(ROUNDS):
                cell.value = f"第{number}次改写"
                start = time.perf_counter()
                calculate()
                times.append(time.perf_counter() - start)
            book.close()
            median = statistics.median(times)
            shortest = shortest or median
            print(f"{rows:5} rows {median * 1000:7.0f} ms   {median / shortest:.1f}")


if __name__ == "__main__":
    main()
