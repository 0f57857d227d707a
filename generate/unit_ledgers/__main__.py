"""`python -m generate.unit_ledgers FOLDER`: write the ledgers of invented units into a folder.

So many thousand are made that the first `--drawn` of them are drawn and the others are namesakes of these. With
`--rounds` the same units fill in their ledgers on several days, a folder for each.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, time
from functools import partial
from pathlib import Path

from generate.unit_ledgers.namesakes import namesake, original
from generate.unit_ledgers.unit_rows import UnitPlan, unit_of, unit_rows
from generate.unit_ledgers.units import Unit
from rectify_xl.intake.imported_rows import over_blank
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.system import resources
from rectify_xl.text import file_names
from rectify_xl.workbook import file_host

AS_OF = date(2026, 9, 30)
DRAWN = 1600
"""Ledgers that are drawn one by one: a multiple of four, so that a namesake is a unit of the same kind."""


def write(folder: Path, plan: UnitPlan) -> Path:
    """Write the ledger of one unit into `folder`, in place of one of the same name; return where it is."""
    who, rows = unit_rows(plan)
    template = resources.path("workbook_template.xlsx")
    moment = datetime.combine(plan.as_of, time(9))
    begun = change_tracking.begin(file_host.FileBook(template).read(), over_blank(rows), moment)
    target = _place(folder, who, plan.number)
    target.unlink(missing_ok=True)
    file_host.create(template, target, begun)
    return target


def write_namesakes(folder: Path, plan: UnitPlan, numbers: Sequence[int]) -> list[Path]:
    """Write the ledger of one unit, and the ledgers of the units with these `numbers` as its namesakes."""
    first = write(folder, plan)
    paths = [first]
    if numbers:
        source = original(unit_of(plan), first.read_bytes())
        for number in numbers:
            who = unit_of(plan._replace(number=number))
            paths.append(_place(folder, who, number))
            paths[-1].write_bytes(namesake(source, who, number, plan.seed))
    return paths


def plans(count: int, problems: tuple[int, int], errors: float, seed: int, as_of: date) -> Iterator[UnitPlan]:
    """Yield what is wanted of each unit; sizes lie in `problems`, both ends included."""
    sizes = random.Random(seed)  # noqa: S311 - sizes of invented ledgers, no secrets
    for number in range(count):
        yield UnitPlan(seed, number, sizes.randint(*problems), errors, as_of)


def write_all(folder: Path, wanted: Sequence[UnitPlan], *, drawn: int = DRAWN, workers: int | None = None) -> int:
    """Write all these ledgers, as many at once as there are processors, and return how many there are.

    The first `drawn` are drawn, the others are namesakes of them. The same plans give the same ledgers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    first = list(wanted[: max(drawn - drawn % 4, 4)])
    numbers = [[plan.number for plan in wanted[place + len(first) :: len(first)]] for place in range(len(first))]
    with ProcessPoolExecutor(workers) as pool:
        return sum(map(len, pool.map(partial(write_namesakes, folder), first, numbers, chunksize=8)))


def _place(folder: Path, who: Unit, number: int) -> Path:
    return folder / f"{file_names.safe(who.name)}_{number:05d}.xlsx"


def main() -> None:
    """Read the command line and write the ledgers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--problems", default="5-60", help="how many problems: 25, or 5-60")
    parser.add_argument("--errors", type=float, default=0.03, help="share of rows with a slip")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF)
    parser.add_argument("--rounds", type=date.fromisoformat, nargs="+", help="several days, a folder for each")
    parser.add_argument("--drawn", type=int, default=DRAWN, help="how many are drawn; the others are namesakes")
    given = parser.parse_args()
    least, _, most = str(given.problems).partition("-")
    for day in given.rounds or [given.as_of]:
        folder = given.folder / day.isoformat() if given.rounds else given.folder
        wanted = list(plans(given.count, (int(least), int(most or least)), given.errors, given.seed, day))
        print(folder, write_all(folder, wanted, drawn=given.drawn))


if __name__ == "__main__":
    main()
