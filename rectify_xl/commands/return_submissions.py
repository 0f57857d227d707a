"""退回单: for every ledger that was sent in and has to be mended: that ledger marked, a letter, a mail ready to send.

Units that need not mend anything get a receipt. What one unit is sent is made of its own file alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from rectify_xl.commands.outcome import MadeFile, Outcome, OutputTable, Request
from rectify_xl.commands.returning import return_list, return_parcel, sent_files
from rectify_xl.commands.returning.return_parcel import (
    LETTER,
    MAIL,
    RECEIPT,
    WORKBOOK,
    NamedPart,
    ReturnCase,
    ReturnParcel,
    UnansweredFile,
)
from rectify_xl.commands.returning.sent_files import AnsweredFile
from rectify_xl.dates import chinese, workdays
from rectify_xl.errors import UsageError
from rectify_xl.supervision.returns import return_slip
from rectify_xl.supervision.returns.return_slip import ReturnOffice
from rectify_xl.text import excerpts, file_names

TURNAROUND = 5
"""Working days that a unit has, where nobody says until when."""
COVER = "退回清单.xlsx"
MOST_NAMED = 12
LONGEST_NAME = 40
"""Characters of a unit's name in a file name: three bytes each, and a name may have 255."""


def run(request: Request) -> Outcome:
    """Write the answers to all files into the folder `--output`.

    Raises `UsageError` where there is nothing to answer, `PaperError` where the folder holds one of them already.
    """
    from rectify_xl.workbook.saving import fresh_folder

    folder = Path(request.text("output"))
    office = ReturnOffice(request.text("office"), request.as_of, _reply_by(request), request.text("phone"))
    sent = sent_files.read((request.source, *request.items), request.as_of, request.say)
    if not sent:
        raise UsageError(f"“{request.source}”里没有报送的台账", "请选择存放各单位报送文件的文件夹")
    fresh_folder.refuse(folder, (COVER,), "退回单")
    answers = Answers(request, office)
    with fresh_folder.making(folder) as made:
        for number, file in enumerate(sent, 1):
            request.say(f"正在做第{number}份，共{len(sent)}份：{file.assessment.file.place}")
            for part in answers.take(file):
                made.put(part.name, part.content, part.what)
        made.put(COVER, return_list.content(answers.parcels, answers.left_out, office), "退回清单")
    return _outcome(folder, office, answers)


def _reply_by(request: Request) -> date:
    """Return until when units report again: as asked, else after some working days."""
    asked = request.day("reply_by")
    if asked is None:
        day = request.as_of
        for _ in range(TURNAROUND):
            day = workdays.on_or_after(day + timedelta(days=1))
        return day
    if asked < request.as_of:
        raise UsageError(f"期限{asked.isoformat()}已经过去", "请填写今天以后的日期")
    return asked


class Answers:
    """The answers that were made, without their contents, and what nothing is answered to."""

    def __init__(self, request: Request, office: ReturnOffice) -> None:
        self._request, self._office = request, office
        template = request.text("template")
        self._template = Path(template) if template else None
        self._stems: set[str] = set()
        self.parcels: list[ReturnParcel] = []
        self.left_out: list[UnansweredFile] = []

    def take(self, sent: AnsweredFile) -> tuple[NamedPart, ...]:
        """Answer one file; return the files of the answer."""
        against = sent.assessment.rejections
        if sent.assessment.result is None and all(entry.code in return_slip.NOT_ITS_FAULT for entry in against):
            self.left_out += [
                UnansweredFile(sent.assessment.file.place, entry.code, entry.message, entry.fix) for entry in against
            ]
            return ()
        case = ReturnCase(
            sent.assessment.file,
            sent.content(),
            sent.assessment,
            sent.unit,
            self._stem(sent.unit or Path(sent.assessment.file.place).stem),
            self._office,
            sent.address,
            self._request.now,
            sent.manifest,
            self._template,
        )
        answer = return_parcel.parcel(case)
        self.parcels.append(answer._replace(parts=tuple(part._replace(content=b"") for part in answer.parts)))
        return answer.parts

    def _stem(self, unit: str) -> str:
        """Return how the names of the files of one answer begin, no two alike on any system."""
        plain = file_names.safe(unit)[:LONGEST_NAME].strip(" .") or "未写单位"
        number, fresh = 1, plain
        while fresh.casefold() in self._stems:
            number += 1
            fresh = f"{plain}_{number}"
        self._stems.add(fresh.casefold())
        return fresh

    @property
    def returned(self) -> list[ReturnParcel]:
        """The answers to what has to be mended."""
        return [parcel for parcel in self.parcels if parcel.slip]

    @property
    def accepted(self) -> list[ReturnParcel]:
        """The receipts."""
        return [parcel for parcel in self.parcels if parcel.slip is None]


