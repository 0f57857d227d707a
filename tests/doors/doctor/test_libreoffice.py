"""The check-up looks at LibreOffice, its extension, its Python and the bridge between them."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.doors.addin import locations, oxt, settings
from rectify_xl.doors.addin.addin_computer import LINUX, Answer
from rectify_xl.doors.doctor import libreoffice
from tests.doors.doctor.conftest import Build, find

LISTED = "Identifier: org.rectify_xl.calc\n  Version: {}\n  URL: x\n"


def program(folder: Path, version: str = "LibreOffice 7.4") -> Path:
    """Lay down LibreOffice's folder of programs."""
    folder.mkdir()
    (folder / "unopkg").touch()
    (folder / "bootstraprc").write_text(f"[Bootstrap]\nProductKey={version}\n", encoding="ascii")
    return folder


def test_without_libreoffice(computer: Build) -> None:
    """That is no fault: Excel may be all that the user has."""
    assert [(line.topic, line.state) for line in libreoffice.lines(computer(LINUX))] == [("LibreOffice", "不适用")]


def test_all_in_order(computer: Build, tmp_path: Path) -> None:
    """Version, extension, interpreter and bridge."""
    office = program(tmp_path / "program")
    machine = computer(
        LINUX,
        office=office,
        answers={
            f"{office}/unopkg list": Answer(0, LISTED.format(oxt.version())),
            f"{tmp_path}/python -c": Answer(0, ""),
        },
    )
    settings.write(locations.settings(machine, "calc"), {"INTERPRETER_CALC": f"{tmp_path}/python"})
    assert [(line.topic, line.state, line.text) for line in libreoffice.lines(machine)] == [
        ("LibreOffice", "正常", f"7.4（{office}）"),
        ("LibreOffice 扩展", "正常", f"已安装，{oxt.version()}"),
        ("Calc 用的 Python", "正常", f"{tmp_path}/python"),
        ("UNO 接口", "正常", "可以连接 LibreOffice"),
    ]


def test_old_program_old_extension_no_settings(computer: Build, tmp_path: Path) -> None:
    """Each has its own line."""
    office = program(tmp_path / "program", "LibreOffice 6.4")
    machine = computer(LINUX, office=office, answers={f"{office}/unopkg list": Answer(0, LISTED.format("0.0.1"))})
    lines = list(libreoffice.lines(machine))
    assert find(lines, "LibreOffice").remedy == "只在 7.4 和更新的版本上试过，请升级"
    assert find(lines, "LibreOffice 扩展").text == f"版本 0.0.1，程序是 {oxt.version()}"
    assert find(lines, "Calc 用的 Python").text == "设置文件里没有写明"


def test_not_installed(computer: Build, tmp_path: Path) -> None:
    """The remedy is the command that installs it."""
    office = program(tmp_path / "program")
    machine = computer(LINUX, office=office, answers={f"{office}/unopkg list": Answer(0, "")})
    assert find(list(libreoffice.lines(machine)), "LibreOffice 扩展").remedy == (
        "要用 Calc 里的按钮，请运行 rectify-xl addin install --host calc"
    )


def test_a_bridge_that_does_not_fit(computer: Build, tmp_path: Path) -> None:
    """The reason of the interpreter is shown, without its traceback."""
    office = program(tmp_path / "program")
    error = "Traceback (most recent call last):\n  File x\nrectify_xl.errors.BookError: 找不到接口（uno）。请安装。"
    machine = computer(
        LINUX,
        office=office,
        answers={
            f"{office}/unopkg list": Answer(0, LISTED.format(oxt.version())),
            f"{tmp_path}/python -c": Answer(1, error),
        },
    )
    settings.write(locations.settings(machine, "calc"), {"INTERPRETER_CALC": f"{tmp_path}/python"})
    assert find(list(libreoffice.lines(machine)), "UNO 接口").text == "连接不了 LibreOffice：找不到接口（uno）。请安装"


def test_an_extension_manager_in_trouble(computer: Build, tmp_path: Path) -> None:
    """Its last words are shown."""
    office = program(tmp_path / "program")
    machine = computer(LINUX, office=office, answers={f"{office}/unopkg list": Answer(1, "x\nERROR: locked\n\n")})
    line = find(list(libreoffice.lines(machine)), "LibreOffice 扩展")
    assert (line.state, line.text) == ("有误", "LibreOffice 的扩展管理器报错：ERROR: locked")


def test_root_cannot_see_the_extensions_of_users(computer: Build, tmp_path: Path) -> None:
    """The extension manager is not even asked."""
    machine = computer(LINUX, office=program(tmp_path / "program"), administrator=True)
    assert find(list(libreoffice.lines(machine)), "LibreOffice 扩展").state == "注意"
