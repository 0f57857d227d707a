"""A click and its door: waiting, answers that come twice, doors that die, users who want an end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import rectify_xl
from rectify_xl.doors.ribbon import run_lock
from rectify_xl.doors.ribbon.progress import StoppedError
from rectify_xl.doors.service import exchange as exchanges
from rectify_xl.doors.service.exchange import DONE, WAIT, Click, ClickExchange, DoorLostError, HandError, Reply
from rectify_xl.doors.service.server import RefusedRequestError, Service
from tests.doors.service.conftest import Posting
from tests.workbook.live import ledgers
from tests.workbook.live.hosts import FileHost, cells

Start = Callable[..., Posting]
CLICK = {"protocol": 1, "command": "rollup", "variant": "", "book": None, "asOf": "2025-09-26"}
SECONDS = 60


class Hour:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def in_thread(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """Run `work` beside the test; its result, or what it raised, is put into the list."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, results


def test_a_wish_gets_its_own_answer() -> None:
    """An answer that comes twice, or belongs to an earlier wish, is not taken."""
    exchange = ClickExchange()
    thread, results = in_thread(lambda: (exchange.wish("input", prompt="甲"), exchange.wish("input", prompt="乙")))
    first = exchange.next_wish(SECONDS)
    exchange.answer(first.number, Reply("一"))
    exchange.answer(first.number, Reply("又一"))
    second = exchange.next_wish(SECONDS)
    exchange.answer(first.number, Reply("还是一"))
    exchange.answer(second.number, Reply("二"))
    thread.join(SECONDS)
    assert results == [("一", "二")]


def test_what_the_spreadsheet_refuses_is_raised() -> None:
    """With its own words."""
    exchange = ClickExchange()
    thread, results = in_thread(lambda: exchange.wish("fill"))
    exchange.answer(exchange.next_wish(SECONDS).number, Reply(error="fill: locked"))
    thread.join(SECONDS)
    assert isinstance(results[0], HandError)
    assert str(results[0]) == "fill: locked"


def test_a_door_that_waits_long_is_told_to_wait() -> None:
    """It asks again, and by that shows that it lives."""
    clock = Hour()
    exchange = ClickExchange(clock)
    assert exchange.next_wish(0).operation == WAIT
    clock.now = exchanges.HAND_SECONDS + 1
    assert exchange.lost
    exchange.next_wish(0)
    assert not exchange.lost


def test_a_door_behind_an_open_question_is_not_lost() -> None:
    """Until nobody can be expected to come back."""
    clock = Hour()
    exchange = ClickExchange(clock)
    thread, _ = in_thread(lambda: exchange.wish("input"))
    wish = exchange.next_wish(SECONDS)
    clock.now = exchanges.HAND_SECONDS + 1
    assert not exchange.lost
    exchange.answer(wish.number, Reply(None))
    thread.join(SECONDS)
    assert not exchange.lost


@pytest.mark.parametrize(
    ("operation", "seconds"), [("fill", exchanges.HAND_SECONDS), ("alert", exchanges.DIALOG_SECONDS)]
)
def test_a_dead_door_ends_the_click(operation: str, seconds: float) -> None:
    """A hand that writes answers at once; a question may stand open for an hour."""
    clock = Hour()
    exchange = ClickExchange(clock)
    thread, results = in_thread(lambda: exchange.wish(operation))
    exchange.next_wish(SECONDS)
    clock.now = seconds + 1
    thread.join(SECONDS)
    assert isinstance(results[0], DoorLostError)
    assert "核对台账" in str(results[0])


def test_an_open_question_ends_when_the_user_wants_an_end() -> None:
    """So that a page that was killed behind a question does not hold the ledger for an hour."""
    exchange = ClickExchange()
    stop = threading.Event()
    exchange.stopped = stop.is_set
    thread, results = in_thread(lambda: exchange.wish("input"))
    exchange.next_wish(SECONDS)
    stop.set()
    thread.join(SECONDS)
    assert isinstance(results[0], StoppedError)


