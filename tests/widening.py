"""Add columns to the schema in memory: every module is loaded anew and sees them, and afterwards all is as before."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGES = ("rectify_xl", "generate")
Widened = Callable[[str], Any]
"""Gives a module of the program by its full name, as it is with the added columns."""


def _loaded() -> dict[str, ModuleType]:
    return {name: module for name, module in sys.modules.items() if name.split(".", maxsplit=1)[0] in PACKAGES}


def _widen(schema: Any, sheet: str, name: str, after: str) -> None:
    """Put an optional column into a sheet behind the column `after`; all that names the sheet gets the new one."""
    known = schema.by_name(sheet)
    place = known.position(after)
    wide = known._replace(columns=(*known.columns[:place], schema.Column(name), *known.columns[place:]))
    for key, value in vars(schema).copy().items():
        if value is known:
            setattr(schema, key, wide)
        elif isinstance(value, tuple) and any(each is known for each in value):
            setattr(schema, key, tuple(wide if each is known else each for each in value))


@contextmanager
def widened(folder: Path, added: Mapping[str, str], name: str) -> Iterator[Widened]:
    """Let every sheet of `added` have a column `name` behind the one that is named there.

    The blank ledger in `folder` has them too; it stands in for the one that ships with the program.
    """
    before = _loaded()
    for each in before:
        del sys.modules[each]
    try:
        schema: Any = importlib.import_module("rectify_xl.ledger.schema")
        for sheet, after in added.items():
            _widen(schema, sheet, name, after)
        resources: Any = importlib.import_module("rectify_xl.system.resources")
        blank, shipped = folder / "workbook_template.xlsx", resources.path
        resources.path = lambda *parts: blank if parts == (blank.name,) else shipped(*parts)
        template: Any = importlib.import_module("generate.ledger_template")
        template.build(blank, importlib.import_module("rectify_xl.commands.table").COMMANDS)
        yield importlib.import_module
    finally:
        for each in _loaded():
            del sys.modules[each]
        sys.modules.update(before)
