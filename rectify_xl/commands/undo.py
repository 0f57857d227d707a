"""撤销上一步: what the last command changed becomes what it was; what a person changed since stays."""

from __future__ import annotations

from rectify_xl import undoing
from rectify_xl.commands.outcome import Outcome, Request, Sheet

NOTHING = "没有可以撤销的步骤：这本台账还没有被命令改动过，或者各步都已撤销。"


def run(request: Request) -> Outcome:
    """Take the last step back; without one, say so. Called again, take back the step before it."""
    book = request.ledger
    step = book.last_step()
    if step is None:
        return Outcome({"ledger": book.name, "undone": None, "kept": []}, (NOTHING,))
    taken = undoing.take_back(step, book.read())
    book.take_back(step, taken.changes)
    kept = [{"cell": each.address, "now": each.now, "before": each.before} for each in taken.kept]
    return Outcome(
        {"ledger": book.name, "undone": {"command": step.command, "time": step.at}, "kept": kept},
        (
            f"已撤销{step.at}的“{step.command}”。" if taken.changes else _nothing_left(step.command, step.at),
            *((f"其中{len(kept)}个单元格后来有人改过，没有动它们。",) if kept else ()),
        ),
        (
            Sheet(
                "没有撤销的单元格",
                ("单元格", "现在", "撤销后应为"),
                tuple((each.address, each.now, each.before) for each in taken.kept),
            ),
        )
        if kept
        else (),
    )


def _nothing_left(command: str, at: str) -> str:
    return f"{at}的“{command}”已没有可撤销的内容；再撤销一次，就轮到更早的一步。"
