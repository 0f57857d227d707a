"""环境体检: all lines of the check-up, on the screen and as a report for the mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rectify_xl.commands.outcome import FINE, FOUND, MadeFile, Outcome, OutputTable, Request
from rectify_xl.doors.addin.addin_computer import Machine, this_machine
from rectify_xl.doors.doctor import excel, libreoffice, program, service_lines, wps
from rectify_xl.doors.doctor.check_line import CheckLine
from rectify_xl.workbook.saving import outputs

REPORT = "体检报告"
ENDINGS = (".txt",)
ORDER = ("有误", "注意", "正常", "不适用")
HEADER = ("情况", "项目", "说明", "怎么处理")


def run(request: Request) -> Outcome:
    """Check this computer; `--output` keeps the report as a text file."""
    return examine(request, this_machine())


def examine(request: Request, machine: Machine) -> Outcome:
    """Check a given computer."""
    folder, output = request.text("folder"), request.text("output")
    overwrite = request.on("force")
    if output:
        outputs.refuse(Path(output), REPORT, endings=ENDINGS, overwrite=overwrite)
    lines = (
        *program.lines(machine, Path(folder) if folder else None),
        *excel.lines(machine),
        *wps.lines(machine),
        *service_lines.lines(machine),
        *libreoffice.lines(machine),
        *program.font_lines(machine),
    )
    urgent_first = sorted(lines, key=lambda line: ORDER.index(line.state))
    counts = Counter(line.state for line in lines)
    verdict = f"体检{len(lines)}项：正常{counts['正常']}项，注意{counts['注意']}项，有误{counts['有误']}项"
    verdict += f"，不适用{counts['不适用']}项。" if counts["不适用"] else "。"
    if output:
        text = _report(lines, verdict, machine, request.as_of.isoformat()).replace("\n", "\r\n")
        outputs.put(Path(output), text.encode("utf-8-sig"), REPORT, endings=ENDINGS, overwrite=overwrite)
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "checks": [line._asdict() for line in lines],
            "warnings": counts["注意"],
            "errors": counts["有误"],
            "report": output or None,
        },
        (verdict, *((f"报告已存为：{output}，可以寄给维护人员。",) if output else ())),
        (
            OutputTable(
                "环境体检", HEADER, tuple((line.state, line.topic, line.text, line.remedy) for line in urgent_first)
            ),
        ),
        FOUND if counts["有误"] else FINE,
        made=(MadeFile("paper", output),) if output else (),
    )


def _report(lines: Sequence[CheckLine], verdict: str, machine: Machine, day: str) -> str:
    """Return the report as text for a mail; the user's folder is written `~`, since its name is a person's."""
    written = [f"rectify_xl 环境体检　{day}", verdict, ""]
    for line in lines:
        written.append(f"【{line.state}】{line.topic}：{line.text}")
        if line.remedy:
            written.append(f"　　处理：{line.remedy}")
    return "\n".join(written).replace(str(machine.home), "~") + "\n"
