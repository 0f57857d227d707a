"""The computer as installation and check-up see it; tests pass another one in."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from rectify_xl.errors import BookError

WINDOWS, MACOS, LINUX = "Windows", "Darwin", "Linux"


class Answer(NamedTuple):
    """What a program said: its exit status (127 when it is not there) and its output, errors included."""

    status: int
    text: str


class Registry(Protocol):
    """The registry of Windows, of the present user and of the computer."""

    def value(self, key: str, name: str) -> object:
        """Return a value of a key that begins with HKCU or HKLM, or None."""

    def values(self, key: str) -> Mapping[str, object]:
        """Return all values of a key, none where the key is missing."""

    def keys(self, key: str) -> Sequence[str]:
        """Return the names of the keys below a key."""


class NoRegistry:
    """The registry of a computer that has none."""

    def value(self, _key: str, _name: str) -> object:
        """Return None."""
        return None

    def values(self, _key: str) -> Mapping[str, object]:
        """Return nothing."""
        return {}

    def keys(self, _key: str) -> Sequence[str]:
        """Return nothing."""
        return ()


def _run(command: Sequence[str]) -> Answer:
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=120)  # noqa: S603 - no shell
    except FileNotFoundError:
        return Answer(127, "")
    except (OSError, subprocess.TimeoutExpired) as error:
        return Answer(126, str(error))
    return Answer(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))


class Machine(NamedTuple):
    """One computer and its user.

    `system` is `Windows`, `Darwin` or `Linux`; `variables` the environment variables; `interpreter` the running Python;
    `run` starts a program without a shell; `office` is LibreOffice's folder of programs, None without LibreOffice.
    """

    system: str
    home: Path
    variables: Mapping[str, str]
    interpreter: str
    run: Callable[[Sequence[str]], Answer] = _run
    office: Path | None = None
    registry: Registry = NoRegistry()
    administrator: bool = False
    root: Path = Path("/")

    def variable(self, name: str) -> str:
        """Return an environment variable, empty when not set."""
        return self.variables.get(name, "")


def this_machine() -> Machine:
    """Return the computer on which we run."""
    system = platform.system()
    registry: Registry = NoRegistry()
    if system == WINDOWS:
        from rectify_xl.addin.registry import WindowsRegistry

        registry = WindowsRegistry()
    return Machine(
        system,
        Path.home(),
        os.environ,
        sys.executable,
        office=_office(),
        registry=registry,
        administrator=hasattr(os, "geteuid") and os.geteuid() == 0,
    )


def _office() -> Path | None:
    from rectify_xl.books.calc import bridge

    try:
        return bridge.executable().resolve().parent
    except BookError:
        return None
