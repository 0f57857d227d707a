"""What nobody may mark as verified: it can only be put right.

A clerk in a hurry would mark everything 已核实. Three kinds of findings are therefore not to be had that way, in
whatever profile: what makes a number wrong or leaves it open, what vouches for closings, extensions and the record, and
what is empty: where nothing stands, nothing can be verified.
"""

from collections.abc import Mapping

from rectify_xl.judgement.checks import (
    chronology,
    closures,
    delays,
    deletions,
    identity,
    moved_rows,
    references,
    required,
    status,
    structure,
    totals,
)
from rectify_xl.judgement.checks.profiles import BROKEN
from rectify_xl.judgement.checks.run_checks import CRASHED
from rectify_xl.ledger import schema

WRONG_NUMBERS = "读不出、对不上或会把数算错的，只能改正"
VOUCHED_FOR = "关系到销号、延期、留痕或公布的数，不能用一句话代替，只能改正或补办"

EMPTY = f"说的是该填的没有填，没有内容可核实，只能补填；一时填不了的，请选“{schema.LATER}”"

_MAY_BE_RIGHT = frozenset({chronology.due_before_feedback.code, chronology.remaining_due_before_feedback.code})
"""Of what is wrong from the first day, what may be so all the same: a thing put right before the feedback."""

REASONS: Mapping[str, str] = {
    **{check.code: WRONG_NUMBERS for check in BROKEN if check.code not in _MAY_BE_RIGHT},
    **{
        check.code: WRONG_NUMBERS
        for check in (
            structure.layout_unknown,
            status.status_mixed,
            status.status_conflict,
            status.not_started_but_done,
            status.counting_widened,
            totals.declared_problems,
            totals.declared_measures,
            totals.declared_sum,
        )
    },
    **{
        check.code: VOUCHED_FOR
        for check in (
            closures.closure_unsigned,
            closures.closure_out_of_order,
            closures.closure_without_work,
            closures.closure_changed,
            closures.closure_file_changed,
            closures.closed_twice,
            closures.log_changed,
            closures.memory_lost,
            required.closure_incomplete,
            required.rejection_without_reason,
            required.extension_incomplete,
            required.closed_without_evidence,
            delays.extension_moves_nothing,
            delays.extension_late,
            delays.deadline_overwritten,
            deletions.record_deleted,
            moved_rows.id_changed,
            moved_rows.row_moved,
            moved_rows.problem_swapped,
            moved_rows.problem_softened,
            closures.verified_by_hand,
        )
    },
    **{
        check.code: EMPTY
        for check in (
            required.required_cell,
            required.expected_cell,
            required.required_info,
            required.expected_info,
            references.problem_without_measure,
            status.done_without_date,
            status.remaining_without_due,
            status.due_without_remaining,
            status.unpublished_without_reason,
            identity.missing_id,
        )
    },
    CRASHED.code: "检查没有结论，核实不了",
}
"""Code of a finding that nobody may mark, and why."""
