"""WPS: where it is, our add-in and whether WPS lets it run.

WPS keeps in `authaddin.json` for each of its programs (`et` for sheets) which add-ins the user trusts and which were
loaded; builds for private persons also write `jsaddinblockhost.ini`, after which no button does anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rectify_xl import __version__
from rectify_xl.doors.addin import wps_install
from rectify_xl.doors.addin.addin_computer import LINUX, MACOS, WINDOWS, Machine
from rectify_xl.doors.doctor.check_line import CheckLine, error, not_applicable, ok, warning
from rectify_xl.errors import RectifyError
from rectify_xl.text import json_text

INSTALL = "请运行 rectify-xl addin install --host wps"
OTHER_WAY = "仍不行的，这个 WPS 可能不允许加载项（个人版常见），请改用专业版、Excel 或 LibreOffice 的按钮"
TRUST, BLOCKED = "authaddin.json", "jsaddinblockhost.ini"
_COMMON = r"HKCU\Software\Kingsoft\Office\6.0\Common"
_LINUX_PROGRAMS = ("opt/kingsoft/wps-office/office6", "opt/apps/cn.wps.wps-office*/files/kingsoft/wps-office/office6")
"""Where WPS's own packages put it, and where those of the stores of UOS and Kylin do."""
_LARGEST_TRUST = 10_000_000
"""Bytes: what is longer is no list of trusted add-ins."""


def lines(machine: Machine) -> Iterator[CheckLine]:
    """Yield the lines about WPS, one where there is none."""
    if machine.system == MACOS:
        yield not_applicable("WPS", "macOS 上的 WPS 没有试过，请用 Excel 或 LibreOffice 的按钮")
        return
    program = _program(machine)
    folder = wps_install.addins_folder(machine)
    if not present(machine):
        yield not_applicable("WPS", "没有安装")
        return
    yield ok("WPS", program or f"有它的设置文件夹（{folder.parent}），看不出版本")
    versions = wps_install.installed_versions(machine)
    if not versions:
        yield warning("WPS 加载项", "没有安装", f"要用 WPS 里的按钮，{INSTALL}")
        return
    yield from _addin(machine, versions)


def present(machine: Machine) -> bool:
    """Tell whether WPS is on this computer, or was used by this user."""
    return machine.system != MACOS and (_program(machine) is not None or _used(wps_install.addins_folder(machine)))


def _used(folder: Path) -> bool:
    """Tell whether WPS has kept anything of its own beside the folder of add-ins, which our set-up makes as well."""
    return folder.parent.is_dir() and any(path != folder for path in folder.parent.iterdir())


def _program(machine: Machine) -> str | None:
    """Return the edition and version of WPS in words; None where it is not seen."""
    if machine.system == WINDOWS:
        version = str(machine.registry.value(_COMMON, "Version") or "")
        place = str(machine.registry.value(_COMMON, "InstallRoot") or "")
        return f"{version}（{place}）" if version and place else version or place or None
    if machine.system == LINUX:
        folder = next((path for pattern in _LINUX_PROGRAMS for path in sorted(machine.root.glob(pattern))), None)
        if folder is None:
            return None
        settings = folder / "cfgs" / "setup.cfg"
        text = settings.read_text(encoding="utf-8", errors="replace") if settings.is_file() else ""
        match = re.search(r"(?im)^\s*version\s*=\s*(\S+)", text)
        return f"{match[1]}（{folder}）" if match else f"看不出版本（{folder}）"
    return None


def _addin(machine: Machine, versions: tuple[str, ...]) -> Iterator[CheckLine]:
    folder = wps_install.addins_folder(machine)
    try:
        listed = wps_install.listed(machine)
    except RectifyError as failure:
        yield error("WPS 加载项", failure.message, failure.remedy)
        return
    if versions != (__version__,):
        yield warning("WPS 加载项", f"装的是{'、'.join(versions)}，程序是{__version__}", INSTALL)
    elif not listed:
        yield error("WPS 加载项", f"加载项清单（{wps_install.LIST}）里没有“巡察整改”", INSTALL)
    else:
        yield ok("WPS 加载项", f"已安装，{__version__}（{folder}）")
    yield _trust(folder / TRUST)
    if (folder / BLOCKED).is_file():
        yield warning(
            "WPS 拦截",
            f"WPS 留有拦截加载项的记录（{BLOCKED}），按钮点了可能没有反应",
            f"请在 WPS 里看能否允许本加载项；{OTHER_WAY}",
        )


def _trust(path: Path) -> CheckLine:
    """Return whether WPS trusts our add-in, and whether it was loaded."""
    topic = "WPS 授权"
    restart = "请关闭所有 WPS 窗口再打开，问到时点“允许”，再关闭、打开一次"
    if not path.is_file():
        return warning(topic, "WPS 还没有加载过它", restart)
    entry = _trust_entry(path)
    if entry is None:
        return warning(topic, f"WPS 的授权记录（{TRUST}）里没有“巡察整改”，或者读不出", restart)
    if not entry.get("enable"):
        return error(topic, f"WPS 没有允许它运行（{TRUST} 里是不启用）", f"{restart}；{OTHER_WAY}")
    if not entry.get("isload"):
        return warning(topic, "已经允许，还没有加载", f"请再关闭、打开一次 WPS；{OTHER_WAY}")
    return ok(topic, "已允许，加载过")


def _trust_entry(path: Path) -> Mapping[str, Any] | None:
    """Return what WPS notes of our add-in for its sheets; None where nothing can be read of it."""
    try:
        if path.stat().st_size > _LARGEST_TRUST:
            return None
        data = json_text.parsed(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    entries = data.get("et") if isinstance(data, dict) else None
    candidates = entries.values() if isinstance(entries, dict) else ()
    return next((entry for entry in candidates if isinstance(entry, dict) and _is_ours(entry)), None)


def _is_ours(entry: Mapping[str, Any]) -> bool:
    return entry.get("name") == wps_install.NAME or f"{wps_install.NAME}_" in str(entry.get("path", ""))
