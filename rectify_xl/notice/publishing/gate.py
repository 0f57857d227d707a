"""The publish gate: what must be settled before the public reads the notice.

It asks the errors of the 公开 profile that are about what the notice shows or counts (`FROM_CHECKS`, all but matters of
managing, `profiles.MANAGED`), what `compose` stumbles over (`FROM_COMPOSING`), and conditions of its own: NT301 promise
whose day has passed, NT302 no contact, NT303 personal data that a person has to look at, NT304 no signature or date.
Each may be waived by name, with a reason; never NT305 and NT306 (see `residue`), nor what leaves open whether a row is
for the public, or which names are to be covered (`never`); nor what crashed (NT900).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Literal, NamedTuple

from rectify_xl.judgement import promises
from rectify_xl.judgement.checks import (
    cell_values,
    chronology,
    closures,
    computed_cells,
    date_cells,
    identity,
    merged_cells,
    printable_texts,
    references,
    required,
    round_dates,
    status,
    structure,
    totals,
)
from rectify_xl.judgement.checks.base import Check
from rectify_xl.judgement.checks.profiles import MANAGED
from rectify_xl.judgement.promises import grammar
from rectify_xl.judgement.promises.anchor import anchor
from rectify_xl.judgement.promises.commitment import Commitment, Promise
from rectify_xl.judgement.rules import guarded
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import registered_relapses
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.records import Cell, Finding, Ledger
from rectify_xl.notice.model import ComposedNotice
from rectify_xl.notice.notice_rules import NOTICE_RULES
from rectify_xl.notice.publishing import residue
from rectify_xl.notice.redaction import edition
from rectify_xl.notice.redaction.edition import Redaction
from rectify_xl.text import cell_value
from rectify_xl.text.refs import parse_cell

Scope = Literal["printed", "deciding", "shown", "everywhere"]
"""Where a finding counts: in a cell that the notice prints; there, and in one that decides whether or how a row is
printed (`DECIDING`); in a row that it shows (or a sheet without such rows); anywhere in the ledger."""
DECIDING = ("编号", "方面", "大项", "完成程度", "后续要求", "整改时限", "剩余事项", "剩余时限", "公开", "公开表述")
"""Columns of 问题台账 on which it depends whether, where and how a row is printed and counted."""
_COVERED: Mapping[str, tuple[str, ...]] = {sheet.name: columns for sheet, columns in edition.PEOPLE}
"""Columns of people: a name that cannot be read there cannot be covered anywhere."""
_DECIDING: Mapping[str, tuple[str, ...]] = {
    **_COVERED,
    schema.PROBLEMS.name: (*DECIDING, *_COVERED[schema.PROBLEMS.name]),
}


class Gated(NamedTuple):
    """A check whose findings keep a notice from being published, and where they do."""

    check: Check
    scope: Scope


FROM_CHECKS: tuple[Gated, ...] = (
    Gated(structure.counting_rules_lost, "everywhere"),
    Gated(structure.missing_sheet, "everywhere"),
    Gated(structure.rows_below_table, "everywhere"),
    Gated(merged_cells.unreadable_merge, "everywhere"),
    Gated(merged_cells.hidden_under_merge, "everywhere"),
    Gated(structure.pasted_header, "everywhere"),
    Gated(structure.subtotal_row, "everywhere"),
    Gated(required.required_cell, "shown"),
    Gated(required.required_info, "shown"),
    Gated(cell_values.spreadsheet_error, "deciding"),
    Gated(cell_values.formula_without_value, "deciding"),
    Gated(computed_cells.formula_unsteady, "deciding"),
    Gated(cell_values.unknown_word, "deciding"),
    Gated(cell_values.flag_unreadable, "everywhere"),
    Gated(cell_values.number_unreadable, "shown"),
    Gated(cell_values.number_not_whole, "shown"),
    Gated(cell_values.id_malformed, "everywhere"),
    Gated(cell_values.contact_malformed, "shown"),
    Gated(date_cells.date_damaged, "shown"),
    Gated(date_cells.date_impossible, "shown"),
    Gated(date_cells.date_is_word, "shown"),
    Gated(date_cells.date_far_off, "shown"),
    Gated(chronology.finished_before_feedback, "shown"),
    Gated(chronology.finished_in_future, "shown"),
    Gated(chronology.finished_after_notice, "shown"),
    Gated(round_dates.feedback_after_notice, "shown"),
    Gated(round_dates.inspection_reversed, "shown"),
    Gated(closures.closure_changed, "everywhere"),
    Gated(closures.log_changed, "everywhere"),
    Gated(identity.missing_id, "everywhere"),
    Gated(identity.duplicate_id, "everywhere"),
    Gated(identity.reused_id, "everywhere"),
    Gated(identity.closed_id_open, "everywhere"),
    Gated(identity.repeated_info, "everywhere"),
    Gated(identity.heading_variant, "shown"),
    Gated(references.measure_without_problem, "everywhere"),
    Gated(references.prose_of_nothing, "everywhere"),
    Gated(references.parent_unknown, "everywhere"),
    Gated(references.parent_loop, "everywhere"),
    Gated(references.parent_of_other_problem, "everywhere"),
    Gated(references.done_with_open_measures, "shown"),
    Gated(status.status_mixed, "shown"),
    Gated(status.status_conflict, "shown"),
    Gated(status.open_with_date, "shown"),
    Gated(status.done_with_remaining, "shown"),
    Gated(status.remaining_without_due, "shown"),
    Gated(status.not_started_but_done, "shown"),
    Gated(status.unpublished_without_reason, "everywhere"),
    Gated(status.reason_but_published, "shown"),
    Gated(totals.declared_problems, "everywhere"),
    Gated(totals.declared_measures, "everywhere"),
    Gated(totals.declared_sum, "everywhere"),
    Gated(printable_texts.placeholder, "printed"),
    Gated(printable_texts.unbalanced_marks, "printed"),
    Gated(printable_texts.damaged_date_in_text, "printed"),
    Gated(printable_texts.control_characters, "printed"),
)
FROM_COMPOSING = ("NT202", "NT204", "NT213", "NT214")
"""Findings of `compose` that keep a notice from being published."""
CRASHED = "NT900"
OWN = ("NT301", "NT302", "NT303", "NT304", *residue.CODES, CRASHED)
"""Conditions of the gate's own."""
TITLES: Mapping[str, str] = {
    **{adopted.check.code: adopted.check.title for adopted in FROM_CHECKS},
    **{code: NOTICE_RULES[code].title for code in (*FROM_COMPOSING, *OWN)},
}
"""Every code of the gate and what it is called; all but `NEVER` may be waived, and no others."""
NEVER = frozenset((*residue.CODES, CRASHED))
"""What nobody can waive: what machines left, places that wait to be filled in, and what nobody could look at.

See also `never`.
"""

