"""回执.json: what the level above confirms of one submission, which the unit verifies without a connection. Pure.

A receipt names the submission twice over: by the fingerprint of its ledger, and by the SHA-256 of its 清单.json, which
in turn names every file. Its own sum shows what was altered by hand or on the way. It is no signature: whoever has this
program can make another receipt, and what is in doubt is asked from the office that issued it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol, TypeVar

from rectify_xl.errors import UsageError
from rectify_xl.system.digests import text_sha256
from rectify_xl.text import json_text

RECEIPT = "回执.json"
"""The name of its file, where it goes alone."""
FORMAT = "rectify_xl 上报回执"
"""What the field `format` of every such file says."""
VERSION = 1
LARGEST = 100_000
"""Most bytes of such a file."""

Verdict = Literal["accepted", "returned"]
"""What became of a submission: taken, or sent back to be mended."""
VERDICT_WORDS: Mapping[str, str] = {"accepted": "已接收，没有要改的错误", "returned": "退回修改"}
_DIGEST = "digest"
_FIELDS = ("unit", "round", "fingerprint", "manifest", "received", "verdict", "checked_by", "checked_at", "note")


class Receipt(NamedTuple):
    """What the level above confirms.

    `manifest` is the SHA-256 of the 清单.json that came with the ledger, empty where none came. `received` is when the
    submission came in, `checked_at` when it was checked, `checked_by` the office or person that did. `problems`,
    `errors` and `warnings` are what was counted above.
    """

    unit: str
    round: str
    fingerprint: str
    manifest: str
    received: datetime
    verdict: Verdict
    checked_by: str
    checked_at: datetime
    problems: int = 0
    errors: int = 0
    warnings: int = 0
    note: str = ""


class ReadReceipt(NamedTuple):
    """A receipt as a file holds it; `sound` tells whether it is as it was issued."""

    receipt: Receipt
    sound: bool


class Confirmable(Protocol):
    """What a receipt is held against: something that was sent up."""

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the ledger that was sent."""

    @property
    def manifest(self) -> str:
        """The SHA-256 of the 清单.json that went with it."""


Sent = TypeVar("Sent", bound=Confirmable)


def make(receipt: Receipt) -> bytes:
    """Return the file of a receipt; the same receipt gives the same bytes."""
    data = _data(receipt)
    return (json.dumps({**data, _DIGEST: _sum(data)}, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def read(content: bytes) -> ReadReceipt:
    """Return what a file says; raises `UsageError` where it is no receipt, or of a later program."""
    data = _object(content)
    if data.get("format") != FORMAT:
        raise UsageError("这不是上报回执", f"请选上级发来的{RECEIPT}")
    version = data.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise UsageError(f"回执是较新的程序生成的（第{version}版）", "请升级程序后重试")
    try:
        receipt = _of_data(data)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"回执不完整（{error}）", "请向上级重新索取回执") from error
    kept = {name: value for name, value in data.items() if name != _DIGEST}
    return ReadReceipt(receipt, sound=data.get(_DIGEST) == _sum(kept) and kept == _data(receipt))


def confirmed(receipt: Receipt, submissions: Sequence[Sent]) -> Sent | None:
    """Return which of the `submissions`, the oldest first, a receipt confirms: the last that fits; None for none.

    One that names a 清单.json confirms the submission with that very list, which names every file by its sum, and no
    other of the same content; the level above may reckon fingerprints otherwise, with a newer program or an older one.
    """
    for submission in reversed(submissions):
        if receipt.manifest:
            if submission.manifest == receipt.manifest:
                return submission
        elif submission.fingerprint == receipt.fingerprint:
            return submission
    return None


def _data(receipt: Receipt) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": VERSION,
        **receipt._asdict(),
        "received": receipt.received.isoformat(sep=" ", timespec="seconds"),
        "checked_at": receipt.checked_at.isoformat(sep=" ", timespec="seconds"),
    }


def _sum(data: Mapping[str, object]) -> str:
    return text_sha256(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _object(content: bytes) -> Mapping[str, object]:
    try:
        data = json_text.parsed(content.decode("utf-8-sig")) if len(content) <= LARGEST else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise UsageError("这不是上报回执，或者文件已损坏", f"请选上级发来的{RECEIPT}")
    return data


def _of_data(data: Mapping[str, object]) -> Receipt:
    texts = {name: data[name] for name in _FIELDS}
    numbers = {name: data[name] for name in ("problems", "errors", "warnings")}
    for name, value in texts.items():
        if not isinstance(value, str):
            raise TypeError(name)
    for name, value in numbers.items():
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(name)
    if texts["verdict"] not in VERDICT_WORDS:
        raise ValueError("verdict")
    moments = {name: datetime.fromisoformat(str(texts[name])) for name in ("received", "checked_at")}
    return Receipt(**{**texts, **numbers, **moments})  # type: ignore[arg-type] # each was looked at above
