"""A whole row as the text of one cell of 变更记录, and back. Pure.

It is one line, which a cell that does not wrap shows and prints as such: first what a person wants to know
(`新增：P007 印章管理不严`), behind it all that the memory needs, `列：内容` by `列：内容`. Ledgers from before
have a line a column instead, in which what follows a line break within a cell begins with a full-width blank.
"""

import re
from collections.abc import Collection, Mapping

from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED
from rectify_xl.text.excerpts import on_one_line, shortened

LONGEST_ROW = 30_000
"""Characters (UTF-16 units) of a row told in one cell; longer texts of a row are told in lines of their own."""
TITLES = {ROW_ADDED: "新增：", ROW_REMOVED: "删除："}
"""How the text of a row begins."""
_TITLE_LENGTH = 40
_BAR = "　｜　"
_BREAK = "⏎"
_NEXT_COLUMN = "\n(?!　)"


def as_text(row: Mapping[str, str], kind: str, name: str, telling: str) -> tuple[str, tuple[str, ...]]:
    """Return a whole row as one readable text, and the columns that did not fit into it.

    `kind` is ROW_ADDED or ROW_REMOVED, `name` what names the row, `telling` the text by which a person knows it.
    """
    title = " ".join(filter(None, (name, shortened(on_one_line(telling), _TITLE_LENGTH))))
    pieces = [f"{TITLES[kind]}{_escaped(title)}"]
    rest: list[str] = []
    used = len(pieces[0])
    for column, text in row.items():
        piece = f"{column}：{_escaped(text)}"
        length = len(piece.encode("utf-16-le", "replace")) // 2 + len(_BAR)
        if used + length > LONGEST_ROW:
            rest.append(column)
        else:
            pieces.append(piece)
            used += length
    return _BAR.join(pieces), tuple(rest)


def from_text(text: str) -> dict[str, str]:
    """Return the row that a text made by `as_text` tells, or one of a ledger from before."""
    if text.startswith(tuple(TITLES.values())):
        pairs = (piece.partition("：") for piece in text.split(_BAR)[1:])
        return {column: _plain(value) for column, _, value in pairs if value}
    row: dict[str, str] = {}
    for line in re.split(_NEXT_COLUMN, text):
        column, _, value = line.partition("：")
        if value:
            row[column] = value.replace("\n　", "\n")
    return row


def without(text: str, columns: Collection[str]) -> str:
    """Return the text of a row without what it tells of some columns; any other text as it is."""
    if text.startswith(tuple(TITLES.values())):
        pieces = text.split(_BAR)
        kept = [piece for piece in pieces[1:] if piece.partition("：")[0] not in columns]
        return _BAR.join((pieces[0], *kept))
    lines = re.split(_NEXT_COLUMN, text)
    return "\n".join(line for line in lines if line.partition("：")[0] not in columns)


def title(text: str) -> str:
    """Return what a person reads of the text of a row, without saying whether it came or went."""
    for beginning in TITLES.values():
        if text.startswith(beginning):
            return _plain(text.split(_BAR, maxsplit=1)[0].removeprefix(beginning))
    return text


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("｜", "\\｜").replace(_BREAK, f"\\{_BREAK}")
    return text.replace("\n", _BREAK)


def _plain(text: str) -> str:
    return re.sub(rf"\\(.)|{_BREAK}", lambda match: match[1] or "\n", text)
