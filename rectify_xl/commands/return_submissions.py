"""退回单: for every ledger that was sent in and has to be mended: that ledger marked, a letter, a mail ready to send.

Units that need not mend anything get a receipt. What one unit is sent is made of its own file alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path

from rectify_xl.commands.outcome import MadeFile, Outcome, OutputTable, Request
from rectify_xl.commands.reply_day import reply_day
from rectify_xl.commands.returning import return_list, return_parcel, sent_files
from rectify_xl.commands.returning.return_parcel import (
    LETTER,
    MAIL,
    RECEIPT,
    WORKBOOK,
    ReturnCase,
    ReturnParcel,
    UnansweredFile,
)
from rectify_xl.commands.returning.sent_files import AnsweredFile, SentIn
from rectify_xl.dates import chinese
from rectify_xl.errors import UsageError
from rectify_xl.readers.submissions import answer_list, content_endings
from rectify_xl.supervision.returns import return_slip
from rectify_xl.supervision.returns.return_slip import ReturnOffice
from rectify_xl.system.digests import bytes_sha256
from rectify_xl.text import excerpts, file_names

BUNDLE = 5
"""Files that a process answers at once."""
TURNAROUND = 5
"""Working days that a unit has, where nobody says until when."""
_WHOSE = "看不出是哪个单位的，没有写退回函；是单位当作台账报来的，请告知它报送台账本身，不是的请移出文件夹。"
COVER = answer_list.LIST
MOST_NAMED = 12


def run(request: Request) -> Outcome:
    """Write the answers to all files into the folder `--output`.

    Raises `UsageError` where there is nothing to answer, `PaperError` where the folder holds one of them already.
    """
    from rectify_xl.workbook.saving import fresh_folder

    folder = Path(request.text("output"))
    until = reply_day(request, TURNAROUND)
    written = max(request.now.date(), request.as_of)
    office = ReturnOffice(request.text("office"), request.as_of, until, request.text("phone"), written)
    fresh_folder.refuse(folder, (COVER, *_answers_in(folder)), "退回单")
    sent = sent_files.read(request)
    if not sent.files and not sent.settled:
        raise UsageError(f"“{request.source}”里没有报送的台账", "请选择存放各单位报送文件的文件夹")
    answers = Answers(request, office, sent)
    with fresh_folder.making(folder) as made:
        for answer in answers.made():
            for part in answer.parts:
                made.put(part.name, part.content, part.what)
        made.put(COVER, return_list.content(answers.parcels, answers.unanswered, office, answers.sums), "退回清单")
    return _outcome(folder, office, answers)


def _answers_in(folder: Path) -> list[str]:
    """Return the answers that lie in a folder already, those of a run that was killed among them."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.name.endswith(return_parcel.ENDINGS))


class Answers:
    """The answers that were made, without their contents but with their sums, and what nothing is answered to."""

    def __init__(self, request: Request, office: ReturnOffice, sent: SentIn) -> None:
        self._request, self._office, self._sent = request, office, sent
        template = request.text("template")
        self._template = Path(template) if template else None
        self.parcels: list[ReturnParcel] = []
        self.left_out: list[UnansweredFile] = []
        self.sums: dict[str, str] = {}
        self.set_aside, self.settled = sent.set_aside, sent.settled

    def made(self) -> Iterator[ReturnParcel]:
        """Yield the answers with their contents; afterwards `parcels` has all of them in the order of the files."""
        by_place = {answered.assessed.file.place: answered for answered in self._sent.files}
        order = {place: number for number, place in enumerate(by_place)}
        cases = self._cases(by_place)
        for number, answer in enumerate(self._answered(cases, len(by_place)), 1):
            self._request.say(f"已做好{number}份，共{len(by_place)}份：{answer.file.place}")
            self.sums |= {part.name: bytes_sha256(part.content) for part in answer.parts}
            yield answer
            self.parcels.append(answer._replace(parts=tuple(part._replace(content=b"") for part in answer.parts)))
        self.parcels.sort(key=lambda parcel: order[parcel.file.place])

    def _cases(self, by_place: Mapping[str, AnsweredFile]) -> Iterator[ReturnCase]:
        stems: set[str] = set()
        for answered, data in sent_files.contents(self._sent.sources, by_place):
            assessed = answered.assessed
            against, place = assessed.rejections, assessed.file.place
            if assessed.result is None and all(entry.code in return_slip.NOT_ITS_FAULT for entry in against):
                self.left_out += [UnansweredFile(place, entry.code, entry.message, entry.fix) for entry in against]
                continue
            if _is_nobodys_paper(answered):
                self.left_out += [UnansweredFile(place, entry.code, entry.message, _WHOSE) for entry in against]
                continue
            stem = file_names.unused_name(file_names.of_whom(answered.unit or Path(place).stem), stems)
            yield ReturnCase(
                assessed,
                data,
                answered.unit,
                stem,
                self._office,
                answered.address,
                self._request.now,
                self._template,
            )

    def _answered(self, cases: Iterator[ReturnCase], total: int) -> Iterator[ReturnParcel]:
        """Yield the answers: few are made here, many by several processes at once."""
        if total <= sent_files.FEW:
            yield from map(return_parcel.parcel, cases)
            return
        from rectify_xl.commands.consolidating import executors
        from rectify_xl.system import surviving_work

        with executors.workers("", self._request.text("workers")) as workers:
            bundles = iter(lambda: list(islice(cases, BUNDLE)), [])
            results = surviving_work.done_in_order(return_parcel.parcels, bundles, workers, return_parcel.lost)
            with closing(results):
                for _, answers in results:
                    yield from answers

    @property
    def unanswered(self) -> list[UnansweredFile]:
        """What is answered to nobody: what the level above has to see to, then what needs nothing more."""
        return [*self.left_out, *self.settled]

    @property
    def returned(self) -> list[ReturnParcel]:
        """The answers to what has to be mended."""
        return [parcel for parcel in self.parcels if parcel.slip]

    @property
    def accepted(self) -> list[ReturnParcel]:
        """The receipts."""
        return [parcel for parcel in self.parcels if parcel.slip is None]


