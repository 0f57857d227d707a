"""Write the gallery of all checks, `docs/findings.md`, from what they really say about their samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rectify_xl import checks
from rectify_xl.checks.base import Check
from rectify_xl.checks.profiles import SUBMIT, Profile, Rule
from rectify_xl.checks.report import SEVERITY_LABEL
from rectify_xl.checks.samples import AS_OF, SAMPLES, Sample, wrong_ledger
from rectify_xl.model import Finding
from rectify_xl.refs import split_address

CHAPTERS: tuple[tuple[str, str], ...] = (
    ("RX1", "结构"),
    ("RX2", "必填与销号"),
    ("RX3", "类型与用词"),
    ("RX4", "日期"),
    ("RX5", "编号"),
    ("RX6", "引用"),
    ("RX7", "状态"),
    ("RX80", "声明数"),
    ("RX85", "文字"),
    ("RX86", "通报文稿"),
    ("RX9", "程序"),
)
"""Beginning of the codes of a chapter, and its title."""

INTRODUCTION = """# 校验项目一览

“校验台账”逐项检查台账，一次列出全部问题，每条都写明在哪个单元格、错在哪里、怎么改。本页由程序生成，
每一项下面的“结果”都是程序对样例的真实输出。

三种口径，越往后越严：

- **填报**：科室平时填写时用。读不懂、不可能、会让数字出错的是“错误”，还没填完的只作“提醒”。
- **上报**：报给上级之前用。该填的没填、前后矛盾的也是“错误”。
- **公开**：印发通报之前用。会印到纸上的毛病也是“错误”。

“提醒”可能是对的，看一眼即可；“错误”要改。级别一栏的“—”表示这种口径不检查这一项。
"""

CELL_LIMIT = 40
LINE_LIMIT = 6


def render() -> str:
    """Return the whole gallery as Markdown."""
    parts = [INTRODUCTION, *_index()]
    samples = {sample.code: sample for sample in SAMPLES}
    for beginning, title in CHAPTERS:
        parts.append(f"## {title}")
        for check in every_check():
            if check.code.startswith(beginning):
                parts += _page(check, samples.get(check.code))
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def every_check() -> tuple[Check, ...]:
    """Return every check once, by its code; the one that stands for a crash comes last."""
    found = {rule.check.code: rule.check for profile in checks.PROFILES for rule in profile.rules}
    return (*(found[code] for code in sorted(found)), checks.CRASHED)


def _levels(check: Check) -> list[str]:
    """Return how serious a check is in each profile."""
    if check is checks.CRASHED:
        return ["同原项"] * len(checks.PROFILES)
    return [
        next((SEVERITY_LABEL[rule.severity] for rule in profile.rules if rule.check is check), "—")
        for profile in checks.PROFILES
    ]


def _index() -> Iterator[str]:
    rows = [
        f"| {check.code} | `{check.word}` | {check.title} | {' | '.join(_levels(check))} |" for check in every_check()
    ]
    names = " | ".join(profile.name for profile in checks.PROFILES)
    yield "## 总表"
    yield f"共{len(rows)}项。"
    yield "\n".join([f"| 代码 | 英文名 | 检查什么 | {names} |", "|---|---|---|" + "---|" * len(checks.PROFILES), *rows])


def _page(check: Check, sample: Sample | None) -> Iterator[str]:
    levels = "，".join(f"{profile.name}{level}" for profile, level in zip(checks.PROFILES, _levels(check), strict=True))
    yield f"### {check.code} {check.title}"
    yield f"`{check.word}`　级别：{levels}"
    yield f"- 防什么错：{check.guards}\n- 何时可以忽略：{check.ignore}"
    if sample is not None:
        yield f"样例：\n\n```text\n{_shown(sample)}\n```"
    yield "结果：\n\n" + "\n>\n".join(_quoted(finding) for finding in output(check, sample))


def output(check: Check, sample: Sample | None) -> Sequence[Finding]:
    """Return what a check really says about its sample; the crash is shown on a check that divides by zero."""
    if sample is not None:
        return [
            each for each in checks.run(wrong_ledger(sample), SUBMIT, AS_OF, sample.files) if each.code == check.code
        ]
    broken = Check("RX000", "broken", "举例用的检查", "", "", lambda _ledger, _context: iter([1 // 0]))  # type: ignore[list-item]
    profile = Profile("", "", (Rule(broken, "warning"),))
    return checks.run(wrong_ledger(SAMPLES[0]), profile, AS_OF)


def _quoted(finding: Finding) -> str:
    return f"> **{finding.address}**　{_visible(finding.message)}  \n> 处理办法：{finding.fix}"


def _shown(sample: Sample) -> str:
    """Return the text tables of a sample, long cells and long tables shortened."""
    lines: list[str] = []
    for table in sample.wrong.strip().split("\n["):
        rows = table.splitlines()
        kept = rows if len(rows) <= LINE_LIMIT else [*rows[:3], f"……（共{len(rows) - 2}行）"]
        lines += [("" if index or table.startswith("[") else "[") + row for index, row in enumerate(kept)]
    shown = [" | ".join(_cell(cell) for cell in line.split(" | ")) for line in lines]
    if sample.without:
        shown.append(f"（工作簿里没有『{'』『'.join(sample.without)}』）")
    if sample.areas:
        areas = "、".join(area for area in sample.areas.values() if f"[{split_address(area)[0]}]" in sample.wrong)
        shown.append(f"（Excel表格：{areas or '没有'}）")
    return "\n".join(shown)


def _cell(text: str) -> str:
    visible = _visible(text)
    return visible if len(visible) <= CELL_LIMIT else f"{visible[: CELL_LIMIT // 2]}……（共{len(text)}字）"


def _visible(text: str) -> str:
    return "".join(mark if mark.isprintable() else f"⟨U+{ord(mark):04X}⟩" for mark in text)
