"""Names that should be the same everywhere: the unit, the inspection team, the round, document numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.proof.manuscript import Manuscript, finding_at
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import around

_PARTY = re.compile(r"^(?:中共|中国共产党)|(?:\([^()]*\))|(?:委员会|支部委员会|党委|党组|党总支|党支部|总支部|支部)+$")
_PLACE = "省市县区旗州盟镇乡"
SHORTEST = 5
"""Letters of a unit's name that is looked for; shorter ones are like too many other words."""
_N = r"[一二三四五六七八九十\d]{1,3}"
_TEAM = re.compile(rf"第({_N})巡[察视](?:工作)?组")
_ROUND = re.compile(rf"({_N})届([省市县区旗州]?)委第({_N})轮")
_BARE = re.compile(r"(?<=根据|按照|经过|遵照)委(?=统一|工作|巡察|部署|要求)")
_NO_AGENCY = re.compile(r"[(（]\s*(〔20\d\d〕\s*\d{1,4}号)", re.ASCII)
_WITH_AGENCY = re.compile(r"[\u4e00-\u9fff]〔20\d\d〕\s*\d{1,4}号", re.ASCII)


def unit(text: Manuscript) -> Iterator[Finding]:
    """Report a name that differs from that of the unit by one letter."""
    name = _core(text.parsed.unit) if text.parsed else ""
    if len(name) < SHORTEST:
        return
    half = len(name) // 2
    starts = re.compile(f"{re.escape(name[:half])}|{re.escape(name[half:])}")
    for line in text.lines:
        plain = cell_value.narrow(line.text)
        seen: set[str] = set()
        for match in starts.finditer(plain):
            head = match[0] == name[:half]
            for size in (len(name) - 1, len(name), len(name) + 1):
                start = match.start() if head else match.end() - size
                other = plain[max(start, 0) : start + size]
                if other not in seen and _misspelt(other, name) and not _contains(plain, name, start):
                    seen.add(other)
                    yield finding(
                        "单位名称写法不一",
                        f"写作“{other}”，而单位名称是“{name}”",
                        line=line.number,
                        excerpt=around(line.text, max(start, 0), start + size),
                    )
                    break


def team(text: Manuscript) -> Iterator[Finding]:
    """Report an inspection team or a round whose number differs from that of most other places."""
    for pattern, what in ((_TEAM, "巡察组"), (_ROUND, "届次、轮次")):
        places = [
            (line.number, match, line.text)
            for line in text.lines
            for match in pattern.finditer(cell_value.narrow(line.text))
        ]
        names = Counter(_compared(match) for _, match, _ in places)
        if len(names) < 2:
            continue
        usual, times = names.most_common(1)[0]
        for number, match, whole in places:
            if _compared(match) != usual:
                yield finding(
                    "巡察组或轮次不一",
                    f"{what}写作“{match[0]}”，其他{times}处是“{usual}”",
                    line=number,
                    excerpt=around(whole, match.start(), match.end()),
                )


def agencies(text: Manuscript) -> Iterator[Finding]:
    """Report a lost 县 or 市 before 委, and a document number without its agency where others have one."""
    agencies_named = any(_WITH_AGENCY.search(line.text) for line in text.lines)
    for line in text.lines:
        for match in _BARE.finditer(line.text):
            yield finding_at(
                "机关名称缺字",
                f"“{line.text[max(0, match.start() - 2) : match.end() + 2]}”中的“委”前面缺字",
                line,
                match,
            )
        for match in _NO_AGENCY.finditer(line.text) if agencies_named else ():
            yield finding_at("文号缺机关代字", f"文号“{match[1]}”没有机关代字，其他文号都有", line, match)


def _compared(match: re.Match[str]) -> str:
    """Return what is compared: the team without 工作, the round without whose committee it is."""
    return f"第{match[1]}巡察组" if match.re is _TEAM else f"{match[1]}届第{match[3]}轮"


def _core(name: str) -> str:
    """Return the name of the unit itself, without 中共 and 党委."""
    plain = cell_value.key(name)
    while (shorter := _PARTY.sub("", plain)) != plain:
        plain = shorter
    return plain


def _misspelt(other: str, name: str) -> bool:
    """Tell whether two names differ by one letter, and not by a 县 that is left out or by where the window lies."""
    if other == name or not other:
        return False
    if len(other) == len(name):
        return (
            sum(one != two for one, two in zip(other, name, strict=True)) == 1
            and other[0] == name[0]
            and other[-1] == name[-1]
        )
    longer, shorter = (other, name) if len(other) > len(name) else (name, other)
    if longer[0] != shorter[0] or longer[-1] != shorter[-1]:
        return False
    at = next((i for i, char in enumerate(shorter) if longer[i] != char), len(shorter))
    return longer[:at] + longer[at + 1 :] == shorter and longer[at] not in _PLACE and longer[at].isalpha()


def _contains(plain: str, name: str, start: int) -> bool:
    """Tell whether the right name stands there too, so that the window only lies askew."""
    return name in plain[max(0, start - 2) : start + len(name) + 3]
