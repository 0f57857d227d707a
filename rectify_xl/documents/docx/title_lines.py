"""Break a long title into lines that keep words whole and are about equally long (GB/T 9704)."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from rectify_xl.text import provenance
from rectify_xl.text.provenance import Edit

LINE_LENGTH = 20
"""Characters of 22 pt that fit the 156 mm of the type area."""

MAX_LINES = 4

_BEFORE = re.compile(
    r"(?<=.)(?:(?=关于|落实|贯彻|反馈|集中|整改|进展|情况|的?通报)|(?<!届)(?=[区县市省]委)|(?<!轮)(?=巡[察视](?!组)))"
)
"""Where a line may begin: before a word that such titles are made of, unless it belongs to the word before it."""


def break_title(title: str, length: int = LINE_LENGTH) -> str:
    """Return `title` with line breaks where it does not fit one line of `length` characters.

    It comes back as it is where no good place is found.
    """
    if not length < len(title) <= length * MAX_LINES:
        return title
    places = [match.start() for match in _BEFORE.finditer(title)]
    for count in range(1, MAX_LINES):
        ways = [(0, *chosen, len(title)) for chosen in combinations(places, count)]
        fitting = [way for way in ways if max(end - start for start, end in pairwise(way)) <= length]
        if fitting:
            best = min(fitting, key=lambda way: sum((end - start) ** 2 for start, end in pairwise(way)))
            return provenance.apply_edits(title, [Edit(place, place, "\n") for place in best[1:-1]])
    return title
