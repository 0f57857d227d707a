"""The gallery shows proof-reading as it is, and every rule is run."""

from __future__ import annotations

from importlib import import_module
from inspect import getmembers, isfunction
from pathlib import Path

from rectify_xl import proof, resources
from rectify_xl.proof import KINDS, RULES, gallery
from rectify_xl.proof.imported import WORDS

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "proof-findings.md"


def test_committed_gallery_is_the_generated_one() -> None:
    """docs/proof-findings.md is what tools/build_findings_gallery.py writes today."""
    sample = resources.path("samples", "示例通报.txt").read_text(encoding="utf-8")
    assert COMMITTED.read_text(encoding="utf-8") == gallery.render(sample)


def test_kinds_are_whole() -> None:
    """Codes and words are unique, every field is filled in, and each code stands in a chapter."""
    assert len({kind.code for kind in KINDS}) == len({kind.word for kind in KINDS}) == len(KINDS)
    assert all(all(kind) for kind in KINDS)
    assert all(kind.what.endswith("。") and kind.ignore.endswith("。") for kind in KINDS)
    assert all(kind.code.startswith(tuple(code for code, _ in gallery.CHAPTERS)) for kind in KINDS)
    assert set(WORDS.values()) <= {kind.word for kind in KINDS}


def test_every_rule_is_registered() -> None:
    """A public generator over a manuscript that is in no tuple would be a silent hole."""
    modules = [path.stem for path in Path(proof.__file__).parent.glob("*.py") if path.stem != "__init__"]
    declared = {
        function
        for name in modules
        for _, function in getmembers(import_module(f"rectify_xl.proof.{name}"), isfunction)
        if function.__module__ == f"rectify_xl.proof.{name}"
        and not function.__name__.startswith("_")
        and function.__annotations__ == {"text": "Manuscript", "return": "Iterator[Finding]"}
    }
    assert declared == set(RULES)
