"""The check-up names the fonts of the official format that are missing."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.doors.addin.addin_computer import LINUX, MACOS, WINDOWS, Answer
from rectify_xl.doors.doctor import program
from tests.doors.doctor.conftest import Build

ALL = "方正小标宋简体\n仿宋,FangSong\n楷体_GB2312\nSimHei,黑体\nSimSun\n"


def test_linux_asks_fontconfig(computer: Build) -> None:
    """A font may be known by its Chinese or its English name."""
    machine = computer(LINUX, answers={"fc-list : family": Answer(0, ALL)})
    assert [line.state for line in program.font_lines(machine)] == ["正常"]
    fewer = computer(LINUX, answers={"fc-list : family": Answer(0, ALL.replace("仿宋,FangSong", "FangSong Fake"))})
    assert [line.text for line in program.font_lines(fewer)] == ["缺少仿宋_GB2312（正文）"]


def test_windows_looks_into_both_font_folders(computer: Build, tmp_path: Path) -> None:
    """Fonts of the computer, and fonts that a user installed without an administrator."""
    machine = computer(WINDOWS)
    system, own = tmp_path / "Windows" / "Fonts", tmp_path / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts"
    for folder, names in ((system, ("SIMFANG.TTF", "simkai.ttf", "simhei.ttf", "simsun.ttc")), (own, ("FZXBSJW.TTF",))):
        folder.mkdir(parents=True)
        for name in names:
            (folder / name).touch()
    assert [line.state for line in program.font_lines(machine)] == ["正常"]
    (own / "FZXBSJW.TTF").unlink()
    assert [line.text for line in program.font_lines(machine)] == ["缺少方正小标宋简体（标题）"]


def test_macos_also_has_the_fonts_of_excel(computer: Build, tmp_path: Path) -> None:
    """Office for macOS brings its fonts within the program."""
    folder = tmp_path / "root" / "Applications" / "Microsoft Excel.app" / "Contents" / "Resources" / "DFonts"
    folder.mkdir(parents=True)
    for name in ("Fangsong.ttf", "Kaiti.ttf", "SimHei.ttf", "SimSun.ttf"):
        (folder / name).touch()
    assert [line.text for line in program.font_lines(computer(MACOS))] == ["缺少方正小标宋简体（标题）"]
