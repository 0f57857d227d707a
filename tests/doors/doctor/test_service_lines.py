"""The check-up says whether the program behind the buttons runs, and which way a click in Excel goes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rectify_xl import __version__
from rectify_xl.doors.addin import wps_install
from rectify_xl.doors.addin.addin_computer import LINUX, MACOS, Answer
from rectify_xl.doors.doctor import service_lines
from rectify_xl.doors.doctor.check_line import CheckLine
from rectify_xl.doors.service import state_file
from rectify_xl.doors.service.server import Service
from rectify_xl.doors.service.state_file import ServiceState
from tests.doors.doctor.conftest import Build, find


@contextmanager
def service(home: Path, version: str = __version__) -> Iterator[None]:
    """Let a service answer for the user with this home."""
    with Service(state_file.new_token()) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        state_file.write(ServiceState(running.port, running.token, running.proof, 1, version), state_file.path(home))
        try:
            yield
        finally:
            running.shutdown()
            thread.join()


def test_a_click_goes_to_the_service_that_answers(computer: Build) -> None:
    """Excel then starts no program."""
    machine = computer(installed=True)
    with service(machine.home):
        lines = [*service_lines.lines(machine)]
    assert {line.topic: line.state for line in lines} == {"后台程序": "正常", service_lines.WAY: "正常"}
    assert "Excel 不启动别的程序" in find(lines, service_lines.WAY).text


def test_without_an_answer_each_click_starts_a_python(computer: Build) -> None:
    """No service ever ran, one has died, or one is of another version; each with what to do."""
    machine = computer(installed=True)
    texts = [_said_of_it([*service_lines.lines(machine)])]
    with service(machine.home, "0.0.1"):
        texts.append(_said_of_it([*service_lines.lines(machine)]))
    texts.append(_said_of_it([*service_lines.lines(machine)]))
    assert [text.partition("（")[0] for text in texts] == [
        "没有在运行",
        f"在运行的是0.0.1，程序是{__version__}",
        "没有回应",
    ]


def _said_of_it(lines: list[CheckLine]) -> str:
    """Return what is said of the service, once the way of a click is as it must be."""
    way, line = find(lines, service_lines.WAY), find(lines, "后台程序")
    assert (line.state, way.state) == ("注意", "注意")
    assert "RunPython" in way.text
    assert way.remedy == line.remedy
    assert "rectify-xl service start" in way.remedy
    return line.text


def test_who_has_no_button_hears_nothing_of_it(computer: Build) -> None:
    """Nor does Calc need it: its menu starts what it needs."""
    assert [*service_lines.lines(computer())] == []
    assert [*service_lines.lines(computer(LINUX))] == []
    assert [*service_lines.lines(computer(MACOS))] == []


def test_wps_alone_is_told_of_the_service(computer: Build) -> None:
    """And nothing of Excel."""
    machine = computer(LINUX, answers={"reg": Answer(0, "")})
    wps_install.install(machine, machine.interpreter)
    assert [line.topic for line in service_lines.lines(machine)] == ["后台程序"]


def test_on_macos_the_script_starts_python(computer: Build) -> None:
    """The service is no part of it."""
    lines = [*service_lines.lines(computer(MACOS, installed=True))]
    assert [(line.topic, line.state) for line in lines] == [(service_lines.WAY, "不适用")]
