"""The files that units sent in and that are to be answered: assessed, each with its unit and where an answer goes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from rectify_xl.commands import assess_submission
from rectify_xl.errors import UsageError
from rectify_xl.supervision.consolidation.rejections import rejection
from rectify_xl.supervision.consolidation.unit_result import Assessment, SubmittedFile
from rectify_xl.supervision.submission import submission_manifest
from rectify_xl.system.digests import bytes_sha256

_PASSING = ("~$", ".~", ".")
_TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".ett", ".ods", ".xlsb")


class AnsweredFile(NamedTuple):
    """One file to answer: what was made of it, what gives its bytes, its unit, the address of that.

    `manifest` is the SHA-256 of the 清单.json that came with it, empty where none did.
    """

    assessment: Assessment
    content: Callable[[], bytes]
    unit: str
    address: str
    manifest: str = ""


def read(sources: Sequence[str], as_of: date, say: Callable[[str], None]) -> list[AnsweredFile]:
    """Return the files of all sources, assessed on a day; raises `UsageError` for a source that is not there."""
    return [_sent(path, place, as_of, say) for source in sources for path, place in _paths(Path(source))]


def _paths(source: Path) -> Iterator[tuple[Path, str]]:
    if source.is_file():
        yield source, source.name
        return
    if not source.is_dir():
        raise UsageError(f"没有找到：{source}", "请核对文件夹的位置")
    for top, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            path = Path(top, name)
            if not name.startswith(_PASSING) and path.suffix.lower() in _TABLES:
                yield path, path.relative_to(source).as_posix()


def _sent(path: Path, place: str, as_of: date, say: Callable[[str], None]) -> AnsweredFile:
    say(f"正在核对{place}")
    try:
        data, written = path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        reason = rejection("HZ119", f"文件读不到（{error.strerror}）。")
        return AnsweredFile(Assessment(SubmittedFile(place, "", 0), None, (reason,)), bytes, "", "")
    file = SubmittedFile(place, bytes_sha256(data), len(data), written.astimezone().replace(tzinfo=None), str(path))
    assessment = assess_submission.assess(file, data, as_of)
    unit = assessment.result.unit if assessment.result else ""
    return AnsweredFile(assessment, path.read_bytes, unit, "", _manifest(path, file.sha256))


def _manifest(path: Path, digest: str) -> str:
    """Return the SHA-256 of the 清单.json that lies beside a ledger and names it, empty where none does."""
    beside = path.with_name(submission_manifest.MANIFEST)
    try:
        if not beside.is_file() or beside.stat().st_size > submission_manifest.LARGEST:
            return ""
        content = beside.read_bytes()
        part = submission_manifest.parse(content).part("ledger")
    except (OSError, UsageError):
        return ""
    return bytes_sha256(content) if part is not None and part.sha256 == digest else ""
