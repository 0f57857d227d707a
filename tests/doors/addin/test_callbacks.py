"""Each button starts its own command on the workbook in front: by the service, or by RunPython where none answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from oletools.olevba import VBA_Scanner

from rectify_xl.doors.addin import excel_callbacks, macro_sources, ribbon_xml
from rectify_xl.doors.addin.buttons import calls
from rectify_xl.doors.service import served_clicks, state_file
from rectify_xl.doors.service.exchange import Click, ClickExchange, ExcelWindow
from rectify_xl.doors.service.server import Service
from rectify_xl.doors.service.state_file import ServiceState
from rectify_xl.workbook.live import active_book
from tests.doors.addin.excel_in_memory import HANDLE, MemoryExcel
from tests.doors.impostor import impostor

HARMLESS = {
    "Environ": "the folder of the user, in which the service keeps its state",
    "open": "reads that state, and opens a request",
    "command": "a name",
    "CreateObject": "makes the request",
    "MSXML2.ServerXMLHTTP": "the request, to this computer alone",
    "ChrW": "Chinese in ASCII",
    "Base64 Strings": "names of Python modules and procedures, which look like such",
}
"""What olevba calls suspicious in our module, and what it is; none of it starts a program or calls into a library."""


@pytest.fixture
def excel() -> MemoryExcel:
    """Return Excel in memory, on a computer without a service."""
    return MemoryExcel()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Service, list[Click]]]:
    """Return a service that could reach Excel, and the clicks that it was given."""
    clicks: list[Click] = []

    def run(_exchange: ClickExchange, click: Click) -> None:
        clicks.append(click)

    monkeypatch.setattr(served_clicks, "possible", lambda application: isinstance(application, ExcelWindow))
    with Service(state_file.new_token(), run=run) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield running, clicks
        running.shutdown()
        thread.join()


def state(service: Service, folder: Path, **changes: object) -> str:
    """Return the text of the service's state file."""
    values = ServiceState(service.port, service.token, service.proof, 1, "0.1.0")._replace(**changes)  # type: ignore[arg-type]
    state_file.write(values, folder / state_file.NAME)
    return (folder / state_file.NAME).read_text(encoding="ascii")


def cold(command: str, variant: str = "") -> str:
    return f"Book1: {excel_callbacks.RUN}('{command}', '{variant}')\n"


@pytest.mark.parametrize(("command", "variant"), calls())
def test_without_a_service_a_button_starts_its_command_on_the_workbook_in_front(
    excel: MemoryExcel, command: str, variant: str
) -> None:
    """With two workbooks open, the active one counts, whichever was opened last."""
    first, _second = excel.application.add_workbook(), excel.application.add_workbook()
    excel.application.activate_workbook(first)
    assert excel.click(command, variant) == cold(command, variant)
    assert excel.requests == []


@pytest.mark.parametrize("full_name", ["C:\\台账\\甲.xlsx", "工作簿1", 'https://x/"甲"\\乙 é.xlsx'])
def test_the_service_is_given_the_click_and_runpython_is_not(
    tmp_path: Path, service: tuple[Service, list[Click]], full_name: str
) -> None:
    """With the window and the full name of the workbook, whatever signs are in that; the macro ends at once."""
    running, clicks = service
    excel = MemoryExcel(full_name=full_name)
    excel.announce(state(running, tmp_path))
    assert excel.click("check") == ""
    assert excel.click("close", "sign") == ""
    window = ExcelWindow(HANDLE, full_name)
    assert sorted(clicks, key=lambda click: click.command) == [
        Click("check", "", None, None, "", window),
        Click("close", "sign", None, None, "", window),
    ]


def test_no_request_waits_long_or_goes_through_a_proxy(
    excel: MemoryExcel, tmp_path: Path, service: tuple[Service, list[Click]]
) -> None:
    """Excel is still while the macro runs; the token is for this computer."""
    excel.announce(state(service[0], tmp_path))
    excel.click("check")
    words = {name: words for name, words in excel.requests[0].calls if name.startswith("set") and "header" not in name}
    assert words == {"settimeouts": (1000, 1000, 1000, 10000), "setproxy": (1,)}
    assert str(dict(excel.requests[0].calls)["open"][1]).startswith("http://127.0.0.1:")


