"""One slip in a clean notice leads to one finding, of its kind, and to no other."""

from __future__ import annotations

from datetime import date

import pytest

from generate.samples.slips import SLIPS, Slip, changed, clean
from rectify_xl.notice.proof import PROOF_RULES, proof
from rectify_xl.readers.read_source import lines
from rectify_xl.system import resources

AS_OF = date(2026, 9, 20)
WITHOUT_SLIP = {"PR709", "PR901", "PR902", "PR903", "PR904"}
"""Kinds that no small change of a notice leads to; tests of their own show them."""


@pytest.fixture(scope="module")
def sound() -> str:
    return clean(resources.path("samples", "示例通报.txt").read_text(encoding="utf-8"))


def found(text: str) -> list[tuple[str, int | None, str]]:
    return [(each.code, each.line, each.message) for each in proof(lines(text), AS_OF)]


def test_nothing_is_found_in_a_clean_notice(sound: str) -> None:
    """A notice without a fault gets no finding."""
    assert found(sound) == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.code} {slip.replaced[0][1][:12].strip()}")
def test_a_slip_is_found_and_nothing_else(slip: Slip, sound: str) -> None:
    """Of the whole notice, exactly the slip is reported."""
    assert [code for code, *_ in found(changed(sound, slip.replaced))] == [slip.code], found(
        changed(sound, slip.replaced)
    )


def test_every_kind_has_a_slip() -> None:
    """No kind of finding is untried."""
    assert {kind.code for kind in PROOF_RULES} - {slip.code for slip in SLIPS} == WITHOUT_SLIP
