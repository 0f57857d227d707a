"""Install and remove the add-in of WPS for one user, without an administrator.

WPS loads what `publish.xml` names from a folder NAME_VERSION beside it; the entries of others stay as they are.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from rectify_xl import __version__
from rectify_xl.doors.addin import autostart, locations, macro_sources
from rectify_xl.doors.addin.addin_computer import LINUX, WINDOWS, Machine
from rectify_xl.doors.addin.locations import Installed
from rectify_xl.errors import RectifyError
from rectify_xl.system import files, resources

NAME = "rectify_xl"
LIST = "publish.xml"
MANIFEST = "manifest.xml"
START = Path("js") / "start.js"
_ENTRY, _ROOT = "jsplugin", "jsplugins"
_ENABLED = "enable_dev"
"""What WPS itself writes for an add-in that may run."""
_LARGEST_LIST = 1_000_000
"""Bytes: what is longer is no list of add-ins."""


def addins_folder(machine: Machine) -> Path:
    """Return where WPS keeps the add-ins of this user; raises `RectifyError` where WPS takes none."""
    if machine.system == WINDOWS:
        roaming = machine.variable("APPDATA") or str(machine.home / "AppData" / "Roaming")
        return Path(roaming) / "kingsoft" / "wps" / "jsaddons"
    if machine.system == LINUX:
        return machine.home / ".local" / "share" / "Kingsoft" / "wps" / "jsaddons"
    raise RectifyError("macOS 上的 WPS 不能装这种加载项", "请改用 Excel 或 LibreOffice 的按钮")


def install(machine: Machine, interpreter: str) -> Installed:
    """Put the add-in where WPS looks for it, let the service start with the session, and name it in the list.

    Raises `RectifyError` when the list is damaged or a file cannot be written.
    """
    folder = addins_folder(machine)
    target = folder / f"{NAME}_{__version__}"
    root = _read(folder / LIST)
    starter = autostart.install(machine, interpreter)
    fresh = _contents(starter)
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} if target.is_dir() else {}
    same = before == {target / name: data for name, data in fresh.items()} and _entries(root, target)
    older = tuple(_ours(folder))
    for name, data in fresh.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        files.write(target / name, data, aside=True)
    for left in older:
        if left != target:
            shutil.rmtree(left)
    _write(folder / LIST, root, target)
    news = "same" if same else "updated" if older else "new"
    return Installed(news, (target, folder / LIST, *starter.files))


def remove(machine: Machine) -> tuple[Path, ...]:
    """Take everything away again that `install` put there and Excel does not need; return what was removed."""
    folder = addins_folder(machine)
    removed = list(_ours(folder))
    for left in removed:
        shutil.rmtree(left)
    if (folder / LIST).is_file():
        root = _read(folder / LIST)
        mine = _mine(root)
        if mine:
            for entry in mine:
                root.remove(entry)
            if len(root):
                _put(folder / LIST, root)
            else:
                (folder / LIST).unlink()
            removed.append(folder / LIST)
    excel = machine.system == WINDOWS and bool(locations.copies(machine))
    return (*removed, *(() if excel else autostart.remove(machine)))


def installed_versions(machine: Machine) -> tuple[str, ...]:
    """Return the versions that lie where WPS looks, in no order."""
    return tuple(path.name.removeprefix(f"{NAME}_") for path in _ours(addins_folder(machine)))


def listed(machine: Machine) -> bool:
    """Tell whether the list names our add-in; raises `RectifyError` when the list is damaged."""
    return bool(_mine(_read(addins_folder(machine) / LIST)))


def _contents(starter: autostart.Starter) -> dict[Path, bytes]:
    """Return the files of the add-in by their names."""
    source = resources.path(macro_sources.FOLDER, macro_sources.WPS_FOLDER)
    contents = {path.relative_to(source): path.read_bytes() for path in sorted(source.rglob("*")) if path.is_file()}
    contents[START] = f"var START_PROGRAM = {json.dumps(str(starter.program))};\n".encode()
    return contents


def _ours(folder: Path) -> Iterator[Path]:
    """Yield the folders of our versions, which nobody else would name so."""
    if folder.is_dir():
        yield from (path for path in sorted(folder.glob(f"{NAME}_*")) if (path / MANIFEST).is_file())


def _mine(root: ET.Element) -> list[ET.Element]:
    return [entry for entry in root if entry.get("name") == NAME]


def _entries(root: ET.Element, target: Path) -> bool:
    """Tell whether the list names just this version."""
    return [entry.attrib for entry in _mine(root)] == [_attributes(target)]


def _attributes(target: Path) -> dict[str, str]:
    return {"name": NAME, "type": "et", "url": target.name, "version": __version__, "enable": _ENABLED}


def _read(path: Path) -> ET.Element:
    """Return the list of add-ins, an empty one where there is none; raises `RectifyError` when it is damaged."""
    damaged = RectifyError(
        f"WPS 的加载项清单已损坏：{path}", "请让装它的人修好，或删除这个文件（其他加载项要重新安装），再安装一次"
    )
    if not path.is_file():
        return ET.Element(_ROOT)
    if path.stat().st_size > _LARGEST_LIST:
        raise damaged
    text = path.read_bytes()
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise damaged
    try:
        root = ET.fromstring(text)  # noqa: S314 - without entities, and of limited size
    except ET.ParseError as error:
        raise damaged from error
    if root.tag != _ROOT:
        raise damaged
    return root


def _write(path: Path, root: ET.Element, target: Path) -> None:
    for entry in _mine(root):
        root.remove(entry)
    ET.SubElement(root, _ENTRY, _attributes(target))
    _put(path, root)


def _put(path: Path, root: ET.Element) -> None:
    ET.indent(root)
    files.write(path, ET.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n", aside=True)
