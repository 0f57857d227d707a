"""RX6xx: whether what one row says about another one is true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rectify_xl.judgement.checks.base import Context, Remark, check, has_column, join_names, remark
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts, registered_relapses
from rectify_xl.ledger.records import Ledger, Row
from rectify_xl.ledger.relations import RELAPSED, lifts, speaking

_NO_SUCH_PROBLEM = "请改正{}，或在『问题台账』补上这个问题。"
_NO_SUCH_TARGET = "请改正{}，或在『问题台账』『整改措施』补上这个编号。"


def _problems(ledger: Ledger) -> bool:
    """Tell whether ids of problems can be looked up; a missing sheet or column is told once, elsewhere."""
    return has_column(ledger, schema.PROBLEMS, "编号")


def _targets(ledger: Ledger) -> bool:
    """Tell whether ids of problems and of measures can be looked up."""
    return _problems(ledger) and has_column(ledger, schema.MEASURES, "措施编号")


def _nowhere(
    rows: Iterable[tuple[Row, str, Iterable[str]]], known: Iterable[str], sheets: str, fix: str
) -> Iterator[Remark]:
    """Yield every id of a cell that is not among the known ones; `sheets` tells where it was looked for."""
    known = frozenset(known)
    for row, column, targets in rows:
        for target in targets:
            if target and target not in known:
                yield remark(row, column, f"{target}在{sheets}里找不到。", fix)


@check(
    "RX601",
    "measure-without-problem",
    "措施指向不存在的问题",
    guards="措施的问题编号写错，这条措施不属于任何问题。",
    ignore="不能忽略。",
)
def measure_without_problem(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every measure whose problem is not in the ledger."""
    if _problems(ledger):
        rows = ((measure.row, "问题编号", measure.problems) for measure in ledger.measures)
        yield from _nowhere(rows, context.problems, "『问题台账』", _NO_SUCH_PROBLEM)


