"""导出数据: the ledger as JSON."""

from __future__ import annotations

from rectify_xl import ledger, rollup, schema
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.dates import When
from rectify_xl.model import Ledger, Measure, Problem
from rectify_xl.relations import Relations

META = {
    "unit": "单位名称",
    "superior": "上级单位",
    "inspector": "巡察机构",
    "round": "巡察轮次",
    "title": "通报标题",
    "edition": "通报稿别",
    "signature": "落款单位",
    "phone": "联系电话",
    "address": "通信地址",
    "postcode": "邮政编码",
    "email": "电子邮箱",
}
META_DATES = {
    "inspected_from": "巡察开始",
    "inspected_to": "巡察结束",
    "feedback": "反馈日期",
    "campaign_from": "集中整改开始",
    "campaign_to": "集中整改结束",
    "date": "通报日期",
}


def run(request: Request) -> Outcome:
    """Return the whole ledger as data."""
    found = ledger.read(request.ledger.read())
    data = as_data(found)
    return Outcome(data, (f"{len(found.problems)}个问题、{len(found.measures)}条措施。加 --json 输出全部数据。",))


def as_data(found: Ledger) -> dict[str, object]:
    """Return the ledger with the keys of the JSON contract."""
    groups = rollup.group_list(found)
    aspects = rollup.aspect_titles(found)
    positions = {(aspects[group.aspect - 1] if group.aspect else "", group.title): group.no for group in groups}
    relations = Relations(found)
    return {
        "meta": _meta(found),
        "aspects": [{"no": no, "title": title} for no, title in enumerate(aspects, 1)],
        "groups": [{"no": group.no, "aspect": group.aspect, "title": group.title} for group in groups],
        "problems": [
            {
                **_problem(problem),
                "no": no,
                "aspect": aspects.index(problem.aspect) + 1 if problem.aspect else None,
                "group": positions.get((problem.aspect, problem.group)),
                "measures": [_measure(measure) for measure in relations.measures_of(problem.id)],
            }
            for no, problem in enumerate(found.problems, 1)
        ],
    }


def _meta(found: Ledger) -> dict[str, object]:
    dates = {name: found.info_when(item) for name, item in META_DATES.items()}
    return {
        **{name: found.info_text(item) or None for name, item in META.items()},
        **{name: _iso(when) for name, when in dates.items()},
        **{f"{name}_text": when.text or None for name, when in dates.items()},
        "declared": {
            item.name.removeprefix(schema.DECLARED): found.info_number(item.name)
            for item in schema.INFO_ITEMS
            if item.name.startswith(schema.DECLARED) and found.info_number(item.name) is not None
        },
        "layout": found.info_text("版式版本") or None,
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "id": problem.id,
        "row": problem.number,
        "title": problem.title or problem.problem,
        "problem": problem.problem,
        "progress": problem.progress,
        "completion": problem.completion or None,
        "follow_up": problem.follow_up or None,
        "immediate": problem.immediate,
        "status_text": problem.status_text or None,
        "due": _iso(problem.due),
        "remaining": problem.remaining or None,
        "remaining_due": _iso(problem.remaining_due),
        "finished": _iso(problem.finished),
        "lead": problem.lead or None,
        "department": problem.department or None,
    }


def _measure(measure: Measure) -> dict[str, object]:
    return {
        "id": measure.id,
        "text": measure.text,
        "completion": measure.completion or None,
        "due": _iso(measure.due),
    }


def _iso(when: When) -> str | None:
    return when.iso
