"""Every check is declared whole, and is in the profiles that need it."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pathlib import Path

from rectify_xl.judgement import checks
from rectify_xl.judgement.checks import profiles
from rectify_xl.judgement.checks.check_rules import check_rules


def test_every_check_is_documented() -> None:
    """Every check says in Chinese what it guards against and when to ignore it, and its generator says what it does."""
    for rule in check_rules():
        assert rule.what.endswith("。")
        assert rule.ignore.endswith("。")
        assert rule.title
    assert all(check.find.__doc__ for profile in checks.PROFILES for check, _ in profile.checks)


def test_no_word_is_used_twice() -> None:
    """The English word of one check never stands for another one."""
    words = [rule.word for rule in check_rules()]
    assert [word for word, count in Counter(words).items() if count > 1] == []
    assert all(set(word) <= set("abcdefghijklmnopqrstuvwxyz-") for word in words)


def test_every_declared_check_is_in_all_stricter_profiles() -> None:
    """What one profile checks, every stricter one checks too, at least as seriously."""
    for looser, stricter in zip(checks.PROFILES, checks.PROFILES[1:], strict=False):
        severity = {rule.check.code: rule.severity for rule in stricter.checks}
        for rule in looser.checks:
            assert severity[rule.check.code] in ({"error"} if rule.severity == "error" else {"error", "warning"})


def test_every_generator_of_the_modules_is_in_a_profile() -> None:
    """A check that is declared and never run would be a silent hole."""
    modules = [path.stem for path in Path(checks.__file__).parent.glob("*.py") if path.stem != "__init__"]
    declared = {
        value.code
        for module in modules
        for value in vars(import_module(f"rectify_xl.judgement.checks.{module}")).values()
        if isinstance(value, checks.Check)
    }
    listed = {rule.check.code for rule in checks.PROFILES[-1].checks}
    assert declared == listed | {check.code for check in profiles.WRITING}
