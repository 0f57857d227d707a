"""RX7xx: whether the facts about how far a problem has come agree with one another."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl import dates
from rectify_xl.judgement.checks.base import Context, Remark, check, is_blank, quote, remark
from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.cells import nothing
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import Ledger, Problem

ONGOING_WORDS = ("继续整改", "未完成", "未整改", "尚未", "正在", "推进中", "整改中", "申请延期", "未启动")
STILL_WORDS = ("持续推进", "长期推进", "长期整改")
"""What goes on, unless a word of completion stands beside it."""
DONE_WORDS = ("完成", "销号", "办结", "整改到位")
PLAN_WORDS = ("前", "拟", "预计", "将于", "计划")
ALREADY_WORDS = (
    "已完成",
    "已整改",
    "已制定",
    "已建立",
    "已印发",
    "已修订",
    "已召开",
    "已开展",
    "已组织",
    "已落实",
    "已清退",
    "整改完成",
    "整改到位",
)


def _says(status: str) -> tuple[bool, bool]:
    """Return whether a status text says that something is done, and that something goes on.

    Every clause is read by itself: a clause with a future deadline (2025年12月前整改完成) goes on.
    """
    done = ongoing = False
    for mark in ";，,。、.":
        status = status.replace(mark, "；")
    for clause in status.split("；"):
        finished = any(word in clause for word in DONE_WORDS)
        planned = (
            finished
            and "已" not in clause
            and any(word in clause for word in PLAN_WORDS)
            and any(mark.isdecimal() for mark in clause)
        )
        if any(word in clause for word in ONGOING_WORDS) or planned or "基本完成" in clause:
            ongoing = True
        elif finished:
            done = True
    if not done and "成效" not in status and any(word in status for word in STILL_WORDS):
        ongoing = True
    return done, ongoing


@check(
    "RX701",
    "status-mixed",
    "状态表述有完成也有未完成",
    guards="状态表述写着部分完成、部分继续整改，完成程度却填了“已完成”，会多计一个完成。",
    ignore="不能忽略；一条里有两种状态的按继续整改计。",
)
def status_mixed(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every problem counted as 完成 whose 状态表述 says that a part of it goes on."""
    for problem in ledger.problems:
        if (
            problem.status_text
            and problem_counts.is_done(problem, ledger.counting)
            and _says(problem.status_text) == (True, True)
        ):
            yield remark(
                problem.row,
                "状态表述",
                f"{quote(problem.status_text)}既有完成也有未完成，完成程度却是“{problem.completion}”。",
                f"请把未完成的部分写进“剩余事项”和“剩余时限”，并把{problem.row.cell('完成程度').ref}改为“整改中”。",
            )


