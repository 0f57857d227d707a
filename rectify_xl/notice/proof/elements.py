"""What a notice must have: title, edition, three parts, contact, signature and date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.proof.manuscript import Manuscript
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import around, head

_EDITION = re.compile(r"[(（]([^()（）]{0,8}(?:公开|内部|党内|通报)[^()（）]{0,8})[)）]")
_EMAIL = r"[A-Za-z0-9._%+\-]{1,64}@"
_NOT_POST = re.compile(rf"(邮政信箱|通[信讯]地址|邮寄地址|来信地址|邮编|邮政编码)\s*[:：]?\s*{_EMAIL}")
_POSTCODE = re.compile(r"(?:邮政编码|邮编)\s*[:：]?\s*(\d+)", re.ASCII)
_PHONE = re.compile(r"电话[)）]?\s*[:：]?\s*([\d()（）—–―\-－ ]{3,24})", re.ASCII)
_PHONE_DIGITS = (5, 7, 8, 10, 11, 12)
"""A service number, a local one, one with its area code, a mobile one; blanks part several numbers."""
_MAIL = re.compile(r"(?:邮箱|信箱|邮件)\s*[:：]?\s*([A-Za-z0-9._%+\-@]{4,80})")


def missing(text: Manuscript) -> Iterator[Finding]:
    """Report the title, signature, date and contact that a notice lacks, each by itself."""
    parsed = text.parsed
    if parsed is None:
        return
    signed = [passage for passage in parsed.passages if passage.part == "落款"]
    unit = any(passage.body and passage.body != parsed.date.text for passage in signed) or text.signed
    contact = parsed.contact
    reachable = contact.phone or contact.email or contact.address or "内" in parsed.edition or _is_report(text)
    last = text.lines[-1].number if text.lines else None
    first = text.lines[0].number if text.lines else None
    for name, value, line in (
        ("通报标题", parsed.title, first),
        ("落款单位", unit, last),
        ("通报日期", parsed.date.text or text.signed, last),
        ("联系方式（电话、地址或邮箱）", reachable, last),
    ):
        if not value:
            yield finding("要素缺失", f"没有找到{name}", line=line)


def parts(text: Manuscript) -> Iterator[Finding]:
    """Report which of the three parts is missing, and a missing day of feedback."""
    parsed = text.parsed
    if parsed is None:
        return
    if _is_report(text):
        return
    present = {passage.part for passage in parsed.passages}
    for part, name in (("第一部分", "整改组织情况"), ("第三部分", "下一步打算")):
        if part not in present:
            yield finding("缺少部分", f"没有找到{part}（{name}）")
    if not parsed.feedback:
        yield finding("缺少部分", "没有找到反馈日期")


def edition(text: Manuscript) -> Iterator[Finding]:
    """Report a notice that bears no mark of its edition, or two."""
    if text.parsed is None or not text.parsed.title or _is_report(text):
        return
    near = next((i for i, line in enumerate(text.lines) if line.text == text.parsed.title), 0)
    marks: list[str] = []
    for line in text.lines[: near + 4]:
        if len(line.text) <= 80:
            marks += _EDITION.findall(line.text)
    if not marks:
        line = text.lines[near]
        message = "没有标明“（社会公开稿）”或“（内部稿）”"
        yield finding("没有标明稿别", message, line=line.number, excerpt=head(line.text))
    elif len({"内" in mark for mark in marks}) > 1:
        line = text.lines[near]
        message = f"同时标有“{'”“'.join(marks)}”"
        yield finding("没有标明稿别", message, line=line.number, excerpt=head(line.text))


def _is_report(text: Manuscript) -> bool:
    """Tell whether the text is a report to the level above, which has other parts and no edition."""
    return text.parsed is not None and bool(re.search(r"报告(?:[(（][^()（）]{1,12}[)）])?$", text.parsed.title))


def contact(text: Manuscript) -> Iterator[Finding]:
    """Report phone numbers, postcodes and addresses that cannot be right, or stand under another name."""
    for line in text.lines:
        if not re.search("电话|邮编|邮政|邮箱|信箱|地址", line.text) or len(line.text) > 2000:
            continue
        plain = cell_value.narrow(line.text)
        for message, start, end in _contact(plain):
            yield finding("联系方式有误", message, line=line.number, excerpt=around(line.text, start, end))


def _contact(plain: str) -> Iterator[tuple[str, int, int]]:
    for match in _NOT_POST.finditer(plain):
        yield f"“{match[1]}”后面是电子邮箱，应写“电子邮箱”", match.start(), match.end()
    for match in _POSTCODE.finditer(plain):
        if len(match[1]) != 6:
            yield f"邮政编码“{match[1]}”有{len(match[1])}位，应为6位", match.start(), match.end()
    for match in _PHONE.finditer(plain):
        digits = re.sub(r"\D", "", match[1])
        if len(digits) not in _PHONE_DIGITS and " " not in match[1].strip():
            yield f"电话“{match[1].strip()}”有{len(digits)}位数字，不像电话号码", match.start(), match.end()
    for match in _MAIL.finditer(plain):
        if not re.fullmatch(rf"{_EMAIL}(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{{2,24}}\.?", match[1]):
            yield f"电子邮箱“{match[1]}”不合格式", match.start(), match.end()
