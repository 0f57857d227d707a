"""`python -m generate.unit_ledgers FOLDER`: write the ledgers of invented units into a folder."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, time
from functools import partial
from pathlib import Path

from generate.unit_ledgers.unit_rows import UnitPlan, unit_rows
from rectify_xl.intake.imported_rows import over_blank
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.system import resources
from rectify_xl.text import file_names
from rectify_xl.workbook import file_host

AS_OF = date(2026, 9, 30)


def write(folder: Path, plan: UnitPlan) -> Path:
    """Write the ledger of one unit into `folder`, in place of one of the same name; return where it is."""
    who, rows = unit_rows(plan)
    template = resources.path("workbook_template.xlsx")
    moment = datetime.combine(plan.as_of, time(9))
    begun = change_tracking.begin(file_host.FileBook(template).read(), over_blank(rows), moment)
    target = folder / f"{file_names.safe(who.name)}_{plan.number:05d}.xlsx"
    target.unlink(missing_ok=True)
    file_host.create(template, target, begun)
    return target


def plans(count: int, problems: tuple[int, int], errors: float, seed: int, as_of: date) -> Iterator[UnitPlan]:
    """Yield what is wanted of each unit; sizes lie in `problems`, both ends included."""
    sizes = random.Random(seed)  # noqa: S311 - sizes of invented ledgers, no secrets
    for number in range(count):
        yield UnitPlan(seed, number, sizes.randint(*problems), errors, as_of)


def main() -> None:
    """Read the command line and write the ledgers, as many at once as there are processors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--problems", default="5-60", help="how many problems: 25, or 5-60")
    parser.add_argument("--errors", type=float, default=0.03, help="share of rows with a slip")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF)
    given = parser.parse_args()
    least, _, most = str(given.problems).partition("-")
    given.folder.mkdir(parents=True, exist_ok=True)
    wanted = plans(given.count, (int(least), int(most or least)), given.errors, given.seed, given.as_of)
    with ProcessPoolExecutor() as pool:
        for path in pool.map(partial(write, given.folder), wanted, chunksize=20):
            print(path)


if __name__ == "__main__":
    main()
