"""What a dialog says about an outcome: what, where, what next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rectify_xl.commands.outcome import Outcome

SHOWN = 3
"""Findings that a dialog shows; all of them are in the ledger."""
_TYPED = re.compile("（[^（）]*--[^（）]*）")


def spoken(text: str) -> str:
    """Return a message without what is for the command line only: brackets that hold options."""
    return _TYPED.sub("", text)


def outcome_text(outcome: Outcome) -> str:
    """Return the summary, and the first findings with their places and remedies."""
    return spoken(_outcome_text(outcome))


def _outcome_text(outcome: Outcome) -> str:
    lines = list(outcome.summary)
    findings = sorted(_listed(outcome, "findings"), key=lambda finding: bool(finding["severity"] != "error"))
    for number, finding in enumerate(findings[:SHOWN], 1):
        lines += ["", f"{number}. {_place(finding)}　{finding['message']}{finding['fix']}"]
    risks = _listed(outcome, "risks")
    for number, risk in enumerate(risks[:SHOWN], 1):
        reasons = "；".join(str(reason["text"]) for reason in risk["reasons"])
        lines += ["", f"{number}. {risk['level']}　{risk['id']}　{reasons}"]
    rest = len(findings) + len(risks) - SHOWN
    if rest > 0:
        where = "《校验结果》" if findings else "《预警清单》"
        if outcome.data.get("paper"):
            lines += ["", f"其余{rest}条见所生成的材料。"]
        else:
            lines += ["", f"其余{rest}条见{where}。" if _is_written(outcome) else f"其余{rest}条没有在这里列出。"]
    alike = _listed(outcome, "candidates")
    for each in alike[:SHOWN]:
        lines += [
            "",
            f"{each['id']} 与以前的 {each['previous_id']} 相似（{each['likeness']}）：{each['previous_problem']}",
        ]
    if len(alike) > SHOWN:
        lines += ["", f"其余{len(alike) - SHOWN}对没有在这里列出。"]
    if not findings and not risks:
        for sheet in outcome.sheets[:1]:
            lines += ["", *("　".join(row) for row in (sheet.header, *sheet.rows))]
    return "\n".join(lines)


def _is_written(outcome: Outcome) -> bool:
    """Tell whether the outcome says that all of it stands in the ledger."""
    return any(line.startswith("已写入") for line in outcome.summary)


def first_place(outcome: Outcome) -> str:
    """Return the address of the first finding or risk, empty when there is none."""
    findings = [each for each in _listed(outcome, "findings") if each["sheet"]]
    if findings:
        return _place(next((each for each in findings if each["severity"] == "error"), findings[0]))
    for risk in _listed(outcome, "risks"):
        for reason in risk["reasons"]:
            if "!" in str(reason["cell"]):
                return str(reason["cell"])
    return ""


def _place(finding: Mapping[str, Any]) -> str:
    if finding["sheet"]:
        return f"{finding['sheet']}!{finding['cell']}"
    return f"第{finding['line']}行" if finding.get("line") is not None else "全文"


def _listed(outcome: Outcome, key: str) -> list[Mapping[str, Any]]:
    found = outcome.data.get(key)
    return found if isinstance(found, list) else []
