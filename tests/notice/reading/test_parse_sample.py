"""The invented notice that the demonstration uses reads as it was meant."""

from __future__ import annotations

import pytest

from rectify_xl.notice.model import ParsedNotice
from rectify_xl.notice.reading import stated_totals
from rectify_xl.notice.reading.parse import parse
from rectify_xl.readers.read_source import read_source
from rectify_xl.system import resources


@pytest.fixture(scope="module")
def sample() -> ParsedNotice:
    return parse(read_source(resources.path("samples", "示例通报.txt")))


def test_structure(sample: ParsedNotice) -> None:
    """30 problems in 4 aspects and 9 groups; 26 done, 4 going on, 8 long-term, 3 at once."""
    assert stated_totals.counted(sample.aspects, sample.groups, sample.items) == {
        "方面": 4,
        "大项": 9,
        "具体问题": 30,
        "整改措施": 86,
        "完成": 26,
        "继续整改": 4,
        "长期坚持": 8,
        "即知即改": 3,
    }


def test_what_remains(sample: ParsedNotice) -> None:
    """Four parts remain; that of problem 9 was due before the notice."""
    assert {
        item.no: item.status.remaining_due.iso for item in sample.items if item.status and item.status.remaining
    } == {7: "2026-12", 9: "2026-06", 18: "2026-10", 27: "2026-11"}
    assert (sample.date.iso, sample.feedback) == ("2026-09-18", "2026年3月12日")


def test_its_faults_are_found(sample: ParsedNotice) -> None:
    """One stated total does not hold and one date is damaged, on purpose."""
    assert [(each.code, each.line) for each in sample.findings] == [("IM108", 13), ("IM101", 72)]
    assert len(sample.left_out) == 6


def test_contact(sample: ParsedNotice) -> None:
    """Phone, address, postcode and e-mail are found."""
    assert sample.contact == (
        "0999-5550123",
        "云岭县文昌街18号云岭县图书馆办公室",
        "999018",
        "zhenggai@yunling-library.example",
    )
