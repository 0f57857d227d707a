"""The door of WPS in a real browser: WPS shows an add-in as a page of Chromium, loaded from a file."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.doors.service import state_file
from rectify_xl.workbook.file_host import FileBook
from tests.doors.service.conftest import Posting, announce
from tests.doors.service.test_wps_door import DOOR, HERE, press
from tests.workbook.live import ledgers

SECONDS = 120
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><pre id="record"></pre><script>
var plan = {plan}, dialogs = [];
var alert = function (text) {{ dialogs.push(text); }};
var confirm = function (text) {{ dialogs.push("? " + text); return false; }};
</script><script src="{stand_in}"></script><script>
var Application = makeApplication(plan.book, {{
  home: plan.home, read: function () {{ return plan.state; }}, copy: function () {{}}, start: function () {{}},
  answer: function (prompt, byDefault) {{ return byDefault; }}
}});
window.Application = Application;
window.AS_OF = plan.asOf;
window.onClickDone = function () {{
  Application.record.dialogs = Application.record.dialogs.concat(dialogs);
  document.getElementById("record").textContent = JSON.stringify(Application.record);
}};
</script><script src="{door}/js/start.js"></script><script src="{door}/js/door.js"></script><script>
OnAddinLoad({{}});
OnAction({{ Id: plan.tag, Tag: plan.tag }});
</script></body></html>"""


@pytest.fixture(scope="session")
def chromium() -> str:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed: the door of WPS cannot be shown here")
    return program


def shown(chromium: str, page: Path, profile: Path) -> dict[str, Any]:
    """Open a page and return what its click recorded."""
    done = subprocess.run(
        [
            chromium,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={profile}",
            "--virtual-time-budget=60000",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        timeout=SECONDS,
        check=True,
        encoding="utf-8",
    )
    match = re.search(r'<pre id="record">(.*?)</pre>', done.stdout, re.DOTALL)
    assert match
    assert match[1], done.stderr
    record: dict[str, Any] = json.loads(html.unescape(match[1]))
    return record


def test_a_page_does_what_the_door_does_under_node(
    chromium: str, serving: Callable[..., Posting], home: Path, tmp_path: Path
) -> None:
    """The browser asks for permission first, gets it, and every cell is the same."""
    posting = serving()
    announce(posting, home)
    ledger = ledgers.small(tmp_path)
    plan = {
        "home": str(home),
        "state": state_file.path(home).read_text(encoding="utf-8"),
        "asOf": "2025-09-26",
        "tag": "check",
        "book": {
            "name": ledger.name,
            "fullName": str(ledger),
            "saved": True,
            "sheets": list(FileBook(ledger).read().tabs),
            "active": "问题台账",
        },
    }
    page = tmp_path / "页.html"
    text = PAGE.format(plan=json.dumps(plan), stand_in=(HERE / "wps_stand_in.js").as_uri(), door=DOOR.as_uri())
    page.write_text(text, encoding="utf-8")
    record = shown(chromium, page, tmp_path / "profile")
    expected = press(home, ledger, "check")
    assert record["fills"] == expected["fills"]
    assert record["calls"] == expected["calls"]
    assert record["dialogs"][-1] == expected["dialogs"][-1]