def _outcome(folder: Path, office: ReturnOffice, answers: Answers) -> Outcome:
    return Outcome(
        {
            "as_of": office.day.isoformat(),
            "folder": str(folder),
            "reply_by": office.reply_by.isoformat(),
            "returned": [_returned_data(parcel) for parcel in answers.returned],
            "accepted": [
                {
                    "unit": parcel.unit,
                    "file": parcel.file.place,
                    "receipt": parcel.name(RECEIPT),
                    "mail": parcel.name(MAIL),
                    "address": parcel.address or None,
                }
                for parcel in answers.accepted
            ],
            "not_returned": [
                {"file": entry.place, "code": entry.code, "message": entry.message, "fix": entry.fix}
                for entry in answers.left_out
            ],
        },
        tuple(_summary(folder, office, answers)),
        _tables(answers),
        made=(MadeFile("folder", str(folder)), MadeFile("table", str(folder / COVER), "never")),
    )


def _returned_data(parcel: ReturnParcel) -> dict[str, object]:
    slip = parcel.slip
    if slip is None:
        raise AssertionError("only what is returned has a slip")
    return {
        "unit": parcel.unit,
        "file": parcel.file.place,
        "code": slip.code,
        "errors": slip.errors,
        "warnings": slip.reminders,
        "workbook": parcel.name(WORKBOOK) or None,
        "marked": parcel.marked,
        "reason": parcel.reason or None,
        "letter": parcel.name(LETTER),
        "mail": parcel.name(MAIL),
        "address": parcel.address or None,
        "codes": sorted({line.code for line in slip.lines if line.severity == "error"}),
    }


def _summary(folder: Path, office: ReturnOffice, answers: Answers) -> Iterator[str]:
    returned, accepted = answers.returned, answers.accepted
    if returned:
        names = excerpts.first_few(
            [parcel.unit or parcel.file.place for parcel in returned], MOST_NAMED, "、", f"等{len(returned)}份"
        )
        yield f"退回{len(returned)}份：{names}，请于{chinese(office.reply_by)}前重新报送。"
    else:
        yield "没有要退回的。"
    if accepted:
        yield f"没有必须改的{len(accepted)}份，已做好回执。"
    apart = [parcel for parcel in returned if parcel.reason]
    if apart:
        listed = excerpts.first_few([f"{parcel.unit}（{parcel.reason}）" for parcel in apart], MOST_NAMED, "；", "等")
        yield f"不能在原文件里标的{len(apart)}份，另附《{return_slip.SHEET}》：{listed}。"
    unread = [parcel for parcel in returned if not parcel.name(WORKBOOK)]
    if unread:
        yield f"读不出的{len(unread)}份，只有退回函和邮件，写明原因。"
    if answers.left_out:
        listed = excerpts.first_few([entry.place for entry in answers.left_out], MOST_NAMED, "、", "等")
        yield f"不是报送单位能改的{len(answers.left_out)}处，没有退回，请本级处理：{listed}。"
    without = sum(not parcel.address for parcel in answers.parcels)
    how = f"其中{without}份要填上收件人" if without else "核对后即可发出"
    yield (f"都在文件夹“{folder.name}”里，一个单位一组：邮件草稿（.eml）双击打开，附件已带好，{how}；总表是“{COVER}”。")


def _tables(answers: Answers) -> tuple[OutputTable, ...]:
    returned = OutputTable(
        "退回",
        ("单位", "文件", "必须改", "请核对", "退回编号", "收件邮箱"),
        tuple(
            (parcel.unit, parcel.file.place, str(slip.errors), str(slip.reminders), slip.code, parcel.address)
            for parcel in answers.returned
            if (slip := parcel.slip)
        ),
    )
    left = OutputTable(
        "没有退回，请本级处理",
        ("文件", "代码", "原因", "处理办法"),
        tuple((entry.place, entry.code, entry.message, entry.fix) for entry in answers.left_out),
    )
    return tuple(table for table in (returned, left) if table.rows)
