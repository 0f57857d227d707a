"""反弹登记: a relapse of a closed problem becomes a new row that points to it."""

from __future__ import annotations

from rectify_xl.commands.outcome import FOUND, Hindrance, Outcome, Pending, Request
from rectify_xl.errors import UsageError
from rectify_xl.ledger import used_ids
from rectify_xl.ledger.closure_rules.closure_terms import Refusal
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.reading import reader
from rectify_xl.supervision.closure_steps.relapse import register_relapse
from rectify_xl.text import cell_value


def run(request: Request) -> Outcome:
    """Register the relapse of one problem; the closed row and its closure stay as they are."""
    if len(request.items) != 1:
        raise UsageError(f"要写一个问题编号，写了{len(request.items)}个", "请在台账后面写一个编号，如 P003")
    raw = request.ledger.read()
    ledger = reader.read_ledger(raw)
    result = register_relapse(
        ledger,
        request.items[0],
        request.text("reason").strip(),
        request.day("date") or request.as_of,
        request.as_of,
        until=request.day("until"),
        former=used_ids.removed(change_tracking.unrecorded(raw)),
    )
    if isinstance(result, Refusal):
        refused = {"id": result.problem, "message": result.text, "fix": result.remedy}
        sentence = f"{result.problem}{result.text}。{result.remedy}。"
        return Outcome(
            {"written": False, "id": None, "refused": [refused]},
            (sentence,),
            status=FOUND,
            refused=(Hindrance(result.problem, result.text, result.remedy),),
        )
    request.ledger.write(result.changes)
    related = cell_value.identifier(request.items[0])
    label = next((problem.label for problem in ledger.problems if problem.id == related), related)
    return Outcome(
        {"written": True, "id": result.id, "row": result.row, "related": related, "refused": []},
        (
            f"已登记反弹：{label}。《问题台账》第{result.row}行，编号{result.id}，关联编号{related}；原销号记录不变。",
            "请补填整改措施、整改时限和责任人。",
        ),
        pending=(Pending("fill", (result.id,)),),
    )
