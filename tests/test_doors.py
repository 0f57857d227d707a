"""Doors ask an outcome for its fields: no sentence is searched, no key of the JSON tried, no library's English read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "rectify_xl" / "doors"
DOORS = ("cli.py", "terminal.py", "ribbon/*.py", "doctor/*.py", "addin/*.py")
PROSE = ("startswith", "endswith", "find", "index", "partition", "split")


def modules() -> list[Path]:
    return sorted(path for pattern in DOORS for path in PACKAGE.glob(pattern))


def prying(tree: ast.AST) -> Iterator[str]:
    """Yield what looks into the JSON or into the sentences of an outcome, or at an argparse message."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "data":
            yield ast.unparse(node)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "data":
            yield ast.unparse(node)
        if isinstance(node, ast.comprehension | ast.For) and ast.unparse(node.iter).endswith(".summary"):
            names = {each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)}
            yield from searched(tree, names)
        if isinstance(node, ast.Compare) and any(
            ast.unparse(each).endswith((".summary", ".data")) for each in node.comparators
        ):
            yield ast.unparse(node)


def searched(tree: ast.AST, names: set[str]) -> Iterator[str]:
    """Yield the calls that search a text of one of these names."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in PROSE
            and isinstance(node.value, ast.Name)
            and node.value.id in names
        ):
            yield ast.unparse(node)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_door_reads_the_fields_of_an_outcome(path: Path) -> None:
    """What was made, written, is pending or refused stands in fields; the JSON and the sentences pass through."""
    assert list(prying(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    [
        "outcome.data['damages']",
        "outcome.data.get('paper')",
        "[line for line in outcome.summary if line.startswith('已写入')]",
        "'damages' in outcome.data",
    ],
)
def test_prying_is_seen(code: str) -> None:
    assert list(prying(ast.parse(code))) != []


def test_the_command_line_matches_no_english_of_argparse() -> None:
    """Its messages change with the version of Python; what is wrong with a call is found without them."""
    texts = {
        node.value
        for node in ast.walk(ast.parse((PACKAGE / "cli.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    known = (
        "the following arguments are",
        "unrecognized arguments",
        "invalid choice",
        "expected one",
        "ignored explicit",
    )
    assert [text for text in texts for words in known if words in text] == []
