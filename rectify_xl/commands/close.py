"""销号审批: what a problem still lacks, and the steps by which it is closed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.commands import paper_options
from rectify_xl.commands.closing import closing_cases
from rectify_xl.commands.outcome import FINE, FOUND, MadeFile, Outcome, OutputTable, Request
from rectify_xl.errors import BookError, UsageError
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.closure_rules import closure_case, conditions
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.ledger.closure_rules.closure_terms import STEP_LABEL, STEPS, Refusal, StepRequest, UnmetCondition
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger
from rectify_xl.supervision.closure_steps import next_steps, take_steps

if TYPE_CHECKING:
    from rectify_xl.supervision.closure_steps.manifest import Packed

JOBS = ("batch", "folder", "step", "evidence", "form", "sheet", "pack")


def run(request: Request) -> Outcome:
    """Show what is missing, or do the one job that the options name: a step, evidence, a form, or a pack."""
    jobs = [f"--{job}" for job in JOBS if request.options.get(job)]
    if len(jobs) > 1:
        raise UsageError(f"一次只能办一件事，不能同时用 {' 和 '.join(jobs)}", "请分成几次办理")
    book = request.ledger.read()
    ledger = reader.read_ledger(book)
    if request.on("list") or not jobs:
        return _show(request, book, ledger)
    if jobs == ["--pack"]:
        return _pack(request, book, ledger)
    if jobs == ["--batch"]:
        from rectify_xl.commands.closing import close_batch

        return close_batch.run(request, book, ledger)
    if jobs == ["--folder"]:
        from rectify_xl.commands.closing import close_folder

        return close_folder.run(request, book, ledger)
    if jobs == ["--sheet"]:
        return _sheet(request, book, ledger)
    if not request.items:
        raise UsageError("没有写问题编号", "请在台账后面写编号，如 P003；可以写几个")
    return {"--step": _step, "--evidence": _evidence, "--form": _form}[jobs[0]](request, book, ledger)


def _show(request: Request, book: RawBook, ledger: Ledger) -> Outcome:
    looked, refused = closing_cases.cases_of(request, book, ledger)
    states = [_state(case) for case in looked]
    closed = sum(state.label == CLOSED for state in states)
    ready = sum(state.ready for state in states)
    invalid = sum(state.case.closed is not None and state.label != CLOSED for state in states)
    summary = f"{len(looked)}个问题：已销号{closed}个，条件齐备可以批准的{ready}个，其余{{}}个还有条件不具备。"
    overview = OutputTable(
        "销号情况",
        ("编号", "状态", "还缺", "下一步", "情况"),
        tuple(
            (
                state.case.problem.label,
                state.label,
                str(len(state.lacking)),
                next_steps.next_step(state.case).text,
                "；".join(one.text for one in state.lacking),
            )
            for state in states
        ),
    )
    notes = [(state.case.problem.id, one) for state in states for one in state.notes]
    tables = closing_cases.lacking_table([(state.case.problem.id, one) for state in states for one in state.lacking])
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "problems": [state.data() for state in states],
            "refused": [closing_cases.refusal_data(refusal) for refusal in refused],
        },
        (
            summary.format(len(looked) - closed - ready),
            *((f"登记为已通过、但销号不成立的{invalid}个，没有计入已销号。",) if invalid else ()),
            *(closing_cases.refusal_sentence(refusal) for refusal in refused),
            *(next_steps.sentences(looked) if request.items else ()),
        ),
        (*(tables if request.items and tables else (overview,) if looked else ()), *closing_cases.note_table(notes)),
        FOUND if refused or invalid else FINE,
        refused=closing_cases.hindrances(refused),
    )


class _State(NamedTuple):
    """One case as it is shown: in what state, what it lacks, what is told before it is signed."""

    case: ClosureCase
    label: str
    lacking: tuple[UnmetCondition, ...]
    notes: tuple[UnmetCondition, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing but the approval is wanting."""
        return self.case.state != "closed" and not self.lacking

    def data(self) -> dict[str, object]:
        """Return the case for machines."""
        return {
            "id": self.case.problem.id,
            "row": self.case.problem.number,
            "state": self.case.state if self.label != INVALID else "invalid",
            "ready": self.ready,
            "missing": [closing_cases.missing_data(lack) for lack in self.lacking],
            "next": closing_cases.next_data(self.case),
            "notes": [closing_cases.missing_data(note) for note in self.notes],
        }


CLOSED, INVALID = closure_case.STATE_LABEL["closed"], "销号不成立"


