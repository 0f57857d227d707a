"""`submit --send` hands the mail to a real server, and the ledger remembers it only where the server took it."""

from __future__ import annotations

from datetime import date, datetime
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path

import pytest

from generate.unit_ledgers.__main__ import write
from generate.unit_ledgers.unit_rows import UnitPlan
from rectify_xl.commands.outcome import Outcome, Request, Value
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.documents.mail.mail_settings import PASSWORD_VARIABLE
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.supervision.submission import submitted_record
from rectify_xl.workbook.file_host import FileBook
from tests.documents.mail.conftest import PASSWORD, Inbox, Serve

AS_OF = date(2026, 9, 30)
MOMENT = datetime(2026, 10, 8, 9, 30)  # noqa: DTZ001 - the user's own clock
ADDRESS = "zgb@qinglin.gov.cn"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a ledger without errors, in which 字典 has the address of the level above."""
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    path = write(tmp_path, UnitPlan(7, 0, 9, 0.0, AS_OF))
    book = FileBook(path)
    superior = next(row[1] for row in book.read().sheets[schema.INFO.name].rows if row[0] == "上级单位")
    place = 1 + len(book.read().sheets[schema.DICTIONARY].rows[0])
    cells = ((1, place, "收件人"), (1, place + 1, "收件邮箱"), (2, place, superior), (2, place + 1, ADDRESS))
    book.write((SheetChanges(schema.DICTIONARY, tuple(CellWrite(*cell) for cell in cells)),))
    return path


def send(path: Path, folder: Path, port: int, trusted: str) -> Outcome:
    settings = folder.with_suffix(".toml")
    lines = ['server = "127.0.0.1"', f"port = {port}", 'from = "zgb@nanping.gov.cn"', f'ca_file = "{trusted}"']
    settings.write_text("\n".join(lines), encoding="utf-8")
    command = find("submit")
    assert command is not None
    options: dict[str, Value] = {"output": str(folder), "send": True, "smtp": str(settings)}
    return invoke(command, Request(AS_OF, FileBook(path, label="打包上报"), options=options, by="王芳", moment=MOMENT))


def test_a_submission_is_sent_and_remembered(
    path: Path, tmp_path: Path, serve: Serve, inbox: Inbox, trusted: str
) -> None:
    """The mail that arrives is the draft that stands in the folder; 变更记录 tells to whom it went."""
    with serve("tls") as port:
        outcome = send(path, tmp_path / "报", port, trusted)
    (envelope,) = inbox.envelopes
    assert (envelope.rcpt_tos, outcome.status, outcome.data["sent"]) == ([ADDRESS], 0, True)
    assert isinstance(envelope.content, bytes)
    arrived = message_from_bytes(envelope.content, policy=modern)
    names = {part.get_filename() for part in arrived.walk() if part.get_filename()}
    assert names == {file.name for file in (tmp_path / "报").iterdir() if file.suffix != ".eml"}
    book = FileBook(path).read()
    (record,) = submitted_record.read(book)
    assert (record.to, record.sent) == ((ADDRESS,), "2026-10-08 09:30:00")
    assert [line.change.column for line in change_log.read(book) if line.change.sheet == "上报"] == ["打包", "发出"]
    everything = "".join(file.read_bytes().decode("utf-8", "replace") for file in (tmp_path / "报").iterdir())
    assert PASSWORD not in everything + "".join(outcome.summary) + repr(book)


def test_what_could_not_be_sent_stands_there_to_be_sent_by_hand(
    path: Path, tmp_path: Path, serve: Serve, inbox: Inbox, trusted: str
) -> None:
    """The folder stays, the ledger remembers that it was packed, and the clerk learns why it did not go."""
    inbox.refused = ADDRESS
    with serve("tls") as port:
        outcome = send(path, tmp_path / "报", port, trusted)
    assert outcome.status == 1
    assert f"不接受收件人{ADDRESS}" in outcome.summary[0]
    assert "已打包，但邮件没有发成" in outcome.summary[0]
    assert len(list((tmp_path / "报").glob("*.eml"))) == 1
    (record,) = submitted_record.read(FileBook(path).read())
    assert (record.to, record.sent) == ((), "")
