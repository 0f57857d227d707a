"""All rules of proof-reading, how they are run, and how one habit becomes one finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from rectify_xl.errors import NoticeError
from rectify_xl.judgement.rules import guarded
from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.proof import (
    days,
    elements,
    heading_rules,
    name_rules,
    percent,
    punctuation,
    reader_remarks,
    recount,
    remainders,
    repeated_sentences,
    sums,
    tables,
    tense,
)
from rectify_xl.notice.proof.manuscript import Manuscript, manuscript
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.text.excerpts import head

PATTERNS: Mapping[str, str] = {
    "PR107": "",
    "PR204": "",
    "PR505": r"“[^”]*”",
    "PR506": r"“[^”]*”，其他",
    "PR507": r"“[^”]*”",
    "PR508": "",
    "PR601": r"^..标题",
    "PR606": "^方面|^大项|^问题|以“..”结尾|以“..”开头|没有“问题”二字|没有“针对”“关于”|加了引号|没有加引号|有的有句号",
    "PR607": r"栏目.*?，",
    "PR702": r"^.{3}里又用|^单引号用在最外层",
    "PR704": "",
    "PR705": r"^“[^”]*”",
    "PR706": r"这一段|完成情况",
    "PR707": r"^序号|^中文",
    "PR708": "缺标点|两种标点",
}
"""Codes that tell a habit, and the part of their message that tells two habits of one code apart."""


def merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings in their order, those of one habit as one that counts and names its places."""
    habits: dict[tuple[str, str], list[Finding]] = {}
    for remark in findings:
        habits.setdefault(_habit(remark), []).append(remark)
    for places in habits.values():
        yield places[0] if len(places) == 1 else _told_once(places)


def _habit(finding: Finding) -> tuple[str, str]:
    """Return what makes two findings one habit; a fact of its own is no habit."""
    pattern = PATTERNS.get(finding.code)
    if pattern is None or finding.line is None:
        return "", repr(finding)
    return finding.code, "".join(re.findall(pattern, finding.message)) if pattern else ""


def _told_once(places: list[Finding]) -> Finding:
    """Return the first of several findings, with the count and the lines of all."""
    first = places[0]
    message = re.sub(r"\d+处", "", first.message, count=1) if first.code == "PR707" else first.message
    count = sum(int(match[1]) if (match := re.search(r"(\d+)处", place.message)) else 1 for place in places)
    lines = "、".join(str(line) for line in dict.fromkeys(place.line for place in places))
    return first._replace(message=f"{message.rstrip('。')}；同样的写法全文共{count}处，在第{lines}行。", row_id="")


Reading = Callable[[Manuscript], Iterator[Finding]]
"""A reading of the whole text for one kind of mistake, or for several that are seen together."""

READINGS: tuple[Reading, ...] = (
    reader_remarks.unread,
    reader_remarks.known,
    sums.parts,
    sums.shares_of_problems,
    remainders.altogether,
    remainders.remainders,
    remainders.problems,
    percent.shares,
    tables.totals,
    recount.differently,
    recount.units,
    days.damaged,
    days.impossible,
    days.weekdays,
    days.dotted,
    days.order,
    tense.judged,
    repeated_sentences.sentences_again,
    elements.missing,
    elements.parts,
    elements.edition,
    elements.contact,
    name_rules.unit,
    name_rules.team,
    name_rules.agencies,
    heading_rules.wording,
    heading_rules.prose_numbers,
    heading_rules.listed,
    heading_rules.levels,
    punctuation.paired,
    punctuation.widths,
    punctuation.doubled,
    punctuation.endings,
    punctuation.blanks,
    punctuation.joints,
)


def proof(lines: Sequence[SourceLine], as_of: date) -> tuple[Finding, ...]:
    """Return all that is wrong with a text, in the order of its lines; what concerns no line comes last.

    `as_of` stands in for the date of a text that bears none. Raises `NoticeError` when there is no text.
    """
    if not any(line.text.strip() for line in lines):
        raise NoticeError("文件里没有文字", "请换用含有通报正文的文件")
    text = manuscript(lines, as_of)
    findings = [fault for rule in READINGS for fault in _run(rule, text)]
    last = lines[-1].number + 1
    ordered = _explained(list(dict.fromkeys(sorted(findings, key=lambda fault: (fault.line or last, fault.code)))))
    words = {line.number: line.text for line in lines}
    return tuple(_in_own_words(fault, words.get(fault.line or 0, "")) for fault in merged(ordered))


def _explained(findings: list[Finding]) -> list[Finding]:
    """Leave out that measures were counted otherwise where misnumbered ones (一是……三是) explain the difference."""
    misnumbered = sum(fault.code == "PR604" for fault in findings)
    return [fault for fault in findings if not (misnumbered and _apart(fault) <= 2 * misnumbered)]


def _apart(fault: Finding) -> float:
    """Return by how much the counted measures differ from the stated ones; any other finding is beyond all bounds."""
    match = re.match(r"文中写明整改措施.*[多少](\d+)条", fault.message) if fault.code == "PR103" else None
    return int(match[1]) if match else float("inf")


def _in_own_words(fault: Finding, line: str) -> Finding:
    """Return a finding whose excerpt is what its line says: where a rule abridged it, the beginning of the line."""
    excerpt = fault.excerpt.strip("…")
    return fault._replace(excerpt=head(line)) if excerpt and excerpt not in line else fault


def _run(reading: Reading, text: Manuscript) -> list[Finding]:
    """Return what one reading says; where it crashes, that it did, and never that the text is at fault."""

    def crashed(error: Exception) -> Finding:
        name = f"{reading.__module__.rpartition('.')[2]}.{reading.__name__}"
        return finding("核稿程序出错", f"核对项{name}运行出错，没有结论（{type(error).__name__}：{error}）")

    return guarded(lambda: reading(text), crashed)