def _is_nobodys_paper(answered: AnsweredFile) -> bool:
    """Tell whether a file is no workbook, is not named as one, and says not whose it is."""
    codes = [entry.code for entry in answered.assessed.rejections]
    named = content_endings.own(answered.assessed.file.name) in content_endings.WORKBOOKS
    return codes == ["HZ103"] and not named and not answered.unit and not answered.address


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
                    "verified": parcel.verified,
                }
                for parcel in answers.accepted
            ],
            "not_returned": [
                {"file": entry.place, "code": entry.code, "message": entry.message, "fix": entry.fix}
                for entry in answers.left_out
            ],
            "settled": [
                {"unit": entry.unit or None, "file": entry.place, "message": entry.message} for entry in answers.settled
            ],
            "set_aside": [
                {"file": other.file.place, "unit": other.unit, "reason": other.reason, "counted": other.counted}
                for other in answers.set_aside
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
        "verified": parcel.verified,
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
    verified = [parcel for parcel in answers.parcels if parcel.verified]
    if verified:
        numbers = [f"{parcel.unit}{parcel.verified}条" for parcel in verified]
        listed = excerpts.first_few(numbers, MOST_NAMED, "、", "等")
        yield (
            f"单位登记为已核实的错误没有退回（{listed}）：理由见汇总表《校验错误》，请核定；"
            "不同意的，请告知单位在《核实登记》里删去那一行，改正后重报。"
        )
    apart = [parcel for parcel in returned if parcel.reason]
    if apart:
        listed = excerpts.first_few([f"{parcel.unit}（{parcel.reason}）" for parcel in apart], MOST_NAMED, "；", "等")
        yield f"不能在原文件里标的{len(apart)}份，另附《{return_slip.SHEET}》：{listed}。"
    unread = [parcel for parcel in returned if not parcel.name(WORKBOOK)]
    if unread:
        yield f"读不出的{len(unread)}份，只有退回函和邮件，写明原因。"
    nameless = sum(not slip.office.name for parcel in returned if (slip := parcel.slip))
    if nameless:
        yield (
            f"{nameless}份退回函没有落款单位（台账里没有写“上级单位”），请在函上填写，或写明退回单位（--office）后重做。"
        )
    if answers.left_out:
        listed = excerpts.first_few([entry.place for entry in answers.left_out], MOST_NAMED, "、", "等")
        yield f"不是报送单位能改的{len(answers.left_out)}处，没有退回，请本级处理：{listed}。"
    if answers.settled:
        listed = excerpts.first_few([entry.place for entry in answers.settled], MOST_NAMED, "、", "等")
        yield f"不用再答复的{len(answers.settled)}份，原因写在“{COVER}”里：{listed}。"
    if answers.set_aside:
        yield f"同一单位报了不止一份的，只答复计入汇总的那一份，另外{len(answers.set_aside)}份没有答复。"
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
