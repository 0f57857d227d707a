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

    found = trace_reading.read(Path(request.source))
    chosen = _chosen(found, request.text("cell").replace("'", ""), request.text("bookmark"))
    path = request.text("ledger")
    verdicts = _verdicts(found, path, chosen) if path else ()
    data = trace_record.data(found._replace(places=tuple(chosen)))
    if path:
        data["changes"] = [_verdict_data(each) for each in verdicts if each.state != "same"]
    edited = [each for each in chosen if each.edited]
    data["edited"] = [each.bookmark for each in edited]
    summary = [f"{found.document}：共{len(found.places)}处有出处，列出{len(chosen)}处。"]
    if path:
        outdated = sum(each.state == "outdated" for each in verdicts)
        kept = sum(each.state == "kept" for each in verdicts)
        summary.append(f"与{Path(path).name}比较：已过时{outdated}处；单元格改过、所印文字仍在的{kept}处。")
    if edited:
        summary.append(f"文档生成后被人改动过的有{len(edited)}处：{'、'.join(each.bookmark for each in edited)}。")
    sheet = _changes(verdicts) if path else _places(chosen)
    status = FOUND if any(each.state == "outdated" for each in verdicts) else FINE
    return Outcome(data, tuple(summary), (sheet,) if sheet.rows else (), status)


def _chosen(found: Trace, cell: str, bookmark: str) -> Sequence[PrintedSpan]:
    """Return the places that were asked for: those of a cell, of a bookmark, or all."""
    from rectify_xl.notice.trace import lookup

    if bookmark:
        places = [each for each in found.places if each.bookmark == bookmark]
        if not places:
            raise UsageError(f"{found.document}里没有书签{bookmark}", "请不加 --bookmark 运行一次，看有哪些书签")
        return places
    if cell:
        if not lookup.understood(cell):
            raise UsageError(f"看不懂单元格“{cell}”", "请写成 问题台账!H12 的样子")
        cell = cell.partition(":")[0]
        return [
            each
            for each in found.places
            if any(lookup.covers(address, cell) for address in (*each.cells, *each.counted))
        ]
    return found.places


def _verdicts(found: Trace, path: str, chosen: Sequence[PrintedSpan]) -> Sequence[PlaceVerdict]:
    from rectify_xl.notice.trace.compare import compare
    from rectify_xl.workbook.file_host import FileBook

    if not found.held:
        raise UsageError(f"{found.document}没有记下当时的台账内容，不能比较", "请用本工具由台账重新生成一份")
    wanted = set(chosen)
    book = FileBook(path).read()
    guard.refuse_foreign(book)
    return [each for each in compare(found, reader.read_ledger(book)) if each.place in wanted]


def _verdict_data(verdict: PlaceVerdict) -> dict[str, object]:
    return {
        "bookmark": verdict.place.bookmark,
        "state": verdict.state,
        "text": verdict.place.text,
        "cells": list(verdict.changed or verdict.place.cells),
        "now": verdict.now,
    }


def _places(places: Sequence[PrintedSpan]) -> OutputTable:
    rows = tuple((each.bookmark, f"{each.part}第{each.paragraph}段", _short(each.text), _told(each)) for each in places)
    return OutputTable("出处", ("书签", "位置", "所印文字", "单元格"), rows)


def _changes(verdicts: Sequence[PlaceVerdict]) -> OutputTable:
    rows = tuple(
        (
            STATE_LABEL[each.state],
            each.place.bookmark,
            _short(each.place.text),
            "、".join(each.changed or each.place.cells),
            _short(each.now),
        )
        for each in verdicts
        if each.state != "same"
    )
    return OutputTable("与台账不一致的地方", ("情况", "书签", "所印文字", "单元格", "台账现在的内容"), rows)


def _told(place: PrintedSpan) -> str:
    where = f"第{place.span[0] + 1}至{place.span[1]}字" if place.span else ""
    counted = (
        f"（{place.name}，计{len(place.counted)}行）" if place.counted else f"（{place.name}）" if place.name else ""
    )
    return "、".join(place.cells) + where + counted


def _short(text: str) -> str:
    return beginning(" ".join(text.split()), 60)
