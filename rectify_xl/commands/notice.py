"""生成通报: from the ledger to a notice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from rectify_xl import ledger
from rectify_xl.commands.outcome import FINE, FOUND, Outcome, Request
from rectify_xl.commands.reporting import count_severities, finding_data, finding_sheet
from rectify_xl.errors import BookError, UsageError
from rectify_xl.model import Finding

Format = Literal["docx", "html", "txt"]
SUFFIXES: dict[str, Format] = {".docx": "docx", ".html": "html", ".htm": "html", ".txt": "txt"}
AUDIENCE_LABEL = {"public": "社会公开稿", "internal": "内部稿"}


def run(request: Request) -> Outcome:
    """Compose the notice and render it to `--output`; refused when a paragraph of 通报文稿 cannot be filled in."""
    from rectify_xl.notice.compose import compose
    from rectify_xl.word.render import render

    target = Path(request.text("output"))
    chosen = _format(request.text("format"), target)
    if target.exists() and not request.on("force"):
        raise BookError(f"目标文件已存在：{target}", "请换一个文件名，或加 --force 覆盖")
    document = compose(
        ledger.read(request.ledger.read()),
        as_of=request.as_of,
        audience="internal" if request.text("audience") == "internal" else "public",
        as_published=request.on("as_published"),
    )
    errors, _ = count_severities(document.findings)
    if errors:
        return _outcome(
            None,
            document.findings,
            (f"通报没有生成：有{errors}处必须先改正，请照所列各条改正后再试。",),
            FOUND,
        )
    template = request.text("template")
    render(document, target, format=chosen, template=Path(template) if template else None)
    label = "原样核对稿" if request.on("as_published") else AUDIENCE_LABEL[request.text("audience") or "public"]
    return _outcome(target, document.findings, (f"已生成通报（{label}）：{target}。",), FINE)


def _outcome(target: Path | None, findings: Sequence[Finding], summary: tuple[str, ...], status: int) -> Outcome:
    return Outcome(
        {"notice": str(target) if target else None, "findings": [finding_data(finding) for finding in findings]},
        summary,
        (finding_sheet("需要留意", findings),) if findings else (),
        status,
    )


def _format(chosen: str, target: Path) -> Format:
    found = SUFFIXES.get(f".{chosen}" if chosen else target.suffix.lower())
    if found is None:
        raise UsageError(f"看不出通报的格式：{target.name}", "请用 .docx、.html 或 .txt 结尾的文件名，或加 --format")
    return found
