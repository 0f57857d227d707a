"""Dates of a notice that lost characters on their way: what `dates` finds damaged, and digits that ran together."""

from __future__ import annotations

import re

from rectify_xl import dates
from rectify_xl.text import cell_value

_RUN_TOGETHER = re.compile(
    r"(?<!\d)20\d{6}日|(?<!\d)20\d\d年\d{3,4}(?=召开|开展|组织|举[行办]|印发|出台|完成|反馈|进行|[至到前起,，。；;]|$)",
    re.ASCII,
)
"""Dates that lost their 年 and 月, or their 月 and 日, but no digit."""


def places(text: str) -> list[tuple[int, str]]:
    """Return where damaged dates begin, and these as printed; eight digits before 日 and three after 年 are such."""
    damaged = list(dates.damaged_places(text))
    spans = [(at, at + len(piece)) for at, piece in damaged]
    damaged += [
        (match.start(), text[match.start() : match.end()])
        for match in _RUN_TOGETHER.finditer(cell_value.narrow(text))
        if all(match.end() <= start or match.start() >= end for start, end in spans)
    ]
    return sorted(damaged)


def run_together(printed: str) -> bool:
    """Tell whether a printed date is whole but for its 年 and 月 (20241224日)."""
    return bool(re.fullmatch(r"20\d{6}日", cell_value.key(printed), re.ASCII))