_READER_SHEETS = (schema.INFO.name, schema.PROSE.name)
_MANAGED_SHEETS = (schema.MEASURES.name, schema.CLOSURES.name, schema.REVIEWS.name, schema.EVIDENCE.name)
_REACHABLE = r"\d[\d ()—–-]{5,}\d|@"


def judge(
    ledger: Ledger, checked: Sequence[Finding], document: ComposedNotice, doubts: Sequence[Redaction], as_of: date
) -> tuple[Finding, ...]:
    """Return everything that keeps the public notice `document` of `ledger` from being published on `as_of`.

    `checked` is what the 公开 profile finds in the ledger.
    """
    printed = frozenset(source for paragraph in document.paragraphs for source in paragraph.sources)
    late = [finding for finding in document.findings if finding.code in FROM_COMPOSING]
    overdue = frozenset(finding.row_id for finding in late if finding.code == "NT204")
    conditions: tuple[tuple[str, Callable[[], Iterable[Finding]]], ...] = (
        ("校验", lambda: stopping(ledger, checked, printed)),
        ("生成", lambda: (finding._replace(severity="error") for finding in late)),
        ("承诺", lambda: _promises(ledger, printed, as_of, overdue)),
        ("要素", lambda: _reader_misses(ledger, document)),
        ("个人信息", lambda: (_doubt(doubt) for doubt in doubts if doubt.cell.address in printed)),
        ("残留", lambda: residue.judge(ledger, document)),
    )
    return tuple(result for name, find in conditions for result in guarded(find, partial(_crashed, name)))


def _crashed(name: str, error: Exception) -> Finding:
    """Return that one condition could not be judged: what nobody could look at is not for the public."""
    message = f"发布前对{name}的核对运行出错，没有结论，不是台账的错：{type(error).__name__}: {error}。"
    return NOTICE_RULES[CRASHED].finding(message)


def stopping(ledger: Ledger, checked: Sequence[Finding], printed: frozenset[str]) -> Iterator[Finding]:
    """Yield the errors of the 公开 profile that are about what a reader sees, or what a printed number counts."""
    scopes = {adopted.check.code: adopted.scope for adopted in FROM_CHECKS}
    managed = {check.code for check in MANAGED}
    printed_rows = {problem.number for problem in registered_relapses.feedback(ledger).problems if problem.published}
    for finding in checked:
        if finding.severity != "error" or finding.code in managed:
            continue
        scope = scopes.get(finding.code, "everywhere")
        decides = scope == "deciding" and _header(ledger, finding) in _DECIDING.get(finding.sheet, ())
        if scope in ("printed", "deciding") and finding.address not in printed and not decides:
            continue
        if scope == "shown" and not _shown(finding, printed_rows):
            continue
        yield finding


