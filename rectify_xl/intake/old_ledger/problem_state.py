"""How far a problem of an old ledger is: from its words, ticks, symbols, colour, share or progress, in this order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rectify_xl.intake.old_ledger import measure_marks, status_words
from rectify_xl.intake.old_ledger.intake_rules import INTAKE_RULES
from rectify_xl.intake.old_ledger.old_records import OldCell, OldMeasure, OldProblem
from rectify_xl.ledger import heading_words as words
from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.cells import choices
from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import Status
from rectify_xl.text import cell_value

NO_STATUS = Status("")


class Legends:
    """What symbols and colours mean in one workbook, and the words of the office for 完成程度 (字典, 常见写法)."""

    def __init__(
        self, symbols: Mapping[str, str], colours: Mapping[str, str], own: Mapping[str, str] | None = None
    ) -> None:
        self.symbols = symbols
        self.colours = colours
        self.own = {choices.folded(word): meant for word, meant in (own or {}).items()}

    def read(self, text: str, feedback: date | None) -> Status:
        """Return what the words of a status cell mean; a word of the office goes before the program's."""
        if choices.folded(text) in self.own:
            states = vocabulary.LISTS[choices.STATUS_LIST]
            meant = choices.advised(text, choices.STATUS_LIST, states, self.own)
            if meant:
                return Status(text, meant[0], vocabulary.NOTHING_FOLLOWS if meant[0] == vocabulary.DONE else "")
        return status_words.read(text, feedback)


def of_problem(problem: OldProblem, legends: Legends, feedback: date | None) -> tuple[Status, list[Finding]]:
    """Return the status of a problem as far as it is known, and what is to be reported of it."""
    cells = [cell for cell in problem.cells.get(words.STATUS, ()) if cell.text != "无"]
    if problem.ticks and not cells:
        return _ticked(problem, feedback)
    if cells:
        return _worded(problem, cells, legends, feedback)
    if problem.colour:
        meaning = legends.colours.get(problem.colour, "")
        status = status_words.read(meaning, feedback) if meaning else NO_STATUS
        if status.completion:
            return status._replace(text=""), []
        return NO_STATUS, [_unknown(problem, problem.colour_ref, "底色", "图例没有说明这种底色是什么意思", "")]
    return _by_share_or_progress(problem, feedback)


def _ticked(problem: OldProblem, feedback: date | None) -> tuple[Status, list[Finding]]:
    """Return the status over the one column that is ticked."""
    texts = [cell for _, cell in problem.ticks if not status_words.is_mark(cell.text)]
    if texts:
        return NO_STATUS, [_unknown(problem, texts[0].ref, texts[0].text, "写在打勾的栏里，看不出是什么意思", "")]
    ticked = [(heading, cell) for heading, cell in problem.ticks if not _is_no(cell.text)]
    if len(ticked) != 1:
        ref = (ticked or problem.ticks)[0][1].ref
        return NO_STATUS, [
            _unknown(problem, ref, "、".join(heading for heading, _ in ticked), "勾选了不止一栏，或一栏也没有勾选", "")
        ]
    heading, _ = ticked[0]
    return status_words.read(cell_value.key(heading), feedback)._replace(text=""), []


def _is_no(text: str) -> bool:
    return cell_value.key(text) in ("×", "✗", "x", "X", "否", "/", "-", "—", "□", "☐", "○")


def _worded(
    problem: OldProblem, cells: Sequence[OldCell], legends: Legends, feedback: date | None
) -> tuple[Status, list[Finding]]:
    """Return the status that the last of the cells gives; what the others say is kept."""
    *earlier, cell = cells
    for former in earlier:
        problem.keep(vocabulary.FORMER_STATUS, former)
    text = cell.text
    numbered = measure_marks.split(text)
    if len(numbered) > 1 and all(legends.read(piece, feedback).completion for piece in numbered):
        return of_all([legends.read(piece, feedback) for piece in numbered])._replace(text=text), []
    marked = _marked(problem, cell, legends, feedback)
    if marked:
        return marked
    share = status_words.of_share(cell.raw)
    if share:
        return Status(text, share, vocabulary.NOTHING_FOLLOWS if share == vocabulary.DONE else ""), []
    status = legends.read(text, feedback)
    if status.completion:
        return status._replace(text=text), []
    inner = status_words.in_progress(text)
    if inner:
        return status_words.read(inner, feedback)._replace(text=text), []
    return Status(text), [_unknown(problem, cell.ref, text, "归不到任何一档")]


