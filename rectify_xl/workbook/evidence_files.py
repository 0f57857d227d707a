"""Evidence files beside the ledger: read, sealed with their SHA-256, and packed.

A ledger comes by e-mail, and what it names is not to be trusted: only files in its own folder are ever opened.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.supervision.closure_steps import manifest
from rectify_xl.supervision.closure_steps.evidence_rows import EvidenceFile
from rectify_xl.supervision.closure_steps.manifest import ManifestEntry, Packed
from rectify_xl.system import files
from rectify_xl.system.digests import file_sha256
from rectify_xl.text import file_names
from rectify_xl.workbook.saving import outputs

_CHUNK = 1 << 20
WORKBOOKS = (".xlsx", ".xlsm", ".et")


def read(folder: str, paths: Iterable[str]) -> tuple[EvidenceFile, ...]:
    """Return what is to be registered of these files; raises `BookError` for one that is not to be had.

    A file has to lie in the ledger's folder or below it, so that both travel together.
    """
    beside = home(folder)
    files: list[EvidenceFile] = []
    for given in paths:
        path = Path(given).resolve()
        if not path.is_file():
            raise BookError(f"找不到佐证文件：{given}", "请检查文件名和所在文件夹")
        if beside not in path.parents:
            raise BookError(
                f"佐证文件不在台账所在的文件夹里：{given}",
                f"请先复制到“{beside}”或它的子文件夹，再登记，以便随台账报送",
            )
        if path.suffix.lower() in WORKBOOKS and _is_ledger(path):
            raise BookError(f"台账本身不能作佐证材料：{given}", "请登记证明整改的原件（文件、照片、记录的扫描件）")
        if path.stat().st_size == 0:
            raise BookError(f"佐证文件是空的：{given}", "请换成有内容的文件")
        if file_names.inside(path.relative_to(beside).as_posix()) is None:
            remedy = "请把文件和文件夹改名（不用冒号、问号等符号，不以“~”开头，不叫 con、nul 等），再登记"
            raise BookError(f"佐证文件的名称在别的电脑上打不开：{given}", remedy)
        files.append(EvidenceFile(path.relative_to(beside).as_posix(), path.stem, _digest(path)))
    return tuple(files)


def _is_ledger(path: Path) -> bool:
    """Tell whether a file is a ledger, this one or another, or a copy of one: by its sheets."""
    try:
        with zipfile.ZipFile(path) as package, package.open("xl/workbook.xml") as part:
            names = part.read(_CHUNK).decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return False
    return all(f'"{name}"' in names for name in (schema.PROBLEMS.name, schema.CLOSURES.name))


def digests_of(folder: str, sources: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of each named file that lies in the ledger's folder; others are left out."""
    paths = ((source, inside(folder, source)) for source in sources)
    return {source: _digest(path) for source, path in paths if path}


def pack(
    target: Path, folder: str, entries: Sequence[ManifestEntry], day: date, *, overwrite: bool
) -> tuple[Packed, ...]:
    """Write a ZIP with the files of `entries` and their list, whole or not at all; return what became of each."""
    stamp = (day.year, day.month, day.day, 0, 0, 0)
    packed: list[Packed] = []
    with (
        outputs.writing(target, "佐证包", endings=(".zip",), overwrite=overwrite) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for entry in entries:
            path = inside(folder, entry.source)
            if path is None:
                packed.append(Packed(entry, "", manifest.MISSING if entry.sha256 else manifest.PAPER))
                continue
            digest = _add(archive, path, zipfile.ZipInfo(entry.member, stamp))
            same = not entry.sha256 or digest == entry.sha256
            packed.append(Packed(entry, digest, manifest.PACKED if same else manifest.CHANGED))
        listing = zipfile.ZipInfo(manifest.LIST, stamp)
        listing.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(listing, manifest.table(packed).encode("utf-8-sig"))
    return tuple(packed)


def _add(archive: zipfile.ZipFile, path: Path, member: zipfile.ZipInfo) -> str:
    """Put a file into the pack piece by piece and return its SHA-256."""
    digest = hashlib.sha256()
    member.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(member, "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    try:
        return file_sha256(path)
    except OSError as error:
        raise BookError(f"佐证文件读不出来：{path}（{files.reason(error)}）", "请检查文件权限后重试") from error


def home(folder: str) -> Path:
    """Return the ledger's folder; raises `BookError` where the ledger was never saved."""
    if not folder:
        raise BookError("台账还没有存盘，无法登记佐证文件", "请先保存台账")
    return Path(folder).resolve()


def inside(folder: str, source: str) -> Path | None:
    """Return the file that a cell names, if it lies in the ledger's folder or below it."""
    steps = file_names.inside(source)
    if not folder or steps is None:
        return None  # a 文号, another text that can be no file name, or a path that leads elsewhere
    home = Path(folder).resolve()
    try:
        path = home.joinpath(*steps).resolve()
        return path if home in path.parents and path.is_file() else None
    except (OSError, ValueError):
        return None
