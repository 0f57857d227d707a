"""一表办理: the sheet 销号办理, filled by the first click and taken by the second, each line by its own next step."""

from __future__ import annotations

from collections.abc import Sequence

from rectify_xl.commands.closing import closing_cases
from rectify_xl.commands.outcome import FINE, FOUND, HEADLINES, Headlines, Outcome, OutputTable, Request
from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.closure_rules.closure_case import ClosureFacts
from rectify_xl.ledger.closure_rules.closure_terms import Refusal
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes, Ledger, Row
from rectify_xl.supervision.closure_steps import closing_sheet, next_steps, taken_lines
from rectify_xl.supervision.closure_steps.taken_lines import TakenLines
from rectify_xl.text.excerpts import as_clicked
from rectify_xl.text.refs import address_of, cell_ref

SHEET = schema.CLOSING_FORM.name
AGAIN = "再点一次“一表办理”（命令行再运行一次 close 台账 --batch）"


def run(request: Request, book: RawBook, ledger: Ledger) -> Outcome:
    """Take the lines for which something is chosen; where there are none, list what can be done, and go there."""
    facts = closing_cases.facts_of(request, book, ledger)
    rows = taken_lines.chosen(ledger)
    return _taken(request, book, facts, rows) if rows else _listed(request, facts)


def _listed(request: Request, facts: ClosureFacts) -> Outcome:
    ledger, named = facts.ledger, closing_cases.ids_of(request)
    cases = closing_sheet.movable(facts, named)
    refused = closing_sheet.refused_cases(facts, named)
    block = closing_sheet.filled(ledger, cases, ledger.rows.get(SHEET, ()))
    request.ledger.write((block,) if block else ())
    listed = {case.problem.id for case in cases}
    waiting = [problem for problem in ledger.problems if problem.id not in listed and not _is_closed(facts, problem.id)]
    words = "、".join(schema.CLOSING_FORM.column(taken_lines.CHOICE).words[:3])
    sentences = (
        f"《{SHEET}》列出{len(cases)}个可以往下办的问题。" if cases else "现在没有可以往下办的问题。",
        *((f"请在“办理”列选{words}，核对办理人、填好意见，{AGAIN}。",) if cases else ()),
        *(
            (f"另有{len(waiting)}个还没有整改完成，没有列入；在Excel、WPS里选中《问题台账》的行再点，就会列入。",)
            if waiting
            else ()
        ),
        *(closing_cases.refusal_sentence(refusal) for refusal in refused),
        *next_steps.sentences(cases),
    )
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "listed": [closing_cases.next_data(case) for case in cases],
            "written": block is not None,
            "refused": [closing_cases.refusal_data(refusal) for refusal in refused],
        },
        sentences,
        status=FOUND if refused else FINE,
        refused=closing_cases.hindrances(refused),
        goes_to=_first_line(ledger) if block else "",
    )


def _is_closed(facts: ClosureFacts, name: str) -> bool:
    return facts.relations.closing(name) is not None


def _first_line(ledger: Ledger) -> str:
    header = ledger.sheets[SHEET]
    return address_of(SHEET, cell_ref(header.header_row + 1, header.headers.get(taken_lines.CHOICE, 1)))


def _taken(request: Request, book: RawBook, facts: ClosureFacts, rows: Sequence[Row]) -> Outcome:
    taken, changes = _worked_out(request, book, facts, rows)
    try:
        request.ledger.write(changes)
    except BookError:
        book = request.ledger.read()  # somebody else may have taken the same steps meanwhile: that is the answer then
        ledger = reader.read_ledger(book)
        facts, rows = closing_cases.facts_of(request, book, ledger), taken_lines.chosen(ledger)
        again, _ = _worked_out(request, book, facts, rows)
        if again.done == taken.done:
            raise
        taken = again._replace(changes=(), done={})
        changes = ()
    cases = closing_cases.cases_after(facts, book, taken.changes, taken_lines.ids(rows))
    refused = tuple(taken.refused.values())
    lacking = [(refusal.problem, missing) for refusal in refused for missing in refusal.missing]
    spoken = [as_clicked(closing_cases.refusal_sentence(refusal)) for refusal in refused]
    kept_in = f"《{SHEET}》的“结果”列"
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "done": [{"id": name, "text": text} for name, text in taken.done.items()],
            "written": bool(taken.changes),
            "refused": [closing_cases.refusal_data(refusal) for refusal in refused],
            "next": [closing_cases.next_data(case) for case in cases],
        },
        (
            f"选了{len(rows)}行，办好{len(taken.done)}行，没有办成{len(rows) - len(taken.done)}行。",
            *_done_sentences(facts, taken),
            *next_steps.sentences(cases),
            *_about_undo(taken),
        ),
        (*_refused_table(refused), *closing_cases.lacking_table(lacking)),
        FOUND if refused else FINE,
        refused=closing_cases.hindrances(refused),
        headlines=(Headlines(tuple(spoken[:HEADLINES]), len(spoken), "行", kept_in),) if spoken else (),
    )


def _done_sentences(facts: ClosureFacts, taken: TakenLines) -> tuple[str, ...]:
    """Say what was done, problems of which the same was done in one sentence; few are named by their words."""
    by_text: dict[str, list[str]] = {}
    for name, text in taken.done.items():
        by_text.setdefault(text, []).append(name)
    labels = {name: problem.label for name, problem in facts.relations.problems.items()}
    few = len(taken.done) <= HEADLINES
    return tuple(
        f"{text}：{'、'.join(labels[name] if few else name for name in names)}。" for text, names in by_text.items()
    )


def _refused_table(refused: Sequence[Refusal]) -> tuple[OutputTable, ...]:
    rows = tuple((refusal.problem, refusal.text, refusal.remedy) for refusal in refused)
    return (OutputTable("没有办成的", ("编号", "情况", "处理办法"), rows),) if rows else ()


def _about_undo(taken: TakenLines) -> tuple[str, ...]:
    """Say what of the step cannot be taken back: a problem that is closed never opens again."""
    if not taken.done:
        return ()
    if taken.closed:
        others = "，同时办的其他各行也不能用“撤销”退回" if len(taken.closed) < len(taken.done) else ""
        return (f"已批准销号的不会重新打开{others}。",)
    return ("办错了的，可以用“撤销上一步”整批退回。",)


def _worked_out(
    request: Request, book: RawBook, facts: ClosureFacts, rows: Sequence[Row]
) -> tuple[TakenLines, Changes]:
    """Return what the lines come to, and all changes: those of the ledger, and the sheet as it reads afterwards."""
    taken = taken_lines.take(facts, rows, request.now.strftime(change_log.TIME_FORMAT), request.by)
    later = closing_cases.facts_after(facts, book, taken.changes)
    before = facts.ledger.rows.get(SHEET, ())
    cases = closing_sheet.movable(later, taken_lines.ids(before))
    block = closing_sheet.filled(facts.ledger, cases, before, taken)
    return taken, (*taken.changes, *((block,) if block else ()))
