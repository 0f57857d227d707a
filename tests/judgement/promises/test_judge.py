"""A commitment is kept by a record or by being told as done, due before its day, and broken after it."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.judgement.promises import Promise, find, judge

BASE = """
[基本信息]
反馈日期 | 2025-03-18
{info}
[问题台账]
编号 | 完成程度 | 完成日期 | 整改进展 | 状态表述
P001 | {completion} | {finished} | {text} | {printed}
[整改措施]
措施编号 | 问题编号
M001-1 | P001
{more}
"""


TAKEN_BACK = """[变更记录]
时间 | 行编号 | 列 | 新值
2025-07-22 | P001 | 完成程度 | 已完成
2025-07-29 | P001 | 完成程度 | 整改中
"""
EVIDENCE = "[佐证材料]\n编号 | 问题/措施编号 | 名称 | 日期\n"


def only(
    text: str,
    as_of: str,
    *,
    more: str = "",
    info: str = "",
    completion: str = "整改中",
    finished: str = "",
    printed: str = "",
) -> Promise:
    tables = BASE.format(text=text, more=more, info=info, completion=completion, finished=finished, printed=printed)
    ledger = load(tables)
    [judged] = judge(find(ledger), ledger, date.fromisoformat(as_of))
    return judged


def test_a_plan_is_due_on_its_day_and_broken_after_the_next_working_day() -> None:
    """20 July 2025 is a Sunday: the plan may be kept on Monday, as a deadline may; the reason says so, and its year."""
    text = "拟于7月20日完成培训"
    monday = only(text, "2025-07-21")
    assert (monday.verdict, monday.due, monday.binding) == ("due", date(2025, 7, 20), date(2025, 7, 21))
    assert monday.reason.startswith("期限2025年7月20日（逢节假日，顺延到2025年7月21日），今天到期")
    broken = only(text, "2025-07-22")
    assert (broken.verdict, broken.due) == ("broken", date(2025, 7, 20))
    assert broken.reason == (
        "期限2025年7月20日（逢节假日，顺延到2025年7月21日）已过1天，没有写明结果，也没有记录"
        "（原文未写年份，按反馈日期推定为2025年）"
    )


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (EVIDENCE + "Z1 | M001-1 | 医德医风培训签到表 | 2025-07-18", "佐证材料（佐证材料!D2）"),
        (EVIDENCE + "Z1 | P001 | 培训照片 | 2025-07-25", "佐证材料（佐证材料!D2），迟4天"),
        ("[回头看]\n日期 | 问题/措施编号 | 结论\n2025-08-01 | P001 | 巩固", "回头看（回头看!A2），迟11天"),
        (
            "[变更记录]\n时间 | 行编号 | 列 | 原值 | 新值\n2025-07-20 09:30 | P001 | 完成程度 | 整改中 | 已完成",
            "变更记录（变更记录!A2）",
        ),
    ],
)  # fmt: skip
def test_a_record_keeps_a_plan(more: str, what: str) -> None:
    """Evidence about the same thing, a good look-back, or the change to done; a late one says so."""
    judged = only("拟于7月20日完成培训", "2025-09-26", more=more)
    assert judged.verdict == "kept"
    assert what in judged.reason


@pytest.mark.parametrize(
    "more",
    [
        EVIDENCE + "Z1 | P001 | 采购合同 | 2025-07-18",
        EVIDENCE + "Z1 | P002 | 培训照片 | 2025-07-18",
        EVIDENCE + "Z1 | P001 | 培训照片 | 2025-10-18",
        EVIDENCE + "Z1 | P001 | 培训照片 | 2025-02-18",
        EVIDENCE + "Z1 | P001 | 培训照片 | 2025-06-18",
        EVIDENCE + "Z1 | P001 | 培训方案 | 2025-07-18",
        EVIDENCE + "Z1 | P001 | 培训延期申请 | 2025-07-28",
        EVIDENCE + "Z1 | P001 | 培训未开展的情况 | 2025-07-28",
        "[回头看]\n日期 | 问题/措施编号 | 发现 | 结论\n2025-08-01 | P001 | 培训没有开展 | 松动",
        "[变更记录]\n时间 | 行编号 | 列 | 新值\n2025-07-22 | P001 | 整改进展 | 培训尚未开展",
        "[变更记录]\n时间 | 行编号 | 列 | 新值\n2025-07-10 | P001 | 整改进展 | 拟于7月20日完成培训",
        TAKEN_BACK,
        "[回头看]\n日期 | 问题/措施编号 | 结论\n2025-08-01 | P001 | 松动",
        "[变更记录]\n时间 | 行编号 | 列 | 原值 | 新值\n2025-07-19 | P001 | 完成程度 | 未启动 | 整改中",
    ],
)
def test_other_records_keep_nothing(more: str) -> None:
    """Neither another thing, problem or time, nor what prepares, excuses, denies, or was taken back."""
    assert only("拟于7月20日完成培训", "2025-09-26", more=more).verdict == "broken"


@pytest.mark.parametrize(
    ("text", "completion", "finished", "verdict"),
    [
        ("拟于7月20日完成培训", "已完成", "2025-07-20", "kept"),
        ("拟于7月20日完成培训", "已完成", "2025-08-15", "kept"),
        ("拟于7月20日完成培训", "已完成", "2025-06-30", "broken"),
        ("拟于7月20日完成培训", "整改中", "2025-07-20", "broken"),
        ("拟于7月中旬完成培训", "已完成", "2025-07-11", "kept"),
        ("拟于7月中旬完成培训", "已完成", "2025-07-10", "broken"),
        ("7月20日前完成培训", "已完成", "2025-07-15", "kept"),
        ("7月20日前完成培训", "已完成", "2025-06-30", "broken"),
        ("拟于10月中旬完成培训", "已完成", "2025-06-30", "due"),
        ("7月20日未完成培训", "已完成", "2025-06-30", "broken"),
        ("培训暂未开展", "已完成", "2025-06-30", "due"),
        ("正在采购设备", "已完成", "2025-06-30", "due"),
    ],
)
def test_a_day_of_completion_keeps_what_was_promised_up_to_it(
    text: str, completion: str, finished: str, verdict: str
) -> None:
    """完成日期 is a record of its own day: it keeps no later promise, and no word that something is not done."""
    assert only(text, "2025-09-26", completion=completion, finished=finished).verdict == verdict


@pytest.mark.parametrize(
    ("text", "evidence", "verdict"),
    [
        ("7月20日前完成培训", "培训签到表 | 2025-05-10", "kept"),
        ("拟于7月20日完成培训", "培训签到表 | 2025-05-10", "broken"),
        ("拟于7月20日完成培训", "培训签到表 | 2025-07-02", "kept"),
        ("拟于7月20日前制定采购方案", "采购方案 | 2025-07-10", "kept"),
        ("培训暂未开展", "培训签到表 | 2025-09-28", "kept"),
        ("培训暂未开展", "培训签到表 | 2025-08-10", "due"),
    ],
)
def test_what_speaks_of_the_same_thing(text: str, evidence: str, verdict: str) -> None:
    """A deadline may be kept early; a day not months before; what was not begun when the notice said so, only after."""
    more = EVIDENCE + "Z1 | P001 | " + evidence
    info = "通报日期 | 2025-09-26" if "暂未" in text else ""
    assert only(text, "2025-09-30", more=more, info=info).verdict == verdict


@pytest.mark.parametrize(
    ("completion", "finished", "verdict"),
    [
        ("已完成", "2025-07-21", "kept"),
        ("已完成", "2025-05-21", "broken"),
        ("整改中", "2025-07-21", "broken"),
        ("已完成", "", "broken"),
    ],
)
def test_a_finished_measure_keeps_its_own_promise(completion: str, finished: str, verdict: str) -> None:
    """完成日期 of the measure counts for its words, while the problem is still open."""
    ledger = load(f"""
    [基本信息]
    反馈日期 | 2025-03-18
    [问题台账]
    编号 | 完成程度
    P001 | 整改中
    [整改措施]
    措施编号 | 问题编号 | 措施内容 | 完成程度 | 完成日期
    M001-1 | P001 | 拟于7月18日完成培训 | {completion} | {finished}
    """)
    [judged] = judge(find(ledger), ledger, date(2025, 9, 26))
    assert judged.verdict == verdict


@pytest.mark.parametrize(
    ("column", "completion", "verdict"),
    [("整改进展", "整改中", "kept"), ("剩余事项", "整改中", "broken"), ("状态表述", "整改中", "broken")],
)
def test_a_bare_date_where_open_work_stands_is_a_plan(column: str, completion: str, verdict: str) -> None:
    """8月1日完成培训 reports in 整改进展; in 剩余事项, and in the status of an open problem, it promises."""
    ledger = load(f"""
    [基本信息]
    反馈日期 | 2025-03-18
    [问题台账]
    编号 | 完成程度 | {column}
    P001 | {completion} | 8月1日完成培训
    """)
    [judged] = judge(find(ledger), ledger, date(2025, 9, 26))
    assert judged.verdict == verdict


def test_an_approved_extension_moves_a_plan() -> None:
    """The later day binds and is named."""
    more = """[销号登记]
    问题编号 | 类型 | 结论 | 延期至 | 日期 | 申请日期 | 主要负责人 | 延期理由
    P001 | 延期 | 通过 | 2025-10-31 | 2025-06-20 | 2025-06-18 | 周某 | 等待采购"""
    rows = BASE.format(
        text="拟于7月20日完成培训 | 2025-07-31", more=more, info="", completion="整改中", finished="", printed=""
    )
    ledger = load(rows.replace("整改进展", "整改进展 | 整改时限"))
    [judged] = judge(find(ledger), ledger, date(2025, 9, 26))
    assert (judged.due, judged.verdict) == (date(2025, 10, 31), "due")
    assert "已批准延期到2025年10月31日（销号登记!D2）" in judged.reason


def test_told_as_done() -> None:
    """A day that had come is kept; one after the notice is not, whatever the text says."""
    assert only("6月5日召开会议", "2025-09-26", info="通报日期 | 2025-09-26").verdict == "kept"
    ahead = only("10月5日召开会议", "2025-10-05", info="通报日期 | 2025-09-26", printed="继续整改")
    assert (ahead.verdict, ahead.due) == ("due", date(2025, 10, 5))
    assert ahead.reason.startswith("写成已办，但通报日期为2025年9月26日，2025年10月5日还没有到")
    late = only("10月5日召开会议", "2025-10-06", info="通报日期 | 2025-09-26", printed="继续整改")
    assert late.verdict == "broken"


@pytest.mark.parametrize(
    ("text", "as_of", "verdict", "reason"),
    [
        ("10月5日召开会议", "2025-10-06", "kept", "写成2025年10月5日已办"),
        ("10月5日，当场解决问题5个。", "2025-11-30", "kept", "写成2025年10月5日已办"),
        ("10月5日召开会议", "2025-10-04", "due", "写了2025年10月5日的事，截至2025年10月4日那一天还没有到"),
        ("自2026年1月1日起执行新的收费标准", "2025-10-06", "due", "从2026年1月1日起，还没有到"),
    ],
)
def test_a_row_that_is_kept_after_the_notice_tells_its_own_progress(
    text: str, as_of: str, verdict: str, reason: str
) -> None:
    """Only what was printed in the notice stands as of its day; what the office writes on is judged as of today."""
    judged = only(text, as_of, info="通报日期 | 2025-09-26")
    assert (judged.verdict, judged.reason.partition("（")[0]) == (verdict, reason)


def test_a_printed_row_goes_on_once_it_is_finished_or_changed() -> None:
    """完成日期 and 变更记录 show that somebody wrote on after the notice."""
    info = "通报日期 | 2025-09-26"
    finished = only(
        "10月8日拆除完毕", "2025-11-30", info=info, printed="继续整改", completion="已完成", finished="2025-10-08"
    )
    assert (finished.verdict, finished.reason.partition("（")[0]) == ("kept", "写成2025年10月8日已办")
    changed = "[变更记录]\n时间 | 行编号 | 列 | 新值\n2025-10-09 | P001 | 整改进展 | 10月8日拆除完毕"
    assert only("10月8日拆除完毕", "2025-11-30", info=info, printed="继续整改", more=changed).verdict == "kept"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("2025年9月底完成", "due"),
        ("2025年三季度完成", "due"),
        ("2025年6月底完成", "due"),
        ("2025年6月底完成了整改", "kept"),
        ("2025年6月底已完成", "kept"),
    ],
)
def test_a_month_with_a_bare_verb_is_a_plan_where_the_work_goes_on(text: str, verdict: str) -> None:
    """Nobody can tell whether 9月底完成 was kept in a row that is not finished."""
    assert only(text, "2025-09-26").verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict", "due"),
    [
        ("每月开展一次抽查，已开展4次", "kept", "2026-10-29"),
        ("每月25日前报送进度", "broken", "2026-08-25"),
        ("计划从10月起每月通报", "due", "2026-10-31"),
        ("每月开展一次抽查", "broken", "2026-07-31"),
    ],
)
def test_a_rhythm_counts_from_where_its_words_put_it(text: str, verdict: str, due: str) -> None:
    """A told count, a day of the month, and the month in which it begins."""
    ledger = load(
        f"[基本信息]\n反馈日期 | 2026-03-12\n通报日期 | 2026-06-30\n[问题台账]\n编号 | 整改进展\nP001 | {text}"
    )
    [judged] = [each for each in judge(find(ledger), ledger, date(2026, 9, 28)) if each.commitment.piece.period]
    assert (judged.verdict, str(judged.due)) == (verdict, due)
    assert only("10月5日召开会议", "2025-10-04").verdict == "due"
    assert only("10月召开会议", "2025-10-04").verdict == "kept"


@pytest.mark.parametrize(
    ("as_of", "more", "verdict", "due"),
    [
        ("2025-10-27", "", "due", "2025-10-27"),
        ("2025-10-28", "", "broken", "2025-10-27"),
        ("2025-10-28", "[佐证材料]\n编号 | 问题/措施编号 | 日期\nZ1 | P001 | 2025-10-10", "kept", "2025-11-10"),
        ("2025-11-11", "[佐证材料]\n编号 | 问题/措施编号 | 日期\nZ1 | P001 | 2025-10-10", "broken", "2025-11-10"),
        ("2025-10-28", "[佐证材料]\n编号 | 问题/措施编号 | 日期\nZ1 | P001 | 2025-06-10", "broken", "2025-10-27"),
    ],
)
def test_a_rhythm_counts_from_the_notice_and_from_its_last_record(
    as_of: str, more: str, verdict: str, due: str
) -> None:
    """每月 leaves 31 days for the next record."""
    judged = only("每月自查", as_of, more=more, info="通报日期 | 2025-09-26")
    assert (judged.verdict, judged.due) == (verdict, date.fromisoformat(due))


def test_a_daily_round_leaves_a_record_every_month() -> None:
    """It is not broken on the second day."""
    assert only("每天巡查一次", "2025-10-27", info="通报日期 | 2025-09-26").verdict == "due"
    assert only("每天巡查一次", "2025-10-28", info="通报日期 | 2025-09-26").verdict == "broken"


def test_a_rhythm_without_any_date_of_the_round() -> None:
    """It is due, and says why no day can be told."""
    ledger = load("[问题台账]\n编号 | 整改进展\nP001 | 每月自查")
    [judged] = judge(find(ledger), ledger, date(2025, 9, 26))
    assert (judged.verdict, judged.due) == ("due", None)
    assert judged.reason == "承诺“每月”，反馈日期、通报日期都读不出来，期限无从推算"


def test_intentions_stay_due_until_recorded() -> None:
    """Without a date nothing can be broken; under a finished status the contradiction is told."""
    assert only("正在采购设备", "2025-09-26").verdict == "due"
    done = only("正在采购设备", "2025-09-26", completion="已完成")
    assert done.reason == "没有写明期限，也没有记录，而完成程度填“已完成”"
    bought = only("正在采购设备", "2025-09-26", more=EVIDENCE + "Z1 | P001 | 设备验收单 | 2025-07-18")
    assert (bought.verdict, bought.reason) == ("kept", "2025年7月18日有佐证材料（佐证材料!D2）")


@pytest.mark.parametrize(
    ("finished", "reason"),
    [
        ("2025年7月", "2025年7月有完成日期（问题台账!C2）"),
        ("2025年8月", "2025年8月有完成日期（问题台账!C2），至少迟8天"),
        ("2025-07-31", "2025年7月31日有完成日期（问题台账!C2），迟7天"),
        ("2025年三季度", "2025年9月有完成日期（问题台账!C2）"),
    ],
)
def test_a_month_of_completion_tells_no_day(finished: str, reason: str) -> None:
    """It is late only where even its first day is."""
    text = "拟于7月24日完成培训"
    judged = only(text, "2025-10-26", completion="已完成", finished=finished)
    assert (judged.verdict, judged.reason.partition("（原文")[0]) == ("kept", reason)
