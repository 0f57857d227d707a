"""清单.json: what one submission holds, so that the level above need not trust that all of it arrived whole. Pure.

It goes with the files in one folder and one mail. Whoever reads it takes nothing for granted: it comes from elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

from rectify_xl.errors import UsageError
from rectify_xl.judgement.ledger_doubts import LedgerDoubt
from rectify_xl.system.digests import WHOLE
from rectify_xl.text import cell_value, json_text
from rectify_xl.text.excerpts import first_few

MANIFEST = "清单.json"
"""The name of its file."""
FORMAT = "rectify_xl 上报清单"
"""What the field `format` of every such file says."""
VERSION = 1
LARGEST = 1_000_000
"""Most bytes of such a file; a submission has a dozen entries."""
MOST_NAMES, LONGEST_NAME = 200, 60
"""Most ids or addresses of one code that it holds, and most letters of one."""

FileRole = Literal["ledger", "form", "paper", "findings", "letter"]
"""What a file is: the clean copy of the ledger, the 上报表, a notice or report, the findings, the covering letter."""
COUNTED = (
    *("problems", "done", "ongoing", "longterm", "immediate", "overdue", "closed"),
    *("aspects", "groups", "measures", "measures_done", "actions", "actions_done", "regulations", "relapses"),
)
"""The names of the counts, those of `rollup`; `relapses` are rows registered anew, which no other count holds."""


class NewerListError(UsageError):
    """The list was made by a later program than this one."""


class SubmittedPart(NamedTuple):
    """One file of a submission; `size` in bytes."""

    name: str
    role: str
    size: int
    sha256: str


class FormerSubmission(NamedTuple):
    """The submission before this one: its fingerprint, and when it was packed."""

    fingerprint: str
    made: str


class SubmissionManifest(NamedTuple):
    """What a submission says of itself.

    `made` is when it was packed, `as_of` the day for which it counts; `layout` is 版式版本. `counts` holds the numbers
    of `COUNTED`; `errors` and `warnings` are the findings of the 上报 profile that are open, `kept_errors` why it was
    sent up with errors all the same; `verified` are errors that the unit verified as none, which the level above sees
    again (None in lists of before). `doubts` are what the check of the unit's own ledger says of changes and formulas,
    which the clean copy does not show (None in lists of before). `fingerprint` is that of the clean copy (see
    `ledger/fingerprint`).
    """

    unit: str
    superior: str
    round: str
    as_of: date
    made: datetime
    program: str
    layout: str
    fingerprint: str
    counts: Mapping[str, int]
    errors: int
    warnings: int
    files: tuple[SubmittedPart, ...]
    kept_errors: str = ""
    with_log: bool = False
    previous: FormerSubmission | None = None
    verified: int | None = None
    doubts: tuple[LedgerDoubt, ...] | None = None

    def part(self, role: FileRole) -> SubmittedPart | None:
        """Return the first file of a role, None where there is none."""
        return next((part for part in self.files if part.role == role), None)


def dump(manifest: SubmissionManifest) -> bytes:
    """Return the file; the same manifest gives the same bytes."""
    data = {"format": FORMAT, "version": VERSION, **manifest._asdict()}
    data |= {
        "as_of": manifest.as_of.isoformat(),
        "made": manifest.made.isoformat(sep=" ", timespec="seconds"),
        "counts": {name: manifest.counts.get(name, 0) for name in COUNTED},
        "files": [part._asdict() for part in manifest.files],
        "previous": manifest.previous._asdict() if manifest.previous else None,
        "doubts": [_doubt_data(doubt) for doubt in manifest.doubts] if manifest.doubts is not None else None,
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def parse(content: bytes) -> SubmissionManifest:
    """Return what a file says; raises `UsageError` for what is no such list or damaged, `NewerListError` if later."""
    data = _object(content)
    if data.get("format") != FORMAT:
        raise UsageError("这不是打包上报的清单", f"请使用“打包上报”生成的{MANIFEST}")
    version = data.get("version")
    if not isinstance(version, int):
        raise UsageError("清单不完整或已损坏", "请让报送单位重新打包上报")
    if version > VERSION:
        raise NewerListError(f"清单是较新的程序生成的（第{version}版）", "请升级程序后重试")
    try:
        return _of_data(data)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"清单不完整或已损坏（{error}）", "请让报送单位重新打包上报") from error


def mismatches(manifest: SubmissionManifest, sums: Mapping[str, str], resaved: str = "") -> tuple[str, ...]:
    """Return what is not as the list says, one clause each: files that lack, and files that are others.

    `sums` are the SHA-256 of the files that came with it, by their bare names; the file `resaved` says what it said
    when it was packed, whatever its bytes.
    """
    clauses: list[str] = []
    lacking = [part.name for part in manifest.files if part.name not in sums]
    if lacking:
        clauses.append(f"缺少{first_few(lacking, 3, '、', f'等{len(lacking)}个文件')}")
    changed = [part.name for part in manifest.files if is_another(part, sums) and part.name != resaved]
    if changed:
        clauses.append(f"{first_few(changed, 3, '、', f'等{len(changed)}个文件')}与清单登记的不是同一份")
    return tuple(clauses)


def is_another(part: SubmittedPart, sums: Mapping[str, str]) -> bool:
    """Tell whether a file that came is not, byte by byte, the one that the list names."""
    return sums.get(part.name, part.sha256) != part.sha256


def _object(content: bytes) -> Mapping[str, object]:
    if len(content) > LARGEST:
        raise UsageError("文件太大，不是打包上报的清单", f"请使用“打包上报”生成的{MANIFEST}")
    try:
        data = json_text.parsed(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError("文件读不出来，不是打包上报的清单", f"请使用“打包上报”生成的{MANIFEST}") from error
    if not isinstance(data, dict):
        raise UsageError("这不是打包上报的清单", f"请使用“打包上报”生成的{MANIFEST}")
    return data


def _of_data(data: Mapping[str, object]) -> SubmissionManifest:
    previous = data.get("previous")
    counts = _mapping(data["counts"])
    return SubmissionManifest(
        unit=_text(data, "unit"),
        superior=_text(data, "superior"),
        round=_text(data, "round"),
        as_of=date.fromisoformat(_text(data, "as_of")),
        made=datetime.fromisoformat(_text(data, "made")),
        program=_text(data, "program"),
        layout=_text(data, "layout"),
        fingerprint=_text(data, "fingerprint"),
        counts={name: _number(counts, name) for name in COUNTED},
        errors=_number(data, "errors"),
        warnings=_number(data, "warnings"),
        files=tuple(_parts(data["files"])),
        kept_errors=_text(data, "kept_errors"),
        with_log=data.get("with_log") is True,
        previous=_former(_mapping(previous)) if previous is not None else None,
        verified=_number(data, "verified") if data.get("verified") is not None else None,
        doubts=tuple(_doubts(data["doubts"])) if data.get("doubts") is not None else None,
    )


def _parts(entries: object) -> Iterator[SubmittedPart]:
    if not isinstance(entries, Sequence) or isinstance(entries, str) or not entries:
        raise TypeError("files")
    for entry in entries:
        fields = _mapping(entry)
        name, sha256 = _text(fields, "name"), _text(fields, "sha256")
        if not re.fullmatch(r"[^/\\\x00-\x1f]+", name) or name in {".", ".."}:
            raise ValueError("name")
        if not re.fullmatch(f"[0-9a-f]{{{WHOLE}}}", sha256):
            raise ValueError("sha256")
        yield SubmittedPart(name, _text(fields, "role"), _number(fields, "size"), sha256)


def _doubt_data(doubt: LedgerDoubt) -> Mapping[str, object]:
    return {**doubt._asdict(), "names": doubt.names[:MOST_NAMES]}


def _doubts(entries: object) -> Iterator[LedgerDoubt]:
    """Yield the doubts; codes that a later program knows are kept too, since whoever reads them names each."""
    if not isinstance(entries, list):
        raise TypeError("doubts")
    for entry in entries[:MOST_NAMES]:
        fields = _mapping(entry)
        code, names = _text(fields, "code"), fields["names"]
        if not re.fullmatch(r"RX\d{3}", code, re.ASCII):
            raise ValueError("code")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise TypeError("names")
        shortened = (" ".join(cell_value.storable(name).split())[:LONGEST_NAME] for name in names[:MOST_NAMES])
        yield LedgerDoubt(code, _number(fields, "cells"), tuple(shortened), _number(fields, "done"))


def _former(fields: Mapping[str, object]) -> FormerSubmission:
    return FormerSubmission(_text(fields, "fingerprint"), _text(fields, "made"))


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(type(value).__name__)
    return value


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _number(fields: Mapping[str, object], name: str) -> int:
    value = fields[name]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(name)
    return value
