"""Each step writes its own cells, says why it cannot be taken, and tells the second person who was first."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks
from rectify_xl.ledger.closure_rules.closure_terms import StepRequest
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.supervision.closure_steps.take_steps import apply_step
from rectify_xl.text.cell_value import Raw
from tests.addresses import ref
from tests.supervision.closure_steps import closing_ledgers
from tests.supervision.closure_steps.closing_ledgers import AS_OF, FILES, SIGNED, order


def after(raw: RawBook, *orders: StepRequest, name: str = "P001") -> RawBook:
    for each in orders:
        changes, refused = apply_step(closing_ledgers.read(raw), [name], each, AS_OF, FILES)
        assert refused == ()
        raw = ledger_builder.apply(raw, changes)
    return raw


def refusal(raw: RawBook, wanted: StepRequest, *names: str) -> str:
    changes, refused = apply_step(closing_ledgers.read(raw), names or ["P001"], wanted, AS_OF, FILES)
    assert changes == ()
    assert all(each.remedy for each in refused)
    return "；".join(f"{each.problem}{each.text}" for each in refused)


def line(raw: RawBook, sheet: str, number: int) -> dict[str, Raw]:
    rows = raw.sheets[sheet].rows
    return {str(name): value for name, value in zip(rows[0], rows[number - 1], strict=False) if value is not None}


def test_the_whole_way_leaves_one_complete_row_and_no_finding() -> None:
    """Application, three signatures and approval fill one row; `check` has nothing to say about it."""
    raw = after(closing_ledgers.book(), *SIGNED, order("approve"))
    assert line(raw, "销号登记", 2) == {
        "问题编号": "P001",
        "类型": "销号",
        "申请日期": AS_OF,
        "申请人": "吴某",
        "验收意见": "同意销号",
        "验收人": "吴某 2025-09-01",
        "分管领导": "周某 2025-09-01",
        "主要负责人": "钱某 2025-09-01",
        "结论": "通过",
        "日期": AS_OF,
    }
    found = checks.run(closing_ledgers.read(raw), checks.profile("公开"), AS_OF)
    assert [each.code for each in found if each.sheet == "销号登记"] == []


@pytest.mark.parametrize("wanted", [*SIGNED, order("approve"), order("reject", by="周某"), order("extend", by="周某")])
def test_the_second_person_is_told_who_was_first_and_when(wanted: StepRequest) -> None:
    """Whatever step somebody tries on a closed problem, the answer names the row, the people and the day."""
    raw = after(closing_ledgers.book(), *SIGNED, order("approve"))
    assert refusal(raw, wanted) == (
        "P001已于2025-09-01通过销号（『销号登记』第2行，经办：吴某、吴某、周某、钱某），不再办理"
    )


def test_a_second_application_and_a_second_signature_are_told_as_well() -> None:
    """While an application runs, the answer names who applied, who signed, and who is awaited."""
    raw = after(closing_ledgers.book(), *SIGNED[:2])
    assert refusal(raw, SIGNED[0]) == ("P001已由吴某于2025-09-01申请销号（『销号登记』第2行），现等待分管领导签字")
    assert (
        refusal(raw, SIGNED[1])
        == f"P001责任科室一栏已由吴某于2025-09-01签字（{ref('验收人', 2, '销号登记')}），不再重复签"
    )


@pytest.mark.parametrize(
    ("done", "wanted", "said"),
    [
        (0, SIGNED[1], "P001还没有申请"),
        (1, SIGNED[3], "P001主要负责人不能先签，责任科室、分管领导还没有签字"),
        (1, order("sign", by="吴某", role="责任科室"), "P001责任科室签字要有验收意见"),
        (1, order("sign", by="", role="责任科室"), "P001签字要写明谁、以什么身份"),
        (4, order("sign", by="孙某", role="上级"), "P001本台账不要求上级复核签字"),
        (2, order("approve"), "P001还不能销号，有2项条件不具备"),
        (1, order("reject", by="周某", reason="不实"), "P001退回要写明谁退回、理由和补充要求"),
        (0, order("apply"), "P001没有写申请人"),
        (0, order("apply", by="吴某", day=date(2025, 9, 2)), "P001办理日期2025-09-02还没有到（今天2025-09-01）"),
        (0, order("apply", by="吴某", day=date(2025, 3, 1)), "P001办理日期2025-03-01早于反馈日期2025-03-18"),
        (0, order("apply", by="吴某", day=date(2025, 6, 19)), "P001办理日期2025-06-19早于完成日期2025-06-20"),
        (4, order("approve", day=date(2025, 8, 31)), "P001办理日期2025-08-31早于申请日期2025-09-01"),
    ],
)
def test_a_step_out_of_place_is_refused_with_its_reason(done: int, wanted: StepRequest, said: str) -> None:
    assert refusal(after(closing_ledgers.book(), *SIGNED[:done]), wanted) == said


def test_several_problems_are_done_together_or_not_at_all() -> None:
    """One that cannot be applied for stops the other; two that can get rows of their own."""
    assert refusal(closing_ledgers.book(), SIGNED[0], "P001", "P002", "P009") == (
        "P002还不能申请销号，有6项条件不具备；P009『问题台账』中没有编号P009"
    )
    wanted = order("extend", by="郑某", reason="等待采购", until=date(2026, 3, 31))
    raw = closing_ledgers.book()
    raw = ledger_builder.apply(raw, apply_step(closing_ledgers.read(raw), ["P002", "p002"], wanted, AS_OF, FILES)[0])
    assert [row[0] for row in raw.sheets["销号登记"].rows] == ["问题编号", "P002"]


def test_a_rejection_sends_the_problem_back_and_keeps_what_it_takes_away() -> None:
    """The row is decided with reason and demand, the problem is 整改中, and its finishing date is in the record."""
    raw = after(
        closing_ledgers.book(),
        *SIGNED[:2],
        order("reject", by="周某", role="分管领导", reason="缺少台账", requirement="补齐领用台账。"),
    )
    assert line(raw, "销号登记", 2)["补充要求"] == (
        "分管领导周某退回。理由：缺少台账。补充要求：补齐领用台账。（退回前填报的完成日期：2025-06-20）"
    )
    assert (line(raw, "销号登记", 2)["结论"], line(raw, "问题台账", 2)["完成程度"]) == ("退回", "整改中")
    assert "完成日期" not in line(raw, "问题台账", 2)
    assert refusal(raw, SIGNED[1]) == "P001上一次销号已于2025-09-01退回（『销号登记』第2行），没有在办的申请"
    assert refusal(raw, SIGNED[0]) == "P001还不能申请销号，有2项条件不具备"


def test_a_problem_that_is_sent_back_was_not_mended_at_once() -> None:
    """No finding is left by the step itself: 即知即改 is 否, and what stood there is in the record."""
    raw = closing_ledgers.book()
    sheet = raw.sheets["问题台账"]
    rows = [[*cells, text] for cells, text in zip(sheet.rows, ("即知即改", "是", None), strict=True)]
    raw = raw._replace(sheets={**raw.sheets, sheet.name: sheet._replace(rows=rows)})
    raw = after(raw, SIGNED[0], order("reject", by="周某", role="分管领导", reason="缺少台账", requirement="补齐台账"))
    assert line(raw, "问题台账", 2)["即知即改"] == "否"
    assert str(line(raw, "销号登记", 2)["补充要求"]).endswith("（退回前填报的完成日期：2025-06-20，即知即改：是）")
    found = checks.run(closing_ledgers.read(raw), checks.profile("上报"), AS_OF)
    assert [each.message for each in found if each.code == "RX709"] == []


def test_with_the_level_above_four_signatures_are_asked_for() -> None:
    """基本信息 asks for 上级复核: approval waits for it."""
    raw = after(closing_ledgers.book(superior="是"), *SIGNED)
    assert refusal(raw, order("approve")) == "P001还不能销号，有1项条件不具备"
    raw = after(raw, order("sign", by="孙某", role="上级"), order("approve"))
    assert line(raw, "销号登记", 2)["上级复核"] == "孙某 2025-09-01"


EXTENSION = order("extend", by="郑某", reason="等待采购", until=date(2026, 3, 31))
GRANT = order("approve", by="周某", role="分管领导")


def test_an_approved_extension_moves_the_deadline() -> None:
    """It has a reason, an approver and a day, and binds from then on."""
    raw = after(closing_ledgers.book(), EXTENSION, name="P002")
    assert binding_deadline.effective(closing_ledgers.read(raw), AS_OF)[3].nominal == date(2025, 12, 31)
    raw = after(raw, GRANT, name="P002")
    assert line(raw, "销号登记", 2) == {
        "问题编号": "P002",
        "类型": "延期",
        "申请日期": AS_OF,
        "申请人": "郑某",
        "分管领导": "周某 2025-09-01",
        "结论": "通过",
        "延期至": date(2026, 3, 31),
        "延期理由": "等待采购",
        "日期": AS_OF,
    }
    assert binding_deadline.effective(closing_ledgers.read(raw), AS_OF)[3].nominal == date(2026, 3, 31)


def test_extensions_are_capped() -> None:
    """The cap of 基本信息 counts what was approved; the answer names the rows."""
    raw = after(closing_ledgers.book(cap="1"), EXTENSION, GRANT, name="P002")
    later = EXTENSION._replace(until=date(2026, 6, 30))
    assert refusal(raw, later, "P002") == "P002已批准延期1次（『销号登记』第2行），上限是1次"
    raw = after(
        closing_ledgers.book(), EXTENSION, order("reject", by="周某", reason="理由不足"), later, GRANT, name="P002"
    )
    assert line(raw, "销号登记", 2)["补充要求"] == "周某退回。理由：理由不足。"
    assert line(raw, "问题台账", 3)["完成程度"] == "整改中"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (EXTENSION._replace(until=date(2025, 12, 31)), "P002延期至2025-12-31不晚于现在的时限2025-12-31（问题台账!H3）"),
        (EXTENSION._replace(reason="", until=None), "P002申请延期要写明谁申请、理由和延到哪天"),
    ],
)
def test_an_extension_needs_a_reason_and_a_later_day(wanted: StepRequest, said: str) -> None:
    assert refusal(closing_ledgers.book(), wanted, "P002") == said


def test_an_extension_is_approved_by_a_leader() -> None:
    """The department cannot grant its own extension, and a finished problem needs none."""
    raw = after(closing_ledgers.book(), EXTENSION, name="P002")
    for by, role in (("吴某", "责任科室"), ("", "分管领导"), ("周某", "")):
        assert refusal(raw, order("approve", by=by, role=role), "P002") == "P002批准延期要写明谁、以什么身份"
    assert refusal(closing_ledgers.book(), EXTENSION) == "P001已列为完成，不需要延期"
    assert refusal(raw, order("sign", by="周某", role="分管领导"), "P002") == "P002在办的是延期（『销号登记』第2行）"


def test_a_missing_column_is_named() -> None:
    """A ledger whose 销号登记 lacks a column is refused, whole."""
    raw = closing_ledgers.book(more="[销号登记]\n问题编号 | 类型 | 申请日期 | 申请人 | 验收意见 | 验收人 | 分管领导")
    assert refusal(raw, SIGNED[0]).startswith("P001『销号登记』缺少7列：主要负责人、上级复核、结论")


def test_the_level_above_is_not_signed_for_by_who_signed_for_the_unit() -> None:
    """双审: a second person; an opinion that refuses is sent to `reject`."""
    raw = after(closing_ledgers.book(superior="是"), *SIGNED)
    assert refusal(raw, order("sign", by="钱 某", role="上级")) == (
        "P001钱 某已以主要负责人的身份签过字，不能再代上级复核"
    )
    raw = after(raw, order("sign", by="冯某", role="上级"), order("approve"))
    assert line(raw, "销号登记", 2)["结论"] == "通过"
    applied = after(closing_ledgers.book(), SIGNED[0])
    wanted = order("sign", by="吴某", role="责任科室", opinion="不予销号")
    assert refusal(applied, wanted) == "P001验收意见写的是“不予销号”"