def _state(case: ClosureCase) -> _State:
    lacking = conditions.faults(case) if case.closed else conditions.missing(case)
    label = closure_case.STATE_LABEL[case.state]
    if case.state == "closed" and not conditions.stands(case):
        label = INVALID
    return _State(case, label, lacking, conditions.notes(case))


def _step(request: Request, book: RawBook, ledger: Ledger) -> Outcome:
    order = _order(request)
    facts = closing_cases.facts_of(request, book, ledger)
    changes, refused = take_steps.take_all(facts, request.items, order)
    if not refused:
        try:
            request.ledger.write(changes)
        except BookError:
            book = request.ledger.read()
            facts = closing_cases.facts_of(request, book, reader.read_ledger(book))
            changes, refused = take_steps.take_all(facts, request.items, order)
            if not refused:
                raise
    label = STEP_LABEL[order.step]
    ids = closing_cases.ids_of(request)
    data: dict[str, object] = {
        "as_of": request.as_of.isoformat(),
        "step": order.step,
        "ids": ids,
        "written": not refused,
        "refused": [closing_cases.refusal_data(refusal) for refusal in refused],
    }
    after = closing_cases.cases_after(facts, book, changes, ids)
    data["next"] = [closing_cases.next_data(case) for case in after]
    if refused:
        summary = f"没有{label}：{len(ids)}个问题中有{len(refused)}个不能办理，台账没有改动。"
        lacking = [(refusal.problem, missing) for refusal in refused for missing in refusal.missing]
        sentences = (summary, *map(closing_cases.refusal_sentence, refused), *next_steps.sentences(after))
        return Outcome(
            data, sentences, closing_cases.lacking_table(lacking), FOUND, refused=closing_cases.hindrances(refused)
        )
    notes = [(case.problem.id, note) for case in after for note in conditions.notes(case)]
    notes = notes if order.step in ("apply", "sign", "approve") else []
    data["notes"] = [{"id": name, **closing_cases.missing_data(note)} for name, note in notes]
    sentence = f"已{label}：{'、'.join(ids)}（{order.day}），记入《销号登记》。"
    return Outcome(data, (sentence, *next_steps.sentences(after)), closing_cases.note_table(notes))


def _order(request: Request) -> StepRequest:
    step = next(candidate for candidate in STEPS if candidate == request.text("step"))
    return StepRequest(
        step=step,
        day=request.day("date") or request.as_of,
        by=_line(request, "by"),
        role=request.text("role"),
        opinion=request.text("opinion").strip(),
        requirement=request.text("requirement").strip(),
        reason=request.text("reason").strip(),
        until=request.day("until"),
        at=request.now.strftime(change_log.TIME_FORMAT),
        operator=request.by,
    )


def _line(request: Request, option: str) -> str:
    return " ".join(request.text(option).split())


def _evidence(request: Request, book: RawBook, ledger: Ledger) -> Outcome:
    from rectify_xl.supervision.closure_steps.evidence_rows import register
    from rectify_xl.workbook import evidence_files

    if len(closing_cases.ids_of(request)) > 1:
        raise UsageError("一次只能给一个问题登记佐证材料", "请分几次登记")
    when, today = request.day("date") or request.as_of, request.now.date()
    if when > today:
        raise UsageError(f"材料日期{when}还没有到（今天{today}）", "请写明材料的实际日期（--date）")
    files = evidence_files.read(request.ledger.folder, request.many("evidence"))
    result = register(ledger, closing_cases.ids_of(request)[0], files, when)
    if isinstance(result, Refusal):
        return Outcome(
            {"written": False, "refused": [closing_cases.refusal_data(result)]},
            (closing_cases.refusal_sentence(result),),
            status=FOUND,
            refused=closing_cases.hindrances([result]),
        )
    request.ledger.write(result.changes)
    facts = closing_cases.facts_of(request, book, ledger)
    sealed = {**(facts.files or {}), **{file.source: file.sha256 for file in files}}
    after = closing_cases.cases_after(facts._replace(files=sealed), book, result.changes, closing_cases.ids_of(request))
    known = f"{len(result.known)}份早已登记、内容未变，没有重复登记：{'、'.join(result.known)}。"
    return Outcome(
        {"written": bool(result.changes), "evidence": list(result.ids), "known": list(result.known), "refused": []},
        (
            f"已给{closing_cases.ids_of(request)[0]}登记佐证材料{len(result.ids)}份：{'、'.join(result.ids) or '无'}。",
            *((known,) if result.known else ()),
            *next_steps.sentences(after),
        ),
    )


