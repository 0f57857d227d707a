"""Find a Chinese font on this computer that can be embedded."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from rectify_xl.errors import RectifyError
from rectify_xl.system import computer
from rectify_xl.system.fonts import folders

PROBE = "挂图作战逾期○√▲◆◎□↑…0P"
"""A font without one of these is no font for us."""
SIMPLIFIED = ("SC", "CN", "GB", "Simplified", "SimSun", "YaHei")
"""What the names of the faces of a collection have in them that are made for the mainland."""
SUFFIXES = (".ttf", ".ttc", ".otf", ".otc")

FAMILIES: tuple[tuple[str, str], ...] = (
    ("msyh", "msyhbd"),
    ("notosanscjk-regular", "notosanscjk-bold"),
    ("notosanscjksc-regular", "notosanscjksc-bold"),
    ("notosanssc-regular", "notosanssc-bold"),
    ("sourcehansanssc-regular", "sourcehansanssc-bold"),
    ("sourcehansanscn-regular", "sourcehansanscn-bold"),
    ("stheiti light", "stheiti medium"),
    ("deng", "dengb"),
    ("simhei", ""),
    ("pingfang", ""),
    ("hiragino sans gb", ""),
    ("wqy-microhei", ""),
    ("wqy-zenhei", ""),
    ("simsun", "simhei"),
    ("songti", ""),
    ("notoserifcjk-regular", "notoserifcjk-bold"),
    ("uming", ""),
    ("simfang", ""),
    ("ukai", ""),
)
"""Font files (lower case, without extension) for text and for bold text, the clearest from afar first."""


class Face(NamedTuple):
    """One face of a font file: `number` counts the faces of a collection, `characters` are the characters it has."""

    path: Path
    number: int
    characters: frozenset[int]


class Faces(NamedTuple):
    """What a document is set in; without a bold face, bold text is thickened."""

    regular: Face
    bold: Face | None


def find() -> Faces:
    """Return a Chinese font of this computer; raises `RectifyError` when there is none that can be embedded."""
    return choose(folders(computer.system_name(), Path.home(), os.environ))


def choose(places: Iterable[Path]) -> Faces:
    """Return the clearest Chinese font in these folders."""
    files = _files(places)
    for regular, bold in FAMILIES:
        face = _face(files, regular)
        if face:
            return Faces(face, _face(files, bold))
    raise RectifyError(
        "没有找到可以嵌入 PDF 的中文字体", "请安装微软雅黑、黑体、宋体或思源黑体，或改用 -o 挂图.xlsx 生成 Excel 挂图"
    )


def _files(places: Iterable[Path]) -> Mapping[str, Path]:
    by_name: dict[str, Path] = {}
    for path in _walk(places):
        by_name.setdefault(path.stem.lower(), path)
    return by_name


def _walk(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(path for path in place.rglob("*") if path.suffix.lower() in SUFFIXES)


def _face(files: Mapping[str, Path], stem: str) -> Face | None:
    """Return the face of a file that is made for the mainland, or None where the file is missing or unusable."""
    path = files.get(stem)
    if path is None:
        return None
    from fontTools.ttLib import TTFont, TTLibError
    from fontTools.ttLib.ttCollection import TTCollection

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        if path.suffix.lower() in (".ttc", ".otc"):
            with path.open("rb") as stream, TTCollection(stream, lazy=True) as collection:
                faces = list(enumerate(collection.fonts))
                names = [str(font["name"].getDebugName(4)) for _, font in faces]
                chosen = next((i for i, name in enumerate(names) if any(word in name for word in SIMPLIFIED)), 0)
                letters = frozenset(faces[chosen][1].getBestCmap() or ())
        else:
            with TTFont(path, lazy=True) as font:
                chosen, letters = 0, frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError, KeyError, AssertionError, ValueError):
        return None
    return Face(path, chosen, letters) if letters.issuperset(map(ord, PROBE)) else None
