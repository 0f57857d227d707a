"""The fonts of the official document format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rectify_xl.addin.machine import MACOS, WINDOWS, Machine
from rectify_xl.doctor.line import Line, beware, fine
from rectify_xl.font_files import folders


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


def lines(machine: Machine) -> Iterator[Line]:
    """Yield one line: all fonts there, or those that are missing."""
    present = _files(machine) if machine.system in (WINDOWS, MACOS) else _listed(machine)
    missing = [font for font in FONTS if not _known(font, present)]
    if not missing:
        yield fine("公文字体", "齐全")
        return
    listed = "、".join(f"{font.names[0]}（{font.use}）" for font in missing)
    yield beware(
        "公文字体",
        f"缺少{listed}",
        "生成的通报会标明这些字体，但本机显示和打印时用别的字体代替；请安装字体，或在装有字体的电脑上打印",
    )


def _known(font: Font, present: frozenset[str]) -> bool:
    return any(name.lower() in present for name in font.names) or any(file in present for file in font.files)


def _listed(machine: Machine) -> frozenset[str]:
    """Return the family names that fontconfig knows, in lower case."""
    text = machine.run(("fc-list", ":", "family")).text
    return frozenset(name.strip().lower() for line in text.splitlines() for name in line.split(","))


def _files(machine: Machine) -> frozenset[str]:
    """Return the names of font files, in lower case and without extension."""
    return frozenset(
        file.stem.lower()
        for folder in folders(machine.system, machine.home, machine.variables, machine.root)
        if folder.is_dir()
        for file in folder.rglob("*")
        if file.is_file()
    )
