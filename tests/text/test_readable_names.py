"""Names of other people's files show as they end, and steer nothing, wherever they are shown."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from rectify_xl.doors.ribbon.dialogs import Dialogs
from rectify_xl.readers.submissions.incoming import Incoming
from rectify_xl.text.file_names import readable
from rectify_xl.workbook import returned_files
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.returned_files import Office
from tests.workbook import office

TURNED = "台账\u202egpj.xlsx"
"""What a file manager shows as 台账xslx.jpg."""


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("整改台账.xlsx", "整改台账.xlsx"),
        (TURNED, "台账gpj.xlsx"),
        ("\u2066甲\u2069\u200b局\ufeff.xlsx", "甲局.xlsx"),
        ("红\x1b[31m.xlsx", "红[31m.xlsx"),
        ("坏\udcff.xlsx", "坏?.xlsx"),
        ("全角　空格.xlsx", "全角　空格.xlsx"),
    ],
)
def test_a_name_as_people_may_read_it(name: str, shown: str) -> None:
    """Marks of direction, without width and of control are gone; blanks and letters are not."""
    assert readable(name) == shown


def test_submissions_and_returned_tables_show_it(tmp_path: Path) -> None:
    """In the folder itself and on a mail."""
    folder = tmp_path / "报送"
    folder.mkdir()
    (folder / TURNED).write_bytes(office.TEMPLATE.read_bytes())
    message = EmailMessage(policy=SMTP)
    message.set_content("请查收。")
    message.add_attachment(b"PK\x03\x04", maintype="application", subtype="octet-stream", filename=f"二{TURNED}")
    (folder / "信.eml").write_bytes(bytes(message))
    places = {file.place: file.path for file in Incoming([str(folder)])}
    assert places == {"台账gpj.xlsx": str(folder / TURNED), "信.eml/二台账gpj.xlsx": ""}
    own = FileBook(office.TEMPLATE)
    returned = returned_files.read(folder, Office(office.TEMPLATE, own.read(), {}))
    assert [file.file for file in returned] == ["台账gpj.xlsx", "信.eml/二台账gpj.xlsx"]


def test_dialogs_show_by_its_code_what_would_turn_their_text() -> None:
    """Whatever a message quotes."""
    shown: list[str] = []

    class App:
        """Keeps what would be shown."""

        def alert(self, prompt: str, *_more: str) -> str:
            """Note a message."""
            shown.append(prompt)
            return "yes"

    dialogs = Dialogs(App(), "calc")  # type: ignore[arg-type]
    dialogs.tell(f"“{TURNED}”")
    dialogs.warn(f"“{TURNED}”")
    assert dialogs.ask(f"“{TURNED}”")
    assert shown == ["“台账〔U+202E〕gpj.xlsx”"] * 3