@check(
    "RX702",
    "status-conflict",
    "状态表述与完成程度矛盾",
    guards="状态表述说已完成，完成程度却是整改中；或者反过来。",
    ignore="不能忽略。",
)
def status_conflict(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every problem whose 状态表述 says plainly the opposite of its 完成程度."""
    for problem in ledger.problems:
        if not problem.status_text or not problem.completion or ledger.unread_status(problem.completion):
            continue
        counted = problem_counts.is_done(problem, ledger.counting)
        done, ongoing = _says(problem.status_text)
        plain = done is not ongoing
        if plain and counted is not done:
            rest = f"，剩余事项是{quote(problem.remaining)}" if problem.remaining else ""
            yield remark(
                problem.row,
                "状态表述",
                f"{quote(problem.status_text)}与完成程度“{problem.completion}”矛盾{rest}。",
                f"请核对后改正{{}}或{problem.row.cell('完成程度').ref}；不用原话的，可把{{}}留空，由程序生成。",
            )


@check(
    "RX703",
    "done-with-remaining",
    "已完成却有剩余事项",
    guards="完成程度填了“已完成”，剩余事项却不空，按口径只能计继续整改。",
    ignore="不能忽略。",
)
def done_with_remaining(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every problem that is said to be done while something remains."""
    for problem in ledger.problems:
        if problem.remaining and problem.completion in ledger.counting.done:
            yield remark(
                problem.row,
                "完成程度",
                f"是“{problem.completion}”，但剩余事项写着{quote(problem.remaining)}。",
                f"请把{{}}改为“基本完成”或“整改中”；确已全部完成的，请清空{problem.row.cell('剩余事项').ref}。",
            )


def _undated(ledger: Ledger, *, longterm: bool) -> Iterator[Problem]:
    for problem in ledger.problems:
        done = problem_counts.is_done(problem, ledger.counting)
        if done and (problem.follow_up in ledger.counting.longterm) is longterm and is_blank(problem.row, "完成日期"):
            yield problem


@check(
    "RX704",
    "done-without-date",
    "已完成却没有完成日期",
    guards="说已完成，却说不出哪天完成，无法核对是否逾期。",
    ignore="平时填报可以先空着，上报前要补齐。",
)
def done_without_date(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every done problem without a date, those under 长期坚持 left out."""
    for problem in _undated(ledger, longterm=False):
        yield remark(
            problem.row, "完成日期", f"没有填写，完成程度已是“{problem.completion}”。", "请在{}填写全部完成的日期。"
        )


@check(
    "RX705",
    "longterm-without-date",
    "长期坚持没有取得成效的日期",
    guards="长期坚持的问题计入完成，却没有写哪天取得阶段性成效。",
    ignore="确实说不出具体日子时可以忽略。",
)
def longterm_without_date(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every done problem under 长期坚持 without a date."""
    for problem in _undated(ledger, longterm=True):
        yield remark(
            problem.row,
            "完成日期",
            f"没有填写，本行按“{problem.completion}、{problem.follow_up}”计入完成。",
            "请在{}填写取得阶段性成效的日期。",
        )


@check(
    "RX706",
    "open-with-date",
    "未完成却有完成日期",
    guards="填了完成日期，完成程度却不是已完成，两者必有一个没有更新。",
    ignore="不能忽略；计划完成的日子请填在时限一列。",
)
def open_with_date(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every problem and measure that is not done and has a 完成日期."""
    statuses = [(problem.row, problem.completion, problem.finished) for problem in ledger.problems]
    statuses += [(measure.row, measure.completion, measure.finished) for measure in ledger.measures]
    for row, completion, finished in statuses:
        unclear = not completion or ledger.unread_status(completion)
        if finished.known and not unclear and completion not in ledger.counting.done:
            yield remark(
                row,
                "完成日期",
                f"填了{finished.iso}，完成程度却是“{completion}”。",
                f"请把{row.cell('完成程度').ref}改为“已完成”，或清空{{}}。",
            )


@check(
    "RX707",
    "remaining-without-due",
    "剩余事项没有时限",
    guards="写了还有什么没做完，却没有写什么时候做完，无法预警。",
    ignore="平时填报可以先空着，上报前要补齐。",
)
def remaining_without_due(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every problem with something remaining and no deadline for it."""
    for problem in ledger.problems:
        if problem.remaining and is_blank(problem.row, "剩余时限"):
            yield remark(
                problem.row,
                "剩余时限",
                f"没有填写，剩余事项是{quote(problem.remaining)}。",
                "请在{}填写剩余事项打算哪天办完；它不改变整改时限，到时限办不完的，要申请延期。",
            )


@check(
    "RX708",
    "due-without-remaining",
    "有剩余时限没有剩余事项",
    guards="填了剩余时限，却没有写剩余什么；或者事项已清空，时限忘了清空。",
    ignore="不能忽略；整改时限为空或只写长期坚持的，预警按剩余时限计算。",
)
def due_without_remaining(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every deadline for a remaining part that is not told."""
    for problem in ledger.problems:
        typed = problem.row.text("剩余事项")
        if problem.remaining_due.kind != "none" and (
            is_blank(problem.row, "剩余事项") or (typed and not problem.remaining)
        ):
            yield remark(
                problem.row,
                "剩余事项",
                f"{f'写的是{quote(typed)}' if typed else '没有填写'}，"
                f"剩余时限却是{problem.remaining_due.iso or problem.remaining_due.text}。",
                f"请在{{}}写明剩余什么；已全部完成的，请清空{problem.row.cell('剩余时限').ref}。",
            )


@check(
    "RX709",
    "immediate-not-done",
    "即知即改却未完成",
    guards="标了即知即改，却没有完成，与“立行立改”的要求不符。",
    ignore="不能忽略；一时改不完的，请把“即知即改”改为“否”。",
)
def immediate_not_done(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every problem marked 即知即改 that is not done."""
    for problem in ledger.problems:
        unclear = not problem.completion or ledger.unread_status(problem.completion)
        if problem.immediate and not unclear and not problem_counts.is_done(problem, ledger.counting):
            rest = f"，还有剩余事项{quote(problem.remaining)}" if problem.remaining else ""
            yield remark(
                problem.row,
                "即知即改",
                f"是“是”，完成程度却是“{problem.completion}”{rest}。",
                f"请改正{problem.row.cell('完成程度').ref}，或把{{}}改为“否”。",
            )


@check(
    "RX716",
    "immediate-late",
    "即知即改却拖了很久",
    guards=f"标了即知即改，完成日期却在反馈{vocabulary.AT_ONCE_DAYS}天以后，是后来改完的，不是当即改的。",
    ignore="完成日期是补办手续的日子，事情确是当即改的，可以忽略。",
)
def immediate_late(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every problem marked 即知即改 that was finished long after the feedback."""
    feedback = ledger.feedback
    if feedback is None:
        return
    for problem in ledger.problems:
        day = problem.finished.day
        if problem.immediate and day and (days := (day - feedback).days) > vocabulary.AT_ONCE_DAYS:
            yield remark(
                problem.row,
                "即知即改",
                f"是“是”，完成日期{day.isoformat()}却是反馈后{days}天。",
                f"请核对{problem.row.cell('完成日期').ref}；不是当即改的，把{{}}改为“否”。",
            )


@check(
    "RX710",
    "longterm-without-rhythm",
    "长期坚持没有周期",
    guards="写了长期坚持、持续推进，却看不出多久做一次，日后无法核查。",
    ignore="靠制度固化、不需要定期动作的可以忽略。",
)
def longterm_without_rhythm(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every 长期坚持 problem of which neither a measure nor the progress tells how often."""
    for problem in ledger.problems:
        if problem.follow_up not in ledger.counting.longterm or not problem.follow_up:
            continue
        measures = context.relations.measures_of(problem.id)
        texts = (
            problem.progress,
            problem.due.text,
            *(f"{measure.period}{measure.text}{measure.due.text}" for measure in measures),
        )
        if not any(word in text for text in texts for word in dates.PERIOD_WORDS):
            where = f"{len(measures)}条措施和整改进展里" if measures else "整改措施（没有登记）和整改进展里"
            yield remark(
                problem.row,
                "后续要求",
                f"是“{problem.follow_up}”，但{where}都没有写多久做一次。",
                "请在『整改措施』的“周期”选每月、每季度等。",
            )


@check(
    "RX711",
    "not-started-but-done",
    "未启动却写着已做",
    guards="完成程度还是“未启动”，整改进展里却已经做了事，忘了更新。",
    ignore="不能忽略。",
)
def not_started_but_done(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every problem that has not started while its progress tells what was done."""
    for problem in ledger.problems:
        if problem.completion != vocabulary.NOT_STARTED:
            continue
        word = next((candidate for candidate in ALREADY_WORDS if candidate in problem.progress), "")
        if word:
            yield remark(
                problem.row,
                "完成程度",
                f"是“{problem.completion}”，整改进展却写着“{word}”。",
                f"请把{{}}改为“整改中”或“已完成”，或改正{problem.row.cell('整改进展').ref}。",
            )


@check(
    "RX712",
    "unpublished-without-reason",
    "不公开没有理由",
    guards="不写入公开稿的问题没有说明理由，上级会问。",
    ignore="不能忽略。",
)
def unpublished_without_reason(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every withheld problem without a reason."""
    for problem in ledger.problems:
        typed = problem.row.text("不公开理由")
        if not problem.published and (is_blank(problem.row, "不公开理由") or (typed and not nothing.filled(typed))):
            stands = f"写的是{quote(typed)}" if typed else "没有填写"
            yield remark(
                problem.row,
                "不公开理由",
                f"{stands}，本行“公开”是“否”。",
                "请在{}写明理由，如涉及个人隐私、国家秘密。",
            )


@check(
    "RX713",
    "reason-but-published",
    "有不公开理由却会公开",
    guards="写了不公开理由，“公开”却没有填“否”，问题会写进社会公开稿。",
    ignore="不能忽略。",
)
def reason_but_published(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every problem with a reason to withhold it that would be published."""
    for problem in ledger.problems:
        reason = nothing.filled(problem.row.text("不公开理由"))
        if problem.published and reason:
            flag = problem.row.text("公开")
            yield remark(
                problem.row,
                "公开",
                f"{f'是{quote(flag)}' if flag else '没有填写（按“是”）'}，不公开理由却写着{quote(reason)}，"
                "会写进社会公开稿。",
                f"不公开的，请把{{}}改为“否”；可以公开的，请清空{problem.row.cell('不公开理由').ref}。",
            )


@check(
    "RX714",
    "longterm-due-without-follow-up",
    "时限长期却没有后续要求",
    guards="时限写着长期坚持，后续要求却是“无”，完成后就没有人再管。",
    ignore="不能忽略。",
)
def longterm_due_without_follow_up(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every problem whose deadline is 长期坚持 and that nothing is to follow."""
    for problem in ledger.problems:
        if problem.due.kind == "longterm" and problem.follow_up == vocabulary.NOTHING_FOLLOWS:
            yield remark(
                problem.row,
                "后续要求",
                f"是“{problem.follow_up}”，整改时限却是{quote(problem.due.text)}。",
                f"请把{{}}改为“长期坚持”，或给{problem.row.cell('整改时限').ref}填具体日期。",
            )


@check(
    "RX715",
    "counting-widened",
    "口径放宽",
    guards="在《字典》里把“整改中”“基本完成”也计为完成，或把真实的剩余事项列为“视为无剩余”：完成数、完成率变高，逾期变少，报表上看不出来。",
    ignore="上级同意这样统计的可以忽略，并在报送时说明。",
)
def counting_widened(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield the cell of every word besides 已完成 that 字典 counts as done."""
    for widened in problem_counts.widened(ledger):
        yield Remark(
            widened.cell,
            widened.word,
            f"口径改过：完成程度“{widened.word}”也计为完成，现有{widened.added}因此计入完成、不算逾期。",
            f"请把{widened.cell.ref}改回“否”；上级同意这样统计的，请在报送时说明。",
        )
    yield from _remainders_hidden(ledger)


def _remainders_hidden(ledger: Ledger) -> Iterator[Remark]:
    """Yield the words of an office's own in 视为无剩余 by which something that remains counts as nothing."""
    usual = nothing.folded_words(vocabulary.LISTS[vocabulary.NOTHING_REMAINS])
    hidden: dict[str, list[Problem]] = {}
    for problem in ledger.problems:
        text = problem.row.text("剩余事项")
        if text and not problem.remaining and nothing.remains(text, usual):
            hidden.setdefault(text, []).append(problem)
    for word, problems in hidden.items():
        done = sum(problem_counts.is_done(problem, ledger.counting) for problem in problems)
        yield Remark(
            problems[0].row.cell("剩余事项"),
            problems[0].id,
            f"口径改过：《字典》的“{vocabulary.NOTHING_REMAINS}”里有“{word}”，{len(problems)}个问题的剩余事项因此不算，"
            f"其中{done}个计入完成、不算逾期。",
            f"请从“{vocabulary.NOTHING_REMAINS}”里删去它；确实没有剩余的，把剩余事项改为“无”。",
        )
