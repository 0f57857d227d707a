"""Messages fit into a dialog and leave nothing out in silence."""

from __future__ import annotations

import xlwings

from rectify_xl.commands.finding_tables import finding_headlines
from rectify_xl.commands.outcome import Headlines, Outcome, OutputTable
from rectify_xl.doors.ribbon import wording
from rectify_xl.doors.ribbon.dialogs import LENGTH_LIMIT, Dialogs
from rectify_xl.ledger.records import Finding, Severity
from rectify_xl.text.excerpts import as_clicked
from tests.conftest import ROOT


class Window:
    """An application that keeps the last message."""

    said = ""

    def alert(self, prompt: str, title: str, buttons: str, mode: str | None = None) -> str:
        _ = title, buttons, mode
        self.said = prompt
        return "no"


def finding(number: int, severity: Severity) -> Finding:
    message, fix = f"第{number}行“整改时限”没有填写。", f"请填写H{number}。"
    return Finding("RX201", severity, "问题台账", f"H{number}", f"P00{number}", message, fix)


def test_errors_come_before_reminders_and_the_rest_is_counted() -> None:
    """Three findings are shown, errors first; the message says how many more there are, and where."""
    findings = [finding(2, "warning"), finding(3, "error"), finding(4, "warning"), finding(5, "error")]
    summary = ("错误2条，提醒2条。", "已写入《校验结果》，有问题的单元格已标色。")
    outcome = Outcome({}, summary, headlines=finding_headlines(findings, "《校验结果》"))
    assert wording.outcome_text(outcome).splitlines() == [
        "错误2条，提醒2条。",
        "已写入《校验结果》，有问题的单元格已标色。",
        "",
        "1. 问题台账!H3　第3行“整改时限”没有填写。请填写H3。",
        "",
        "2. 问题台账!H5　第5行“整改时限”没有填写。请填写H5。",
        "",
        "3. 问题台账!H2　第2行“整改时限”没有填写。请填写H2。",
        "",
        "其余1条见《校验结果》。",
    ]
    assert wording.first_place(outcome) == "问题台账!H3"


def test_what_stands_nowhere_else_is_said_not_to_be_shown() -> None:
    """A list that no command has written anywhere is not said to be in a sheet."""
    outcome = Outcome({}, ("错误4条。",), headlines=finding_headlines([finding(each, "error") for each in range(2, 6)]))
    assert wording.outcome_text(outcome).endswith("\n\n其余1条没有在这里列出。")


def test_the_place_to_go_is_that_of_the_first_list_that_has_one() -> None:
    """Where a command found risks, the cell of the first reason is offered; an aside has no number."""
    risks = Headlines(("红　P016　逾期57天",), 1, cell="问题台账!K17")
    pairs = Headlines(("P016 与以前的 P003 相似（91）：设备闲置",), 5, unit="对", aside=True)
    outcome = Outcome({}, ("逾期1个。",), headlines=(risks, pairs))
    assert wording.outcome_text(outcome) == (
        "逾期1个。\n\n1. 红　P016　逾期57天\n\nP016 与以前的 P003 相似（91）：设备闲置\n\n其余4对没有在这里列出。"
    )
    assert wording.first_place(outcome) == "问题台账!K17"


def test_a_table_is_shown_where_there_is_no_list_of_its_own() -> None:
    """An aside does not stand for the table of the result."""
    table = OutputTable("科室", ("科室", "逾期"), (("采编部", "2"),))
    pairs = Headlines(("甲 与 乙 相似",), 1, unit="对", aside=True)
    shown = wording.outcome_text(Outcome({}, ("汇总。",), (table,), headlines=(pairs,)))
    assert shown == "汇总。\n\n甲 与 乙 相似\n\n科室　逾期\n采编部　2"


def test_no_remedy_tells_a_clerk_to_type_a_command() -> None:
    """What 校验结果 and dialogs say of every finding of the gallery names no option and no command line."""
    gallery = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    remedies = [as_clicked(line) for line in gallery.splitlines() if "处理办法：" in line]
    assert len(remedies) > 250
    assert [line for line in remedies if "--" in line or " 台账 " in line or "rectify-xl" in line] == []


def test_hints_for_the_command_line_are_not_for_buttons() -> None:
    """Brackets that hold an option go; all others stay."""
    assert as_clicked("请写明姓名（--by）和身份（--role，上级）；（共3项）。") == "请写明姓名和身份；（共3项）。"


def test_a_long_message_keeps_its_question() -> None:
    """What does not fit is counted, and the question at the end is still there."""
    window = Window()
    app: xlwings.App = window  # type: ignore[assignment]  # only `alert` is used
    Dialogs(app, "excel").ask("长" * 3000 + "\n\n跳到第一处（问题台账!H3）吗？")
    assert len(window.said) <= LENGTH_LIMIT
    where = "全文在浏览器页面“巡察整改”里点同一个按钮看"
    assert window.said.endswith(f"字放不下，{where}）\n\n跳到第一处（问题台账!H3）吗？")
    Dialogs(app, "excel", roomy=True).ask("长" * 3000 + "\n\n跳到第一处吗？")
    assert len(window.said) == 3000 + len("\n\n跳到第一处吗？")


def test_a_long_table_below_a_sentence_is_cut_at_a_row() -> None:
    """The sentence stays, the rows that fit are whole, and how much is missing is counted right."""
    window = Window()
    app: xlwings.App = window  # type: ignore[assignment]  # only `alert` is used
    rows = [f"P{number:03}　党政办　2026-09-30　逾期{number}天" for number in range(1, 101)]
    text = "\n".join(("文中承诺100条。", "", *rows))
    Dialogs(app, "excel").tell(text)
    first, _, *shown, left = window.said.splitlines()
    assert first == "文中承诺100条。"
    assert shown == rows[: len(shown)]
    assert len(shown) > 20
    assert f"还有{len(text) - len(chr(10).join((first, '', *shown)))}字放不下" in left
