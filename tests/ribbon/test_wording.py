"""Messages fit into a dialog and leave nothing out in silence."""

from __future__ import annotations

import xlwings

from rectify_xl.commands.outcome import Outcome
from rectify_xl.ribbon import wording
from rectify_xl.ribbon.dialogs import LENGTH_LIMIT, Dialogs


class Window:
    """An application that keeps the last message."""

    said = ""

    def alert(self, prompt: str, title: str, buttons: str, mode: str | None = None) -> str:
        _ = title, buttons, mode
        self.said = prompt
        return "no"


def finding(number: int, severity: str) -> dict[str, object]:
    return {
        "severity": severity,
        "sheet": "问题台账",
        "cell": f"H{number}",
        "message": f"第{number}行『整改时限』没有填写。",
        "fix": f"请填写H{number}。",
    }


def test_errors_come_before_reminders_and_the_rest_is_counted() -> None:
    """Three findings are shown, errors first; the message says how many more there are, and where."""
    findings = [finding(2, "warning"), finding(3, "error"), finding(4, "warning"), finding(5, "error")]
    outcome = Outcome({"findings": findings}, ("错误2条，提醒2条。", "已写入《校验结果》，有问题的单元格已标色。"))
    assert wording.outcome_text(outcome).splitlines() == [
        "错误2条，提醒2条。",
        "已写入《校验结果》，有问题的单元格已标色。",
        "",
        "1. 问题台账!H3　第3行『整改时限』没有填写。请填写H3。",
        "",
        "2. 问题台账!H5　第5行『整改时限』没有填写。请填写H5。",
        "",
        "3. 问题台账!H2　第2行『整改时限』没有填写。请填写H2。",
        "",
        "其余1条见《校验结果》。",
    ]
    assert wording.first_place(outcome) == "问题台账!H3"


def test_the_first_risk_is_the_place_to_go() -> None:
    """Where a command found risks, the cell of the first reason is offered."""
    risk = {"id": "P016", "level": "红", "reasons": [{"text": "逾期57天", "cell": "问题台账!K17"}]}
    outcome = Outcome({"risks": [risk]}, ("逾期1个。",))
    assert wording.outcome_text(outcome).endswith("1. 红　P016　逾期57天")
    assert wording.first_place(outcome) == "问题台账!K17"


def test_hints_for_the_command_line_are_not_for_buttons() -> None:
    """Brackets that hold an option go; all others stay."""
    assert wording.spoken("请写明姓名（--by）和身份（--role，上级）；（共3项）。") == "请写明姓名和身份；（共3项）。"


def test_a_long_message_keeps_its_question() -> None:
    """What does not fit is counted, and the question at the end is still there."""
    window = Window()
    app: xlwings.App = window  # type: ignore[assignment]  # only `alert` is used
    Dialogs(app, "excel").ask("长" * 3000 + "\n\n跳到第一处（问题台账!H3）吗？")
    assert len(window.said) <= LENGTH_LIMIT
    assert window.said.endswith("字放不下，全文可用命令行查看）\n\n跳到第一处（问题台账!H3）吗？")
