"""What a click asks for each option: in which words, with which default, and what counts as an answer.

The kind of a question follows from the option as the command table declares it: ids, a date, one of several words,
files, or a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple, cast

from rectify_xl import dates
from rectify_xl.commands.command import Command, Option
from rectify_xl.commands.outcome import Value
from rectify_xl.doors.ribbon import last_answers
from rectify_xl.doors.ribbon.dialogs import ANY_FILE, PAPERS, RECEIPTS, WORKBOOKS
from rectify_xl.errors import UsageError
from rectify_xl.judgement import closure_notes
from rectify_xl.ledger.cells import signatures
from rectify_xl.ledger.closure_rules import closure_case, conditions
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.ledger.closure_rules.closure_terms import ROLES, SIGNERS, STEPS, ClosureStep, Refusal
from rectify_xl.ledger.records import Ledger
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.vocabulary import CLOSE, EXTEND
from rectify_xl.supervision.closure_steps import take_steps
from rectify_xl.text import cell_value

FILE_VALUES = ("FILE", "PATH")
FOLDER_VALUE = "FOLDER"
DATE_VALUE = "YYYY-MM-DD"
DAY = "as_of"
IDS = {"items": "问题编号，可以写几个", "item": "问题编号"}
PROBLEMS = (*IDS, "record")
"""What is answered with a problem, for which the selected rows are the default."""
EVIDENCE = "evidence"
FILTERS = {EVIDENCE: ANY_FILE, "report": PAPERS, "receipt": RECEIPTS}
"""Which files an option asks for, where it is not a workbook."""
LISTS = {"verdict": "回头看结论", "method": "回头看方式"}
"""Options whose words stand in 字典."""
OF_PROBLEMS = ("department", "leader", "aspect")
"""Options whose words stand in columns of 问题台账."""
NONE = "（不写）"
NO_LEADERS = "全单位（“牵头领导”列还没有填）"
AGAIN = ("没有，不再登记", "是，再登记一行")
SHOWN = 3
"""Notes that a dialog spells out."""
NAMED = 3
"""Problems whose words a question shows; Excel takes no more than 255 characters."""


class PromptContext(NamedTuple):
    """Where the click happens: what the ledger holds, what is selected, who asks, and what the menu entry presets."""

    ledger: Ledger
    selected: tuple[str, ...]
    today: date
    by: str
    folder: str
    preset: Mapping[str, Value]

    @property
    def step(self) -> ClosureStep | None:
        """The step of closing that the entry stands for, if it is one."""
        return next((candidate for candidate in STEPS if candidate == self.preset.get("step")), None)

    def named(self, ids: Value) -> str:
        """Return how problems, or one of their measures, are called in a question: P018 食堂账目公示不及时."""
        wanted = ids if isinstance(ids, tuple) else (ids,) if isinstance(ids, str) and ids else ()
        labels = {problem.id: problem.label for problem in self.ledger.problems}
        if len(wanted) == 1 and wanted[0] not in labels:
            relations = Relations(self.ledger)
            measure = relations.measures.get(wanted[0])
            owners = relations.owners(measure) if measure else ()
            return f"{wanted[0]}（{labels[owners[0]]}）" if owners and owners[0] in labels else wanted[0]
        more = f"等{len(wanted)}个" if len(wanted) > NAMED else ""
        return "、".join(labels.get(name, name) for name in wanted[:NAMED]) + more

    def cases(self, ids: Value) -> tuple[ClosureCase, ...]:
        """Return the cases of some problems, without looking at their evidence."""
        named = ids if isinstance(ids, tuple) else ()
        if not named:
            return ()
        facts = closure_case.gather(self.ledger, self.today, others=closure_notes.notes(self.ledger, self.today))
        cases = (closure_case.of(facts, name) for name in named)
        return tuple(closing_case for closing_case in cases if isinstance(closing_case, ClosureCase))


class Prompt(NamedTuple):
    """One question. `read` turns what was typed into the value of the option, or raises `RectifyError`.

    With `choices` one of them is chosen; with `files` files are, several where `files` is "many", or a folder, and the
    dialog for that begins at `default`.
    """

    label: str
    text: str
    read: Callable[[str], Value]
    default: str = ""
    choices: tuple[str, ...] = ()
    files: Literal["", "one", "many", "folder"] = ""
    filters: str = ANY_FILE
    start: Path | None = None


def prompt_for(
    command: Command, name: str, context: PromptContext, given: Mapping[str, Value], *, needed: bool
) -> Prompt | None:
    """Return the question for an option, `item`, `items` or `as_of`; None where the earlier answers make it idle."""
    if name in IDS:
        return _ids(name, context, needed=needed)
    if name == DAY:
        return _day("检查日期", "检查日期", context, given, needed=needed, past=True)
    option = next(candidate for candidate in command.options if candidate.name == name)
    if _idle(name, context, given):
        return None
    label = option.question.partition("（")[0]
    if name == "record":
        return _record(option, context)
    if name == "again":
        return _again(option, label, context, given)
    if option.value == DATE_VALUE:
        return _day(label, option.question, context, given, needed=needed, past=name == "date")
    if option.value in (*FILE_VALUES, FOLDER_VALUE):
        return _files(option, label, context, given)
    choices = _choices(option, context, given)
    if choices:
        offered = choices if needed else (NONE, *choices)
        return Prompt(label, option.question, _chosen, _likely(name, context, given, offered), offered)
    if name == "reason" and context.step == "approve":
        reasons = _to_explain(context, given)
        more = f"\n……共{len(reasons)}处" if len(reasons) > SHOWN else ""
        text = "批准前要说明：\n" + "\n".join(reasons[:SHOWN]) + more + "\n确认无误仍要批准的，请写明理由"
        return _text(option._replace(question=text), "理由", context, needed=needed)
    return _text(option, label, context, needed=needed)


def _to_explain(context: PromptContext, given: Mapping[str, Value]) -> list[str]:
    """Return what has to be explained before the closings are approved, one line each."""
    cases = [
        closing_case
        for closing_case in context.cases(given.get("items", ()))
        if closing_case.running and closing_case.running.kind == CLOSE
    ]
    return [
        f"{closing_case.problem.id}{note.text}" for closing_case in cases for note in conditions.notes(closing_case)
    ]


def _idle(name: str, context: PromptContext, given: Mapping[str, Value]) -> bool:
    """Tell whether nobody needs the answer: whom an approval needs, what a signature or a rejection needs."""
    running = {
        closing_case.running.kind for closing_case in context.cases(given.get("items", ())) if closing_case.running
    }
    if name == "role" and context.step == "approve":
        return EXTEND not in running
    if name == "reason" and context.step == "approve":
        return not _to_explain(context, given)
    if name == "opinion":
        return given.get("role") != SIGNERS[0].role
    if name in OF_PROBLEMS:
        return not _names(name, context)
    return name == "requirement" and CLOSE not in running


def _names(name: str, context: PromptContext) -> tuple[str, ...]:
    """Return the departments, leaders or aspects of the ledger."""
    from rectify_xl.papers.form import reporting_form

    names: tuple[str, ...] = getattr(reporting_form.known_names(context.ledger), name)
    return names


def _choices(option: Option, context: PromptContext, given: Mapping[str, Value]) -> tuple[str, ...]:
    if option.name == "role" and context.step == "approve":
        return take_steps.APPROVERS
    if option.name == "role":
        asked = {signer for closing_case in context.cases(given.get("items", ())) for signer in closing_case.signers}
        return tuple(signer.role for signer in SIGNERS if signer in asked) or ROLES
    if option.name == "leader":
        return tuple(dict.fromkeys(filter(None, (row.leader for row in context.ledger.problems)))) or (NO_LEADERS,)
    if option.name in OF_PROBLEMS:
        return _names(option.name, context)
    return context.ledger.vocabulary[LISTS[option.name]] if option.name in LISTS else option.choices


def _likely(name: str, context: PromptContext, given: Mapping[str, Value], offered: tuple[str, ...]) -> str:
    """Return the most likely choice: whose signature is next, the role of last time, or the first."""
    answer = ""
    if name == "role":
        waiting = {closing_case.next_signer() for closing_case in context.cases(given.get("items", ()))}
        signer = waiting.pop() if len(waiting) == 1 and context.step == "sign" else None
        answer = signer.role if signer else last_answers.last(name)
    return answer if answer in offered else offered[0]


def _chosen(word: str) -> Value:
    return "" if word in {NONE, NO_LEADERS} else word


def _text(option: Option, label: str, context: PromptContext, *, needed: bool) -> Prompt:
    signs = option.name == "by" and context.step is not None
    offered = context.by if option.name == "by" and signatures.is_name(context.by) else ""

    def read(typed: str) -> Value:
        text = " ".join(typed.split())
        if needed and not text:
            raise UsageError(f"没有填写{label}")
        if signs and text and not signatures.is_name(text):
            raise UsageError(f"“{text}”不是姓名", f"请写{label.removesuffix('姓名')}本人的姓名")
        if option.name == "draw":
            from rectify_xl.supervision.review import sampling

            size = len(sampling.pool(context.ledger, context.today).problems)
            if size:
                sampling.sample_size(text, size)
        return text

    return Prompt(label, option.question, read, offered)


def _ids(name: str, context: PromptContext, *, needed: bool) -> Prompt:
    one = name == "item"
    known = {problem.id for problem in context.ledger.problems if problem.id}

    def read(typed: str) -> Value:
        ids = tuple(dict.fromkeys(cell_value.identifiers(typed)))
        if not ids and needed:
            raise UsageError("没有填写问题编号")
        if one and len(ids) > 1:
            raise UsageError(f"这里一次只能办一个问题，填了{len(ids)}个")
        unknown = [problem_id for problem_id in ids if problem_id not in known]
        if unknown:
            raise UsageError(f"台账中没有编号{'、'.join(unknown)}", "请照《问题台账》的编号填写，几个编号用顿号隔开")
        blocked = list(_blocked(context, ids))
        if blocked:
            raise UsageError("；".join(f"{refusal.problem}{refusal.text}" for refusal in blocked), blocked[0].remedy)
        return ids

    hint = "" if needed else "（不写则为全部问题）"
    default = context.selected[:1] if one else context.selected
    return Prompt("问题编号", f"{IDS[name]}{hint}{_selected(context, default)}", read, "、".join(default))


def _selected(context: PromptContext, ids: tuple[str, ...]) -> str:
    return f"（选中的是：{context.named(ids)}）" if ids else ""


def _blocked(context: PromptContext, ids: tuple[str, ...]) -> Iterator[Refusal]:
    if context.step:
        for closing_case in context.cases(ids):
            refusal = take_steps.obstacle(closing_case, context.step)
            if refusal:
                yield refusal


def _record(option: Option, context: PromptContext) -> Prompt:
    """A look-back is at a problem or at one of its measures."""
    ledger = context.ledger
    known = ({row.id for row in ledger.problems} | {row.id for row in ledger.measures}) - {""}

    def read(typed: str) -> Value:
        row_id = cell_value.identifier(typed)
        if row_id not in known:
            raise UsageError(f"台账中没有编号{row_id}" if row_id else "没有填写编号", "请填一个问题或措施的编号")
        return row_id

    default = context.selected[:1]
    return Prompt(option.question, f"{option.question}{_selected(context, default)}", read, "".join(default))


def _again(option: Option, label: str, context: PromptContext, given: Mapping[str, Value]) -> Prompt | None:
    """Ask whether a look-back that the ledger already holds was made once more; None where it does not."""
    from rectify_xl.supervision.review import record_visit

    verdict, by = (str(given.get(name) or "") for name in ("verdict", "by"))
    day = date.fromisoformat(str(given[DAY])) if given.get(DAY) else context.today
    former = record_visit.recorded_already(
        context.ledger, record_visit.VisitResult(str(given.get("record")), day, verdict, by=by)
    )
    if former is None:
        return None
    text = f"{option.question}（《回头看》第{former.row.number}行已登记过同一天、同一检查人的这个结论）"
    return Prompt(label, text, lambda chosen: chosen == AGAIN[1], AGAIN[0], AGAIN)


def _day(
    label: str, text: str, context: PromptContext, given: Mapping[str, Value], *, needed: bool, past: bool
) -> Prompt:
    """A day: one on which something was done (`past`), today by default; or one that is to come after it."""
    feedback = context.ledger.feedback

    def read(typed: str) -> Value:
        if not typed.strip() and not needed:
            return ""
        when = dates.read(typed)
        if when.kind != "day" or when.day is None:
            complaint = f"“{typed.strip()}”不是日期" if typed.strip() else f"没有填写{label}"
            raise UsageError(complaint, f"请写成 {context.today.isoformat()} 的样子")
        done = cast("str", given.get("date") or given.get(DAY) or "")
        if past and when.day > context.today:
            raise UsageError(f"{when.day.isoformat()}还没有到（今天{context.today.isoformat()}）")
        if past and feedback and when.day < feedback:
            raise UsageError(f"{when.day.isoformat()}早于反馈日期{feedback.isoformat()}")
        if not past and done and when.day.isoformat() <= done:
            raise UsageError(f"{label}{when.day.isoformat()}应晚于{done}")
        return when.day.isoformat()

    return Prompt(label, text, read, context.today.isoformat() if past else "")


def _files(option: Option, label: str, context: PromptContext, given: Mapping[str, Value]) -> Prompt:
    if option.value == FOLDER_VALUE:
        return Prompt(label, option.question, lambda chosen: chosen, context.folder, files="folder")

    def read(typed: str) -> Value:
        chosen = tuple(typed.split("\n"))
        if option.name == EVIDENCE:
            from rectify_xl.workbook import evidence_files

            evidence_files.read(context.folder, chosen)
        return chosen if option.repeat else chosen[0]

    if not option.repeat:
        return Prompt(label, option.question, read, files="one", filters=_filters(option))
    if option.name != EVIDENCE:
        start = Path(context.folder) if context.folder else None
        return Prompt(label, option.question, read, files="many", filters=_filters(option), start=start)
    from rectify_xl.workbook import evidence_folder

    named = given.get("item")
    start = evidence_folder.place_of(context.folder, named[0]) if isinstance(named, tuple) and named else None
    return Prompt(label, option.question, read, files="many", filters=_filters(option), start=start)


def _filters(option: Option) -> str:
    return FILTERS.get(option.name, WORKBOOKS)
