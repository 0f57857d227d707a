"""The three strictnesses, composed of the same checks: what is a reminder in 填报 may be an error in 公开."""

from typing import NamedTuple

from rectify_xl.errors import UsageError
from rectify_xl.judgement.checks import (
    cell_values,
    chronology,
    closures,
    computed_cells,
    date_cells,
    delays,
    deletions,
    department_names,
    doubtful_relapses,
    identity,
    merged_cells,
    moved_rows,
    printable_texts,
    references,
    repeated_texts,
    required,
    round_dates,
    status,
    structure,
    totals,
    vagueness,
    writing,
)
from rectify_xl.judgement.checks.base import Check
from rectify_xl.ledger.records import Severity


class GradedCheck(NamedTuple):
    """A check, and how serious its findings are in a profile."""

    check: Check
    severity: Severity


class Profile(NamedTuple):
    """A strictness: its Chinese name, its English alias, and its checks."""

    name: str
    alias: str
    checks: tuple[GradedCheck, ...]


def _errors(*checks: Check) -> tuple[GradedCheck, ...]:
    return tuple(GradedCheck(check, "error") for check in checks)


def _warnings(*checks: Check) -> tuple[GradedCheck, ...]:
    return tuple(GradedCheck(check, "warning") for check in checks)


BROKEN: tuple[Check, ...] = (
    structure.missing_sheet,
    structure.missing_column,
    structure.repeated_column,
    structure.doubled_sheet,
    structure.counting_rules_lost,
    structure.layout_newer,
    structure.pasted_header,
    structure.subtotal_row,
    merged_cells.unreadable_merge,
    merged_cells.hidden_under_merge,
    required.required_cell,
    required.required_info,
    cell_values.spreadsheet_error,
    cell_values.formula_without_value,
    cell_values.unknown_word,
    cell_values.flag_unreadable,
    cell_values.number_unreadable,
    cell_values.number_not_whole,
    cell_values.weight_unreadable,
    cell_values.letter_days_unreadable,
    cell_values.id_malformed,
    cell_values.text_too_long,
    date_cells.date_damaged,
    date_cells.date_impossible,
    date_cells.date_unclear,
    date_cells.date_is_word,
    date_cells.date_far_off,
    chronology.due_before_feedback,
    chronology.remaining_due_before_feedback,
    chronology.finished_before_feedback,
    chronology.finished_in_future,
    round_dates.feedback_after_notice,
    round_dates.inspection_reversed,
    round_dates.round_reversed,
    round_dates.closure_dates_reversed,
    round_dates.closed_before_finished,
    identity.missing_id,
    identity.duplicate_id,
    identity.reused_id,
    identity.closed_id_open,
    identity.repeated_info,
    references.measure_without_problem,
    references.evidence_of_nothing,
    references.closure_of_nothing,
    references.review_of_nothing,
    references.prose_of_nothing,
    references.regulation_of_nothing,
    references.parent_unknown,
    references.parent_loop,
    references.parent_of_other_problem,
    references.done_with_open_measures,
    status.done_with_remaining,
    status.open_with_date,
)
"""What cannot be true, cannot be read, or makes a count wrong: an error from the first day."""

UNFINISHED: tuple[Check, ...] = (
    computed_cells.formula_unsteady,
    required.expected_cell,
    required.expected_info,
    required.closure_incomplete,
    required.rejection_without_reason,
    required.extension_incomplete,
    required.closed_without_evidence,
    closures.closure_unsigned,
    closures.closure_out_of_order,
    closures.closure_without_work,
    closures.closure_changed,
    closures.closure_file_changed,
    references.evidence_elsewhere,
    closures.closed_twice,
    closures.log_changed,
    closures.verified_by_hand,
    structure.layout_unknown,
    structure.rows_below_table,
    chronology.due_outside_round,
    chronology.due_kind_conflict,
    chronology.measure_due_after_problem,
    references.problem_without_measure,
    references.measure_done_with_open_actions,
    references.relapse_not_registered,
    references.related_to_itself,
    status.status_mixed,
    status.status_conflict,
    status.done_without_date,
    status.remaining_without_due,
    status.due_without_remaining,
    status.immediate_not_done,
    status.not_started_but_done,
    status.unpublished_without_reason,
    delays.extension_moves_nothing,
    delays.plan_beyond_deadline,
    totals.declared_problems,
    totals.declared_sum,
)
"""What may still be open while people fill in, and has to be settled before the ledger goes up."""

PRINTED: tuple[Check, ...] = (
    chronology.finished_after_notice,
    cell_values.contact_malformed,
    identity.heading_variant,
    status.reason_but_published,
    totals.declared_measures,
    printable_texts.placeholder,
    printable_texts.unbalanced_marks,
    printable_texts.damaged_date_in_text,
    printable_texts.control_characters,
)
"""What must not be seen in print."""

PUBLIC_ONLY: tuple[Check, ...] = (printable_texts.personal_data, printable_texts.sample_prose)
"""What matters only where the public reads it."""

