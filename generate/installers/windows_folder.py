"""The program as a folder for Windows: it runs from anywhere, also from a stick, and writes nothing into itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from generate.installers import bill_of_materials, embedded_python, manual_pages, program_libraries

LOCK = Path("requirements") / "windows.lock"
PLATFORM = ("--platform", "win_amd64", "--python-version", "3.12", "--implementation", "cp", "--only-binary=:all:")
COMPILER = "x86_64-w64-mingw32-gcc"
FILES = Path(__file__).with_name("windows_files")
LAUNCHER, PAGE = "rectify-xl.exe", "巡察整改.exe"
READ_ME = """巡察整改

不用安装：双击“安装按钮.cmd”，Excel、WPS 里就有“巡察整改”选项卡（只装给当前用户，不需要管理员）。
换了位置以后，请再双击一次。
不想装按钮，或者装了用不上的：双击“巡察整改.exe”，在浏览器里点同样的按钮。要去掉按钮，双击“去掉按钮.cmd”。
命令行：rectify-xl.exe。
怎么用，见“说明”文件夹里的《使用手册》；用到的程序和许可见“许可”文件夹。
"""
INSTALL = '@"%~dp0rectify-xl.exe" addin install --host {host}\r\n'
REMOVE = '@"%~dp0rectify-xl.exe" addin remove --host {host}\r\n'
FIRST = '@if not exist "%~dp0python\\python.exe" goto packed\r\n'
PACKED = (
    ":packed\r\n@chcp 65001 >nul\r\n"
    "@echo 找不到程序的其余部分：请先把压缩包整个解压到一个文件夹，再双击那里的这个文件。\r\n@pause\r\n@exit /b 2\r\n"
)
"""What a double click within a .zip gets to see: Windows unpacks just the one file then."""
HOSTS = ("excel", "wps")


def build(target: Path, scratch: Path, root: Path) -> None:
    """Write the folder to `target`; `scratch` is an empty folder to work in, `root` the source tree.

    Raises `supplies.SupplyError` where something that was fetched is not what it must be.
    """
    python = target / "python"
    embedded_python.put(python, scratch, root)
    packages = python / "Lib" / "site-packages"
    program_libraries.put(packages, LOCK, PLATFORM, scratch, root)
    _compile(target / LAUNCHER, "rectify_xl", "python.exe")
    _compile(target / PAGE, "rectify_xl.doors.service --open", "pythonw.exe", "-mwindows", "-DWINDOWED")
    (target / "请先读我.txt").write_text(READ_ME, encoding="utf-8-sig", newline="\r\n")
    _script(target / "安装按钮.cmd", INSTALL)
    _script(target / "去掉按钮.cmd", REMOVE)
    setup = target / "setup"
    setup.mkdir()
    shutil.copy(FILES / "windows_buttons.py", setup)
    manual_pages.write(root / "docs", target / manual_pages.FOLDER)
    bill_of_materials.write(target / "许可", packages, embedded_python.supplied(python), root)


def _compile(target: Path, module: str, program: str, *flags: str) -> None:
    """Make a program that starts `module` with the Python of that name."""
    names = (f'-DMODULE=L"{module}"', f'-DPROGRAM=L"{program}"')
    subprocess.run(
        [COMPILER, "-O2", "-s", "-municode", *flags, *names, "-o", str(target), str(FILES / "launcher.c")], check=True
    )


def _script(target: Path, line: str) -> None:
    """Write a batch file; all is ASCII until it has set the code page, so that any code page reads it."""
    lines = "".join(line.format(host=host) for host in HOSTS)
    target.write_bytes(f"{FIRST}{lines}@pause\r\n@exit /b\r\n{PACKED}".encode())
