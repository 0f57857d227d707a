"""Pictures among the evidence files beside the ledger, made small enough to be printed.

A picture may come from anybody: only a file in the ledger's folder is opened, its size and its pixels are looked at
before it is unpacked, and what is printed is made anew, without the place and the time that a telephone notes in it.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from PIL import Image, ImageOps, UnidentifiedImageError

from rectify_xl.ledger.records import Evidence
from rectify_xl.papers.evidence_annex import MOST, EvidenceAnnex, EvidencePicture, caption
from rectify_xl.workbook import evidence_files

SHOWN = (".jpg", ".jpeg", ".png")
NOT_SHOWN = (".heic", ".heif", ".webp", ".gif", ".bmp", ".tif", ".tiff")
"""Pictures that Word or WPS on some computers cannot print."""
LARGEST = 40_000_000
"""Bytes of a picture; the largest of a telephone has 25 million."""
PIXELS = 120_000_000
"""Pixels of a picture; the largest of a telephone has 108 million. More would fill the memory."""
EDGE = 1_400
"""Pixels of the longer edge as it is printed: 400 to the inch."""


def annex(folder: str, documents: Sequence[Evidence], most: int = MOST) -> EvidenceAnnex:
    """Return the first pictures among some documents, how many documents are left, and which pictures cannot be."""
    pictures: list[EvidencePicture] = []
    reasons: list[str] = []
    for document in documents:
        suffix = PurePosixPath(document.source.replace("\\", "/")).suffix.lower()
        if suffix not in (*SHOWN, *NOT_SHOWN) or (len(pictures) >= most and suffix in SHOWN):
            continue
        name = caption(document.id, document.name)
        path = evidence_files.inside(folder, document.source)
        if suffix in NOT_SHOWN:
            reasons.append(f"照片“{name}”是{suffix[1:]}格式，没有印出，请另存为 jpg 后登记")
        elif path is None:
            reasons.append(f"照片“{name}”的文件在台账旁边找不到")
        elif document.row.text("SHA-256") and not _as_registered(path, document):
            reasons.append(f"照片“{name}”登记后被改动过，没有印出")
        else:
            picture = _picture(path, name)
            if isinstance(picture, str):
                reasons.append(f"照片“{name}”{picture}，没有印出")
            else:
                pictures.append(picture)
    return EvidenceAnnex(tuple(pictures), len(documents) - len(pictures), tuple(reasons))


def _as_registered(path: Path, document: Evidence) -> bool:
    digests = evidence_files.digests_of(str(path.parent), (path.name,))
    return digests.get(path.name, "").lower() == document.row.text("SHA-256").lower()


def _picture(path: Path, name: str) -> EvidencePicture | str:
    """Return a picture made small, or why it cannot be printed."""
    try:
        if path.stat().st_size > LARGEST:
            return f"有{path.stat().st_size // 1_000_000}MB，太大"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what is measured here anyway
            with Image.open(path, formats=("JPEG", "PNG")) as opened:
                width, height = opened.size
                if width * height > PIXELS:
                    return f"有{width}×{height}个像素，太大"
                opened.draft("RGB", (EDGE, EDGE))
                turned = ImageOps.exif_transpose(opened)
                turned.thumbnail((EDGE, EDGE))
                flat = Image.new("RGB", turned.size, "white")
                mask = turned.convert("RGBA")
                flat.paste(mask, mask=mask.getchannel("A"))
        buffer = io.BytesIO()
        flat.save(buffer, "JPEG", quality=82)
    except Image.DecompressionBombError:
        return "的像素多得不像照片"
    except UnidentifiedImageError:
        return "不是能印出的照片（文件损坏，或者只是改了名）"
    except (OSError, ValueError, SyntaxError, MemoryError, ZeroDivisionError, EOFError, OverflowError):
        return "读不出来（文件损坏）"
    return EvidencePicture(name, buffer.getvalue(), *flat.size)
