"""Start the service, see whether it runs, and end it."""

from __future__ import annotations

import hmac
import http.client
import math
import os
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from rectify_xl import __version__
from rectify_xl.doors.ribbon import resident
from rectify_xl.doors.service import state_file
from rectify_xl.doors.service.server import IDLE_SECONDS, LOOPBACK, Service
from rectify_xl.doors.service.state_file import PROOF, PROTOCOL, ServiceState
from rectify_xl.errors import RectifyError
from rectify_xl.text import json_text

START_SECONDS = 30.0
"""A slow computer needs so long to load the program."""
ANSWER_SECONDS = 5.0
END_SECONDS = 60.0
"""So long a click may go on writing after the service was asked to end; a door that is dead is given up by then."""
IDLE_HERE = math.inf if sys.platform == "win32" else IDLE_SECONDS
"""A macro of Excel cannot start a program: on Windows the service stays until the session ends."""


def serve(state_path: Path, *, idle_seconds: float = IDLE_HERE) -> bool:
    """Serve until the service is stopped or idle; return False, and do nothing, where one of this version runs.

    One of another version, or one that is ending, is waited for first.
    """
    other = state_file.read(state_path)
    if other is not None:
        if _of_this_version(other) and takes_clicks(other):
            return False
        stop(other)
    with Service(state_file.new_token(), idle_seconds=idle_seconds) as service:
        state = ServiceState(service.port, service.token, service.proof, os.getpid(), __version__)

        def end(_number: int, _frame: FrameType | None) -> None:
            threading.Thread(target=service.end_in_order, daemon=True).start()

        if threading.current_thread() is threading.main_thread():
            for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
                if hasattr(signal, name):
                    signal.signal(getattr(signal, name), end)
        state_file.write(state, state_path)
        threading.Thread(target=warm, daemon=True).start()
        try:
            service.serve_forever()
        finally:
            state_file.remove(state, state_path)
    return True


def warm() -> None:
    """Load what clicks need, so that the first one does not wait."""
    from rectify_xl.commands import runner
    from rectify_xl.commands.table import COMMANDS
    from rectify_xl.workbook.live import active_book
    from rectify_xl.workbook.reading import read_workbook

    active_book.light_xlwings()
    read_workbook.load()
    for command in COMMANDS:
        if command.button:
            runner.load(command)


def running(state_path: Path) -> ServiceState | None:
    """Return how the running service is reached; None where none answers."""
    state = state_file.read(state_path)
    return state if state is not None and answers(state) else None


def answers(state: ServiceState) -> bool:
    """Tell whether a service answers where `state` says."""
    return _health(state) is not None


def takes_clicks(state: ServiceState) -> bool:
    """Tell whether a service answers where `state` says, and is not about to end."""
    health = _health(state)
    return health is not None and not health.get("ending")


def _health(state: ServiceState) -> dict[str, object] | None:
    try:
        answer = _asked(state, "GET", "/health")
    except (OSError, http.client.HTTPException, ValueError):
        return None
    return answer if isinstance(answer, dict) else None


def start(state_path: Path, interpreter: str = sys.executable) -> ServiceState:
    """Return how the service is reached, started now where it does not run.

    Raises `RectifyError` where it does not come up.
    """
    state = _started(state_path)
    if state is not None:
        return state
    process = resident.start(interpreter=interpreter)
    threading.Thread(target=process.wait, daemon=True).start()
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        state = _started(state_path)
        if state is not None:
            return state
        if process.poll():
            break
        time.sleep(0.05)
    raise RectifyError("“巡察整改”程序没有启动起来", "请运行 rectify-xl doctor 看看原因")


def _started(state_path: Path) -> ServiceState | None:
    """Return how the service of this version is reached; None where none takes clicks."""
    state = state_file.read(state_path)
    return state if state is not None and _of_this_version(state) and takes_clicks(state) else None


def _of_this_version(state: ServiceState) -> bool:
    return (state.version, state.protocol) == (__version__, PROTOCOL)


def page_address(state: ServiceState) -> str:
    """Return the address of the page, good once and for a minute; raises `RectifyError` where nobody answers."""
    answer = _asked(state, "POST", "/code")
    if not isinstance(answer, dict):
        raise RectifyError("“巡察整改”程序没有回应", "请再试一次")
    return f"http://{LOOPBACK}:{state.port}/#{answer['code']}"


def stop(state: ServiceState) -> bool:
    """Let the service end, which writes first what it is writing for a click; return whether it ended in time."""
    try:
        _asked(state, "POST", "/stop")
    except (OSError, http.client.HTTPException, ValueError):
        return not answers(state)
    deadline = time.monotonic() + END_SECONDS
    while answers(state):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _asked(state: ServiceState, method: str, address: str) -> object:
    """Return what the service answers; None where it refuses, or where another program answers in its place."""
    connection = http.client.HTTPConnection(LOOPBACK, state.port, timeout=ANSWER_SECONDS)
    try:
        headers = {"X-Token": state.token, "Content-Type": "application/json"}
        connection.request(method, address, body="{}" if method == "POST" else None, headers=headers)
        response = connection.getresponse()
        proof = response.headers.get(PROOF, "")
        proved = bool(state.proof) and hmac.compare_digest(proof.encode(), state.proof.encode())
        if not (proved and response.status == http.HTTPStatus.OK):
            return None
        return json_text.parsed(response.read())
    finally:
        connection.close()
