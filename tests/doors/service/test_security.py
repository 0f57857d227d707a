"""The service answers the doors of its user, and nobody else."""

from __future__ import annotations

import json
import os
import socket
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.doors.service import state_file
from rectify_xl.doors.service.exchange import Click, ClickExchange
from rectify_xl.doors.service.server import LARGEST_REQUEST, LOOPBACK, MOST_CLICKS
from rectify_xl.doors.service.state_file import PROTOCOL, ServiceState
from tests.doors.service.conftest import Posting

Start = Callable[..., Posting]
CLICK = {"protocol": PROTOCOL, "command": "check", "variant": "", "book": None, "asOf": ""}


@pytest.fixture
def ran() -> list[Click]:
    """Return the clicks that were run: none, where a request is refused."""
    return []


@pytest.fixture
def door(serving: Start, ran: list[Click]) -> Posting:
    def run(_exchange: ClickExchange, click: Click) -> None:
        ran.append(click)

    return serving(run=run)


def test_a_door_of_the_user_is_answered(door: Posting, ran: list[Click]) -> None:
    """Without an origin (a macro) and from a page that no web site sent (an add-in)."""
    for headers in ({}, {"Origin": "null"}, {"Origin": "file://"}):
        status, answer = door.post("/click", CLICK, headers)
        assert (status, answer["op"]) == (200, "done")
    assert len(ran) == 3
    assert door.send("GET", "/health")[1]["protocol"] == PROTOCOL


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Token": ""},
        {"X-Token": "x" * 43},
        {"X-Token": "é"},
        {"Origin": "https://example.org"},
        {"Origin": "http://127.0.0.1:80"},
        {"Origin": "http://localhost"},
        {"Host": "example.org"},
        {"Host": "localhost"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": "127.0.0.1.example.org"},
    ],
    ids=str,
)
def test_strangers_are_refused(door: Posting, ran: list[Click], headers: dict[str, str]) -> None:
    """No token or a wrong one, another origin, another host (a name bent to this address): nothing runs."""
    status, answer = door.post("/click", CLICK, headers)
    assert status == 403
    assert list(answer) == ["error"]
    assert door.send("GET", "/health", headers=headers)[0] == 403
    assert ran == []


def test_a_web_page_gets_no_permission_to_post(door: Posting) -> None:
    """A browser asks first; only pages of add-ins hear that they may."""
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-token"}
    status, _, headers = door.send("OPTIONS", "/click", headers={**asked, "Origin": "null", "X-Token": ""})
    assert (status, headers["Access-Control-Allow-Origin"]) == (200, "null")
    status, _, headers = door.send("OPTIONS", "/click", headers={**asked, "Origin": "https://example.org"})
    assert status == 403
    assert headers["Access-Control-Allow-Origin"] is None


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {"Content-Length": str(LARGEST_REQUEST + 1)}, 413),
        (b"{}", {"Content-Length": "-1"}, 400),
        (b"{}", {"Content-Length": "3x"}, 400),
        (b"2\r\n{}\r\n0\r\n\r\n", {"Transfer-Encoding": "chunked", "Content-Length": ""}, 411),
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b"{}", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        (b"{", {}, 400),
        (b"[" * 100_000, {}, 400),
        (b"\xff\xfe", {}, 400),
        (b"[]", {}, 400),
        (b"{}", {}, 409),
        (json.dumps({**CLICK, "protocol": 99}).encode(), {}, 409),
        (json.dumps({**CLICK, "command": 7}).encode(), {}, 400),
        (json.dumps({**CLICK, "book": {"name": "甲"}}).encode(), {}, 400),
        (json.dumps({**CLICK, "asOf": "明天"}).encode(), {}, 400),
        (json.dumps({**CLICK, "file": "台账.xlsx"}).encode(), {}, 400),
        (json.dumps({**CLICK, "file": "/a\0b.xlsx"}).encode(), {}, 400),
    ],
    ids=[
        "too large",
        "negative",
        "no number",
        "chunked",
        "text",
        "form",
        "broken",
        "deep",
        "no text",
        "a list",
        "no protocol",
        "another protocol",
        "command",
        "book",
        "day",
        "half a path",
        "no path",
    ],
)
def test_what_no_door_sends_is_refused(
    door: Posting, ran: list[Click], body: bytes, headers: dict[str, str], status: int
) -> None:
    """Each with its own status, and the service goes on."""
    assert door.send("POST", "/click", body, headers)[0] == status
    assert ran == []
    assert door.send("GET", "/health")[0] == 200


def test_a_request_that_never_ends_keeps_nobody_else_waiting(door: Posting) -> None:
    """Half a request, and a connection that says nothing."""
    with socket.create_connection((LOOPBACK, door.service.port)) as silent:
        silent.sendall(b"POST /click HTTP/1.1\r\nHost: ")
        assert door.send("GET", "/health")[0] == 200


def test_only_so_many_clicks_run(serving: Start) -> None:
    """A door gone mad does not take the computer down."""
    go_on = threading.Event()

    def run(exchange: ClickExchange, _click: Click) -> None:
        exchange.wish("status", text="在做")
        go_on.wait()

    door = serving(run=run)
    answers = [door.post("/click", CLICK) for _ in range(MOST_CLICKS + 1)]
    go_on.set()
    assert [status for status, _ in answers] == [200] * MOST_CLICKS + [429]


def test_a_click_that_is_over_is_gone(door: Posting) -> None:
    """A stray answer starts nothing."""
    _, answer = door.post("/click", CLICK)
    assert door.post("/reply", {"click": answer["click"], "number": 1})[0] == 410
    assert door.post("/cancel", {"click": "nobody"})[0] == 410
    assert door.post("/nowhere", {})[0] == 404


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder from others by itself")
def test_nobody_else_can_read_the_token(tmp_path: Path) -> None:
    """Neither at first nor when the file is written again, whatever its mode was."""
    target = tmp_path / "家" / ".rectify_xl" / "service.json"
    state = ServiceState(1234, state_file.new_token(), state_file.new_token(), 1, "1")
    for _ in range(2):
        state_file.write(state, target)
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        assert state_file.read(target) == state
        target.chmod(0o644)
    assert [path.name for path in target.parent.iterdir()] == ["service.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"port": "x"}', '{"port": 1}'])
def test_a_damaged_state_file_is_none(tmp_path: Path, content: str) -> None:
    """The service is then started anew."""
    target = tmp_path / "service.json"
    target.write_text(content, encoding="utf-8")
    assert state_file.read(target) is None


def test_a_state_file_of_another_service_stays(tmp_path: Path) -> None:
    """An old service that ends does not take the new one's file away."""
    target = tmp_path / "service.json"
    new: Any = ServiceState(2, "b", "p", 2, "2")
    state_file.write(new, target)
    state_file.remove(ServiceState(1, "a", "p", 1, "1"), target)
    assert state_file.read(target) == new
    state_file.remove(new, target)
    assert not target.exists()
