"""Build the Excel add-in from the template that xlwings ships.

The template is read from the installed package. Our ribbon replaces its ribbon, our callbacks are added to its VBA,
what RunPython does not need is left out, and the VBA project gets a name of its own, so that a user's own xlwings
add-in can be loaded beside ours.
"""

from __future__ import annotations

import re
import struct
import tempfile
from pathlib import Path

from rectify_xl.doors.addin import macro_sources
from rectify_xl.doors.addin.buttons import TITLE
from rectify_xl.doors.addin.ribbon_xml import MODULE
from rectify_xl.doors.addin.xlwings_changes import PROJECT, UNUSED, apply
from rectify_xl.errors import RectifyError
from rectify_xl.system.archive import pack, unpack

FILE = f"{PROJECT}.xlam"
RIBBON_PART = "customUI/customUI.xml"
VBA_PART = "xl/vbaProject.bin"
BOOK_PART = "xl/workbook.xml"
PROPERTIES_PART = "docProps/core.xml"
PROJECT_NAME_RECORD = struct.pack("<H", 0x0004)
"""[MS-OVBA] 2.3.4.2.1.6: PROJECTNAME in the `dir` stream."""


def template() -> Path:
    """Return the add-in template of the installed xlwings; raises `RectifyError` when there is none."""
    from importlib.util import find_spec

    spec = find_spec("xlwings")
    path = Path(spec.origin).parent / "addin" / "xlwings.xlam" if spec and spec.origin else None
    if path is None or not path.is_file():
        raise RectifyError(
            "没有找到 xlwings 自带的加载项模板", "请重新安装 xlwings（pip install --force-reinstall xlwings）"
        )
    return path


def build() -> bytes:
    """Return the add-in file; the same bytes for the same program and the same xlwings."""
    parts = unpack(_with_callbacks(template(), macro_sources.read(macro_sources.CALLBACKS)))
    if RIBBON_PART not in parts:
        raise RectifyError("xlwings 的加载项模板里没有功能区", "请安装本程序要求的 xlwings 版本后再试")
    parts[RIBBON_PART] = macro_sources.read(macro_sources.RIBBON).encode()
    parts[VBA_PART] = _renamed(parts[VBA_PART])
    parts[BOOK_PART] = _without_path(parts[BOOK_PART])
    parts[PROPERTIES_PART] = _titled(parts[PROPERTIES_PART])
    return pack(parts)


def _with_callbacks(path: Path, callbacks: str) -> bytes:
    """Return the template with our module added, xlwings' changed or left out, all without compiled code."""
    from pyopenvba import ExcelFile

    with ExcelFile(path) as book, tempfile.TemporaryDirectory() as folder:
        changed = apply(book.vba_modules())
        for name, text in changed.items():
            book.set_module(name, text)
        project = book.vba_project()
        for name in UNUSED:
            project.delete_module(name)
        for module in project.modules:
            module.dirty = True
        project.add_module(MODULE, callbacks.replace("\n", "\r\n"))
        target = Path(folder) / FILE
        # The template's project is locked with a known word; its lock does not depend on what is changed here.
        book.save(target, allow_protected=True)
        return target.read_bytes()


def _renamed(project: bytes) -> bytes:
    """Return the VBA project under our name, which stands in two of its streams."""
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import compress, decompress

    streams = CFB.from_bytes(project)
    old, new = _name_record("xlwings"), _name_record(PROJECT)
    listing = decompress(streams.get_stream_in_storage("VBA", "dir"))
    declared = streams.get_stream("PROJECT")
    if listing.count(old) != 1 or declared.count(b'Name="xlwings"') != 1:
        raise RectifyError("xlwings 的加载项模板与预期不同", "请安装本程序要求的 xlwings 版本后再试")
    streams.write_stream_in_storage("VBA", "dir", compress(listing.replace(old, new)))
    streams.write_stream("PROJECT", declared.replace(b'Name="xlwings"', f'Name="{PROJECT}"'.encode()))
    return bytes(streams.to_bytes())


def _name_record(name: str) -> bytes:
    return PROJECT_NAME_RECORD + struct.pack("<I", len(name)) + name.encode("ascii")


def _without_path(book: bytes) -> bytes:
    """Drop the folder of the computer on which xlwings' template was saved."""
    return re.sub(rb"<mc:AlternateContent.*?</mc:AlternateContent>", b"", book, flags=re.DOTALL)


def _titled(properties: bytes) -> bytes:
    """Set the title that Excel lists among its add-ins, and drop the name of the template's author."""
    text = properties.decode()
    text = re.sub(r"<dc:title\s*/>|<dc:title>.*?</dc:title>", f"<dc:title>{TITLE}</dc:title>", text)
    return re.sub(r"(<cp:lastModifiedBy>).*?(</cp:lastModifiedBy>)", rf"\g<1>{PROJECT}\g<2>", text).encode()
