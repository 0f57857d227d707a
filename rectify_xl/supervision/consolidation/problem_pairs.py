"""Which problems of two periods are one, and the little of a problem that a period remembers. Pure.

Of each problem of the earlier period only a few numbers are kept while the present ones pass by (about 200 bytes), so
that no period ever stands in memory with its texts.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import NamedTuple

from rectify_xl.supervision.consolidation.unit_result import SubmittedProblem
from rectify_xl.text.quantities import Quantity, lessened, quantities
from rectify_xl.text.similar import same_matter

LEAST_SHARED = 0.6
"""Share of their problems that two ledgers must have in common to be thought the same, whatever they are called."""
_BEGINNING = 24
_EXCERPT = 60
"""Characters by which a problem that is gone is named beside its number."""
_NO_WORDS = re.compile(r"[\W_]+")


class RememberedProblem(NamedTuple):
    """What is kept of a problem of the earlier period: its number, its first words, hashes of its texts, the day."""

    id: str
    beginning: str
    text: int
    done: bool
    state: int
    due: int
    late: bool
    extended: bool
    until: int
    finished: int
    immediate: bool
    from_last_round: bool
    place: tuple[str, str, str]
    counts: tuple[Quantity, ...]
    excerpt: str
    returned: int = 0
    measures: tuple[int, int] = (0, 0)

    @property
    def work(self) -> tuple[bool, int, int]:
        """What work on it changes."""
        return self.done, self.state, self.due

    def is_set_back(self, now: RememberedProblem) -> bool:
        """Tell whether it counted as done, and counts no more."""
        return self.done and not now.done

    def is_returned(self, now: RememberedProblem, known_until: int) -> bool:
        """Tell whether it is set back because the unit itself sent its closing back since then."""
        return self.is_set_back(now) and now.returned >= known_until

    def is_postponed(self, now: RememberedProblem) -> bool:
        """Tell whether it goes on, and its first deadline was written later or taken out."""
        return bool(self.due) and not now.done and (not now.due or now.due > self.due)

    def is_extended_afterwards(self, now: RememberedProblem) -> bool:
        """Tell whether it was late without an extension, goes on, and has one now."""
        return bool(self.due) and self.late and not self.extended and now.extended and not now.done

    def is_predated(self, now: RememberedProblem, known_until: int) -> bool:
        """Tell whether it was not done, is done now, and got a day of completion that was over when all was known."""
        return now.done and not self.done and now.finished != self.finished and 0 < now.finished < known_until

    def is_made_immediate(self, now: RememberedProblem, at_once_until: int) -> bool:
        """Tell whether it counts as mended at once only now, and was done after `at_once_until` (0 where unknown)."""
        late = now.finished > at_once_until if at_once_until and now.finished else not self.done
        return now.immediate and not self.immediate and late

    def is_made_new(self, now: RememberedProblem) -> bool:
        """Tell whether the former round had pointed at it, and that is taken out."""
        return self.from_last_round and not now.from_last_round

    def is_stripped(self, now: RememberedProblem) -> bool:
        """Tell whether some of its measures were unfinished, and it has fewer now."""
        measures, finished = self.measures
        return finished < measures and now.measures[0] < measures

    def is_dated_only_now(self, now: RememberedProblem) -> bool:
        """Tell whether it goes on, had no deadline that could be read, and has one now."""
        return not self.due and bool(now.due) and not self.done and not now.done

    def is_renumbered(self, now: RememberedProblem) -> bool:
        """Tell whether the very same words stand under another number."""
        return bool(self.id and now.id) and self.id != now.id and self.text == now.text

    def is_softened(self, now: RememberedProblem) -> bool:
        """Tell whether its words count less than they did."""
        return self.text != now.text and bool(lessened(self.counts, now.counts))


def remember(problem: SubmittedProblem) -> RememberedProblem:
    """Return what a period remembers of a problem."""
    due = problem.original_due or problem.due
    words = (problem.completion, *(_NO_WORDS.sub("", text) for text in (problem.progress, problem.remaining)))
    state = hash((*words, problem.measures_done, problem.due, problem.original_due, problem.closed))
    return RememberedProblem(
        sys.intern(problem.id),
        problem.problem[:_BEGINNING],
        text_mark(problem),
        problem.done,
        state,
        due.toordinal() if due else 0,
        problem.overdue,
        bool(problem.original_due and problem.due and problem.due > problem.original_due),
        problem.due.toordinal() if problem.due else 0,
        problem.finished.toordinal() if problem.finished else 0,
        problem.immediate,
        problem.from_last_round,
        (sys.intern(problem.aspect), sys.intern(problem.group), sys.intern(problem.department)),
        quantities(problem.problem),
        problem.problem[:_EXCERPT],
        problem.returned.toordinal() if problem.returned else 0,
        (problem.measures, problem.measures_done),
    )


def pairs_of(then: Sequence[RememberedProblem], now: Sequence[RememberedProblem]) -> list[tuple[int, int]]:
    """Return which problems are one, by their places then and now.

    Those of one number and one text first; then by the text, since numbers are changed and given twice; then by the
    number, since texts are mended; not, though, where the text is about something else.
    """
    pairs: list[tuple[int, int]] = []
    left_then, left_now = dict.fromkeys(range(len(then))), dict.fromkeys(range(len(now)))
    for key in (_number_and_text, _text_alone, _number_alone):
        waiting: dict[object, list[int]] = {}
        for place in reversed(left_then):
            if (mark := key(then[place])) is not None:
                waiting.setdefault(mark, []).append(place)
        for place in list(left_now):
            places = waiting.get(key(now[place]))
            if places and (key is not _number_alone or same_matter(then[places[-1]].beginning, now[place].beginning)):
                before = places.pop()
                pairs.append((before, place))
                del left_then[before], left_now[place]
        if not left_then or not left_now:
            break
    return sorted(pairs, key=lambda pair: pair[1])


def mostly_shared(then: Sequence[RememberedProblem], now: Sequence[RememberedProblem]) -> bool:
    """Tell whether most problems are the same: then the round is the same one, whatever it is called."""
    shared = len({problem.text for problem in then} & {problem.text for problem in now})
    return shared >= LEAST_SHARED * max(1, min(len(then), len(now)))


def _number_and_text(problem: RememberedProblem) -> object:
    return problem.id, problem.text


def _text_alone(problem: RememberedProblem) -> object:
    return problem.text


def _number_alone(problem: RememberedProblem) -> object:
    return problem.id or None


def text_mark(problem: SubmittedProblem) -> int:
    """Return what two problems with the very same words have in common, in this process."""
    return hash(problem.problem)
