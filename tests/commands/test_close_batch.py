"""一表办理: the first click lists what can move, the second takes what is chosen, each line by its own next step."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generate.ledger_builder import MemoryBook
from rectify_xl.commands import undo
from rectify_xl.commands.outcome import Request
from rectify_xl.ledger import schema
from rectify_xl.ledger.closure_rules import standing
from rectify_xl.ledger.reading import reader
from rectify_xl.text.cell_value import Raw
from tests.supervision.closure_steps.form_filling import AS_OF, FILES, SHEET, book, fill, lines, press

ROLES = ("责任科室", "分管领导", "主要负责人", "上级")


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay the evidence files beside the ledger."""
    monkeypatch.setattr("rectify_xl.workbook.evidence_files.digests_of", lambda _folder, _sources: FILES)


@pytest.fixture
def ledger() -> MemoryBook:
    return MemoryBook(book())


def rows(ledger: MemoryBook, sheet: str) -> Sequence[Sequence[Raw]]:
    return ledger.read().sheets[sheet].rows


def test_the_first_click_lists_what_can_move_with_the_names_that_the_ledger_knows(ledger: MemoryBook) -> None:
    """Three finished problems; the one under way is counted, and listed only where its row was selected."""
    outcome = press(ledger)
    assert outcome.summary == (
        "《销号办理》列出3个可以往下办的问题。",
        (
            "请在“办理”列选办、退回、延期，核对办理人、填好意见，"
            "再点一次“一表办理”（命令行再运行一次 close 台账 --batch）。"
        ),
        "另有1个还没有整改完成，没有列入；在Excel、WPS里选中《问题台账》的行再点，就会列入。",
        "P001、P002、P003：下一步由责任科室申请销号。",
    )
    assert outcome.goes_to == "销号办理!A2"
    assert lines(ledger)[2] == {
        "问题编号": "P003",
        "具体问题": "食堂账目公示不及时",
        "责任科室": "总务科",
        "现状": "未申请",
        "下一步": "由责任科室申请销号",
        "身份": "责任科室",
        "办理人": "郑某",
    }
    press(ledger, "P004")
    assert lines(ledger)[3]["还缺"] == (
        "完成程度是“整改中”；完成日期没有填写；整改措施中没有本问题的措施；佐证材料中没有本问题的材料"
    )
    assert rows(ledger, "销号登记")[1:] == []


def test_three_problems_are_closed_by_five_clicks_and_each_name_is_typed_once(ledger: MemoryBook) -> None:
    """After the first signature of 主要负责人 his name stands on every line that waits for him."""
    press(ledger)
    for row in (2, 3, 4):
        fill(ledger, row, 办理="办")
    assert press(ledger).summary[:2] == (
        "选了3行，办好3行，没有办成0行。",
        "已申请销号（吴某，2025-09-01）：P001 用印没有记录、P002 会议记录不规范。",
    )
    for row in (2, 3, 4):
        fill(ledger, row, 办理="√", 意见或理由="同意销号")
    assert press(ledger).status == 0
    assert [line["办理人"] for line in lines(ledger)] == ["周某", "周某", "钱某"]
    for row in (2, 3, 4):
        fill(ledger, row, 办理="办")
    press(ledger)
    for row in (2, 3, 4):
        fill(ledger, row, 办理="办", 办理人="孙某")
    assert "P001、P002、P003：签字已齐，可以批准销号。" in press(ledger).summary
    assert [line["办理人"] for line in lines(ledger)] == ["孙某"] * 3
    for row in (2, 3, 4):
        fill(ledger, row, 办理="办")
    outcome = press(ledger)
    assert outcome.summary[-2:] == ("P001、P002、P003：已销号，不用再办。", "已批准销号的不会重新打开。")
    assert standing.closed_ids(reader.read_ledger(ledger.read()), AS_OF) == {"P001", "P002", "P003"}
    assert [line["现状"] for line in lines(ledger)] == ["已销号"] * 3
    assert press(ledger).summary[0] == "现在没有可以往下办的问题。"
    assert lines(ledger) == []