UNSEEN: tuple[Check, ...] = (
    structure.missing_column,
    structure.repeated_column,
    structure.doubled_sheet,
)
"""Columns that a command cannot see: one that uses them stops before it begins (see `guard`), another goes on."""

MANAGED: tuple[Check, ...] = (
    *UNSEEN,
    structure.layout_newer,
    structure.layout_unknown,
    required.expected_cell,
    required.expected_info,
    required.rejection_without_reason,
    cell_values.weight_unreadable,
    cell_values.letter_days_unreadable,
    cell_values.text_too_long,
    date_cells.date_unclear,
    chronology.due_before_feedback,
    chronology.remaining_due_before_feedback,
    chronology.due_outside_round,
    chronology.due_kind_conflict,
    chronology.measure_due_after_problem,
    round_dates.round_reversed,
    references.evidence_of_nothing,
    references.review_of_nothing,
    references.regulation_of_nothing,
    references.problem_without_measure,
    references.measure_done_with_open_actions,
    references.relapse_not_registered,
    references.related_to_itself,
    status.done_without_date,
    status.due_without_remaining,
    status.immediate_not_done,
    delays.plan_beyond_deadline,
    required.closure_incomplete,
    required.extension_incomplete,
    required.closed_without_evidence,
    closures.closure_unsigned,
    closures.closure_out_of_order,
    closures.closure_without_work,
    closures.closure_file_changed,
    references.evidence_elsewhere,
    closures.closed_twice,
    closures.verified_by_hand,
    round_dates.closure_dates_reversed,
    round_dates.closed_before_finished,
    delays.extension_moves_nothing,
    references.closure_of_nothing,
    *PUBLIC_ONLY,
)
"""How the office manages its ledger: no reader meets it in the notice, and no printed number depends on it (a closing
or an extension that does not hold is not counted as one).

Errors of 公开 like the others, but they do not stop the notice. A deadline that cannot be read and is printed is NT213.
"""

SENT: tuple[Check, ...] = (
    status.counting_widened,
    moved_rows.id_changed,
    moved_rows.row_moved,
    closures.memory_lost,
    delays.extension_late,
)
"""What whoever receives the ledger has to know: a reminder when it goes up or out."""

DOUBTFUL: tuple[Check, ...] = (
    computed_cells.formula_counted,
    computed_cells.summary_typed_over,
    merged_cells.merged_down,
    merged_cells.line_across,
    cell_values.lookalike_characters,
    cell_values.term_unusable,
    structure.missing_optional_column,
    structure.table_lost,
    structure.formatted_rows,
    structure.too_many_rows,
    structure.missing_output_sheet,
    cell_values.text_cut,
    cell_values.id_otherwise,
    date_cells.year_inferred,
    date_cells.serial_number,
    chronology.record_in_future,
    round_dates.feedback_before_inspection_end,
    round_dates.next_review_not_later,
    closures.closure_to_explain,
    identity.lookalike_id,
    department_names.lookalike_department,
    department_names.unlisted_department,
    department_names.joined_departments,
    references.related_unknown,
    references.related_not_closed,
    doubtful_relapses.relapse_doubtful,
    references.relapse_not_lifted,
    status.immediate_late,
    status.longterm_without_date,
    status.longterm_without_rhythm,
    status.longterm_due_without_follow_up,
    vagueness.vague_measure,
    repeated_texts.repeated_text,
    repeated_texts.repeated_problem,
    printable_texts.formula_like_text,
    delays.deadline_overwritten,
    deletions.record_deleted,
    deletions.measure_deleted,
    moved_rows.problem_swapped,
    moved_rows.problem_softened,
    moved_rows.round_taken_over,
)
"""What is worth a look, and may be right: always a reminder."""

DRAFT = Profile("填报", "draft", (*_errors(*BROKEN), *_warnings(*UNFINISHED, *PRINTED, *DOUBTFUL)))
SUBMIT = Profile(
    "上报", "submit", (*_errors(*BROKEN, *UNFINISHED), *_warnings(*PRINTED, *PUBLIC_ONLY, *SENT, *DOUBTFUL))
)
PUBLISH = Profile(
    "公开", "publish", (*_errors(*BROKEN, *UNFINISHED, *PRINTED, *PUBLIC_ONLY), *_warnings(*SENT, *DOUBTFUL))
)

PROFILES: tuple[Profile, ...] = (DRAFT, SUBMIT, PUBLISH)

WRITING: tuple[Check, ...] = (writing.written_otherwise,)
"""What only 一键处理 looks for: the program reads it well, and a list of it would hide what matters."""


def with_writing(strictness: Profile) -> Profile:
    """Return a profile that also looks for what is only to be written otherwise."""
    return strictness._replace(checks=(*strictness.checks, *_warnings(*WRITING)))


def profile(name: str) -> Profile:
    """Return the profile with this Chinese name or English alias.

    Raises `UsageError` naming the choices.
    """
    for candidate in PROFILES:
        if name.strip().lower() in (candidate.name, candidate.alias):
            return candidate
    choices = "、".join(f"{candidate.name}（{candidate.alias}）" for candidate in PROFILES)
    raise UsageError(f"没有“{name}”这种校验口径", f"请从{choices}中选一种")
