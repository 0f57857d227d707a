"""Nobody closes a problem by typing, moving, deleting or backdating: it is refused, or told and on record.

The same is seen by `close`, by `check` and in the count of 已销号, whether a step or a hand wrote the cell.
"""

# ruff: noqa: E501 - one way of cheating is one line

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rectify_xl.errors import BookError, UsageError
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook.file_host import FileBook
from tests.addresses import ref
from tests.supervision.closure_steps import cheating
from tests.supervision.closure_steps.cheating import closed, findings, go, missing, run, type_in

Cheat = Callable[[Path], object]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return ledgers at three stages: nothing applied for, everything signed, approved."""
    found = {}
    path = cheating.ledger(tmp_path_factory.mktemp("open"))
    for name, steps in (("open", 0), ("signed", 4), ("approved", 1)):
        if name == "approved":
            assert run(path, "P001", step="approve").status == 0
        elif steps:
            assert go(path, steps=steps).status == 0
        found[name] = Path(shutil.copytree(path.parent, tmp_path_factory.mktemp(name) / "台账夹"))
    return found


@pytest.fixture
def stage(stages: dict[str, Path], tmp_path: Path) -> Callable[[str], Path]:
    def copied(name: str) -> Path:
        return Path(shutil.copytree(stages[name], tmp_path / name)) / "台账.xlsx"

    return copied


def test_the_regular_way_closes_and_nothing_is_found(stage: Callable[[str], Path]) -> None:
    path = stage("approved")
    assert (closed(path), findings(path)) == (1, [])


def test_a_signature_that_was_filled_in_after_the_approval_is_told(stage: Callable[[str], Path]) -> None:
    """A superior's signature, typed by hand: no step has recorded it."""
    path = stage("approved")
    type_in(path, "销号登记", 2, 上级复核="郑国强 2026-06-01")
    told = findings(path, "RX225")
    assert len(told) == 1
    assert "『上级复核』是批准以后手工补填的" in told[0][2]


def test_an_approved_closing_is_never_undone(stage: Callable[[str], Path]) -> None:
    """By nobody and at no time: neither at once, nor after another command was taken back."""
    path = stage("open")
    assert go(path).status == 0
    before = path.read_bytes()
    outcome = run(path, command="undo")
    assert outcome.status == 1
    assert "批准了P001销号，不能撤销" in outcome.summary[0]
    assert "reopen 台账 P001" in outcome.summary[1]
    assert path.read_bytes() == before
    assert run(path, command="check", profile="上报", write=True).status == 1
    assert run(path, command="undo").status == 0
    assert run(path, command="undo", today=date(2027, 1, 5), now=datetime(2027, 1, 5), user="别人").status == 1  # noqa: DTZ001
    assert closed(path) == 1


def test_a_signature_that_was_taken_back_may_be_given_again(stage: Callable[[str], Path]) -> None:
    """Undo of a signature stays possible and on record; what follows is measured by what was signed then."""
    path = stage("open")
    go(path, steps=3)
    assert run(path, command="undo").status == 0
    assert run(path, "P001", step="sign", role="分管领导", by="郑安").status == 0
    lines = [row[5] for row in FileBook(path).read().sheets["变更记录"].rows if row[3] == "销号存证"]
    assert lines == ["申请", "责任科室签字", "分管领导签字", "撤回", "分管领导签字"]
    assert run(path, "P001", step="sign", role="主要负责人", by="钱立").status == 0
    assert run(path, "P001", step="approve").status == 0
    assert findings(path) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"today": date(2035, 1, 1)}, "办理日期2035-01-01还没有到（今天2026-09-30）"),
        ({"date": "2026-10-01"}, "办理日期2026-10-01还没有到（今天2026-09-30）"),
        ({"date": "2026-05-31"}, "办理日期2026-05-31早于完成日期2026-06-01"),
        ({"date": "2026-03-01"}, "办理日期2026-03-01早于反馈日期2026-03-18"),
        ({"by": " "}, "没有写申请人"),
        ({"by": "\u200b"}, "申请人写的是“\u200b”，不是姓名"),
        ({"by": "本人"}, "申请人写的是“本人”，不是姓名"),
        ({"by": "同上"}, "申请人写的是“同上”，不是姓名"),
        ({"by": "2026-09-30"}, "申请人写的是“2026-09-30”，不是姓名"),
        ({"by": "/"}, "申请人写的是“/”，不是姓名"),
    ],
)
def test_an_application_on_an_impossible_day_or_by_nobody_is_refused(
    stage: Callable[[str], Path], given: dict[str, Any], said: str
) -> None:
    assert missing(run(stage("open"), "P001", **{"step": "apply", "by": "吴平", **given})) == [said]


