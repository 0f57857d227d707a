"""What stands in a 退回函: which file goes back, what must be mended in it, and until when."""

from __future__ import annotations

from rectify_xl.dates import chinese
from rectify_xl.papers.return_letter_fields import LetterItem, ReturnLetterValues
from rectify_xl.supervision.returns.return_slip import WHOLE_FILE, ReturnSlip, SlipLine

MOST_LISTED = 20
"""Lines of a letter; the workbook that goes with it has all of them."""


def values(slip: ReturnSlip, *, readable: bool, attached: str) -> ReturnLetterValues:
    """Return what the template of the letter may use; `attached` is the name of the workbook that goes with it.

    Without one nothing else tells what must be mended, and all of it is listed.
    """
    office = slip.office
    must = [line for line in slip.lines if line.severity == "error"]
    listed = must[:MOST_LISTED] if attached else must
    return ReturnLetterValues(
        退回单位=office.name,
        电话=office.phone,
        年=str(office.letter_day.year),
        主送=slip.unit,
        文件=slip.file,
        核对日期=chinese(office.day),
        期限=chinese(office.reply_by),
        退回编号=slip.code,
        读得出="是" if readable else "",
        必改=str(len(must)),
        请核对=str(slip.reminders) if slip.reminders else "",
        附件=attached,
        未列=str(len(must) - len(listed)) if len(must) > len(listed) else "",
        事项=[_item(number, line) for number, line in enumerate(listed, 1)],
        日期=chinese(office.letter_day),
    )


def _item(number: int, line: SlipLine) -> LetterItem:
    written = f"（改为“{line.remedy}”）" if line.remedy else ""
    return LetterItem(
        序号=str(number),
        位置=line.address or WHOLE_FILE,
        编号=line.row_id,
        问题=line.message,
        办法=f"{line.fix}{written}",
    )
