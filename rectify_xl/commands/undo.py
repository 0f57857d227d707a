"""撤销上一步: what the last command changed becomes what it was; what a person changed since stays.

A problem that is closed never opens again: a step that closed one is not taken back by anybody, and taking back any
other step of 销号 leaves a line in 变更记录.
"""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl.commands.outcome import FOUND, Hindrance, Outcome, OutputTable, Request
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import applied, change_log, revert
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.changes.undo_record import UndoRecord
from rectify_xl.ledger.closure_rules import standing
from rectify_xl.ledger.letters import issued
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes
from rectify_xl.supervision.closure_steps import step_lines
from rectify_xl.supervision.distribution import sending_words, sent_record

LABEL = "撤销上一步"
NOTHING = "没有可以撤销的步骤：这本台账还没有被命令改动过，或者各步都已撤销。"


def run(request: Request) -> Outcome:
    """Take the last step back; without one, say so. Called again, take back the step before it."""
    book = request.ledger
    raw = book.read()
    step = book.last_step()
    if step is None:
        return Outcome({"ledger": book.name, "undone": None, "kept": []}, (NOTHING,))
    undone = revert.revert(step, raw)
    reopened = _reopened(raw, undone.changes)
    if reopened:
        return _refused(book.name, step, reopened)
    book.take_back(step, (*undone.changes, *_withdrawn(request, raw, undone.changes)))
    kept = [{"cell": cell.address, "now": cell.now, "before": cell.before} for cell in undone.kept]
    return Outcome(
        {"ledger": book.name, "undone": {"command": step.command, "time": step.at}, "kept": kept},
        (
            *_result(raw, book.read() if step.structural else raw, step, changed=bool(undone.changes)),
            *((sending_words.FILES_STAY,) if step.command == sending_words.SHEET and undone.changes else ()),
            *((f"其中{len(kept)}个单元格后来有人改过，没有动它们。",) if kept else ()),
        ),
        (
            OutputTable(
                "没有撤销的单元格",
                ("单元格", "现在", "撤销后应为"),
                tuple((cell.address, cell.now, cell.before) for cell in undone.kept),
            ),
        )
        if kept
        else (),
    )


def _result(before: RawBook, after: RawBook, step: UndoRecord, *, changed: bool) -> Iterator[str]:
    """Say what was taken back; of a step that changed the layout, whether its sheets and columns went as well."""
    if not step.structural:
        yield f"已撤销{step.at}的“{step.command}”。" if changed else _nothing_left(before, step)
        return
    stays = any((line.command, line.time) == (step.command, step.at) for line in change_log.read(after))
    if changed or not stays:
        yield f"已撤销{step.at}的“{step.command}”。"
    if stays:
        yield f"{step.at}以后台账又改动过，那一步补上的表、列、公式和下拉选项留着，没有退回；要退回的，请打开备份。"


def _reopened(raw: RawBook, changes: Changes) -> tuple[str, ...]:
    """Return the problems that are closed now and would not be after these changes."""
    before = standing.claimed(reader.read_ledger(raw))
    if not before:
        return ()
    after = standing.claimed(reader.read_ledger(applied.apply(raw, changes)))
    return tuple(name for name in before if name not in after)


def _refused(name: str, step: UndoRecord, problems: tuple[str, ...]) -> Outcome:
    ids = "、".join(problems)
    message = f"{step.at}的“{step.command}”批准了{ids}销号，不能撤销：已销号的不会重新打开，台账没有改动。"
    fix = f"反弹的请另作反弹登记（reopen 台账 {problems[0]} --reason 原因），原来的销号记录不动。"
    refused = [{"id": problem_id, "message": message, "fix": fix} for problem_id in problems]
    return Outcome(
        {"ledger": name, "undone": None, "kept": [], "refused": refused},
        (message, fix),
        status=FOUND,
        refused=tuple(Hindrance(problem_id, message, fix) for problem_id in problems),
    )


def _withdrawn(request: Request, raw: RawBook, changes: Changes) -> Changes:
    """Return the lines of 变更记录 that say which steps of a closing, or what sendings, are taken back with these."""
    after = applied.apply(raw, changes)
    kept = {sent.code for sent in sent_record.read(after)}
    unsent = [sent for sent in sent_record.read(raw) if sent.code not in kept]
    if unsent:
        stamp = (request.now.strftime(change_log.TIME_FORMAT), request.by, LABEL)
        lines = change_log.append(raw, [LogLine(*stamp, sending_words.withdrawn(sent)) for sent in unsent])
        return (lines,) if lines else ()
    before = reader.read_ledger(raw)
    problems = standing.altered(before, reader.read_ledger(after))
    return step_lines.withdrawn(before, problems, request.now.strftime(change_log.TIME_FORMAT), request.by)


def _nothing_left(raw: RawBook, step: UndoRecord) -> str:
    """Say why a step leaves nothing to take back; a note in 变更记录 is taken back otherwise, if at all."""
    if not step.empty:
        return f"{step.at}的“{step.command}”已没有可撤销的内容；再撤销一次，就轮到更早的一步。"
    sentence = (
        f"{step.at}的“{step.command}”只在《{schema.CHANGES.name}》中作了登记，那里只增不减，撤销不了，台账没有改动。"
    )
    lines = [entry for entry in change_log.read(raw) if entry.command == step.command]
    noted = [entry.change for entry in lines if entry.time == lines[-1].time]
    if any(change.sheet == issued.SHEET for change in noted):
        standing = {(letter.problem, letter.word) for letter in issued.read(change_log.read(raw))}
        ids = [change.key for change in noted if (change.key, change.column) in standing]
        named = " ".join(dict.fromkeys(ids))
        sentence += f"误登记的，请撤回登记（letters 台账 {named} --withdraw）。" if named else "督办函的登记已经撤回。"
    elif any(change.sheet == schema.REVIEWS.name for change in noted):
        sentence += "抽查不能收回；确需再抽的，请另抽一次，两次都留在记录里。"
    return f"{sentence}再点一次撤销，撤销的是更早的一步。"
