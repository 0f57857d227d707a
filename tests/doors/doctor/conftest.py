"""Computers to examine: Windows with a registry, macOS, Linux, with answers of programs written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from rectify_xl.doors.addin import locations, settings, xlam
from rectify_xl.doors.addin.addin_computer import LINUX, MACOS, WINDOWS, Answer, Machine, NoRegistry, Registry
from rectify_xl.doors.doctor.check_line import CheckLine

EXCEL = r"HKCU\Software\Microsoft\Office\16.0\Excel"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel"


class Keys:
    """A registry written down as values by key."""

    def __init__(self, entries: Mapping[str, Mapping[str, object]]) -> None:
        self.entries = entries

    def value(self, key: str, name: str) -> object:
        return self.values(key).get(name)

    def values(self, key: str) -> Mapping[str, object]:
        return self.entries.get(key, {})

    def keys(self, key: str) -> Sequence[str]:
        below = (each.removeprefix(key + "\\") for each in self.entries if each.startswith(key + "\\"))
        return sorted({each.split("\\")[0] for each in below})


Build = Callable[..., Machine]


@pytest.fixture
def computer(tmp_path: Path) -> Build:
    """Return a maker of computers, without our add-in unless `installed`; `answers` are by the first words said."""

    def build(
        system: str = WINDOWS,
        *,
        installed: bool = False,
        registry: Mapping[str, Mapping[str, object]] | None = None,
        answers: Mapping[str, Answer] | None = None,
        office: Path | None = None,
        administrator: bool = False,
    ) -> Machine:
        def run(command: Sequence[str]) -> Answer:
            return next(
                (answer for words, answer in (answers or {}).items() if " ".join(command).startswith(words)),
                Answer(127, ""),
            )

        python = tmp_path / "python"
        python.touch()
        keys: Registry = NoRegistry() if registry is None else Keys(registry)
        variables = {
            WINDOWS: {"APPDATA": str(tmp_path / "Roaming"), "SystemRoot": str(tmp_path / "Windows")},
            MACOS: {"HOME": str(tmp_path)},
            LINUX: {},
        }
        machine = Machine(
            system,
            tmp_path,
            variables[system],
            str(python),
            run=run,
            office=office,
            registry=keys,
            administrator=administrator,
            root=tmp_path / "root",
        )
        if installed:
            target = locations.startup(machine)
            target.mkdir(parents=True)
            (target / xlam.FILE).write_bytes(xlam.build())
            values = settings.for_host(machine, "excel", str(python))
            settings.write(locations.settings(machine, "excel"), values)
        return machine

    return build


def find(lines: Sequence[CheckLine], topic: str) -> CheckLine:
    """Return the one line on a topic."""
    (line,) = (line for line in lines if line.topic == topic)
    return line
