"""All conditions that are not met are told at once, each with its cell and its remedy."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.ledger.closure_rules.conditions import conditions
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.supervision.closure_steps.take_steps import apply_step
from tests.addresses import ref
from tests.supervision.closure_steps import closing_ledgers
from tests.supervision.closure_steps.closing_ledgers import AS_OF, FILES, SEAL


def told(raw: RawBook, name: str, files: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    found = closing_ledgers.read(raw)
    problem = next(each for each in found.problems if each.id == name)
    missing = conditions(found, problem, AS_OF, FILES if files is None else files)
    assert all(each.remedy for each in missing)
    return [(each.code, each.cell, each.text) for each in missing]


def put(raw: RawBook, cell: tuple[str, int, str], value: str | date | None) -> RawBook:
    sheet, row, column = cell
    position = list(raw.sheets[sheet].rows[0]).index(column) + 1
    return ledger_builder.apply(raw, (SheetChanges(sheet, (CellWrite(row, position, value),)),))


APPLICATION = (
    "application",
    ref("申请日期", 2, "销号登记"),
    "还没有申请销号；申请后由责任科室、分管领导、主要负责人依次签字",
)


def test_what_is_missing_is_told_all_at_once() -> None:
    """An unfinished problem lacks its status, its rest, its date, a measure, evidence and the application."""
    assert told(closing_ledgers.book(), "P002") == [
        ("status", "问题台账!I3", "完成程度是“整改中”"),
        ("remaining", "问题台账!L3", "还有剩余事项"),
        ("remaining", "问题台账!M3", "还有剩余时限"),
        ("finished", "问题台账!N3", "完成日期没有填写"),
        ("measure", "整改措施!E3", "措施M002-1的完成程度是“整改中”"),
        ("evidence", "佐证材料!A3", "佐证材料中没有本问题的材料"),
        APPLICATION,
    ]
    assert told(closing_ledgers.book(superior="是"), "P001") == [
        (*APPLICATION[:2], "还没有申请销号；申请后由责任科室、分管领导、主要负责人、上级依次签字"),
    ]


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        (("问题台账", 2, "完成日期"), "2025-09-02", ("finished", "问题台账!N2", "完成日期2025-09-02还没有到")),
        (
            ("问题台账", 2, "完成日期"),
            "2025-03-17",
            ("finished", "问题台账!N2", "完成日期2025-03-17早于反馈日期2025-03-18"),
        ),
        (("问题台账", 2, "完成日期"), "202442日", ("finished", "问题台账!N2", "完成日期“202442日”不是可用的日期")),
        (
            ("整改措施", 2, "完成日期"),
            "2025-12-31",
            ("measure", "整改措施!F2", "措施M001-1的完成日期2025-12-31还没有到"),
        ),
        (("整改措施", 2, "完成程度"), None, ("measure", "整改措施!E2", "措施M001-1的完成程度没有填写")),
        (("佐证材料", 2, "SHA-256"), None, ("evidence", "佐证材料!E2", "登记的1份材料都没有校验码")),
    ],
)
def test_each_flaw_has_its_cell(cell: tuple[str, int, str], value: str | None, said: tuple[str, str, str]) -> None:
    assert told(put(closing_ledgers.book(), cell, value), "P001") == [said, APPLICATION]


def test_a_month_counts_from_its_first_day() -> None:
    """A problem finished in September 2025 may be closed in September, as `check` sees it."""
    assert told(put(closing_ledgers.book(), ("问题台账", 2, "完成日期"), "2025年9月"), "P001") == [APPLICATION]


def test_a_file_has_to_lie_there_as_it_was_registered() -> None:
    """A missing file, and one that was changed since, are told apart; letters of the seal may be large."""
    assert told(closing_ledgers.book(), "P001", {})[0][2] == "台账所在文件夹里找不到“佐证/办法.pdf”"
    assert told(closing_ledgers.book(), "P001", {"佐证/办法.pdf": "b" * 64})[0] == (
        "evidence",
        "佐证材料!D2",
        "“佐证/办法.pdf”与登记时的内容不一致，登记后被改动过",
    )
    assert told(closing_ledgers.book(seal=SEAL.upper()), "P001") == [APPLICATION]


def test_of_one_file_the_last_version_counts() -> None:
    """A file that was registered again under the same name is held against its last seal."""
    raw = closing_ledgers.book()
    for column, value in (("问题/措施编号", "P001"), ("文件或文号", "佐证/办法.pdf"), ("SHA-256", "b" * 64)):
        raw = put(raw, ("佐证材料", 3, column), value)
    assert told(raw, "P001", {"佐证/办法.pdf": "b" * 64}) == [APPLICATION]
    assert told(raw, "P001")[0][0] == "evidence"


def test_signatures_typed_by_hand_are_looked_at() -> None:
    """A gap before a signature, a day in the future, and an opinion that is missing are all told."""
    raw = closing_ledgers.book(
        more="""
        [销号登记]
        问题编号 | 类型 | 申请日期 | 申请人 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 上级复核 | 结论 | 补充要求 | 延期至 | 延期理由 | 日期
        P001 | 销号 | 2025-07-01 | 吴某 | | 吴某 2025-06-30 | | 钱某 2025-10-01 | | | | | |
        """  # noqa: E501
    )
    assert told(raw, "P001") == [
        ("opinion", "销号登记!E2", "没有验收意见"),
        ("date", "销号登记!F2", "责任科室签字日期2025-06-30早于上一步的2025-07-01"),
        ("signature", "销号登记!G2", "分管领导没有签字，主要负责人却已签，次序不对"),
        ("date", "销号登记!H2", "主要负责人签字日期2025-10-01还没有到"),
    ]


@pytest.mark.parametrize(
    ("line", "cell", "text"),
    [
        ("P001 | 销号 | | | | | | | | 同意", "销号登记!J2", "结论是“同意”，不知是否通过"),
        ("P001 | | | | | | | | | 通过", "销号登记!B2", "类型是“”，不知是销号还是延期"),
        ("P001 | 销号 | | | | <空>", "销号登记!F2", "“验收人”是公式，没有可用的结果"),
        ("P001 | 销号 | | | | | #REF!", "销号登记!G2", "“分管领导”是公式，没有可用的结果"),
        ("P001 | 销号\n P001 | 延期", "销号登记!J3", "同时有2项没有结论（第2行、第3行）"),
    ],
)
def test_rows_that_nobody_can_understand_stop_everything(line: str, cell: str, text: str) -> None:
    """Such a row is named, and no step is taken until a person has settled it."""
    header = (
        "问题编号 | 类型 | 申请日期 | 申请人 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 上级复核 | 结论 "
        "| 补充要求 | 延期至 | 延期理由 | 日期"
    )
    raw = closing_ledgers.book(more=f"[销号登记]\n{header}\n{line}")
    assert told(raw, "P001") == [("doubt", cell, text)]
    for order in (
        *closing_ledgers.SIGNED,
        closing_ledgers.order("approve"),
        closing_ledgers.order("reject", by="周某", reason="甲"),
    ):
        changes, [refusal] = apply_step(closing_ledgers.read(raw), ["P001"], order, AS_OF, FILES)
        assert changes == ()
        assert cell in refusal.text


WITHOUT = """
[基本信息]
反馈日期 | {feedback}
[问题台账]
编号 | 具体问题 | 完成程度 | 即知即改 | 整改进展 | 完成日期
P001 | 用印没有记录 | 已完成 | {immediate} | {progress} | 2025-06-20
[佐证材料]
编号 | 问题/措施编号 | 名称 | 文件或文号 | SHA-256
E001 | P001 | 印章管理办法 | 佐证/办法.pdf | {seal}
"""


@pytest.mark.parametrize(
    ("immediate", "progress", "missing"),
    [
        ("", "已登记补齐。", ("measures", "整改措施!A2", "整改措施中没有本问题的措施")),
        ("否", "已登记补齐。", ("measures", "整改措施!A2", "整改措施中没有本问题的措施")),
        ("是", "已登记补齐。", None),
        ("是", "", ("measures", "问题台账!E2", "即知即改，没有登记措施，整改进展也没有写明怎么改的")),
    ],
)
def test_a_problem_without_any_measure(immediate: str, progress: str, missing: tuple[str, str, str] | None) -> None:
    """A measure is missing, unless the problem was put right at once and its progress says how."""
    tables = WITHOUT.format(feedback="2025-03-18", immediate=immediate, progress=progress, seal=SEAL)
    raw = ledger_builder.raw_book(ledger_builder.complete(tables))
    assert told(raw, "P001") == [*([missing] if missing else []), APPLICATION]


def test_without_a_feedback_date_nothing_is_closed() -> None:
    """Nobody can say then whether a date lies before it."""
    tables = WITHOUT.format(feedback="", immediate="是", progress="已登记补齐。", seal=SEAL)
    assert told(ledger_builder.raw_book(ledger_builder.complete(tables)), "P001") == [
        ("feedback", "基本信息!B2", "『基本信息』没有可用的反馈日期，各项日期是否早于反馈无从核对"),
        APPLICATION,
    ]


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        ({"措施编号": "M001-1-1", "上级措施": "M001-1", "完成程度": "整改中"}, "整改措施!E4"),
        ({"措施编号": "M001-2", "问题编号": "P002、Ｐ００１", "完成程度": "整改中"}, "整改措施!E4"),
        ({"措施编号": "M001-2", "问题编号": " p001", "完成程度": "整改中"}, "整改措施!E4"),
    ],
)
def test_an_open_measure_counts_however_it_is_tied_to_the_problem(line: dict[str, str], cell: str) -> None:
    """By the measure above it, among several problems, or by an id in other letters."""
    raw = closing_ledgers.book()
    for column, value in line.items():
        raw = put(raw, ("整改措施", 4, column), value)
    assert [each[:2] for each in told(raw, "P001")] == [("measure", cell), APPLICATION[:2]]


def signed(**given: str) -> RawBook:
    """Return the ledger with an application of which everything is signed, but for what is `given`."""
    line = {
        "问题编号": "P001",
        "类型": "销号",
        "申请日期": "2025-07-01",
        "申请人": "吴某",
        "验收意见": "同意",
        "验收人": "吴某 2025-07-02",
        "分管领导": "周某 2025-07-03",
        "主要负责人": "钱某 2025-07-04",
        "上级复核": "冯某 2025-07-05",
        **given,
    }
    raw = closing_ledgers.book(superior="是")
    for column, value in line.items():
        raw = put(raw, ("销号登记", 2, column), value)
    return raw


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, []),
        ({"验收意见": "不同意销号，材料不全"}, [("opinion", ref("验收意见", 2, "销号登记"), "验收意见写的是“不同意”")]),
        ({"验收意见": "经查没有不合格项，同意"}, []),
        (
            {"分管领导": "暂不同意 周某 2025-07-03"},
            [("signature", ref("分管领导", 2, "销号登记"), "分管领导一栏写的是“不同意”")],
        ),
        (
            {"分管领导": "2025-07-03"},
            [("signature", ref("分管领导", 2, "销号登记"), "分管领导一栏是“2025-07-03”，没有签名")],
        ),
        ({"分管领导": "待签"}, [("signature", ref("分管领导", 2, "销号登记"), "分管领导一栏是“待签”，没有签名")]),
        ({"申请人": "——"}, [("applicant", ref("申请人", 2, "销号登记"), "没有申请人")]),
        (
            {"上级复核": "钱 某 2025-07-05"},
            [("signature", ref("上级复核", 2, "销号登记"), "上级复核和主要负责人是同一人（钱 某）")],
        ),
        (
            {"上级复核": "冯某（2025年9月5日）"},
            [("date", ref("上级复核", 2, "销号登记"), "上级签字日期2025-09-05还没有到")],
        ),
        ({"上级复核": "冯某"}, []),
    ],
)
def test_what_was_signed_is_read(given: dict[str, str], missing: list[tuple[str, str, str]]) -> None:
    """A refusal is no consent, a date is no name, and the level above is somebody else."""
    assert told(signed(**given), "P001") == missing


def test_what_was_finished_after_the_application_was_not_seen_by_those_who_signed() -> None:
    """Of the problem and of a measure that was added later."""
    raw = put(signed(), ("问题台账", 2, "完成日期"), "2025-07-20")
    raw = put(raw, ("整改措施", 2, "完成日期"), "2025-07-15")
    assert told(raw, "P001") == [
        ("date", "问题台账!N2", "本问题的完成日期2025-07-20晚于申请日期2025-07-01"),
        ("date", "整改措施!F2", "措施M001-1的完成日期2025-07-15晚于申请日期2025-07-01"),
    ]


def test_a_document_of_a_day_to_come_proves_nothing() -> None:
    assert told(put(closing_ledgers.book(), ("佐证材料", 2, "日期"), "2025-12-01"), "P001") == [
        ("evidence", "佐证材料!G2", "材料E001的日期2025-12-01还没有到"),
        APPLICATION,
    ]


@pytest.mark.parametrize(("stated", "asked"), [("", False), ("否", False), ("是", True), ("需要", True)])
def test_the_level_above_signs_unless_the_ledger_says_no(stated: str, *, asked: bool) -> None:
    """A word that nobody can read is not taken for no."""
    assert ("上级" in told(closing_ledgers.book(superior=stated), "P001")[0][2]) is asked