def _form(request: Request, book: RawBook, ledger: Ledger) -> Outcome:
    from rectify_xl.documents.writers import write_forms
    from rectify_xl.papers.closure_form import form
    from rectify_xl.papers.evidence_annex import picture_notes
    from rectify_xl.workbook import picture_files

    looked, refused = closing_cases.cases_of(request, book, ledger)
    if refused:
        return closing_cases.refused_paper("form", refused)
    target = Path(request.text("form"))
    options, notes = paper_options.paper_options(request, ledger, write_forms.CLOSURE_FORM)
    folder = request.ledger.folder
    annexes = {case.problem.id: picture_files.annex(folder, conditions.evidence_of(case)) for case in looked}
    write_forms.write_closure_forms([form(case, annexes[case.problem.id]) for case in looked], target, options, annexes)
    notes = (*picture_notes(annexes), *notes)
    sentence = f"已生成销号审批表（{len(looked)}个问题，一个一页）：{target}。"
    sentences = (sentence, *next_steps.sentences(looked), *notes)
    return Outcome({"form": str(target), "refused": []}, sentences, made=(MadeFile("paper", str(target)),))


def _sheet(request: Request, book: RawBook, ledger: Ledger) -> Outcome:
    """Make one paper for several problems: the named ones, else all that are on their way or ready to be."""
    from rectify_xl.documents.writers import write_forms
    from rectify_xl.papers.signing_sheet import signing_sheet

    looked, refused = closing_cases.cases_of(request, book, ledger)
    if refused:
        return closing_cases.refused_paper("sheet", refused)
    cases = looked if request.items else [case for case in looked if _to_be_signed(case)]
    if not cases:
        raise UsageError("没有要签批的问题", "请先申请销号，或者写明问题编号")
    target = Path(request.text("sheet"))
    options, notes = paper_options.paper_options(request, ledger, write_forms.SIGNING_SHEET)
    write_forms.write_signing_sheet(signing_sheet(ledger, cases, request.as_of), target, options)
    sentences = (f"已生成销号签批单（{len(cases)}个问题，一个一行）：{target}。", *next_steps.sentences(cases), *notes)
    return Outcome(
        {"sheet": str(target), "ids": [case.problem.id for case in cases], "refused": []},
        sentences,
        made=(MadeFile("paper", str(target)),),
    )


def _to_be_signed(case: ClosureCase) -> bool:
    """Tell whether a closing is on its way, or could be applied for at once."""
    if case.state == "open":
        return not any(fault.severity != "tell" for fault in conditions.work(case))
    return case.state == "applied"


def _pack(request: Request, book: RawBook, ledger: Ledger) -> Outcome:
    from rectify_xl.supervision.closure_steps import manifest
    from rectify_xl.workbook import evidence_files

    looked, refused = closing_cases.cases_of(request, book, ledger)
    if refused:
        return closing_cases.refused_paper("pack", refused)
    target = Path(request.text("pack"))
    entries = manifest.entries(ledger, [case.problem.id for case in looked])
    packed = evidence_files.pack(target, request.ledger.folder, entries, request.as_of, overwrite=request.on("force"))
    faulty = [item for item in packed if item.state in (manifest.MISSING, manifest.CHANGED)]
    inside = sum(bool(item.sha256) for item in packed)
    summary = f"已打包佐证材料{inside}份（登记{len(packed)}份）：{target}，附《{manifest.LIST}》。"
    return Outcome(
        {"pack": str(target), "entries": [_packed_data(item) for item in packed], "refused": []},
        (
            summary,
            *((f"有{len(faulty)}份对不上，见下表。",) if faulty else ()),
            *(next_steps.sentences(looked) if request.items else ()),
        ),
        (
            OutputTable(
                "对不上的佐证材料",
                ("问题", "编号", "文件", "情况"),
                tuple((item.entry.problem, item.entry.id, item.entry.source, item.state) for item in faulty),
            ),
        )
        if faulty
        else (),
        FOUND if faulty else FINE,
        made=(MadeFile("archive", str(target)),),
    )


def _packed_data(packed: Packed) -> dict[str, object]:
    entry = packed.entry
    return {
        "problem": entry.problem,
        "id": entry.id,
        "source": entry.source,
        "member": entry.member if packed.sha256 else None,
        "sha256": packed.sha256,
        "state": packed.state,
    }
