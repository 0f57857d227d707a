"""The head of the printed 问题台账: it names the unit and the round, which no header can read from a cell.

Only a head that is as the blank ledger has it, or as it was written here, is filled in; what an office wrote stays.
"""

from __future__ import annotations

import re
from typing import Any

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.text.cell_value import storable
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.reading import read_workbook
from rectify_xl.workbook.repair.worksheet_order import MAIN

_HEAD = re.compile(
    r'(?P<left>&L&"黑体,Regular"&10 ?单位（盖章）：)(?P<unit>(?:[^&]|&&)*)'
    r'(?P<centre>&C&"黑体,Regular"&14 ?)(?P<round>(?:[^&]|&&)*)(?P<right>&A&R&"黑体,Regular"&10 ?打印日期：&D)'
)
_LONGEST = 255
"""Characters that Excel takes in a header."""


def name_unit(frame: Any, book: RawBook) -> bool:
    """Write the unit and the round of a ledger into the head of a sheet; tell whether it became different."""
    head = frame.find(f"{MAIN}headerFooter/{MAIN}oddHeader")
    match = _HEAD.fullmatch(head.text or "") if head is not None else None
    if head is None or match is None or schema.INFO.name not in book.sheets:
        return False
    info = reader.read_ledger(book._replace(sheets={schema.INFO.name: book.sheets[schema.INFO.name]}))
    turn = info.info_text("巡察轮次")
    if turn:
        turn = turn if re.search("巡察|巡视", turn) else f"{turn}巡察"
    unit, named = _plain(info.info_text("单位名称")), _plain(f"{turn}　" if turn else "")
    text = f"{match['left']}{unit}{match['centre']}{named}{match['right']}"
    if text == head.text or len(text) > _LONGEST or not unit:
        return False
    head.text = text
    return True


def with_unit(data: bytes, name: str) -> bytes:
    """Return a new ledger whose 问题台账 is headed with its unit and round; as it is, where they are not filled in."""
    draft = PackageDraft(data)
    part = draft.facts.sheets.get(schema.PROBLEMS.name)
    if part is None or not name_unit(draft.sheet(part).frame, read_workbook.read(data, name)):
        return data
    draft.touch(part)
    return draft.packed()


def _plain(text: str) -> str:
    """Return a text on one line in which & stands for itself."""
    return storable(text).replace("\n", "").replace("&", "&&")
