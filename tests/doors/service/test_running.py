"""The service as a process: it starts once, is the same for every door, and ends when it is asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rectify_xl import __version__
from rectify_xl.doors.service import running, service_command, state_file
from rectify_xl.doors.service.state_file import ServiceState
from rectify_xl.errors import RectifyError, UsageError
from tests.doors.impostor import impostor


@pytest.fixture
def state_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return where the service of this test keeps its state; whatever runs there is ended."""
    monkeypatch.setenv("HOME", str(tmp_path))
    path = state_file.path(tmp_path)
    yield path
    state = running.running(path)
    if state is not None:
        running.stop(state)


def test_it_is_started_once_and_stopped(state_path: Path) -> None:
    """A second start finds it; after the end, no file is left that would send doors astray."""
    assert service_command.act("status", state_path).data == {"running": False}
    assert service_command.act("启动", state_path).data["running"] is True
    state = running.running(state_path)
    assert state is not None
    assert state.version == __version__
    assert running.start(state_path) == state
    assert service_command.act("status", state_path).summary == (f"后台程序正在运行，版本{__version__}。",)
    assert running.serve(state_path) is False
    assert service_command.act("停止", state_path).data == {"running": False}
    assert not state_path.exists()
    assert service_command.act("stop", state_path).summary == ("后台程序没有在运行，不用停止。",)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_it_leaves_no_state_behind_when_the_session_ends(state_path: Path, name: str) -> None:
    """A signal ends it in order."""
    state = running.start(state_path)
    os.kill(state.pid, getattr(signal, name))
    deadline = running.START_SECONDS
    while state_path.exists() and deadline > 0:
        running.answers(state)
        deadline -= 0.01
    assert not state_path.exists()


def test_a_service_of_another_version_is_replaced(state_path: Path) -> None:
    """After an update, the first click starts the new one."""
    code = (
        "import rectify_xl; rectify_xl.__version__ = '0.0.1'\n"
        "from pathlib import Path\n"
        "from rectify_xl.doors.service import running\n"
        f"running.serve(Path({str(state_path)!r}))"
    )
    with subprocess.Popen([sys.executable, "-c", code]) as old:
        while (state := running.running(state_path)) is None:
            assert old.poll() is None
        assert state.version == "0.0.1"
        new = running.start(state_path)
        assert new.version == __version__
        assert old.wait(running.START_SECONDS) == 0


def test_a_state_file_of_a_dead_service_is_no_service(state_path: Path) -> None:
    """Its port may belong to another program by now."""
    state_file.write(ServiceState(9, "x", "y", 1, __version__), state_path)
    assert running.running(state_path) is None
    assert running.start(state_path).port != 9


def test_a_page_that_no_browser_opens_is_no_success(state_path: Path) -> None:
    """A double click that shows nothing would be tried again and again."""
    environment = {**os.environ, "PATH": "", "BROWSER": ""}
    command = [sys.executable, "-m", "rectify_xl.doors.service", "--open"]
    assert subprocess.run(command, env=environment, check=False).returncode == 1
    assert running.running(state_path) is not None


@pytest.mark.parametrize("proof", ["", "another"])
def test_another_program_on_the_port_of_a_dead_service_is_no_service(state_path: Path, proof: str) -> None:
    """It answers as the service does, all but the proof; the service is started beside it."""
    with impostor(proof) as stranger:
        state_file.write(ServiceState(stranger.port, "x", "y", 1, __version__), state_path)
        assert running.running(state_path) is None
        with pytest.raises(RectifyError, match="没有回应"):
            running.page_address(ServiceState(stranger.port, "x", "y", 1, __version__))
        assert service_command.act("stop", state_path).summary == ("后台程序没有在运行，不用停止。",)
        assert running.start(state_path).port != stranger.port
        assert "/click" not in stranger.asked


def test_a_state_without_a_proof_is_believed_nothing(state_path: Path) -> None:
    """An older program wrote it; whoever answers there is not opened in the browser."""
    with impostor() as stranger:
        state_file.write(ServiceState(stranger.port, "x", "", 1, __version__), state_path)
        assert running.running(state_path) is None


def test_a_service_that_cannot_end_yet_is_not_said_to_have_ended(
    state_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is writing for a click."""
    monkeypatch.setattr(running, "END_SECONDS", 0.3)
    with impostor("y") as writing:
        state_file.write(ServiceState(writing.port, "x", "y", 1, __version__), state_path)
        assert service_command.act("stop", state_path).summary == (service_command.STILL_WRITING,)


def test_a_service_of_another_version_is_named(state_path: Path) -> None:
    """Where it runs beside a program that was updated."""
    with impostor("y") as old:
        state_file.write(ServiceState(old.port, "x", "y", 1, "0.0.1"), state_path)
        assert service_command.act("status", state_path).summary == (
            f"后台程序正在运行，版本0.0.1，程序是{__version__}，下次打开按钮页时换成它。",
        )


def test_an_unknown_action_is_refused(state_path: Path) -> None:
    """The message lists the actions."""
    with pytest.raises(UsageError, match="可用的动作：open、start、stop、status、run"):
        service_command.act("restart", state_path)
