"""RX8xx: whether the declared numbers (声明数) are those that the rows give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rectify_xl.judgement.checks.base import Context, Remark, at_info, check
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import registered_relapses
from rectify_xl.ledger.records import Ledger

OF_PROBLEMS = ("方面", "大项", "具体问题", "完成", "继续整改", "长期坚持")
OF_MEASURES = ("整改措施", "具体措施", "制度")


def _declared(ledger: Ledger, names: tuple[str, ...]) -> Mapping[str, float]:
    numbers = {name: ledger.info_number(schema.DECLARED + name) for name in names}
    return {name: number for name, number in numbers.items() if number is not None}


def _counted(context: Context) -> Mapping[str, int]:
    """Return the counts by the name of their 声明数; nobody declares how many problems are late or closed."""
    counts = context.counts
    return {
        "方面": counts.named_aspects,
        "大项": counts.groups,
        "具体问题": counts.total.problems,
        "完成": counts.total.done,
        "继续整改": counts.total.ongoing,
        "长期坚持": counts.total.longterm,
        "整改措施": counts.measures,
        "具体措施": counts.actions,
        "制度": counts.regulations,
    }


def _explained(name: str, difference: float, unread: int) -> bool:
    """Tell whether rows whose 完成程度 is no known word, which RX303 tells, may be all that makes the difference."""
    if name == "继续整改":
        return 0 < difference <= unread
    return name in ("完成", "长期坚持") and 0 < -difference <= unread


def _differences(ledger: Ledger, context: Context, names: tuple[str, ...], sheet: str) -> Iterator[Remark]:
    declared = _declared(ledger, names)
    if not declared:
        return
    counted = _counted(context)
    unread = sum(ledger.unread_status(problem.completion) for problem in registered_relapses.feedback(ledger).problems)
    for name, number in declared.items():
        difference = counted[name] - number
        if difference and not _explained(name, difference, unread):
            more = f"{'多' if difference > 0 else '少'}{abs(difference):g}"
            yield at_info(
                ledger,
                schema.DECLARED + name,
                f"为{number:g}，按{sheet}统计是{counted[name]}（{more}）。",
                f"请核对{sheet}有没有漏行、重行；台账无误的，请改正{{}}。",
            )


@check(
    "RX801",
    "declared-problems",
    "声明的问题数与台账不符",
    guards="反馈意见或通报里的方面、大项、问题、完成、继续整改、长期坚持数，与台账逐行统计的不一致。",
    ignore="不能忽略；公布的数字必须与台账一致。",
)
def declared_problems(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every declared number of problems that differs from the counted one."""
    yield from _differences(ledger, context, OF_PROBLEMS, "『问题台账』")


@check(
    "RX802",
    "declared-measures",
    "声明的措施数、制度数与台账不符",
    guards="通报里的整改措施、具体措施、制度数，与台账逐行统计的不一致。",
    ignore="单位另有计数办法并经上级认可的，可以忽略。",
)
def declared_measures(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every declared number of measures, actions or rules that differs from the counted one."""
    yield from _differences(ledger, context, ("整改措施", "具体措施"), "『整改措施』")
    yield from _differences(ledger, context, ("制度",), "『制度清单』")


@check(
    "RX803",
    "declared-sum",
    "声明数之间对不上",
    guards="声明的完成数加继续整改数不等于问题数，或长期坚持数比完成数还多。",
    ignore="不能忽略。",
)
def declared_sum(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield declared numbers that contradict each other."""
    declared = _declared(ledger, OF_PROBLEMS)
    if {"完成", "继续整改", "具体问题"} <= declared.keys():
        total = declared["完成"] + declared["继续整改"]
        if total != declared["具体问题"]:
            yield at_info(
                ledger,
                schema.DECLARED + "具体问题",
                f"为{declared['具体问题']:g}，但完成{declared['完成']:g}加继续整改{declared['继续整改']:g}等于{total:g}"
                f"（相差{abs(total - declared['具体问题']):g}）。",
                "请核对这三个声明数，改正写错的一个。",
            )
    if {"长期坚持", "完成"} <= declared.keys() and declared["长期坚持"] > declared["完成"]:
        yield at_info(
            ledger,
            schema.DECLARED + "长期坚持",
            f"为{declared['长期坚持']:g}，多于完成数{declared['完成']:g}；长期坚持是完成的一部分。",
            "请核对{}和声明的完成数。",
        )