@pytest.mark.parametrize("change", [{"token": "another"}, {"port": 9}], ids=["token", "port"])
def test_where_the_service_does_not_take_the_click_runpython_does(
    excel: MemoryExcel, tmp_path: Path, service: tuple[Service, list[Click]], change: dict[str, object]
) -> None:
    """Its state is of yesterday; nobody listens there any more, or another one does."""
    running, clicks = service
    excel.announce(state(running, tmp_path, **change))
    assert excel.click("check") == cold("check")
    assert clicks == []


@pytest.mark.parametrize("proof", ["", "another"])
def test_another_program_on_the_port_of_a_dead_service_is_not_believed(
    excel: MemoryExcel, tmp_path: Path, proof: str
) -> None:
    """It says that it has taken the click: RunPython does it all the same, and nothing is lost in silence."""
    with impostor(proof) as stranger:
        written = ServiceState(stranger.port, "token", "proof", 1, "0.1.0")
        state_file.write(written, tmp_path / state_file.NAME)
        excel.announce((tmp_path / state_file.NAME).read_text(encoding="ascii"))
        assert excel.click("check") == cold("check")
        assert stranger.asked == ["/click"]


def test_a_service_that_cannot_reach_excel_leaves_the_click_to_runpython(
    excel: MemoryExcel, tmp_path: Path, service: tuple[Service, list[Click]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs in a Python without the bridge to Excel."""
    monkeypatch.undo()
    running, clicks = service
    excel.announce(state(running, tmp_path))
    assert excel.click("check") == cold("check")
    assert clicks == []


@pytest.mark.parametrize("text", ["", "{", '{"port": ', '{"token": "x"}', json.dumps({"port": "x", "token": "y"})])
def test_a_damaged_state_is_no_service(excel: MemoryExcel, text: str) -> None:
    """No error of VBA in front of the user."""
    excel.announce(text)
    assert excel.click("check") == cold("check")
    assert excel.application.interpreter.dialogs == []


def test_without_a_workbook_a_blank_one_is_added(excel: MemoryExcel) -> None:
    """RunPython fails without an active workbook; 新建台账 and 环境体检 must work all the same."""
    assert excel.click("new") == cold("new")


@pytest.mark.parametrize(("command", "variant"), [("check", ""), ("close", "sign")])
def test_in_protected_view_the_user_is_told_to_enable_editing(excel: MemoryExcel, command: str, variant: str) -> None:
    """Nothing is started, and no blank workbook is added: the ledger would be called no ledger."""
    excel.application.add_workbook()
    excel.application.run("OpenProtected")
    assert excel.click(command, variant) == ""
    assert [(dialog[1]) for dialog in excel.application.interpreter.dialogs] == [
        f"{active_book.PROTECTED_VIEW}。{active_book.ENABLE_EDITING}。"
    ]


def test_the_ribbon_calls_macros_that_exist() -> None:
    """Each onAction of the ribbon is a procedure of the module."""
    text = macro_sources.texts()[macro_sources.CALLBACKS]
    macros = {f"{ribbon_xml.MODULE}.{line.split()[2].split('(')[0]}" for line in text.splitlines() if "Sub On" in line}
    used = {part.split('"')[1] for part in ribbon_xml.render().split("onAction=")[1:]}
    assert used == macros


def test_our_module_starts_no_program_and_calls_no_library() -> None:
    """What a virus scanner looks for: no Shell, no WScript, no Declare; what it sees has its reason."""
    text = macro_sources.texts()[macro_sources.CALLBACKS]
    signs = {word for kind, word, _ in VBA_Scanner(text).scan() if kind == "Suspicious"}
    assert signs == set(HARMLESS)
    for word in ("shell", "wscript", "declare", "lib ", "kill", "sendkeys", "write", "print #", "output as"):
        assert word not in text.lower(), word


def test_what_a_scanner_looks_for_would_be_seen() -> None:
    """The test above can fail."""
    text = macro_sources.texts()[macro_sources.CALLBACKS] + '\nSub x()\nShell "cmd.exe"\nEnd Sub\n'
    assert "Shell" in {word for _, word, _ in VBA_Scanner(text).scan()}
