"""The arrows between modules point one way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "rectify_xl"

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"__main__", "doors"}),
    frozenset({"commands"}),
    frozenset({"workbook", "documents", "readers"}),
    frozenset({"papers"}),
    frozenset({"supervision"}),
    frozenset({"intake"}),
    frozenset({"notice"}),
    frozenset({"judgement"}),
    frozenset({"ledger"}),
    frozenset({"dates"}),
    frozenset({"text"}),
    frozenset({"system"}),
    frozenset({"errors"}),
)
"""The storeys of the house, from the doors down to the foundation: a module imports its own storey or a lower one."""

ROOMS: dict[str, tuple[str, ...]] = {
    "doors": ("cli", "terminal", "ribbon", "doctor", "addin"),
    "notice": ("trace", "proof", "publishing", "redaction", "writing", "reading", "model"),
    "judgement": ("checks", "closure_notes", "risks", "promises", "vague_measures", "rules"),
    "ledger": ("memory", "counting", "deadlines", "changes", "reading"),
}
"""The rooms of a storey that import one another in one direction only, from top to bottom; others stay free."""

PORTS = {"workbook.port"}
"""Adapters' ports: pure, and so allowed anywhere above the foundation."""

EDGE_LIBRARIES = {
    "openpyxl": {"workbook", "documents.docx.native_charts"},
    "python_calamine": {"workbook"},
    "xlrd": {"workbook"},
    "xlwings": {"workbook"},
    "pandas": {"workbook"},
    "PIL": {"workbook"},
    "fpdf": {"documents.pdf"},
    "fontTools": {"documents.pdf"},
    "docx": {"documents", "readers"},
    "docxtpl": {"documents"},
    "icalendar": {"documents.mail"},
    "jinja2": {"documents", "notice.writing.slots", "text.sandbox", "text.sandbox_rules"},
    "lxml": {"workbook", "documents", "readers"},
    "rich": {"doors.terminal"},
    "pyopenvba": {"doors.addin"},
    "pypdfium2": {"readers"},
    "rensa": {"supervision.consolidation.common_problems"},
    "xlsxwriter": {"documents.consolidated"},
    "duckdb": {"documents.consolidated"},
    "fsspec": {"readers.submissions"},
    "libarchive": {"readers.submissions.packed_archives"},
    "olefile": {"readers.submissions.outlook_mails"},
    "distributed": {"commands.consolidating"},
}
"""Each heavy library is touched at the edge only, in the rooms that are named here."""

COLD = ("judgement.checks", "ledger", "dates", "text", "errors")
"""What a cold `check` loads: these may not import, at their top, what takes longer than they do."""
SLOW_AT_THE_TOP = {"dataclasses", "pathlib", "zipfile", "difflib", "inspect", "chinese_calendar", "rapidfuzz"}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts != ("__init__",) and "data" not in parts:
            yield ".".join(parts), path


@cache
def imports(path: Path, *, top_only: bool = False, at_run_time: bool = False) -> tuple[str, ...]:
    tree = parsed(path)
    annotations = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    targets: list[str] = []
    for node in tree.body if top_only else ast.walk(tree):
        if at_run_time and node in annotations:
            continue
        if isinstance(node, ast.Import):
            targets += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module.startswith("rectify_xl"):
                targets += (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                targets.append(node.module)
    return tuple(targets)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def within(name: str, rooms: set[str] | tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def layer(name: str) -> int:
    first = name.split(".", maxsplit=1)[0]
    return next(index for index, names in enumerate(LAYERS) if first in names)


def own(path: Path, *, at_run_time: bool = False) -> Iterator[str]:
    for target in imports(path, at_run_time=at_run_time):
        if target.startswith("rectify_xl.") and target != "rectify_xl.__version__":
            yield target.removeprefix("rectify_xl.")


@pytest.mark.parametrize(("name", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_module_imports_only_what_lies_below_it(name: str, path: Path) -> None:
    """A module imports its own storey or a lower one, never a higher one."""
    upward = [target for target in own(path) if not within(target, PORTS) and layer(target) < layer(name)]
    assert upward == []


@pytest.mark.parametrize(("name", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_rooms_of_a_storey_import_one_another_in_one_direction(name: str, path: Path) -> None:
    """Between the rooms of a storey the arrows point down as well."""
    storey, _, inside = name.partition(".")
    rooms = ROOMS.get(storey, ())
    room = inside.split(".", maxsplit=1)[0]
    if room not in rooms:
        return
    upward = [
        target
        for target in own(path)
        if target.split(".")[0] == storey
        and target.split(".")[1] in rooms
        and rooms.index(target.split(".")[1]) < rooms.index(room)
    ]
    assert upward == []


def test_no_module_imports_itself_through_others() -> None:
    """There is no cycle between modules, not even one that is hidden in a function."""
    known = dict(modules())
    graph: dict[str, set[str]] = {}
    for name, path in known.items():
        targets = set()
        for target in own(path, at_run_time=True):
            module = target if target in known else target.rpartition(".")[0]
            targets.add(module if module in known else f"{module}.__init__")
        graph[name] = targets - {name}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        pytest.fail(" → ".join(cycle.args[1]))


@pytest.mark.parametrize(("name", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_heavy_libraries_are_touched_at_the_edge_only(name: str, path: Path) -> None:
    """openpyxl, docxtpl and their like are imported by their adapter and by nobody else."""
    strangers = [
        target
        for target in imports(path)
        if target.split(".")[0] in EDGE_LIBRARIES and not within(name, EDGE_LIBRARIES[target.split(".")[0]])
    ]
    assert strangers == []


@pytest.mark.parametrize(("name", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_cold_modules_stay_light(name: str, path: Path) -> None:
    """What `check` loads imports nothing slow at its top."""
    if not within(name, COLD):
        return
    assert [target for target in imports(path, top_only=True) if target.split(".")[0] in SLOW_AT_THE_TOP] == []


@pytest.mark.parametrize(("name", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_the_domain_reads_no_clock_and_no_disk(name: str, path: Path) -> None:
    """Below the edges nobody asks for today's date or opens a file; `system` does it for those above."""
    if layer(name) < layer("papers") or within(name, ("system",)):
        return
    calls = {ast.unparse(node.func) for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)}
    assert calls & {"date.today", "datetime.now", "datetime.today", "time.time", "open"} == set()


@pytest.mark.parametrize(("name", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_the_program_does_not_need_what_made_it(name: str, path: Path) -> None:
    """Nothing at run time imports `generate/`, which is not in the wheel, or the tests."""
    assert [target for target in imports(path) if target.split(".")[0] in ("generate", "tests")] == [], name
