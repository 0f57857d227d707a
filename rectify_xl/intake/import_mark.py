"""The words by which a row that an import added is known among the others, for whoever reads or filters the sheet.

They stand in 备注: it prints with the row, can be filtered, survives sorting and a look by `check`, and an office
takes it away when the row has been seen to. 校验标记 would go with the next check, and a colour would paint cells.
"""

from datetime import date

MARK = "导入新增"


def mark(day: date, source: str) -> str:
    """Return the mark of a row that came from a file."""
    return f"{day.isoformat()}由“{source}”{MARK}"


def with_mark(note: str, words: str) -> str:
    """Return 备注 with the mark below what stands there."""
    return f"{note}\n{words}" if note else words


def without_mark(note: str) -> str:
    """Return 备注 without the marks of imports: what a paper may print."""
    return "\n".join(line for line in note.split("\n") if not line.endswith(f"”{MARK}")).strip()
