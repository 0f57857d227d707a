"""已核实: a finding that somebody looked at stays silent until what was looked at changes; nobody cheats with it."""

from __future__ import annotations

import pytest

from generate.ledger_builder import MemoryBook
from rectify_xl.commands import assess_submission
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.judgement import checks
from rectify_xl.judgement.checks import never_verified
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Row
from rectify_xl.supervision.consolidation.unit_result import SubmittedFile
from tests.commands.test_fix import AS_OF, book, run, typed

VAGUE = """
[基本信息]
反馈日期 | #日 2025-03-18
[问题台账]
编号 | 方面 | 具体问题 | 责任科室 | 整改时限 | 完成程度 | 整改进展
P001 | 党建 | 学习不深 | 党政办 | 6月30日 | 整改中 | 已开展学习3次。
P002 | 党建 | 记录不全 | 党政办公室 | 尽快 | 整改中 | 正在补记录。
"""
CODE = "RX508"
"""Two names that look like one department: often they are two."""


def command(name: str, host: MemoryBook, **options: str | bool) -> Outcome:
    """Run a command as a door does."""
    entry = find(name)
    assert entry is not None
    return invoke(entry, Request(AS_OF, host, options=options, by="王芳"))


def listed(host: MemoryBook) -> list[Row]:
    """Return the lines of 校验结果."""
    return list(reader.read_ledger(host.read()).rows["校验结果"])


def register(host: MemoryBook) -> list[Row]:
    """Return the lines of 核实登记."""
    return list(reader.read_ledger(host.read()).rows.get("核实登记", ()))


def codes(outcome: Outcome, key: str = "findings") -> list[str]:
    """Return the codes of findings."""
    found = outcome.data[key]
    assert isinstance(found, list)
    return [each["code"] for each in found]


def choose(host: MemoryBook, code: str, choice: str, reason: str = "") -> None:
    """Let a clerk choose something for a line of 校验结果."""
    row = next(row for row in listed(host) if row.text("代码") == code)
    typed(host, "校验结果", row.number, "处理", choice)
    typed(host, "校验结果", row.number, "核实理由", reason)


def verified() -> MemoryBook:
    """Return a ledger in which somebody verified the two names."""
    host = book(VAGUE)
    command("check", host, profile="填报", write=True)
    choose(host, CODE, "已核实", "三定方案上是两个科室")
    run(host, take=("marked",))
    return host


def test_the_level_above_sees_what_was_verified_with_its_reason() -> None:
    """One sentence takes no finding away from there: it counts and is listed, and it is told how many there are."""
    host = verified()
    raw = host.read()
    ledger = reader.read_ledger(raw)
    source = assess_submission.LedgerSource(raw)
    result = assess_submission.result_of(SubmittedFile("台账.xlsx", "", 1), source, ledger, AS_OF)
    (seen,) = [finding for finding in result.findings if finding.code == CODE]
    assert seen.message.endswith("（单位登记为已核实：三定方案上是两个科室）。")
    assert any("自行登记已核实1条（王芳），其中错误0条" in caveat for caveat in result.caveats)
    assert CODE not in {finding.code for finding in assess_submission.findings_of(raw, ledger, AS_OF, own=True).left}


def test_what_was_verified_is_registered_counted_and_silent() -> None:
    """Name, time and reason stand in 核实登记; check no longer lists the finding, says how many, and --all lists it."""
    host = verified()
    (row,) = register(host)
    assert (row.text("核实人"), row.text("代码"), row.text("行编号"), row.text("列")) == (
        "王芳",
        CODE,
        "P002",
        "责任科室",
    )
    assert (row.text("理由"), row.text("来源")) == ("三定方案上是两个科室", "校验结果")
    assert "党政办公室" in row.text("内容")
    outcome = command("check", host, profile="填报")
    assert CODE not in codes(outcome)
    assert codes(outcome, "verified") == [CODE]
    assert any("已核实1条（王芳），不再列出" in said for said in outcome.summary)
    shown = command("check", host, profile="填报", all=True)
    assert [table.rows[0][3:] for table in shown.tables if table.title == "已核实的"] == [
        ("王芳", row.text("时间")[:10], "三定方案上是两个科室")
    ]
    assert all(row.text("代码") != CODE for row in listed(host))


def test_one_reason_for_many_is_told() -> None:
    """Whoever writes one reason for all is told so, when it is registered and when the ledger goes up."""
    host = book(VAGUE.replace("P002 |", "P003 | 党建 | 台账不全 | 财政所 | 7月15日 | 整改中 | 正在补记录。\nP002 |"))
    command("check", host, profile="填报", write=True)
    for row in listed(host):
        if row.text("代码") == "RX405":
            typed(host, "校验结果", row.number, "处理", "已核实")
            typed(host, "校验结果", row.number, "核实理由", "都看过了")
    outcome = run(host, take=("marked",))
    assert any("已核实2条（王芳，同一理由2条），记入《核实登记》" in said for said in outcome.summary)
    outcome = command("check", host, profile="上报")
    assert any("已核实2条（王芳，同一理由2条），不再列出" in said for said in outcome.summary)


