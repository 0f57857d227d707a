"""Assess one workbook that was sent in: read it, check it in the 上报 profile, count it; or say why it is refused.

A pure function of the bytes and the day, so that it runs in any process and its answer can be kept by content. It
never raises for what a file holds: whatever happens becomes a reason with a code. Since files of several units may hold
the same bytes, no answer names the file: it says `UNNAMED`, in whose place `named` puts the name of one.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from rectify_xl.commands import profile_run
from rectify_xl.errors import BookError, RectifyError
from rectify_xl.intake.grid import WorkbookGrid
from rectify_xl.intake.old_ledger import own_places
from rectify_xl.intake.old_ledger.old_records import SkippedCells
from rectify_xl.intake.old_ledger.own_places import OwnRow
from rectify_xl.judgement import checks, ledger_doubts
from rectify_xl.judgement.checks import required, structure
from rectify_xl.judgement.checks.base import Reckoned
from rectify_xl.judgement.checks.remembered import Memory
from rectify_xl.ledger import command_needs, fingerprint, schema, verified_findings
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.counting import count_caveats, deadline_wording, problem_counts, registered_relapses
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.deadlines.binding_deadline import Deadlines
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.reading import guard, reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes, Closure, Finding, Ledger
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.vocabulary import CLOSE, RETURNED
from rectify_xl.readers.submissions import enclosures
from rectify_xl.supervision.consolidation import rejections
from rectify_xl.supervision.consolidation.unit_result import (
    Assessment,
    Rejection,
    SubmittedFile,
    SubmittedFinding,
    SubmittedProblem,
    UnitResult,
)
from rectify_xl.supervision.returns import return_slip
from rectify_xl.supervision.submission import copy_line
from rectify_xl.text import cell_value, file_names
from rectify_xl.text.excerpts import as_clicked, first_few, on_one_line, shortened
from rectify_xl.text.personal_numbers import covered
from rectify_xl.text.refs import address_of, quoted_address, split_address
from rectify_xl.workbook import file_kind
from rectify_xl.workbook.reading import any_workbook, read_workbook, summary_totals
from rectify_xl.workbook.reading.read_workbook import ReadWorkbook

UNNAMED = "报送的文件"
_UNNAMED = re.compile(f"“{UNNAMED}(?:\\.[0-9a-z]+)?”")
_OWN_RESULT = frozenset(("总览", "各单位", "退件清单"))
"""Sheets by which a workbook of a former consolidation is known."""
_PROFILE = "上报"
_TAKEN_IN = frozenset(sheet.name for sheet in (schema.INFO, schema.PROBLEMS, schema.MEASURES, schema.EVIDENCE))
"""Sheets that the intake fills."""
_WIDENED = "RX715"
_LISTED, _EXCERPT = 8, 20
"""Cells of a foreign table that were left out and are named, and letters of each."""


class OwnResultError(BookError):
    """A workbook that a consolidation made."""


class LedgerSource(NamedTuple):
    """A workbook as a ledger of ours, what the intake says of a foreign one, and what was found in understanding it.

    `rows` are what the intake puts over the blank ledger, `places` where they stand in the workbook as it was sent.
    """

    book: RawBook
    intake: str = ""
    findings: tuple[Finding, ...] = ()
    rows: Changes = ()
    places: Mapping[tuple[str, int], OwnRow] = {}


def load() -> None:
    """Load what `assess` needs, so that a process that will assess many files does so once.

    The garbage collector then leaves alone what was loaded, and looks less often: a workbook leaves hardly any cycles.
    """
    import rectify_xl.ledger.changes.log_chain
    import rectify_xl.ledger.closure_rules.standing
    import rectify_xl.ledger.deadlines.extensions  # noqa: F401 - loading them is the aim

    read_workbook.load()
    gc.freeze()
    gc.set_threshold(50_000)


def assess(file: SubmittedFile, data: bytes, as_of: date) -> Assessment:
    """Return what the bytes of one file say on a day, or why they are refused. Never raises for what they hold."""
    try:
        return _assessed(file, data, as_of)
    except MemoryError:
        return Assessment(file, None, (rejections.rejection("HZ104", "读这个文件时内存不够，已停止。"),))
    except OwnResultError:
        return Assessment(file, None, (rejections.rejection("HZ123"),))
    except RectifyError as error:
        return Assessment(file, None, (rejections.of_error(error),))
    except RecursionError:
        return Assessment(file, None, (rejections.rejection("HZ102", "文件里层层相套，没有读完。"),))
    except Exception as error:  # noqa: BLE001 - one file must not stop the thousands behind it
        message = f"处理这个文件时程序出错：{type(error).__name__}：{str(error)[:200]}。"
        return Assessment(file, None, (rejections.rejection("HZ116", message),))


def _assessed(file: SubmittedFile, data: bytes, as_of: date) -> Assessment:
    opened = _opened(data, f"{UNNAMED}{file_names.plain_ending(file.place)}")
    if isinstance(opened, WorkbookGrid) and (enclosure := enclosures.recognised(data, opened)):
        return Assessment(file, None, enclosure=enclosure)
    source = _source(opened)
    book = source.book
    ledger = reader.read_ledger(book)
    reasons = list(_unreadable_columns(book))
    if reasons:
        return Assessment(file, None, tuple(reasons))
    if not ledger.problems:
        where = "《问题台账》一个问题也没有填" if not source.intake else "表里没有问题"
        return Assessment(file, None, (rejections.rejection("HZ107", f"{where}。"),))
    if not ledger.info_text("单位名称").strip() and not source.intake:
        cell = ledger.info_cell("单位名称").address
        return Assessment(file, None, (rejections.rejection("HZ105", "《基本信息》没有填写单位名称。", cell=cell),))
    result = result_of(file, source, ledger, as_of)
    if not result.unit:
        return Assessment(
            file,
            None,
            (rejections.rejection("HZ105", "表里没有写单位名称。", "请在表头写明填报单位的全称后重新报送。"),),
        )
    return Assessment(file, result, tuple(_reservations(opened, source, ledger, result)))


def named(reasons: Iterable[Rejection], file: SubmittedFile) -> tuple[Rejection, ...]:
    """Return the reasons against a file with its own name where they speak of the file."""
    quoted = f"“{file.name}”"
    return tuple(
        reason._replace(
            message=_UNNAMED.sub(lambda _: quoted, reason.message), fix=_UNNAMED.sub(lambda _: quoted, reason.fix)
        )
        for reason in reasons
    )


def source_of(data: bytes, name: str) -> LedgerSource:
    """Return a workbook as a ledger; a foreign layout goes through intake. Raises `BookError` for what is neither."""
    return _source(_opened(data, name))


def _opened(data: bytes, name: str) -> ReadWorkbook | WorkbookGrid:
    """Return a ledger of ours, or the cells of any other workbook; raises `BookError` for what is neither."""
    recognised = file_kind.recognise(data, name) if data.startswith(file_kind.STARTS) else None
    if not (recognised and recognised.is_usual_xlsx) and not any_workbook.is_workbook(data, name):
        file_kind.recognise(data, name)
        raise BookError(f"“{name}”不是工作簿", "请选择台账文件（.xlsx）")
    if recognised:
        read = read_workbook.read_recognised(recognised, data, name)
        if not guard.is_foreign(read.book):
            return read
    return any_workbook.read_grid(data, name)


def _source(opened: ReadWorkbook | WorkbookGrid) -> LedgerSource:
    return _taken_in(opened) if isinstance(opened, WorkbookGrid) else LedgerSource(opened.book)


def _taken_in(grid: WorkbookGrid) -> LedgerSource:
    from rectify_xl.intake.imported_rows import over_blank
    from rectify_xl.intake.old_ledger import ledger_rows, read_old_ledger
    from rectify_xl.ledger.changes import applied
    from rectify_xl.system import resources

    if {sheet.name for sheet in grid.sheets} >= _OWN_RESULT:
        raise OwnResultError("这是本程序做的汇总表，不是报送的台账", "请把它移出报送的文件夹")
    old = read_old_ledger.read(grid)
    used = [use for use in old.sheets if use.is_data]
    if not old.problems:
        sheets = "；".join(f"《{use.sheet}》{use.use}" for use in old.sheets)
        raise BookError(f"不是本工具的台账，按旧台账读取也没有找到问题：{sheets[:150]}", "")
    rows = ledger_rows.rows_of_old_ledger(old)
    template = "workbook_template.xlsx"
    blank = read_workbook.read(resources.path(template).read_bytes(), template)
    changes = over_blank(rows.imported)
    book = applied.apply(blank, changes)._replace(name=grid.name)
    columns = sum(len(table.columns) for use in used for table in use.tables)
    sheets = "".join(f"《{use.sheet}》" for use in used)
    left_out = f"；没有收入的{len(old.left_out)}处：{_skipped(old.left_out)}" if old.left_out else ""
    words = f"不是本工具的版式，按旧台账读取：{sheets}认出{columns}列、{len(old.problems)}个问题{left_out}。"
    return LedgerSource(book, words, rows.findings, changes, rows.places)


def _skipped(cells: Sequence[SkippedCells]) -> str:
    """Return where what became no row stands and how it begins, with numbers of persons covered; of many the first."""
    named = (f"《{one.sheet}》{one.ref}“{shortened(covered(on_one_line(one.text)), _EXCERPT)}”" for one in cells)
    return first_few(named, _LISTED, more="等")


def _unreadable_columns(book: RawBook) -> Iterator[Rejection]:
    """Yield why the counts of a ledger could not be relied upon: sheets or columns that cannot be seen."""
    try:
        guard.refuse(book, command_needs.COUNTING, "汇总")
    except BookError as error:
        message = error.message.partition("：")[2] or error.message
        yield rejections.rejection("HZ113", f"{message}。")


def result_of(file: SubmittedFile, source: LedgerSource, ledger: Ledger, as_of: date) -> UnitResult:
    """Return what a ledger says of its unit on a day."""
    book = source.book
    deadlines = binding_deadline.standing(ledger, as_of)
    counts = problem_counts.roll_up(ledger, as_of, deadlines)
    split = findings_of(book, ledger, as_of, own=not source.intake, known=Reckoned(deadlines, counts))
    findings = (*split.left, *(_with_reason(finding, line) for finding, line in split.verified))
    problems = tuple(_problems(ledger, findings, deadlines, as_of))
    doubts = [deadlines.doubts[problem.row] for problem in problems if problem.unreadable]
    layout = "" if source.intake else ledger.info_text(guard.LAYOUT).strip()
    caveats = (
        *count_caveats.notes(ledger, reader="above"),
        deadline_wording.sentence(doubts, "above"),
        *_to_be_verified(findings),
        _verified(split),
    )
    return UnitResult(
        file=file,
        unit=_name(ledger, "单位名称"),
        superior=_name(ledger, "上级单位"),
        round=_name(ledger, "巡察轮次"),
        feedback=ledger.feedback,
        reported=_last_change(book) or _last_state(book, ledger),
        layout=layout or ("" if source.intake else "未写明"),
        fingerprint=fingerprint.fingerprint(book, ledger),
        counts=counts.total,
        aspects=counts.aspects,
        groups=counts.groups,
        measures=counts.measures,
        measures_done=counts.measures_done,
        relapses=counts.relapses.total.problems if counts.relapses else 0,
        unreadable=len(doubts),
        problems=tuple(_in_own_row(problem, source) for problem in problems),
        findings=tuple(map(_finding, (*_in_own_terms(findings, source), *source.findings))),
        caveats=tuple(
            own_places.reworded(source.places, schema.PROBLEMS.name, str(caveat)) if source.intake else str(caveat)
            for caveat in caveats
            if caveat
        ),
        intake=source.intake,
        doubts=ledger_doubts.doubts(ledger, findings),
    )


def _name(ledger: Ledger, item: str) -> str:
    """Return a line of 基本信息 on one line, without signs that no sheet and no screen should get."""
    return " ".join(cell_value.storable(ledger.info_text(item)).split())


def findings_of(
    book: RawBook, ledger: Ledger, as_of: date, *, own: bool, known: Reckoned | None = None
) -> verified_findings.SplitFindings:
    """Return what `check --profile 上报` finds in a workbook that lies alone: its evidence files are not at hand.

    Findings that the unit verified come apart, each with its reason.
    """
    memory = profile_run.memory_of(book) if own else Memory()
    findings = checks.run(ledger, checks.profile(_PROFILE), as_of, None, memory, known=known)
    if not own:  # of a workbook that only the intake has made, all else is the blank ledger, its tables' length too
        findings = tuple(
            finding
            for finding in findings
            if finding.sheet in _TAKEN_IN and finding.code != structure.rows_below_table.code
        )
    return verified_findings.split(ledger, findings)


def _with_reason(finding: Finding, line: verified_findings.VerifiedFinding) -> Finding:
    """Return a finding that the unit verified, as the level above has to see it: with the unit's reason."""
    return finding._replace(
        message=f"{finding.message.rstrip('。')}（单位登记为已核实：{line.reason or '没有写理由'}）。"
    )


