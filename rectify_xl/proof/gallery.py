"""Write the gallery of proof-reading, `docs/proof-findings.md`: each kind, a slip, and what is really said of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rectify_xl.notice.model import Line
from rectify_xl.proof.kinds import KINDS, Kind
from rectify_xl.proof.rules import proof
from rectify_xl.proof.samples import SLIPS, Slip, changed, clean
from rectify_xl.text.excerpts import both_ends

AS_OF = date(2026, 9, 20)
SEVERITY = {"error": "错误", "warning": "提醒"}
CHAPTERS: tuple[tuple[str, str], ...] = (
    ("PR1", "数字"),
    ("PR2", "日期和承诺"),
    ("PR3", "完成情况"),
    ("PR4", "重复"),
    ("PR5", "要素和名称"),
    ("PR6", "序号、标题、栏目"),
    ("PR7", "标点"),
    ("PR9", "程序"),
)
"""Beginning of the codes of a chapter, and its title."""
INTRODUCTION = """# 核稿项目一览

“核稿”核对一份通报文稿，逐条列出在第几行、错在哪里、怎么改。本页由程序生成：样例是把 `samples/示例通报.txt`
中故意留的毛病改好之后，再改动一处；“结果”是程序对改动后全文的真实输出，除此之外没有别的发现。

“错误”要改；“提醒”可能是对的，看一眼即可。"""
SHOWN = 48


def render(sample: str) -> str:
    """Return the gallery as Markdown; `sample` is the text of the sample notice."""
    sound = clean(sample)
    parts = [INTRODUCTION, *_index()]
    for beginning, title in CHAPTERS:
        parts.append(f"## {title}")
        for kind in KINDS:
            if kind.code.startswith(beginning):
                parts += _page(kind, sound)
    return "\n\n".join(parts) + "\n"


def _index() -> Iterator[str]:
    rows = [f"| {kind.code} | {kind.word} | {SEVERITY[kind.severity]} |" for kind in KINDS]
    yield f"共{len(rows)}项。"
    yield "\n".join(["| 代码 | 核对什么 | 级别 |", "|---|---|---|", *rows])


def _page(kind: Kind, sound: str) -> Iterator[str]:
    yield f"### {kind.code} {kind.word}"
    yield f"- 报什么：{kind.what}\n- 何时可以忽略：{kind.ignore}"
    for slip in SLIPS:
        if slip.code == kind.code:
            yield f"样例：{_told(slip)}"
            yield "\n".join(_said(slip, sound))


def _told(slip: Slip) -> str:
    return "；".join(
        f"“{_short(old)}”改为“{_short(new)}”" if new else f"删去“{_short(old)}”" for old, new in slip.replaced
    )


def _said(slip: Slip, sound: str) -> Iterator[str]:
    text = changed(sound, slip.replaced)
    for each in proof([Line(number, line) for number, line in enumerate(text.split("\n"), 1)], AS_OF):
        place = f"第{each.line}行" if each.line else "全文"
        yield f"> **{place}**　{each.message}  \n> 处理办法：{each.fix}"


def _short(text: str) -> str:
    return both_ends(text.replace("\n", "⏎"), SHOWN)
