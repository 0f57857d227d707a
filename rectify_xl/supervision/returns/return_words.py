"""The words of the mails with which files go back, or are confirmed. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl.dates import chinese
from rectify_xl.supervision.returns.return_slip import WHOLE_FILE, ReturnOffice, ReturnSlip

MOST_LISTED = 12


def subject(slip: ReturnSlip) -> str:
    """Return what a mail is about with which a file goes back."""
    until = slip.office.reply_by
    return f"【请修改后重报】巡察整改台账（{slip.unit}），请于{until.month}月{until.day}日前重新报送"


def body(slip: ReturnSlip, attached: str) -> str:
    """Return the words of that mail; `attached` is the workbook that goes with it, empty for what cannot be read."""
    must = [line for line in slip.lines if line.severity == "error"]
    lines = [f"{slip.unit}：", ""]
    if attached:
        lines += [
            f"　　你单位报送的“{slip.file}”收悉。{slip.summary}",
            (
                f"　　请打开附件“{attached}”，先看第一页《退回说明》；"
                "也可以打开自己的台账，点“导入”→“接收退回单”，选这个附件。"
            ),
            "",
            "必须改的：",
        ]
    else:  # nothing of it was checked: it is what the letter says as well
        until = chinese(slip.office.reply_by)
        lines += [f"　　你单位报送的“{slip.file}”收悉，但不能计入汇总，原因如下。请于{until}前按要求重新报送。", ""]
    lines += [
        f"{number}. {line.address or WHOLE_FILE}　{line.message}{line.fix}"
        for number, line in enumerate(must[:MOST_LISTED], 1)
    ]
    if len(must) > MOST_LISTED:
        lines.append(f"（共{len(must)}处，其余见附件。）")
    return "\n".join([*lines, "", *_closing(slip.office, f"退回编号：{slip.code}")])


def thanks_subject(unit: str) -> str:
    """Return what a mail is about that confirms a file."""
    return f"【已接收】巡察整改台账（{unit}）"


def thanks(unit: str, file: str, office: ReturnOffice) -> str:
    """Return the words of that mail."""
    lines = [
        f"{unit}：",
        "",
        f"　　你单位报送的“{file}”已接收，按“上报”口径核对（{chinese(office.day)}），没有必须改的地方。",
        "　　附件是回执：打开台账，点“打包上报”→“核对回执”，选这个文件，可以核对收到的是哪一次报送。",
        "",
    ]
    return "\n".join([*lines, *_closing(office, "")])


def _closing(office: ReturnOffice, note: str) -> Iterator[str]:
    yield from filter(None, (note, f"联系电话：{office.phone}" if office.phone else ""))
    yield ""
    yield from filter(None, (office.name, chinese(office.letter_day)))
    yield ""
