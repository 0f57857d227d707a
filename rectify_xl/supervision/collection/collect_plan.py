"""All returned files together: whose each one is, what two of them contradict, and what was settled before. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.memory import memory_store
from rectify_xl.ledger.memory.memory_store import Json
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger
from rectify_xl.ledger.vocabulary import ROW_ADDED
from rectify_xl.supervision.collection import compare_file, returned_rows
from rectify_xl.supervision.collection.collect_lines import OPEN, CollectLine, CollectPlan, FileReport
from rectify_xl.supervision.collection.compare_file import Compared, LedgerNow
from rectify_xl.supervision.collection.returned_headers import RETURNED
from rectify_xl.supervision.distribution.sent_record import SentFile
from rectify_xl.text import cell_value

SETTLED = "收回"
"""Entries of 程序状态 about what was decided are called `收回 CODE`."""
TAKEN, KEPT = "收", "留"
_BOTH_NAMES = "和“{other}”填得不一样"
_LEAST_SHARE = 0.5
"""Least share of the rows of a file without a code that must be rows of a sending."""


class ReturnedFile(NamedTuple):
    """A file of the folder as it was read.

    `ledger` is None where it could not be read or is to be passed over, for the reason `problem`. `code` is what the
    workbook says of its sending, `saved` when it was last saved (ISO), `digest` a sum of its bytes, `sees` sentences
    about how its sheets and headers were understood; `ignored` tells of files of other kinds, `original` of one that
    lies in the folder into which it was made.
    """

    file: str
    ledger: Ledger | None = None
    code: str = ""
    saved: str = ""
    digest: str = ""
    problem: str = ""
    sees: tuple[str, ...] = ()
    ignored: bool = False
    original: bool = False


Settled = Mapping[str, Mapping[str, str]]
"""Code → spot and returned text, joined → TAKEN or KEPT."""


def settled_of(book: RawBook) -> Settled:
    """Return what was decided about returned cells in earlier collections."""
    raw = book.sheets.get(schema.MEMORY.name)
    if raw is None:
        return {}
    entries = memory_store.read(raw).entries
    decided: dict[str, Mapping[str, str]] = {}
    for name in entries:
        kind, _, code = name.partition(" ")
        content = entries[name] if kind == SETTLED and code else None
        if isinstance(content, dict):
            decided[code] = {str(spot): str(word) for spot, word in content.items()}
    return decided


def settled_entries(settled: Settled, lines: Iterable[tuple[CollectLine, str]]) -> dict[str, Json]:
    """Return what the memory is to keep of some lines and what was decided about each, with what it keeps already."""
    put: dict[str, dict[str, str]] = {}
    for line, word in lines:
        for code in line.codes or (line.code,):
            put.setdefault(code, dict(settled.get(code, {})))[_settled_name(line)] = word
    return {f"{SETTLED} {code}": dict(words) for code, words in put.items()}


def _settled_name(line: CollectLine) -> str:
    return "\x1f".join((*line.spot, line.returned))


def plan(now: LedgerNow, sendings: Sequence[SentFile], files: Sequence[ReturnedFile], settled: Settled) -> CollectPlan:
    """Return what collecting `files` comes to; `sendings` are what is on record as sent, the oldest first."""
    ledger = now.ledger
    reports: dict[str, FileReport] = {}
    usable: list[tuple[ReturnedFile, SentFile]] = []
    digests: dict[str, str] = {}
    for returned in files:
        former = digests.setdefault(returned.digest, returned.file) if returned.digest else returned.file
        if returned.ledger is None:
            reports[returned.file] = FileReport(returned.file, problem=returned.problem, ignored=returned.ignored)
        elif former != returned.file:
            reports[returned.file] = FileReport(
                returned.file, problem=f"和“{former}”内容完全相同，只算一份", repeated=True
            )
        else:
            sent, problem = whose(ledger, sendings, returned)
            reports[returned.file] = FileReport(returned.file, problem=problem)
            if sent is not None:
                usable.append((returned, sent))
    usable.sort(key=lambda pair: (pair[0].saved, pair[0].file), reverse=True)
    compared = [
        (returned, sent, compare_file.compare(now, sent, returned.file, returned.ledger))
        for returned, sent in usable
        if returned.ledger is not None
    ]
    for returned, sent, result in compared:
        sees = (*returned.sees, *_told_of(sent, sendings, returned), *result.sees)
        report = FileReport(returned.file, sent.to, sent.code, sees=sees, changed=_changed(result))
        reports[returned.file] = report._replace(back=report.changed or not returned.original)
    reports |= _twice(compared, reports)
    lines = _across([(sent, result) for _, sent, result in compared])
    open_lines = [line for line in lines if not _is_settled(line, settled)]
    order = {sheet.name: at for at, sheet in enumerate(schema.TABLES)}
    kinds = {"conflict": 0, "decide": 1, "take": 2, "refused": 3, "missing": 4}
    open_lines.sort(
        key=lambda line: (kinds[line.kind], order.get(line.sheet, 99), line.row or 10**7, line.place, line.to)
    )
    return CollectPlan(
        tuple(open_lines),
        tuple(reports[returned.file] for returned in files),
        sum(result.already for *_, result in compared),
        sum(result.ledger_only for *_, result in compared),
        settled=len(lines) - len(open_lines),
    )


def plan_of_copy(now: LedgerNow, common: SentFile, returned: ReturnedFile, settled: Settled) -> CollectPlan:
    """Return what merging another copy of the ledger comes to; `common` is the last state that both have in common."""
    if returned.ledger is None:
        return CollectPlan((), (FileReport(returned.file, problem=returned.problem),))
    result = compare_file.compare(now, common, returned.file, returned.ledger, whole=True)
    lines = [line for line in result.lines if not _is_settled(line, settled)]
    report = FileReport(returned.file, common.to, common.code, sees=result.sees, changed=_changed(result), back=True)
    return CollectPlan(
        tuple(lines), (report,), result.already, result.ledger_only, settled=len(result.lines) - len(lines)
    )


def _is_settled(line: CollectLine, settled: Settled) -> bool:
    """Tell whether a line was decided before: what was taken and is not there any more comes up again."""
    word = settled.get(line.code, {}).get(_settled_name(line), "")
    if word == TAKEN:
        return line.column != ROW_ADDED and line.kind in OPEN and line.now != line.sent
    return word == KEPT


def _changed(result: Compared) -> bool:
    return bool(result.already or any(line.kind != "missing" for line in result.lines))


def whose(ledger: Ledger, sendings: Sequence[SentFile], returned: ReturnedFile) -> tuple[SentFile | None, str]:
    """Return of which sending a file is, and why of none: by its code, else by its unit and its rows."""
    book = returned.ledger
    if book is None:
        return None, returned.problem
    if returned.code:
        known = next((sent for sent in sendings if sent.code == returned.code), None)
        if known is None:
            reason = _stranger(ledger, book)
            return None, reason or f"表里的填报编号是{returned.code}，不是这本台账发出的（可能是别的轮次或别的台账）"
        return known, ""
    strange = _stranger(ledger, book)
    if strange:
        return None, strange
    rows = {sheet.name: book.rows.get(sheet.name, ()) for sheet in RETURNED}
    if not any(rows.values()):
        return None, "不是发出的填报表：找不到《问题台账》等各表的内容"
    if not sendings:
        return None, "这本台账还没有发出过填报表"
    shares = {sent.code: _share(sent, book) for sent in sendings}
    best = max(shares.values())
    if best < _LEAST_SHARE:
        return None, "各行和发出的哪一份都对不上，可能是别的单位、别的轮次的表"
    candidates = [sent for sent in sendings if shares[sent.code] == best]
    names = {(sent.kind, sent.to) for sent in candidates}
    if len(names) > 1:
        listed = "、".join(dict.fromkeys(sent.to for sent in candidates))
        return None, f"没有填报编号，看不出是{listed}里哪一家的"
    return candidates[-1], ""


def _stranger(ledger: Ledger, book: Ledger) -> str:
    """Return why a file is of another unit or another round, empty where nothing says so."""
    for item, what in (("单位名称", "单位"), ("巡察轮次", "轮次")):
        mine, theirs = ledger.info_cell(item).text, book.info_cell(item).text
        if mine and theirs and cell_value.key(mine) != cell_value.key(theirs):
            return f"是别的{what}的表：{item}是“{theirs}”，本台账是“{mine}”"
    return ""


def _share(sent: SentFile, book: Ledger) -> float:
    """Return how much of a sending and a file is in the other: 1 where they have the same rows."""
    here: set[tuple[str, str, str]] = set()
    there: set[tuple[str, str, str]] = set()
    for sheet in RETURNED[:2]:
        if not book.rows.get(sheet.name):
            continue
        column = returned_rows.telling_column(sheet)
        for key, values in sent.rows.get(sheet.name, {}).items():
            here.add((sheet.name, key.partition("#")[0], cell_value.key(values.get(column, ""))))
        for row in book.rows.get(sheet.name, ()):
            there.add((sheet.name, row.id(sheet.columns[0].name), returned_rows.telling(sheet, row)))
    by_id = {entry[:2] for entry in here} & {entry[:2] for entry in there if entry[1]}
    by_text = {(entry[0], entry[2]) for entry in here} & {(entry[0], entry[2]) for entry in there if entry[2]}
    return max(len(by_text), len(by_id) if len(by_text) * 2 >= len(by_id) else 0) / max(len(here), len(there), 1)


def _told_of(sent: SentFile, sendings: Sequence[SentFile], returned: ReturnedFile) -> Iterable[str]:
    last = [one for one in sendings if (one.kind, one.to) == (sent.kind, sent.to)][-1]
    if last.code != sent.code:
        yield f"是{sent.moment[:10]}发的旧表，最近一次是{last.moment[:10]}发的；照旧表发出时的内容比对"
    if not returned.code:
        yield f"表里没有填报编号，照内容认出是{sent.to}的"


def _twice(
    compared: Sequence[tuple[ReturnedFile, SentFile, Compared]], reports: Mapping[str, FileReport]
) -> dict[str, FileReport]:
    """Return the reports of files of a sending that came back more than once; the latest comes first in `compared`."""
    by_code: dict[str, list[ReturnedFile]] = defaultdict(list)
    for returned, sent, result in compared:
        if _changed(result):
            by_code[sent.code].append(returned)
    more: dict[str, FileReport] = {}
    for files in by_code.values():
        for earlier in files[1:]:
            report = reports[earlier.file]
            later = f"以后保存的“{files[0].file}”为主" if files[0].saved > earlier.saved else "看不出哪份在后"
            sentence = f"同一份表交了{len(files)}次，{later}，不一样的逐处列出"
            more[earlier.file] = report._replace(sees=(sentence, *report.sees))
    return more


def _across(results: Sequence[tuple[SentFile, Compared]]) -> list[CollectLine]:
    """Return the lines of all files, the latest first: what two say alike once, what they contradict as conflicts."""
    lines: list[CollectLine] = []
    spots: dict[tuple[str, str, str], list[CollectLine]] = defaultdict(list)
    untouched = _left_alone(results)
    for _, result in results:
        for line in result.lines:
            if line.kind in OPEN:
                spots[line.spot].append(line)
            else:
                lines.append(line)
    for mine in spots.values():
        values = {cell_value.key(cell_value.text(line.value)) if not line.is_row else line.returned for line in mine}
        if len(values) == 1:
            lines.append(_together(mine))
            continue
        for line in mine:
            other = next(one for one in mine if one.file != line.file)
            reason = _BOTH_NAMES.format(other=other.file)
            lines.append(line._replace(kind="conflict", reason="；".join(filter(None, (line.reason, reason)))))
    return [_against_later(line, untouched) for line in _once(lines)]


def _together(lines: Sequence[CollectLine]) -> CollectLine:
    """Return what several files say alike as one line that names all of them."""
    if len(lines) == 1:
        return lines[0]
    kinds = [line.kind for line in lines]
    first = next((line for line in lines if line.kind == "conflict"), lines[0])
    if "take" in kinds:
        first = next(line for line in lines if line.kind == "take")
    codes, names, files = (
        {line.code: None for line in lines},
        {line.to: None for line in lines},
        [line.file for line in lines],
    )
    return first._replace(to="、".join(names), file="、".join(files), codes=tuple(codes))


def _once(lines: Sequence[CollectLine]) -> Iterable[CollectLine]:
    """Yield lines that are refused or missing once for a sending, though it came back twice."""
    seen: set[tuple[str, ...]] = set()
    for line in lines:
        mark = (line.kind, line.code, *line.spot, line.returned)
        if line.kind in OPEN or mark not in seen:
            seen.add(mark)
            yield line


def _left_alone(
    results: Sequence[tuple[SentFile, Compared]],
) -> Mapping[str, tuple[str, frozenset[tuple[str, str, str]]]]:
    """Return, for each sending that came back more than once, its latest file and what that changed."""
    codes: dict[str, list[Compared]] = defaultdict(list)
    for sent, result in results:
        if _changed(result):
            codes[sent.code].append(result)
    latest: dict[str, tuple[str, frozenset[tuple[str, str, str]]]] = {}
    for code, mine in codes.items():
        if len(mine) > 1:
            latest[code] = mine[0].file, frozenset(line.spot for line in mine[0].lines)
    return latest


def _against_later(line: CollectLine, latest: Mapping[str, tuple[str, frozenset[tuple[str, str, str]]]]) -> CollectLine:
    """Return a line of an earlier file as one to decide where the later file left the cell as it was sent."""
    file, changed = latest.get(line.code, ("", frozenset()))
    if line.kind != "take" or not file or line.file == file or line.spot in changed:
        return line
    return line._replace(kind="decide", reason=f"后保存的“{file}”没有改这一处")
