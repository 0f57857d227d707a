"""清单.json says what a submission holds, and shows what lacks or is another file."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from rectify_xl.errors import UsageError
from rectify_xl.judgement.ledger_doubts import LedgerDoubt
from rectify_xl.supervision.submission import submission_manifest
from rectify_xl.supervision.submission.submission_manifest import (
    COUNTED,
    FormerSubmission,
    SubmissionManifest,
    SubmittedPart,
)
from rectify_xl.system.digests import bytes_sha256

PARTS = {"台账.xlsx": b"ledger", "上报表.xlsx": b"form"}
LISTED = SubmissionManifest(
    unit="青石镇",
    superior="青林县",
    round="第六轮",
    as_of=date(2026, 9, 28),
    made=datetime(2026, 9, 28, 9, 30),  # noqa: DTZ001 - the office's own clock
    program="1.0",
    layout="1",
    fingerprint="1-" + "a" * 64,
    counts={name: number for number, name in enumerate(COUNTED)},
    errors=1,
    warnings=2,
    files=(
        SubmittedPart("台账.xlsx", "ledger", 6, bytes_sha256(b"ledger")),
        SubmittedPart("上报表.xlsx", "form", 4, bytes_sha256(b"form")),
    ),
    kept_errors="一处错误已报县委巡察办同意",
    previous=FormerSubmission("1-" + "b" * 64, "2026-08-28 10:00:00"),
    doubts=(LedgerDoubt("RX317", 3, ("问题台账!L4",), 2), LedgerDoubt("RX723", 1, ("P003",))),
)


def _sums(files: dict[str, bytes]) -> dict[str, str]:
    return {name: bytes_sha256(content) for name, content in files.items()}


def test_a_list_is_read_as_it_was_written() -> None:
    """All that it says comes back; it is text that a person can read."""
    content = submission_manifest.dump(LISTED)
    assert submission_manifest.parse(content) == LISTED
    assert submission_manifest.parse(b"\xef\xbb\xbf" + content) == LISTED
    assert '"unit": "青石镇"' in content.decode()
    assert LISTED.part("ledger") == LISTED.files[0]
    assert LISTED.part("letter") is None


def test_files_that_lack_and_files_that_are_others_are_told() -> None:
    """The files are held against their sums, by their names."""
    assert submission_manifest.mismatches(LISTED, _sums(PARTS)) == ()
    assert submission_manifest.mismatches(LISTED, _sums({"台账.xlsx": b"Ledger"})) == (
        "缺少上报表.xlsx",
        "台账.xlsx与清单登记的不是同一份",
    )


def broken(**fields: Any) -> bytes:
    """Return the list with other fields; None takes a field out."""
    data = {**json.loads(submission_manifest.dump(LISTED)), **fields}
    return json.dumps({name: value for name, value in data.items() if value is not None}).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"null",
        b"[" * 100_000,
        b" " * (submission_manifest.LARGEST + 1),
        broken(format="x"),
        broken(version=2),
        broken(version="1"),
        broken(unit=None),
        broken(unit=3),
        broken(as_of="soon"),
        broken(made=""),
        broken(counts=[]),
        broken(counts={}),
        broken(errors=True),
        broken(errors=-1),
        broken(files=[]),
        broken(files="台账.xlsx"),
        broken(files=[{"name": "../台账.xlsx", "role": "ledger", "size": 1, "sha256": "a" * 64}]),
        broken(files=[{"name": "台账.xlsx", "role": "ledger", "size": 1, "sha256": "A" * 64}]),
        broken(files=[{"name": "台账.xlsx", "role": "ledger", "size": 1}]),
        broken(previous="x"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    """Something else, a later or a damaged one: the remedy is told."""
    with pytest.raises(UsageError) as refused:
        submission_manifest.parse(content)
    assert refused.value.remedy


def test_lists_of_before_say_nothing_of_doubts_and_wrong_ones_are_refused() -> None:
    """None is not the same as no doubts; names are cut, so that nobody fills the level above with them."""
    data = json.loads(submission_manifest.dump(LISTED))
    before = {name: value for name, value in data.items() if name != "doubts"}
    assert submission_manifest.parse(json.dumps(before).encode()).doubts is None
    assert submission_manifest.parse(json.dumps({**data, "doubts": []}).encode()).doubts == ()
    entry = {"code": "RX723", "cells": 900, "names": ["P\n" * 40] * 900, "done": 0}
    (doubt,) = submission_manifest.parse(json.dumps({**data, "doubts": [entry]}).encode()).doubts or ()
    assert (doubt.cells, len(doubt.names), len(doubt.names[0])) == (900, 200, 60)
    for wrong in ({"code": "=1+1"}, {"cells": -1}, {"names": "P001"}, {"names": [1]}):
        with pytest.raises(UsageError):
            submission_manifest.parse(json.dumps({**data, "doubts": [{**entry, **wrong}]}).encode())
