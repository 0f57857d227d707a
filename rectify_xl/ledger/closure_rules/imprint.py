"""What stood in the ledger when somebody applied, signed or approved: one line of 变更记录 for every step.

A line keeps a short hash of every text that was signed, so that whoever compares finds what was rewritten, moved or
deleted afterwards. Texts are compared without blanks and in one width; what is only added below a text, or a document
that comes later, takes nothing back.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.row_text import from_text
from rectify_xl.ledger.closure_rules.closure_terms import SIGNERS, SUPERIOR_ITEM
from rectify_xl.ledger.records import Cell, Closure, Evidence, Ledger, Measure, Problem, Row
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.vocabulary import IMPRINT, ROW_REMOVED
from rectify_xl.system.digests import text_sha256
from rectify_xl.text import cell_value
from rectify_xl.text.personal_numbers import covered

SHEET = IMPRINT
COMMAND = "销号审批"
"""The command that a line of 变更记录 about a step names."""
APPLIED, SIGNED, APPROVED, RETURNED, WITHDRAWN = "申请", "签字", "批准", "退回", "撤回"

TEXTS = ("具体问题", "整改进展", "剩余事项", "完成程度", "完成日期")
"""The columns of 问题台账 that are signed."""
ENTRIES = ("申请日期", "申请人", "验收意见", *(signer.column for signer in SIGNERS), "结论", "日期")
"""The columns of 销号登记 that a closing keeps as they were."""
MEASURE, DOCUMENT, DOUBLE = "措施", "佐证", "双审"
GROWING = ("整改进展",)
"""Texts to which more may be added after the closing: a problem in 长期坚持 goes on being reported."""
ON, OFF = "是", "否"

_MARKS = "〔{}〕校{}"
_LINE = r"(.*?)〔([^〔〕]*)〕校([0-9a-f]{8})"
_LENGTH = 10


class Imprint(NamedTuple):
    """One line: the step (申请, 签字, 批准, 退回), when it was recorded, by whom, and what stood there, by name.

    `words` is what a person reads in it; `sound` tells whether the line is as it was written.
    """

    step: str
    time: str
    by: str
    words: str
    marks: Mapping[str, str]
    row: Row
    sound: bool

    @property
    def double(self) -> bool:
        """Whether the level above had to sign too."""
        return self.marks.get(DOUBLE) == ON


class Difference(NamedTuple):
    """Something that is not as it was signed: its name, its cell, what became of it; `added` takes nothing back."""

    name: str
    cell: Cell
    text: str
    added: bool = False


def signed_digests(
    ledger: Ledger, relations: Relations, problem: Problem, closing: Closure | None, *, double: bool = False
) -> dict[str, str]:
    """Return the hashes of all that is signed with the closing of a problem, by name."""
    digests = {column: _grown(problem.row.text(column)) for column in TEXTS}
    digests |= {
        _name(MEASURE, measure): digest(_measure(ledger, measure)) for measure in relations.measures_of(problem.id)
    }
    for document in relations.evidence_of(problem.id):
        digests[_document(document)] = digest(f"{document.source}\n{document.row.text('SHA-256').casefold()}")
    digests[DOUBLE] = ON if double else OFF
    if closing:
        digests |= {entry(column): digest(text) for column in ENTRIES if (text := closing.row.text(column))}
    return digests


def line(step: str, words: str, kept: Mapping[str, str], problem: str) -> str:
    """Return what 变更记录 holds of a step: words for people, then the hashes, then a sum over the line."""
    body = " ".join(f"{name}:{mark}" for name, mark in kept.items())
    plain = words.replace("〔", "（").replace("〕", "）").replace("\n", " ")
    return plain + _MARKS.format(body, _sum(step, plain, body, problem))


def restated(
    step: str, text: str, problem: str, digests: tuple[Mapping[str, str], Mapping[str, str]], grown: tuple[str, str]
) -> str:
    """Return the text of a line for a copy of the ledger in which numbers of people are covered.

    `digests` are what `signed_digests` gives for the ledger and for the copy, `grown` the text of `GROWING` in both.
    Hashes that fit the ledger become those of the copy; one that does not fit stays, and does not fit the copy either.
    """
    match = re.fullmatch(_LINE, text, re.DOTALL)
    if match is None or _sum(step, match[1], match[2], problem) != match[3]:
        return text
    before, after = digests
    kept = dict(pair.rpartition(":")[::2] for pair in match[2].split(" ") if ":" in pair)
    for name, mark in kept.items():
        if before.get(name) == mark:
            kept[name] = after.get(name, mark)
        elif name in GROWING:
            kept[name] = _restated_beginning(mark, *grown)
    return line(step, match[1], kept, problem)


def _restated_beginning(mark: str, before: str, after: str) -> str:
    """Return the hash of what a text was before more was added to it, for the text in which numbers are covered."""
    length = mark.rpartition("/")[2]
    if not length.isdecimal() or _grown(_fold(before)[: int(length)]) != mark:
        return mark
    beginning = _fold(covered(_fold(before)[: int(length)]))
    return _grown(beginning) if _fold(after).startswith(beginning) else mark


def read(ledger: Ledger) -> Mapping[str, tuple[Imprint, ...]]:
    """Return the imprints of every problem, oldest first, by the ids that problems and measures have now."""
    rows = ledger.rows.get(schema.CHANGES.name, ())
    if not rows or "表" not in rows[0].headers or not any(row.raw("表") == SHEET for row in rows):
        return {}
    by_problem: dict[str, list[Imprint]] = {}
    for row in rows:
        sheet = row.text("表")
        if sheet == SHEET:
            problem = row.id("行编号")
            kept = by_problem.setdefault(problem, [])
            if row.text("列") != WITHDRAWN:
                kept.append(_read(row, problem))
            elif kept and kept[-1].step != APPROVED and _read(row, problem).sound:
                kept.pop()
        elif sheet in _RENAMED and row.text("列") == _RENAMED[sheet]:
            _rename(by_problem, sheet, row.id("原值"), row.id("新值"))
    return {problem: tuple(imprints) for problem, imprints in by_problem.items()}


_RENAMED = {schema.PROBLEMS.name: "编号", schema.MEASURES.name: "措施编号", schema.EVIDENCE.name: "编号"}


def _read(row: Row, problem: str) -> Imprint:
    step, text = row.text("列"), row.text("新值")
    match = re.fullmatch(_LINE, text, re.DOTALL)
    kind = next((step_name for step_name in (APPLIED, APPROVED, RETURNED) if step.startswith(step_name)), SIGNED)
    if match is None:
        return Imprint(kind, row.text("时间"), row.text("操作人"), text, {}, row, sound=False)
    words, body, total = match.groups()
    kept = dict(pair.rpartition(":")[::2] for pair in body.split(" ") if ":" in pair)
    sound = _sum(step, words, body, problem) == total
    return Imprint(kind, row.text("时间"), row.text("操作人"), words, kept, row, sound)


def _rename(by_problem: dict[str, list[Imprint]], sheet: str, old: str, new: str) -> None:
    """Let the imprints so far follow an id that was changed, as 变更记录 tells it."""
    if not old or not new or old == new:
        return
    if sheet == schema.PROBLEMS.name:
        if old in by_problem:
            by_problem[new] = sorted(
                (*by_problem.pop(old), *by_problem.get(new, ())), key=lambda imprint: imprint.row.number
            )
        return
    kind = MEASURE if sheet == schema.MEASURES.name else DOCUMENT
    for problem, imprints in by_problem.items():
        by_problem[problem] = [
            imprint._replace(
                marks={
                    (f"{kind}{new}" if name == f"{kind}{old}" else name): mark for name, mark in imprint.marks.items()
                }
            )
            for imprint in imprints
        ]


def current(imprints: Iterable[Imprint]) -> tuple[Imprint, ...]:
    """Return the imprints of the last application: from 申请 on, or all where the application was typed by hand."""
    kept: list[Imprint] = []
    for imprint in imprints:
        if imprint.step == APPLIED or (kept and kept[-1].step in (APPROVED, RETURNED)):
            kept = []
        kept.append(imprint)
    return tuple(kept)


def differences(
    ledger: Ledger, relations: Relations, problem: Problem, closing: Closure | None, kept: Mapping[str, str]
) -> Iterator[Difference]:
    """Return what is no longer as an imprint keeps it, each with its cell."""
    now = signed_digests(ledger, relations, problem, closing)
    places = dict(_places(relations, problem, closing))
    for name, mark in kept.items():
        if name == DOUBLE or now.get(name) == mark:
            continue
        if name not in now:
            yield _gone(ledger, relations, problem, closing, name)
        elif name in TEXTS:
            yield _rewritten(problem, name, mark)
        else:
            yield Difference(name, places[name], f"{name.removeprefix('登记·')}的内容改过")
    for name in now:
        if name in kept or not name.startswith((MEASURE, DOCUMENT)):
            continue
        if former := _former_version(relations, problem, name, kept):
            yield Difference(name, places[name], f"{former}的文件换成了另一版本（{name.removeprefix(DOCUMENT)}）")
        else:
            yield Difference(name, places[name], f"{name}是后来加的", added=True)


def _former_version(relations: Relations, problem: Problem, name: str, kept: Mapping[str, str]) -> str:
    """Return the signed document whose file a later one replaces with another content, empty where there is none."""
    documents = {_document(document): document for document in relations.evidence_of(problem.id)}
    later = documents.get(name)
    if later is None or not later.source:
        return ""
    return next(
        (
            former
            for former, document in documents.items()
            if former in kept
            and _fold(document.source) == _fold(later.source)
            and document.row.text("SHA-256").casefold() != later.row.text("SHA-256").casefold()
        ),
        "",
    )


def _rewritten(problem: Problem, column: str, mark: str) -> Difference:
    cell = problem.row.cell(column)
    _, _, length = mark.partition("/")
    more = column in GROWING and length.isdecimal() and _grown(_fold(cell.text)[: int(length)]) == mark
    if more:
        return Difference(column, cell, f"{column}后面添写了内容", added=True)
    return Difference(column, cell, f"{column}改写过")


def _gone(ledger: Ledger, relations: Relations, problem: Problem, closing: Closure | None, name: str) -> Difference:
    """Tell what became of something that is not there any more: deleted, emptied, or moved to another problem."""
    if name.startswith("登记·") and closing:
        column = name.removeprefix("登记·")
        return Difference(name, closing.row.cell(column), f"{column}被清空了")
    if name.startswith(MEASURE):
        measure = relations.measures.get(name.removeprefix(MEASURE))
        if measure:
            to = "、".join(relations.owners(measure)) or "空"
            cell = measure.row.cell("问题编号")
            return Difference(name, cell, f"{name}已改挂到{to}")
    if name.startswith(DOCUMENT):
        document = next((candidate for candidate in ledger.evidence if _document(candidate) == name), None)
        if document:
            to = "、".join(document.targets) or "空"
            cell = document.row.cell("问题/措施编号")
            return Difference(name, cell, f"{name}已改挂到{to}")
    return Difference(name, problem.row.cell("编号"), f"{name}不见了")


def _places(relations: Relations, problem: Problem, closing: Closure | None) -> Iterator[tuple[str, Cell]]:
    """Return the cell of everything that is signed, by the names that `marks` uses."""
    for measure in relations.measures_of(problem.id):
        yield _name(MEASURE, measure), measure.row.cell("完成程度")
    for document in relations.evidence_of(problem.id):
        yield _document(document), document.row.cell("SHA-256" if document.row.text("SHA-256") else "文件或文号")
    for column in ENTRIES if closing else ():
        if closing:
            yield entry(column), closing.row.cell(column)


def switched_off(ledger: Ledger) -> tuple[str, ...]:
    """Return the days (ISO) on which somebody switched 双审 off, as 变更记录 tells it."""
    return tuple(day for day, before, after in _switched(ledger) if _asked(before) and not _asked(after))


def switched_on(ledger: Ledger) -> tuple[str, ...]:
    """Return the days (ISO) on which somebody switched 双审 on, as 变更记录 tells it."""
    return tuple(day for day, before, after in _switched(ledger) if _asked(after) and not _asked(before))


def _switched(ledger: Ledger) -> Iterator[tuple[str, str, str]]:
    for row in ledger.rows.get(schema.CHANGES.name, ()):
        if row.raw("行编号") == SUPERIOR_ITEM and row.text("表") == schema.INFO.name:
            before, after = row.text("原值"), row.text("新值")
            if row.text("列") == ROW_REMOVED:
                before, after = from_text(before).get("内容", ""), ""
            yield row.text("时间")[:10], before, after


def _asked(text: str) -> bool:
    return bool(text) and cell_value.flag(text) is not False


def entry(column: str) -> str:
    """Return the name under which an imprint keeps a cell of 销号登记."""
    return f"登记·{column}"


def _name(kind: str, measure: Measure) -> str:
    return f"{kind}{_plain(measure.id) or digest(measure.text)}"


def _document(document: Evidence) -> str:
    return f"{DOCUMENT}{_plain(document.id) or digest(document.source or document.name)}"


def _plain(identifier: str) -> str:
    """Return an id as it can stand in a line: without what separates there."""
    return re.sub("[\\s:〔〕]", "", identifier)


def _measure(ledger: Ledger, measure: Measure) -> str:
    return f"{measure.text}\n{ON if measure.completion in ledger.counting.done else measure.completion}"


def _grown(text: str) -> str:
    """Return the hash of a text with its length, so that what is only added can be told from what is rewritten."""
    plain = _fold(text)
    return f"{digest(plain)}/{len(plain)}"


def _fold(text: str) -> str:
    kept = (char for char in unicodedata.normalize("NFKC", text) if not char.isspace())
    return "".join(char for char in kept if unicodedata.category(char) != "Cf")


def digest(text: str) -> str:
    """Return the short hash of a text."""
    return text_sha256(_fold(text), _LENGTH)


def _sum(step: str, words: str, body: str, problem: str) -> str:
    return text_sha256(f"{step}\x1f{words}\x1f{body}\x1f{problem}", 8)
