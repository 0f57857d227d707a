"""What reading the notice found already, said as a proof-reader says it: without ledger and columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.proof.manuscript import Manuscript
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.notice.reading.reading_rules import unshown_words
from rectify_xl.notice.reading.unshown import Unshown
from rectify_xl.text.excerpts import head

WORDS: Mapping[str, str] = {
    "IM102": "序号丢失",
    "IM103": "序号跳号",
    "IM104": "序号重复",
    "IM105": "栏目名称不一",
    "IM106": "标题写法不一",
    "IM108": "声明数不符",
    "IM109": "总数前后不一",
    "IM110": "完成情况不明",
    "IM111": "缺少完成情况",
    "IM112": "缺少整改情况",
    "IM115": "一段过长",
    "IM116": "剩余时限不明",
}
"""Kind by the code of the import; what is missing here, rules of this package look for themselves (IM101, IM107,
IM114), or it concerns the ledger alone (IM113)."""


def known(text: Manuscript) -> Iterator[Finding]:
    """Report what the parser found about numbers, labels, headings, statuses and stated totals."""
    for fault in text.parsed.findings if text.parsed else ():
        word = WORDS.get(fault.code)
        if word is None:
            continue
        message = fault.message.removeprefix(f"第{fault.line}行：").rstrip("。")
        measures = fault.code == "IM108" and message.startswith("文中写明整改措施")
        yield finding(
            word,
            message,
            line=fault.line,
            excerpt=fault.excerpt,
            row_id=fault.row_id,
            severity="warning" if measures else None,
        )


def unread(text: Manuscript) -> Iterator[Finding]:
    """Report that no list of problems could be read, so that only the words were looked at."""
    if text.parsed is None:
        yield finding("没有读出问题清单", text.unread.replace("，不能生成台账", ""))


def unshown(pieces: Sequence[Unshown]) -> tuple[Finding, ...]:
    """Return what a file holds besides the lines that are proof-read."""
    return tuple(
        finding(
            "隐藏文字" if piece.kind == "hidden" else "未读入的内容",
            unshown_words(piece).replace("没有读入", "没有核对"),
            line=piece.line,
            excerpt=head(piece.text),
            severity="error" if piece.what.startswith(("嵌入的文件", "子文档")) else None,
        )
        for piece in pieces
    )
