"""One finding a habit: what a text does wrong in the same way at many places is told once, with every place.

A fact that is missing or wrong (a date, a sum, a status) stays a finding of its own wherever it stands: each needs its
own answer. A way of writing is mended by one rule, and twenty remarks about it hide the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from rectify_xl.ledger.records import Finding

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
    for finding in findings:
        habits.setdefault(_habit(finding), []).append(finding)
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
