"""The arrows between modules point one way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "rectify_xl"

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"cli", "terminal", "ribbon", "__main__"}),
    frozenset({"doctor"}),
    frozenset({"addin"}),
    frozenset({"commands"}),
    frozenset({"fonts"}),
    frozenset({"computer"}),
    frozenset({"books", "word", "pdf"}),
    frozenset({"scheduling"}),
    frozenset(
        {
            "checks",
            "judgement",
            "closing_notes",
            "risks",
            "notice",
            "intake",
            "escalation",
            "report",
            "review",
            "history",
            "proof",
            "trace",
            "wallchart",
        }
    ),
    frozenset({"promises", "redaction"}),
    frozenset(
        {
            "late_grants",
            "unread_deadlines",
            "unread_status",
            "rollup",
            "deadlines",
            "closure",
            "summary_layout",
            "undoing",
        }
    ),
    frozenset({"papers"}),
    frozenset({"reopened"}),
    frozenset({"relations"}),
    frozenset({"extensions"}),
    frozenset({"deadline_cells"}),
    frozenset({"testing", "applying"}),
    frozenset({"steps"}),
    frozenset({"places", "needs", "guard", "headers"}),
    frozenset({"ledger"}),
    frozenset({"model", "tab_names", "merged_areas", "nothing", "choices"}),
    frozenset({"signatures"}),
    frozenset({"dates", "departments"}),
    frozenset({"workdays"}),
    frozenset(
        {
            "refs",
            "values",
            "schema",
            "vocabulary",
            "file_names",
            "font_files",
            "resources",
            "traced",
            "row_text",
            "text",
        }
    ),
    frozenset({"errors", "folding", "limits", "system", "visible"}),
)
"""From the doors down to the foundation; a module may import its own layer and those below it."""

PORTS = {("books", "base")}
"""Adapters' ports: pure, and so allowed anywhere above the foundation."""

EDGE_LIBRARIES = {
    "openpyxl": {"books"},
    "python_calamine": {"books"},
    "xlwings": {"books"},
    "pandas": {"books"},
    "fpdf": {"pdf"},
    "fontTools": {"pdf"},
    "docx": {"word"},
    "docxtpl": {"word"},
    "lxml": {"books", "word"},
    "rich": {"terminal"},
    "pyopenvba": {"addin"},
}
"""Each heavy library is touched in one place only."""

COLD = (
    "checks",
    "ledger",
    "model",
    "refs",
    "relations",
    "values",
    "dates",
    "rollup",
    "deadlines",
    "extensions",
    "deadline_cells",
    "signatures",
    "schema",
    "vocabulary",
    "nothing",
    "text",
    "choices",
    "reopened",
    "errors",
)
"""What a cold `check` loads: these may not import, at their top, what takes longer than they do."""
SLOW_AT_THE_TOP = {"dataclasses", "pathlib", "zipfile", "difflib", "inspect", "chinese_calendar", "rapidfuzz"}
ON_DISK = {
    "read_bytes",
    "read_text",
    "write_bytes",
    "write_text",
    "unlink",
    "mkdir",
    "iterdir",
    "is_file",
    "is_dir",
    "stat",
    "atomic",
    "file_sha256",
}
"""What a `Path` and `system` do that asks or changes the disk."""


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts != ("__init__",) and "data" not in parts:
            yield ".".join(parts), path


def imports(path: Path, *, top_only: bool = False) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body if top_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "rectify_xl":
                yield from (f"rectify_xl.{alias.name}" for alias in node.names)
            else:
                yield node.module


def layer(name: str) -> int:
    first = name.split(".", maxsplit=1)[0]
    return next(index for index, names in enumerate(LAYERS) if first in names)


@pytest.mark.parametrize(("name", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_module_imports_only_what_lies_below_it(name: str, path: Path) -> None:
    """A module imports its own layer or a lower one, never a higher one."""
    upward = [
        target
        for target in imports(path)
        if target.startswith("rectify_xl.")
        and target != "rectify_xl.__version__"
        and tuple(target.split(".")[1:3]) not in PORTS
        and layer(target.removeprefix("rectify_xl.")) < layer(name)
    ]
    assert upward == []


@pytest.mark.parametrize(("name", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_heavy_libraries_are_touched_at_the_edge_only(name: str, path: Path) -> None:
    """openpyxl, xlwings, docxtpl and their like are imported by their adapter and by nobody else."""
    first = name.split(".", maxsplit=1)[0]
    strangers = [
        target
        for target in imports(path)
        if target.split(".")[0] in EDGE_LIBRARIES and first not in EDGE_LIBRARIES[target.split(".")[0]]
    ]
    assert strangers == []


@pytest.mark.parametrize(("name", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_cold_modules_stay_light(name: str, path: Path) -> None:
    """What `check` loads imports nothing slow at its top."""
    if name.split(".", maxsplit=1)[0] not in COLD:
        return
    assert [target for target in imports(path, top_only=True) if target.split(".")[0] in SLOW_AT_THE_TOP] == []


@pytest.mark.parametrize(("name", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_the_domain_reads_no_clock_and_no_disk(name: str, path: Path) -> None:
    """Below the adapters nobody asks for today's date or opens a file."""
    if layer(name) < layer("checks") or name.split(".", maxsplit=1)[0] in ("resources", "system"):
        return
    calls = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert calls & {"date.today", "datetime.now", "datetime.today", "time.time", "open"} == set()
    assert {call.rpartition(".")[2] for call in calls} & ON_DISK == set()


BUILD_TIME = ("books.template", "word.shipped", "risks.calibration")
"""What only makes files that ship or documents: it will leave the package for `generate/`."""


@pytest.mark.parametrize(("name", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_nothing_at_run_time_imports_what_builds(name: str, path: Path) -> None:
    """Builders of templates and measures of noise are imported by each other only, `generate` by nobody here."""
    if name.startswith(BUILD_TIME):
        return
    builders = tuple(f"rectify_xl.{each}" for each in BUILD_TIME)
    assert [each for each in imports(path) if each.startswith((*builders, "generate", "tests"))] == []
