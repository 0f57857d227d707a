"""Say how much of old ledgers is read right, and compare the import of the largest with openpyxl reading its cells.

Run as `python benchmarks/intake.py`. RECTIFY_XL_TRAINING names the folder of the training files, RECTIFY_XL_UNSEEN one
more folder of old ledgers with expectations. Times are of whole processes, run in turn; their ratio is what counts.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.conftest import ROOT
from tests.expected_ledgers import KINDS, imported, readings

ROUNDS = 7
BARE = (
    "import sys, openpyxl; b = openpyxl.load_workbook(sys.argv[1]);"
    "[[cell.value for cell in row] for sheet in b for row in sheet.iter_rows()]"
)


def table(folder: Path) -> None:
    """Print, by ledger and kind, how many of the expected things were read right."""
    right: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    print(f"{folder.parent.name}/{folder.name:24} " + "  ".join(f"{kind:>11}" for kind in KINDS))
    for path in sorted(folder.glob("*.expected.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as scratch:
            case = imported(folder / expected["file"], Path(scratch))
        if case.status == 2:
            print(f"{expected['file']:32} refused: {case.errors.strip()[:80]}")
            continue
        compared = list(readings(case.dump, expected))
        counts = {kind: [reading.right for reading in compared if reading.kind == kind] for kind in KINDS}
        right.update({kind: sum(held) for kind, held in counts.items()})
        whole.update({kind: len(held) for kind, held in counts.items()})
        print(f"{expected['file']:32} " + "  ".join(f"{sum(h):>4} of {len(h):<4}" for h in counts.values()))
    print(f"{'all':32} " + "  ".join(f"{right[kind]:>4} of {whole[kind]:<4}" for kind in KINDS))


def seconds(command: list[str]) -> float:
    """Return how long a process takes from start to end, with its modules compiled as an installation has them."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True, env=environment)
    return time.perf_counter() - start


def main() -> None:
    """Print the tables, and both medians with their ratio."""
    training = Path(os.environ.get("RECTIFY_XL_TRAINING") or ROOT.parent / "shared" / "training") / "ledgers"
    if not training.is_dir():
        raise SystemExit(f"the training files are not here: {training} is missing (set RECTIFY_XL_TRAINING)")
    table(training)
    if os.environ.get("RECTIFY_XL_UNSEEN"):
        table(Path(os.environ["RECTIFY_XL_UNSEEN"]))
    largest = max(training.glob("*.xlsx"), key=lambda path: path.stat().st_size)
    with tempfile.TemporaryDirectory() as scratch:
        target = str(Path(scratch) / "new.xlsx")
        runs = {
            "openpyxl": [sys.executable, "-c", BARE, str(largest)],
            "import": [sys.executable, "-m", "rectify_xl", "import", str(largest), "-o", target, "--force", "--json"],
        }
        times: dict[str, list[float]] = {name: [] for name in runs}
        for number in range(ROUNDS + 1):
            for name, command in runs.items():
                taken = seconds(command)
                if number:
                    times[name].append(taken)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, median in medians.items():
        print(f"{name:10} {median * 1000:7.1f} ms  {largest.name}")
    print(f"ratio import / openpyxl: {medians['import'] / medians['openpyxl']:.2f}")


if __name__ == "__main__":
    main()