def _verified(split: verified_findings.SplitFindings) -> str:
    """Say what the unit itself holds for verified: to the level above that is its word, to be looked at as well."""
    if not split.verified:
        return ""
    errors = sum(finding.severity == "error" for finding, _ in split.verified)
    lines = verified_findings.in_numbers([line for _, line in split.verified])
    return (
        f"本单位自行登记已核实{lines}，其中错误{errors}条，都照样计数。"
        "错误列在《校验错误》，提醒列在汇总库，理由写在各条后面，请核定。"
    )


def _last_change(book: RawBook) -> datetime | None:
    """Return when the last line of 变更记录 was written, None where there is none that can be read."""
    lines = change_log.read(book)
    for line in reversed(lines):
        try:
            return datetime.strptime(line.time, change_log.TIME_FORMAT)  # noqa: DTZ007 - the office's own clock
        except ValueError:
            continue
    return None


def _last_state(book: RawBook, ledger: Ledger) -> datetime | None:
    """Return the last day that the ledger itself knows: when it was judged last, else its last snapshot."""
    day = ledger.info_when(schema.JUDGED).day
    if day is None and schema.MEMORY.name in book.sheets:
        day = max((snapshot.day for snapshot in change_tracking.frozen(book).values()), default=None)
    return datetime.combine(day, time()) if day else None


