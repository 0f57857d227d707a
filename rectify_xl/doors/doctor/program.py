"""The program itself: Python, libraries, shipped files, folders that can be written."""

from __future__ import annotations

import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from rectify_xl import __version__
from rectify_xl.doors.addin.addin_computer import Machine
from rectify_xl.doors.doctor.check_line import CheckLine, error, ok, warning
from rectify_xl.errors import RectifyError
from rectify_xl.system import fonts, resources

OLDEST = (3, 11)
LIBRARIES = (
    "openpyxl",
    "jinja2",
    "xlwings",
    "lxml",
    "pypdfium2",
    "python-calamine",
    "python-docx",
    "rapidfuzz",
    "docxtpl",
    "pyOpenVBA",
)
SHIPPED = ("workbook_template.xlsx", "templates", "macros")

Version = Callable[[str], str]


def lines(machine: Machine, folder: Path | None = None, *, version: Version = metadata.version) -> Iterator[CheckLine]:
    """Yield the lines about the program; `folder` is one more folder to try to write to."""
    yield ok("程序", f"rectify_xl {__version__}，{sysconfig.get_platform()}")
    yield _python(sys.version_info[:2], machine.interpreter)
    yield _libraries(version)
    yield _files()
    yield _writable("临时文件夹", Path(tempfile.gettempdir()))
    yield _writable("用户文件夹", machine.home)
    if folder is not None:
        yield _writable("指定的文件夹", folder)


def _python(version: tuple[int, ...], interpreter: str) -> CheckLine:
    text = f"{'.'.join(map(str, version))}（{interpreter}）"
    if version < OLDEST:
        return error("Python", text, f"请安装 Python {OLDEST[0]}.{OLDEST[1]} 或更高版本")
    return ok("Python", text)


def _libraries(version: Version) -> CheckLine:
    versions: list[str] = []
    missing: list[str] = []
    for name in LIBRARIES:
        try:
            versions.append(f"{name} {version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return error("程序库", f"缺少{'、'.join(missing)}", f"请运行 pip install {' '.join(missing)}")
    return ok("程序库", "、".join(versions))


def _files() -> CheckLine:
    try:
        for name in SHIPPED:
            resources.path(name)
    except RectifyError as failure:
        return error("程序文件", failure.message, failure.remedy)
    return ok("程序文件", "齐全")


def _writable(topic: str, folder: Path) -> CheckLine:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as failure:
        return error(
            topic,
            f"不能写入：{folder}（{failure.strerror}）",
            "请换一个能写入的文件夹，或请管理员放开权限；磁盘满了就清理磁盘",
        )
    return ok(topic, f"可以写入：{folder}")


def font_lines(machine: Machine) -> Iterator[CheckLine]:
    """Yield one line: all fonts there, or those that are missing."""
    missing = fonts.missing_official(machine.computer)
    if not missing:
        yield ok("公文字体", "齐全")
        return
    listed = "、".join(f"{font.names[0]}（{font.use}）" for font in missing)
    yield warning(
        "公文字体",
        f"缺少{listed}",
        "生成的通报会标明这些字体，但本机显示和打印时用别的字体代替；请安装字体，或在装有字体的电脑上打印",
    )
