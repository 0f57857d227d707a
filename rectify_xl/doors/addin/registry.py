"""The registry of Windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

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
