"""A cell that says several things: under a heading that names two, or with labels of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify_xl.intake.old_ledger import measure_marks
from rectify_xl.intake.old_ledger.old_records import OldCell, OldProblem
from rectify_xl.ledger import heading_words as words

_LABELLED = (words.LEAD, words.DEPARTMENT, words.PERSON, words.ASSISTING, words.DUE, words.STATUS)
"""Roles that a label within a cell may give to what follows it (责任领导：梁峰)."""
_OFFICE_AND_PERSON = ({words.DEPARTMENT, words.PERSON}, {words.DEPARTMENT, words.LEAD})
_OFFICE_ENDS = r"(?:科|股|室|处|部|办|局|院|中心|所|站|队|组|委|支部|公司|厂|校)$"
LONGEST_DUE_LINE = 60
"""Characters at the end of a cell in which a line on the deadline stands."""
_DUE_LINE = r"(?:^|\n|(?<=[。；;]))\s*(?:整改|完成)?(?:时限|期限|时间)[：:]\s*([^\n]+)\s*$"
_LINE = r"\s*([^：:\n]{2,8})[：:]\s*([^\n]+)"


def parts(cell: OldCell, role: str, second: str) -> Iterator[tuple[str, OldCell]]:
    """Yield what a cell says by role: whole where it says one thing."""
    if not isinstance(cell.raw, str) or role not in (*_LABELLED, words.NOTE, words.MEASURE):
        yield role, cell
        return
    labelled = list(_labelled(cell.raw)) if role in _LABELLED else []
    if labelled:
        for name, text in labelled:
            yield name or role, cell._replace(raw=text)
        return
    people = list(_people(cell.raw)) if {role, second} in _OFFICE_AND_PERSON else []
    if people:
        person = words.LEAD if words.LEAD in (role, second) else words.PERSON
        for name, is_office in people:
            yield (words.DEPARTMENT if is_office else person), cell._replace(raw=name)
        return
    pieces = [piece.strip() for piece in re.split(r"[/／\n]", cell.raw) if piece.strip()]
    if second and len(pieces) == 2:
        yield role, cell._replace(raw=pieces[0])
        yield second, cell._replace(raw=pieces[1])
    else:
        yield role, cell


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a cell with the roles that their labels give them; nothing where no line has a label."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    known = [(line, re.fullmatch(_LINE, line)) for line in lines]
    meanings = [words.meaning(match[1]).role if match else "" for _, match in known]
    if not any(meaning in _LABELLED for meaning in meanings):
        return
    for (line, match), meaning in zip(known, meanings, strict=True):
        yield (meaning, match[2].strip()) if match and meaning in _LABELLED else ("", line)


def due_line(text: str) -> tuple[str, str]:
    """Return a cell of measures without its line on the deadline, and that deadline (完成时限：2025年5月31日前)."""
    start = max(0, len(text) - LONGEST_DUE_LINE)
    match = re.search(_DUE_LINE, text[start:])
    return (text[: start + match.start()].rstrip(), match[1].strip()) if match else (text, "")


def _people(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the names in a cell of offices and people, and whether a name is one of an office (运检部（丁浩）).

    Nothing where a piece is neither plainly the one nor the other.
    """
    names = [name.strip() for name in re.split(r"[、，,；;/／\s（()）:：]+", text) if name.strip()]
    offices = [bool(re.search(_OFFICE_ENDS, name)) for name in names]
    people = [name for name, office in zip(names, offices, strict=True) if not office]
    if any(offices) and people and all(re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", name) for name in people):
        yield from zip(names, offices, strict=True)


def align(problem: OldProblem) -> None:
    """Give each measure its own part of cells that are divided by the same marks as the measures (①…②…③…)."""
    for role, target in words.OF_MEASURES.items():
        cells = problem.cells.get(role, [])
        pieces = measure_marks.marked(cells[0].text) if len(cells) == 1 else ()
        if len(pieces) != len(problem.measures):
            continue
        for measure, piece in zip(problem.measures, pieces, strict=True):
            if piece:
                measure.cells.setdefault(target, cells[0]._replace(raw=piece))
        if role in (words.DUE, words.STATUS):
            del problem.cells[role]
        else:
            problem.cells[role] = [cells[0]._replace(raw=piece) for piece in dict.fromkeys(pieces) if piece]