def never(finding: Finding, ledger: Ledger) -> bool:
    """Tell whether nobody can waive a finding: residue, and what leaves open what is public and who is named."""
    if finding.code in NEVER:
        return True
    header = _header(ledger, finding)
    return header in _COVERED.get(finding.sheet, ()) or (finding.sheet == schema.PROBLEMS.name and header == "公开")


def _header(ledger: Ledger, finding: Finding) -> str:
    """Return the column that a finding is about, empty where it is about none."""
    facts = ledger.sheets.get(finding.sheet)
    place = parse_cell(finding.cell)
    if facts is None or place is None or place[0] <= facts.header_row:
        return ""
    return next((name for name, column in facts.headers.items() if column == place[1]), "")


def _shown(finding: Finding, rows: set[int]) -> bool:
    """Tell whether a finding is about something that a reader meets; measures and records are not printed."""
    if finding.sheet == schema.PROBLEMS.name:
        number = re.search(r"\d+$", finding.cell)
        return number is None or int(number[0]) in rows
    return finding.sheet in _READER_SHEETS


def _promises(ledger: Ledger, printed: frozenset[str], as_of: date, late: frozenset[str]) -> Iterator[Finding]:
    """Yield promises of a day that has passed without a result; the deadline of a late problem is told already."""
    promises_made = [*promises.find(ledger._replace(measures=())), *_in_prose(ledger)]
    dated = [
        commitment
        for commitment in promises_made
        if commitment.piece.kind == "dated" and commitment.cell.address in printed
    ]
    if not dated:
        return
    binding = binding_deadline.effective(ledger, as_of)
    due = {problem.id: binding[problem.number].nominal for problem in ledger.problems if problem.number in binding}
    for promise in promises.judge(dated, ledger, as_of):
        commitment = promise.commitment
        told_already = commitment.row_id in late and promise.due == due.get(commitment.row_id)
        if promise.verdict == "broken" and not told_already:
            yield _broken(promise)


def _in_prose(ledger: Ledger) -> Iterator[Commitment]:
    around = anchor(ledger)
    for prose in ledger.prose:
        if prose.body and not prose.related and "{{" not in prose.body:
            for piece in grammar.read(prose.body, around):
                cell = prose.row.cell("正文")
                yield Commitment("", "正文", cell, prose.body[piece.start : piece.end], piece)


def _broken(promise: Promise) -> Finding:
    commitment = promise.commitment
    message = f"第{commitment.cell.row}行『{commitment.column}』写着“{commitment.text}”，{promise.reason}。"
    fix = f"请在{commitment.cell.ref}写明结果，或改写时间；办完的请补登佐证或完成日期。"
    return _at(commitment.cell, "NT301", message, fix, commitment.row_id)


def _reader_misses(ledger: Ledger, document: ComposedNotice) -> Iterator[Finding]:
    levels = {paragraph.level for paragraph in document.paragraphs}
    contact = "\n".join(paragraph.printed for paragraph in document.paragraphs if paragraph.level == "contact")
    if not re.search(_REACHABLE, cell_value.narrow(contact)):
        cell = ledger.info_cell("联系电话")
        fix = f"请在{cell.ref}填写联系电话或在“电子邮箱”填写邮箱，并在《通报文稿》的“监督渠道”写明。"
        yield _at(cell, "NT302", "公开稿没有写联系电话、邮箱，群众无从反映。", fix)
    missing = [name for level, name in (("signature", "落款单位"), ("date", "通报日期")) if level not in levels]
    for name in missing:
        cell = ledger.info_cell(name)
        yield _at(cell, "NT304", f"公开稿末尾没有{name}。", f"请在{cell.ref}填写{name}，或在《通报文稿》的“落款”补上。")


def _at(cell: Cell, code: str, message: str, fix: str, row_id: str = "") -> Finding:
    return NOTICE_RULES[code].finding(message, sheet=cell.sheet, cell=cell.ref, row_id=row_id, remedy=fix)


def _doubt(doubt: Redaction) -> Finding:
    message = f"{doubt.why}（“{doubt.excerpt}”），没有遮盖。"
    fix = f"请核对：要遮盖的，在{doubt.cell.ref}改写成“{doubt.printed}”；可以公开的，写进『基本信息』的“不遮盖”。"
    return _at(doubt.cell, "NT303", message, fix, doubt.row_id)