def test_it_speaks_again_once_the_cell_changes() -> None:
    """A new name in the cell is a new finding, and the old one comes back when the name does."""
    host = verified()
    typed(host, "问题台账", 3, "责任科室", "党政室")
    assert CODE in codes(command("check", host, profile="填报"))
    typed(host, "问题台账", 3, "责任科室", "党政办公室")
    assert CODE not in codes(command("check", host, profile="填报"))


def test_rows_inserted_above_do_not_wake_it() -> None:
    """The finding goes with its row: where the row stands is no part of what was looked at."""
    host = verified()
    sheet = host.book.sheets["问题台账"]
    rows = [*sheet.rows[:1], ["P009", "党建", *[None] * 30], *sheet.rows[1:]]
    host.book = host.book._replace(sheets={**host.book.sheets, "问题台账": sheet._replace(rows=rows)})
    assert CODE not in codes(command("check", host, profile="填报"))


def test_it_is_taken_back_by_undo() -> None:
    """Undo takes the line out again, and the finding speaks."""
    host = verified()
    command("undo", host)
    assert register(host) == []
    assert CODE in codes(command("check", host, profile="填报"))


@pytest.mark.parametrize(
    ("code", "reason", "why"),
    [
        (CODE, "", "没有写“核实理由”"),
        ("RX403", "领导说尽快就行", "读不出、对不上或会把数算错的，只能改正"),
        ("RX202", "都看过了", "说的是该填的没有填，没有内容可核实，只能补填"),
        ("RX602", "都看过了", "说的是该填的没有填，没有内容可核实，只能补填"),
    ],
)
def test_a_reason_is_demanded_and_some_findings_can_only_be_put_right(code: str, reason: str, why: str) -> None:
    """Without a reason nothing is registered; a deadline that nobody can read is no matter of opinion."""
    host = book(VAGUE)
    command("check", host, profile="填报", write=True)
    choose(host, code, "已核实", reason)
    outcome = run(host, take=("marked",))
    assert any(f"（{code} " in said and why in said for said in outcome.summary)
    assert register(host) == []
    assert code in codes(command("check", host, profile="填报"))


def test_a_line_typed_by_hand_silences_nothing_and_is_told() -> None:
    """A cheat copies a line, or alters the code of one: 变更记录 knows nothing of it, so it does not count."""
    host = verified()
    (row,) = register(host)
    for column in schema.VERIFIED.columns:
        typed(host, "核实登记", 3, column.name, row.text(column.name))
    outcome = command("check", host, profile="上报")
    assert codes(outcome).count("RX121") == 1
    assert codes(outcome, "verified") == [CODE]
    typed(host, "核实登记", 2, "理由", "改过的理由")
    typed(host, "核实登记", 3, "理由", "改过的理由")
    outcome = command("check", host, profile="上报")
    assert codes(outcome).count("RX121") == 2
    assert CODE in codes(outcome)


def test_the_hand_is_seen_after_another_command_has_recorded_it() -> None:
    """Once a command ran, 变更记录 holds the typed line as 人工修改: it counts no more than before."""
    host = verified()
    (row,) = register(host)
    for column in schema.VERIFIED.columns:
        typed(host, "核实登记", 3, column.name, row.text(column.name))
    command("check", host, profile="填报", write=True)
    assert "RX121" in codes(command("check", host, profile="上报"))


def test_verified_errors_are_named_when_the_ledger_goes_up() -> None:
    """上报 counts a verified error in a line of its own, with its place; the JSON holds it."""
    host = book("""
    [基本信息]
    反馈日期 | #日 2025-03-18
    [问题台账]
    编号 | 方面 | 具体问题 | 责任科室 | 整改时限 | 完成程度
    P001 | 党建 | 学习不深 | 党政办 | #日 2025-01-30 | 整改中
    """)
    command("check", host, profile="上报", write=True)
    choose(host, "RX411", "已核实", "立行立改，反馈前已定时限")
    run(host, take=("marked",))
    outcome = command("check", host, profile="上报")
    assert "RX411" not in codes(outcome)
    assert codes(outcome, "verified") == ["RX411"]
    assert any("已核实的当中，按本口径算错误的有1条：RX411（问题台账!K2）。" in said for said in outcome.summary)


def test_what_vouches_or_counts_can_never_be_verified() -> None:
    """Every code of the list is a check's, has its reason, and what is wrong from the first day is nearly all there."""
    known = {entry.check.code for profile in checks.PROFILES for entry in profile.checks} | {checks.CRASHED.code}
    assert never_verified.REASONS.keys() <= known
    for code in ("RX401", "RX303", "RX502", "RX221", "RX224", "RX121", "RX801"):
        assert never_verified.REASONS[code]
    for code in (CODE, "RX411", "RX114", "RX405"):
        assert code not in never_verified.REASONS


def test_a_ledger_without_the_sheet_says_how_to_get_it() -> None:
    """An old ledger has no 核实登记: nothing is lost, and the button that adds it is named."""
    host = book(VAGUE)
    command("check", host, profile="填报", write=True)
    choose(host, CODE, "已核实", "是两个科室")
    host.book = host.book._replace(sheets={k: v for k, v in host.book.sheets.items() if k != "核实登记"})
    outcome = run(host, take=("marked",))
    assert any("台账还没有《核实登记》，请点一次“修复下拉和标色”补上再办" in said for said in outcome.summary)
    assert CODE in codes(command("check", host, profile="填报"))
