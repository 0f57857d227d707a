"""Which fonts of the official format this computer has and where it keeps them, and what stands in for the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from rectify_xl.system.computer import MACOS, WINDOWS, Computer


def folders(system: str, home: Path, variables: Mapping[str, str], root: Path = Path("/")) -> tuple[Path, ...]:
    """Return the folders with fonts of the computer and of the user; `system` as `computer.system_name` names it."""
    if system == "Windows":
        own = Path(variables.get("LOCALAPPDATA") or home / "AppData" / "Local")
        return (Path(variables.get("SystemRoot") or "C:/Windows") / "Fonts", own / "Microsoft" / "Windows" / "Fonts")
    if system == "Darwin":
        return (
            root / "Library" / "Fonts",
            root / "System" / "Library" / "Fonts",
            root / "Applications" / "Microsoft Excel.app" / "Contents" / "Resources" / "DFonts",
            home / "Library" / "Fonts",
        )
    return (
        root / "usr" / "share" / "fonts",
        root / "usr" / "local" / "share" / "fonts",
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    )


class Font(NamedTuple):
    """A font by what it is for, the names it goes by, and the files it comes in (lower case, without extension)."""

    use: str
    names: tuple[str, ...]
    files: tuple[str, ...]


FONTS = (
    Font(
        "标题",
        ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
        ("fzxbsjw", "fzxbsk", "方正小标宋简体"),
    ),
    Font("正文", ("仿宋_GB2312", "仿宋", "FangSong", "FangSong_GB2312"), ("simfang", "仿宋_gb2312", "fangsong")),
    Font("二级标题", ("楷体_GB2312", "楷体", "KaiTi", "KaiTi_GB2312"), ("simkai", "楷体_gb2312", "kaiti")),
    Font("一级标题", ("黑体", "SimHei"), ("simhei",)),
    Font("页码", ("宋体", "SimSun"), ("simsun",)),
)


class MissingFont(NamedTuple):
    """A font that is not installed, and what is shown instead (empty where the program that prints decides)."""

    font: str
    stand_in: str


def missing_official(computer: Computer) -> list[Font]:
    """Return the fonts of the official format that are not installed."""
    present = _installed(computer)
    return [font for font in FONTS if not _known(font, present)]


def missing(names: Iterable[str], computer: Computer) -> list[MissingFont]:
    """Return those of the named fonts that are not installed, in the same order.

    A font of the official format is there under any of its names. Windows and macOS list files, not names, so that
    nothing can be said about another font there.
    """
    files_only = computer.system in (WINDOWS, MACOS)
    present = _installed(computer)
    absent = []
    for name in names:
        font = next((candidate for candidate in FONTS if name in candidate.names), None)
        if font is None and files_only:
            continue
        if not _known(font or Font("", (name,), ()), present):
            absent.append(MissingFont(name, "" if files_only else _stand_in(name, computer)))
    return absent


def _installed(computer: Computer) -> frozenset[str]:
    """Return the families that fontconfig knows, or, on Windows and macOS, the names of font files; in lower case."""
    if computer.system in (WINDOWS, MACOS):
        return _files(computer)
    text = computer.run(("fc-list", ":", "family")).text
    return frozenset(name.strip().lower() for line in text.splitlines() for name in line.split(","))


def _known(font: Font, present: frozenset[str]) -> bool:
    return any(name.lower() in present for name in font.names) or any(file in present for file in font.files)


def _stand_in(name: str, computer: Computer) -> str:
    """Return the family that fontconfig shows instead of a font."""
    pattern = name.replace("-", "\\-") + ":lang=zh-cn"
    answer = computer.run(("fc-match", "-f", "%{family}", pattern))
    return answer.text.split(",")[0].strip() if answer.status == 0 else ""


def _files(computer: Computer) -> frozenset[str]:
    """Return the names of font files, in lower case and without extension."""
    return frozenset(
        file.stem.lower()
        for folder in folders(computer.system, computer.home, computer.variables, computer.root)
        if folder.is_dir()
        for file in folder.rglob("*")
        if file.is_file()
    )
