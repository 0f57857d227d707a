"""On how many rows each signal fires: the measure of its noise."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from rectify_xl.model import Ledger
from rectify_xl.risks import weights
from rectify_xl.risks.assess import assess, signals
from rectify_xl.risks.cases import cases


class Tally(NamedTuple):
    """One ledger on one day: its rows, those that count as done, and the rows by signal.

    `levels` are the warnings of a relapse by level, `still_open` the open rows with signals enough to be listed.
    """

    rows: int
    done: int
    fired: Counter[str]
    levels: Counter[str]
    still_open: int = 0


def tally(ledger: Ledger, as_of: date) -> Tally:
    """Count the rows on which each signal fires, whether or not they reach the list of warnings."""
    found = cases(ledger, as_of)
    fired: Counter[str] = Counter()
    for case in found:
        fired.update({reason.code for reason in signals(case)})
    warned = [risk for risk in assess(ledger, as_of) if risk.kind == "relapse"]
    levels: Counter[str] = Counter(risk.level for risk in warned if not risk.still_open)
    still_open = sum(risk.still_open for risk in warned)
    return Tally(len(found), sum(case.done for case in found), fired, levels, still_open)


def table(tallies: dict[str, Tally]) -> str:
    """Return the tallies as a Markdown table: one line per signal, one column per ledger and day."""
    lines = [
        "| 代码 | 信号 | 权重 | " + " | ".join(tallies) + " |",
        "|---|---|---:|" + "---:|" * len(tallies),
    ]
    for signal in weights.RELAPSE:
        counts = " | ".join(str(each.fired[signal.code]) for each in tallies.values())
        lines.append(f"| {signal.code} | {signal.title} | {signal.weight} | {counts} |")
    for name, count in (
        ("问题行数", [each.rows for each in tallies.values()]),
        ("其中计为完成", [each.done for each in tallies.values()]),
        *((f"列为反弹·{level}", [each.levels[level] for each in tallies.values()]) for level in "红橙黄"),
        ("未完成而列出（上轮问题、风险）", [each.still_open for each in tallies.values()]),
    ):
        lines.append(f"| | **{name}** | | {' | '.join(str(each) for each in count)} |")
    return "\n".join(lines) + "\n"
