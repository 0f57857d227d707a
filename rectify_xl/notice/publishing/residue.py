"""What machines left in a text and no reader may meet: formulas, template marks, control signs, unfilled places. Pure.

Nobody can waive NT305 and NT306. NT305 stops the internal edition too; that one may still show what is not filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify_xl.ledger import schema
from rectify_xl.ledger.records import Finding, Ledger
from rectify_xl.notice.model import ComposedNotice
from rectify_xl.notice.notice_rules import NOTICE_RULES
from rectify_xl.text import cell_value
from rectify_xl.text.refs import split_address

CODES = ("NT305", "NT306")
_PICTURE = r"DISPIMG\s*\("
_MARKS = r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛%|%｝|｛％|％｝"
_CONTROLS = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u115f\u1160\u200e\u200f\u2028-\u202e\u2066-\u2069\u3164\ufff9-\ufffc]"
    "|_x00[01][0-9A-Fa-f]_"
)
_ERRORS = r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|(?<![A-Za-z])Err:\d{3}"
_UNFILLED = r"〔[^〔〕\n]{1,20}未填〕|[（(]未填[^（）()\n]{1,20}[）)]|«[^«»\n]{1,20}»"


def judge(ledger: Ledger, document: ComposedNotice) -> Iterator[Finding]:
    """Yield what a machine left in what `document` prints of `ledger`, one finding a cell and kind."""
    texts = _texts(ledger, document)
    seen: set[tuple[str, str]] = set()
    for paragraph in document.paragraphs:
        parts = [
            (source, texts[source]) for source in paragraph.sources if not source.startswith(f"{schema.PROSE.name}!")
        ]
        for address, text in (*parts, (_whose(paragraph.sources, texts, paragraph.printed), paragraph.printed)):
            for code, kind, fix in _kinds(text):
                if (address, kind) in seen or any(known == kind for place, known in seen if place in paragraph.sources):
                    continue
                seen.add((address, kind))
                yield _finding(code, address, kind, fix)


def _texts(ledger: Ledger, document: ComposedNotice) -> dict[str, str]:
    """Return what stands in the cells that are printed; an address that is no cell of a table has no text."""
    texts = dict.fromkeys((source for paragraph in document.paragraphs for source in paragraph.sources), "")
    for rows in ledger.rows.values():
        for row in rows:
            for column in row.headers:
                address = row.cell(column).address
                if address in texts:
                    raw = row.raw(column)
                    texts[address] = raw.formula if isinstance(raw, cell_value.Uncached) else cell_value.text(raw)
    return texts


def _whose(sources: tuple[str, ...], texts: dict[str, str], printed: str) -> str:
    """Return the cell from which residue of a paragraph most likely comes."""
    guilty = [source for source in sources if next(_kinds(texts[source]), None)]
    own = [source for source in sources if texts[source] and texts[source] in printed]
    return (guilty or own or list(sources) or [""])[0]


def _kinds(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield code, what stands there, and the remedy."""
    if re.search(_PICTURE, text, re.IGNORECASE):
        yield (
            "NT305",
            "放的是WPS的单元格图片（公式DISPIMG），印不成文字",
            "请保留原图：先把图片另存成文件，登记到《佐证材料》，再在{}用文字写明内容",
        )
    elif text.lstrip()[:1] in ("=", "＝"):
        yield "NT305", "以等号开头，像没有算出结果的公式", "请先看清{}原来要写什么，把结果写成文字；公式另存一份再改"
    if re.search(_ERRORS, text):
        yield "NT305", "夹着公式的错误值（如#REF!）", "请在{}改写成文字"
    if re.search(_MARKS, text):
        yield "NT305", "有没有换成内容的模板标记（如{{ }}、{% %}）", "请在{}把标记换成要印的文字"
    if re.search(_CONTROLS, text):
        yield "NT305", "有看不见的控制字符（会打乱显示顺序或排版）", "请在{}逐字重新键入这一段文字，不要复制粘贴"
    unfilled = re.search(_UNFILLED, text)
    if unfilled:
        yield "NT306", f"会印出“{unfilled[0]}”", "请在{}填写实际内容，或改写用到它的文字"


def _finding(code: str, address: str, kind: str, fix: str) -> Finding:
    sheet, cell = split_address(address)
    place = address if cell else "通报"
    remedy = fix.replace("{}", cell or "通报文稿", 1)
    message = f"{place}{kind}，不能印进通报。"
    return NOTICE_RULES[code].finding(message, sheet=sheet, cell=cell, remedy=f"{remedy}。")
