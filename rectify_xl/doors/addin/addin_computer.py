"""The computer as installation and check-up see it, the registry of Windows included; tests pass another one in."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from rectify_xl.errors import BookError
from rectify_xl.system import computer
from rectify_xl.system.computer import LINUX, MACOS, WINDOWS, Answer, Computer

_ROOTS = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE"}


class WindowsRegistry:
    """Read values; a key that is missing or forbidden has none."""

    def __init__(self) -> None:
        self._winreg: Any = import_module("winreg")

    def value(self, key: str, name: str) -> object:
        """Return a value, or None."""
        return self.values(key).get(name)

    def values(self, key: str) -> Mapping[str, object]:
        """Return all values of a key by name."""
        opened = self._open(key)
        if opened is None:
            return {}
        with opened:
            count = self._winreg.QueryInfoKey(opened)[1]
            return {name: value for name, value, _ in (self._winreg.EnumValue(opened, index) for index in range(count))}

    def keys(self, key: str) -> Sequence[str]:
        """Return the names of the keys below a key."""
        opened = self._open(key)
        if opened is None:
            return ()
        with opened:
            return [self._winreg.EnumKey(opened, index) for index in range(self._winreg.QueryInfoKey(opened)[0])]

    def _open(self, key: str) -> Any:
        root, _, path = key.partition("\\")
        try:
            return self._winreg.OpenKey(getattr(self._winreg, _ROOTS[root]), path)
        except OSError:
            return None


__all__ = ["LINUX", "MACOS", "WINDOWS", "Answer", "Machine", "NoRegistry", "Registry", "this_machine"]


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


class Machine(NamedTuple):
    """One computer and its user.

    `system` is `Windows`, `Darwin` or `Linux`; `variables` the environment variables; `interpreter` the running Python;
    `run` starts a program without a shell; `office` is LibreOffice's folder of programs, None without LibreOffice;
    `code_page` is the encoding in which a program of this computer expects a text file.
    """

    system: str
    home: Path
    variables: Mapping[str, str]
    interpreter: str
    run: Callable[[Sequence[str]], Answer] = computer.run
    office: Path | None = None
    registry: Registry = NoRegistry()
    administrator: bool = False
    root: Path = Path("/")
    code_page: str = "utf-8"

    def variable(self, name: str) -> str:
        """Return an environment variable, empty when not set."""
        return self.variables.get(name, "")

    @property
    def computer(self) -> Computer:
        """The computer without what only installing needs to know."""
        return Computer(self.system, self.home, self.variables, self.run, self.root)


def this_machine() -> Machine:
    """Return the computer on which we run."""
    system = computer.system_name()
    registry: Registry = NoRegistry()
    if system == WINDOWS:
        registry = WindowsRegistry()
    return Machine(
        system,
        Path.home(),
        os.environ,
        sys.executable,
        office=_office(),
        registry=registry,
        administrator=hasattr(os, "geteuid") and os.geteuid() == 0,
        code_page=locale.getencoding() if system == WINDOWS else "utf-8",
    )


def _office() -> Path | None:
    from rectify_xl.workbook.calc import bridge

    try:
        return bridge.executable().resolve().parent
    except BookError:
        return None
