"""生成通报: from the ledger to a notice, and, for the public, through the publish gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from rectify_xl.commands import notice_release, public_edition
from rectify_xl.commands.finding_tables import (
    RESULTS,
    RESULTS_WRITTEN,
    finding_data,
    finding_headlines,
    finding_hindrances,
    finding_table,
    verified_data,
)
from rectify_xl.commands.outcome import FOUND, Outcome, OutputTable, Request, made_paper
from rectify_xl.commands.runner import UNSIGNED
from rectify_xl.errors import BookError, UsageError
from rectify_xl.judgement.checks.base import join_names
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Finding, Ledger
from rectify_xl.notice.model import ComposedNotice
from rectify_xl.notice.publishing import gate, residue, waivers
from rectify_xl.notice.publishing.waivers import Waiver
from rectify_xl.notice.redaction.edition import Redaction
from rectify_xl.notice.writing.compose import compose
from rectify_xl.system import files
from rectify_xl.text.excerpts import shortened

Format = Literal["docx", "html", "txt"]
SUFFIXES: dict[str, Format] = {".docx": "docx", ".html": "html", ".htm": "html", ".txt": "txt"}
ENDINGS: dict[Format, tuple[str, ...]] = {"docx": (".docx",), "html": (".html", ".htm"), "txt": (".txt",)}
AUDIENCE_LABEL = {"public": "社会公开稿", "internal": "内部稿"}
COMMAND = "生成通报"
SHOWN = 40
"""Characters of a reason that the terminal shows in one line; JSON and 变更记录 hold all of it."""


class _Notice(NamedTuple):
    """A composed notice, what was covered in it, what keeps it from being made or published, and all that is found."""

    document: ComposedNotice
    broken: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    redactions: tuple[Redaction, ...] = ()
    refused: tuple[Finding, ...] = ()


def run(request: Request) -> Outcome:
    """Compose the notice and render it to `--output`.

    Refused when a paragraph of 通报文稿 cannot be filled in, and, for the public, by what the gate finds and nobody
    waived.
    """
    from rectify_xl.commands import paper_options
    from rectify_xl.documents import make_notice
    from rectify_xl.documents.tracing import printed_places
    from rectify_xl.notice.trace.trace_record import MadeFrom
    from rectify_xl.workbook.saving import outputs

    target = Path(request.text("output"))
    chosen = _format(request.text("format"), target)
    outputs.refuse(target, "通报", endings=ENDINGS[chosen], overwrite=request.on("force"))
    trace_to = Path(request.text("trace")) if request.text("trace") else None
    printed_places.refuse(trace_to, overwrite=request.on("force"))
    book = request.ledger.read()
    ledger = reader.read_ledger(book)
    asked = _asked(request)
    own = paper_options.own_template(request, f"通报.{chosen}")
    page = paper_options.choose_page(request, ledger, chosen, own)
    composed = _composed(book, ledger, request)
    released = notice_release.released(composed.refused, asked, ledger)
    left = [
        finding
        for finding in composed.refused
        if finding not in released and (finding.code not in asked or gate.never(finding, ledger))
    ]
    if composed.broken or left:
        return _refusal(composed, left, ledger, request)
    waived = _waived(composed, asked, request)
    rendered = make_notice.content(
        composed.document,
        target.name,
        format=chosen,
        template=page.template,
        layout=page.layout,
        made_from=MadeFrom(ledger, request.as_of),
    )
    _refuse_untraceable(book, waived)
    former = target.read_bytes() if waived and target.is_file() else None
    outputs.put(target, rendered.content, "通报", endings=ENDINGS[chosen], overwrite=request.on("force"))
    try:
        notes = _recorded(book, waived, (ledger, composed.refused, asked), request)
    except BaseException:
        _withdraw(target, former)
        raise
    printed_places.put(trace_to, rendered.trace, overwrite=request.on("force"))
    label = "原样核对稿" if request.on("as_published") else AUDIENCE_LABEL[request.text("audience") or "public"]
    needless = sorted(asked.keys() - {finding.code for finding in waived})
    summary = (
        f"已生成通报（{label}）：{target}。",
        *_cautions(request),
        *notes,
        *notice_release.sentences(released),
        *((f"{'、'.join(needless)}没有问题，不需要放行，没有记录。",) if needless else ()),
        *_covered(composed.redactions),
        *(() if _public(request) or request.on("as_published") else paper_options.personal_note(composed.document)),
        *paper_options.template_note(request, own, f"通报.{chosen}"),
        *page.notes,
    )
    let_pass = [
        _let_pass(finding, released[finding].reason if finding in released else asked[finding.code])
        for finding in composed.refused
    ]
    findings = [*let_pass, *(finding for finding in composed.findings if finding not in composed.refused)]
    of_notice = [*let_pass, *(finding for finding in composed.document.findings if finding in findings)]
    data = {
        **_data(composed, findings, (), waived),
        "released": [verified_data(finding, line) for finding, line in released.items()],
    }
    return Outcome(
        {**data, "notice": str(target), "layout": page.data},
        summary,
        _tables(of_notice, composed.redactions),
        made=made_paper(request, target),
        headlines=finding_headlines(findings),
    )


def _asked(request: Request) -> Mapping[str, str]:
    """Return the reasons by code; only the public edition has something to waive."""
    words = request.many("waive")
    if words and not _public(request):
        raise UsageError("内部稿和原样核对稿不经公开放行，不用 --waive", "请去掉 --waive 再试")
    return waivers.asked(words)


def _public(request: Request) -> bool:
    return request.text("audience") != "internal" and not request.on("as_published")


def _composed(book: RawBook, ledger: Ledger, request: Request) -> _Notice:
    """Compose the edition: the public one from a ledger without personal data, the internal one with its annex."""
    as_published = request.on("as_published")
    if not _public(request):
        internal = request.text("audience") == "internal"
        annex = () if as_published else tuple(waivers.annex(waivers.on_record(book)))
        audience: Literal["public", "internal"] = "internal" if internal else "public"
        document = compose(ledger, as_of=request.as_of, audience=audience, as_published=as_published, annex=annex)
        left = (
            ()
            if as_published
            else tuple(finding for finding in residue.judge(ledger, document) if finding.code == "NT305")
        )
        broken = (*left, *(finding for finding in document.findings if finding.severity == "error"))
        return _Notice(document, broken, (*left, *document.findings))
    published = public_edition.publication(request, book, ledger)
    return _Notice(published.document, published.broken, published.findings, published.redactions, published.refused)


def _refusal(composed: _Notice, left: Sequence[Finding], ledger: Ledger, request: Request) -> Outcome:
    """Return all that keeps the notice from being written, with what to do; `--write` puts it into the ledger."""
    summary: list[str] = []
    if composed.broken:
        summary.append(f"通报没有生成：有{len(composed.broken)}处必须先改正，请照所列各条改正后再试。")
    if left:
        codes = list(dict.fromkeys(finding.code for finding in left))
        counted = "、".join(
            f"{code} {gate.TITLES[code]}{sum(finding.code == code for finding in left)}处" for code in codes
        )
        summary.append(f"公开稿没有生成：有{len(codes)}项{len(left)}处不宜公开（{counted}）。")
        fixed = dict.fromkeys(finding.code for finding in left if gate.never(finding, ledger))
        free = [code for code in codes if code not in fixed]
        if free:
            summary.append(f"请照所列各条改正。确须照发的，可以逐项写明理由放行（命令行如 --waive {free[0]}=理由）。")
        if fixed:
            summary.append(f"{'、'.join(fixed)}不能放行，请改正后再试。")
        summary.append("内部稿不受此限；放行的理由记入《核实登记》《变更记录》，并印在内部稿末尾。")
    if request.on("write"):
        from rectify_xl.judgement.checks.mark_findings import mark

        request.ledger.write(mark(ledger, composed.findings))
        summary.append(RESULTS_WRITTEN)
    stopping = [*composed.broken, *left]
    findings = [*stopping, *(finding for finding in composed.findings if finding not in stopping)]
    others = [
        finding for finding in composed.document.findings if finding in composed.findings and finding not in stopping
    ]
    releasable = () if composed.broken else notice_release.may_be_released(left, ledger)
    return Outcome(
        {
            **_data(composed, findings, stopping, ()),
            "may_be_released": [{**entry._asdict(), "places": list(entry.places)} for entry in releasable],
        },
        tuple(summary),
        (
            finding_table("必须先处理", stopping),
            *((finding_table("需要留意", others),) if others else ()),
        ),
        FOUND,
        refused=finding_hindrances(stopping),
        headlines=finding_headlines(findings, RESULTS if request.on("write") else ""),
        releasable=releasable,
    )


def _data(
    composed: _Notice, findings: Sequence[Finding], refused: Sequence[Finding], waived: Sequence[Waiver]
) -> dict[str, object]:
    return {
        "notice": None,
        "findings": [finding_data(finding) for finding in findings],
        "refused": [finding_data(finding) for finding in refused],
        "waived": [
            {
                **waiver._asdict(),
                "title": gate.TITLES[waiver.code],
                "count": sum(f.code == waiver.code for f in composed.refused),
            }
            for waiver in waived
        ],
        "redactions": [
            {
                "kind": redaction.kind,
                "sheet": redaction.cell.sheet,
                "cell": redaction.cell.ref,
                "row_id": redaction.row_id,
                "printed": redaction.printed,
            }
            for redaction in composed.redactions
        ],
    }


def _waived(composed: _Notice, asked: Mapping[str, str], request: Request) -> tuple[Waiver, ...]:
    """Return the waivers that are needed, in the order of the findings."""
    places: dict[str, list[str]] = {}
    for finding in composed.refused:
        if finding.code in asked:
            places.setdefault(finding.code, []).append(finding.address)
    moment = request.now.strftime(change_log.TIME_FORMAT)
    by = request.by or UNSIGNED
    return tuple(Waiver(code, asked[code], by, moment, join_names(cells)) for code, cells in places.items())


def _refuse_untraceable(book: RawBook, waived: Sequence[Waiver]) -> None:
    """Raise `BookError` where waivers cannot be recorded: one that leaves no trace is none."""
    if waived and not change_log.complete(book):
        raise BookError(
            f"《{schema.CHANGES.name}》缺少工作表或列，放行无从记录，通报没有生成", "请从新台账中复制该表的表头后重试"
        )


def _withdraw(target: Path, former: bytes | None) -> None:
    """Take back a notice whose waivers could not be recorded; what stood there before stands there again."""
    if former is None:
        target.unlink(missing_ok=True)
    else:
        files.write(target, former)


def _recorded(
    book: RawBook, waived: Sequence[Waiver], made: tuple[Ledger, Sequence[Finding], Mapping[str, str]], request: Request
) -> tuple[str, ...]:
    """Write the waivers of a notice that is made into 变更记录, and what was released into 核实登记."""
    if not waived:
        return ()
    former = waivers.on_record(book)
    fresh = [waiver for waiver in waived if not waivers.known(waiver, former)]
    block = change_log.append(book, [waivers.record(waiver, COMMAND) for waiver in fresh])
    request.ledger.write((*((block,) if block else ()), *notice_release.registered(*made, waived)))
    return tuple(
        f"已放行{waiver.code}（{gate.TITLES[waiver.code]}），{'记入' if waiver in fresh else '今天已记入'}"
        f"《{schema.CHANGES.name}》：{_short(waiver.reason)}。"
        for waiver in waived
    )


def _short(text: str) -> str:
    return shortened(text, SHOWN)


def _cautions(request: Request) -> tuple[str, ...]:
    if request.on("as_published"):
        return ("原样核对稿照原文印出，不遮盖个人信息，也不经公开放行，只供核对，请勿发布。",)
    return ()


def _covered(redactions: Sequence[Redaction]) -> tuple[str, ...]:
    if not redactions:
        return ()
    kinds = dict.fromkeys(redaction.kind for redaction in redactions)
    counted = "、".join(f"{kind}{sum(redaction.kind == kind for redaction in redactions)}处" for kind in kinds)
    return (f"已遮盖个人信息{len(redactions)}处（{counted}）；不该遮盖的，写进《基本信息》的“不遮盖”。",)


def _let_pass(finding: Finding, reason: str) -> Finding:
    return finding._replace(severity="warning", message=f"{finding.message}（已放行：{_short(reason)}）")


def _tables(findings: Sequence[Finding], redactions: Sequence[Redaction]) -> tuple[OutputTable, ...]:
    rest = [finding for finding in findings if finding.code != "NT211"]
    rows = tuple(
        (redaction.kind, redaction.cell.address, redaction.row_id, redaction.printed) for redaction in redactions
    )
    return (
        *((finding_table("需要留意", rest),) if rest else ()),
        *((OutputTable("已遮盖的个人信息", ("种类", "位置", "编号", "印作"), rows),) if rows else ()),
    )


def _format(chosen: str, target: Path) -> Format:
    format_name = SUFFIXES.get(f".{chosen}" if chosen else target.suffix.lower())
    if format_name is None:
        raise UsageError(f"看不出通报的格式：{target.name}", "请用 .docx、.html 或 .txt 结尾的文件名，或加 --format")
    return format_name
