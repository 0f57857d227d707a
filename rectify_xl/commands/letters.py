"""督办函: draft the letter that is due for each late problem, and note which of them went out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rectify_xl.commands import paper_options
from rectify_xl.commands.finding_tables import unreadable_letters
from rectify_xl.commands.outcome import FINE, MadeFile, Outcome, OutputTable, Pending, Request
from rectify_xl.commands.reply_day import asked_reply_day
from rectify_xl.commands.runner import UNSIGNED
from rectify_xl.errors import BookError, PaperError, UsageError
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.counting import count_caveats, deadline_wording, problem_counts
from rectify_xl.ledger.letters import issued as records
from rectify_xl.ledger.letters.issued import Issued
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger, Problem
from rectify_xl.papers import supervision_letter
from rectify_xl.supervision.escalation import due_letters
from rectify_xl.supervision.escalation.due_letters import Late, LetterDraft
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import first_few
from rectify_xl.text.file_names import dated, safe

LABEL = "督办函"
NOBODY = "未填责任科室"
LISTED = 20
"""Most problems that one sentence names."""


def run(request: Request) -> Outcome:
    """Show the letters that are due; `--output` writes them, `--issued` notes in 变更记录 that they went out.

    `--withdraw` takes such a note back. A letter that went out about a problem is not due again for that problem.
    """
    book = request.ledger.read()
    ledger = reader.read_ledger(book)
    if request.on("withdraw"):
        return _withdraw(book, request)
    if request.on("issued") and request.as_of > (today := request.now.date()):
        raise UsageError(
            f"{request.as_of.isoformat()}还没有到（今天是{today.isoformat()}），督办函不能登记为已经发出",
            "请在发出的当天登记，不用 --as-of 写以后的日期",
        )
    late = _wanted(ledger, _late(ledger, request), request)
    unread = problem_counts.unreadable(ledger, request.as_of)
    idle = [entry for entry in due_letters.without_letter(ledger, request.as_of) if _asked(entry[0], request)]
    due = [item for item in late if not item.sent]
    letters = due_letters.letters(due)
    paths, notes = _write(ledger, letters, request) if request.text("output") and letters else ([], ())
    noted = _note(book, letters, request) if request.on("issued") and letters else ""
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "letters": [_data(letter) for letter in letters],
            "sent": [{"id": item.problem.id, "letter": item.word, "day": item.sent.day} for item in late if item.sent],
            "folder": request.text("output") if paths else None,
            "files": [str(path) for path in paths],
            "issued": bool(noted),
            "unreadable": deadline_wording.data(unread),
            "withheld": [
                {
                    "id": problem.id,
                    "row": problem.number,
                    "cell": problem.row.cell("完成程度").address,
                    "text": problem.completion,
                }
                for problem in due_letters.withheld(ledger, request.as_of)
            ],
            "without_letter": [{"id": problem.id, "row": problem.number, "days": days} for problem, days in idle],
        },
        (
            *_summary(late, letters, idle, sure=not unread and not due_letters.withheld(ledger, request.as_of)),
            *_idle(ledger, idle),
            *filter(None, (deadline_wording.sentence(unread), deadline_wording.later_plans(ledger, request.as_of))),
            *_withheld(ledger, request),
            *_unstated(ledger, request),
            *unreadable_letters(ledger),
            *_next(request.text("output"), paths, noted, letters),
            *notes,
        ),
        _tables(ledger, due),
        FINE,
        made=_files(request.text("output"), paths),
        pending=() if noted or not letters else (Pending("register", _problems(letters)),),
    )


def _withheld(ledger: Ledger, request: Request) -> Iterator[str]:
    """Tell for which late problems no letter was drafted, because nobody can tell whether they are done."""
    problems = due_letters.withheld(ledger, request.as_of)
    if problems:
        names = "、".join(
            f"{problem.id or f'第{problem.number}行'}（{problem.row.cell('完成程度').ref}“{problem.completion}”）"
            for problem in problems
        )
        yield f"完成程度不在字典里、看不出是否已经完成的逾期问题{len(problems)}个，没有起草督办函，请先改正：{names}。"


def _unstated(ledger: Ledger, request: Request) -> Iterator[str]:
    """Tell which late problems count as not done only because 完成程度 is empty or no known word."""
    rows = problem_counts.overdue_rows(ledger, request.as_of)
    late = [
        problem
        for problem in ledger.problems
        if problem.number in rows and not problem_counts.may_be_done(problem, ledger)
    ]
    yield from filter(None, (count_caveats.sentence(ledger, late), count_caveats.sums(ledger)))


def _idle(ledger: Ledger, idle: Sequence[tuple[Problem, int]]) -> Iterator[str]:
    """Tell which late problems have no letter due, and by which cells of 字典."""
    if idle:
        names = "、".join(f"{problem.id or f'第{problem.number}行'}（逾期{days}天）" for problem, days in idle[:LISTED])
        more = "……" if len(idle) > LISTED else ""
        yield f"逾期的问题{len(idle)}个没有起草督办函：{names}{more}。{due_letters.why_no_letter(ledger)}。"


def _asked(problem: Problem, request: Request) -> bool:
    """Tell whether a problem is one of those that were named, of the department that was named."""
    names = [cell_value.identifier(text) for text in request.items]
    department = request.text("department")
    return (not names or problem.id in names) and (
        not department or departments.concerns(problem.departments, department)
    )


def _late(ledger: Ledger, request: Request) -> tuple[Late, ...]:
    from rectify_xl.supervision.closure_steps.evidence_rows import sources
    from rectify_xl.workbook import evidence_files

    files = evidence_files.digests_of(request.ledger.folder, sources(ledger))
    return due_letters.late(ledger, request.as_of, files)


def _wanted(ledger: Ledger, late: Sequence[Late], request: Request) -> list[Late]:
    """Return the late problems that were asked for: those that are named, of the department that is named."""
    names = [cell_value.identifier(text) for text in request.items]
    known = {problem.id for problem in ledger.problems}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(f"《问题台账》中没有编号{'、'.join(unknown)}", "请核对编号")
    doubts = {doubt.problem.id: doubt for doubt in problem_counts.unreadable(ledger, request.as_of)}
    if doubtful := [f"{name}（{deadline_wording.place(doubts[name])}）" for name in names if name in doubts]:
        raise UsageError(f"{'、'.join(doubtful)}的时限读不出，算不出逾期几天", "请先改正这些时限")
    held_back = {problem.id: problem for problem in due_letters.withheld(ledger, request.as_of)}
    if unclear := [
        f"{name}（{held_back[name].row.cell('完成程度').ref}“{held_back[name].completion}”）"
        for name in names
        if name in held_back
    ]:
        raise UsageError(f"{'、'.join(unclear)}的完成程度不在字典里，看不出是否已经完成", "请先改正完成程度")
    idle = {problem.id: days for problem, days in due_letters.without_letter(ledger, request.as_of)}
    if early := [f"{name}（逾期{idle[name]}天）" for name in names if name in idle]:
        raise UsageError(f"{'、'.join(early)}没有应发的督办函：{due_letters.why_no_letter(ledger)}")
    in_time = [name for name in names if name not in {item.problem.id for item in late}]
    if in_time:
        raise UsageError(f"{'、'.join(in_time)}没有逾期，不必发督办函", "请去掉这些编号，或核对整改时限和完成程度")
    department = request.text("department")
    if department and not any(departments.concerns(problem.departments, department) for problem in ledger.problems):
        raise UsageError(f"《问题台账》的责任科室中没有“{department}”", "请照台账中的写法填写")
    return [item for item in late if _asked(item.problem, request)]


def _write(ledger: Ledger, letters: Sequence[LetterDraft], request: Request) -> tuple[list[Path], tuple[str, ...]]:
    """Write one document for each letter into the folder, none where any is there already; return them and notes."""
    from rectify_xl.documents.writers import write_forms

    folder = Path(request.text("output"))
    if folder.is_file():
        raise PaperError(f"“{folder}”是文件，督办函要放进文件夹", "请换一个文件夹名")
    targets = [
        folder
        / dated(
            f"{number:02d}_{safe(letter.word)}_{safe(letter.department or ledger.termed(NOBODY))}",
            request.as_of,
            "docx",
        )
        for number, letter in enumerate(letters, 1)
    ]
    present = [path.name for path in targets if path.exists()]
    if present and not request.on("force"):
        raise PaperError(f"文件夹“{folder}”里已有{'、'.join(present)}", "请换一个文件夹，或加 --force 覆盖")
    reply_by = asked_reply_day(request)
    folder.mkdir(parents=True, exist_ok=True)
    all_notes: dict[str, None] = {}
    for letter, target in zip(letters, targets, strict=True):
        options, notes = paper_options.paper_options(
            request, ledger, write_forms.letter_template(letter), official=True
        )
        fields = supervision_letter.values(ledger, letter, request.as_of, reply_by)
        write_forms.write_letter(letter, fields, target, options._replace(overwrite=request.on("force")))
        all_notes |= dict.fromkeys((*paper_options.personal_note(fields), *notes))
    return targets, tuple(all_notes)


def _note(book: RawBook, letters: Sequence[LetterDraft], request: Request) -> str:
    """Write into 变更记录 that the letters went out; return what to say about it."""
    nameless = [f"第{item.problem.number}行" for letter in letters for item in letter.late if not item.problem.id]
    if nameless:
        raise BookError(f"《问题台账》{'、'.join(nameless)}没有编号，不能登记督办函", "请先补上编号")
    sent = [
        Issued(item.problem.id, letter.word, request.as_of.isoformat(), letter.department)
        for letter in letters
        for item in letter.late
    ]
    _append(book, tuple(records.changes(sent)), request)
    return f"已登记发出{len(letters)}份（涉及{len(sent)}个问题），记入《变更记录》；同一问题不会再出同一种文书。"


def _withdraw(book: RawBook, request: Request) -> Outcome:
    """Take back the last letter that was noted for each of the problems that are named."""
    if not request.items:
        raise UsageError("没有写问题编号", "请在台账后面写要撤回登记的编号，如 P016")
    issued = records.read(change_log.read(book))
    named = {name: records.issued_for(issued, name) for name in map(cell_value.identifier, request.items)}
    unknown = [name for name, letters in named.items() if not letters]
    if unknown:
        raise UsageError(f"{'、'.join(unknown)}没有督办函的登记，无从撤回", "请核对编号")
    last = [letters[-1] for letters in named.values()]
    _append(book, tuple(records.withdrawals(last)), request)
    return Outcome(
        {"as_of": request.as_of.isoformat(), "withdrawn": [letter._asdict() for letter in last]},
        ("已撤回登记：" + "；".join(f"{letter.problem}的{letter.word}（{letter.day}）" for letter in last) + "。",),
    )


def _append(book: RawBook, changes: Sequence[Change], request: Request) -> None:
    if not change_log.complete(book):
        raise BookError("《变更记录》缺少工作表或列，不能登记督办函", "请恢复《变更记录》，或从新台账中复制一张")
    moment, by = request.now.strftime(change_log.TIME_FORMAT), request.by or UNSIGNED
    block = change_log.append(book, [LogLine(moment, by, LABEL, change) for change in changes])
    if block is None:
        raise AssertionError("there is something to note")
    request.ledger.write((block,))


def _summary(
    late: Sequence[Late], letters: Sequence[LetterDraft], idle: Sequence[tuple[Problem, int]], *, sure: bool
) -> list[str]:
    """Return what there is to say about the letters that are due; `sure` where every deadline can be read.

    `idle` are the late problems for which 字典 has no letter in use.
    """
    if idle and not late:
        return ["没有起草督办函。"]
    if not late:
        return ["没有逾期的问题，不必发督办函。" if sure else "能读出时限的问题中，没有逾期的。"]
    sentences = [f"逾期{len(late)}个问题，应发督办函{len(letters)}份。"]
    due = [item for letter in letters for item in letter.late]
    if len(due) < len(late):
        sentences.append(f"其中{len(late) - len(due)}个问题本阶段的文书已经发出，不再重发。")
    behind = [item for item in due if item.letter.behind]
    if behind:
        names = first_few((item.problem.id or f"第{item.problem.number}行" for item in behind), LISTED)
        words = "、".join(dict.fromkeys(f"《{item.word}》" for item in behind))
        sentences.append(
            f"{names}（{len(behind)}个）逾期已久，没有发过较低一级的文书，逐级督办，这次发{words}；"
            "其实已经发过的，请先登记发出，再起草。"
        )
    return sentences


def _files(folder: str, paths: Sequence[Path]) -> tuple[MadeFile, ...]:
    if not paths:
        return ()
    return (MadeFile("folder", folder), *(MadeFile("paper", str(path), "never") for path in paths))


def _problems(letters: Sequence[LetterDraft]) -> tuple[str, ...]:
    return tuple(item.problem.id for letter in letters for item in letter.late)


def _next(folder: str, paths: Sequence[Path], noted: str, letters: Sequence[LetterDraft]) -> list[str]:
    """Return what was done, and what the user does next."""
    sentences = [f"函稿已放入文件夹：{folder}（{len(paths)}份），请核对、编号、签发。"] if paths else []
    if noted:
        return [*sentences, noted]
    return [*sentences, "发出之后请登记（--issued），下次就不再重发。"] if letters else sentences


def _tables(ledger: Ledger, due: Sequence[Late]) -> tuple[OutputTable, ...]:
    rows = tuple(
        (
            item.word,
            item.problem.lead_department or ledger.termed(NOBODY),
            item.problem.id,
            str(item.days),
            item.problem.problem,
            "、".join(f"{one.word}（{one.day}）" for one in item.earlier) or "无记录",
        )
        for item in sorted(due, key=lambda one: -one.days)
    )
    return (
        (
            OutputTable(
                "应发的督办函", ("文书", ledger.termed("责任科室"), "编号", "逾期天数", "具体问题", "此前"), rows
            ),
        )
        if rows
        else ()
    )


def _data(letter: LetterDraft) -> dict[str, object]:
    return {
        "letter": letter.word,
        "department": letter.department,
        "problems": [
            {
                "id": item.problem.id,
                "row": item.problem.number,
                "days": item.days,
                "cell": item.deadline.cell.address,
                "lacking": [one.cell for one in item.lacking],
                "earlier": [one._asdict() for one in item.earlier],
                "by_days": item.letter.by_days,
            }
            for item in letter.late
        ],
    }
