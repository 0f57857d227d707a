"""Compare the way from ledger to Word document with docxtpl rendering the same template.

Run as `python benchmarks/notice.py`. Both run in turn in one process, warm; the ratio of the medians is what counts
(DESIGN §9 asks for 1.5 at most). Processor time, so that other work on the machine does not decide.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from docxtpl.template import DocxTemplate
from jinja2 import Environment, StrictUndefined

from generate.ledger_builder import load
from rectify_xl.documents.make_notice import context, render
from rectify_xl.ledger import default_prose
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.publishing import gate
from rectify_xl.notice.redaction import edition
from rectify_xl.notice.trace.trace_record import MadeFrom
from rectify_xl.notice.writing.compose import compose
from rectify_xl.system import resources

PROBLEMS = 31
ROUNDS = 25
AS_OF = date(2026, 9, 26)
PROGRESS = (
    "一是修订集中学习制度，明确每月5日组织学习，4月至9月共学习12次、覆盖86人次；二是把落实情况纳入科室月度考核，办公室每月抽查1次，"
    "发现的3个问题当场整改；三是建立学习台账，逐人登记，缺课的在10日内补学，由分管领导签字确认；四是逐条核对，形成记录备查。"
)


def ledger() -> Ledger:
    """Return an invented ledger of the size of a real one."""
    problems = "\n".join(
        f"P{no:03} | 第{no // 9 + 1}方面落实不够有力 | 关于“第{no // 3 + 1}类制度执行不到位”的问题 | 第{no}项执行不到位"
        f" | 已完成 | {PROGRESS}"
        for no in range(1, PROBLEMS + 1)
    )
    prose = "\n".join(" | ".join((*row, "")) for row in default_prose.ROWS)
    return load(
        """
        [基本信息]
        单位名称 | 青石镇卫生院
        巡察机构 | 县委第二巡察组
        巡察开始 | 2026-01-05
        巡察结束 | 2026-02-10
        反馈日期 | 2026-03-18
        通报日期 | 2026-09-26
        联系电话 | 0000-1234567
        [问题台账]
        编号 | 方面 | 大项 | 具体问题 | 完成程度 | 整改进展
        """
        + problems
        + "\n[通报文稿]\n部分 | 层级 | 标题 | 正文 | 编号 | 关联编号\n"
        + prose
    )


def main() -> None:
    """Print the medians and their ratio."""
    rows = ledger()
    template = resources.path("templates", "通报.docx")
    document = compose(rows, as_of=AS_OF, audience="public", as_published=False)
    with tempfile.TemporaryDirectory() as folder:

        def ours() -> None:
            composed = compose(rows, as_of=AS_OF, audience="public", as_published=False)
            made_from = MadeFrom(rows, AS_OF)
            (Path(folder) / "ours.docx").unlink(missing_ok=True)
            render(composed, Path(folder) / "ours.docx", format="docx", made_from=made_from)

        def bare() -> None:
            filled = DocxTemplate(template)
            filled.render(context(document), Environment(undefined=StrictUndefined), autoescape=True)  # noqa: S701
            filled.save(Path(folder) / "bare.docx")

        def public() -> None:
            covered = edition.redact(RawBook("", {}), rows)
            composed = compose(rows, as_of=AS_OF, audience="public", as_published=False)
            gate.judge(rows, composed, covered.doubts, AS_OF)

        runs = {"ours": ours, "bare": bare, "public": public}
        times: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, run in runs.items():
                times[name].append(_seconds(run))
    ours_ms, bare_ms, public_ms = (1000 * statistics.median(times[name]) for name in runs)
    print(f"{PROBLEMS} problems, {len(document.paragraphs)} paragraphs, median of {ROUNDS} rounds")
    print(f"ledger → notice.docx {ours_ms:.1f} ms; docxtpl alone {bare_ms:.1f} ms; ratio {ours_ms / bare_ms:.2f}")
    print(f"covering personal data, composing and the publish gate, before anything is rendered: {public_ms:.1f} ms")


def _seconds(run: Callable[[], None]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


if __name__ == "__main__":
    main()
