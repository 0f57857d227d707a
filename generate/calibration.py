"""On how many rows each signal fires: the measure of its noise."""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generate.ledger_builder import apply, blank_book
from rectify_xl.intake.imported_rows import over_blank
from rectify_xl.intake.notice_rows import rows_of_notice
from rectify_xl.judgement.risks import risk_signals
from rectify_xl.judgement.risks.assess import assess, signals
from rectify_xl.judgement.risks.subjects import risk_subjects
from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.reading.parse import parse
from rectify_xl.readers.read_source import read_source


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
    all_cases = risk_subjects(ledger, as_of)
    fired: Counter[str] = Counter()
    for case in all_cases:
        fired.update({reason.code for reason in signals(case)})
    warned = [risk for risk in assess(ledger, as_of) if risk.kind == "relapse"]
    levels: Counter[str] = Counter(risk.level for risk in warned if not risk.still_open)
    still_open = sum(risk.still_open for risk in warned)
    return Tally(len(all_cases), sum(case.done for case in all_cases), fired, levels, still_open)


def table(tallies: dict[str, Tally]) -> str:
    """Return the tallies as a Markdown table: one line per signal, one column per ledger and day."""
    lines = [
        "| 代码 | 信号 | 权重 | " + " | ".join(tallies) + " |",
        "|---|---|---:|" + "---:|" * len(tallies),
    ]
    for signal in risk_signals.RELAPSE:
        counts = " | ".join(str(tally.fired[signal.code]) for tally in tallies.values())
        lines.append(f"| {signal.code} | {signal.title} | {signal.weight} | {counts} |")
    for name, count in (
        ("问题行数", [tally.rows for tally in tallies.values()]),
        ("其中计为完成", [tally.done for tally in tallies.values()]),
        *((f"列为反弹·{level}", [tally.levels[level] for tally in tallies.values()]) for level in "红橙黄"),
        ("未完成而列出（上轮问题、风险）", [tally.still_open for tally in tallies.values()]),
    ):
        lines.append(f"| | **{name}** | | {' | '.join(str(number) for number in count)} |")
    return "\n".join(lines) + "\n"


ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "calibration.md"
SAMPLE = ROOT / "samples" / "示例通报.txt"
SEEDS = Path(os.environ.get("RECTIFY_XL_SEEDS") or ROOT.parent / "shared" / "seeds")
FIRST, SECOND = "000_60b429b0891c94b2.txt", "002_0f29da3bc5976d6b.txt"

HEAD = """# 反弹信号的校准

由 `generate/calibration.py` 生成，请勿手工修改。每个信号在几行上出现；出现得越多，越可能是噪声，权重就应越低。

* **示例**：本工具自带的虚构单位通报（30个问题），通报之日和半年之后各一次，台账中没有登记任何佐证和回头看。
* **通报甲、通报乙**：两份真实通报，只列个数。通报乙没有印出各项状态，
  所以另按它自己公布的总数（33项都算完成并长期坚持）再数一次。

"""
TAIL = """
## 怎么读

* 通报之日，没有登记佐证的单位每行都有“佐证未登记”，所以只给5分，单独不列入清单（满20分才列）。
* 半年之后，“长期未回头看”和“定期承诺无记录”在长期坚持的行上普遍出现：这时确实没有任何记录，登记一次佐证或回头看即消失。
* 没有完成的行不叫反弹：只因上一轮指出过的写“上轮问题”，其余（迟迟未启动、停滞或申请延期、文中承诺已过期）写“风险”。
* 权重在《字典》的“反弹信号”“权重”两列改；填0即不用这个信号。

## 读得准不准

逐条人工核对：先由人读原文，写下每条承诺和每处与状态矛盾的话，再与程序读出的比较（2026年11月28日）。

| 文本 | 承诺（人读） | 读出 | 读对 | 漏 | 误 |
|---|---:|---:|---:|---:|---:|
| 通报甲（31个问题） | 46 | 46 | 46 | 0 | 0 |
| 通报乙（33个问题） | 49 | 48 | 48 | 1 | 0 |
| 练习通报11份（89个问题） | 68 | 68 | 68 | 0 | 0 |

练习通报中与状态矛盾的话共4处（写已办而日期未到1处、暂未开展1处、仍在联系1处、全是活动而无制度1处），都读出，没有误报；
修改之前漏12条承诺和1处矛盾，误5条承诺和4处矛盾（“1月至8月”当成下一年，“7月20日前完成4个应急库”当成失约）。
另有五百多个短语，连同应有的结果，列在 `tests/judgement/promises/test_phrases.py`。
"""


def of_notice(path: Path) -> Ledger:
    """Return the ledger that the import of a notice makes."""
    return reader.read_ledger(apply(blank_book(), over_blank(rows_of_notice(parse(read_source(path))))))


def all_done(unit: Ledger) -> Ledger:
    """Return the ledger with every problem done and kept up, as its notice states in sum."""
    problems = (problem._replace(completion=vocabulary.DONE, follow_up=vocabulary.KEEP_UP) for problem in unit.problems)
    return unit._replace(problems=tuple(problems))


def tallies() -> dict[str, Tally]:
    """Return the counts of every ledger and day."""
    sample = of_notice(SAMPLE)
    counts = {
        "示例 2026-09-18": tally(sample, date(2026, 9, 18)),
        "示例 2027-03-18": tally(sample, date(2027, 3, 18)),
    }
    if SEEDS.is_dir():
        first, second = of_notice(SEEDS / FIRST), of_notice(SEEDS / SECOND)
        counts |= {
            "通报甲 2025-09-26": tally(first, date(2025, 9, 26)),
            "通报甲 2026-03-27": tally(first, date(2026, 3, 27)),
            "通报乙 2025-05-12": tally(second, date(2025, 5, 12)),
            "通报乙（都算完成） 2025-05-12": tally(all_done(second), date(2025, 5, 12)),
        }
    return counts


def render() -> str:
    """Return the whole report."""
    return HEAD + table(tallies()) + TAIL


if __name__ == "__main__":
    if not SEEDS.is_dir():
        sys.exit(f"没有找到两份真实通报：{SEEDS}（可用环境变量 RECTIFY_XL_SEEDS 指明），报告未改动。")
    TARGET.write_text(render(), encoding="utf-8", newline="\n")
    print(f"已生成 {TARGET.name}")