@check(
    "RX602",
    "problem-without-measure",
    "问题没有整改措施",
    guards="问题列入台账，却没有一条整改措施。",
    ignore="措施尚在制定时可以先忽略，上报前要补上；当场改好、整改进展写明怎么改的，“即知即改”填“是”即不再提示。",
)
def problem_without_measure(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every problem without a measure, unless it was put right at once and its progress says how."""
    if not has_column(ledger, schema.MEASURES, "问题编号"):
        return
    for problem in ledger.problems:
        at_once = problem.immediate and problem.progress
        if problem.id and not context.relations.measures_of(problem.id) and not at_once:
            yield remark(
                problem.row,
                "编号",
                f"{problem.id}没有整改措施。",
                f"请在『整改措施』给它加上措施，“问题编号”填{problem.id}。",
            )


@check(
    "RX603",
    "evidence-of-nothing",
    "佐证指向不存在的编号",
    guards="佐证材料的编号写错，证明不了任何问题。",
    ignore="不能忽略。",
)
def evidence_of_nothing(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every id in 佐证材料 that is no problem and no measure."""
    if _targets(ledger):
        rows = ((document.row, "问题/措施编号", document.targets) for document in ledger.evidence)
        yield from _nowhere(rows, (*context.problems, *context.measures), "『问题台账』『整改措施』", _NO_SUCH_TARGET)


@check(
    "RX618",
    "evidence-elsewhere",
    "佐证文件不在台账旁边",
    guards="佐证材料写的是别处的文件（C:盘、共享盘、网址、上一级文件夹），台账报上去就打不开，是不是那份材料无从核对。",
    ignore="不能忽略；只登记文号、没有电子文件的，不要填文件位置和校验码。",
)
def evidence_elsewhere(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every file of 佐证材料 that lies outside of the ledger's folder: what registering a file refuses."""
    for document in ledger.evidence:
        source = document.source
        sealed = bool(document.row.text("SHA-256"))
        if not source or not (sealed or "/" in source or "\\" in source or ":" in source):
            continue
        from rectify_xl.text import file_names

        if (sealed or file_names.leads_away(source)) and file_names.inside(source) is None:
            yield remark(
                document.row,
                "文件或文号",
                f"“{source}”不是台账所在文件夹里的文件。",
                "请把文件复制到台账旁边的“佐证”文件夹，再点“佐证文件夹”登记；只有文号的，只写文号。",
            )


@check(
    "RX604",
    "closure-of-nothing",
    "销号登记指向不存在的问题",
    guards="销号或延期登记的编号写错，批准的不知是哪个问题。",
    ignore="不能忽略。",
)
def closure_of_nothing(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every id in 销号登记 that is no problem."""
    if _problems(ledger):
        rows = ((closure.row, "问题编号", (closure.problem,)) for closure in ledger.closures)
        yield from _nowhere(rows, context.problems, "『问题台账』", _NO_SUCH_PROBLEM)


@check(
    "RX605",
    "review-of-nothing",
    "回头看指向不存在的编号",
    guards="回头看登记的编号写错，查的不知是哪个问题。",
    ignore="不能忽略。",
)
def review_of_nothing(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every id in 回头看 that is no problem and no measure."""
    if _targets(ledger):
        rows = ((review.row, "问题/措施编号", review.targets) for review in ledger.reviews)
        yield from _nowhere(rows, (*context.problems, *context.measures), "『问题台账』『整改措施』", _NO_SUCH_TARGET)


@check(
    "RX606",
    "prose-of-nothing",
    "通报文稿指向不存在的问题",
    guards="通报里的一段对应不到台账，数字和状态无从取得。",
    ignore="不能忽略。",
)
def prose_of_nothing(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every 关联编号 in 通报文稿 that is no problem."""
    if _problems(ledger):
        rows = ((passage.row, "关联编号", (passage.related,)) for passage in ledger.prose)
        yield from _nowhere(rows, context.problems, "『问题台账』", _NO_SUCH_PROBLEM)


@check(
    "RX607",
    "regulation-of-nothing",
    "制度指向不存在的问题",
    guards="制度清单的问题编号写错，建章立制对不上问题。",
    ignore="不能忽略。",
)
def regulation_of_nothing(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every id in 制度清单 that is no problem."""
    if _problems(ledger):
        rows = ((regulation.row, "问题编号", regulation.problems) for regulation in ledger.regulations)
        yield from _nowhere(rows, context.problems, "『问题台账』", _NO_SUCH_PROBLEM)


@check(
    "RX608",
    "parent-unknown",
    "上级措施不存在",
    guards="具体措施的上级措施写错，措施数统计不准。",
    ignore="不能忽略。",
)
def parent_unknown(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every action whose measure is not in the ledger."""
    if has_column(ledger, schema.MEASURES, "措施编号"):
        rows = ((measure.row, "上级措施", (measure.parent,)) for measure in ledger.measures)
        yield from _nowhere(rows, context.measures, "『整改措施』", "请改正{}；本身就是整改措施的，请把{}留空。")


@check(
    "RX609",
    "parent-loop",
    "上级措施绕成一圈",
    guards="具体措施的上级是它自己，或几条措施互为上级。",
    ignore="不能忽略。",
)
def parent_loop(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every action that is its own parent, directly or through others."""
    for measure in ledger.measures:
        chain = {measure.id: None}
        parent = measure.parent
        while parent and parent not in chain:
            chain[parent] = None
            above = context.measures.get(parent)
            parent = above.parent if above else ""
        if measure.id and parent == measure.id:
            what = "填的是自己" if len(chain) == 1 else f"绕成一圈：{join_names([*chain, measure.id], ' → ')}"
            yield remark(measure.row, "上级措施", f"{what}。", "请改正{}；本身就是整改措施的，请留空。")


@check(
    "RX610",
    "parent-of-other-problem",
    "上级措施属于别的问题",
    guards="具体措施和它的上级措施写了不同的问题编号。",
    ignore="不能忽略。",
)
def parent_of_other_problem(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every action that belongs to another problem than its measure."""
    for action in ledger.measures:
        parent = context.measures.get(action.parent) if action.parent else None
        if parent and action.problems and parent.problems and not {*action.problems} <= {*parent.problems}:
            yield remark(
                action.row,
                "问题编号",
                f"{'、'.join(action.problems)}与上级措施{parent.id}的问题编号{'、'.join(parent.problems)}不一致。",
                f"请改正{{}}，或改正{action.row.cell('上级措施').ref}的上级措施。",
            )


@check(
    "RX611",
    "done-with-open-measures",
    "问题已完成，措施未完成",
    guards="问题写成已完成或已销号，它的措施却还有没做完的。",
    ignore="不能忽略；未做完的请写进“剩余事项”。",
)
def done_with_open_measures(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every problem that is done or closed and has measures that are not, all of them named."""
    for problem in ledger.problems:
        closed = problem.id in context.closed
        if not problem.id or not (closed or problem_counts.is_done(problem, ledger.counting)):
            continue
        if ledger.unread_status(problem.completion):
            continue
        measures = context.relations.measures_of(problem.id)
        known = [measure for measure in measures if measure.completion and not ledger.unread_status(measure.completion)]
        still = [measure for measure in known if measure.completion not in ledger.counting.done]
        if still:
            names = join_names(
                [
                    f"{measure.id or '未编号'}（{measure.row.cell('完成程度').ref}，{measure.completion}）"
                    for measure in still
                ]
            )
            yield remark(
                problem.row,
                "完成程度",
                f"是“{problem.completion}”{'，且已销号' if closed else ''}，"
                f"但{len(measures)}条措施中有{len(still)}条没有完成：{names}。",
                "请核对这些措施；确实没完成的，把{}改为“整改中”或填写剩余事项。",
            )


@check(
    "RX612",
    "measure-done-with-open-actions",
    "整改措施已完成，具体措施未完成",
    guards="整改措施写成已完成，它下面的具体措施还没有做完。",
    ignore="不能忽略。",
)
def measure_done_with_open_actions(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every action that is not done under a measure that is."""
    done = ledger.counting.done
    for action in ledger.measures:
        parent = context.measures.get(action.parent) if action.parent and action.parent != action.id else None
        unclear = not action.completion or ledger.unread_status(action.completion)
        if parent and parent.completion in done and not unclear and action.completion not in done:
            yield remark(
                action.row,
                "完成程度",
                f"是“{action.completion}”，但上级措施{parent.id}（第{parent.row.number}行）是“{parent.completion}”。",
                f"请改正{{}}，或改正{parent.row.cell('完成程度').ref}。",
            )


@check(
    "RX613",
    "related-unknown",
    "关联编号找不到",
    guards="反弹的问题指向的原编号不在台账里。",
    ignore="关联的是上一轮台账里的问题时可以忽略；把“上轮问题”填“是”即不再提示。",
)
def related_unknown(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every related id that is not in the ledger; ids of an earlier round are not looked for."""
    if _problems(ledger):
        rows = (
            (problem.row, "关联编号", problem.related) for problem in ledger.problems if not problem.from_last_round
        )
        yield from _nowhere(rows, context.problems, "『问题台账』", "请改正{}；属于上一轮的，请把“上轮问题”填“是”。")


@check(
    "RX614",
    "related-to-itself",
    "关联编号是自己",
    guards="关联编号填了本行的编号，看不出从哪里反弹。",
    ignore="不能忽略。",
)
def related_to_itself(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every problem that is related to itself."""
    for problem in ledger.problems:
        if problem.id and problem.id in problem.related:
            yield remark(problem.row, "关联编号", f"{problem.id}就是本行的编号。", "请把{}改为原问题的编号，或留空。")


@check(
    "RX615",
    "relapse-not-registered",
    "反弹没有重新登记",
    guards="回头看结论是“反弹”，台账里却没有指向原问题的新行。",
    ignore="正在办理登记时可以先忽略。",
)
def relapse_not_registered(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every look-back that found a relapse of a done problem which no new row points back to."""
    registered = {related for problem in ledger.problems for related in problem.related if related != problem.id}
    for review in ledger.reviews:
        for target in review.targets if review.verdict == RELAPSED else ():
            behind = (context.problems.get(name) for name in context.relations.problems_behind([target]))
            done = (problem for problem in behind if problem and problem_counts.is_done(problem, ledger.counting))
            for problem in (problem for problem in done if problem.id not in registered):
                yield remark(
                    review.row,
                    "结论",
                    f"是“反弹”，但{problem.id}仍是“{problem.completion}”，台账里没有重新登记的行。",
                    f"请用“反弹登记”另起一行（“关联编号”填{problem.id}，“备注”写“{registered_relapses.NOTE}{problem.id}”）；"
                    "不要改动原来的行。",
                )


@check(
    "RX616",
    "related-not-closed",
    "关联的问题没有销号",
    guards="“关联编号”指向的问题没有销号，这一行不是反弹后的重新登记，仍计入本轮反馈的问题数。",
    ignore="只是与那个问题有关、确是本轮反馈的问题时可以忽略。",
)
def related_not_closed(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every problem that points to others of this ledger and is no relapse of any; it counts as of this round."""
    pointing = [problem for problem in ledger.problems if problem.related and not problem.from_last_round]
    lineage = registered_relapses.Lineage(ledger) if pointing else None
    for problem in pointing:
        origin = lineage.origin(problem) if lineage else ""
        if lineage and not origin and (older := next(lineage.older_than(problem), None)):
            name, why = older
            since = "销号以前" if context.relations.closing(name) else "没有销号，写成反弹以前"
            yield remark(
                problem.row,
                "关联编号",
                f"指向的{name}{since}，本行就有了（{why}），不是它的反弹，本行按本轮反馈的问题计数。",
                "请清空{}；确是反弹的，请用“反弹登记”另起一行。",
            )
            continue
        if origin:
            continue
        known = [name for name in problem.related if name != problem.id and name in context.problems]
        if known:
            backward = any(context.relations.closing(name) for name in known)
            state = "又指回本行，分不出谁是反弹" if backward else "没有销号"
            yield remark(
                problem.row,
                "关联编号",
                f"指向的{'、'.join(known)}{state}，本行按本轮反馈的问题计数。",
                "是反弹的，请先给原问题办理销号登记，再用“反弹登记”另起一行；不是反弹的，请清空{}。",
            )


@check(
    "RX617",
    "relapse-not-lifted",
    "“反弹”之后的结论不算数",
    guards="回头看查出“反弹”，当天又登记“巩固”，或者由责任人自己登记“巩固”，反弹就看不出来了。",
    ignore="不能忽略；要由责任人以外的人另择日期再看一次。",
)
def relapse_not_lifted(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every look-back that follows a 反弹 and does not do away with it."""
    if not any(review.verdict == RELAPSED for review in ledger.reviews):
        return
    reported: set[int] = set()
    for problem in ledger.problems:
        reviews = context.relations.reviews_of(problem.id)
        verdict = speaking(problem, reviews, context.as_of)
        if verdict is None or verdict.verdict != RELAPSED:
            continue
        for review in reviews:
            after = (review.date.day or date.min, review.row.number) > (
                verdict.date.day or date.min,
                verdict.row.number,
            )
            late = review.date.day is not None and review.date.day > context.as_of
            if after and not late and review.verdict != RELAPSED and review.row.number not in reported:
                reported.add(review.row.number)
                why = lifts(problem, verdict, review)
                yield remark(
                    review.row,
                    "结论",
                    f"是“{review.verdict}”，但{why}，{problem.id}仍按第{verdict.row.number}行的“反弹”对待。",
                    "请由责任人以外的人另择日期再查看一次，照实登记。",
                )