def test_a_step_dated_before_its_evidence_is_refused(stage: Callable[[str], Path]) -> None:
    path = stage("open")
    type_in(path, "佐证材料", 2, 日期=date(2026, 8, 1))
    outcome = run(path, "P001", step="apply", by="吴平", date="2026-07-01")
    assert missing(outcome) == ["办理日期2026-07-01早于佐证E001的日期2026-08-01"]


def test_one_person_does_not_sign_for_the_whole_unit(stage: Callable[[str], Path]) -> None:
    """The third signature of one person is refused; the level above is nobody of the unit, the applicant neither."""
    path = stage("open")
    outcome = go(path, by="张三")
    assert missing(outcome) == ["责任科室、分管领导、主要负责人不能都由张三一人签"]
    double = stage("signed")
    cell = next(
        n for n, row in enumerate(FileBook(double).read().sheets["基本信息"].rows, 1) if row[0] == "销号须上级复核"
    )
    type_in(double, "基本信息", cell, 内容="是")
    for name in ("钱 立", "吴平（办公室）", "周正"):
        assert "不能再代上级复核" in missing(run(double, "P001", step="sign", role="上级", by=name))[0]


def test_two_roles_of_one_person_are_told_and_on_record(stage: Callable[[str], Path]) -> None:
    """Without a reason the approval is refused; with one, it stands in 变更记录 with its name and in 上报."""
    path = stage("open")
    for each in cheating.STEPS[:3]:
        run(path, "P001", **{**each, "by": "李宁"})
    told = run(path, "P001", step="sign", role="主要负责人", by="钱立")
    assert [row[2] for row in told.tables[0].rows] == [
        "分管领导和责任科室是同一人（李宁）",
        "责任科室签字的李宁既不是责任人，也不是牵头领导（台账写的是吴平、周正）",
    ]
    refused = run(path, "P001", step="approve")
    assert refused.status == 1
    assert "请写明批准人（--by）和理由（--reason）" in refused.summary[1]
    assert run(path, "P001", step="approve", by="钱立", reason="吴平休产假，李宁代理").status == 0
    line = [row for row in FileBook(path).read().sheets["变更记录"].rows if row[3] == "销号存证"][-1]
    assert "批准前已提示2处：分管领导和责任科室是同一人（李宁）" in str(line[7])
    assert "理由：吴平休产假，李宁代理" in str(line[7])
    assert [each[0] for each in findings(path)] == ["RX225", "RX225"]
    assert closed(path) == 1


