"""Write 核稿意见, the paper that goes to the writer: a Word document, or plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rectify_xl.documents import make_paper
from rectify_xl.documents.make_paper import PaperOptions
from rectify_xl.papers import proof_fields
from rectify_xl.papers.proof_fields import ProofRemark, ProofValues
from rectify_xl.workbook.saving import outputs

NAME = proof_fields.NAME
ENDINGS = (".docx", ".txt")


class PaperRemark(NamedTuple):
    """One line of the paper, in the order in which the text is read."""

    place: str
    severity: str
    excerpt: str
    message: str
    fix: str


class Opinion(NamedTuple):
    """What the paper prints: the name and kind of the text, the day, and the remarks."""

    name: str
    kind: str
    day: str
    errors: int
    warnings: int
    remarks: Sequence[PaperRemark]


def write(opinion: Opinion, target: Path, *, overwrite: bool = False) -> None:
    """Write `opinion` to `target`, as its ending says; raises `PaperError` as `make_paper.write`."""
    if target.suffix.lower() == ".txt":
        outputs.put(target, _plain(opinion).encode(), NAME, endings=ENDINGS, overwrite=overwrite)
        return
    make_paper.write(
        NAME, _values(opinion), target, title=f"{NAME}：{opinion.name}", options=PaperOptions(overwrite=overwrite)
    )


def _values(opinion: Opinion) -> Mapping[str, object]:
    return ProofValues(
        文稿=opinion.name,
        种类=opinion.kind,
        日期=opinion.day,
        错误数=opinion.errors,
        提醒数=opinion.warnings,
        意见=[
            ProofRemark(
                序号=number,
                位置=remark.place,
                级别=remark.severity,
                原文=remark.excerpt,
                问题=remark.message,
                办法=remark.fix,
            )
            for number, remark in enumerate(opinion.remarks, 1)
        ],
    )


def _plain(opinion: Opinion) -> str:
    lines = [
        NAME,
        "",
        f"文稿：{opinion.name}（{opinion.kind}）",
        f"核稿日期：{opinion.day}",
        f"错误{opinion.errors}处，提醒{opinion.warnings}处。",
    ]
    for number, remark in enumerate(opinion.remarks, 1):
        lines += ["", f"{number}. {remark.place}　【{remark.severity}】{remark.message}"]
        if remark.excerpt:
            lines.append(f"   原文：{remark.excerpt}")
        lines.append(f"   处理：{remark.fix}")
    return "\r\n".join(lines) + "\r\n"
