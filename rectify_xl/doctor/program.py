"""The program itself: Python, libraries, shipped files, folders that can be written."""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from rectify_xl import __version__, resources
from rectify_xl.addin.machine import Machine
from rectify_xl.doctor.line import Line, fine, wrong
from rectify_xl.errors import RectifyError

OLDEST = (3, 11)
LIBRARIES = (
    "openpyxl",
    "pandas",
    "jinja2",
    "xlwings",
    "lxml",
    "python-calamine",
    "python-docx",
    "rapidfuzz",
    "docxtpl",
    "pyOpenVBA",
)
SHIPPED = ("workbook_template.xlsx", "templates", "macros")

Version = Callable[[str], str]


def lines(machine: Machine, folder: Path | None = None, *, version: Version = metadata.version) -> Iterator[Line]:
    """Yield the lines about the program; `folder` is one more folder to try to write to."""
    yield fine("程序", f"rectify_xl {__version__}，{platform.platform()}")
    yield _python(sys.version_info[:2], machine.interpreter)
    yield _libraries(version)
    yield _files()
    yield _writable("临时文件夹", Path(tempfile.gettempdir()))
    yield _writable("用户文件夹", machine.home)
    if folder is not None:
        yield _writable("指定的文件夹", folder)


def _python(version: tuple[int, ...], interpreter: str) -> Line:
    text = f"{'.'.join(map(str, version))}（{interpreter}）"
    if version < OLDEST:
        return wrong("Python", text, f"请安装 Python {OLDEST[0]}.{OLDEST[1]} 或更高版本")
    return fine("Python", text)


def _libraries(version: Version) -> Line:
    found: list[str] = []
    missing: list[str] = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return wrong("程序库", f"缺少{'、'.join(missing)}", f"请运行 pip install {' '.join(missing)}")
    return fine("程序库", "、".join(found))


def _files() -> Line:
    try:
        for name in SHIPPED:
            resources.path(name)
    except RectifyError as error:
        return wrong("程序文件", error.message, error.remedy)
    return fine("程序文件", "齐全")


def _writable(topic: str, folder: Path) -> Line:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return wrong(
            topic,
            f"不能写入：{folder}（{error.strerror}）",
            "请换一个能写入的文件夹，或请管理员放开权限；磁盘满了就清理磁盘",
        )
    return fine(topic, f"可以写入：{folder}")
