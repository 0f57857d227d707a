"""Write docs/findings.md, the gallery of every rule with a code: what it reports, and what it really says of a sample.

A test keeps the committed file equal to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generate.samples import AS_OF, SAMPLES, Sample, wrong_ledger
from generate.samples.slips import SLIPS, Slip, changed, clean
from rectify_xl.documents.templates.template_rules import TEMPLATE_RULES
from rectify_xl.intake.old_ledger.intake_rules import INTAKE_RULES
from rectify_xl.judgement import checks
from rectify_xl.judgement.checks.check_rules import check_rules
from rectify_xl.judgement.checks.profiles import SUBMIT, GradedCheck, Profile
from rectify_xl.judgement.risks.risk_signals import SIGNALS
from rectify_xl.judgement.rules import Catalogue, Rule
from rectify_xl.ledger.records import SEVERITY_LABEL, Finding
from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.notice_rules import NOTICE_RULES
from rectify_xl.notice.proof import PROOF_RULES, proof
from rectify_xl.notice.reading.reading_rules import IMPORT_RULES
from rectify_xl.system import resources
from rectify_xl.text.excerpts import both_ends
from rectify_xl.text.refs import split_address

TARGET = Path(__file__).resolve().parents[1] / "docs" / "findings.md"
PROOF_DAY = date(2026, 9, 20)
CELL_LIMIT = 40
LINE_LIMIT = 6
SLIP_LIMIT = 48

Chapters = tuple[tuple[str, str], ...]
"""Beginning of the codes of a chapter, and its title."""

INTRODUCTION = """# 规则一览

本页由程序生成（`make gallery`），列出本工具的全部规则。每条规则有一个不变的代码；“结果”都是程序对样例的真实输出。

“错误”要改；“提醒”可能是对的，看一眼即可。"""

CHECKS = """“校验台账”逐项检查台账，一次列出全部问题，每条都写明在哪个单元格、错在哪里、怎么改。三种口径，越往后越严：

- **填报**：科室平时填写时用。读不懂、不可能、会让数字出错的是“错误”，还没填完的只作“提醒”。
- **上报**：报给上级之前用。该填的没填、前后矛盾的也是“错误”。
- **公开**：印发通报之前用。会印到纸上的毛病也是“错误”。

