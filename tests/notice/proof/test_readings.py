"""The rules of proof-reading are whole, and every reading of the text is run."""

from __future__ import annotations

from importlib import import_module
from inspect import getmembers, isfunction
from pathlib import Path

from rectify_xl.notice import proof
from rectify_xl.notice.proof import PROOF_RULES, READINGS, repeated_sentences
from rectify_xl.notice.proof.reader_remarks import WORDS


def test_rules_are_whole() -> None:
    """Every rule says what it reports, how serious that is, when to ignore it and what to do."""
    assert all(rule.what.endswith("。") and rule.ignore.endswith("。") for rule in PROOF_RULES)
    assert all(rule.level and rule.remedy for rule in PROOF_RULES)
    assert set(WORDS.values()) <= {rule.title for rule in PROOF_RULES}


def test_every_rule_is_registered() -> None:
    """A public generator over a manuscript that is in no tuple would be a silent hole."""
    modules = [path.stem for path in Path(proof.__file__).parent.glob("*.py") if path.stem != "__init__"]
    declared = {
        function
        for name in modules
        for _, function in getmembers(import_module(f"rectify_xl.notice.proof.{name}"), isfunction)
        if function.__module__ == f"rectify_xl.notice.proof.{name}"
        and not function.__name__.startswith("_")
        and function.__annotations__ == {"text": "Manuscript", "return": "Iterator[Finding]"}
    }
    assert declared == set(READINGS)


def test_a_number_is_compared_with_its_decimals() -> None:
    """29.9万元 was told as 299."""
    assert repeated_sentences.numbers("一是2人违规领取的２９.9万元已清退") == ["2", "29.9"]
