"""收回合并: show what departments changed in the tables that they sent back, and take it where a person says so.

The first call compares every file of a folder with what was sent and with the ledger as it is now, and lists what
differs in 《收回清单》; nothing else of the ledger changes. `--take all` takes what is certain, `--take listed` what
is chosen in the list. What a department must not set is listed with the reason and never taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rectify_xl.commands.outcome import FINE, FOUND, Headlines, Outcome, OutputTable, Pending, Request, Tone
from rectify_xl.errors import BookError, UsageError
from rectify_xl.ledger import schema, used_ids
from rectify_xl.ledger.changes.recorded_change import KnownState
from rectify_xl.ledger.memory import change_tracking, memory_store
from rectify_xl.ledger.memory.memory_store import Json
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes, Ledger
from rectify_xl.supervision.collection import collect_changes, collect_list, collect_plan
from rectify_xl.supervision.collection.collect_lines import WORDS, CollectLine, CollectPlan, FileReport
from rectify_xl.supervision.collection.collect_list import ListChoice
from rectify_xl.supervision.collection.collect_plan import KEPT, SETTLED, TAKEN, ReturnedFile
from rectify_xl.supervision.collection.compare_file import LedgerNow
from rectify_xl.supervision.distribution import sent_record
from rectify_xl.supervision.distribution.sent_record import SentFile
from rectify_xl.system.digests import text_sha256
from rectify_xl.text.excerpts import around, first_few, on_one_line, shortened
from rectify_xl.workbook import returned_files
from rectify_xl.workbook.file_host import FileBook

SHORT = 30
"""Characters of a text in a table."""
SPELLED = 3
"""Lines that a dialog spells out."""
FOLDER, COPY = "folder", "copy"
COPY_NAME = "副本 "
STATUS_HEADER = ("收表人", "发出", "要求交回", "情况")
NO_LIST = "（rectify-xl repair 台账 --write）"
LIST = f"《{schema.COLLECTED.name}》"
_TONES: dict[str, Tone] = {"conflict": "error", "decide": "warning", "refused": "warning", "missing": "warning"}


class _Chosen(NamedTuple):
    """What is to be taken, what is settled without taking, and what a person has to hear of the choice."""

    lines: tuple[CollectLine, ...] = ()
    kept: tuple[CollectLine, ...] = ()
    sees: tuple[str, ...] = ()

    @property
    def marks(self) -> frozenset[str]:
        """The marks of the lines that are taken."""
        return frozenset(line.mark for line in self.lines)


def run(request: Request) -> Outcome:
    """Compare the returned files with what was sent, and take what `--take` says: one step, which `undo` takes back."""
    raw = request.ledger.read()
    sendings = sent_record.read(raw)
    if request.on("status"):
        return _status(request, sendings)
    place = _place(request, raw)
    common = _common(request, raw, place)
    if not sendings and common is None:
        raise UsageError("这本台账还没有发出过填报表", "请先点“分发填报”；并入别处的台账，请点“导入”里的“并入当前台账”")
    ledger = reader.read_ledger(raw)
    take = request.text("take")
    own = Path(request.ledger.folder, request.ledger.name)
    request.say(f"正在读“{place.name}”里的文件……")
    settled, now = collect_plan.settled_of(raw), LedgerNow(ledger, request.as_of)
    if common is not None:
        copy = ReturnedFile(place.name, reader.read_ledger(FileBook(place).read()), common.code)
        plan = collect_plan.plan_of_copy(now, common, copy, settled)._replace(place=place.name)
    else:
        files = returned_files.read(place, returned_files.Office(own, raw, returned_files.sent_ids(sendings)))
        plan = collect_plan.plan(now, sendings, files, settled)._replace(place=place.name)
    chosen = _chosen(plan, take, raw, ledger.department_term)
    taken = collect_changes.take(ledger, chosen.lines, used_ids.removed(change_tracking.unrecorded(raw)))
    done = {line.mark for line in (*chosen.lines, *chosen.kept)}
    left = [line for line in plan.lines if line.mark not in done]
    back = _returned(sendings, plan, request)
    if take != "none":
        decided = [*((line, TAKEN) for line in chosen.lines), *((line, KEPT) for line in chosen.kept)]
        put: dict[str, Json] = {SETTLED: {FOLDER: str(place.resolve())}}
        put |= collect_plan.settled_entries(settled, decided)
        put |= {sent_record.entry_name(sent.code): sent_record.as_data(sent) for sent in back if sent not in sendings}
        request.ledger.write((*taken.changes, *_listed(raw, ledger, left), *_memory(raw, put)))
    lines = plan.lines if not take or take == "none" else tuple(left)
    return Outcome(
        _data(request, place, plan, chosen, back),
        tuple(
            _summary(
                request,
                plan,
                chosen._replace(sees=(*chosen.sees, *taken.sees)),
                back,
                listed=schema.COLLECTED.name in raw.sheets,
                term=ledger.department_term,
            )
        ),
        tuple(_tables(plan, lines, back, request, term=ledger.department_term)),
        FOUND if plan.of("conflict", "decide") or any(file.problem for file in _failed(plan)) else FINE,
        pending=(Pending("write"),) if not take and plan.of("take") else (),
        headlines=tuple(_headlines(lines, listed=schema.COLLECTED.name in raw.sheets and take != "none")),
    )


# What is asked


def _place(request: Request, raw: RawBook) -> Path:
    """Return where the returned files are: as given, else where they were the last time."""
    given = request.text(COPY) or request.text(FOLDER) or next(iter(request.items), "")
    if given:
        return Path(given)
    kept = memory_store.read(raw.sheets[schema.MEMORY.name]).entries if schema.MEMORY.name in raw.sheets else {}
    former = kept.get(SETTLED)
    folder = str(former.get(FOLDER, "")) if isinstance(former, dict) else ""
    if not folder:
        raise UsageError("没有选交回的表在哪个文件夹", "请点“收回合并”，选各科室交回的表所在的文件夹")
    if not Path(folder).exists():
        raise BookError(f"上次选的文件夹不在了：{folder}", "请点“收回合并”，重新选交回的表所在的文件夹")
    return Path(folder)


def _common(request: Request, raw: RawBook, place: Path) -> SentFile | None:
    """Return what the ledger and another copy of it have in common, None where `place` is none.

    Raises `BookError` where a copy was asked for and has no history in common with the ledger.
    """
    own = Path(request.ledger.folder, request.ledger.name)
    if not place.is_file() or returned_files.is_sending(place):
        return None
    if returned_files.same_file(place, own):
        if request.text(COPY):
            raise UsageError("选的就是这本台账本身", "请选另一份副本")
        return None
    state: KnownState | None = None
    if place.suffix.lower() in (".xlsx", ".xlsm", ".et"):
        try:
            other = FileBook(place).read()
            state = change_tracking.common_state(raw, other)
        except BookError:
            if request.text(COPY):
                raise
    if state is None:
        if request.text(COPY):
            raise BookError(
                f"“{place.name}”和这本台账没有共同的历史，分不清哪一边改过",
                "请先核对是不是同一本台账的副本；要并进来的，请点“导入”里的“并入当前台账”",
            )
        return None
    name = f"{COPY_NAME}{place.name}"
    return SentFile(text_sha256(name, 12), "department", name, place.name, "", "", None, state)


def _chosen(plan: CollectPlan, take: str, raw: RawBook, term: str) -> _Chosen:
    if take == "all":
        return _Chosen(plan.of("take"))
    return _by_list(plan, raw, term) if take == "listed" else _Chosen()


def _by_list(plan: CollectPlan, raw: RawBook, term: str) -> _Chosen:
    """Return what is chosen in the list; a line that fits no more, or must not be taken, is told."""
    if schema.COLLECTED.name not in raw.sheets:
        raise BookError(f"这本台账还没有{LIST}这张表", f"请先点“修复下拉和标色”补上，再点“收回合并”{NO_LIST}")
    choices = collect_list.choices(raw)
    if not choices:
        return _Chosen(sees=(f"{LIST}里没有可选的行，请先点“收回合并”，选交回的表所在的文件夹，程序会列出不同之处。",))
    by_mark = {line.mark: line for line in plan.lines}
    lines: list[CollectLine] = []
    kept: list[CollectLine] = []
    sees: list[str] = []
    for choice in choices:
        line, where = by_mark.get(choice.mark), f"{LIST}第{choice.row}行"
        if choice.take is None:
            if choice.typed:
                sees.append(f"{where}的“{choice.typed}”看不懂，没有动；请选“收回的”或“台账的”。")
        elif line is None:
            sees.append(f"{where}和现在的台账、交回的表对不上了，没有动；请看新列出的清单。")
        elif not choice.take:
            kept.append(line)
        elif not collect_list.may_take(line):
            sees.append(f"{where}（{collect_list.what(line)}）不能收：{line.reason}。")
        else:
            lines.append(_amended(line, choice, sees, term))
    values: dict[tuple[str, str, str], set[str]] = {}
    for line in lines:
        values.setdefault(line.spot, set()).add(line.returned)
    doubled = {spot for spot, texts in values.items() if len(texts) > 1}
    sees += [f"{spot[1]}『{spot[2]}』选了{len(values[spot])}个不同的内容，没有动；请只留一个。" for spot in doubled]
    unique = {line.spot: line for line in reversed(lines) if line.spot not in doubled}
    settled = {line.mark for line in (*unique.values(), *kept)}
    others = [line for line in plan.lines if line.spot in unique and line.mark not in settled]
    return _Chosen(tuple(reversed(unique.values())), (*kept, *others), tuple(sees))


def _amended(line: CollectLine, choice: ListChoice, sees: list[str], term: str) -> CollectLine:
    """Return a line as a person amended it in the list, which is told in `sees`."""
    if not collect_list.amended(line, choice):
        return line
    may = bool(choice.returned) and not line.is_row and collect_list.is_text(line)
    what = "改后的话" if may else f"{term}交回的原文"
    sees.append(f"{LIST}第{choice.row}行“收回的”被改过，收的是{what}。")
    return line._replace(value=choice.returned, whose="，收时改过") if may else line


# What is written


def _listed(raw: RawBook, ledger: Ledger, lines: Sequence[CollectLine]) -> Changes:
    return (collect_list.written(ledger, lines),) if schema.COLLECTED.name in raw.sheets else ()


def _memory(raw: RawBook, put: dict[str, Json]) -> Changes:
    sheet = raw.sheets.get(schema.MEMORY.name)
    kept = memory_store.update(sheet, put) if sheet is not None else None
    return (kept,) if kept else ()


def _returned(sendings: Sequence[SentFile], plan: CollectPlan, request: Request) -> tuple[SentFile, ...]:
    """Return the sendings with the day on which each came back."""
    codes = {file.code for file in plan.files if file.code and file.back}
    day = request.now.date().isoformat()
    return tuple(sent._replace(returned=day) if sent.code in codes and not sent.returned else sent for sent in sendings)


# What is told


def _status(request: Request, sendings: Sequence[SentFile]) -> Outcome:
    waiting = _waiting(sendings)
    rows = [_status_row(sent, request) for sent in sendings if sent in waiting or sent.returned]
    summary = (
        f"发出{len({sent.to for sent in sendings})}家，"
        + (f"还没有交回{len(waiting)}家{_names(waiting)}。" if waiting else "都已交回。")
        if sendings
        else "这本台账还没有发出过填报表。"
    )
    data = {"returned": [], "missing": [], "written": False} if not sendings else _status_data(sendings, request)
    tables = (OutputTable("分发和交回", STATUS_HEADER, tuple(rows)),) if rows else ()
    return Outcome(data, (summary,), tables)


def _waiting(sendings: Sequence[SentFile]) -> tuple[SentFile, ...]:
    """Return the last sending of each recipient that did not come back."""
    last: dict[tuple[str, str], SentFile] = {(sent.kind, sent.to): sent for sent in sendings}
    return tuple(sent for sent in last.values() if not sent.returned)


def _names(waiting: Sequence[SentFile]) -> str:
    return f"：{'、'.join(sent.to for sent in waiting)}" if waiting else ""


def _late(sent: SentFile, request: Request) -> int:
    return max((request.as_of - sent.reply_by).days, 0) if sent.reply_by else 0


def _status_row(sent: SentFile, request: Request) -> tuple[str, str, str, str]:
    due = sent.reply_by.isoformat() if sent.reply_by else "没有写"
    late = _late(sent, request)
    state = f"{sent.returned}交回" if sent.returned else f"没有交回，已晚{late}天" if late else "没有交回"
    return sent.to, sent.moment[:10], due, state


def _status_data(sendings: Sequence[SentFile], request: Request) -> dict[str, object]:
    return {
        "returned": [
            {"to": sent.to, "code": sent.code, "returned": sent.returned} for sent in sendings if sent.returned
        ],
        "missing": [
            {
                "to": sent.to,
                "code": sent.code,
                "file": sent.file,
                "sent": sent.moment,
                "reply_by": sent.reply_by.isoformat() if sent.reply_by else None,
                "days_late": _late(sent, request),
            }
            for sent in _waiting(sendings)
        ],
    }


def _data(
    request: Request, place: Path, plan: CollectPlan, chosen: _Chosen, back: Sequence[SentFile]
) -> dict[str, object]:
    marks = chosen.marks
    return {
        "folder": str(place),
        "take": request.text("take") or "stop",
        "written": len(chosen.lines),
        "lines": [_line_data(line, taken=line.mark in marks) for line in plan.lines],
        "files": [file._asdict() for file in plan.files],
        "already": plan.already,
        "ledger_only": plan.ledger_only,
        "settled": plan.settled,
        **_status_data(back, request),
    }


def _line_data(line: CollectLine, *, taken: bool) -> dict[str, object]:
    return {
        "kind": line.kind,
        "file": line.file,
        "to": line.to,
        "sheet": line.sheet,
        "id": line.key,
        "column": line.column,
        "sent": line.sent,
        "now": line.now,
        "returned": line.returned,
        "reason": line.reason,
        "note": line.note,
        "taken": taken,
    }


def _failed(plan: CollectPlan) -> list[FileReport]:
    return [file for file in plan.files if file.problem and not file.ignored and not file.repeated]


def _summary(
    request: Request, plan: CollectPlan, chosen: _Chosen, back: Sequence[SentFile], *, listed: bool, term: str
) -> Iterator[str]:
    yield from _files_read(plan)
    yield from _counted(plan, term)
    yield from _filled_in(plan)
    yield from _result(request, plan, chosen, listed=listed, term=term)
    waiting = _waiting(back)
    if waiting:
        late = max(_late(sent, request) for sent in waiting)
        yield f"还没有交回的{len(waiting)}家{_names(waiting)}{f'，最久的已晚{late}天' if late else ''}。"


def _is_copy(plan: CollectPlan) -> bool:
    """Tell whether another copy of the ledger was compared, and no tables of departments."""
    return any(file.to.startswith(COPY_NAME) for file in plan.files)


def _files_read(plan: CollectPlan) -> Iterator[str]:
    if _is_copy(plan):
        yield f"和“{plan.place}”比对：从两份共同的历史算起，看哪边改了什么。"
        return
    if not plan.files:
        yield f"“{plan.place}”里没有文件。"
        return
    failed, ignored = len(_failed(plan)), sum(file.ignored for file in plan.files)
    repeated = sum(file.repeated for file in plan.files)
    parts = (
        f"“{plan.place}”里交回的表{sum(bool(file.code) for file in plan.files)}份",
        f"另有{repeated}份是重复的" if repeated else "",
        f"{failed}份没有比对" if failed else "",
        f"{ignored}个别的文件没有读" if ignored else "",
    )
    yield f"{'，'.join(filter(None, parts))}。"


def _counted(plan: CollectPlan, term: str) -> Iterator[str]:
    """Say how many differences there are of each kind; what there is none of is not mentioned."""
    kinds = Counter(line.kind for line in plan.lines)
    if kinds:
        who = "副本" if _is_copy(plan) else term
        clash = f"（其中{kinds['conflict']}处两边写得不一样）" if kinds["conflict"] else ""
        parts = (
            (kinds["take"], f"{who}改过、台账没动的{kinds['take']}处，可以收"),
            (kinds["conflict"] + kinds["decide"], f"{kinds['conflict'] + kinds['decide']}处要您决定{clash}"),
            (kinds["refused"], f"{kinds['refused']}处不能收，逐处写明原因"),
            (kinds["missing"], f"{kinds['missing']}行没有交回，台账里的不删"),
        )
        yield f"{'；'.join(text for count, text in parts if count)}。"
    elif any(file.code for file in plan.files):
        yield "没有要收的改动。"
    if plan.already:
        yield f"台账里已经一样的{plan.already}处。"
    if plan.settled:
        yield f"以前已经定过的{plan.settled}处不再列出。"


def _filled_in(plan: CollectPlan) -> Iterator[str]:
    compared, failed = [file for file in plan.files if file.code], _failed(plan)
    blank = [file.to for file in compared if not file.changed and file.back and not _is_copy(plan)]
    if blank:
        yield f"交回了但没有改动的{len(blank)}份（{first_few(blank, 5)}），请核对是不是忘了填。"
    unsent = [file.to for file in compared if not file.back]
    if unsent:
        yield f"就在分发的文件夹里、还没有填的{len(unsent)}份（{first_few(unsent, 5)}），不算交回。"
    yield from (f"“{file.file}”：{file.problem}。" for file in failed[:SPELLED])
    if len(failed) > SPELLED:
        yield f"没有比对的共{len(failed)}份，逐份列在下面。"


def _result(request: Request, plan: CollectPlan, chosen: _Chosen, *, listed: bool, term: str) -> Iterator[str]:
    take = request.text("take")
    if chosen.lines:
        by_whom = "、".join(f"{to}{count}处" for to, count in collect_changes.counted(chosen.lines).items())
        noted = f"《{schema.CHANGES.name}》里写明是哪个{term}改的，可以撤销"
        yield f"已收进台账{len(chosen.lines)}处（{by_whom}）；{noted}。"
    elif take in ("all", "listed"):
        yield "没有收进什么，台账各行没有改动。"
    yield from chosen.sees
    if chosen.kept:
        yield f"照您的选择留台账的{len(chosen.kept)}处，以后不再列出。"
    left = len(plan.lines) - len(chosen.lines) - len(chosen.kept)
    if take != "none" and left and not listed:
        yield f"这本台账还没有{LIST}这张表，不同之处没有列进台账；请先点“修复下拉和标色”补上{NO_LIST}，再点“收回合并”。"
    elif not take and plan.lines:
        yield (
            f"台账各行还没有改动，不同之处已列在{LIST}；在“采用”列选好以后，点“收回合并”旁的“照清单并入”"
            "（--take listed），或者只收没有冲突的（--take all）。"
        )
    elif take != "none" and left:
        yield f"其余{left}处列在{LIST}。"


def _tables(
    plan: CollectPlan, lines: Sequence[CollectLine], back: Sequence[SentFile], request: Request, *, term: str
) -> Iterator[OutputTable]:
    if lines:
        header = ("情况", term, "何处", "内容", "说明")
        yield OutputTable(
            "交回的表与发出时不同之处",
            header,
            tuple(map(_row, lines)),
            tuple(_TONES.get(line.kind, "") for line in lines),
        )
    notes = [(file, sentence) for file in plan.files for sentence in _told_of(file)]
    if notes:
        yield OutputTable(
            "各个文件", ("文件", term, "说明"), tuple((file.file, file.to or "—", text) for file, text in notes)
        )
    waiting = _waiting(back)
    if waiting:
        yield OutputTable("还没有交回", STATUS_HEADER, tuple(_status_row(sent, request) for sent in waiting))


def _told_of(file: FileReport) -> tuple[str, ...]:
    if file.problem:
        return (f"{'没有读：' if file.ignored else ''}{file.problem}",)
    return file.sees or (("已比对",) if file.changed else ("没有改动",))


def _row(line: CollectLine) -> tuple[str, ...]:
    sent, now, returned = _excerpts(line)
    why = "；".join(filter(None, (line.reason, line.note)))
    before = f"发出时：{sent}\n台账：{now}\n" if line.kind == "conflict" else "" if line.is_row else f"台账：{now}\n"
    problem = f"\n{shortened(line.problem, SHORT // 2)}" if line.problem else ""
    return WORDS[line.kind], line.to, f"{collect_list.what(line)}{problem}", f"{before}收回：{returned}", why


def _excerpts(line: CollectLine) -> tuple[str, str, str]:
    """Return the three texts short enough for a table, long ones from where they begin to differ."""
    texts = [on_one_line(text) for text in (line.sent, line.now, line.returned)]
    if line.is_row or max(map(len, texts)) <= SHORT:
        return _triple([shortened(text, SHORT) or "（空）" for text in texts])
    filled = [text for text in texts if text]
    longest = min(map(len, filled))
    start = next((at for at in range(longest) if len({text[at] for text in filled}) > 1), longest)
    return _triple(
        [around(text, min(start, len(text)), min(start + 1, len(text))) if text else "（空）" for text in texts]
    )


def _triple(texts: Sequence[str]) -> tuple[str, str, str]:
    one, two, three = texts
    return one, two, three


def _headlines(lines: Sequence[CollectLine], *, listed: bool) -> Iterator[Headlines]:
    """Yield what a dialog spells out: conflicts first, then what may be taken."""
    if not lines:
        return
    spelled: list[str] = []
    for line in lines[:SPELLED]:
        sent, now, returned = _excerpts(line)
        reason = f"（{line.reason}）" if line.reason else ""
        before = f"发出时“{sent}”，台账现在“{now}”，" if line.kind == "conflict" else f"台账“{now}”，"
        spelled.append(f"{WORDS[line.kind]}：{line.to} {collect_list.what(line)} {before}收回“{returned}”{reason}")
    cell = f"{schema.COLLECTED.name}!B2" if listed else ""
    yield Headlines(tuple(spelled), len(lines), "处", kept_in=LIST if listed else "", cell=cell)