def test_a_refused_line_is_told_with_its_cell_and_keeps_no_other_one_back(ledger: MemoryBook) -> None:
    """Without an opinion 责任科室 does not sign; what was typed stays, and the cell is the one on the sheet."""
    press(ledger)
    fill(ledger, 2, 办理="办")
    fill(ledger, 3, 办理="办")
    press(ledger)
    fill(ledger, 2, 办理="办", 意见或理由="同意")
    fill(ledger, 3, 办理="办", 办理日期="2025-08-31")
    fill(ledger, 4, 办理="办", 办理人="总务科")
    outcome = press(ledger)
    assert (outcome.status, outcome.summary[0]) == (1, "选了3行，办好1行，没有办成2行。")
    assert outcome.headlines[0].lines == (
        "P002签字要填的还空着：销号办理!K3（意见或理由）。请填好再点“一表办理”。",
        "P003销号办理!I4的办理人“总务科”不是一个人的姓名。请写一个人的姓名。",
    )
    kept = lines(ledger)[1]
    assert (kept["办理"], kept["办理日期"], kept["结果"]) == (
        "办",
        "2025-08-31",
        "没有办：签字要填的还空着：销号办理!K3（意见或理由）。请填好再点“一表办理”。",
    )
    fill(ledger, 3, 意见或理由="同意")
    refused = press(ledger)
    assert refused.headlines[0].lines[0] == ("P002办理日期2025-08-31早于申请日期2025-09-01。请写明实际办理的日期。")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"具体问题": "会议记录不规范"}, "销号办理!C2写的不是P001 用印没有记录，可能只排序、粘贴了一列"),
        (
            {"下一步": "签字已齐，可以批准销号"},
            "列表以后情况变了：当时的下一步是“签字已齐，可以批准销号”，现在是“由责任科室申请销号”",
        ),
        ({"问题编号": "P002"}, "选了2行（销号办理!B2、销号办理!B3），不知道办哪一行"),
        ({"问题编号": "P099"}, "『问题台账』中没有编号P099"),
        ({"办理": "也许"}, "销号办理!A2写的是“也许”，不知道办不办"),
        ({"办理日期": "下周"}, "销号办理!J2的办理日期“下周”不是哪一天"),
        ({"办理日期": "2025-09-02"}, "办理日期2025-09-02还没有到（今天2025-09-01）"),
        ({"办理人": "待签"}, "销号办理!I2的办理人“待签”不是一个人的姓名"),
        ({"办理": "退回", "意见或理由": "记录不全", "补充要求": "补记录"}, "还没有申请"),
        ({"办理": "延期"}, "申请延期要填的还空着：销号办理!K2（意见或理由）、销号办理!M2（延期至）"),
    ],
)
def test_what_the_sheet_says_is_never_trusted(ledger: MemoryBook, changed: dict[str, Raw], told: str) -> None:
    """Words, next step, id, choice, day and name are judged by the ledger; nothing is registered."""
    press(ledger)
    fill(ledger, 3, 办理="办" if changed.get("问题编号") == "P002" else "不办")
    fill(ledger, 2, **{"办理": "办", **changed})
    outcome = press(ledger)
    assert told in outcome.refused[0].message
    assert (outcome.status, outcome.data["written"]) == (1, False)
    assert rows(ledger, "销号登记")[1:] == []


def test_several_kinds_of_steps_are_taken_at_once_and_taken_back_at_once(ledger: MemoryBook) -> None:
    """A signature, a rejection and an extension in one click; one undo restores register, problem and sheet."""
    press(ledger, "P004")
    fill(ledger, 2, 办理="办")
    fill(ledger, 3, 办理="办")
    press(ledger)
    before = {sheet: rows(ledger, sheet) for sheet in ("问题台账", "销号登记")}
    fill(ledger, 2, 办理="办", 意见或理由="同意")
    fill(ledger, 3, 办理="退回", 身份="主要负责人", 办理人="孙某", 意见或理由="记录不全", 补充要求="补记录")
    fill(ledger, 5, 办理="延期", 办理人="冯某", 意见或理由="设备未到", 延期至="2026-03-31")
    outcome = press(ledger)
    assert outcome.summary[1:] == (
        "已签字（责任科室吴某，2025-09-01）：P001 用印没有记录。",
        "已退回（主要负责人孙某，2025-09-01）：P002 会议记录不规范。",
        "已申请延期（冯某，2025-09-01）：P004 账实不符。",
        "P001：下一步由分管领导签字。",
        "P002：下一步照补充要求整改，办好后重新申请销号。",
        "P004：下一步由分管领导（或主要负责人、上级）批准延期。",
        "办错了的，可以用“撤销上一步”整批退回。",
    )
    assert [line["现状"] for line in lines(ledger)] == ["销号办理中", "已退回", "未申请", "延期办理中"]
    undo.run(Request(AS_OF, ledger))
    after = {sheet: [row for row in rows(ledger, sheet) if any(row)] for sheet in before}
    assert {sheet: [[cell or None for cell in row] for row in kept] for sheet, kept in after.items()} == {
        sheet: [
            [cell or None for cell in row] + [None] * (len(after[sheet][at]) - len(row)) for at, row in enumerate(kept)
        ]
        for sheet, kept in before.items()
    }