def _marked(
    problem: OldProblem, cell: OldCell, legends: Legends, feedback: date | None
) -> tuple[Status, list[Finding]] | None:
    """Return the status that a symbol, boxes or an answer give; None where the cell holds words."""
    text = cell.text
    symbol = legends.symbols.get(cell_value.key(text))
    if symbol:
        return status_words.read(symbol, feedback)._replace(text=""), []
    boxed = status_words.chosen_box(text)
    if boxed:
        if status_words.beside_boxes(text):
            problem.keep(vocabulary.FORMER_STATUS, cell)
        return status_words.read(boxed, feedback)._replace(text=boxed), []
    if status_words.has_boxes(text):
        return Status(text), [_unknown(problem, cell.ref, text, "勾选了不止一项，或一项也没有勾选")]
    answered = status_words.answer(problem.asked, text)
    if answered != text:
        return status_words.read(answered, feedback)._replace(text=""), []
    if status_words.is_symbol(text):
        problem.keep(vocabulary.FORMER_STATUS, cell)
        return NO_STATUS, [
            _unknown(problem, cell.ref, text, "表中没有说明这个符号是什么意思", vocabulary.FORMER_STATUS)
        ]
    return None


def _by_share_or_progress(problem: OldProblem, feedback: date | None) -> tuple[Status, list[Finding]]:
    shares = problem.cells.get(words.SHARE, ())
    completion = status_words.of_share(shares[0].raw) if shares else ""
    for share in shares:
        problem.keep(words.SHARE, share)
    if completion:
        return Status("", completion, vocabulary.NOTHING_FOLLOWS if completion == vocabulary.DONE else ""), []
    text = problem.text(words.PROGRESS)
    numbered = [status_words.in_progress(piece) for piece in measure_marks.split(text)]
    if len(numbered) > 1 and all(numbered):
        return of_all([status_words.read(piece, feedback) for piece in numbered]), []
    inner = status_words.in_progress(text)
    if inner:
        status = status_words.read(inner, feedback)
        return status._replace(text=inner), []
    return NO_STATUS, []


def of_measure(measure: OldMeasure, legends: Legends, feedback: date | None) -> Status:
    """Return the status of a measure from its own row."""
    cell = measure.cells.get(words.MEASURE_STATUS)
    if cell is None:
        return NO_STATUS
    plain = cell_value.key(cell.text)
    if plain in legends.symbols:
        return status_words.read(legends.symbols[plain], feedback)
    share = status_words.of_share(cell.raw)
    status = Status(cell.text, share) if share else legends.read(cell.text, feedback)
    return status._replace(text=cell.text)


def of_all(statuses: list[Status]) -> Status:
    """Return the status of a problem from its measures: finished only where all are, and known only where all are."""
    completions = {status.completion for status in statuses}
    if completions <= {vocabulary.DONE} and statuses:
        follow_up = next((s.follow_up for s in statuses if s.follow_up not in ("", vocabulary.NOTHING_FOLLOWS)), "")
        return Status("", vocabulary.DONE, follow_up or vocabulary.NOTHING_FOLLOWS)
    if completions == {vocabulary.NOT_STARTED}:
        return Status("", vocabulary.NOT_STARTED)
    if completions & {vocabulary.UNDER_WAY, vocabulary.MOSTLY_DONE, vocabulary.NOT_STARTED}:
        return Status("", vocabulary.UNDER_WAY)
    return NO_STATUS


def _unknown(problem: OldProblem, ref: str, text: str, why: str, kept: str = "状态表述") -> Finding:
    """Return that a status is not understood; `kept` is the column in which the words of the old ledger stand now."""
    message = f"《{problem.sheet}》{ref}的完成情况“{text}”{why}，『完成程度』已留空。"
    remedy = f"原话已保留在『{kept}』；请在『完成程度』中选填。" if kept else "请在『完成程度』中选填。"
    return INTAKE_RULES["IL101"].finding(message, sheet=problem.sheet, cell=ref, remedy=remedy)
