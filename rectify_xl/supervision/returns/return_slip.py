"""退回单: what a unit has to mend in the workbook that it sent, line by line, and who wants it until when. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.ledger import schema, verified_findings
from rectify_xl.ledger.records import SEVERITY_LABEL, Finding, Ledger, Severity
from rectify_xl.supervision.consolidation.unit_result import Rejection
from rectify_xl.system.digests import text_sha256
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import as_clicked, on_one_line, shortened
from rectify_xl.text.personal_numbers import covered
from rectify_xl.text.refs import split_address

SHEET = "退回说明"
"""The first sheet of a workbook that is sent back."""
TITLE = "巡察整改台账退回说明"
"""The first line of that sheet, by which it is known for what it is."""
CODE_LABEL, UNIT_LABEL, OFFICE_LABEL, DAY_LABEL, UNTIL_LABEL = "退回编号", "退回给", "退回单位", "核对日期", "改好期限"
MUST, MAY = "必须改", "请核对"
SEVERITY_WORD: dict[Severity, str] = {"error": MUST, "warning": MAY}
HEADS = ("序号", "级别", "位置", "编号", "栏目", "现在写的", "问题", "怎么改", "改为", "代码")
"""The columns of the table in 退回说明, by which it is found again."""
WHOLE_FILE = "整个文件"
"""What stands in the place of a cell where a line concerns the whole file."""
LONGEST_TEXT = 60
"""Characters of a cell that a line repeats."""


_TABS = re.compile(rf"{SHEET}\s*(?:\d+|\(\d+\))?")


def is_slip_tab(tab: str) -> bool:
    """Tell whether a tab bears the name of 退回说明, or that of a second one, as 退回说明2 or 退回说明 (2)."""
    return _TABS.fullmatch(cell_value.key(tab)) is not None


class SlipLine(NamedTuple):
    """One thing to mend. `address` is empty where it concerns the whole file.

    `column` is the header over the cell (the item in 基本信息), `text` what stood in it, shortened and with personal
    numbers covered; `remedy` is what it has to become where that is certain.
    """

    code: str
    severity: Severity
    address: str
    row_id: str
    column: str
    text: str
    message: str
    fix: str
    remedy: str = ""

    @property
    def sheet(self) -> str:
        """The sheet of its cell."""
        return split_address(self.address)[0]


class ReturnOffice(NamedTuple):
    """Who sends back: its name (empty where nobody said), as of which day it checked, until when, its telephone.

    `sent` is the day of the letter where that is another one: the ledgers of a month are sent back in the next.
    """

    name: str
    day: date
    reply_by: date
    phone: str = ""
    sent: date | None = None

    @property
    def letter_day(self) -> date:
        """The day that letter and mail bear."""
        return self.sent or self.day


class ReturnSlip(NamedTuple):
    """All that goes back with one file; `code` names it, `file` is the name of what the unit sent."""

    code: str
    unit: str
    file: str
    office: ReturnOffice
    lines: tuple[SlipLine, ...]

    @property
    def errors(self) -> int:
        """The number of lines that must be mended."""
        return sum(line.severity == "error" for line in self.lines)

    @property
    def reminders(self) -> int:
        """The number of lines that are only to be looked at."""
        return len(self.lines) - self.errors

    @property
    def summary(self) -> str:
        """What was checked, and what came of it, in a sentence."""
        looked = f"，另有{self.reminders}处请核对" if self.reminders else ""
        return (
            f"按“上报”口径核对（{chinese(self.office.day)}），必须改的{self.errors}处{looked}；"
            f"请于{chinese(self.office.reply_by)}前改好，重新报送。"
        )


def slip(unit: str, file: str, office: ReturnOffice, lines: Sequence[SlipLine], digest: str) -> ReturnSlip:
    """Return the slip of one file; `digest` is the SHA-256 of the file. Its code depends on all that it says."""
    content = "\n".join("\t".join(line) for line in lines)
    mark = text_sha256(f"{unit}\n{digest}\n{office.reply_by}\n{content}", 6)
    return ReturnSlip(f"TH{office.day:%Y%m%d}-{mark}", unit, file, office, tuple(lines))


NOT_ITS_FAULT = frozenset({"HZ106", "HZ109", "HZ116", "HZ118", "HZ119", "HZ123", "HZ124"})
"""What stands against a file that only the level above can put right: its roster, its program, its disk."""
_TO_LOOK_AT = frozenset({"HZ108", "HZ120", "HZ125"})
"""What the unit has to look at, and may be right."""


def lines(ledger: Ledger | None, findings: Iterable[Finding], rejections: Iterable[Rejection]) -> tuple[SlipLine, ...]:
    """Return the lines of a slip: what stands against the whole file first, then what must be mended, then the rest."""
    whole = [_of_rejection(ledger, rejection) for rejection in rejections if rejection.code not in NOT_ITS_FAULT]
    cells = [_of_finding(ledger, finding) for finding in findings] if ledger else []
    return tuple(sorted((*whole, *cells), key=lambda line: line.severity != "error"))


def _of_rejection(ledger: Ledger | None, rejection: Rejection) -> SlipLine:
    severity: Severity = "warning" if rejection.code in _TO_LOOK_AT else "error"
    finding = Finding(rejection.code, severity, *split_address(rejection.cell), "", rejection.message, rejection.fix)
    if ledger is not None and rejection.cell:
        return _of_finding(ledger, finding)
    return _line(finding, "", "")


def _of_finding(ledger: Ledger, finding: Finding) -> SlipLine:
    return _line(finding, *place_of(ledger, finding))


def _line(finding: Finding, column: str, text: str) -> SlipLine:
    return SlipLine(
        finding.code,
        finding.severity,
        finding.address,
        finding.row_id,
        column,
        excerpt(text),
        covered(as_clicked(finding.message)),
        covered(as_clicked(finding.fix)),
        covered(finding.remedy.shown) if finding.remedy else "",
    )


def place_of(ledger: Ledger, finding: Finding) -> tuple[str, str]:
    """Return the header over a finding's cell (the item in 基本信息), and what stands in the cell."""
    column, text = verified_findings.looked_at(finding, ledger)
    if finding.sheet == schema.INFO.name:
        row = int(finding.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)
        column = next((line.text("项目") for line in ledger.rows.get(finding.sheet, ()) if line.number == row), column)
    return column, text


def excerpt(text: str) -> str:
    """Return what a line repeats of a cell; the same text gives the same excerpt."""
    return shortened(covered(on_one_line(text)), LONGEST_TEXT)


def steps(slip: ReturnSlip, *, marked: bool) -> Iterator[str]:
    """Yield what the clerk does, one sentence a step; `marked` where the cells are coloured in the same workbook."""
    if marked:
        yield (
            f"点下表“位置”一列，跳到那个单元格；有问题的单元格已标色，行尾“{schema.MARK.name}”写明"
            f"是哪一栏（{SEVERITY_LABEL['error']}＝{MUST}，{SEVERITY_LABEL['warning']}＝{MAY}）。"
        )
    else:
        yield "下表“位置”是所在的单元格，请在原台账里找到它。"
    yield (
        "在本单位正在用的台账里改：打开台账，点“导入”→“接收退回单”，选这个文件，各处就列进《校验结果》，"
        "已经改好的会说明；也可以直接在这个文件里改。"
    )
    yield (
        f"改完点“校验台账”→“按上报口径”，没有“{SEVERITY_LABEL['error']}”了，再点“打包上报”重新报送；"
        "标色可用“清除标记”去掉。"
    )
    if slip.office.phone:
        yield f"不明白的，请与{slip.office.name or '我们'}联系，电话{slip.office.phone}。"
