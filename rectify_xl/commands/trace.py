"""追溯出处: from a place in a paper to its cells, from a cell to its places, and what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl.commands.outcome import FINE, FOUND, Outcome, OutputTable, Request
from rectify_xl.errors import UsageError
from rectify_xl.ledger.reading import guard, reader
from rectify_xl.text.excerpts import beginning

if TYPE_CHECKING:
    from rectify_xl.notice.trace.compare import PlaceVerdict
    from rectify_xl.notice.trace.trace_record import PrintedSpan, Trace

STATE_LABEL = {"same": "未变", "kept": "单元格改过，这一句仍在", "outdated": "已过时"}


def run(request: Request) -> Outcome:
    """Show the places of a paper with their cells; `--ledger` compares them with a ledger of today."""
    from rectify_xl.documents.tracing import trace_reading
    from rectify_xl.notice.trace import trace_record

    trace = trace_reading.read(Path(request.source))
    chosen = _chosen(trace, request.text("cell").replace("'", ""), request.text("bookmark"))
    path = request.text("ledger")
    verdicts = _verdicts(trace, path, chosen) if path else ()
    data = trace_record.data(trace._replace(places=tuple(chosen)))
    if path:
        data["changes"] = [_verdict_data(verdict) for verdict in verdicts if verdict.state != "same"]
    edited = [place for place in chosen if place.edited]
    data["edited"] = [place.bookmark for place in edited]
    summary = [f"{trace.document}：共{len(trace.places)}处有出处，列出{len(chosen)}处。"]
    if path:
        outdated = sum(verdict.state == "outdated" for verdict in verdicts)
        kept = sum(verdict.state == "kept" for verdict in verdicts)
        summary.append(f"与{Path(path).name}比较：已过时{outdated}处；单元格改过、所印文字仍在的{kept}处。")
    if edited:
        summary.append(f"文档生成后被人改动过的有{len(edited)}处：{'、'.join(place.bookmark for place in edited)}。")
    sheet = _changes(verdicts) if path else _places(chosen)
    status = FOUND if any(verdict.state == "outdated" for verdict in verdicts) else FINE
    return Outcome(data, tuple(summary), (sheet,) if sheet.rows else (), status)


def _chosen(trace: Trace, cell: str, bookmark: str) -> Sequence[PrintedSpan]:
    """Return the places that were asked for: those of a cell, of a bookmark, or all."""
    from rectify_xl.notice.trace import lookup

    if bookmark:
        places = [place for place in trace.places if place.bookmark == bookmark]
        if not places:
            raise UsageError(f"{trace.document}里没有书签{bookmark}", "请不加 --bookmark 运行一次，看有哪些书签")
        return places
    if cell:
        if not lookup.understood(cell):
            raise UsageError(f"看不懂单元格“{cell}”", "请写成 问题台账!H12 的样子")
        cell = cell.partition(":")[0]
        return [
            place
            for place in trace.places
            if any(lookup.covers(address, cell) for address in (*place.cells, *place.counted))
        ]
    return trace.places


def _verdicts(trace: Trace, path: str, chosen: Sequence[PrintedSpan]) -> Sequence[PlaceVerdict]:
    from rectify_xl.notice.trace.compare import compare
    from rectify_xl.workbook.file_host import FileBook

    if not trace.held:
        raise UsageError(f"{trace.document}没有记下当时的台账内容，不能比较", "请用本工具由台账重新生成一份")
    places = set(chosen)
    book = FileBook(path).read()
    guard.refuse_foreign(book)
    return [verdict for verdict in compare(trace, reader.read_ledger(book)) if verdict.place in places]


def _verdict_data(verdict: PlaceVerdict) -> dict[str, object]:
    return {
        "bookmark": verdict.place.bookmark,
        "state": verdict.state,
        "text": verdict.place.text,
        "cells": list(verdict.changed or verdict.place.cells),
        "now": verdict.now,
    }


def _places(places: Sequence[PrintedSpan]) -> OutputTable:
    rows = tuple(
        (place.bookmark, f"{place.part}第{place.paragraph}段", _short(place.text), _span_words(place))
        for place in places
    )
    return OutputTable("出处", ("书签", "位置", "所印文字", "单元格"), rows)


def _changes(verdicts: Sequence[PlaceVerdict]) -> OutputTable:
    rows = tuple(
        (
            STATE_LABEL[verdict.state],
            verdict.place.bookmark,
            _short(verdict.place.text),
            "、".join(verdict.changed or verdict.place.cells),
            _short(verdict.now),
        )
        for verdict in verdicts
        if verdict.state != "same"
    )
    return OutputTable("与台账不一致的地方", ("情况", "书签", "所印文字", "单元格", "台账现在的内容"), rows)


def _span_words(place: PrintedSpan) -> str:
    where = f"第{place.span[0] + 1}至{place.span[1]}字" if place.span else ""
    counted = (
        f"（{place.name}，计{len(place.counted)}行）" if place.counted else f"（{place.name}）" if place.name else ""
    )
    return "、".join(place.cells) + where + counted


def _short(text: str) -> str:
    return beginning(" ".join(text.split()), 60)
