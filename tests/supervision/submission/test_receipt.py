"""A receipt is what was issued, or shows that it is not, and confirms one submission."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify_xl.errors import UsageError
from rectify_xl.supervision.submission import receipt
from rectify_xl.supervision.submission.receipt import Receipt

ISSUED = Receipt(
    unit="青石镇",
    round="十四届县委第六轮",
    fingerprint="1-" + "a" * 64,
    manifest="b" * 64,
    received=datetime(2026, 9, 28, 9, 30),  # noqa: DTZ001 - the office's own clock
    verdict="accepted",
    checked_by="县委巡察办",
    checked_at=datetime(2026, 9, 29, 8, 0, 5),  # noqa: DTZ001 - as above
    problems=31,
    warnings=2,
    note="请于10月底前报新进展",
)


class Sent(NamedTuple):
    """What a unit remembers of a submission."""

    fingerprint: str
    manifest: str
    number: int


def test_a_receipt_is_read_as_it_was_issued() -> None:
    """All that it says comes back, and the file is the same each time."""
    content = receipt.make(ISSUED)
    assert receipt.read(content) == (ISSUED, True)
    assert receipt.make(ISSUED) == content


def test_saving_it_in_an_editor_alters_nothing() -> None:
    """A mark at its beginning, Windows line ends and another order of its lines are no alteration."""
    data = json.loads(receipt.make(ISSUED))
    turned = json.dumps(dict(reversed(data.items())), indent=1).replace("\n", "\r\n")
    assert receipt.read(b"\xef\xbb\xbf" + turned.encode()) == (ISSUED, True)


@given(st.sampled_from([*Receipt._fields, "digest", "more"]), st.text(max_size=3))
def test_whatever_is_altered_shows(field: str, text: str) -> None:
    """A changed, added or emptied field makes it unsound, or no receipt at all."""
    data = json.loads(receipt.make(ISSUED))
    if isinstance(data.get(field), int):
        data[field] += 1
    elif field in ("received", "checked_at"):
        data[field] = "2026-01-01 00:00:00"
    elif field == "verdict":
        data[field] = "returned"
    else:
        data[field] = data.get(field, "") + text + "改"
    assert not receipt.read(json.dumps(data).encode()).sound


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"[" * 90_000,
        b'{"format": "rectify_xl \xe4\xb8\x8a\xe6\x8a\xa5\xe5\x9b\x9e\xe6\x89\xa7", "version": 1}',
        receipt.make(ISSUED).replace(b'"version": 1', b'"version": 2'),
        receipt.make(ISSUED).replace(b'"accepted"', b'"lost"'),
        receipt.make(ISSUED).replace(b'"problems": 31', b'"problems": "31"'),
        receipt.make(ISSUED).replace(b"2026-09-28 09:30:00", b"yesterday"),
        receipt.make(ISSUED) + b" " * receipt.LARGEST,
    ],
)
def test_what_is_no_receipt_is_refused(content: bytes) -> None:
    """Something else, a later or a broken one: the remedy is told."""
    with pytest.raises(UsageError) as refused:
        receipt.read(content)
    assert refused.value.remedy


def test_it_confirms_the_submission_that_it_names() -> None:
    """Of several with one content the one with the very list; without a list the last of that content; else none.

    A level above whose program reckons fingerprints otherwise confirms the list all the same.
    """
    first = Sent(ISSUED.fingerprint, "c" * 64, 1)
    second = Sent(ISSUED.fingerprint, ISSUED.manifest, 2)
    third = Sent(ISSUED.fingerprint, "d" * 64, 3)
    other = Sent("1-" + "e" * 64, ISSUED.manifest, 4)
    assert receipt.confirmed(ISSUED, [first, second, third]) == second
    assert receipt.confirmed(ISSUED._replace(manifest=""), [first, second, third, other]) == third
    assert receipt.confirmed(ISSUED, [first, third, other]) == other
    assert receipt.confirmed(ISSUED, [first, third]) is None
    assert receipt.confirmed(ISSUED, []) is None