def test_writing_is_never_broken_off() -> None:
    """Half of a step would be worse than all of it."""
    exchange = ClickExchange()
    exchange.stopped = lambda: True
    exchange.cancel()
    thread, results = in_thread(lambda: exchange.wish("fill"))
    exchange.answer(exchange.next_wish(SECONDS).number, Reply("done"))
    thread.join(SECONDS)
    assert results == ["done"]


def book(ledger: Path, **more: Any) -> dict[str, Any]:
    facts = {"name": ledger.name, "fullName": str(ledger), "saved": True, "active": "问题台账", "selection": ["$A$2"]}
    return {**facts, **more}


def finish(door: Posting, step: dict[str, Any], answers: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Answer all wishes of a click to its end; return them."""
    steps = [step]
    sheets = ["问题台账", "统计汇总"]
    while steps[-1]["op"] != DONE:
        wish = steps[-1]
        value = {"sheets": sheets, "sheet": {"name": wish.get("sheet"), "protected": False}}.get(wish["op"])
        value = (answers or {}).get(wish["op"], value)
        steps.append(
            door.post("/reply", {"click": wish["click"], "number": wish["number"], "value": value, "error": ""})[1]
        )
    return steps


@pytest.mark.usefixtures("home")
def test_two_ledgers_are_worked_on_side_by_side(serving: Start, tmp_path: Path) -> None:
    """While one waits for an answer, the other one runs to its end; each is told its own."""
    door = serving()
    folders = [tmp_path / name for name in ("甲", "乙")]
    for folder in folders:
        folder.mkdir()
    first, second = (ledgers.small(folder) for folder in folders)
    second = second.rename(second.with_name("另一本.xlsx"))
    waiting = door.post("/click", {**CLICK, "book": book(first)})[1]
    finished = finish(door, door.post("/click", {**CLICK, "book": book(second)})[1])
    assert finished[-1]["trouble"] == ""
    assert finish(door, waiting)[-1]["trouble"] == ""


@pytest.mark.usefixtures("home")
def test_a_second_click_on_a_ledger_is_asked_and_can_free_it(serving: Start, tmp_path: Path) -> None:
    """The door of the first was killed behind a question: the user says yes, and the third click runs."""
    door = serving()
    ledger = ledgers.small(tmp_path)
    step = door.post("/click", {**CLICK, "command": "check", "book": book(ledger)})[1]
    while step["op"] != "alert":
        value = {"name": step.get("sheet"), "protected": False} if step["op"] == "sheet" else None
        step = door.post("/reply", {"click": step["click"], "number": step["number"], "value": value})[1]
    assert run_lock.other(str(ledger)) == ""
    asking = door.post("/click", {**CLICK, "command": "close", "variant": "apply", "book": book(ledger)})[1]
    assert asking["op"] in ("input", "alert")
    assert run_lock.other(str(ledger)) != ""
    refused = finish(door, door.post("/click", {**CLICK, "book": book(ledger)})[1], {"alert": "yes"})
    assert "还在处理这本台账。要停止它吗" in refused[0]["text"]
    for _ in range(SECONDS * 20):
        if not run_lock.other(str(ledger)):
            break
        threading.Event().wait(0.05)
    assert finish(door, door.post("/click", {**CLICK, "book": book(ledger)})[1])[-1]["trouble"] == ""


@pytest.mark.usefixtures("home")
def test_a_cancelled_click_writes_nothing(serving: Start, tmp_path: Path) -> None:
    """Its open question ends, the ledger is as it was, and the door hears so."""
    door = serving()
    ledger = ledgers.small(tmp_path)
    before = ledger.read_bytes()
    step = door.post("/click", {**CLICK, "command": "close", "variant": "apply", "book": book(ledger)})[1]
    assert door.post("/cancel", {"click": step["click"]})[0] == 200
    rest = finish(door, {**step, "number": 0})
    assert [wish["op"] for wish in rest if wish["op"] in ("fill", "copy")] == []
    assert rest[-1]["trouble"] == "已按您的要求停止，台账没有改动。"
    assert ledger.read_bytes() == before
    assert cells(FileHost(ledger).book().read(), "变更记录")[1:] == []


def test_an_idle_service_ends() -> None:
    """Nobody needs a program that nobody uses."""
    service = Service("token", idle_seconds=0.0)
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    thread.join(SECONDS)
    service.server_close()
    assert not thread.is_alive()


def _waited(event: threading.Event) -> None:
    event.wait(SECONDS)


def test_a_service_with_an_open_click_is_not_idle() -> None:
    """A question may stand open over lunch."""
    go_on = threading.Event()
    service = Service("token", run=lambda _exchange, _click: _waited(go_on), idle_seconds=0.0)
    name, exchange = service.begin(Click("check", "", None, None))
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    assert exchange.next_wish(1).operation == WAIT
    assert thread.is_alive()
    go_on.set()
    assert exchange.next_wish(SECONDS).operation == DONE
    service.end(name)
    thread.join(SECONDS)
    service.server_close()
    assert not thread.is_alive()


def test_a_service_that_is_to_end_writes_first_what_it_is_writing() -> None:
    """An update stops the old program: no ledger is left half written, and no new click begins."""
    written = threading.Event()

    def run(exchange: ClickExchange, _click: Click) -> None:
        exchange.wish("fill")
        exchange.wish("resize")
        written.set()

    service = Service("token", run=run)
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    _, exchange = service.begin(Click("check", "", None, None))
    first = exchange.next_wish(SECONDS)
    service.end_in_order()
    with pytest.raises(RefusedRequestError, match="ending"):
        service.begin(Click("check", "", None, None))
    assert thread.is_alive()
    exchange.answer(first.number, Reply())
    exchange.answer(exchange.next_wish(SECONDS).number, Reply())
    thread.join(SECONDS)
    service.server_close()
    assert (thread.is_alive(), written.is_set(), exchange.over) == (False, True, True)


def test_a_service_that_is_to_end_closes_open_questions() -> None:
    """Nobody may be there to answer."""
    service = Service("token", run=lambda exchange, _click: _asked(exchange))
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    _, exchange = service.begin(Click("check", "", None, None))
    assert exchange.next_wish(SECONDS).operation == "input"
    service.end_in_order()
    thread.join(SECONDS)
    service.server_close()
    assert not thread.is_alive()


def test_a_program_that_was_installed_anew_takes_no_click_in_the_old_service(
    serving: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of it would be old and half new: the click goes to the one that is started next."""
    installed = tmp_path / "__init__.py"
    installed.write_text("old", encoding="utf-8")
    monkeypatch.setattr(rectify_xl, "__file__", str(installed))
    door = serving(run=lambda _exchange, _click: None)
    assert door.post("/click", CLICK)[0] == 200
    installed.write_text("newer", encoding="utf-8")
    assert door.post("/click", CLICK) == (503, {"error": "ending"})
    assert door.service.ending


def test_an_idle_service_takes_no_click_that_it_would_break_off() -> None:
    """Between the end of its patience and its own end."""
    service = Service("token", idle_seconds=-1.0)
    with service:
        service.service_actions()
        with pytest.raises(RefusedRequestError, match="ending"):
            service.begin(Click("check", "", None, None))


def test_a_service_that_ends_waits_until_its_door_has_heard() -> None:
    """The last word of a click is fetched by the door in its own time."""
    service = Service("token", run=lambda _exchange, _click: None)
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    name, exchange = service.begin(Click("check", "", None, None))
    assert exchange.next_wish(SECONDS).operation == DONE
    service.end_in_order()
    thread.join(0.5)
    assert thread.is_alive()
    service.end(name)
    thread.join(SECONDS)
    service.server_close()
    assert not thread.is_alive()


def _asked(exchange: ClickExchange) -> None:
    exchange.wish("input", prompt="甲")
