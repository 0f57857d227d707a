"""One word for one thing: docs/glossary.md is the law, and these tests keep it."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT
from tests.test_architecture import imports, parsed

SHARED_NAMES = {"__init__", "__main__", "base", "model"}
"""Names that say what a module is to its folder; only these may stand in several folders."""
TOP_FLOOR = 16
SMALL = 40
SMALL_ROOMS = {
    "rectify_xl.judgement.checks.vagueness": "the check; what it judges by is shared with the risks",
    "rectify_xl.judgement.risks.earlier_ledger": "another question than the risks of this ledger",
    "rectify_xl.doors.ribbon.prefetch": "runs before the program proper is loaded, and so may load nothing of it",
}
"""Modules of fewer than forty lines with a single importer that are a room of their own, each with the reason."""
IDIOLECT = {"each", "found", "told", "said", "look", "looks"}
"""Leftovers of sentences; a variable is called by what it holds."""


def sources(*roots: str) -> Iterator[tuple[str, ast.Module, str]]:
    for root in roots:
        for path in sorted((ROOT / root).rglob("*.py")):
            if "data" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield name, parsed(path), path.read_text(encoding="utf-8")


def test_no_public_class_has_the_name_of_another() -> None:
    """A class name means one thing in the whole program."""
    homes = defaultdict(list)
    for module, tree, _ in sources("rectify_xl", "generate"):
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(module)
    assert {name: modules for name, modules in homes.items() if len(modules) > 1} == {}


def test_no_two_modules_have_one_name() -> None:
    """A file name leads to one file."""
    names = Counter(module.rpartition(".")[2] for module, _, _ in sources("rectify_xl", "generate"))
    assert {name: count for name, count in names.items() if count > 1 and name not in SHARED_NAMES} == {}


def test_the_top_floor_can_be_seen_at_a_glance() -> None:
    """The package has at most sixteen entries, and every folder says in one sentence what lives there."""
    floor = (path for path in (ROOT / "rectify_xl").iterdir() if path.name != "__init__.py")
    entries = [path for path in floor if path.suffix == ".py" or any(path.rglob("*.py"))]
    assert len(entries) <= TOP_FLOOR
    unnamed = [module for module, tree, _ in sources("rectify_xl", "generate") if not ast.get_docstring(tree)]
    assert unnamed == []


def test_a_small_room_has_its_reason() -> None:
    """A module under forty lines with a single importer belongs to that importer, unless it is listed."""
    lines = {}
    importers: dict[str, set[str]] = defaultdict(set)
    for module, _, text in sources("rectify_xl"):
        lines[module] = len(text.splitlines())
    for module, _, _ in sources("rectify_xl"):
        for target in imports(ROOT / Path(*module.split(".")).with_suffix(".py")):
            home = target if target in lines else target.rpartition(".")[0]
            if home in lines and home != module:
                importers[home].add(module)
    small = {module for module, count in lines.items() if count < SMALL and len(importers[module]) == 1} - {
        module for module in lines if module.endswith("__init__")
    }
    assert small == set(SMALL_ROOMS)


def test_variables_are_called_by_what_they_hold() -> None:
    """No variable or parameter is called by what is left of a sentence."""
    leftovers = []
    for module, tree, _ in sources("rectify_xl", "generate"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names = [(node.id, node.lineno)]
            else:
                names = [(node.arg, node.lineno)] if isinstance(node, ast.arg) else []
            leftovers += [f"{module}:{line} {name}" for name, line in names if name.lstrip("_") in IDIOLECT]
    assert leftovers == []


def test_the_glossary_names_what_exists() -> None:
    """Every class that the glossary tells apart from others is defined in the module that it names."""
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in lines if line.startswith("| `")]
    assert len(rows) > 30
    for name, home in rows:
        tree = ast.parse((ROOT / "rectify_xl" / f"{home}.py").read_text(encoding="utf-8"))
        assert name.strip("`") in {node.name for node in tree.body if isinstance(node, ast.ClassDef)}, name