TYPED: dict[str, Raw] = {
    "问题编号": "P001",
    "类型": "销号",
    "申请日期": date(2026, 6, 10),
    "申请人": "吴平",
    "验收意见": "情况属实，同意销号",
    "验收人": "吴平 2026-06-11",
    "分管领导": "周正 2026-06-12",
    "主要负责人": "钱立 2026-06-13",
    "结论": "通过",
    "日期": date(2026, 6, 13),
}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({}, []),
        ({"分管领导": "待签"}, [("RX221", ref("分管领导", 2, "销号登记"), "分管领导一栏是“待签”，没有签名")]),
        ({"分管领导": "同上"}, [("RX221", ref("分管领导", 2, "销号登记"), "分管领导一栏是“同上”，没有签名")]),
        (
            {"分管领导": "2026-06-12"},
            [("RX221", ref("分管领导", 2, "销号登记"), "分管领导一栏是“2026-06-12”，没有签名")],
        ),
        (
            {"分管领导": date(2026, 6, 12)},
            [("RX221", ref("分管领导", 2, "销号登记"), "分管领导一栏是“2026-06-12”，没有签名")],
        ),
        ({"分管领导": 123}, [("RX221", ref("分管领导", 2, "销号登记"), "分管领导一栏是“123”，没有签名")]),
        ({"分管领导": "不同意 周正"}, [("RX221", ref("分管领导", 2, "销号登记"), "分管领导一栏写的是“不同意”")]),
        ({"验收意见": "不同意销号"}, [("RX221", ref("验收意见", 2, "销号登记"), "验收意见写的是“不同意”")]),
        ({"验收意见": "同上"}, [("RX221", ref("验收意见", 2, "销号登记"), "验收意见写的是“同上”，不是意见")]),
        ({"申请人": "本人"}, [("RX221", ref("申请人", 2, "销号登记"), "申请人写的是“本人”，不是姓名")]),
        (
            {"分管领导": "吴平", "主要负责人": "吴 平"},
            [("RX221", ref("主要负责人", 2, "销号登记"), "责任科室、分管领导、主要负责人都是吴平一人签的")],
        ),
        (
            {"申请日期": date(2026, 5, 20)},
            [
                ("RX222", ref("完成日期", 2), "本问题的完成日期2026-06-01晚于申请日期2026-05-20"),
                ("RX222", ref("日期", 2, "佐证材料"), "1份佐证材料的日期都晚于申请日期2026-05-20，申请时还没有佐证"),
            ],
        ),
        (
            {"分管领导": "周正 2026-06-09"},
            [("RX222", ref("分管领导", 2, "销号登记"), "分管领导签字日期2026-06-09早于上一步的2026-06-11")],
        ),
        ({"日期": date(2035, 1, 1)}, [("RX222", ref("日期", 2, "销号登记"), "办结日期2035-01-01还没有到")]),
        ({"主要负责人": None}, [("RX205", ref("主要负责人", 2, "销号登记"), "")]),
    ],
)
def test_a_closing_typed_by_hand_is_held_to_the_same_rules(
    stage: Callable[[str], Path], typed: dict[str, Raw], found: list[tuple[str, str, str]]
) -> None:
    """`check` finds it, `close` lists it and takes no step, the look-back does not draw it, and it does not count."""
    path = stage("open")
    type_in(path, "销号登记", 2, **{**TYPED, **typed})
    seen = [(code, cell, text) for code, cell, text in findings(path) if code != "RX225"]
    assert [each[:2] for each in seen] == [each[:2] for each in found]
    assert all(wanted in text for (_, _, text), (_, _, wanted) in zip(seen, found, strict=True))
    listed = run(path, "P001", list=True)
    problems = listed.data["problems"]
    assert isinstance(problems, list)
    assert (problems[0]["state"], listed.status) == (("invalid", 1) if found else ("closed", 0))
    assert closed(path) == (0 if found else 1)
    drawn = run(path, command="review", draw="1", seed="1")
    assert drawn.data["invalid"] == (["P001"] if found else [])
    assert run(path, "P001", step="apply", by="吴平").status == 1
    assert run(path, "P001", step="approve").status == 1


def test_a_closing_typed_by_hand_is_told_as_such(stage: Callable[[str], Path]) -> None:
    path = stage("open")
    type_in(path, "销号登记", 2, **TYPED)
    assert findings(path) == [
        (
            "RX225",
            ref("申请人", 2, "销号登记"),
            "P001已登记为通过销号，但第2行的销号登记是手工填的，没有办理时的存证，签批以后改没改过无从核对。",
        )
    ]