LINE = st.fixed_dictionaries(
    {
        "办理": st.sampled_from(["办", "退回", "延期", "不办", None, "办", "办"]),
        "办理人": st.sampled_from(["吴某", "周某", "孙某", None, "待签"]),
        "身份": st.sampled_from([*ROLES, None]),
        "意见或理由": st.sampled_from(["同意销号", "不同意", None, "缺记录"]),
        "补充要求": st.sampled_from(["补记录", None]),
        "延期至": st.sampled_from(["2026-03-31", "2025-01-01", None]),
        "办理日期": st.sampled_from([None, "2025-09-01", "2025-08-01", "2025-09-02"]),
    }
)


@settings(max_examples=60, deadline=None)
@given(taken=st.tuples(*[st.integers(0, 4)] * 3), filled=st.tuples(LINE, LINE, LINE))
def test_the_sheet_does_to_each_problem_what_its_own_step_would_do(
    taken: tuple[int, int, int], filled: tuple[dict[str, Raw], ...]
) -> None:
    """Whatever is filled in, register and problems read as if each line had been a call of its own."""
    together, apart = MemoryBook(book()), MemoryBook(book())
    for ledger in (together, apart):
        for name, number in zip(("P001", "P002", "P003"), taken, strict=True):
            for step in (
                {"step": "apply", "by": "吴某"},
                {"step": "sign", "by": "吴某", "role": "责任科室", "opinion": "同意"},
                {"step": "sign", "by": "周某", "role": "分管领导"},
                {"step": "sign", "by": "孙某", "role": "主要负责人"},
            )[:number]:
                press(ledger, name, **step)
    press(together)
    for row, cells in enumerate(filled, 2):
        fill(together, row, **cells)
    wanted = [step_of(line) for line in lines(together)]
    outcome = press(together)
    refused = {hindrance.subject for hindrance in outcome.refused}
    for name, options in zip(("P001", "P002", "P003"), wanted, strict=True):
        if options and name not in refused:
            assert press(apart, name, **options).status == 0
    for sheet in ("问题台账", "销号登记"):
        assert trimmed(together, sheet) == trimmed(apart, sheet)
    told = {name for name, options in zip(("P001", "P002", "P003"), wanted, strict=True) if options}
    assert refused <= told


def step_of(line: dict[str, Raw]) -> dict[str, str]:
    """Return the call of `close` that a filled line stands for."""
    words = str(line.get("意见或理由") or "")
    following = str(line["下一步"])
    step = {"退回": "reject", "延期": "extend"}.get(str(line.get("办理")), "")
    if line.get("办理") == "办":
        step = "apply" if "申请" in following else "approve" if "批准" in following else "sign"
    if not step:
        return {}
    options = {
        "step": step,
        "by": str(line.get("办理人") or ""),
        "role": str(line.get("身份") or ""),
        "opinion" if step == "sign" else "reason": words,
        "requirement": str(line.get("补充要求") or ""),
        "until": str(line.get("延期至") or ""),
        "date": str(line.get("办理日期") or ""),
    }
    return {name: value for name, value in options.items() if value}


def trimmed(ledger: MemoryBook, sheet: str) -> list[list[Raw]]:
    """Return the rows of a sheet without what is empty at their ends."""
    kept = []
    for row in rows(ledger, sheet):
        cells = [cell or None for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        kept.append(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def test_an_old_ledger_without_the_sheet_can_do_everything_else() -> None:
    """The command declares the sheet among its needs for this one job only."""
    from rectify_xl.commands.table import find

    command = find("close")
    assert command is not None
    assert [need.option for need in command.needs if need.sheet == SHEET] == ["batch"]
    assert schema.by_name(SHEET) is not None