def _to_be_verified(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield by what the unit counts more as done than others; whoever counts on its numbers should know it."""
    for finding in findings:
        if finding.code == _WIDENED:
            yield f"{as_clicked(finding.message).rstrip('。')}（{quoted_address(finding.address)}）。"


def _in_own_terms(findings: Iterable[Finding], source: LedgerSource) -> Iterator[Finding]:
    """Yield findings with the cells of the workbook that was sent, whatever ledger the intake makes of it."""
    if not source.intake:
        yield from findings
        return
    unread = {(known.sheet, known.cell): known for known in source.findings if known.cell}
    for finding in findings:
        sheet, cell = split_address(own_places.address(source.places, finding.sheet, finding.cell))
        message, fix = (
            own_places.reworded(source.places, finding.sheet, text) for text in (finding.message, finding.fix)
        )
        own = unread.get((sheet, cell)) if finding.code == required.required_cell.code else None
        if own:  # it is empty in the ledger alone: the intake could not understand it
            message = f"{own.message.partition('，『完成程度』')[0]}，没有计为完成。"
            fix = f"请在{cell}写明“已完成”“整改中”等，或在表下注明符号的意思。"
        yield finding._replace(sheet=sheet, cell=cell, message=message, fix=fix)


def _in_own_row(problem: SubmittedProblem, source: LedgerSource) -> SubmittedProblem:
    """Return a problem with its place in the workbook that was sent, whatever ledger the intake makes of that."""
    own = source.places.get((schema.PROBLEMS.name, problem.row))
    return problem._replace(row=own.row, address=own.address()) if own else problem


def _problems(
    ledger: Ledger, findings: Iterable[Finding], deadlines: Deadlines, as_of: date
) -> Iterator[SubmittedProblem]:
    """Yield the rows of 问题台账 as the level above sees them."""
    binding = binding_deadline.bind(deadlines)
    relapses = registered_relapses.rows(ledger)
    closed = problem_counts.closed_ids(ledger, as_of)
    relations, done_words = Relations(ledger), ledger.counting.done
    errors, warnings = _by_row(ledger, findings)
    returned = {closure.problem: closure for closure in ledger.closures if _is_returned(closure)}
    for problem in ledger.problems:
        due = binding.get(problem.number)
        measures = [measure for measure in relations.measures_of(problem.id) if not measure.parent]
        done = problem_counts.is_done(problem, ledger.counting)
        late = max(0, due.days_late(as_of)) if due and not done else 0
        back = returned.get(problem.id) if problem.id and not done else None
        yield SubmittedProblem(
            id=problem.id,
            row=problem.number,
            aspect=problem.aspect,
            group=problem.group,
            problem=problem.problem,
            lead=problem.lead,
            department=problem.department,
            person=problem.person,
            completion=problem.completion,
            follow_up=problem.follow_up,
            done=done,
            closed=bool(problem.id) and problem.id in closed,
            longterm=problem_counts.is_longterm(problem, ledger.counting),
            immediate=problem.immediate and done,
            relapse=problem.number in relapses,
            due=due.nominal if due else None,
            original_due=due.original[0] if due else None,
            due_text=problem.row.text("整改时限"),
            overdue=late > 0,
            unreadable=not done and problem.number in deadlines.doubts,
            late_days=late,
            progress=problem.progress,
            remaining=problem.remaining,
            needs_support=problem.row.flag("需上级支持") is True,
            from_last_round=problem.from_last_round,
            measures=len(measures),
            measures_done=sum(measure.completion in done_words for measure in measures),
            errors=errors[problem.number],
            warnings=warnings[problem.number],
            finished=problem.finished.day,
            address=address_of(schema.PROBLEMS.name, f"A{problem.number}"),
            returned=back.decided.day if back else None,
            returned_words=back.row.text("补充要求") if back else "",
        )


def _is_returned(closure: Closure) -> bool:
    """Tell whether a closing was sent back by the unit itself, with a day and words for it."""
    return (
        closure.kind == CLOSE
        and closure.verdict == RETURNED
        and closure.decided.day is not None
        and bool(closure.row.text("补充要求"))
    )


def _by_row(ledger: Ledger, findings: Iterable[Finding]) -> tuple[Counter[int], Counter[int]]:
    """Return how many errors and warnings concern each row of 问题台账: those of its cells and those of its id."""
    rows = {problem.id: problem.number for problem in reversed(ledger.problems) if problem.id}
    errors: Counter[int] = Counter()
    warnings: Counter[int] = Counter()
    for finding in findings:
        row = _row_of(finding, rows)
        if row:
            (errors if finding.severity == "error" else warnings)[row] += 1
    return errors, warnings


def _row_of(finding: Finding, rows: dict[str, int]) -> int:
    if finding.sheet == schema.PROBLEMS.name:
        digits = finding.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return int(digits) if digits.isdecimal() else 0
    return rows.get(finding.row_id, 0)


def _finding(finding: Finding) -> SubmittedFinding:
    message, fix = as_clicked(finding.message), as_clicked(finding.fix)
    return SubmittedFinding(finding.code, finding.severity, finding.address, finding.row_id, message, fix)


def _reservations(
    opened: ReadWorkbook | WorkbookGrid, source: LedgerSource, ledger: Ledger, result: UnitResult
) -> Iterator[Rejection]:
    """Yield what stands against a workbook that counts all the same."""
    number = guard.layout_number(result.layout)
    if number is not None and number > int(schema.LAYOUT_VERSION):
        message = f"台账的版式版本是{number}，本程序只认识到{schema.LAYOUT_VERSION}；数按认识的列计入。"
        yield rejections.rejection("HZ109", message, cell=ledger.info_cell(guard.LAYOUT).address)
    if return_slip.SHEET in source.book.tabs:
        left = f"，仍有{result.errors}处错误没有改" if result.errors else ""
        yield rejections.rejection("HZ121", f"报来的是退回单（还带着《{return_slip.SHEET}》）{left}。")
    elif not source.intake and copy_line.says_otherwise(source.book, result.fingerprint):
        packed = f"{result.reported:%Y-%m-%d %H:%M}" if result.reported else ""
        message = f"台账是{packed}打包的上报件，打包以后填写的内容改过（与它自己记的核对码不同）。"
        yield rejections.rejection("HZ125", message)
    if isinstance(opened, WorkbookGrid) or opened.package is None or opened.facts is None:
        return
    counted = {**result.counts._asdict(), "rate": result.counts.rate}
    stated = summary_totals.read(opened.package, opened.facts)
    differing = [cell for cell in stated if cell.differs(counted[cell.field])]
    if differing:
        listed = "；".join(
            f"{cell.ref}的{cell.words}，清点是{cell._replace(number=counted[cell.field]).shown}" for cell in differing
        )
        where = address_of(schema.SUMMARY, differing[0].ref)
        yield rejections.rejection("HZ111", f"《{schema.SUMMARY}》的合计与逐行清点不符：{listed}。", cell=where)
