"""The program as a folder for Linux: it runs from anywhere, and installs itself for the user who wants it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from packageurl import PackageURL

from generate.installers import bill_of_materials, debian_sources, manual_pages, portable_python, program_libraries
from generate.installers.bill_of_materials import Supplied
from generate.installers.supplies import SupplyError

FILES = Path(__file__).with_name("linux_files")
LOCK = "requirements/linux-{}.lock"
LIMITS = {"GLIBC": (2, 28), "GLIBCXX": (3, 4, 24), "CXXABI": (1, 3, 11), "GCC": (7, 0, 0)}
"""The newest versions of the system's libraries that may be asked for: those of the standard manylinux_2_28."""
SCRIPTS = {
    "rectify-xl": "rectify-xl.sh",
    "打开巡察整改.sh": "page.sh",
    "安装.sh": "install.sh",
    "卸载.sh": "remove.sh",
}
SETUP = ("words.sh", "checks.sh", "home.py", "rectify_xl.svg")
LICENCES = {
    "zlib": "Zlib",
    "bzip2": "bzip2-1.0.6",
    "xz-utils": "public domain (liblzma)",
    "libffi": "MIT",
    "expat": "MIT",
    "openssl": "Apache-2.0",
    "python3.11": "PSF-2.0",
}
READ_ME = """巡察整改

安装：在这个文件夹里打开终端，运行  sh 安装.sh  （只装给当前用户，不需要管理员，不联网）。
装好后，开始菜单（启动器）里有“巡察整改”，WPS 表格、LibreOffice 里有“巡察整改”按钮。卸载运行  sh 卸载.sh  。
不想安装：运行  sh 打开巡察整改.sh  ，在浏览器里点同样的按钮。
命令行：./rectify-xl，用法见“说明”里的《使用手册》。
用到的程序和许可见“许可”文件夹。
"""


def build(target: Path, architecture: str, python: Path, scratch: Path, root: Path) -> None:
    """Write the folder to `target` with a built Python; `scratch` is an empty folder to work in, `root` our sources.

    Raises `SupplyError` where something asks for newer libraries than the oldest system has.
    """
    inside = target / "python"
    shutil.copytree(python, inside, ignore=shutil.ignore_patterns("licences"))
    packages = inside / "lib" / portable_python.PYTHON / "site-packages"
    program_libraries.put(packages, Path(LOCK.format(architecture)), platform(architecture), scratch, root)
    refuse_newer(target)
    portable_python.compile_modules(inside)
    for name, source in SCRIPTS.items():
        shutil.copy(FILES / source, target / name)
        (target / name).chmod(0o755)
    setup = target / "setup"
    setup.mkdir()
    for name in SETUP:
        shutil.copy(FILES / name, setup / name)
    (setup / "package.sh").write_text(f"architecture={architecture}\nglibc={portable_python.GLIBC}\n", encoding="ascii")
    (target / "请先读我.txt").write_text(READ_ME, encoding="utf-8")
    manual_pages.write(root / "docs", target / manual_pages.FOLDER)
    bill_of_materials.write(target / "许可", packages, _supplied(python / "licences", root), root)


def platform(architecture: str) -> tuple[str, ...]:
    """Return pip's words for the oldest system on which the program runs."""
    names = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_26", "manylinux_2_17", "manylinux2014")
    platforms = (word for name in names for word in ("--platform", f"{name}_{architecture}"))
    return (*platforms, "--python-version", portable_python.VERSION, "--implementation", "cp", "--only-binary=:all:")


def refuse_newer(folder: Path) -> None:
    """Raise `SupplyError` where a program or library asks for something newer than LIMITS."""
    newer = [
        f"{path.relative_to(folder)}: {name} {'.'.join(map(str, version))}"
        for path in programs(folder)
        for name, version in newest_versions(path).items()
        if name in LIMITS and version > LIMITS[name]
    ]
    if newer:
        raise SupplyError("newer than the oldest system that is promised:\n" + "\n".join(newer))


def programs(folder: Path) -> list[Path]:
    """Return all programs and libraries in machine code."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and _begins(path, b"\x7fELF")]


def _begins(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def newest_versions(path: Path) -> dict[str, tuple[int, ...]]:
    """Return the newest version of each of the system's libraries (`GLIBC`, `GLIBCXX` …) that a program asks for."""
    done = subprocess.run(["readelf", "--version-info", "--wide", path], capture_output=True, text=True, check=True)
    newest: dict[str, tuple[int, ...]] = {}
    for name, version in re.findall(r"Name: ([A-Z]+)_(\d+(?:\.\d+)*)", done.stdout):
        newest[name] = max(newest.get(name, ()), tuple(map(int, version.split("."))))
    return newest


def _supplied(licences: Path, root: Path) -> list[Supplied]:
    """Return what Debian supplies, Python first."""
    supplied = []
    for package in reversed(debian_sources.locked(root / debian_sources.LOCK)):
        where = PackageURL("deb", "debian", package.name, package.version, {"arch": "source"})
        digest = package.digests[package.description]
        text = bill_of_materials.added_text(package.name) or licences / f"{package.name}.txt"
        supplied.append(Supplied(package.name, package.version, LICENCES[package.name], text, where, digest))
    return supplied