级别一栏的“—”表示这种口径不检查这一项。"""
PROOF = """“核稿”核对一份通报文稿，逐条列出在第几行、错在哪里、怎么改。样例是把 `samples/示例通报.txt`
中故意留的毛病改好之后，再改动一处；“结果”是程序对改动后全文的真实输出，除此之外没有别的发现。"""


class Family(NamedTuple):
    """The rules of one command: their title, what is said first, their chapters, and the columns that the index adds.

    `levels` gives the cells of those columns, `samples` what the page of a rule shows besides its text.
    """

    title: str
    introduction: str
    rules: Catalogue
    chapters: Chapters
    columns: tuple[str, ...]
    levels: Callable[[Rule], Sequence[str]]
    samples: Callable[[Rule], Iterator[str]]


def families() -> tuple[Family, ...]:
    """Return all families of rules, in the order in which their commands are met."""
    sound = clean(resources.path("samples", "示例通报.txt").read_text(encoding="utf-8"))
    profiles = tuple(profile.name for profile in checks.PROFILES)
    return (
        Family("校验台账", CHECKS, check_rules(), CHECK_CHAPTERS, profiles, _check_levels, _check_sample),
        Family(
            "导入",
            "“导入”把一份通报或旧台账读成台账，读的时候看出的毛病逐条列出，不替人改。",
            IMPORT_RULES,
            (("IM", "文稿"),),
            ("级别",),
            _level,
            _no_sample,
        ),
        Family(
            "导入旧台账",
            "“导入”把单位原有的整改台账读成本工具的台账，推定的、读不懂的、没有带入的逐条列出，请人核对。",
            INTAKE_RULES,
            (("IL", "旧台账"),),
            ("级别",),
            _level,
            _no_sample,
        ),
        Family("核稿", PROOF, PROOF_RULES, PROOF_CHAPTERS, ("级别",), _level, lambda rule: _slips(rule, sound)),
        Family(
            "生成通报",
            "“生成通报”和“生成报告”边写边查；公开稿还要过发布这一关，拦下的逐条改正，或写明理由放行。",
            NOTICE_RULES,
            (("NT1", "占位"), ("NT2", "生成"), ("NT3", "发布"), ("NT9", "程序")),
            ("级别",),
            _level,
            _no_sample,
        ),
        Family(
            "模板",
            "“检查模板”核对单位自己改过的模板，逐处列出。",
            TEMPLATE_RULES,
            (("TP0", "文件"), ("TP1", "占位"), ("TP2", "版式")),
            ("级别",),
            _level,
            _no_sample,
        ),
        Family(
            "风险预警",
            "“风险预警”按信号计分；反弹信号的权重可在《字典》里改，填0即不用。",
            SIGNALS,
            (("RK0", "时限"), ("RK1", "反弹"), ("RK9", "程序")),
            ("分值",),
            lambda rule: (str(rule.weight),),
            _no_sample,
        ),
    )


CHECK_CHAPTERS: Chapters = (
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
PROOF_CHAPTERS: Chapters = (
    ("PR1", "数字"),
    ("PR2", "日期和承诺"),
    ("PR3", "完成情况"),
    ("PR4", "重复"),
    ("PR5", "要素和名称"),
    ("PR6", "序号、标题、栏目"),
    ("PR7", "标点"),
    ("PR9", "程序"),
)


def render() -> str:
    """Return the whole gallery as Markdown."""
    parts = [INTRODUCTION]
    for family in families():
        parts += [f"## {family.title}", family.introduction, *_index(family)]
        for beginning, title in family.chapters:
            parts.append(f"### {title}")
            parts += [part for rule in family.rules if rule.code.startswith(beginning) for part in _page(rule, family)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _index(family: Family) -> Iterator[str]:
    rows = [f"| {' | '.join((rule.code, *_word(rule), rule.title, *family.levels(rule)))} |" for rule in family.rules]
    head = ("代码", *(["英文名"] if family.rules.rules[0].word else []), "检查什么", *family.columns)
    yield f"共{len(rows)}项。"
    yield "\n".join([f"| {' | '.join(head)} |", "|" + "---|" * len(head), *rows])


def _word(rule: Rule) -> tuple[str, ...]:
    return (f"`{rule.word}`",) if rule.word else ()


def _page(rule: Rule, family: Family) -> Iterator[str]:
    """Yield the page of a rule: what it reports, when to leave it alone, and what it says of a sample."""
    yield f"#### {rule.code} {rule.title}"
    labelled = [f"{name}{level}" for name, level in zip(family.columns, family.levels(rule), strict=True)]
    if rule.word:
        yield f"`{rule.word}`　级别：{'，'.join(labelled)}"
    texts = (
        ("防什么错" if rule.word else "报什么", rule.what),
        ("为什么要紧", rule.why),
        ("何时可以忽略", rule.ignore),
        ("处理办法", f"{rule.remedy}。" if rule.remedy and family.rules.beginning != "PR" else ""),
    )
    yield "\n".join(f"- {label}：{text}" for label, text in texts if text)
    yield from family.samples(rule)


def _level(rule: Rule) -> tuple[str, ...]:
    return (SEVERITY_LABEL[rule.level or "error"],)


def _no_sample(_rule: Rule) -> Iterator[str]:
    return iter(())


def _check_levels(rule: Rule) -> tuple[str, ...]:
    """Return how serious a check is in each profile."""
    if rule is checks.CRASHED:
        return ("同原项",) * len(checks.PROFILES)
    return tuple(
        next((SEVERITY_LABEL[graded.severity] for graded in profile.checks if graded.check.rule is rule), "—")
        for profile in checks.PROFILES
    )


def _check_sample(rule: Rule) -> Iterator[str]:
    sample = next((known for known in SAMPLES if known.code == rule.code), None)
    if sample is not None:
        yield f"样例：\n\n```text\n{_shown(sample)}\n```"
    for address, formula in sample.formulas.items() if sample else ():
        yield f"其中 {address} 是公式：`{formula}`"
    yield "结果：\n\n" + "\n>\n".join(_quoted(finding) for finding in output(rule, sample))


def output(rule: Rule, sample: Sample | None) -> Sequence[Finding]:
    """Return what a check really says about its sample; the crash is shown on a check that divides by zero."""
    if sample is not None:
        findings = checks.run(wrong_ledger(sample), SUBMIT, AS_OF, sample.files)
        return [finding for finding in findings if finding.code == rule.code]
    broken = checks.Check(Rule("RX000", "举例用的检查", ""), lambda _ledger, _context: iter([1 // 0]))  # type: ignore[list-item]
    return checks.run(wrong_ledger(SAMPLES[0]), Profile("", "", (GradedCheck(broken, "warning"),)), AS_OF)


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


def _slips(rule: Rule, sound: str) -> Iterator[str]:
    for slip in SLIPS:
        if slip.code == rule.code:
            yield f"样例：{_replaced(slip)}"
            yield "\n".join(_proofed(slip, sound))


def _replaced(slip: Slip) -> str:
    return "；".join(
        f"“{_short(old)}”改为“{_short(new)}”" if new else f"删去“{_short(old)}”" for old, new in slip.replaced
    )


def _proofed(slip: Slip, sound: str) -> Iterator[str]:
    text = changed(sound, slip.replaced)
    for finding in proof([SourceLine(number, line) for number, line in enumerate(text.split("\n"), 1)], PROOF_DAY):
        place = f"第{finding.line}行" if finding.line else "全文"
        yield f"> **{place}**　{finding.message}  \n> 处理办法：{finding.fix}"


def _short(text: str) -> str:
    return both_ends(text.replace("\n", "⏎"), SLIP_LIMIT)


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8", newline="\n")
    print(f"已生成{TARGET.name}：规则{sum(len(family.rules) for family in families())}条")
