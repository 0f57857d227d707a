"""挂图作战: every problem of the ledger on one page for the wall, as PDF or workbook."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.commands.outcome import MadeFile, Outcome, Request
from rectify_xl.commands.rollup import as_data
from rectify_xl.errors import UsageError
from rectify_xl.ledger.counting import count_caveats, deadline_wording, problem_counts
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Ledger
from rectify_xl.supervision.wallchart import chart_page
from rectify_xl.supervision.wallchart.chart_page import Chart
from rectify_xl.supervision.wallchart.problem_states import STATES
from rectify_xl.supervision.wallchart.shapes import PAPERS
from rectify_xl.workbook.saving import outputs

NAME = "挂图"
SUFFIXES = (".pdf", ".xlsx")


def run(request: Request) -> Outcome:
    """Lay the chart out and draw it into `--output`."""
    target = _target(request)
    ledger = reader.read_ledger(request.ledger.read())
    paper = PAPERS[request.text("paper") or "A3"]
    chart = chart_page.chart(ledger, request.as_of, paper)
    request.say("正在画挂图……")
    content, missing = _drawn(chart, target)
    outputs.put(target, content, NAME, endings=SUFFIXES, overwrite=request.on("force"))
    total = chart.counted.total
    counts = {state.key: sum(item.state == state for item in chart.items) for state in STATES}
    sentences = [
        f"已生成挂图（{paper.name}横向，{len(chart.pages)}页）：{target}。",
        (
            f"{total.problems}个问题：完成{total.done}个{f'（其中{total.parts}）' if total.parts else ''}，"
            f"{total.open_words(counts['due_soon'])}。"
        ),
    ]
    unread = problem_counts.unreadable(ledger, request.as_of)
    sentences += filter(None, (deadline_wording.sentence(unread), deadline_wording.later_plans(ledger, request.as_of)))
    sentences += count_caveats.notes(ledger)
    if len(chart.pages) > 1:
        sentences.append(_more_pages(chart, ledger, request))
    if missing:
        sentences.append(f"本机字体里没有这些字，图上以〓代替：{'、'.join(missing)}；改用 .xlsx 可以显示。")
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "chart": str(target),
            "paper": paper.name,
            "pages": len(chart.pages),
            "problems": [
                {
                    "id": item.label,
                    "row": item.row,
                    "cell": item.cell,
                    "aspect": item.aspect,
                    "department": item.department,
                    "state": item.state.key,
                    "days": item.days,
                    "due": item.due.isoformat() if item.due else None,
                    "support": item.support,
                }
                for item in chart.items
            ],
            "totals": as_data(chart.counted)["totals"],
            "states": counts,
            "unreadable": deadline_wording.data(unread),
            "missing_characters": list(missing),
        },
        tuple(sentences),
        made=(MadeFile("chart", str(target), "at once" if target.suffix == ".xlsx" else "asked"),),
    )


def _target(request: Request) -> Path:
    target = Path(request.text("output"))
    suffixes = (f".{request.text('format')}",) if request.text("format") else SUFFIXES
    if target.suffix.lower() not in suffixes:
        raise UsageError(f"挂图的文件名应以 {' 或 '.join(suffixes)} 结尾：{target.name}", "请改文件名，或改 --format")
    outputs.refuse(target, NAME, endings=SUFFIXES, overwrite=request.on("force"))
    return target


def _drawn(chart: Chart, target: Path) -> tuple[bytes, tuple[str, ...]]:
    """Return the file, and the characters that its font lacks."""
    if target.suffix.lower() == ".xlsx":
        from rectify_xl.workbook.wallchart_sheets import workbook

        return workbook(chart), ()
    from rectify_xl.documents.pdf import embedded_fonts
    from rectify_xl.documents.pdf.wallchart_pdf import document

    return document(chart, embedded_fonts.find())


def _more_pages(chart: Chart, ledger: Ledger, request: Request) -> str:
    """Say that one page was not enough, and whether a bigger paper would be."""
    sentence = f"问题太多，一页{chart.paper.name}排不下（字会小到看不清），分成了{len(chart.pages)}页"
    larger = {"A4": "A3", "A3": "A2"}.get(chart.paper.name, "")
    bigger = len(chart_page.chart(ledger, request.as_of, PAPERS[larger]).pages) if larger else 0
    if bigger and bigger < len(chart.pages):
        return f"{sentence}，请并排张贴；改用 {larger}（--paper {larger}）可排成{bigger}页。"
    return f"{sentence}，请并排张贴。"
