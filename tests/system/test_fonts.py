"""A font that this computer lacks is named, with what stands in for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rectify_xl.system.computer import LINUX, WINDOWS, Answer, Computer
from rectify_xl.system.fonts import MissingFont, missing


def computer(system: str, home: Path, families: str = "", stand_in: str = "") -> Computer:
    def run(command: Sequence[str]) -> Answer:
        return Answer(0, families if command[0] == "fc-list" else stand_in)

    return Computer(system, home, {"SystemRoot": str(home / "Windows")}, run)


def test_fontconfig_names_the_stand_in(tmp_path: Path) -> None:
    """A font of the official format is there under any of its names; another one under its own only."""
    here = computer(LINUX, tmp_path, "仿宋,FangSong\n方正书宋_GBK\n", "Noto Serif CJK SC,思源宋体")
    assert missing(("仿宋_GB2312", "黑体", "方正书宋_GBK", "方正仿宋_GBK"), here) == [
        MissingFont("黑体", "Noto Serif CJK SC"),
        MissingFont("方正仿宋_GBK", "Noto Serif CJK SC"),
    ]


def test_windows_tells_the_official_fonts_by_their_files(tmp_path: Path) -> None:
    """Nothing is said about a font whose file nobody knows."""
    folder = tmp_path / "Windows" / "Fonts"
    folder.mkdir(parents=True)
    (folder / "SIMHEI.TTF").touch()
    assert missing(("黑体", "宋体", "方正仿宋_GBK"), computer(WINDOWS, tmp_path)) == [MissingFont("宋体", "")]
