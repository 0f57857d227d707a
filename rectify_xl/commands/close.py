"""销号审批: what a problem still lacks, and the steps by which it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl import ledger as ledgers
from rectify_xl.closure import actions, conditions
from rectify_xl.closure import case as cases
from rectify_xl.closure.case import Case
from rectify_xl.closure.model import STEP_LABEL, STEPS, Files, Missing, Order, Refusal
from rectify_xl.commands import wanting
from rectify_xl.commands.outcome import FINE, FOUND, Outcome, Request, Sheet
from rectify_xl.errors import BookError, UsageError
from rectify_xl.model import Ledger

if TYPE_CHECKING:
    from rectify_xl.closure.manifest import Packed

JOBS = ("step", "evidence", "form", "pack")
MISSING_HEADER = ("编号", "位置", "情况", "处理办法")


def run(request: Request) -> Outcome:
    """Show what is missing, or do the one job that the options name: a step, evidence, a form, or a pack."""
    jobs = [f"--{job}" for job in JOBS if request.options.get(job)]
    if len(jobs) > 1:
        raise UsageError(f"一次只能办一件事，不能同时用 {' 和 '.join(jobs)}", "请分成几次办理")
    found = ledgers.read(request.ledger.read())
    if request.on("list") or not jobs:
        return _show(request, found)
    if jobs == ["--pack"]:
        return _pack(request, found)
    if not request.items:
        raise UsageError("没有写问题编号", "请在台账后面写编号，如 P003；可以写几个")
    return {"--step": _step, "--evidence": _evidence, "--form": _form}[jobs[0]](request, found)


def _files(request: Request, found: Ledger) -> Files:
    """Return the SHA-256 of the evidence files that lie beside the ledger."""
    from rectify_xl.books import evidence
    from rectify_xl.closure.evidence import sources

    return evidence.look(request.ledger.folder, sources(found))


def _cases(request: Request, found: Ledger) -> tuple[list[Case], list[Refusal]]:
    """Return the cases of the problems that were named, or of all."""
    files = _files(request, found)
    names = request.items or tuple(problem.id for problem in found.problems if problem.id)
    looked = [cases.look(found, name, request.as_of, files) for name in dict.fromkeys(names)]
    return [each for each in looked if isinstance(each, Case)], [each for each in looked if isinstance(each, Refusal)]


def _show(request: Request, found: Ledger) -> Outcome:
    looked, refused = _cases(request, found)
    lacking = {case.problem.id: conditions.missing(case) for case in looked}
    closed = sum(case.state == "closed" for case in looked)
    ready = [case.problem.id for case in looked if case.state != "closed" and not lacking[case.problem.id]]
    summary = f"{len(looked)}个问题：已销号{closed}个，条件齐备可以批准的{len(ready)}个，其余{{}}个还有条件不具备。"
    summary = summary.format(len(looked) - closed - len(ready))
    overview = Sheet(
        "销号情况",
        ("编号", "状态", "还缺", "情况"),
        tuple(
            (
                case.problem.id,
                cases.STATE_LABEL[case.state],
                str(len(lacking[case.problem.id])),
                "；".join(each.text for each in lacking[case.problem.id]),
            )
            for case in looked
        ),
    )
    details = _sheet([(case.problem.id, each) for case in looked for each in lacking[case.problem.id]])
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "problems": [
                {
                    "id": case.problem.id,
                    "row": case.problem.number,
                    "state": case.state,
                    "ready": case.problem.id in ready,
                    "missing": [_missing_data(each) for each in lacking[case.problem.id]],
                }
                for case in looked
            ],
            "refused": [_refusal_data(each) for each in refused],
        },
        (summary, *(_told(each) for each in refused)),
        details if request.items and details else (overview,) if looked else (),
        FOUND if refused else FINE,
    )


def _step(request: Request, found: Ledger) -> Outcome:
    order = _order(request)
    changes, refused = actions.take(found, request.items, order, request.as_of, _files(request, found))
    if not refused:
        try:
            request.ledger.write(changes)
        except BookError:
            again = ledgers.read(request.ledger.read())
            _, refused = actions.take(again, request.items, order, request.as_of, _files(request, again))
            if not refused:
                raise
    label = STEP_LABEL[order.step]
    ids = [each.problem for each in refused] if refused else _ids(request)
    data: dict[str, object] = {
        "as_of": request.as_of.isoformat(),
        "step": order.step,
        "ids": _ids(request),
        "written": not refused,
        "refused": [_refusal_data(each) for each in refused],
    }
    if refused:
        summary = f"没有{label}：{len(_ids(request))}个问题中有{len(ids)}个不能办理，台账没有改动。"
        lacking = [(each.problem, missing) for each in refused for missing in each.missing]
        return Outcome(data, (summary, *map(_told, refused)), _sheet(lacking), FOUND)
    return Outcome(data, (f"已{label}：{'、'.join(ids)}（{order.day}），记入《销号登记》。",))


def _ids(request: Request) -> list[str]:
    from rectify_xl import values

    return list(dict.fromkeys(values.identifier(each) for each in request.items))


def _order(request: Request) -> Order:
    step = next(each for each in STEPS if each == request.text("step"))
    return Order(
        step=step,
        day=day(request, "date") or request.as_of,
        by=_line(request, "by"),
        role=request.text("role"),
        opinion=request.text("opinion").strip(),
        requirement=request.text("requirement").strip(),
        reason=request.text("reason").strip(),
        until=day(request, "until"),
    )


def _line(request: Request, option: str) -> str:
    return " ".join(request.text(option).split())


def day(request: Request, option: str) -> date | None:
    """Return the date that an option gives; raises `UsageError` when it is none."""
    text = request.text(option)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--{option} 应写成 2026-09-30 的样子，不能是“{text}”", "请改正日期") from None


def _evidence(request: Request, found: Ledger) -> Outcome:
    from rectify_xl.books import evidence
    from rectify_xl.closure.evidence import register

    if len(_ids(request)) > 1:
        raise UsageError("一次只能给一个问题登记佐证材料", "请分几次登记")
    files = evidence.read(request.ledger.folder, request.many("evidence"))
    result = register(found, _ids(request)[0], files, day(request, "date") or request.as_of)
    if isinstance(result, Refusal):
        return Outcome({"written": False, "refused": [_refusal_data(result)]}, (_told(result),), status=FOUND)
    request.ledger.write(result.changes)
    known = f"{len(result.known)}份早已登记、内容未变，没有重复登记：{'、'.join(result.known)}。"
    return Outcome(
        {"written": bool(result.changes), "evidence": list(result.ids), "known": list(result.known), "refused": []},
        (
            f"已给{_ids(request)[0]}登记佐证材料{len(result.ids)}份：{'、'.join(result.ids) or '无'}。",
            *((known,) if result.known else ()),
        ),
    )


def _form(request: Request, found: Ledger) -> Outcome:
    from rectify_xl.closure.form import form
    from rectify_xl.word.papers import closure_form

    looked, refused = _cases(request, found)
    if refused:
        return _refused("form", refused)
    target = Path(request.text("form"))
    wanted, notes = wanting.wanted(request, found, closure_form.NAME)
    closure_form.render([form(case) for case in looked], target, wanted)
    made = f"已生成销号审批表（{len(looked)}个问题，一个一页）：{target}。"
    return Outcome({"form": str(target), "refused": []}, (made, *notes))


def _pack(request: Request, found: Ledger) -> Outcome:
    from rectify_xl.books import evidence
    from rectify_xl.closure import manifest

    looked, refused = _cases(request, found)
    if refused:
        return _refused("pack", refused)
    target = Path(request.text("pack"))
    wanted = manifest.entries(found, [case.problem.id for case in looked])
    packed = evidence.pack(target, request.ledger.folder, wanted, request.as_of, overwrite=request.on("force"))
    faulty = [each for each in packed if each.state in (manifest.MISSING, manifest.CHANGED)]
    inside = sum(bool(each.sha256) for each in packed)
    summary = f"已打包佐证材料{inside}份（登记{len(packed)}份）：{target}，附《{manifest.LIST}》。"
    return Outcome(
        {"pack": str(target), "entries": [_packed_data(each) for each in packed], "refused": []},
        (summary, *((f"有{len(faulty)}份对不上，见下表。",) if faulty else ())),
        (
            Sheet(
                "对不上的佐证材料",
                ("问题", "编号", "文件", "情况"),
                tuple((each.entry.problem, each.entry.id, each.entry.source, each.state) for each in faulty),
            ),
        )
        if faulty
        else (),
        FOUND if faulty else FINE,
    )


def _refused(paper: str, refused: Sequence[Refusal]) -> Outcome:
    """Return why a paper was not made."""
    told = tuple(map(_told, refused))
    return Outcome({paper: None, "refused": [_refusal_data(each) for each in refused]}, told, status=FOUND)


def _packed_data(packed: Packed) -> dict[str, object]:
    entry = packed.entry
    return {
        "problem": entry.problem,
        "id": entry.id,
        "source": entry.source,
        "member": entry.member if packed.sha256 else None,
        "sha256": packed.sha256,
        "state": packed.state,
    }


def _told(refusal: Refusal) -> str:
    return f"{refusal.problem}{refusal.text}。{refusal.remedy}。"


def _refusal_data(refusal: Refusal) -> dict[str, object]:
    missing = [_missing_data(each) for each in refusal.missing]
    return {"id": refusal.problem, "message": refusal.text, "fix": refusal.remedy, "missing": missing}


def _missing_data(missing: Missing) -> dict[str, object]:
    return {"code": missing.code, "cell": missing.cell, "message": missing.text, "fix": missing.remedy}


def _sheet(lacking: Sequence[tuple[str, Missing]]) -> tuple[Sheet, ...]:
    rows = tuple((name, each.cell, each.text, each.remedy) for name, each in lacking)
    return (Sheet("还缺的条件", MISSING_HEADER, rows),) if rows else ()
