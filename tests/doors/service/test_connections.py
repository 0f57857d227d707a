"""Who may connect, how many, and how long a request may take to arrive."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rectify_xl.doors.service import connections, state_file
from rectify_xl.doors.service.server import LOOPBACK
from rectify_xl.doors.service.state_file import ServiceState
from tests.doors.service.conftest import Posting

Start = Callable[..., Posting]
NOBODY = 65534
GET = """
import socket, sys
door = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
door.sendall(f"GET / HTTP/1.1\\r\\nHost: 127.0.0.1:{sys.argv[1]}\\r\\nConnection: close\\r\\n\\r\\n".encode())
print(len(door.recv(100)))
"""
root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or not connections.TABLES[0].exists(),
    reason="only the administrator of a Linux can be another user",
)


def asked_by(user: int | None, port: int) -> str:
    """Let a user ask for the page; return how many bytes came, or what went wrong."""
    done = subprocess.run(
        ["/usr/bin/python3", "-c", GET, str(port)], user=user, cwd="/", capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or done.stderr.splitlines()[-1]


@root
def test_a_connection_of_another_user_is_closed_before_it_has_spoken(serving: Start) -> None:
    """Whatever he has read of a browser's command line, and though he may reach every port of this computer."""
    door = serving()
    assert asked_by(None, door.service.port) == "100"
    assert asked_by(NOBODY, door.service.port) in ("0", "ConnectionResetError: [Errno 104] Connection reset by peer")
    assert door.send("GET", "/health")[0] == 200


@pytest.mark.skipif(not connections.TABLES[0].exists(), reason="only Linux says whose a connection is")
def test_the_system_says_whose_a_connection_is() -> None:
    """Of either kind of socket; of a connection that is none it says nothing."""
    with socket.create_server((LOOPBACK, 0)) as server:
        near = server.getsockname()
        with socket.create_connection(near) as client:
            assert connections.owner(client.getsockname(), near) == os.geteuid()
        with socket.socket(socket.AF_INET6) as client:
            client.connect((f"::ffff:{LOOPBACK}", near[1]))
            far = (LOOPBACK, client.getsockname()[1])
            assert connections.owner(far, near) == os.geteuid()
        assert connections.owner((LOOPBACK, 1), near) is None


@pytest.fixture
def silent(serving: Start) -> Iterator[Callable[[], socket.socket]]:
    """Return a function that opens a connection which begins a request; all are closed afterwards."""
    door, opened = serving(), list[socket.socket]()

    def connect() -> socket.socket:
        connection = socket.create_connection((LOOPBACK, door.service.port))
        connection.settimeout(20)
        connection.sendall(b"POST /click HTTP/1.1\r\nX-")
        opened.append(connection)
        return connection

    yield connect
    for connection in opened:
        connection.close()


def closed(connection: socket.socket) -> bool:
    """Tell whether the other end has closed a connection by now."""
    connection.settimeout(0.1)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def test_a_request_that_trickles_is_cut_off(
    silent: Callable[[], socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter now and then does not keep it alive."""
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 1.0)
    connection, began = silent(), time.monotonic()
    while not closed(connection):
        assert time.monotonic() - began < 15
        connection.sendall(b"a")
        time.sleep(0.1)
    assert time.monotonic() - began > 0.9


def test_the_silent_make_room(silent: Callable[[], socket.socket], serving: Start) -> None:
    """Of more connections than there may be, the one that has kept us waiting longest is given up."""
    first = silent()
    rest = [silent() for _ in range(connections.MOST_CONNECTIONS)]
    began = time.monotonic()
    while not closed(first):
        assert time.monotonic() - began < 15
    assert not closed(rest[-1])
    assert serving().send("GET", "/health")[0] == 200


def test_what_follows_a_request_without_a_body_is_no_request(serving: Start) -> None:
    """Of two requests in one, the second one is not answered."""
    door = serving()
    inner = b"GET / HTTP/1.1\r\nHost: %s\r\n\r\n" % door.service.address.encode()
    for method, path in ((b"GET", b"/"), (b"GET", b"/health"), (b"OPTIONS", b"/click")):
        head = b"%s %s HTTP/1.1\r\nHost: %s\r\n" % (method, path, door.service.address.encode())
        head += b"X-Token: %s\r\nContent-Length: %d\r\n\r\n" % (door.service.token.encode(), len(inner))
        with socket.create_connection((LOOPBACK, door.service.port)) as connection:
            connection.sendall(head + inner)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert answer.count(b"HTTP/1.1 ") == 1


def test_only_a_known_door_gets_the_proof(serving: Start) -> None:
    """Whoever has no token could else show it in the service's place later."""
    door = serving()
    assert door.send("GET", "/health")[2]["X-Proof"] == door.service.proof
    for headers in ({"X-Token": ""}, {"X-Token": "x"}, {"Host": "example.org"}, {"Origin": "http://example.org"}):
        assert door.send("GET", "/health", headers=headers)[2]["X-Proof"] is None
    assert door.send("OPTIONS", "/click", headers={"X-Token": "", "Origin": "null"})[2]["X-Proof"] is None
    code = door.post("/code", {})[1]["code"]
    assert door.post("/session", {"code": "x"}, {"X-Token": ""}) == (403, {"error": "no such code"})
    assert door.post("/session", {"code": code}, {"X-Token": ""})[1]["proof"] == door.service.proof


@pytest.fixture
def state_path(tmp_path: Path) -> Path:
    path = state_file.path(tmp_path)
    state_file.write(ServiceState(1, "a", "b", 1, "1"), path)
    return path


@root
def test_a_state_file_of_another_user_is_not_believed(state_path: Path) -> None:
    """It could lead every click to a program of his."""
    assert state_file.read(state_path) is not None
    os.chown(state_path, NOBODY, NOBODY)
    assert state_file.read(state_path) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_plain_file_is_neither_read_nor_waited_for(state_path: Path, tmp_path: Path) -> None:
    """A link, a pipe, a folder."""
    moved = state_path.rename(tmp_path / "anderswo.json")
    state_path.symlink_to(moved)
    assert state_file.read(state_path) is None
    state_path.unlink()
    os.mkfifo(state_path)
    assert state_file.read(state_path) is None
    state_path.unlink()
    state_path.mkdir()
    assert state_file.read(state_path) is None
