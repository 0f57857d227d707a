"""The measures in one cell: split by their marks, or, where each stands on a line of its own, by lines."""

from __future__ import annotations

import re

from rectify_xl.notice.reading import measures as prose_measures
from rectify_xl.text import cell_value
from rectify_xl.text.numerals import CIRCLED, COUNTING, read_numeral

_NUMERAL = rf"(?P<number>\d{{1,2}}|[{COUNTING}]{{1,3}}|[{CIRCLED[:20]}])"
_LINE_MARKS = (
    rf"\(({_NUMERAL})\)[、.]?",
    rf"({_NUMERAL})[\)、]",
    r"((?P<number>\d{1,2}))[.．]",
    rf"((?P<number>[{CIRCLED[:20]}]))[、.]?",
    rf"第({_NUMERAL})[,，、:：]",
    rf"措施({_NUMERAL})[:、.]?",
    rf"(?P<number>[{COUNTING}]{{1,3}})[是要]",
    r"((?P<number>[a-zA-Z]))[.、)]",
)
"""Marks at the beginning of a line, on half-width text; there 1. may stand before a digit (1.3人返回)."""
_ENDS = "。；;.！!"


def split(cell: str) -> tuple[str, ...]:
    """Return the measures in a cell without marks and joints; one that is not divided is one measure."""
    text = cell.strip()
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for pieces in (_by_line_marks(lines), _by_clause_marks(text), _by_prose_marks(text), _by_lines(lines)):
        if pieces:
            return tuple(piece for piece in map(bare, pieces) if piece)
    single = _without_mark(text)
    return (bare(single),) if bare(single) else ()


def bare(text: str) -> str:
    """Return a measure without the joint or the stop behind it."""
    return text.strip().rstrip("；;，,、。 ")


def _by_line_marks(lines: list[str]) -> list[str]:
    """Return the measures whose marks 1, 2, 3 … begin lines; a line without a mark goes on with the one above."""
    for pattern in _LINE_MARKS:
        pieces: list[str] = []
        for line in lines:
            match = re.match(pattern, cell_value.narrow(line))
            if match and _value(match["number"]) == len(pieces) + 1:
                pieces.append(line[match.end() :])
            elif pieces:
                pieces[-1] += "\n" + line
            else:
                break
        if len(pieces) > 1:
            return pieces
    return []


def marked(cell: str) -> tuple[str, ...]:
    """Return the pieces of a cell that is divided by marks 1, 2, 3 …; nothing where it is not."""
    lines = [line.strip() for line in cell.strip().split("\n") if line.strip()]
    return tuple(map(bare, _by_line_marks(lines) or _by_clause_marks(cell.strip())))


def _by_clause_marks(text: str) -> list[str]:
    """Return the measures whose marks 1, 2, 3 … begin the text and clauses of it, also before a digit (2.3名干部).

    Numbers such as 1.5万元；2.3万元 are none: then the first piece would begin with a digit.
    """
    plain = cell_value.narrow(text)
    for pattern in _LINE_MARKS:
        ends: list[tuple[int, int]] = []
        for match in re.finditer(rf"(?:^|(?<=[;。\n]))\s*(?:{pattern})", plain):
            if _value(match["number"]) == len(ends) + 1:
                ends.append((match.start(), match.end()))
        if len(ends) > 1 and ends[0][0] == 0 and not plain[ends[0][1] : ends[0][1] + 1].isdigit():
            stops = [start for start, _ in ends[1:]] + [len(text)]
            return [text[begin:stop] for (_, begin), stop in zip(ends, stops, strict=True)]
    return []


def _by_prose_marks(text: str) -> list[str]:
    pieces = prose_measures.measures(text)
    return list(pieces) if len(pieces) > 1 and _begins_with_mark(text) else []


def _begins_with_mark(text: str) -> bool:
    """Tell whether the first mark stands at the beginning, so that nothing before it is lost."""
    plain = cell_value.narrow(text)
    return any(re.match(pattern, plain) for pattern in _LINE_MARKS)


def _by_lines(lines: list[str]) -> list[str]:
    """Return the lines where each but the last ends as a sentence or clause does: then each is one measure."""
    if len(lines) > 1 and all(line[-1] in _ENDS for line in lines[:-1]):
        return lines
    return []


def _without_mark(text: str) -> str:
    """Return a single measure without its mark 1, which must not be a number (1.5万元)."""
    plain = cell_value.narrow(text)
    for pattern in _LINE_MARKS:
        match = re.match(pattern, plain)
        if match and _value(match["number"]) == 1 and not _may_be_number(match.group(), plain[match.end() :]):
            return text[match.end() :]
    return text


def _may_be_number(mark: str, rest: str) -> bool:
    """Tell whether a mark and what follows it may be one number: 1.5, 1、2号楼."""
    return mark[-1:] in ".．、" and rest[:1].isdigit() and not re.match(r"(?:19|20)\d\d年", rest)


def _value(number: str) -> int | None:
    return ord(number.lower()) - 96 if number.isascii() and number.isalpha() else read_numeral(number)
