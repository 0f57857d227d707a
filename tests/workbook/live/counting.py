"""Count what is asked of the application: every UNO call that is no mere look-up of an object."""

from __future__ import annotations

from typing import Any

LOOK_UPS = frozenset(
    {
        "ServiceManager",
        "createInstanceWithContext",
        "getCurrentComponent",
        "getCurrentFrame",
        "Components",
        "createEnumeration",
        "hasMoreElements",
        "nextElement",
        "supportsService",
        "CurrentController",
        "Frame",
        "ContainerWindow",
        "URL",
        "Title",
        "NullDate",
        "Sheets",
        "Count",
        "Name",
        "hasByName",
        "getByName",
        "getByIndex",
        "isProtected",
        "isModified",
        "isReadonly",
        "DocumentProperties",
        "ModificationDate",
        "DatabaseRanges",
        "ElementNames",
        "DataArea",
        "RangeAddress",
        "getCellRangeByPosition",
        "Rows",
    }
)
"""Reading these finds an object, or tells its name, place or state; everything else counts."""


class Counted:
    """Stands in front of a UNO object and of all that comes out of it; `calls` grows with what was asked."""

    def __init__(self, target: Any, calls: list[str]) -> None:
        object.__setattr__(self, "_target", target)
        object.__setattr__(self, "_calls", calls)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if type(value).__name__ != "PyUNO_callable":
            if name not in LOOK_UPS:
                self._calls.append(name)
            return self._wrapped(value)

        def call(*arguments: Any) -> Any:
            if name not in LOOK_UPS:
                self._calls.append(name)
            return self._wrapped(value(*(getattr(each, "_target", each) for each in arguments)))

        return call

    def __setattr__(self, name: str, value: Any) -> None:
        self._calls.append(f"{name} =")
        setattr(self._target, name, getattr(value, "_target", value))

    def __eq__(self, other: object) -> bool:
        return bool(self._target == getattr(other, "_target", other))

    def __hash__(self) -> int:
        return hash(self._target)

    def _wrapped(self, value: Any) -> Any:
        return Counted(value, self._calls) if type(value).__name__ == "pyuno" else value
