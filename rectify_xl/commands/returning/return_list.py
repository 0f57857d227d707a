"""退回清单: which unit was sent what, with room to note when its ledger came again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rectify_xl.commands.returning.return_parcel import ReturnParcel, UnansweredFile
from rectify_xl.dates import chinese
from rectify_xl.readers.submissions import answer_list
from rectify_xl.supervision.returns.return_slip import ReturnOffice

HEADS = ("序号", "单位", "结果", "必须改", "请核对", "报送的文件", "退回编号", "收件邮箱", "重报日期", "备注")
_WIDTHS = (5, 20, 9, 7, 7, 28, 18, 20, 11, 36)
"""What fills A4 across at a size that can be read."""
_CENTRED = (0, 2, 3, 4)


def content(
    parcels: Sequence[ReturnParcel], left_out: Sequence[UnansweredFile], office: ReturnOffice, sums: Mapping[str, str]
) -> bytes:
    """Return the list as a workbook: what goes back first, then the receipts, then what is answered to nobody.

    A second sheet names all files of the answers with their SHA-256 (`sums`): a consolidation takes none of them for a
    report.
    """
    from rectify_xl.workbook import plain_workbook
    from rectify_xl.workbook.editing import row_heights
    from rectify_xl.workbook.plain_workbook import TextSheet, TextStyle

    title = TextStyle("黑体", 16, bold=True, wrapped=False)
    head = TextStyle("黑体", 10, bold=True, ink="FFFFFF", fill="1F4E79", framed=True, centred=True)
    body, middle = TextStyle("宋体", 10, framed=True), TextStyle("宋体", 10, framed=True, centred=True)
    words = f"巡察整改台账退回清单（{chinese(office.day)}核对，请于{chinese(office.reply_by)}前重新报送）"
    rows = [[(words, title)], [(text, head) for text in HEADS]]
    heights: dict[int, float] = {1: 30, 2: 24}
    widths = {place: float(width) for place, width in enumerate(_WIDTHS, 1)}
    fonts = dict.fromkeys(widths, row_heights.CellFont(wraps=True, size=10))
    for number, texts in enumerate((*_returned(parcels), *_accepted(parcels), *_unanswered(left_out)), 1):
        cells = (str(number), *texts)
        rows.append([(text, middle if place in _CENTRED else body) for place, text in enumerate(cells)])
        heights[len(rows)] = row_heights.needed(dict(enumerate(cells, 1)), fonts, widths) or 18
    files = [[(text, head) for text in answer_list.SUMS_HEADS]]
    files += [[(name, body), (digest, body)] for name, digest in sums.items()]
    low = {1: 24.0, **dict.fromkeys(range(2, len(files) + 1), 18.0)}
    return plain_workbook.workbook(
        [
            TextSheet("退回清单", rows, _WIDTHS, heights, 2),
            TextSheet(answer_list.SUMS_SHEET, files, (50, 70), low, 1),
        ]
    )


def _returned(parcels: Sequence[ReturnParcel]) -> Iterator[Sequence[str]]:
    for parcel in parcels:
        if slip := parcel.slip:
            reasons = (parcel.reason,) if parcel.reason else [line.message for line in slip.lines if not line.address]
            note = "；".join(filter(None, (*reasons, verified_note(parcel))))
            numbers = (str(slip.errors), str(slip.reminders))
            yield parcel.unit, "退回", *numbers, parcel.file.place, slip.code, parcel.address, "", note


def verified_note(parcel: ReturnParcel) -> str:
    """Say how many errors were not sent back since the unit verified them; nothing where there is none."""
    if not parcel.verified:
        return ""
    return f"单位登记为已核实的错误{parcel.verified}条没有退回，理由见汇总表《校验错误》，请核定"


def _accepted(parcels: Sequence[ReturnParcel]) -> Iterator[Sequence[str]]:
    for parcel in parcels:
        if parcel.slip is None:
            yield parcel.unit, "回执", "0", "", parcel.file.place, "", parcel.address, "", verified_note(parcel)


def _unanswered(files: Sequence[UnansweredFile]) -> Iterator[Sequence[str]]:
    for entry in files:
        result = "不再答复" if entry.settled else "本级处理"
        yield entry.unit, result, "", "", entry.place, entry.code, "", "", f"{entry.message}{entry.fix}"