AFTER: tuple[tuple[str, Cheat, str, str, str], ...] = (
    (
        "整改进展改写",
        lambda path: type_in(path, "问题台账", 2, 整改进展="已全面整改到位。"),
        "RX224",
        ref("整改进展", 2),
        "整改进展改写过",
    ),
    ("具体问题改写", lambda path: type_in(path, "问题台账", 2, 具体问题="用印记录不全"), "RX224", ref("具体问题", 2), "具体问题改写过"),
    ("完成日期改动", lambda path: type_in(path, "问题台账", 2, 完成日期=date(2026, 5, 1)), "RX224", ref("完成日期", 2), "完成日期改写过"),
    ("措施删除", lambda path: cheating.empty(path, "整改措施", 3), "RX224", ref("编号", 2), "措施M002不见了"),
    ("措施改挂", lambda path: type_in(path, "整改措施", 3, 问题编号="P002"), "RX224", ref("问题编号", 3, "整改措施"), "措施M002已改挂到P002"),
    ("措施改写", lambda path: type_in(path, "整改措施", 3, 措施内容="加强管理"), "RX224", ref("完成程度", 3, "整改措施"), "措施M002的内容改过"),
    ("佐证删除", lambda path: cheating.empty(path, "佐证材料", 2), "RX208", ref("结论", 2, "销号登记"), "却没有P001和它的措施的材料"),
    ("佐证改挂", lambda path: type_in(path, "佐证材料", 2, **{"问题/措施编号": "P002"}), "RX224", ref("问题/措施编号", 2, "佐证材料"), "佐证E001已改挂到P002"),
    ("校验值改动", lambda path: type_in(path, "佐证材料", 2, **{"SHA-256": "b" * 64}), "RX224", ref("SHA-256", 2, "佐证材料"), "佐证E001的内容改过"),
    ("文件改动", lambda path: path.with_name("办法.pdf").write_bytes(b"other"), "RX226", ref("文件或文号", 2, "佐证材料"), "与登记时的内容不一致"),
    ("签字改动", lambda path: type_in(path, "销号登记", 2, 分管领导="郑安 2026-09-30"), "RX224", ref("分管领导", 2, "销号登记"), "分管领导的内容改过"),
    ("意见改动", lambda path: type_in(path, "销号登记", 2, 验收意见="同意"), "RX224", ref("验收意见", 2, "销号登记"), "验收意见的内容改过"),
    ("结论清空", lambda path: type_in(path, "销号登记", 2, 结论=None, 日期=None), "RX224", ref("结论", 2, "销号登记"), "销号登记里的结论却没有了"),
    ("结论改退回", lambda path: type_in(path, "销号登记", 2, 结论="退回"), "RX224", ref("结论", 2, "销号登记"), "销号登记里的结论却没有了"),
    ("登记删除", lambda path: cheating.empty(path, "销号登记", 2), "RX224", ref("编号", 2), "销号登记里的结论却没有了"),
    ("登记改挂", lambda path: type_in(path, "销号登记", 2, 问题编号="P002"), "RX224", ref("编号", 2), "销号登记里的结论却没有了"),
    ("问题改号", lambda path: type_in(path, "问题台账", 2, 编号="P009"), "RX224", ref("行编号", 13, "变更记录"), "问题台账里却没有这个问题了"),
    ("问题换行", cheating.swap_ids, "RX224", ref("具体问题", 3), "具体问题改写过"),
    ("存证改动", lambda path: type_in(path, "变更记录", 4, 新值="吴平2026-09-30申请"), "RX224", ref("新值", 4, "变更记录"), "的存证被改动过"),
    ("重复登记", lambda path: type_in(path, "销号登记", 3, **TYPED), "RX227", ref("结论", 3, "销号登记"), "第2行已通过销号，第3行又登记了一次"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("cheat", "code", "cell", "text"), [each[1:] for each in AFTER], ids=[each[0] for each in AFTER]
)
def test_what_is_changed_after_the_closing_is_found(
    stage: Callable[[str], Path], cheat: Cheat, code: str, cell: str, text: str
) -> None:
    """`check` 上报 tells cell and cause; a closing that no longer says what was signed does not count."""
    path = stage("approved")
    cheat(path)
    found = findings(path)
    assert [(each[0], each[1]) for each in found if text in each[2]] == [(code, cell)]
    assert closed(path) == (1 if code in ("RX226", "RX227") else 0)
    steps = [run(path, "P001", step="apply", by="吴平"), run(path, "P001", step="approve", by="钱立", reason="已核实")]
    assert [each.status for each in steps] == [1, 1]


def test_more_written_below_and_more_evidence_take_nothing_back(stage: Callable[[str], Path]) -> None:
    """A problem in 长期坚持 goes on being reported: the level above is told, and the closing stands."""
    path = stage("approved")
    old = cheating.ROWS["问题台账"][0]["整改进展"]
    type_in(path, "问题台账", 2, 整改进展=f"{old}\n9月又抽查一次，无遗漏。")
    path.with_name("抽查.pdf").write_bytes(b"visit")
    assert run(path, "P001", evidence=(str(path.with_name("抽查.pdf")),)).status == 0
    assert [each[:2] for each in findings(path)] == [
        ("RX225", ref("整改进展", 2)),
        ("RX225", ref("SHA-256", 4, "佐证材料")),
    ]
    assert closed(path) == 1


def test_a_file_replaced_and_registered_anew_is_found(stage: Callable[[str], Path]) -> None:
    """The next version of a signed document is not what was signed."""
    path = stage("approved")
    path.with_name("办法.pdf").write_bytes(b"other")
    assert run(path, "P001", evidence=(str(path.with_name("办法.pdf")),)).status == 0
    assert [each for each in findings(path) if each[0] == "RX224"] == [
        (
            "RX224",
            ref("SHA-256", 4, "佐证材料"),
            "P001：2026-09-30批准（2026-09-30）以后，佐证E001的文件换成了另一版本（E003）。",
        )
    ]


def test_a_closing_entered_long_after_its_day_is_told(stage: Callable[[str], Path]) -> None:
    """Within the limits of evidence and work a past day may be entered; the level above sees how late it was."""
    path = stage("open")
    assert go(path, date="2026-07-01").status == 0
    assert findings(path) == [
        (
            "RX225",
            ref("日期", 2, "销号登记"),
            "P001已登记为通过销号，但办结日期2026-07-01，2026-09-30才登记（补录，晚91天）。",
        )
    ]


def test_without_the_files_beside_it_check_says_that_it_did_not_look(stage: Callable[[str], Path]) -> None:
    path = stage("approved")
    path.with_name("办法.pdf").unlink()
    assert findings(path) == []
    said = run(path, command="check", profile="上报").summary
    assert said[1] == "已销号问题的佐证文件1份都不在台账旁边，没有核对有没有改动。"


BETWEEN: tuple[tuple[str, Cheat, str], ...] = (
    ("整改进展改写", lambda path: type_in(path, "问题台账", 2, 整改进展="整改到位。"), "整改进展改写过"),
    ("措施删除", lambda path: cheating.empty(path, "整改措施", 3), "措施M002不见了"),
    ("措施改挂", lambda path: type_in(path, "整改措施", 3, 问题编号="P002"), "措施M002已改挂到P002"),
    ("签字改动", lambda path: type_in(path, "销号登记", 2, 验收人="郑安 2026-09-30"), "验收人的内容改过"),
    ("申请改动", lambda path: type_in(path, "销号登记", 2, 申请日期=date(2026, 9, 1)), "申请日期的内容改过"),
    ("佐证换掉", lambda path: type_in(path, "佐证材料", 2, **{"SHA-256": "b" * 64}), "佐证E001的内容改过"),
)


@pytest.mark.parametrize(("cheat", "text"), [each[1:] for each in BETWEEN], ids=[each[0] for each in BETWEEN])
def test_what_is_changed_between_signature_and_approval_stops_the_approval(
    stage: Callable[[str], Path], cheat: Cheat, text: str
) -> None:
    """Those who signed did not see it: it is to be restored, or sent back."""
    path = stage("signed")
    cheat(path)
    outcome = run(path, "P001", step="approve", by="钱立", reason="已核实")
    assert outcome.status == 1
    assert any(text in each for each in missing(outcome))
    assert closed(path) == 0


def test_double_review_switched_off_does_not_do_away_with_the_level_above(stage: Callable[[str], Path]) -> None:
    """Who applied under 双审 needs its signature, whatever 基本信息 says now."""
    path = stage("open")
    rows = FileBook(path).read().sheets["基本信息"].rows
    line = next(number for number, row in enumerate(rows, 1) if row[0] == "销号须上级复核")
    type_in(path, "基本信息", line, 内容="是")
    go(path, steps=4)
    type_in(path, "基本信息", line, 内容="否")
    assert missing(run(path, "P001", step="approve")) == ["上级没有签字（申请时须上级复核，后来才改的设置）"]
    assert run(path, "P001", step="sign", role="上级", by="冯远").status == 0
    assert run(path, "P001", step="approve").status == 0


def test_double_review_switched_off_after_a_typed_closing_is_seen_in_the_record(stage: Callable[[str], Path]) -> None:
    path = stage("open")
    rows = FileBook(path).read().sheets["基本信息"].rows
    line = next(number for number, row in enumerate(rows, 1) if row[0] == "销号须上级复核")
    type_in(path, "基本信息", line, 内容="是")
    run(path, command="review", draw="1", seed="1", write=True)
    type_in(path, "销号登记", 2, **TYPED)
    type_in(path, "基本信息", line, 内容="否")
    run(path, command="review", draw="1", seed="2", write=True)
    assert closed(path) == 0
    problems = run(path, "P001", list=True).data["problems"]
    assert isinstance(problems, list)
    assert problems[0]["missing"][0]["message"] == "上级没有签字（申请时须上级复核，后来才改的设置）"


def ask_above(path: Path, text: str) -> None:
    rows = FileBook(path).read().sheets["基本信息"].rows
    line = next(number for number, row in enumerate(rows, 1) if row[0] == "销号须上级复核")
    type_in(path, "基本信息", line, 内容=text)


def test_double_review_switched_on_after_a_sound_closing_is_no_fault_of_it(stage: Callable[[str], Path]) -> None:
    """It had to be signed as 基本信息 asked on its day; nobody is told to sign for a day that is past."""
    path = stage("open")
    go(path)
    ask_above(path, "是")
    assert (closed(path), findings(path), findings(path, "RX205")) == (1, [], [])
    run(path, command="review", draw="1", seed="1", write=True)
    assert (closed(path), findings(path), findings(path, "RX205")) == (1, [], [])


def test_double_review_switched_on_after_a_typed_closing_asks_nothing_of_it(stage: Callable[[str], Path]) -> None:
    """变更记录 holds the day on which it was switched on; without that line the signature is asked for."""
    path = stage("open")
    ask_above(path, "否")
    run(path, command="review", draw="1", seed="1", write=True)
    type_in(path, "销号登记", 2, **TYPED)
    ask_above(path, "是")
    assert (closed(path), len(findings(path, "RX205"))) == (0, 1)
    run(path, command="review", draw="1", seed="2", write=True)
    assert (closed(path), findings(path, "RX205")) == (1, [])


def test_an_unfinished_measure_taken_away_before_the_application_is_told(stage: Callable[[str], Path]) -> None:
    """Deleted or moved, seen by the memory: the approval needs a reason, and 上报 shows it."""
    path = stage("open")
    type_in(path, "整改措施", 3, 完成程度="整改中")
    type_in(path, "整改措施", 4, 完成程度="整改中")
    run(path, command="review", draw="1", seed="1", write=True)
    cheating.empty(path, "整改措施", 3)
    outcome = go(path)
    assert missing(outcome) == ["措施M002（逐笔登记用印，整改中）没有办完就被删除"]
    assert run(path, "P001", step="approve", by="钱立", reason="与M001重复").status == 0
    assert [each[2] for each in findings(path)] == [
        "P001已登记为通过销号，但措施M002（逐笔登记用印，整改中）没有办完就被删除。"
    ]


def test_words_that_contradict_the_status_are_told_before_and_after(stage: Callable[[str], Path]) -> None:
    path = stage("open")
    type_in(path, "问题台账", 2, 整改进展="办法已起草，尚未完成会签，拟于12月印发。")
    outcome = go(path)
    assert outcome.status == 1
    assert any("拟于12月印发" in each for each in missing(outcome))
    assert run(path, "P001", step="approve", by="钱立", reason="办法已于9月28日印发").status == 0
    assert {each[0] for each in findings(path)} == {"RX225"}


def test_the_ledger_and_a_shared_file_prove_little(stage: Callable[[str], Path]) -> None:
    """The ledger or a copy of it is no evidence; one file for two problems is told."""
    path = stage("open")
    copy = Path(shutil.copy(path, path.with_name("证明.xlsx")))
    for each in (path, copy):
        with pytest.raises(BookError, match="台账本身不能作佐证材料"):
            run(path, "P001", evidence=(str(each),))
    type_in(path, "佐证材料", 2, 文件或文号="台账.xlsx")
    assert missing(run(path, "P001", step="apply", by="吴平")) == ["台账本身不能作佐证材料"]
    shared = stage("signed")
    type_in(
        shared,
        "佐证材料",
        3,
        文件或文号="办法.pdf",
        **{"SHA-256": FileBook(shared).read().sheets["佐证材料"].rows[1][4]},
    )
    assert missing(run(shared, "P001", step="approve")) == ["材料E001同时也是P002的佐证（共2个问题）"]
    with pytest.raises(UsageError, match="材料日期2035-01-01还没有到"):
        run(shared, "P001", evidence=(str(shared.with_name("车辆.pdf")),), date="2035-01-01")


def test_without_a_record_of_changes_nothing_is_signed(stage: Callable[[str], Path]) -> None:
    """Neither applied for, nor signed, nor approved; with a foreign header or without the sheet."""
    path = stage("signed")
    type_in(path, "变更记录", 1, 新值="改后")
    with pytest.raises(BookError, match="《变更记录》没有『新值』列"):
        run(path, "P001", step="approve")
    with pytest.raises(BookError, match="《变更记录》没有『新值』列"):
        run(path, "P001", step="reject", by="周正", reason="不实", requirement="补齐")
    bare = stage("open")
    workbook = openpyxl.load_workbook(bare)
    del workbook["变更记录"]
    workbook.save(bare)
    before = bare.read_bytes()
    with pytest.raises(BookError, match="没有《变更记录》工作表"):
        run(bare, "P001", step="apply", by="吴平")
    assert bare.read_bytes() == before


def test_who_takes_out_the_proof_alone_gains_nothing(stage: Callable[[str], Path]) -> None:
    """The lines 销号存证 go, those of the steps stay: the closing does not stand, and the record says what is missing."""
    path = stage("approved")
    run(path, "P002", step="apply", by="吴平")
    rows = FileBook(path).read().sheets["变更记录"].rows
    for number, row in enumerate(rows, 1):
        if row[3] == "销号存证" and row[4] == "P001":
            cheating.empty(path, "变更记录", number)
    type_in(path, "问题台账", 2, 整改进展="整改到位。")
    [broken] = findings(path, "RX228")
    assert "应有" in broken[2]
    assert "删掉了1行" in broken[2]
    run(path, command="review", draw="1", seed="1", write=True)
    [(code, cell, text)] = [each for each in findings(path) if each[0] == "RX224"]
    assert (code, cell) == ("RX224", ref("结论", 2, "销号登记"))
    assert text.endswith("行记着是用“销号审批”批准的，当时的销号存证却不见了。")
    assert closed(path) == 0


def test_an_approval_by_nobody_of_the_ledger_is_told(stage: Callable[[str], Path]) -> None:
    """Approved by a man who is neither responsible, nor leads, nor signed anything; the closing counts."""
    path = stage("signed")
    assert run(path, "P001", step="approve", by="老王", reason="已核实").status == 0
    [(code, cell, text)] = findings(path)
    assert (code, cell) == ("RX225", ref("结论", 2, "销号登记"))
    assert "但批准的老王没有在销号登记上签字，也不是台账里的责任人、牵头领导（变更记录第" in text
    assert closed(path) == 1


def test_lines_taken_out_of_the_record_are_told(stage: Callable[[str], Path]) -> None:
    """Who empties 变更记录 to rewrite what was signed is found by `check`, at once and after the next command."""
    path = stage("approved")
    for number in range(2, len(FileBook(path).read().sheets["变更记录"].rows) + 1):
        cheating.empty(path, "变更记录", number)
    type_in(path, "问题台账", 2, 整改进展="整改到位。")
    told = "变更记录被人工改动过：应有14行，实有0行；签批的存证不全，改没改过无从核对。"
    assert findings(path, "RX228") == [("RX228", ref("时间", 1, "变更记录"), told)]
    assert told.rstrip("。") in run(path, "P001", list=True).tables[1].rows[0][2]
    run(path, command="review", draw="1", seed="1", write=True)
    assert [each[:2] for each in findings(path, "RX228")] == [("RX228", ref("原值", 3, "变更记录"))]
    assert [each[:2] for each in findings(path)] == [("RX225", ref("申请人", 2, "销号登记"))]


def test_a_rejection_cannot_be_typed_over(stage: Callable[[str], Path]) -> None:
    path = stage("signed")
    assert run(path, "P001", step="reject", by="周正", reason="记录不全", requirement="补齐记录").status == 0
    type_in(path, "问题台账", 2, 完成程度="已完成", 完成日期=date(2026, 6, 1))
    type_in(path, "销号登记", 2, 结论="通过", 补充要求=None)
    assert closed(path) == 0
    assert [each[2] for each in findings(path, "RX224")] == [
        "P001：变更记录中退回过1次（最近一次2026-09-30），销号登记里只有0行退回。"
    ]
