"""The gallery shows every check as it is."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pathlib import Path

from rectify_xl import checks
from rectify_xl.checks import gallery

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "findings.md"


def test_committed_gallery_is_the_generated_one() -> None:
    """docs/findings.md is what tools/build_findings_gallery.py writes today."""
    assert COMMITTED.read_text(encoding="utf-8") == gallery.render()


def test_every_check_is_documented() -> None:
    """Every check says in Chinese what it guards against and when to ignore it, and its code stands in a chapter."""
    beginnings = tuple(beginning for beginning, _ in gallery.CHAPTERS)
    for check in gallery.every_check():
        assert check.guards.endswith("。")
        assert check.ignore.endswith("。")
        assert check.title
        assert check.code.startswith(beginnings)
        assert check.find.__doc__ or check is checks.CRASHED


def test_no_code_and_no_word_is_used_twice() -> None:
    """A code or word of one check never stands for another one."""
    every = gallery.every_check()
    assert [code for code, count in Counter(check.code for check in every).items() if count > 1] == []
    assert [word for word, count in Counter(check.word for check in every).items() if count > 1] == []
    assert all(set(check.word) <= set("abcdefghijklmnopqrstuvwxyz-") for check in every)


def test_every_declared_check_is_in_all_stricter_profiles() -> None:
    """What one profile checks, every stricter one checks too, at least as seriously."""
    for looser, stricter in zip(checks.PROFILES, checks.PROFILES[1:], strict=False):
        severity = {rule.check.code: rule.severity for rule in stricter.rules}
        for rule in looser.rules:
            assert severity[rule.check.code] in ({"error"} if rule.severity == "error" else {"error", "warning"})


def test_every_generator_of_the_modules_is_in_a_profile() -> None:
    """A check that is declared and never run would be a silent hole."""
    modules = [path.stem for path in Path(checks.__file__).parent.glob("*.py") if path.stem != "__init__"]
    declared = {
        value.code
        for module in modules
        for value in vars(import_module(f"rectify_xl.checks.{module}")).values()
        if isinstance(value, checks.Check) and value is not checks.CRASHED
    }
    assert declared == {rule.check.code for rule in checks.PROFILES[-1].rules}
