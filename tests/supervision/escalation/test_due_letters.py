"""The letter that is due follows from days late, from the table of the office, and from what went out before."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import complete, load
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.letters import issued
from rectify_xl.ledger.letters.issued import Issued
from rectify_xl.ledger.records import Ledger
from rectify_xl.papers import supervision_letter
from rectify_xl.supervision.escalation import due_letters
from rectify_xl.text.provenance import TracedText

AS_OF = date(2026, 11, 20)
TABLES = complete("""
        [基本信息]
        单位名称 | 云岭县图书馆
        反馈日期 | 2026-03-12
        [问题台账]
        编号 | 方面 | 具体问题 | 牵头领导 | 责任科室 | 整改时限   | 完成程度 | 剩余事项
        P001 | 甲   | 甲问题   | 周明远   | 采编部   | 2026-11-19 | 整改中   |
        P002 | 甲   | 乙问题   | 何静     | 采编部   | 2026-10-30 | 整改中   | 验收
        P003 | 甲   | 丙问题   |          | 财务室   | 2026-07-31 | 未启动   |
        P004 | 甲   | 丁问题   |          | 财务室   | 2026-07-31 | 已完成   |
        P005 | 甲   | 戊问题   |          | 财务室   | 2026-12-31 | 整改中   |
        P006 | 甲   | 己问题   | 周明远   | 采编部   | 2026-11-18 | 整改中   |
    """)
LEDGER = load(TABLES)


def with_letters(*lines: str) -> Ledger:
    """Return the ledger with these lines of 变更记录 about letters."""
    head = "[变更记录]\n表 | 行编号 | 列 | 原值 | 新值"
    return load("\n".join([TABLES, head, *lines]))


def test_the_stage_follows_from_days_late() -> None:
    """Done and timely problems get no letter; the others begin with the mildest, however late they are."""
    found = due_letters.late(LEDGER, AS_OF, {})
    assert [(each.problem.id, each.days, each.word) for each in found] == [
        ("P001", 1, "督办通知书"),
        ("P002", 21, "督办通知书"),
        ("P003", 112, "督办通知书"),
        ("P006", 2, "督办通知书"),
    ]


def test_a_department_gets_one_letter_for_each_stage() -> None:
    """The letter with the latest problem comes first, and within a letter the latest problem."""
    made = due_letters.letters(due_letters.late(LEDGER, AS_OF, {}))
    assert [(each.word, each.department, [late.problem.id for late in each.late]) for each in made] == [
        ("督办通知书", "财务室", ["P003"]),
        ("督办通知书", "采编部", ["P002", "P006", "P001"]),
    ]


def test_a_letter_on_record_is_known_and_the_next_rung_follows() -> None:
    """What went out is read back from 变更记录; P003 has its first letter, and now gets the second."""
    sent = [Issued("P003", "督办通知书", "2026-08-05", "财务室"), Issued("P002", "阶段督查指导书", "2026-11-16", "")]
    records = [LogLine("2026-08-05 09:00:00", "王芳", "督办函", change) for change in issued.changes(sent)]
    assert issued.read(records) == tuple(sent)
    ledger = with_letters(*(f"督办文书 | {one.problem} | {one.word} | | {one.day} {one.department}" for one in sent))
    assert issued.of(ledger) == tuple(sent)
    found = {each.problem.id: each for each in due_letters.late(ledger, AS_OF, {})}
    assert found["P002"].sent == sent[1]
    assert (found["P003"].sent, found["P003"].word, found["P003"].letter.by_days) == (None, "阶段督查指导书", "问责书")
    assert found["P001"].letter.behind is False


def test_the_ladder_of_the_office_counts() -> None:
    """Where 字典 has two letters, no other is drafted."""
    own = load(
        complete("""
            [基本信息]
            反馈日期 | 2026-03-12
            [问题台账]
            编号 | 方面 | 具体问题 | 整改时限   | 完成程度
            P001 | 甲   | 甲问题   | 2026-11-01 | 整改中
            P002 | 甲   | 乙问题   | 2026-11-19 | 整改中
            [字典]
            督办文书 | 逾期天数
            催办单   | 5
            约谈函   | 10
        """)
    )
    assert [(each.problem.id, each.word) for each in due_letters.late(own, AS_OF, {})] == [("P001", "催办单")]


def test_what_is_printed_knows_its_cell() -> None:
    """Each field of a letter comes with the address from which it was read."""
    ledger = with_letters("督办文书 | P002 | 督办通知书 | | 2026-11-02 采编部")
    (letter,) = (
        each for each in due_letters.letters(due_letters.late(ledger, AS_OF, {})) if each.word == "阶段督查指导书"
    )
    values = supervision_letter.values(ledger, letter, AS_OF, None)
    (line,) = values["问题"]
    assert line["剩余"] == "验收"
    assert isinstance(line["剩余"], TracedText)
    assert line["剩余"].sources == ("问题台账!H3",)
    assert line["时限"] == "2026年10月30日"
    assert line["下一步"] == "2026年11月29日起发《情况提醒书》"
    assert line["还缺"] == [
        "1. 整改尚未完成（目前“整改中”）",
        "2. 剩余事项尚未办完：验收",
        "3. 没有填报完成日期",
        "4. 没有登记整改措施",
        "5. 没有报送佐证材料",
    ]
    assert [each.sources for each in line["还缺"]][:2] == [("问题台账!G3",), ("问题台账!H3",)]
    assert values["升级"] == "自2026年11月29日起发《情况提醒书》"
    assert values["抄送"] == "何静"
    assert values["回复期限"] == supervision_letter.BLANK_DATE
