"""The whole chart: the best tiles that fit on the fewest pages, and all boxes of each page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger.counting import count_caveats, problem_counts, registered_relapses
from rectify_xl.ledger.counting.problem_counts import Rollup
from rectify_xl.ledger.counting.problem_counts import StatusCounts as Counts
from rectify_xl.ledger.records import Ledger
from rectify_xl.supervision.wallchart import deadline_axis, matrix, problem_states, strips, text_width, tiles
from rectify_xl.supervision.wallchart.matrix import GAP, PAD, Grid, MatrixLimits, Tile
from rectify_xl.supervision.wallchart.problem_states import DUE_SOON, ChartProblem
from rectify_xl.supervision.wallchart.shapes import MARGIN, Box, ChartPage, PaperSize, Rect, TextLine
from rectify_xl.supervision.wallchart.tiles import DESIGNS, SMALLEST, Design

WIDEST, HIGHEST = 68.0, 34.0
"""Tiles are not stretched beyond this, on A3."""
MOST_NOTE_LINES = 3
"""Lines of what stands below; as few as hold it are kept free."""
LOWEST_LEGEND = 7.0
"""Millimetres of the legend on a small paper: its type is not below `SMALLEST`."""
NO_UNIT = "（未填单位名称）"


class Chart(NamedTuple):
    """Everything that is drawn; `counted` holds the numbers that are printed."""

    paper: PaperSize
    title: str
    pages: tuple[ChartPage, ...]
    items: tuple[ChartProblem, ...]
    counted: Rollup


class _Bands(NamedTuple):
    title: Rect
    totals: Rect
    matrix: Rect
    axis: Rect
    legend: Rect
    note: Rect


def chart(ledger: Ledger, as_of: date, paper: PaperSize) -> Chart:
    """Return the chart of `ledger` on `as_of`, each problem in one tile."""
    problems = problem_states.items(ledger, as_of)
    counted = problem_counts.roll_up(ledger, as_of)
    unstated = count_caveats.brief(ledger, registered_relapses.feedback(ledger).problems)
    size = max(SMALLEST, SMALLEST * paper.scale)
    longest = strips.notes(problems, counted, cut=True, unstated=unstated)
    lines = len(text_width.wrap(longest, size, paper.width - 2 * MARGIN - 1, MOST_NOTE_LINES))
    bands = _bands(paper, lines * text_width.height(size) + 1)
    design, shares = _choose(problems, _limits(paper, bands.matrix))
    unit = " ".join(ledger.info_text("单位名称").split()) or NO_UNIT
    about = "，".join(filter(None, (ledger.info_text("巡察机构"), ledger.info_text("巡察轮次"))))
    about = " ".join(about.split())
    banner = [*strips.totals(bands.totals, counted, sum(item.state == DUE_SOON for item in problems))]
    below = [
        *strips.axis(bands.axis, deadline_axis.periods(problems, as_of), as_of),
        *strips.legend(bands.legend, problems),
    ]
    pages = []
    for number, share in enumerate(shares, 1):
        body = tuple(_matrix(share, paper, bands.matrix, design, counted, ledger=ledger))
        head = tuple(strips.title(bands.title, unit, about, as_of, _part(number, len(shares))))
        words = strips.notes(problems, counted, cut=any(map(_is_cut, (*head, *body))), unstated=unstated)
        pages.append(ChartPage(number, (*head, *banner, *body, *below, _note(bands.note, words, size))))
    return Chart(paper, f"{unit}巡察整改挂图作战", tuple(pages), problems, counted)


def _bands(paper: PaperSize, note: float) -> _Bands:
    """Cut the page into strips, from above; `note` is the height (mm) of the last one."""
    f, x, w = paper.scale, MARGIN, paper.width - 2 * MARGIN
    heights = (15 * f, 20 * f, 0.0, 30 * f, max(LOWEST_LEGEND, 8 * f), note)
    gaps = (1.5, 2.5, 2.0, 2.0, 0.5)
    rest = paper.height - 2 * MARGIN - sum(heights) - sum(gaps)
    y, problems = MARGIN, []
    for high, gap in zip(heights, (*gaps, 0.0), strict=True):
        problems.append(Rect(x, y, w, high or rest))
        y += (high or rest) + gap
    return _Bands(*problems)


def _limits(paper: PaperSize, area: Rect) -> MatrixLimits:
    f = paper.scale
    return MatrixLimits(area.w, area.h, head_w=34 * f, head_h=15 * f, column=17.0, row=14.0)


def _choose(
    problems: Sequence[ChartProblem], limits: MatrixLimits
) -> tuple[Design, tuple[Sequence[ChartProblem], ...]]:
    """Return the design that is read from farthest among those that need the fewest pages."""
    if not problems:
        return DESIGNS[0], ((),)
    compact = (design for design in DESIGNS if not design.titles)  # a tile on one line may be too wide for a column
    fewest = min(len(matrix.paginate(problems, limits, tiles.smallest(design, problems))) for design in compact)
    room = fewest * limits.w * limits.h
    for design in DESIGNS:
        tile = tiles.smallest(design, problems)
        if len(problems) * tile.w * tile.h > room:
            continue
        shares = matrix.paginate(problems, limits, tile)
        if len(shares) <= fewest:
            return design, shares
    raise AssertionError("one of the compact designs needs the fewest pages")


def _matrix(
    share: Sequence[ChartProblem], paper: PaperSize, area: Rect, design: Design, counted: Rollup, *, ledger: Ledger
) -> Iterator[Box]:
    limits = _limits(paper, area)
    if not share:
        yield Box("note", area, (TextLine("台账中还没有问题", 24.0),))
        return
    least = tiles.smallest(design, share)
    grid, tile = _stretched(share, limits, least, paper)
    design = tiles.grown(design, least, tile)
    xs, ws = _spread(grid.across, tile.w, limits.column, area.x + limits.head_w, area.w - limits.head_w)
    top = 0.0 if grid.folded else limits.head_h
    ys, hs = _spread(grid.down, tile.h, limits.row, area.y + top, area.h - top)
    counts = Counter(item.department for item in share), Counter(item.aspect for item in share)
    if not grid.folded:
        yield Box(
            "head",
            Rect(area.x, area.y, limits.head_w - GAP, top - GAP),
            (TextLine(ledger.termed("方面＼责任科室"), max(SMALLEST, 10.0 * paper.scale)),),
        )
        for name, x, w in zip(grid.departments, xs, ws, strict=True):
            heading = _counts(counted.departments, name)
            heading = heading._replace(title=problem_counts.shown_department(name, ledger))
            yield _heading(Rect(x, area.y, w, top - GAP), heading, counts[0][name], paper)
    for name, y, h in zip(grid.aspects, ys, hs, strict=True):
        heading = _counts(counted.aspects, name)
        yield _heading(Rect(area.x, y, limits.head_w - GAP, h), heading, counts[1][name], paper)
    for row, column, block in matrix.blocks(share, grid):
        yield from _block(Rect(xs[column], ys[row], ws[column], hs[row]), block, grid.across[column], design, tile)


def _stretched(share: Sequence[ChartProblem], limits: MatrixLimits, least: Tile, paper: PaperSize) -> tuple[Grid, Tile]:
    """Return the plan in which tiles grow most, and the tile that fills it."""
    candidates: list[tuple[float, float, Grid, Tile]] = []
    for step in range(41):
        w = least.w + max(0.0, WIDEST * paper.scale - least.w) * step / 40
        plan = matrix.plan(share, limits, Tile(w, least.h))
        if plan:
            tile = _full(plan, limits, Tile(w, least.h), paper)
            candidates.append((min(tile.w / least.w, tile.h / least.h), tile.w * tile.h, plan, tile))
    _, _, best, size = max(candidates, key=lambda candidate: candidate[:2])
    return best, size


def _full(grid: Grid, limits: MatrixLimits, tile: Tile, paper: PaperSize) -> Tile:
    """Return the tile that fills the page: as large as the tightest columns and rows allow."""
    head = 0.0 if grid.folded else limits.head_h

    def fits_w(w: float) -> bool:
        return matrix.width(grid.across, limits, Tile(w, tile.h)) <= limits.w

    def fits_h(h: float) -> bool:
        return head + matrix.height(grid.down, limits, Tile(tile.w, h), head=False) <= limits.h

    return Tile(_largest(tile.w, WIDEST * paper.scale, fits_w), _largest(tile.h, HIGHEST * paper.scale, fits_h))


def _largest(low: float, high: float, fits: Callable[[float], bool]) -> float:
    """Return the largest number from `low`, which fits, to `high` that fits, to a hundredth."""
    if high <= low or fits(high):
        return max(low, high)
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _spread(
    numbers: Sequence[int], size: float, least: float, start: float, room: float
) -> tuple[list[float], list[float]]:
    """Return where the blocks of a row or column begin and how long they are, so that together they fill `room`."""
    needed = [max(number * size + 2 * PAD, least) for number in numbers]
    spare = max(0.0, room - sum(needed) - GAP * len(numbers)) / len(numbers)
    begins, sizes = [], []
    for length in needed:
        begins.append(start)
        sizes.append(length + spare)
        start += length + spare + GAP
    return begins, sizes


def _counts(lines: Sequence[Counts], name: str) -> Counts:
    return next(line for line in lines if line.title == name)


def _heading(area: Rect, counts: Counts, on_page: int, paper: PaperSize) -> Box:
    """Return the heading of a row or column: its name, how many are done, how many overdue."""
    partly = on_page != counts.problems
    highest = (area.h - 1.0) * 0.6 / (2 if partly else 1) / text_width.height(1.0)
    small = max(SMALLEST, min(11.0 * paper.scale, 11.0 + (area.w - 17) / 10, highest))
    texts = [f"完成{counts.done}/{counts.problems}"]
    if counts.overdue:
        texts = [f"{texts[0]} 逾期{counts.overdue}"]
        if text_width.millimetres(texts[0], small) > area.w - 1.6:
            texts = [f"{counts.done}/{counts.problems} ▲{counts.overdue}"]
    if partly:
        texts.append(f"本页{on_page}个")
    footer = [TextLine(text_width.cut(line, small, area.w - 1.6), small, bold=bool(counts.overdue)) for line in texts]
    title = " ".join(counts.title.split()).rstrip("。；，、")
    left = area.h - 1.0 - sum(text_width.height(line.size) for line in footer)
    size, lines = SMALLEST, tuple[str, ...]()
    for points in (16.0 * paper.scale, 14.0, 13.0, 12.0, 11.0, 10.0, SMALLEST):
        size = points
        most = int(left / text_width.height(points) + 1e-6)
        lines = text_width.wrap(title, points, area.w - 1.6, most)
        if most and (not lines or not lines[-1].endswith(text_width.MORE)):
            break
    return Box(
        "head",
        area,
        (*(TextLine(line, size, bold=True) for line in lines), *footer),
        strips.PALE,
        border=strips.LINE,
        full=counts.title,
    )


def _block(area: Rect, block: Sequence[ChartProblem], across: int, design: Design, tile: Tile) -> Iterator[Box]:
    """Yield the frame of a block and its tiles, in the order of the ledger."""
    yield Box("frame", area, border="BFBFBF")
    for index, item in enumerate(block):
        down, along = divmod(index, across)
        place = Rect(area.x + PAD + along * tile.w, area.y + PAD + down * tile.h, tile.w, tile.h)
        lines = tiles.lines(design, item, tile)
        yield Box(
            "tile",
            place,
            lines,
            item.state.fill,
            item.state.ink,
            border="404040" if not item.state.done else "A0A0A0",
            align="left" if design.titles else "center",
            source=item.cell,
            full=item.title,
        )


def _note(area: Rect, words: str, size: float) -> Box:
    lines = text_width.wrap(words, size, area.w - 1, MOST_NOTE_LINES)
    return Box("note", area, tuple(TextLine(line, size) for line in lines), align="left")


def _part(number: int, pages: int) -> str:
    return f"第{number}页 共{pages}页" if pages > 1 else ""


def _is_cut(box: Box) -> bool:
    return any(line.text.endswith(text_width.MORE) for line in box.lines)
